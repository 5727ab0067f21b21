/** The http agent on the pages of a user pool, as several dialects write them, and on pages that mean it ill. */
import { describe, expect, test } from 'vitest'
import { type Handler, type SiteOptions, siteWith } from './site.ts'

const TARGET: SiteOptions = { isTarget: true }

const classicForm = (place: string) => `
  <div class="modal-content ${place}">
    <form action="/login?client_id=c&amp;scope=openid+email&amp;state=a%26b" method="POST" name="cognitoSignInForm">
      <input type="hidden" name="_csrf" value="0b8a&#x2d;1"/>
      <div>Sign in with your username and password</div>
      <label for="signInFormUsername">Username</label>
      <input id="signInFormUsername" name="username" type="text" class="form-control" required>
      <label for="signInFormPassword">Password</label>
      <input id="signInFormPassword" name="password" type="password" required>
      <input type="hidden" name="cognitoAsfData"/>
      <input name="signInSubmitButton" type="Submit" value="Sign in" aria-label="submit"/>
    </form></div>`
const classic = `<title>Signin</title>${classicForm('visible-md visible-lg')}${classicForm('visible-xs visible-sm')}`

const managed = `<title>Sign-in</title><script src="/x.js"></script>
  <form method="post"><input type="hidden" name="csrf" value="c-1">
    <input aria-label="Username" name="username" autocomplete="username" type="text">
    <input placeholder="Enter password" name="password" autocomplete="current-password" type="password">
    <input type="hidden" name="cognitoAsfData" value=""><button type="submit">Sign in</button></form>
  <form method="post" action="/signup"><input type="hidden" name="csrf" value="c-1">
    <input name="username"><input name="password" type="password"><input name="email" type="email"><button>Sign up</button>
  </form>
  <form action="/search"><input name="q"></form>`

/** Shows a page at GET, and at POST what was posted. */
const posting = (page: string): Handler => {
  return (request, response) => {
    if (request.method === 'GET' && !request.url?.startsWith('/got')) return void response.end(page)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ url: request.url, body: request.body, headers: request.headers }))
  }
}

async function posted(
  page: string,
  typed: Parameters<Awaited<ReturnType<typeof siteWith>>['agent']['enter']>[0],
) {
  const { origin, agent, sent } = await siteWith(posting(page), TARGET)
  await agent.visit(`${origin}/login?client_id=c`)
  await agent.enter(typed)
  const request = sent[1]!
  return {
    ...request,
    url: request.url.slice(origin.length),
    origin,
    fields: [...new URLSearchParams(request.body)],
  }
}

describe('a sign-in form', () => {
  const typed = { username: 'ana & co', password: 'p+%=é' }

  test('of the classic pages stands there twice, and is sent once, as it is', async () => {
    const { url, fields, headers, origin } = await posted(classic, typed)
    expect(url).toBe('/login?client_id=c&scope=openid+email&state=a%26b')
    expect(fields).toEqual([
      ['_csrf', '0b8a-1'],
      ['username', 'ana & co'],
      ['password', 'p+%=é'],
      ['cognitoAsfData', ''],
      ['signInSubmitButton', 'Sign in'],
    ])
    expect(headers).toMatchObject({ origin, referer: `${origin}/login?client_id=c` })
  })

  test('of managed login is told from those for signing up and for searching', async () => {
    const { url, fields } = await posted(managed, typed)
    expect(url).toBe('/login?client_id=c')
    expect(fields).toEqual([
      ['csrf', 'c-1'],
      ['username', 'ana & co'],
      ['password', 'p+%=é'],
      ['cognitoAsfData', ''],
    ])
  })

  test('shows each of its controls once', async () => {
    const { origin, agent } = await siteWith(posting(classic), TARGET)
    const { controls } = await agent.visit(origin)
    expect(controls).toEqual([
      { name: '_csrf', label: '', type: 'hidden', value: '0b8a-1' },
      { name: 'username', label: 'Username', type: 'text', value: '' },
      { name: 'password', label: 'Password', type: 'password', value: '' },
      { name: 'cognitoAsfData', label: '', type: 'hidden', value: '' },
      { name: 'signInSubmitButton', label: 'Sign in', type: 'submit', value: 'Sign in' },
    ])
  })

  test('that asks for one after the other is answered so', async () => {
    const { origin, agent, sent } = await siteWith((request, response) => {
      if (request.body.includes('password=')) response.end('done')
      else if (request.body !== '')
        response.end(
          '<form method=post action=/verify><input name=username type=hidden value=ana><input name=password type=password></form>',
        )
      else
        response.end(
          '<form method=post><input name=username><button name=signInSubmitButton value=Next></form>',
        )
    }, TARGET)
    await agent.visit(`${origin}/login`)
    expect((await agent.enter({ username: 'ana', password: 'pw' })).text).toBe('done')
    expect(sent.map(({ body }) => body)).toEqual([
      undefined,
      'username=ana&signInSubmitButton=Next',
      'username=ana&password=pw',
    ])
  })

  test('that comes again after a wrong password is not sent again', async () => {
    const { origin, agent, sent } = await siteWith(posting(classic), TARGET)
    await agent.visit(origin)
    await agent.enter(typed)
    expect(sent).toHaveLength(2)
    const again = await siteWith((_, response) => response.end(classic), TARGET)
    await again.agent.visit(again.origin)
    await again.agent.enter(typed)
    expect(again.sent).toHaveLength(2)
  })
})

describe('the other forms', () => {
  test.each([
    [
      'signing up',
      '<form method=post><input name=username><input name="requiredAttributes[email]" type=text><input name=password type=password autocomplete=new-password></form>',
      { username: 'u', password: 'p', email: 'e@x' },
      [
        ['username', 'u'],
        ['requiredAttributes[email]', 'e@x'],
        ['password', 'p'],
      ],
    ],
    [
      'signing up, with the password twice',
      '<form method=post><input name=username><input name=email type=email><input name=password type=password><input name=confirm_password type=password></form>',
      { username: 'u', password: 'p', email: 'e@x' },
      [
        ['username', 'u'],
        ['email', 'e@x'],
        ['password', 'p'],
        ['confirm_password', 'p'],
      ],
    ],
    [
      'a code from an authenticator',
      '<form method=post><input id=totpCodeInput name=authentication_code type=text></form>',
      { code: '123456' },
      [['authentication_code', '123456']],
    ],
    [
      'a code, in the only field',
      '<form method=post><input type=hidden name=csrf value=c><input name=x></form>',
      { code: '123456' },
      [
        ['csrf', 'c'],
        ['x', '123456'],
      ],
    ],
    [
      'a new password, twice',
      '<form method=post><input name=password type=password><input name=confirmPassword type=password></form>',
      { newPassword: 'n' },
      [
        ['password', 'n'],
        ['confirmPassword', 'n'],
      ],
    ],
    [
      'a code and a new password',
      '<form method=post><input name=confirmation_code><input name=a type=password aria-label="New Password"><input name=b type=password aria-label="Enter New Password Again"></form>',
      { code: '1', newPassword: 'n' },
      [
        ['confirmation_code', '1'],
        ['a', 'n'],
        ['b', 'n'],
      ],
    ],
    [
      'setting up an authenticator',
      '<form method=post><input name=userCode aria-label="Enter a code"><input name=friendlyDeviceName></form>',
      { code: '1', deviceName: 'phone' },
      [
        ['userCode', '1'],
        ['friendlyDeviceName', 'phone'],
      ],
    ],
    [
      'a name that is an e-mail address',
      '<form method=post><input type=email name=email><input type=password name=password></form>',
      { username: 'a@b', password: 'p' },
      [
        ['email', 'a@b'],
        ['password', 'p'],
      ],
    ],
    [
      'a forgotten password',
      '<form method=post><input name=username><button name=reset_my_password type=submit>Reset my password</button></form>',
      { username: 'u' },
      [
        ['username', 'u'],
        ['reset_my_password', ''],
      ],
    ],
  ])('%s', async (_, page, typed, fields) => {
    expect((await posted(page, typed)).fields).toEqual(fields)
  })

  test('a field may stand outside its form, a button may send it elsewhere, and what is disabled stays', async () => {
    const page =
      '<form id=f method=get action=/no><button formaction="/got?x" formmethod=post name=b>Go</button></form><input form=f name=code><input form=f name=off disabled value=1>'
    expect(await posted(page, { code: '1' })).toMatchObject({
      method: 'POST',
      url: '/got?x',
      fields: [
        ['b', ''],
        ['code', '1'],
      ].sort((one) => (one[0] === 'code' ? -1 : 1)),
    })
  })

  test('links are followed by a pattern, and buttons that stand alone are pressed', async () => {
    const { origin, agent, sent } = await siteWith(
      posting(
        '<a href=/got/forgot>Forgot your password?</a><form method=post action=/resend><input type=hidden name=csrf value=1><button name=r value=y>Send a new code</button></form>',
      ),
      TARGET,
    )
    await agent.visit(origin)
    await agent.follow(/forgot/i)
    await agent.visit(origin)
    await agent.follow('Send a new code')
    expect(sent.map(({ method, url, body }) => [method, url.slice(origin.length), body])).toMatchObject([
      ['GET', '/', undefined],
      ['GET', '/got/forgot', undefined],
      ['GET', '/', undefined],
      ['POST', '/resend', 'csrf=1&r=y'],
    ])
  })
})

describe('a page that cannot be gone on from', () => {
  const stopping = async (page: string, status = 200) => {
    const { origin, agent, sent } = await siteWith(
      (_, response) => response.writeHead(status).end(page),
      TARGET,
    )
    await agent.visit(`${origin}/login?code=secret`)
    const error = await agent
      .enter({ username: 'a', password: 'b' })
      .catch((error: unknown) => error as Error)
    return { error: error as Error & { of?: string; expected?: unknown; actual?: unknown }, sent, agent }
  }

  test.each([
    ['no form', '<p>Hello'],
    ['nothing', ''],
    ['another form', '<form method=post><input name=code></form>'],
    ['a search box', '<form><input name=q></form>'],
    [
      'a script and fields of no form',
      '<script></script><input name=username><input type=password name=password>',
    ],
    ['1000 forms', '<form method=post><input name=other><input name=more></form>'.repeat(1000)],
    ['half a million characters', 'x'.repeat(600_000)],
  ])('has %s: the fault is of the target', async (_, page) => {
    const { error, sent } = await stopping(page)
    expect(error).toMatchObject({ name: 'CannotGoOn', of: 'target' })
    expect(error.message).toMatch(/\/login has no form with "username", "password"; its fields: /)
    expect(error.message).not.toContain('secret')
    expect(JSON.stringify([error.expected, error.actual])).toContain('username')
    expect(sent).toHaveLength(1)
  })

  test('makes its form by script: it needs a browser', async () => {
    const { error, agent } = await stopping('<div id=root></div><script>go()</script>')
    expect(agent.needsBrowser).toBe(true)
    expect(error).toMatchObject({ name: 'NeedsBrowser' })
    expect(error.message).toContain('--agent browser')
  })

  test.each([
    [400, '<script></script>Bad request'],
    [200, 'no script'],
  ])('with status %i and %s needs none', async (status, page) => {
    const { error, agent } = await stopping(page, status)
    expect(agent.needsBrowser).toBe(false)
    expect(error).toMatchObject({ name: 'CannotGoOn', of: 'target' })
  })

  test.each(['javascript:alert(1)', 'https://evil.example/take', 'http://[', 'mailto:a@b', '//evil.example'])(
    'has a form that goes to %s: nothing typed leaves',
    async (action) => {
      const { error, sent } = await stopping(
        `<form method=post action="${action}"><input name=username><input type=password name=password></form>`,
      )
      expect(error).toMatchObject({ name: 'CannotGoOn', of: 'target' })
      expect(sent).toHaveLength(1)
    },
  )

  test('turns in circles', async () => {
    const { origin, agent, sent } = await siteWith(
      (_, response) => response.writeHead(302, { location: '/login' }).end(),
      TARGET,
    )
    await expect(agent.visit(origin)).rejects.toMatchObject({ name: 'CannotGoOn', of: 'target' })
    expect(sent).toHaveLength(21)
  })

  test('links to nowhere', async () => {
    const { origin, agent } = await siteWith(
      (_, response) => response.end('<base href="javascript:x"><a href="javascript:void 0">Sign up</a>'),
      TARGET,
    )
    await agent.visit(origin)
    await expect(agent.follow('Sign up')).rejects.toMatchObject({ name: 'CannotGoOn', of: 'target' })
    await expect(agent.follow(/forgot/i)).rejects.toMatchObject({ name: 'CannotGoOn', of: 'target' })
  })
})

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

describe('a redirect to the application', () => {
  const site = (location: string, more: SiteOptions = {}) =>
    siteWith(
      (request, response) => {
        if (request.url === '/authorize') response.writeHead(302, { location }).end()
        else response.end(`<title>${request.method}</title>${request.url} ${request.body}`)
      },
      { isTarget: true, ...more },
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
})
