/** The browser agent in real Chromium, against a small domain: what it does, what it records, and where it never goes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findBrowser, type RunningBrowser, startBrowser } from '../../fixtures/actors/browser.ts'
import { type BrowserAgent, browserAgent } from '../../fixtures/actors/browser-agent.ts'
import { createRedactor } from '../../fixtures/protocol/redaction.ts'
import type { HarEntry } from '../../reports/record.ts'
import { type BrowserDomain, openBrowserDomain } from './browser-domain.ts'

const found = findBrowser()
const why = 'none' in found ? ` (left out: ${found.none})` : ''
const isLeftOut = 'none' in found && process.env['LEAVE_NOTHING_OUT'] === undefined
const CODE = '11111111-2222-4333-8444-555555555555'
const TYPED = { username: 'someone', password: 'Right-password-1' }

interface Site extends AsyncDisposable {
  readonly domain: BrowserDomain
  readonly agent: BrowserAgent
  readonly entries: HarEntry[]
}

describe.skipIf(isLeftOut)(`the browser agent${why}`, { timeout: 60_000 }, () => {
  let browser: RunningBrowser

  beforeAll(async () => {
    if ('none' in found) throw new Error(found.none)
    browser = await startBrowser(found.path)
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
  })

  async function open(
    redirectUri?: string,
    more: { readonly signal?: AbortSignal; readonly deadlineMs?: number } = {},
  ): Promise<Site> {
    const domain = await openBrowserDomain(redirectUri)
    const entries: HarEntry[] = []
    const redactor = createRedactor()
    redactor.add(TYPED.password, 'PASSWORD')
    const agent = await browserAgent({
      wsEndpoint: browser.wsEndpoint,
      record: (entry) => entries.push(entry) - 1,
      redactor,
      clock: { now: Date.now },
      act: () => 'step 4',
      where: domain.where,
      ...more,
    })
    return {
      domain,
      agent,
      entries,
      async [Symbol.asyncDispose]() {
        await agent.close()
        await domain[Symbol.asyncDispose]()
      },
    }
  }

  test.each(['classic', 'managed', 'by-script'])(
    'signs in on the %s page and comes back with a code',
    async (dialect) => {
      await using site = await open()
      const { agent, domain } = site
      const page = await agent.visit(`${domain.origin}/authorize?page=${dialect}`)
      expect(page.hops.map(({ status, url }) => [status, new URL(url).pathname])).toEqual([
        [302, '/authorize'],
        [200, `/${dialect}`],
      ])
      expect(page.hops[0]?.setCookies).toEqual([
        'XSRF-TOKEN=a-cookie-value-of-the-domain; Path=/; Secure; HttpOnly; SameSite=Lax',
        'lang=en; Path=/; Max-Age=3600',
      ])
      const back = await agent.enter(TYPED)
      expect(back).toMatchObject({
        status: 200,
        text: 'Back at the application',
        callback: { where: 'query', parameters: { code: CODE, state: 'a-state' }, location: domain.leadsTo },
      })
      const [posted] = back.hops
      expect(posted?.method).toBe('POST')
      expect(back.callback?.exchange).toBe(posted?.exchange)
      const login = domain.asked.find(({ method, path }) => method === 'POST' && path !== '/callback')
      expect(new URLSearchParams(login?.body).get('username')).toBe('someone')
      expect(login?.headers['x-extra']).toBe('of the target file')
      expect(login?.headers.cookie).toContain('XSRF-TOKEN=a-cookie-value-of-the-domain')
    },
  )

  test.each(['classic', 'managed', 'by-script'])(
    'says so when the %s page refuses the password',
    async (dialect) => {
      await using site = await open()
      await site.agent.visit(`${site.domain.origin}/${dialect}`)
      const page = await site.agent.enter({ ...TYPED, password: 'Wrong-password-1' })
      expect(page.text).toContain('Incorrect username or password.')
      expect(page.status).toBe(dialect === 'by-script' ? 401 : 200)
      expect(page.callback).toBeUndefined()
      expect(page.hops).toHaveLength(1)
    },
  )

  test.each(['https://app.example/cb', 'com.example.app:/cb', 'myapp://cb'])(
    'hands %s over to the application, and contacts nobody else',
    async (redirectUri) => {
      await using site = await open(redirectUri)
      const { agent, domain } = site
      for (const dialect of ['managed', 'by-script']) {
        await agent.visit(`${domain.origin}/${dialect}`)
        const page = await agent.enter(TYPED)
        expect(page).toMatchObject({
          url: `${domain.application}/callback?code=${CODE}&state=a-state`,
          callback: { where: 'query', parameters: { code: CODE }, location: domain.leadsTo },
          hops: [{ method: 'POST' }, { method: 'GET', status: 200 }],
        })
        expect(page.leads).toBeUndefined()
      }
    },
  )

  test.each(['https://app.example/cb', undefined])(
    'keeps the fragment of a redirect to %s',
    async (redirectUri) => {
      await using site = await open(redirectUri)
      const { agent, domain } = site
      domain.leadsTo = domain.leadsTo.replace('?code', '#access_token')
      const page = await agent.visit(`${domain.origin}/leave`)
      expect(page.callback).toMatchObject({
        where: 'fragment',
        parameters: { access_token: CODE, state: 'a-state' },
      })
      expect(domain.asked.map(({ method, path, body }) => `${method} ${path} ${body}`)).toContain(
        `POST /callback access_token=${CODE}&state=a-state`,
      )
      expect(JSON.stringify(site.entries)).not.toContain(CODE)
    },
  )

  test.each(['http://outside.localhost:PORT/cb?code=1', 'https://outside.example/', 'otherapp://cb'])(
    'ends where a redirect leads to %s',
    async (to) => {
      await using site = await open()
      const { agent, domain } = site
      domain.leadsTo = to.replace('PORT', new URL(domain.origin).port)
      const page = await agent.visit(`${domain.origin}/leave`)
      expect(page).toMatchObject({
        leads: domain.leadsTo,
        status: 302,
        url: `${domain.origin}/leave`,
        text: '',
      })
      expect(page.hops).toHaveLength(1)
      expect(domain.asked.map(({ path }) => path)).toEqual(['/leave'])
      expect((await agent.visit(`${domain.origin}/classic`)).status).toBe(200)
    },
  )

  test('contacts no host but the application and the target, whatever a page asks for', async () => {
    await using site = await open()
    await site.agent.visit(`${site.domain.origin}/outside-things`)
    await site.agent.visit(`${site.domain.origin}/managed`)
    const outside = site.domain.asked.filter(({ host }) => !host.startsWith('acme'))
    expect(outside.map(({ path }) => path)).toEqual([])
    await expect(site.agent.follow('Outside')).rejects.toMatchObject({ name: 'CannotGoOn', of: 'target' })
    await expect(site.agent.visit('http://outside.example/')).rejects.toMatchObject({ of: 'application' })
  })

  test('reads a page as the other agent does, each form once', async () => {
    await using site = await open()
    const page = await site.agent.visit(`${site.domain.origin}/classic`)
    expect(page).toMatchObject({ status: 200, title: '/classic', url: `${site.domain.origin}/classic` })
    expect(page.text).toContain('Classic')
    expect(page.controls).toEqual([
      { name: '_csrf', label: '', type: 'hidden', value: 'a-csrf-token-of-the-classic-page' },
      { name: 'username', label: 'Username', type: 'text', value: '' },
      { name: 'password', label: 'Password', type: 'password', value: '' },
      { name: 'cognitoAsfData', label: '', type: 'hidden', value: '' },
      { name: 'signInSubmitButton', label: 'Sign in', type: 'submit', value: 'Sign in' },
    ])
  })

  test('follows links and presses buttons that stand by themselves', async () => {
    await using site = await open()
    const { agent, domain } = site
    await agent.visit(`${domain.origin}/managed`)
    expect((await agent.follow('Terms')).url).toBe(`${domain.origin}/managed#terms`)
    expect((await agent.follow(/new code/)).text).toBe('A code is on its way.')
    await agent.visit(`${domain.origin}/managed`)
    expect((await agent.follow('Classic')).title).toBe('/classic')
    await expect(agent.follow('Nowhere')).rejects.toThrow('no link "Nowhere"')
  })

  test('fills a form by its labels', async () => {
    await using site = await open()
    await site.agent.visit(`${site.domain.origin}/managed`)
    const page = await site.agent.submit({ 'User name': 'another', Password: TYPED.password })
    expect(page.callback?.parameters).toMatchObject({ code: CODE })
    const sent = site.domain.asked.find(({ path }) => path === '/login')
    expect(Object.fromEntries(new URLSearchParams(sent?.body))).toEqual({
      csrf: 'a-csrf-token-of-managed-login',
      username: 'another',
      password: TYPED.password,
    })
    // The domain led back to the application where a page of its own was due.
    await expect(site.agent.submit({ Code: '1' })).rejects.toMatchObject({
      name: 'CannotGoOn',
      of: 'target',
    })
  })

  test('says what is missing on a page without the form, and on one that does nothing', async () => {
    await using site = await open(undefined, { deadlineMs: 1_500 })
    const { agent, domain } = site
    await agent.visit(`${domain.origin}/no-form`)
    await expect(agent.enter(TYPED)).rejects.toMatchObject({ name: 'CannotGoOn', of: 'target' })
    await agent.visit(`${domain.origin}/inert`)
    await expect(agent.enter({ username: 'someone' })).rejects.toThrow(/stays as it is/)
    await expect(agent.visit(`${domain.origin}/round`)).rejects.toThrow(/redirects/)
    domain.leadsTo = 'http://['
    await expect(agent.visit(`${domain.origin}/leave`)).rejects.toMatchObject({ name: 'CannotGoOn' })
  })

  test('keeps cookies until it forgets', async () => {
    await using site = await open()
    const { agent, domain } = site
    await agent.visit(`${domain.origin}/authorize?page=classic`)
    expect(await agent.cookies(domain.origin)).toEqual({
      'XSRF-TOKEN': 'a-cookie-value-of-the-domain',
      lang: 'en',
    })
    expect(await agent.cookies(domain.application)).toEqual({})
    await agent.forget()
    expect(agent.page).toBeUndefined()
    expect(await agent.cookies(domain.origin)).toEqual({})
    await agent.visit(`${domain.origin}/classic`)
    expect(domain.asked.at(-1)?.headers.cookie).toBeUndefined()
  })

  test('records every exchange whole, without a secret', async () => {
    await using site = await open()
    const { agent, domain, entries } = site
    await agent.visit(`${domain.origin}/authorize?page=classic`)
    await agent.enter(TYPED)
    const recorded = JSON.stringify(entries)
    for (const secret of [
      TYPED.password,
      CODE,
      'a-csrf-token-of-the-classic-page',
      'a-cookie-value-of-the-domain',
      'a-session-cookie-value',
    ])
      expect(recorded).not.toContain(secret)
    const documents = entries.filter(({ request }) => !request.url.endsWith('/favicon.ico'))
    expect(documents.map(({ request, response }) => [request.method, response.status])).toEqual([
      ['GET', 302],
      ['GET', 200],
      ['POST', 302],
      ['GET', 200],
    ])
    expect(documents.map(({ _actor, _act }) => [_actor, _act])).toEqual(
      documents.map(() => ['user-agent', 'step 4']),
    )
    expect(documents[1]?.response.content.text).toContain('signInFormUsername')
    expect(documents[2]?.request.postData?.text).toMatch(/username=someone&password=(?:\[|%5B)PASSWORD/)
    expect(documents[2]?.request.headers.map(({ name }) => name.toLowerCase())).toContain('cookie')
    expect(documents[2]?.response.headers.filter(({ name }) => name === 'set-cookie')).toHaveLength(1)
    const icons = () => entries.filter(({ request }) => request.url.endsWith('/favicon.ico')).length
    await expect.poll(icons).toBe(domain.asked.filter(({ path }) => path === '/favicon.ico').length)
  })

  test('knows no answer from an answer', async () => {
    await using site = await open(undefined, { deadlineMs: 1_000 })
    const { agent, domain, entries } = site
    await expect(agent.visit(`${domain.origin}/reset`)).rejects.toMatchObject({
      name: 'NoAnswer',
      why: 'reset',
    })
    await expect(agent.visit(`${domain.origin}/silent`)).rejects.toMatchObject({
      name: 'NoAnswer',
      why: 'timed-out',
    })
    expect(entries.map(({ _error }) => _error)).toEqual([
      expect.stringMatching(/^reset: GET .*\/reset: /),
      expect.stringMatching(/^timed-out: GET .*\/silent: /),
    ])
    expect(await agent.visit(`${domain.origin}/nothing`)).toMatchObject({ status: 204 })
    expect(await agent.visit(`${domain.origin}/classic`)).toMatchObject({ status: 200 })
  })

  test('ends with the run', async () => {
    const run = new AbortController()
    await using site = await open(undefined, { signal: run.signal })
    await site.agent.visit(`${site.domain.origin}/classic`)
    const waiting = expect(site.agent.visit(`${site.domain.origin}/silent`)).rejects.toMatchObject({
      why: 'aborted',
    })
    await expect.poll(() => site.domain.asked.some(({ path }) => path === '/silent')).toBe(true)
    run.abort()
    await waiting
  })
})
