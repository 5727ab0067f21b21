/** The journal: what was written is there after a SIGKILL, and what is broken is told. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openJournal, readJournal, readJournals } from '../../reports/journal.ts'
import type { JournalEvent } from '../../reports/record.ts'
import { foldDirectory } from '../../reports/run-folder.ts'
import { exampleEvents, exampleRecord } from './example-record.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'journal-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const write = (name: string, events: readonly JournalEvent[]) => {
  const journal = openJournal(dir, name)
  for (const event of events) journal.write(event)
  journal.close()
}
const judged = (actual: unknown): JournalEvent => ({
  event: 'check',
  check: {
    key: { check: 'api-authentication/4/performed', variant: 'password-totp' },
    verdict: 'failed',
    actual,
    durationMs: 1,
    exchanges: [],
  },
})
const actualOf = (event: JournalEvent | undefined) =>
  event?.event === 'check' ? event.check.actual : undefined

test('what is written is read back, from all journals', () => {
  const events = exampleEvents()
  write('host', events.slice(0, 20))
  write('api-authentication.password-totp', events.slice(20))
  write('host', [])
  expect(readJournals(dir).files).toBe(2)
  expect(foldDirectory(dir)).toEqual(exampleRecord())
})

test('any JSON value survives as expected and actual', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      rmSync(join(dir, 'journal'), { recursive: true, force: true })
      write('a', [judged(value)])
      expect(actualOf(readJournals(dir).events[0])).toEqual(JSON.parse(JSON.stringify(value)))
    }),
    { numRuns: 50 },
  )
})

test('what JSON cannot say is named', () => {
  const loop: Record<string, unknown> = { twice: [{}, {}] }
  loop['self'] = { loop }
  let deep: unknown = 'bottom'
  for (let i = 0; i < 50_000; i++) deep = [deep]
  const odd = {
    n: 1n,
    f: () => 0,
    nan: Number.NaN,
    error: new TypeError('no'),
    map: new Map([['a', 1]]),
    loop,
    deep,
  }
  write('a', [judged(odd)])
  expect(actualOf(readJournals(dir).events[0])).toMatchObject({
    n: '1n',
    f: '[function]',
    nan: 'NaN',
    error: { name: 'TypeError', message: 'no' },
    map: { a: 1 },
    loop: { twice: [{}, {}], self: { loop: '[circular]' } },
  })
})

describe('broken lines', () => {
  const line = JSON.stringify(judged(1))

  test('a torn last line is dropped, at whatever byte it was torn', () => {
    for (let at = 0; at < line.length; at++)
      expect(readJournal(`${line}\n${line.slice(0, at)}`, 'a')).toHaveLength(1)
    expect(readJournal(`${line}\n${line}`, 'a')).toHaveLength(2)
  })

  test.each([
    ['no JSON', '{"event":', 'a.jsonl, line 2 is no JSON'],
    ['no event', '[]', 'line 2 is no event'],
    ['an unknown event', '{"event":"cheer"}', 'line 2 is no event'],
    ['a member missing', '{"event":"created","kind":"pool"}', 'id is missing'],
    ['a wrong verdict', line.replace('failed', 'green'), 'must be one of passed'],
  ])('any other one is trouble: %s', (_, broken, says) => {
    const events = readJournal(`${line}\n${broken}\n${line}\n`, 'a.jsonl')
    expect(events).toHaveLength(3)
    expect(events[1]).toMatchObject({ event: 'trouble', exitCode: 4, says: expect.stringContaining(says) })
  })

  test('a writer that comes back does not write into a torn line', () => {
    write('a', [judged(1)])
    appendFileSync(join(dir, 'journal', 'a.jsonl'), line.slice(0, 30))
    write('a', [judged(2)])
    expect(readJournals(dir).events.map(({ event }) => event)).toEqual(['check', 'trouble', 'check'])
  })
})

test('a name stays in its folder', () => {
  for (const name of ['../out', 'a/b', '', '.hidden', 'a b', 'a\0'])
    expect(() => openJournal(dir, name)).toThrow(RangeError)
})

test('a closed journal takes nothing', () => {
  const journal = openJournal(dir, 'a')
  journal.close()
  journal.close()
  expect(() => journal.write(judged(1))).toThrow('closed')
})

test('SIGKILL right after a write loses nothing', async () => {
  const script = join(dir, 'writer.ts')
  const module = resolve(import.meta.dirname, '../../reports/journal.ts')
  writeFileSync(
    script,
    `import { openJournal } from ${JSON.stringify(module)}
     const journal = openJournal(${JSON.stringify(dir)}, 'killed')
     for (let i = 0; i < 500; i++) journal.write({ event: 'created', kind: 'user', id: String(i) })
     process.kill(process.pid, 'SIGKILL')`,
  )
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'ignore', 'inherit'] })
  const [, signal] = await once(child, 'exit')
  expect(signal).toBe('SIGKILL')
  expect(readJournals(dir).events).toHaveLength(500)
  expect(readFileSync(join(dir, 'journal', 'killed.jsonl'), 'utf8')).toMatch(/\n$/)
})
