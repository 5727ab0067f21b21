/** Step 12: the claims that tokens of the domain have and those of API sign-in do not, or that were recorded there. */
import { createHash } from 'node:crypto'
import { recordedSnapshot } from '../../../fixtures/flow/source.ts'
import { Absent } from '../../../fixtures/protocol/reading.ts'
import { revocationOff } from '../../api-authentication/checks/claim-reading.ts'
import {
  distinctIds as apiDistinctIds,
  sameEvent as apiSameEvent,
} from '../../api-authentication/checks/claims.ts'
import { askedScopes, type Granted, type Issued, scopesOf } from '../../shared/domain-tokens.ts'
import {
  accessTokenPage,
  accessTokenSample,
  authorizationEndpoint,
  idTokenPage,
  idTokenSample,
  openIdCore,
  scopesPage,
  userInfoEndpoint,
} from '../../shared/sources.ts'
import {
  attributesUnknown,
  claim,
  claimsMayBeChanged,
  firstOf,
  readableAttributes,
} from '../../shared/tokens.ts'
import { managedLogin } from '../flow.ts'
import { hasAllScopes, scopesUnknown } from './token-judging.ts'

const sends = 'POST to /oauth2/token that redeems the code'

/** What most judgements of claims look at: an answer need not be there, as in the implicit grant. */
export type Tokens = Omit<Issued, 'answer'>

export const nonce = managedLogin.check(12, 'nonce-echoed', {
  says: 'The ID token has the nonce of the authorization request, unchanged',
  sends,
  basis: idTokenPage(
    'ID token default payload, nonce',
    'A nonce parameter of the authorization request is included in the ID token.',
  ),
  also: [
    authorizationEndpoint('nonce', 'The nonce value of the request is included in the ID token.'),
    openIdCore('2, ID Token', 'The value is passed through unmodified from the authentication request.'),
  ],
  breaks: 'Libraries refuse the ID token, or an ID token that was stolen elsewhere can be slipped in.',
  judge: (expect, { id, request }: Tokens) => {
    expect(request.nonce, 'nonce of the request').toBeA('non-empty string')
    expect(claim(id, 'nonce'), 'nonce').toBe(request.nonce)
  },
})

/** Left half of the SHA-256 of the access token's ASCII, as RS256 has it. */
const halfHash = (accessToken: string): string =>
  createHash('sha256').update(accessToken, 'ascii').digest().subarray(0, 16).toString('base64url')

export const atHash = managedLogin.check(12, 'access-token-hash', {
  says: 'Where the ID token has at_hash, it is the hash of the access token that came with it',
  sends,
  basis: recordedSnapshot(
    'API Gateway, ID token of a hosted page, claims',
    '2024-09',
    'at_hash is among the claims.',
  ),
  also: [
    openIdCore(
      '3.1.3.6, ID Token',
      'at_hash is the left half of the hash of the access token in base64url; for RS256 the hash is SHA-256.',
    ),
  ],
  admits: 'No at_hash at all: AWS’s samples have none.',
  breaks: 'OpenID Connect libraries refuse the pair of tokens, or a swapped access token is not noticed.',
  judge: (expect, { id, accessToken }: Tokens) => {
    const found = claim(id, 'at_hash')
    expect(claim(id, 'token_use'), 'token_use').toBeA('string')
    if (found instanceof Absent) expect.note('the ID token has no at_hash')
    else expect(found, 'at_hash').toBe(halfHash(accessToken))
  },
})

export const tokenVersion = managedLogin.check(12, 'access-token-version', {
  says: 'The access token’s version is the number 2',
  sends,
  basis: accessTokenSample(
    'Access token default payload',
    'The sample payload has version 2, without quotes.',
  ),
  also: [
    recordedSnapshot(
      'API Gateway, access token of a hosted page, claims',
      '2024-09',
      'version is the number 2.',
    ),
  ],
  breaks: 'Resource servers that tell tokens of the domain from those of the API by it refuse the token.',
  judge: (expect, { access }: Pick<Granted, 'access'>) => expect(claim(access, 'version'), 'version').toBe(2),
})

export const eventIds = managedLogin.check(12, 'same-event', {
  says: 'Where the tokens have an event_id, it is the same in both',
  sends,
  basis: accessTokenSample(
    'Access token default payload',
    'The sample payload has an event_id that is a UUID.',
  ),
  also: [
    recordedSnapshot('cognito-idp, both tokens of one sign-in', '2024-08', 'event_id is the same in both.'),
  ],
  admits: 'No event_id at all: it is in samples and promised nowhere.',
  breaks: 'The sign-in cannot be found again in the pool’s log.',
  judge: apiSameEvent.judge,
})

export const tokenIds = managedLogin.check(12, 'distinct-token-ids', {
  says: 'The two tokens of a code have different jti and the same origin_jti',
  sends,
  basis: idTokenPage(
    'ID token default payload, jti, origin_jti',
    'jti is the unique identifier of the JWT; origin_jti is associated with the user’s refresh token, and revocation goes by it for access and ID tokens.',
  ),
  also: [accessTokenPage('Access token default payload, jti, origin_jti', 'The same of access tokens.')],
  breaks: 'One token cannot be told from the other in deny-lists; revocation misses one of the two.',
  needs: ['token-revocation'],
  unless: revocationOff,
  judge: apiDistinctIds.judge,
})

export const emailVerified = managedLogin.check(12, 'email-verified-is-boolean', {
  says: 'Where the ID token has email_verified or phone_number_verified, it is a boolean',
  sends,
  basis: idTokenSample('ID token default payload', 'The sample has email_verified as true, without quotes.'),
  also: [
    recordedSnapshot('cognito-idp, ID tokens', '2024-09', 'email_verified is a boolean where it was set.'),
    openIdCore('5.1, Standard Claims', 'email_verified and phone_number_verified are booleans.'),
  ],
  admits: 'No such claim: it is there only once the flag was set.',
  breaks: '"false" in quotes counts as true in most languages: unverified addresses are trusted.',
  judge: (expect, { id }: Tokens) => {
    expect(claim(id, 'token_use'), 'token_use').toBeA('string')
    for (const name of ['email_verified', 'phone_number_verified']) {
      const found = claim(id, name)
      if (found instanceof Absent) expect.note(`the ID token has no ${name}`)
      else expect(found, name).toBeA('boolean')
    }
  },
})

export const scopesAsked = managedLogin.check(12, 'scopes-as-asked', {
  says: 'The access token’s scope lists exactly the scopes that were asked for, separated by spaces',
  sends: `${sends}, for a request with scopes that all are the app client’s`,
  basis: userInfoEndpoint(
    'Example scopes in access token and their effect on the userInfo response',
    'What userInfo returns goes by the scopes that the access token has, as determined by the scopes request parameter.',
  ),
  also: [
    authorizationEndpoint(
      'scope',
      'A combination of system-reserved and custom scopes of the client, separated by spaces.',
    ),
    accessTokenPage(
      'Access token default payload, scope',
      'The scopes issued to the user; a token of the token endpoint can contain any that the app client supports.',
    ),
  ],
  admits: 'Any order.',
  breaks: 'APIs refuse the token, or let it do what nobody asked for.',
  unless: firstOf(scopesUnknown, claimsMayBeChanged),
  judge: (expect, tokens: Pick<Tokens, 'access' | 'request'>) =>
    expect(scopesOf(tokens), 'scopes of the access token').toHoldExactly(askedScopes(tokens.request)),
})

export const customScope = managedLogin.check(12, 'custom-scope', {
  says: 'A scope of a resource server that was asked for stands in the access token as identifier/name, and none that was not',
  sends: `${sends}, for a request with one of two scopes of a resource server`,
  basis: scopesPage(
    'About resource servers',
    'Cognito adds custom scopes that were requested to the scope claim of the access token, as resourceServerIdentifier/scopeName.',
  ),
  breaks: 'API authorizers that ask for the scope refuse everybody, or nobody.',
  needs: ['custom-scopes'],
  unless: claimsMayBeChanged,
  judge: (
    expect,
    { tokens, asked, other }: { tokens: Pick<Granted, 'access'>; asked: string; other: string },
  ) => {
    const scopes = scopesOf(tokens)
    expect(scopes, 'scopes of the access token').toContain(asked)
    expect(Array.isArray(scopes) && scopes.includes(other) ? 'granted' : 'not granted', other).toBe(
      'not granted',
    )
  },
})

export const allScopes = managedLogin.check(12, 'scope-omitted', {
  says: 'Without a scope parameter the access token has all scopes of the app client',
  sends: `${sends}, for a request without scope`,
  basis: authorizationEndpoint(
    'scope',
    'If the client requests no scopes, all scopes that are associated with the client are used.',
  ),
  also: [
    recordedSnapshot(
      'API Gateway, sign-in at /login without scope, implicit grant',
      '2024-08',
      'The access token has all scopes that the client allows.',
    ),
  ],
  breaks: 'Applications that rely on the default are refused by every API.',
  unless: firstOf(scopesUnknown, claimsMayBeChanged),
  judge: (expect, tokens: Pick<Granted, 'access' | 'lease'>) => hasAllScopes(expect, tokens),
})

export const idTokenByScope = managedLogin.check(12, 'id-token-by-scope', {
  says: 'The ID token of a request with openid and email has the e-mail address and neither telephone number nor name',
  sends: `${sends}, for a request with the scopes openid and email`,
  basis: scopesPage(
    'About scopes, openid',
    'With openid and other OpenID Connect scopes the ID token is limited to them: openid and email give sub, email and email_verified.',
  ),
  also: [authorizationEndpoint('scope', 'phone, email and profile dictate the claims inside the ID token.')],
  breaks: 'Personal data goes to an application that did not ask for it.',
  unless: firstOf(attributesUnknown('email'), claimsMayBeChanged),
  judge: (expect, { id, lease }: Tokens) => {
    const { attributes } = lease.user
    expect(claim(id, 'email'), 'email').toBe(attributes === 'unknown' ? undefined : attributes['email'])
    for (const name of ['phone_number', 'name']) expect(claim(id, name), name).toBeAbsent()
  },
})

export const idTokenOfOpenid = managedLogin.check(12, 'id-token-openid-alone', {
  says: 'The ID token of a request with openid alone has every attribute of the user that the app client can read',
  sends: `${sends}, for a request with the scope openid alone`,
  basis: scopesPage(
    'About scopes, openid',
    'With openid and no others the ID token includes claims for all user attributes that the app client can read.',
  ),
  breaks: 'Applications miss the name and the address of their users.',
  unless: firstOf(attributesUnknown(), claimsMayBeChanged),
  judge: (expect, { id, lease }: Tokens) => {
    expect(claim(id, 'sub'), 'sub').toBeA('non-empty string')
    for (const [name, value] of Object.entries(readableAttributes(lease)))
      expect(claim(id, name), name).toBe(name.endsWith('_verified') ? value === 'true' : value)
  },
})
