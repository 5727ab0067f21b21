/** Every fault of federation bends something that a walk through it meets, and every rule of it is met. */

import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Fault } from '../../fixtures/reference-target/faults/fault.ts'
import { federationFrontFaults } from '../../fixtures/reference-target/faults/federation-front.ts'
import { federationIdTokenFaults } from '../../fixtures/reference-target/faults/federation-id-token.ts'
import { federationOidcFaults } from '../../fixtures/reference-target/faults/federation-oidc.ts'
import { federationProfileFaults } from '../../fixtures/reference-target/faults/federation-profile.ts'
import { federationTokenFaults } from '../../fixtures/reference-target/faults/federation-tokens.ts'
import { type ReferenceTarget, startReferenceTarget } from '../../fixtures/reference-target/index.ts'
import { federationRules } from '../../fixtures/reference-target/rules/federation.ts'
import { federationOidcRules } from '../../fixtures/reference-target/rules/federation-oidc.ts'
import { honestRules, type Rules } from '../../fixtures/reference-target/rules/index.ts'
import { walkFederation } from './federation-scenario.ts'

const faults = [
  ...federationFrontFaults,
  ...federationOidcFaults,
  ...federationIdTokenFaults,
  ...federationProfileFaults,
  ...federationTokenFaults,
]
let target: ReferenceTarget

beforeAll(async () => {
  target = await startReferenceTarget()
})
afterAll(() => target.close())

test('faults are well-formed, and there are no two of one name', () => {
  expect(new Set(faults.map(({ id }) => id)).size).toBe(faults.length)
  for (const { id, says, caughtBy, bend } of faults) {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/)
    expect(says).toMatch(/^[A-Z0-9][^\n]{10,}[^.]$/)
    expect(caughtBy.length, id).toBeGreaterThan(0)
    for (const rule of Object.keys(bend(honestRules))) expect(honestRules, id).toHaveProperty(rule)
  }
})

type AnyRule = (...args: unknown[]) => unknown

test('every fault answers differently from the honest rule somewhere on the walk, and throws nowhere', async () => {
  const bends = faults.map((fault) => ({
    id: fault.id,
    rules: fault.bend(honestRules) as Record<string, AnyRule>,
  }))
  const differed = new Set<string>()
  const met = new Set<string>()
  const listen = (name: string, honest: AnyRule): AnyRule => {
    const bent = bends.flatMap(({ id, rules }) => (rules[name] ? [{ id, rule: rules[name] }] : []))
    return (...args) => {
      met.add(name)
      const answer = honest(...args)
      for (const { id, rule } of bent) if (!isDeepStrictEqual(rule(...args), answer)) differed.add(id)
      return answer
    }
  }
  const listener: Fault = {
    id: 'listener',
    flow: 'federation',
    says: 'Listens',
    caughtBy: [],
    bend: (rules) =>
      Object.fromEntries(
        Object.entries(rules).map(([name, rule]) => [name, listen(name, rule as AnyRule)]),
      ) as unknown as Rules,
  }
  await walkFederation(() => target.open({ faults: [listener] }))
  const rules = Object.keys({ ...federationRules, ...federationOidcRules })
  expect(rules.filter((name) => !met.has(name))).toEqual([])
  expect(faults.map(({ id }) => id).filter((id) => !differed.has(id))).toEqual([])
})
