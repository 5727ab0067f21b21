/** The identity of one user, in the hands of nobody in particular and of another user. */
import type { Handle, VariantContext, VariantOptions } from '../../fixtures/flow/flow.ts'
import { Blocked } from '../../fixtures/flow/not-performed.ts'
import {
  noLoginsAnswer,
  noLoginsRefused,
  otherUserRefused,
  otherUserType,
  strangerRefused,
} from './checks/access.ts'
import { sameLogin } from './checks/identity.ts'
import { identityPool } from './flow.ts'
import { CLIENT, POOL } from './pools.ts'
import { signInByApi, signsInAside } from './steps-1-to-8.ts'
import { type Identified, identified, obtainIdentity } from './steps-9-to-11.ts'
import { obtainCredentials } from './steps-12-to-15.ts'

const TWO_USERS = {
  lacking: ['password', 'enhanced-flow'],
  pool: POOL,
  client: CLIENT,
  user: {},
  secondUser: {},
  identityPool: {},
  does: ['signs-in'],
} as const satisfies VariantOptions

/** Whose identity it is must not have changed with an attempt on it. */
const UNCHANGED = { performed: 14, after: { check: sameLogin } } as const

function stillTheSame({ probe, check }: VariantContext<number>, who: Handle<Identified>): void {
  const again = probe(11, ({ application }) => application.aws.identityPool.getId(who.value.logins))
  check(sameLogin, () => ({ first: who.value.answer, second: again.value }))
}

identityPool.variant('others-identity', 'Somebody else’s identity', TWO_USERS, (context) => {
  const { attempt, probe, check } = context
  const who = obtainIdentity(context, signInByApi(context))
  obtainCredentials(context, who)
  // Before any attempt: one that was accepted could have given them the other's.
  const other = probe(11, async (cast) => {
    const { logins } = await signsInAside(cast, { user: cast.secondUser })
    return identified(await cast.application.aws.identityPool.getId(logins), cast.lease, logins)
  })

  const withoutLogins = attempt(12, ({ application }) =>
    application.aws.identityPool.getCredentials(who.value.identityId),
  )
  for (const one of [noLoginsRefused, noLoginsAnswer]) check(one, withoutLogins, { performed: 14 })

  const known = attempt(12, ({ application }) => {
    const { identityId, logins } = other.value
    if (identityId === who.value.identityId)
      throw new Blocked({ step: 11, reason: 'both users were given one identity' }, 'not-performed')
    return application.aws.identityPool.getCredentials(who.value.identityId, logins)
  })
  stillTheSame(context, who)
  for (const one of [otherUserRefused, otherUserType]) check(one, known, UNCHANGED)
})

identityPool.variant('strangers-login', 'An identity, and somebody who has none', TWO_USERS, (context) => {
  const who = obtainIdentity(context, signInByApi(context))
  obtainCredentials(context, who)
  const stranger = context.attempt(12, async (cast) => {
    const { logins } = await signsInAside(cast, { user: cast.secondUser })
    return cast.application.aws.identityPool.getCredentials(who.value.identityId, logins)
  })
  stillTheSame(context, who)
  context.check(strangerRefused, stranger, UNCHANGED)
})
