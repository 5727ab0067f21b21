/** `cognito-conformance faults`: the rules of the reference target that can be bent, and the checks that must notice. */
import type { Command } from 'commander'
import { loadCatalogue } from '../catalogue.ts'
import { only } from '../run/plan.ts'
import { loadFaults, print, printJson } from './common.ts'

/** Some faults are caught by a hundred checks, which `--json` has. */
const SHOWN = 6

const briefly = (checks: readonly string[]): string =>
  checks.length <= SHOWN
    ? checks.join(', ')
    : `${checks.slice(0, SHOWN).join(', ')} and ${checks.length - SHOWN} more`

export function addFaults(program: Command): void {
  program
    .command('faults')
    .description('list the faults that the reference target can be given, and the checks that catch each')
    .option('-f, --flow <id...>', 'only these flows', [])
    .option('--json', 'as JSON')
    .action(async ({ json, flow: given }: { json?: true; flow: string[] }) => {
      const { flows } = await loadCatalogue()
      const wanted = only(flows, given)
      const rows = (await loadFaults())
        .filter(
          ({ flow, caughtBy }) =>
            given.length === 0 ||
            wanted.some(({ id }) => flow === id || caughtBy.some((check) => check.startsWith(`${id}/`))),
        )
        .map(({ id, flow, says, caughtBy }) => ({ id, flow, says, caughtBy }))
      if (json) printJson(rows)
      else
        print(
          rows
            .map(({ id, says, caughtBy }) => `${id}\n  ${says}\n  caught by ${briefly(caughtBy)}`)
            .join('\n'),
        )
    })
}
