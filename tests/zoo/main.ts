/**
 * `npm run zoo`: how soon the attack suite notices each animal. The sweep must catch every one of them; the seeded part
 * alone is let loose with a hundred seeds, and what counts is how many cases it takes.
 *
 * `npm run zoo -- --seeds 20 JWT sound` takes fewer seeds, and of the animals only those of a kind or with these names.
 */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { DEFAULT_RUNS } from '../../fixtures/fuzzing/campaign.ts'
import type { Animal } from './animal.ts'
import { kinds } from './animals.ts'
import { healthy } from './healthy.ts'
import type { Order } from './keeper.ts'
import type { Toll } from './toll.ts'

const { values, positionals } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    jobs: { type: 'string', default: String(availableParallelism()) },
  },
  allowPositionals: true,
})
const seeds = Array.from({ length: Number(values.seeds) }, (_, seed) => seed + 1)

const HEALTHY = 'healthy'
/** Animals that a thread hunts together: they share what is drawn. Packages differ most in how long they take. */
const TOGETHER: Readonly<Record<string, number>> = { published: 5, [HEALTHY]: 2 }
const OFTEN_TOGETHER = 18

interface Batch {
  readonly kind: string
  readonly order: Order
}

const batches = Object.entries<readonly Animal[]>({ ...kinds, [HEALTHY]: healthy }).flatMap(
  ([kind, all]): readonly Batch[] => {
    const isChosen = ({ id }: Animal) =>
      positionals.length === 0 || positionals.includes(kind) || positionals.includes(id)
    const ids = all.filter(isChosen).map(({ id }) => id)
    const size = TOGETHER[kind] ?? OFTEN_TOGETHER
    return Array.from({ length: Math.ceil(ids.length / size) }, (_, n) => ({
      kind,
      order: { ids: ids.slice(n * size, (n + 1) * size), seeds },
    }))
  },
)

const print = (text: string) => process.stdout.write(`${text}\n`)
const inColumns = (name: string, ...columns: readonly unknown[]) =>
  `${name.padEnd(44)}${columns.map((one) => String(one).padStart(9)).join('')}`

/** Gives each batch to the next idle thread. */
async function inThreads(take: (batch: Batch, tolls: readonly Toll[]) => void): Promise<void> {
  const waiting = [...batches]
  const work = async () => {
    const worker = new Worker(new URL('./keeper.ts', import.meta.url))
    let answer = Promise.withResolvers<readonly Toll[]>()
    worker.on('message', (tolls: readonly Toll[]) => answer.resolve(tolls))
    worker.on('error', (error) => answer.reject(error))
    try {
      for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
        answer = Promise.withResolvers()
        worker.postMessage(batch.order)
        take(batch, await answer.promise)
      }
    } finally {
      await worker.terminate()
    }
  }
  await Promise.all(Array.from({ length: Math.min(Number(values.jobs), waiting.length) }, work))
}

/** How many cases it takes in so large a share of what was caught. */
function within(share: number, tolls: readonly Toll[]): number {
  const sorted = tolls
    .flatMap(({ cases }) => cases)
    .filter((one) => one !== undefined)
    .sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}
const missedIn = (tolls: readonly Toll[]) =>
  tolls.flatMap(({ cases }) => cases).filter((one) => one === undefined).length
const unswept = (tolls: readonly Toll[]) => tolls.filter(({ rows }) => rows.length === 0).length
const columnsOf = (tolls: readonly Toll[]) => [within(0.5, tolls), within(0.95, tolls), missedIn(tolls)]

const caught = new Map<string, Toll[]>()
let alarms = 0

print(inColumns('animal', 'rows', 'median', '95 %', 'missed'))
await inThreads(({ kind }, tolls) => {
  for (const toll of tolls) {
    const { id, rows, cases } = toll
    if (kind === HEALTHY) {
      const wrong = rows.length + cases.filter((one) => one !== undefined).length
      alarms += wrong
      print(
        inColumns(id) +
          (wrong === 0
            ? '    nothing found, as it should be'
            : `    ${wrong} FALSE ALARMS: ${rows.join(' ')}`),
      )
    } else {
      caught.set(kind, [...(caught.get(kind) ?? []), toll])
      print(`${inColumns(id, rows.length, ...columnsOf([toll]))}  ${rows.slice(0, 3).join(' ')}`)
    }
  }
})

const all = [...caught.values()].flat()
print(
  `\n${inColumns(`${seeds.length} seeds of ${DEFAULT_RUNS} cases`, 'animals', 'median', '95 %', 'missed')}`,
)
for (const [kind, tolls] of [...caught, ['all', all] as const])
  print(inColumns(kind, tolls.length, ...columnsOf(tolls)))
print(`not found by the sweep: ${unswept(all)}; false alarms: ${alarms}`)
process.exitCode = missedIn(all) + unswept(all) + alarms > 0 ? 1 : 0
