/** A user pool's domain, an identity provider and the application in small, on one port of loopback under three names. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Where, whereOf } from '../../fixtures/actors/where.ts'
import type { Lease } from '../../fixtures/targets/lease.ts'
import { madeUpLease } from '../proofs/lending.ts'

export interface Asked {
  readonly method: string
  readonly host: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly form: URLSearchParams
}

/** An assertion in small; its signature and its whole text are secrets, the NameID is none. */
export const XML = `<samlp:Response ID="r1"><saml:Assertion ID="a1"><ds:SignatureValue>
${Buffer.from('a signature that is random from end to end').toString('base64')}
</ds:SignatureValue><saml:NameID>somebody-at-the-provider</saml:NameID></saml:Assertion></samlp:Response>`
export const RESPONSE = Buffer.from(XML).toString('base64')
export const RELAY_STATE = 'a-relay-state-that-binds-the-browser-0123456789'
export const STATE = 'a-state-of-the-user-pool-for-the-provider-0123456789'

const selfSubmitting = (action: string, fields: Readonly<Record<string, string>>, more = '') =>
  `<body onload="document.forms[0].submit()"><form method="post" action="${action}">${Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`)
    .join('')}${more}<button>Continue</button></form>`

export interface FederatedDomain extends AsyncDisposable {
  readonly domain: string
  readonly idp: string
  readonly application: string
  readonly asked: Asked[]
  readonly where: Where
}

export async function openFederatedDomain(): Promise<FederatedDomain> {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { host = '', ...headers } = request.headers
    const { pathname } = new URL(request.url ?? '/', 'http://fake')
    const form = new URLSearchParams(Buffer.concat(chunks).toString())
    const method = request.method ?? ''
    asked.push({ method, host, path: request.url ?? '', headers, form })
    const page = (html: string) =>
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        .end(`<!doctype html><title>${pathname}</title>${html}`)
    const redirect = (location: string, cookies: string[] = []) =>
      response.writeHead(302, { location, 'set-cookie': cookies }).end()
    const at = (name: string) => host.startsWith(`${name}.`)
    if (at('acme.auth.us-east-1'))
      switch (pathname) {
        case '/authorize':
          return redirect(
            `${idp}/sso?redirect_uri=${encodeURIComponent(`${domain}/oauth2/idpresponse`)}&state=${STATE}`,
            [
              'strict=1; Path=/; Secure; SameSite=Strict',
              'lax=1; Path=/; Secure; SameSite=Lax',
              'none=1; Path=/; Secure; SameSite=None',
              'open=1; Path=/; SameSite=None',
            ],
          )
        case '/authorize-by-post':
          return page(selfSubmitting(`${idp}/sso`, { SAMLRequest: 'PHNhbWxwOkF1dGhuUmVxdWVzdC8+' }))
        case '/saml2/idpresponse':
          return redirect(
            `${application}/callback?code=11111111-2222-4333-8444-555555555555&state=of-the-app`,
          )
      }
    if (at('idp'))
      switch (pathname) {
        case '/sso':
          return page(`<form method="post" action="${idp}/login"><input type="hidden" name="sign_in" value="1">
<label>Username <input name="username"></label><label>Password <input type="password" name="password"></label>
<button>Sign in</button></form>`)
        case '/login':
          return page(
            selfSubmitting(`${domain}/saml2/idpresponse`, {
              SAMLResponse: RESPONSE,
              RelayState: RELAY_STATE,
            }),
          )
        case '/by-script':
          return page(
            `<form id="f" method="post" action="/end"><input type="hidden" name="x" value="1"></form>
<script>HTMLFormElement.prototype.submit.call(document.getElementById('f'))</script>`,
          )
        case '/end':
          return page(`<p>The end of ${method} ${form}</p>`)
        case '/outside':
          return page(selfSubmitting('http://outside.example/take', { SAMLResponse: RESPONSE }))
        case '/asks':
          return page(
            `<form method="post" action="/end"><input name="q"></form>
<script>document.querySelector('a')?.addEventListener('click', () => document.forms[0].submit())</script>`,
          )
        case '/again':
          return page(selfSubmitting('/again', { x: '1' }))
      }
    return page('<p>The application</p>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const domain = `http://acme.auth.us-east-1.localhost:${port}`
  const idp = `http://idp.localhost:${port}`
  const application = `http://localhost:${port}`
  const needs = {
    pool: { mfa: 'off', domain: 'classic', providers: [{ name: 'Saml', type: 'SAML', mapping: {} }] },
    client: { oauth: { flows: ['code'], scopes: ['openid'], providers: ['Saml'] } },
    user: {},
    does: [],
  } as const
  const tenant = {
    id: 't1',
    dialect: 'saml',
    issuer: idp,
    baseUrl: `${idp}/t/t1`,
    clientId: '',
    clientSecret: '',
    endpoints: {},
  } as const
  const lease: Lease = {
    ...madeUpLease(domain, needs, { Saml: tenant }),
    headers: { 'x-extra': 'of the target file' },
  }
  const client = {
    ...lease.client,
    oauth: { ...lease.client.oauth!, redirectUri: `${application}/callback` },
  }
  return {
    domain,
    idp,
    application,
    asked,
    where: whereOf(lease, application, [client]),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
