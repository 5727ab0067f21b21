/** A guest: steps 9 to 21 without anything to show, and a session that is cut down. */
import { emptyLogins, guestAnew } from './checks/identity.ts'
import { guestRole } from './checks/roles.ts'
import { identityPool } from './flow.ts'
import { judgeCaller } from './judged.ts'
import { guestsSkip } from './omissions.ts'
import { CLIENT, POOL } from './pools.ts'
import { obtainIdentity } from './steps-9-to-11.ts'
import { obtainCredentials } from './steps-12-to-15.ts'
import { allowedToGuests, useCredentials } from './steps-16-to-21.ts'

identityPool.variant(
  'guest',
  'A guest',
  {
    lacking: ['guest-access'],
    pool: POOL,
    client: CLIENT,
    user: {},
    identityPool: { guests: true },
    does: [],
  },
  (context) => {
    const { omitted, probe, check } = context
    for (const number of [1, 2, 3, 4, 5, 6, 7, 8] as const) omitted(number, guestsSkip)
    const who = obtainIdentity(context, undefined)
    const again = probe(11, ({ application }) => application.aws.identityPool.getId())
    check(guestAnew, () => ({ first: who.value.answer, second: again.value }))
    check(
      emptyLogins,
      probe(11, ({ application }) => application.aws.identityPool.getId({})),
    )
    const holder = obtainCredentials(context, who)
    judgeCaller(context, holder, guestRole)
    useCredentials(context, holder, { allowed: allowedToGuests })
  },
)
