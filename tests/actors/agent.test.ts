import { describe, expect, test } from 'vitest'
import { enterInto, fillByLabels, offersOf } from '../../fixtures/actors/filling.ts'
import { controlsOf, readHtml } from '../../fixtures/actors/html.ts'
import { type Handler, siteWith } from './site.ts'

const html = (body: string): Handler => {
  return (_, response) => response.setHeader('content-type', 'text/html').end(body)
}

describe('redirects', () => {
  test('are followed hop by hop, with the cookies set on the way', async () => {
    const { origin, agent, sent } = await siteWith((request, response) => {
      if (request.url === '/a') {
        response
          .writeHead(302, {
            location: 'b?x=1#top',
            'set-cookie': ['one=1; Path=/', 'two=2, and more; Path=/'],
          })
          .end()
      } else response.end(`<title>T</title>${request.url} ${request.headers.cookie}`)
    })
    const page = await agent.visit(`${origin}/a`)
    expect(page).toMatchObject({
      exchange: 1,
      url: `${origin}/b?x=1#top`,
      title: 'T',
      text: '/b?x=1 one=1; two=2, and more',
    })
    expect(sent.map(({ url }) => url)).toEqual([`${origin}/a`, `${origin}/b?x=1`])
  })

  test.each([
    [302, 'GET', ''],
    [303, 'GET', ''],
    [307, 'POST', 'q=1'],
    [308, 'POST', 'q=1'],
  ])('%i after a POST goes on with %s', async (status, method, body) => {
    const { origin, agent } = await siteWith((request, response) => {
      if (request.url === '/form') response.end('<form method=post action=/go><input name=q></form>')
      else if (request.url === '/go') response.writeHead(status, { location: '/end' }).end()
      else response.end(`${request.method} ${request.body}`)
    })
    await agent.visit(`${origin}/form`)
    expect((await agent.submit({ q: '1' })).text).toBe(`${method} ${body}`.trim())
  })

  test('end after twenty', async () => {
    const { origin, agent, sent } = await siteWith((_, response) =>
      response.writeHead(302, { location: '/again' }).end(),
    )
    await expect(agent.visit(`${origin}/?secret=1`)).rejects.toThrow(
      `${origin}/again redirects, and did so 20 times before`,
    )
    expect(sent).toHaveLength(21)
  })

  test.each([
    'http://[',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,x',
    'myapp://cb?code=1',
    'http://127.0.0.1:1/x',
    '//elsewhere.example/cb?code=1#x',
    'http://\u0000',
  ])('to %j end the navigation, uncontacted', async (location) => {
    const { origin, agent, sent } = await siteWith((_, response) =>
      response.writeHead(302, { location: encodeURI(location) }).end(),
    )
    const page = await agent.visit(`${origin}/`)
    expect(page).toMatchObject({ status: 302, url: `${origin}/`, hops: [{ status: 302 }] })
    expect(page.leads).toBeTypeOf('string')
    expect(page.callback).toBeUndefined()
    expect(sent).toHaveLength(1)
  })

  test('without a Location are pages', async () => {
    const { origin, agent } = await siteWith((_, response) => response.writeHead(302).end('nowhere'))
    expect(await agent.visit(`${origin}/`)).toMatchObject({ status: 302, text: 'nowhere' })
  })
})

describe('links', () => {
  test('are found by their text and resolved against the base of the page', async () => {
    const { origin, agent } = await siteWith((request, response) => {
      if (request.url === '/')
        response.end('<base href="/deep/"><a href="x">Other</a> <a href="y?z"><b>Sign</b>\n in</a>')
      else response.end(request.url)
    })
    await agent.visit(`${origin}/`)
    expect((await agent.follow('Sign in')).text).toBe('/deep/y?z')
  })

  test('that are missing are answered with those that are there', async () => {
    const { origin, agent } = await siteWith(
      html('<a href=/a>Home</a><a href=/b>Log\u202Ein</a><a>no href</a>'),
    )
    await agent.visit(`${origin}/page?code=1`)
    await expect(agent.follow('Sign in')).rejects.toThrow(
      `${origin}/page has no link "Sign in"; its links: "Home", `,
    )
  })

  test('of no page are an error', async () => {
    const { agent } = await siteWith(html(''))
    await expect(agent.follow('x')).rejects.toThrow('No page is open')
  })
})

describe('forms', () => {
  const form = `
    <form action=/search><input name=q></form>
    <form method=POST action=/in>
      <input type=hidden name=_csrf value="a&amp;b">
      <label for=u>User  name</label><input id=u name=user value=old>
      <label>Password <input type=password name=pw></label>
      <input aria-label=Note name=note>
      <input type=checkbox name=keep value=yes checked><input type=checkbox name=spam value=yes>
      <input name=off disabled value=1><select name=s><option value=1>a<option value=2 selected>b</select>
      <button name=do value=signin>Go</button>
    </form>`

  async function submitting(fields: Record<string, string>) {
    const site = await siteWith((request, response) => {
      if (request.url === '/') response.end(form)
      else response.end(`${request.url} ${Buffer.from(request.body).toString('base64url')}`)
    })
    await site.agent.visit(`${site.origin}/`)
    const [url, body] = (await site.agent.submit(fields)).text.split(' ')
    return {
      url,
      fields: Object.fromEntries(new URLSearchParams(Buffer.from(body ?? '', 'base64url').toString())),
    }
  }

  test('are filled by label, name or type, and keep what else they hold', async () => {
    expect(await submitting({ 'User name': 'ana & co', password: 'p+%=é', Note: 'n' })).toEqual({
      url: '/in',
      fields: { _csrf: 'a&b', user: 'ana & co', pw: 'p+%=é', note: 'n', keep: 'yes', s: '2', do: 'signin' },
    })
  })

  test('go into the address where the form says GET', async () => {
    expect(await submitting({ q: 'a b' })).toMatchObject({ url: '/search?q=a+b' })
  })

  test('that lack a field are answered with the fields that are there', async () => {
    await expect(submitting({ Code: '1' })).rejects.toThrow(
      'no form with "Code"; its fields: "q", "User name", "Password"',
    )
  })
})

describe('hostile pages', () => {
  const times = 20_000
  test.each([
    ['nested blocks', '<div>'.repeat(times)],
    ['nested links', '<a href=x>'.repeat(times)],
    ['nested forms', '<form><input name=a><label for=b>'.repeat(times)],
    ['closing tags without opening ones', '<b>'.repeat(times) + '</i>'.repeat(times)],
    ['entities', '&amp;'.repeat(times)],
    ['an attribute that never ends', `<a href="${'x'.repeat(times)}`],
    ['a comment that never ends', `<!--${'-'.repeat(times)}`],
    ['NUL and lone surrogates', '\0\uD800<p>\uDFFF</p>'],
    ['nothing', ''],
  ])('%s are read', (_, page) => {
    const document = readHtml(page)
    expect(fillByLabels(document, { Password: 'x' })).toBeUndefined()
    expect(enterInto(document, { username: 'x', password: 'y' })).toBeUndefined()
    expect([typeof document.text, controlsOf(document).length < 2000]).toEqual(['string', true])
    expect(Array.isArray(offersOf(document))).toBe(true)
  })

  test('scripts and styles are no text', () => {
    expect(
      readHtml('<title>t</title><script>a</script><style>b</style><p>c<b>d</b></p>e<template>f</template>')
        .text,
    ).toBe('cd e')
  })

  test('a form whose names are those of an object', () => {
    const document = readHtml('<form method=post><input name=__proto__><input name=constructor></form>')
    expect([...(fillByLabels(document, { constructor: 'x' })?.fields ?? [])]).toEqual([
      ['__proto__', ''],
      ['constructor', 'x'],
    ])
  })

  test('cookies of elsewhere, for elsewhere, and no cookies at all', async () => {
    const { origin, agent, sent } = await siteWith((_, response) => {
      response.setHeader('set-cookie', ['a=1; Domain=example.com', '=', '', ';;;', 'b=2; Path=/deep', 'c=3'])
      response.end('x')
    })
    await agent.visit(`${origin}/`)
    await agent.visit(`${origin}/`)
    expect(sent[1]?.headers['cookie']).toBe('c=3')
  })
})
