/**
 * The command line. It parses, calls and prints; what the commands do stands in `commands/`, one file each.
 */
import { Command, CommanderError } from 'commander'
import { version } from './commands/common.ts'
import { addExplain } from './commands/explain.ts'
import { addFaults } from './commands/faults.ts'
import { addFuzz } from './commands/fuzz.ts'
import { addList } from './commands/list.ts'
import { addMockIdp } from './commands/mock-idp.ts'
import { addProve } from './commands/prove.ts'
import { addReport } from './commands/report.ts'
import { addRun } from './commands/run.ts'
import { addServe } from './commands/serve.ts'

const program = new Command('cognito-conformance')
  .description(
    'Does it really behave as documented? Drives the documented Amazon Cognito flows, step by step, against a target.',
  )
  .version(version)
  .showHelpAfterError('(add --help for the options)')
  .exitOverride()

addRun(program)
addList(program)
addExplain(program)
addFuzz(program)
addReport(program)
addServe(program)
addMockIdp(program)
addFaults(program)
addProve(program)

program.addHelpText(
  'after',
  `
Exit codes:
  0  conforms
  1  does not: something failed or is blocked, or a claimed flow was not fully judged
  2  wrong usage, target file, or a filter that matches nothing
  3  the target could not be reached or provisioned
  4  a fault of the harness itself
  5  nothing failed, but something required is indeterminate, or the run was interrupted: worth repeating`,
)

for (const command of program.commands) command.exitOverride()

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
  else {
    const known = (error as { exitCode?: unknown }).exitCode
    process.stderr.write(
      `${typeof known === 'number' ? (error as Error).message : ((error as Error)?.stack ?? String(error))}\n`,
    )
    process.exitCode = typeof known === 'number' ? known : 4
  }
}
// What a target or a library left open must not keep the command alive.
process.stdout.write('', () => process.stderr.write('', () => process.exit()))
