/** What every cast of these tests is lent: an app client whose settings are known, and a user with an authenticator. */
import type { Lease, LeasedClient, LeasedUser } from '../../fixtures/targets/lease.ts'

export const PASSWORD = 'Correct-horse-7!'

export const ana: LeasedUser = {
  username: 'ana',
  password: PASSWORD,
  totpSecret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  groups: [],
  attributes: {},
  sub: 'unknown',
}

export const clientWith = (id: string, more: Partial<LeasedClient> = {}): LeasedClient => ({
  id,
  authFlows: 'unknown',
  accessTokenValidity: 3600,
  idTokenValidity: 3600,
  refreshTokenValidity: 3600,
  authSessionValidity: 3,
  preventUserExistenceErrors: 'ENABLED',
  tokenRevocation: true,
  rotation: false,
  ...more,
})

/** The rest of a lease: a target that lacks nothing, and whose time cannot be moved. */
export const plainly: Pick<Lease, 'id' | 'region' | 'headers' | 'clock' | 'lacks'> = {
  id: 'lease-1',
  region: 'us-east-1',
  headers: { 'x-extra': 'yes' },
  clock: { mode: 'none', offsetMs: 0, maxWait: 0 },
  lacks: {},
}
