/** Which logins identity pools of the reference target take: of user pools, OpenID Connect, SAML and social providers. */

import {
  CreateIdentityPoolCommand,
  type CreateIdentityPoolCommandInput,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
  GetOpenIdTokenCommand,
} from '@aws-sdk/client-cognito-identity'
import {
  AdminDeleteUserCommand,
  AdminUserGlobalSignOutCommand,
  CreateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { CreateOpenIDConnectProviderCommand, CreateSAMLProviderCommand } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ReferenceTarget, startReferenceTarget } from '../../fixtures/reference-target/index.ts'
import { build } from './house.ts'
import {
  buildIdentityPool,
  type IdentityHouse,
  makeRole,
  refusalOf,
  tokensOf,
} from './identity-pool-house.ts'
import { type OwnProvider, otherRsa, send, startOwnProvider } from './own-provider.ts'
import { type AssertionParts, ENTITY, provider as idp, NOW, signed, stranger } from './saml-documents.ts'
import { metadataOf } from './saml-provider.ts'

let target: ReferenceTarget

beforeAll(async () => {
  target = await startReferenceTarget()
})
afterAll(() => target.close())

const getId = ({ pools, identityPoolId }: IdentityHouse, Logins: Record<string, string>) =>
  pools.send(new GetIdCommand({ IdentityPoolId: identityPoolId, Logins }))

/** A further pool in the same house. */
async function pool(house: IdentityHouse, more: Partial<CreateIdentityPoolCommandInput>) {
  const { IdentityPoolId = '' } = await house.pools.send(
    new CreateIdentityPoolCommand({
      IdentityPoolName: 'further',
      AllowUnauthenticatedIdentities: false,
      ...more,
    }),
  )
  return { ...house, identityPoolId: IdentityPoolId }
}

describe('a user pool token', () => {
  test('of another kind, client, pool or time is refused', async () => {
    const house = await buildIdentityPool(await target.open())
    const { login, instance, aws } = house
    const { id, access } = await tokensOf(house)
    const foreign = await tokensOf(await build(instance))
    const { UserPoolClient } = await aws.send(
      new CreateUserPoolClientCommand({
        UserPoolId: house.poolId,
        ClientName: 'other',
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      }),
    )
    const other = await tokensOf({ ...house, clientId: UserPoolClient?.ClientId ?? '' })
    const [head, body, signature = ''] = id.split('.')
    const forged = [head, body, (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1)].join('.')
    const wrong = 'cognito-idp.us-east-1.amazonaws.com/us-east-1_other'
    const refused = async (Logins: Record<string, string>) =>
      (await refusalOf(getId(house, Logins)))?.replace('NotAuthorizedException: ', '')
    expect(await refused({ [login]: access })).toBe('Invalid login token. Missing a required claim: aud')
    expect(await refused({ [login]: other.id })).toBe(
      'Token is not from a supported provider of this identity pool.',
    )
    for (const Logins of [{ [login]: foreign.id }, { [wrong]: id }, { [`${login}:${house.clientId}`]: id }]) {
      expect(await refused(Logins)).toBe("Invalid login token. Issuer doesn't match providerName")
    }
    expect(await refused({ [login]: forged })).toBe("Invalid login token. Couldn't verify signed token.")
    expect(await refused({ [login]: 'no-token' })).toContain('Not a valid OpenId Connect')
    expect(await refused({ 'cognito-identity.amazonaws.com': id })).toContain("Can't pass in a Cognito token")
    expect(await refused({ [login]: id, [wrong]: id })).toContain('Issuer')
    expect(await refusalOf(getId(await pool(house, {}), { [login]: id }))).toContain(
      'does not have identity providers configured.',
    )
    instance.clock.advance(3700)
    expect(await refused({ [login]: id })).toMatch(/^Invalid login token. Token expired: \d+ >= \d+$/)
  })

  test('of somebody who is signed out is refused where the user pool is asked', async () => {
    const house = await buildIdentityPool(await target.open())
    const { login, clientId, poolId: UserPoolId, aws } = house
    const asking = await pool(house, {
      CognitoIdentityProviders: [{ ProviderName: login, ClientId: clientId, ServerSideTokenCheck: true }],
    })
    const before = { [login]: (await tokensOf(house)).id }
    expect((await getId(asking, before)).IdentityId).toMatch(/^us-east-1:[0-9a-f-]{36}$/)
    await aws.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username: 'amelie' }))
    expect(await refusalOf(getId(asking, before))).toContain('NotAuthorizedException')
    expect((await getId(house, before)).IdentityId).toMatch(/^us-east-1:[0-9a-f-]{36}$/)
    const after = { [login]: (await tokensOf(house)).id }
    expect((await getId(asking, after)).IdentityId).toMatch(/^us-east-1:[0-9a-f-]{36}$/)
    await aws.send(new AdminDeleteUserCommand({ UserPoolId, Username: 'amelie' }))
    expect(await refusalOf(getId(asking, after))).toContain('NotAuthorizedException')
    expect((await getId(house, after)).IdentityId).toMatch(/^us-east-1:[0-9a-f-]{36}$/)
  })
})

describe('tokens of other providers', () => {
  let house: IdentityHouse
  let own: OwnProvider
  let host: string

  beforeAll(async () => {
    house = await buildIdentityPool(await target.open())
    own = await startOwnProvider(() => house.instance.clock.now())
    host = own.issuer.replace('http://', '')
    const { OpenIDConnectProviderArn = '' } = await house.iam.send(
      new CreateOpenIDConnectProviderCommand({ Url: own.issuer, ClientIDList: [own.clientId] }),
    )
    const applications = { google: own.issuer, fb: own.issuer, amazon: own.issuer }
    for (const [id, url] of Object.entries(applications)) house.instance.placeApplication(id, url)
    house = await pool(house, {
      AllowClassicFlow: true,
      OpenIdConnectProviderARNs: [OpenIDConnectProviderArn],
      CognitoIdentityProviders: [{ ProviderName: house.login, ClientId: house.clientId }],
      SupportedLoginProviders: {
        'accounts.google.com': 'google',
        'graph.facebook.com': 'fb',
        'www.amazon.com': 'amazon',
      },
    })
  })
  afterAll(() => own.close())

  const now = () => Math.floor(house.instance.clock.now() / 1000)

  test.each([
    ['as it should be', {}, {}, undefined],
    ['for another party, with our azp', { aud: 'x', azp: 'pool-at-own' }, {}, undefined],
    ['for a list of parties', { aud: ['x', 'pool-at-own'] }, {}, undefined],
    ['expired four minutes ago', { exp: -240 }, {}, undefined],
    ['expired six minutes ago', { exp: -360 }, {}, 'Token expired'],
    ['for another party', { aud: 'x' }, {}, 'Incorrect token audience'],
    ['with another azp', { azp: 'x' }, {}, 'Incorrect token audience'],
    ['of another issuer', { iss: 'https://x.example' }, {}, "Issuer doesn't match"],
    ['without a subject', { sub: undefined }, {}, 'Not a valid'],
    ['with an unknown key', {}, { kid: 'k2' }, "Couldn't verify"],
    ['without a signature', {}, { alg: 'none' }, "Couldn't verify"],
  ])('an ID token %s', async (_name, claims, header, refusal) => {
    const { exp, ...rest } = { exp: 3600, ...claims }
    const token = own.signed({ ...own.honestClaims(), ...rest, exp: now() + exp }, header)
    const refused = await refusalOf(getId(house, { [host]: token }))
    if (refusal === undefined) expect(refused).toBeUndefined()
    else expect(refused).toContain(refusal)
  })

  test('an ID token that somebody else signed is refused', async () => {
    const token = own.signed(own.honestClaims(), {}, otherRsa.privateKey)
    expect(await refusalOf(getId(house, { [host]: token }))).toContain("Couldn't verify")
  })

  test('a provider that does not answer is said to be outside', async () => {
    const silent = await pool(house, {
      OpenIdConnectProviderARNs: [
        (
          await house.iam.send(
            new CreateOpenIDConnectProviderCommand({ Url: 'http://127.0.0.1:9', ClientIDList: ['x'] }),
          )
        ).OpenIDConnectProviderArn ?? '',
      ],
    })
    const token = own.signed({ ...own.honestClaims(), iss: 'http://127.0.0.1:9' })
    expect(await refusalOf(getId(silent, { '127.0.0.1:9': token }))).toContain('ExternalServiceException')
  })

  test('two providers in one call make one identity, and two people do not', async () => {
    const token = (sub: string) => own.signed({ ...own.honestClaims(), sub })
    const user = (await tokensOf(house)).id
    const both = await getId(house, { [host]: token('both'), [house.login]: user })
    expect((await getId(house, { [host]: token('both') })).IdentityId).toBe(both.IdentityId)
    expect((await getId(house, { [house.login]: user })).IdentityId).toBe(both.IdentityId)
    expect(await refusalOf(getId(house, { [host]: token('somebody'), [house.login]: user }))).toContain(
      'ResourceConflictException',
    )
    const mismatch = house.pools.send(
      new GetCredentialsForIdentityCommand({
        IdentityId: both.IdentityId,
        Logins: { [host]: token('somebody') },
      }),
    )
    expect(await refusalOf(mismatch)).toContain("Logins don't match.")
  })

  test('social tokens are asked about at their providers', async () => {
    const google = own.signed({ ...own.honestClaims(), aud: 'google' })
    expect(await refusalOf(getId(house, { 'accounts.google.com': google }))).toBeUndefined()
    expect(
      await refusalOf(getId(house, { 'accounts.google.com': own.signed(own.honestClaims()) })),
    ).toContain('Incorrect token audience')
    own.will.serve = ({ path, query }, response) => {
      if (query['access_token'] !== 'good') return send(response, 400, { error: 'x' })
      if (path === '/app') return send(response, 200, { id: 'fb' })
      if (path === '/me') return send(response, 200, { id: 'f-1' })
      return path === '/auth/o2/tokeninfo' && send(response, 200, { aud: 'else', user_id: 'a-1' })
    }
    expect(await refusalOf(getId(house, { 'graph.facebook.com': 'good' }))).toBeUndefined()
    expect(await refusalOf(getId(house, { 'graph.facebook.com': 'bad' }))).toContain('NotAuthorized')
    expect(await refusalOf(getId(house, { 'www.amazon.com': 'good' }))).toContain('audience')
    own.reset()
  })
})

describe('a SAML assertion', () => {
  const role = (name: string) => `arn:aws:iam::${house.instance.accountId}:role/${name}`
  let house: IdentityHouse
  let arn: string

  beforeAll(async () => {
    house = await buildIdentityPool(await target.open({ now: NOW }))
    const { SAMLProviderArn = '' } = await house.iam.send(
      new CreateSAMLProviderCommand({ Name: 'idp', SAMLMetadataDocument: metadataOf(ENTITY, idp) }),
    )
    arn = SAMLProviderArn
    house = await pool(house, { SamlProviderARNs: [arn], AllowClassicFlow: true })
    for (const name of ['a', 'b']) await makeRole(house, name, { amr: 'authenticated' })
  })

  let count = 0
  const forAws = {
    audience: 'urn:amazon:webservices',
    recipient: 'https://signin.aws.amazon.com/saml',
    inResponseTo: undefined,
  }
  const saml = (parts: AssertionParts = {}, on = {}) => {
    const unasked = { destination: forAws.recipient, inResponseTo: undefined }
    return Buffer.from(signed({ id: `_a${count++}`, ...forAws, ...parts }, unasked, on)).toString('base64')
  }
  const attributes = (...pairs: string[]) =>
    [['https://aws.amazon.com/SAML/Attributes/Role', ...pairs]] as const

  test('is taken for AWS, once for each operation', async () => {
    const assertion = saml()
    const { IdentityId } = await getId(house, { [arn]: assertion })
    expect(
      (await getId(house, { [arn]: saml({ audience: 'https://signin.aws.amazon.com/saml' }) })).IdentityId,
    ).toBe(IdentityId)
    expect(await refusalOf(getId(house, { [arn]: assertion }))).toContain('NotAuthorizedException')
    const use = house.pools.send(new GetOpenIdTokenCommand({ IdentityId, Logins: { [arn]: assertion } }))
    expect(await refusalOf(use)).toContain('is not supported with SAML')
  })

  test.each([
    ['for somebody else', { audience: 'urn:x' }, {}],
    ['of another provider', { issuer: 'https://x.example' }, {}],
    ['signed by a stranger', {}, { key: stranger }],
    ['without a name', { nameId: '' }, {}],
    ['that an application is to receive', { recipient: 'https://app.example/saml/acs' }, {}],
    ['that answers somebody', { inResponseTo: '_somebody' }, {}],
  ])('%s is refused', async (_name, parts, on) => {
    expect(await refusalOf(getId(house, { [arn]: saml(parts, on) }))).toContain('NotAuthorizedException')
  })

  test.each([
    ['its one role', (of: string) => attributes(`${role('a')},${of}`), '', ''],
    [
      'the role that is asked for',
      (of: string) => attributes(`${of},${role('a')}`, `${role('b')},${of}`),
      'b',
      '',
    ],
    ['no other role', (of: string) => attributes(`${role('a')},${of}`), 'b', 'Access to Role'],
    [
      'none, where it has several',
      (of: string) => attributes(`${role('a')},${of}`, `${role('b')},${of}`),
      '',
      'Check',
    ],
    ['none of another provider', () => attributes(`${role('a')},x`), '', 'Check assigned IAM roles'],
  ])('leads to %s', async (_name, of, custom, outcome) => {
    const { IdentityId } = await getId(house, { [arn]: saml() })
    const call = house.pools.send(
      new GetCredentialsForIdentityCommand({
        IdentityId,
        Logins: { [arn]: saml({ attributes: of(arn) }) },
        ...(custom === '' ? {} : { CustomRoleArn: role(custom) }),
      }),
    )
    const refusal = await refusalOf(call)
    if (outcome === '') expect(refusal).toBeUndefined()
    else expect(refusal).toContain(outcome)
  })
})
