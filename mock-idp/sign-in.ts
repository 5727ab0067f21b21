/**
 * How a person signs in at a tenant, whatever protocol asked for it: name and password, a code where one is enrolled, and
 * a session in a cookie of the tenant's own path.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Person } from './control.ts'
import { errorPage, loginPage, mfaPage } from './pages.ts'
import type { Answer, Call, Route } from './serve.ts'
import type { Continuation, IdpSession, SignedIn, TenantState } from './tenant.ts'
import { isTotpCode } from './totp.ts'

/** A sign-in between the request of the relying party and its answer. */
interface Pending {
  readonly id: string
  readonly continuation: Continuation
  /** Whose password was right, where a code is still asked for. */
  passwordOf?: string
}

const SESSION = 'idp_session'
const PENDING_AT_MOST = 500

/** Pending sign-ins of each tenant, the oldest first. */
const pendings = new WeakMap<TenantState, Map<string, Pending>>()

function pendingOf(tenant: TenantState): Map<string, Pending> {
  const known = pendings.get(tenant)
  if (known !== undefined) return known
  const fresh = new Map<string, Pending>()
  pendings.set(tenant, fresh)
  return fresh
}

/** Answers with a login page whose completion ends in `continuation.signedIn`, or at once where a session is good enough. */
export async function signInThen(call: Call, continuation: Continuation): Promise<Answer> {
  const { tenant } = call
  const session = sessionOf(call)
  const person = session === undefined ? undefined : tenant.people.get(session.username)
  if (session !== undefined && person !== undefined && !continuation.force) {
    call.asked.username = person.username
    const bent = tenant.takeBent(person.username)
    return continuation.signedIn({ person, session, silent: true, bent }, call)
  }
  if (continuation.passive) return continuation.nobody(call)
  const pending: Pending = { id: randomBytes(16).toString('base64url'), continuation }
  const waiting = pendingOf(tenant)
  waiting.set(pending.id, pending)
  for (const id of waiting.keys()) {
    if (waiting.size <= PENDING_AT_MOST) break
    waiting.delete(id)
  }
  return loginPage(`${tenant.baseUrl}/login`, pending.id, continuation.loginHint)
}

/** The session that the browser of this call has with the tenant. */
export function sessionOf(call: Call): IdpSession | undefined {
  const id = call.cookies.get(SESSION)
  return id === undefined ? undefined : call.tenant.sessions.get(id)
}

/** Ends the session of the browser; the header belongs into the answer (single logout). */
export function endSession(call: Call): readonly [string, string] {
  const id = call.cookies.get(SESSION)
  if (id !== undefined) call.tenant.sessions.delete(id)
  return ['Set-Cookie', `${SESSION}=; Path=${cookiePath(call.tenant)}; Max-Age=0; HttpOnly`]
}

/** Pages of every tenant, whatever its dialect. */
export const signInRoutes: readonly Route[] = [
  { path: '/login', endpoint: 'login', methods: ['POST'], serve: takePassword },
  { path: '/mfa', endpoint: 'mfa', methods: ['POST'], serve: takeCode },
]

async function takePassword(call: Call): Promise<Answer> {
  const { tenant, form } = call
  const pending = pendingOf(tenant).get(form.get('sign_in') ?? '')
  if (pending === undefined) return gone()
  if (form.get('action') === 'cancel') return cancel(call, pending)
  const username = form.get('username') ?? ''
  const person = tenant.people.get(username)
  call.asked.username = username
  if (person === undefined || !same(person.password, form.get('password') ?? '')) {
    return loginPage(`${tenant.baseUrl}/login`, pending.id, username, 'Username or password is not right.')
  }
  if (person.totpSecret === undefined) return complete(call, pending, person)
  pending.passwordOf = username
  return mfaPage(`${tenant.baseUrl}/mfa`, pending.id)
}

async function takeCode(call: Call): Promise<Answer> {
  const { tenant, form } = call
  const pending = pendingOf(tenant).get(form.get('sign_in') ?? '')
  const person = tenant.people.get(pending?.passwordOf ?? '')
  if (pending === undefined || person?.totpSecret === undefined) return gone()
  if (form.get('action') === 'cancel') return cancel(call, pending)
  call.asked.username = person.username
  if (!isTotpCode(person.totpSecret, form.get('code') ?? '', tenant.now())) {
    return mfaPage(`${tenant.baseUrl}/mfa`, pending.id, 'The code is not right.')
  }
  return complete(call, pending, person)
}

async function complete(call: Call, pending: Pending, person: Person): Promise<Answer> {
  const { tenant } = call
  pendingOf(tenant).delete(pending.id)
  const session: IdpSession = {
    id: randomBytes(24).toString('base64url'),
    username: person.username,
    authenticatedAt: tenant.now(),
  }
  const before = call.cookies.get(SESSION)
  if (before !== undefined) tenant.sessions.delete(before)
  tenant.sessions.set(session.id, session)
  const bent = tenant.takeBent(person.username)
  const signedIn: SignedIn = { person, session, silent: false, bent }
  const answer = await pending.continuation.signedIn(signedIn, call)
  return { ...answer, headers: [...answer.headers, ['Set-Cookie', sessionCookie(tenant, session.id)]] }
}

function cancel(call: Call, pending: Pending): Answer | Promise<Answer> {
  pendingOf(call.tenant).delete(pending.id)
  return pending.continuation.cancelled(call)
}

function gone(): Answer {
  return errorPage(400, 'This sign-in is over, or was never begun here. Start again at the application.')
}

function cookiePath(tenant: TenantState): string {
  return new URL(tenant.baseUrl).pathname
}

/** Over HTTPS the cookie comes along with a cross-site POST too: a SAML request may be one. */
function sessionCookie(tenant: TenantState, id: string): string {
  const cross = tenant.baseUrl.startsWith('https:') ? 'SameSite=None; Secure' : 'SameSite=Lax'
  return `${SESSION}=${id}; Path=${cookiePath(tenant)}; HttpOnly; ${cross}`
}

function same(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text).digest())
  return timingSafeEqual(a!, b!)
}
