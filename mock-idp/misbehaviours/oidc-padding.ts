/**
 * ID tokens under RSA signatures whose inside is wrong: the provider's key was used, but what it signed is no
 * EMSA-PKCS1-v1_5 encoding of this token (RFC 8017 section 9.2). A verifier that parses instead of comparing takes some.
 */
import { constants, createHash, privateEncrypt } from 'node:crypto'
import type { Facts, OidcBend } from '../oidc/bend.ts'
import { compact } from '../oidc/jwt.ts'
import { misbehaviour, ofVictim } from './oidc-make.ts'

/** DER before the hash: AlgorithmIdentifier and the head of the octet string. */
const SHA256 = Buffer.from('3031300d060960864801650304020105000420', 'hex')
const SHA1 = Buffer.from('3021300906052b0e03021a05000414', 'hex')

const BYTES = 256
const CLAUSE = 'RFC 8017 sections 8.2.2 and 9.2'

function hash(algorithm: 'sha256' | 'sha1', input: string): Buffer {
  return createHash(algorithm).update(input).digest()
}

/** 00 01 FF … FF 00, then what is given. */
export function padded(rest: Buffer, byte = 0xff, type = 1): Buffer {
  return Buffer.concat([Buffer.of(0, type), Buffer.alloc(BYTES - 3 - rest.length, byte), Buffer.of(0), rest])
}

/** The whole encoded message as it should be. */
export function encodedMessage(input: string): Buffer {
  return padded(Buffer.concat([SHA256, hash('sha256', input)]))
}

/** The victim's claims under a raw RSA signature over that encoding; nothing for a provider with another kind of key. */
function rawSigned(encode: (input: string) => Buffer): OidcBend {
  return {
    idToken: (claims, facts) =>
      facts.algorithm !== 'RS256'
        ? undefined
        : compact(facts.header, ofVictim(claims, facts), (input) => rawSignature(encode(input), facts)),
  }
}

function rawSignature(message: Buffer, { key }: Facts): Buffer {
  return privateEncrypt({ key: key.privateKey, padding: constants.RSA_NO_PADDING }, message)
}

function wrong(id: string, says: string, encode: (input: string) => Buffer, seenIn: readonly string[] = []) {
  return misbehaviour('oidc-id-token', `oidc-id-token-${id}`, says, 'refusal', CLAUSE, rawSigned(encode), {
    forges: true,
    ...(seenIn.length === 0 ? {} : { seenIn }),
  })
}

export const oidcPadding = [
  wrong(
    'padding-short',
    'Eight bytes of padding stand before the hash, the rest is garbage after it',
    (input) => {
      const front = Buffer.concat([
        Buffer.of(0, 1),
        Buffer.alloc(8, 0xff),
        Buffer.of(0),
        SHA256,
        hash('sha256', input),
      ])
      return Buffer.concat([front, Buffer.alloc(BYTES - front.length, 0x5a)])
    },
    ['CVE-2006-4339', 'CVE-2014-1568'],
  ),
  wrong('padding-of-encryption', 'The padding is that of an encryption (block type 2)', (input) =>
    padded(Buffer.concat([SHA256, hash('sha256', input)]), 0xa5, 2),
  ),
  wrong('padding-other-byte', 'One byte of the padding is another', (input) => {
    const message = encodedMessage(input)
    message[20] = 0xfe
    return message
  }),
  wrong('padding-without-separator', 'No zero stands between the padding and the hash', (input) => {
    const message = encodedMessage(input)
    message[message.indexOf(0, 2)] = 0xff
    return message
  }),
  wrong('digest-info-absent', 'The hash stands there without the name of its algorithm', (input) =>
    padded(hash('sha256', input)),
  ),
  wrong(
    'digest-info-longer',
    'Bytes stand after the hash, inside the structure that holds it',
    (input) => padded(Buffer.concat([SHA256, hash('sha256', input), Buffer.alloc(24, 0x5a)])),
    ['CVE-2022-24773'],
  ),
  wrong('digest-sha1', 'The hash inside the signature is SHA-1, although alg is RS256', (input) =>
    padded(Buffer.concat([SHA1, hash('sha1', input)])),
  ),
]

/**
 * A signature under the public exponent 3 made without any private key: the cube root of a message that begins as it
 * should. The rest of the cube is garbage, which a verifier that stops reading after the hash never looks at.
 */
export function cubeRootSignature(input: string): Buffer {
  const front = Buffer.concat([
    Buffer.of(0, 1),
    Buffer.alloc(8, 0xff),
    Buffer.of(0),
    SHA256,
    hash('sha256', input),
  ])
  const wanted = BigInt(
    `0x${Buffer.concat([front, Buffer.alloc(BYTES - front.length, 0xff)]).toString('hex')}`,
  )
  let [low, high] = [0n, 1n << 700n]
  while (low < high) {
    const middle = (low + high + 1n) >> 1n
    if (middle ** 3n <= wanted) low = middle
    else high = middle - 1n
  }
  return Buffer.from(low.toString(16).padStart(BYTES * 2, '0'), 'hex')
}
