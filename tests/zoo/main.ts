/**
 * `npm run zoo`: how soon the attack suite notices each animal. The sweep must catch every one of them; the seeded part
 * alone is let loose with a hundred seeds, and what counts is how many cases it takes.
 */
import { parseArgs } from 'node:util'
import { DEFAULT_RUNS } from '../../fixtures/fuzzing/campaign.ts'
import type { Animal } from './animal.ts'
import { animals } from './animals.ts'
import { healthy } from './healthy.ts'
import { hunted, swept } from './tour.ts'

const { values, positionals } = parseArgs({
  options: { seeds: { type: 'string', default: '100' } },
  allowPositionals: true,
})
const seeds = Array.from({ length: Number(values.seeds) }, (_, seed) => seed + 1)
const chosen = (all: readonly Animal[]) =>
  positionals.length === 0 ? all : all.filter(({ id }) => positionals.includes(id))

const print = (text: string) => process.stdout.write(`${text}\n`)
const at = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN

interface Toll {
  readonly animal: Animal
  readonly rows: ReadonlySet<string>
  readonly cases: (number | undefined)[]
}

const tollOf = async (animal: Animal): Promise<Toll> => ({
  animal,
  rows: new Set((await swept(animal)).map(({ row }) => row)),
  cases: [],
})
const toll = async (all: readonly Animal[]): Promise<readonly Toll[]> => {
  const tolls: Toll[] = []
  for (const animal of chosen(all)) tolls.push(await tollOf(animal))
  // Seed by seed: what is drawn is the same for all animals of a kind, and made once.
  for (const seed of seeds) for (const { animal, cases } of tolls) cases.push(await hunted(animal, seed))
  return tolls
}

const all: number[] = []
let [missed, alarms] = [0, 0]

print(
  `${'animal'.padEnd(40)}${'sweep: rows'.padStart(12)}${'median'.padStart(9)}${'95 %'.padStart(9)}${'missed'.padStart(8)}`,
)
for (const { animal, rows, cases } of await toll(animals)) {
  const caught = cases.filter((one) => one !== undefined).sort((a, b) => a - b)
  const lost = seeds.length - caught.length
  all.push(...caught)
  missed += lost + (rows.size === 0 ? 1 : 0)
  print(
    `${animal.id.padEnd(40)}${String(rows.size).padStart(12)}${String(at(caught, 0.5)).padStart(9)}${String(at(caught, 0.95)).padStart(9)}${String(lost).padStart(8)}  ${[...rows].slice(0, 3).join(' ')}`,
  )
}
for (const { animal, rows, cases } of await toll(healthy)) {
  const wrong = rows.size + cases.filter((one) => one !== undefined).length
  alarms += wrong
  print(
    `${animal.id.padEnd(40)}${wrong === 0 ? 'nothing found, as it should be' : `${wrong} FALSE ALARMS: ${[...rows].join(' ')}`}`,
  )
}
all.sort((a, b) => a - b)
print(
  `\nOver all animals and ${seeds.length} seeds, of ${DEFAULT_RUNS} cases each: median ${at(all, 0.5)}, 95th percentile ${at(all, 0.95)}; missed ${missed}; false alarms ${alarms}`,
)
process.exitCode = missed + alarms > 0 ? 1 : 0
