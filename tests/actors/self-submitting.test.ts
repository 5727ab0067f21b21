/** Pages that send a form by themselves, as SAML's POST binding makes them: both agents follow, and as a browser does. */
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { UserAgent } from '../../fixtures/actors/actors.ts'
import { findBrowser, type RunningBrowser, startBrowser } from '../../fixtures/actors/browser.ts'
import { browserAgent } from '../../fixtures/actors/browser-agent.ts'
import { httpAgent } from '../../fixtures/actors/http-agent.ts'
import { createRedactor } from '../../fixtures/protocol/redaction.ts'
import { openTransport } from '../../fixtures/protocol/transport.ts'
import type { HarEntry } from '../../reports/record.ts'
import { leaksIn } from '../run/canary.ts'
import {
  type FederatedDomain,
  openFederatedDomain,
  RELAY_STATE,
  RESPONSE,
  STATE,
  XML,
} from './federated-domain.ts'

const found = findBrowser()
const why = 'none' in found ? ` (left out: ${found.none})` : ''
const isLeftOut = 'none' in found && process.env['LEAVE_NOTHING_OUT'] === undefined
const CODE = '11111111-2222-4333-8444-555555555555'
const clock = { now: Date.now }

interface Site extends FederatedDomain {
  readonly agent: UserAgent
  readonly entries: HarEntry[]
}

function http(domain: FederatedDomain, entries: HarEntry[]): UserAgent {
  const { where } = domain
  const record = (entry: HarEntry) => entries.push(entry) - 1
  const transport = openTransport({ record, clock, redactor: createRedactor() })
  onTestFinished(() => transport.close())
  return httpAgent({
    clock,
    where,
    async send(request) {
      const headers = { ...where.headersFor(new URL(request.url)), ...request.headers }
      const answer = await transport.send({ ...request, headers, as: 'text' })
      const { exchange, status, setCookies = [], body } = answer
      const text = body.kind === 'text' ? body.text : ''
      return { exchange, status, headers: answer.headers, setCookies, text }
    },
  })
}

describe.each([
  { name: 'http', skipped: false },
  { name: `browser${why}`, skipped: isLeftOut },
] as const)('the $name agent', { timeout: 60_000 }, ({ name, skipped }) => {
  let browser: RunningBrowser | undefined

  beforeAll(async () => {
    if (name === 'http' || skipped) return
    if ('none' in found) throw new Error(found.none)
    browser = await startBrowser(found.path)
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
  })

  async function open(): Promise<Site> {
    const domain = await openFederatedDomain()
    onTestFinished(() => domain[Symbol.asyncDispose]())
    const entries: HarEntry[] = []
    if (browser === undefined) return { ...domain, agent: http(domain, entries), entries }
    const agent = await browserAgent({
      wsEndpoint: browser.wsEndpoint,
      record: (entry) => entries.push(entry) - 1,
      redactor: createRedactor(),
      clock,
      act: () => 'step 8',
      where: domain.where,
    })
    onTestFinished(() => agent.close())
    return { ...domain, agent, entries }
  }
  const cookiesOf = (site: Site, path: string) =>
    (site.asked.findLast((one) => one.path === path)?.headers.cookie ?? '').split('; ').sort()

  test.skipIf(skipped)('follows the form as one more hop of the same navigation', async () => {
    const site = await open()
    const prompt = await site.agent.visit(`${site.domain}/authorize`)
    expect(prompt.controls.map(({ label }) => label)).toContain('Username')
    const page = await site.agent.enter({ username: 'somebody', password: 'Right-password-1' })
    expect(page.hops.map(({ method, url, status }) => [method, new URL(url).pathname, status])).toEqual([
      ['POST', '/login', 200],
      ['POST', '/saml2/idpresponse', 302],
      ['GET', '/callback', 200],
    ])
    expect(page.callback).toMatchObject({ parameters: { code: CODE, state: 'of-the-app' } })
    expect(page.callback?.exchange).toBe(page.hops[1]?.exchange)
    const posted = site.asked.find(({ path }) => path === '/saml2/idpresponse')
    expect(Object.fromEntries(posted?.form ?? [])).toEqual({
      SAMLResponse: RESPONSE,
      RelayState: RELAY_STATE,
    })
    expect(posted?.headers).toMatchObject({ origin: site.idp, 'x-extra': 'of the target file' })
    // What is kept for the same site does not come along with another site's POST.
    expect(cookiesOf(site, '/saml2/idpresponse')).toEqual(['none=1'])
  })

  test.skipIf(skipped)('tells the provider nothing that is for the target alone', async () => {
    const site = await open()
    await site.agent.visit(`${site.domain}/authorize`)
    const atProvider = site.asked.filter(({ path }) => path.startsWith('/sso'))
    expect(atProvider).toHaveLength(1)
    expect(atProvider[0]?.headers).not.toHaveProperty('x-extra')
    expect(atProvider[0]?.headers).not.toHaveProperty('cookie')
  })

  test.skipIf(skipped)('writes down neither the assertion nor what binds it to the browser', async () => {
    const site = await open()
    await site.agent.visit(`${site.domain}/authorize`)
    await site.agent.enter({ username: 'somebody', password: 'Right-password-1' })
    const [, signature = ''] = /<ds:SignatureValue>\s*([^<\s]+)/.exec(XML) ?? []
    const secrets = { response: RESPONSE, relay: RELAY_STATE, state: STATE, code: CODE, xml: XML, signature }
    expect(leaksIn(JSON.stringify(site.entries), secrets)).toEqual([])
    expect(JSON.stringify(site.entries)).toContain('[SAMLResponse ')
  })

  test.skipIf(skipped)('follows a request of the user pool that comes by POST', async () => {
    const site = await open()
    const page = await site.agent.visit(`${site.domain}/authorize-by-post`)
    expect(page.hops.map(({ method, url }) => [method, new URL(url).pathname])).toEqual([
      ['GET', '/authorize-by-post'],
      ['POST', '/sso'],
    ])
    expect(page.controls.map(({ label }) => label)).toContain('Password')
  })

  test.skipIf(skipped)('follows a script that submits', async () => {
    const site = await open()
    const page = await site.agent.visit(`${site.idp}/by-script`)
    expect(page).toMatchObject({ text: 'The end of POST x=1' })
    expect(page.hops).toHaveLength(2)
  })

  test.skipIf(skipped)('goes nowhere where there is something to fill in', async () => {
    const site = await open()
    expect((await site.agent.visit(`${site.idp}/asks`)).hops).toHaveLength(1)
  })

  test.skipIf(skipped)('stops before an address that is nobody’s', async () => {
    const site = await open()
    const page = await site.agent.visit(`${site.idp}/outside`)
    expect(page).toMatchObject({ leads: 'http://outside.example/take', hops: [{ status: 200 }] })
  })

  test.skipIf(skipped)('posts as another site would', async () => {
    const site = await open()
    await site.agent.visit(`${site.domain}/authorize`)
    const page = await site.agent.posts(`${site.domain}/saml2/idpresponse`, [
      ['SAMLResponse', RESPONSE],
      ['RelayState', 'one'],
      ['RelayState', 'two'],
    ])
    expect(page.hops.map(({ method, status }) => [method, status])).toEqual([
      ['POST', 302],
      ['GET', 200],
    ])
    expect(page.callback?.parameters['code']).toBe(CODE)
    const posted = site.asked.find(({ path }) => path === '/saml2/idpresponse')
    expect(posted?.form.getAll('RelayState')).toEqual(['one', 'two'])
    expect(posted?.form.get('SAMLResponse')).toBe(RESPONSE)
    expect(posted?.headers.origin).toBe('null')
    expect(cookiesOf(site, '/saml2/idpresponse')).toEqual(['none=1'])
    await expect(site.agent.posts('http://outside.example/', {})).rejects.toThrow(
      'is not where the agent goes',
    )
  })
})

test('the http agent ends a page that submits itself for ever', async () => {
  const domain = await openFederatedDomain()
  onTestFinished(() => domain[Symbol.asyncDispose]())
  const agent = http(domain, [])
  await expect(agent.visit(`${domain.idp}/again`)).rejects.toThrow('20 times before')
  expect(domain.asked).toHaveLength(21)
})
