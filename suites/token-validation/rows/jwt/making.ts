/**
 * What makes a forged token: content that only a forger writes, signatures of somebody whom nobody trusts, and the keys
 * that an issuer publishes, as an attacker reads them.
 */
import { constants, createHash, createHmac, createPublicKey, type KeyObject, sign } from 'node:crypto'
import type { Pair } from '../../../../fixtures/fuzzing/jwt/attacker-keys.ts'
import type { JwtDraft, JwtScene } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { certificate } from '../../../../mock-idp/saml/certificate.ts'

export type Members = Readonly<Record<string, unknown>>
export type Seal = Exclude<JwtDraft['seal'], string>

/** A subject that no user has. */
export const NOBODY = '00000000-0000-4000-8000-000000000000'

/** By these a token says whose it is. Sessions too: some servers look a user up by them. */
const IDENTITY = ['sub', 'username', 'cognito:username', 'email', 'jti', 'origin_jti', 'event_id'] as const

/** The JSON object that the part of a token holds, counted from 0. Nothing where it holds none. */
export function partOf(token: string | undefined, index: 0 | 1): Members | undefined {
  try {
    const value = JSON.parse(Buffer.from(token?.split('.')[index] ?? '', 'base64url').toString()) as unknown
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Members)
      : undefined
  } catch {
    return undefined
  }
}

/** Sets members, and removes those that are undefined. */
const withMembers = <T extends 'header' | 'payload'>(
  draft: JwtDraft,
  part: T,
  values: Members,
): JwtDraft => ({
  ...draft,
  [part]: Object.entries(values).reduce(
    (text, [name, value]) => (value === undefined ? text.remove(name) : text.set(name, value)),
    draft[part],
  ),
})

/** Sets members of the header; one that is undefined is removed. */
export const withHeader = (draft: JwtDraft, values: Members): JwtDraft => withMembers(draft, 'header', values)

/** Sets claims; one that is undefined is removed. */
export const withClaims = (draft: JwtDraft, values: Members): JwtDraft =>
  withMembers(draft, 'payload', values)

/** Whose name a forged token bears. `own` shows only that it was taken, but is taken where others are looked up in vain. */
export type Bearer = 'another' | 'own'
export const BEARERS = ['another', 'own'] as const satisfies readonly Bearer[]

/** Says that the bearer is another user of the same pool, or nobody where the scene knows of none. Times stay fresh. */
export function forged(draft: JwtDraft, scene: JwtScene, bearer: Bearer = 'another'): JwtDraft {
  if (bearer === 'own') return draft
  const other = partOf(scene.others['other-user'], 1) ?? {
    sub: NOBODY,
    username: NOBODY,
    'cognito:username': NOBODY,
  }
  const theirs = IDENTITY.filter((name) => draft.payload.has(name) && other[name] !== undefined)
  return withClaims(draft, Object.fromEntries(theirs.map((name) => [name, other[name]])))
}

/** No signature at all: the token ends with its last dot. */
export const unsealed: Seal = () => Buffer.alloc(0)

export const BITS = [256, 384, 512] as const
export type Bits = (typeof BITS)[number]

export const mac =
  (key: Buffer | string, bits: Bits = 256): Seal =>
  (input) =>
    createHmac(`sha${bits}`, key).update(input).digest()

/** Signs as the algorithm's name says, whosever the key is. `EdDSA` and `Ed25519` are one. @see RFC 7518, section 3.1 */
export function sealedBy(privateKey: KeyObject, algorithm: string): Seal {
  const hash = `sha${/256|384|512/.exec(algorithm)?.[0] ?? '256'}`
  if (algorithm.startsWith('Ed')) return (input) => sign(null, input, privateKey)
  if (algorithm.startsWith('ES')) {
    return (input) => sign(hash, input, { key: privateKey, dsaEncoding: 'ieee-p1363' })
  }
  if (algorithm.startsWith('PS')) {
    const padding = constants.RSA_PKCS1_PSS_PADDING
    const saltLength = constants.RSA_PSS_SALTLEN_DIGEST
    return (input) => sign(hash, input, { key: privateKey, padding, saltLength })
  }
  return (input) => sign(hash, input, privateKey)
}

/** The attacker's pair that signs with an algorithm of that name. */
export function attackerPair({ attacker }: JwtScene, algorithm: string): Pair {
  if (algorithm.startsWith('Ed')) return attacker.ed25519()
  if (algorithm === 'ES256K') return attacker.ec('secp256k1')
  if (algorithm === 'ES384') return attacker.ec('P-384')
  if (algorithm === 'ES512') return attacker.ec('P-521')
  return algorithm.startsWith('ES') ? attacker.ec() : attacker.rsa()
}

/** Of an untrusted key, right in everything else. */
export const attackerSeal = (scene: JwtScene, algorithm = 'RS256'): Seal =>
  sealedBy(attackerPair(scene, algorithm).privateKey, algorithm)

/** The public key as a JWK. @param more such as `kid`, `alg`, `use` */
export const jwkOf = (key: KeyObject, more: Members = {}): Members => ({
  ...(key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' }),
  ...more,
})

/** The members that count, in their order, without white space. @see RFC 7638, section 3 */
export function canonicalJwk(jwk: Members): string {
  const needed = ['crv', 'e', 'k', 'kty', 'n', 'x', 'y'].filter((name) => jwk[name] !== undefined)
  return JSON.stringify(Object.fromEntries(needed.map((name) => [name, jwk[name]])))
}

/** @see RFC 7638 */
export const thumbprint = (jwk: Members): string =>
  createHash('sha256').update(canonicalJwk(jwk)).digest('base64url')

/** A certificate that the attacker's key gives itself, in DER: the same one for the whole scene. */
export const attackerCertificate = ({ now }: JwtScene, { privateKey, publicKey }: Pair): Buffer =>
  certificate({
    subject: 'attacker.example',
    key: publicKey,
    signedWith: privateKey,
    notBefore: (now - 86_400) * 1000,
    notAfter: (now + 86_400) * 1000,
    serial: Buffer.from([1]),
  })

export interface PublishedKey {
  readonly jwk: Members
  /** As it stands in the key set, byte for byte. */
  readonly text: string
  /** Absent where it is no public key that Node reads. */
  readonly key?: KeyObject
}

/** The objects in the text of an array, as they are spelled. */
function spelledObjects(text: string): string[] {
  const found: string[] = []
  let depth = 0
  let start = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const one = text[at]
    if (inString) {
      if (one === '\\') at++
      else if (one === '"') inString = false
    } else if (one === '"') inString = true
    else if (one === '{' && depth++ === 0) start = at
    else if (one === '}' && --depth === 0) found.push(text.slice(start, at + 1))
  }
  return found
}

const readKey = (jwk: Members): KeyObject | undefined => {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' })
  } catch {
    return undefined
  }
}

/** The key set's keys, in its order. None where it cannot be read. */
export function publishedKeys({ keySet }: JwtScene): readonly PublishedKey[] {
  const begin = keySet.indexOf('[', keySet.indexOf('"keys"'))
  return spelledObjects(keySet.slice(begin + 1, keySet.lastIndexOf(']'))).flatMap((text) => {
    try {
      const jwk = JSON.parse(text) as Members
      const key = readKey(jwk)
      return [{ jwk, text, ...(key === undefined ? {} : { key }) }]
    } catch {
      return []
    }
  })
}

/** The published keys, that of the base first. */
export function publishedKeysFor(scene: JwtScene): readonly PublishedKey[] {
  const kid = partOf(scene.token, 0)?.['kid']
  return publishedKeys(scene).toSorted((a, b) => Number(b.jwk['kid'] === kid) - Number(a.jwk['kid'] === kid))
}
