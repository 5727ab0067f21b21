/** Animals that verify, and read something else than what was signed, or read it too kindly. */
import { constants, createHash, publicDecrypt, sign, verify as verifySignature } from 'node:crypto'
import type { Animal } from './animal.ts'
import { animal } from './habitat.ts'
import { type Claims, type Decisions, keysIn, publicKeyOf, sound } from './verifier.ts'

const base64 = (part: string) => Buffer.from(part, 'base64')

/** What a PKCS#1 v1.5 signature holds, padding included; nothing where the number is too large. */
function opened(signature: Buffer, key: Parameters<Decisions['verifies']>[2]): Buffer | undefined {
  const made = publicKeyOf(key)
  if (made === undefined) return undefined
  try {
    return publicDecrypt({ key: made, padding: constants.RSA_NO_PADDING }, signature)
  } catch {
    return undefined
  }
}

const hashOf = (input: Buffer) => createHash('sha256').update(input).digest()

/** Verifies PKCS#1 by looking into the encoded message in a way of its own. */
const looksInto = (holds: (message: Buffer, hash: Buffer) => boolean): Partial<Decisions> => ({
  verifies(signed, _, key) {
    const message = opened(signed.signature, key)
    return message !== undefined && holds(message, hashOf(signed.input))
  },
})

/** The object of a text, where the first of two equal names counts. */
function firstWins(bytes: Buffer): Claims | undefined {
  JSON.parse(bytes.toString())
  const seen: Record<string, unknown> = {}
  for (const [, name = '""', member = 'null'] of bytes
    .toString()
    .matchAll(/[{,]\s*("(?:[^"\\]|\\.)*")\s*:\s*("(?:[^"\\]|\\.)*"|[^,{}[\]]+|\[[^\]]*\]|\{[^}]*\})/g)) {
    const key = JSON.parse(name) as string
    if (!Object.hasOwn(seen, key)) seen[key] = JSON.parse(member)
  }
  return seen
}

/** The object at the beginning of a text, whatever comes after it. */
function firstObject(bytes: Buffer): Claims | undefined {
  const text = bytes.toString()
  for (let end = text.indexOf('}'); end >= 0; end = text.indexOf('}', end + 1)) {
    try {
      return JSON.parse(text.slice(0, end + 1)) as Claims
    } catch {
      // A longer beginning may be an object.
    }
  }
  return undefined
}

const withoutNoise = (part: string) => part.replace(/[^A-Za-z0-9_-]/g, '')

export const lenient: readonly Animal[] = [
  animal(
    'signature-by-prefix',
    'Compares no more of two signatures than the shorter one has',
    ['signature'],
    () => ({
      verifies({ input, signature }, _, __, { privateKey }) {
        const right = privateKey === undefined ? Buffer.alloc(0) : sign('sha256', input, privateKey)
        const shorter = Math.min(right.length, signature.length)
        return right.subarray(0, shorter).equals(signature.subarray(0, shorter))
      },
    }),
  ),
  animal(
    'signature-of-any-length',
    'Strips or cuts a signature until it has the length of the key',
    ['signature'],
    () => ({
      verifies(signed, algorithm, key, expected) {
        const cut = signed.signature.subarray(0, 256)
        const end = signed.signature.subarray(-256)
        return [cut, end].some((signature) =>
          sound.verifies({ ...signed, signature }, algorithm, key, expected),
        )
      },
    }),
  ),
  animal(
    'signature-reduced',
    'Reduces a signature modulo n before it looks',
    ['signature', 'padding'],
    () => ({
      verifies(signed, algorithm, key, expected) {
        const n = BigInt(`0x${Buffer.from(String(key.n), 'base64url').toString('hex')}`)
        const s = BigInt(`0x${signed.signature.toString('hex') || '0'}`) % n
        const signature = Buffer.from(s.toString(16).padStart(512, '0'), 'hex')
        return sound.verifies({ ...signed, signature }, algorithm, key, expected)
      },
    }),
  ),
  animal(
    'remembers-signatures',
    'Takes a signature that held once for that of anything',
    ['content', 'cache'],
    () => {
      const known = new Set<string>()
      return {
        verifies(signed, ...rest) {
          const id = signed.signature.toString('base64')
          if (known.has(id)) return true
          const holds = sound.verifies(signed, ...rest)
          if (holds) known.add(id)
          return holds
        },
      }
    },
  ),
  animal(
    'remembers-the-claims',
    'Remembers claims that were verified once, and never looks at their signature again',
    ['signature', 'cache'],
    () => {
      const known = new Set<string>()
      return {
        verifies(signed, ...rest) {
          const said = signed.input.toString()
          if (known.has(said)) return true
          const holds = sound.verifies(signed, ...rest)
          if (holds) known.add(said)
          return holds
        },
      }
    },
  ),
  animal('hash-anywhere', 'Looks for the hash anywhere in what the signature holds', ['padding'], () =>
    looksInto((message, hash) => message.includes(hash)),
  ),
  animal('hash-at-the-end', 'Looks for the hash at the end of what the signature holds', ['padding'], () =>
    looksInto((message, hash) => message.subarray(-hash.length).equals(hash)),
  ),
  animal('padding-skipped', 'Skips the padding up to the first zero, however long it is', ['padding'], () =>
    looksInto((message, hash) => {
      const zero = message.indexOf(0, 2)
      return message[1] === 1 && message.subarray(zero + 1).includes(hash)
    }),
  ),
  animal(
    'digest-of-any-algorithm',
    'Takes the digest algorithm from the signature, not from the header',
    ['padding'],
    () => ({
      verifies: ({ input, signature }, _, key) => {
        const made = publicKeyOf(key)
        return (
          made !== undefined &&
          ['sha1', 'sha256', 'sha384', 'sha512', 'md5'].some((hash) =>
            verifySignature(hash, input, made, signature),
          )
        )
      },
    }),
  ),
  animal(
    'first-three-parts',
    'Splits at the dots, and takes the first three parts',
    ['extra-parts'],
    () => ({
      split(token) {
        const [header, payload, signature] = String(token).split('.')
        return header === undefined || payload === undefined || signature === undefined
          ? undefined
          : { header, payload, signature }
      },
    }),
    { kind: 'oidc-id-token' },
  ),
  animal(
    'ignores-noise',
    'Skips what is no Base64 in header and claims before it verifies',
    ['spelling'],
    () => ({
      decode: base64,
      signingInput: ({ header, payload }) => Buffer.from(`${withoutNoise(header)}.${withoutNoise(payload)}`),
    }),
    { kind: 'oidc-id-token' },
  ),
  animal(
    'json-serialization',
    'Takes the flattened JSON serialization as well',
    ['spelling', 'serialization'],
    () => ({
      split(token) {
        if (typeof token !== 'string' || !token.trimStart().startsWith('{')) return sound.split(token)
        const { protected: header, payload, signature } = JSON.parse(token) as Record<string, string>
        return header === undefined || payload === undefined || signature === undefined
          ? undefined
          : { header, payload, signature }
      },
      tokenOf: ({ authorization: [value] }) => /^Bearer (.+)$/is.exec(String(value))?.[1],
    }),
    { kind: 'oidc-id-token' },
  ),
  animal(
    'first-duplicate-wins',
    'Of two equal names the first counts',
    ['claim-names', 'header-json'],
    () => ({ parse: firstWins }),
    {
      kind: 'oidc-id-token',
    },
  ),
  animal(
    'bytes-after-the-object',
    'Reads the object at the beginning, and nothing after it',
    ['payload', 'header-json'],
    () => ({ parse: firstObject }),
    { kind: 'oidc-id-token' },
  ),
  animal(
    'ignores-critical',
    'Ignores extensions that a token calls critical',
    ['critical'],
    () => ({ knowsExtensions: () => true }),
    { kind: 'oidc-id-token' },
  ),
  animal(
    'unencoded-payload',
    'Takes a payload that is not encoded, where the header says so',
    ['critical'],
    () => ({
      split(token) {
        const text = String(token)
        const [first, last] = [text.indexOf('.'), text.lastIndexOf('.')]
        return {
          header: text.slice(0, first),
          payload: text.slice(first + 1, last),
          signature: text.slice(last + 1),
        }
      },
      tokenOf: ({ authorization: [value] }) => /^Bearer (.+)$/is.exec(String(value))?.[1],
      decode: (part) => (part.startsWith('{') ? Buffer.from(part) : sound.decode(part)),
      knowsExtensions: () => true,
    }),
    { kind: 'oidc-id-token' },
  ),
  animal(
    'other-algorithms-of-the-key',
    'Takes RS384, RS512 and the PSS family of a key that is for RS256',
    ['other-algorithm'],
    () => ({
      admits: (algorithm) => /^[RP]S(256|384|512)$/.test(String(algorithm)),
      verifies({ input, signature }, algorithm, key) {
        const made = publicKeyOf(key)
        const pss = String(algorithm).startsWith('P')
        return (
          made !== undefined &&
          verifySignature(
            `sha${String(algorithm).slice(2)}`,
            input,
            pss ? { key: made, padding: constants.RSA_PKCS1_PSS_PADDING } : made,
            signature,
          )
        )
      },
    }),
  ),
  animal('encryption-key-signs', 'Verifies with a key that is published for encryption', ['key-use'], () => ({
    fits: (key) =>
      sound.fits({ ...key, use: 'sig', key_ops: undefined as never } as never) || sound.fits(key),
  })),
  animal('fails-open', 'Takes what it likes when the key set cannot be read', ['key-set'], () => ({
    keysOf(keySet) {
      try {
        return keysIn(keySet)
      } catch {
        return [{ kid: 'none', kty: 'open' }]
      }
    },
    keyFor: (keys, header, claims) =>
      keys.find(({ kty }) => kty === 'open') ?? sound.keyFor(keys, header, claims),
    fits: (key) => key.kty === 'open' || sound.fits(key),
    verifies: (signed, algorithm, key, expected) =>
      key.kty === 'open' || sound.verifies(signed, algorithm, key, expected),
  })),
]
