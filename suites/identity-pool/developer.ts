/** The developer's own server: it vouches for its users by requests that it signs, and no provider stands behind. */
import { randomUUID } from 'node:crypto'
import { type Cast, type Logins, NotLent } from '../../fixtures/actors/actors.ts'
import type { VariantOptions } from '../../fixtures/flow/flow.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { isValue } from '../../fixtures/protocol/reading.ts'
import { refused } from '../shared/answers.ts'
import { type OwnToken, ownTokenIn } from './own-token.ts'
import { CLIENT, POOL, poolOf } from './pools.ts'
import type { Identified, More } from './steps-9-to-11.ts'

/** The key of `Logins` for the identity pools’ own tokens: where AWS has another, no identity pool is made. */
export const OWN = 'cognito-identity.amazonaws.com'

/** What variants with a developer provider, and nothing beside it, need. */
export const DEVELOPER = {
  lacking: ['developer-identities'],
  pool: POOL,
  client: CLIENT,
  user: {},
  identityPool: { userPool: 'none', developerProvider: true },
  does: ['signs-in'],
} as const satisfies VariantOptions

/** An identifier that no user of the developer has yet. */
export const newDeveloperUser = (): string => `developer-user-${randomUUID()}`

/** The name of the developer provider. @throws {NotLent} the identity pool has none */
export function developerProvider({ lease }: Cast): string {
  const { developerProvider: name } = poolOf(lease)
  if (name === undefined) throw new NotLent('the identity pool has no developer provider')
  return name
}

/** A user of the developer, as `Logins` names them. */
export const asDeveloperUser = (cast: Cast, user: string): Logins => ({ [developerProvider(cast)]: user })

/** GetOpenIdTokenForDeveloperIdentity; `more` replaces and adds. */
export const asksForToken = (
  cast: Cast,
  user: string,
  more: More = {},
  options?: Parameters<Cast['application']['aws']['identityPool']['call']>[2],
): Promise<Answer> =>
  cast.application.aws.identityPool.call(
    'GetOpenIdTokenForDeveloperIdentity',
    { IdentityPoolId: poolOf(cast.lease).id, Logins: asDeveloperUser(cast, user), ...more },
    options,
  )

/** The token of a user of the developer, and whose identity it is of. */
export interface Vouched extends OwnToken {
  readonly user: string
  readonly provider: string
}

/** @throws {NotPerformed} the request was refused */
export async function vouchesFor(cast: Cast, user: string, more?: More): Promise<Vouched> {
  const own = ownTokenIn(await asksForToken(cast, user, more), cast)
  return { ...own, user, provider: developerProvider(cast) }
}

/** What the client gets of the server, as the identity pool is shown it. @throws {NotPerformed} there is no token */
export function identifiedByToken({ answer, identityId, token, lease }: OwnToken): Identified {
  if (!isValue(token)) return refused(answer, '200 with Token')
  return { answer, identityId, lease, logins: { [OWN]: token } }
}

export const UNSIGNED = { signed: false } as const

/** An operation on users of the developer, in this identity pool. */
const administers = (
  cast: Cast,
  operation: string,
  input: More,
  options?: typeof UNSIGNED,
): Promise<Answer> =>
  cast.application.aws.identityPool.call(
    operation,
    { IdentityPoolId: poolOf(cast.lease).id, ...input },
    options,
  )

export const looksUp = (cast: Cast, input: More, options?: typeof UNSIGNED): Promise<Answer> =>
  administers(cast, 'LookupDeveloperIdentity', input, options)

export const merges = (
  cast: Cast,
  source: string,
  destination: string,
  options?: typeof UNSIGNED,
): Promise<Answer> =>
  administers(
    cast,
    'MergeDeveloperIdentities',
    {
      DeveloperProviderName: developerProvider(cast),
      SourceUserIdentifier: source,
      DestinationUserIdentifier: destination,
    },
    options,
  )

export const unlinksUser = (
  cast: Cast,
  identityId: string,
  user: string,
  options?: typeof UNSIGNED,
): Promise<Answer> =>
  administers(
    cast,
    'UnlinkDeveloperIdentity',
    {
      IdentityId: identityId,
      DeveloperProviderName: developerProvider(cast),
      DeveloperUserIdentifier: user,
    },
    options,
  )
