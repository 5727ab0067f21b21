/** Identity pools of the reference target: pools, identities, credentials, own tokens, and who may have them. */

import { createPublicKey, verify } from 'node:crypto'
import {
  CreateIdentityPoolCommand,
  DeleteIdentitiesCommand,
  DescribeIdentityCommand,
  DescribeIdentityPoolCommand,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
  GetIdentityPoolRolesCommand,
  GetOpenIdTokenCommand,
  ListIdentitiesCommand,
  UnlinkIdentityCommand,
  UpdateIdentityPoolCommand,
} from '@aws-sdk/client-cognito-identity'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ReferenceTarget, startReferenceTarget } from '../../fixtures/reference-target/index.ts'
import { buildIdentityPool, type IdentityHouse, refusalOf, tokensOf } from './identity-pool-house.ts'

let target: ReferenceTarget

beforeAll(async () => {
  target = await startReferenceTarget()
})
afterAll(() => target.close())

const open = async (more: Parameters<typeof buildIdentityPool>[1] = {}) =>
  buildIdentityPool(await target.open(), more)

const getId = ({ pools, identityPoolId }: IdentityHouse, Logins?: Record<string, string>) =>
  pools.send(new GetIdCommand({ IdentityPoolId: identityPoolId, ...(Logins ? { Logins } : {}) }))
const credentials = ({ pools }: IdentityHouse, IdentityId = '', Logins?: Record<string, string>) =>
  pools.send(new GetCredentialsForIdentityCommand({ IdentityId, ...(Logins ? { Logins } : {}) }))

const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
const headerOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'

describe('the way to credentials', () => {
  test('a user pool token leads to one identity and to credentials for an hour', async () => {
    const house = await open()
    const { id } = await tokensOf(house)
    const first = await getId(house, { [house.login]: id })
    expect(first.IdentityId).toMatch(new RegExp(`^us-east-1:${uuid}$`))
    expect((await getId(house, { [house.login]: (await tokensOf(house)).id })).IdentityId).toBe(
      first.IdentityId,
    )
    const { IdentityId, Credentials } = await credentials(house, first.IdentityId, { [house.login]: id })
    expect(IdentityId).toBe(first.IdentityId)
    expect(Credentials).toEqual({
      AccessKeyId: expect.stringMatching(/^ASIA/),
      SecretKey: expect.any(String),
      SessionToken: expect.any(String),
      Expiration: expect.any(Date),
    })
    const left = (Credentials?.Expiration?.getTime() ?? 0) - house.instance.clock.now()
    expect(left).toBeGreaterThan(3590_000)
    expect(left).toBeLessThanOrEqual(3600_000)
  })

  test('a guest gets a new identity each time, and its own credentials', async () => {
    const house = await open()
    const [one, other] = [await getId(house), await getId(house, {})]
    expect(one.IdentityId).not.toBe(other.IdentityId)
    expect((await credentials(house, one.IdentityId)).Credentials?.AccessKeyId).toMatch(/^ASIA/)
  })

  test('who has no right to an identity is told so', async () => {
    const house = await open()
    const closed = await open({ AllowUnauthenticatedIdentities: false })
    const { id } = await tokensOf(house)
    const { IdentityId = '' } = await getId(house, { [house.login]: id })
    const missing = 'us-east-1:00000000-0000-0000-0000-000000000000'
    expect(await refusalOf(getId(closed))).toBe(
      'NotAuthorizedException: Unauthenticated access is not supported for this identity pool.',
    )
    expect(await refusalOf(credentials(house, IdentityId))).toBe(
      `NotAuthorizedException: Access to Identity '${IdentityId}' is forbidden.`,
    )
    expect(await refusalOf(credentials(house, missing))).toBe(
      `ResourceNotFoundException: Identity '${missing}' not found.`,
    )
    expect(await refusalOf(getId({ ...house, identityPoolId: missing }))).toBe(
      `ResourceNotFoundException: IdentityPool '${missing}' not found.`,
    )
    expect(await refusalOf(getId({ ...house, identityPoolId: house.poolId }))).toContain(
      "ValidationException: 1 validation error detected: Value 'us-east-1_",
    )
  })
})

describe('the own token', () => {
  test('is signed with a published key, and lasts ten minutes', async () => {
    const house = await open()
    const { instance, login, identityPoolId } = house
    const { id } = await tokensOf(house)
    const { IdentityId } = await getId(house, { [login]: id })
    const { Token = '' } = await house.pools.send(
      new GetOpenIdTokenCommand({ IdentityId, Logins: { [login]: id } }),
    )
    expect(headerOf(Token)).toEqual({ kid: 'us-east-11', typ: 'JWS', alg: 'RS512' })
    const claims = claimsOf(Token)
    expect(claims).toEqual({
      iss: 'https://cognito-identity.amazonaws.com',
      aud: identityPoolId,
      sub: IdentityId,
      amr: ['authenticated', login, `${login}:CognitoSignIn:${claimsOf(id).sub}`],
      iat: Math.floor(instance.clock.now() / 1000),
      exp: claims.iat + 600,
    })
    const discovery = await (await fetch(`${instance.endpoint}/.well-known/openid-configuration`)).json()
    const published = await fetch(discovery.jwks_uri)
    expect(published.headers.get('cache-control')).toBe('max-age=2592000')
    const { keys } = await published.json()
    const [input, signature = ''] = [Token.split('.').slice(0, 2).join('.'), Token.split('.')[2]]
    const key = createPublicKey({ key: keys[0], format: 'jwk' })
    expect(verify('sha512', Buffer.from(input), key, Buffer.from(signature, 'base64url'))).toBe(true)
  })

  test('of a guest says so', async () => {
    const house = await open()
    const { IdentityId } = await getId(house)
    const { Token = '' } = await house.pools.send(new GetOpenIdTokenCommand({ IdentityId }))
    expect(claimsOf(Token).amr).toEqual(['unauthenticated'])
  })

  test('is refused where the basic flow is off', async () => {
    const house = await open({ AllowClassicFlow: false })
    const { IdentityId } = await getId(house)
    expect(await refusalOf(house.pools.send(new GetOpenIdTokenCommand({ IdentityId })))).toBe(
      'InvalidParameterException: Basic (classic) flow is not enabled, please use enhanced flow.',
    )
  })
})

describe('a pool', () => {
  test('is described as it was made, and changed', async () => {
    const { pools, identityPoolId: IdentityPoolId, login, clientId, roles } = await open()
    const provider = { ProviderName: login, ClientId: clientId, ServerSideTokenCheck: false }
    expect(await pools.send(new DescribeIdentityPoolCommand({ IdentityPoolId }))).toMatchObject({
      IdentityPoolId,
      IdentityPoolName: 'house',
      AllowUnauthenticatedIdentities: true,
      AllowClassicFlow: true,
      CognitoIdentityProviders: [provider],
    })
    expect(await pools.send(new GetIdentityPoolRolesCommand({ IdentityPoolId }))).toMatchObject({
      Roles: roles,
    })
    const changed = await pools.send(
      new UpdateIdentityPoolCommand({
        IdentityPoolId,
        IdentityPoolName: 'other',
        AllowUnauthenticatedIdentities: false,
      }),
    )
    expect(changed.CognitoIdentityProviders).toBeUndefined()
    expect(changed.IdentityPoolName).toBe('other')
  })

  test('names no provider that is not there', async () => {
    const { pools, instance } = await open()
    const arn = 'arn:aws:iam::1:saml-provider/nobody'
    const make = new CreateIdentityPoolCommand({
      IdentityPoolName: 'x',
      AllowUnauthenticatedIdentities: false,
      SamlProviderARNs: [arn],
    })
    expect(await refusalOf(pools.send(make))).toBe(
      `NotAuthorizedException: Identity provider ${arn} is not valid for account ${instance.accountId}`,
    )
  })
})

describe('an identity', () => {
  test('is described by the names of its providers, and forgotten', async () => {
    const house = await open()
    const { pools, login, identityPoolId: IdentityPoolId } = house
    const Logins = { [login]: (await tokensOf(house)).id }
    const { IdentityId = '' } = await getId(house, Logins)
    expect(await pools.send(new DescribeIdentityCommand({ IdentityId }))).toMatchObject({
      IdentityId,
      Logins: [login],
      CreationDate: expect.any(Date),
    })
    await pools.send(new DeleteIdentitiesCommand({ IdentityIdsToDelete: [IdentityId] }))
    expect((await getId(house, Logins)).IdentityId).not.toBe(IdentityId)
    const listed = await pools.send(new ListIdentitiesCommand({ IdentityPoolId, MaxResults: 10 }))
    expect(listed.Identities?.map((one) => one.IdentityId)).not.toContain(IdentityId)
  })

  test('keeps the id of a guest who signs in, and loses it with the last login', async () => {
    const house = await open()
    const { pools, login, identityPoolId: IdentityPoolId } = house
    const Logins = { [login]: (await tokensOf(house)).id }
    const { IdentityId = '' } = await getId(house)
    expect((await credentials(house, IdentityId, Logins)).IdentityId).toBe(IdentityId)
    expect((await getId(house, Logins)).IdentityId).toBe(IdentityId)
    expect(await refusalOf(credentials(house, IdentityId))).toContain('forbidden')
    await pools.send(new UnlinkIdentityCommand({ IdentityId, Logins, LoginsToRemove: [login] }))
    expect(await refusalOf(credentials(house, IdentityId, Logins))).toContain('forbidden')
    expect((await getId(house, Logins)).IdentityId).not.toBe(IdentityId)
    const shown = await pools.send(
      new ListIdentitiesCommand({ IdentityPoolId, MaxResults: 10, HideDisabled: true }),
    )
    expect(shown.Identities?.map((one) => one.IdentityId)).not.toContain(IdentityId)
  })

  test('of somebody else cannot be had; a guest is merged into the identity that is there', async () => {
    const house = await open()
    const Logins = { [house.login]: (await tokensOf(house)).id }
    const own = await getId(house, Logins)
    const guest = await getId(house)
    expect((await credentials(house, guest.IdentityId, Logins)).IdentityId).toBe(own.IdentityId)
    expect((await credentials(house, guest.IdentityId, Logins)).IdentityId).toBe(own.IdentityId)
    expect(await refusalOf(credentials(house, guest.IdentityId))).toContain('forbidden')
  })
})
