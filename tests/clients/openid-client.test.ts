/**
 * A real relying party on the reference target: openid-client, which the OpenID Foundation has certified, finds the
 * domain by discovery, signs somebody in over its pages, and uses every endpoint. It knows nothing of Cognito.
 */
import { AdminUpdateUserAttributesCommand } from '@aws-sdk/client-cognito-identity-provider'
import * as client from 'openid-client'
import { Agent, fetch as fetchWith } from 'undici'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ReferenceTarget, startReferenceTarget } from '../../fixtures/reference-target/index.ts'
import { Browser, buildDomain, callback, type DomainHouse } from '../reference-target/browser.ts'
import { password, username } from '../reference-target/house.ts'
import { buildMachine, server } from '../reference-target/machine.ts'

let target: ReferenceTarget
beforeAll(async () => {
  target = await startReferenceTarget()
})
afterAll(() => target.close())

/** Names below localhost are this machine, whatever the system's resolver says. */
const loopback = new Agent({
  connect: {
    lookup: (_hostname, { all }, found) =>
      all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4),
  },
})
afterAll(() => loopback.close())

const customFetch = ((url: string, options: object) =>
  fetchWith(url, { ...options, dispatcher: loopback })) as unknown as client.CustomFetch

const discover = async (
  { instance, poolId, clientId, client: { ClientSecret } }: DomainHouse,
  authentication?: client.ClientAuth,
) =>
  client.discovery(new URL(`${instance.endpoint}/${poolId}`), clientId, ClientSecret, authentication, {
    execute: [client.allowInsecureRequests],
    [client.customFetch]: customFetch,
  })

/** What a person does with the address that the application sends them to; gives where they come back. */
async function signIn(house: DomainHouse, url: URL): Promise<URL> {
  const browser = new Browser(house)
  const page = await browser.open(`${url.pathname}${url.search}`)
  const { location = '' } = await browser.submit(page, { username, password })
  return new URL(location)
}

describe('openid-client', () => {
  test.each([
    ['a public client', 1, undefined, undefined],
    ['a client with a secret, by Basic', 2, true, client.ClientSecretBasic],
    ['a client with a secret, in the body', 2, true, client.ClientSecretPost],
  ] as const)('signs somebody in as %s', async (_, version, GenerateSecret, authentication) => {
    const house = await buildDomain(await target.open(), version, {
      client: { EnableTokenRevocation: true, ...(GenerateSecret ? { GenerateSecret } : {}) },
    })
    await house.aws.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: house.poolId,
        Username: username,
        UserAttributes: [
          { Name: 'email', Value: 'amelie@example.com' },
          { Name: 'email_verified', Value: 'true' },
        ],
      }),
    )
    const config = await discover(house, authentication?.(house.client.ClientSecret))
    expect(config.serverMetadata().issuer).toBe(`${house.instance.endpoint}/${house.poolId}`)

    const pkceCodeVerifier = client.randomPKCECodeVerifier()
    const [expectedState, expectedNonce] = [client.randomState(), client.randomNonce()]
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: callback,
      scope: 'openid email',
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: expectedState,
      nonce: expectedNonce,
    })
    expect(url.host).toBe(house.host)
    const back = await signIn(house, url)
    expect(`${back.origin}${back.pathname}`).toBe(callback)

    // Checks state, nonce, issuer, audience, expiry, and the signature by the published keys.
    client.enableNonRepudiationChecks(config)
    const tokens = await client.authorizationCodeGrant(config, back, {
      pkceCodeVerifier,
      expectedState,
      expectedNonce,
      idTokenExpected: true,
    })
    const sub = tokens.claims()?.sub ?? ''
    expect(tokens.claims()).toMatchObject({ nonce: expectedNonce, aud: house.clientId })
    expect(tokens.expiresIn()).toBeGreaterThan(3500)

    expect(await client.fetchUserInfo(config, tokens.access_token, sub)).toMatchObject({
      sub,
      email: 'amelie@example.com',
    })

    const refreshToken = tokens.refresh_token ?? ''
    const refreshed = await client.refreshTokenGrant(config, refreshToken)
    expect(refreshed.claims()?.sub).toBe(sub)
    expect(await client.fetchUserInfo(config, refreshed.access_token, sub)).toMatchObject({ sub })

    await client.tokenRevocation(config, refreshToken)
    await expect(client.refreshTokenGrant(config, refreshToken)).rejects.toMatchObject({
      error: 'invalid_grant',
      status: 400,
    })
    await expect(client.fetchUserInfo(config, refreshed.access_token, sub)).rejects.toMatchObject({
      cause: { status: 401 },
    })
  })

  test('gets tokens for itself with client credentials', async () => {
    const config = await discover(await buildMachine(await target.open()))
    const tokens = await client.clientCredentialsGrant(config, { scope: `${server}/read` })
    expect(tokens.scope ?? `${server}/read`).toBe(`${server}/read`)
    expect(tokens.token_type.toLowerCase()).toBe('bearer')
    expect(tokens.id_token).toBeUndefined()
  })

  test('notices a code that comes with the state of somebody else', async () => {
    const house = await buildDomain(await target.open(), 2)
    const config = await discover(house)
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: callback,
      scope: 'openid',
      state: 'mine',
    })
    const back = await signIn(house, url)
    await expect(
      client.authorizationCodeGrant(config, back, { expectedState: 'another' }),
    ).rejects.toMatchObject({ cause: { message: expect.stringContaining('"state"') } })
    expect(await client.authorizationCodeGrant(config, back, { expectedState: 'mine' })).toHaveProperty(
      'id_token',
    )
  })
})
