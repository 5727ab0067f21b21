/** The HTTP server: tenants below `/t/{id}`, the control API below `/control`, on one port. */
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { shownHeaders, withoutSecrets } from './asked.ts'
import { canaryRoute } from './canary.ts'
import { type Controlled, serveControl } from './control-api.ts'
import { deliver } from './deliver.ts'
import { keyRing } from './keys.ts'
import { errorPage } from './pages.ts'
import type { Answer, Call } from './serve.ts'
import { signInRoutes } from './sign-in.ts'
import { type OpenTenant, openTenant, RefusedByControl } from './tenants.ts'

export interface MockIdpOptions {
  /** Default: one that is free. */
  readonly port?: number
  /** The address to listen on. Default 127.0.0.1. */
  readonly host?: string
  /** By which the outside knows it, without a final slash; {port} stands for its port. Default `http://idp.localhost:{port}`. */
  readonly publicUrl?: string
  /** Of the control API. Default: made at start. */
  readonly token?: string
}

export interface MockIdp {
  /** Of everything that tenants serve. */
  readonly origin: string
  /** URL of the control API. */
  readonly control: string
  readonly token: string
  readonly close: () => Promise<void>
}

const BODY_AT_MOST = 1024 * 1024
/** Who steers may have an answer in mind that is longer than any honest request. */
const CONTROL_BODY_AT_MOST = 64 * BODY_AT_MOST
const HEADERS_AT_MOST = 128 * 1024

export async function startMockIdp(options: MockIdpOptions = {}): Promise<MockIdp> {
  const token = options.token ?? randomBytes(24).toString('base64url')
  const host = options.host ?? '127.0.0.1'
  const keys = keyRing()
  const tenants = new Map<string, OpenTenant>()
  const stopping = new AbortController()
  let origin = ''
  const controlled: Controlled = {
    token,
    tenants,
    async open(wanted) {
      if (tenants.has(wanted.id ?? '')) throw new RefusedByControl(`there is a tenant ${wanted.id} already`)
      const tenant = await openTenant(wanted, origin, keys)
      tenants.set(tenant.shown.id, tenant)
      return tenant
    },
  }

  // Clients end connections that are idle: if both did, a request could meet one that was just being closed.
  const server = createServer(
    { maxHeaderSize: HEADERS_AT_MOST, keepAliveTimeout: 0 },
    async (request, response) => {
      try {
        const body = await bodyOf(request)
        const answer =
          body === undefined
            ? errorPage(413, 'The body is too long.')
            : await route(request, body, controlled).catch((error: unknown) => ownFault(error))
        await deliver(answer, response, stopping.signal)
      } catch {
        response.destroy()
      }
    },
  )
  const port = await listen(server, options.port ?? 0, host)
  origin = (options.publicUrl ?? 'http://idp.localhost:{port}')
    .replaceAll('{port}', String(port))
    .replace(/\/+$/, '')
  const local = host.includes(':')
    ? `[${host === '::' ? '::1' : host}]`
    : host === '0.0.0.0'
      ? '127.0.0.1'
      : host

  return {
    origin,
    control: `http://${local}:${port}/control`,
    token,
    async close() {
      stopping.abort()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

async function route(request: IncomingMessage, body: Buffer, controlled: Controlled): Promise<Answer> {
  const url = request.url ?? '/'
  const mark = url.indexOf('?')
  const path = mark < 0 ? url : url.slice(0, mark)
  const rawQuery = mark < 0 ? '' : url.slice(mark + 1)
  const method = request.method ?? 'GET'
  if (path === '/control' || path.startsWith('/control/')) {
    const segments = path.split('/').slice(2).map(decoded)
    const { authorization } = request.headers
    return serveControl({ method, segments, authorization, body }, controlled)
  }
  const [, id, below] = /^\/t\/([^/]+)(\/.*)?$/.exec(path) ?? []
  const tenant = controlled.tenants.get(id ?? '')
  if (tenant === undefined) return errorPage(404, 'There is no such identity provider here.')
  return serveTenant(tenant, request, method, below ?? '/', rawQuery, body)
}

async function serveTenant(
  { state, speaks, arrived }: OpenTenant,
  { headers }: IncomingMessage,
  method: string,
  path: string,
  rawQuery: string,
  body: Buffer,
): Promise<Answer> {
  const at = state.now()
  const note = arrived()
  const found = [...speaks.routes, ...signInRoutes, canaryRoute].filter((one) =>
    typeof one.path === 'string' ? one.path === path : one.path.test(path),
  )
  const matching = found.find(({ methods }) => methods.includes(method as 'GET')) ?? found[0]
  if (matching === undefined) return errorPage(404, 'This identity provider has no such endpoint.')
  const isForm = /^application\/x-www-form-urlencoded\s*(;|$)/i.test(headers['content-type'] ?? '')
  const call: Call = {
    tenant: state,
    method,
    path,
    rawQuery,
    query: new URLSearchParams(rawQuery),
    body,
    form: new URLSearchParams(isForm ? body.toString('utf8') : ''),
    headers,
    cookies: cookiesOf(headers.cookie),
    asked: { endpoint: matching.endpoint },
  }
  let answer: Answer
  try {
    answer = matching.methods.includes(method as 'GET')
      ? await matching.serve(call)
      : { status: 405, headers: [['Allow', matching.methods.join(', ')]], body: '' }
  } catch (error) {
    answer = ownFault(error)
  }
  const { endpoint, username, saml } = call.asked
  note({
    endpoint,
    method,
    path,
    at,
    query: withoutSecrets(call.query),
    form: withoutSecrets(call.form),
    headers: shownHeaders(headers),
    ...(username === undefined ? {} : { username }),
    ...(saml === undefined ? {} : { saml }),
    status: answer.status,
  })
  return answer
}

function ownFault(error: unknown): Answer {
  const message = error instanceof Error ? error.message : String(error)
  return errorPage(500, `The mock identity provider failed: ${message}`)
}

function cookiesOf(header: string | undefined): ReadonlyMap<string, string> {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim().split('='))
  return new Map(pairs.map(([name, ...rest]) => [name!, rest.join('=')]))
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** @returns undefined where it is longer than any honest one */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const most = request.url?.startsWith('/control/') ? CONTROL_BODY_AT_MOST : BODY_AT_MOST
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length <= most) chunks.push(chunk)
  }
  return length > most ? undefined : Buffer.concat(chunks)
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  })
  return (server.address() as AddressInfo).port
}
