/** The token of the identity pool, which lasts for ten minutes, and a session of a quarter of an hour. */
import { WELL_AFTER } from '../shared/expiry.ts'
import { whoAmI } from './caller.ts'
import { shortSessionEnds, shortSessionLasts } from './checks/expiry.ts'
import { expiredToken, expiredTokenCode, expiredTokenMessage, tokenStillGood } from './checks/sts-errors.ts'
import { identityPool } from './flow.ts'
import { CLIENT, POOL } from './pools.ts'
import { NO_RIGHTS } from './roles.ts'
import { signInByApi } from './steps-1-to-8.ts'
import { obtainIdentity } from './steps-9-to-11.ts'
import { asksSts, obtainSession, takesSession } from './sts-session.ts'

const TEN_MINUTES = 600
const QUARTER_HOUR = 900

identityPool.variant(
  'basic-flow-expiry',
  'Tokens and sessions of the basic flow that run out',
  {
    lacking: ['basic-flow', 'sts'],
    pool: POOL,
    client: CLIENT,
    user: {},
    identityPool: { classicFlow: true, roles: { member: NO_RIGHTS } },
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const who = obtainIdentity(context, signInByApi(context))
    const { token } = obtainSession(context, who, 'member')
    const session = probe(14, (cast) =>
      takesSession(cast, 'member', token.value, { DurationSeconds: String(QUARTER_HOUR) }),
    )

    const inTime = probe(14, async (cast) => {
      await cast.clock.pass(TEN_MINUTES / 2)
      return asksSts(cast, 'member', token.value)
    })
    check(tokenStillGood, inTime)
    const lasting = probe(17, async (cast) => {
      await cast.clock.pass(TEN_MINUTES / 2)
      return whoAmI(cast, session.value)
    })
    check(shortSessionLasts, lasting)

    const late = attempt(14, async (cast) => {
      await cast.clock.pass(WELL_AFTER)
      return asksSts(cast, 'member', token.value)
    })
    for (const one of [expiredToken, expiredTokenCode, expiredTokenMessage])
      check(one, late, { check: tokenStillGood })
    const ended = attempt(17, async (cast) => {
      await cast.clock.pass(QUARTER_HOUR)
      return whoAmI(cast, session.value)
    })
    check(shortSessionEnds, ended, { check: shortSessionLasts })
  },
)
