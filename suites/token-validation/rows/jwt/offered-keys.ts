/**
 * Tokens signed with a key that they bring along, or say where to fetch: whoever signs can put it there.
 *
 * @see RFC 7515, sections 4.1.2 to 4.1.8, 6 and 10.3; RFC 8725, sections 3.8 and 3.10
 */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import type { JwtRow, JwtScene } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { ADDRESS_NAMES, ADDRESSES, type Address, canaryAddress } from './addresses.ts'
import { forgery } from './forgery.ts'
import { certificateOf } from './key-forms.ts'
import {
  attackerCertificate,
  attackerPair,
  attackerSeal,
  jwkOf,
  mac,
  publishedKeysFor,
  thumbprint,
  withHeader,
} from './making.ts'

/** What the token's key id says: the issuer's, nothing, the id that the offered key bears, or its thumbprint. */
const KIDS = ['absent', 'kept', 'offered', 'thumbprint'] as const
type Kid = (typeof KIDS)[number]
const kids = fc.constantFrom<Kid>(...KIDS)

const ALGORITHMS = ['RS256', 'ES256', 'EdDSA', 'PS256', 'RS512'] as const

const OFFERED_ID = 'offered'

/** The attacker's public key under the name that the token gives it. */
function offer(scene: JwtScene, algorithm: string, kid: Kid, kept: unknown) {
  const bare = jwkOf(attackerPair(scene, algorithm).publicKey)
  const named = { absent: undefined, kept, offered: OFFERED_ID, thumbprint: thumbprint(bare) }[kid]
  const jwk = { ...bare, ...(named === undefined ? {} : { kid: named }), alg: algorithm, use: 'sig' }
  return { jwk, kid: named }
}

/** A header that points to a key set, and the attacker's signature. */
const pointer = (member: 'jku' | 'x5u', says: string, near: boolean): JwtRow =>
  forgery<{ readonly address: Address; readonly kid: 'kept' | 'absent' }>({
    id: near ? `${member}-nearly-the-issuer` : `${member}-elsewhere`,
    says,
    class: 'offered-key',
    sweep: near
      ? [
          { address: 'issuer-as-user', kid: 'kept' },
          ...ADDRESS_NAMES.slice(2).map((address) => ({ address, kid: 'absent' as const })),
        ]
      : [
          { address: 'plain', kid: 'absent' },
          { address: 'plain', kid: 'kept' },
        ],
    parameter: fc.record({
      address: fc.constantFrom(...(near ? ADDRESS_NAMES.slice(1) : ADDRESS_NAMES.slice(0, 1))),
      kid: fc.constantFrom('absent', 'kept'),
    }),
    apply: (draft, { address, kid }, scene) => {
      const { jwk } = offer(scene, 'RS256', 'absent', undefined)
      const to = ADDRESSES[address](scene, `/${member}/${address}`, JSON.stringify({ keys: [jwk] }))
      const named = kid === 'kept' ? draft.header.get('kid') : undefined
      return { ...withHeader(draft, { alg: 'RS256', kid: named, [member]: to }), seal: attackerSeal(scene) }
    },
  })

const CHAINS = ['self-signed', 'with-published', 'empty', 'string', 'pem', 'garbage'] as const
type Chain = (typeof CHAINS)[number]

/** @returns what stands in x5c */
function chain(kind: Chain, scene: JwtScene): unknown {
  const own = attackerCertificate(scene, scene.attacker.rsa())
  const base64 = own.toString('base64')
  // Where the issuer publishes no certificate the chain ends in another that nobody has heard of.
  const published = publishedKeysFor(scene).map(certificateOf).find(Boolean)
  const above = published ?? attackerCertificate(scene, scene.attacker.rsa(3072))
  const pem = `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`
  return {
    'self-signed': [base64],
    'with-published': [base64, above.toString('base64')],
    empty: [],
    string: base64,
    pem: [pem],
    garbage: ['AAAA', 5, null],
  }[kind]
}

export const offeredKeyRows: readonly JwtRow[] = [
  forgery({
    id: 'embedded-key',
    says: 'The header brings the public key along with which the token is verified',
    class: 'offered-key',
    sweep: [
      { alg: 'RS256', kid: 'absent' },
      { alg: 'RS256', kid: 'kept' },
      { alg: 'RS256', kid: 'offered' },
      { alg: 'RS256', kid: 'thumbprint' },
      { alg: 'ES256', kid: 'kept' },
      { alg: 'EdDSA', kid: 'kept' },
    ],
    parameter: fc.record({ alg: fc.constantFrom<string>(...ALGORITHMS), kid: kids }),
    apply: (draft, { alg, kid: name }, scene) => {
      const { jwk, kid } = offer(scene, alg, name as Kid, draft.header.get('kid'))
      return { ...withHeader(draft, { alg, kid, jwk }), seal: attackerSeal(scene, alg) }
    },
  }),
  forgery({
    id: 'embedded-secret',
    says: 'The header brings a secret along, and the token has a MAC under it',
    class: 'offered-key',
    sweep: [{ kid: 'absent' }, { kid: 'kept' }],
    parameter: fc.record({ kid: fc.constantFrom('absent', 'kept', 'offered') }),
    apply: (draft, { kid }) => {
      const kept = draft.header.get('kid')
      const named = { absent: undefined, kept, offered: OFFERED_ID }[kid]
      const secret = Buffer.alloc(32, 7)
      const jwk = { kty: 'oct', k: secret.toString('base64url'), alg: 'HS256', kid: named }
      return { ...withHeader(draft, { alg: 'HS256', kid: named, jwk }), seal: mac(secret) }
    },
  }),
  pointer('jku', 'The header says that the key set is at an address of the attacker', false),
  pointer('jku', 'The header names a key set at an address that looks like the issuer’s, or is none', true),
  pointer('x5u', 'The header says that the certificate is at an address of the attacker', false),
  pointer(
    'x5u',
    'The header names a certificate at an address that looks like the issuer’s, or is none',
    true,
  ),
  forgery({
    id: 'embedded-certificate',
    says: 'The header brings along a certificate that the signing key gave itself, or what is none',
    class: 'offered-key',
    sweep: [
      { chain: 'self-signed', kid: 'absent' },
      { chain: 'self-signed', kid: 'kept' },
      { chain: 'with-published', kid: 'absent' },
      { chain: 'empty', kid: 'kept' },
      { chain: 'string', kid: 'kept' },
      { chain: 'garbage', kid: 'kept' },
    ],
    parameter: fc.record({
      chain: fc.constantFrom<Chain>(...CHAINS),
      kid: fc.constantFrom('absent', 'kept'),
    }),
    apply: (draft, parameter, scene) => {
      const kid = parameter.kid === 'kept' ? draft.header.get('kid') : undefined
      const x5c = chain(parameter.chain as Chain, scene)
      return { ...withHeader(draft, { alg: 'RS256', kid, x5c }), seal: attackerSeal(scene) }
    },
  }),
  forgery({
    id: 'certificate-thumbprint',
    says: 'The header names the attacker’s certificate by its thumbprint',
    class: 'offered-key',
    sweep: [
      { member: 'x5t#S256', kid: 'absent' },
      { member: 'x5t', kid: 'absent' },
      { member: 'x5t#S256', kid: 'thumbprint' },
    ],
    parameter: fc.record({
      member: fc.constantFrom('x5t#S256', 'x5t'),
      kid: fc.constantFrom('absent', 'kept', 'thumbprint'),
    }),
    apply: (draft, parameter, scene) => {
      const hash = parameter.member === 'x5t' ? 'sha1' : 'sha256'
      const print = createHash(hash)
        .update(attackerCertificate(scene, scene.attacker.rsa()))
        .digest('base64url')
      const kid = { absent: undefined, kept: draft.header.get('kid'), thumbprint: print }[parameter.kid]
      return {
        ...withHeader(draft, { alg: 'RS256', kid, [parameter.member]: print }),
        seal: attackerSeal(scene),
      }
    },
  }),
  forgery({
    id: 'key-id-is-an-address',
    says: 'The key id is an address of the attacker',
    class: 'offered-key',
    sweep: [{ alg: 'RS256' }, { alg: 'HS256' }],
    parameter: fc.record({ alg: fc.constantFrom('RS256', 'HS256') }),
    apply: (draft, { alg }, scene) => ({
      ...withHeader(draft, { alg, kid: canaryAddress(scene, '/kid') }),
      seal: alg === 'HS256' ? mac('') : attackerSeal(scene),
    }),
  }),
]
