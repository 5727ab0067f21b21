/** Every fault bends something that a walk through the target meets, and none makes it stumble. */

import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Fault,
  faults,
  type Instance,
  type ReferenceTarget,
  startReferenceTarget,
} from '../../fixtures/reference-target/index.ts'
import { awsServiceRules } from '../../fixtures/reference-target/rules/aws-services.ts'
import { gatewayRules } from '../../fixtures/reference-target/rules/gateway.ts'
import { iamRules } from '../../fixtures/reference-target/rules/iam.ts'
import { identityLinkingRules } from '../../fixtures/reference-target/rules/identity-linking.ts'
import { identityLoginRules } from '../../fixtures/reference-target/rules/identity-logins.ts'
import { identityRoleRules } from '../../fixtures/reference-target/rules/identity-roles.ts'
import { identitySamlRules } from '../../fixtures/reference-target/rules/identity-saml.ts'
import { identityTokenRules } from '../../fixtures/reference-target/rules/identity-tokens.ts'
import { identityWireRules } from '../../fixtures/reference-target/rules/identity-wire.ts'
import { honestRules, type Rules } from '../../fixtures/reference-target/rules/index.ts'
import { samlRules } from '../../fixtures/reference-target/rules/saml.ts'
import { stsRules } from '../../fixtures/reference-target/rules/sts.ts'
import { walkEndpoints } from './endpoints-scenario.ts'
import { walkFederation } from './federation-scenario.ts'
import { build, post } from './house.ts'
import { walkPages } from './pages-scenario.ts'
import { walk } from './scenario.ts'

/** Rules that tests of their own meet: those of SAML, and of what stands beside user pools. */
const metElsewhere = {
  ...samlRules,
  ...identityLinkingRules,
  ...identityLoginRules,
  ...identityRoleRules,
  ...identitySamlRules,
  ...identityTokenRules,
  ...identityWireRules,
  ...stsRules,
  ...iamRules,
  ...awsServiceRules,
  ...gatewayRules,
}

let target: ReferenceTarget

beforeAll(async () => {
  target = await startReferenceTarget()
})
afterAll(() => target.close())

test('faults are well-formed, and there are no two of one name', () => {
  expect(new Set(faults.map(({ id }) => id)).size).toBe(faults.length)
  for (const { id, says, flow, caughtBy, bend } of faults) {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/)
    expect(says).toMatch(/^[A-Z0-9][^\n]{10,}[^.]$/)
    const flows = ['api-authentication', 'managed-login', 'federation', 'identity-pool', 'token-validation']
    expect(flows).toContain(flow)
    // What a flow notices the attacks on its surfaces may notice as well.
    const expected = new RegExp(`^(${flow}/\\d+|token-validation/[a-z-]+)/[a-z0-9-]+$`)
    for (const check of caughtBy) expect(check).toMatch(expected)
    const bent = Object.keys(bend(honestRules))
    expect(bent.length, id).toBeGreaterThan(0)
    for (const rule of bent) expect(honestRules, id).toHaveProperty(rule)
  }
})

type AnyRule = (...args: unknown[]) => unknown

test('every fault answers differently from the honest rule somewhere on the walk, and throws nowhere', async () => {
  // Those of the other flows are seen to differ by the variants that prove them.
  const walked = faults.filter(({ flow }) => flow === 'api-authentication' || flow === 'managed-login')
  const bends = walked.map((fault) => ({
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
    flow: 'api-authentication',
    says: 'Listens',
    caughtBy: [],
    bend: (rules) =>
      Object.fromEntries(
        Object.entries(rules).map(([name, rule]) => [name, listen(name, rule as AnyRule)]),
      ) as unknown as Rules,
  }
  const opened: Instance[] = []
  const open = async () => {
    const instance = await target.open({ faults: [listener] })
    opened.push(instance)
    return instance
  }
  await walk(await open())
  await walkPages(open)
  await walkEndpoints(open)
  await walkFederation(open)
  const rules = Object.keys(honestRules).filter((name) => !Object.hasOwn(metElsewhere, name))
  expect(rules.filter((name) => !met.has(name))).toEqual([])
  expect(walked.map(({ id }) => id).filter((id) => !differed.has(id))).toEqual([])
  for (const { bent } of opened) expect(bent['listener']).toBe(0)
})

test('an instance with a fault answers, counts what it bent, and never fails by itself', async () => {
  const broken: string[] = []
  for (const fault of faults) {
    const instance = await target.open({ faults: [fault] })
    const house = await build(instance).catch((error: Error) => {
      if (error.name === 'InternalErrorException') broken.push(fault.id)
      return undefined
    })
    const parameters = { USERNAME: 'amelie', PASSWORD: 'Wrong-horse-1' }
    const refused = await post(instance, 'InitiateAuth', {
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: house?.clientId ?? 'unknown',
      AuthParameters: parameters,
    })
    if (refused.text.includes('Internal error')) broken.push(fault.id)
    expect(Object.keys(instance.bent)).toEqual([fault.id])
    await instance.close()
  }
  expect(broken).toEqual([])
}, 300_000)
