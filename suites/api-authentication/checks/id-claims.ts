/** Step 11: the claims of the ID token of a sign-in. */
import { apiReference, developerGuide, publicRecord } from '../../../fixtures/flow/source.ts'
import {
  attributesUnknown,
  claim,
  claimsMayBeChanged,
  firstOf,
  type IssuedTokens,
  namesOf,
  nameUnknown,
} from '../../shared/tokens.ts'
import { apiAuthentication } from '../flow.ts'
import {
  atMostADay,
  idToken,
  isValid,
  numericDate,
  revocationOff,
  rotationAddsIds,
  sends,
  snapshot,
  times,
} from './claim-reading.ts'

export const idAudience = apiAuthentication.check(11, 'id-token-audience', {
  says: 'The ID token’s aud is the app client’s ID, as a string',
  sends,
  basis: idToken('aud', 'The user pool app client that authenticated the user.'),
  breaks: 'Verifiers refuse the ID token, or accept those of other applications.',
  judge: (expect, { id, lease }: IssuedTokens) => expect(claim(id, 'aud'), 'aud').toBe(lease.client.id),
})

export const idTokenUse = apiAuthentication.check(11, 'id-token-use', {
  says: 'The ID token’s token_use is id',
  sends,
  basis: idToken('token_use', 'In an ID token, its value is id.'),
  breaks: 'An access token passes for an ID token, or the ID token is refused.',
  judge: (expect, { id }: IssuedTokens) => expect(claim(id, 'token_use'), 'token_use').toBe('id'),
})

export const idIssuer = apiAuthentication.check(11, 'id-token-issuer', {
  says: 'The ID token’s iss is the user pool’s issuer URL, to the letter',
  sends,
  basis: idToken(
    'iss',
    'The issuer of the token identifies the user pool, as https://cognito-idp.<Region>.amazonaws.com/<user pool ID>.',
  ),
  admits:
    'The issuer that the target file gives as a template: an emulator answers at another address, and a user pool may use the updated issuer.',
  breaks: 'Verifiers refuse the token: issuers are compared as strings.',
  judge: (expect, { id, lease }: IssuedTokens) => expect(claim(id, 'iss'), 'iss').toBe(lease.issuer),
})

export const idUsername = apiAuthentication.check(11, 'id-token-username', {
  says: 'The ID token’s cognito:username is the user’s name in the user pool',
  sends,
  basis: idToken('cognito:username', 'The username of the user in the user pool.'),
  admits: 'The name in lower case, as a user pool that is not case-sensitive holds it.',
  breaks: 'Applications greet, or look up, the wrong user or none.',
  unless: nameUnknown,
  judge: (expect, { id, lease }: IssuedTokens) =>
    expect(claim(id, 'cognito:username'), 'cognito:username').toBeOneOf(namesOf(lease.user)),
})

export const idSubject = apiAuthentication.check(11, 'id-token-subject', {
  says: 'The ID token’s sub is the user’s sub attribute, a non-empty string',
  sends,
  basis: idToken('sub', 'A unique identifier for the authenticated user; its format is not to be validated.'),
  also: [
    developerGuide(
      'user-pool-settings-attributes#cognito-user-pools-standard-attributes',
      'Working with user attributes',
      'Standard attributes, sub',
      'The sub attribute is a unique user identifier within each user pool, with a fixed value.',
    ),
  ],
  breaks: 'Data stored under the subject is lost, or shown to somebody else.',
  judge: (expect, { id, lease }: IssuedTokens) => {
    expect(claim(id, 'sub'), 'sub').toBeA('non-empty string')
    if (lease.user.sub !== 'unknown') expect(claim(id, 'sub'), 'sub').toBe(lease.user.sub)
  },
})

export const idTimes = apiAuthentication.check(11, 'id-token-times', {
  says: 'The ID token’s auth_time, iat and exp are numbers of seconds since 1970: auth_time and iat are now, exp is within a day',
  sends,
  basis: idToken('auth_time, exp, iat', 'Authentication, expiration and issue time in Unix time format.'),
  also: [atMostADay('IdTokenValidity'), numericDate],
  admits: 'Fractions of a second, and clocks that differ by up to five minutes.',
  breaks: 'Tokens in milliseconds never run out; tokens from the future are refused.',
  judge: (expect, { id, at }: IssuedTokens) => times(expect, id, at),
})

export const idValidity = apiAuthentication.check(11, 'id-token-validity', {
  says: 'exp − iat of the ID token is the validity that the app client sets, one hour unless set',
  sends,
  basis: apiReference(
    'CreateUserPoolClient',
    'IdTokenValidity',
    'The ID token time limit; one hour unless set otherwise.',
  ),
  admits: 'A second more or less, from rounding.',
  breaks: 'Sessions are longer than the security officer decided, or users are asked too often.',
  needs: ['token-validity'],
  unless: ({ client }) =>
    client.idTokenValidity === 'unknown' ? 'the app client’s IdTokenValidity is unknown' : undefined,
  judge: (expect, { id, lease }: IssuedTokens) => isValid(expect, id, lease.client.idTokenValidity),
})

export const idRevocationIds = apiAuthentication.check(11, 'id-token-revocation-ids', {
  says: 'With token revocation or refresh token rotation on, the ID token has non-empty jti and origin_jti',
  sends,
  basis: developerGuide(
    'token-revocation',
    'Ending user sessions with token revocation',
    'Things to know about revoking tokens',
    'Once token revocation is on, origin_jti and jti are added to access and ID tokens.',
  ),
  also: [rotationAddsIds],
  breaks: 'Revocation has nothing to go by.',
  needs: ['token-revocation'],
  unless: revocationOff,
  judge: (expect, { id }: IssuedTokens) => {
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
  unless: firstOf(attributesUnknown('email'), claimsMayBeChanged),
  judge: (expect, { id, lease }: IssuedTokens) => {
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
  judge: (expect, { id }: IssuedTokens) => {
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
  judge: (expect, { id }: IssuedTokens) => {
    expect(claim(id, 'token_use'), 'token_use').toBeA('string')
    for (const name of ['nonce', 'at_hash']) expect(claim(id, name), name).toBeAbsent()
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
