/** Step 11: the answer of the token endpoint, apart from what is inside of its tokens. */
import { apiReference } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import type { LeasedClient } from '../../../fixtures/targets/lease.ts'
import { body, header } from '../../shared/answers.ts'
import type { Granted } from '../../shared/domain-tokens.ts'
import {
  authorizationEndpoint,
  managedLoginPage,
  oauth2,
  tokenEndpoint,
  tokenSample,
} from '../../shared/sources.ts'
import { managedLogin } from '../flow.ts'
import { bringsAccessToken, handsOutNo, mediaType, readableElsewhere } from './token-judging.ts'

const sends = 'POST to /oauth2/token with grant_type authorization_code, the code and the redirect URI'

export const contentType = managedLogin.check(11, 'content-type', {
  says: 'The answer with the tokens is of the media type application/json',
  sends,
  basis: tokenSample('Exchanging an authorization code for tokens', 'Content-Type: application/json.'),
  also: [oauth2('5.1', 'The parameters are in a body of the media type application/json.')],
  admits: 'Any parameters of the media type: newer samples have charset=UTF-8.',
  breaks: 'OAuth libraries refuse the answer unread.',
  judge: (expect, { answer }: Granted) => expect(mediaType(answer), 'media type').toBe('application/json'),
})

export const tokenType = managedLogin.check(11, 'token-type', {
  says: 'token_type is Bearer',
  sends,
  basis: tokenSample('Exchanging an authorization code for tokens', 'token_type is Bearer in every sample.'),
  also: [oauth2('5.1', 'token_type is required, and compared without regard to case.')],
  admits: 'Any case.',
  breaks: 'OAuth libraries do not know how to use the access token, and give up.',
  judge: (expect, { answer }: Granted) =>
    expect(body(answer, 'token_type'), 'token_type').toMatch(/^bearer$/i, 'Bearer, in any case'),
})

/** Equality to the second is not promised. */
const ROUNDING = 5

/** A reason why the lifetime of access tokens is not known, or nothing. */
export const validityUnknown = ({ client }: { readonly client: LeasedClient }): string | undefined =>
  client.accessTokenValidity === 'unknown' ? 'the app client’s AccessTokenValidity is unknown' : undefined

export const expiresIn = managedLogin.check(11, 'expires-in', {
  says: 'expires_in is the access token’s validity as the app client sets it, a whole number of seconds',
  sends,
  basis: tokenSample(
    'Exchanging an authorization code for tokens',
    'expires_in is 3600, the default validity of access tokens.',
  ),
  also: [
    oauth2('5.1', 'expires_in: the lifetime of the access token in seconds.'),
    apiReference(
      'CreateUserPoolClient',
      'AccessTokenValidity',
      'The access token time limit, one hour unless set.',
    ),
  ],
  admits: 'Up to five seconds more or less.',
  breaks: 'Clients refresh too late, with calls refused in between, or on every call.',
  needs: ['token-validity'],
  unless: validityUnknown,
  judge: (expect, { answer, lease }: Granted) => {
    const { accessTokenValidity } = lease.client
    expect(body(answer, 'expires_in'), 'expires_in').toBeA('integer')
    expect(body(answer, 'expires_in'), 'expires_in').toBeNear(
      accessTokenValidity === 'unknown' ? Number.NaN : accessTokenValidity,
      ROUNDING,
    )
  },
})

export const requestId = managedLogin.check(11, 'request-id', {
  says: 'The answer has a header x-amz-cognito-request-id',
  sends,
  basis: tokenSample(
    'Client credentials with POST body authorization',
    'The sample answer has x-amz-cognito-request-id with a UUID.',
  ),
  admits: 'Any text that is not empty.',
  breaks: 'AWS’s support has nothing to look a failed request up by.',
  judge: (expect, { answer }: Granted) =>
    expect(header(answer, 'x-amz-cognito-request-id'), 'x-amz-cognito-request-id').toBeA('non-empty string'),
})

export const crossOrigin = managedLogin.check(11, 'cross-origin', {
  says: 'A script of another origin may read the answer of the token endpoint: Access-Control-Allow-Origin is *, or that origin',
  sends: 'POST to /oauth2/token that redeems a code, with Origin as a script’s browser sends it',
  basis: tokenEndpoint(
    'The token issuer endpoint',
    'The endpoint returns Access-Control-Allow-Origin: *, and can be called cross-origin from an application in the browser.',
  ),
  also: [managedLoginPage('CORS policies', 'The token, revoke and userInfo endpoints return the header.')],
  breaks: 'Single-page applications cannot redeem a code.',
  needs: ['cors'],
  judge: (expect, answer: Answer) => readableElsewhere(expect, answer),
})

export const noIdToken = managedLogin.check(11, 'no-id-token-without-openid', {
  says: 'Without the scope openid there is an access token and no ID token',
  sends: `${sends}, for a request whose scopes are without openid`,
  basis: authorizationEndpoint('scope', 'An ID token is only returned if openid scope is requested.'),
  breaks: 'Personal data goes to an application that did not ask for it.',
  judge: (expect, { answer }: Granted) => {
    bringsAccessToken(expect, answer)
    handsOutNo(expect, answer, 'id_token')
  },
})

export const answerChecks = [contentType, tokenType, expiresIn, requestId]
