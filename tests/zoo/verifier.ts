/**
 * A validator of JSON Web Tokens that is right, taken apart at every decision: an animal of the zoo is this one with one
 * decision taken wrongly.
 */
import { createPublicKey, type JsonWebKey, type KeyObject, verify as verifySignature } from 'node:crypto'
import type { Carriage } from '../../fixtures/fuzzing/jwt/draft.ts'

export type Jwk = JsonWebKey & {
  readonly kid?: unknown
  readonly use?: unknown
  readonly alg?: unknown
  readonly key_ops?: unknown
}
export type Claims = Readonly<Record<string, unknown>>

export interface Expected {
  readonly issuer: string
  readonly client: string
  readonly use: 'id' | 'access'
  readonly scope?: string
  /** Of the request that the token answers. */
  readonly nonce?: string
  /** Of the signing key, where a validator is its issuer too. */
  readonly privateKey?: KeyObject
  /** Seconds since 1970. */
  readonly now: number
  /** What stands at an address, where anything does. */
  readonly fetch?: (address: string) => string | undefined
}

/** A request, as far as a gate in front of a validator reads it. */
export interface Request {
  readonly authorization: readonly unknown[]
  readonly headers: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly form: Readonly<Record<string, string>>
  readonly method: string
  readonly path: string
}

export interface Split {
  readonly header: string
  readonly payload: string
  readonly signature: string
}

interface Signed {
  readonly header: Claims
  readonly claims: Claims
  readonly input: Buffer
  readonly signature: Buffer
}

/** Every decision. Whatever throws refuses. */
export interface Decisions {
  tokenOf(request: Request): unknown
  split(token: unknown): Split | undefined
  /** Of header and payload. */
  decode(part: string): Buffer | undefined
  decodeSignature(part: string): Buffer | undefined
  signingInput(split: Split): Buffer
  parse(bytes: Buffer): Claims | undefined
  algorithmOf(header: Claims): unknown
  admits(algorithm: unknown): boolean
  knowsExtensions(header: Claims): boolean
  keysOf(keySet: string, header: Claims, claims: Claims, expected: Expected): readonly Jwk[]
  keyFor(keys: readonly Jwk[], header: Claims, claims: Claims): Jwk | undefined
  fits(key: Jwk): boolean
  verifies(signed: Signed, algorithm: unknown, key: Jwk, expected: Expected): boolean
  hasNotExpired(claims: Claims, now: number): boolean
  hasBegun(claims: Claims, now: number): boolean
  issuerHolds(issuer: unknown, expected: string): boolean
  audienceHolds(claims: Claims, expected: Expected): boolean
  useHolds(use: unknown, expected: Expected): boolean
  scopeHolds(claims: Claims, expected: Expected): boolean
  nonceHolds(claims: Claims, expected: Expected): boolean
  subjectOf(claims: Claims): string | undefined
}

const isObject = (value: unknown): value is Claims =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

const BASE64URL = /^[A-Za-z0-9_-]*$/

const decode = (part: string): Buffer | undefined =>
  BASE64URL.test(part) && part.length % 4 !== 1 ? Buffer.from(part, 'base64url') : undefined

const READ_AT_MOST = 500
/** By what they were read from: the same few come again and again. */
const readKeys = new Map<string, KeyObject | undefined>()

/** The key of a JWK, or nothing where it is none. */
export function publicKeyOf(jwk: Jwk): KeyObject | undefined {
  const text = JSON.stringify(jwk)
  if (!readKeys.has(text)) {
    if (readKeys.size >= READ_AT_MOST) readKeys.clear()
    try {
      readKeys.set(text, createPublicKey({ key: jwk, format: 'jwk' }))
    } catch {
      readKeys.set(text, undefined)
    }
  }
  return readKeys.get(text)
}

/** The keys of a key set as it is served. */
export function keysIn(keySet: string): readonly Jwk[] {
  const { keys } = JSON.parse(keySet) as { keys?: unknown }
  return Array.isArray(keys) ? keys.filter((key): key is Jwk => isObject(key)) : []
}

export const sound: Decisions = {
  tokenOf({ authorization }) {
    const [value] = authorization
    if (authorization.length !== 1 || typeof value !== 'string') return undefined
    return /^Bearer (\S+)$/i.exec(value)?.[1]
  },
  split(token) {
    if (typeof token !== 'string') return undefined
    const [header, payload, signature, more] = token.split('.')
    return header === undefined || payload === undefined || signature === undefined || more !== undefined
      ? undefined
      : { header, payload, signature }
  },
  decode,
  decodeSignature: decode,
  signingInput: ({ header, payload }) => Buffer.from(`${header}.${payload}`),
  parse(bytes) {
    const value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown
    return isObject(value) ? value : undefined
  },
  algorithmOf: (header) => (Object.hasOwn(header, 'alg') ? header['alg'] : undefined),
  admits: (algorithm) => algorithm === 'RS256',
  knowsExtensions: (header) => header['crit'] === undefined && header['b64'] !== false,
  keysOf: (keySet) => keysIn(keySet),
  keyFor: (keys, { kid }) => (typeof kid === 'string' ? keys.find((key) => key.kid === kid) : undefined),
  fits(key) {
    const made = publicKeyOf(key)
    return (
      key.kty === 'RSA' &&
      (key.use === undefined || key.use === 'sig') &&
      (key.key_ops === undefined || (Array.isArray(key.key_ops) && key.key_ops.includes('verify'))) &&
      (key.alg === undefined || key.alg === 'RS256') &&
      (made?.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048 &&
      (made?.asymmetricKeyDetails?.publicExponent ?? 1n) > 1n
    )
  },
  verifies({ input, signature }, _, key) {
    const made = publicKeyOf(key)
    return made !== undefined && verifySignature('sha256', input, made, signature)
  },
  hasNotExpired: ({ exp }, now) => typeof exp === 'number' && Number.isFinite(exp) && exp > now,
  hasBegun: ({ nbf, iat }, now) =>
    (iat === undefined || typeof iat === 'number') &&
    (nbf === undefined || (typeof nbf === 'number' && nbf <= now)),
  issuerHolds: (issuer, expected) => issuer === expected,
  audienceHolds: ({ aud, client_id }, { client, use }) => (use === 'id' ? aud : client_id) === client,
  useHolds: (use, expected) => use === expected.use,
  scopeHolds: ({ scope }, expected) =>
    expected.scope === undefined || (typeof scope === 'string' && scope.split(' ').includes(expected.scope)),
  nonceHolds: ({ nonce }, expected) => expected.nonce === undefined || nonce === expected.nonce,
  subjectOf: ({ sub }) => (typeof sub === 'string' && sub !== '' ? sub : undefined),
}

const audiences = (aud: unknown): readonly unknown[] => (Array.isArray(aud) ? aud : [aud])

/** What is right depends on where one stands: a JWT authorizer asks for other claims than a relying party. */
export const soundAt: Readonly<Record<'application' | 'http-authorizer' | 'oidc-id-token', Decisions>> = {
  application: sound,
  'http-authorizer': {
    ...sound,
    tokenOf({ authorization }) {
      const [value] = authorization
      return authorization.length === 1 ? /^(?:Bearer )?([^\s:"']+)$/i.exec(String(value))?.[1] : undefined
    },
    hasBegun: ({ nbf, iat }, now) =>
      [nbf, iat].every((time) => time === undefined || (typeof time === 'number' && time <= now)),
    audienceHolds: ({ aud, client_id }, { client }) => (aud === undefined ? client_id : aud) === client,
    useHolds: () => true,
    scopeHolds: ({ scope, scp }, expected) =>
      expected.scope === undefined ||
      [scope, scp].some((one) => typeof one === 'string' && one.split(' ').includes(expected.scope ?? '')),
    subjectOf: ({ sub }) => String(sub),
  },
  'oidc-id-token': {
    ...sound,
    admits: (algorithm) => algorithm === 'RS256' || algorithm === 'ES256',
    fits: (key) =>
      key.kty === 'EC' ? key.crv === 'P-256' && publicKeyOf(key) !== undefined : sound.fits(key),
    verifies(signed, algorithm, key, expected) {
      const made = publicKeyOf(key)
      if (made === undefined || (algorithm === 'ES256') !== (key.kty === 'EC')) return false
      return algorithm === 'ES256'
        ? verifySignature('sha256', signed.input, { key: made, dsaEncoding: 'ieee-p1363' }, signed.signature)
        : sound.verifies(signed, algorithm, key, expected)
    },
    hasBegun: ({ nbf, iat }, now) =>
      typeof iat === 'number' && (nbf === undefined || (typeof nbf === 'number' && nbf <= now)),
    audienceHolds: ({ aud, azp }, { client }) =>
      audiences(aud).includes(client) && (azp === undefined || azp === client),
    useHolds: () => true,
    subjectOf: ({ sub }) => (typeof sub === 'string' && sub !== '' && sub.length <= 255 ? sub : undefined),
  },
}

const fill = (text: string, token: unknown, base: string) =>
  text.includes('$token') || text.includes('$base')
    ? text.replaceAll('$token', String(token)).replaceAll('$base', base)
    : text

const filled = (pairs: Iterable<readonly [string, string]>, token: unknown, base: string) =>
  Object.fromEntries([...pairs].map(([name, value]) => [name.toLowerCase(), fill(value, token, base)]))

/** What the carriage of a case comes to at a server. */
export function requestOf(token: unknown, carriage: Carriage, base: string): Request {
  const { authorization = ['Bearer $token'], headers = [], query = {}, form = {}, method = 'GET' } = carriage
  return {
    authorization: authorization.map((value) => fill(value, token, base)),
    headers: filled(headers, token, base),
    query: filled(Object.entries(query), token, base),
    form: filled(Object.entries(form), token, base),
    method,
    path: carriage.path?.('/') ?? '/',
  }
}

/** @returns whom the token is taken for, or nothing where it is refused */
export function validate(
  decisions: Decisions,
  request: Request,
  keySet: string,
  expected: Expected,
): string | undefined {
  const split = decisions.split(decisions.tokenOf(request))
  if (split === undefined) return undefined
  const header = decoded(decisions, split.header)
  const claims = decoded(decisions, split.payload)
  const signature = decisions.decodeSignature(split.signature)
  if (header === undefined || claims === undefined || signature === undefined) return undefined
  const algorithm = decisions.algorithmOf(header)
  if (!decisions.admits(algorithm) || !decisions.knowsExtensions(header)) return undefined
  const key = decisions.keyFor(decisions.keysOf(keySet, header, claims, expected), header, claims)
  if (key === undefined || !decisions.fits(key)) return undefined
  const signed = { header, claims, input: decisions.signingInput(split), signature }
  const holds =
    decisions.verifies(signed, algorithm, key, expected) &&
    decisions.hasNotExpired(claims, expected.now) &&
    decisions.hasBegun(claims, expected.now) &&
    decisions.issuerHolds(claims['iss'], expected.issuer) &&
    decisions.audienceHolds(claims, expected) &&
    decisions.useHolds(claims['token_use'], expected) &&
    decisions.scopeHolds(claims, expected) &&
    decisions.nonceHolds(claims, expected)
  return holds ? decisions.subjectOf(claims) : undefined
}

function decoded(decisions: Decisions, part: string): Claims | undefined {
  const bytes = decisions.decode(part)
  return bytes === undefined ? undefined : decisions.parse(bytes)
}
