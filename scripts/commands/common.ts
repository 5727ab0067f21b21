/** What several commands share: the version, plain errors, and printing. */
import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import type { Fault } from '../../fixtures/reference-target/faults/fault.ts'
import { summarize } from '../../reports/index.ts'
import type { RunRecord } from '../../reports/record.ts'

/** The nearest package.json above this file: the repository's, or that of the installed package. */
function packageVersion(): string {
  for (
    let folder = dirname(fileURLToPath(import.meta.url));
    folder !== dirname(folder);
    folder = dirname(folder)
  ) {
    try {
      const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
        name: string
        version: string
      }
      if (name === 'cognito-conformance') return version
    } catch {
      // Not in this folder.
    }
  }
  return 'unknown'
}

export const version = packageVersion()

export const print = (text: string) => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)

export const printJson = (value: unknown) => print(JSON.stringify(value, null, 2))

/** Every fault of the reference target: with them come all its rules, which most commands never need. */
export const loadFaults = async (): Promise<readonly Fault[]> =>
  (await import('../../fixtures/reference-target/faults/index.ts')).faults

/** For errors that say all there is to say: their message, without a stack. */
export class Wrong extends Error {
  readonly exitCode: number

  constructor(message: string, exitCode = 2) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Where record and reports go: what came of one case takes the place of no whole report, unless somebody says so. */
export function outOf(
  command: Command,
  { out, replay }: { readonly out: string; readonly replay?: unknown },
): string {
  const isOwn = replay !== undefined && command.getOptionValueSource('out') === 'default'
  return resolve(isOwn ? `${out}-replay` : out)
}

/** Tells how a run ended, in words or as JSON, and ends the command with its exit code. */
export function tellOutcome(
  record: RunRecord,
  {
    html,
    out,
    json,
    besides,
  }: {
    readonly html: string
    readonly out: string
    readonly json: boolean
    /** What is to be known beside the verdict, in a sentence or two. */
    readonly besides?: string
  },
): void {
  const { outcome, totals, target } = record
  if (json) printJson({ outcome, totals, target, record: `${out}/run.json`, report: html })
  else
    print(
      summarize(record, {
        report: html,
        ...(besides === undefined ? {} : { besides }),
        colors: process.stdout.hasColors?.() ?? false,
        columns: process.stdout.columns ?? 100,
      }),
    )
  process.exitCode = outcome.exitCode
}
