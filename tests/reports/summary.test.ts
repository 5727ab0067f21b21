/** The summary: what it says and in which order, within the terminal's width, and harmless. */
import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { fold } from '../../reports/fold.ts'
import type { CheckResult } from '../../reports/record.ts'
import { explainResult, plain, summarize, wrap } from '../../reports/summary.ts'
import { conformingEvents, exampleRecord, HOSTILE } from './example-record.ts'

const { record } = exampleRecord()
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u

test('opens with the causes and ends with the outcome and the report', () => {
  const lines = summarize(record, { columns: 200, report: 'out/index.html' }).trimEnd().split('\n')
  expect(lines[0]).toBe('10 causes, by the number of checks each holds back')
  expect(lines[2]).toMatch(/^ {2}4 {2}step 4, performed: AdminInitiateAuth was answered/)
  expect(lines.at(-1)).toBe('Report: out/index.html')
  expect(lines.at(-2)).toContain('The harness itself failed: 1 check errored.')
})

test('gives two figures a flow, and a mark for each step', () => {
  const text = summarize(record, { columns: 200 })
  expect(text).toContain(
    '  7 of 21 judged failed (5 of them required); 21 of 29 planned were judged; 1 not applicable\n',
  )
  expect(text).toMatch(/ {2}1· +2· +3· +4✗ +5✓ +6✗ +7· +8■ +9! +10✗ +11· +12· +13· +14· +15E\n/)
  expect(text).toContain('not claimed by the target')
  expect(text).toContain('user-pool eu-west-1_EXAMPLE2: DeleteUserPool was throttled')
  expect(text).not.toMatch(/%/)
})

test('of a run that never started tells why, and nothing else', () => {
  const events = conformingEvents().filter(({ event }) => event === 'plan')
  const trouble = { event: 'trouble', exitCode: 3, says: 'nothing listens at http://localhost:9.' } as const
  expect(summarize(fold([...events, trouble]).record, { columns: 200 })).toBe(
    'acme-cognito could not be reached or provisioned: nothing listens at http://localhost:9.\n',
  )
})

test('of a run that conforms is short', () => {
  const text = summarize(fold(conformingEvents()).record)
  expect(text).toContain('acme-cognito conforms: 29 checks judged')
  expect(text).not.toContain('cause')
})

test('counts the causes that it leaves out', () => {
  expect(summarize(record, { causes: 3 })).toContain('and 7 causes more')
})

test.each([20, 40, 60, 80, 133])('keeps within %i columns', (columns) => {
  for (const line of summarize(record, { columns }).split('\n'))
    expect(stringWidth(line), line).toBeLessThanOrEqual(columns)
})

test('colour adds nothing but colour', () => {
  const painted = summarize(record, { colors: true })
  expect(painted).toContain('\u001b[')
  expect(stripVTControlCharacters(painted)).toBe(summarize(record))
})

describe('text from a target', () => {
  test.each(Object.entries(HOSTILE))('%s is neutralised', (_, text) => {
    expect(plain(text)).not.toMatch(UNSAFE)
  })

  test('nothing that a terminal obeys or hides is left, and the rest stays', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !UNSAFE.test(plain(text))))
    fc.assert(fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => plain(text) === text))
    expect(plain('Žofie 山田 €')).toBe('Žofie 山田 €')
    expect(plain('\u001b[2J')).toBe('\\x1b[2J')
  })

  test('cannot get into the summary', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (name, reason) => {
        const checks = record.checks.map((check) => ({ ...check, reason, actual: reason, says: reason }))
        const leftovers = [{ kind: name, id: name, reason }]
        const outcome = { ...record.outcome, says: reason }
        const target = { ...record.target, name }
        const text = summarize(
          { ...record, target, checks, leftovers, outcome },
          { columns: 60, report: name },
        )
        for (const line of text.split('\n')) expect(line).not.toMatch(UNSAFE)
        for (const check of checks) expect(explainResult(check)).not.toMatch(UNSAFE)
      }),
      { numRuns: 40 },
    )
  })
})

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

test('wrapping loses nothing and keeps within the width', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 40 }), (text, columns) => {
      const safe = plain(text)
      const lines = wrap(safe, columns)
      expect(lines.join('').replaceAll(' ', '')).toBe(safe.replaceAll(' ', ''))
      // One character wider than the terminal stands on a line of its own: it cannot be broken.
      const broken = lines.filter((line) => [...graphemes.segment(line)].length > 1)
      for (const line of broken) expect(stringWidth(line)).toBeLessThanOrEqual(columns)
    }),
  )
})

describe('one result in one line', () => {
  const base = record.checks.find(({ id }) => id === 'managed-login/11/nonce-echoed')!
  const result = (more: Partial<CheckResult>): CheckResult => ({ ...base, ...more })

  test.each<[string, Partial<CheckResult>, string]>([
    [
      'a failure',
      { verdict: 'failed', reason: 'the nonce differs', expected: 'n-7f3a', exchanges: [14] },
      'managed-login/11/nonce-echoed: expected "n-7f3a", received nothing (exchange 14). Source: OpenID Connect Core 1.0, section 3.1.3.7 (2026-11)',
    ],
    [
      'a block',
      { verdict: 'blocked', reason: 'blocked by step 8: no redirect came (exchange 9)', exchanges: [9] },
      'managed-login/11/nonce-echoed: blocked by step 8: no redirect came (exchange 9). Source: OpenID Connect Core 1.0, section 3.1.3.7 (2026-11)',
    ],
    ['a pass', { verdict: 'passed' }, 'managed-login/11/nonce-echoed: passed'],
  ])('%s', (_, more, line) => {
    expect(explainResult(result(more))).toBe(line)
  })
})
