/** Step 11: the claims of both tokens of a sign-in. */

import type { Matchers } from '../../../fixtures/flow/expect.ts'
import {
  apiReference,
  developerGuide,
  publicRecord,
  recordedSnapshot,
} from '../../../fixtures/flow/source.ts'
import type { Jwt } from '../../../fixtures/protocol/jwt.ts'
import { Absent, isValue, type Reading } from '../../../fixtures/protocol/reading.ts'
import type { Lease } from '../../../fixtures/targets/lease.ts'
import { claim, type Issued } from '../answers.ts'
import { apiAuthentication } from '../flow.ts'

const idToken = (section: string, states: string) =>
  developerGuide(
    'amazon-cognito-user-pools-using-the-id-token',
    'Understanding the identity (ID) token',
    `ID token default payload, ${section}`,
    states,
  )
const accessToken = (section: string, states: string) =>
  developerGuide(
    'amazon-cognito-user-pools-using-the-access-token',
    'Understanding the access token',
    `Access token default payload, ${section}`,
    states,
  )
const snapshot = (states: string) =>
  recordedSnapshot('cognito-idp, claims of an API sign-in, whole set', '2024-09', states)

const sends = 'The request that completes the sign-in'
const UUID_LIKE = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** Five minutes: the clocks of harness and target may differ by as much before a time counts as wrong. */
const SKEW = 300

const validityOf = (token: Reading<Jwt>): Reading<unknown> => {
  const [exp, iat] = [claim(token, 'exp'), claim(token, 'iat')]
  if (!isValue(exp)) return exp
  if (!isValue(iat)) return iat
  return typeof exp === 'number' && typeof iat === 'number' ? exp - iat : new Absent('exp − iat, as numbers')
}

const times = (matchers: (value: unknown, meaning: string) => Matchers, token: Reading<Jwt>, at: number) => {
  for (const name of ['auth_time', 'iat']) {
    matchers(claim(token, name), name).toBeA('integer')
    matchers(claim(token, name), name).toBeNear(at, SKEW)
  }
  matchers(claim(token, 'exp'), 'exp').toBeA('integer')
  matchers(claim(token, 'exp'), 'exp').toBeAtLeast(at - SKEW)
}

// ID token

export const idAudience = apiAuthentication.check(11, 'id-token-audience', {
  says: 'The ID token’s aud is the app client’s ID, as a string',
  sends,
  basis: idToken('aud', 'The user pool app client that authenticated the user.'),
  breaks: 'Verifiers refuse the ID token, or accept those of other applications.',
  judge: (expect, { id, lease }: Issued) => expect(claim(id, 'aud'), 'aud').toBe(lease.client.id),
})

export const idTokenUse = apiAuthentication.check(11, 'id-token-use', {
  says: 'The ID token’s token_use is id',
  sends,
  basis: idToken('token_use', 'In an ID token, its value is id.'),
  breaks: 'An access token passes for an ID token, or the ID token is refused.',
  judge: (expect, { id }: Issued) => expect(claim(id, 'token_use'), 'token_use').toBe('id'),
})

export const idIssuer = apiAuthentication.check(11, 'id-token-issuer', {
  says: 'The ID token’s iss is the user pool’s issuer URL, to the letter',
  sends,
  basis: idToken(
    'iss',
    'The issuer of the token identifies the user pool, as https://cognito-idp.<Region>.amazonaws.com/<user pool ID>.',
  ),
  admits:
    'The issuer that the target file gives as a template, since an emulator answers at another address.',
  breaks: 'Verifiers refuse the token: issuers are compared as strings.',
  judge: (expect, { id, lease }: Issued) => expect(claim(id, 'iss'), 'iss').toBe(lease.issuer),
})

export const idUsername = apiAuthentication.check(11, 'id-token-username', {
  says: 'The ID token’s cognito:username is the user’s name in the user pool',
  sends,
  basis: idToken('cognito:username', 'The username of the user in the user pool.'),
  breaks: 'Applications greet, or look up, the wrong user or none.',
  judge: (expect, { id, lease }: Issued) =>
    expect(claim(id, 'cognito:username'), 'cognito:username').toBe(lease.user.username),
})

export const idSubject = apiAuthentication.check(11, 'id-token-subject', {
  says: 'The ID token’s sub is the user’s sub attribute, a non-empty string',
  sends,
  basis: idToken('sub', 'A unique identifier for the authenticated user; its format is not to be validated.'),
  also: [
    developerGuide(
      'user-pool-settings-attributes',
      'Working with user attributes',
      'The sub attribute',
      'The sub attribute is the user’s unique identifier in the user pool.',
    ),
  ],
  breaks: 'Data stored under the subject is lost, or shown to somebody else.',
  judge: (expect, { id, lease }: Issued) => {
    expect(claim(id, 'sub'), 'sub').toBeA('non-empty string')
    if (lease.user.sub !== 'unknown') expect(claim(id, 'sub'), 'sub').toBe(lease.user.sub)
  },
})

export const idTimes = apiAuthentication.check(11, 'id-token-times', {
  says: 'The ID token’s auth_time, iat and exp are whole seconds since 1970; auth_time and iat are now',
  sends,
  basis: idToken('auth_time, exp, iat', 'Authentication, expiration and issue time in Unix time format.'),
  breaks: 'Tokens in milliseconds never run out; tokens from the future are refused.',
  judge: (expect, { id, at }: Issued) => times(expect, id, at),
})

export const idValidity = apiAuthentication.check(11, 'id-token-validity', {
  says: 'exp − iat of the ID token is the validity that the app client sets, one hour unless set',
  sends,
  basis: apiReference(
    'CreateUserPoolClient',
    'IdTokenValidity',
    'The ID token time limit; one hour unless set otherwise.',
  ),
  breaks: 'Sessions are longer than the security officer decided, or users are asked too often.',
  needs: ['token-validity'],
  unless: ({ client }) =>
    client.idTokenValidity === 'unknown' ? 'the app client’s IdTokenValidity is unknown' : undefined,
  judge: (expect, { id, lease }: Issued) =>
    expect(validityOf(id), 'exp − iat').toBe(lease.client.idTokenValidity),
})

const revocationOff = ({ client }: Lease): string | undefined =>
  client.tokenRevocation === true || client.rotation === true
    ? undefined
    : 'token revocation is not known to be on for the app client'

export const idRevocationIds = apiAuthentication.check(11, 'id-token-revocation-ids', {
  says: 'With token revocation on, the ID token has non-empty jti and origin_jti',
  sends,
  basis: developerGuide(
    'token-revocation',
    'Ending user sessions with token revocation',
    'Things to know about revoking tokens',
    'Once token revocation is on, origin_jti and jti are added to access and ID tokens.',
  ),
  breaks: 'Revocation has nothing to go by.',
  needs: ['token-revocation'],
  unless: revocationOff,
  judge: (expect, { id }: Issued) => {
    expect(claim(id, 'jti'), 'jti').toBeA('non-empty string')
    expect(claim(id, 'origin_jti'), 'origin_jti').toBeA('non-empty string')
  },
})

export const idAttributes = apiAuthentication.check(11, 'id-token-attributes', {
  says: 'The ID token has the user’s e-mail address as a string, and email_verified as a boolean',
  sends,
  basis: snapshot('The user’s attributes are claims; email_verified is a boolean.'),
  also: [idToken('sample', 'The sample has email as a string and email_verified as true, without quotes.')],
  breaks: '"false" in quotes counts as true in most languages: unverified addresses are trusted.',
  unless: ({ user }) =>
    user.attributes === 'unknown' || user.attributes['email'] === undefined
      ? 'the user’s e-mail address is unknown'
      : undefined,
  judge: (expect, { id, lease }: Issued) => {
    const attributes = lease.user.attributes === 'unknown' ? {} : lease.user.attributes
    expect(claim(id, 'email'), 'email').toBe(attributes['email'])
    if (attributes['email_verified'] !== undefined)
      expect(claim(id, 'email_verified'), 'email_verified').toBe(attributes['email_verified'] === 'true')
  },
})

export const idOnly = apiAuthentication.check(11, 'id-token-without-access-claims', {
  says: 'The ID token has no client_id, scope or username',
  sends,
  basis: snapshot('An ID token of an API sign-in has none of the three.'),
  also: [
    publicRecord(
      'awslabs/aws-jwt-verify',
      'claim model of ID tokens',
      'awslabs/aws-jwt-verify/blob/main/src/jwt-model.ts',
      '2026-11',
      'AWS’s own verifier models client_id, scope and username for access tokens only.',
    ),
  ],
  breaks: 'Resource servers that look at client_id and scope only take an ID token for an access token.',
  judge: (expect, { id }: Issued) => {
    expect(claim(id, 'token_use'), 'token_use').toBeA('string')
    for (const name of ['client_id', 'scope', 'username']) expect(claim(id, name), name).toBeAbsent()
  },
})

export const idWithoutOAuth = apiAuthentication.check(11, 'id-token-without-oauth-claims', {
  says: 'An ID token of API sign-in has no nonce and no at_hash',
  sends,
  basis: snapshot('Neither is in an ID token of API sign-in; at_hash is in those of the hosted pages.'),
  also: [idToken('nonce', 'The nonce comes from a parameter of the authorize endpoint.')],
  breaks: 'Clients that find a nonce compare it with one they never sent, and refuse.',
  judge: (expect, { id }: Issued) => {
    expect(claim(id, 'token_use'), 'token_use').toBeA('string')
    for (const name of ['nonce', 'at_hash']) expect(claim(id, name), name).toBeAbsent()
  },
})

// Access token

export const accessClient = apiAuthentication.check(11, 'access-token-client', {
  says: 'The access token’s client_id is the app client’s ID',
  sends,
  basis: accessToken('client_id', 'The user pool app client that authenticated the user.'),
  breaks: 'APIs cannot tell whose token it is, and refuse it or accept any.',
  judge: (expect, { access, lease }: Issued) =>
    expect(claim(access, 'client_id'), 'client_id').toBe(lease.client.id),
})

export const accessNoAudience = apiAuthentication.check(11, 'access-token-without-audience', {
  says: 'The access token has no aud',
  sends,
  basis: accessToken(
    'aud',
    'Present only if the application requested a resource binding from the authorization server; API sign-in has no such request.',
  ),
  breaks: 'Validators made for ID tokens, which compare aud with the client, accept access tokens.',
  judge: (expect, { access }: Issued) => {
    expect(claim(access, 'token_use'), 'token_use').toBeA('string')
    expect(claim(access, 'aud'), 'aud').toBeAbsent()
  },
})

export const accessTokenUse = apiAuthentication.check(11, 'access-token-use', {
  says: 'The access token’s token_use is access',
  sends,
  basis: accessToken('token_use', 'In an access token, its value is access.'),
  breaks: 'An ID token passes for an access token, or the access token is refused.',
  judge: (expect, { access }: Issued) => expect(claim(access, 'token_use'), 'token_use').toBe('access'),
})

export const accessIssuer = apiAuthentication.check(11, 'access-token-issuer', {
  says: 'The access token’s iss is the user pool’s issuer URL, to the letter',
  sends,
  basis: accessToken(
    'iss',
    'The issuer of the token identifies the user pool, as https://cognito-idp.<Region>.amazonaws.com/<user pool ID>.',
  ),
  admits:
    'The issuer that the target file gives as a template, since an emulator answers at another address.',
  breaks: 'API authorizers refuse the token: issuers are compared as strings.',
  judge: (expect, { access, lease }: Issued) => expect(claim(access, 'iss'), 'iss').toBe(lease.issuer),
})

export const accessUsername = apiAuthentication.check(11, 'access-token-username', {
  says: 'The access token’s username is the user’s name in the user pool',
  sends,
  basis: accessToken('username', 'The user’s username in the user pool.'),
  breaks: 'APIs act for the wrong user or none.',
  judge: (expect, { access, lease }: Issued) =>
    expect(claim(access, 'username'), 'username').toBe(lease.user.username),
})

export const accessScope = apiAuthentication.check(11, 'access-token-scope', {
  says: 'The access token’s scope is exactly aws.cognito.signin.user.admin',
  sends,
  basis: accessToken(
    'scope',
    'A token from API sign-in only contains the scope aws.cognito.signin.user.admin.',
  ),
  breaks: 'Self-service operations refuse the token, or APIs grant what nobody asked for.',
  judge: (expect, { access }: Issued) =>
    expect(claim(access, 'scope'), 'scope').toBe('aws.cognito.signin.user.admin'),
})

export const accessTimes = apiAuthentication.check(11, 'access-token-times', {
  says: 'The access token’s auth_time, iat and exp are whole seconds since 1970; auth_time and iat are now',
  sends,
  basis: accessToken('auth_time, exp, iat', 'Authentication, expiration and issue time in Unix time format.'),
  breaks: 'Tokens in milliseconds never run out; tokens from the future are refused.',
  judge: (expect, { access, at }: Issued) => times(expect, access, at),
})

export const accessValidity = apiAuthentication.check(11, 'access-token-validity', {
  says: 'exp − iat of the access token is the validity that the app client sets, one hour unless set',
  sends,
  basis: apiReference(
    'CreateUserPoolClient',
    'AccessTokenValidity',
    'The access token time limit; one hour unless set otherwise.',
  ),
  breaks: 'Sessions are longer than the security officer decided, or users are asked too often.',
  needs: ['token-validity'],
  unless: ({ client }) =>
    client.accessTokenValidity === 'unknown' ? 'the app client’s AccessTokenValidity is unknown' : undefined,
  judge: (expect, { access, lease }: Issued) =>
    expect(validityOf(access), 'exp − iat').toBe(lease.client.accessTokenValidity),
})

export const accessRevocationIds = apiAuthentication.check(11, 'access-token-revocation-ids', {
  says: 'With token revocation on, the access token has non-empty jti and origin_jti',
  sends,
  basis: developerGuide(
    'token-revocation',
    'Ending user sessions with token revocation',
    'Things to know about revoking tokens',
    'Once token revocation is on, origin_jti and jti are added to access and ID tokens.',
  ),
  breaks: 'Revocation has nothing to go by, and AWS’s client does not even try.',
  needs: ['token-revocation'],
  unless: revocationOff,
  judge: (expect, { access }: Issued) => {
    expect(claim(access, 'jti'), 'jti').toBeA('non-empty string')
    expect(claim(access, 'origin_jti'), 'origin_jti').toBeA('non-empty string')
  },
})

export const accessNoProfile = apiAuthentication.check(11, 'access-token-without-profile', {
  says: 'The access token has no email and no cognito:username',
  sends,
  basis: snapshot('An access token of an API sign-in has twelve claims, none of them of the user’s profile.'),
  also: [
    publicRecord(
      'getmoto/moto, tests marked as verified against AWS',
      'test_initiate_auth_USER_PASSWORD_AUTH',
      'getmoto/moto/blob/master/tests/test_cognitoidp/test_cognitoidp.py',
      '2026-11',
      'email is not among the claims of the access token.',
    ),
  ],
  breaks: 'Personal data travels to every API that gets the token.',
  judge: (expect, { access }: Issued) => {
    expect(claim(access, 'token_use'), 'token_use').toBeA('string')
    for (const name of ['email', 'cognito:username']) expect(claim(access, name), name).toBeAbsent()
  },
})

// Both

export const sameSubject = apiAuthentication.check(11, 'same-subject', {
  says: 'Both tokens of a sign-in have the same sub',
  sends,
  basis: accessToken('sub', 'A unique identifier for the authenticated user, the best way to identify them.'),
  also: [idToken('sub', 'The same identifier.')],
  breaks: 'What an API stores for the user is not found by the application.',
  judge: (expect, { id, access }: Issued) => {
    expect(claim(access, 'sub'), 'sub of the access token').toBeA('non-empty string')
    expect(claim(access, 'sub'), 'sub of the access token').toBe(claim(id, 'sub'))
  },
})

export const distinctIds = apiAuthentication.check(11, 'distinct-token-ids', {
  says: 'The two tokens of a sign-in have different jti and the same origin_jti',
  sends,
  basis: publicRecord(
    'getmoto/moto, tests marked as verified against AWS',
    'test_jti_in_tokens',
    'getmoto/moto/blob/master/tests/test_cognitoidp/test_cognitoidp.py',
    '2026-11',
    'jti differs between the tokens, origin_jti is the same.',
  ),
  also: [snapshot('The same.')],
  breaks: 'One token cannot be told from the other in logs and deny-lists; revocation misses one of the two.',
  needs: ['token-revocation'],
  unless: revocationOff,
  judge: (expect, { id, access }: Issued) => {
    expect(claim(access, 'jti'), 'jti').toDifferFrom(claim(id, 'jti'))
    expect(claim(id, 'origin_jti'), 'origin_jti of the ID token').toBeA('non-empty string')
    expect(claim(access, 'origin_jti'), 'origin_jti of the access token').toBe(claim(id, 'origin_jti'))
  },
})

export const sameEvent = apiAuthentication.check(11, 'same-event', {
  says: 'Where the tokens have an event_id, it is the same in both',
  sends,
  basis: snapshot('Both tokens of one sign-in have the same event_id.'),
  admits: 'No event_id at all: it is in many samples and not in all.',
  breaks: 'The sign-in cannot be found again in the pool’s log.',
  judge: (expect, { id, access }: Issued) => {
    const [ofId, ofAccess] = [claim(id, 'event_id'), claim(access, 'event_id')]
    if (ofId instanceof Absent && ofAccess instanceof Absent) {
      expect.note('neither token has an event_id')
      expect(claim(access, 'token_use'), 'token_use').toBeA('string')
      return
    }
    expect(ofAccess, 'event_id of the access token').toBe(ofId)
    expect(ofAccess, 'event_id').toMatch(UUID_LIKE, 'a string that looks like a UUID')
  },
})

export const groups = apiAuthentication.check(11, 'groups', {
  says: 'Both tokens list the names of the user’s groups in cognito:groups',
  sends: 'The sign-in of a user who is a member of two groups',
  basis: accessToken(
    'cognito:groups',
    'An array of the names of the user pool groups that have the user as a member.',
  ),
  also: [idToken('cognito:groups', 'The same array.')],
  breaks: 'Authorization by group lets nobody in, or everybody.',
  needs: ['groups'],
  unless: ({ user }) =>
    user.groups === 'unknown' || user.groups.length === 0 ? 'the user’s groups are unknown' : undefined,
  judge: (expect, { id, access, lease }: Issued) => {
    const names = lease.user.groups === 'unknown' ? [] : lease.user.groups
    expect(claim(id, 'cognito:groups'), 'cognito:groups of the ID token').toHoldExactly(names)
    expect(claim(access, 'cognito:groups'), 'cognito:groups of the access token').toHoldExactly(names)
  },
})

export const noGroups = apiAuthentication.check(11, 'no-groups', {
  says: 'Without groups neither token has cognito:groups',
  sends: 'The sign-in of a user who is in no group',
  basis: snapshot('cognito:groups is in neither token of a user without groups.'),
  admits: 'An empty array, which means the same.',
  breaks: 'Code that takes the claim’s presence for membership lets everybody in.',
  unless: ({ user }) =>
    user.groups === 'unknown' || user.groups.length > 0
      ? 'the user is not known to be without groups'
      : undefined,
  judge: (expect, { id, access }: Issued) => {
    for (const [name, token] of [
      ['ID', id],
      ['access', access],
    ] as const) {
      expect(claim(token, 'token_use'), `token_use of the ${name} token`).toBeA('string')
      const found = claim(token, 'cognito:groups')
      if (Array.isArray(found) && found.length === 0)
        expect.note(`the ${name} token has an empty cognito:groups`)
      else expect(found, `cognito:groups of the ${name} token`).toBeAbsent()
    }
  },
})

export const idClaimChecks = [
  idAudience,
  idTokenUse,
  idIssuer,
  idUsername,
  idSubject,
  idTimes,
  idValidity,
  idRevocationIds,
  idAttributes,
  idOnly,
  idWithoutOAuth,
]
export const accessClaimChecks = [
  accessClient,
  accessNoAudience,
  accessTokenUse,
  accessIssuer,
  accessUsername,
  accessScope,
  accessTimes,
  accessValidity,
  accessRevocationIds,
  accessNoProfile,
]
export const sharedClaimChecks = [sameSubject, distinctIds, sameEvent]
