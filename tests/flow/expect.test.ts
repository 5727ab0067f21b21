/** Each matcher takes the good and refuses the bad, and nothing that a target can send makes it throw anything else. */
import fc from 'fast-check'
import { describe, test, expect as vitestExpect } from 'vitest'
import { AssertionFailure, createExpect, type Matchers, show } from '../../fixtures/flow/expect.ts'
import type { Answer, Body } from '../../fixtures/protocol/answer.ts'
import { Absent, Malformed } from '../../fixtures/protocol/reading.ts'

const answer = (status: number, body: Body, headers: Record<string, string> = {}): Answer => ({
  exchange: 0,
  status,
  headers,
  body,
  request: { method: 'POST', url: 'http://localhost/' },
})
const xml = (status: number, text: string) => answer(status, { kind: 'text', text, mediaType: 'text/xml' })
const json = (status: number, value: unknown) => answer(status, { kind: 'json', value })
const refusal = json(400, { __type: 'NotAuthorizedException', message: 'No.' })

interface Sample {
  readonly match: (matchers: Matchers) => void
  readonly good: readonly unknown[]
  readonly bad: readonly unknown[]
}

const absent = new Absent('a.b')
const malformed = new Malformed('a.b', 'a string', 'number')

const samples: Readonly<Record<string, Sample>> = {
  toBe: { match: (m) => m.toBe('a'), good: ['a'], bad: ['b', undefined, null, ['a'], absent, malformed] },
  toEqual: { match: (m) => m.toEqual({ a: [1] }), good: [{ a: [1] }], bad: [{ a: ['1'] }, {}, absent, null] },
  toDifferFrom: {
    match: (m) => m.toDifferFrom('a'),
    good: ['b', 1],
    bad: ['a', undefined, absent, malformed],
  },
  toBeOneOf: { match: (m) => m.toBeOneOf(['a', 2]), good: ['a', 2], bad: ['2', undefined, absent] },
  toMatch: { match: (m) => m.toMatch(/^a$/, 'an a'), good: ['a'], bad: ['b', ['a'], undefined, absent] },
  'toBeA string': { match: (m) => m.toBeA('string'), good: ['', 'a'], bad: [1, null, absent, malformed] },
  'toBeA non-empty string': { match: (m) => m.toBeA('non-empty string'), good: ['a'], bad: ['', 1, absent] },
  'toBeA integer': { match: (m) => m.toBeA('integer'), good: [1, -1], bad: [1.5, '1', Number.NaN, absent] },
  'toBeA boolean': { match: (m) => m.toBeA('boolean'), good: [true, false], bad: ['true', 0, absent] },
  'toBeA array': { match: (m) => m.toBeA('array'), good: [[]], bad: [{}, 'a', absent] },
  'toBeA object': { match: (m) => m.toBeA('object'), good: [{}], bad: [[], null, 'a', absent, malformed] },
  toBeAbsent: { match: (m) => m.toBeAbsent(), good: [absent, undefined], bad: [malformed, '', 0, false, {}] },
  toBeNear: { match: (m) => m.toBeNear(10, 2), good: [8, 10, 12], bad: [7, 13, '10', Number.NaN, absent] },
  toBeAtLeast: { match: (m) => m.toBeAtLeast(3), good: [3, 4], bad: [2, '4', Number.NaN, absent] },
  toContain: { match: (m) => m.toContain('b'), good: ['abc', ['b']], bad: ['ac', [], {}, absent] },
  toHoldExactly: {
    match: (m) => m.toHoldExactly(['a', 'b']),
    good: [['b', 'a']],
    bad: [['a'], ['a', 'b', 'c'], ['a', 'a'], 'ab', absent],
  },
  toHave: {
    match: (m) => m.toHave({ a: 1, b: /^x/ }),
    good: [{ a: 1, b: 'xy', c: 2 }],
    bad: [{ a: 1 }, { a: 1, b: 'y' }, { a: 1, b: 5 }, [], null, absent],
  },
  toBeRefusal: {
    match: (m) => m.toBeRefusal(),
    good: [refusal, json(400, {})],
    bad: [json(200, {}), json(500, {}), json(302, {}), json(401, {}), undefined, null, {}, absent],
  },
  'toBeRefusal with any status': {
    match: (m) => m.toBeRefusal({ status: 'any' }),
    good: [refusal, json(403, {})],
    bad: [json(200, {}), json(500, {}), json(302, {})],
  },
  'toBeRefusal in XML': {
    match: (m) => m.toBeRefusal({ status: 403, type: 'AccessDenied', message: 'No' }),
    good: [xml(403, '<Error><Code>AccessDenied</Code><Message>No.</Message></Error>')],
    bad: [
      xml(403, '<Error><Code>Other</Code><Message>No</Message></Error>'),
      xml(403, '<Error>'),
      xml(403, ''),
    ],
  },
  'toBeRefusal with type and message': {
    match: (m) => m.toBeRefusal({ type: 'NotAuthorizedException', message: 'No' }),
    good: [refusal, json(400, { __type: 'a#NotAuthorizedException', Message: 'No' })],
    bad: [
      json(400, { __type: 'NotAuthorizedException' }),
      json(400, { __type: 'Other', message: 'No' }),
      json(400, { __type: 5, message: {} }),
      json(400, null),
      answer(400, { kind: 'malformed', text: '<', why: 'not JSON' }),
    ],
  },
  toBeAnsweredWith: {
    match: (m) => m.toBeAnsweredWith(200),
    good: [json(200, {}), xml(200, '<a><b/></a>')],
    bad: [
      ...[json(201, {}), json(200, []), json(200, null), answer(200, { kind: 'empty' }), undefined, 'x'],
      ...[xml(201, '<a/>'), xml(200, '<a>'), xml(200, '{}')],
    ],
  },
}

describe.each(Object.entries(samples))('%s', (_, { match, good, bad }) => {
  const outcome = (value: unknown): unknown => {
    const { expect, count } = createExpect()
    try {
      match(expect(value))
      return count()
    } catch (error) {
      vitestExpect(count()).toBe(1)
      return error
    }
  }

  test('takes the good', () => {
    for (const value of good) vitestExpect(outcome(value)).toBe(1)
  })

  test('refuses the bad', () => {
    for (const value of bad)
      vitestExpect(outcome(value), String(show(value))).toBeInstanceOf(AssertionFailure)
  })

  test('throws nothing else, whatever it looks at', () => {
    const anything = fc.oneof(
      fc.anything({
        withBigInt: true,
        withDate: true,
        withMap: true,
        withSet: true,
        withNullPrototype: true,
      }),
      fc.record({ status: fc.anything(), headers: fc.anything(), body: fc.anything() }),
      fc.tuple(fc.integer(), fc.anything()).map(([status, value]) => json(status, value)),
    )
    fc.assert(
      fc.property(anything, (value) => {
        const came = outcome(value)
        if (came !== 1) {
          vitestExpect(came).toBeInstanceOf(AssertionFailure)
          // It goes into a journal.
          const { expected, actual } = came as AssertionFailure
          JSON.stringify({ expected, actual })
        }
      }),
      { seed: 7, numRuns: 300 },
    )
  })
})
