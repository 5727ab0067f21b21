/** Every SAML misbehaviour of the mock IdP, played at the reference target over the wire: refused, or taken, as is owed. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSamlMetadata } from '../../fixtures/reference-target/federation/saml/metadata.ts'
import { type ReferenceTarget, startReferenceTarget } from '../../fixtures/reference-target/index.ts'
import { honestRules } from '../../fixtures/reference-target/rules/index.ts'
import { samlMisbehaviours } from '../../mock-idp/misbehaviours/saml-all.ts'
import { samlifyProvider } from '../../mock-idp/saml/metadata.ts'
import type { SamlMisbehaviour } from '../../mock-idp/saml/scene.ts'
import { type Outcome, openStage, play, type Stage } from './saml-misbehaving.ts'

const DUE: { readonly [owed in SamlMisbehaviour['owed']]: readonly Outcome[] } = {
  refusal: ['refused'],
  acceptance: ['genuine'],
  'refusal-or-genuine': ['refused', 'genuine'],
  // Whatever is made of it, it is not made of two people.
  unsettled: ['refused', 'genuine'],
}

const endpoints = { singleSignOn: 'https://idp.example/sso', singleLogout: 'https://idp.example/slo' }

let target: ReferenceTarget
let stage: Stage

beforeAll(async () => {
  target = await startReferenceTarget()
  stage = await openStage(await target.open())
})
afterAll(() => target.close())

describe('the honest rules', () => {
  const played = samlMisbehaviours.filter(({ at }) => at === 'answer' || at === 'initiate')

  it('are held against all of them', () => {
    expect(played.length).toBeGreaterThan(200)
    expect(played.filter(({ owed }) => owed === 'acceptance').length).toBeGreaterThan(20)
  })
  it.each(played.map((one) => [one.owed, one.id, one] as const))('owe %s to %s', async (owed, _id, one) => {
    expect(DUE[owed]).toContain(await play(stage, one))
  })

  it.each(
    samlMisbehaviours.filter(({ at }) => at === 'metadata').map((one) => [one.owed, one.id, one] as const),
  )('owe %s to %s', (owed, _id, { metadata }) => {
    const { keys, instance } = stage
    const honest = samlifyProvider('https://idp.example/metadata', endpoints, keys).getMetadata()
    const read = () => readSamlMetadata(metadata?.(honest, keys) ?? '', instance.clock.now(), honestRules)
    expect(owed).toBe('acceptance')
    expect(read()).toMatchObject({
      entityId: 'https://idp.example/metadata',
      signOnUrl: endpoints.singleSignOn,
      logoutUrl: endpoints.singleLogout,
      certificates: expect.arrayContaining([keys.signing.certificate.toString('base64')]),
    })
    expect(read().certificates).not.toContain(keys.encryption.certificate.toString('base64'))
  })
})
