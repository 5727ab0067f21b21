/** Step 3: redirect URIs that are not registered for the client. None of them may ever be redirected to. */
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
import { authorizationEndpoint, oauth2 } from '../../shared/sources.ts'
import { managedLogin } from '../flow.ts'

const preRegistered = authorizationEndpoint(
  'redirect_uri',
  'A redirect URI must be registered for the client beforehand; it is an absolute URI without a fragment.',
)

const breaks = 'Whoever makes a user follow a link gets the user’s authorization code.'

/** Neither led to the address, nor on to a sign-in that would end there. */
const refused = (expect: Expect, { answer, lease }: Probe): void => {
  const leads = targetOf(answer)
  if (leads === undefined) {
    expect(answer.headers['location'], 'Location').toBeAbsent()
    expect(answer.status >= 400 && answer.status < 500, 'a refusal').toBe(true)
    return
  }
  expect(isOnDomain(leads, lease), 'the redirect stays on the user pool’s domain').toBe(true)
  expect(/\/login$/.test(leads.pathname), 'the redirect leads to the sign-in page').toBe(false)
}

/** A reason why it is not known which other callback URLs the app client has, or nothing. */
const othersUnknown = ({ client }: Lease): string | undefined =>
  client.oauth?.callbackUrls === undefined
    ? 'which callback URLs the app client has is not known (existing.clients[].oauth.callbackUrls)'
    : undefined

/** A redirect URI that differs from the registered one in one way. */
const unregistered = (name: string, how: string, what: string, unless?: typeof othersUnknown) =>
  managedLogin.check(3, `redirect-uri-${name}`, {
    says: `A redirect_uri ${how} is not accepted: the browser stays on the domain and gets no sign-in page`,
    sends: `GET of /oauth2/authorize with ${what} as redirect_uri, and all else right`,
    basis: preRegistered,
    breaks,
    ...(unless === undefined ? {} : { unless }),
    refusal: true,
    judge: (expect, probe: Probe) => refused(expect, probe),
  })

/** One that an application might well have registered beside the other. */
const unlessRegistered = (name: string, how: string, what: string) =>
  unregistered(name, how, what, othersUnknown)

/** One way to differ: the check that judges it, and how the address is made; nothing where it would not differ. */
export interface Trick {
  readonly check: ReturnType<typeof unregistered>
  readonly make: (registered: string) => string | undefined
}

const withUrl =
  (change: (url: URL) => void) =>
  (registered: string): string | undefined => {
    const url = URL.parse(registered)
    if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined
    change(url)
    return url.href === registered ? undefined : url.href
  }

/** Nobody's: reserved by RFC 2606. */
const EVIL = 'attacker.example'

export const tricks: readonly Trick[] = [
  {
    check: unregistered('other-host', 'on another host', 'the registered path on another host'),
    make: withUrl((url) => {
      url.host = EVIL
    }),
  },
  {
    check: unregistered(
      'sub-domain',
      'on a sub-domain of the registered host',
      'the registered URI below a sub-domain of its host',
    ),
    make: withUrl((url) => {
      url.hostname = `sub.${url.hostname}`
    }),
  },
  {
    check: unregistered(
      'host-as-prefix',
      'whose host only begins with the registered host',
      `the registered URI with .${EVIL} after its host`,
    ),
    make: withUrl((url) => {
      url.hostname = `${url.hostname}.${EVIL}`
    }),
  },
  {
    check: unregistered(
      'user-info',
      'that names the registered host as user and another as host',
      `the registered host as user, an at sign, and ${EVIL}`,
    ),
    make: (registered) => {
      const url = URL.parse(registered)
      return url === null ? undefined : `${url.protocol}//${url.host}@${EVIL}${url.pathname}`
    },
  },
  {
    check: unlessRegistered(
      'added-path',
      'with a path segment added',
      'the registered URI with /more at its end',
    ),
    make: (registered) => `${registered.replace(/\/$/, '')}/more`,
  },
  {
    check: unlessRegistered(
      'other-path',
      'with another path on the registered host',
      'the registered host with the path /elsewhere',
    ),
    make: withUrl((url) => {
      url.pathname = '/elsewhere'
    }),
  },
  {
    check: unlessRegistered(
      'slash',
      'that differs by a final slash',
      'the registered URI with a final slash added, or taken away',
    ),
    make: (registered) => {
      const path = URL.parse(registered)?.pathname ?? '/'
      if (path === '/') return undefined
      return registered.endsWith('/') ? registered.slice(0, -1) : `${registered}/`
    },
  },
  {
    check: unregistered('added-query', 'with a query added', 'the registered URI with ?next=1 at its end'),
    make: (registered) => (registered.includes('?') ? undefined : `${registered}?next=1`),
  },
  {
    check: unregistered(
      'other-scheme',
      'with another scheme',
      'the registered URI with ftp in place of its scheme',
    ),
    make: (registered) => registered.replace(/^[a-z][a-z0-9+.-]*:/i, 'ftp:'),
  },
  {
    check: unlessRegistered(
      'letter-case',
      'whose path differs in upper and lower case',
      'the registered URI with its path in capitals',
    ),
    make: withUrl((url) => {
      url.pathname = url.pathname.toUpperCase()
    }),
  },
  {
    check: unregistered('script', 'that is a script', 'javascript: and a line of script'),
    make: () => 'javascript:alert(document.domain)//',
  },
]

export const otherLoopback = managedLogin.check(3, 'redirect-uri-other-loopback', {
  says: 'A redirect_uri with 127.0.0.1 in place of the registered localhost is not accepted',
  sends: 'GET of /oauth2/authorize with the registered URI, its host written as 127.0.0.1',
  basis: preRegistered,
  breaks: 'Another program of the same machine gets the code.',
  unless: (lease) =>
    URL.parse(lease.client.oauth?.redirectUri ?? '')?.hostname === 'localhost'
      ? othersUnknown(lease)
      : 'the registered redirect URI is not on localhost',
  refusal: true,
  judge: (expect, probe: Probe) => refused(expect, probe),
})

export const loopbackAddress = withUrl((url) => {
  url.hostname = '127.0.0.1'
})

export const notEvenWithSession = managedLogin.check(3, 'unregistered-uri-with-session', {
  says: 'A browser with a session is not redirected to an unregistered redirect_uri either',
  sends: `The authorization request with https://${EVIL}/callback as redirect_uri, from a browser that has just signed in`,
  basis: preRegistered,
  breaks: 'One click on a hostile link gives the signed-in user’s code away.',
  refusal: true,
  judge: (expect, { page, lease }: Visit) => {
    expect(page.leads, 'where the browser was sent').toBeAbsent()
    expect(page.callback, 'what came to the application').toBeAbsent()
    const leads = target(page.hops[0])
    if (leads !== undefined)
      expect(isOnDomain(leads, lease), 'the redirect stays on the user pool’s domain').toBe(true)
  },
})

export const FOREIGN_URI = `https://${EVIL}/callback`

const records = [
  publicRecord(
    'aws-samples/iam-identity-center-team#437',
    'Report of 5 October 2025',
    'aws-samples/iam-identity-center-team/issues/437',
    '2025-10',
    'The browser ends at /error?error=redirect_mismatch&client_id=… on the domain, with the text An error was encountered with the requested page.',
  ),
  publicRecord(
    'nextauthjs/next-auth#12125',
    'Describe the issue',
    'nextauthjs/next-auth/issues/12125',
    '2024-10',
    'error=redirect_mismatch in the address of the domain, with the same text.',
  ),
  publicRecord(
    'aws/aws-aspnet-cognito-identity-provider#167',
    'Situation',
    'aws/aws-aspnet-cognito-identity-provider/issues/167',
    '2020-08',
    'The address is /error?error=redirect_mismatch&client_id=….',
  ),
] as const

export const mismatchLeadsToErrorPage = managedLogin.check(3, 'mismatch-leads-to-error-page', {
  says: 'An unregistered redirect_uri leads to /error of the domain, with error=redirect_mismatch and the client_id',
  sends: `The authorization request with https://${EVIL}/callback as redirect_uri`,
  basis: records[0],
  also: [records[1], records[2]],
  breaks: 'Operators who look for redirect_mismatch do not learn that a callback URL is missing.',
  refusal: true,
  judge: (expect, { page, request }: Visit) => {
    const leads = target(hopAt(page, '/oauth2/authorize'))
    expect(leads?.pathname, 'path of the redirect').toMatch(/\/error$/, 'a path that ends in /error')
    expect(parametersOf(leads), 'query of the redirect').toHave({
      error: 'redirect_mismatch',
      client_id: request.parameters['client_id'] ?? '',
    })
  },
})

export const errorPageText = managedLogin.check(3, 'error-page-text', {
  says: 'The error page says “An error was encountered with the requested page.”, and shows no form',
  sends: `The authorization request with https://${EVIL}/callback as redirect_uri`,
  basis: records[1],
  also: [records[0]],
  breaks: 'Users take the error page for the sign-in page.',
  refusal: true,
  judge: (expect, { page }: { readonly page: Page }) => {
    expect(page.text.toLowerCase(), 'text of the page').toContain(
      'an error was encountered with the requested page',
    )
    expect(asksForPassword(page), 'the page asks for a password').toBe(false)
  },
})

const unidentified = oauth2(
  '4.1.2.1',
  'With a missing, invalid or mismatching redirection URI or client identifier the user agent must not be redirected to the redirection URI.',
)

export const unknownClient = managedLogin.check(3, 'unknown-client', {
  says: 'An unknown client_id is not accepted: the browser is not redirected to the redirect_uri and gets no sign-in page',
  sends: 'GET of /oauth2/authorize with a client_id that nobody has, and all else right',
  basis: authorizationEndpoint(
    'client_id',
    'Required; it must be the ID of an app client in the user pool where the request is made.',
  ),
  also: [unidentified],
  breaks: 'The domain redirects for anybody.',
  refusal: true,
  judge: (expect, probe: Probe) => refused(expect, probe),
})

export const missingClient = managedLogin.check(3, 'missing-client', {
  says: 'A request without client_id is not accepted: the browser is not redirected to the redirect_uri and gets no sign-in page',
  sends: 'GET of /oauth2/authorize without client_id, and all else right',
  basis: authorizationEndpoint('client_id', 'Required.'),
  also: [unidentified],
  breaks: 'The domain redirects for anybody.',
  refusal: true,
  judge: (expect, probe: Probe) => refused(expect, probe),
})
