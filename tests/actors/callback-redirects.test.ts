/** The http agent on the way back to the application, whose redirect URI may be registered elsewhere. */
import { describe, expect, test } from 'vitest'
import { type SiteOptions, siteWith, TARGET } from './site.ts'

describe('a redirect to the application', () => {
  const site = (location: string, more: SiteOptions = {}) =>
    siteWith(
      (request, response) => {
        if (request.url === '/authorize') response.writeHead(302, { location }).end()
        else response.end(`<title>${request.method}</title>${request.url} ${request.body}`)
      },
      { ...TARGET, ...more },
    )

  test('that is registered elsewhere is handed over, with query and fragment', async () => {
    for (const registered of ['https://app.example/cb', 'com.example.app://cb']) {
      let to = ''
      const { origin, agent, sent } = await site(`${registered}?code=c-1&state=s&state=t`, {
        registered: new Proxy({}, { get: (_, name) => (name === registered ? to : undefined) }),
      })
      to = `${origin.replace('localhost', 'app.localhost')}/callback`
      const page = await agent.visit(`${origin}/authorize`)
      expect(page).toMatchObject({ status: 200, text: '/callback?code=c-1&state=s&state=t' })
      expect(page.callback).toEqual({
        exchange: 0,
        where: 'query',
        parameters: { code: 'c-1', state: 's' },
        repeated: ['state'],
        location: `${registered}?code=c-1&state=s&state=t`,
      })
      expect(page.hops.map(({ status }) => status)).toEqual([302, 200])
      expect(sent).toHaveLength(2)
    }
  })

  test('with a fragment is read as its script would', async () => {
    const port = { now: '' }
    const { origin, agent, sent } = await siteWith((request, response) => {
      if (request.url === '/authorize')
        response
          .writeHead(302, {
            location: `http://app.localhost:${port.now}/callback#access_token=t&expires_in=1`,
          })
          .end()
      else response.end(`${request.method} ${request.url} ${request.body}`)
    }, TARGET)
    port.now = new URL(origin).port
    const page = await agent.visit(`${origin}/authorize`)
    expect(page.callback).toMatchObject({
      where: 'fragment',
      parameters: { access_token: 't', expires_in: '1' },
    })
    expect(page.text).toBe('POST /callback access_token=t&expires_in=1')
    expect(sent.map(({ method, url }) => [method, new URL(url).pathname, new URL(url).hash])).toEqual([
      ['GET', '/authorize', ''],
      ['GET', '/callback', ''],
      ['POST', '/callback', ''],
    ])
  })

  test('that is not registered is not', async () => {
    const { origin, agent, sent } = await site('https://app.example/cb/evil?code=c', {
      registered: { 'https://app.example/cb': 'http://x' },
    })
    const page = await agent.visit(`${origin}/authorize`)
    expect(page).toMatchObject({ leads: 'https://app.example/cb/evil?code=c', status: 302 })
    expect(page.callback).toBeUndefined()
    expect(sent).toHaveLength(1)
  })

  test('where a page of the domain was due is the fault of the domain; a page of the application is not', async () => {
    const port = { now: '' }
    const { origin, agent } = await siteWith((request, response) => {
      if (request.url === '/authorize')
        response.writeHead(302, { location: `http://app.localhost:${port.now}/callback?code=c` }).end()
      else response.end('no form')
    }, TARGET)
    port.now = new URL(origin).port
    await agent.visit(`${origin}/authorize`)
    await expect(agent.enter({ code: '1' })).rejects.toMatchObject({ name: 'CannotGoOn', of: 'target' })
    await agent.visit(`http://app.localhost:${port.now}/`)
    await expect(agent.enter({ code: '1' })).rejects.toMatchObject({ name: 'CannotGoOn', of: 'application' })
  })
})
