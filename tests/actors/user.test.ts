import { describe, expect, test } from 'vitest'
import { TooLong, type UserAgent, type VariantClock } from '../../fixtures/actors/actors.ts'
import { variantClocks } from '../../fixtures/actors/clock.ts'
import { userOf, wrongPassword } from '../../fixtures/actors/user.ts'
import { totpCode } from '../../fixtures/protocol/totp.ts'

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const STEP = 30_000

interface FakeClock extends VariantClock {
  readonly passed: number[]
}

function fakeClock(start: number, moves = true): FakeClock {
  const passed: number[] = []
  let now = start
  return {
    mode: 'virtual',
    now: () => now,
    passed,
    async pass(seconds) {
      passed.push(seconds)
      if (moves) now += seconds * 1000
    },
    passInApplication() {},
  }
}

const noAgent = {} as UserAgent
const others = { secret: () => undefined, readCode: async () => ({ code: '123456' }) }
const leased = { username: 'ana', password: 'Abcdef1!', groups: [], attributes: {}, sub: 'unknown' as const }

const userWith = (clock: VariantClock, totpStepUsed?: number) =>
  userOf({
    ...others,
    agent: noAgent,
    clock,
    origin: 'http://localhost:1',
    leased: { ...leased, totpSecret: SECRET, ...(totpStepUsed === undefined ? {} : { totpStepUsed }) },
  })

describe("the user's authenticator", () => {
  const step = 58_000_000
  const middle = step * STEP + 17_500

  test('gives the code of the step that is now, without waiting', async () => {
    const clock = fakeClock(middle)
    expect(await userWith(clock, step - 1).totpCode()).toBe(totpCode(SECRET, middle))
    expect(clock.passed).toEqual([])
  })

  test('waits for the next step when enrolment used this one up', async () => {
    const clock = fakeClock(middle)
    expect(await userWith(clock, step).totpCode()).toBe(totpCode(SECRET, middle + STEP))
    expect(clock.passed).toEqual([13])
  })

  test('never gives the same code twice', async () => {
    const clock = fakeClock(middle)
    const user = userWith(clock)
    const codes = [await user.totpCode(), await user.totpCode(), await user.totpCode()]
    expect(codes).toEqual([0, 1, 2].map((steps) => totpCode(SECRET, middle + steps * STEP)))
  })

  test('says so when time does not move', async () => {
    await expect(userWith(fakeClock(middle, false), step).totpCode()).rejects.toThrow('did not move')
  })

  test('gives a wrong code that is none of those around now', () => {
    for (let n = 0; n < 200; n++) {
      const now = middle + n * STEP
      const wrong = userWith(fakeClock(now)).wrongTotpCode()
      const near = [-3, -2, -1, 0, 1, 2, 3].map((steps) => totpCode(SECRET, now + steps * STEP))
      expect(near).not.toContain(wrong)
      expect(wrong).toMatch(/^\d{6}$/)
    }
  })

  test('gives nothing where the lease has none', async () => {
    const user = userOf({ ...others, agent: noAgent, clock: fakeClock(middle), origin: '', leased })
    await expect(user.totpCode()).rejects.toThrow('no authenticator')
  })
})

test.each([
  ['Abcdef1!', 'Abcdef1@'],
  ['Abcdefz', 'Abcdefa'],
  ['abcdefZ', 'abcdefA'],
  ['abc9', 'abc0'],
  ['abcß', 'abcé'],
  ['abcé', 'abcü'],
])('a wrong password for %s has its classes and its length', (password, wrong) => {
  expect(wrongPassword(password)).toBe(wrong)
})

describe('the clock of a variant', () => {
  const never = () => Promise.reject(new Error('not virtual'))

  test('virtual: asks the target and takes over its new offset', async () => {
    const moved: number[] = []
    const { variant, application } = variantClocks({
      leased: { mode: 'virtual', offsetMs: 0, maxWait: 0 },
      advance: async (seconds) => {
        moved.push(seconds)
        return 5_000_000
      },
    })
    const before = variant.now()
    await variant.pass(3600)
    expect(moved).toEqual([3600])
    expect(variant.now() - before).toBeGreaterThanOrEqual(5_000_000)
    expect(application.now() - variant.now()).toBeLessThan(1000)
  })

  test('wait: has waited when it comes back, and refuses to wait longer than it may', async () => {
    const { variant } = variantClocks({
      leased: { mode: 'wait', offsetMs: -7000, maxWait: 1 },
      advance: never,
    })
    const before = performance.now()
    await variant.pass(0.03)
    expect(performance.now() - before).toBeGreaterThanOrEqual(30)
    await expect(variant.pass(31)).rejects.toBeInstanceOf(TooLong)
    expect(Math.abs(Date.now() - 7000 - variant.now())).toBeLessThan(1000)
  })

  test('wait: ends when the run does', async () => {
    const abort = new AbortController()
    const { variant } = variantClocks({
      leased: { mode: 'wait', offsetMs: 0, maxWait: 600 },
      advance: never,
      signal: abort.signal,
    })
    const passed = variant.pass(600)
    abort.abort()
    await expect(passed).rejects.toThrow(/abort/i)
  })

  test('none: waits for no expiry', async () => {
    const { variant } = variantClocks({ leased: { mode: 'none', offsetMs: 0, maxWait: 600 }, advance: never })
    await expect(variant.pass(31)).rejects.toMatchObject({ name: 'TooLong', seconds: 31 })
    // A pause is no wait for an expiry.
    await variant.pass(0.01)
  })

  test('may run ahead in the application alone', () => {
    const { variant, application } = variantClocks({
      leased: { mode: 'none', offsetMs: 0, maxWait: 0 },
      advance: never,
    })
    variant.passInApplication(3600)
    variant.passInApplication(60)
    expect(Math.round((application.now() - variant.now()) / 1000)).toBe(3660)
  })
})
