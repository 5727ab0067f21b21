/**
 * What rows about claims share: which surface owes what when a claim is wrong or missing, and drafts that the issuer
 * signs again after their claims were changed.
 */
import type { JwtDraft } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import type { Place, SurfaceKind, Verdict } from '../../../../fixtures/fuzzing/model.ts'
import { type Members, withClaims } from './making.ts'

export const OPERATION = 'access-token-operation'
export const USER_INFO = 'user-info'
export const POOL = 'identity-pool-of-user-pool'
export const POOL_OIDC = 'identity-pool-of-oidc'
export const STS = 'sts'
export const REST = 'rest-authorizer'
export const HTTP = 'http-authorizer'
export const PROVIDER = 'oidc-id-token'
export const APPLICATION = 'application'
export const OWN_API = 'http-api'

/** The kinds of places that take a JSON Web Token. */
export const ALL: readonly SurfaceKind[] = [
  OPERATION,
  USER_INFO,
  POOL,
  POOL_OIDC,
  STS,
  REST,
  HTTP,
  PROVIDER,
  APPLICATION,
  OWN_API,
]

/** Those that can be told to trust an issuer of ours: what is documented of odd but right tokens is said of these. */
export const TRUSTING: readonly SurfaceKind[] = [POOL_OIDC, STS, HTTP, PROVIDER, APPLICATION, OWN_API]

export const allBut = (...kinds: readonly SurfaceKind[]): readonly SurfaceKind[] =>
  ALL.filter((kind) => !kinds.includes(kind))

export type VerdictOf = (place: Place) => Verdict | undefined

/** The verdict under which a kind of surface is listed. Elsewhere the row has no meaning. */
export const owed =
  (table: Readonly<Partial<Record<Verdict, readonly SurfaceKind[]>>>): VerdictOf =>
  ({ kind }) =>
    (['refuse', 'accept', 'either'] as const).find((verdict) => table[verdict]?.includes(kind))

/** Refused by these, and asserted of no other. */
export const refusedBy = (...kinds: readonly SurfaceKind[]): VerdictOf =>
  owed({ refuse: kinds, either: allBut(...kinds) })

export const refusedByAll: VerdictOf = owed({ refuse: ALL })
export const eitherWay: VerdictOf = owed({ either: ALL })

/**
 * A wrong issuer. Operations and userInfo serve whole regions and domains: nobody documents what they do with a token
 * that the right key signed for another issuer.
 */
export const wrongIssuer: VerdictOf = refusedBy(...allBut(OPERATION, USER_INFO))

/**
 * Whatever names a client names another, or none. Operations and userInfo serve each client of the pool; whether the user
 * pool authorizer of a REST API looks at the client is not documented; an API of somebody’s own may take access tokens of
 * any client, unless it is said to be for one.
 */
export const wrongClient: VerdictOf = ({ kind, use, ofOneClient }) => {
  if (kind === OPERATION || kind === USER_INFO) return undefined
  if (kind === REST || (kind === OWN_API && use === 'access' && ofOneClient !== true)) return 'either'
  return ALL.includes(kind) ? 'refuse' : undefined
}

/** A wrong audience alone: of access tokens, APIs that were made for Cognito look at `client_id`, and others at `aud`. */
export const wrongAudience: VerdictOf = (place) =>
  place.kind === OWN_API && place.use === 'access' ? 'either' : wrongClient(place)

/** `token_use` is Cognito's own: required of applications, and unknown to validators that know no Cognito. */
export const wrongTokenUse: VerdictOf = owed({
  refuse: [APPLICATION],
  either: [OPERATION, USER_INFO, POOL, REST, HTTP, OWN_API],
})

export const wrongExpiry: VerdictOf = refusedByAll
/** The common validators take a token without `exp`, or with `exp: null`, for one that never expires. */
export const missingExpiry: VerdictOf = refusedBy(PROVIDER, HTTP)
/** OpenID Connect wants these of an ID token; RFC 7519 of none. */
export const missingStandardClaim: VerdictOf = refusedBy(PROVIDER)
/** Times before which a token is not valid, or was not issued yet, are looked at where somebody says so. */
export const wrongNotBefore: VerdictOf = refusedBy(...TRUSTING)

/** The claim that names the client: `aud`, or `client_id` of access tokens. */
export const audienceClaim = ({ payload }: JwtDraft): 'aud' | 'client_id' | undefined =>
  (['aud', 'client_id'] as const).find((name) => payload.has(name))

/** Names the client by another claim than its audience, too: whoever looks at either is told the same. */
export const beside = ({ payload }: JwtDraft, clientId: unknown): Readonly<Record<string, unknown>> =>
  payload.has('aud') && payload.has('client_id') ? { client_id: clientId } : {}

/** The issuer signs what became of it, with another of its keys where it was said so before. */
export const signed = (draft: JwtDraft): JwtDraft =>
  draft.seal === 'kept' ? { ...draft, seal: 'issuer' } : draft

/** Sets claims, removes those that are undefined, and has the issuer sign. */
export const signedWith = (draft: JwtDraft, claims: Members): JwtDraft => signed(withClaims(draft, claims))

/** @param value JSON text, or what is to stand in its place */
export const signedRaw = (draft: JwtDraft, name: string, value: string): JwtDraft =>
  signed({ ...draft, payload: draft.payload.setRaw(name, value) })

/** Text in which each letter and digit of the last part is another one, of the same length. */
export const another = (text: string): string => {
  const other = text.replace(/[A-Za-z0-9]+(?=[^A-Za-z0-9]*$)/, (last) =>
    [...last].map((one) => (one === '9' ? '0' : one === 'z' ? 'a' : one === 'Z' ? 'A' : next(one))).join(''),
  )
  return other === text ? `${text}0` : other
}

const next = (one: string) => String.fromCharCode(one.charCodeAt(0) + 1)

export const MINUTE = 60
export const DAY = 86_400
export const YEAR = 365 * DAY
/** Beyond any leeway that is documented or usual. */
export const BEYOND = 10 * MINUTE
