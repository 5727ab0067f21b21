/** Step 15: new tokens for the refresh token, and what ends that. */

import type { Page } from '../../../fixtures/actors/actors.ts'
import {
  apiReference,
  developerGuide,
  publicRecord,
  recordedSnapshot,
} from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import type { Lease } from '../../../fixtures/targets/lease.ts'
import { body, claim, type Issued } from '../answers.ts'
import { apiAuthentication } from '../flow.ts'

export interface Refreshed {
  readonly first: Issued
  readonly again: Issued
}

const page = (section: string, states: string) =>
  developerGuide('amazon-cognito-user-pools-using-the-refresh-token', 'Refresh tokens', section, states)
const revocation = (section: string, states: string) =>
  developerGuide('token-revocation', 'Ending user sessions with token revocation', section, states)
const idToken = (section: string, states: string) =>
  developerGuide(
    'amazon-cognito-user-pools-using-the-id-token',
    'Understanding the identity (ID) token',
    `ID token default payload, ${section}`,
    states,
  )

const sends =
  'InitiateAuth with REFRESH_TOKEN_AUTH and the refresh token of the sign-in, some seconds or more after it'

const both = ['id', 'access'] as const
const named = { id: 'the ID token', access: 'the access token' } as const

export const newTokens = apiAuthentication.check(15, 'new-tokens', {
  says: 'The refreshed ID and access tokens are new: each has a later iat than the first',
  sends,
  basis: page(
    'Getting new access and identity tokens with a refresh token',
    'The refresh token returns new ID and access tokens.',
  ),
  also: [idToken('iat', 'The time at which the token was issued.')],
  breaks: 'The application is handed the expired token again, and refreshes without end.',
  judge: (expect, { first, again }: Refreshed) => {
    for (const use of both) {
      const before = claim(first[use], 'iat')
      expect(claim(again[use], 'iat'), `iat of ${named[use]}`).toBeAtLeast(
        typeof before === 'number' ? before + 1 : Number.POSITIVE_INFINITY,
      )
      expect(
        again.tokens[use === 'id' ? 'idToken' : 'accessToken'] ===
          first.tokens[use === 'id' ? 'idToken' : 'accessToken'],
        `${named[use]} is the first one again`,
      ).toBe(false)
    }
  },
})

export const newTokenIds = apiAuthentication.check(15, 'new-token-ids', {
  says: 'The refreshed tokens have a jti of their own',
  sends,
  basis: publicRecord(
    'getmoto/moto, tests marked as verified against AWS',
    'test_jti_in_tokens',
    'getmoto/moto/blob/master/tests/test_cognitoidp/test_cognitoidp.py',
    '2026-11',
    'jti changes with a refresh.',
  ),
  also: [idToken('jti', 'The unique identifier of the JWT.')],
  breaks: 'Deny-lists by token hit the wrong one.',
  needs: ['token-revocation'],
  unless: ({ client }) =>
    client.tokenRevocation === true ? undefined : 'token revocation is not known to be on for the app client',
  judge: (expect, { first, again }: Refreshed) => {
    for (const use of both)
      expect(claim(again[use], 'jti'), `jti of ${named[use]}`).toDifferFrom(claim(first[use], 'jti'))
  },
})

export const keepsSubject = apiAuthentication.check(15, 'keeps-subject', {
  says: 'The refreshed tokens have the sub of the first',
  sends,
  basis: idToken('sub', 'A unique identifier for the authenticated user.'),
  breaks: 'The user is somebody else after an hour.',
  judge: (expect, { first, again }: Refreshed) => {
    expect(claim(first.id, 'sub'), 'sub of the first ID token').toBeA('non-empty string')
    for (const use of both)
      expect(claim(again[use], 'sub'), `sub of ${named[use]}`).toBe(claim(first[use], 'sub'))
  },
})

export const keepsAuthTime = apiAuthentication.check(15, 'keeps-auth-time', {
  says: 'The refreshed tokens have the auth_time of the sign-in',
  sends,
  basis: idToken(
    'auth_time',
    'The time at which the user completed authentication; a refresh is no authentication.',
  ),
  breaks: 'Applications that ask for the password again after a while (max_age) never do.',
  judge: (expect, { first, again }: Refreshed) => {
    expect(claim(first.id, 'auth_time'), 'auth_time of the first ID token').toBeA('integer')
    for (const use of both)
      expect(claim(again[use], 'auth_time'), `auth_time of ${named[use]}`).toBe(
        claim(first[use], 'auth_time'),
      )
  },
})

export const keepsOrigin = apiAuthentication.check(15, 'keeps-origin', {
  says: 'The refreshed tokens have the origin_jti of the first',
  sends,
  basis: idToken(
    'origin_jti',
    'A token-revocation identifier associated with the user’s refresh token; revoking it invalidates all tokens with the same origin_jti.',
  ),
  breaks: 'Revoking the refresh token leaves the tokens made from it alive.',
  needs: ['token-revocation'],
  unless: ({ client }) =>
    client.tokenRevocation === true ? undefined : 'token revocation is not known to be on for the app client',
  judge: (expect, { first, again }: Refreshed) => {
    expect(claim(first.id, 'origin_jti'), 'origin_jti of the first ID token').toBeA('non-empty string')
    for (const use of both)
      expect(claim(again[use], 'origin_jti'), `origin_jti of ${named[use]}`).toBe(
        claim(first[use], 'origin_jti'),
      )
  },
})

const rotates = ({ client }: Lease): string | undefined =>
  client.rotation === false ? undefined : 'refresh token rotation is not known to be off for the app client'

export const noNewRefreshToken = apiAuthentication.check(15, 'no-new-refresh-token', {
  says: 'Without rotation the answer holds no RefreshToken',
  sends,
  basis: page(
    'Refresh token rotation',
    'When rotation is off, a refresh returns new access and ID tokens only, and the original refresh token remains valid.',
  ),
  breaks: 'Clients replace the refresh token by one that they did not ask for, or store an empty one.',
  unless: rotates,
  judge: (expect, { again }: Refreshed) => {
    expect(body(again.answer, 'AuthenticationResult', 'AccessToken'), 'AccessToken').toBeA('non-empty string')
    expect(body(again.answer, 'AuthenticationResult', 'RefreshToken'), 'RefreshToken').toBeAbsent()
  },
})

export const refreshTokenStays = apiAuthentication.check(15, 'refresh-token-stays', {
  says: 'Without rotation the refresh token is good for a second refresh',
  sends: 'InitiateAuth with REFRESH_TOKEN_AUTH and the same refresh token a second time',
  basis: page('Refresh token rotation', 'When rotation is off, the original refresh token remains valid.'),
  breaks: 'Users are signed out at the second refresh.',
  unless: rotates,
  judge: (expect, answer: Answer) => {
    expect(answer).toBeAnsweredWith(200)
    expect(body(answer, 'AuthenticationResult', 'AccessToken'), 'AccessToken').toBeA('non-empty string')
  },
})

export const refreshedExpiresIn = apiAuthentication.check(15, 'expires-in', {
  says: 'ExpiresIn of a refresh is the access token’s validity as the app client sets it, in seconds, and so is its exp − iat',
  sends,
  basis: apiReference(
    'AuthenticationResultType',
    'ExpiresIn',
    'The expiration period of the authentication result in seconds.',
  ),
  breaks: 'Clients refresh too late or on every call.',
  needs: ['token-validity'],
  unless: ({ client }) =>
    client.accessTokenValidity === 'unknown' ? 'the app client’s AccessTokenValidity is unknown' : undefined,
  judge: (expect, { again }: Refreshed) => {
    const [exp, iat] = [claim(again.access, 'exp'), claim(again.access, 'iat')]
    expect(body(again.answer, 'AuthenticationResult', 'ExpiresIn'), 'ExpiresIn').toBe(
      again.lease.client.accessTokenValidity,
    )
    expect(typeof exp === 'number' && typeof iat === 'number' ? exp - iat : exp, 'exp − iat').toBe(
      again.lease.client.accessTokenValidity,
    )
  },
})

export const sameNames = apiAuthentication.check(15, 'keeps-names', {
  says: 'The refreshed tokens name the same client and the same user name as the first',
  sends,
  basis: idToken(
    'aud, cognito:username',
    'The app client that authenticated the user, and the user’s name in the user pool.',
  ),
  also: [
    publicRecord(
      'getmoto/moto, tests marked as verified against AWS',
      'test_initiate_auth_REFRESH_TOKEN',
      'getmoto/moto/blob/master/tests/test_cognitoidp/test_cognitoidp.py',
      '2026-11',
      'aud, cognito:username, client_id and username are there after a refresh.',
    ),
  ],
  breaks: 'Verifiers refuse every refreshed token.',
  judge: (expect, { again }: Refreshed) => {
    const { client, user } = again.lease
    expect(claim(again.id, 'aud'), 'aud of the ID token').toBe(client.id)
    expect(claim(again.id, 'cognito:username'), 'cognito:username').toBe(user.username)
    expect(claim(again.access, 'client_id'), 'client_id of the access token').toBe(client.id)
    expect(claim(again.access, 'username'), 'username').toBe(user.username)
  },
})

export const sameUse = apiAuthentication.check(15, 'keeps-uses', {
  says: 'The refreshed tokens have the issuer and the token_use of their kind, and the access token its scope',
  sends,
  basis: idToken('iss, token_use', 'The issuer is the user pool’s; in an ID token token_use is id.'),
  also: [
    developerGuide(
      'amazon-cognito-user-pools-using-the-access-token',
      'Understanding the access token',
      'Access token default payload, token_use, scope',
      'token_use is access; the scope of API sign-in is aws.cognito.signin.user.admin.',
    ),
  ],
  breaks: 'Verifiers refuse every refreshed token.',
  judge: (expect, { again }: Refreshed) => {
    expect(claim(again.id, 'token_use'), 'token_use of the ID token').toBe('id')
    expect(claim(again.access, 'token_use'), 'token_use of the access token').toBe('access')
    for (const use of both) expect(claim(again[use], 'iss'), `iss of ${named[use]}`).toBe(again.lease.issuer)
    expect(claim(again.access, 'scope'), 'scope').toBe('aws.cognito.signin.user.admin')
  },
})

export const reopens = apiAuthentication.check(15, 'gate-reopens', {
  says: 'The application opens its access-controlled page again to the refreshed tokens',
  sends: 'The person’s request for the page after the refresh',
  basis: page(
    'API and SDK token refresh',
    'New ID and access tokens are returned; they verify as the first did.',
  ),
  breaks: 'The session does not go on.',
  needs: ['jwks'],
  judge: (expect, opened: Page) => expect(opened.status, 'status of the access-controlled page').toBe(200),
})

export const madeUpRefreshToken = apiAuthentication.check(15, 'made-up-refresh-token', {
  says: 'A string that is no refresh token is refused with NotAuthorizedException, “Invalid Refresh Token”',
  sends: 'InitiateAuth with REFRESH_TOKEN_AUTH and a made-up string',
  basis: recordedSnapshot(
    'cognito-idp, refresh with a token that is not one',
    '2024-09',
    'NotAuthorizedException, Invalid Refresh Token.',
  ),
  also: [
    publicRecord(
      'aws/aws-sdk-java-v2#1389',
      'Error',
      'aws/aws-sdk-java-v2/issues/1389',
      '2026-11',
      'NotAuthorizedException, Invalid Refresh Token.',
    ),
  ],
  admits: 'The text with or without a final period.',
  breaks: 'Applications that end the session on this answer go on trying.',
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({ type: 'NotAuthorizedException', message: 'Invalid Refresh Token' }),
})

export const otherClient = apiAuthentication.check(15, 'other-client', {
  says: 'A refresh token is refused at another app client than the one it was issued to',
  sends:
    'InitiateAuth with REFRESH_TOKEN_AUTH, the refresh token, and the ClientId of a second app client of the same user pool',
  basis: {
    level: 'required',
    source: {
      title: 'AWS re:Post Knowledge Center',
      section: 'How do I troubleshoot “Invalid Refresh Token” errors from the Amazon Cognito user pools API?',
      url: 'https://repost.aws/knowledge-center/cognito-invalid-refresh-token-error',
      month: '2026-11',
    },
    states:
      'The ClientId of the request must be the one that the token was issued to; otherwise the answer is Invalid Refresh Token.',
  },
  breaks: 'A token stolen from one application opens all others.',
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({ status: 'any', type: 'NotAuthorizedException' }),
})

export const refreshTokenExpires = apiAuthentication.check(15, 'refresh-token-expires', {
  says: 'The refresh token is refused once its validity has ended',
  sends:
    'InitiateAuth with REFRESH_TOKEN_AUTH, ten minutes after the refresh token’s validity (30 days by default) has ended',
  basis: page(
    'Refresh tokens',
    'By default the refresh token expires 30 days after sign-in; it can be set to 60 minutes to 10 years.',
  ),
  breaks: 'A device that was lost stays signed in for ever.',
  unless: ({ client }) =>
    client.refreshTokenValidity === 'unknown'
      ? 'the app client’s RefreshTokenValidity is unknown'
      : undefined,
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

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
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const revokedRefreshType = apiAuthentication.check(15, 'revoked-refresh-token-type', {
  says: 'A revoked refresh token is refused with NotAuthorizedException, “Refresh Token has been revoked”',
  sends: 'InitiateAuth with REFRESH_TOKEN_AUTH after RevokeToken',
  basis: publicRecord(
    'aws-amplify/amplify-swift#3344',
    'Raw traffic',
    'aws-amplify/amplify-swift/issues/3344',
    '2026-11',
    'NotAuthorizedException, Refresh Token has been revoked.',
  ),
  also: [
    recordedSnapshot('cognito-idp, refresh after RevokeToken', '2024-09', 'The same, letter by letter.'),
  ],
  admits: 'The text with or without a final period.',
  breaks: 'Applications that end the session on this answer go on trying.',
  needs: ['token-revocation'],
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({ type: 'NotAuthorizedException', message: 'Refresh Token has been revoked' }),
})

export const revokedAccess = apiAuthentication.check(15, 'revoked-access-token', {
  says: 'Revoking the refresh token also ends the access tokens made from it: GetUser refuses them with NotAuthorizedException',
  sends: 'GetUser with the refreshed access token after RevokeToken',
  basis: revocation(
    'RevokeToken operation',
    'RevokeToken revokes all access tokens of the refresh token, the first of the sign-in included.',
  ),
  also: [
    apiReference(
      'GlobalSignOut',
      'GlobalSignOut',
      'Operations with a revoked access token give NotAuthorizedException, Access Token has been revoked.',
    ),
  ],
  breaks: 'A stolen session lives on until its token runs out.',
  needs: ['token-revocation'],
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({ status: 'any', type: 'NotAuthorizedException' }),
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
  says: 'After GlobalSignOut the access token is refused with NotAuthorizedException, “Access Token has been revoked”',
  sends: 'GetUser with the access token after GlobalSignOut',
  basis: apiReference(
    'GlobalSignOut',
    'GlobalSignOut',
    'Requests with a revoked access token give NotAuthorizedException with the message Access Token has been revoked.',
  ),
  admits: 'The text with or without a final period.',
  breaks: 'The account can still be changed from the device that was signed out.',
  needs: ['global-sign-out'],
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({
      status: 'any',
      type: 'NotAuthorizedException',
      message: 'Access Token has been revoked',
    }),
})

export const refreshChecks = [
  newTokens,
  newTokenIds,
  keepsSubject,
  keepsAuthTime,
  keepsOrigin,
  noNewRefreshToken,
  refreshedExpiresIn,
  sameNames,
  sameUse,
]
