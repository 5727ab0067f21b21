/** How fast a target may be asked, and how often attacked; by a clock of the test's own. */
import { describe, expect, test } from 'vitest'
import { turnsOf } from '../../fixtures/flow/turns.ts'
import { OutOfBudget } from '../../fixtures/protocol/out-of-budget.ts'
import { type Limits, limitsOf, openTurns } from '../../fixtures/targets/limits.ts'
import { forbiddenOf } from '../../fixtures/targets/settings.ts'
import schema from '../../fixtures/targets/target-file.schema.json' with { type: 'json' }
import { readTarget } from '../../fixtures/targets/target-file.ts'

const clocked = (limits: Limits) => {
  const clock = { now: 0 }
  const turn = openTurns(limits, () => clock.now)
  return { clock, turn }
}
const UserRead = { category: 'UserRead', attacks: false } as const

describe('a rate', () => {
  test('lets a second’s worth through at once, and then one after the other', () => {
    const { turn } = clocked({ rates: { UserRead: 4 } })
    const waits = Array.from({ length: 8 }, () => turn(UserRead))
    expect(waits).toEqual([0, 0, 0, 0, 250, 500, 750, 1000].map((waitMs) => ({ waitMs })))
  })

  test('fills again while time passes, up to a second’s worth', () => {
    const { clock, turn } = clocked({ rates: { UserRead: 2 } })
    for (let n = 0; n < 3; n++) turn(UserRead)
    clock.now = 60_000
    expect([1, 2, 3].map(() => turn(UserRead))).toEqual([{ waitMs: 0 }, { waitMs: 0 }, { waitMs: 500 }])
  })

  test('below one a second still lets one through', () => {
    const { turn } = clocked({ rates: { UserRead: 0.5 } })
    expect([turn(UserRead), turn(UserRead)]).toEqual([{ waitMs: 0 }, { waitMs: 2000 }])
  })

  test('is no other category’s', () => {
    const { turn } = clocked({ rates: { UserRead: 1 } })
    turn(UserRead)
    expect(turn({ category: 'UserToken', attacks: false })).toEqual({ waitMs: 0 })
  })
})

describe('a budget', () => {
  const { turn } = clocked({ rates: {}, attackCalls: 2 })
  const attack = { category: 'UserRead', attacks: true } as const

  test('counts calls of attacks, and nothing else; then there are no more', () => {
    turn(UserRead)
    turn({ attacks: true })
    turn(attack)
    turn(attack)
    expect(turn(attack)).toEqual({ spent: expect.stringContaining('budget of 2 calls') })
    expect(turn({ attacks: true })).toHaveProperty('spent')
    expect(turn(UserRead)).toEqual({ waitMs: 0 })
  })
})

describe('a variant at such a target', () => {
  const request = { operation: 'GetUser', url: 'http://localhost/' }

  test('waits as long as it is told, and knows how long that was', async () => {
    const waited: number[] = []
    const limits = { rates: { UserRead: 1 } }
    const turn = openTurns(limits, () => 0)
    const turns = turnsOf({
      limits,
      attacks: false,
      turn: async (asked) => turn(asked),
      wait: async (ms) => void waited.push(ms),
    })
    for (let n = 0; n < 3; n++) await turns.take(request)
    expect(waited).toEqual([1000, 2000])
    expect(turns.waitedMs()).toBe(3000)
  })

  test('asks nobody about what is not limited', async () => {
    const turns = turnsOf({
      limits: { rates: { UserToken: 1 }, attackCalls: 1 },
      attacks: false,
      turn: () => Promise.reject(new Error('asked')),
    })
    await turns.take(request)
    await turns.left()
  })

  test('is told that the budget is spent', async () => {
    const limits = { rates: {}, attackCalls: 1 }
    const turn = openTurns(limits, () => 0)
    const turns = turnsOf({ limits, attacks: true, turn: async (asked) => turn(asked) })
    await turns.left()
    await turns.take(request)
    await expect(turns.take(request)).rejects.toThrow(OutOfBudget)
    await expect(turns.left()).rejects.toThrow('attacks.budget')
  })
})

describe('the target file', () => {
  const read = (more: string, kind = 'aws') =>
    readTarget('x', `name: x\nkind: ${kind}\nregion: eu-west-1\nclaims: [token-validation]\n${more}`, '.', {})
      .file
  const aws = (more = '') => read(`provision: true\n${more}`)

  test('of the real service has limits that are below the default quotas, and a budget', () => {
    const limits = limitsOf(aws())
    expect(limits?.attackCalls).toBeGreaterThan(0)
    expect(Object.keys(limits?.rates ?? {}).sort()).toEqual(
      Object.keys(schema.properties.limits.properties).sort(),
    )
    expect(limits?.rates.UserAuthentication).toBeLessThanOrEqual(10)
    expect(limits?.rates.UserRead).toBeLessThanOrEqual(10)
    expect(limits?.rates.UserFederation).toBeLessThanOrEqual(25)
  })

  test('has the last word', () => {
    const file = aws('limits: { UserRead: 100 }\nattacks: { permittedBy: somebody, budget: 7 }\n')
    expect(limitsOf(file)).toMatchObject({ rates: { UserRead: 100, UserToken: 8 }, attackCalls: 7 })
  })

  test('of another target has none but those that it names', () => {
    const more = 'endpoints: { cognitoIdp: http://127.0.0.1:9 }\nprovision: true\nsigning: default-chain\n'
    expect(limitsOf(read(more, 'endpoint'))).toBeUndefined()
    expect(limitsOf(read(`${more}limits: { Domain: 3 }\n`, 'endpoint'))).toEqual({ rates: { Domain: 3 } })
  })

  test.each([
    ['attacks: { permittedBy: somebody, budget: -1 }', 'attacks.budget'],
    ['attacks: { permittedBy: somebody, budget: many }', 'attacks.budget'],
    ['attacks: { budget: 5 }', 'attacks.permittedBy'],
    ['limits: { UserReads: 5 }', 'limits.UserReads'],
    ['limits: { GetId: 0 }', 'limits.GetId'],
  ])('%s is wrong', (more, key) => {
    expect(() => aws(more)).toThrow(key)
  })

  test('of the real service lets attack only with a permission, and exhaust never', () => {
    expect(forbiddenOf(aws())).toMatchObject({ attacks: expect.any(String), exhaustion: expect.any(String) })
    const permitted = forbiddenOf(aws('attacks: { permittedBy: somebody }'))
    expect(permitted.attacks).toBeUndefined()
    expect(permitted.exhaustion).toEqual(expect.any(String))
  })
})
