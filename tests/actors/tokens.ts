/** Tokens and key sets for tests, made with node:crypto: another hand than the one that is tested. */
import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

export const REGION = 'us-east-1'
export const POOL = 'us-east-1_Example01'
export const CLIENT = '1example23456789'
export const ISSUER = `https://cognito-idp.${REGION}.amazonaws.com/${POOL}`

export interface Pair {
  readonly kid: string
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
}

export const makeKey = (kid: string, modulusLength = 2048): Pair => ({
  kid,
  ...generateKeyPairSync('rsa', { modulusLength }),
})

export const jwkOf = ({ publicKey, kid }: Pair): Record<string, unknown> => ({
  ...publicKey.export({ format: 'jwk' }),
  kid,
  use: 'sig',
  alg: 'RS256',
})

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

export function signed(
  key: Pair,
  claims: unknown,
  header: unknown = { kid: key.kid, alg: 'RS256' },
  hash = 'sha256',
): string {
  const input = `${encode(header)}.${encode(claims)}`
  return `${input}.${sign(hash, Buffer.from(input), key.privateKey).toString('base64url')}`
}

/** Signed with the public key as though it were a shared secret. */
export function signedWithPublicKey(key: Pair, claims: unknown): string {
  const input = `${encode({ kid: key.kid, alg: 'HS256' })}.${encode(claims)}`
  const pem = key.publicKey.export({ type: 'spki', format: 'pem' })
  return `${input}.${createHmac('sha256', pem).update(input).digest('base64url')}`
}

export const unsigned = (kid: string, claims: unknown): string =>
  `${encode({ kid, alg: 'none' })}.${encode(claims)}.`

export function claimsOf(use: 'id' | 'access', nowMs: number, more: Record<string, unknown> = {}) {
  const now = Math.floor(nowMs / 1000)
  const client =
    use === 'id' ? { aud: CLIENT, 'cognito:username': 'ana' } : { client_id: CLIENT, username: 'ana' }
  return {
    sub: '2f1c7b66-0000-4000-8000-000000000001',
    iss: ISSUER,
    token_use: use,
    auth_time: now,
    iat: now,
    exp: now + 3600,
    jti: 'd2b1f0de-0000-4000-8000-000000000002',
    ...client,
    ...more,
  }
}
