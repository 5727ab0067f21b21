/** JSON Web Tokens and keys by hand (RFC 7515, 7517, 7518), over node:crypto: a library would refuse half of what a mock must say. */
import { createHmac, type KeyObject, sign, verify } from 'node:crypto'
import type { KeyPair } from '../keys.ts'
import { jsonText, type Members, members } from './members.ts'

export type Algorithm = 'RS256' | 'RS512' | 'PS256' | 'ES256' | 'ES384' | 'ES512'

const HASHES: Readonly<Record<Algorithm, string>> = {
  RS256: 'sha256',
  RS512: 'sha512',
  PS256: 'sha256',
  ES256: 'sha256',
  ES384: 'sha384',
  ES512: 'sha512',
}

export function base64url(data: string | Buffer): string {
  return (typeof data === 'string' ? Buffer.from(data, 'utf8') : data).toString('base64url')
}

export function signature(input: string, key: KeyObject, algorithm: Algorithm): Buffer {
  const hash = HASHES[algorithm]
  if (algorithm.startsWith('ES')) return sign(hash, Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' })
  if (algorithm === 'PS256') return sign(hash, Buffer.from(input), { key, padding: 6, saltLength: 32 })
  return sign(hash, Buffer.from(input), key)
}

export function hmac(input: string, secret: string | Buffer): Buffer {
  return createHmac('sha256', secret).update(input).digest()
}

/** @param signed what goes over `header.payload`; empty for no signature */
export function compact(header: Members, payload: Members, signed: (input: string) => Buffer): string {
  const input = `${base64url(jsonText(header))}.${base64url(jsonText(payload))}`
  return `${input}.${signed(input).toString('base64url')}`
}

/** A public key as a JWK of a key set. */
export function publicJwk(pair: KeyPair, algorithm: Algorithm): Members {
  const jwk = pair.publicKey.export({ format: 'jwk' })
  return members({ ...jwk, kid: pair.kid, use: 'sig', alg: algorithm })
}

/** @returns the claims, where the token is signed ES256 by that key; else undefined */
export function verifiedEs256(token: string, publicKey: KeyObject): Verified | undefined {
  const [header, payload, given, ...rest] = token.split('.')
  if (header === undefined || payload === undefined || given === undefined || rest.length > 0)
    return undefined
  try {
    const head = objectOf(header)
    const claims = objectOf(payload)
    if (head === undefined || claims === undefined || head['alg'] !== 'ES256') return undefined
    const good = verify(
      'sha256',
      Buffer.from(`${header}.${payload}`),
      { key: publicKey, dsaEncoding: 'ieee-p1363' },
      Buffer.from(given, 'base64url'),
    )
    return good ? { header: head, claims } : undefined
  } catch {
    return undefined
  }
}

export interface Verified {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
}

function objectOf(part: string): Record<string, unknown> | undefined {
  const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}

/** The bytes of a public key in the forms in which relying parties have been seen to take it for an HMAC secret. */
export function publicKeyForms(
  pair: KeyPair,
): Readonly<Record<'pem' | 'pemTrimmed' | 'der' | 'modulus', Buffer>> {
  const spki = pair.publicKey
  const pem = spki.export({ type: 'spki', format: 'pem' }).toString()
  const jwk = spki.export({ format: 'jwk' })
  return {
    pem: Buffer.from(pem),
    pemTrimmed: Buffer.from(pem.trimEnd()),
    der: spki.export({ type: 'spki', format: 'der' }),
    modulus: Buffer.from(jwk.n ?? jwk.x ?? '', 'base64url'),
  }
}
