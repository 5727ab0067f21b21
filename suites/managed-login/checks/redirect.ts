/** Steps 8 and 9: the redirect that brings the authorization code to the application. */
import type { CallbackAnswer, Hop, Page } from '../../../fixtures/actors/actors.ts'
import { bare, type Visit } from '../../shared/front-channel.ts'
import { authorizationEndpoint, loginEndpoint, loginSample, oauth2 } from '../../shared/sources.ts'
import { managedLogin } from '../flow.ts'

const sends = 'The form that completes the sign-in, or the authorization request of a browser with a session'

/** A navigation that came to the application's callback. */
export interface Returned extends Visit {
  readonly callback: CallbackAnswer
}

/** Of a navigation that did not come there: a redirect with nothing, so that what was due can be missed. */
export const returned = (visit: Visit): Returned => ({
  ...visit,
  callback: visit.page.callback ?? {
    exchange: 0,
    where: 'nowhere',
    parameters: {},
    repeated: [],
    location: '',
  },
})

const hopOf = ({ hops }: Page, { location }: CallbackAnswer): Hop | undefined =>
  hops.find((hop) => hop.location === location && location !== '')

export const goesToRedirectUri = managedLogin.check(8, 'goes-to-redirect-uri', {
  says: 'The redirect leads to the redirect_uri of the request, with parameters added and nothing else changed',
  sends,
  basis: authorizationEndpoint(
    'redirect_uri',
    'The URL to which the authentication server redirects the browser after the user is authorized; it was registered before.',
  ),
  admits: 'A slash for an empty path.',
  breaks: 'The code goes to another page than the one that waits for it.',
  judge: (expect, { callback, request }: Returned) =>
    expect(bare(callback.location), 'redirect without its parameters').toBe(
      bare(request.parameters['redirect_uri'] ?? ''),
    ),
})

export const returnStatus = managedLogin.check(8, 'return-status', {
  says: 'The user pool redirects to the application with status 302',
  sends,
  basis: loginSample('Example – response', 'The sample answer begins with HTTP/1.1 302 Found.'),
  breaks: 'A 307 would send the form with the password on to the application.',
  judge: (expect, { page, callback }: Returned) => expect(hopOf(page, callback)?.status, 'status').toBe(302),
})

export const noTokensInRedirect = managedLogin.check(8, 'no-tokens-in-redirect', {
  says: 'The redirect of a code grant holds no access token, no ID token and no refresh token',
  sends,
  basis: authorizationEndpoint(
    'response_type',
    'code brings a code that is exchanged at the token endpoint; tokens in the redirect are what token brings.',
  ),
  breaks: 'Tokens end up in browser histories and server logs.',
  judge: (expect, { callback }: Returned) => {
    expect(callback.location, 'the redirect').toBeA('non-empty string')
    for (const name of ['access_token', 'id_token', 'refresh_token'])
      expect(callback.parameters[name], name).toBeAbsent()
  },
})

export const noErrorBesideCode = managedLogin.check(8, 'no-error-beside-code', {
  says: 'A redirect with a code holds no error, and each parameter once',
  sends,
  basis: oauth2('3.1', 'Parameters must not be included more than once.'),
  also: [oauth2('4.1.2', 'A response holds a code, or else (4.1.2.1) an error.')],
  breaks: 'Clients that look for an error first tell the user that the sign-in failed.',
  judge: (expect, { callback }: Returned) => {
    expect(callback.parameters['code'], 'code').toBeA('non-empty string')
    expect(callback.parameters['error'], 'error').toBeAbsent()
    expect(callback.repeated, 'parameters that came more than once').toEqual([])
  },
})

export const codeInQuery = managedLogin.check(9, 'code-in-query', {
  says: 'The authorization code comes in the query of the redirect, and the redirect has no fragment parameters',
  sends,
  basis: loginEndpoint(
    'Example – response',
    'Code and state must be returned in the query string parameters and not in the fragment.',
  ),
  breaks: 'The application’s server never sees the code: browsers do not send fragments.',
  judge: (expect, { callback }: Returned) => {
    expect(callback.where, 'where the parameters stand').toBe('query')
    expect(callback.parameters['code'], 'code').toBeA('non-empty string')
  },
})

export const stateReturned = managedLogin.check(9, 'state-returned', {
  says: 'The state of the request comes back with the code, equal',
  sends,
  basis: authorizationEndpoint(
    'state',
    'The value of state is returned to the application with the redirect; the application guards itself with it against CSRF.',
  ),
  admits:
    'Only a state of URL-safe characters is sent: others are on record as altered where a session stands in for the sign-in.',
  breaks: 'Every client that checks state, as each must, refuses the sign-in.',
  judge: (expect, { callback, request }: Returned) => {
    expect(request.state, 'state of the request').toBeA('non-empty string')
    expect(callback.parameters['state'], 'state').toBe(request.state)
  },
})

export const codeIsFresh = managedLogin.check(9, 'code-is-fresh', {
  says: 'Each authorization request is answered with a code of its own',
  sends: 'A second authorization request from a browser that has a session',
  basis: authorizationEndpoint(
    'response_type',
    'A successful request with code returns an authorization code for exchange at the token endpoint, where each is good once.',
  ),
  breaks: 'The second sign-in fails: its code was used up by the first.',
  judge: (expect, { first, second }: { first: CallbackAnswer; second: CallbackAnswer | undefined }) => {
    expect(second?.parameters['code'], 'second code').toBeA('non-empty string')
    expect(second?.parameters['code'] === first.parameters['code'], 'the codes are the same').toBe(false)
  },
})
