/** Step 3: what the authorization endpoint makes of a good request, and the sign-in page that it leads to. */
import type { Page } from '../../../fixtures/actors/actors.ts'
import { publicRecord, recordedSnapshot } from '../../../fixtures/flow/source.ts'
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
import {
  authorizationEndpoint,
  authorizationSample,
  interactivePages,
  loginEndpoint,
  oauthSecurity,
} from '../../shared/sources.ts'
import { managedLogin } from '../flow.ts'

const sends =
  'GET of /oauth2/authorize with response_type=code, client_id, redirect_uri, scope, state and nonce'

export const leadsToLogin = managedLogin.check(3, 'leads-to-login', {
  says: 'A browser without a session is redirected to /login on the same domain',
  sends,
  basis: authorizationEndpoint(
    'Introduction',
    'A request without identity_provider and idp_identifier is redirected to the login endpoint.',
  ),
  breaks: 'The user sees no sign-in page, or that of somebody else.',
  judge: (expect, { page, lease }: Visit) => {
    const leads = target(hopAt(page, '/oauth2/authorize'))
    expect(leads?.pathname, 'path of the redirect').toMatch(/\/login$/, 'a path that ends in /login')
    expect(isOnDomain(leads, lease), 'the redirect stays on the domain').toBe(true)
  },
})

export const redirectStatus = managedLogin.check(3, 'redirect-status', {
  says: 'The authorization endpoint redirects with status 302',
  sends,
  basis: authorizationSample(
    'Example: require re-authentication with prompt=login, sample answer',
    'Each sample answer of the endpoint begins with HTTP/1.1 302 Found.',
  ),
  breaks: 'Clients that follow 302 by hand stop here.',
  judge: (expect, { page }: Visit) => expect(hopAt(page, '/oauth2/authorize')?.status, 'status').toBe(302),
})

export const loginKeepsParameters = managedLogin.check(3, 'login-keeps-parameters', {
  says: 'The redirect to /login carries every parameter of the authorization request, unchanged',
  sends,
  basis: authorizationEndpoint(
    'Introduction',
    'The login endpoint gets the same URL parameters that the request had.',
  ),
  also: [
    recordedSnapshot(
      'cognito-idp, authorization endpoint',
      '2024-07',
      'client_id, redirect_uri, response_type, scope and state stand in the query of /login.',
    ),
  ],
  admits: 'Further parameters, and another order or encoding.',
  breaks: 'The sign-in ends with another scope, without state, or at another application.',
  judge: (expect, { page, request }: Visit) =>
    expect(parametersOf(target(hopAt(page, '/oauth2/authorize'))), 'query of the redirect').toHave(
      request.parameters,
    ),
})

export const loginIsHtml = managedLogin.check(3, 'login-is-html', {
  says: 'The sign-in page is answered with status 200 and the media type text/html',
  sends: 'The GET of /login to which the authorization endpoint redirects',
  basis: interactivePages('The endpoints of managed login are web pages for the user’s browser.'),
  breaks: 'Browsers offer the page as a download, or show its source.',
  judge: (expect, { page }: Visit) => {
    const shown = page.hops.at(-1)
    expect(shown?.status, 'status').toBe(200)
    expect(shown?.headers['content-type'], 'content-type').toMatch(
      /^(text\/html|application\/xhtml\+xml)\s*(;|$)/i,
      'the media type of a web page',
    )
  },
})

export const loginDirectly = managedLogin.check(3, 'login-directly', {
  says: '/login, opened directly with the parameters of an authorization request, shows the sign-in page',
  sends: 'GET of /login with response_type=code, client_id, redirect_uri, scope and state',
  basis: loginEndpoint(
    'GET /login',
    'The login endpoint supports all request parameters of the authorize endpoint and can also be accessed directly.',
  ),
  breaks: 'Links to the sign-in page, as in the console and in many applications, lead to an error.',
  judge: (expect, page: Page) => {
    expect(page.status, 'status').toBe(200)
    expect(asksForPassword(page), 'the page asks for a password').toBe(true)
  },
})

export const keepsLocalProvider = managedLogin.check(3, 'local-provider-leads-to-login', {
  says: 'identity_provider=COGNITO leads to /login, and stays in the query',
  sends: 'GET of /oauth2/authorize with identity_provider=COGNITO',
  basis: recordedSnapshot(
    'cognito-idp, authorization endpoint with identity_provider=COGNITO',
    '2024-07',
    'The redirect leads to /login, and its query holds identity_provider=COGNITO.',
  ),
  also: [
    authorizationEndpoint('identity_provider', 'For the user pool’s own directory the value is COGNITO.'),
  ],
  breaks: 'Applications that name the user pool as the provider, as Amplify does, show no sign-in page.',
  judge: (expect, { answer }: Probe) => {
    const leads = targetOf(answer)
    expect(leads?.pathname, 'path of the redirect').toMatch(/\/login$/, 'a path that ends in /login')
    expect(parametersOf(leads)?.['identity_provider'], 'identity_provider').toBe('COGNITO')
  },
})

export const closedToOtherOrigins = managedLogin.check(3, 'closed-to-other-origins', {
  says: 'The authorization endpoint gives scripts of other origins no leave to read it (no Access-Control-Allow-Origin)',
  sends: 'GET of /oauth2/authorize with an Origin header of another site',
  basis: publicRecord(
    'aws-amplify/amplify-js#6236',
    'Comments of 4 and 16 February 2024',
    'aws-amplify/amplify-js/issues/6236',
    '2024-02',
    'Scripts that fetch /oauth2/authorize are stopped by CORS.',
  ),
  also: [
    publicRecord(
      'aws-samples/cloudfront-authorization-at-edge#299',
      'Error message',
      'aws-samples/cloudfront-authorization-at-edge/issues/299',
      '2024-11',
      'No Access-Control-Allow-Origin header is present on the answer of /logout.',
    ),
  ],
  breaks: 'Any site can read the pages of the user pool in the user’s browser, form tokens included.',
  judge: (expect, { answer }: Probe) => {
    expect(answer.status, 'status').toBeOneOf([200, 301, 302, 303, 307])
    expect(answer.headers['access-control-allow-origin'], 'Access-Control-Allow-Origin').toBeAbsent()
  },
})

export const pagesAreNotFramed = managedLogin.check(3, 'pages-are-not-framed', {
  says: 'The sign-in page may not be shown in a frame of another site (X-Frame-Options, or frame-ancestors)',
  sends: 'The GET of /login to which the authorization endpoint redirects',
  basis: oauthSecurity(
    '4.16',
    'Authorization servers must prevent clickjacking, with Content-Security-Policy or X-Frame-Options.',
  ),
  breaks: 'A hostile page lays itself over the sign-in form and takes the user’s clicks.',
  judge: (expect, { page }: Visit) => {
    const headers = page.hops.at(-1)?.headers ?? {}
    const policy = /(^|;)\s*frame-ancestors\s+[^;]+/i.test(headers['content-security-policy'] ?? '')
    const options = /^\s*(deny|sameorigin)\s*$/i.test(headers['x-frame-options'] ?? '')
    expect(policy || options, 'framing is restricted').toBe(true)
  },
})
