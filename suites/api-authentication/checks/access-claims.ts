/** Step 11: the claims of the access token of a sign-in. */
import { apiReference, developerGuide, publicRecord } from '../../../fixtures/flow/source.ts'
import { claim, claimsMayBeChanged, type IssuedTokens, namesOf, nameUnknown } from '../../shared/tokens.ts'
import { apiAuthentication } from '../flow.ts'
import {
  accessToken,
  atMostADay,
  isValid,
  numericDate,
  revocationOff,
  rotationAddsIds,
  sends,
  snapshot,
  times,
} from './claim-reading.ts'

export const accessClient = apiAuthentication.check(11, 'access-token-client', {
  says: 'The access token’s client_id is the app client’s ID',
  sends,
  basis: accessToken('client_id', 'The user pool app client that authenticated the user.'),
  breaks: 'APIs cannot tell whose token it is, and refuse it or accept any.',
  judge: (expect, { access, lease }: IssuedTokens) =>
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
  judge: (expect, { access }: IssuedTokens) => {
    expect(claim(access, 'token_use'), 'token_use').toBeA('string')
    expect(claim(access, 'aud'), 'aud').toBeAbsent()
  },
})

export const accessTokenUse = apiAuthentication.check(11, 'access-token-use', {
  says: 'The access token’s token_use is access',
  sends,
  basis: accessToken('token_use', 'In an access token, its value is access.'),
  breaks: 'An ID token passes for an access token, or the access token is refused.',
  judge: (expect, { access }: IssuedTokens) => expect(claim(access, 'token_use'), 'token_use').toBe('access'),
})

export const accessIssuer = apiAuthentication.check(11, 'access-token-issuer', {
  says: 'The access token’s iss is the user pool’s issuer URL, to the letter',
  sends,
  basis: accessToken(
    'iss',
    'The issuer of the token identifies the user pool, as https://cognito-idp.<Region>.amazonaws.com/<user pool ID>.',
  ),
  admits:
    'The issuer that the target file gives as a template: an emulator answers at another address, and a user pool may use the updated issuer.',
  breaks: 'API authorizers refuse the token: issuers are compared as strings.',
  judge: (expect, { access, lease }: IssuedTokens) => expect(claim(access, 'iss'), 'iss').toBe(lease.issuer),
})

export const accessUsername = apiAuthentication.check(11, 'access-token-username', {
  says: 'The access token’s username is the user’s name in the user pool',
  sends,
  basis: accessToken('username', 'The user’s username in the user pool.'),
  admits: 'The name in lower case, as a user pool that is not case-sensitive holds it.',
  breaks: 'APIs act for the wrong user or none.',
  unless: nameUnknown,
  judge: (expect, { access, lease }: IssuedTokens) =>
    expect(claim(access, 'username'), 'username').toBeOneOf(namesOf(lease.user)),
})

export const accessScope = apiAuthentication.check(11, 'access-token-scope', {
  says: 'The access token’s scope is exactly aws.cognito.signin.user.admin',
  sends,
  basis: accessToken(
    'scope',
    'A token from API sign-in only contains the scope aws.cognito.signin.user.admin.',
  ),
  breaks: 'Self-service operations refuse the token, or APIs grant what nobody asked for.',
  unless: claimsMayBeChanged,
  judge: (expect, { access }: IssuedTokens) =>
    expect(claim(access, 'scope'), 'scope').toBe('aws.cognito.signin.user.admin'),
})

export const accessTimes = apiAuthentication.check(11, 'access-token-times', {
  says: 'The access token’s auth_time, iat and exp are numbers of seconds since 1970: auth_time and iat are now, exp is within a day',
  sends,
  basis: accessToken('auth_time, exp, iat', 'Authentication, expiration and issue time in Unix time format.'),
  also: [atMostADay('AccessTokenValidity'), numericDate],
  admits: 'Fractions of a second, and clocks that differ by up to five minutes.',
  breaks: 'Tokens in milliseconds never run out; tokens from the future are refused.',
  judge: (expect, { access, at }: IssuedTokens) => times(expect, access, at),
})

export const accessValidity = apiAuthentication.check(11, 'access-token-validity', {
  says: 'exp − iat of the access token is the validity that the app client sets, one hour unless set',
  sends,
  basis: apiReference(
    'CreateUserPoolClient',
    'AccessTokenValidity',
    'The access token time limit; one hour unless set otherwise.',
  ),
  admits: 'A second more or less, from rounding.',
  breaks: 'Sessions are longer than the security officer decided, or users are asked too often.',
  needs: ['token-validity'],
  unless: ({ client }) =>
    client.accessTokenValidity === 'unknown' ? 'the app client’s AccessTokenValidity is unknown' : undefined,
  judge: (expect, { access, lease }: IssuedTokens) =>
    isValid(expect, access, lease.client.accessTokenValidity),
})

export const accessRevocationIds = apiAuthentication.check(11, 'access-token-revocation-ids', {
  says: 'With token revocation or refresh token rotation on, the access token has non-empty jti and origin_jti',
  sends,
  basis: developerGuide(
    'token-revocation',
    'Ending user sessions with token revocation',
    'Things to know about revoking tokens',
    'Once token revocation is on, origin_jti and jti are added to access and ID tokens.',
  ),
  also: [rotationAddsIds],
  breaks: 'Revocation has nothing to go by, and AWS’s client does not even try.',
  needs: ['token-revocation'],
  unless: revocationOff,
  judge: (expect, { access }: IssuedTokens) => {
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
  judge: (expect, { access }: IssuedTokens) => {
    expect(claim(access, 'token_use'), 'token_use').toBeA('string')
    for (const name of ['email', 'cognito:username']) expect(claim(access, name), name).toBeAbsent()
  },
})

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
