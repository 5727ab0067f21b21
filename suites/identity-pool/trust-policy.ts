/** Roles whose trust policies do not admit who asks: of another identity pool, or for identities of the other kind. */
import {
  authenticatedRole,
  guestRole,
  trustOfAnotherPool,
  trustOfGuests,
  trustOfUsers,
} from './checks/roles.ts'
import { asksForCredentials } from './credentials.ts'
import { identityPool } from './flow.ts'
import { obtainIdentity } from './identity.ts'
import { CLIENT, POOL } from './pools.ts'
import { asksForRole } from './roles.ts'
import { signInByApi } from './sign-in.ts'

const NOTHING = { statements: [] } as const
const ofAuthenticated = { check: authenticatedRole, variant: 'role-default' }

identityPool.variant(
  'trust-policy',
  'Roles that trust another identity pool, or identities of the other kind',
  {
    lacking: ['enhanced-flow'],
    pool: POOL,
    client: CLIENT,
    user: {},
    identityPool: {
      guests: true,
      roles: {
        authenticated: { ...NOTHING, trustsAnotherPool: true },
        unauthenticated: { ...NOTHING, amr: 'authenticated' },
      },
    },
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, check } = context
    const who = obtainIdentity(context, signInByApi(context))
    const signedIn = attempt(13, (cast) => asksForCredentials(cast, who.value))
    check(trustOfAnotherPool, signedIn, ofAuthenticated)
    const guest = attempt(13, (cast) => asksForRole(cast), { needs: ['guest-access'] })
    check(trustOfUsers, guest, { check: guestRole, variant: 'role-default' })
  },
)

identityPool.variant(
  'trust-policy-of-guests',
  'A role for guests, in the place of the authenticated one',
  {
    lacking: ['enhanced-flow'],
    pool: POOL,
    client: CLIENT,
    user: {},
    identityPool: { roles: { authenticated: { ...NOTHING, amr: 'unauthenticated' } } },
    does: ['signs-in'],
  },
  (context) => {
    const who = obtainIdentity(context, signInByApi(context))
    const signedIn = context.attempt(13, (cast) => asksForCredentials(cast, who.value))
    context.check(trustOfGuests, signedIn, ofAuthenticated)
  },
)
