/** The front channel: authorization requests, and the pages and redirects that answer them, read for judging. */
import type {
  AuthorizationRequest,
  CallbackAnswer,
  Cast,
  Control,
  Hop,
  Page,
  UserAgent,
} from '../../fixtures/actors/actors.ts'
import { NotApplicable, NotPerformed } from '../../fixtures/flow/not-performed.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import type { Lease } from '../../fixtures/targets/lease.ts'

/** The first answer of a navigation that came from this path. */
export function hopAt(page: Page, path: string): Hop | undefined {
  return page.hops.find(({ url }) => URL.parse(url)?.pathname.endsWith(path))
}

/** Where a redirect leads, resolved; undefined when the answer is none. */
export function target(hop: Pick<Hop, 'status' | 'location' | 'url'> | undefined): URL | undefined {
  if (hop?.location === undefined || hop.status < 300 || hop.status > 399) return undefined
  return URL.parse(hop.location, hop.url) ?? undefined
}

/** The same of one answer that was asked for from aside. */
export function targetOf({ status, headers, request }: Answer): URL | undefined {
  const location = headers['location']
  return target({ status, url: request.url, ...(location === undefined ? {} : { location }) })
}

/** The parameters of an address, of its query or its fragment; of repeated ones the first. */
export function parametersOf(url: URL | undefined, where: 'query' | 'fragment' = 'query') {
  if (url === undefined) return undefined
  const all = new URLSearchParams(where === 'query' ? url.search : url.hash.slice(1))
  return Object.fromEntries([...all.keys()].map((name) => [name, all.get(name)]))
}

/** Whether an address is one of the user pool's domain. */
export function isOnDomain(url: string | URL | undefined, { domain }: Lease): boolean {
  const host = url === undefined ? undefined : URL.parse(String(url))?.host
  return host !== undefined && (host === URL.parse(domain?.baseUrl ?? '')?.host || host === domain?.host)
}

/** An address without query and fragment, written in one way. */
export const bare = (address: string): string => {
  const stripped = address.replace(/[?#].*$/s, '')
  return URL.parse(stripped)?.href ?? stripped
}

/** Whether a page asks for a password. */
export const asksForPassword = (page: Page): boolean => page.controls.some(({ type }) => type === 'password')

const TYPED: ReadonlySet<string> = new Set(['text', 'email', 'tel', 'number', 'search', ''])

/** The fields of a page into which something other than a password can be typed. */
export const typedFields = ({ controls }: Page): readonly Control[] =>
  controls.filter(({ type }) => TYPED.has(type))

/** Whether a page has a field for a name, whatever it calls it, and none for a password. */
export const asksForNameAlone = (page: Page): boolean =>
  page.status === 200 && typedFields(page).length > 0 && !asksForPassword(page)

/** A page in a failure: where it is and what a person reads, without query and fragment. */
export function shown({ url, status, text }: Page): Readonly<Record<string, unknown>> {
  return { url: url.replace(/[?#].*$/s, ''), status, text: text.slice(0, 200) }
}

/** The code that came to the callback. @throws {NotPerformed} there is none */
export function codeOf(callback: CallbackAnswer): string {
  const { code } = callback.parameters
  if (code !== undefined && code !== '') return code
  throw new NotPerformed(
    'no authorization code came to the callback',
    { parameters: 'code' },
    { parameters: Object.keys(callback.parameters), error: callback.parameters['error'] },
  )
}

/** Path and query of a request, for asking from aside. */
export function pathOf({ url }: Pick<AuthorizationRequest, 'url'>, { domain }: Lease): string {
  const base = domain?.baseUrl ?? ''
  if (base !== '' && url.startsWith(base)) return url.slice(base.length)
  const parsed = URL.parse(url)
  return `${parsed?.pathname ?? '/'}${parsed?.search ?? ''}`
}

/** One request to the authorization endpoint, and where the person's browser came with it. */
export interface Visit {
  readonly request: AuthorizationRequest
  readonly page: Page
  readonly lease: Lease
}

/** The same from aside: one answer, no redirect followed. */
export interface Probe {
  readonly request: AuthorizationRequest
  readonly answer: Answer
  readonly lease: Lease
}

export interface Asked {
  readonly parameters?: Readonly<Record<string, string | undefined>>
  readonly options?: NonNullable<Parameters<Cast['application']['relyingParty']['authorization']>[1]>
}

/**
 * What is asked for can be asked for: scopes by name, of an app client whose scopes are known.
 * @throws {NotApplicable} they are not; `openid` alone is taken to be one of them
 */
export function mayBeAsked({ parameters }: Asked, { client }: Lease): void {
  const scope = parameters?.['scope']
  if (scope !== undefined && scope !== 'openid' && client.oauth?.scopes === 'unknown')
    throw new NotApplicable('the app client’s scopes are unknown (existing.clients[].oauth.scopes)')
}

/** Sends a browser to the authorization endpoint, past the application's own link. */
export async function visitAuthorization(
  { application, agent, lease }: Cast,
  { parameters, options }: Asked = {},
  by: UserAgent = agent,
): Promise<Visit> {
  mayBeAsked({ ...(parameters === undefined ? {} : { parameters }) }, lease)
  const request = application.relyingParty.authorization(parameters, options)
  return { request, page: await by.visit(request.url), lease }
}

/**
 * The same, of a browser that has signed in: a page that asks for nothing, and has but a button to go on as whoever is
 * signed in, is answered with that button.
 */
export async function visitBySession(
  cast: Cast,
  asked: Asked = {},
  by: UserAgent = cast.agent,
): Promise<Visit> {
  const visit = await visitAuthorization(cast, asked, by)
  const { page, lease } = visit
  if (page.callback !== undefined || page.leads !== undefined || page.status !== 200) return visit
  const buttons = page.controls.filter(({ type }) => type === 'submit')
  const asksForNothing = typedFields(page).length === 0 && !asksForPassword(page)
  if (!asksForNothing || buttons.length === 0 || !isOnDomain(page.url, lease)) return visit
  return { ...visit, page: await by.submit({}) }
}

/** As a browser sends them. */
export const cookieHeader = (cookies: Readonly<Record<string, string>>): string =>
  Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ')

/** Asks the authorization endpoint from aside. */
export async function askAuthorization(
  { application, lease }: Cast,
  { parameters, options }: Asked = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Probe> {
  const request = application.relyingParty.authorization(parameters, options)
  const answer = await application.relyingParty.request('GET', pathOf(request, lease), { headers })
  return { request, answer, lease }
}

/** The text of a page that was asked for from aside; nothing for other bodies. */
export const pageText = ({ body }: Answer): string =>
  body.kind === 'text' || body.kind === 'malformed' ? body.text : ''
