/** The surface that animals of the zoo stand at: an issuer whose key is in our hands, two users, and no wire between. */
import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { type AttackerKeys, attackerKeys } from '../../fixtures/fuzzing/jwt/attacker-keys.ts'
import type { JwtScene } from '../../fixtures/fuzzing/jwt/draft.ts'

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

export const ISSUER = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Zoo7Gate1'
export const CLIENT = '3zoo4animals5gate6keeper'
/** Another pool, which signs with keys of its own under the same key ids. */
export const FOREIGN = `${ISSUER.slice(0, -9)}Other0001`
export const SCOPE = 'zoo/enter'
/** Of the request that a relying party sent. */
export const NONCE = 'n-0S6_zooKeeper'
const CANARY = 'https://canary.zoo.example'

export interface Issuer {
  readonly kid: string
  readonly privateKey: KeyObject
  /** Signs header and claims as they are. */
  readonly issue: (claims: Readonly<Record<string, unknown>>) => string
  readonly keySet: string
}

/** Two keys, as a user pool publishes them; the first one signs. */
export function openIssuer(): Issuer {
  const pairs = ['hV7xQ+1mKe/zoo=', 'Rb0dTw+2Xy/gate='].map((kid) => ({
    kid,
    ...generateKeyPairSync('rsa', { modulusLength: 2048 }),
  }))
  const keys = pairs.map(({ kid, publicKey }) => ({
    alg: 'RS256',
    ...publicKey.export({ format: 'jwk' }),
    kid,
    use: 'sig',
  }))
  const [{ kid, privateKey }] = pairs as [(typeof pairs)[0]]
  return {
    kid,
    privateKey,
    keySet: JSON.stringify({ keys }),
    issue(claims) {
      const input = `${part({ kid, alg: 'RS256' })}.${part(claims)}`
      return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`
    },
  }
}

const attacker = attackerKeys()

/** What stands at an address of the attacker: a key set with the key that the attacker signs with. */
export function served(address: string, { rsa }: AttackerKeys): string | undefined {
  if (!address.startsWith(CANARY)) return undefined
  const { publicKey } = rsa()
  return JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] })
}

const claimsOf = (use: 'id' | 'access', sub: string, now: number, client = CLIENT) => ({
  sub,
  iss: ISSUER,
  ...(use === 'id'
    ? { aud: client, 'cognito:username': sub, nonce: NONCE }
    : { client_id: client, username: sub, scope: SCOPE }),
  token_use: use,
  auth_time: now - 60,
  iat: now - 60,
  exp: now + 3600,
  jti: `${sub}-${now}`,
})

export const ALICE = '6b1f2c3d-0000-4000-8000-00000000a11c'
export const BOB = '6b1f2c3d-0000-4000-8000-000000000b0b'

/** @param now seconds since 1970 */
export function sceneOf(issuer: Issuer, foreign: Issuer, use: 'id' | 'access', now: number): JwtScene {
  const claims = claimsOf(use, ALICE, now)
  return {
    token: issuer.issue(claims),
    self: ALICE,
    now,
    issuer: ISSUER,
    client: CLIENT,
    held: { kid: issuer.kid, algorithm: 'RS256', privateKey: issuer.privateKey },
    keySet: issuer.keySet,
    others: {
      'other-user': issuer.issue(claimsOf(use, BOB, now)),
      'other-client': issuer.issue(claimsOf(use, ALICE, now, 'another0client1of2the3pool')),
      'other-pool': foreign.issue({ ...claims, iss: FOREIGN }),
      'other-use': issuer.issue(claimsOf(use === 'id' ? 'access' : 'id', ALICE, now)),
      expired: issuer.issue({ ...claims, iat: now - 7200, auth_time: now - 7200, exp: now - 3600 }),
    },
    attacker,
    canary: (path) => `${CANARY}${path}`,
  }
}

/** The public key in the forms in which a careless validator holds it. */
export const pemOf = (jwk: object, type: 'spki' | 'pkcs1' = 'spki'): string =>
  createPublicKey({ key: jwk as never, format: 'jwk' }).export({ type, format: 'pem' }) as string
