/** `cognito-conformance report DIR`: makes every report again from the record, folding it first where a run died. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { BrokenRecord, foldDirectory, NoPlan, summarize, writeReports } from '../../reports/index.ts'
import { print, Wrong } from './common.ts'

export function addReport(program: Command): void {
  program
    .command('report')
    .description('make every report again from the record of a run')
    .argument('<dir>', 'the folder of a run')
    .action((dir: string) => {
      const out = resolve(dir)
      if (!existsSync(out)) throw new Wrong(`${dir}: there is no such folder`)
      if (!existsSync(join(out, 'run.json')) && !existsSync(join(out, 'journal')))
        throw new Wrong(`${dir}: neither run.json nor a journal is there. Give the folder that --out named.`)
      try {
        if (!existsSync(join(out, 'run.json'))) foldDirectory(out)
        const { record, html } = writeReports(out)
        print(
          summarize(record, {
            report: html,
            colors: process.stdout.hasColors?.() ?? false,
            columns: process.stdout.columns ?? 100,
          }),
        )
      } catch (error) {
        if (error instanceof BrokenRecord || error instanceof NoPlan)
          throw new Wrong(`${dir}: ${error.message}`)
        throw error
      }
    })
}
