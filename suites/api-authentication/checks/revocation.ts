/** Step 15: what ends a session early, by RevokeToken and by GlobalSignOut, and what it leaves alone. */
import {
  advisory,
  apiReference,
  developerGuide,
  publicRecord,
  recordedSnapshot,
} from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import type { Lease } from '../../../fixtures/targets/lease.ts'
import { body } from '../../shared/answers.ts'
import { apiAuthentication } from '../flow.ts'

/** “You can revoke refresh tokens only in app clients with token revocation enabled” (token-revocation). */
const notRevocable = ({ client }: Lease): string | undefined =>
  client.tokenRevocation === true ? undefined : 'token revocation is not known to be on for the app client'

const page = (section: string, states: string) =>
  developerGuide('amazon-cognito-user-pools-using-the-refresh-token', 'Refresh tokens', section, states)
const revocation = (section: string, states: string) =>
  developerGuide('token-revocation', 'Ending user sessions with token revocation', section, states)

export const revokes = apiAuthentication.check(15, 'revoke-answers', {
  says: 'RevokeToken of a live refresh token answers 200',
  sends: 'RevokeToken with the refresh token and the ClientId it was issued to',
  basis: apiReference(
    'RevokeToken',
    'Response Elements',
    'A successful call answers 200 with an empty body.',
  ),
  admits: 'An empty body as well as {}.',
  breaks: 'Sign-out fails in the application.',
  needs: ['token-revocation'],
  unless: notRevocable,
  judge: (expect, answer: Answer) => expect(answer.status, 'status').toBe(200),
})

export const revokedRefresh = apiAuthentication.check(15, 'revoked-refresh-token', {
  says: 'A revoked refresh token gets no new tokens',
  sends: 'InitiateAuth with REFRESH_TOKEN_AUTH after RevokeToken',
  basis: revocation(
    'Ending user sessions with token revocation',
    'Revoked tokens cannot be used with any Cognito API call that requires a token.',
  ),
  breaks: 'Signing out of a stolen device does nothing.',
  needs: ['token-revocation'],
  unless: notRevocable,
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const revokedRefreshType = apiAuthentication.check(15, 'revoked-refresh-token-type', {
  says: 'A revoked refresh token is refused with NotAuthorizedException, “Refresh Token has been revoked”',
  sends: 'InitiateAuth with REFRESH_TOKEN_AUTH after RevokeToken',
  basis: publicRecord(
    'aws-amplify/amplify-swift#3344',
    'Headers and text in the log of 14 November 2023',
    'aws-amplify/amplify-swift/issues/3344',
    '2023-11',
    'NotAuthorizedException, Refresh Token has been revoked.',
  ),
  also: [
    recordedSnapshot('cognito-idp, refresh after RevokeToken', '2024-09', 'The same, letter by letter.'),
  ],
  admits: 'The text with or without a final period.',
  breaks: 'Applications that end the session on this answer go on trying.',
  needs: ['token-revocation'],
  unless: notRevocable,
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({ type: 'NotAuthorizedException', message: 'Refresh Token has been revoked' }),
})

export const revokedAccess = apiAuthentication.check(15, 'revoked-access-token', {
  says: 'Revoking the refresh token also ends the access token that came with it: GetUser refuses it',
  sends: 'GetUser with the access token of the sign-in, some seconds after RevokeToken',
  basis: revocation(
    'RevokeToken operation',
    'RevokeToken revokes all access tokens of the refresh token, the first of the sign-in included.',
  ),
  also: [
    apiReference(
      'GlobalSignOut',
      'GlobalSignOut',
      'A request with a revoked access token gives the error Access Token has been revoked.',
    ),
  ],
  breaks: 'A stolen session lives on until its token runs out.',
  needs: ['token-revocation', 'get-user'],
  unless: notRevocable,
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const otherSessionLives = apiAuthentication.check(15, 'other-session-lives', {
  says: 'Revoking one refresh token leaves the user’s other refresh tokens alive',
  sends:
    'InitiateAuth with REFRESH_TOKEN_AUTH and the refresh token of a second sign-in, after the first was revoked',
  basis: revocation(
    'Ending user sessions with token revocation',
    'The other refresh tokens issued to the user are not affected.',
  ),
  breaks: 'Signing out on the telephone signs out the laptop.',
  needs: ['token-revocation'],
  unless: notRevocable,
  judge: (expect, answer: Answer) => {
    expect(answer).toBeAnsweredWith(200)
    expect(body(answer, 'AuthenticationResult', 'AccessToken'), 'AccessToken').toBeA('non-empty string')
  },
})

export const signedOutRefresh = apiAuthentication.check(15, 'signed-out-refresh-token', {
  says: 'After GlobalSignOut the user’s refresh token gets no new tokens',
  sends: 'InitiateAuth with REFRESH_TOKEN_AUTH after GlobalSignOut',
  basis: page('Revoking refresh tokens', 'After sign-out the user’s refresh token cannot get new tokens.'),
  also: [
    apiReference(
      'GlobalSignOut',
      'GlobalSignOut',
      'Refresh tokens of a signed-out user are no longer accepted.',
    ),
  ],
  breaks: '“Sign out everywhere” leaves every other device signed in.',
  needs: ['global-sign-out'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const signedOutAccess = apiAuthentication.check(15, 'signed-out-access-token', {
  says: 'After GlobalSignOut the access token is refused: “Access Token has been revoked”',
  sends: 'GetUser with the access token after GlobalSignOut',
  basis: apiReference(
    'GlobalSignOut',
    'GlobalSignOut',
    'A request with a revoked access token that has the scope aws.cognito.signin.user.admin gives the error Access Token has been revoked.',
  ),
  admits: 'The text with or without a final period.',
  breaks: 'The account can still be changed from the device that was signed out.',
  needs: ['global-sign-out', 'get-user'],
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({ status: 'any', message: 'Access Token has been revoked' }),
})

export const revokedAccessType = apiAuthentication.check(15, 'revoked-access-token-type', {
  says: 'A revoked access token is refused with NotAuthorizedException, “Access Token has been revoked”',
  sends: 'GetUser with the access token of the sign-in, some seconds after RevokeToken',
  basis: publicRecord(
    'aws-amplify/amplify-js#2205',
    'Error',
    'aws-amplify/amplify-js/issues/2205',
    '2018-11',
    'NotAuthorizedException, Access Token has been revoked.',
  ),
  also: [
    publicRecord(
      'Liftric/cognito-idp, client tests against a live pool',
      'Sign in, revoke token, validate',
      'Liftric/cognito-idp/blob/0df6a71c4b3028cd13a1476023fd1f3894bbc278/auth/src/commonTest/kotlin/com/liftric/auth/IdentityProviderClientTests.kt',
      '2026-11',
      'A second after RevokeToken the access token is refused with NotAuthorizedException.',
    ),
  ],
  admits: 'The text with or without a final period.',
  breaks: 'The application does not send the user back to sign-in.',
  needs: ['token-revocation', 'get-user'],
  unless: notRevocable,
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({ type: 'NotAuthorizedException', message: 'Access Token has been revoked' }),
})

export const revokedRefreshedAccess = apiAuthentication.check(15, 'revoked-refreshed-access-token', {
  says: 'Revoking the refresh token also ends the access tokens of refreshes made with it: GetUser refuses them',
  sends: 'GetUser with the access token of a refresh, some seconds after RevokeToken of the refresh token',
  basis: revocation(
    'Ending user sessions with token revocation',
    'When a refresh token is revoked, all access tokens that were previously issued by it become invalid.',
  ),
  breaks: 'A stolen session that was refreshed once lives on until its token runs out.',
  needs: ['token-revocation', 'get-user'],
  unless: notRevocable,
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const revokesRefreshTokensOnly = apiAuthentication.check(15, 'revoke-access-token', {
  says: 'RevokeToken of an access token is refused with UnsupportedTokenTypeException',
  sends: 'RevokeToken with a live access token in place of the refresh token',
  basis: advisory(
    'RFC 7009, OAuth 2.0 Token Revocation',
    '2.2.1, Error Response',
    'https://www.rfc-editor.org/rfc/rfc7009#section-2.2.1',
    '2026-11',
    'unsupported_token_type: the server does not support the revocation of the presented token type.',
  ),
  also: [
    apiReference(
      'RevokeToken',
      'Token; Errors, UnsupportedTokenTypeException',
      'Token is the refresh token to revoke; the exception is for unsupported tokens.',
    ),
  ],
  breaks: 'The application believes that the session has ended.',
  needs: ['token-revocation'],
  unless: notRevocable,
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ type: 'UnsupportedTokenTypeException' }),
})

export const signedOutRefreshType = apiAuthentication.check(15, 'signed-out-refresh-token-type', {
  says: 'After GlobalSignOut the refresh token is refused with NotAuthorizedException, “Refresh Token has been revoked”',
  sends: 'InitiateAuth with REFRESH_TOKEN_AUTH, some seconds after GlobalSignOut',
  basis: recordedSnapshot(
    'cognito-idp, refresh after GlobalSignOut',
    '2024-09',
    'NotAuthorizedException, Refresh Token has been revoked.',
  ),
  admits: 'The text with or without a final period.',
  breaks: 'Applications that end the session on this answer go on trying.',
  needs: ['global-sign-out'],
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({ type: 'NotAuthorizedException', message: 'Refresh Token has been revoked' }),
})

export const signedOutAccessType = apiAuthentication.check(15, 'signed-out-access-token-type', {
  says: 'After GlobalSignOut the access token is refused with NotAuthorizedException',
  sends: 'GetUser with the access token, some seconds after GlobalSignOut',
  basis: recordedSnapshot(
    'cognito-idp, GetUser after GlobalSignOut with the same access token',
    '2024-09',
    'NotAuthorizedException, Access Token has been revoked.',
  ),
  breaks: 'The application does not send the user back to sign-in.',
  needs: ['global-sign-out', 'get-user'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ type: 'NotAuthorizedException' }),
})
