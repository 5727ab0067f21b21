/** `cognito-conformance serve reference`: the reference target alone, to point other programs at. */
import { spawn } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { Wrong } from './common.ts'

interface Flags {
  readonly port?: string
  readonly fault: readonly string[]
  readonly httpApi?: string
  readonly audience: string
}

/** The reference target is a program of its own; this only starts it. */
export function addServe(program: Command): void {
  program
    .command('serve')
    .description('run a server of this project until Ctrl-C')
    .argument('<server>', 'reference')
    .option('-p, --port <port>', 'the port of the user pools API; any free one unless given')
    .option('--fault <id...>', 'bend these rules (see `faults`)', [])
    .option('--http-api <issuer>', 'with an HTTP API that takes tokens of this issuer, to point `fuzz` at')
    .option('--audience <id>', 'for whom its tokens have to be', 'fuzz-client')
    .action(async (server: string, { port, fault, httpApi, audience }: Flags) => {
      if (server !== 'reference') throw new Wrong(`there is no server called ${server}. There is: reference.`)
      const extension = extname(fileURLToPath(import.meta.url))
      const entry = fileURLToPath(
        new URL(`../../fixtures/reference-target/main${extension}`, import.meta.url),
      )
      const child = spawn(
        process.execPath,
        [
          entry,
          '--alone',
          '--with-parent',
          ...(port === undefined ? [] : ['--port', port]),
          ...fault.flatMap((id) => ['--fault', id]),
          ...(httpApi === undefined ? [] : ['--http-api', httpApi, '--audience', audience]),
        ],
        { stdio: ['pipe', 'inherit', 'inherit'] },
      )
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
      process.exitCode = await new Promise<number>((ended) => child.on('exit', (code) => ended(code ?? 0)))
    })
}
