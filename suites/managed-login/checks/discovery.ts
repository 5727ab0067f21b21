/** Step 12: the discovery document, held against what the endpoints really do. */
import type { Expect } from '../../../fixtures/flow/expect.ts'
import { advisory, observed, publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { bodyJson, readArray, readString } from '../../../fixtures/protocol/reading.ts'
import type { Lease } from '../../../fixtures/targets/lease.ts'
import { discovery as issuerAndKeys } from '../../api-authentication/checks/keys.ts'
import type { Issued } from '../../shared/domain-tokens.ts'
import { federationEndpoints } from '../../shared/sources.ts'
import { managedLogin } from '../flow.ts'

const sends = 'GET of /.well-known/openid-configuration below the issuer'

export interface Discovered {
  readonly document: Answer
  readonly issued: Issued
  readonly lease: Lease
}

const recorded = observed(
  'localstack/localstack#12914',
  'Expected Behavior: document of the real service',
  'https://github.com/localstack/localstack/issues/12914',
  '2025-07',
  'authorization_endpoint, token_endpoint, userinfo_endpoint and revocation_endpoint are on the user pool’s domain.',
  'ap-southeast-2',
)

const ENDPOINTS = {
  authorization_endpoint: '/oauth2/authorize',
  token_endpoint: '/oauth2/token',
  userinfo_endpoint: '/oauth2/userInfo',
} as const

export const discovery = managedLogin.check(12, 'discovery', { ...issuerAndKeys, sends })

export const discoveryEndpoints = managedLogin.check(12, 'discovery-endpoints', {
  says: 'The discovery document of a pool with a domain lists the authorization, token and userInfo endpoints by their documented paths',
  sends,
  basis: federationEndpoints(
    'Amazon Cognito user pools as an OIDC issuer',
    'At /.well-known/openid-configuration applications can discover the authorization, token and userInfo endpoints; these are /oauth2/authorize, /oauth2/token and /oauth2/userInfo on the domain.',
  ),
  breaks: 'Libraries that are configured with the issuer alone cannot sign anybody in.',
  needs: ['discovery', 'discovery-with-domain'],
  judge: (expect, { document }: Discovered) => {
    expect(document).toBeAnsweredWith(200)
    for (const [name, path] of Object.entries(ENDPOINTS)) {
      const found = readString(bodyJson(document), name)
      const url = typeof found === 'string' ? URL.parse(found) : null
      expect(url === null ? found : url.pathname, `path of ${name}`).toMatch(
        new RegExp(`${path}$`),
        `a URL whose path ends with ${path}`,
      )
    }
  },
})

/** Scheme and host of the domain as the application reaches it, and by the Host header that it sends there. */
const hostsOf = ({ domain }: Lease): readonly (string | undefined)[] => [
  URL.parse(domain?.baseUrl ?? '')?.host,
  domain?.host,
]

const hostOf = (document: Answer, name: string): string | undefined => {
  const found = readString(bodyJson(document), name)
  return typeof found === 'string' ? URL.parse(found)?.host : undefined
}

const PREFIX_DOMAIN = /^[a-z0-9-]+\.auth(-fips)?\.[a-z0-9-]+\.amazoncognito\.com$/

/** A pool may have a domain by prefix and a custom one, of which the lease has one. */
const isOtherDomain = (lease: Lease, host: string | undefined): boolean => {
  const own = hostsOf(lease).some((one) => one !== undefined && PREFIX_DOMAIN.test(one))
  // Emulators have neither: theirs is not the real service's address.
  const isReal = own || lease.domain?.baseUrl.startsWith('https:') === true
  return isReal && host !== undefined && !hostsOf(lease).includes(host) && own !== PREFIX_DOMAIN.test(host)
}

const onDomain = (expect: Expect, document: Answer, lease: Lease, name: string) => {
  const found = readString(bodyJson(document), name)
  const url = typeof found === 'string' ? URL.parse(found) : null
  expect(url === null ? found : url.host, `host of ${name}`).toBeOneOf(
    hostsOf(lease).filter((host) => host !== undefined),
  )
}

export const discoveryDomain = managedLogin.check(12, 'discovery-domain', {
  says: 'The endpoints of the discovery document are on the domain that signed the user in: the token endpoint is the one that gave the tokens',
  sends,
  basis: recorded,
  also: [
    federationEndpoints(
      'Identity provider and relying party endpoints',
      'The endpoints that become available with a domain have addresses on that domain.',
    ),
  ],
  breaks: 'Libraries send codes and tokens to somewhere else.',
  needs: ['discovery', 'discovery-with-domain'],
  judge: (expect, { document, lease }: Discovered) => {
    expect(document).toBeAnsweredWith(200)
    const hosts = new Set(Object.keys(ENDPOINTS).map((name) => hostOf(document, name)))
    if (hosts.size === 1 && isOtherDomain(lease, [...hosts][0]))
      return expect.note('another domain of the user pool: of a prefix and a custom one either may be named')
    for (const name of Object.keys(ENDPOINTS)) onDomain(expect, document, lease, name)
  },
})

const listed = (document: Answer, name: string) => readArray(bodyJson(document), name)

export const discoveryMetadata = managedLogin.check(12, 'discovery-metadata', {
  says: 'The discovery document names code and token as response types, RS256, both ways of client authentication, and the scopes openid, email, phone and profile',
  sends,
  basis: recorded,
  admits: 'Further values and members: AWS says that the document may grow at any time.',
  breaks: 'Libraries that choose by the document choose what the server does not take.',
  needs: ['discovery', 'discovery-with-domain'],
  judge: (expect, { document }: Discovered) => {
    const due = {
      response_types_supported: ['code', 'token'],
      id_token_signing_alg_values_supported: ['RS256'],
      subject_types_supported: ['public'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      scopes_supported: ['openid', 'email', 'phone', 'profile'],
    }
    for (const [name, values] of Object.entries(due))
      for (const value of values) expect(listed(document, name), name).toContain(value)
  },
})

export const discoveryRevocation = managedLogin.check(12, 'discovery-revocation', {
  says: 'Where the discovery document lists a revocation_endpoint, it is /oauth2/revoke on the domain',
  sends,
  basis: publicRecord(
    'localstack/localstack#12914',
    'Expected Behavior: document of the real service',
    'localstack/localstack/issues/12914',
    '2025-07',
    'revocation_endpoint ends with /oauth2/revoke, end_session_endpoint with /logout.',
    'ap-southeast-2',
  ),
  also: [
    advisory(
      'RFC 8414, OAuth 2.0 Authorization Server Metadata',
      'Section 2',
      'https://www.rfc-editor.org/rfc/rfc8414#section-2',
      '2026-11',
      'revocation_endpoint: the URL of the revocation endpoint.',
    ),
  ],
  admits: 'No such member: older documents have none.',
  breaks: 'Libraries that sign out by the document revoke nothing.',
  needs: ['discovery', 'discovery-with-domain'],
  judge: (expect, { document, lease }: Discovered) => {
    expect(document).toBeAnsweredWith(200)
    const found = readString(bodyJson(document), 'revocation_endpoint')
    if (typeof found !== 'string') return expect.note('no revocation_endpoint')
    expect(URL.parse(found)?.pathname, 'its path').toMatch(
      /\/oauth2\/revoke$/,
      'a path that ends with /oauth2/revoke',
    )
    onDomain(expect, document, lease, 'revocation_endpoint')
  },
})

export const discoveryChecks = [
  discovery,
  discoveryEndpoints,
  discoveryDomain,
  discoveryMetadata,
  discoveryRevocation,
]
