/** Bases for an API of the user's own: a token that was given, those of a sign-in, or those of the mock identity provider. */
import { createPublicKey, randomUUID } from 'node:crypto'
import type { Cast } from '../../../fixtures/actors/actors.ts'
import { JsonText } from '../../../fixtures/fuzzing/json-text.ts'
import { type HeldKey, type JwtScene, makeJwt, type OtherToken } from '../../../fixtures/fuzzing/jwt/draft.ts'
import { WELL_AFTER } from '../../shared/expiry.ts'
import { poolScene, sceneAt } from '../surfaces/pool-tokens.ts'
import type { AttackedSurface } from '../surfaces.ts'

export type Use = 'access' | 'id'
type Canary = NonNullable<JwtScene['canary']>

/** What of a target is needed to sign in there for tokens. */
export const toSignIn: AttackedSurface['options'] = {
  lacking: ['password'],
  pool: { mfa: 'off' },
  client: { uses: ['ALLOW_USER_PASSWORD_AUTH'] },
  secondClient: { uses: ['ALLOW_USER_PASSWORD_AUTH'] },
  user: {},
  secondUser: { mayLack: true },
  does: ['signs-in'],
}

/** Nothing of a target is needed where tokens come from elsewhere. */
export const withoutTarget: AttackedSurface['options'] = {
  pool: { mfa: 'off' },
  client: {},
  user: {},
  does: [],
}

/** Tokens of the leased user. */
export const signedIn = (use: Use, canary: Canary | undefined) => async (cast: Cast) => ({
  ...(await poolScene(cast, use, () => undefined)),
  ...(canary === undefined ? {} : { canary }),
})

export interface Given {
  /** The token as it is now: who gave it may renew it. */
  readonly token: () => string
  readonly issuer: string
  readonly client: string
  /** As served; empty where it could not be had. */
  readonly keySet: string
  readonly canary: Canary | undefined
}

/** One token, and what everybody knows. */
export const given =
  ({ token, issuer, client, keySet, canary }: Given) =>
  async (cast: Cast): Promise<JwtScene> => ({
    ...sceneAt(cast),
    token: token(),
    issuer,
    client,
    keySet,
    others: {},
    ...(canary === undefined ? {} : { canary }),
  })

interface Issuer {
  readonly issuer: string
  readonly held: HeldKey
}

export interface Minting {
  /** Whom the API trusts. */
  readonly own: Issuer
  /** Another one of the same kind, whom it has no reason to trust. */
  readonly other: Issuer
  readonly use: Use
  readonly client: string
  readonly scope: string | undefined
  readonly canary: Canary | undefined
}

const HOUR = 3600

function keySetOf({ kid, algorithm, privateKey }: HeldKey): string {
  const jwk = createPublicKey(privateKey).export({ format: 'jwk' })
  return JSON.stringify({ keys: [{ ...jwk, kid, alg: algorithm, use: 'sig' }] })
}

type Claims = Readonly<Record<string, unknown>>

/**
 * What Amazon Cognito has in tokens of that use. Access tokens have an audience beside, as RFC 9068 wants it, for APIs that
 * look for one.
 */
function claimsOf(use: Use, now: number, { client, scope }: Pick<Minting, 'client' | 'scope'>): Claims {
  const sub = randomUUID()
  const always = { sub, aud: client, auth_time: now, iat: now, exp: now + HOUR, jti: randomUUID() }
  return use === 'id'
    ? {
        ...always,
        token_use: 'id',
        email: `${sub}@example.com`,
        email_verified: true,
        'cognito:username': sub,
      }
    : { ...always, token_use: 'access', client_id: client, scope: scope ?? 'openid', username: sub }
}

/** Signed by somebody of whom we hold the key. */
function mint({ issuer, held }: Issuer, claims: Claims, scene: Omit<JwtScene, 'token' | 'held'>): string {
  const draft = {
    header: JsonText.of({ kid: held.kid, alg: held.algorithm }),
    payload: JsonText.of({ iss: issuer, ...claims }),
    seal: 'issuer',
    forms: [],
    carriage: {},
  } as const
  return String(makeJwt(draft, { ...scene, held, token: '' }).value)
}

/** Fresh tokens of an issuer whose key is held, so that what is wrong can be properly signed. */
export const minted = (minting: Minting) => {
  const { own, other, use, client, scope, canary } = minting
  const keySet = keySetOf(own.held)
  return async (cast: Cast): Promise<JwtScene> => {
    const scene = {
      ...sceneAt(cast),
      issuer: own.issuer,
      client,
      keySet,
      others: {},
      ...(canary === undefined ? {} : { canary }),
    }
    const { now } = scene
    const claims = claimsOf(use, now, minting)
    const of = (changed: Claims, by = own) => mint(by, { ...claims, ...changed }, scene)
    const another = 'another-client'
    const others: Partial<Record<OtherToken, string>> = {
      'other-user': of({ sub: randomUUID(), jti: randomUUID() }),
      'other-client': of({ aud: another, ...(use === 'access' ? { client_id: another } : {}) }),
      'other-use': mint(own, claimsOf(use === 'id' ? 'access' : 'id', now, minting), scene),
      'other-pool': of({}, other),
      expired: of({
        iat: now - HOUR - WELL_AFTER,
        auth_time: now - HOUR - WELL_AFTER,
        exp: now - WELL_AFTER,
      }),
      ...(scope === undefined || use === 'id' ? {} : { 'without-scope': of({ scope: 'another-scope' }) }),
    }
    return { ...scene, token: of({}), held: own.held, others }
  }
}
