/**
 * One tenant of the mock identity provider: its people, its sign-ins, its clock, and the dialect that it speaks.
 *
 * A dialect is a function that, given a new tenant, says where its endpoints are and serves them. `oidc/serve.ts`,
 * `social/*.ts` and `saml/serve.ts` each export one; they keep what is theirs alone (codes, tokens, requests) to
 * themselves.
 */
import type {
  AnswerInstead,
  Asked,
  ClaimValue,
  Misbehaved,
  PendingAnswer,
  Person,
  RelyingParty,
  Tenant,
  TenantKeys,
  TenantOptions,
} from './control.ts'
import type { KeyRing } from './keys.ts'
import type { Misbehaviour } from './misbehaviours/misbehaviour.ts'
import type { Answer, Call, Route } from './serve.ts'

export interface Identity {
  readonly subject: string
  readonly claims: Readonly<Record<string, ClaimValue>>
}

/** A misbehaviour at work in one sign-in. */
export interface Bent {
  /** The very value that the catalogue lists; the dialect knows how to bend by it. */
  readonly misbehaviour: Misbehaviour
  /** Who is forged. The one named by the control API, else somebody made up who has no account. */
  readonly victim: Identity
  /** To be called when the bent message leaves the tenant, not before. */
  readonly reached: () => void
}

/** A session of one browser with the provider. */
export interface IdpSession {
  readonly id: string
  readonly username: string
  /** Milliseconds since 1970, by the tenant's clock. */
  readonly authenticatedAt: number
}

/** Somebody has signed in, now or earlier in the same browser. */
export interface SignedIn {
  readonly person: Person
  readonly session: IdpSession
  /** No page was shown: the session of an earlier sign-in was enough. */
  readonly silent: boolean
  readonly bent: Bent | undefined
}

/** How a dialect asks for a sign-in; see `signInThen` in `sign-in.ts`. */
export interface Continuation {
  /** Asks for the password although there is a session (`prompt=login`, ForceAuthn). */
  readonly force?: boolean
  /** Shows no page (`prompt=none`, IsPassive): without a session `nobody` answers. */
  readonly passive?: boolean
  /** What the login page's field is filled with. */
  readonly loginHint?: string
  /** The answer to the relying party. `call` is the request that completed the sign-in. */
  readonly signedIn: (signedIn: SignedIn, call: Call) => Answer | Promise<Answer>
  /** The person pressed "Cancel". */
  readonly cancelled: (call: Call) => Answer | Promise<Answer>
  /** Nobody is signed in, and no page may be shown. */
  readonly nobody: (call: Call) => Answer | Promise<Answer>
}

/** What a dialect makes of a new tenant. */
export interface Speaks {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly endpoints: Tenant['endpoints']
  readonly metadata?: string
  readonly apple?: NonNullable<Tenant['apple']>
  readonly routes: readonly Route[]
  /** Signs with another key from now on and publishes that one alone. */
  readonly rotateKeys: () => void | Promise<void>
  /** For who mints in the name of the tenant. */
  readonly keys?: () => TenantKeys
  /** Nothing where no sign-in of that person waits for the relying party. */
  readonly pendingAnswer?: (username: string) => Promise<PendingAnswer | undefined>
  /** @returns whether there is a sign-in that it can be said in */
  readonly answerWith?: (username: string, instead: AnswerInstead) => boolean
}

export type OpenDialect = (tenant: TenantState) => Speaks | Promise<Speaks>

export interface TenantState {
  readonly id: string
  readonly options: TenantOptions
  /** Of the tenant, no final slash. */
  readonly baseUrl: string
  /** Milliseconds since 1970, by the tenant's clock. Every stamp and every judgement of time goes by it. */
  readonly now: () => number
  readonly keys: KeyRing
  readonly relyingParty: () => RelyingParty
  /** By user name. */
  readonly people: Map<string, Person>
  /** By id. */
  readonly sessions: Map<string, IdpSession>
  /** The misbehaviour of the whole tenant. @param username whose sign-in it is, where that is known. */
  readonly bentWhole: (username?: string) => Bent | undefined
  /** The next misbehaviour switched for that person, which is used up by this; else that of the whole tenant. */
  readonly takeBent: (username: string) => Bent | undefined
  readonly misbehaved: (username: string) => readonly Misbehaved[]
  readonly asked: readonly Asked[]
  /** What `{baseUrl}/canary{path}` answers; a path that is not in it answers `{}`. Each visit stands in `asked`. */
  readonly canary: Map<string, Answer>
}
