/**
 * Published versions of packages, each with an advisory, used as their documentation of the day shows: the keys come
 * from the issuer's key set by key id, and what the package leaves to its user is checked as it should be.
 */
import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import type { Animal } from './animal.ts'
import { animal, published } from './habitat.ts'
import { pemOf } from './scene.ts'
import { type Jwk, keysIn, sound } from './verifier.ts'

const load = createRequire(import.meta.url)

/** None of these ships types that fit, and what comes back is judged as unknown. */
type Untyped = Record<string, (...args: readonly unknown[]) => unknown>

/** What is no key for signatures is left out by whoever reads the key set. */
const jwksOf = (keySet: string): readonly Jwk[] => keysIn(keySet).filter((key) => sound.fits(key))

const headerOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as Record<string, unknown>

/** The key that the header names, as PEM; nothing where it names none. */
function pemFor(token: string, keySet: string): string | undefined {
  const { kid } = headerOf(token)
  const key = jwksOf(keySet).find((one) => one.kid === kid)
  return key === undefined ? undefined : pemOf(key)
}

const jsonwebtoken4 = load('vulnerable-jsonwebtoken-4') as Untyped
const jsonwebtoken8 = load('vulnerable-jsonwebtoken-8') as Untyped
const jwtSimple = load('vulnerable-jwt-simple') as Untyped
const jsonWebToken = load('vulnerable-json-web-token') as Untyped
const fastJwt4 = load('vulnerable-fast-jwt-4') as {
  createVerifier: (options: object) => (token: string) => unknown
}
const nodeJose = load('vulnerable-node-jose') as {
  JWK: { asKeyStore: (set: object) => Promise<object> }
  JWS: { createVerify: (keys: object) => { verify: (token: string) => Promise<{ payload: Buffer }> } }
}
const jws = load('vulnerable-jws') as Untyped
const jsrsasign = load('vulnerable-jsrsasign') as {
  KEYUTIL: { getKey: (jwk: object) => object }
  KJUR: { jws: { JWS: { verify: (token: string, key: object, algorithms: readonly string[]) => boolean } } }
}
const forge = load('vulnerable-node-forge') as {
  pki: { publicKeyFromPem: (pem: string) => { verify: (digest: string, signature: string) => boolean } }
}

const claimsOf = (token: string): unknown =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as unknown

/** A module, whose types are for another TypeScript than ours. */
const hono = import('vulnerable-hono/jwt' as string)

export const publishedPackages: readonly Animal[] = [
  published(
    'jsonwebtoken-4.1.0',
    'jsonwebtoken 4.1.0: the header chooses the algorithm (CVE-2015-9235)',
    ['key-confusion', 'unsigned'],
    (token, keySet) => jsonwebtoken4['verify']?.(token, pemFor(token, keySet)),
  ),
  published(
    'jsonwebtoken-8.5.1',
    'jsonwebtoken 8.5.1: without a key and without algorithms none is taken (CVE-2022-23540)',
    ['unsigned'],
    (token, keySet) => jsonwebtoken8['verify']?.(token, pemFor(token, keySet)),
  ),
  published(
    'jwt-simple-0.5.2',
    'jwt-simple 0.5.2: the header chooses the algorithm (CVE-2016-10555 and its relatives)',
    ['key-confusion'],
    (token, keySet) => jwtSimple['decode']?.(token, pemFor(token, keySet)),
  ),
  published(
    'json-web-token-3.1.1',
    'json-web-token 3.1.1: the header chooses the algorithm (CVE-2023-48238)',
    ['key-confusion'],
    (token, keySet) => {
      const { error, value } = (jsonWebToken['decode']?.(pemFor(token, keySet), token) ?? {}) as {
        error?: unknown
        value?: unknown
      }
      if (error) throw error
      return value
    },
  ),
  published(
    'fast-jwt-4.0.0',
    'fast-jwt 4.0.0: a list of issuers passes if one of them is allowed (CVE-2025-30144)',
    ['issuer-spelling', 'claim-types'],
    (token, keySet, { issuer }) =>
      fastJwt4.createVerifier({ key: pemFor(token, keySet), algorithms: ['RS256'], allowedIss: issuer })(
        token,
      ),
    { checks: ['issuer'] },
  ),
  published(
    'node-jose-0.10.0',
    'node-jose 0.10.0: verifies with the key that the token brings (CVE-2018-0114)',
    ['offered-key'],
    async (token, keySet) => {
      const keys = await nodeJose.JWK.asKeyStore({ keys: jwksOf(keySet) })
      const { payload } = await nodeJose.JWS.createVerify(keys).verify(token)
      return JSON.parse(payload.toString()) as unknown
    },
  ),
  published(
    'jws-2.0.0',
    'jws 2.0.0: the header chooses the algorithm (CVE-2016-1000223)',
    ['key-confusion', 'unsigned'],
    (token, keySet) => (jws['verify']?.(token, pemFor(token, keySet)) === true ? claimsOf(token) : null),
  ),
  published(
    'jsrsasign-8.0.12',
    'jsrsasign 8.0.12: leading zeros of a signature are skipped (CVE-2020-14968)',
    ['signature', 'padding'],
    (token, keySet) => {
      const { kid } = headerOf(token)
      const key = jwksOf(keySet).find((one) => one.kid === kid)
      return key !== undefined &&
        jsrsasign.KJUR.jws.JWS.verify(token, jsrsasign.KEYUTIL.getKey(key), ['RS256'])
        ? claimsOf(token)
        : null
    },
  ),
  animal(
    'node-forge-1.2.1',
    'node-forge 1.2.1: reads the DigestInfo of a signature leniently (CVE-2022-24771, -24772, -24773)',
    ['padding'],
    () => ({
      verifies: ({ input, signature }, _, key) =>
        forge.pki
          .publicKeyFromPem(pemOf(key))
          .verify(createHash('sha256').update(input).digest('binary'), signature.toString('binary')),
    }),
  ),
  published(
    'hono-4.11.3',
    'hono 4.11.3: a key that names no algorithm is used with the one of the header (CVE-2026-22817, CVE-2026-22818)',
    ['other-algorithm'],
    async (token, keySet) => {
      const { verifyWithJwks } = (await hono) as { verifyWithJwks: (...given: unknown[]) => unknown }
      // Key sets need not name algorithms.
      return verifyWithJwks(token, { keys: jwksOf(keySet).map(({ alg: _, ...key }) => key) })
    },
  ),
]
