/** Steps 3 and 8: /logout, where it leads, and that the session is over. */
import type { Page } from '../../../fixtures/actors/actors.ts'
import type { Expect } from '../../../fixtures/flow/expect.ts'
import { publicRecord } from '../../../fixtures/flow/source.ts'
import type { Lease } from '../../../fixtures/targets/lease.ts'
import {
  asksForPassword,
  hopAt,
  isOnDomain,
  type Probe,
  parametersOf,
  target,
  targetOf,
  type Visit,
} from '../../shared/front-channel.ts'
import { asvs, logoutEndpoint, refreshTokens } from '../../shared/sources.ts'
import { managedLogin } from '../flow.ts'
import { classicOnly } from './page-judging.ts'

/** A navigation that began at /logout. */
export interface SignedOut {
  readonly page: Page
  readonly lease: Lease
}

const needs = ['logout'] as const

const leadsFrom = ({ page }: SignedOut): URL | undefined => target(hopAt(page, '/logout'))

const toLogoutUri = logoutEndpoint(
  'Example – log out and redirect user to client',
  'With logout_uri and client_id the user is redirected to logout_uri, an authorized sign-out URL, and all other parameters are ignored.',
)

const unknownLogoutUri = ({ client }: Lease): string | undefined =>
  client.oauth?.logoutUri === undefined || client.oauth.logoutUri === 'unknown'
    ? 'a sign-out URL of the app client is not known'
    : undefined

/** The redirect is to the registered address, and adds nothing to it. */
const judgedByLogoutUri = {
  needs,
  unless: unknownLogoutUri,
  judge: (expect: Expect, signedOut: SignedOut) =>
    expect(leadsFrom(signedOut)?.href, 'redirect').toBe(
      URL.parse(String(signedOut.lease.client.oauth?.logoutUri))?.href,
    ),
}

export const goesToLogoutUri = managedLogin.check(8, 'logout-goes-to-logout-uri', {
  says: '/logout redirects to the registered logout_uri, and adds nothing to it',
  sends: 'GET of /logout with client_id and a registered logout_uri',
  basis: toLogoutUri,
  breaks: 'Users who sign out are stranded on the user pool’s domain.',
  ...judgedByLogoutUri,
})

export const ignoresOthers = managedLogin.check(8, 'logout-ignores-other-parameters', {
  says: 'With logout_uri, /logout ignores every other parameter and passes none on',
  sends:
    'GET of /logout with client_id, a registered logout_uri, scope, nonce, another site as post_logout_redirect_uri and a parameter of no meaning',
  basis: toLogoutUri,
  breaks: 'Sign-out fails for applications that send a parameter too many, as OpenID Connect clients do.',
  ...judgedByLogoutUri,
})

export const logoutUriWins = managedLogin.check(8, 'logout-uri-wins', {
  says: 'With both logout_uri and redirect_uri, /logout redirects to logout_uri',
  sends: 'GET of /logout with client_id, logout_uri, redirect_uri and response_type',
  basis: logoutEndpoint(
    'logout_uri',
    'If both are there, logout_uri is used exclusively and overrides redirect_uri.',
  ),
  breaks: 'The user who signs out is asked to sign in.',
  ...judgedByLogoutUri,
})

export const sessionIsOver = managedLogin.check(3, 'logout-ends-session', {
  says: 'After /logout the browser has no session: the next authorization request shows the sign-in page',
  sends: 'GET of /oauth2/authorize from the browser that came from /logout',
  basis: logoutEndpoint('Introduction', 'The endpoint signs the user out and redirects.'),
  breaks: 'The next person at the machine is signed in as the one before.',
  needs: ['logout', 'session-cookie'],
  refusal: true,
  judge: (expect, { page }: Visit) => {
    expect(page.callback, 'what came to the application').toBeAbsent()
    expect(asksForPassword(page), 'the page asks for a password').toBe(true)
  },
})

export const cookieIsCleared = managedLogin.check(8, 'logout-clears-cookie', {
  says: '/logout clears the session cookie: the browser no longer sends the value that it had',
  sends: 'GET of /logout from a browser that has the cookie cognito',
  basis: refreshTokens(
    'Revoking refresh tokens',
    'The logout endpoint is where the session cookie is cleared.',
  ),
  breaks: 'The browser goes on to show a session that was signed out.',
  needs: ['logout', 'session-cookie'],
  judge: (
    expect,
    { before, after }: { readonly before: string | undefined; readonly after: string | undefined },
  ) => {
    expect(before, 'cookie cognito before').toBeA('non-empty string')
    expect(after === before, 'the cookie is the same').toBe(false)
  },
})

export const copiedCookieIsDead = managedLogin.check(3, 'logout-ends-copied-session', {
  says: 'A copy of the session cookie, taken before /logout, is worth nothing after it',
  sends: 'GET of /oauth2/authorize with the cookies that the browser had before it signed out',
  basis: asvs(
    '3.3.1',
    'Logout invalidates the session token, so that it does not resume an authenticated session.',
  ),
  breaks: 'A stolen cookie outlives the sign-out that was to end it.',
  needs: ['logout', 'session-cookie'],
  refusal: true,
  judge: (expect, { answer }: Probe) => {
    expect(targetOf(answer)?.pathname, 'path of the redirect').toMatch(
      /\/login$/,
      'a path that ends in /login',
    )
  },
})

const toLogin = logoutEndpoint(
  'Example – log out and prompt the user to sign in as another user',
  'Without logout_uri, the parameters of a well-formed authorization request lead to sign-in, and are appended to the redirect.',
)

export const leadsToLogin = managedLogin.check(3, 'logout-leads-to-login', {
  says: '/logout with redirect_uri leads to /login with the parameters of the request, and the sign-in page is shown',
  sends: 'GET of /logout with client_id, response_type, redirect_uri, scope and state',
  basis: toLogin,
  breaks: 'The user cannot sign in as somebody else.',
  needs,
  judge: (
    expect,
    { parameters, ...signedOut }: SignedOut & { readonly parameters: Readonly<Record<string, string>> },
  ) => {
    const leads = leadsFrom(signedOut)
    expect(leads?.pathname, 'path of the redirect').toMatch(/\/login$/, 'a path that ends in /login')
    expect(parametersOf(leads), 'query of the redirect').toHave(parameters)
    expect(asksForPassword(signedOut.page), 'the page asks for a password').toBe(true)
  },
})

export const fillsInScope = managedLogin.check(3, 'logout-fills-in-scope', {
  says: '/logout with redirect_uri and without scope leads to /login with all scopes of the client',
  sends: 'GET of /logout with client_id, response_type, redirect_uri and state, and no scope',
  basis: logoutEndpoint(
    'scope',
    'When scope is left out, the redirect to /login has one with all authorized scopes of the app client.',
  ),
  breaks: 'The next sign-in has other rights than the first.',
  needs,
  unless: ({ client }) =>
    client.oauth === undefined || client.oauth.scopes === 'unknown'
      ? 'the scopes of the app client are unknown'
      : undefined,
  judge: (expect, signedOut: SignedOut) => {
    const scopes = signedOut.lease.client.oauth?.scopes
    const scope = parametersOf(leadsFrom(signedOut))?.['scope']
    expect(scope?.split(/[ +]+/), 'scope').toHoldExactly(Array.isArray(scopes) ? scopes : [])
  },
})

const stays = (expect: Expect, { page, lease }: SignedOut): void => {
  expect(page.leads, 'where the browser was sent').toBeAbsent()
  expect(isOnDomain(page.url, lease), 'the browser stays on the domain').toBe(true)
  for (const leads of page.hops.map(target))
    if (leads !== undefined) expect(isOnDomain(leads, lease), 'each redirect stays on the domain').toBe(true)
}

/** Nowhere outside of the domain. */
const staysOnDomain = (
  name: string,
  says: string,
  sends: string,
  states: readonly [section: string, states: string],
  breaks: string,
  unless: (lease: Lease) => string | undefined = () => undefined,
) =>
  managedLogin.check(8, name, {
    says,
    sends,
    basis: logoutEndpoint(...states),
    breaks,
    needs,
    unless,
    refusal: true,
    judge: stays,
  })

export const unregisteredLogoutUri = staysOnDomain(
  'unregistered-logout-uri',
  '/logout never redirects to a logout_uri that is not registered',
  'GET of /logout with client_id and a logout_uri on another host',
  [
    'Example – log out and redirect user to client',
    'The URL must be an authorized sign-out URL of the app client.',
  ],
  'A link to the user pool’s own domain takes users to a hostile page.',
)

export const logoutUriWithSlash = staysOnDomain(
  'logout-uri-with-slash',
  '/logout does not redirect to the registered logout_uri with a slash added',
  'GET of /logout with client_id and the registered logout_uri, a slash at its end',
  ['logout_uri', 'Users are redirected to the URL if it is one of the allowed sign-out URLs.'],
  'Addresses that only look like the registered one are accepted.',
  ({ client }) =>
    client.oauth?.logoutUrls === undefined
      ? 'which sign-out URLs the app client has is not known (existing.clients[].oauth.logoutUrls)'
      : undefined,
)

export const withoutClient = staysOnDomain(
  'logout-without-client',
  '/logout without client_id does not redirect to logout_uri',
  'GET of /logout with the registered logout_uri and no client_id',
  ['client_id', 'Required.'],
  'The domain redirects for anybody.',
)

export const unregisteredRedirectUri = managedLogin.check(8, 'logout-unregistered-redirect-uri', {
  says: '/logout with a redirect_uri that is not registered leads neither there nor to a sign-in page that would end there',
  sends: 'GET of /logout with client_id, response_type and a redirect_uri on another host',
  basis: logoutEndpoint('redirect_uri', 'Its value is an allowed callback URL of the app client.'),
  breaks: 'A link to the user pool’s own domain takes users to a hostile page.',
  needs,
  refusal: true,
  judge: (expect, signedOut: SignedOut) => {
    stays(expect, signedOut)
    expect(asksForPassword(signedOut.page), 'the page asks for a password').toBe(false)
  },
})

const asksForRedirectUri = [
  publicRecord(
    'aws-amplify/amplify-js#2423',
    'Describe the bug',
    'aws-amplify/amplify-js/issues/2423',
    '2018-12',
    '/logout with a logout_uri that is not registered ends at a page that says Required String parameter ‘redirect_uri’ is not present.',
  ),
  publicRecord(
    'aws-samples/cloudfront-authorization-at-edge#199',
    'Report, and what repaired it',
    'aws-samples/cloudfront-authorization-at-edge/issues/199',
    '2022-05',
    'The same text; registering the sign-out URL made it go away.',
  ),
  publicRecord(
    'amazon-archives/amazon-cognito-auth-js#25',
    'Description',
    'amazon-archives/amazon-cognito-auth-js/issues/25',
    '2017-08',
    'The same text.',
  ),
] as const

export const unregisteredText = managedLogin.check(8, 'unregistered-logout-uri-text', {
  says: 'For an unregistered logout_uri the page says that the parameter redirect_uri is not present',
  sends: 'GET of /logout with client_id and a logout_uri on another host',
  basis: asksForRedirectUri[0],
  also: [asksForRedirectUri[1], asksForRedirectUri[2]],
  admits: 'Any text around it, and any quotation marks.',
  breaks: 'Operators who search for the text do not learn that a sign-out URL is missing.',
  needs,
  unless: classicOnly,
  refusal: true,
  judge: (expect, { page }: SignedOut) =>
    expect(page.text, 'text of the page').toMatch(
      /Required String parameter .?redirect_uri.? is not present/i,
      'a text that asks for redirect_uri',
    ),
})
