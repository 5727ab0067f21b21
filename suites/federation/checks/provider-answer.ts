/** Step 9: what the user pool makes of the provider's answer, seen from the provider and from the browser. */
import type { CallbackAnswer } from '../../../fixtures/actors/actors.ts'
import { developerGuide } from '../../../fixtures/flow/source.ts'
import type { Asked } from '../../../mock-idp/control.ts'
import * as redirect from '../../managed-login/checks/redirect.ts'
import { bare, parametersOf, target } from '../../shared/front-channel.ts'
import { oauth2 } from '../../shared/sources.ts'
import { federation } from '../flow.ts'
import { answerOfPool, type Returned } from '../sign-in.ts'
import { federationPage, flowPage, oidcFlow, oidcProviders, suggested } from '../sources.ts'

const sends = 'The provider’s redirect with a code to /oauth2/idpresponse'
const sendsAny = 'The provider’s answer to the user pool, through the user’s browser'

/** What the provider was asked from when it sent the user back, in the order of arrival. */
export interface BackChannel extends Returned {
  readonly asked: readonly Asked[]
}

const at = ({ asked }: BackChannel, endpoint: Asked['endpoint']): readonly Asked[] =>
  asked.filter((one) => one.endpoint === endpoint)

const names = (pairs: Asked['form']): readonly string[] => pairs.map(([name]) => name)

export const codeExchanged = federation.check(9, 'code-exchanged', {
  says: 'The user pool redeems the provider’s code at the provider’s token endpoint, with grant_type authorization_code',
  sends,
  basis: flowPage('The user pool silently exchanges the code for IdP tokens.'),
  also: [
    oauth2('4.1.3', 'The request has grant_type, code, and the redirect_uri of the authorization request.'),
  ],
  breaks: 'The user pool takes an unproven code for a sign-in.',
  judge: (expect, subject: BackChannel) => {
    const [request] = at(subject, 'token')
    expect(request?.method, 'method').toBe('POST')
    expect(new Map(request?.form).get('grant_type'), 'grant_type').toBe('authorization_code')
    expect(names(request?.form ?? []), 'parameters').toContain('code')
  },
})

export const secretInBody = federation.check(9, 'secret-in-body', {
  says: 'The user pool proves who it is by client_secret_post: id and secret in the body of the token request, and no Authorization header',
  sends,
  basis: oidcProviders(
    'Prerequisites',
    'The provider supports client_secret_post; client_secret_basic is not supported by Amazon Cognito.',
  ),
  breaks: 'Providers that were set up by AWS’s guide refuse the user pool.',
  judge: (expect, subject: BackChannel) => {
    const [request] = at(subject, 'token')
    expect(new Map(request?.form).get('client_id'), 'client_id').toBe(subject.provider.tenant.clientId)
    expect(names(request?.form ?? []), 'parameters of the body').toContain('client_secret')
    expect(request?.headers['authorization'], 'Authorization header').toBe(undefined)
  },
})

export const secretNotInUrl = federation.check(9, 'secret-not-in-url', {
  says: 'No client secret stands in the address of a token request',
  sends,
  basis: oauth2('2.3.1', 'Client credentials must not be included in the request URI.'),
  breaks: 'The secret ends up in the provider’s access log.',
  judge: (expect, subject: BackChannel) => {
    const [request] = at(subject, 'token')
    expect(request?.method, 'method of the token request').toBe('POST')
    expect(
      names(request?.query ?? []).filter((name) => name === 'client_secret'),
      'secrets in the query',
    ).toEqual([])
  },
})

export const keysFetched = federation.check(9, 'keys-fetched', {
  says: 'The user pool fetches the provider’s keys from its jwks_uri for each ID token that it gets',
  sends: 'Two sign-ins at the same provider, one after the other',
  basis: oidcFlow(
    'How a user pool processes claims from an OIDC provider',
    'The signing key is refreshed from the JWKS endpoint for each ID token of the provider.',
  ),
  breaks: 'After a key rotation at the provider nobody can sign in, or the old key is good for ever.',
  judge: (expect, { first, second }: { readonly first: BackChannel; readonly second: BackChannel }) => {
    expect(at(first, 'jwks').length, 'JWKS requests of the first sign-in').toBeAtLeast(1)
    expect(at(second, 'jwks').length, 'JWKS requests of the second sign-in').toBeAtLeast(1)
  },
})

export const userInfoAsked = federation.check(9, 'user-info-asked-for-the-rest', {
  says: 'The user pool asks the provider’s userInfo endpoint, with the configured method, for a mapped claim that the ID token lacks',
  sends: `${sends}, of a person whose nickname userInfo alone knows`,
  basis: oidcFlow(
    'How a user pool processes claims from an OIDC provider',
    'The user pool validates the ID token, then attempts a request to the userInfo endpoint with the access token.',
  ),
  also: [
    oidcProviders(
      'Add an OIDC IdP to your user pool, step 10',
      'The attribute request method is GET or POST, as the provider wants it.',
    ),
  ],
  breaks: 'Attributes that only userInfo has never reach the profile.',
  judge: (expect, subject: BackChannel) => {
    const { claims, userInfo: told } = subject.person
    expect(claims['nickname'], 'nickname in the ID token').toBe(undefined)
    expect(told?.['nickname'], 'nickname at userInfo').toBeA('non-empty string')
    const [token, userInfo] = [at(subject, 'token')[0], at(subject, 'user-info')[0]]
    expect(userInfo?.method, 'method').toBe('GET')
    expect(userInfo?.n ?? -1, 'place among the requests').toBeAtLeast((token?.n ?? Number.NaN) + 1)
  },
})

export const namesItself = federation.check(9, 'names-itself', {
  says: 'Of the requests that come to the provider in a sign-in one at least has the user agent Amazon/Cognito',
  sends,
  // The page speaks of a redirect, which the browser follows: that requests from behind are meant is our reading.
  basis: suggested(
    federationPage(
      'Things to know about Amazon Cognito user pools third-party sign-in',
      'When a session is redirected to a federated provider, the request has the user-agent header Amazon/Cognito.',
    ),
  ),
  admits: 'Any request: which of them is not said, and the browser’s own cannot be meant.',
  breaks: 'Providers that let in by the user agent let nobody in.',
  judge: (expect, { asked }: BackChannel) => {
    const agents = asked.map(({ headers }) => headers['user-agent'] ?? '')
    expect(
      agents.some((agent) => agent.includes('Amazon/Cognito')) ? 'Amazon/Cognito' : 'others',
      'user agents of the requests',
    ).toBe('Amazon/Cognito')
  },
})

/** A sign-in that came back to the application. */
export interface BackAtApplication extends Returned {
  readonly callback: CallbackAnswer
}

export const goesToRedirectUri = federation.check(9, 'goes-to-redirect-uri', {
  ...redirect.goesToRedirectUri,
  says: 'The redirect leads to the redirect_uri of the application’s request, with parameters added and nothing else changed',
  sends: sendsAny,
})

export const codeIsNew = federation.check(9, 'code-is-new', {
  says: 'The code that the application gets is not the one that the provider gave to the user pool',
  sends,
  basis: flowPage('The user pool redirects the user to the application with a new authorization code.'),
  breaks: 'Whoever sees the application’s redirect can sign in at the provider.',
  judge: (expect, subject: BackAtApplication) => {
    const given = parametersOf(URL.parse(answerOfPool(subject)?.url ?? '') ?? undefined)?.['code']
    expect(given, 'the provider’s code').toBeA('non-empty string')
    expect(subject.callback.parameters['code'], 'the application’s code').toDifferFrom(given)
  },
})

export const nothingOfProvider = federation.check(9, 'nothing-of-the-provider', {
  says: 'The redirect to the application holds a code and no token, and no answer of the provider',
  sends: sendsAny,
  basis: oidcFlow(
    'How a user pool processes claims from an OIDC provider',
    'The user pool does not pass the provider’s tokens on to the user or the application.',
  ),
  breaks: 'The provider’s tokens lie in browser histories and server logs.',
  judge: (expect, { callback }: BackAtApplication) => {
    expect(callback.parameters['code'], 'code').toBeA('non-empty string')
    for (const name of ['access_token', 'id_token', 'refresh_token', 'SAMLResponse'])
      expect(callback.parameters[name], name).toBe(undefined)
  },
})

export const codeInQuery = federation.check(10, 'code-in-query', { ...redirect.codeInQuery, sends: sendsAny })

export const stateReturned = federation.check(10, 'state-returned', {
  ...redirect.stateReturned,
  says: 'The state of the application’s request comes back with the code, equal, although the provider never saw it',
  sends: sendsAny,
})

export const returnStatus = federation.check(8, 'redirects-at-once', {
  says: 'The user pool answers the provider’s answer with a redirect, and shows no page before the user is back at the application',
  sends: sendsAny,
  basis: flowPage('The user pool validates the IdP tokens and redirects the user to the application.'),
  breaks: 'Users are asked for something that the flow has no step for.',
  judge: (expect, subject: Returned) => {
    const hop = answerOfPool(subject)
    expect(target(hop) === undefined ? 'no redirect' : 'a redirect', 'answer of the user pool').toBe(
      'a redirect',
    )
    const after = hop === undefined ? [] : subject.page.hops.slice(subject.page.hops.indexOf(hop) + 1)
    const pages = after.filter((one) => target(one) === undefined && !isApplication(one.url, subject))
    expect(pages.length, 'pages before the application').toBe(0)
  },
})

/** The page that the redirect led to, and what its script asked of the same address. */
const isApplication = (url: string, { page, request }: Returned): boolean =>
  page.callback !== undefined &&
  [bare(page.url), bare(request.parameters['redirect_uri'] ?? '')].includes(bare(url))

export const userInfoByPost = federation.check(9, 'user-info-by-post', {
  says: 'Where attributes_request_method is POST, the provider’s userInfo endpoint is asked by POST',
  sends: 'A sign-in at a provider whose userInfo endpoint takes POST alone',
  basis: oidcProviders(
    'Add an OIDC IdP to your user pool, step 10',
    'Providers may require requests to userInfo as GET or as POST; the attribute request method says which.',
  ),
  breaks: 'Providers that want it so refuse every request for attributes.',
  judge: (expect, subject: BackChannel) => {
    const asked = at(subject, 'user-info')
    expect([...new Set(asked.map(({ method }) => method))], 'methods of requests to userInfo').toEqual([
      'POST',
    ])
    expect(subject.page.callback?.parameters['code'], 'authorization code').toBeA('non-empty string')
  },
})

export const ellipticCurveTaken = federation.check(9, 'elliptic-curve-id-token', {
  says: 'An ID token that the provider signed with an elliptic curve (ES256) is taken',
  sends: 'A sign-in at a provider that signs its ID tokens ES256',
  basis: oidcFlow(
    'How a user pool processes claims from an OIDC provider',
    'Algorithms of the families RSA, HMAC and elliptic curve are accepted.',
  ),
  also: [
    oidcProviders('Prerequisites', 'The provider signs ID tokens with HMAC-SHA, ECDSA or RSA algorithms.'),
  ],
  breaks: 'Providers with modern keys cannot be used.',
  judge: (expect, { page }: Returned) =>
    expect(page.callback?.parameters['code'], 'authorization code').toBeA('non-empty string'),
})

export const newKeyTaken = federation.check(9, 'new-key-at-once', {
  says: 'An ID token that the provider signed with a new key is taken at once',
  sends: 'A sign-in right after the provider replaced its signing key, and another sign-in right before',
  basis: oidcFlow(
    'How a user pool processes claims from an OIDC provider',
    'The signing key is refreshed from the JWKS endpoint for each ID token of the provider.',
  ),
  breaks: 'Nobody signs in for hours after the provider rotated its keys.',
  judge: (expect, { page }: Returned) =>
    expect(page.callback?.parameters['code'], 'authorization code').toBeA('non-empty string'),
})

export const noFactorOfPool = federation.check(9, 'no-factor-of-the-pool', {
  says: 'A user pool that demands a second factor of its own users asks federated ones for none',
  sends: 'A sign-in at a provider, in a user pool with MFA ON',
  basis: developerGuide(
    'user-pool-settings-mfa',
    'Adding MFA to a user pool',
    'Introduction',
    'All authentication of federated users is delegated to the provider, and they are offered no additional factors.',
  ),
  breaks: 'People need two authenticators, one of which nobody ever gave them.',
  judge: (expect, { page }: Returned) => {
    expect(page.callback === undefined ? 'a page' : 'the application', 'where the browser ends').toBe(
      'the application',
    )
    expect(page.callback?.parameters['code'], 'authorization code').toBeA('non-empty string')
  },
})
