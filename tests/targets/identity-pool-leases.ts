/** Leases of identity pools at a fake target: what it was asked to make, and to undo. */
import type { Lease, LeaseRequest, Needs, NoLease } from '../../fixtures/targets/lease.ts'
import type { IdentityPoolNeeds } from '../../fixtures/targets/lease-identity.ts'
import { openTarget } from '../../fixtures/targets/open-target.ts'
import { endpointFile, fakeTarget, hostDouble, type Replies } from './fake-target.ts'

export const needsOf = (identityPool: IdentityPoolNeeds = {}, more: Partial<Needs> = {}): Needs => ({
  pool: { mfa: 'off' },
  client: {},
  user: {},
  does: ['signs-in'],
  identityPool,
  ...more,
})

/** What a target of these replies lends for the needs, what it was asked for that, and what for its end. */
export async function leaseFrom(
  needs: Needs,
  {
    replies = {},
    more,
    again = [],
    request = {},
  }: {
    readonly replies?: Replies
    readonly more?: string
    readonly again?: readonly Needs[]
    readonly request?: Partial<LeaseRequest>
  } = {},
) {
  await using fake = await fakeTarget(replies)
  const host = hostDouble()
  const logged: string[] = []
  const file = endpointFile(fake.url, more)
  const target = await openTarget(file, { ...host.options, onLog: (line) => logged.push(line) })
  const leases: (Lease | NoLease)[] = []
  for (const one of [needs, ...again])
    leases.push(await target.lease({ flow: 'identity-pool', variant: 'v', needs: one, ...request }))
  const made = fake.received.length
  const leftovers = await target.close()
  const all = fake.received.map(({ operation }) => operation)
  const inputs = (operation: string) =>
    fake.received.filter((one) => one.operation === operation).map(({ input }) => input)
  const [lease] = leases
  return {
    lease,
    leases,
    url: fake.url,
    made: all.slice(0, made),
    undone: all.slice(made),
    inputs,
    leftovers,
    logged,
    ...host,
  }
}

export const lent = (lease: Lease | NoLease | undefined) => {
  if (lease === undefined || 'none' in lease) throw new Error(JSON.stringify(lease))
  const { identityPool } = lease
  if (identityPool === undefined) throw new Error('a lease without an identity pool')
  return { ...lease, identityPool }
}

export const policy = (document: unknown) => JSON.parse(String(document)) as { Statement: unknown[] }
