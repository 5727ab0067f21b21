/** What the variants of this flow need of a user pool, an app client and an identity pool, and how the lease is read. */
import { NotLent } from '../../fixtures/actors/actors.ts'
import { NotApplicable, NotPerformed } from '../../fixtures/flow/not-performed.ts'
import type { ClientNeeds, Lease, PoolNeeds } from '../../fixtures/targets/lease.ts'
import type { LeasedIdentityPool } from '../../fixtures/targets/lease-identity.ts'

/** Of variants whose application signs people in itself, at the API. */
export const POOL: PoolNeeds = { mfa: 'off' }
export const CLIENT: ClientNeeds = { uses: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] }

/** Of variants that sign in on the pages of the user pool. */
export const POOL_WITH_PAGES: PoolNeeds = { mfa: 'off', domain: 'managed-login' }
export const CLIENT_OF_PAGES: ClientNeeds = {
  uses: [],
  oauth: { flows: ['code'], scopes: ['openid', 'email', 'profile'] },
}

/** The identity pool of the lease. @throws {NotLent} there is none */
export function poolOf({ identityPool }: Pick<Lease, 'identityPool'>): LeasedIdentityPool {
  if (identityPool === undefined) throw new NotLent('no identity pool was lent')
  return identityPool
}

/**
 * @throws {NotApplicable} nobody made a bucket
 * @throws {NotPerformed} the target let none be made, and is not declared to lack objects
 */
export function mustHaveBucket(lease: Lease): void {
  const { bucket, noBucket } = poolOf(lease)
  if (bucket !== undefined) return
  if (noBucket?.because === 'not-made')
    throw new NotPerformed(noBucket.reason, 'a bucket for objects of the variant’s own', 'none')
  const why =
    noBucket === undefined
      ? 'the identity pool was not made here'
      : `the target lacks object-service: ${noBucket.reason}`
  throw new NotApplicable(`there is no bucket for objects of the variant’s own: ${why}`)
}

/** @throws {NotApplicable} the identity pool lets guests in, or may: each is an identity that stays */
export function mustBeClosedToGuests(lease: Lease): void {
  const { guests } = poolOf(lease)
  if (guests === false) return
  throw new NotApplicable(
    guests === true
      ? 'the identity pool lets guests in'
      : 'whether the identity pool lets guests in is not known (existing.identityPool.guests)',
  )
}

/** @throws {NotApplicable} the identity pool trusts the app client, or may */
export function mustNotTrust(lease: Lease, { id }: Lease['client']): void {
  const { trustedClients } = poolOf(lease)
  if (trustedClients === undefined)
    throw new NotApplicable(
      'which app clients the identity pool trusts is not known (existing.identityPool.clients)',
    )
  if (trustedClients.includes(id))
    throw new NotApplicable('the identity pool trusts the other app client, too')
}
