/** What counts as a kill, and what never does. */
import { expect, test } from 'vitest'
import type { Verdict } from '../../reports/record.ts'
import { judgeKill, kills } from '../../scripts/prove/kill.ts'
import { held } from '../../scripts/prove/trial.ts'
import { CONTROL, ID, result, trial } from './trials.ts'

test('a check that failed on an answer that differed is a kill, and names where', () => {
  const failed = result(ID, 'failed', { walk: 'again', reason: '200 came' })
  expect(judgeKill(ID, [trial([failed])])).toEqual({
    check: ID,
    variant: 'password-totp',
    walk: 'again',
    reason: '200 came',
  })
})

test.each<Verdict>(['passed', 'blocked', 'errored', 'indeterminate', 'not-applicable'])(
  'a check that is %s is no kill',
  (verdict) => {
    expect(judgeKill(ID, [trial([result(ID, verdict)])])).toEqual({
      check: ID,
      why: expect.stringContaining(`is ${verdict}`),
    })
  },
)

test('a failure where the fault bent nothing is no kill', () => {
  expect(judgeKill(ID, [trial([result(ID, 'failed')], { bent: 0 })])).toMatchObject({
    why: expect.stringContaining('no answer of the fault differed'),
  })
})

test('a failure whose step did not come about is no kill, but for the check that says so', () => {
  const unperformed = new Set([`${ID} [password-totp]`, `${CONTROL} [password-totp]`])
  const tried = [trial([result(ID, 'failed'), result(CONTROL, 'failed')], { unperformed })]
  expect(judgeKill(ID, tried)).toMatchObject({ why: expect.stringContaining('step 9 was not performed') })
  expect(kills(tried)).toEqual([CONTROL])
})

test('a refusal whose control did not pass is no kill, wherever the control stands', () => {
  const refusal = result(ID, 'failed', { control: { check: CONTROL, variant: 'srp-totp' } })
  const controlled = (verdict: Verdict) =>
    held([
      trial([refusal]),
      trial([result(CONTROL, verdict, { variant: 'srp-totp' })], { variant: 'srp-totp' }),
    ])
  expect(kills(controlled('passed'))).toEqual([ID])
  expect(kills(controlled('failed'))).toEqual([CONTROL])
  expect(judgeKill(ID, controlled('failed'))).toMatchObject({ why: expect.stringContaining('is blocked') })
  expect(judgeKill(ID, held([trial([refusal])]))).toMatchObject({
    why: expect.stringContaining('is blocked'),
  })
})

test('one variant that catches the fault is enough; a check that no variant binds catches nothing', () => {
  const elsewhere = result(ID, 'failed', { variant: 'srp-totp' })
  const tried = [trial([result(ID, 'passed')]), trial([elsewhere], { variant: 'srp-totp' })]
  expect(judgeKill(ID, tried)).toMatchObject({ variant: 'srp-totp' })
  expect(judgeKill('api-authentication/9/unknown', tried)).toMatchObject({ why: 'is bound in no variant' })
})
