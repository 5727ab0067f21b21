/** An identity pool without roles: identities it gives, credentials it does not. */
import {
  authenticatedRole,
  guestRole,
  misconfiguredMessage,
  noAuthenticatedRole,
  noGuestRole,
} from './checks/roles.ts'
import { asksForCredentials } from './credentials.ts'
import { identityPool } from './flow.ts'
import { obtainIdentity } from './identity.ts'
import { CLIENT, POOL } from './pools.ts'
import { asksForRole } from './roles.ts'
import { signInByApi } from './sign-in.ts'

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
