/** Step 15: new tokens for the refresh token. */
import type { Page } from '../../../fixtures/actors/actors.ts'
import type { Expect } from '../../../fixtures/flow/expect.ts'
import {
  apiReference,
  developerGuide,
  publicRecord,
  recordedSnapshot,
} from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import type { Lease, LeasedUser } from '../../../fixtures/targets/lease.ts'
import { body } from '../../shared/answers.ts'
import { claim, claimsMayBeChanged, firstOf, namesUser } from '../../shared/tokens.ts'
import type { Issued } from '../answers.ts'
import { apiAuthentication } from '../flow.ts'

export interface Refreshed {
  readonly first: Issued
  readonly again: Issued
}

/** The answer to a refresh, and the sign-in that it goes on from. */
export interface FromSignIn {
  readonly first: Issued
  readonly answer: Answer
}

const page = (section: string, states: string) =>
  developerGuide('amazon-cognito-user-pools-using-the-refresh-token', 'Refresh tokens', section, states)
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
  basis: developerGuide(
    'user-pool-settings-attributes#cognito-user-pools-standard-attributes',
    'Working with user attributes',
    'Standard attributes, sub',
    'The sub attribute is a unique user identifier within each user pool, and has a fixed value.',
  ),
  also: [idToken('sub', 'A unique identifier for the authenticated user.')],
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
  basis: developerGuide(
    'cognito-user-pools-step-up-authentication#cognito-user-pools-step-up-token-claims',
    'Authentication levels with ACR and AMR claims',
    'ACR and AMR token claims',
    'Refreshing a token does not reset the auth_time claim.',
  ),
  also: [idToken('auth_time', 'The time at which the user completed authentication.')],
  breaks: 'Applications that ask for the password again after a while (max_age) never do.',
  judge: (expect, { first, again }: Refreshed) => {
    expect(claim(first.id, 'auth_time'), 'auth_time of the first ID token').toBeA('number')
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

/** New tokens came: 200, an access token and an ID token, and neither is that of the sign-in. */
export function returnsTokens(expect: Expect, answer: Answer, first: Issued): void {
  expect(answer).toBeAnsweredWith(200)
  for (const [name, old] of [
    ['AccessToken', first.tokens.accessToken],
    ['IdToken', first.tokens.idToken],
  ] as const) {
    const fresh = body(answer, 'AuthenticationResult', name)
    expect(fresh, name).toBeA('non-empty string')
    // Compared by hand: a failure must not show the token.
    expect(fresh === old, `${name} is the first one again`).toBe(false)
  }
}

const rotates = ({ client }: Lease): string | undefined =>
  client.rotation === false ? undefined : 'refresh token rotation is not known to be off for the app client'

export const noNewRefreshToken = apiAuthentication.check(15, 'no-new-refresh-token', {
  says: 'Without rotation the answer holds no RefreshToken',
  sends,
  basis: page(
    'Refresh token rotation',
    'When rotation is disabled, a refresh returns new access and ID tokens only, and the original refresh token remains valid.',
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
  basis: recordedSnapshot(
    'cognito-idp, sign-in, whole body',
    '2024-09',
    'ExpiresIn is 3600 for a client with the default validity of one hour.',
  ),
  also: [
    apiReference(
      'AuthenticationResultType',
      'ExpiresIn',
      'The expiration period of the authentication result in seconds.',
    ),
    apiReference(
      'CreateUserPoolClient',
      'AccessTokenValidity',
      'The access token time limit, one hour unless set.',
    ),
  ],
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
  admits: 'The name in lower case, as a user pool that is not case-sensitive holds it.',
  breaks: 'Verifiers refuse every refreshed token.',
  judge: (expect, { again }: Refreshed) => {
    const { client, user } = again.lease
    expect(claim(again.id, 'aud'), 'aud of the ID token').toBe(client.id)
    namesUser(expect, claim(again.id, 'cognito:username'), 'cognito:username', user)
    expect(claim(again.access, 'client_id'), 'client_id of the access token').toBe(client.id)
    namesUser(expect, claim(again.access, 'username'), 'username', user)
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
    if (claimsMayBeChanged(again.lease) === undefined)
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

export const otherFlowName = apiAuthentication.check(15, 'flow-named-refresh-token', {
  says: 'The flow REFRESH_TOKEN returns a new access token and a new ID token, as REFRESH_TOKEN_AUTH does',
  sends: 'InitiateAuth with REFRESH_TOKEN and the refresh token of the sign-in',
  basis: apiReference(
    'InitiateAuth',
    'AuthFlow',
    'REFRESH_TOKEN_AUTH and REFRESH_TOKEN: new ID and access tokens for a valid refresh token in REFRESH_TOKEN.',
  ),
  breaks: 'Applications that use the flow’s other name cannot refresh.',
  judge: (expect, { first, answer }: FromSignIn) => returnsTokens(expect, answer, first),
})

export const refreshOperation = apiAuthentication.check(15, 'refresh-operation', {
  says: 'Without rotation GetTokensFromRefreshToken returns a new access token and a new ID token, and no refresh token',
  sends: 'GetTokensFromRefreshToken with the refresh token of the sign-in and its ClientId',
  basis: page(
    'Things to know about refresh token rotation',
    'With rotation inactive, tokens can be refreshed with either GetTokensFromRefreshToken or REFRESH_TOKEN_AUTH.',
  ),
  also: [
    apiReference(
      'GetTokensFromRefreshToken',
      'GetTokensFromRefreshToken',
      'If refresh token rotation is disabled, it issues new ID and access tokens only.',
    ),
  ],
  breaks: 'Applications that are made ready for rotation cannot refresh before it is switched on.',
  needs: ['rotation'],
  unless: rotates,
  judge: (expect, { first, answer }: FromSignIn) => {
    returnsTokens(expect, answer, first)
    expect(body(answer, 'AuthenticationResult', 'RefreshToken'), 'RefreshToken').toBeAbsent()
  },
})

export const refreshedAuthorizes = apiAuthentication.check(15, 'refreshed-token-authorizes', {
  says: 'The refreshed access token authorizes the user’s self-service: GetUser answers 200 with the user’s name',
  sends: 'GetUser with the access token of a refresh',
  basis: developerGuide(
    'amazon-cognito-user-pools-using-the-access-token',
    'Understanding the access token',
    'Understanding the access token',
    'An access token with the scope aws.cognito.signin.user.admin is permission to read the user’s attributes.',
  ),
  also: [page('API and SDK token refresh', 'New ID and access tokens are returned.')],
  admits: 'The name in lower case, as a user pool that is not case-sensitive holds it.',
  breaks: 'Profile pages work for an hour and then no more.',
  needs: ['get-user'],
  judge: (expect, { answer, user }: { answer: Answer; user: LeasedUser }) => {
    expect(answer).toBeAnsweredWith(200)
    namesUser(expect, body(answer, 'Username'), 'Username', user)
  },
})

export const keepsGroups = apiAuthentication.check(15, 'keeps-groups', {
  says: 'The refreshed tokens list the names of the user’s groups in cognito:groups',
  sends: 'The refresh of a user who is a member of two groups',
  basis: idToken('cognito:groups', 'An array of the names of the groups that have the user as a member.'),
  also: [
    developerGuide(
      'amazon-cognito-user-pools-using-the-access-token',
      'Understanding the access token',
      'Access token default payload, cognito:groups',
      'The same array.',
    ),
  ],
  breaks: 'Users lose their rights an hour after they signed in.',
  needs: ['groups'],
  unless: firstOf(
    ({ user }) =>
      user.groups === 'unknown' || user.groups.length === 0 ? 'the user’s groups are unknown' : undefined,
    claimsMayBeChanged,
  ),
  judge: (expect, { again }: Refreshed) => {
    const names = again.lease.user.groups === 'unknown' ? [] : again.lease.user.groups
    for (const use of both)
      expect(claim(again[use], 'cognito:groups'), `cognito:groups of ${named[use]}`).toHoldExactly(names)
  },
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
