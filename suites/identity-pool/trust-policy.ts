/**
 * Roles whose trust policies do not admit who asks: of another identity pool, or for identities of the other kind.
 *
 * Beside each stands a role of the same pool that does admit who asks for it, made in the same moment: until changes in
 * IAM are visible everywhere no role can be taken, and a refusal says something only where its neighbour is open.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
import type { RoleNeeds } from '../../fixtures/targets/lease-identity.ts'
import { trustOfAnotherPool, trustOfGuests, trustOfUsers } from './checks/roles.ts'
import { identityPool } from './flow.ts'
import { CLIENT, POOL } from './pools.ts'
import { asksForRole, NO_RIGHTS } from './roles.ts'
import { signInByApi } from './steps-1-to-8.ts'
import { obtainIdentity } from './steps-9-to-11.ts'
import { asksForCredentials, obtainCredentials } from './steps-12-to-15.ts'

const FOR_SIGNED_IN = [
  {
    id: 'trust-policy',
    title: 'A role that trusts another identity pool, in the place of the authenticated one',
    role: { ...NO_RIGHTS, trustsAnotherPool: true },
    check: trustOfAnotherPool,
  },
  {
    id: 'trust-policy-of-guests',
    title: 'A role for guests, in the place of the authenticated one',
    role: { ...NO_RIGHTS, amr: 'unauthenticated' },
    check: trustOfGuests,
  },
] as const satisfies readonly { readonly role: RoleNeeds; readonly [other: string]: unknown }[]

for (const { id, title, role, check: judged } of FOR_SIGNED_IN) {
  identityPool.variant(
    id,
    title,
    {
      lacking: ['enhanced-flow', 'guest-access'],
      pool: POOL,
      client: CLIENT,
      user: {},
      identityPool: { guests: true, roles: { authenticated: role, unauthenticated: NO_RIGHTS } },
      does: ['signs-in'],
    },
    (context) => {
      const { attempt, check, walk } = context
      const who = obtainIdentity(context, signInByApi(context))
      walk('guest', (aside) => {
        obtainCredentials(aside, obtainIdentity(aside, undefined))
      })
      const signedIn = attempt(13, (cast) => asksForCredentials(cast, who.value))
      check(judged, signedIn, { performed: 14, walk: 'guest' })
    },
  )
}

identityPool.variant(
  'trust-policy-of-users',
  'A role for those who have signed in, in the place of the one for guests',
  {
    lacking: ['enhanced-flow', 'guest-access'],
    pool: POOL,
    client: CLIENT,
    user: {},
    identityPool: {
      guests: true,
      roles: { authenticated: NO_RIGHTS, unauthenticated: { ...NO_RIGHTS, amr: 'authenticated' } },
    },
    does: ['signs-in'],
  },
  (context) => {
    const who = obtainIdentity(context, signInByApi(context))
    obtainCredentials(context, who)
    const guest = context.attempt(13, (cast) => asksForRole(cast))
    context.check(trustOfUsers, guest, { performed: 14 })
  },
)
