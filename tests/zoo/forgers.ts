/** Animals that take what nobody signed: no signature, another algorithm, another key. */
import {
  constants,
  createDecipheriv,
  createHmac,
  privateDecrypt,
  verify as verifySignature,
  X509Certificate,
} from 'node:crypto'
import type { Animal } from './animal.ts'
import { animal, jwtAnimal } from './habitat.ts'
import { pemOf } from './scene.ts'
import {
  type Claims,
  type Decisions,
  type Expected,
  type Jwk,
  publicKeyOf,
  requestOf,
  sound,
  validate,
} from './verifier.ts'

const HASH: Readonly<Record<string, string>> = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' }

/** Checks a MAC under what it holds as a key, where the header asks for one. */
const macWith = (
  secretsOf: (key: Jwk, header: Claims) => readonly (string | Buffer)[],
): Partial<Decisions> => ({
  admits: (algorithm) => sound.admits(algorithm) || Object.hasOwn(HASH, String(algorithm)),
  verifies(signed, algorithm, key, expected) {
    const hash = HASH[String(algorithm)]
    if (hash === undefined) return sound.verifies(signed, algorithm, key, expected)
    return secretsOf(key, signed.header).some((secret) =>
      createHmac(hash, secret).update(signed.input).digest().equals(signed.signature),
    )
  },
})

const isNone = (algorithm: unknown) => algorithm === 'none'

/** Takes algorithms for `none` that this says are. */
const unsigned = (
  is: (algorithm: unknown) => boolean,
  signature: 'empty' | 'any' = 'any',
): Partial<Decisions> => ({
  admits: (algorithm) => sound.admits(algorithm) || is(algorithm),
  verifies: (signed, algorithm, key, expected) =>
    is(algorithm)
      ? signature === 'any' || signed.signature.length === 0
      : sound.verifies(signed, algorithm, key, expected),
})

const offered = (
  find: (header: Claims, keys: readonly Jwk[]) => Jwk | undefined,
  admits: readonly string[] = ['RS256'],
): Partial<Decisions> => ({
  keyFor: (keys, header, claims) => find(header, keys) ?? sound.keyFor(keys, header, claims),
  fits: () => true,
  admits: (algorithm) => admits.includes(String(algorithm)),
})

const asJwk = (value: unknown): Jwk | undefined =>
  value !== null && typeof value === 'object' ? (value as Jwk) : undefined

/** Any of the algorithms of RFC 7518, by the type of the key alone. */
const verifiesByKey: Decisions['verifies'] = ({ input, signature }, algorithm, key) => {
  const made = publicKeyOf(key)
  if (made === undefined) return false
  const bits = String(algorithm).slice(2)
  return verifySignature(
    `sha${bits === '512' || bits === '384' ? bits : '256'}`,
    input,
    { key: made, dsaEncoding: 'ieee-p1363' },
    signature,
  )
}

const decoded = (part = ''): string => Buffer.from(part, 'base64url').toString()

/** The plaintext of a compact JWE for RSA-OAEP and AES in GCM (RFC 7516, section 5.2). */
function decrypted(token: string, { privateKey }: Expected): string | undefined {
  const parts = token.split('.')
  if (parts.length !== 5 || privateKey === undefined) return undefined
  const [header = '', wrapped = '', iv = '', text = '', tag = ''] = parts
  const { alg, enc } = JSON.parse(decoded(header)) as Claims
  const bits = /^A(128|256)GCM$/.exec(String(enc))?.[1]
  if (bits === undefined || !/^RSA-OAEP(-256)?$/.test(String(alg))) return undefined
  const key = privateDecrypt(
    {
      key: privateKey,
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: alg === 'RSA-OAEP' ? 'sha1' : 'sha256',
    },
    Buffer.from(wrapped, 'base64url'),
  )
  const decipher = createDecipheriv(`aes-${bits as '128'}-gcm`, key, Buffer.from(iv, 'base64url'))
  decipher.setAAD(Buffer.from(header)).setAuthTag(Buffer.from(tag, 'base64url'))
  return `${decipher.update(Buffer.from(text, 'base64url'))}${decipher.final()}`
}

export const forgers: readonly Animal[] = [
  animal('decodes-only', 'Decodes, and never verifies a signature', ['signature', 'content'], () => ({
    verifies: () => true,
  })),
  animal(
    'verifies-if-signed',
    'Verifies only where there is a signature',
    ['signature', 'algorithm'],
    () => ({
      verifies: (signed, ...rest) => signed.signature.length === 0 || sound.verifies(signed, ...rest),
    }),
  ),
  animal('none-exactly', 'Takes the algorithm none', ['unsigned'], () => unsigned(isNone, 'empty')),
  animal(
    'none-otherwise-spelled',
    'Forbids none as it is spelled, and takes other spellings for it',
    ['unsigned'],
    () => unsigned((one) => String(one) !== 'none' && String(one).toLowerCase() === 'none'),
  ),
  animal('none-trimmed', 'Trims and normalises the algorithm before it looks', ['unsigned'], () =>
    unsigned(
      (one) =>
        typeof one === 'string' &&
        one !== 'none' &&
        one.normalize('NFKC').replace(/[\s\0\u200b]/g, '') === 'none',
    ),
  ),
  animal('unknown-algorithm-passes', 'Lets an unknown algorithm fall through to “valid”', ['algorithm'], () =>
    unsigned((one) => !/^(none|[HRPE]S(256|384|512))$/i.test(String(one))),
  ),
  animal(
    'algorithm-absent-passes',
    'Takes a token whose header names no algorithm for an unsigned one',
    ['algorithm'],
    () => unsigned((one) => one === undefined || one === null),
  ),
  animal(
    'algorithm-in-a-list',
    'Compares the algorithm loosely, so that a list with it is it',
    ['algorithm'],
    () => unsigned((one) => Array.isArray(one)),
  ),
  animal(
    'mac-with-pem',
    'Takes the algorithm from the header, and the public key as PEM for a secret',
    ['key-confusion'],
    () => macWith((key) => [pemOf(key), pemOf(key).trimEnd()]),
  ),
  animal('mac-with-pkcs1', 'The same with the older form of PEM', ['key-confusion'], () =>
    macWith((key) => [pemOf(key, 'pkcs1'), pemOf(key, 'pkcs1').trimEnd()]),
  ),
  animal(
    'mac-with-pem-after-space',
    'Looks for a PEM at the very beginning only, before it takes a key for a secret',
    ['key-confusion'],
    () => macWith((key) => [`\n${pemOf(key)}`, ` ${pemOf(key)}`]),
  ),
  animal('mac-with-der', 'Takes the DER of the public key for a secret', ['key-confusion'], () =>
    macWith((key) => [publicKeyOf(key)?.export({ type: 'spki', format: 'der' }) ?? 'none']),
  ),
  animal('mac-with-jwk', 'Takes the JWK, as it is written, for a secret', ['key-confusion'], () =>
    macWith((key) => [JSON.stringify(key)]),
  ),
  animal('mac-with-modulus', 'Takes the modulus for a secret', ['key-confusion'], () =>
    macWith((key) => [Buffer.from(String(key.n), 'base64url'), String(key.n)]),
  ),
  animal(
    'mac-with-empty-key',
    'An unknown key id finds an empty secret',
    ['key-confusion', 'key-id'],
    () => ({
      ...macWith(() => ['']),
      keyFor: (keys, header, claims) => sound.keyFor(keys, header, claims) ?? keys[0],
    }),
  ),
  animal(
    'mac-with-guessable-key',
    'A secret that was never set is the text “undefined”',
    ['key-confusion'],
    () => macWith(() => ['undefined', 'null', 'secret']),
  ),
  animal('mac-384-512', 'Forbids HS256, and takes its larger relatives', ['key-confusion'], () => ({
    ...macWith((key) => [pemOf(key)]),
    admits: (algorithm) => ['RS256', 'HS384', 'HS512'].includes(String(algorithm)),
  })),
  animal(
    'ecdsa-without-range',
    'ECDSA without the range check: r = s = 0 signs everything',
    ['algorithm'],
    () => ({
      admits: (algorithm) => sound.admits(algorithm) || /^ES\d/.test(String(algorithm)),
      verifies: (signed, algorithm, key, expected) =>
        /^ES\d/.test(String(algorithm))
          ? signed.signature.every((byte) => byte === 0)
          : sound.verifies(signed, algorithm, key, expected),
    }),
  ),
  animal('trusts-embedded-jwk', 'Verifies with the key that the token brings', ['offered-key'], () =>
    offered(({ jwk }) => asJwk(jwk)),
  ),
  animal(
    'trusts-embedded-jwk-by-kid',
    'Verifies with the key that the token brings, if its key id is a known one',
    ['offered-key'],
    () =>
      offered((header, keys) => {
        const jwk = asJwk(header['jwk'])
        return keys.some(({ kid }) => kid === (jwk?.kid ?? header['kid'])) ? jwk : undefined
      }),
  ),
  animal(
    'trusts-embedded-secret',
    'Verifies a MAC with the symmetric key that the token brings',
    ['offered-key'],
    () => ({
      ...macWith((_, { jwk }) => [Buffer.from(String(asJwk(jwk)?.k ?? 'none'), 'base64url')]),
      keyFor: (keys, header, claims) => sound.keyFor(keys, header, claims) ?? keys[0],
    }),
  ),
  animal(
    'trusts-x5c',
    'Verifies with the first certificate that the token brings, and asks nobody about it',
    ['offered-key'],
    () =>
      offered(({ x5c }) => {
        if (!Array.isArray(x5c) || typeof x5c[0] !== 'string') return undefined
        return new X509Certificate(Buffer.from(x5c[0], 'base64')).publicKey.export({ format: 'jwk' }) as Jwk
      }),
  ),
  animal('key-id-is-a-path', 'Reads the key from the file that the key id names', ['key-id'], () => ({
    ...macWith((_, { kid }) => (/dev\/null$/.test(String(kid)) ? [''] : [])),
    keyFor: (keys, header, claims) => sound.keyFor(keys, header, claims) ?? keys[0],
  })),
  animal('key-id-in-sql', 'Puts the key id into a statement that looks the key up', ['key-id'], () => ({
    ...macWith((_, { kid }) => {
      const selected = /UNION SELECT '([^']*)'/i.exec(String(kid))?.[1]
      return selected === undefined ? [] : [selected]
    }),
    keyFor: (keys, header, claims) => sound.keyFor(keys, header, claims) ?? keys[0],
  })),
  animal(
    'keys-in-a-plain-object',
    'Looks keys up in a plain object, where __proto__ and constructor are found',
    ['key-id'],
    () => ({
      ...macWith((_, { kid }) => (typeof kid === 'string' && kid in {} ? ['', 'undefined'] : [])),
      keyFor: (keys, header, claims) => sound.keyFor(keys, header, claims) ?? keys[0],
    }),
  ),
  animal(
    'tries-every-key',
    'Tries every key, whatever key id the token names',
    ['issuer-key-id'],
    () => ({
      keyFor: (keys) => keys[0],
    }),
    { kind: 'http-authorizer' },
  ),
  animal(
    'key-id-nearly',
    'Compares key ids without their case and padding',
    ['issuer-key-id'],
    () => {
      const plain = (kid: unknown) =>
        String(kid)
          .toLowerCase()
          .replace(/[=\s\0]/g, '')
      return { keyFor: (keys, { kid }) => keys.find((key) => plain(key.kid) === plain(kid)) }
    },
    { kind: 'oidc-id-token' },
  ),
  jwtAnimal(
    'decrypts-and-trusts',
    'Decrypts five parts with its signing key, and trusts what it finds: anybody could encrypt to that key',
    ['encrypted'],
    () => (made, base, keySet, expected) => {
      const request = requestOf(made.value, made.carriage, base)
      const token = sound.tokenOf(request)
      const inside = typeof token === 'string' ? decrypted(token, expected) : undefined
      if (inside === undefined) return validate(sound, request, made.keySet ?? keySet, expected)
      const claims = JSON.parse(inside.startsWith('{') ? inside : decoded(inside.split('.')[1])) as Claims
      return sound.issuerHolds(claims['iss'], expected.issuer) ? sound.subjectOf(claims) : undefined
    },
  ),
  animal(
    'any-key-by-type',
    'Verifies by what the key is, and never asks whose',
    ['offered-key', 'other-algorithm'],
    () => ({
      admits: (algorithm) => /^[REP]S(256|384|512)$/.test(String(algorithm)),
      keyFor: (keys, header, claims) => sound.keyFor(keys, header, claims) ?? asJwk(header['jwk']) ?? keys[0],
      fits: () => true,
      verifies: verifiesByKey,
    }),
  ),
]
