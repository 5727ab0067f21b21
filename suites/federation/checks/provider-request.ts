/** Step 3: the redirect from the user pool to the provider, and the request that it carries. */
import { developerGuide } from '../../../fixtures/flow/source.ts'
import type { Asked } from '../../../mock-idp/control.ts'
import { bare, parametersOf, target } from '../../shared/front-channel.ts'
import { oauth2 } from '../../shared/sources.ts'
import { federation } from '../flow.ts'
import { type AtProvider, isAt } from '../sign-in.ts'
import {
  federationPage,
  oidcFlow,
  oidcProviders,
  samlCore,
  samlProfiles,
  samlRequirements,
  samlSigning,
} from '../sources.ts'

const sends =
  'The browser’s GET of /oauth2/authorize with identity_provider, whose redirect leads to the provider'

type Opened = Pick<AtProvider, 'page' | 'provider'>

/** The place of the redirect that leaves the user pool for the provider: its domain may redirect to itself before. */
const leaving = ({ page, provider }: Opened): number =>
  page.hops.findIndex((hop) => isAt(provider, { url: target(hop)?.href ?? '' }))

/** Where that redirect leads. */
export const toProvider = (opened: Opened): URL | undefined => target(opened.page.hops[leaving(opened)])

const requested = (opened: Opened): Readonly<Record<string, string | null>> =>
  parametersOf(toProvider(opened)) ?? {}

export const pastThePages = federation.check(3, 'redirects-to-provider', {
  says: 'From the authorization endpoint redirects alone lead to the provider: no page of the user pool stands between',
  sends,
  basis: federationPage(
    'Things to know about Amazon Cognito user pools third-party sign-in',
    'With idp_identifier or identity_provider the endpoint redirects silently to the provider, bypassing managed login.',
  ),
  admits: 'Further redirects of the user pool to itself: up to 20 are followed.',
  breaks: 'Users choose their provider twice, or see a sign-in page that is not for them.',
  judge: (expect, opened: AtProvider) => {
    const { singleSignOn, authorization } = opened.provider.tenant.endpoints
    expect(bare(toProvider(opened)?.href ?? ''), 'where the redirects lead').toBe(
      bare(singleSignOn ?? authorization ?? ''),
    )
    const before = opened.page.hops.slice(0, leaving(opened) + 1)
    expect(before.filter((hop) => target(hop) === undefined).length, 'pages before the provider').toBe(0)
  },
})

export const clientAtProvider = federation.check(3, 'client-of-the-provider', {
  says: 'The request to the provider names the client that the user pool has there, not the application’s',
  sends,
  basis: oidcProviders(
    'Add an OIDC IdP to your user pool, step 7',
    'The client ID is that of the application client that was made in the OIDC provider.',
  ),
  breaks: 'The provider does not know the client and refuses everybody.',
  judge: (expect, opened: AtProvider) =>
    expect(requested(opened)['client_id'], 'client_id').toBe(opened.provider.tenant.clientId),
})

/** Whether an address is the user pool's endpoint of that path, by either of the domain's names. */
export function isEndpoint(
  address: string | null | undefined,
  path: string,
  { lease }: Pick<AtProvider, 'lease'>,
): boolean {
  const url = URL.parse(address ?? '')
  const base = URL.parse(lease.domain?.baseUrl ?? '')
  if (url === null || base === null || `${url.search}${url.hash}` !== '') return false
  const prefix = base.pathname.replace(/\/$/, '')
  return (
    [base.host, lease.domain?.host].includes(url.host) && [path, `${prefix}${path}`].includes(url.pathname)
  )
}

export const returnsToPool = federation.check(3, 'returns-to-idpresponse', {
  says: 'The redirect_uri of the request to the provider is /oauth2/idpresponse at the user pool’s domain',
  sends,
  basis: oidcProviders(
    'Register an application with an OIDC IdP, step 2',
    'The domain’s URL with the endpoint /oauth2/idpresponse is registered with the provider, which accepts it from Amazon Cognito.',
  ),
  breaks: 'Providers compare redirect URIs as strings and refuse every other one.',
  judge: (expect, opened: AtProvider) => {
    const uri = requested(opened)['redirect_uri']
    const found = isEndpoint(uri, '/oauth2/idpresponse', opened) ? 'the domain’s /oauth2/idpresponse' : uri
    expect(found, 'redirect_uri').toBe('the domain’s /oauth2/idpresponse')
  },
})

export const asksForCode = federation.check(3, 'asks-for-code', {
  says: 'The user pool asks the provider for an authorization code: response_type is code',
  sends,
  basis: oidcFlow(
    'Introduction',
    'The user pool automates an authorization-code sign-in with the provider and collects the code at its endpoint.',
  ),
  breaks: 'The provider’s tokens travel through the browser.',
  judge: (expect, opened: AtProvider) =>
    expect(requested(opened)['response_type'], 'response_type').toBe('code'),
})

/** What is configured at every provider of a run that has scopes. */
export const SCOPES = ['openid', 'email', 'profile'] as const

export const scopesOfProvider = federation.check(3, 'scopes-of-the-provider', {
  says: 'The request to the provider asks for the scopes that the provider is configured with, separated by spaces',
  sends,
  basis: oidcProviders(
    'Add an OIDC IdP to your user pool, step 9',
    'Authorized scopes are those that the application requests from the provider; they are separated by spaces.',
  ),
  also: [oidcFlow('Introduction', 'They can differ from those that the application asks the user pool for.')],
  admits: 'Any order.',
  breaks: 'The provider leaves out the attributes that are mapped, or asks the user to consent to others.',
  judge: (expect, opened: AtProvider) =>
    expect((requested(opened)['scope'] ?? '').split(' '), 'scope').toHoldExactly(SCOPES),
})

export const ownState = federation.check(3, 'state-of-the-pool', {
  says: 'The request to the provider has a state, and it is not the application’s',
  sends,
  basis: oauth2('10.12', 'The client must guard its redirection URI against CSRF, usually by state.'),
  breaks: 'Anybody can have another person’s browser finish a sign-in that they began.',
  judge: (expect, opened: AtProvider) => {
    expect(requested(opened)['state'], 'state').toBeA('non-empty string')
    expect(requested(opened)['state'], 'state').toDifferFrom(opened.request.state)
  },
})

/** The provider's own note of the SAML request that came to it. */
export interface SamlRequest extends AtProvider {
  readonly came: Asked | undefined
}

const messageOf = ({ came }: SamlRequest) => came?.saml

export const samlByRedirect = federation.check(3, 'saml-request', {
  says: 'The redirect to a SAML provider carries an AuthnRequest in the parameter SAMLRequest, by GET',
  sends,
  basis: samlRequirements(
    'SP-initiated sign-in requests',
    'The redirect to the provider includes a SAML request in a URL parameter of the HTTP GET request.',
  ),
  breaks: 'The provider has nothing to answer.',
  judge: (expect, subject: SamlRequest) => {
    expect(subject.came?.method, 'method').toBe('GET')
    expect(messageOf(subject)?.root, 'message in SAMLRequest').toBe('AuthnRequest')
  },
})

export const samlNamesAcs = federation.check(3, 'saml-names-acs', {
  says: 'The AuthnRequest names /saml2/idpresponse at the user pool’s domain as where the answer goes',
  sends,
  basis: samlRequirements(
    'SP-initiated sign-in requests',
    'A SAML request contains information about the user pool, its ACS endpoint included.',
  ),
  breaks: 'The provider answers to another address, or refuses the request.',
  judge: (expect, subject: SamlRequest) => {
    const acs = messageOf(subject)?.attributes['AssertionConsumerServiceURL']
    const found = isEndpoint(acs, '/saml2/idpresponse', subject) ? 'the domain’s /saml2/idpresponse' : acs
    expect(found, 'AssertionConsumerServiceURL').toBe('the domain’s /saml2/idpresponse')
  },
})

export const samlIssuer = federation.check(3, 'saml-issuer', {
  says: 'The AuthnRequest’s Issuer is the user pool’s entity id, urn:amazon:cognito:sp: and the pool’s ID',
  sends,
  basis: samlProfiles(
    '4.1.4.1',
    'Issuer must be there, and hold the unique identifier of the requesting service provider.',
  ),
  also: [
    samlRequirements(
      'User pool ID is SP entity ID',
      'The SP entity ID of a user pool is urn:amazon:cognito:sp: followed by its ID.',
    ),
  ],
  breaks: 'The provider does not know who asks.',
  judge: (expect, subject: SamlRequest) =>
    expect(messageOf(subject)?.issuer, 'Issuer').toBe(`urn:amazon:cognito:sp:${subject.lease.userPool.id}`),
})

export const samlRelayState = federation.check(3, 'saml-relay-state', {
  says: 'The redirect to a SAML provider carries a RelayState, which is not the application’s state',
  sends,
  basis: samlRequirements(
    'Maintain the relay state parameter',
    'Amazon Cognito and the provider maintain session information with a relayState parameter, an opaque reference.',
  ),
  breaks: 'The user pool cannot tell which sign-in an answer belongs to.',
  judge: (expect, opened: SamlRequest) => {
    expect(requested(opened)['RelayState'], 'RelayState').toBeA('non-empty string')
    expect(requested(opened)['RelayState'], 'RelayState').toDifferFrom(opened.request.state)
  },
})

export const samlIds = federation.check(3, 'saml-request-ids', {
  says: 'Each AuthnRequest has an ID of its own',
  sends: 'Two authorization requests with identity_provider, one after the other',
  basis: samlCore(
    '1.3.4',
    'Whoever assigns an identifier must make sure that it is never assigned to another object.',
  ),
  breaks: 'An answer to one request passes for the answer to another.',
  judge: (
    expect,
    { first, second }: { readonly first: Asked | undefined; readonly second: Asked | undefined },
  ) => {
    expect(first?.saml?.attributes['ID'], 'ID of the first').toBeA('non-empty string')
    expect(second?.saml?.attributes['ID'], 'ID of the second').toBeA('non-empty string')
    expect(second?.saml?.attributes['ID'], 'ID of the second').toDifferFrom(first?.saml?.attributes['ID'])
  },
})

export const samlSigned = federation.check(3, 'saml-request-signed', {
  says: 'With RequestSigningAlgorithm rsa-sha256 the request is signed with the key of the user pool’s signing certificate',
  sends:
    'The browser’s GET of /oauth2/authorize with the identity_provider of a provider that wants signed requests',
  basis: samlSigning(
    'Signing SAML requests',
    'With request signing active the user pool signs authentication requests; the provider verifies with the pool’s signing certificate.',
  ),
  also: [
    developerGuide(
      'cognito-user-pools-saml-idp-things-to-know',
      'Things to know about SAML IdPs in Amazon Cognito user pools',
      'Sign requests and encrypt responses',
      'With a copy of the certificate the provider can verify the integrity of the requests.',
    ),
  ],
  breaks: 'Providers that insist on signed requests refuse everybody.',
  needs: ['saml-request-signing'],
  judge: (expect, subject: SamlRequest) =>
    expect(messageOf(subject)?.signature ?? 'absent', 'signature of the AuthnRequest').toBe('good'),
})
