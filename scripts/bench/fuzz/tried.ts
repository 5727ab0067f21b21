/**
 * Rows tried so many times on one surface, by the engine that runs have: what must be refused or accepted in the seeded
 * part, with companions; what may be either, which is drawn there as a companion only, in a sweep of drawn parameters.
 */
import fc from 'fast-check'
import { campaign } from '../../../fixtures/fuzzing/campaign.ts'
import type { Ledger } from '../../../fixtures/fuzzing/ledger.ts'
import type { BaseScene, Json, Surface } from '../../../fixtures/fuzzing/model.ts'
import { CAST } from './surfaces.ts'

export interface Wanted {
  /** Cases that each row is to be judged in, by its id. */
  readonly rows: Readonly<Record<string, number>>
  readonly seed: number
  /** Classes whose verdict is asked for; default: all. Without one the answer alone is judged, not whether it came. */
  readonly owed?: readonly string[]
}

/** JSON throughout: it comes from a worker. */
export interface Tried {
  /** Cases in which a row was judged, by its id. */
  readonly judged: Readonly<Record<string, number>>
  readonly cases: number
  readonly alarms: readonly Alarm[]
}

export interface Alarm {
  readonly row: string
  readonly says: string
}

const BATCH = 100
/** A row that seldom applies is given up after so many rounds, and one that never does after fewer. */
const MOST_ROUNDS = 40
const MOST_IDLE = 3

const VERDICTS: readonly string[] = ['refused', 'accepted', 'form']

class Sum {
  readonly judged: Record<string, number> = {}
  readonly alarms: Alarm[] = []
  cases = 0
  readonly #owed: ReadonlySet<string> | undefined

  constructor(owed: readonly string[] | undefined) {
    this.#owed = owed && new Set(owed)
  }

  /** Nothing is asked of the clock: the machine is busy with this very benchmark. */
  #isAsked({ class: of, question }: Ledger['findings'][0]): boolean {
    if (question === 'in-time') return false
    return this.#owed === undefined || this.#owed.has(of) || !VERDICTS.includes(question)
  }

  add({ tallies, cases, findings, undecided, over }: Ledger): void {
    for (const { row, judged } of tallies) this.judged[row] = (this.judged[row] ?? 0) + judged
    this.cases += cases
    for (const { row, question, owed, came, replay } of findings.filter((one) => this.#isAsked(one)))
      this.#alarm({ row, says: `${question}: owed ${owed}; came ${came}; ${replay}` })
    for (const { row, reason } of undecided.filter(({ question }) => question !== 'in-time'))
      this.#alarm({ row, says: `undecided: ${reason}` })
    if (over !== undefined) this.#alarm({ row: '', says: `the end: ${over}` })
  }

  /** Once for each row: a campaign would have retired it. */
  #alarm(alarm: Alarm): void {
    if (!this.alarms.some(({ row }) => row === alarm.row)) this.alarms.push(alarm)
  }

  lacks(row: string, wanted: number): number {
    return Math.max(0, wanted - (this.judged[row] ?? 0))
  }
}

const replayLine = (recipe: unknown) => JSON.stringify(recipe)

export async function tryRows<D, S extends BaseScene, M>(
  surface: Surface<D, S, M>,
  { rows: wanted, seed, owed }: Wanted,
): Promise<Tried> {
  const sum = new Sum(owed)
  const { place, family } = surface
  const own = family.rows.filter(({ id }) => id in wanted)
  const start = (rows: typeof own) =>
    campaign({ ...surface, family: { ...family, rows } }, { cast: CAST, replayLine })
  const lacking = (row: (typeof own)[0]) => sum.lacks(row.id, wanted[row.id] ?? 0)

  const companions = family.rows.filter((row) => row.verdict(place) === 'accept')
  const tolerated = family.rows.filter((row) => row.verdict(place) === 'either')
  /** What must be accepted is drawn as often as all that must be, and what must be refused most of the time. */
  const drawn = async (asked: typeof own, runsFor: (left: number, most: number) => number) => {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const left = asked.filter(
        (row) => lacking(row) > 0 && (round < MOST_IDLE || (sum.judged[row.id] ?? 0) > 0),
      )
      if (left.length === 0) break
      const one = start([...new Set([...left, ...companions, ...tolerated])])
      await one.seeded({ seed: seed + round, runs: runsFor(left.length, Math.max(...left.map(lacking))) })
      sum.add(one.ledger())
    }
  }
  const is = (verdict: string) => own.filter((row) => row.verdict(place) === verdict)
  await drawn(is('refuse'), (left, most) => Math.ceil((left * most) / 0.7))
  await drawn(is('accept'), (_left, most) => companions.length * most)

  for (const row of own.filter((one) => tolerated.includes(one))) {
    for (let round = 0; round < MOST_ROUNDS && lacking(row) > 0; round += 1) {
      if (round >= MOST_IDLE && (sum.judged[row.id] ?? 0) === 0) break
      const sweep: readonly Json[] = fc.sample(row.parameter, {
        numRuns: Math.min(BATCH, lacking(row)),
        seed: seed + round,
      })
      const one = start([{ ...row, sweep }])
      await one.sweep(row.class)
      sum.add(one.ledger())
    }
  }
  const { judged, cases, alarms } = sum
  return { judged, cases, alarms }
}
