/**
 * What passes between the server and the dialect of a tenant: one request as a call, one answer as a script.
 *
 * An answer is status, header lines and bytes as they are to stand on the wire. Nothing on the way corrects them, so
 * that a misbehaviour can send a body that is shorter than its length, equal members twice, or one byte a second.
 */
import type { IncomingHttpHeaders } from 'node:http'
import type { Asked, Endpoint } from './control.ts'
import type { TenantState } from './tenant.ts'

/** What is noted of a call while it is served; a dialect fills in what only it knows. */
export interface AskedDraft {
  endpoint: Endpoint
  username?: string
  saml?: NonNullable<Asked['saml']>
}

/** One request to a tenant. */
export interface Call {
  readonly tenant: TenantState
  readonly method: string
  /** Below the tenant's base URL, with its first slash: `/authorize`. Not decoded. */
  readonly path: string
  /** As it came, without the question mark: signatures of the redirect binding go over these very characters. */
  readonly rawQuery: string
  readonly query: URLSearchParams
  readonly body: Buffer
  /** Of a body of `application/x-www-form-urlencoded`; else empty. */
  readonly form: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly cookies: ReadonlyMap<string, string>
  readonly asked: AskedDraft
}

/** How bytes are to leave, where that is not all at once. */
export interface Delivery {
  /** Waits so long before the first byte. */
  readonly delayMs?: number
  /** Sends one byte of the body, then waits so long, and so on. */
  readonly dripMs?: number
  /** Sends so many bytes of the body, then resets the connection. */
  readonly cutAfter?: number
  /** Sends these lines and bytes instead of any response that HTTP would form, then ends the connection. */
  readonly raw?: string | Buffer
}

export interface Answer {
  readonly status: number
  /** In their order; a name may stand twice. `Content-Length` is added unless it or `Transfer-Encoding` stands here. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string | Buffer
  readonly delivery?: Delivery
}

/** One endpoint of a tenant. */
export interface Route {
  /** Below the base URL; a pattern where versions or names stand in it. */
  readonly path: string | RegExp
  readonly endpoint: Endpoint
  /** Another method is answered 405. */
  readonly methods: readonly ('GET' | 'POST')[]
  readonly serve: (call: Call) => Answer | Promise<Answer>
}

export function html(status: number, body: string, headers: Answer['headers'] = []): Answer {
  return {
    status,
    headers: [['Content-Type', 'text/html; charset=utf-8'], ['Cache-Control', 'no-store'], ...headers],
    body,
  }
}

/** @param text JSON as it is to be sent; a value is serialised. */
export function json(status: number, text: string | object, headers: Answer['headers'] = []): Answer {
  return {
    status,
    headers: [['Content-Type', 'application/json'], ['Cache-Control', 'no-store'], ...headers],
    body: typeof text === 'string' ? text : JSON.stringify(text),
  }
}

export function redirect(location: string, headers: Answer['headers'] = []): Answer {
  return {
    status: 302,
    headers: [['Location', location], ['Cache-Control', 'no-store'], ...headers],
    body: '',
  }
}
