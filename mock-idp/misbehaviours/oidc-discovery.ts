/** Wrong configuration documents. Each belongs to a tenant of its own: discovery carries no sign-in. */
import type { OidcBend } from '../oidc/bend.ts'
import { type Members, put, readMember, without } from '../oidc/members.ts'
import type { Answer } from '../serve.ts'
import { instead, type More, misbehaviour, type Owed, page, textOf, toCanary, withBody } from './oidc-make.ts'

const ISSUER = 'OpenID Connect Discovery 1.0 section 4.3 (issuer must be identical)'
const DOCUMENT = 'OpenID Connect Discovery 1.0 section 4.2'
const METADATA = 'OpenID Connect Discovery 1.0 section 3'
const HTTPS =
  'Amazon Cognito Developer Guide, Using OIDC identity providers with a user pool (HTTPS endpoints)'

function discovered(id: string, says: string, owed: Owed, clause: string, bend: OidcBend, more: More = {}) {
  return misbehaviour('oidc-discovery', `oidc-discovery-${id}`, says, owed, clause, bend, {
    ...more,
    wholeTenant: true,
  })
}

const issuer = (change: (honest: string) => unknown): OidcBend => ({
  discoveryMembers: (honest) => put(honest, { issuer: change(String(readMember(honest, 'issuer'))) }),
})
const changed = (change: (honest: Members) => Members | undefined): OidcBend => ({ discoveryMembers: change })
const answer = (discoveryAnswer: NonNullable<OidcBend['discoveryAnswer']>): OidcBend => ({ discoveryAnswer })
const body = (change: (text: string) => string): OidcBend =>
  answer((honest: Answer) => withBody(honest, change(textOf(honest))))

/** One endpoint without TLS; nothing to bend where the provider has none at all. */
function plainHttp(name: string): OidcBend {
  return changed((honest) => {
    const url = String(readMember(honest, name))
    return url.startsWith('https:') ? put(honest, { [name]: url.replace('https:', 'http:') }) : undefined
  })
}

export const oidcDiscovery = [
  discovered(
    'issuer-foreign',
    'issuer is another provider',
    'refusal',
    ISSUER,
    issuer(() => 'https://other-idp.example'),
  ),
  discovered(
    'issuer-other-path',
    'issuer has one more segment',
    'refusal',
    ISSUER,
    issuer((honest) => `${honest}/other`),
  ),
  discovered(
    'issuer-trailing-slash',
    'A slash follows the issuer',
    'refusal',
    ISSUER,
    issuer((honest) => `${honest}/`),
  ),
  discovered(
    'issuer-upper-case',
    'issuer is in capitals',
    'refusal',
    ISSUER,
    issuer((honest) => honest.toUpperCase()),
  ),
  discovered(
    'issuer-other-scheme',
    'issuer has another scheme',
    'refusal',
    ISSUER,
    issuer((honest) =>
      honest.startsWith('https:') ? honest.replace('https:', 'http:') : honest.replace('http:', 'https:'),
    ),
  ),
  discovered(
    'issuer-absent',
    'issuer is missing',
    'refusal',
    ISSUER,
    issuer(() => undefined),
  ),
  ...(['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri'] as const).map((name) =>
    discovered(
      `plain-http-${name.replace(/_(endpoint|uri)$/, '')}`,
      `${name} is http:`,
      'refusal',
      HTTPS,
      plainHttp(name),
    ),
  ),
  ...(['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const).map((name) =>
    discovered(
      `without-${name.replace(/_(endpoint|uri)$/, '')}`,
      `${name} is missing`,
      'refusal',
      METADATA,
      changed((honest) => without(honest, name)),
    ),
  ),
  discovered(
    'endpoint-not-a-url',
    'token_endpoint is no URL',
    'refusal',
    METADATA,
    changed((honest) => put(honest, { token_endpoint: 'not a url' })),
  ),
  discovered(
    'endpoint-script',
    'authorization_endpoint is a javascript: URL',
    'refusal',
    METADATA,
    changed((honest) => put(honest, { authorization_endpoint: 'javascript:document.title=1' })),
  ),
  discovered(
    'endpoint-number',
    'jwks_uri is a number',
    'refusal',
    METADATA,
    changed((honest) => put(honest, { jwks_uri: 1 })),
  ),
  ...([404, 500, 503] as const).map((status) =>
    discovered(
      `error-${status}`,
      `Status ${status}`,
      'refusal',
      DOCUMENT,
      answer(() => instead(status, '')),
    ),
  ),
  discovered(
    'reset',
    'The connection breaks in the middle of the body',
    'refusal',
    DOCUMENT,
    answer((honest) => ({ ...honest, delivery: { cutAfter: 20 } })),
  ),
  discovered(
    'html',
    'A page in the place of JSON, with status 200',
    'refusal',
    DOCUMENT,
    answer(() => instead(200, page, 'text/html')),
  ),
  discovered(
    'array',
    'The document stands in a list',
    'refusal',
    DOCUMENT,
    body((text) => `[${text}]`),
  ),
  discovered(
    'cut-json',
    'The last character of the JSON is missing',
    'refusal',
    DOCUMENT,
    body((text) => text.slice(0, -1)),
  ),
  discovered(
    'empty',
    'Status 200 and no body',
    'refusal',
    DOCUMENT,
    body(() => ''),
  ),
  discovered(
    'byte-order-mark',
    'A byte order mark stands before the JSON',
    'unsettled',
    'RFC 8259 section 8.1',
    body((text) => `\ufeff${text}`),
  ),
  discovered(
    'token-endpoint-twice',
    'The right token_endpoint comes first, that of a stranger after it',
    'unsettled',
    'RFC 8259 section 4',
    {
      discoveryMembers: (honest, facts) => [
        ...honest,
        ['token_endpoint', JSON.stringify(facts.canary('/discovered-token'))],
      ],
    },
  ),
  ...([301, 302, 307] as const).map((status) =>
    discovered(
      `redirect-${status}`,
      `The document is said to be elsewhere (${status})`,
      'unsettled',
      DOCUMENT,
      answer(toCanary(status, `/discovery-${status}`)),
    ),
  ),
  discovered(
    'slow',
    'The document comes after a minute and a half',
    'unsettled',
    DOCUMENT,
    answer((honest) => ({ ...honest, delivery: { delayMs: 90_000 } })),
    { exhausts: true },
  ),
  discovered(
    'huge',
    'The document has ten megabytes',
    'unsettled',
    DOCUMENT,
    changed((honest) => put(honest, { padding: 'x'.repeat(10_000_000) })),
    { exhausts: true },
  ),
]
