/**
 * Encoded messages for raw RSA signatures, right and wrong: EMSA-PKCS1-v1_5 and EMSA-PSS.
 * @see RFC 8017, sections 9.1.1 and 9.2
 */
import { constants, createHash, type KeyObject, privateEncrypt } from 'node:crypto'

/** AlgorithmIdentifier of SHA-256 without its parameters, and the NULL that stands for them. */
export const SHA256 = Buffer.from('0609608648016503040201', 'hex')
export const NULL = Buffer.from('0500', 'hex')

export const sha256 = (...parts: readonly Buffer[]): Buffer =>
  createHash('sha256').update(Buffer.concat(parts)).digest()

/** A DER value with a length of its shortest form. */
export function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents)
  const { length } = content
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.of(tag, ...head), content])
}

/** @param inside what stands for the algorithm, its parameters included */
export const digestInfo = (hash: Buffer, inside = Buffer.concat([SHA256, NULL])): Buffer =>
  der(0x30, der(0x30, inside), der(0x04, hash))

/** 00 01 FF … FF 00, then what is given. */
export const padded = (size: number, rest: Buffer, type = 1, byte = 0xff): Buffer =>
  Buffer.concat([Buffer.of(0, type), Buffer.alloc(size - 3 - rest.length, byte), Buffer.of(0), rest])

/** The least padding that is allowed, what is given, and garbage to the end. */
export function shortPadded(size: number, rest: Buffer, garbage = 0x5a): Buffer {
  const front = Buffer.concat([Buffer.of(0, 1), Buffer.alloc(8, 0xff), Buffer.of(0), rest])
  return Buffer.concat([front, Buffer.alloc(size - front.length, garbage)])
}

export interface Pss {
  readonly salt: Buffer
  /** The hash of the mask; SHA-256 where it is right. */
  readonly mask?: 'sha256' | 'sha1'
  readonly trailer?: number
}

function mask(seed: Buffer, length: number, hash: 'sha256' | 'sha1'): Buffer {
  const blocks: Buffer[] = []
  for (let counter = 0; blocks.length * 20 < length; counter++) {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter)
    blocks.push(createHash(hash).update(seed).update(count).digest())
  }
  return Buffer.concat(blocks).subarray(0, length)
}

/** For a modulus of whole bytes. */
export function pssEncoded(size: number, input: Buffer, { salt, mask: by = 'sha256', trailer = 0xbc }: Pss) {
  const hash = sha256(Buffer.alloc(8), sha256(input), salt)
  const data = Buffer.concat([Buffer.alloc(size - salt.length - 34), Buffer.of(1), salt])
  const over = mask(hash, data.length, by)
  const masked = data.map((byte, at) => byte ^ over[at]!)
  masked[0] = masked[0]! & 0x7f
  return Buffer.concat([masked, hash, Buffer.of(trailer)])
}

export const sizeOf = (key: KeyObject): number => (key.asymmetricKeyDetails?.modulusLength ?? 2048) / 8

/** @param message smaller than the modulus, as a number */
export const rawSigned = (key: KeyObject, message: Buffer): Buffer =>
  privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, message)
