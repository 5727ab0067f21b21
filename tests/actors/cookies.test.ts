/** The http agent's cookies, for as long and as far as a browser would keep and send them. */
import { describe, expect, test } from 'vitest'
import { siteWith, TARGET } from './site.ts'

describe('cookies', () => {
  test('last by the clock of the variant, and Secure ones are kept on names below localhost', async () => {
    let now = Date.UTC(2031, 0, 1)
    const { origin, agent, sent } = await siteWith(
      (_, response) =>
        response
          .writeHead(200, {
            'set-cookie': [
              'session=s; Max-Age=3600; Secure; HttpOnly; Path=/',
              `until=u; Expires=${new Date(Date.UTC(2031, 0, 1, 0, 30)).toUTCString()}`,
              'gone=g; Max-Age=0',
              'open=o',
            ],
          })
          .end('x'),
      { ...TARGET, now: () => now },
    )
    const domain = origin.replace('localhost', 'prefix.auth.us-east-1.localhost')
    await agent.visit(domain)
    expect(await agent.cookies(domain)).toEqual({ session: 's', until: 'u', open: 'o' })
    expect(await agent.cookies(origin)).toEqual({})
    now += 31 * 60_000
    expect(await agent.cookies(domain)).toEqual({ session: 's', open: 'o' })
    now += 31 * 60_000
    expect(await agent.cookies(domain)).toEqual({ open: 'o' })
    await agent.forget()
    expect(await agent.cookies(domain)).toEqual({})
    expect(agent.page).toBeUndefined()
    expect(sent).toHaveLength(1)
  })

  test('keep to their SameSite when another site leads or posts there', async () => {
    const { origin, agent, sent } = await siteWith((request, response) => {
      if (request.headers.host?.startsWith('other'))
        response.end(
          `<a href="http://one.a.localhost:${request.socket.localPort}/x">go</a><form method=post action="http://one.a.localhost:${request.socket.localPort}/y"><button>post</button></form>`,
        )
      else
        response
          .writeHead(200, {
            'set-cookie': ['s=1; SameSite=Strict', 'l=1; SameSite=Lax', 'n=1; SameSite=None; Secure'],
          })
          .end('<a href="/x">go</a>')
    }, TARGET)
    const at = (name: string) => origin.replace('localhost', `${name}.localhost`)
    await agent.visit(at('one.a'))
    await agent.visit(at('one.a'))
    await agent.visit(at('other.b'))
    await agent.follow('go')
    await agent.follow('go')
    await agent.visit(at('other.b'))
    await agent.follow('post')
    expect(sent.map(({ headers }) => headers['cookie'])).toEqual([
      undefined,
      's=1; l=1; n=1',
      undefined,
      'l=1; n=1',
      's=1; l=1; n=1',
      undefined,
      'n=1',
    ])
    expect(sent.at(-1)?.headers).toMatchObject({ origin: at('other.b'), referer: `${at('other.b')}/` })
  })

  test('that no header could carry back are not sent', async () => {
    const { origin, agent } = await siteWith((_, response) => {
      response.socket?.end(
        'HTTP/1.1 200 OK\r\nset-cookie: a=\u{1F600}\r\nset-cookie: c=\u00e9\r\ncontent-length: 0\r\nconnection: close\r\n\r\n',
      )
    }, TARGET)
    await agent.visit(origin)
    expect((await agent.visit(origin)).status).toBe(200)
  })

  test('that no browser would take are left out, and those of any shape do no harm', async () => {
    const { origin, agent } = await siteWith(
      (_, response) =>
        response
          .writeHead(200, {
            'set-cookie': [
              'a=1; Max-Age=1e999',
              'b=2; Expires=never',
              'c=3; Domain=localhost.',
              '__Host-d=4',
              'e="5"; Max-Age=99999999999999999',
              '',
            ],
          })
          .end(),
      TARGET,
    )
    await agent.visit(origin)
    expect(await agent.cookies(origin)).toMatchObject({ b: '2', e: '"5"' })
  })
})
