/** Credentials of the enhanced flow before their Expiration, after it, and those that follow. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import { WELL_AFTER } from '../shared/expiry.ts'
import {
  credentialsExpire,
  credentialsLast,
  expiredError,
  newCredentialsWork,
  oldStayExpired,
} from './checks/expiry.ts'
import { asksForCredentials, credentialed, obtainCredentials } from './credentials.ts'
import { identityPool } from './flow.ts'
import { obtainIdentity } from './identity.ts'
import { CLIENT, POOL } from './pools.ts'
import { signInByApi, signsInAside } from './sign-in.ts'
import { type Holder, whoAmI } from './use.ts'

/** Seconds before the Expiration at which everybody’s clock still lies before it. */
const WELL_BEFORE = 300

/** GetCallerIdentity so many seconds from the credentials' Expiration, as the target's clock has it. */
async function asksAt(cast: Cast, holder: Holder, fromExpiration: number) {
  const left = holder.credentials.expiration + fromExpiration - cast.clock.now() / 1000
  if (left > 0) await cast.clock.pass(Math.ceil(left))
  return whoAmI(cast, holder)
}

identityPool.variant(
  'credentials-expiry',
  'Credentials that run out, of a role that would allow two hours',
  {
    lacking: ['enhanced-flow'],
    pool: POOL,
    client: CLIENT,
    user: {},
    identityPool: { roles: { authenticated: { maxSession: 7200, statements: [] } } },
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const who = obtainIdentity(context, signInByApi(context))
    const first = obtainCredentials(context, who)
    check(
      credentialsLast,
      probe(17, (cast) => asksAt(cast, first.value, -WELL_BEFORE)),
    )
    const late = attempt(17, (cast) => asksAt(cast, first.value, WELL_AFTER))
    const twin = { check: credentialsLast, after: { check: newCredentialsWork } }
    check(credentialsExpire, late, twin)
    check(expiredError, late, twin)

    const renewed = probe(17, async (cast) => {
      const { logins } = await signsInAside(cast)
      const { identityId } = who.value
      return whoAmI(cast, credentialed(await asksForCredentials(cast, { identityId, logins }), cast))
    })
    check(newCredentialsWork, renewed)
    check(
      oldStayExpired,
      attempt(17, (cast) => whoAmI(cast, first.value)),
      { check: newCredentialsWork },
    )
  },
)
