/**
 * Compact JWE, made by hand: keys, counts and plaintexts that no library would make.
 * @see RFC 7516, section 7.1; RFC 7518, sections 4 and 5
 */
import {
  constants,
  createCipheriv,
  createHash,
  createHmac,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
  pbkdf2Sync,
  publicEncrypt,
  randomBytes,
} from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import type { Members } from './making.ts'

/** The content encryption key, and what of the header and of the token tells it to the recipient. */
export interface Agreed {
  readonly key: Buffer
  readonly encrypted: Buffer
  readonly header: Members
}

export const ENCRYPTIONS = ['A256GCM', 'A128CBC-HS256'] as const
export type Encryption = (typeof ENCRYPTIONS)[number]

/** Both take keys of 32 bytes. */
const KEY_BYTES = 32

const RSA: Readonly<Record<string, object>> = {
  'RSA-OAEP': { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
  'RSA-OAEP-256': { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
  RSA1_5: { padding: constants.RSA_PKCS1_PADDING },
}
export const RSA_ALGORITHMS = ['RSA-OAEP', 'RSA-OAEP-256', 'RSA1_5'] as const

/** To a published RSA key: anybody can. */
export function toRsa(algorithm: (typeof RSA_ALGORITHMS)[number], key: KeyObject): Agreed {
  const secret = randomBytes(KEY_BYTES)
  return {
    key: secret,
    encrypted: publicEncrypt({ key, ...RSA[algorithm] }, secret),
    header: { alg: algorithm },
  }
}

const word = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

const counted = (bytes: Buffer): Buffer => Buffer.concat([word(bytes.length), bytes])

/** To a published P-256 key. @see RFC 7518, section 4.6 */
export function toEc(key: KeyObject, encryption: Encryption): Agreed {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const shared = diffieHellman({ privateKey, publicKey: key })
  const empty = counted(Buffer.alloc(0))
  const info = [counted(Buffer.from(encryption)), empty, empty, word(KEY_BYTES * 8)]
  return {
    key: createHash('sha256')
      .update(Buffer.concat([word(1), shared, ...info]))
      .digest(),
    encrypted: Buffer.alloc(0),
    header: { alg: 'ECDH-ES', epk: publicKey.export({ format: 'jwk' }) },
  }
}

/** As many bytes as an algorithm asks for: the first ones, filled up with zeros. */
export const fitted = (secret: Buffer, length: number): Buffer =>
  Buffer.concat([secret, Buffer.alloc(length)]).subarray(0, length)

export const direct = (secret: Buffer): Agreed => ({
  key: fitted(secret, KEY_BYTES),
  encrypted: Buffer.alloc(0),
  header: { alg: 'dir' },
})

/** @see RFC 3394 */
function wrapped(key: Buffer, under: Buffer): Buffer {
  const cipher = createCipheriv(`id-aes${under.length * 8}-wrap`, under, Buffer.alloc(8, 0xa6))
  return Buffer.concat([cipher.update(key), cipher.final()])
}

export function wrappedWith(secret: Buffer): Agreed {
  const key = randomBytes(KEY_BYTES)
  return { key, encrypted: wrapped(key, fitted(secret, 32)), header: { alg: 'A256KW' } }
}

/**
 * @param said the count that the header names, as JSON; it may be another than the one that was used
 * @see RFC 7518, section 4.8
 */
export function withPassword(password: Buffer, count: number, said: unknown = count): Agreed {
  const algorithm = 'PBES2-HS256+A128KW'
  const [key, salt] = [randomBytes(KEY_BYTES), randomBytes(16)]
  const salted = Buffer.concat([Buffer.from(algorithm), Buffer.of(0), salt])
  return {
    key,
    encrypted: wrapped(key, pbkdf2Sync(password, salted, count, 16, 'sha256')),
    header: { alg: algorithm, p2s: salt.toString('base64url'), p2c: said },
  }
}

function gcm(key: Buffer, iv: Buffer, plaintext: Buffer, head: Buffer) {
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(head)
  const text = Buffer.concat([cipher.update(plaintext), cipher.final()])
  return { text, tag: cipher.getAuthTag() }
}

function cbc(key: Buffer, iv: Buffer, plaintext: Buffer, head: Buffer) {
  const cipher = createCipheriv('aes-128-cbc', key.subarray(16), iv)
  const text = Buffer.concat([cipher.update(plaintext), cipher.final()])
  const bits = Buffer.alloc(8)
  bits.writeBigUInt64BE(BigInt(head.length) * 8n)
  const authenticated = Buffer.concat([head, iv, text, bits])
  return {
    text,
    tag: createHmac('sha256', key.subarray(0, 16)).update(authenticated).digest().subarray(0, 16),
  }
}

export interface Encrypted {
  readonly agreed: Agreed
  readonly encryption?: Encryption
  readonly plaintext: Buffer
  /** Deflated first. */
  readonly zip?: boolean
  readonly header?: Members
}

/** Five parts. */
export function compactJwe({ agreed, encryption = 'A256GCM', plaintext, zip = false, header }: Encrypted) {
  const members = { ...header, ...agreed.header, enc: encryption, ...(zip ? { zip: 'DEF' } : {}) }
  const head = Buffer.from(JSON.stringify(members)).toString('base64url')
  const content = zip ? deflateRawSync(plaintext) : plaintext
  const iv = randomBytes(encryption === 'A256GCM' ? 12 : 16)
  const encrypt = encryption === 'A256GCM' ? gcm : cbc
  const { text, tag } = encrypt(agreed.key, iv, content, Buffer.from(head))
  return [head, ...[agreed.encrypted, iv, text, tag].map((part) => part.toString('base64url'))].join('.')
}
