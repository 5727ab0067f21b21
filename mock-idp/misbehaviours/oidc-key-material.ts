/** Key sets whose keys are weak, broken, or of another kind. Each belongs to a tenant of its own. */
import { generateKeyPairSync, sign } from 'node:crypto'
import type { KeyPair } from '../keys.ts'
import type { Facts, OidcBend } from '../oidc/bend.ts'
import { type Algorithm, compact, publicJwk, signature } from '../oidc/jwt.ts'
import { members, put, readMember, without } from '../oidc/members.ts'
import { certificate } from '../saml/certificate.ts'
import { listing, listingOne, ofKeySet, ofVictim } from './oidc-make.ts'
import { cubeRootSignature, encodedMessage } from './oidc-padding.ts'

const SIZE = 'RFC 7518 section 3.3'
const CURVE = 'RFC 7518 section 6.2, RFC 8725 section 3.4'
const CERTIFICATE = 'RFC 7517 sections 4.6 and 4.7'

/** A key pair made once for each tenant, at the first visit; these kinds take next to no time. */
function once(facts: Facts, name: string, make: () => Omit<KeyPair, 'kid'>): KeyPair {
  const known = facts.memory.get(name) as KeyPair | undefined
  if (known !== undefined) return known
  const fresh = { ...make(), kid: `${facts.key.kid}-${name}` }
  facts.memory.set(name, fresh)
  return fresh
}

/** Tokens of another key than the usual one, which stands in the set. */
function byKey(name: string, algorithm: Algorithm, make: () => Omit<KeyPair, 'kid'>): OidcBend {
  return {
    keys: (_honest, facts) => [publicJwk(once(facts, name, make), algorithm)],
    idToken(claims, facts) {
      const pair = once(facts, name, make)
      return compact(members({ alg: algorithm, kid: pair.kid, typ: 'JWT' }), claims, (input) =>
        signature(input, pair.privateKey, algorithm),
      )
    },
  }
}

const ec = (namedCurve: string) => () => generateKeyPairSync('ec', { namedCurve })
const rsa = (modulusLength: number) => () => generateKeyPairSync('rsa', { modulusLength })

/** ES256 under a P-256 key, the signature then changed. */
function es256(change: (input: string, pair: KeyPair) => Buffer, forge = false): OidcBend {
  return {
    keys: (_honest, facts) => [publicJwk(once(facts, 'p-256', ec('P-256')), 'ES256')],
    idToken(claims, facts) {
      const pair = once(facts, 'p-256', ec('P-256'))
      return compact(
        members({ alg: 'ES256', kid: pair.kid }),
        forge ? ofVictim(claims, facts) : claims,
        (input) => change(input, pair),
      )
    },
  }
}

const DAY = 86_400

/** Self-signed, Base64 of DER. @param from seconds since 1970 */
function certificateOf({ privateKey, publicKey }: KeyPair, from: number, to: number): string {
  const wish = {
    subject: 'idp.example',
    key: publicKey,
    signedWith: privateKey,
    notBefore: from * 1000,
    notAfter: to * 1000,
  }
  return certificate(wish).toString('base64')
}

export const oidcKeyMaterial = [
  ofKeySet(
    'other-key-type',
    'The key is called an elliptic curve (kty) and is RSA',
    'refusal',
    'RFC 7517 section 4.1',
    listingOne((honest) => put(honest, { kty: 'EC' })),
  ),
  ofKeySet(
    'modulus-absent',
    'The key has no modulus',
    'refusal',
    'RFC 7518 section 6.3.1',
    listingOne((honest) => without(honest, 'n')),
  ),
  ofKeySet('rsa-512', 'The key has 512 bits', 'refusal', SIZE, byKey('rsa-512', 'RS256', rsa(512))),
  ofKeySet('rsa-1024', 'The key has 1024 bits', 'unsettled', SIZE, byKey('rsa-1024', 'RS256', rsa(1024))),
  ofKeySet(
    'exponent-one',
    'The exponent of the key is 1: every message is its own signature',
    'refusal',
    SIZE,
    {
      ...listingOne((honest) => put(honest, { e: 'AQ' })),
      idToken: (claims, facts) => compact(facts.header, ofVictim(claims, facts), encodedMessage),
    },
    { forges: true },
  ),
  ofKeySet(
    'exponent-three-forged',
    'The exponent of the key is 3, and the signature was made without the private key',
    'refusal',
    'RFC 8017 section 8.2.2',
    {
      ...listingOne((honest) => put(honest, { e: 'Aw' })),
      idToken: (claims, facts) => compact(facts.header, ofVictim(claims, facts), cubeRootSignature),
    },
    { forges: true, seenIn: ['CVE-2006-4339', 'CVE-2016-1494'] },
  ),
  ofKeySet('off-the-curve', 'The point of the key is not on its curve', 'refusal', CURVE, {
    ...es256((input, { privateKey }) => signature(input, privateKey, 'ES256')),
    keys: (_honest, facts) => {
      const jwk = publicJwk(once(facts, 'p-256', ec('P-256')), 'ES256')
      const y = Buffer.from(String(readMember(jwk, 'y')), 'base64url')
      y[31] = y[31]! ^ 1
      return [put(jwk, { y: y.toString('base64url') })]
    },
  }),
  ofKeySet(
    'p-384',
    'The key is P-384, the token ES384',
    'unsettled',
    CURVE,
    byKey('p-384', 'ES384', ec('P-384')),
  ),
  ofKeySet(
    'p-521',
    'The key is P-521, the token ES512',
    'unsettled',
    CURVE,
    byKey('p-521', 'ES512', ec('P-521')),
  ),
  ofKeySet(
    'curve-and-hash-mixed',
    'The key is P-384, the token says ES256',
    'refusal',
    'RFC 7518 section 3.4',
    {
      ...byKey('p-384', 'ES384', ec('P-384')),
      idToken(claims, facts) {
        const pair = once(facts, 'p-384', ec('P-384'))
        return compact(members({ alg: 'ES256', kid: pair.kid }), claims, (input) =>
          signature(input, pair.privateKey, 'ES256'),
        )
      },
    },
  ),
  ofKeySet(
    'es256-signature-der',
    'The ES256 signature is written in DER',
    'refusal',
    'RFC 7518 section 3.4 (64 octets)',
    es256((input, { privateKey }) =>
      sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'der' }),
    ),
  ),
  ofKeySet(
    'es256-signature-zero',
    'The ES256 signature is zero',
    'refusal',
    'RFC 7518 section 3.4',
    es256(() => Buffer.alloc(64), true),
    {
      forges: true,
      seenIn: ['CVE-2022-21449'],
    },
  ),
  ofKeySet(
    'es256-signature-swapped',
    'The halves of the ES256 signature have changed places',
    'refusal',
    'RFC 7518 section 3.4',
    es256((input, { privateKey }) => {
      const signed = signature(input, privateKey, 'ES256')
      return Buffer.concat([signed.subarray(32), signed.subarray(0, 32)])
    }, true),
    { forges: true },
  ),
  ofKeySet(
    'certificate-expired',
    'The certificate of the key (x5c) has ended',
    'unsettled',
    CERTIFICATE,
    listingOne((honest, { key, now }) =>
      put(honest, { x5c: [certificateOf(key, now - 400 * DAY, now - 35 * DAY)] }),
    ),
  ),
  ofKeySet(
    'certificate-of-another-key',
    'The certificate of the key (x5c) holds another key',
    'unsettled',
    CERTIFICATE,
    listingOne((honest, { stranger, now }) =>
      put(honest, { x5c: [certificateOf(stranger, now - DAY, now + DAY)] }),
    ),
  ),
  ofKeySet(
    'certificate-garbage',
    'The certificate of the key (x5c) is no certificate',
    'unsettled',
    CERTIFICATE,
    listingOne((honest) => put(honest, { x5c: ['bm8gY2VydGlmaWNhdGU='] })),
  ),
  ofKeySet(
    'certificate-url',
    'The certificate of the key is said to stand at a URL (x5u)',
    'unsettled',
    CERTIFICATE,
    listingOne((honest, facts) => put(honest, { x5u: facts.canary('/jwks-x5u') })),
  ),
  ofKeySet(
    'unknown-key-type',
    'A key of an unknown type stands beside the right one',
    'acceptance',
    'RFC 7517 section 5 (unknown types are ignored)',
    listing((honest) => [members({ kty: 'AKP-9', kid: 'unknown', pub: 'AAAA' }), honest]),
  ),
]
