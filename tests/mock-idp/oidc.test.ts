/** An OpenID Connect client of others signs in at the mock provider, and the provider holds to its protocol. */
import * as client from 'openid-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mockIdpAt } from '../../mock-idp/client.ts'
import type { Tenant, TenantOptions } from '../../mock-idp/control.ts'
import { type MockIdp, startMockIdp } from '../../mock-idp/index.ts'
import { locally, type Page, Visitor } from './visitor.ts'

const CALLBACK = 'https://pool.example/oauth2/idpresponse'
const SECRET = 'JBSWY3DPEHPK3PXP'
const alice = {
  username: 'alice',
  password: 'correct horse',
  subject: 'subject-alice',
  claims: { email: 'alice@idp.example', email_verified: true, name: 'Alice' },
}

let idp: MockIdp
beforeAll(async () => {
  idp = await startMockIdp()
})
afterAll(() => idp.close())

async function tenantOf(options: Partial<TenantOptions> = {}, person: object = {}) {
  const control = mockIdpAt(idp.control, idp.token)
  const tenant = await control.openTenant({ dialect: 'oidc', ...options })
  const steer = control.tenant(tenant.id)
  await steer.setRelyingParty({ redirectUris: [CALLBACK] })
  await steer.addPerson({ ...alice, ...person })
  return { tenant, steer }
}

function fetchLocally(url: string, options: object): Promise<Response> {
  return fetch(locally(url), options as RequestInit)
}

async function configurationOf(
  tenant: Tenant,
  authentication?: client.ClientAuth,
): Promise<client.Configuration> {
  return client.discovery(new URL(tenant.issuer), tenant.clientId, tenant.clientSecret, authentication, {
    execute: [client.allowInsecureRequests],
    [client.customFetch]: fetchLocally,
  })
}

async function signIn(configuration: client.Configuration, totp?: string, state = 'state-1') {
  const verifier = client.randomPKCECodeVerifier()
  const nonce = client.randomNonce()
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: CALLBACK,
    scope: 'openid email profile',
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  })
  const visitor = new Visitor()
  const login = await visitor.visit(url)
  const time = totp === undefined ? undefined : { secret: totp, at: Date.now() }
  const answer = await visitor.signIn(login, alice.username, alice.password, time)
  expect(answer.status).toBe(302)
  const returned = new URL(answer.headers.get('location')!)
  const tokens = await client.authorizationCodeGrant(configuration, returned, {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  })
  return { tokens, returned, visitor, url }
}

/** By hand: the answer to an authorization request, and the exchange of its code. */
async function codeOf(
  tenant: Tenant,
  extra: Record<string, string> = {},
): Promise<{ code: string; page: Page }> {
  const visitor = new Visitor()
  const url = new URL(tenant.endpoints.authorization!)
  url.search = new URLSearchParams({
    client_id: tenant.clientId,
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: 'openid email',
    state: 's',
    ...extra,
  }).toString()
  const page = await visitor.signIn(await visitor.visit(url), alice.username, alice.password)
  return { code: new URL(page.headers.get('location')!).searchParams.get('code')!, page }
}

async function exchange(
  tenant: Tenant,
  parameters: Record<string, string>,
  headers: Record<string, string> = {},
) {
  const response = await fetch(locally(tenant.endpoints.token!), {
    method: 'POST',
    headers,
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      redirect_uri: CALLBACK,
      ...(headers['authorization'] ? {} : { client_id: tenant.clientId, client_secret: tenant.clientSecret }),
      ...parameters,
    }),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

describe('openid-client signs in at the mock provider', () => {
  it.each(['RS256', 'ES256'] as const)('with an ID token signed %s', async (signing) => {
    const { tenant } = await tenantOf({ signing })
    const configuration = await configurationOf(tenant, client.ClientSecretPost())
    client.enableNonRepudiationChecks(configuration)
    const { tokens } = await signIn(configuration)
    expect(tokens.claims()).toMatchObject({
      iss: tenant.issuer,
      aud: tenant.clientId,
      sub: 'subject-alice',
      email: 'alice@idp.example',
      email_verified: true,
    })
    const info = await client.fetchUserInfo(configuration, tokens.access_token, 'subject-alice')
    expect(info).toEqual({ sub: 'subject-alice', ...alice.claims })
  })

  it('with its secret in the header, a code of an authenticator app, and userInfo by POST', async () => {
    const { tenant } = await tenantOf(
      { clientAuthentication: ['client_secret_basic'], userInfoMethod: 'POST' },
      { totpSecret: SECRET },
    )
    const configuration = await configurationOf(tenant, client.ClientSecretBasic())
    const { tokens } = await signIn(configuration, SECRET)
    const asked = (method: string) =>
      fetch(locally(tenant.endpoints.userInfo!), {
        method,
        headers: { authorization: `Bearer ${tokens.access_token}` },
      })
    const inBody = await fetch(locally(tenant.endpoints.userInfo!), {
      method: 'POST',
      body: new URLSearchParams({ access_token: tokens.access_token }),
    })
    expect((await asked('GET')).status).toBe(405)
    expect(await (await asked('POST')).json()).toMatchObject({ email: 'alice@idp.example' })
    expect(await inBody.json()).toMatchObject({ email: 'alice@idp.example' })
  })

  it('silently the second time, and with a password where the request asks for one', async () => {
    const { tenant } = await tenantOf()
    const { visitor, url } = await signIn(await configurationOf(tenant))
    expect((await visitor.visit(url)).status).toBe(302)
    url.searchParams.set('prompt', 'login')
    expect((await visitor.visit(url)).text).toContain('Username')
  })
})

describe('the authorization endpoint', () => {
  it('gives back two kilobytes of state unchanged', async () => {
    const { tenant } = await tenantOf()
    const state = 'aZ09-._~+/= %&"<>'.repeat(120)
    const { page } = await codeOf(tenant, { state })
    expect(new URL(page.headers.get('location')!).searchParams.get('state')).toBe(state)
  })

  it('sends nobody to an address that is not registered', async () => {
    const { tenant } = await tenantOf()
    const url = new URL(tenant.endpoints.authorization!)
    url.search = new URLSearchParams({
      client_id: tenant.clientId,
      redirect_uri: `${CALLBACK}/more`,
      response_type: 'code',
    }).toString()
    const page = await new Visitor().visit(url)
    expect(page.status).toBe(400)
    expect(page.headers.get('location')).toBeNull()
  })

  it('tells the relying party that nobody is signed in, and that the person cancelled', async () => {
    const { tenant } = await tenantOf()
    const url = new URL(tenant.endpoints.authorization!)
    url.search = new URLSearchParams({
      client_id: tenant.clientId,
      redirect_uri: CALLBACK,
      response_type: 'code',
      state: 'kept',
    }).toString()
    const visitor = new Visitor()
    const cancelled = await visitor.submit(await visitor.visit(url), { action: 'cancel' })
    expect(new URL(cancelled.headers.get('location')!).search).toMatch(
      /^\?error=access_denied&.*&state=kept$/,
    )
    url.searchParams.set('prompt', 'none')
    const nobody = await visitor.visit(url)
    expect(new URL(nobody.headers.get('location')!).searchParams.get('error')).toBe('login_required')
  })
})

describe('the token endpoint', () => {
  it('takes a code once, and takes back what it gave when the code comes again', async () => {
    const { tenant } = await tenantOf()
    const { code } = await codeOf(tenant)
    const first = await exchange(tenant, { code })
    expect(first.status).toBe(200)
    const userInfo = () =>
      fetch(locally(tenant.endpoints.userInfo!), {
        headers: { authorization: `Bearer ${String(first.body['access_token'])}` },
      })
    expect((await userInfo()).status).toBe(200)
    expect(await exchange(tenant, { code })).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    expect((await userInfo()).status).toBe(401)
  })

  it.each([
    ['another redirect_uri', { redirect_uri: 'https://pool.example/' }, 400, 'invalid_grant'],
    ['a wrong secret', { client_secret: 'wrong' }, 401, 'invalid_client'],
    ['another client', { client_id: 'other' }, 401, 'invalid_client'],
    ['no code', {}, 400, 'invalid_request'],
    ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
  ] as const)('refuses %s', async (_what, parameters, status, error) => {
    const { tenant } = await tenantOf()
    const given = error === 'invalid_request' ? {} : { code: (await codeOf(tenant)).code }
    expect(await exchange(tenant, { ...given, ...parameters })).toMatchObject({ status, body: { error } })
  })

  it('refuses a secret in the body where only the header is taken', async () => {
    const { tenant } = await tenantOf({ clientAuthentication: ['client_secret_basic'] })
    const { code } = await codeOf(tenant)
    expect(await exchange(tenant, { code })).toMatchObject({ status: 401 })
    const authorization = `Basic ${btoa(`${tenant.clientId}:${tenant.clientSecret}`)}`
    expect(await exchange(tenant, { code }, { authorization })).toMatchObject({ status: 200 })
  })
})

describe('the key set', () => {
  it('holds another key after a rotation, and only that one', async () => {
    const { tenant, steer } = await tenantOf()
    const keys = async () => {
      const response = await fetch(locally(tenant.endpoints.jwks!))
      return ((await response.json()) as { keys: { kid: string; n: string }[] }).keys
    }
    const [before] = await keys()
    await steer.rotateKeys()
    const after = await keys()
    expect(after).toHaveLength(1)
    expect(after[0]!.kid).not.toBe(before!.kid)
    expect(after[0]!.n).not.toBe(before!.n)
    await signIn(await configurationOf(tenant))
  })
})

describe('the clock of a tenant', () => {
  it('stamps tokens', async () => {
    const { tenant, steer } = await tenantOf()
    await steer.setClock(-7_200_000)
    const { body } = await exchange(tenant, { code: (await codeOf(tenant)).code })
    const claims = JSON.parse(
      Buffer.from(String(body['id_token']).split('.')[1]!, 'base64url').toString(),
    ) as {
      exp: number
    }
    expect(claims.exp).toBeLessThan(Date.now() / 1000 - 3000)
  })
})
