/** A domain's pages in small, in several dialects, and the application's callback, on one port of loopback. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Where, whereOf } from '../../fixtures/actors/where.ts'
import type { Lease, LeasedClient } from '../../fixtures/targets/lease.ts'

export interface Asked {
  readonly method: string
  readonly host: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

const classicForm = (
  size: string,
  hidden: boolean,
) => `<div class="${size}"${hidden ? ' style="display: none"' : ''}>
<form action="/login?x=1&amp;lang=en" method="POST" name="cognitoSignInForm">
<input type="hidden" name="_csrf" value="a-csrf-token-of-the-classic-page">
<label for="signInFormUsername">Username</label> <input id="signInFormUsername" name="username" type="text">
<label for="signInFormPassword">Password</label> <input id="signInFormPassword" name="password" type="password">
<input type="hidden" name="cognitoAsfData" value=""><input name="signInSubmitButton" type="submit" value="Sign in">
</form></div>`

const PAGES: Readonly<Record<string, string>> = {
  '/classic': `<h1>Classic</h1>${classicForm('visible-lg', true)}${classicForm('visible-xs', false)}`,
  '/managed': `<h1>Managed</h1><form method="POST" action="/login"><input type="hidden" name="csrf" value="a-csrf-token-of-managed-login">
<label>User name <input name="username" value="hinted"></label><label>Password <input name="password" type="password"></label>
<button type="submit">Sign in</button></form><a href="/classic">Classic</a> <a href="http://outside.example/">Outside</a>
<a href="#terms">Terms</a> <form method="POST" action="/again"><button>Send a new code</button></form>`,
  '/by-script': `<h1>By script</h1><main></main><script>
const ask = (name, type, next) => setTimeout(() => {
  const form = Object.assign(document.createElement('form'), { method: 'POST' })
  form.innerHTML = '<label>' + name + ' <input name="' + name + '" type="' + type + '"></label><button>Next</button>'
  form.addEventListener('submit', async (event) => { event.preventDefault(); await next(form.elements[0].value) })
  document.querySelector('main').replaceChildren(form)
}, 30)
ask('username', 'text', (username) => ask('password', 'password', async (password) => {
  const body = new URLSearchParams({ username, password, csrf: 'a-csrf-token-that-a-script-sends' })
  const answer = await fetch('/verify', { method: 'POST', body })
  if (!answer.ok) document.querySelector('main').textContent = 'Incorrect username or password.'
  else location.href = await answer.text()
}))
</script>`,
  '/outside-things': `<h1>Outside</h1><img src="http://outside.localhost:PORT/pixel.png">
<script src="http://127.0.0.1:PORT/x.js"></script><iframe src="http://outside.localhost:PORT/frame"></iframe>
<script>fetch('http://outside.localhost:PORT/fetched').catch(() => {}); new WebSocket('ws://outside.localhost:PORT/socket')
window.open('http://outside.localhost:PORT/window')</script>`,
  '/inert': '<h1>Inert</h1><form onsubmit="return false"><input name="username"><button>Next</button></form>',
  '/no-form': '<h1>Nothing here</h1><p>No form, no script.</p>',
}

export interface BrowserDomain extends AsyncDisposable {
  readonly origin: string
  readonly application: string
  /** Every request, whichever host it was for. */
  readonly asked: Asked[]
  readonly where: Where
  /** Where the sign-in leads. */
  leadsTo: string
}

/** @param redirectUri registered, where it is not the application's own */
export async function openBrowserDomain(redirectUri?: string): Promise<BrowserDomain> {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString()
    const { host = '' } = request.headers
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake')
    asked.push({
      method: request.method ?? '',
      host,
      path: request.url ?? '',
      headers: request.headers,
      body,
    })
    const page = (html: string, status = 200) =>
      response
        .writeHead(status, { 'content-type': 'text/html; charset=utf-8' })
        .end(`<!doctype html><title>${pathname}</title>${html.replaceAll('PORT', String(port))}`)
    const redirect = (location: string, cookies: string[] = []) =>
      response.writeHead(302, { location, 'set-cookie': cookies }).end()
    const form = new URLSearchParams(body)
    if (host.startsWith('localhost')) {
      if (pathname === '/callback' && request.method === 'GET')
        return page(
          '<p>Back at the application</p><script>if (location.hash) fetch("/callback", { method: "POST", body: location.hash.slice(1) })</script>',
        )
      return page('<p>The application</p>')
    }
    if (pathname === '/authorize')
      return redirect(`/${searchParams.get('page')}`, [
        'XSRF-TOKEN=a-cookie-value-of-the-domain; Path=/; Secure; HttpOnly; SameSite=Lax',
        'lang=en; Path=/; Max-Age=3600',
      ])
    if (pathname === '/leave') return redirect(domain.leadsTo)
    if (pathname === '/round') return redirect('/round')
    if (pathname === '/reset') return void request.socket.destroy()
    if (pathname === '/silent') return
    if (pathname === '/nothing') return response.writeHead(204).end()
    if (pathname === '/again') return page('<p>A code is on its way.</p>')
    if (pathname === '/login') {
      if (form.get('password') === 'Right-password-1')
        return redirect(domain.leadsTo, ['cognito=a-session-cookie-value; Path=/; HttpOnly'])
      return page('<p id="loginErrorMessage">Incorrect username or password.</p>')
    }
    if (pathname === '/verify') {
      const right = form.get('password') === 'Right-password-1'
      return response
        .writeHead(right ? 200 : 401, { 'content-type': 'text/plain' })
        .end(right ? domain.leadsTo : 'no')
    }
    const html = PAGES[pathname]
    return html === undefined ? page('<p>Not found</p>', 404) : page(html)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const origin = `http://acme.auth.us-east-1.localhost:${port}`
  const application = `http://localhost:${port}`
  const registered = redirectUri ?? `${application}/callback`
  const client: LeasedClient = {
    id: 'a-client',
    authFlows: 'unknown',
    accessTokenValidity: 'unknown',
    idTokenValidity: 'unknown',
    refreshTokenValidity: 'unknown',
    authSessionValidity: 'unknown',
    preventUserExistenceErrors: 'unknown',
    tokenRevocation: 'unknown',
    rotation: 'unknown',
    oauth: { redirectUri: registered, logoutUri: 'unknown', flows: ['code'], scopes: ['openid'] },
  }
  const lease: Lease = {
    id: 'a-lease',
    region: 'us-east-1',
    endpoints: { cognitoIdp: origin },
    headers: { 'x-extra': 'of the target file' },
    issuer: `${origin}/us-east-1_MadeUp000`,
    keysBase: `${origin}/us-east-1_MadeUp000`,
    userPool: { id: 'us-east-1_MadeUp000', mfa: 'off', deviceTracking: false },
    domain: { baseUrl: origin, branding: 'unknown' },
    client,
    user: { username: 'someone', password: '', groups: [], attributes: 'unknown', sub: 'unknown' },
    clock: { mode: 'none', offsetMs: 0, maxWait: 0 },
    lacks: {},
  }
  const domain: BrowserDomain = {
    origin,
    application,
    asked,
    where: whereOf(lease, application, [client]),
    leadsTo: `${registered}?code=11111111-2222-4333-8444-555555555555&state=a-state`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return domain
}
