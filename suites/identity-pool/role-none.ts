/** An identity pool without roles: identities it gives, credentials it does not. */
import {
  authenticatedRole,
  guestRole,
  misconfiguredMessage,
  noAuthenticatedRole,
  noGuestRole,
} from './checks/roles.ts'
import { identityPool } from './flow.ts'
import { CLIENT, POOL } from './pools.ts'
import { asksForRole } from './roles.ts'
import { signInByApi } from './steps-1-to-8.ts'
import { obtainIdentity } from './steps-9-to-11.ts'
import { asksForCredentials } from './steps-12-to-15.ts'

identityPool.variant(
  'role-none',
  'An identity pool without roles',
  {
    lacking: ['enhanced-flow'],
    pool: POOL,
    client: CLIENT,
    user: {},
    identityPool: { guests: true, roles: {} },
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, check } = context
    const who = obtainIdentity(context, signInByApi(context))
    const signedIn = attempt(12, (cast) => asksForCredentials(cast, who.value))
    const twin = { check: authenticatedRole, variant: 'role-default' }
    check(noAuthenticatedRole, signedIn, twin)
    check(misconfiguredMessage, signedIn, twin)

    const guest = attempt(12, (cast) => asksForRole(cast), { needs: ['guest-access'] })
    check(noGuestRole, guest, { check: guestRole, variant: 'role-default' })
  },
)
