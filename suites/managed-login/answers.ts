/** What came back from the domain, read for judging: pages, redirects, token answers. */
import type {
  AuthorizationRequest,
  CallbackAnswer,
  Cast,
  Hop,
  Page,
  UserAgent,
} from '../../fixtures/actors/actors.ts'
import { NotPerformed } from '../../fixtures/flow/not-performed.ts'
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

/** Sends a browser to the authorization endpoint, past the application's own link. */
export async function visitAuthorization(
  { application, agent, lease }: Cast,
  { parameters, options }: Asked = {},
  by: UserAgent = agent,
): Promise<Visit> {
  const request = application.relyingParty.authorization(parameters, options)
  return { request, page: await by.visit(request.url), lease }
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
