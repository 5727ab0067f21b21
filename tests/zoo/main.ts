/**
 * `npm run zoo`: how soon the attack suite notices each animal. The sweep must catch every one of them; the seeded part
 * alone is let loose with a hundred seeds, and what counts is how many cases it takes.
 */
import { parseArgs } from 'node:util'
import { DEFAULT_RUNS } from '../../fixtures/fuzzing/campaign.ts'
import { animals } from './animals.ts'
import { healthy } from './healthy.ts'
import { hunted, swept } from './tour.ts'

const { values, positionals } = parseArgs({
  options: { seeds: { type: 'string', default: '100' } },
  allowPositionals: true,
})
const seeds = Array.from({ length: Number(values.seeds) }, (_, seed) => seed + 1)
const chosen = <T extends { readonly id: string }>(all: readonly T[]) =>
  positionals.length === 0 ? all : all.filter(({ id }) => positionals.includes(id))

const print = (text: string) => process.stdout.write(`${text}\n`)
const at = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN

const all: number[] = []
let [missed, alarms] = [0, 0]

print(
  `${'animal'.padEnd(32)}${'sweep: rows'.padStart(12)}${'median'.padStart(9)}${'95 %'.padStart(9)}${'missed'.padStart(8)}`,
)
for (const animal of chosen(animals)) {
  const findings = await swept(animal)
  const rows = new Set(findings.map(({ row }) => row))
  const cases = await Promise.all(seeds.map((seed) => hunted(animal, seed)))
  const caught = cases.filter((one) => one !== undefined).sort((a, b) => a - b)
  const lost = seeds.length - caught.length
  all.push(...caught)
  missed += rows.size === 0 ? 1 : 0
  missed += lost
  print(
    `${animal.id.padEnd(32)}${String(rows.size).padStart(12)}${String(at(caught, 0.5)).padStart(9)}${String(at(caught, 0.95)).padStart(9)}${String(lost).padStart(8)}  ${[...rows].slice(0, 3).join(' ')}`,
  )
}
for (const animal of chosen(healthy)) {
  const findings = await swept(animal)
  const cases = await Promise.all(seeds.map((seed) => hunted(animal, seed)))
  const wrong = findings.length + cases.filter((one) => one !== undefined).length
  alarms += wrong
  print(
    `${animal.id.padEnd(32)}${wrong === 0 ? 'nothing found, as it should be' : `${wrong} FALSE ALARMS: ${findings.map(({ row }) => row).join(' ')}`}`,
  )
}
all.sort((a, b) => a - b)
print(
  `\nOver all animals and ${seeds.length} seeds, of ${DEFAULT_RUNS} cases each: median ${at(all, 0.5)}, 95th percentile ${at(all, 0.95)}; missed ${missed}; false alarms ${alarms}`,
)
process.exitCode = missed + alarms > 0 ? 1 : 0
