/** The folder of a run: its files, merging of shards, and what is refused. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fold } from '../../reports/fold.ts'
import { openJournal } from '../../reports/journal.ts'
import { MixedRuns } from '../../reports/plan.ts'
import type { JournalEvent, Plan } from '../../reports/record.ts'
import { BrokenRecord, foldDirectory, merge, readRun, writeRun } from '../../reports/run-folder.ts'
import { validateRecord } from '../../reports/validate.ts'
import { conformingEvents, exampleEvents, examplePlan, exampleRecord } from './example-record.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'run-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

function journal(name: string, events: readonly JournalEvent[]): string {
  const folder = join(dir, name)
  const opened = openJournal(folder, 'host')
  for (const event of events) opened.write(event)
  opened.close()
  return folder
}

/** The run in two shards: the variant `password-totp`, and all others. */
function shards(events: readonly JournalEvent[], change: (index: number) => Partial<Plan> = () => ({})) {
  const first = (variant: string) => variant === 'password-totp'
  const part = (index: number) =>
    events.flatMap((event): JournalEvent[] => {
      const mine = (variant: string) => first(variant) === (index === 1)
      if (event.event === 'plan') {
        const checks = event.plan.checks.filter(({ variant }) => mine(variant))
        return [
          { event: 'plan', plan: { ...event.plan, shard: { index, total: 2 }, checks, ...change(index) } },
        ]
      }
      if (event.event === 'exchange') return mine(event.exchange.variant) ? [event] : []
      if (event.event === 'step') return mine(event.step.variant) ? [event] : []
      if (event.event === 'check') return mine(event.check.key.variant) ? [event] : []
      return [event]
    })
  return [1, 2].map((index) => journal(`shard-${index}`, part(index)))
}

test('folding writes run.json and the transcripts, and does so again', () => {
  const folder = journal('a', exampleEvents())
  const folded = foldDirectory(folder)
  expect(readdirSync(join(folder, 'har'))).toEqual([
    'api-authentication.admin-password-totp.har',
    'api-authentication.password-totp.har',
    'api-authentication.srp-totp.har',
  ])
  const before = readFileSync(join(folder, 'run.json'), 'utf8')
  expect(readRun(folder)).toEqual(folded)
  foldDirectory(folder)
  expect(readFileSync(join(folder, 'run.json'), 'utf8')).toBe(before)
  const har = JSON.parse(readFileSync(join(folder, 'har', 'api-authentication.srp-totp.har'), 'utf8'))
  expect(har.log).toMatchObject({
    version: '1.2',
    creator: { name: 'cognito-conformance', version: '0.1.0' },
  })
  expect(har.log.entries).toHaveLength(2)
})

test('a record without journals is only read', () => {
  writeRun(dir, exampleRecord())
  expect(foldDirectory(dir)).toEqual(exampleRecord())
})

test.each([
  ['no record', undefined, /run\.json cannot be read/],
  ['no JSON', '{', /run\.json cannot be read/],
  ['another record', '{"schema":"x"}', /is no run record: .*is missing/],
])('%s is refused with the place', (_, text, message) => {
  if (text !== undefined) writeFileSync(join(dir, 'run.json'), text)
  expect(() => foldDirectory(dir)).toThrow(BrokenRecord)
  expect(() => foldDirectory(dir)).toThrow(message)
})

test('a plan that cannot be read is named where it is missed', () => {
  const plan = { ...examplePlan, seed: 'seven' } as unknown as Plan
  expect(() => foldDirectory(journal('a', [{ event: 'plan', plan }]))).toThrow(
    /no journal holds a plan: .*host\.jsonl, line 1 is no event: plan\.seed must be integer, is "seven"/,
  )
})

test('a HAR file that is none is refused by name', () => {
  writeRun(dir, exampleRecord())
  writeFileSync(join(dir, 'har', 'api-authentication.srp-totp.har'), '{"log":null}')
  expect(() => readRun(dir)).toThrow(/srp-totp\.har is no HAR file/)
})

describe('merging', () => {
  test.each([
    ['the example', exampleEvents],
    ['a run that conforms', conformingEvents],
  ])('two shards give the record of the whole: %s', (_, events) => {
    const whole = fold(events())
    const folders = shards(events())
    expect(merge(folders)).toEqual(whole)
    expect(merge([...folders.toReversed(), folders[0]!])).toEqual(whole)
  })

  test('records whose journals are gone merge as well', () => {
    const folders = shards(exampleEvents())
    for (const folder of folders) {
      foldDirectory(folder)
      rmSync(join(folder, 'journal'), { recursive: true })
    }
    expect(merge(folders)).toEqual(exampleRecord())
  })

  test.each<[string, (index: number) => Partial<Plan>]>([
    ['tool', (index) => ({ tool: { ...examplePlan.tool, version: `0.${index}.0` } })],
    ['catalogue', (index) => ({ tool: { ...examplePlan.tool, catalogue: `hash-${index}` } })],
    ['target', (index) => ({ target: { ...examplePlan.target, version: `5.${index}` } })],
    ['level', (index) => ({ level: index === 1 ? 'required' : 'observed' })],
  ])('refuses another %s, and says which folder has which', (facet, change) => {
    const folders = shards(exampleEvents(), change)
    expect(() => merge(folders)).toThrow(MixedRuns)
    expect(() => merge(folders)).toThrow(new RegExp(`${facet} differs: .* in .*shard-1; .* in .*shard-2`))
  })

  test('refuses another schema', () => {
    const [one, two] = [join(dir, 'one'), join(dir, 'two')]
    for (const folder of [one, two]) writeRun(folder, exampleRecord())
    writeFileSync(join(two, 'run.json'), JSON.stringify({ schema: 'cognito-conformance/run-record/2' }))
    expect(() => merge([one, two])).toThrow(/schema differs: .*record\/1 in .*one; .*record\/2 in .*two/)
  })

  test('refuses two runs of one variant', () => {
    const [one] = shards(exampleEvents())
    const again = exampleEvents().map((event): JournalEvent => {
      if (event.event === 'plan')
        return { event: 'plan', plan: { ...event.plan, shard: { index: 2, total: 2 } } }
      if (event.event !== 'exchange') return event
      return {
        event: 'exchange',
        exchange: { ...event.exchange, entry: { ...event.exchange.entry, time: 99 } },
      }
    })
    expect(() => merge([one!, journal('again', again)])).toThrow(
      /api-authentication\.password-totp was run in/,
    )
  })

  test('refuses a folder that holds nothing', () => {
    mkdirSync(join(dir, 'empty'))
    expect(() => merge([join(dir, 'empty')])).toThrow(BrokenRecord)
  })
})

describe('the schema', () => {
  const { record } = exampleRecord()

  test('takes a folded record', () => {
    expect(validateRecord(JSON.parse(JSON.stringify(record)))).toMatchObject({ ok: true })
  })

  /** Every member that the schema demands, at the top and in the first of each list. */
  const required = (value: unknown, path: readonly (string | number)[] = []): (string | number)[][] => {
    if (Array.isArray(value)) return value.length > 0 ? required(value[0], [...path, 0]) : []
    if (value === null || typeof value !== 'object') return []
    return Object.entries(value).flatMap(([name, member]) => {
      const here = [...path, name]
      return OPEN.has(name) ? [here] : [here, ...required(member, here)]
    })
  }
  const OPEN = new Set(['options', 'settings', 'expected', 'actual'])
  const OPTIONAL = new Set(
    'walk control cause blockedBy expected actual notes documentedVariant revision ciUrl leftovers region'.split(
      ' ',
    ),
  )
  const paths = required(record)

  test.each(paths.map((path) => [path.join('.'), path] as const))('knows and demands %s', (_, path) => {
    const copy = JSON.parse(JSON.stringify(record))
    const name = path.at(-1)!
    const holder = path.slice(0, -1).reduce((at, key) => at[key], copy)
    const value = holder[name]
    delete holder[name]
    const without = validateRecord(copy)
    const optional = OPTIONAL.has(String(name)) || (name === 'reason' && path[0] === 'checks')
    if (optional) expect(without.ok).toBe(true)
    else
      expect(without).toMatchObject({
        ok: false,
        errors: expect.arrayContaining([expect.stringContaining(`${name} is missing`)]),
      })
    if (typeof name === 'string') {
      holder[name] = value
      holder.unheardOf = 1
      const unknown = validateRecord(copy)
      expect(unknown).toMatchObject({
        ok: false,
        errors: [expect.stringContaining('unheardOf is not known')],
      })
    }
  })

  test('covers lists and levels', () => {
    expect(paths.length).toBeGreaterThan(70)
  })

  const { checks, outcome, totals } = record
  test.each([
    [
      'a verdict',
      { checks: [{ ...checks[0], verdict: 'green' }] },
      'checks[0].verdict must be one of passed, failed',
    ],
    ['a time', { startedAt: 'yesterday' }, 'startedAt must match pattern'],
    ['a schema', { schema: 'x' }, 'schema must be "cognito-conformance/run-record/1", is "x"'],
    [
      'exit 0 that does not conform',
      { outcome: { ...outcome, exitCode: 0 } },
      'outcome.exitCode must be one of 1, 2',
    ],
    ['a number', { totals: { ...totals, passed: -1 } }, 'totals.passed must be >= 0, is -1'],
  ])('says what is wrong with %s', (_, spoilt, message) => {
    expect(validateRecord({ ...record, ...spoilt })).toMatchObject({
      ok: false,
      errors: [expect.stringContaining(message)],
    })
  })

  test.each([[null], [5], [[]], ['x'], [{}]])('throws at nothing: %j', (value) => {
    expect(validateRecord(value).ok).toBe(false)
  })
})
