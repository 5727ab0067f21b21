/**
 * Tokens that nobody signed, under algorithms that are missing, unknown, of another kind than the key, or forgotten by
 * whoever implemented them.
 *
 * @see RFC 7515, sections 4.1.1, 5.2 and 10.13; RFC 8725, sections 3.1, 3.2 and 3.4
 */
import fc from 'fast-check'
import type { JwtDraft, JwtRow } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import type { Json } from '../../../../fixtures/fuzzing/model.ts'
import { type Curve, EDGES, type Edge, edgeSignature, SMALL_POINTS } from './curves.ts'
import { forgery } from './forgery.ts'
import { attackerSeal, publishedKeys, unsealed, withClaims, withHeader } from './making.ts'

const SEALS = ['kept', 'empty'] as const
type Left = (typeof SEALS)[number]

/** The signature of the base, or none. */
const leaving = (seal: Left): JwtDraft['seal'] => (seal === 'kept' ? 'kept' : unsealed)

const left = fc.constantFrom<Left>(...SEALS)

/** Long, and yet short enough for a header. */
const LONG_NAME = 'R'.repeat(1500)

const WRONG_TYPES: readonly Json[] = [
  null,
  ['RS256'],
  '',
  {},
  true,
  0,
  1.5,
  [],
  ['none'],
  ['none', 'RS256'],
  { alg: 'RS256' },
  LONG_NAME,
]

const UNKNOWN = ['XS256', 'rs256', 'Rs256', 'RS-256', 'SHA256withRSA', 'RS256 ', 'HS1', 'RS0', 'RS256,HS256']

/** Of JWE, where they name how a key is wrapped. @see RFC 7518, section 4.1 */
const WRAPPING = [
  'dir',
  'RSA-OAEP',
  'RSA1_5',
  'A256KW',
  'ECDH-ES',
  'PBES2-HS256+A128KW',
  'RSA-OAEP-256',
  'A128GCMKW',
]

const CURVES: readonly Curve[] = ['ES256', 'ES384', 'ES512']
const ED = ['EdDSA', 'Ed25519', 'Ed448'] as const
const KIDS = ['kept', 'absent', 'elliptic'] as const
type Kid = (typeof KIDS)[number]

type EdgeParameter = {
  readonly alg: Curve
  readonly r: Edge
  readonly s: Edge
  readonly encoding: 'raw' | 'der'
  readonly kid: Kid
}

const edges = (r: Edge, s: Edge, other: Partial<EdgeParameter> = {}): EdgeParameter => ({
  alg: 'ES256',
  r,
  s,
  encoding: 'raw',
  kid: 'kept',
  ...other,
})

export const algorithmRows: readonly JwtRow[] = [
  forgery({
    id: 'algorithm-absent',
    says: 'The header names no algorithm',
    class: 'algorithm',
    sweep: [{ signature: 'empty' }, { signature: 'kept' }],
    parameter: fc.record({ signature: left }),
    apply: (draft, { signature }) => ({
      ...withHeader(draft, { alg: undefined }),
      seal: leaving(signature as Left),
    }),
  }),
  forgery({
    id: 'algorithm-of-wrong-type',
    says: 'alg is no string, an empty or a long one',
    class: 'algorithm',
    sweep: [
      { alg: null, signature: 'empty' },
      { alg: ['RS256'], signature: 'kept' },
      { alg: ['none'], signature: 'empty' },
      { alg: '', signature: 'empty' },
      { alg: { alg: 'RS256' }, signature: 'kept' },
      { alg: true, signature: 'empty' },
      { alg: 0, signature: 'empty' },
      { alg: LONG_NAME, signature: 'kept' },
    ],
    parameter: fc.record({ alg: fc.constantFrom(...WRONG_TYPES), signature: left }),
    apply: (draft, { alg, signature }) => ({
      ...withHeader(draft, { alg }),
      seal: leaving(signature as Left),
    }),
  }),
  forgery({
    id: 'algorithm-unknown',
    says: 'alg is a name that nobody registered, or a registered one misspelt',
    class: 'algorithm',
    sweep: [
      { alg: 'XS256', signature: 'empty' },
      { alg: 'rs256', signature: 'kept' },
      { alg: 'RS256 ', signature: 'kept' },
      { alg: 'RS0', signature: 'kept' },
      { alg: 'RS256,HS256', signature: 'kept' },
    ],
    parameter: fc.record({ alg: fc.constantFrom(...UNKNOWN), signature: left }),
    apply: (draft, { alg, signature }) => ({
      ...withHeader(draft, { alg }),
      seal: leaving(signature as Left),
    }),
  }),
  forgery<EdgeParameter>({
    id: 'elliptic-edge-signature',
    says: 'alg is ES256, ES384 or ES512, and r and s are zeros or other values that no signature has',
    class: 'algorithm',
    sweep: [
      edges('0', '0'),
      edges('0', '0', { encoding: 'der' }),
      edges('0', '0', { alg: 'ES384' }),
      edges('0', '0', { alg: 'ES512' }),
      edges('n', 'n'),
      edges('1', '1'),
      edges('p', 'n-1'),
      edges('0', '0', { kid: 'absent' }),
      edges('0', '0', { kid: 'elliptic' }),
    ],
    parameter: fc.record({
      alg: fc.constantFrom<Curve>(...CURVES),
      r: fc.constantFrom<Edge>(...EDGES),
      s: fc.constantFrom<Edge>(...EDGES),
      encoding: fc.constantFrom('raw', 'der'),
      kid: fc.constantFrom<Kid>(...KIDS),
    }),
    apply: (draft, { alg, r, s, encoding, kid }, scene) => {
      const elliptic = publishedKeys(scene).find(({ jwk }) => jwk['kty'] === 'EC')?.jwk['kid']
      const named = { kept: draft.header.get('kid'), absent: undefined, elliptic: elliptic ?? 'EC' }[kid]
      const seal = () => edgeSignature(alg, r, s, encoding)
      return { ...withHeader(draft, { alg, kid: named }), seal }
    },
  }),
  forgery({
    id: 'elliptic-by-attacker',
    says: 'An elliptic curve key of an attacker signed, under the key id of the issuer',
    class: 'algorithm',
    sweep: [{ alg: 'ES256' }, { alg: 'ES384' }, { alg: 'ES512' }, { alg: 'ES256K' }],
    parameter: fc.record({ alg: fc.constantFrom('ES256', 'ES384', 'ES512', 'ES256K') }),
    apply: (draft, { alg }, scene) => ({ ...withHeader(draft, { alg }), seal: attackerSeal(scene, alg) }),
  }),
  forgery({
    id: 'edwards-curve',
    says: 'alg is of an Edwards curve; an attacker signed, or the signature is zeros or a point of small order',
    class: 'algorithm',
    sweep: [
      { alg: 'EdDSA', signature: 'attacker' },
      { alg: 'EdDSA', signature: 'zeros' },
      { alg: 'Ed25519', signature: SMALL_POINTS[0] },
      { alg: 'Ed448', signature: 'zeros' },
    ],
    parameter: fc.record({
      alg: fc.constantFrom<string>(...ED),
      signature: fc.constantFrom<string>('attacker', 'zeros', ...SMALL_POINTS),
    }),
    apply: (draft, { alg, signature }, scene) => {
      const size = alg === 'Ed448' ? 57 : 32
      const point = () => (signature === 'zeros' ? Buffer.alloc(size) : Buffer.from(signature, 'hex'))
      const seal = () => Buffer.concat([point(), Buffer.alloc(size)])
      return {
        ...withHeader(draft, { alg }),
        seal: signature === 'attacker' ? attackerSeal(scene, 'EdDSA') : seal,
      }
    },
  }),
  forgery({
    id: 'algorithm-of-encryption',
    says: 'alg names how a key is wrapped, and the token has the three parts of a signed one',
    class: 'algorithm',
    sweep: [
      { alg: 'dir', signature: 'empty' },
      { alg: 'RSA-OAEP', signature: 'kept' },
      { alg: 'ECDH-ES', signature: 'kept' },
      { alg: 'PBES2-HS256+A128KW', signature: 'kept' },
    ],
    parameter: fc.record({ alg: fc.constantFrom(...WRAPPING), signature: left }),
    apply: (draft, { alg, signature }) => ({
      ...withHeader(draft, { alg, enc: 'A256GCM' }),
      seal: leaving(signature as Left),
    }),
  }),
  forgery({
    id: 'algorithm-as-claim',
    says: 'A claim says that the algorithm is none; the header is that of the base',
    class: 'algorithm',
    sweep: [{ signature: 'kept' }, { signature: 'empty' }],
    parameter: fc.record({ signature: left }),
    apply: (draft, { signature }) => ({
      ...withClaims(draft, { alg: 'none' }),
      seal: leaving(signature as Left),
    }),
  }),
  forgery({
    id: 'algorithm-in-query',
    says: 'The query of the request says that the algorithm is none, and so does a claim',
    class: 'algorithm',
    verdict: ({ inHeader }) => (inHeader ? 'refuse' : undefined),
    sweep: [{ signature: 'kept' }, { signature: 'empty' }],
    parameter: fc.record({ signature: left }),
    apply: (draft, { signature }) => ({
      // Without the claim a token of its own bearer would be good, whatever stands in the query.
      ...withClaims(draft, { alg: 'none' }),
      carriage: { ...draft.carriage, query: { ...draft.carriage.query, alg: 'none' } },
      seal: leaving(signature as Left),
    }),
  }),
  forgery({
    id: 'algorithm-in-prototype',
    says: 'alg stands in a member __proto__ or constructor, and nowhere else',
    class: 'algorithm',
    sweep: [
      { member: '__proto__', signature: 'empty' },
      { member: 'constructor', signature: 'empty' },
    ],
    parameter: fc.record({ member: fc.constantFrom('__proto__', 'constructor'), signature: left }),
    apply: (draft, { member, signature }) => {
      const { header } = withHeader(draft, { alg: undefined })
      const value = member === '__proto__' ? '{"alg":"none"}' : '{"prototype":{"alg":"none"}}'
      return {
        ...draft,
        header: header.append({ name: JSON.stringify(member), value }),
        seal: leaving(signature as Left),
      }
    },
  }),
]
