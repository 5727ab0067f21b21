/** A walk over the endpoints of a domain, right and wrong in turn, that meets every rule of its back channel. */

import {
  AdminUpdateUserAttributesCommand,
  CreateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Instance } from '../../fixtures/reference-target/index.ts'
import { Browser, buildDomain, callback, type DomainHouse, landed } from './browser.ts'
import {
  ask,
  askRevoke,
  askToken,
  askUserInfo,
  basic,
  challengeOf,
  codeFor,
  type EndpointAnswer,
  type Parameters,
} from './endpoints.ts'
import { password, post, sdkOf, signIn, username } from './house.ts'
import { addResourceServer, buildMachine, server } from './machine.ts'

const scopes = ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin']
const verifier = 'v'.repeat(43)

/** @param open makes an instance; each domain gets one of its own */
export async function walkEndpoints(open: () => Promise<Instance>): Promise<void> {
  const house = await buildDomain(await open(), 1, {
    client: {
      GenerateSecret: true,
      AllowedOAuthFlows: ['code', 'implicit'],
      AllowedOAuthScopes: scopes,
    },
  })
  await house.aws.send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId: house.poolId,
      Username: username,
      UserAttributes: [
        { Name: 'email', Value: 'amelie@example.com' },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'phone_number', Value: '+15550100' },
        { Name: 'name', Value: 'Amélie' },
      ],
    }),
  )
  const foreign = await codes(house)
  await refreshes(house)
  await profiles(house)
  await revocations(house)
  await otherClients(house)
  await machines(await buildMachine(await open()))
  await settings(await open(), foreign)
}

const redeem = (
  house: DomainHouse,
  code: string,
  more: Parameters = {},
  headers: { readonly [name: string]: string } | undefined = basic(
    house.clientId,
    house.client.ClientSecret ?? '',
  ),
): Promise<EndpointAnswer> =>
  askToken(house, { grant_type: 'authorization_code', code, redirect_uri: callback, ...more }, headers)

const grant = async (house: DomainHouse, asked: Parameters = {}) =>
  (await redeem(house, await codeFor(house, asked))).body

/** @returns an access token of this house */
async function codes(house: DomainHouse): Promise<string> {
  const challenge = { code_challenge: challengeOf(verifier), code_challenge_method: 'S256' }
  const code = await codeFor(house, { ...challenge, nonce: 'N-1', scope: 'openid email' })
  const secret = house.client.ClientSecret ?? ''
  for (const [more, headers] of [
    [{}],
    [{ code_verifier: challengeOf(verifier) }],
    [{ code_verifier: verifier, redirect_uri: `${callback}/` }],
    [{ redirect_uri: undefined }],
    [{ code: undefined }],
    [{ code: 'made-up' }],
    [{ grant_type: undefined }],
    [{ grant_type: 'password' }],
    [{ grant_type: 'client_credentials' }],
    [{}, {}],
    [{ client_id: undefined }, {}],
    [{}, { Authorization: 'Basic !' }],
    [{}, basic('nobody', secret)],
    [{ client_id: undefined }, basic('nobody', secret)],
    [{}, basic(house.clientId, 'wrong')],
    [{}, basic(house.clientId, 'x'.repeat(secret.length))],
    [{ client_secret: 'x'.repeat(secret.length) }, {}],
  ] as const) {
    await redeem(house, code, more, headers)
  }
  await ask(house, 'POST', '/oauth2/token', { body: '{}', headers: { 'Content-Type': 'application/json' } })
  await ask(house, 'GET', '/oauth2/token')
  await ask(house, 'OPTIONS', '/oauth2/token')
  const { body } = await redeem(house, code, { code_verifier: verifier, client_secret: secret }, {})
  await redeem(house, code, { code_verifier: verifier })
  await redeem(house, await codeFor(house, { scope: 'aws.cognito.signin.user.admin' }))
  const [slow, late] = [await codeFor(house), await codeFor(house)]
  house.instance.clock.advance(240)
  await redeem(house, slow)
  house.instance.clock.advance(61)
  await redeem(house, late)

  const browser = new Browser(house)
  const page = await browser.authorize({ response_type: 'token', scope: 'openid', nonce: 'n' })
  const { fragment } = landed(await browser.submit(page, { username, password }))
  await askUserInfo(house, fragment['access_token'] ?? '')
  return body?.access_token ?? ''
}

async function refreshes(house: DomainHouse): Promise<void> {
  const { refresh_token } = await grant(house, { scope: 'openid' })
  const authorization = basic(house.clientId, house.client.ClientSecret ?? '')
  const refresh = (token: string | undefined, more: Parameters = {}) =>
    askToken(house, { grant_type: 'refresh_token', refresh_token: token, ...more }, authorization)
  house.instance.clock.advance(5)
  await refresh(refresh_token, { scope: 'openid email' })
  await refresh(undefined)
  await refresh('made-up')
}

async function profiles(house: DomainHouse): Promise<void> {
  for (const scope of ['openid', 'openid email', 'openid phone', 'openid profile', scopes[4]]) {
    const AccessToken = (await grant(house, { scope }))?.access_token ?? ''
    await askUserInfo(house, AccessToken)
    await post(house.instance, 'GetUser', { AccessToken })
  }
  const { access_token, id_token } = await grant(house)
  for (const token of ['made-up', id_token, `${access_token.slice(0, -9)}AAAAAAAAA`]) {
    await askUserInfo(house, token)
  }
  await ask(house, 'GET', '/oauth2/userInfo')
  house.instance.clock.advance(3601)
  await askUserInfo(house, access_token)
}

async function revocations(house: DomainHouse): Promise<void> {
  const [first, second] = [await grant(house), await grant(house)]
  const authorization = basic(house.clientId, house.client.ClientSecret ?? '')
  const revoke = (parameters: Parameters, headers = authorization) => askRevoke(house, parameters, headers)
  await revoke({ token: first.refresh_token }, basic(house.clientId, 'wrong'))
  await revoke({ token: first.access_token })
  await revoke({})
  await revoke({ token: first.refresh_token })
  await revoke({ token: first.refresh_token })
  await revoke({ token: 'made-up' })
  for (const { access_token, refresh_token } of [first, second]) {
    await askUserInfo(house, access_token)
    await askToken(house, { grant_type: 'refresh_token', refresh_token }, authorization)
  }
}

/** What belongs to one client in the hands of another, which may use scopes of a resource server. */
async function otherClients(earlier: DomainHouse): Promise<void> {
  // The clock has moved since the SDK was set.
  const house = { ...earlier, aws: sdkOf(earlier.instance) }
  await addResourceServer(house)
  const { UserPoolClient } = await house.aws.send(
    new CreateUserPoolClientCommand({
      UserPoolId: house.poolId,
      ClientName: 'other',
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', `${server}/read`],
      CallbackURLs: [callback],
      SupportedIdentityProviders: ['COGNITO'],
    }),
  )
  const other = { ...house, client: UserPoolClient ?? {}, clientId: UserPoolClient?.ClientId ?? '' }
  await redeem(other, await codeFor(house), {}, {})
  await redeem(other, await codeFor(other), {}, {})
  const { refresh_token } = await grant(house)
  await askToken(other, { grant_type: 'refresh_token', refresh_token })
  await askRevoke(other, { token: refresh_token })
}

async function machines(house: DomainHouse): Promise<void> {
  const credentials = { grant_type: 'client_credentials', client_secret: house.client.ClientSecret }
  const { body } = await askToken(house, credentials)
  await askToken(house, { ...credentials, scope: `${server}/write` })
  await askToken(house, { ...credentials, scope: `${server}/admin` })
  await askToken(house, { grant_type: 'client_credentials' })
  await askUserInfo(house, body?.access_token ?? '')
}

/** Clients that are set otherwise, without a secret. */
async function settings(instance: Instance, foreign: string): Promise<void> {
  const rotating = await buildDomain(instance, 2, {
    client: {
      EnableTokenRevocation: false,
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
      ReadAttributes: ['email'],
    },
  })
  const of = (parameters: Parameters) =>
    redeem(rotating, '', { code: undefined, ...parameters }, {}).then(({ body }) => body)
  await of({ code: await codeFor(rotating, { scope: 'openid email' }) })
  const tokens = await of({ code: await codeFor(rotating, { scope: 'openid' }) })
  const refresh = { grant_type: 'refresh_token', refresh_token: tokens?.refresh_token }
  await askToken(rotating, refresh)
  instance.clock.advance(1)
  await askToken(rotating, refresh)
  await askRevoke(rotating, { token: tokens?.refresh_token })
  const { AuthenticationResult } = await signIn(rotating)
  await askToken(rotating, { ...refresh, refresh_token: AuthenticationResult?.RefreshToken })
  await askUserInfo(rotating, foreign)
  await fetch(`${instance.endpoint}/${rotating.poolId}/.well-known/openid-configuration`)
}
