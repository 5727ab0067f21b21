/** Sign-out of people who came through a provider, after step 9: at the provider too, or at the user pool alone. */
import type { Page } from '../../../fixtures/actors/actors.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import type { Asked } from '../../../mock-idp/control.ts'
import { asksForPassword, bare, hopAt, parametersOf, target, targetOf } from '../../shared/front-channel.ts'
import { logoutEndpoint } from '../../shared/sources.ts'
import { federation } from '../flow.ts'
import { type AtProvider, isAt, type Returned } from '../sign-in.ts'
import { samlCore, samlRequirements, samlSignOut } from '../sources.ts'

const sends =
  'The browser’s GET of /logout with client_id and logout_uri, after a sign-in at a provider with IDPSignout'

const signOut = (states: string) => samlSignOut('Signing out SAML users with single sign-out', states)

/** A sign-out, and what the provider was asked in the course of it. */
export interface SignedOut extends Pick<Returned, 'provider' | 'person' | 'lease'> {
  readonly page: Page
  readonly logoutUri: string
  readonly asked: readonly Asked[]
}

const logoutAsked = ({ asked }: SignedOut): Asked | undefined =>
  asked.findLast(({ endpoint }) => endpoint === 'single-logout')

const endsAt = ({ page }: SignedOut): string => bare(page.leads ?? page.url)

export const goesToProvider = federation.check(9, 'logout-goes-to-provider', {
  says: '/logout redirects to the provider’s single logout service, with SAMLRequest, RelayState, SigAlg and Signature in the query',
  sends,
  basis: signOut(
    '/logout redirects to the SingleLogoutService of the metadata, with SAMLRequest, RelayState, SigAlg and Signature.',
  ),
  also: [
    logoutEndpoint(
      'Introduction',
      'With single logout the user is first redirected to the provider’s SLO endpoint.',
    ),
  ],
  breaks: 'Whoever uses the machine next comes back in without a password.',
  needs: ['saml-single-logout'],
  judge: (expect, { page, provider }: SignedOut) => {
    const to = target(hopAt(page, '/logout'))
    expect(bare(to?.href ?? ''), 'where /logout redirects').toBe(
      bare(provider.tenant.endpoints.singleLogout ?? ''),
    )
    const parameters = parametersOf(to) ?? {}
    for (const name of ['SAMLRequest', 'RelayState', 'SigAlg', 'Signature'])
      expect(parameters[name], name).toBeA('non-empty string')
    expect(parameters['SigAlg'], 'SigAlg').toBe('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256')
  },
})

export const requestIsSigned = federation.check(9, 'logout-request-signed', {
  says: 'The log-out request is signed with the user pool’s key, although sign-in requests are not',
  sends: `${sends} and without RequestSigningAlgorithm`,
  basis: signOut('The sign-out request is signed with the user pool’s signing certificate.'),
  also: [
    samlRequirements(
      'Sign requests and encrypt responses',
      'The user pool signs all single logout requests.',
    ),
  ],
  breaks: 'Providers refuse log-outs that anybody could have asked for.',
  needs: ['saml-single-logout'],
  judge: (expect, subject: SignedOut) => {
    const request = logoutAsked(subject)
    expect(request?.saml?.root, 'message in SAMLRequest').toBe('LogoutRequest')
    expect(request?.saml?.signature, 'signature').toBe('good')
  },
})

export const namesThePerson = federation.check(9, 'logout-names-the-person', {
  says: 'The log-out request names the person by the NameID, and the session by the SessionIndex, of their sign-in',
  sends,
  basis: samlCore(
    '3.7.1',
    'A LogoutRequest holds the identifier of the principal, and SessionIndex of the session that ends.',
  ),
  admits: 'No SessionIndex, which is optional.',
  breaks: 'The provider ends nobody’s session, or somebody else’s.',
  needs: ['saml-single-logout'],
  judge: (expect, subject: SignedOut) => {
    const request = logoutAsked(subject)
    expect(request?.saml?.nameId, 'NameID').toBe(subject.person.subject)
    expect(request?.saml?.issuer, 'Issuer').toBe(`urn:amazon:cognito:sp:${subject.lease.userPool.id}`)
  },
})

export const returnsToLogoutUri = federation.check(9, 'logout-returns', {
  says: 'The provider’s LogoutResponse by POST leads on to the logout_uri of the first request',
  sends: `${sends}; the provider’s form for /saml2/logout`,
  basis: signOut(
    'The user returns to /saml2/logout with a LogoutResponse by POST, and is then redirected to the destination of the initial request.',
  ),
  breaks: 'People who sign out are left on an empty page.',
  needs: ['saml-single-logout'],
  judge: (expect, subject: SignedOut) => {
    const hop = hopAt(subject.page, '/saml2/logout')
    expect(hop?.method, 'method at /saml2/logout').toBe('POST')
    expect(bare(target(hop)?.href ?? ''), 'where /saml2/logout redirects').toBe(bare(subject.logoutUri))
  },
})

export const providerAsksAgain = federation.check(9, 'provider-asks-after-logout', {
  says: 'After the sign-out the next sign-in asks for the password at the provider',
  sends: `${sends}; then another sign-in in the same browser`,
  basis: signOut('Users who want to sign in again must authenticate with their SAML provider.'),
  breaks: 'Whoever uses the machine next comes back in without a password.',
  needs: ['saml-single-logout'],
  judge: (expect, { page, provider }: AtProvider) => {
    expect(isAt(provider, page) ? 'the provider' : 'elsewhere', 'where the browser is').toBe('the provider')
    expect(asksForPassword(page) ? 'a password' : 'none', 'what the page asks for').toBe('a password')
  },
})

export const responseByGet = federation.check(9, 'logout-response-in-query', {
  says: 'A LogoutResponse in the query of a GET request does not lead on to the logout_uri',
  sends: 'A GET of /saml2/logout with the provider’s honest SAMLResponse and RelayState in its query',
  basis: samlRequirements(
    'Logout responses must use POST binding',
    'User pools do not accept logout responses with HTTP GET binding.',
  ),
  admits: 'Any status, any page, and a redirect to an error page or to the sign-in page; 400 was seen.',
  breaks: 'Signed messages lie in browser histories and server logs.',
  needs: ['saml-single-logout'],
  refusal: true,
  judge: (expect, { answer, logoutUri }: { readonly answer: Answer; readonly logoutUri: string }) => {
    const to = targetOf(answer)
    expect(bare(to?.href ?? ''), 'where it redirects').toDifferFrom(bare(logoutUri))
    expect(to?.searchParams.has('code') ? 'one' : 'none', 'authorization code').toBe('none')
    expect.note(`status: ${answer.status}`)
  },
})

export const endsHereAlone = federation.check(9, 'logout-without-provider', {
  says: 'Without IDPSignout /logout leads straight to logout_uri, and the provider is not asked',
  sends:
    'The browser’s GET of /logout with client_id and logout_uri, after a sign-in at a provider without IDPSignout',
  basis: signOut('A provider that is configured for sign-out flow is sent a logout request.'),
  also: [
    logoutEndpoint('Introduction', '/logout does not sign users out of OIDC or social providers.'),
    logoutEndpoint('logout_uri', 'The user is redirected to the sign-out URL of the app client.'),
  ],
  breaks: 'One application signs people out of all others.',
  judge: (expect, subject: SignedOut) => {
    expect(endsAt(subject), 'where the browser ends').toBe(bare(subject.logoutUri))
    expect(
      subject.asked.map(({ endpoint }) => endpoint),
      'what the provider was asked',
    ).toEqual([])
  },
})

/** Another sign-in in the browser that signed out. */
export interface SignsInAgain extends AtProvider {
  readonly asked: readonly Asked[]
}

export const providerSessionStays = federation.check(9, 'provider-session-stays', {
  says: 'After the sign-out the user pool asks the provider again, whose own session still signs the person in without a page',
  sends: 'Another GET of /oauth2/authorize with identity_provider, in the browser that signed out',
  basis: logoutEndpoint(
    'Introduction',
    '/logout signs out of the user pool, and does not sign users out of OIDC or social providers.',
  ),
  breaks: 'People cannot tell what signing out has ended.',
  needs: ['logout'],
  judge: (expect, { page, asked }: SignsInAgain) => {
    expect(
      asked.filter(({ endpoint }) => endpoint === 'authorization' || endpoint === 'single-sign-on').length,
      'sign-in requests to the provider',
    ).toBe(1)
    expect(
      asked.filter(({ endpoint }) => endpoint === 'login').length,
      'passwords that the provider was sent',
    ).toBe(0)
    expect(page.callback?.parameters['code'], 'authorization code').toBeA('non-empty string')
  },
})
