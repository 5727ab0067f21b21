/** A user pool federates with OpenID Connect and social providers. */

import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ReferenceTarget, startReferenceTarget } from '../../fixtures/reference-target/index.ts'
import { type MockIdp, type MockIdpClient, mockIdpAt, startMockIdp } from '../../mock-idp/index.ts'
import { callback, landed } from './browser.ts'
import { buildFederated, person, redeem, Traveller } from './provider.ts'

let target: ReferenceTarget
let mock: MockIdp
let idp: MockIdpClient

beforeAll(async () => {
  target = await startReferenceTarget()
  mock = await startMockIdp()
  idp = mockIdpAt(mock.control, mock.token)
})
afterAll(async () => {
  await target.close()
  await mock.close()
})

test('a user of an OIDC provider signs in', async () => {
  const house = await buildFederated(await target.open(), idp, {
    providers: [{ name: 'MockOidc', type: 'OIDC' }],
  })
  const traveller = new Traveller(house)
  const home = await traveller.signIn({ identity_provider: 'MockOidc', nonce: 'n-1' })
  expect(landed(home)).toEqual({
    at: callback,
    query: { code: expect.any(String), state: 'st-1' },
    fragment: {},
  })
  const { tokens, id } = await redeem(house, home)
  expect(Object.keys(tokens).sort()).toEqual([
    'access_token',
    'expires_in',
    'id_token',
    'refresh_token',
    'token_type',
  ])
  expect(id).toMatchObject({
    'cognito:username': `MockOidc_${person.subject}`,
    'cognito:groups': [`${house.poolId}_MockOidc`],
    email: 'grace@example.com',
    email_verified: true,
    nonce: 'n-1',
    identities: [
      {
        userId: person.subject,
        providerName: 'MockOidc',
        providerType: 'OIDC',
        issuer: null,
        primary: 'true',
      },
    ],
  })
  const user = await house.aws.send(
    new AdminGetUserCommand({ UserPoolId: house.poolId, Username: `MockOidc_${person.subject}` }),
  )
  expect(user.UserStatus).toBe('EXTERNAL_PROVIDER')
})

describe.each([
  ['Google', 'sub'],
  ['Facebook', 'id'],
  ['LoginWithAmazon', 'user_id'],
  ['SignInWithApple', 'sub'],
] as const)('%s', (type, username) => {
  test('signs in', async () => {
    const house = await buildFederated(await target.open(), idp, {
      providers: [{ name: type, type, mapping: { username, email: 'email', name: 'name' } }],
    })
    const home = await new Traveller(house).signIn({ identity_provider: type })
    expect(landed(home).query).toEqual({ code: expect.any(String), state: 'st-1' })
    const { id } = await redeem(house, home)
    expect(id).toMatchObject({
      'cognito:username': `${type}_${person.subject}`,
      email: 'grace@example.com',
      email_verified: false,
      name: 'Grace Genuine',
    })
  })
})
