/** Step 16: new tokens for the refresh token, at the token endpoint. */
import type { Check } from '../../../fixtures/flow/flow.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import type { Lease } from '../../../fixtures/targets/lease.ts'
import {
  keepsAuthTime,
  keepsOrigin,
  keepsSubject,
  newTokenIds,
  newTokens,
  sameNames,
} from '../../api-authentication/checks/refresh.ts'
import { body } from '../../shared/answers.ts'
import { type Granted, type Issued, scopesOf } from '../../shared/domain-tokens.ts'
import { oauth2, refreshTokens, tokenEndpoint, tokenSample } from '../../shared/sources.ts'
import { claim, claimsMayBeChanged, firstOf } from '../../shared/tokens.ts'
import { managedLogin } from '../flow.ts'
import { validityUnknown } from './token-answer.ts'
import {
  authFlowUnknown,
  bringsAccessToken,
  handsOutNo,
  knownScopes,
  mediaType,
  refuses,
  scopesUnknown,
} from './token-judging.ts'
import { readsProfile } from './user-info.ts'

export interface Refreshed {
  readonly first: Issued
  readonly again: Issued
}

const sends = 'POST to /oauth2/token with grant_type refresh_token and the refresh token of the sign-in'

const refreshing = tokenEndpoint(
  'refresh_token',
  'New ID and access tokens for a user’s session come for a valid refresh token that the requested app client issued.',
)

/** The same judgement on the same word, of this flow's step 16. */
const alike = <S>(check: Check<S>, basis = check.basis): Check<S> =>
  managedLogin.check(16, check.name, { ...check, sends: `${sends}, some seconds or more after it`, basis })

export const noNewRefreshToken = managedLogin.check(16, 'no-new-refresh-token', {
  says: 'Without rotation the answer to a refresh has no refresh_token',
  sends,
  basis: tokenEndpoint(
    'refresh_token',
    'A new refresh token comes when refresh token rotation is active; otherwise only ID and access tokens.',
  ),
  breaks: 'Clients replace the refresh token by one that they did not ask for, or store an empty one.',
  needs: ['refresh-grant'],
  unless: notKnownToStay,
  judge: (expect, { again }: Refreshed) => {
    expect(body(again.answer, 'access_token'), 'access_token').toBeA('non-empty string')
    handsOutNo(expect, again.answer, 'refresh_token')
  },
})

function notKnownToStay({ client }: Lease): string | undefined {
  return client.rotation === false
    ? undefined
    : 'refresh token rotation is not known to be off for the app client'
}

/** A refresh of the API needs the device key of a remembered device. */
function devicesMayBeTracked({ userPool }: Lease): string | undefined {
  return userPool.deviceTracking === false
    ? undefined
    : 'the user pool is not known to track no devices (existing.userPool.deviceTracking: false)'
}

export const refreshTokenStays = managedLogin.check(16, 'refresh-token-stays', {
  says: 'Without rotation the refresh token is good for a second refresh',
  sends: `${sends}, a second time`,
  basis: refreshTokens(
    'Refresh token rotation',
    'With rotation off the original refresh token remains valid.',
  ),
  breaks: 'Users are signed out at the second refresh.',
  needs: ['refresh-grant'],
  unless: notKnownToStay,
  judge: bringsAccessToken,
})

export const refreshedAnswer = managedLogin.check(16, 'refresh-answer', {
  says: 'The answer to a refresh is JSON with token_type Bearer, and expires_in that fits the app client',
  sends,
  basis: tokenSample(
    'Token refresh without refresh token rotation',
    'Content-Type application/json, token_type Bearer, expires_in 3600.',
  ),
  also: [oauth2('5.1', 'token_type is required and compared without regard to case.')],
  admits: 'Any case of Bearer; five seconds more or less.',
  breaks: 'OAuth libraries refuse the answer, or refresh at the wrong time.',
  needs: ['token-validity', 'refresh-grant'],
  unless: validityUnknown,
  judge: (expect, { again }: Refreshed) => {
    const { accessTokenValidity } = again.lease.client
    expect(mediaType(again.answer), 'media type').toBe('application/json')
    expect(body(again.answer, 'token_type'), 'token_type').toMatch(/^bearer$/i, 'Bearer, in any case')
    expect(body(again.answer, 'expires_in'), 'expires_in').toBeNear(
      accessTokenValidity === 'unknown' ? Number.NaN : accessTokenValidity,
      5,
    )
  },
})

const isWhole = (scopes: unknown, all: readonly string[] = []): boolean =>
  Array.isArray(scopes) && [...scopes].sort().join(' ') === [...all].sort().join(' ')

export const keepsScope = managedLogin.check(16, 'keeps-scope', {
  says: 'The refreshed access token has the scopes of the first',
  sends: `${sends}, without scope`,
  basis: oauth2('6', 'A scope that is omitted is treated as the scope that was originally granted.'),
  admits:
    'Any order, and all scopes of the app client: the token endpoint’s page has those where scope is left out.',
  breaks: 'APIs refuse the application after an hour.',
  needs: ['refresh-grant'],
  unless: firstOf(scopesUnknown, claimsMayBeChanged),
  judge: (expect, { first, again }: Refreshed) => {
    const before = scopesOf(first)
    expect(before, 'scopes of the first access token').toBeA('array')
    const after = scopesOf(again)
    if (isWhole(after, knownScopes(again.lease))) return expect.note('all scopes of the app client')
    expect(after, 'scopes of the refreshed one').toHoldExactly(Array.isArray(before) ? before : [])
  },
})

export const keepsUses = managedLogin.check(16, 'keeps-uses', {
  says: 'The refreshed tokens have the issuer and the token_use of their kind',
  sends,
  basis: refreshing,
  breaks: 'Verifiers refuse every refreshed token.',
  needs: ['refresh-grant'],
  judge: (expect, { again }: Refreshed) => {
    expect(claim(again.id, 'token_use'), 'token_use of the ID token').toBe('id')
    expect(claim(again.access, 'token_use'), 'token_use of the access token').toBe('access')
    for (const use of ['id', 'access'] as const)
      expect(claim(again[use], 'iss'), `iss of the ${use} token`).toBe(again.lease.issuer)
  },
})

export const refreshedReadsProfile = managedLogin.check(16, 'refreshed-token-reads-profile', {
  says: 'The refreshed access token opens userInfo: 200 with the sub of the tokens',
  sends: 'GET of /oauth2/userInfo with the access token of a refresh',
  basis: refreshing,
  breaks: 'Profiles can be read for an hour and then no more.',
  needs: ['user-info', 'refresh-grant'],
  judge: (expect, { answer, granted }: { answer: Answer; granted: Granted }) =>
    readsProfile(expect, answer, granted),
})

export const refreshChecks = [
  alike(newTokens, refreshing),
  alike(newTokenIds),
  alike(keepsSubject),
  alike(keepsAuthTime),
  alike(keepsOrigin),
  alike(sameNames),
  keepsUses,
  keepsScope,
  noNewRefreshToken,
  refreshedAnswer,
]

export const apiRefreshes = managedLogin.check(16, 'refresh-by-api', {
  says: 'InitiateAuth with REFRESH_TOKEN_AUTH takes the refresh token of a sign-in on the domain too',
  sends: 'InitiateAuth with REFRESH_TOKEN_AUTH and the refresh token of the sign-in',
  basis: refreshTokens(
    'API and SDK token refresh',
    'REFRESH_TOKEN_AUTH and GetTokensFromRefreshToken can both complete token refresh for managed login users.',
  ),
  breaks: 'Applications that sign in on the pages and refresh with an SDK lose the session.',
  needs: ['refresh'],
  unless: firstOf(authFlowUnknown('ALLOW_REFRESH_TOKEN_AUTH'), devicesMayBeTracked, notKnownToStay),
  judge: (expect, answer: Answer) => {
    expect(answer).toBeAnsweredWith(200)
    for (const name of ['AccessToken', 'IdToken'])
      expect(body(answer, 'AuthenticationResult', name), name).toBeA('non-empty string')
  },
})

export const apiSignInRefreshes = managedLogin.check(16, 'refresh-of-api-sign-in', {
  says: 'The token endpoint refreshes for those who signed in by the API, where the user pool remembers no devices',
  sends: 'POST to /oauth2/token with grant_type refresh_token and the refresh token of an InitiateAuth',
  basis: tokenEndpoint(
    'The token issuer endpoint, Note',
    'Users who sign in with InitiateAuth can refresh at the token endpoint when remembered devices is not active in the user pool.',
  ),
  breaks: 'Applications that sign in with an SDK and refresh with an OAuth library lose the session.',
  needs: ['refresh-grant', 'password'],
  unless: firstOf(authFlowUnknown('ALLOW_USER_PASSWORD_AUTH'), devicesMayBeTracked, notKnownToStay),
  judge: bringsAccessToken,
})

export const refreshOtherClient = managedLogin.check(16, 'refresh-by-other-client', {
  says: 'The refresh token of one app client gets no tokens for another',
  sends: `${sends}, with the client ID of another app client`,
  basis: refreshing,
  admits: 'Any error.',
  breaks: 'A token stolen from one application opens all others.',
  needs: ['refresh-grant'],
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer),
})

export const refreshMadeUp = managedLogin.check(16, 'refresh-made-up', {
  says: 'A string that is no refresh token gets no tokens',
  sends: `${sends}, with a made-up string in its place`,
  basis: refreshing,
  admits: 'Any error: RFC 6749 has invalid_grant, AWS names it for revoked tokens only.',
  breaks: 'Anybody can go on with anybody’s session.',
  needs: ['refresh-grant'],
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer),
})

export const refreshMadeUpError = managedLogin.check(16, 'refresh-made-up-error', {
  says: 'A string that is no refresh token is refused with invalid_grant',
  sends: `${sends}, with a made-up string in its place`,
  basis: oauth2('5.2', 'invalid_grant: the provided refresh token is invalid, expired or revoked.'),
  breaks: 'The application does not send the user back to sign-in.',
  needs: ['refresh-grant'],
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer, { error: ['invalid_grant'] }),
})

export const refreshAccessToken = managedLogin.check(16, 'refresh-by-access-token', {
  says: 'An access token is no refresh token: it gets no tokens',
  sends: `${sends}, with the access token of the sign-in in its place`,
  basis: refreshing,
  admits: 'Any error.',
  breaks: 'Every API that is shown an access token can go on with the user’s session for ever.',
  needs: ['refresh-grant'],
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer),
})

export const refreshTokenMissing = managedLogin.check(16, 'refresh-token-missing', {
  says: 'grant_type refresh_token without a refresh token is refused with invalid_request',
  sends: 'POST to /oauth2/token with grant_type refresh_token and no refresh_token',
  basis: tokenEndpoint(
    'Examples of negative responses, invalid_request',
    'A required parameter is missing, for example refresh_token where grant_type is refresh_token.',
  ),
  breaks: 'The developer looks for an expired token where there is none.',
  needs: ['refresh-grant'],
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer, { error: ['invalid_request'] }),
})
