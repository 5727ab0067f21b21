/** Walks through the sign-in pages of the reference target's domain: both brandings, one step and two, sessions. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ReferenceTarget, startReferenceTarget } from '../../fixtures/reference-target/index.ts'
import { Browser, buildDomain, callback, landed, signedOut } from './browser.ts'
import { enrol, password, username } from './house.ts'

let target: ReferenceTarget

beforeAll(async () => {
  target = await startReferenceTarget()
})
afterAll(() => target.close())

async function open(version: 1 | 2, on: Parameters<typeof buildDomain>[2] = {}) {
  const house = await buildDomain(await target.open(), version, on)
  return { house, browser: new Browser(house) }
}

const uuid = /^[0-9a-f-]{36}$/

describe.each([1, 2] as const)('branding version %i', (version) => {
  test('from the authorization endpoint over the sign-in page to a code', async () => {
    const { browser, house } = await open(version)
    const first = await browser.send('GET', `/oauth2/authorize?${browser.query({ nonce: 'n 1' })}`)
    expect(first.status).toBe(302)
    expect(first.location).toBe(`${house.origin}/login?${browser.query({ nonce: 'n 1' })}`)

    const page = await browser.open(`/login?${browser.query()}`)
    expect(page.status).toBe(200)
    expect(page.headers['content-type']).toBe('text/html;charset=UTF-8')
    expect(page.$('form')).toHaveLength(version === 1 ? 2 : 1)
    expect(page.$('form').attr('name')).toBe('cognitoSignInForm')
    const token = page.$(`input[name="${version === 1 ? '_csrf' : 'csrf'}"]`).attr('value')
    expect(token).toBe(browser.cookies.get('XSRF-TOKEN'))
    expect(page.body).toContain('response_type=code&amp;client_id=')

    const done = await browser.submit(page, { username, password })
    expect(done.status).toBe(302)
    expect(landed(done)).toEqual({
      at: callback,
      query: { code: expect.stringMatching(uuid), state: 'st-1' },
      fragment: {},
    })
    const session = done.setCookie.find((one) => one.startsWith('cognito='))
    expect(session).toMatch(/^cognito=[0-9a-f-]{36}; Max-Age=3600; Path=\/; Secure; HttpOnly; SameSite=Lax$/)
  })

  test('a wrong password shows the page again and leads nowhere', async () => {
    const { browser } = await open(version)
    const page = await browser.authorize()
    const again = await browser.submit(page, { username, password: 'Wrong-horse-1' })
    expect(again.status).toBe(version === 1 ? 401 : 200)
    expect(again.location).toBeUndefined()
    expect(again.$('#loginErrorMessage').first().text()).toBe('Incorrect username or password.')
    expect(again.$('input[name="username"]').attr('value')).toBe(username)
    expect(landed(await browser.submit(again, { username, password })).at).toBe(callback)
  })

  test('a second factor stands between password and application, and its code counts once', async () => {
    const { browser, house } = await open(version)
    const code = await enrol(house)
    const prompt = await browser.submit(await browser.authorize(), { username, password })
    expect(new URL(prompt.url).pathname).toBe('/mfa')
    expect(prompt.$('#totpCodeInput').attr('name')).toBe('authentication_code')

    const again = await browser.submit(prompt, { authentication_code: code(10) })
    expect(again.status).toBe(200)
    expect(again.$('[role=alert]').first().text()).toBe('Invalid code received for user')
    const used = code()
    expect(landed(await browser.submit(again, { authentication_code: used })).query).toMatchObject({
      code: expect.stringMatching(uuid),
    })

    const other = new Browser(house)
    const second = await other.submit(await other.authorize(), { username, password })
    const replayed = await other.submit(second, { authentication_code: used })
    expect(replayed.$('[role=alert]').first().text()).toContain('already been used once')
  })

  test('the second factor is asked of the browser that gave the password', async () => {
    const { browser, house } = await open(version)
    const code = await enrol(house)
    const prompt = await browser.submit(await browser.authorize(), { username, password })
    const other = new Browser(house)
    other.cookies.set('XSRF-TOKEN', browser.cookies.get('XSRF-TOKEN') ?? '')
    const elsewhere = await other.submit(prompt, { authentication_code: code() })
    expect(new URL(elsewhere.url).pathname).toBe('/login')
  })

  test('a session stands in for an hour from the sign-in, and using it adds nothing', async () => {
    const { browser, house } = await open(version)
    await browser.submit(await browser.authorize(), { username, password })
    house.instance.clock.advance(50 * 60)
    expect(landed(await browser.authorize({ state: 'a%b=c' })).query).toEqual({
      code: expect.stringMatching(uuid),
      state: 'a%b=c',
    })
    house.instance.clock.advance(11 * 60)
    expect((await browser.authorize()).status).toBe(200)
  })

  test('signing out ends the session and forgets the cookie', async () => {
    const { browser, house } = await open(version)
    await browser.submit(await browser.authorize(), { username, password })
    const kept = browser.cookies.get('cognito') ?? ''
    const out = await browser.send(
      'GET',
      `/logout?${new URLSearchParams({ client_id: house.clientId, logout_uri: signedOut })}`,
    )
    expect([out.status, out.location]).toEqual([302, signedOut])
    expect(browser.cookies.has('cognito')).toBe(false)
    browser.cookies.set('cognito', kept)
    expect((await browser.authorize()).status).toBe(200)
  })

  test('a form without the token of the cookie is not taken', async () => {
    const { browser } = await open(version)
    const page = await browser.authorize()
    browser.cookies.set('XSRF-TOKEN', 'af3f4a0e-0000-4000-8000-000000000000')
    const refused = await browser.submit(page, { username, password })
    expect(refused.status).toBe(403)
    expect(refused.location).toBeUndefined()
  })

  test('a sign-in is over after five minutes', async () => {
    const { browser, house } = await open(version)
    const code = await enrol(house)
    const prompt = await browser.submit(await browser.authorize(), { username, password })
    house.instance.clock.advance(301)
    const late = await browser.submit(prompt, { authentication_code: code() })
    expect(late.status).toBe(400)
    expect(late.$.text()).toContain('Something went wrong')
  })

  test('the cookies of a page', async () => {
    const { browser } = await open(version)
    const { setCookie } = await browser.authorize({ lang: 'ja' })
    const attributes = Object.fromEntries(
      setCookie.map((one) => [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('; '))]),
    )
    expect(attributes).toEqual({
      'XSRF-TOKEN': '; Path=/; Secure; HttpOnly',
      'csrf-state': '; Path=/; Secure; HttpOnly; SameSite=None',
      'csrf-state-legacy': '; Path=/; Secure; HttpOnly',
      ...(version === 2
        ? { 'page-data': '; Path=/; Secure; HttpOnly', lang: '; Path=/; Secure; HttpOnly' }
        : {}),
    })
  })
})

test('managed login honours prompt, login_hint and lang; the classic hosted UI knows none of them', async () => {
  const { browser } = await open(2)
  expect(landed(await browser.authorize({ prompt: 'none' })).query).toEqual({
    error: 'login_required',
    state: 'st-1',
  })
  const page = await browser.authorize({ login_hint: username, lang: 'de' })
  expect(page.$('input[name="username"]').attr('value')).toBe(username)
  expect(page.$('html').attr('lang')).toBe('de')
  await browser.submit(page, { username, password })
  expect(landed(await browser.authorize({ prompt: 'none' })).query).toHaveProperty('code')
  expect(landed(await browser.authorize({ prompt: 'select_account consent' })).query).toHaveProperty('code')

  const asked = await browser.authorize({ prompt: 'login' })
  expect(asked.url).toContain('prompt=login')
  expect(asked.status).toBe(200)
  expect(landed(await browser.authorize()).query).toHaveProperty('code')

  const { browser: classic } = await open(1)
  const plain = await classic.authorize({ prompt: 'none', login_hint: username, lang: 'de' })
  expect(plain.status).toBe(200)
  expect(plain.$('input[name="username"]').attr('value')).toBe('')
  expect(plain.$('html').attr('lang')).toBe('en')
})

test('max_age asks for a fresh sign-in', async () => {
  const { browser, house } = await open(2)
  await browser.submit(await browser.authorize(), { username, password })
  house.instance.clock.advance(60)
  expect(landed(await browser.authorize({ max_age: '120' })).query).toHaveProperty('code')
  expect((await browser.authorize({ max_age: '30' })).status).toBe(200)
})

test('choice-based sign-in: a page without a form, and values that its script sends as JSON', async () => {
  const { browser } = await open(2, {
    client: { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
  })
  const page = await browser.authorize()
  expect(page.$('form')).toHaveLength(0)
  const csrf = browser.cookies.get('XSRF-TOKEN') ?? ''
  const second = await browser.go(
    'POST',
    `/login?${browser.query()}`,
    new URLSearchParams({ csrf, username: JSON.stringify(username), cognitoAsfData: '' }),
  )
  expect(second.status).toBe(200)
  expect(second.body).toContain('/verifyPassword')
  const send = (value: string) =>
    browser.go(
      'POST',
      `/verifyPassword?${browser.query()}`,
      new URLSearchParams({ csrf, password: JSON.stringify(value), cognitoAsfData: '' }),
    )
  const wrong = await send('Wrong-horse-1')
  expect([wrong.status, wrong.location]).toEqual([200, undefined])
  expect(landed(await send(password)).query).toHaveProperty('code')
})

test('the implicit grant answers in the fragment', async () => {
  const { browser } = await open(1, { client: { AllowedOAuthFlows: ['implicit'] } })
  const page = await browser.authorize({ response_type: 'token', scope: 'openid email' })
  const { query, fragment } = landed(await browser.submit(page, { username, password }))
  expect(query).toEqual({})
  expect(Object.keys(fragment).sort()).toEqual([
    'access_token',
    'expires_in',
    'id_token',
    'state',
    'token_type',
  ])

  const bare = landed(await browser.authorize({ response_type: 'token', scope: 'email' }))
  expect(bare.fragment).not.toHaveProperty('id_token')
  const refused = landed(await browser.authorize({ response_type: 'token', scope: 'none-such' }))
  expect(refused.fragment).toMatchObject({ error: 'invalid_scope', state: 'st-1' })
})

test('managed login has no page for a client without a branding style', async () => {
  const { browser } = await open(2, { unstyled: true })
  const page = await browser.authorize()
  expect(page.status).toBe(403)
  expect(page.$.text()).toContain('Login pages unavailable. Please contact an administrator.')
})
