/**
 * ECDSA signatures in another encoding than JWS has, on other curves than their algorithm names, and RSA signatures that
 * a small exponent gives away. The keys stand in the key set that comes with the case.
 * @see RFC 7518, section 3.4; RFC 8017, section 8.2.2
 */
import { type KeyObject, sign } from 'node:crypto'
import fc from 'fast-check'
import type { JwtDraft, JwtRow, JwtScene } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { jwtRow } from '../../../../fixtures/fuzzing/jwt/row.ts'
import type { Place, Verdict } from '../../../../fixtures/fuzzing/model.ts'
import { jwkOf, publishedKeys, withHeader } from './making.ts'
import { der, digestInfo, SHA256, sha256, shortPadded } from './padded-messages.ts'
import { bigOf, bytesOf, published } from './surgery.ts'

const refused = { layer: 'seal', gravity: 2, signs: true, verdict: published('refuse') } as const

const libraries = ({ kind }: Place): Verdict =>
  kind === 'application' || kind === 'http-api' ? 'either' : 'refuse'

const KID = 'a-second-key'

/** Publishes one more key, and says that it signs. */
function withKey(draft: JwtDraft, scene: JwtScene, key: KeyObject, algorithm: string): JwtDraft {
  const keys = [
    ...publishedKeys(scene).map(({ jwk }) => jwk),
    jwkOf(key, { kid: KID, use: 'sig', alg: algorithm }),
  ]
  return { ...withHeader(draft, { alg: algorithm, kid: KID }), keySet: JSON.stringify({ keys }) }
}

interface Halves {
  readonly r: Buffer
  readonly s: Buffer
}

function ecdsa(input: Buffer, key: KeyObject, hash = 'sha256'): Halves {
  const whole = sign(hash, input, { key, dsaEncoding: 'ieee-p1363' })
  const half = whole.length / 2
  return { r: whole.subarray(0, half), s: whole.subarray(half) }
}

/** One that begins with a zero, so that something can be stripped: one signature in some hundred does. */
function withLeadingZero(input: Buffer, key: KeyObject): Halves {
  for (;;) {
    const halves = ecdsa(input, key)
    if (halves.r[0] === 0 || halves.s[0] === 0) return halves
  }
}

const stripped = (number: Buffer) => (number[0] === 0 ? number.subarray(1) : number)

const ZERO = Buffer.of(0)

const ENCODINGS: Readonly<Record<string, (input: Buffer, key: KeyObject) => readonly Buffer[]>> = {
  der: (input, key) => [sign('sha256', input, { key, dsaEncoding: 'der' })],
  'zeros-stripped': (input, key) => {
    const { r, s } = withLeadingZero(input, key)
    return [stripped(r), stripped(s)]
  },
  'zeros-added': (input, key) => {
    const { r, s } = ecdsa(input, key)
    return [ZERO, r, ZERO, s]
  },
  'one-byte-more': (input, key) => {
    const { r, s } = ecdsa(input, key)
    return [r, s, ZERO]
  },
  'one-byte-less': (input, key) => {
    const { r, s } = ecdsa(input, key)
    return [r, s.subarray(0, -1)]
  },
  swapped: (input, key) => {
    const { r, s } = ecdsa(input, key)
    return [s, r]
  },
}

/** The order of P-256. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

const CURVES = [
  { algorithm: 'ES384', curve: 'P-256', hash: 'sha384' },
  { algorithm: 'ES256', curve: 'P-384', hash: 'sha256' },
  { algorithm: 'ES256', curve: 'secp256k1', hash: 'sha256' },
] as const

/** A curve that a relying party has no reason to take, and a name that is none. */
const UNKNOWN = [
  { algorithm: 'ES256K', curve: 'secp256k1', hash: 'sha256' },
  { algorithm: 'ES521', curve: 'P-521', hash: 'sha512' },
] as const

function onCurve(
  draft: JwtDraft,
  { algorithm, curve, hash }: (typeof CURVES | typeof UNKNOWN)[number],
  scene: JwtScene,
): JwtDraft {
  const { privateKey } = scene.attacker.ec(curve)
  return {
    ...withKey(draft, scene, privateKey, algorithm),
    seal: (input) => sign(hash, input, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  }
}

/** The greatest whole number whose cube is not greater, of what fits into so many bytes. */
function cubeRoot(value: bigint, size: number): bigint {
  let [low, high] = [0n, 1n << BigInt(Math.ceil((size * 8) / 3))]
  while (low < high) {
    const middle = (low + high + 1n) >> 1n
    if (middle ** 3n <= value) low = middle
    else high = middle - 1n
  }
  return low
}

/** The odd number whose cube ends with the given bits; the last of them is one. */
function cubeRootOfEnd(end: bigint, bits: bigint): bigint {
  let root = 1n
  for (let bit = 1n; bit < bits; bit++) {
    if (((root ** 3n) ^ end) & (1n << bit)) root |= 1n << bit
  }
  return root
}

/** The garbage follows the hash. */
const forgedBefore = (hash: Buffer, size: number): Buffer =>
  bytesOf(cubeRoot(bigOf(shortPadded(size, digestInfo(hash), 0xff)), size), size)

/** The garbage stands in the parameters of the hash algorithm, and the hash, which must be odd, at the very end. */
function forgedAround(hash: Buffer, size: number): Buffer {
  const end = Buffer.concat([Buffer.of(0x04, hash.length), hash])
  // Eleven bytes of padding; three heads of three bytes; the name of the algorithm.
  const garbage = Buffer.alloc(size - 11 - 9 - SHA256.length - end.length, 0xff)
  const info = der(0x30, der(0x30, SHA256, der(0x04, garbage)), end)
  const bits = BigInt(end.length * 8)
  // The low bits of the root change its cube by less than this, which is still within the garbage.
  const slack = 1n << 1700n
  const root = cubeRoot(bigOf(shortPadded(size, info)) - slack, size)
  return bytesOf(((root >> bits) << bits) | cubeRootOfEnd(bigOf(end), bits), size)
}

export const ellipticRows: readonly JwtRow[] = [
  jwtRow({
    id: 'ecdsa-encoding',
    says: 'A signature of ES256 that is not twice 32 bytes, r before s',
    class: 'padding',
    ...refused,
    sweep: Object.keys(ENCODINGS),
    parameter: fc.constantFrom(...Object.keys(ENCODINGS)),
    apply(draft, kind, scene) {
      const { privateKey } = scene.attacker.ec()
      return {
        ...withKey(draft, scene, privateKey, 'ES256'),
        seal: (input) => Buffer.concat([...ENCODINGS[kind]!(input, privateKey)]),
      }
    },
  }),
  jwtRow({
    id: 'ecdsa-negated',
    says: 'A signature of ES256 whose s is the order of the curve less s: as valid as the other',
    class: 'padding',
    ...refused,
    verdict: published('either'),
    divides: 'ecdsa-negated',
    sweep: [null],
    parameter: fc.constant(null),
    apply(draft, _, scene) {
      const { privateKey } = scene.attacker.ec()
      return {
        ...withKey(draft, scene, privateKey, 'ES256'),
        seal: (input) => {
          const { r, s } = ecdsa(input, privateKey)
          return Buffer.concat([r, bytesOf(ORDER - bigOf(s), 32)])
        },
      }
    },
  }),
  jwtRow({
    id: 'ecdsa-curve',
    says: 'The algorithm names one curve, the key that signs is on another',
    class: 'other-algorithm',
    ...refused,
    // aws-jwt-verify compares the name of the algorithm with that of the key, and never looks at the curve.
    verdict: (place) => published(libraries(place))(place),
    divides: 'ecdsa-curve',
    sweep: CURVES,
    parameter: fc.constantFrom(...CURVES),
    apply: onCurve,
  }),
  jwtRow({
    id: 'ecdsa-algorithm',
    says: 'The algorithm is a form of ECDSA that no relying party has a reason to take, and so is the key',
    class: 'other-algorithm',
    ...refused,
    sweep: UNKNOWN,
    parameter: fc.constantFrom(...UNKNOWN),
    apply: onCurve,
  }),
  jwtRow({
    id: 'cube-root',
    says: 'The issuer publishes an RSA key with exponent 3; the signature is a cube root, made without the private key',
    class: 'padding',
    ...refused,
    sweep: ['garbage-after-hash', 'garbage-in-parameters'],
    parameter: fc.constantFrom('garbage-after-hash', 'garbage-in-parameters'),
    apply(draft, kind, scene) {
      const { privateKey } = scene.attacker.rsa(2048, 3)
      const [size, keyed] = [256, withKey(draft, scene, privateKey, 'RS256')]
      if (kind === 'garbage-after-hash') {
        return { ...keyed, seal: (input) => forgedBefore(sha256(input), size) }
      }
      // Only odd numbers have a cube root that ends with given bits: a number in the header makes the hash odd.
      for (let count = 0; ; count++) {
        const numbered = withHeader(keyed, { count })
        const input = [numbered.header, numbered.payload].map(({ bytes }) => bytes.toString('base64url'))
        const hash = sha256(Buffer.from(input.join('.')))
        if (hash[31]! & 1) return { ...numbered, seal: () => forgedAround(hash, size) }
      }
    },
  }),
]
