/** The parts of the benchmark that are about the attack suite, and what they print. */
import { print } from '../../commands/common.ts'
import { type FalseAlarmOptions, falseAlarms, tableOf } from './false-alarms.ts'
import { memoryAfter, type Pace, paceAtValidator } from './validator.ts'
import { paceOnWire } from './wire.ts'

export const FUZZ_PARTS: readonly string[] = ['false-alarms', 'pace', 'wire', 'memory']

const AT_VALIDATOR = 20_000
const ON_WIRE = 3_000

const second = (cases: number, ms: number) => Math.round(cases / (ms / 1_000)).toLocaleString('en')

const paceLine = (name: string, { cases, casesMs, plainMs }: Pace, beside: string) =>
  `${name.padEnd(16)}${second(cases, casesMs).padStart(8)} cases a second, ${second(cases, plainMs).padStart(8)} of the same ${beside}: ${(casesMs / plainMs).toFixed(1)} times as long`

/** @param options `cases` is also where the measuring of memory ends */
export async function benchFuzz(parts: readonly string[], options: FalseAlarmOptions): Promise<void> {
  const { seed, cases } = options
  if (parts.includes('pace')) {
    print('\nAgainst the application’s validator, beside plain verification of the same tokens:')
    print(paceLine('application', await paceAtValidator(AT_VALIDATOR, seed), 'verified plainly'))
  }
  if (parts.includes('wire')) {
    print(
      '\nAgainst surfaces of the reference target, beside a bare loop over undici that sends the same bytes:',
    )
    for (const { name, ...pace } of await paceOnWire(ON_WIRE, seed))
      print(paceLine(name, pace, 'sent plainly'))
  }
  if (parts.includes('memory')) {
    print('\nMemory in use, in one campaign that goes on:')
    const steps = [10_000, 100_000, 1_000_000].filter((step) => step <= cases)
    await memoryAfter(steps, seed, ({ cases: sent, heapMiB, residentMiB }) =>
      print(
        `${sent.toLocaleString('en').padStart(11)} cases: ${heapMiB.toFixed(0).padStart(5)} MiB of heap after a collection, ${residentMiB.toFixed(0).padStart(5)} MiB resident`,
      ),
    )
  }
  if (parts.includes('false-alarms')) {
    print('')
    const outcomes = await falseAlarms(options, print)
    print(`\n${tableOf(outcomes, seed)}`)
    if (outcomes.some(({ alarms }) => alarms.length > 0)) process.exitCode = 1
  }
}
