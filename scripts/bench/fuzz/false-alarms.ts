/**
 * A million cases against validators that are right: whatever is found is a false alarm. A class of surface is what owes
 * the same by the same means, and its surfaces share the cases of a row:
 *
 * - `application`: an application that was told RS256, by jose and by aws-jwt-verify, with ID and with access tokens;
 * - `HTTP API`: the same behind one strict `Authorization` header;
 * - `relying party with a key of its issuer`: the reference target's user pool and identity pool as OpenID Connect
 *   relying parties;
 * - `service of AWS`: the reference target's GetUser, userInfo, identity pool, authorizers and STS;
 * - `SAML`: its reader of responses.
 */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { isApplicable } from '../../../fixtures/fuzzing/campaign.ts'
import type { Place, Verdict } from '../../../fixtures/fuzzing/model.ts'
import { samlResponse } from '../../../suites/token-validation/surfaces/saml-response.ts'
import { samlSurface } from './saml.ts'
import { correctSurfaces } from './surfaces.ts'
import type { Tried } from './tried.ts'
import { type Order, SAML } from './worker.ts'

export interface FalseAlarmOptions {
  /** Cases of each row in each class of surface. */
  readonly each: number
  /** Cases in all, at least. */
  readonly cases: number
  readonly seed: number
  /** Classes of surface by a part of their names; default: all. */
  readonly classes?: string
}

interface Row {
  readonly id: string
  readonly exhausts: boolean
  readonly verdict: Verdict
}

interface Target {
  readonly name: string
  readonly class: string
  readonly owed: readonly string[] | undefined
  readonly rows: readonly Row[]
}

interface Outcome {
  readonly class: string
  readonly surfaces: number
  readonly rows: number
  readonly cases: number
  /** Of the rows that were judged, the one that was judged least. */
  readonly least: number
  readonly never: readonly string[]
  readonly alarms: readonly string[]
  readonly busyMs: number
}

/** Rows of one order: few enough that workers end at about the same time. */
const AT_ONCE = 24

async function targets(): Promise<readonly Target[]> {
  const rowsAt = (
    place: Place,
    rows: readonly (Parameters<typeof isApplicable>[0] & { readonly exhausts?: true })[],
  ) =>
    rows
      .filter((row) => isApplicable(row, place))
      .map((row) => ({
        id: row.id,
        exhausts: row.exhausts === true,
        verdict: row.verdict(place)!,
      }))
  const jwt = (await correctSurfaces()).map(({ name, class: of, owed, surface: { place, family } }) => ({
    name,
    class: of,
    owed: owed && Object.keys(owed),
    rows: rowsAt(place, family.rows as never),
  }))
  const { place, family } = await samlSurface()
  return [
    ...jwt,
    {
      name: SAML,
      class: 'SAML',
      owed: Object.keys(samlResponse.owed),
      rows: rowsAt(place, family.rows as never),
    },
  ]
}

/** Cases that a row is wanted in on one surface; of none of them there is no order. */
type WantedOf = (row: Row, on: Target) => number

function ordersFor(all: readonly Target[], wantedOf: WantedOf, seed: number): readonly Order[] {
  return all.flatMap((target, index) => {
    const { name, owed, rows } = target
    const wanted = rows.filter((row) => wantedOf(row, target) > 0)
    // What must be accepted is drawn as often as all of that: in one order, so that it is drawn once.
    const accepted = wanted.filter(({ verdict }) => verdict === 'accept')
    const others = wanted.filter((row) => !accepted.includes(row))
    const slices = Array.from({ length: Math.ceil(others.length / AT_ONCE) }, (_, n) =>
      others.slice(n * AT_ONCE, (n + 1) * AT_ONCE),
    )
    return [...slices, accepted]
      .filter((slice) => slice.length > 0)
      .map((slice, n) => ({
        surface: name,
        wanted: {
          rows: Object.fromEntries(slice.map((row) => [row.id, wantedOf(row, target)])),
          seed: seed + 1000 * (index + 1) + 50 * n,
          ...(owed === undefined ? {} : { owed }),
        },
      }))
  })
}

/** Gives each order to the next idle worker. */
async function inThreads(
  orders: readonly Order[],
  take: (order: Order, tried: Tried, ms: number) => void,
): Promise<void> {
  const waiting = [...orders]
  const work = async () => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url))
    let answer = Promise.withResolvers<Tried>()
    worker.on('message', (tried: Tried) => answer.resolve(tried))
    worker.on('error', (error) => answer.reject(error))
    try {
      for (let order = waiting.shift(); order !== undefined; order = waiting.shift()) {
        answer = Promise.withResolvers()
        const begun = performance.now()
        worker.postMessage(order)
        take(order, await answer.promise, performance.now() - begun)
      }
    } finally {
      await worker.terminate()
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
}

export async function falseAlarms(
  options: FalseAlarmOptions,
  tell: (text: string) => void,
): Promise<readonly Outcome[]> {
  const all = (await targets()).filter((one) => one.class.includes(options.classes ?? ''))
  const classes = [...new Set(all.map((one) => one.class))]
  const counts = new Map(classes.map((of) => [of, new Map<string, number>()]))
  const sums = new Map(classes.map((of) => [of, { cases: 0, busyMs: 0, alarms: [] as string[] }]))
  const take = ({ surface }: Order, { judged, cases, alarms }: Tried, ms: number) => {
    const of = all.find(({ name }) => name === surface)?.class ?? ''
    const sum = sums.get(of)!
    const count = counts.get(of)!
    for (const [row, n] of Object.entries(judged)) count.set(row, (count.get(row) ?? 0) + n)
    sum.cases += cases
    sum.busyMs += ms
    for (const { row, says } of alarms) sum.alarms.push(`${surface}: ${row}: ${says}`)
  }
  const total = () => [...sums.values()].reduce((sum, { cases }) => sum + cases, 0)
  const round = async (of: readonly Target[], wantedOf: WantedOf, seed: number) => {
    const orders = ordersFor(of, wantedOf, seed)
    let done = 0
    await inThreads(orders, (order, tried, ms) => {
      take(order, tried, ms)
      done += 1
      if (done % 10 === 0) tell(`  ${total().toLocaleString('en')} cases, ${done} of ${orders.length} orders`)
    })
  }
  const { each, seed } = options
  const counted = (row: Row, on: Target) => counts.get(on.class)?.get(row.id) ?? 0
  const sharers = ({ id }: Row, on: Target) =>
    all.filter((one) => one.class === on.class && one.rows.some((row) => row.id === id)).length
  await round(all, (row, on) => Math.ceil(each / sharers(row, on)), seed)
  // A row that applies on one surface only of those that share it has had less than its due.
  const due = (row: Row, on: Target) => {
    const had = counted(row, on)
    return had === 0 ? 0 : Math.max(0, each - had)
  }
  await round(all, due, seed + 50_000)
  // What is missing of the whole goes to the cheapest class.
  const application = all.filter((one) => one.class === 'application')
  for (let n = 1; application.length > 0 && total() < options.cases; n += 1)
    await round(application, ({ exhausts }) => (exhausts ? 0 : Math.min(each, 500)), seed + 100_000 * n)

  return classes.map((of) => {
    const own = all.filter((one) => one.class === of)
    const ids = [...new Set(own.flatMap(({ rows }) => rows.map(({ id }) => id)))]
    const judged = ids.map((id) => ({ id, n: counts.get(of)?.get(id) ?? 0 }))
    const { cases, busyMs, alarms } = sums.get(of)!
    return {
      class: of,
      surfaces: own.length,
      rows: ids.length,
      cases,
      least: Math.min(...judged.filter(({ n }) => n > 0).map(({ n }) => n)),
      never: judged.filter(({ n }) => n === 0).map(({ id }) => id),
      alarms,
      busyMs,
    }
  })
}

export function tableOf(outcomes: readonly Outcome[], seed: number): string {
  const alarms = outcomes.flatMap((one) => one.alarms)
  const cases = outcomes.reduce((sum, one) => sum + one.cases, 0)
  return [
    `False alarms against validators that are right (seed ${seed})`,
    '',
    `${'class of surface'.padEnd(40)}${'surfaces'.padStart(9)}${'rows'.padStart(6)}${'cases'.padStart(11)}${'least a row'.padStart(13)}${'alarms'.padStart(8)}${'ms/case'.padStart(9)}`,
    ...outcomes.map(
      (one) =>
        `${one.class.padEnd(40)}${String(one.surfaces).padStart(9)}${String(one.rows).padStart(6)}${one.cases.toLocaleString('en').padStart(11)}${String(one.least).padStart(13)}${String(one.alarms.length).padStart(8)}${(one.busyMs / one.cases).toFixed(2).padStart(9)}`,
    ),
    '',
    `${cases.toLocaleString('en')} cases, ${alarms.length} false alarms.`,
    ...outcomes.flatMap(({ class: of, never }) =>
      never.length === 0 ? [] : [`Never applied at ${of}: ${never.join(', ')}`],
    ),
    ...alarms.map((one) => `FALSE ALARM at ${one}`),
  ].join('\n')
}
