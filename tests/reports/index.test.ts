/** All reports of a folder, made and made again from the record alone. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { foldDirectory, openJournal, writeReports } from '../../reports/index.ts'
import { exampleEvents, exampleRecord } from './example-record.ts'

const snapshot = (dir: string) =>
  Object.fromEntries(
    readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), 'utf8')]),
  )

test('reports are made from the record, and are the same in another place', () => {
  const root = mkdtempSync(join(tmpdir(), 'reports-'))
  try {
    const [here, there] = [join(root, 'here'), join(root, 'there')]
    const journal = openJournal(here, 'host')
    for (const event of exampleEvents()) journal.write(event)
    journal.close()
    foldDirectory(here)
    for (const part of ['run.json', 'har']) cpSync(join(here, part), join(there, part), { recursive: true })
    rmSync(join(here, 'journal'), { recursive: true })

    const written = writeReports(here)
    expect(written.record).toEqual(exampleRecord().record)
    expect(readFileSync(written.html, 'utf8')).toMatch(/^<!doctype html>/i)
    writeReports(there)
    expect(readdirSync(there).toSorted()).toEqual([
      'allure-results',
      'har',
      'index.html',
      'junit.xml',
      'run.json',
    ])
    expect(snapshot(there)).toEqual(snapshot(here))
    writeReports(there)
    expect(snapshot(there)).toEqual(snapshot(here))
  } finally {
    rmSync(root, { recursive: true })
  }
})
