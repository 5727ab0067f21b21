/**
 * Where an OAuth 2.0 or OpenID Connect provider can be bent: at the answer through the browser, the ID token, the answer
 * of the token endpoint, that of userInfo (or what a social dialect has in its place), the key set and discovery.
 */
import type { Person } from '../control.ts'
import type { KeyPair } from '../keys.ts'
import type { Misbehaviour } from '../misbehaviours/misbehaviour.ts'
import type { Answer } from '../serve.ts'
import type { Bent, Identity, TenantState } from '../tenant.ts'
import type { Algorithm } from './jwt.ts'
import type { Members } from './members.ts'

/** Of a query or a form, in their order; a name may stand twice. */
export type Parameters = readonly (readonly [name: string, value: string])[]

/** How the answer to an authorization request reaches the relying party. */
export interface AuthorizationAnswer {
  readonly mode: 'query' | 'fragment' | 'form_post'
  readonly parameters: Parameters
}

/** What a bend may need to know. */
export interface Facts {
  readonly tenant: TenantState
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Who really signed in; nobody at discovery and at the key set. */
  readonly person: Person | undefined
  readonly victim: Identity
  /** Seconds since 1970, by the tenant's clock. */
  readonly now: number
  readonly algorithm: Algorithm
  /** The key that the key set lists. */
  readonly key: KeyPair
  /** RSA, of somebody who is not the provider; no key set of the provider lists it. */
  readonly stranger: KeyPair
  /** URL at the tenant whose visits are counted. @param path with its first slash */
  readonly canary: (path: string) => string
  /** Another code for the same request, good for that identity. */
  readonly codeFor: (identity: Identity) => string
  /** Lets that text be a code for the same sign-in. */
  readonly codeNamed: (text: string) => string
  /** `state` of other requests to this tenant: those that were answered honestly, and those that wait for a sign-in. */
  readonly states: {
    readonly answered: readonly string[]
    readonly waiting: readonly string[]
  }
  /** Lets that text be an access token for the same sign-in. */
  readonly accessTokenNamed: (text: string) => string
  /** Codes that were exchanged, the latest last. */
  readonly usedCodes: readonly string[]
  /** A token of the same content by another provider of the same relying party, where there is one. */
  readonly signedByNeighbour: ((claims: Members, named: 'as itself' | 'as this one') => string) | undefined
  /** An honest ID token over these claims. */
  readonly signed: (claims: Members) => string
  /** The honest header of an ID token. */
  readonly header: Members
  /** What one visit leaves for the next at the same tenant. */
  readonly memory: Map<string, unknown>
}

/** Each takes the honest part and gives the one that leaves; `undefined` where it cannot be bent here. */
export interface OidcBend {
  readonly answer?: (honest: AuthorizationAnswer, facts: Facts) => AuthorizationAnswer | undefined
  /** The answer to the browser, whole. */
  readonly browserAnswer?: (honest: Answer, facts: Facts) => Answer | undefined
  /** @param claims of an honest ID token; @returns a compact token, or whatever stands in its place */
  readonly idToken?: (claims: Members, facts: Facts) => string | undefined
  readonly tokenMembers?: (honest: Members, facts: Facts) => Members | undefined
  readonly tokenAnswer?: (honest: Answer, facts: Facts) => Answer | undefined
  /** Of userInfo, `/me`, `/user/profile`. */
  readonly userInfoMembers?: (honest: Members, facts: Facts) => Members | undefined
  readonly userInfoAnswer?: (honest: Answer, facts: Facts) => Answer | undefined
  readonly keys?: (honest: readonly Members[], facts: Facts) => readonly Members[] | undefined
  readonly jwksAnswer?: (honest: Answer, facts: Facts) => Answer | undefined
  readonly discoveryMembers?: (honest: Members, facts: Facts) => Members | undefined
  readonly discoveryAnswer?: (honest: Answer, facts: Facts) => Answer | undefined
}

export interface OidcMisbehaviour extends Misbehaviour {
  readonly bend: OidcBend
}

type Hook = keyof OidcBend
type Honest<Name extends Hook> =
  NonNullable<OidcBend[Name]> extends (honest: infer Part, facts: Facts) => unknown ? Part : never

/**
 * The part of a message as it is to leave: bent where a misbehaviour concerns it, else as it is. Notes that a bent one
 * leaves. (The ID token is apart: what goes in is claims, what comes out is text.)
 */
export function bentOr<Name extends Exclude<Hook, 'idToken'>>(
  bent: Bent | undefined,
  name: Name,
  honest: Honest<Name>,
  facts: Facts,
): Honest<Name> {
  const bend = bendsOf(bent)[name] as
    | ((honest: Honest<Name>, facts: Facts) => Honest<Name> | undefined)
    | undefined
  const other = bend?.(honest, facts)
  if (other === undefined) return honest
  bent?.reached()
  return other
}

/** The ID token as it is to leave. */
export function idTokenOr(bent: Bent | undefined, claims: Members, facts: Facts): string {
  const other = bendsOf(bent).idToken?.(claims, facts)
  if (other === undefined) return facts.signed(claims)
  bent?.reached()
  return other
}

function bendsOf(bent: Bent | undefined): OidcBend {
  return bent !== undefined && 'bend' in bent.misbehaviour ? (bent.misbehaviour as OidcMisbehaviour).bend : {}
}
