/** `cognito-conformance prove`: can every check fail? Each fault of the reference target has to be caught by the checks it names. */
import type { Command } from 'commander'
import type { Fault } from '../../fixtures/reference-target/faults/fault.ts'
import { loadCatalogue } from '../catalogue.ts'
import { discover, type FaultProof, prove } from '../prove/prove.ts'
import { loadFaults, print, printJson, Wrong } from './common.ts'

interface Flags {
  readonly flow?: string
  readonly jobs: number
  readonly json?: true
  readonly verbose?: true
  readonly discover?: true
}

const jobsOf = (given: string) => {
  const jobs = Number(given)
  if (!Number.isSafeInteger(jobs) || jobs < 1 || jobs > 64)
    throw new Wrong(`--jobs takes a whole number from 1 to 64, not ${JSON.stringify(given)}`)
  return jobs
}

/** Of these names, or of this flow: those of its rules, and those that its checks must notice. */
const chosen = (
  faults: readonly Fault[],
  ids: readonly string[],
  flow: string | undefined,
  flows: readonly string[],
): readonly Fault[] => {
  if (flow !== undefined && ids.length > 0) throw new Wrong('give faults, or --flow, not both')
  if (flow !== undefined && !flows.includes(flow))
    throw new Wrong(`no flow is called ${flow}. There are: ${flows.join(', ')}.`)
  const unknown = ids.filter((id) => !faults.some((fault) => fault.id === id))
  if (unknown.length > 0) throw new Wrong(`no fault is called ${unknown.join(', ')}. \`faults\` shows all.`)
  if (flow !== undefined)
    return faults.filter(
      (fault) => fault.flow === flow || fault.caughtBy.some((check) => check.startsWith(`${flow}/`)),
    )
  return ids.length === 0 ? faults : faults.filter(({ id }) => ids.includes(id))
}

/** One line a fault, and with `verbose` one more for what else turned red. */
export const lineOf = (
  { fault, caught, caughtBy, missed, alsoRed }: FaultProof,
  verbose: boolean,
): string => {
  const why =
    missed.length === 0
      ? 'it names no check that must catch it'
      : missed.map((miss) => `${miss.check} ${miss.why}`).join('\n    ')
  const line = caught
    ? `${fault}  caught by ${caughtBy.map(({ check }) => check).join(', ')}`
    : `${fault}  NOT CAUGHT: ${why}`
  return verbose && alsoRed.length > 0 ? `${line}\n    also red: ${alsoRed.join(', ')}` : line
}

export function addProve(program: Command): void {
  program
    .command('prove')
    .description(
      'prove the checks: bend each rule of the reference target, and see the check that must notice fail',
    )
    .argument('[fault...]', 'only these faults (see `faults`)')
    .option('--flow <flow>', 'only the faults and the checks of this flow')
    .option('--json', 'as JSON')
    .option('--jobs <n>', 'how many faults to try at a time', jobsOf, 3)
    .option('--verbose', 'judge every check of the variants that are walked, and print what else turned red')
    .option('--discover', 'walk every variant in full on every fault, and print all checks that catch it')
    .addHelpText(
      'after',
      '\nExits with 1 when a fault is not caught by each check that it names, or when a required or observed check\n' +
        'is caught failing by no fault (all faults, or all of a flow), with 0 otherwise.',
    )
    .action(async (ids: string[], flags: Flags) => {
      const catalogue = await loadCatalogue()
      const { flow } = flags
      const suspects = chosen(
        await loadFaults(),
        ids,
        flow,
        catalogue.flows.map(({ id }) => id),
      )
      if (flags.discover) {
        const found = await discover(
          catalogue,
          suspects,
          flags.jobs,
          ({ fault, bent, caughtBy, errored }) => {
            if (flags.json) return
            print(
              [
                `${fault}  ${bent === 0 ? 'bent nothing' : caughtBy.length === 0 ? 'caught by nothing' : ''}`.trimEnd(),
                ...caughtBy.map((check) => `    ${check}`),
                ...errored.map(({ check, reason }) => `    ERRORED ${check}: ${reason}`),
              ].join('\n'),
            )
          },
        )
        if (flags.json) printJson(found)
        return
      }
      const proof = await prove(catalogue, suspects, {
        jobs: flags.jobs,
        whole: flags.verbose === true,
        onFault: (one) => void (flags.json || print(lineOf(one, flags.verbose === true))),
      })
      const caught = proof.faults.filter((one) => one.caught).length
      // Some faults alone cannot say which checks have no killer.
      const withoutKiller =
        ids.length > 0
          ? []
          : proof.withoutKiller.filter(({ check }) => flow === undefined || check.startsWith(`${flow}/`))
      if (caught < proof.faults.length || withoutKiller.length > 0) process.exitCode = 1
      if (flags.json) return printJson({ ...proof, withoutKiller })
      const seconds = proof.durationMs / 1000
      print(
        [
          '',
          ...withoutKiller.map(({ check, level }) => `${check} (${level})  NO FAULT IS CAUGHT BY IT`),
          `${seconds.toFixed(1)} s, ${(proof.faults.length / seconds).toFixed(1)} faults a second`,
          `${caught} of ${proof.faults.length} faults caught`,
        ].join('\n'),
      )
    })
}
