/** Steps 3 and 8: the cookies of the domain. */
import type { Page } from '../../../fixtures/actors/actors.ts'
import { publicRecord, recordedSnapshot } from '../../../fixtures/flow/source.ts'
import type { Lease } from '../../../fixtures/targets/lease.ts'
import { isOnDomain, type Visit } from '../../shared/front-channel.ts'
import { asvs, managedLoginPage } from '../../shared/sources.ts'
import { managedLogin } from '../flow.ts'
import { classicOnly } from './page-judging.ts'

interface SetCookie {
  readonly name: string
  readonly value: string
  /** Lower-case names; those without a value have the empty one. */
  readonly attributes: ReadonlyMap<string, string>
}

/** @see RFC 6265, section 5.2 */
const readSetCookie = (line: string): SetCookie => {
  const [pair = '', ...rest] = line.split(';')
  const parted = (text: string): [string, string] => {
    const at = text.indexOf('=')
    return at < 0 ? [text.trim(), ''] : [text.slice(0, at).trim(), text.slice(at + 1).trim()]
  }
  const [name, value] = parted(pair)
  return {
    name,
    value,
    attributes: new Map(rest.map(parted).map(([key, setting]) => [key.toLowerCase(), setting])),
  }
}

/** What the domain set in a navigation; the application's own cookies are not among it. */
const setIn = (page: Page, lease: Lease, name?: string): readonly SetCookie[] =>
  page.hops
    .filter(({ url }) => isOnDomain(url, lease))
    .flatMap(({ setCookies }) => setCookies.map(readSetCookie))
    .filter((cookie) => name === undefined || cookie.name === name)

const listed = managedLoginPage(
  'Cookies',
  'The cookies are scoped to the user pool’s endpoints; among them are XSRF-TOKEN for each request, and cognito, which keeps a sign-in for an hour.',
)

export const xsrfToken = managedLogin.check(3, 'xsrf-token-cookie', {
  says: 'The way to the sign-in page sets the cookie XSRF-TOKEN',
  sends: 'GET of /oauth2/authorize, and of /login to which it redirects',
  basis: listed,
  breaks: 'The form has nothing to compare its token with.',
  judge: (expect, { page, lease }: Visit) => {
    const [cookie] = setIn(page, lease, 'XSRF-TOKEN')
    expect(cookie !== undefined && cookie.value !== '', 'XSRF-TOKEN is set').toBe(true)
  },
})

export const xsrfTokenAttributes = managedLogin.check(3, 'xsrf-token-attributes', {
  says: 'XSRF-TOKEN is set with Path=/, Secure and HttpOnly',
  sends: 'GET of /oauth2/authorize, and of /login to which it redirects',
  basis: publicRecord(
    'amazon-archives/amazon-cognito-auth-js#52',
    'Comment of 16 March 2018, answer of the domain',
    'amazon-archives/amazon-cognito-auth-js/issues/52',
    '2018-03',
    'set-cookie: XSRF-TOKEN=(a UUID); Path=/; Secure; HttpOnly.',
    'us-east-2',
  ),
  admits: 'Further attributes, in any order and case.',
  unless: classicOnly,
  breaks: 'Scripts of the page, or a listener on the wire, read the token.',
  judge: (expect, { page, lease }: Visit) => {
    const attributes = setIn(page, lease, 'XSRF-TOKEN').at(-1)?.attributes
    expect(attributes?.get('path'), 'Path').toBe('/')
    expect(attributes?.has('secure'), 'Secure').toBe(true)
    expect(attributes?.has('httponly'), 'HttpOnly').toBe(true)
  },
})

export const formHasToken = managedLogin.check(3, 'form-has-the-cookies-token', {
  says: 'The hidden CSRF field of the sign-in form (_csrf or csrf) has the value of the cookie XSRF-TOKEN',
  sends: 'GET of /login, to which the authorization endpoint redirects',
  basis: recordedSnapshot(
    'cognito-idp, sign-in by form',
    '2024-08',
    'The form is posted with _csrf and with the cookie XSRF-TOKEN of the same value.',
  ),
  breaks: 'Scripted sign-ins that take the token from the cookie, as some do, are refused.',
  unless: classicOnly,
  judge: (expect, { page, cookie }: { readonly page: Page; readonly cookie: string | undefined }) => {
    const fields = page.controls.filter(({ name, type }) => type === 'hidden' && /^_?csrf$/.test(name))
    expect(fields.length > 0, 'the form has a hidden field _csrf or csrf').toBe(true)
    expect(cookie, 'cookie XSRF-TOKEN').toBeA('non-empty string')
    expect(
      fields.every(({ value }) => value === cookie),
      'the field has the value of the cookie',
    ).toBe(true)
  },
})

const LISTED: ReadonlySet<string> = new Set([
  'XSRF-TOKEN',
  'csrf-state',
  'csrf-state-legacy',
  'cognito',
  'lang',
  'page-data',
])

export const staysOnDomain = managedLogin.check(3, 'cookies-stay-on-domain', {
  says: 'None of the listed cookies of managed login names a wider domain than the host that set it',
  sends: 'The requests of a sign-in',
  basis: managedLoginPage('Cookies', 'The cookies are scoped only to the endpoints of the user pool.'),
  admits: 'Cookies beside those listed, such as those of a firewall before the domain.',
  breaks: 'Other user pools of the region, and other sites of the company, get the user’s session.',
  judge: (expect, { page, lease }: Visit) => {
    const cookies = setIn(page, lease).filter(({ name }) => LISTED.has(name))
    expect(cookies.length > 0, 'cookies are set').toBe(true)
    for (const { name, attributes } of cookies) {
      const domain = attributes.get('domain')?.replace(/^\./, '')
      expect(
        domain === undefined || domain === '' || isOnHost(domain, lease),
        `${name.slice(0, 40)} is for the domain alone`,
      ).toBe(true)
    }
  },
})

const isOnHost = (domain: string, lease: Lease): boolean =>
  [URL.parse(lease.domain?.baseUrl ?? '')?.hostname, lease.domain?.host?.replace(/:\d+$/, '')].includes(
    domain.toLowerCase(),
  )

export const sessionCookie = managedLogin.check(8, 'session-cookie', {
  says: 'A sign-in leaves the cookie cognito in the browser',
  sends: 'The form that completes the sign-in',
  basis: listed,
  breaks: 'There is no session to sign in with again, and none to sign out of.',
  needs: ['session-cookie'],
  judge: (expect, cookie: string | undefined) =>
    expect(cookie !== undefined && cookie !== '', 'the browser has the cookie cognito').toBe(true),
})

export const sessionCookieIsGuarded = managedLogin.check(8, 'session-cookie-attributes', {
  says: 'The cookie cognito is set with Secure and HttpOnly',
  sends: 'The form that completes the sign-in',
  basis: asvs('3.4.1 and 3.4.2', 'Cookie-based session tokens have the attributes Secure and HttpOnly.'),
  breaks: 'A script of the page, or a listener on the wire, takes the session over.',
  needs: ['session-cookie'],
  judge: (expect, { page, lease }: Visit) => {
    const attributes = setIn(page, lease, 'cognito').at(-1)?.attributes
    expect(attributes?.has('secure'), 'Secure').toBe(true)
    expect(attributes?.has('httponly'), 'HttpOnly').toBe(true)
  },
})
