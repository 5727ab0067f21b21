/**
 * RSA signatures by the right key whose inside is wrong: a verifier that parses in place of comparing takes some. And
 * those over something else than what is signed.
 * @see RFC 8017, sections 8.1.2, 8.2.2 and 9.2; RFC 7515, section 5.1
 */
import fc from 'fast-check'
import type { JwtDraft, JwtRow, JwtScene, Parts } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { signAsIssuer } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { at, everywhere, jwtRow } from '../../../../fixtures/fuzzing/jwt/row.ts'
import { BITS, mac, withHeader } from './making.ts'
import {
  der,
  digestInfo,
  NULL,
  padded,
  pssEncoded,
  rawSigned,
  SHA256,
  sha256,
  shortPadded,
  sizeOf,
} from './padded-messages.ts'
import { bigOf, bytesOf, modulusOf, resealed, settled } from './surgery.ts'

const refused = { class: 'padding', layer: 'seal', gravity: 2, verdict: everywhere('refuse') } as const
const signed = { ...refused, signs: true } as const

const unlessRsa = ({ held }: JwtScene) =>
  held?.algorithm === 'RS256' ? undefined : 'the key that the harness holds is no RSA key'

/** The held key over an encoding of our own making; nothing where it is another kind of key. */
function rawSeal(
  draft: JwtDraft,
  { held }: JwtScene,
  encode: (input: Buffer, size: number) => Buffer,
): JwtDraft | undefined {
  if (held?.algorithm !== 'RS256') return undefined
  const { privateKey } = held
  return { ...draft, seal: (input) => rawSigned(privateKey, encode(input, sizeOf(privateKey))) }
}

const PADDINGS: Readonly<Record<string, (hash: Buffer, size: number) => Buffer>> = {
  'garbage-after-hash': (hash, size) => shortPadded(size, digestInfo(hash)),
  'hash-after-garbage': (hash, size) =>
    shortPadded(size, Buffer.concat([Buffer.alloc(size - 43, 0x5a), hash])),
  'hash-alone': (hash, size) => padded(size, hash),
  'block-type-0': (hash, size) => padded(size, digestInfo(hash), 0, 0),
  'block-type-2': (hash, size) => padded(size, digestInfo(hash), 2, 0xa5),
  'first-byte-1': (hash, size) => Buffer.concat([Buffer.of(1), padded(size, digestInfo(hash)).subarray(1)]),
  'no-separator': (hash, size) => {
    const message = padded(size, digestInfo(hash))
    message[message.indexOf(0, 2)] = 0xff
    return message
  },
  'no-padding': (hash, size) => {
    const front = Buffer.concat([Buffer.of(0, 1, 0), digestInfo(hash)])
    return Buffer.concat([front, Buffer.alloc(size - front.length, 0x5a)])
  },
}

const SALT = Buffer.alloc(32, 0x5a)

/** An arc beside that of SHA-256. */
const OTHER_DIGEST = Buffer.from('0609608648016503040209', 'hex')

const INFOS: Readonly<Record<string, (hash: Buffer) => Buffer>> = {
  'garbage-in-parameters': (hash) =>
    digestInfo(hash, Buffer.concat([SHA256, der(0x04, Buffer.alloc(128, 0x5a))])),
  'bytes-after-hash': (hash) =>
    der(0x30, der(0x30, SHA256, NULL), der(0x04, hash), der(0x04, Buffer.alloc(24, 0x5a))),
  'bytes-after-structure': (hash) => Buffer.concat([digestInfo(hash), Buffer.alloc(24, 0x5a)]),
  'long-form-of-length': (hash) => {
    const [tag, ...rest] = digestInfo(hash)
    return Buffer.of(tag!, 0x81, ...rest)
  },
  'indefinite-length': (hash) =>
    Buffer.concat([Buffer.of(0x30, 0x80), digestInfo(hash).subarray(2), Buffer.of(0, 0)]),
  'null-twice': (hash) => digestInfo(hash, Buffer.concat([SHA256, NULL, NULL])),
  'null-with-content': (hash) => digestInfo(hash, Buffer.concat([SHA256, der(0x05, Buffer.of(0))])),
  'other-digest': (hash) => digestInfo(hash, Buffer.concat([OTHER_DIGEST, NULL])),
  'hash-as-bit-string': (hash) => der(0x30, der(0x30, SHA256, NULL), der(0x03, Buffer.of(0), hash)),
}

const names = Object.keys

const padOf = (text: string): string => text + '='.repeat((4 - (text.length % 4)) % 4)

const INPUTS: Readonly<
  Record<string, (draft: JwtDraft, parts: Omit<Parts, 'signature'>, input: Buffer) => Buffer>
> = {
  payload: (_, { payload }) => Buffer.from(payload),
  decoded: ({ header, payload }) => Buffer.concat([header.bytes, Buffer.from('.'), payload.bytes]),
  'without-dot': (_, { header, payload }) => Buffer.from(header + payload),
  'with-final-dot': (_, { header, payload }) => Buffer.from(`${header}.${payload}.`),
  'padded-parts': (_, { header, payload }) => Buffer.from(`${padOf(header)}.${padOf(payload)}`),
  'utf-16': (_, __, input) => Buffer.from(input.toString(), 'utf16le'),
  'hashed-twice': (_, __, input) => sha256(input),
}

/** What a verifier signs that reads the JSON and writes it again. */
function rewritten({ header, payload }: JwtDraft): Buffer | undefined {
  try {
    const again = [header, payload].map(({ bytes }) => JSON.stringify(JSON.parse(bytes.toString())))
    return Buffer.from(again.map((text) => Buffer.from(text).toString('base64url')).join('.'))
  } catch {
    return undefined
  }
}

/** A message with its first bit set can be signed only where it is less than the modulus: some salt makes it so. */
function topBitSet(input: Buffer, size: number, modulus: bigint): Buffer {
  for (let count = 0; ; count++) {
    const message = pssEncoded(size, input, { salt: sha256(Buffer.of(count >> 8, count & 0xff)) })
    message[0] = message[0]! | 0x80
    if (bigOf(message) < modulus) return message
  }
}

const PSS: Readonly<Record<string, (input: Buffer, size: number, modulus: bigint) => Buffer>> = {
  'mask-of-sha1': (input, size) => pssEncoded(size, input, { salt: SALT, mask: 'sha1' }),
  trailer: (input, size) => pssEncoded(size, input, { salt: SALT, trailer: 0xcc }),
  'top-bit': topBitSet,
}

export const paddingRows: readonly JwtRow[] = [
  jwtRow({
    id: 'padding-wrong',
    says: 'The issuer’s key signs the right hash under a padding that is not the one of PKCS #1 v1.5',
    ...signed,
    unless: unlessRsa,
    sweep: names(PADDINGS),
    parameter: fc.constantFrom(...names(PADDINGS)),
    apply: (draft, kind, scene) =>
      rawSeal(draft, scene, (input, size) => PADDINGS[kind]!(sha256(input), size)),
  }),
  jwtRow({
    id: 'padding-byte-changed',
    says: 'One byte of the padding is another than FF',
    ...signed,
    unless: unlessRsa,
    sweep: [
      { at: 0, byte: 0xfe },
      { at: 150, byte: 0xfe },
      { at: 8, byte: 0 },
    ],
    parameter: fc.record({ at: fc.nat({ max: 190 }), byte: fc.nat({ max: 254 }) }),
    apply: (draft, { at: position, byte }, scene) =>
      rawSeal(draft, scene, (input, size) => {
        const message = padded(size, digestInfo(sha256(input)))
        message[2 + position] = byte
        return message
      }),
  }),
  jwtRow({
    id: 'digest-info-wrong',
    says: 'The structure around the hash holds something else besides, or is spelled as DER does not allow',
    ...signed,
    unless: unlessRsa,
    sweep: names(INFOS),
    parameter: fc.constantFrom(...names(INFOS)),
    apply: (draft, kind, scene) =>
      rawSeal(draft, scene, (input, size) => padded(size, INFOS[kind]!(sha256(input)))),
  }),
  jwtRow({
    id: 'digest-info-without-null',
    says: 'The parameters of the hash algorithm are absent in place of NULL',
    ...signed,
    // RFC 4055, section 2.1, has both accepted alike; RFC 8017, section 8.2.2, compares whole encodings.
    verdict: everywhere('either'),
    divides: 'digest-info-without-null',
    unless: unlessRsa,
    sweep: [null],
    parameter: fc.constant(null),
    apply: (draft, _, scene) =>
      rawSeal(draft, scene, (input, size) => padded(size, digestInfo(sha256(input), SHA256))),
  }),
  jwtRow({
    id: 'signature-not-reduced',
    says: 'The modulus was added to the signature, once or several times',
    ...refused,
    unless: (scene) => (modulusOf(scene) === undefined ? 'the base is not signed with RSA' : undefined),
    sweep: [1, 2],
    parameter: fc.integer({ min: 1, max: 8 }),
    // RFC 8017, section 5.2.2: a signature representative is less than the modulus.
    apply: (draft, times, scene) =>
      resealed(draft, scene, (signature) => {
        const modulus = modulusOf(scene)
        return modulus === undefined
          ? undefined
          : bytesOf(bigOf(signature) + BigInt(times) * modulus, signature.length)
      }),
  }),
  jwtRow({
    id: 'signed-over-other-input',
    says: 'The issuer’s key signs something else than header, dot and payload as they are sent',
    ...signed,
    sweep: names(INPUTS),
    parameter: fc.constantFrom(...names(INPUTS)),
    apply(draft, kind, scene) {
      const { header, payload } = settled(draft, scene).parts
      const input = Buffer.from(`${header}.${payload}`)
      const other = INPUTS[kind]!(draft, { header, payload }, input)
      return other.equals(input) ? undefined : { ...draft, seal: () => signAsIssuer(scene, other) }
    },
  }),
  jwtRow({
    id: 'signed-over-rewritten-json',
    says: 'The JSON that is sent has white space; the issuer’s key signs it without',
    ...signed,
    sweep: ['payload', 'header'],
    parameter: fc.constantFrom('payload', 'header'),
    apply(draft, part, scene) {
      const spaced = (text: JwtDraft['header']) => text.written(`${text.bytes.toString()} `)
      const other =
        part === 'payload'
          ? { ...draft, payload: spaced(draft.payload) }
          : { ...draft, header: spaced(draft.header) }
      const input = rewritten(draft)
      return input === undefined ? undefined : { ...other, seal: () => signAsIssuer(scene, input) }
    },
  }),
  jwtRow({
    id: 'pss-wrong',
    says: 'The algorithm is PS256; the mask has another hash, or the last or the first byte of the encoding is wrong',
    ...signed,
    unless: unlessRsa,
    sweep: names(PSS),
    parameter: fc.constantFrom(...names(PSS)),
    apply(draft, kind, scene) {
      const modulus = modulusOf(scene)
      return modulus === undefined
        ? undefined
        : rawSeal(withHeader(draft, { alg: 'PS256' }), scene, (input, size) =>
            PSS[kind]!(input, size, modulus),
          )
    },
  }),
  jwtRow({
    id: 'pss-salt-length',
    says: 'The algorithm is PS256; the salt is not as long as the hash',
    ...signed,
    // RFC 7518, section 3.5, fixes the length; whether a verifier holds it to that is not known.
    verdict: everywhere('either'),
    divides: 'pss-salt-length',
    unless: unlessRsa,
    sweep: [0, 20, 64],
    parameter: fc.constantFrom(0, 20, 31, 33, 64),
    apply: (draft, length, scene) =>
      rawSeal(withHeader(draft, { alg: 'PS256' }), scene, (input, size) =>
        pssEncoded(size, input, { salt: Buffer.alloc(length, 0x5a) }),
      ),
  }),
  jwtRow({
    id: 'mac-truncated',
    says: 'A MAC under the client secret, of which only the first bytes are there',
    ...refused,
    // RFC 7518, section 3.2: the whole output. Nobody but an OpenID Connect provider may use such a MAC at all.
    verdict: at({ 'oidc-id-token': 'refuse' }, 'none'),
    unless: ({ clientSecret }) => (clientSecret === undefined ? 'there is no client secret' : undefined),
    sweep: [
      { bytes: 0, bits: BITS[0] },
      { bytes: 4, bits: BITS[0] },
      { bytes: 16, bits: BITS[0] },
      { bytes: 31, bits: BITS[0] },
    ],
    parameter: fc.record({ bytes: fc.nat({ max: 31 }), bits: fc.constantFrom(...BITS) }),
    apply(draft, { bytes, bits }, { clientSecret }) {
      if (clientSecret === undefined) return undefined
      const whole = mac(clientSecret, bits)
      return {
        ...withHeader(draft, { alg: `HS${bits}` }),
        seal: (input, parts) => whole(input, parts).subarray(0, bytes),
      }
    },
  }),
]
