/** Whatever an OpenID Connect or social provider of the mock does wrong, the reference target answers as it should. */

import { AdminGetUserCommand, CreateIdentityProviderCommand } from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Instance,
  type ReferenceTarget,
  startReferenceTarget,
} from '../../fixtures/reference-target/index.ts'
import {
  type Misbehaviour,
  type MockIdp,
  type MockIdpClient,
  misbehaviours,
  mockIdpAt,
  type Person,
  startMockIdp,
} from '../../mock-idp/index.ts'
import { callback, landed, type Shown } from './browser.ts'
import {
  addClient,
  buildFederated,
  detailsOf,
  type FederatedHouse,
  mapping,
  redeem,
  Traveller,
} from './provider.ts'

let target: ReferenceTarget
let instance: Instance
let mock: MockIdp
let idp: MockIdpClient
let house: FederatedHouse
let people = 0

const social = {
  google: 'Google',
  facebook: 'Facebook',
  amazon: 'LoginWithAmazon',
  apple: 'SignInWithApple',
} as const
const mappings = {
  Google: mapping,
  Facebook: { username: 'id', email: 'email', name: 'name' },
  LoginWithAmazon: { username: 'user_id', email: 'email', name: 'name' },
  SignInWithApple: { username: 'sub', email: 'email', email_verified: 'email_verified', name: 'name' },
} as const

beforeAll(async () => {
  target = await startReferenceTarget()
  instance = await target.open()
  mock = await startMockIdp()
  idp = mockIdpAt(mock.control, mock.token)
  house = await buildFederated(instance, idp, {
    pool: { Schema: [{ Name: 'email', Required: false, Mutable: true }] },
    providers: [
      { name: 'MockOidc', type: 'OIDC' },
      ...Object.values(social).map((type) => ({ name: type, type, mapping: mappings[type] })),
    ],
  })
  // One misbehaviour comes with a code that was used before.
  await new Traveller(house).signIn({ identity_provider: 'MockOidc' })
})
afterAll(async () => {
  await target.close()
  await mock.close()
})

function newPerson(role: string): Person {
  people += 1
  const tag = `${role}${people}`
  return {
    username: tag,
    password: 'Mock-horse-1',
    subject: `subject-of-${tag}`,
    claims: { email: `${tag}@example.com`, email_verified: true, name: `Name of ${tag}` },
  }
}

/** A provider that misbehaves as a whole has a tenant, and a client, of its own. */
async function providerFor({ id, wholeTenant, dialects }: Misbehaviour) {
  const dialect = dialects[0] ?? 'oidc'
  if (!wholeTenant) {
    const name = dialect === 'oidc' || dialect === 'saml' ? 'MockOidc' : social[dialect]
    return { name, house, tenant: house.tenants[name]?.id ?? '' }
  }
  const tenant = await idp.openTenant({ dialect, misbehaviour: id })
  await idp.tenant(tenant.id).setRelyingParty({ redirectUris: [`${house.origin}/oauth2/idpresponse`] })
  people += 1
  const name = `P${people}-whole`
  await house.aws.send(
    new CreateIdentityProviderCommand({
      UserPoolId: house.poolId,
      ProviderName: name,
      ProviderType: 'OIDC',
      ProviderDetails: detailsOf(tenant, 'OIDC'),
      AttributeMapping: mapping,
    }),
  )
  const clientId = await addClient(house, { SupportedIdentityProviders: [name] })
  return { name, house: { ...house, clientId }, tenant: tenant.id }
}

async function profileOf(provider: string, { subject }: Person) {
  const Username = `${provider}_${subject}`
  return house.aws
    .send(new AdminGetUserCommand({ UserPoolId: house.poolId, Username }))
    .then(({ UserAttributes }) => JSON.stringify(UserAttributes))
    .catch(() => undefined)
}

async function suffer(misbehaviour: Misbehaviour) {
  const { name, house: at, tenant } = await providerFor(misbehaviour)
  const [genuine, evil] = [newPerson('genuine'), newPerson('evil')]
  const steered = idp.tenant(tenant)
  await steered.addPerson(genuine)
  await steered.addPerson(evil)
  // Some need a sign-in that waits elsewhere.
  const waiting = await new Traveller(at).authorize({ identity_provider: name })
  if (waiting.location?.includes('/t/')) await new Traveller(at).look(waiting.location)
  if (!misbehaviour.wholeTenant) {
    await steered.misbehave(genuine.username, { misbehaviour: misbehaviour.id, victim: evil })
  }
  const sign = (): Promise<Shown> => new Traveller(at).signIn({ identity_provider: name }, genuine)
  // What concerns a key that was replaced shows at the second sign-in.
  if (misbehaviour.wholeTenant) await sign()
  const end = await sign()
  if (!misbehaviour.wholeTenant) {
    const became = await steered.misbehaved(genuine.username)
    expect(became, 'the misbehaviour left the provider').toEqual([
      { misbehaviour: misbehaviour.id, username: genuine.username, reached: true },
    ])
  }
  const { query } = landed(end)
  const isIn = query['code'] !== undefined
  return {
    isIn,
    end: isIn
      ? 'signed in'
      : query['error'] !== undefined && landed(end).at === callback
        ? 'error'
        : end.status,
    said: query['error_description'],
    id: isIn ? (await redeem(at, end)).id : {},
    genuine,
    evil,
    own: await profileOf(name, genuine),
    victims: await profileOf(name, evil),
  }
}

// The reference target lives on loopback, where endpoints without TLS are as good as any.
const listed = misbehaviours.filter(
  ({ id, exhausts }) => !id.startsWith('saml-') && !exhausts && !id.startsWith('oidc-discovery-plain-http-'),
)

describe.each(['refusal', 'refusal-or-genuine', 'acceptance', 'unsettled'] as const)('%s', (owed) => {
  test.each(listed.filter((one) => one.owed === owed).map((one) => [one.id, one] as const))(
    '%s',
    async (_id, misbehaviour) => {
      const { end, isIn, id, own, victims, genuine, evil } = await suffer(misbehaviour)
      expect(['signed in', 'error', 400, 404]).toContain(end)
      if (owed === 'refusal') expect({ end, own: own !== undefined }).not.toMatchObject({ end: 'signed in' })
      if (owed === 'acceptance') expect(end).toBe('signed in')
      if (misbehaviour.forges || owed === 'refusal' || owed === 'refusal-or-genuine') {
        expect(victims, 'profile of the victim').toBeUndefined()
        expect(JSON.stringify(id)).not.toContain(evil.username)
        expect(own ?? '').not.toContain(evil.username)
      }
      if (isIn && owed !== 'unsettled') {
        expect(id).toMatchObject({ identities: [{ userId: genuine.subject }] })
      }
    },
  )
})
