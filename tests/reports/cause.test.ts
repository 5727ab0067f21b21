/** Causes: equal failures share a key, different ones do not, and what is blocked stands with what blocks it. */
import { describe, expect, test } from 'vitest'
import { causeOf, groupByCause, withCauses } from '../../reports/cause.ts'
import type { CheckResult } from '../../reports/record.ts'
import { exampleRecord } from './example-record.ts'

const base = exampleRecord().record.checks.find(({ verdict }) => verdict === 'passed')!
const result = (more: Partial<CheckResult>): CheckResult => ({
  ...base,
  walk: 'w',
  control: base.control!,
  ...more,
})
const failed = (expected: unknown, actual: unknown, id = 'api-authentication/4/a') =>
  causeOf(result({ id, verdict: 'failed', expected, actual }))

describe('the key of a failure', () => {
  test.each<[string, unknown, unknown, unknown, unknown]>([
    ['values that differ from run to run', 'n-7f3a', 'n-1111', 'n-2222', 'n-3333'],
    ['numbers', 3600, 3_600_000, 300, 300_000],
    [
      'text of a refusal',
      { type: 'A', message: 'x' },
      { type: 'B', message: 'y' },
      { type: 'A', message: 'u' },
      { type: 'B', message: 'v' },
    ],
    ['how many there are', ['a'], ['a', 'b'], ['c', 'd'], ['e']],
    ['the order of members', { type: 'A', n: 1 }, {}, { n: 2, type: 'A' }, {}],
  ])('is equal for other %s', (_, expected, actual, expected2, actual2) => {
    expect(failed(expected, actual)).toBe(failed(expected2, actual2))
  })

  test.each<[string, unknown, unknown, unknown, unknown]>([
    ['type', { type: 'A' }, { type: 'B' }, { type: 'A' }, { type: 'C' }],
    ['status', { status: 400 }, { status: 200 }, { status: 400 }, { status: 500 }],
    [
      'claim',
      { claim: 'aud', value: 'x' },
      { claim: 'aud', value: null },
      { claim: 'iss', value: 'x' },
      { claim: 'iss', value: null },
    ],
    ['challenge', 'SOFTWARE_TOKEN_MFA', 'SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'NEW_PASSWORD_REQUIRED'],
    ['absence', 'x', undefined, 'x', 'y'],
    ['kind of value', 'x', 5, 'x', 'y'],
  ])('differs for another %s', (_, expected, actual, expected2, actual2) => {
    expect(failed(expected, actual)).not.toBe(failed(expected2, actual2))
  })

  test('joins what is judged of one behaviour, and nothing else', () => {
    const key = (id: string, expected: unknown, actual: unknown) =>
      failed(expected, actual, `api-authentication/${id}`)
    const accepted = { outcome: 'accepted', status: 200 }
    expect(key('9/wrong-code-refused', 1, accepted)).toBe(key('9/wrong-code-type', { type: 'A' }, accepted))
    expect(key('9/forged-refused', 'none', 'one')).toBe(
      key('9/forged-signs-nobody-in', 'nothing', 'something'),
    )
    expect(key('4/flow-not-allowed', 1, accepted)).not.toBe(key('4/secret-hash-wrong', 1, accepted))
    expect(key('11/id-token-header', ['alg'], ['typ'])).toBe(key('11/access-token-header', ['alg'], ['typ']))
    expect(key('4/a', { type: 'A' }, { type: 'B' })).not.toBe(key('5/a', { type: 'A' }, { type: 'B' }))
    const missing = '(absent: AuthenticationResult.ExpiresIn)'
    expect(key('10/expires-in', 3600, missing)).toBe(key('15/expires-in', 600, missing))
  })

  test('never holds a one-time code, and stays short for any answer', () => {
    expect(failed({ code: '123456' }, {})).not.toContain('123456')
    const wide = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`member${i}`, '<script>']))
    let deep: unknown = 1
    for (let i = 0; i < 100; i++) deep = { deep }
    for (const actual of [wide, deep, { '<script>': 1 }]) {
      expect(failed({ type: 'A' }, actual)!.length).toBeLessThanOrEqual(240)
      expect(failed({ type: 'A' }, actual)).not.toContain('<script>')
    }
  })
})

test('what holds nothing back has no cause', () => {
  for (const verdict of ['passed', 'not-applicable', 'expected-failure'] as const)
    expect(causeOf(result({ verdict }))).toBeUndefined()
})

test('a block is named for the step and why it did not happen, in whichever variant, or for the control', () => {
  const blocked = (blockedBy: NonNullable<CheckResult['blockedBy']>, variant = 'srp-totp') =>
    causeOf(result({ verdict: 'blocked', variant, walk: 'again', blockedBy }))
  expect(blocked({ step: 8, reason: 'x' })).toBe('step api-authentication/8: x')
  expect(blocked({ step: 8, reason: 'no token (exchange 7)' })).toBe(
    blocked({ step: 8, reason: 'no token (exchange 12)' }, 'password'),
  )
  expect(blocked({ step: 8, reason: 'x' })).not.toBe(blocked({ step: 8, reason: 'y' }))
  expect(blocked({ control: { check: 'a/1/b', variant: 'v' }, reason: 'x' })).toBe('control a/1/b v')
})

describe('grouping', () => {
  const causes = groupByCause(exampleRecord().record)

  test('opens with what holds back most, and what is blocked stands with the failure behind it', () => {
    const [first] = causes
    expect(first).toMatchObject({
      title: 'step 4, performed: AdminInitiateAuth was answered with UnknownOperationException (exchange 0)',
      levels: ['required'],
      representative: { id: 'api-authentication/4/performed', verdict: 'failed' },
    })
    expect(first!.checks.map(({ verdict }) => verdict).toSorted()).toEqual([
      'blocked',
      'blocked',
      'blocked',
      'failed',
    ])
    const sizes = causes.map(({ checks }) => checks.length)
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
  })

  test('holds each result that did not go well once', () => {
    const { checks } = exampleRecord().record
    const held = causes.flatMap((cause) => cause.checks)
    const wrong = ['failed', 'blocked', 'indeterminate', 'errored', 'unexpected-pass']
    expect(new Set(held).size).toBe(held.length)
    expect(held.length).toBe(checks.filter(({ verdict }) => wrong.includes(verdict)).length)
  })

  test('follows a chain of blocked steps to its root', () => {
    const at = (id: string, more: Partial<CheckResult>): CheckResult => {
      const {
        walk: _,
        control: _c,
        ...rest
      } = result({ id: `api-authentication/${id}`, variant: 'v', ...more })
      return rest
    }
    const chain = withCauses([
      at('4/performed', { verdict: 'failed', expected: { status: 200 }, actual: { status: 500 } }),
      at('8/performed', { verdict: 'blocked', blockedBy: { step: 4, reason: '500' } }),
      at('10/performed', { verdict: 'blocked', blockedBy: { step: 8, reason: 'blocked' } }),
    ])
    expect(new Set(chain.map(({ cause }) => cause)).size).toBe(1)
  })

  test('is titled with what did not happen, not with a refusal whose control that left without a verdict', () => {
    const { control: _, walk: _w, ...plain } = base
    const blocked = (id: string, variant: string, blockedBy: NonNullable<CheckResult['blockedBy']>) =>
      ({ ...plain, id, variant, level: 'required', verdict: 'blocked', blockedBy }) as CheckResult
    const reason = 'step 4: expected a token'
    const control = { check: 'api-authentication/8/b', variant: 'v' }
    const checks = withCauses([
      blocked('api-authentication/5/a', 'u', { control, reason: 'its control is blocked' }),
      blocked('api-authentication/8/b', 'v', { step: 4, reason }),
      blocked('api-authentication/9/c', 'w', { step: 4, reason }),
    ])
    expect(groupByCause({ checks }).map(({ title }) => title)).toEqual([
      'step 4 of v did not happen: expected a token',
    ])
  })

  test('is one for all variants that could not be made ready for one reason', () => {
    const { control: _, walk: _w, ...plain } = base
    const unready = (id: string, variant: string, step: number, bucket: string) => {
      const reason = `the variant's user could not be made ready: CreateBucket answered 404 to ${bucket}`
      return { ...plain, id, variant, verdict: 'blocked', blockedBy: { step, reason } } as CheckResult
    }
    const checks = withCauses([
      unready('api-authentication/4/performed', 'u', 4, 'cc-7f3a'),
      unready('api-authentication/8/performed', 'u', 4, 'cc-7f3a'),
      unready('api-authentication/9/a', 'v', 9, 'cc-e21b'),
    ])
    const [first, ...others] = groupByCause({ checks })
    expect(others).toEqual([])
    expect(first?.title).toMatch(/^what the variants need could not be made ready: CreateBucket/)
  })

  test('of an attack is titled with what its rows did; what else changed stands below', () => {
    const counterexample = {
      row: 'a-row',
      recipe: [{ row: 'a-row', with: null }],
      changed: ['alg is none', 'header: alg is "none"', 'signature: none'],
      ...{ owed: 'a refusal', came: 'accepted: 200', replay: '', exchanges: [] },
    }
    const id = 'token-validation/get-user/unsigned-refused'
    const checks = [
      result({ id, verdict: 'failed', reason: 'long', counterexamples: [counterexample, counterexample] }),
    ]
    expect(groupByCause({ checks: withCauses(checks) }).map(({ title }) => title)).toEqual([
      'get-user, unsigned-refused: alg is none: expected a refusal, received accepted: 200 (and 1 more)',
    ])
  })

  test('two that block each other end', () => {
    const blocked = (id: string, step: number) =>
      ({ ...base, id, variant: 'v', verdict: 'blocked', blockedBy: { step, reason: 'x' } }) as CheckResult
    const loop = [blocked('api-authentication/1/performed', 2), blocked('api-authentication/2/performed', 1)]
    expect(withCauses(loop)).toHaveLength(2)
  })
})
