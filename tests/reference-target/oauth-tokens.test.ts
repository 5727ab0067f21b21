/** What the tokens of the domain say, and what userInfo, revocation and discovery make of them. */

import { createHash } from 'node:crypto'
import {
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ReferenceTarget, startReferenceTarget } from '../../fixtures/reference-target/index.ts'
import { Browser, buildDomain, callback, type DomainHouse, landed } from './browser.ts'
import {
  ask,
  askRevoke,
  askToken,
  askUserInfo,
  basic,
  claimsOf,
  codeFor,
  type Parameters,
} from './endpoints.ts'
import { password, signIn, username } from './house.ts'
import { buildMachine } from './machine.ts'

let target: ReferenceTarget

beforeAll(async () => {
  target = await startReferenceTarget()
})
afterAll(() => target.close())

const scopes = ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin']
const attributes = {
  email: 'amelie@example.com',
  email_verified: 'true',
  phone_number: '+15550100',
  phone_number_verified: 'false',
  name: 'Amélie',
  'custom:team': 'red',
}

async function open(client = {}): Promise<DomainHouse> {
  const house = await buildDomain(await target.open(), 1, {
    pool: {
      Schema: [
        { Name: 'email', Required: true, Mutable: true },
        { Name: 'team', AttributeDataType: 'String', Mutable: true },
      ],
    },
    client: { AllowedOAuthFlows: ['code', 'implicit'], AllowedOAuthScopes: scopes, ...client },
  })
  await house.aws.send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId: house.poolId,
      Username: username,
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    }),
  )
  return house
}

async function tokensFor(house: DomainHouse, asked: Parameters, secret?: string) {
  const code = await codeFor(house, asked)
  const { body } = await askToken(house, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: callback,
    client_secret: secret,
  })
  return body
}

const shown = (claims: Record<string, unknown>) =>
  Object.fromEntries(
    Object.keys(attributes).flatMap((name) => (name in claims ? [[name, claims[name]]] : [])),
  )
const flags = { email_verified: true, phone_number_verified: false }
const { email, phone_number, name } = attributes
const pick = {
  openid: { ...attributes, ...flags },
  'openid email': { email, email_verified: true },
  'openid phone': { phone_number, phone_number_verified: false },
  'openid profile': { name, 'custom:team': 'red' },
  'openid aws.cognito.signin.user.admin': { ...attributes, ...flags },
}

describe('tokens of the code grant', () => {
  test('name scopes, version, nonce and each other', async () => {
    const house = await open()
    const { access_token, id_token } = await tokensFor(house, {
      scope: 'openid email',
      nonce: 'n-0S6_WzA2Mj',
    })
    const [access, id] = [claimsOf(access_token), claimsOf(id_token)]
    expect(access).toMatchObject({ scope: 'openid email', version: 2, token_use: 'access', username })
    expect(id).toMatchObject({
      nonce: 'n-0S6_WzA2Mj',
      aud: house.clientId,
      event_id: access['event_id'],
      origin_jti: access['origin_jti'],
      auth_time: access['auth_time'],
      at_hash: createHash('sha256').update(access_token).digest().subarray(0, 16).toString('base64url'),
    })
    expect(id).not.toHaveProperty('scope')
    expect(id).not.toHaveProperty('version')
    expect(id['jti']).not.toBe(access['jti'])
  })

  test.each(Object.entries(pick))('with %s show what the scopes open', async (scope, expected) => {
    const house = await open()
    const { access_token, id_token } = await tokensFor(house, { scope })
    expect(shown(claimsOf(id_token))).toEqual(expected)
    const { status, headers, body } = await askUserInfo(house, access_token)
    expect(status).toBe(200)
    expect(headers['content-type']).toBe('application/json;charset=UTF-8')
    expect(headers['access-control-allow-origin']).toBe('*')
    const { sub, username: named, ...rest } = body
    expect([sub, named]).toEqual([claimsOf(access_token)['sub'], username])
    const strings = Object.entries(expected).map(([key, value]) => [key, String(value)])
    expect(rest).toEqual(Object.fromEntries(strings))
  })

  test('without openid have no ID token, and open GetUser but not userInfo', async () => {
    const house = await open()
    const body = await tokensFor(house, { scope: 'aws.cognito.signin.user.admin' })
    expect(Object.keys(body).sort()).toEqual(['access_token', 'expires_in', 'refresh_token', 'token_type'])
    const user = await house.aws.send(new GetUserCommand({ AccessToken: body.access_token }))
    expect(user.Username).toBe(username)
    expect((await askUserInfo(house, body.access_token)).status).toBe(401)

    const openid = await tokensFor(house, { scope: 'openid' })
    await expect(
      house.aws.send(new GetUserCommand({ AccessToken: openid.access_token })),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  })

  test('show what the client may read, and no more', async () => {
    const house = await open({ ReadAttributes: ['name'] })
    const { access_token, id_token } = await tokensFor(house, { scope: 'openid' })
    expect(shown(claimsOf(id_token))).toEqual({ name })
    expect(shown((await askUserInfo(house, access_token)).body)).toEqual({ name })
  })
})

test('tokens of the implicit grant carry the nonce and name no sign-in', async () => {
  const house = await open()
  const browser = new Browser(house)
  const prompt = await browser.authorize({ response_type: 'token', scope: 'openid email', nonce: 'n1' })
  const { fragment } = landed(await browser.submit(prompt, { username, password }))
  const [access, id] = [claimsOf(fragment['access_token'] ?? ''), claimsOf(fragment['id_token'] ?? '')]
  expect(id).toMatchObject({ nonce: 'n1', at_hash: expect.any(String), jti: expect.any(String) })
  expect(access).toMatchObject({ scope: 'openid email', version: 2 })
  for (const claims of [access, id]) expect(claims).not.toHaveProperty('origin_jti')
  const token = fragment['access_token'] ?? ''
  expect((await askUserInfo(house, token)).status).toBe(200)
  await house.aws.send(new AdminUserGlobalSignOutCommand({ UserPoolId: house.poolId, Username: username }))
  expect((await askUserInfo(house, token)).status).toBe(401)
})

describe('userInfo refuses', () => {
  test('requests without a token, as bad requests', async () => {
    const house = await open()
    for (const headers of [{}, { Authorization: 'Basic abc' }, { Authorization: 'Bearer' }]) {
      expect(await ask(house, 'GET', '/oauth2/userInfo', { headers })).toMatchObject({
        status: 400,
        headers: {
          'www-authenticate': expect.stringMatching(/^error="invalid_request", error_description="/),
        },
        body: { error: 'invalid_request' },
      })
    }
    expect((await ask(house, 'POST', '/oauth2/userInfo')).status).toBe(405)
  })

  test('tokens that are no good, as invalid ones', async () => {
    const house = await open()
    const elsewhere = await open()
    const machine = await buildMachine(await target.open())
    const { access_token, id_token } = await tokensFor(house, { scope: 'openid' })
    const client_secret = machine.client.ClientSecret
    const machines = (await askToken(machine, { grant_type: 'client_credentials', client_secret })).body
    const foreign = (await tokensFor(elsewhere, { scope: 'openid' })).access_token
    const api = (await signIn(house)).AuthenticationResult?.AccessToken ?? ''
    for (const [on, token] of [
      [house, 'made-up'],
      [house, `${access_token.slice(0, -9)}AAAAAAAAA`],
      [house, id_token],
      [house, api],
      [house, foreign],
      [machine, machines.access_token],
    ]) {
      expect(await askUserInfo(on, token)).toMatchObject({
        status: 401,
        headers: { 'www-authenticate': expect.stringMatching(/^error="invalid_token", error_description="/) },
        body: { error: 'invalid_token' },
      })
    }
    expect((await askUserInfo(house, access_token)).status).toBe(200)
    house.instance.clock.advance(3601)
    expect((await askUserInfo(house, access_token)).status).toBe(401)
  })
})

describe('revocation', () => {
  test('ends one sign-in, and no other', async () => {
    const house = await open()
    const [one, two] = [await tokensFor(house, {}), await tokensFor(house, {})]
    expect(await askRevoke(house, { token: one.refresh_token })).toMatchObject({
      status: 200,
      text: '',
      headers: { 'access-control-allow-origin': '*' },
    })
    const refreshed = ({ refresh_token }: { refresh_token: string }) =>
      askToken(house, { grant_type: 'refresh_token', refresh_token })
    expect(await refreshed(one)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    expect((await askUserInfo(house, one.access_token)).status).toBe(401)
    expect((await refreshed(two)).status).toBe(200)
    expect((await askUserInfo(house, two.access_token)).status).toBe(200)
    expect((await askRevoke(house, { token: one.refresh_token })).status).toBe(200)
    expect((await askRevoke(house, { token: 'made-up' })).status).toBe(200)
  })

  test('is refused for what is no refresh token, and for clients without it', async () => {
    const house = await open()
    const { access_token } = await tokensFor(house, {})
    for (const [parameters, status, error] of [
      [{}, 400, 'invalid_request'],
      [{ token: access_token }, 400, 'unsupported_token_type'],
      [{ token: 'x', client_id: 'nobody' }, 401, 'invalid_client'],
    ] as const) {
      expect(await askRevoke(house, parameters)).toMatchObject({ status, body: { error } })
    }
    expect(await ask(house, 'GET', '/oauth2/revoke')).toMatchObject({ status: 405, text: '' })
    const off = await open({ EnableTokenRevocation: false })
    const { refresh_token } = await tokensFor(off, {})
    expect(await askRevoke(off, { token: refresh_token })).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    })
  })

  test('asks a client for its secret', async () => {
    const house = await open({ GenerateSecret: true })
    const secret = house.client.ClientSecret ?? ''
    const { refresh_token: token, access_token } = await tokensFor(house, {}, secret)
    for (const headers of [{}, basic(house.clientId, 'x')]) {
      expect(await askRevoke(house, { token }, headers)).toMatchObject({
        status: 401,
        body: { error: 'invalid_client' },
      })
    }
    expect((await askUserInfo(house, access_token)).status).toBe(200)
    const alone = { token, client_id: undefined }
    expect((await askRevoke(house, alone, basic(house.clientId, secret))).status).toBe(200)
    expect((await askUserInfo(house, access_token)).status).toBe(401)
  })
})

test('discovery lists the endpoints of the domain', async () => {
  const house = await open()
  const url = `${house.instance.endpoint}/${house.poolId}/.well-known/openid-configuration`
  const document = await (await fetch(url)).json()
  expect(document).toMatchObject({
    authorization_endpoint: `${house.origin}/oauth2/authorize`,
    end_session_endpoint: `${house.origin}/logout`,
    revocation_endpoint: `${house.origin}/oauth2/revoke`,
    token_endpoint: `${house.origin}/oauth2/token`,
    userinfo_endpoint: `${house.origin}/oauth2/userInfo`,
    response_types_supported: ['code', 'token'],
  })
})
