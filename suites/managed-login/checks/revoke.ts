/** Step 16: what the revocation endpoint ends, what it leaves alone, and what it refuses. */
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { managedLoginPage, revocationEndpoint, tokenEndpoint, tokenRevocation } from '../../shared/sources.ts'
import { managedLogin } from '../flow.ts'
import { bringsAccessToken, readableElsewhere, refuses, revocationUnknown } from './token-judging.ts'

const needs = ['token-revocation', 'revoke-endpoint'] as const
const sends = 'POST to /oauth2/revoke with the refresh token of the sign-in and the client ID'

const ends = revocationEndpoint(
  'The token revocation endpoint',
  'The endpoint revokes the refresh token, the access token that came with it, and all subsequent access and ID tokens; revoked access tokens cannot be used at APIs that Cognito tokens authenticate.',
)
const errors = (states: string) => revocationEndpoint('Revocation error response', states)

export const revokes = managedLogin.check(16, 'revoke-answers', {
  says: 'The revocation of a live refresh token is answered with success and an empty body',
  sends,
  basis: errors('A successful response contains an empty body.'),
  admits: 'Status 200, and 204, which says that there is none.',
  breaks: 'Sign-out fails in the application.',
  needs,
  unless: revocationUnknown,
  judge: (expect, answer: Answer) => {
    expect(answer.status, 'status').toBeOneOf([200, 204])
    expect(answer.body.kind, 'body').toBe('empty')
  },
})

export const revokeCrossOrigin = managedLogin.check(16, 'revoke-cross-origin', {
  says: 'A script of another origin may read the answer of the revocation endpoint: Access-Control-Allow-Origin is *, or that origin',
  sends: `${sends}, and with Origin as a script’s browser sends it`,
  basis: managedLoginPage(
    'CORS policies',
    'The token, revoke and userInfo endpoints return Access-Control-Allow-Origin: *.',
  ),
  breaks: 'Single-page applications cannot sign out.',
  needs: [...needs, 'cors'],
  unless: revocationUnknown,
  judge: (expect, answer: Answer) => readableElsewhere(expect, answer),
})

export const revokedRefresh = managedLogin.check(16, 'revoked-refresh-token', {
  says: 'A revoked refresh token gets no tokens but the error invalid_grant',
  sends: 'POST to /oauth2/token with grant_type refresh_token, some seconds after the revocation',
  basis: tokenEndpoint('Examples of negative responses, invalid_grant', 'Refresh token has been revoked.'),
  also: [ends],
  breaks: 'Signing out of a stolen device does nothing.',
  needs: [...needs, 'refresh-grant'],
  unless: revocationUnknown,
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer, { error: ['invalid_grant'] }),
})

export const revokedAtUserInfo = managedLogin.check(16, 'revoked-at-user-info', {
  says: 'userInfo refuses the access token whose refresh token was revoked',
  sends: 'GET of /oauth2/userInfo with the access token of the sign-in, some seconds after the revocation',
  basis: ends,
  breaks: 'A stolen session lives on until its token runs out.',
  needs: [...needs, 'user-info'],
  unless: revocationUnknown,
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const revokedAtApi = managedLogin.check(16, 'revoked-at-get-user', {
  says: 'GetUser refuses the access token whose refresh token was revoked',
  sends: 'GetUser with the access token of the sign-in, some seconds after the revocation',
  basis: ends,
  breaks: 'A stolen session can change the account until its token runs out.',
  needs: [...needs, 'get-user'],
  unless: revocationUnknown,
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const revokedRefreshed = managedLogin.check(16, 'revoked-refreshed-token', {
  says: 'userInfo refuses the access tokens of refreshes too whose refresh token was revoked',
  sends: 'GET of /oauth2/userInfo with the access token of a refresh, some seconds after the revocation',
  basis: ends,
  breaks: 'A stolen session that was refreshed once lives on until its token runs out.',
  needs: [...needs, 'user-info', 'refresh-grant'],
  unless: revocationUnknown,
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const otherSignInLives = managedLogin.check(16, 'other-sign-in-lives', {
  says: 'Revoking one refresh token leaves the user’s other refresh tokens alive',
  sends: 'A refresh with the refresh token of another sign-in of the user, after the revocation',
  basis: tokenRevocation(
    'Revocation endpoint',
    'Requests to the endpoint do not affect the user’s other refresh tokens and what came of them.',
  ),
  breaks: 'Signing out on the telephone signs out the laptop.',
  needs: [...needs, 'refresh-grant'],
  unless: revocationUnknown,
  judge: bringsAccessToken,
})

export const revokedAgain = managedLogin.check(16, 'revoke-again', {
  says: 'The revocation of a token that has been revoked is answered with 200',
  sends: `${sends}, a second time`,
  basis: errors('If the token has been revoked, the answer is HTTP 200 OK.'),
  breaks: 'A sign-out that is repeated after a broken connection fails.',
  needs,
  unless: revocationUnknown,
  judge: (expect, answer: Answer) => expect(answer.status, 'status').toBe(200),
})

export const revokeMadeUp = managedLogin.check(16, 'revoke-damaged-token', {
  says: 'The revocation of a refresh token that was damaged on the way is answered with 200, or as that of a token of another kind',
  sends: 'POST to /oauth2/revoke with a refresh token, one character of it replaced, and the client ID',
  basis: errors('If the client submitted a token that is not valid, the answer is HTTP 200 OK.'),
  admits:
    'HTTP 400 with unsupported_token_type: what cannot be read is not known to be a refresh token, of which the same list says so.',
  breaks: 'The application cannot sign out a user whose token was damaged.',
  needs,
  unless: revocationUnknown,
  judge: (expect, answer: Answer) => {
    if (answer.status === 200) return expect(answer.status, 'status').toBe(200)
    refuses(expect, answer, { error: ['unsupported_token_type'], status: [400] })
  },
})

export const revokeWithoutToken = managedLogin.check(16, 'revoke-without-token', {
  says: 'A revocation without a token is refused with 400 and invalid_request',
  sends: 'POST to /oauth2/revoke with the client ID alone',
  basis: errors('If the token is not present in the request: HTTP 400 and the error invalid_request.'),
  breaks: 'The application believes that the session has ended.',
  needs,
  unless: revocationUnknown,
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer, { error: ['invalid_request'], status: [400] }),
})

export const revokeAccessToken = managedLogin.check(16, 'revoke-access-token', {
  says: 'The revocation of an access token is refused with 400 and unsupported_token_type',
  sends: 'POST to /oauth2/revoke with an access token and the client ID',
  basis: errors('If the token is not a refresh token: HTTP 400 and the error unsupported_token_type.'),
  breaks: 'The application believes that the session has ended.',
  needs,
  unless: revocationUnknown,
  refusal: true,
  judge: (expect, answer: Answer) =>
    refuses(expect, answer, { error: ['unsupported_token_type'], status: [400] }),
})

export const revokeSwitchedOff = managedLogin.check(16, 'revoke-switched-off', {
  says: 'An app client without token revocation is refused with 400 and invalid_request',
  sends: 'POST to /oauth2/revoke with the refresh token of an app client that has EnableTokenRevocation off',
  basis: errors('If the feature is disabled for the app client: HTTP 400 and the error invalid_request.'),
  breaks: 'The application believes that the session has ended.',
  needs,
  unless: ({ secondClient }) =>
    secondClient?.tokenRevocation === false
      ? undefined
      : 'no second app client is known to have token revocation off',
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer, { error: ['invalid_request'], status: [400] }),
})

export const revokeByGet = managedLogin.check(16, 'revoke-by-get', {
  says: 'A revocation by GET is refused',
  sends: 'GET of /oauth2/revoke with a live refresh token and the client ID in the query',
  basis: revocationEndpoint('POST /oauth2/revoke', 'The endpoint only supports HTTPS POST.'),
  breaks: 'An image on a page can sign users out, and tokens stand in the access logs of proxies.',
  needs,
  unless: revocationUnknown,
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const revokeByOtherClient = managedLogin.check(16, 'revoke-by-other-client', {
  says: 'A revocation request of another app client leaves the refresh token alive',
  sends:
    'POST to /oauth2/revoke with the refresh token and another client’s ID; then a refresh by its own client',
  basis: tokenRevocation(
    'Things to know about revoking tokens',
    'A request to revoke must include the client ID that was used to obtain the token.',
  ),
  breaks: 'Any application can sign out the users of any other.',
  needs: [...needs, 'refresh-grant'],
  unless: revocationUnknown,
  judge: bringsAccessToken,
})

export const signedOutAtUserInfo = managedLogin.check(16, 'signed-out-at-user-info', {
  says: 'After GlobalSignOut userInfo refuses the access token',
  sends: 'GET of /oauth2/userInfo with the access token of the sign-in, some seconds after GlobalSignOut',
  basis: tokenRevocation(
    'GlobalSignOut operation',
    'The operation revokes all refresh, ID and access tokens of the user.',
  ),
  breaks: '“Sign out everywhere” leaves every other device signed in.',
  needs: ['global-sign-out', 'user-info'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const signedOutRefresh = managedLogin.check(16, 'signed-out-refresh-token', {
  says: 'After GlobalSignOut the refresh token gets no tokens at the token endpoint',
  sends: 'POST to /oauth2/token with grant_type refresh_token, some seconds after GlobalSignOut',
  basis: tokenRevocation(
    'GlobalSignOut operation',
    'The operation revokes all refresh, ID and access tokens of the user.',
  ),
  admits: 'Any error.',
  breaks: '“Sign out everywhere” leaves every other device signed in.',
  needs: ['global-sign-out', 'refresh-grant'],
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer),
})
