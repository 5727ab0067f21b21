/** What a user pool believes of an OpenID Connect provider's answers, and what it asks on the back channel. */

import {
  AdminGetUserCommand,
  CreateIdentityProviderCommand,
  UpdateIdentityProviderCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type Instance,
  type ReferenceTarget,
  startReferenceTarget,
} from '../../fixtures/reference-target/index.ts'
import { Browser, buildDomain, callback, landed, type Shown, uuid } from './browser.ts'
import { ec, jwkOf, type OwnProvider, otherRsa, publicPem, send, startOwnProvider } from './own-provider.ts'
import { addClient, type FederatedHouse, redeem } from './provider.ts'

let target: ReferenceTarget
let instance: Instance
let own: OwnProvider
let house: FederatedHouse

const details = () => ({
  client_id: own.clientId,
  client_secret: own.clientSecret,
  attributes_request_method: 'GET',
  oidc_issuer: own.issuer,
  authorize_scopes: 'openid email profile',
})

beforeAll(async () => {
  target = await startReferenceTarget()
  instance = await target.open()
  own = await startOwnProvider(() => instance.clock.now())
  const bare = await buildDomain(instance, 2, {
    pool: {
      Schema: [
        { Name: 'email', Required: true, Mutable: true },
        { Name: 'roles', AttributeDataType: 'String', Mutable: true },
        { Name: 'token', AttributeDataType: 'String', Mutable: true },
      ],
    },
  })
  await bare.aws.send(
    new CreateIdentityProviderCommand({
      UserPoolId: bare.poolId,
      ProviderName: 'Own',
      ProviderType: 'OIDC',
      ProviderDetails: details(),
      AttributeMapping: {
        email: 'email',
        email_verified: 'email_verified',
        name: 'name',
        'custom:roles': 'roles',
        'custom:token': 'access_token',
      },
    }),
  )
  const clientId = await addClient(bare, { SupportedIdentityProviders: ['COGNITO', 'Own'] })
  house = { ...bare, clientId, tenants: {} }
})
afterAll(async () => {
  await target.close()
  await own.close()
})
beforeEach(() => own.reset())

/** To the provider; the parameters that it is asked with. */
async function begin(browser: Browser, more: { readonly [name: string]: string } = {}) {
  const shown = await browser.authorize({ identity_provider: 'Own', ...more })
  const asked = Object.fromEntries(new URL(shown.location ?? '', shown.url).searchParams)
  return { shown, asked, state: asked['state'] ?? '' }
}

const answer = (browser: Browser, parameters: { readonly [name: string]: string }) =>
  browser.open(`/oauth2/idpresponse?${new URLSearchParams(parameters)}`)

async function signIn(browser = new Browser(house)): Promise<Shown> {
  const { state } = await begin(browser)
  return answer(browser, { code: 'c1', state })
}

const profile = (subject: string) =>
  house.aws
    .send(new AdminGetUserCommand({ UserPoolId: house.poolId, Username: `Own_${subject}` }))
    .then(({ UserAttributes = [] }) => Object.fromEntries(UserAttributes.map((one) => [one.Name, one.Value])))

describe('asks', () => {
  test('the browser for five parameters, and the application has no part in them', async () => {
    const { shown, asked } = await begin(new Browser(house), {
      nonce: 'n',
      code_challenge: 'a'.repeat(43),
      code_challenge_method: 'S256',
      scope: 'openid',
    })
    expect(shown.status).toBe(302)
    expect(shown.location).toMatch(`${own.issuer}/authorize?`)
    expect(asked).toEqual({
      client_id: own.clientId,
      redirect_uri: `${house.origin}/oauth2/idpresponse`,
      response_type: 'code',
      scope: 'openid email profile',
      state: expect.stringMatching(/^[\w-]{500,700}\.[\w-]{71,75}\.3$/),
    })
  })

  test('hands on prompt and login_hint', async () => {
    const { asked } = await begin(new Browser(house), { prompt: 'login consent', login_hint: 'olga' })
    expect(asked).toMatchObject({ prompt: 'login consent', login_hint: 'olga' })
  })

  test('the back channel in the documented order, with the secret in the body', async () => {
    expect(landed(await signIn()).query['code']).toMatch(uuid)
    expect(own.came.map(({ path }) => path)).toEqual([
      '/.well-known/openid-configuration',
      '/token',
      '/jwks',
      '/userinfo',
    ])
    const [, token, , userInfo] = own.came
    expect(token?.form).toEqual({
      grant_type: 'authorization_code',
      code: 'c1',
      redirect_uri: `${house.origin}/oauth2/idpresponse`,
      client_id: own.clientId,
      client_secret: own.clientSecret,
    })
    expect(token?.headers.authorization).toBeUndefined()
    for (const { headers } of own.came) expect(headers['user-agent']).toBe('Amazon/Cognito')
    expect(userInfo).toMatchObject({ method: 'GET', headers: { authorization: /^Bearer at-/ } })
  })

  test('userInfo by POST, and explicit endpoints without discovery', async () => {
    const change = (more: Record<string, string>) =>
      house.aws.send(
        new UpdateIdentityProviderCommand({
          UserPoolId: house.poolId,
          ProviderName: 'Own',
          ProviderDetails: { ...details(), ...more },
        }),
      )
    await change({
      attributes_request_method: 'POST',
      authorize_url: `${own.issuer}/authorize`,
      token_url: `${own.issuer}/token`,
      attributes_url: `${own.issuer}/userinfo`,
      jwks_uri: `${own.issuer}/jwks`,
    })
    expect(landed(await signIn()).query['code']).toMatch(uuid)
    expect(own.came.map(({ path, method }) => `${method} ${path}`)).toEqual([
      'POST /token',
      'GET /jwks',
      'POST /userinfo',
    ])
    await change({})
  })
})

describe('takes', () => {
  test.each([
    ['a list of audiences', () => ({ claims: { aud: ['other', own.clientId], azp: 'other' } })],
    ['an unknown nonce', () => ({ claims: { nonce: 'never-sent' } })],
    [
      'ES256',
      () => ({
        header: { alg: 'ES256', kid: 'e1' },
        signer: ec.privateKey,
        keys: [jwkOf(otherRsa.publicKey, 'k1'), jwkOf(ec.publicKey, 'e1')],
      }),
    ],
    ['RS512', () => ({ header: { alg: 'RS512' } })],
    [
      'HMAC with the secret',
      () => ({
        idToken: own.signed(own.honestClaims(), { alg: 'HS256' }, own.clientSecret),
      }),
    ],
    ['a token type in small letters', () => ({ token: { token_type: 'bearer', scope: 'openid' } })],
    [
      'rotated keys',
      () => ({
        header: { kid: 'k2' },
        signer: otherRsa.privateKey,
        keys: [jwkOf(otherRsa.publicKey, 'k2')],
      }),
    ],
    ['no name', () => ({ userInfo: { sub: 'own-subject-1' } })],
  ] satisfies [string, () => OwnProvider['will']][])('%s', async (_what, will) => {
    own.will = will()
    expect(landed(await signIn())).toMatchObject({ at: callback, query: { state: 'st-1' } })
    expect(landed(await signIn()).query['code']).toMatch(uuid)
  })

  test('several values, and the access token where it is mapped', async () => {
    own.will = { userInfo: { roles: ['a b', 'c,d'] }, token: { access_token: 'at-mapped' } }
    const home = await signIn()
    const { id } = await redeem(house, home)
    expect(id).toMatchObject({ 'custom:roles': '[a+b,c%2Cd]', 'custom:token': 'at-mapped' })
    expect(home.location).not.toContain('at-mapped')
  })
})

describe('refuses', () => {
  const evil = { sub: 'evil', email: 'evil@example.com' }
  const evilClaims = (more: object = {}) => ({ ...own.honestClaims(), ...evil, ...more })

  test.each([
    ['alg none', () => ({ idToken: own.signed(evilClaims(), { alg: 'none' }) })],
    ['no signature', () => ({ idToken: own.signed(evilClaims()).replace(/[^.]*$/, '') })],
    ['a foreign key', () => ({ claims: evil, signer: otherRsa.privateKey })],
    ['a key that is not listed', () => ({ claims: evil, header: { kid: 'k9' } })],
    ['no kid', () => ({ claims: evil, header: { kid: undefined } })],
    [
      'HMAC with the public key',
      () => ({
        idToken: own.signed(evilClaims(), { alg: 'HS256' }, publicPem),
      }),
    ],
    [
      'PS256',
      () => ({ idToken: own.signed(evilClaims()).replace(/^[^.]+/, encoded({ alg: 'PS256', kid: 'k1' })) }),
    ],
    ['crit', () => ({ claims: evil, header: { crit: ['b64'], b64: false } })],
    ['another issuer', () => ({ claims: { ...evil, iss: 'https://evil.example' } })],
    ['no issuer', () => ({ claims: { ...evil, iss: undefined } })],
    ['another audience', () => ({ claims: { ...evil, aud: 'other' } })],
    ['no audience', () => ({ claims: { ...evil, aud: [] } })],
    ['an expired token', () => ({ claims: { ...evil, exp: Math.floor(instance.clock.now() / 1000) - 1 } })],
    ['no expiry', () => ({ claims: { ...evil, exp: undefined } })],
    ['no subject', () => ({ claims: { ...evil, sub: undefined } })],
    ['an empty subject', () => ({ claims: { ...evil, sub: '' } })],
    ['a subject that is too long', () => ({ claims: { ...evil, sub: 'e'.repeat(125) }, userInfo: {} })],
    [
      'a key for encryption',
      () => ({
        claims: evil,
        keys: [{ ...jwkOf(ec.publicKey, 'k1'), use: 'enc' }],
      }),
    ],
    ['no ID token', () => ({ claims: evil, token: { id_token: undefined } })],
    ['an ID token that is none', () => ({ token: { id_token: 7 } })],
    ['no access token', () => ({ claims: evil, token: { access_token: undefined } })],
    ['a header in the access token', () => ({ claims: evil, token: { access_token: 'a\r\nX: y' } })],
    ['another token type', () => ({ claims: evil, token: { token_type: 'mac' } })],
    ['an error with status 200', () => ({ claims: evil, token: { error: 'invalid_grant' } })],
    ['no e-mail address', () => ({ claims: { ...evil, email: undefined } })],
    ['a value of 2049 characters', () => ({ claims: { ...evil, roles: 'r'.repeat(2049) } })],
    ['userInfo of somebody else', () => ({ claims: evil, userInfo: { sub: 'own-subject-1' } })],
  ] satisfies [string, () => OwnProvider['will']][])('%s', async (_what, will) => {
    own.will = will()
    const { at, query } = landed(await signIn())
    expect({ at, query }).toEqual({
      at: callback,
      query: { error: 'invalid_request', error_description: expect.any(String), state: 'st-1' },
    })
    await expect(profile('evil')).rejects.toThrow('User does not exist')
  })

  test.each([
    ['/token', 500, 'Own Error - 500 error getting token'],
    ['/jwks', 500, 'Own Error - 500 error getting jwks'],
    ['/userinfo', 401, 'Own Error - 401 error getting user info'],
  ])('%s with status %i', async (path, status, said) => {
    own.will = { serve: (came, response) => came.path === path && send(response, status, '') }
    expect(landed(await signIn()).query).toMatchObject({ error: 'invalid_request', error_description: said })
  })

  test('an error of the token endpoint, in its own words', async () => {
    const error = { error: 'invalid_grant', error_description: 'no\r\nsuch <code>' }
    own.will = { serve: (came, response) => came.path === '/token' && send(response, 400, error) }
    const shown = await signIn()
    expect(landed(shown).query['error_description']).toBe('Own Error - 400 invalid_grant no\r\nsuch <code>')
    expect(shown.location).not.toMatch(/[\r\n<]/)
  })

  test.each([
    ['HTML', '<html></html>'],
    ['a list', '[]'],
    ['nothing', ''],
  ])('userInfo that is %s', async (_what, body) => {
    own.will = { serve: (came, response) => came.path === '/userinfo' && send(response, 200, body) }
    expect(landed(await signIn()).query['error']).toBe('invalid_request')
  })

  test('redirects on the back channel', async () => {
    for (const from of ['/token', '/jwks', '/userinfo', '/.well-known/openid-configuration']) {
      own.reset()
      own.will = {
        serve: (came, response) =>
          came.path === from && send(response, 307, '', { Location: `${own.issuer}/canary` }),
      }
      const browser = new Browser(house)
      const { shown, state } = await begin(browser)
      const end = from.startsWith('/.') ? shown : await answer(browser, { code: 'c1', state })
      expect(landed(end).query['error']).toBe('invalid_request')
      expect(own.came.map(({ path }) => path)).not.toContain('/canary')
    }
  })

  test('a connection that breaks, and an answer that is too large', async () => {
    own.will = {
      serve: (came, response) => came.path === '/token' && Boolean(response.destroy()),
    }
    expect(landed(await signIn()).query['error_description']).toBe('Connection reset')
    own.will = {
      serve: (came, response) => came.path === '/token' && send(response, 200, `"${'x'.repeat(600_000)}"`),
    }
    expect(landed(await signIn()).query['error']).toBe('invalid_request')
  })

  test('a discovery document of another issuer', async () => {
    own.will = { discovery: { issuer: `${own.issuer}/` } }
    const { shown } = await begin(new Browser(house))
    expect(landed(shown)).toMatchObject({ at: callback, query: { error: 'invalid_request', state: 'st-1' } })
  })
})

describe('an answer through the browser', () => {
  const refusedByPage = (shown: Shown) => {
    expect(shown.status).toBe(400)
    expect(shown.location).toBeUndefined()
    expect(own.came.map(({ path }) => path)).not.toContain('/token')
  }

  test('counts once', async () => {
    const browser = new Browser(house)
    const { state } = await begin(browser)
    expect(landed(await answer(browser, { code: 'c1', state })).query['code']).toMatch(uuid)
    own.reset()
    refusedByPage(await answer(browser, { code: 'c2', state }))
  })

  test('counts in the browser that began', async () => {
    const { state } = await begin(new Browser(house))
    const other = new Browser(house)
    await begin(other)
    refusedByPage(await answer(other, { code: 'c1', state }))
    refusedByPage(await answer(new Browser(house), { code: 'c1', state }))
  })

  test('needs a state, unaltered and alone', async () => {
    const browser = new Browser(house)
    const { state } = await begin(browser)
    refusedByPage(await answer(browser, { code: 'c1' }))
    refusedByPage(await answer(browser, { code: 'c1', state: `${state}x` }))
    refusedByPage(await browser.open(`/oauth2/idpresponse?code=c1&state=${state}&state=x`))
    expect(landed(await answer(browser, { code: 'c1', state })).query['code']).toMatch(uuid)
  })

  test('is good for five minutes', async () => {
    const browser = new Browser(house)
    const { state } = await begin(browser)
    instance.clock.advance(301)
    const late = await answer(browser, { code: 'c1', state })
    expect(late.status).toBe(400)
    expect(late.body).toContain('Something went wrong')
  })

  test('may come as a form', async () => {
    const browser = new Browser(house)
    const { state } = await begin(browser)
    const shown = await browser.go('POST', '/oauth2/idpresponse', new URLSearchParams({ code: 'c1', state }))
    expect(landed(shown).query).toMatchObject({ code: expect.any(String), state: 'st-1' })
  })

  test('with an error goes on to the application, whatever code is beside it', async () => {
    const browser = new Browser(house)
    const { state } = await begin(browser)
    const shown = await answer(browser, { error: 'access_denied', error_description: 'No', code: 'c', state })
    expect(landed(shown)).toMatchObject({
      at: callback,
      query: { error: 'access_denied', error_description: 'No', state: 'st-1' },
    })
    expect(own.came.map(({ path }) => path)).not.toContain('/token')
  })

  test('without a code is an error', async () => {
    const browser = new Browser(house)
    const { state } = await begin(browser)
    expect(landed(await answer(browser, { state, id_token: 'x.y.z' })).query['error']).toBe('invalid_request')
  })
})

function encoded(header: object): string {
  return Buffer.from(JSON.stringify(header)).toString('base64url')
}
