/** Whose it is when the user's agent cannot go on. */
import { expect, test } from 'vitest'
import { CannotGoOn, NeedsBrowser } from '../../fixtures/actors/cannot-go-on.ts'
import { isTrue, told } from './small-flow.ts'

const throwing = (error: Error) => () => {
  throw error
}

test('a page of the target that cannot be filled is the failure of the target', async () => {
  const stopped = new CannotGoOn('target', 'http://d/login', 'http://d/login has no form', {
    expected: 'a form',
    actual: 'nothing',
  })
  const { verdicts, judgements } = await told(({ step, check }) => {
    check(isTrue(1), step(1, throwing(stopped)))
  })
  expect(verdicts).toEqual({ '1/performed': 'failed', '1/is-true': 'blocked' })
  expect(judgements['1/performed']).toMatchObject({
    reason: 'http://d/login has no form',
    expected: 'a form',
    actual: 'nothing',
  })
})

test('a page of the application that cannot be filled is a fault of ours', async () => {
  const stopped = new CannotGoOn('application', 'http://localhost/', 'no such link')
  const { verdicts } = await told(({ step }) => void step(1, throwing(stopped)))
  expect(verdicts).toEqual({ '1/performed': 'errored' })
})

test('a page that needs a browser where there is none is not applicable, and says what to do', async () => {
  const { verdicts, judgements } = await told(({ step }) => {
    step(1, throwing(new NeedsBrowser('http://d/login', 'no Chromium is installed')))
  })
  expect(verdicts).toEqual({ '1/performed': 'not-applicable' })
  expect(judgements['1/performed']?.reason).toMatch(/--agent browser.*no Chromium is installed/)
})
