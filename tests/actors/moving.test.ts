/** The agent that turns to a browser when a page needs one; the browser here is another http agent. */
import { expect, test } from 'vitest'
import type { UserAgent } from '../../fixtures/actors/actors.ts'
import { movingAgent } from '../../fixtures/actors/moving-agent.ts'
import { siteWith } from './site.ts'

const scripted = '<script>make()</script><div id=root></div>'
const form = '<form method=post><input name=username></form>'

async function moving() {
  const asked: string[] = []
  const site = await siteWith(
    (request, response) => {
      const sees = request.headers['x-browser'] === undefined ? scripted : form
      if (request.url === '/begin') response.writeHead(302, { location: '/login' }).end()
      else if (request.url === '/login') response.end(sees)
      else response.end(`<a href=/begin>Sign in</a> ${request.url}`)
    },
    { isTarget: true },
  )
  let launched = 0
  const browser: UserAgent = {
    kind: 'browser',
    page: undefined,
    visit: async (url) => {
      asked.push(`visit ${url.slice(site.origin.length)}`)
      return { exchange: 9, url, status: 200, title: '', text: 'browser', hops: [], controls: [] }
    },
    posts: () => Promise.reject(new Error('not asked')),
    follow: () => Promise.reject(new Error('not asked')),
    submit: () => Promise.reject(new Error('not asked')),
    enter: async () => {
      asked.push('enter')
      return { exchange: 10, url: '', status: 200, title: '', text: 'entered', hops: [], controls: [] }
    },
    cookies: async () => ({ of: 'browser' }),
    forget: async () => void asked.push('forget'),
  }
  const agent = movingAgent(site.agent, async () => {
    launched += 1
    return browser
  })
  return { ...site, agent, asked, launched: () => launched }
}

test('a page that needs no browser starts none', async () => {
  const { agent, origin, launched } = await moving()
  expect((await agent.visit(origin)).text).toContain('Sign in')
  expect([agent.kind, launched()]).toEqual(['http', 0])
  await agent.forget()
})

test('the navigation begins anew in the browser, which stays until the profile is forgotten', async () => {
  const { agent, origin, asked, launched } = await moving()
  await agent.visit(origin)
  expect((await agent.follow('Sign in')).text).toBe('browser')
  expect(asked).toEqual(['visit /begin'])
  expect(agent.kind).toBe('browser')
  expect((await agent.enter({ username: 'a' })).text).toBe('entered')
  expect(await agent.cookies(origin)).toEqual({ of: 'browser' })
  await agent.forget()
  expect(agent.kind).toBe('http')
  await agent.visit(`${origin}/login`)
  expect(asked).toEqual(['visit /begin', 'enter', 'forget', 'visit /login'])
  expect(launched()).toBe(1)
})
