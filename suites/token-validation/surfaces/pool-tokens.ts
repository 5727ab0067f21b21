/** Genuine tokens of the leased user pool: a base, and what somebody who attacks may have beside it. */
import { type Cast, NotLent, type TokenStrings } from '../../../fixtures/actors/actors.ts'
import { NotApplicable, NotPerformed } from '../../../fixtures/flow/not-performed.ts'
import { type AttackerKeys, attackerKeys } from '../../../fixtures/fuzzing/jwt/attacker-keys.ts'
import type { JwtScene, OtherToken } from '../../../fixtures/fuzzing/jwt/draft.ts'
import { readJwt } from '../../../fixtures/protocol/jwt.ts'
import { isValue } from '../../../fixtures/protocol/reading.ts'
import type { Lease, LeasedUser } from '../../../fixtures/targets/lease.ts'
import { completed, issued } from '../../api-authentication/answers.ts'
import { refused } from '../../shared/answers.ts'
import { WELL_AFTER } from '../../shared/expiry.ts'
import { claim } from '../../shared/tokens.ts'

export type Others = Partial<Record<OtherToken, string>>

/** The same keys for all that is made in this process: making them takes longer than most exchanges. */
const keys: AttackerKeys = attackerKeys()

/** Tokens of a sign-in at the API. @throws {NotPerformed} the user pool gave none */
export async function signsIn(
  cast: Cast,
  {
    user = cast.user,
    client,
  }: {
    readonly user?: Pick<LeasedUser, 'username' | 'password'>
    readonly client?: Lease['client']
  } = {},
): Promise<TokenStrings> {
  const answer = await cast.application.initiateAuth(
    'USER_PASSWORD_AUTH',
    { USERNAME: user.username, PASSWORD: user.password },
    client === undefined ? {} : { client },
  )
  return issued(completed(answer), cast, 'with-refresh-token').tokens
}

/** What a target does not give is left out of what an attacker has. @throws {NoAnswer} */
export async function ifGiven<T>(get: () => Promise<T>): Promise<T | undefined> {
  try {
    return await get()
  } catch (error) {
    if (error instanceof NotPerformed || error instanceof NotLent || error instanceof NotApplicable) return
    throw error
  }
}

/**
 * What is taken once for a lease, since time has to pass for it: it is there for all scenes, on the record or off it.
 */
export function takenOnce<T>(take: (cast: Cast) => Promise<T>): (cast: Cast) => Promise<T> {
  const taken = new WeakMap<Lease, Promise<T>>()
  return (cast) => {
    const found = taken.get(cast.lease) ?? take(cast)
    taken.set(cast.lease, found)
    return found
  }
}

/** A scene is used for a minute, and its making takes time. In seconds. */
const SOON = 120

const isGoodFor = (token: string, now: number): boolean => {
  const exp = claim(readJwt(token), 'exp')
  return typeof exp !== 'number' || exp > now + SOON
}

/** The same of what runs out: taken again before it has. What is not given is not asked for again. */
function takenWhile<T>(
  isGood: (taken: T, now: number) => boolean,
  take: (cast: Cast) => Promise<T | undefined>,
): (cast: Cast) => Promise<T | undefined> {
  const taken = new WeakMap<Lease, { readonly value: T | undefined }>()
  return async (cast) => {
    const found = taken.get(cast.lease)
    if (found !== undefined && (found.value === undefined || isGood(found.value, cast.clock.now() / 1000)))
      return found.value
    const value = await take(cast)
    taken.set(cast.lease, { value })
    return value
  }
}

/** Tokens of a sign-in, which are taken again before one of the two has run out. */
export const takenWhileFresh = (
  take: (cast: Cast) => Promise<TokenStrings | undefined>,
): ((cast: Cast) => Promise<TokenStrings | undefined>) =>
  takenWhile(
    ({ accessToken, idToken }: TokenStrings, now) => isGoodFor(accessToken, now) && isGoodFor(idToken, now),
    take,
  )

/** One token, in the same way. */
export const tokenWhileFresh = (
  take: (cast: Cast) => Promise<string | undefined>,
): ((cast: Cast) => Promise<string | undefined>) => takenWhile(isGoodFor, take)

// A scene is made anew after each finding: only its base has to be.
const ofOtherUser = takenWhileFresh((cast) => ifGiven(() => signsIn(cast, { user: cast.secondUser })))
const ofOtherClient = takenWhileFresh((cast) => ifGiven(() => signsIn(cast, { client: cast.secondClient })))

/** Tokens that have run out everywhere; nothing where the clock cannot be moved. */
export const expiredTokens = takenOnce(async (cast) => {
  const { accessTokenValidity: access, idTokenValidity: id } = cast.lease.client
  if (cast.clock.mode !== 'virtual' || access === 'unknown' || id === 'unknown') return undefined
  const tokens = await signsIn(cast)
  await cast.clock.pass(Math.max(access, id) + WELL_AFTER)
  return tokens
})

/** The tokens of one kind, by what sets them apart; the base is not among them. */
export async function otherTokens(cast: Cast, base: TokenStrings, use: 'id' | 'access'): Promise<Others> {
  const kind = use === 'id' ? 'idToken' : 'accessToken'
  const expired = await expiredTokens(cast)
  const otherUser = await ofOtherUser(cast)
  const otherClient = await ofOtherClient(cast)
  return {
    'other-use': use === 'id' ? base.accessToken : base.idToken,
    ...(otherUser === undefined ? {} : { 'other-user': otherUser[kind] }),
    ...(otherClient === undefined ? {} : { 'other-client': otherClient[kind] }),
    ...(base.refreshToken === undefined ? {} : { refresh: base.refreshToken }),
    ...(expired === undefined ? {} : { expired: expired[kind] }),
  }
}

/** A claim that is text. @throws {NotPerformed} the token has none */
export function textIn(token: string, name: string): string {
  const found = claim(readJwt(token), name)
  if (typeof found === 'string') return found
  throw new NotPerformed(`the token has no ${name}`, 'text', isValue(found) ? typeof found : String(found))
}

/** The key set of the user pool, byte for byte. @throws {NotPerformed} it publishes none */
export async function poolKeySet({ application }: Cast): Promise<string> {
  const answer = await application.fetchWellKnown('jwks.json', 'text')
  const { status, body } = answer
  return status === 200 && body.kind === 'text' ? body.text : refused(answer, '200 with a key set')
}

/** What all scenes have. */
export const sceneAt = ({ clock }: Cast): Pick<JwtScene, 'now' | 'attacker'> => ({
  now: Math.floor(clock.now() / 1000),
  attacker: keys,
})

/**
 * A scene with a token of the user pool for its base.
 * @param self whom the surface takes the base for
 */
export async function poolScene(
  cast: Cast,
  use: 'id' | 'access',
  self: (tokens: TokenStrings) => string | undefined | Promise<string | undefined>,
  more: (tokens: TokenStrings) => Promise<Others> = async () => ({}),
): Promise<JwtScene> {
  // Time passes for what has run out: before the base is taken.
  await expiredTokens(cast)
  const tokens = await signsIn(cast)
  const taken = await self(tokens)
  const others = { ...(await otherTokens(cast, tokens, use)), ...(await more(tokens)) }
  return {
    ...sceneAt(cast),
    token: use === 'id' ? tokens.idToken : tokens.accessToken,
    issuer: cast.lease.issuer,
    client: cast.lease.client.id,
    ...(cast.lease.client.secret === undefined ? {} : { clientSecret: cast.lease.client.secret }),
    ...(taken === undefined ? {} : { self: taken }),
    keySet: await poolKeySet(cast),
    others,
  }
}
