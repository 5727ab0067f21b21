/** What the reference target's domain refuses: bad requests, foreign redirect URIs, wrong methods, hostile text. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ReferenceTarget, startReferenceTarget } from '../../fixtures/reference-target/index.ts'
import { Browser, buildDomain, callback, type DomainHouse, landed, signedOut } from './browser.ts'
import { password, username } from './house.ts'

let target: ReferenceTarget
let house: DomainHouse
let browser: Browser

beforeAll(async () => {
  target = await startReferenceTarget()
  house = await buildDomain(await target.open(), 1)
  browser = new Browser(house)
})
afterAll(() => target.close())

const toApplication: [string, { [name: string]: string | undefined }, string][] = [
  ['no response_type', { response_type: undefined }, 'invalid_request'],
  ['an unknown response_type', { response_type: 'id_token' }, 'invalid_request'],
  ['a grant that the client has not', { response_type: 'token' }, 'unauthorized_client'],
  ['a challenge without a method', { code_challenge: 'a'.repeat(43) }, 'invalid_request'],
  ['a method without a challenge', { code_challenge_method: 'S256' }, 'invalid_request'],
  ['the method plain', { code_challenge: 'a'.repeat(43), code_challenge_method: 'plain' }, 'invalid_request'],
  ['a scope of nobody', { scope: 'openid none-such' }, 'invalid_scope'],
  ['a scope that the client has not', { scope: 'openid phone' }, 'invalid_scope'],
  ['an unknown provider', { identity_provider: 'Nobody' }, 'invalid_request'],
]

test.each(toApplication)('%s is told to the application', async (_what, change, error) => {
  const answer = await browser.send('GET', `/oauth2/authorize?${browser.query(change)}`)
  expect(answer.status).toBe(302)
  const { at, query, fragment } = landed(answer)
  const { error_description: _, ...rest } = change['response_type'] === 'token' ? fragment : query
  expect([at, rest]).toEqual([callback, { error, state: 'st-1' }])
})

const toErrorPage: [string, { [name: string]: string | undefined }, string][] = [
  ['an unknown client', { client_id: 'nobody' }, 'invalid_request'],
  ['no client', { client_id: undefined }, 'invalid_request'],
  ['no redirect URI', { redirect_uri: undefined }, 'invalid_request'],
  ...[
    'https://attacker.example/callback',
    `${callback}/`,
    `${callback}/more`,
    `${callback}?a=b`,
    callback.replace('localhost', '127.0.0.1'),
    callback.replace('localhost', 'localhost.attacker.example'),
    callback.replace('localhost', 'localhost@attacker.example'),
  ].map((uri): [string, { redirect_uri: string }, string] => [
    `the redirect URI ${uri}`,
    { redirect_uri: uri },
    'redirect_mismatch',
  ]),
]

test.each(toErrorPage)('%s ends on the error page of the domain', async (_what, change, error) => {
  const answer = await browser.send('GET', `/oauth2/authorize?${browser.query(change)}`)
  expect(answer.status).toBe(302)
  expect(landed(answer)).toMatchObject({ at: `${house.origin}/error`, query: { error } })
  const page = await browser.open(`/oauth2/authorize?${browser.query(change)}`)
  expect(page.status).toBe(400)
  expect(page.headers['content-type']).toBe('text/html;charset=UTF-8')
  expect(page.$.text()).toContain('An error was encountered with the requested page.')
})

test('a client without OAuth settings ends on the error page', async () => {
  const bare = await buildDomain(await target.open(), 1, {
    client: {
      AllowedOAuthFlowsUserPoolClient: false,
      AllowedOAuthFlows: undefined,
      AllowedOAuthScopes: undefined,
      CallbackURLs: undefined,
      LogoutURLs: undefined,
    },
  })
  const answer = landed(
    await new Browser(bare).send('GET', `/oauth2/authorize?${browser.query({ client_id: bare.clientId })}`),
  )
  expect(answer).toMatchObject({ at: `${bare.origin}/error`, query: { error: 'invalid_request' } })
})

test('DefaultRedirectURI stands in for a missing redirect URI', async () => {
  const other = await buildDomain(await target.open(), 1, { client: { DefaultRedirectURI: callback } })
  const visitor = new Browser(other)
  const page = await visitor.authorize({ redirect_uri: undefined })
  expect(landed(await visitor.submit(page, { username, password })).at).toBe(callback)
})

test('the pages judge their request as the authorization endpoint does', async () => {
  for (const path of ['/login', '/signup', '/forgotPassword']) {
    const foreign = await browser.open(
      `${path}?${browser.query({ redirect_uri: 'https://attacker.example/' })}`,
    )
    expect(foreign.status).toBe(400)
  }
})

test('no text of a request becomes markup or a header', async () => {
  const hostile = '"><script>alert(1)</script>'
  const page = await browser.open(`/login?${browser.query({ state: hostile })}&x=${hostile.replace(' ', '')}`)
  expect(page.$('script')).toHaveLength(0)
  expect(new URL(page.$('form').attr('action') ?? '', page.url).searchParams.get('state')).toBe(hostile)
  const error = await browser.open(`/error?${new URLSearchParams({ error_description: hostile })}`)
  expect(error.$('script')).toHaveLength(0)
  expect(error.$.text()).toContain(hostile)
  const form = await browser.submit(await browser.authorize(), { username: hostile, password: 'x' })
  expect(form.$('script')).toHaveLength(0)
  expect(form.$('input[name="username"]').attr('value')).toBe(hostile)

  const split = 'a\r\nSet-Cookie: cognito=b\r\n\r\n<html>ä'
  const split302 = await browser.send(
    'GET',
    `/oauth2/authorize?${browser.query({ state: split, response_type: undefined })}`,
  )
  expect(landed(split302).query['state']).toBe(split)
  expect(split302.setCookie.filter((one) => one.startsWith('cognito='))).toEqual([])
})

test('every answer carries the request id and the headers that guard a browser', async () => {
  const answers = await Promise.all([
    browser.send('GET', `/oauth2/authorize?${browser.query()}`),
    browser.send('GET', `/login?${browser.query()}`),
    browser.send('GET', '/error?error=x'),
    browser.send('GET', '/nowhere'),
  ])
  for (const { headers } of answers) {
    expect(headers).toMatchObject({
      'x-amz-cognito-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cache-control': 'no-cache, no-store, max-age=0, must-revalidate',
      'strict-transport-security': 'max-age=31536000 ; includeSubDomains',
    })
    expect(headers).not.toHaveProperty('access-control-allow-origin')
    expect(headers).toHaveProperty('date')
  }
})

describe('paths, methods, hosts', () => {
  test('a wrong method is a 405 with an empty body', async () => {
    for (const [method, path] of [
      ['POST', '/oauth2/authorize'],
      ['PUT', '/login'],
      ['GET', '/resendcode'],
      ['POST', '/logout'],
    ] as const) {
      const answer = await browser.send(method, path)
      expect([answer.status, answer.body]).toEqual([405, ''])
      expect(answer.setCookie[0]).toMatch(/^XSRF-TOKEN=/)
    }
  })

  test('an unknown path is a 404, an unknown domain too', async () => {
    expect((await browser.send('GET', '/nowhere')).status).toBe(404)
    const stranger = new Browser({ ...house, host: house.host.replace('house-1', 'house-2') })
    expect((await stranger.send('GET', '/login')).status).toBe(404)
  })

  test('the API of the same instance answers as ever', async () => {
    const answer = await fetch(`${house.instance.endpoint}/${house.poolId}/.well-known/jwks.json`)
    expect(answer.status).toBe(200)
  })
})

describe('signing out', () => {
  const out = (parameters: { [name: string]: string }) =>
    browser.send('GET', `/logout?${new URLSearchParams({ client_id: house.clientId, ...parameters })}`)

  test('to the sign-in page, with all scopes where none were named', async () => {
    const more = { response_type: 'code', redirect_uri: callback, state: 's', nonce: 'n' }
    const answer = landed(await out({ ...more, identity_provider: 'COGNITO' }))
    expect(answer).toEqual({
      at: `${house.origin}/login`,
      query: { ...more, client_id: house.clientId, scope: 'openid email profile' },
      fragment: {},
    })
  })

  test('logout_uri goes before redirect_uri', async () => {
    const answer = await out({
      logout_uri: signedOut,
      redirect_uri: callback,
      response_type: 'code',
      state: 's',
    })
    expect(answer.location).toBe(signedOut)
  })

  test('an unregistered or missing logout_uri ends in the complaint about the other form', async () => {
    for (const parameters of [
      { logout_uri: `${signedOut}/` },
      { logout_uri: 'https://attacker.example' },
      {},
    ]) {
      const first = await out(parameters)
      expect(landed(first).at).toBe(`${house.origin}/error`)
      const page = await browser.open(`/error${new URL(first.location ?? '').search}`)
      expect(page.status).toBe(400)
      expect(page.$.text()).toContain("Required String parameter 'redirect_uri' is not present")
    }
  })

  test('a foreign redirect_uri and an unknown client end on the error page', async () => {
    expect(
      landed(await out({ redirect_uri: 'https://attacker.example', response_type: 'code' })),
    ).toMatchObject({
      at: `${house.origin}/error`,
      query: { error: 'redirect_mismatch' },
    })
    expect(landed(await out({ client_id: 'nobody', logout_uri: signedOut })).at).toBe(`${house.origin}/error`)
  })
})
