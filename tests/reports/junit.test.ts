/** junit.xml, read back as a CI system would. */
import fc from 'fast-check'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { describe, expect, test } from 'vitest'
import { fold } from '../../reports/fold.ts'
import { junitXml } from '../../reports/junit.ts'
import type { Level, RunRecord, Verdict } from '../../reports/record.ts'
import { conformingEvents, exampleRecord } from './example-record.ts'

interface Node {
  readonly '@': Readonly<Record<string, string>>
  readonly '#text'?: string
}
interface Case extends Node {
  readonly failure?: Node[]
  readonly error?: Node[]
  readonly skipped?: Node[]
  readonly 'system-out'?: Node
}
interface Suite extends Node {
  readonly properties: { readonly property: Node[] }[]
  readonly testcase: Case[]
}

const LEGAL = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u
const LISTS = new Set(['testsuite', 'testcase', 'failure', 'error', 'skipped', 'properties', 'property'])

function read(record: RunRecord): Node & { readonly testsuite: Suite[] } {
  const xml = junitXml(record)
  expect(XMLValidator.validate(xml)).toBe(true)
  // The validator lets pass what XML 1.0 cannot hold, and other parsers stop at.
  expect(xml).toMatch(LEGAL)
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributesGroupName: '@',
    attributeNamePrefix: '',
    parseAttributeValue: false,
    parseTagValue: false,
    trimValues: false,
    alwaysCreateTextNode: true,
    isArray: (name) => LISTS.has(name),
    htmlEntities: true,
  })
  return parser.parse(xml).testsuites
}

const casesOf = (record: RunRecord) => read(record).testsuite.flatMap((suite) => suite.testcase)
const count = (cases: readonly Case[], element: 'failure' | 'error' | 'skipped') =>
  cases.filter((one) => one[element]).length

test('the counts are those of the record, in words and in elements', () => {
  const { record } = exampleRecord()
  const { totals } = record
  const root = read(record)
  const uncounted = (...verdicts: readonly Verdict[]) =>
    record.checks.filter(({ verdict, level }) => level !== 'required' && verdicts.includes(verdict)).length
  expect(uncounted('failed')).toBeGreaterThan(0)
  const want = {
    tests: totals.planned,
    failures: totals.failed + totals.unexpectedPass - uncounted('failed'),
    errors: totals.blocked + totals.indeterminate + totals.errored - uncounted('blocked', 'indeterminate'),
    skipped: totals.notApplicable + totals.expectedFailure + uncounted('failed', 'blocked', 'indeterminate'),
  }
  expect(root['@']).toMatchObject(Object.fromEntries(Object.entries(want).map(([k, v]) => [k, String(v)])))
  const cases = root.testsuite.flatMap((suite) => suite.testcase)
  expect({
    tests: cases.length,
    failures: count(cases, 'failure'),
    errors: count(cases, 'error'),
    skipped: count(cases, 'skipped'),
  }).toEqual(want)
  for (const suite of root.testsuite) expect(suite['@']['tests']).toBe(String(suite.testcase.length))
})

test('names, classes, times and properties', () => {
  const { record } = exampleRecord()
  const root = read(record)
  expect(root.testsuite.map((suite) => suite['@']['name'])).toEqual(['api-authentication', 'managed-login'])
  const properties = Object.fromEntries(
    root.testsuite[0]!.properties[0]!.property.map((node) => [node['@']['name'], node['@']['value']]),
  )
  expect(properties).toMatchObject({
    target: 'acme-cognito',
    'target.version': '5.3.0 <script>alert(1)</script>',
    outcome: record.outcome.says,
    seed: '20261107',
    'tool.version': '0.1.0',
  })
  const cases = casesOf(record)
  expect(cases.map((one) => one['@'])).toContainEqual({
    classname: 'api-authentication.6',
    name: 'api-authentication/6/challenge-name [password-totp]',
    time: '0.001',
  })
  expect(cases.map((one) => one['@']['name'])).toContain(
    'api-authentication/15/refresh-keeps-subject [password-totp] second-refresh',
  )
  expect(new Set(cases.map((one) => one['@']['name'])).size).toBe(cases.length)
})

test.each([
  ['api-authentication/10/aud-is-client [password-totp]', 'failure', 'expected the claim aud'],
  ['api-authentication/9/code-is-used-once [password-totp]', 'failure', 'passes now'],
  ['api-authentication/10/token-set-is-whole [admin-password-totp]', 'error', 'blocked by step 4'],
  ['api-authentication/10/token-set-is-whole [srp-totp]', 'error', 'no answer'],
  ['api-authentication/15/refresh-rotates [password-totp]', 'error', 'the harness threw'],
  ['api-authentication/10/device-key [password-totp]', 'skipped', 'device-tracking'],
  ['api-authentication/8/session-is-used-once [password-totp]', 'skipped', 'issue 42'],
] as const)('%s is a %s that says why', (name, element, reason) => {
  const found = casesOf(exampleRecord().record).find((one) => one['@']['name'] === name)
  expect(found?.[element]?.[0]?.['@']['message']).toContain(reason)
})

test('what the level of the run does not count is red only in a run that counts it', () => {
  const { record } = exampleRecord()
  const observed = record.checks.find(({ verdict, level }) => verdict === 'failed' && level === 'observed')!
  const seen = (level: Level) => {
    const outcome = { ...record.outcome, level }
    return casesOf({ ...record, outcome }).find((one) => one['@']['name']?.startsWith(observed.id))
  }
  expect(seen('observed')?.failure).toBeDefined()
  const skipped = seen('required')
  expect(skipped?.failure).toBeUndefined()
  expect(skipped?.skipped?.[0]?.['@']['message']).toMatch(
    /^failed, observed, and not counted by a run of level required: /,
  )
  expect(skipped?.['system-out']?.['#text']).toContain('Source: ')
})

describe('a run that does not conform is never green', () => {
  const good = fold(conformingEvents()).record

  test('one that does is', () => {
    expect(read(good)['@']).toMatchObject({ failures: '0', errors: '0', tests: '29' })
  })

  test('where no check says so the run does', () => {
    const { record } = fold([
      ...conformingEvents(),
      { event: 'trouble', exitCode: 4, says: 'a token leaked' },
    ])
    const root = read(record)
    expect(root['@']).toMatchObject({ errors: '1', tests: '30' })
    expect(root.testsuite.at(-1)?.testcase[0]?.error?.[0]?.['@']).toMatchObject({
      message: expect.stringContaining('a token leaked'),
      type: 'exit 4',
    })
  })
})

test('any text from a target is text, and what XML can hold comes back as it was', () => {
  const { record } = exampleRecord()
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.nat(0xffff), { maxLength: 20 }).map((units) => String.fromCharCode(...units)),
    fc.constantFrom(
      ']]>',
      '<!--',
      '&#x1b;',
      '&amp;lt;',
      'a\r\nb\tc',
      '\ud83d',
      '\u0000',
      '\ufffe',
      '<![CDATA[',
    ),
  )
  fc.assert(
    fc.property(hostile, hostile, hostile, (reason, actual, name) => {
      const check = record.checks.find(({ verdict, level }) => verdict === 'failed' && level === 'required')!
      const root = read({
        ...record,
        target: { ...record.target, name, version: actual },
        checks: [{ ...check, reason, actual, notes: [actual] }],
      })
      const failure = root.testsuite[0]?.testcase[0]?.failure?.[0]
      expect(failure?.['#text']).toContain('Reason: ')
      if (LEGAL.test(reason) && !/\s/.test(reason)) expect(failure?.['@']['message']).toBe(reason)
    }),
    { numRuns: 300 },
  )
})
