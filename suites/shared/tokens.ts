/** Tokens of a user's sign-in, whichever way they came, read for judging; and strings that are no tokens. */
import type { TokenStrings } from '../../fixtures/actors/actors.ts'
import type { Expect } from '../../fixtures/flow/expect.ts'
import type { Jwt } from '../../fixtures/protocol/jwt.ts'
import { isValue, member, type Reading } from '../../fixtures/protocol/reading.ts'
import type { Lease, LeasedUser } from '../../fixtures/targets/lease.ts'

/** Tokens as issued, with what judgements compare them to. */
export interface IssuedTokens {
  readonly tokens: TokenStrings
  readonly id: Reading<Jwt>
  readonly access: Reading<Jwt>
  readonly lease: Lease
  /** The target's time when they came, in seconds. */
  readonly at: number
}

/** A claim of a token; absent and malformed tokens read as such. */
export const claim = (token: Reading<Jwt>, name: string): Reading<unknown> =>
  isValue(token) ? member(token.payload, name) : token

/** A member of a token's header. */
export const headerOf = (token: Reading<Jwt>): Reading<Record<string, unknown>> =>
  isValue(token) ? token.header : token

/**
 * The name as the user pool may hold it: one that is not case-sensitive gives it back in lower case.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-case-sensitivity.html
 */
export const storedNames = (username: string): readonly string[] => [
  ...new Set([username, username.toLowerCase()]),
]

/** The names that tokens may give a user; none where only what the user types to sign in is known. */
export const namesOf = ({ username, storedName = username, sub }: LeasedUser): readonly string[] =>
  storedName !== 'unknown'
    ? storedNames(storedName)
    : sub === 'unknown'
      ? []
      : [...storedNames(username), sub]

/** Some name stands there, and the user's where it is known. */
export function namesUser(expect: Expect, found: unknown, meaning: string, user: LeasedUser): void {
  const names = namesOf(user)
  if (names.length > 0) {
    expect(found, meaning).toBeOneOf(names)
    return
  }
  expect(found, meaning).toBeA('non-empty string')
  expect.note('what the user pool calls the user is not known')
}

/** A reason why the user's name in the user pool is not known, or nothing. */
export const nameUnknown = ({ user }: Lease): string | undefined =>
  namesOf(user).length > 0
    ? undefined
    : 'the name of the user in the user pool is not known (existing.users[].username beside signInName, or sub)'

/** A reason why a Lambda function may have had its hand in claims and scopes, or nothing. */
export const claimsMayBeChanged = ({ userPool }: Lease): string | undefined =>
  userPool.preTokenGeneration === false
    ? undefined
    : 'the user pool is not known to have no pre token generation trigger (existing.userPool.preTokenGeneration: false)'

/**
 * Attributes that a claim, or a member of userInfo, shows as they are: the standard ones that are strings.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims
 */
const SHOWN: readonly string[] = [
  'name',
  'family_name',
  'given_name',
  'middle_name',
  'nickname',
  'preferred_username',
  'profile',
  'picture',
  'website',
  'gender',
  'birthdate',
  'zoneinfo',
  'locale',
  'email',
  'email_verified',
  'phone_number',
  'phone_number_verified',
]

/**
 * Those of the user's attributes that the app client is known to be able to read, and that are shown as strings. Custom
 * attributes are readable only where the client says so; `address` is an object, `updated_at` a number.
 */
export function readableAttributes({ client, user }: Lease): Readonly<Record<string, string>> {
  const { readAttributes = SHOWN } = client
  const all = Object.entries(user.attributes === 'unknown' ? {} : user.attributes)
  const isShown = (name: string) => SHOWN.includes(name) || name.startsWith('custom:')
  return Object.fromEntries(all.filter(([name]) => isShown(name) && readAttributes.includes(name)))
}

/** A reason why what the app client shows of these attributes is not known, or nothing. */
export const attributesUnknown =
  (...names: readonly string[]) =>
  (lease: Lease): string | undefined => {
    if (lease.user.attributes === 'unknown') return 'the user’s attributes are unknown'
    const readable = readableAttributes(lease)
    const missing = names.filter((name) => readable[name] === undefined)
    return missing.length > 0
      ? `the user’s attributes ${missing.join(', ')} are not known, or not for the app client to read`
      : undefined
  }

/** The first reason that one of these gives. */
export const firstOf =
  (...reasons: readonly ((lease: Lease) => string | undefined)[]) =>
  (lease: Lease): string | undefined => {
    for (const reason of reasons) {
      const found = reason(lease)
      if (found !== undefined) return found
    }
    return undefined
  }

/** No token of any kind: not even three parts. */
export const MADE_UP_TOKEN = 'bm9ib2R5LXdhcy1ldmVyLWdpdmVuLXRoaXM'

/** The token with another character in the middle of its signature, where no bit of it is padding. */
export function withOtherSignature(token: string): string {
  const dot = token.lastIndexOf('.')
  const at = dot + 1 + Math.floor((token.length - dot) / 2)
  return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`
}
