/** Step 11: what the application verifies tokens with: header, keys, discovery, its own validation. */
import { createPublicKey, type JsonWebKeyInput } from 'node:crypto'
import type { Validation } from '../../../fixtures/actors/actors.ts'
import { advisory, developerGuide, observed } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import {
  Absent,
  bodyJson,
  isValue,
  member,
  type Reading,
  readArray,
  readString,
} from '../../../fixtures/protocol/reading.ts'
import { headerOf, type IssuedTokens } from '../../shared/tokens.ts'
import { apiAuthentication } from '../flow.ts'

const verifying = (section: string, states: string) =>
  developerGuide(
    'amazon-cognito-user-pools-using-tokens-verifying-a-jwt',
    'Verifying JSON web tokens',
    section,
    states,
  )
const idToken = (section: string, states: string) =>
  developerGuide(
    'amazon-cognito-user-pools-using-the-id-token',
    'Understanding the identity (ID) token',
    section,
    states,
  )
const accessToken = (section: string, states: string) =>
  developerGuide(
    'amazon-cognito-user-pools-using-the-access-token',
    'Understanding the access token',
    section,
    states,
  )

const sends = 'The request that completes the sign-in'
const fetches = 'GET of /.well-known/jwks.json below the issuer'

export interface Verified extends IssuedTokens {
  readonly validations: { readonly id: Validation; readonly access: Validation }
  readonly jwks: Answer
}

export const idTokenVerifies = apiAuthentication.check(11, 'id-token-verifies', {
  says: 'The ID token verifies: RS256 signature by a published key, issuer, expiry, token_use and audience',
  sends: `${sends}; then ${fetches}`,
  basis: verifying(
    'Validate the JWT; verify the claims',
    'The signature verifies with the published key that kid names; exp, aud, iss and token_use are as they should be.',
  ),
  breaks: 'Every application that verifies ID tokens refuses the user.',
  needs: ['jwks'],
  judge: (expect, { validations }: Verified) =>
    expect(
      validations.id.accepted ? 'accepted' : `refused: ${validations.id.reason}`,
      'the application’s validation',
    ).toBe('accepted'),
})

export const accessTokenVerifies = apiAuthentication.check(11, 'access-token-verifies', {
  says: 'The access token verifies: RS256 signature by a published key, issuer, expiry, token_use and client',
  sends: `${sends}; then ${fetches}`,
  basis: verifying(
    'Validate the JWT; verify the claims',
    'The signature verifies with the published key that kid names; exp, client_id, iss and token_use are as they should be.',
  ),
  breaks: 'Every API that verifies access tokens refuses the user.',
  needs: ['jwks'],
  judge: (expect, { validations }: Verified) =>
    expect(
      validations.access.accepted ? 'accepted' : `refused: ${validations.access.reason}`,
      'the application’s validation',
    ).toBe('accepted'),
})

export const idTokenHeader = apiAuthentication.check(11, 'id-token-header', {
  says: 'The ID token’s header has a key ID and the algorithm RS256, and nothing else',
  sends,
  basis: idToken(
    'ID Token Header',
    'The header contains two pieces of information: the key ID (kid) and the algorithm (alg), which is RS256.',
  ),
  breaks: 'Verifiers that pin the algorithm, or select the key by kid, refuse the token.',
  judge: (expect, { id }: IssuedTokens) => {
    expect(headerOf(id), 'the header').toHave({ alg: 'RS256', kid: /.+/ })
    const header = headerOf(id)
    expect(isValue(header) ? Object.keys(header).sort() : header, 'its members').toEqual(['alg', 'kid'])
  },
})

export const accessTokenHeader = apiAuthentication.check(11, 'access-token-header', {
  says: 'The access token’s header has a key ID and the algorithm RS256, and nothing else',
  sends,
  basis: accessToken(
    'Access token header',
    'The header contains two pieces of information: the key ID (kid) and the algorithm (alg), which is RS256.',
  ),
  breaks: 'Verifiers that pin the algorithm, or select the key by kid, refuse the token.',
  judge: (expect, { access }: IssuedTokens) => {
    expect(headerOf(access), 'the header').toHave({ alg: 'RS256', kid: /.+/ })
    const header = headerOf(access)
    expect(isValue(header) ? Object.keys(header).sort() : header, 'its members').toEqual(['alg', 'kid'])
  },
})

export const separateKeys = apiAuthentication.check(11, 'separate-keys', {
  says: 'ID token and access token of one sign-in are signed with different keys: their kid differs',
  sends,
  basis: accessToken(
    'Understanding the access token',
    'Access tokens are signed with a different key than ID tokens; the two kid values of one user session do not match.',
  ),
  breaks: 'Applications that keep one key for each kind of token, as AWS advises, are never exercised.',
  judge: (expect, { id, access }: IssuedTokens) => {
    expect(member(headerOf(access), 'kid'), 'kid of the access token').toBeA('non-empty string')
    expect(member(headerOf(access), 'kid'), 'kid of the access token').toDifferFrom(
      member(headerOf(id), 'kid'),
    )
  },
})

const keysOf = (jwks: Answer): Reading<readonly unknown[]> => readArray(bodyJson(jwks), 'keys')

const keyNamed = (jwks: Answer, kid: Reading<unknown>): Reading<unknown> => {
  const keys = keysOf(jwks)
  if (!isValue(keys)) return keys
  return (
    keys.find((key) => isValue(kid) && member(key, 'kid') === kid) ??
    new Absent(`a key with the token’s kid among ${keys.length}`)
  )
}

export const keysPublished = apiAuthentication.check(11, 'keys-published', {
  says: 'The JSON Web Key Set holds the keys that both tokens name',
  sends: fetches,
  basis: verifying(
    'Validate the JWT, step 2',
    'The public keys are at <issuer>/.well-known/jwks.json; the key is found there by the kid of the token.',
  ),
  breaks: 'No application can verify a token.',
  needs: ['jwks'],
  judge: (expect, { jwks, id, access }: Verified) => {
    expect(jwks).toBeAnsweredWith(200)
    expect(keyNamed(jwks, member(headerOf(id), 'kid')), 'the ID token’s key').toBeA('object')
    expect(keyNamed(jwks, member(headerOf(access), 'kid')), 'the access token’s key').toBeA('object')
  },
})

const bitsOf = (key: Reading<unknown>): Reading<unknown> => {
  if (!isValue(key)) return key
  try {
    const options: JsonWebKeyInput = { key: key as JsonWebKeyInput['key'], format: 'jwk' }
    return createPublicKey(options).asymmetricKeyDetails?.modulusLength ?? new Absent('the modulus')
  } catch {
    return new Absent('a readable RSA key')
  }
}

export const keySize = apiAuthentication.check(11, 'key-size', {
  says: 'The published keys of both tokens are RSA keys of 2,048 bits',
  sends: fetches,
  basis: verifying(
    'Confirm the structure of the JWT',
    'kid is a reference to a 2048-bit RSA key of the user pool.',
  ),
  breaks: 'Verifiers that refuse short keys refuse the tokens.',
  needs: ['jwks'],
  judge: (expect, { jwks, id, access }: Verified) => {
    expect(bitsOf(keyNamed(jwks, member(headerOf(id), 'kid'))), 'bits of the ID token’s key').toBe(2048)
    expect(bitsOf(keyNamed(jwks, member(headerOf(access), 'kid'))), 'bits of the access token’s key').toBe(
      2048,
    )
  },
})

export const keyMembers = apiAuthentication.check(11, 'key-members', {
  says: 'Each published key has kid, alg RS256, kty RSA, e, n and use sig',
  sends: fetches,
  basis: observed(
    'Amazon Cognito Developer Guide, Verifying JSON web tokens',
    'Sample jwks.json',
    'https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html',
    '2026-11',
    'The sample’s keys have kid, alg RS256, kty RSA, e AQAB, n and use sig.',
  ),
  breaks: 'Libraries that select keys by use and alg find none.',
  needs: ['jwks'],
  judge: (expect, { jwks }: Verified) => {
    const keys = keysOf(jwks)
    expect(keys, 'keys').toBeA('array')
    for (const key of isValue(keys) ? keys : []) {
      expect(key, 'a key').toHave({ kid: /.+/, alg: 'RS256', kty: 'RSA', e: /.+/, n: /.+/, use: 'sig' })
    }
  },
})

export const keysArePublic = apiAuthentication.check(11, 'keys-are-public', {
  says: 'No published key has a private part (d, p, q, dp, dq or qi)',
  sends: fetches,
  basis: advisory(
    'RFC 7517, JSON Web Key (JWK)',
    'Section 9.2',
    'https://www.rfc-editor.org/rfc/rfc7517#section-9.2',
    '2026-11',
    'Private and symmetric keys must be protected from disclosure to unintended parties.',
  ),
  breaks: 'Anybody can sign tokens of this user pool.',
  needs: ['jwks'],
  judge: (expect, { jwks }: Verified) => {
    const keys = keysOf(jwks)
    expect(keys, 'keys').toBeA('array')
    for (const key of isValue(keys) ? keys : []) {
      expect(key, 'a key').toBeA('object')
      for (const part of ['d', 'p', 'q', 'dp', 'dq', 'qi'])
        expect(isValue(member(key, part)) ? 'published' : 'not published', `${part} of a key`).toBe(
          'not published',
        )
    }
  },
})

export const discovery = apiAuthentication.check(11, 'discovery', {
  says: 'The OpenID Connect discovery document names the tokens’ issuer, and a jwks_uri below it',
  sends: 'GET of /.well-known/openid-configuration below the issuer',
  basis: observed(
    'localstack/localstack#12914',
    'Expected Behavior: document of the real service',
    'https://github.com/localstack/localstack/issues/12914',
    '2025-07',
    'issuer is the user pool’s issuer URL; jwks_uri is that URL with /.well-known/jwks.json.',
    'ap-southeast-2',
  ),
  also: [
    developerGuide(
      'federation-endpoints#user-pool-oidc-issuer',
      'Identity provider and relying party endpoints',
      'Amazon Cognito user pools as an OIDC issuer',
      'The issuer gives access to the JWKS and to discovery metadata at /.well-known/openid-configuration.',
    ),
    advisory(
      'OpenID Connect Discovery 1.0',
      '4.3, OpenID Provider Configuration Validation',
      'https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation',
      '2026-11',
      'The issuer of the document must be identical to the iss of the ID tokens.',
    ),
  ],
  admits: 'A jwks_uri elsewhere, as long as it is a URL, where the keys are not fetched from the issuer.',
  breaks: 'Libraries that are configured with the issuer alone cannot find the keys.',
  needs: ['discovery'],
  judge: (expect, { document, issued }: { document: Answer; issued: IssuedTokens }) => {
    expect(document).toBeAnsweredWith(200)
    const json = bodyJson(document)
    expect(readString(json, 'issuer'), 'issuer').toBe(issued.lease.issuer)
    expect(readString(json, 'jwks_uri'), 'jwks_uri').toMatch(
      /^https?:\/\/.+\/\.well-known\/jwks\.json$/,
      'the URL of a jwks.json',
    )
  },
})

export const keyChecks = [
  idTokenVerifies,
  accessTokenVerifies,
  keysPublished,
  keySize,
  keyMembers,
  keysArePublic,
]
export const headerChecks = [idTokenHeader, accessTokenHeader, separateKeys]
