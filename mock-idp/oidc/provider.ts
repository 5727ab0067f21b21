/** What an OAuth 2.0 provider remembers of one tenant: its client, its signing key, and the grants it gave. */
import { randomBytes } from 'node:crypto'
import { canaryOf } from '../canary.ts'
import type { AnswerInstead, ClaimValue, Person } from '../control.ts'
import type { KeyPair } from '../keys.ts'
import type { Bent, Identity, TenantState } from '../tenant.ts'
import type { Facts, Parameters } from './bend.ts'
import { type Algorithm, compact, signature } from './jwt.ts'
import { type Members, members, put } from './members.ts'
import { introduce, neighbourOf } from './neighbours.ts'

/** An authorization request that was found good. */
export interface AuthorizationRequest {
  readonly redirectUri: string
  readonly state: string | undefined
  readonly nonce: string | undefined
  readonly scopes: readonly string[]
  readonly responseMode: 'query' | 'form_post'
  readonly codeChallenge: string | undefined
}

/** What a code stands for, and later an access token. */
export interface Grant {
  readonly request: AuthorizationRequest
  /** Who signed in. */
  readonly person: Person
  /** Whom the tokens name: the person, but for what a misbehaviour slips in. */
  readonly identity: Identity & { readonly userInfo: Readonly<Record<string, ClaimValue>> }
  readonly bent: Bent | undefined
  /** Milliseconds since 1970, by the tenant's clock. */
  readonly authenticatedAt: number
  readonly issuedAt: number
  used: boolean
  accessToken: string | undefined
  /** The honest answer of the token endpoint, where it was asked for before the relying party came. */
  prepared?: Prepared
  instead?: AnswerInstead
}

export interface Prepared {
  readonly accessToken: string
  readonly members: Members
}

export interface ProviderOptions {
  readonly tenant: TenantState
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly algorithm: 'RS256' | 'ES256'
  readonly makeCode?: () => string
  readonly makeAccessToken?: () => string
}

export interface Provider {
  readonly tenant: TenantState
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly algorithm: 'RS256' | 'ES256'
  readonly key: () => KeyPair
  readonly rotate: () => Promise<void>
  readonly issue: (
    grant: Pick<Grant, 'request' | 'person' | 'bent' | 'authenticatedAt'>,
    identity?: Identity,
  ) => string
  readonly grantOf: (code: string) => Grant | undefined
  /** The latest of that person whose code nobody has brought yet. */
  readonly waitingGrant: (username: string) => Grant | undefined
  readonly makeAccessToken: () => string
  readonly withAccessToken: (token: string) => Grant | undefined
  readonly remember: (token: string, grant: Grant) => void
  readonly revoke: (token: string) => void
  readonly noteState: (state: string | undefined, became: StateOfRequest) => void
  readonly noteUsed: (code: string) => void
  readonly facts: (bent: Bent | undefined, grant?: Grant) => Promise<Facts>
}

/** `spoilt`: whether the relying party took the answer for one to its request is not known. */
type StateOfRequest = 'waiting' | 'answered' | 'spoilt'

/** A code is good for five minutes, an access token for an hour, by the tenant's clock. */
const CODE_MS = 5 * 60_000
export const TOKEN_SECONDS = 3600

export function opaque(bytes = 32): string {
  return randomBytes(bytes).toString('base64url')
}

export async function openProvider(options: ProviderOptions): Promise<Provider> {
  const { tenant, issuer, clientId, clientSecret, algorithm } = options
  const newKey = async (): Promise<KeyPair> =>
    algorithm === 'ES256' ? tenant.keys.ec('P-256') : tenant.keys.rsa()
  let key = await newKey()
  const grants = new Map<string, Grant>()
  const tokens = new Map<string, Grant>()
  const memory = new Map<string, unknown>()
  const states = new Map<string, StateOfRequest>()
  const usedCodes: string[] = []
  const statesThat = (became: string): string[] =>
    [...states].filter(([, is]) => is === became).map(([state]) => state)

  const provider: Provider = {
    tenant,
    issuer,
    clientId,
    clientSecret,
    algorithm,
    key: () => key,
    async rotate() {
      key = await newKey()
    },
    issue({ request, person, bent, authenticatedAt }, identity) {
      const code = (options.makeCode ?? opaque)()
      grants.set(code, {
        request,
        person,
        bent,
        authenticatedAt,
        identity:
          identity === undefined
            ? { subject: person.subject, claims: person.claims, userInfo: person.userInfo ?? person.claims }
            : { ...identity, userInfo: identity.claims },
        issuedAt: tenant.now(),
        used: false,
        accessToken: undefined,
      })
      return code
    },
    grantOf(code) {
      const grant = grants.get(code)
      return grant !== undefined && Math.abs(tenant.now() - grant.issuedAt) <= CODE_MS ? grant : undefined
    },
    waitingGrant: (username) =>
      [...grants.values()].findLast(({ person, used }) => person.username === username && !used),
    makeAccessToken: options.makeAccessToken ?? opaque,
    withAccessToken(token) {
      const grant = tokens.get(token)
      return grant !== undefined && tenant.now() - grant.issuedAt <= TOKEN_SECONDS * 1000 ? grant : undefined
    },
    remember(token, grant) {
      tokens.set(token, grant)
    },
    revoke(token) {
      tokens.delete(token)
    },
    noteState(state, became) {
      if (state !== undefined) states.set(state, became)
    },
    noteUsed(code) {
      usedCodes.push(code)
    },
    async facts(bent, grant) {
      const neighbour = bent === undefined ? undefined : neighbourOf(provider)
      const header = members({ alg: algorithm, kid: key.kid, typ: 'JWT' })
      return {
        tenant,
        issuer,
        clientId,
        clientSecret,
        person: grant?.person,
        victim: bent?.victim ?? { subject: '', claims: {} },
        now: Math.floor(tenant.now() / 1000),
        algorithm,
        key,
        stranger: await tenant.keys.stranger(),
        canary: canaryOf(tenant),
        codeFor: (identity) => {
          if (grant === undefined) throw new Error('a code belongs to a sign-in')
          return provider.issue({ ...grant, bent: undefined }, identity)
        },
        codeNamed: (text) => {
          if (grant === undefined) throw new Error('a code belongs to a sign-in')
          grants.set(text, grant)
          return text
        },
        // Looked for when somebody asks: there is one for each sign-in that ever began.
        states: {
          get answered() {
            return statesThat('answered').filter((state) => state !== grant?.request.state)
          },
          get waiting() {
            return statesThat('waiting').filter((state) => state !== grant?.request.state)
          },
        },
        accessTokenNamed: (text) => {
          if (grant === undefined) throw new Error('an access token belongs to a sign-in')
          provider.remember(text, grant)
          return text
        },
        usedCodes,
        signedByNeighbour: neighbour && ((claims, named) => signedBy(neighbour, claims, named)),
        signed: (claims) => signedToken(header, claims, key, algorithm),
        header,
        memory,
      }
    },
  }
  introduce(provider)
  return provider
}

/** By another provider: in its own name and for its own client, or in the names that stand there. */
function signedBy(other: Provider, claims: Members, named: 'as itself' | 'as this one'): string {
  const key = other.key()
  const header = members({ alg: other.algorithm, kid: key.kid, typ: 'JWT' })
  const own = put(claims, { iss: other.issuer, aud: other.clientId })
  return signedToken(header, named === 'as itself' ? own : claims, key, other.algorithm)
}

export function signedToken(header: Members, claims: Members, key: KeyPair, algorithm: Algorithm): string {
  return compact(header, claims, (input) => signature(input, key.privateKey, algorithm))
}

/** The claims of an honest ID token (OpenID Connect Core 1.0 section 2); none of `own` stands above those of the protocol. */
export function idTokenClaims(
  provider: Provider,
  grant: Grant,
  own: Readonly<Record<string, unknown>>,
): Members {
  const now = Math.floor(provider.tenant.now() / 1000)
  return members({
    ...own,
    iss: provider.issuer,
    sub: grant.identity.subject,
    aud: provider.clientId,
    iat: now,
    exp: now + TOKEN_SECONDS,
    auth_time: Math.floor(grant.authenticatedAt / 1000),
    nonce: grant.request.nonce,
  })
}

/** The parameters of a URL that carries an answer. @param fragment stands after it */
export function withParameters(uri: string, parameters: Parameters, fragment = ''): string {
  const query = parameters.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')
  if (query === '') return `${uri}${fragment}`
  return `${uri}${uri.includes('?') ? '&' : '?'}${query}${fragment}`
}

/** Percent-encoding of everything that is not unreserved; a lone surrogate, which has no encoding, becomes U+FFFD. */
export function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
