/** Builders of misbehaviours of OpenID Connect: what most of them have in common, said once. */
import type { ClaimValue, Dialect } from '../control.ts'
import type { Facts, OidcBend, OidcMisbehaviour } from '../oidc/bend.ts'
import { base64url, signature } from '../oidc/jwt.ts'
import { jsonText, type Members, members, put, readMember } from '../oidc/members.ts'
import type { Answer } from '../serve.ts'
import type { Misbehaviour, Topic } from './misbehaviour.ts'

export type Owed = Misbehaviour['owed']

/** What stands beside id, sentence and bend, where it is not what it mostly is. */
export interface More {
  readonly forges?: boolean
  readonly wholeTenant?: boolean
  readonly exhausts?: boolean
  readonly seenIn?: readonly string[]
  readonly dialects?: readonly Dialect[]
}

/** @param id without its first word, which is `oidc-` unless the dialects say otherwise */
export function misbehaviour(
  topic: Topic,
  id: string,
  says: string,
  owed: Owed,
  clause: string,
  bend: OidcBend,
  more: More = {},
): OidcMisbehaviour {
  const { forges = false, wholeTenant = false, exhausts = false, dialects = ['oidc'], seenIn } = more
  return {
    id,
    topic,
    dialects,
    says,
    owed,
    forges,
    wholeTenant,
    exhausts,
    clause,
    ...(seenIn === undefined ? {} : { seenIn }),
    bend,
  }
}

/** Claims that name the victim in the place of who signed in. */
export function ofVictim(claims: Members, { victim }: Facts): Members {
  return put(claims, { ...victim.claims, sub: victim.subject })
}

/** An ID token that names the victim, its header made by `header` and its signature by `sign`. */
export function forged(
  header: (facts: Facts) => Members,
  sign: (input: string, facts: Facts) => Buffer,
): OidcBend {
  return {
    idToken(claims, facts) {
      const input = `${base64url(jsonText(header(facts)))}.${base64url(jsonText(ofVictim(claims, facts)))}`
      return `${input}.${sign(input, facts).toString('base64url')}`
    },
  }
}

/** The provider's own signature over any header and claims. */
export function signedBy({ key, algorithm }: Facts, header: Members, claims: Members | string): string {
  const payload = typeof claims === 'string' ? claims : jsonText(claims)
  const input = `${base64url(jsonText(header))}.${base64url(payload)}`
  return `${input}.${signature(input, key.privateKey, algorithm).toString('base64url')}`
}

/** A well-signed ID token with other claims; `undefined` takes a claim away. */
export function claiming(
  change: (claims: Members, facts: Facts) => Readonly<Record<string, unknown>>,
): OidcBend {
  return { idToken: (claims, facts) => facts.signed(put(claims, change(claims, facts))) }
}

/** A well-signed ID token under another header. */
export function headed(change: (facts: Facts) => Readonly<Record<string, unknown>>): OidcBend {
  return { idToken: (claims, facts) => signedBy(facts, put(facts.header, change(facts)), claims) }
}

/** The same claims bent in the ID token and in userInfo, so that no honest source is left. */
export function inBoth(change: (claims: Members, facts: Facts) => Members): OidcBend {
  return {
    idToken: (claims, facts) => facts.signed(change(claims, facts)),
    userInfoMembers: change,
  }
}

export function claimInBoth(values: Readonly<Record<string, ClaimValue | undefined>>): OidcBend {
  return inBoth((claims) => put(claims, values))
}

/** Another status and body in the place of an answer; the content type goes with the body. */
export function instead(
  status: number,
  body: string | Buffer,
  type?: string,
  headers: Answer['headers'] = [],
): Answer {
  return {
    status,
    headers: [...(type === undefined ? [] : [['Content-Type', type] as const]), ...headers],
    body,
  }
}

export function withType(answer: Answer, type: string | undefined): Answer {
  const rest = answer.headers.filter(([name]) => name.toLowerCase() !== 'content-type')
  return { ...answer, headers: type === undefined ? rest : [['Content-Type', type], ...rest] }
}

export function withBody(answer: Answer, body: string | Buffer): Answer {
  return { ...answer, body }
}

export function textOf(answer: Answer): string {
  return answer.body.toString()
}

/** Sends who follows to a place where visits are counted. */
export function toCanary(status: number, path: string): (honest: Answer, facts: Facts) => Answer {
  return (_honest, facts) => ({ status, headers: [['Location', facts.canary(path)]], body: '' })
}

export const page = '<!doctype html><html><body><h1>Sign in</h1><form></form></body></html>'

/** An error as RFC 6749 section 5.2 has it. */
export function oauthError(error: string): string {
  return jsonText(members({ error, error_description: 'The provider was told to say so' }))
}

/** One of the ID token of one sign-in. @param id what follows `oidc-id-token-` */
export function ofIdToken(
  id: string,
  says: string,
  owed: Owed,
  clause: string,
  bend: OidcBend,
  seenIn?: readonly string[],
): OidcMisbehaviour {
  const more = seenIn === undefined ? {} : { seenIn }
  return misbehaviour('oidc-id-token', `oidc-id-token-${id}`, says, owed, clause, bend, more)
}

/** One of the key set, hence of a whole tenant. @param id what follows `oidc-keys-` */
export function ofKeySet(
  id: string,
  says: string,
  owed: Owed,
  clause: string,
  bend: OidcBend,
  more: More = {},
): OidcMisbehaviour {
  return misbehaviour('oidc-keys', `oidc-keys-${id}`, says, owed, clause, bend, {
    ...more,
    wholeTenant: true,
  })
}

/** Other keys in the set than the one that signs. */
export function listing(change: (honest: Members, facts: Facts) => readonly Members[]): OidcBend {
  return { keys: ([first = members({})], facts) => change(first, facts) }
}

/** The one key of the set, changed. */
export function listingOne(change: (honest: Members, facts: Facts) => Members): OidcBend {
  return listing((honest, facts) => [change(honest, facts)])
}

/** A well-signed ID token, one claim of it made from its honest value. */
export function rewritten(claim: string, change: (honest: string) => unknown): OidcBend {
  return claiming((claims) => ({ [claim]: change(String(readMember(claims, claim))) }))
}
