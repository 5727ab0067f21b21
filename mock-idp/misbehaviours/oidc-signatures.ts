/** ID tokens that name somebody under a signature that is not the provider's: missing, stripped, foreign, or broken. */
import type { Facts, OidcBend } from '../oidc/bend.ts'
import { base64url, compact, hmac, publicJwk, publicKeyForms, signature } from '../oidc/jwt.ts'
import { jsonText, type Members, put } from '../oidc/members.ts'
import { certificate } from '../saml/certificate.ts'
import { forged, misbehaviour, ofVictim } from './oidc-make.ts'

const VALIDATION = 'OpenID Connect Core 1.0 section 3.1.3.7, RFC 7515 section 5.2'
const ALGORITHMS = 'RFC 8725 sections 3.1 and 3.2, OpenID Connect Core 1.0 section 3.1.3.7'
const KEYS = 'RFC 7515 sections 4.1 and 10.3, RFC 8725 section 3.8'

function victimised(id: string, says: string, clause: string, bend: OidcBend, seenIn?: readonly string[]) {
  return misbehaviour('oidc-id-token', `oidc-id-token-${id}`, says, 'refusal', clause, bend, {
    forges: true,
    ...(seenIn === undefined ? {} : { seenIn }),
  })
}

const headerWith =
  (values: Readonly<Record<string, unknown>>) =>
  ({ header }: Facts): Members =>
    put(header, values)

const unsigned = (): Buffer => Buffer.alloc(0)
const byStranger = (input: string, { stranger }: Facts): Buffer =>
  signature(input, stranger.privateKey, 'RS256')

function algNone(spelling: string): OidcBend {
  return forged(headerWith({ alg: spelling }), unsigned)
}

/** The victim's token with the provider's signature, which is then broken. */
function broken(by: (signature: Buffer, facts: Facts, honest: string) => Buffer): OidcBend {
  return {
    idToken(claims, facts) {
      const [header, payload, given] = facts.signed(ofVictim(claims, facts)).split('.')
      const bad = by(Buffer.from(given ?? '', 'base64url'), facts, facts.signed(claims))
      return `${header}.${payload}.${bad.toString('base64url')}`
    },
  }
}

function withKeyOfStranger(values: (facts: Facts) => Readonly<Record<string, unknown>>): OidcBend {
  return forged((facts) => put(put(facts.header, { alg: 'RS256' }), values(facts)), byStranger)
}

function hs256(
  secret: (facts: Facts) => string | Buffer,
  header: Readonly<Record<string, unknown>> = {},
): OidcBend {
  return forged(headerWith({ alg: 'HS256', ...header }), (input, facts) => hmac(input, secret(facts)))
}

function publicJwkObject(of: Members): unknown {
  return JSON.parse(jsonText(of))
}

/** The stranger's key set at the canary, for a relying party that fetches what a token tells it to. */
function canaryKeys(facts: Facts, path: string): string {
  const keys = `{"keys":[${jsonText(publicJwk(facts.stranger, 'RS256'))}]}`
  facts.tenant.canary.set(path, { status: 200, headers: [['Content-Type', 'application/json']], body: keys })
  return facts.canary(path)
}

/** Another issuer, whose configuration and key set stand at the canary: for who lets a token choose its provider. */
function canaryIssuer(facts: Facts): string {
  const issuer = facts.canary('/issuer')
  const jwks = canaryKeys(facts, '/issuer/jwks')
  facts.tenant.canary.set('/issuer/.well-known/openid-configuration', {
    status: 200,
    headers: [['Content-Type', 'application/json']],
    body: JSON.stringify({ issuer, jwks_uri: jwks }),
  })
  return issuer
}

function certificateOf({ stranger, now }: Facts): string {
  const { privateKey, publicKey } = stranger
  const [notBefore, notAfter] = [(now - 86_400) * 1000, (now + 86_400) * 1000]
  return certificate({
    subject: 'stranger.example',
    key: publicKey,
    signedWith: privateKey,
    notBefore,
    notAfter,
  }).toString('base64')
}

export const oidcSignatures = [
  victimised('unsigned', 'The ID token ends after its second dot: no signature', VALIDATION, {
    idToken: (claims, facts) => compact(facts.header, ofVictim(claims, facts), unsigned),
  }),
  victimised('two-parts', 'The ID token has two parts: no signature, and no dot for it', VALIDATION, {
    idToken: (claims, facts) =>
      `${base64url(jsonText(facts.header))}.${base64url(jsonText(ofVictim(claims, facts)))}`,
  }),
  victimised(
    'content-changed',
    'The claims were changed after signing',
    VALIDATION,
    {
      idToken(claims, facts) {
        const [header, , signed] = facts.signed(claims).split('.')
        return `${header}.${base64url(jsonText(ofVictim(claims, facts)))}.${signed}`
      },
    },
    ['CVE-2020-15240', 'CVE-2026-23518'],
  ),
  victimised('alg-none', 'alg is none, and there is no signature', ALGORITHMS, algNone('none'), [
    'CVE-2015-9235',
    'CVE-2022-23540',
  ]),
  victimised('alg-none-capitalised', 'alg is None', ALGORITHMS, algNone('None')),
  victimised('alg-none-upper-case', 'alg is NONE', ALGORITHMS, algNone('NONE')),
  victimised('alg-none-mixed-case', 'alg is nOnE', ALGORITHMS, algNone('nOnE')),
  victimised('alg-none-spaced', 'alg is none and a space', ALGORITHMS, algNone('none ')),
  victimised(
    'alg-none-signature-kept',
    'alg is none; the signature of the honest token is still there',
    ALGORITHMS,
    {
      idToken(claims, facts) {
        const signed = facts.signed(claims).split('.')[2] ?? ''
        return compact(put(facts.header, { alg: 'none' }), ofVictim(claims, facts), () =>
          Buffer.from(signed, 'base64url'),
        )
      },
    },
  ),
  victimised('alg-empty', 'alg is the empty text, and there is no signature', ALGORITHMS, algNone('')),
  victimised(
    'alg-null',
    'alg is null, and there is no signature',
    ALGORITHMS,
    forged(headerWith({ alg: null }), unsigned),
  ),
  victimised(
    'alg-absent',
    'The header names no algorithm, and there is no signature',
    'RFC 7515 section 4.1.1 (alg must be present)',
    forged(headerWith({ alg: undefined }), unsigned),
  ),

  victimised(
    'foreign-key',
    'Signed by a stranger, under the kid of the provider',
    KEYS,
    withKeyOfStranger(() => ({})),
  ),
  victimised(
    'foreign-key-own-kid',
    'Signed by a stranger, under a kid of his own',
    KEYS,
    withKeyOfStranger(({ stranger }) => ({ kid: stranger.kid })),
  ),
  victimised(
    'foreign-key-without-kid',
    'Signed by a stranger, without kid',
    KEYS,
    withKeyOfStranger(() => ({ kid: undefined })),
  ),
  victimised(
    'jwk-in-header',
    'Signed by a stranger whose public key stands in the header (jwk), under the kid of the provider',
    KEYS,
    withKeyOfStranger(({ stranger }) => ({ jwk: publicJwkObject(publicJwk(stranger, 'RS256')) })),
    ['CVE-2018-0114', 'CVE-2025-24976'],
  ),
  victimised(
    'jwk-in-header-own-kid',
    'Signed by a stranger whose public key stands in the header (jwk), under its own kid',
    KEYS,
    withKeyOfStranger(({ stranger }) => ({
      kid: stranger.kid,
      jwk: publicJwkObject(publicJwk(stranger, 'RS256')),
    })),
    ['CVE-2018-0114'],
  ),
  victimised(
    'oct-jwk-in-header',
    'HS256 by a symmetric key that stands in the header (jwk)',
    KEYS,
    forged(headerWith({ alg: 'HS256', jwk: { kty: 'oct', k: base64url('known to everybody') } }), (input) =>
      hmac(input, 'known to everybody'),
    ),
  ),
  victimised(
    'jku',
    'Signed by a stranger whose key set stands at the URL in the header (jku)',
    'RFC 8725 section 3.10, RFC 7515 section 4.1.2',
    withKeyOfStranger((facts) => ({ kid: facts.stranger.kid, jku: canaryKeys(facts, '/jku') })),
  ),
  victimised(
    'x5u',
    'Signed by a stranger whose certificate is said to stand at the URL in the header (x5u)',
    'RFC 8725 section 3.10, RFC 7515 section 4.1.5',
    withKeyOfStranger((facts) => ({ x5u: facts.canary('/x5u') })),
  ),
  victimised(
    'x5c',
    'Signed by a stranger whose own certificate stands in the header (x5c)',
    'RFC 7515 section 4.1.6',
    withKeyOfStranger((facts) => ({ x5c: [certificateOf(facts)] })),
  ),
  victimised(
    'issuer-of-its-own',
    'Signed by a stranger, who is also the issuer that the token names',
    'OpenID Connect Core 1.0 section 3.1.3.7, item 2; RFC 8725 section 3.10',
    {
      idToken: (claims, facts) =>
        compact(
          put(facts.header, { alg: 'RS256', kid: facts.stranger.kid }),
          put(ofVictim(claims, facts), { iss: canaryIssuer(facts) }),
          (input) => byStranger(input, facts),
        ),
    },
    ['CVE-2026-32301'],
  ),
  victimised(
    'json-two-signatures',
    'The JSON serialisation carries the genuine token, and a forged payload beside it',
    'RFC 7519 section 3 (the compact serialisation alone)',
    {
      idToken(claims, facts) {
        const [header, payload, signed] = facts.signed(claims).split('.')
        const forgedPayload = base64url(jsonText(ofVictim(claims, facts)))
        return `{"payload":"${payload}","payload":"${forgedPayload}","signatures":[{"protected":"${header}","signature":"${signed}"}]}`
      },
    },
    ['CVE-2016-9122'],
  ),
  victimised(
    'es256-signature-zero',
    'alg is ES256 and the signature zero, under the kid of the provider',
    ALGORITHMS,
    forged(headerWith({ alg: 'ES256' }), () => Buffer.alloc(64)),
    ['CVE-2022-21449'],
  ),
  victimised(
    'ed25519-signature-zero',
    'alg is EdDSA and the signature zero, under the kid of the provider',
    ALGORITHMS,
    forged(headerWith({ alg: 'EdDSA' }), () => Buffer.alloc(64)),
  ),
  victimised(
    'alg-of-encryption',
    'alg is that of an encryption (dir), and there is no signature',
    'RFC 7516 section 9',
    forged(headerWith({ alg: 'dir', enc: 'A256GCM' }), unsigned),
  ),
  victimised(
    'kid-as-url',
    'Signed by a stranger; kid is the URL of his key set',
    'RFC 8725 section 3.10',
    withKeyOfStranger((facts) => ({ kid: canaryKeys(facts, '/kid') })),
  ),
  victimised(
    'kid-path-traversal',
    'HS256 with an empty key; kid is a path to /dev/null',
    'RFC 8725 section 3.10',
    hs256(() => Buffer.alloc(0), { kid: '../../../../../../dev/null' }),
  ),
  victimised(
    'kid-sql-injection',
    'HS256 with a key that kid would have a database give',
    'RFC 8725 section 3.10',
    hs256(() => 'known', { kid: "' UNION SELECT 'known' -- " }),
  ),
  victimised(
    'kid-object-member',
    'HS256 with an empty key; kid is __proto__',
    KEYS,
    hs256(() => Buffer.alloc(0), { kid: '__proto__' }),
  ),

  ...(['pem', 'pemTrimmed', 'der', 'modulus'] as const).map((form) =>
    victimised(
      `hs256-public-key-${form === 'pemTrimmed' ? 'pem-trimmed' : form}`,
      `HS256 with the provider's public key (${form === 'pemTrimmed' ? 'PEM without its last line break' : form === 'modulus' ? 'its modulus' : form.toUpperCase()}) for a secret`,
      ALGORITHMS,
      hs256(({ key }) => publicKeyForms(key)[form]),
      ['CVE-2016-10555', 'CVE-2023-48238'],
    ),
  ),
  victimised(
    'hs256-public-key-jwk',
    "HS256 with the provider's public key, as it stands in the key set, for a secret",
    ALGORITHMS,
    hs256(({ key }) => jsonText(publicJwk(key, 'RS256'))),
  ),
  victimised(
    'hs256-empty-secret',
    'HS256 with an empty secret',
    ALGORITHMS,
    hs256(() => Buffer.alloc(0)),
    ['CVE-2026-44351'],
  ),
  victimised(
    'hs256-client-id',
    'HS256 with the client identifier for a secret',
    ALGORITHMS,
    hs256(({ clientId }) => clientId),
  ),
  victimised(
    'hs256-kid',
    'HS256 with the kid for a secret',
    ALGORITHMS,
    hs256(({ key }) => key.kid),
  ),

  victimised(
    'signature-bit-flipped',
    'One bit of the signature is wrong',
    VALIDATION,
    broken((signed) => {
      const other = Buffer.from(signed)
      other[7] = other[7]! ^ 1
      return other
    }),
  ),
  victimised(
    'signature-truncated',
    'The last byte of the signature is missing',
    'RFC 8017 section 8.2.2',
    broken((signed) => signed.subarray(0, -1)),
  ),
  victimised(
    'signature-extended',
    'A byte follows the signature',
    'RFC 8017 section 8.2.2',
    broken((signed) => Buffer.concat([signed, Buffer.of(0)])),
  ),
  victimised(
    'signature-zero',
    'Every byte of the signature is zero',
    'RFC 8017 section 8.2.2',
    broken((signed) => Buffer.alloc(signed.length)),
    ['CVE-2022-21449'],
  ),
  victimised(
    'signature-one',
    'The signature is the number one',
    'RFC 8017 section 9.2',
    broken((signed) => {
      const one = Buffer.alloc(signed.length)
      one[one.length - 1] = 1
      return one
    }),
  ),
  victimised(
    'signature-of-another-token',
    'The signature is that of another token of the provider',
    VALIDATION,
    broken((_signed, _facts, honest) => Buffer.from(honest.split('.')[2] ?? '', 'base64url')),
  ),
  victimised(
    'signature-reversed',
    'The bytes of the signature stand in reverse order',
    VALIDATION,
    broken((signed) => Buffer.from(signed).reverse()),
  ),
  victimised(
    'signature-over-payload',
    'The provider signed the payload alone, without the header',
    VALIDATION,
    {
      idToken: (claims, facts) =>
        compact(facts.header, ofVictim(claims, facts), (input) =>
          signature(input.split('.')[1] ?? '', facts.key.privateKey, facts.algorithm),
        ),
    },
  ),
  victimised(
    'of-another-provider',
    'The token is well signed, by another provider of the same relying party, in its own name',
    VALIDATION,
    { idToken: (claims, facts) => facts.signedByNeighbour?.(ofVictim(claims, facts), 'as itself') },
    ['CVE-2018-15801'],
  ),
  victimised(
    'of-another-provider-renamed',
    'The token is signed by another provider of the same relying party, in the name of this one',
    VALIDATION,
    { idToken: (claims, facts) => facts.signedByNeighbour?.(ofVictim(claims, facts), 'as this one') },
  ),
]
