/** What a selection takes along, and what it refuses. */
import { describe, expect, test } from 'vitest'
import { keyText } from '../../fixtures/flow/script.ts'
import { loadCatalogue } from '../../scripts/catalogue.ts'
import { NothingSelected, planOf, type Selection, select } from '../../scripts/run/plan.ts'

const catalogue = await loadCatalogue()
const all = new Map(
  catalogue.variants.flatMap(({ script }) =>
    script.checks.map((bound) => [keyText(bound.key), bound] as const),
  ),
)
const selected = (selection: Partial<Selection>) =>
  new Set(
    select(catalogue, { flows: [], variants: [], checks: [], ...selection }).flatMap(({ keys }) => [...keys]),
  )

test('without filters everything', () => {
  expect(selected({}).size).toBe(all.size)
})

test('a refusal takes its controls along, and theirs', () => {
  const refusals = [...all.values()].filter(({ control }) => control !== undefined)
  expect(refusals.length).toBeGreaterThan(50)
  for (const { key } of refusals) {
    const chosen = selected({ variants: [key.variant], checks: [key.check] })
    expect(chosen).toContain(keyText(key))
    for (const text of chosen) {
      const control = all.get(text)?.control
      if (control === undefined) continue
      expect(chosen).toContain(keyText(control))
      if (control.after !== undefined) expect(chosen).toContain(keyText(control.after))
    }
  }
})

test('filters narrow each other', () => {
  const chosen = selected({ variants: ['password-no-mfa'], checks: ['api-authentication/10/*'] })
  expect([...chosen].every((text) => text.includes('[password-no-mfa') && text.includes('/10/'))).toBe(true)
})

test('what happens at an identity provider is ours; what leads there and back is the target’s', () => {
  const { flows } = planOf(catalogue, [], {
    version: '0',
    selection: { flows: ['federation'], variants: [], checks: [] },
    level: 'required',
    seed: 1,
    agent: 'http',
    options: {},
    target: { name: 'x', kind: 'endpoint', version: '0', claims: [], lacks: [], settings: {} },
    startedAt: '2026-01-01T00:00:00.000Z',
  })
  const ofTarget = flows[0]?.steps.filter(({ target }) => target).map(({ number }) => number)
  expect(ofTarget).toEqual([3, 8, 9, 11, 12, 17])
})

describe('nothing selected', () => {
  test.each([
    [{ flows: ['no-such-flow'] }],
    [{ variants: ['no-such-variant'] }],
    [{ checks: ['no/such/check'] }],
    [{ checks: ['api-authentication'] }],
    [{ flows: ['identity-pool'], variants: ['password-totp'] }],
  ])('%o', (selection) => {
    expect(() => selected(selection)).toThrow(NothingSelected)
  })

  test('tells the nearest name, and of a flow its own variants alone', () => {
    const variants = ['user-pool-tokn']
    expect(() => selected({ flows: ['identity-pool'], variants })).toThrow(
      /^no variant of identity-pool is called user-pool-tokn\. Did you mean user-pool-token\? (?!.*password-totp)/,
    )
    expect(() => selected({ variants })).toThrow(/password-totp/)
    expect(() => selected({ flows: ['identity-poo'] })).toThrow('Did you mean identity-pool?')
  })
})
