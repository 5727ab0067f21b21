/**
 * Signatures that are not those of their content: bent, cut, foreign, or of another token. Bytes are changed, and then
 * spelled: the last character of a signature may change without any of its bytes.
 * @see RFC 7515, section 5.2; RFC 8017, section 8.2.2
 */
import fc from 'fast-check'
import type { JwtDraft, JwtRow, JwtScene, OtherToken } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { everywhere, jwtRow } from '../../../../fixtures/fuzzing/jwt/row.ts'
import { attackerSeal, BEARERS, type Bearer, forged, sealedBy, unsealed } from './making.ts'
import { bytesOf, modulusOf, PARTS, type PartName, reformed, repart, resealed } from './surgery.ts'

const refused = { class: 'signature', gravity: 0, verdict: everywhere('refuse') } as const

const isZero = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0)

const KEYS = [
  { bits: 2048, exponent: 65537 },
  { bits: 1024, exponent: 65537 },
  { bits: 3072, exponent: 65537 },
  { bits: 4096, exponent: 65537 },
  { bits: 2048, exponent: 3 },
] as const

const OTHERS = ['other-user', 'earlier', 'other-client', 'other-use'] as const satisfies readonly OtherToken[]

const EXTREMES = ['zero', 'one', 'two', 'n-1', 'n', 'n+1', 'all-ones', 'half'] as const

function extreme(kind: (typeof EXTREMES)[number], length: number, modulus: bigint | undefined) {
  const bits = BigInt(length) * 8n
  if (kind === 'zero') return 0n
  if (kind === 'one') return 1n
  if (kind === 'two') return 2n
  if (kind === 'all-ones') return (1n << bits) - 1n
  if (kind === 'half') return (1n << (bits / 2n)) - 1n
  if (modulus === undefined) return undefined
  return kind === 'n' ? modulus : kind === 'n-1' ? modulus - 1n : modulus + 1n
}

const ORDERS = [
  ['payload', 'header', 'signature'],
  ['header', 'signature', 'payload'],
  ['signature', 'payload', 'header'],
  ['header', 'header', 'signature'],
  ['payload', 'payload', 'signature'],
] as const satisfies readonly (readonly PartName[])[]

/** As many characters less as leave one over four: no number of bytes has such a length. */
const impossible = (text: string): string | undefined =>
  text.length < 5 ? undefined : text.slice(0, text.length - ((text.length + 3) % 4))

function byAttacker(
  draft: JwtDraft,
  { bits, exponent }: (typeof KEYS)[number],
  scene: JwtScene,
): JwtDraft['seal'] {
  const algorithm = String(draft.header.get('alg'))
  return algorithm.startsWith('RS')
    ? sealedBy(scene.attacker.rsa(bits, exponent).privateKey, algorithm)
    : attackerSeal(scene, algorithm)
}

export const signatureRows: readonly JwtRow[] = [
  jwtRow<{ key: (typeof KEYS)[number]; bearer: Bearer }>({
    id: 'signature-of-attacker',
    says: 'Somebody else’s key signs, under the key id of the issuer; everything else is as it should be',
    ...refused,
    layer: 'seal',
    sweep: [{ key: KEYS[0], bearer: BEARERS[0] }, ...KEYS.map((key) => ({ key, bearer: BEARERS[1] }))],
    parameter: fc.record({ key: fc.constantFrom(...KEYS), bearer: fc.constantFrom(...BEARERS) }),
    apply(draft, { bearer, key }, scene) {
      const other = forged(draft, scene, bearer)
      return { ...other, seal: byAttacker(other, key, scene) }
    },
  }),
  jwtRow({
    id: 'signature-empty',
    says: 'The signature is empty, although the algorithm is a real one',
    ...refused,
    layer: 'seal',
    sweep: [...BEARERS],
    parameter: fc.constantFrom(...BEARERS),
    apply: (draft, bearer, scene) => ({ ...forged(draft, scene, bearer), seal: unsealed }),
  }),
  jwtRow({
    id: 'signature-bit-flipped',
    says: 'One bit of the signature is another; the number is that of the bit, from the first',
    ...refused,
    layer: 'seal',
    sweep: [0, 7, 1000, 2040, 2047],
    parameter: fc.nat({ max: 2047 }),
    apply: (draft, bit, scene) =>
      resealed(draft, scene, (signature) => {
        const other = Buffer.from(signature)
        const at = bit % (8 * signature.length)
        other[at >> 3] = other[at >> 3]! ^ (1 << (at & 7))
        return other
      }),
  }),
  jwtRow({
    id: 'signature-truncated',
    says: 'Bytes of the signature are missing, at its beginning or its end; not zeros alone at its beginning',
    ...refused,
    layer: 'seal',
    sweep: [
      { from: 'end', bytes: 1 },
      { from: 'start', bytes: 1 },
      { from: 'end', bytes: 32 },
      { from: 'start', bytes: 32 },
      { from: 'end', bytes: 255 },
    ],
    parameter: fc.record({ from: fc.constantFrom('end', 'start'), bytes: fc.integer({ min: 1, max: 255 }) }),
    apply: (draft, { from, bytes }, scene) =>
      resealed(draft, scene, (signature) =>
        bytes >= signature.length || (from === 'start' && isZero(signature.subarray(0, bytes)))
          ? undefined
          : from === 'end'
            ? signature.subarray(0, -bytes)
            : signature.subarray(bytes),
      ),
  }),
  jwtRow({
    id: 'signature-extended',
    says: 'Bytes are added to the signature, before it or after it; not zeros before it',
    ...refused,
    layer: 'seal',
    sweep: [
      { at: 'end', byte: 0, bytes: 1 },
      { at: 'start', byte: 1, bytes: 1 },
      { at: 'end', byte: 255, bytes: 1 },
      { at: 'end', byte: 90, bytes: 64 },
      { at: 'start', byte: 90, bytes: 64 },
    ],
    parameter: fc.record({
      at: fc.constantFrom('end', 'start'),
      byte: fc.nat({ max: 255 }),
      bytes: fc.integer({ min: 1, max: 256 }),
    }),
    apply: (draft, { at, byte, bytes }, scene) =>
      resealed(draft, scene, (signature) => {
        if (at === 'start' && byte === 0) return undefined
        const more = Buffer.alloc(bytes, byte)
        return Buffer.concat(at === 'end' ? [signature, more] : [more, signature])
      }),
  }),
  jwtRow({
    id: 'signature-after-zeros',
    says: 'So many bytes of zero stand before the signature: by its number it is the same, by its length it is none',
    // RFC 8017, section 8.2.2, step 1.
    class: 'padding',
    layer: 'seal',
    gravity: 2,
    verdict: everywhere('refuse'),
    sweep: [1, 64],
    parameter: fc.integer({ min: 1, max: 256 }),
    apply: (draft, bytes, scene) =>
      resealed(draft, scene, (signature) => Buffer.concat([Buffer.alloc(bytes), signature])),
  }),
  jwtRow({
    id: 'signature-extreme',
    says: 'The signature is a number at the edge of what a signature can be',
    ...refused,
    layer: 'seal',
    sweep: [...EXTREMES],
    parameter: fc.constantFrom(...EXTREMES),
    apply: (draft, kind, scene) =>
      resealed(draft, scene, (signature) => {
        const value = extreme(kind, signature.length, modulusOf(scene))
        return value === undefined ? undefined : bytesOf(value, signature.length)
      }),
  }),
  jwtRow({
    id: 'signature-negated',
    says: 'The signature is the modulus less the genuine one',
    ...refused,
    layer: 'seal',
    sweep: [null],
    parameter: fc.constant(null),
    unless: (scene) => (modulusOf(scene) === undefined ? 'the base is not signed with RSA' : undefined),
    apply: (draft, _, scene) =>
      resealed(draft, scene, (signature) => {
        const modulus = modulusOf(scene)
        const value = BigInt(`0x${signature.toString('hex')}`)
        return modulus === undefined ? undefined : bytesOf(modulus - value, signature.length)
      }),
  }),
  jwtRow({
    id: 'signature-of-another-token',
    says: 'The signature is that of another genuine token of the same issuer',
    ...refused,
    layer: 'seal',
    sweep: [...OTHERS],
    parameter: fc.constantFrom(...OTHERS),
    unless: ({ others }) =>
      OTHERS.some((name) => others[name] !== undefined)
        ? undefined
        : 'there is no other genuine token of this issuer',
    apply: (draft, name, scene) =>
      resealed(draft, scene, () => {
        const theirs = scene.others[name]?.split('.')
        return theirs?.length === 3 ? Buffer.from(theirs[2]!, 'base64url') : undefined
      }),
  }),
  jwtRow({
    id: 'signature-encoded-otherwise',
    says: 'The signature is spelled in hexadecimal, encoded twice, or has its bytes in reverse order',
    ...refused,
    layer: 'form',
    sweep: ['hexadecimal', 'hexadecimal-encoded', 'encoded-twice', 'reversed'],
    parameter: fc.constantFrom('hexadecimal', 'hexadecimal-encoded', 'encoded-twice', 'reversed'),
    apply: (draft, how, scene) =>
      repart(draft, scene, 'signature', (text) => {
        const bytes = Buffer.from(text, 'base64url')
        if (how === 'hexadecimal') return bytes.toString('hex')
        if (how === 'reversed') return Buffer.from(bytes).reverse().toString('base64url')
        return Buffer.from(how === 'encoded-twice' ? text : bytes.toString('hex')).toString('base64url')
      }),
  }),
  jwtRow({
    id: 'parts-permuted',
    says: 'The three parts stand in another order, or one of them twice',
    ...refused,
    layer: 'form',
    sweep: ORDERS,
    parameter: fc.constantFrom(...ORDERS),
    apply: (draft, order, scene) =>
      reformed(draft, scene, (parts) => order.map((name) => parts[name]).join('.')),
  }),
  jwtRow({
    id: 'part-of-impossible-length',
    says: 'Characters are missing at the end of a part, so that no number of bytes has its length',
    ...refused,
    layer: 'form',
    sweep: PARTS.toReversed(),
    parameter: fc.constantFrom(...PARTS),
    // RFC 7515, appendix C: one character over four is no encoding of anything.
    apply: (draft, part, scene) => repart(draft, scene, part, impossible),
  }),
  jwtRow<{ part: PartName | 'all'; to: 'lower' | 'upper' }>({
    id: 'letter-case',
    says: 'The letters of a part, or of the whole token, are all small or all capital',
    ...refused,
    layer: 'form',
    sweep: [
      { part: 'signature', to: 'lower' },
      { part: 'payload', to: 'lower' },
      { part: 'header', to: 'lower' },
      { part: 'all', to: 'upper' },
    ],
    parameter: fc.record({
      part: fc.constantFrom(...PARTS, 'all' as const),
      to: fc.constantFrom('lower', 'upper'),
    }),
    apply(draft, { part, to }, scene) {
      const turned = (text: string) => (to === 'lower' ? text.toLowerCase() : text.toUpperCase())
      return part === 'all'
        ? reformed(draft, scene, ({ header, payload, signature }) =>
            [header, payload, signature].map(turned).join('.'),
          )
        : repart(draft, scene, part, turned)
    },
  }),
]
