/** Steps 8, 11 and 12: the implicit grant, whose tokens come in the fragment of the redirect. */
import type { AuthorizationRequest, CallbackAnswer, Validation } from '../../../fixtures/actors/actors.ts'
import type { Lease } from '../../../fixtures/targets/lease.ts'
import type { Visit } from '../../shared/front-channel.ts'
import { authorizationEndpoint, authorizationSample, oauth2 } from '../../shared/sources.ts'
import { managedLogin } from '../flow.ts'
import { managedLoginOnly } from './page-judging.ts'
import { validityUnknown } from './token-answer.ts'

const needs = ['implicit-grant'] as const
const sends = 'The sign-in that began with response_type=token'

const withOpenid = authorizationEndpoint(
  'Example: Token (implicit) grant with openid scope',
  'The redirect has id_token, access_token, token_type, expires_in and state in its fragment.',
)

export interface ImplicitGrant {
  readonly callback: CallbackAnswer
  readonly request: AuthorizationRequest
  readonly lease: Lease
}

export const tokensInRedirect = managedLogin.check(11, 'implicit-tokens-in-redirect', {
  says: 'The redirect of the implicit grant brings an access token and, with the scope openid, an ID token, each once',
  sends,
  basis: withOpenid,
  breaks: 'Applications in the browser get nothing to work with.',
  needs,
  judge: (expect, { callback }: ImplicitGrant) => {
    expect(
      ['access_token', 'id_token'].filter((name) => callback.repeated.includes(name)),
      'tokens that come twice',
    ).toEqual([])
    for (const name of ['access_token', 'id_token'])
      expect(typeof callback.parameters[name], `type of ${name}`).toBe('string')
    expect((callback.parameters['access_token'] ?? '') !== '', 'there is an access token').toBe(true)
    expect((callback.parameters['id_token'] ?? '') !== '', 'there is an ID token').toBe(true)
  },
})

export const tokensInFragment = managedLogin.check(11, 'implicit-tokens-in-fragment', {
  says: 'The tokens of the implicit grant stand in the fragment of the redirect, and none in the query',
  sends,
  basis: authorizationSample('Example: Token (implicit) grant with openid scope', 'The tokens follow a #.'),
  also: [oauth2('4.2.2', 'The parameters are added to the fragment component of the redirection URI.')],
  breaks: 'Tokens reach servers and their logs: a browser sends queries, and keeps fragments.',
  needs,
  judge: (expect, { callback }: ImplicitGrant) => {
    expect(callback.where, 'where the parameters stand').toBe('fragment')
    expect((callback.parameters['access_token'] ?? '') !== '', 'there is an access token').toBe(true)
  },
})

export const tokenType = managedLogin.check(11, 'implicit-token-type', {
  says: 'The token_type of the implicit grant is Bearer',
  sends,
  basis: authorizationSample('Example: Token (implicit) grant with openid scope', 'token_type is bearer.'),
  also: [oauth2('4.2.2', 'token_type is required.')],
  admits: 'Any case: AWS’s samples have both bearer and Bearer.',
  breaks: 'Clients do not know how to use the token.',
  needs,
  judge: (expect, { callback }: ImplicitGrant) =>
    expect(callback.parameters['token_type'], 'token_type').toMatch(/^bearer$/i, 'Bearer, in any case'),
})

export const expiresIn = managedLogin.check(11, 'implicit-expires-in', {
  says: 'expires_in is the validity of the access token in seconds',
  sends,
  basis: authorizationSample(
    'Example: Token (implicit) grant with openid scope',
    'expires_in is 3600, the default validity of access tokens.',
  ),
  also: [oauth2('4.2.2', 'expires_in: the lifetime in seconds of the access token.')],
  admits: 'Five seconds more or less.',
  breaks: 'Applications use a token that has run out, or drop one that has not.',
  needs,
  unless: validityUnknown,
  judge: (expect, { callback, lease }: ImplicitGrant) => {
    const { accessTokenValidity } = lease.client
    const text = callback.parameters['expires_in'] ?? ''
    expect(/^\d+$/.test(text) ? Number(text) : text, 'expires_in').toBeNear(
      typeof accessTokenValidity === 'number' ? accessTokenValidity : 3600,
      5,
    )
  },
})

export const noRefreshToken = managedLogin.check(11, 'implicit-no-refresh-token', {
  says: 'The implicit grant brings no refresh token and no code',
  sends,
  basis: authorizationEndpoint(
    'Example: Token (implicit) grant without openid scope',
    'Amazon Cognito does not return a refresh token in this flow.',
  ),
  breaks: 'A token that lives for weeks lies in the browser’s history.',
  needs,
  judge: (expect, { callback }: ImplicitGrant) => {
    expect((callback.parameters['access_token'] ?? '') !== '', 'there is an access token').toBe(true)
    expect(callback.parameters['refresh_token'], 'refresh_token').toBeAbsent()
    expect(callback.parameters['code'], 'code').toBeAbsent()
  },
})

export const implicitState = managedLogin.check(11, 'implicit-state-returned', {
  says: 'The state of the request comes back with the tokens, equal',
  sends,
  basis: withOpenid,
  breaks: 'Every client that checks state, as each must, refuses the sign-in.',
  needs,
  judge: (expect, { callback, request }: ImplicitGrant) => {
    expect(request.state, 'state of the request').toBeA('non-empty string')
    expect(callback.parameters['state'], 'state').toBe(request.state)
  },
})

export const withoutOpenid = managedLogin.check(11, 'implicit-without-openid', {
  says: 'Without the scope openid the implicit grant brings an access token and no ID token',
  sends: 'GET of /oauth2/authorize with response_type=token and scope=aws.cognito.signin.user.admin',
  basis: authorizationEndpoint(
    'Example: Token (implicit) grant without openid scope',
    'Because openid was not requested, no ID token is returned.',
  ),
  breaks: 'Applications that asked for no identity are shown one.',
  needs,
  unless: ({ client }) =>
    client.oauth?.scopes !== 'unknown' && client.oauth?.scopes.includes('aws.cognito.signin.user.admin')
      ? undefined
      : 'the app client is not known to have the scope aws.cognito.signin.user.admin',
  judge: (expect, { page }: Visit) => {
    expect((page.callback?.parameters['access_token'] ?? '') !== '', 'there is an access token').toBe(true)
    expect(page.callback?.parameters['id_token'], 'id_token').toBeAbsent()
  },
})

export const tokensVerify = managedLogin.check(12, 'implicit-tokens-verify', {
  says: 'Both tokens of the implicit grant are genuine: signature, issuer, expiry, token_use and client hold',
  sends,
  basis: authorizationEndpoint(
    'response_type',
    'An implicit grant is an ID and access token of the user pool, appended to the redirect URL.',
  ),
  breaks: 'The application must refuse the sign-in, or believe anything.',
  needs: ['implicit-grant', 'jwks'],
  judge: (expect, { id, access }: { readonly id: Validation; readonly access: Validation }) => {
    expect(id.accepted ? 'accepted' : id.reason, 'ID token').toBe('accepted')
    expect(access.accepted ? 'accepted' : access.reason, 'access token').toBe('accepted')
  },
})

export const implicitNonce = managedLogin.check(12, 'implicit-nonce', {
  says: 'The ID token of the implicit grant holds the nonce of the request',
  sends,
  basis: authorizationEndpoint(
    'nonce',
    'The nonce of the request is included in the ID token, for the application to compare.',
  ),
  breaks: 'Tokens of another sign-in can be slipped in.',
  needs: ['implicit-grant', 'jwks'],
  judge: (expect, { id, request }: { readonly id: Validation; readonly request: AuthorizationRequest }) => {
    expect(request.nonce, 'nonce of the request').toBeA('non-empty string')
    expect(id.accepted ? id.claims['nonce'] : undefined, 'nonce of the ID token').toBe(request.nonce)
  },
})

export const errorInFragment = managedLogin.check(3, 'implicit-error-in-fragment', {
  says: 'An error of a request with response_type=token comes in the fragment',
  sends: 'GET of /oauth2/authorize with response_type=token and prompt=none from a browser without a session',
  basis: oauth2('4.2.2.1', 'Errors of the implicit grant are added to the fragment of the redirection URI.'),
  breaks: 'Applications that read the fragment, as they must for the tokens, wait for ever.',
  needs: ['implicit-grant', 'prompt'],
  unless: managedLoginOnly,
  refusal: true,
  judge: (expect, { page }: Visit) => {
    expect(page.callback?.where, 'where the parameters stand').toBe('fragment')
    expect(page.callback?.parameters['error'], 'error').toBe('login_required')
    expect(page.callback?.parameters['access_token'], 'access_token').toBeAbsent()
  },
})
