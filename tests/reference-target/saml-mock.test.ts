/** A user pool federates with the mock IdP by SAML: whoever signs, encrypted or not, begun by either, and out again. */

import {
  DescribeIdentityProviderCommand,
  GetSigningCertificateCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ReferenceTarget, startReferenceTarget } from '../../fixtures/reference-target/index.ts'
import { type MockIdp, type MockIdpClient, mockIdpAt, startMockIdp } from '../../mock-idp/index.ts'
import { callback, landed, signedOut } from './browser.ts'
import {
  buildFederated,
  type FederatedHouse,
  type ProviderNeeds,
  person,
  redeem,
  Traveller,
} from './provider.ts'

const mapping = { email: 'email', name: 'name' }
const providers: readonly ProviderNeeds[] = [
  {
    name: 'Both',
    type: 'SAML',
    mapping,
    details: { RequestSigningAlgorithm: 'rsa-sha256', IDPSignout: 'true', IDPInit: 'true' },
  },
  { name: 'AssertionOnly', type: 'SAML', mapping, tenant: { saml: { signs: 'assertion' } } },
  { name: 'ResponseOnly', type: 'SAML', mapping, tenant: { saml: { signs: 'response' } } },
  {
    name: 'Sealed',
    type: 'SAML',
    mapping,
    details: { EncryptedResponses: 'true' },
    tenant: { saml: { encrypts: true } },
  },
]

let target: ReferenceTarget
let mock: MockIdp
let idp: MockIdpClient
let house: FederatedHouse

beforeAll(async () => {
  target = await startReferenceTarget()
  mock = await startMockIdp()
  idp = mockIdpAt(mock.control, mock.token)
  house = await buildFederated(await target.open(), idp, { providers, withoutPool: true })
  const UserPoolId = house.poolId
  const signing = await house.aws.send(new GetSigningCertificateCommand({ UserPoolId }))
  for (const { name } of providers) {
    const { IdentityProvider } = await house.aws.send(
      new DescribeIdentityProviderCommand({ UserPoolId, ProviderName: name }),
    )
    await idp.tenant(house.tenants[name]?.id ?? '').setRelyingParty({
      entityId: `urn:amazon:cognito:sp:${UserPoolId}`,
      assertionConsumerService: `${house.origin}/saml2/idpresponse`,
      singleLogoutService: `${house.origin}/saml2/logout`,
      signingCertificate: signing.Certificate ?? '',
      encryptionCertificate: IdentityProvider?.ProviderDetails?.['ActiveEncryptionCertificate'] ?? '',
    })
  }
})
afterAll(async () => {
  await target.close()
  await mock.close()
})

describe('a sign-in by SAML', () => {
  it.each(providers.map(({ name }) => name))('goes well: %s', async (name) => {
    const home = await new Traveller(house).signIn({ identity_provider: name })
    const { id } = await redeem(house, home)
    expect(id['cognito:username']).toBe(`${name}_${person.subject}`)
    expect(id['email']).toBe('grace@example.com')
    expect(id['identities']).toMatchObject([
      { providerName: name, providerType: 'SAML', userId: person.subject },
    ])
    const asked = await idp.tenant(house.tenants[name]?.id ?? '').asked()
    const request = asked.find(({ endpoint }) => endpoint === 'single-sign-on')
    expect(request?.saml?.signature).toBe(name === 'Both' ? 'good' : 'absent')
  })

  it('may begin at the provider', async () => {
    const RelayState = new URLSearchParams({
      identity_provider: 'Both',
      client_id: house.clientId,
      redirect_uri: callback,
      response_type: 'code',
      scope: 'openid email',
    })
    const traveller = new Traveller(house)
    const initiate = `${house.tenants['Both']?.endpoints.initiate}?${new URLSearchParams({ RelayState: RelayState.toString() })}`
    const home = await traveller.bring(await traveller.signInAt(initiate))
    expect((await redeem(house, home)).id['cognito:username']).toBe(`Both_${person.subject}`)
  })

  it('ends at the provider too', async () => {
    const traveller = new Traveller(house)
    await traveller.signIn({ identity_provider: 'Both' })
    const query = new URLSearchParams({ client_id: house.clientId, logout_uri: signedOut })
    const out = await traveller.send('GET', `/logout?${query}`)
    const shown = await traveller.bring(await traveller.signInAt(out.location ?? ''))
    expect(landed(shown).at).toBe(signedOut)
    const asked = await idp.tenant(house.tenants['Both']?.id ?? '').asked()
    const request = asked.find(({ endpoint }) => endpoint === 'single-logout')
    expect(request?.saml?.signature).toBe('good')
    const again = await traveller.authorize({ identity_provider: 'Both' })
    expect(landed(again).at).toBe(house.tenants['Both']?.endpoints.singleSignOn)
  })
})
