/** The folder of a run: room is made in it, and at the end everything is written there and searched for secrets. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Redactor } from '../../fixtures/protocol/redaction.ts'
import { scanFolder } from '../../fixtures/protocol/scan.ts'
import { foldDirectory, openJournal, type WrittenReports, writeReports } from '../../reports/index.ts'
import type { Journal } from '../../reports/journal.ts'

/** Names in a run's folder that are ours to replace. Nothing else there is touched. */
const OURS = ['journal', 'har', 'run.json', 'junit.xml', 'index.html', 'allure-results', '.vite'] as const

/** Nothing can be written where the run was told to. */
class FolderUnusable extends Error {
  override readonly name = 'FolderUnusable'
  readonly exitCode = 2
}

/** Makes room for a new run, and opens its journal. @throws {FolderUnusable} */
export function openFolder(out: string, say: (line: string) => void): Journal {
  try {
    clearFolder(out, say)
    return openJournal(out, 'host')
  } catch (error) {
    if (error instanceof FolderUnusable) throw error
    const why = (error as NodeJS.ErrnoException).code ?? String(error)
    throw new FolderUnusable(
      `--out ${out}: this folder cannot be made or written to (${why}). Name one that can.`,
    )
  }
}

/** Folder by folder: where a file system takes none, as below /proc, Node’s recursive way does not end. */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  const above = dirname(path)
  if (above !== path) makeFolder(above)
  mkdirSync(path)
}

/** What an earlier run left unfolded is folded first, and kept. */
function clearFolder(out: string, say: (line: string) => void): void {
  makeFolder(resolve(out))
  const isRun = existsSync(join(out, 'run.json')) || existsSync(join(out, 'journal'))
  const foreign = isRun ? undefined : OURS.find((name) => existsSync(join(out, name)))
  if (foreign !== undefined)
    throw new FolderUnusable(`--out ${out}: ${foreign} is there and is of no run. Give a folder of its own.`)
  if (existsSync(join(out, 'journal')) && !existsSync(join(out, 'run.json'))) {
    try {
      foldDirectory(out)
      renameSync(join(out, 'run.json'), join(out, 'interrupted-run.json'))
      say(`an earlier run in ${out} did not end: what it knew is in interrupted-run.json`)
    } catch {
      say(`an earlier run in ${out} did not end, and had not planned anything yet`)
    }
  }
  for (const name of OURS) rmSync(join(out, name), { recursive: true, force: true })
}

/**
 * Folds, writes the reports, and looks once more through everything written for secrets.
 * @param redactor knows them; none where nothing was sent
 * @param trouble journals what was found
 */
export async function writeAll(
  out: string,
  redactor: Redactor | undefined,
  trouble: (exitCode: 4, says: string) => void,
): Promise<WrittenReports> {
  rmSync(join(out, '.vite'), { recursive: true, force: true })
  foldDirectory(out)
  const reports = writeReports(out)
  if (redactor === undefined) return reports
  const hits = await scanFolder(out, redactor)
  if (hits.length === 0) return reports
  for (const { file, name } of hits)
    trouble(4, `a secret (${name}) had been written to ${file}; it was replaced there`)
  foldDirectory(out)
  return writeReports(out)
}
