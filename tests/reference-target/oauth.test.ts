/** The token endpoint of the reference target: which codes, refresh tokens and clients it takes, and which not. */

import {
  type CreateUserPoolClientCommandInput,
  DeleteResourceServerCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ReferenceTarget, startReferenceTarget } from '../../fixtures/reference-target/index.ts'
import { buildDomain, callback, type DomainHouse } from './browser.ts'
import { ask, askToken, basic, challengeOf, claimsOf, codeFor, encode, type Parameters } from './endpoints.ts'
import { password, username } from './house.ts'
import { buildMachine, server } from './machine.ts'

let target: ReferenceTarget

beforeAll(async () => {
  target = await startReferenceTarget()
})
afterAll(() => target.close())

const open = async (on: { client?: Partial<CreateUserPoolClientCommandInput> } = {}) =>
  buildDomain(await target.open(), 1, on)

const redeem = (house: DomainHouse, code: string, more: Parameters = {}, headers = {}) =>
  askToken(house, { grant_type: 'authorization_code', code, redirect_uri: callback, ...more }, headers)
const refresh = (house: DomainHouse, refresh_token: string, more: Parameters = {}) =>
  askToken(house, { grant_type: 'refresh_token', refresh_token, ...more })

const error = (name: string) => ({ status: 400, body: expect.objectContaining({ error: name }) })

describe('authorization codes', () => {
  test('a code becomes tokens once', async () => {
    const house = await open()
    const code = await codeFor(house)
    const { status, headers, body } = await redeem(house, code)
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'content-type': 'application/json;charset=UTF-8',
      'access-control-allow-origin': '*',
      'x-amz-cognito-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    expect(body).toEqual({
      access_token: expect.any(String),
      id_token: expect.any(String),
      refresh_token: expect.any(String),
      expires_in: 3600,
      token_type: 'Bearer',
    })
    expect(await redeem(house, code)).toMatchObject(error('invalid_grant'))
  })

  test('parameters may stand in the query', async () => {
    const house = await open()
    const query = encode({
      grant_type: 'authorization_code',
      client_id: house.clientId,
      code: await codeFor(house),
      redirect_uri: callback,
    })
    expect(await ask(house, 'POST', `/oauth2/token?${query}`)).toMatchObject({ status: 200 })
  })

  test('what does not fit is refused, and leaves the code good', async () => {
    const house = await open()
    const other = await open()
    const code = await codeFor(house, { code_challenge: challengeOf('v'), code_challenge_method: 'S256' })
    const right = { code_verifier: 'v' }
    for (const [more, wanted] of [
      [{ redirect_uri: `${callback}/` }, 'unauthorized_client'],
      [{ redirect_uri: undefined }, 'invalid_request'],
      [{ code: undefined }, 'invalid_request'],
      [{ code: 'made-up' }, 'invalid_grant'],
      [{ code_verifier: undefined }, 'invalid_grant'],
      [{ code_verifier: challengeOf('v') }, 'invalid_grant'],
      [{ grant_type: 'password' }, 'unsupported_grant_type'],
      [{ grant_type: undefined }, 'invalid_request'],
      [{ grant_type: 'client_credentials' }, 'unauthorized_client'],
      [{ client_id: other.clientId }, 'invalid_client'],
      [{ client_id: undefined }, 'invalid_request'],
      [{ client_secret: 'of-a-client-that-has-none' }, 'invalid_client'],
    ] as const) {
      expect([more, await redeem(house, code, { ...right, ...more })]).toEqual([
        more,
        expect.objectContaining(error(wanted)),
      ])
    }
    expect(await redeem(house, code, right)).toMatchObject({ status: 200 })
  })

  test('a code lasts five minutes', async () => {
    const house = await open()
    const [early, late] = [await codeFor(house), await codeFor(house)]
    house.instance.clock.advance(295)
    expect(await redeem(house, early)).toMatchObject({ status: 200 })
    house.instance.clock.advance(10)
    expect(await redeem(house, late)).toMatchObject(error('invalid_grant'))
  })

  test('only a form by POST is read', async () => {
    const house = await open()
    const asJson = { grant_type: 'authorization_code', client_id: house.clientId, code: await codeFor(house) }
    expect(
      await ask(house, 'POST', '/oauth2/token', {
        body: JSON.stringify(asJson),
        headers: { 'Content-Type': 'application/json' },
      }),
    ).toMatchObject(error('invalid_request'))
    expect(await ask(house, 'GET', `/oauth2/token?${encode(asJson)}`)).toMatchObject({
      status: 405,
      text: '',
    })
    expect(await ask(house, 'OPTIONS', '/oauth2/token')).toMatchObject({
      status: 200,
      headers: { 'access-control-allow-origin': '*', 'access-control-allow-methods': 'POST' },
    })
  })

  test('a client must read every attribute behind its scopes', async () => {
    const house = await open({ client: { ReadAttributes: ['email'] } })
    expect(await redeem(house, await codeFor(house, { scope: 'openid email' }))).toMatchObject(
      error('invalid_grant'),
    )
    expect(await redeem(house, await codeFor(house, { scope: 'openid' }))).toMatchObject({ status: 200 })
  })
})

test('a client with a secret proves it by header or body', async () => {
  const house = await open({ client: { GenerateSecret: true } })
  const { clientId } = house
  const secret = house.client.ClientSecret ?? ''
  const code = await codeFor(house)
  const wrong = [
    [{}, {}],
    [{ client_secret: `${secret}x` }, {}],
    [{}, basic(clientId, `${secret}x`)],
    [{}, basic(clientId, '')],
    [{}, basic('nobody', secret)],
    [{}, { Authorization: 'Basic !' }],
    [{}, { Authorization: `Bearer ${secret}` }],
  ] as const
  for (const [more, headers] of wrong) {
    expect(await redeem(house, code, more, headers)).toMatchObject(error('invalid_client'))
  }
  expect(await redeem(house, code, {}, basic(clientId, secret))).toMatchObject({ status: 200 })
  const alone = { client_id: undefined }
  expect(await redeem(house, await codeFor(house), alone, basic(clientId, secret))).toMatchObject({
    status: 200,
  })
  expect(await redeem(house, await codeFor(house), { client_secret: secret })).toMatchObject({ status: 200 })
})

describe('refreshing', () => {
  test('gives new ID and access tokens of the same sign-in', async () => {
    const house = await open()
    const first = (await redeem(house, await codeFor(house, { scope: 'openid email', nonce: 'n' }))).body
    house.instance.clock.advance(100)
    const { status, body } = await refresh(house, first.refresh_token, { scope: 'openid profile' })
    expect(status).toBe(200)
    expect(Object.keys(body).sort()).toEqual(['access_token', 'expires_in', 'id_token', 'token_type'])
    const [before, after] = [claimsOf(first.access_token), claimsOf(body.access_token)]
    for (const name of ['sub', 'scope', 'auth_time', 'origin_jti', 'version']) {
      expect(after[name], name).toEqual(before[name])
    }
    expect(after['jti']).not.toBe(before['jti'])
    expect(claimsOf(first.id_token)['nonce']).toBe('n')
    expect(claimsOf(body.id_token)).not.toHaveProperty('nonce')
    expect(await refresh(house, first.refresh_token)).toMatchObject({ status: 200 })
    expect(await refresh(house, 'made-up')).toMatchObject(error('invalid_grant'))
    expect(await askToken(house, { grant_type: 'refresh_token' })).toMatchObject(error('invalid_request'))
  })

  test('with rotation the old token dies, and the new one dies when the first would have', async () => {
    const house = await open({
      client: {
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
        RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 30 },
        RefreshTokenValidity: 60,
        TokenValidityUnits: { RefreshToken: 'minutes' },
      },
    })
    const first = (await redeem(house, await codeFor(house))).body
    const second = (await refresh(house, first.refresh_token)).body
    expect(second.refresh_token).not.toBe(first.refresh_token)
    expect(await refresh(house, first.refresh_token)).toMatchObject({ status: 200 })
    house.instance.clock.advance(40)
    expect(await refresh(house, first.refresh_token)).toMatchObject(error('invalid_grant'))
    expect(await refresh(house, second.refresh_token)).toMatchObject({ status: 200 })
    house.instance.clock.advance(3600)
    expect(await refresh(house, second.refresh_token)).toMatchObject(error('invalid_grant'))
  })

  test('works across API and domain, and keeps what the sign-in was', async () => {
    const house = await open()
    const viaApi = (
      await house.aws.send(
        new InitiateAuthCommand({
          AuthFlow: 'USER_PASSWORD_AUTH',
          ClientId: house.clientId,
          AuthParameters: { USERNAME: username, PASSWORD: password },
        }),
      )
    ).AuthenticationResult
    const here = await refresh(house, viaApi?.RefreshToken ?? '')
    expect(claimsOf(here.body.access_token)).toMatchObject({ scope: 'aws.cognito.signin.user.admin' })
    expect(claimsOf(here.body.access_token)).not.toHaveProperty('version')

    const hosted = (await redeem(house, await codeFor(house, { scope: 'openid' }))).body
    const there = await house.aws.send(
      new InitiateAuthCommand({
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        ClientId: house.clientId,
        AuthParameters: { REFRESH_TOKEN: hosted.refresh_token },
      }),
    )
    expect(claimsOf(there.AuthenticationResult?.AccessToken ?? '')).toMatchObject({ scope: 'openid' })
  })
})

describe('client credentials', () => {
  test('a machine gets an access token and nothing else', async () => {
    const house = await buildMachine(await target.open())
    const credentials = { grant_type: 'client_credentials', client_secret: house.client.ClientSecret }
    const { status, body } = await askToken(house, credentials)
    expect(status).toBe(200)
    expect(body).toEqual({ access_token: expect.any(String), expires_in: 3600, token_type: 'Bearer' })
    const claims = claimsOf(body.access_token)
    expect(Object.keys(claims).sort()).toEqual([
      ...['auth_time', 'client_id', 'exp', 'iat', 'iss', 'jti', 'scope', 'sub', 'token_use', 'version'],
    ])
    expect(claims).toMatchObject({
      sub: house.clientId,
      client_id: house.clientId,
      scope: `${server}/read ${server}/write`,
      token_use: 'access',
      version: 2,
    })

    const one = await askToken(house, { ...credentials, scope: `${server}/write` })
    expect(claimsOf(one.body.access_token)['scope']).toBe(`${server}/write`)
    expect(await askToken(house, { ...credentials, scope: `${server}/admin` })).toMatchObject(
      error('invalid_scope'),
    )
    expect(await askToken(house, { grant_type: 'client_credentials' })).toMatchObject(error('invalid_client'))
    expect(
      await askToken(house, { ...credentials, grant_type: 'refresh_token', refresh_token: 'x' }),
    ).toMatchObject(error('unauthorized_client'))
  })

  test('a scope that has lost its resource server is left out', async () => {
    const house = await buildMachine(await target.open())
    await house.aws.send(new DeleteResourceServerCommand({ UserPoolId: house.poolId, Identifier: server }))
    const { body } = await askToken(house, {
      grant_type: 'client_credentials',
      client_secret: house.client.ClientSecret,
    })
    expect(claimsOf(body.access_token)['scope']).toBe('')
  })
})
