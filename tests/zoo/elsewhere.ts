/** Animals that get keys from elsewhere, keep what they should forget, or check one thing and use another. */
import { createHmac, verify as verifySignature } from 'node:crypto'
import type { Animal } from './animal.ts'
import { animal, jwtAnimal } from './habitat.ts'
import {
  type Claims,
  type Jwk,
  keysIn,
  publicKeyOf,
  requestOf,
  sound,
  soundAt,
  validate,
} from './verifier.ts'

/** The keys at an address that a token names; none where nothing stands there. */
const keysAt = (address: unknown, fetch: ((address: string) => string | undefined) | undefined) => {
  const answer = typeof address === 'string' ? fetch?.(address) : undefined
  return answer === undefined ? [] : keysIn(answer)
}

const rewritten = (part: string): string =>
  Buffer.from(JSON.stringify(JSON.parse(Buffer.from(part, 'base64url').toString()))).toString('base64url')

const OTHER_HASH: Readonly<Record<string, string>> = { ES256: 'sha256', ES384: 'sha384', ES512: 'sha512' }

export const elsewhere: readonly Animal[] = [
  animal('fetches-jku', 'Fetches the key set from where the token says', ['offered-key'], () => ({
    keysOf: (keySet, { jku }, _, { fetch }) => [...keysAt(jku, fetch), ...keysIn(keySet)],
    keyFor: (keys, header, claims) =>
      header['jku'] === undefined ? sound.keyFor(keys, header, claims) : keys[0],
  })),
  animal(
    'looks-at-x5u',
    'Fetches the certificate from where the token says, and then does not use it',
    ['offered-key'],
    () => ({
      keysOf(keySet, { x5u }, _, { fetch }) {
        keysAt(x5u, fetch)
        return keysIn(keySet)
      },
    }),
  ),
  animal(
    'keys-of-the-issuer-in-the-token',
    'Fetches the key set of whatever issuer the token names, and takes its keys for proof of it',
    ['offered-key', 'foreign-pool'],
    () => ({
      keysOf: (keySet, _, { iss }, { issuer, fetch }) =>
        iss === issuer ? keysIn(keySet) : keysAt(`${String(iss)}/.well-known/jwks.json`, fetch),
      keyFor: (keys, header, claims) => sound.keyFor(keys, header, claims) ?? keys[0],
      issuerHolds: () => true,
    }),
  ),
  animal(
    'keeps-retired-keys',
    'Keeps every key that it has ever seen',
    ['retired-key'],
    () => {
      const seen = new Map<unknown, Jwk>()
      return {
        keysOf(keySet) {
          for (const key of keysIn(keySet)) seen.set(key.kid, key)
          return [...seen.values()]
        },
      }
    },
    { kind: 'oidc-id-token' },
  ),
  animal(
    'keeps-the-first-key-set',
    'Reads the key set once, and never again',
    ['honest-dress', 'documented-dress'],
    () => {
      let first: readonly Jwk[] | undefined
      return { keysOf: (keySet) => (first ??= keysIn(keySet)) }
    },
    { kind: 'oidc-id-token' },
  ),
  animal(
    'key-id-means-nothing-alone',
    'Has one key in mind where the key set has one, whatever key id the token names',
    ['issuer-key-id', 'key-set'],
    () => ({
      keyFor: (keys, header, claims) => (keys.length === 1 ? keys[0] : sound.keyFor(keys, header, claims)),
    }),
    { kind: 'oidc-id-token' },
  ),
  animal(
    'mac-key-in-the-key-set',
    'Verifies a MAC with a symmetric key that anybody can read in the key set',
    ['key-set'],
    () => ({
      admits: (algorithm) => algorithm === 'RS256' || algorithm === 'HS256',
      fits: (key) => key.kty === 'oct' || sound.fits(key),
      verifies(signed, algorithm, key, expected) {
        if (algorithm !== 'HS256') return sound.verifies(signed, algorithm, key, expected)
        return createHmac('sha256', Buffer.from(String(key.k), 'base64url'))
          .update(signed.input)
          .digest()
          .equals(signed.signature)
      },
    }),
  ),
  animal(
    'elliptic-in-der',
    'Takes signatures on curves in DER as well, and halves of any length',
    ['padding'],
    () => ({
      verifies(signed, algorithm, key, expected) {
        const made = publicKeyOf(key)
        if (key.kty !== 'EC' || made === undefined)
          return soundAt['oidc-id-token'].verifies(signed, algorithm, key, expected)
        const half = Math.ceil(signed.signature.length / 2)
        const halves = [signed.signature.subarray(0, half), signed.signature.subarray(half)].map((one) =>
          Buffer.from(
            BigInt(`0x${one.toString('hex') || '0'}`)
              .toString(16)
              .padStart(64, '0'),
            'hex',
          ),
        )
        return (
          verifySignature('sha256', signed.input, { key: made, dsaEncoding: 'der' }, signed.signature) ||
          verifySignature(
            'sha256',
            signed.input,
            { key: made, dsaEncoding: 'ieee-p1363' },
            Buffer.concat(halves),
          )
        )
      },
    }),
    { kind: 'oidc-id-token' },
  ),
  animal(
    'any-curve',
    'Goes by the name of the algorithm, and takes whatever curve the key is on',
    ['other-algorithm'],
    () => ({
      admits: (algorithm) => algorithm === 'RS256' || Object.hasOwn(OTHER_HASH, String(algorithm)),
      fits: (key) => key.kty === 'EC' || sound.fits(key),
      verifies(signed, algorithm, key, expected) {
        const [hash, made] = [OTHER_HASH[String(algorithm)], publicKeyOf(key)]
        if (hash === undefined || made === undefined) return sound.verifies(signed, algorithm, key, expected)
        return verifySignature(hash, signed.input, { key: made, dsaEncoding: 'ieee-p1363' }, signed.signature)
      },
    }),
    { kind: 'oidc-id-token' },
  ),
  animal(
    'remembers-beginnings',
    'Remembers tokens that were good by the first half of their characters',
    ['cache', 'content'],
    () => {
      const known = new Set<string>()
      return {
        verifies(signed, ...rest) {
          const beginning = signed.input.toString().slice(0, 200)
          if (known.has(beginning)) return true
          const holds = sound.verifies(signed, ...rest)
          if (holds) known.add(beginning)
          return holds
        },
      }
    },
  ),
  animal(
    'verifies-rewritten-json',
    'Reads the JSON, writes it again, and verifies the signature over that',
    ['honest-dress', 'content'],
    () => ({
      signingInput: ({ header, payload }) => Buffer.from(`${rewritten(header)}.${rewritten(payload)}`),
    }),
    { kind: 'oidc-id-token' },
  ),
  jwtAnimal(
    'reads-one-serialization',
    'Verifies what stands in a JSON object, and reads the claims by cutting at the dots',
    ['serialization'],
    () => (made, base, keySet, expected) => {
      const request = requestOf(made.value, made.carriage, base)
      const token = /^Bearer (.+)$/is.exec(String(request.authorization[0]))?.[1] ?? ''
      const keys = made.keySet ?? keySet
      if (!token.includes('{')) return validate(sound, request, keys, expected)
      const object = JSON.parse(token.slice(token.indexOf('{'))) as Record<string, unknown>
      const sealed = [object['protected'], object['payload'], object['signature']].join('.')
      const holds = validate(sound, requestOf(sealed, {}, base), keys, expected)
      const read = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Claims
      return holds === undefined ? undefined : sound.subjectOf(read)
    },
  ),
  animal('no-nonce', 'Never looks at nonce', ['sign-in'], () => ({ nonceHolds: () => true }), {
    kind: 'oidc-id-token',
  }),
  animal(
    'nonce-if-there',
    'Looks at nonce where there is one',
    ['sign-in'],
    () => ({ nonceHolds: ({ nonce }, expected) => !nonce || nonce === expected.nonce }),
    { kind: 'oidc-id-token' },
  ),
  animal('coerces-numbers', 'Makes numbers of times, whatever they are', ['times', 'claim-types'], () => ({
    hasNotExpired: ({ exp }, now) => Number(exp) > now,
    hasBegun: ({ nbf }, now) => nbf === undefined || !(Number(nbf) > now),
  })),
]
