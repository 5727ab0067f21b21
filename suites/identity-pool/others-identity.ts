/** The identity of one user, in the hands of nobody in particular and of another user. */
import {
  noLoginsAnswer,
  noLoginsRefused,
  otherUserRefused,
  otherUserType,
  strangerRefused,
} from './checks/access.ts'
import { sameLogin } from './checks/identity.ts'
import { obtainCredentials } from './credentials.ts'
import { identityPool } from './flow.ts'
import { identified, obtainIdentity } from './identity.ts'
import { CLIENT, POOL } from './pools.ts'
import { signInByApi, signsInAside } from './sign-in.ts'

identityPool.variant(
  'others-identity',
  'Somebody else’s identity',
  {
    lacking: ['password', 'enhanced-flow'],
    pool: POOL,
    client: CLIENT,
    user: {},
    secondUser: {},
    identityPool: {},
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const who = obtainIdentity(context, signInByApi(context))
    obtainCredentials(context, who)

    const withoutLogins = attempt(12, ({ application }) =>
      application.aws.identityPool.getCredentials(who.value.identityId),
    )
    for (const one of [noLoginsRefused, noLoginsAnswer]) check(one, withoutLogins, { performed: 14 })

    const other = probe(8, (cast) => signsInAside(cast, { user: cast.secondUser }))
    const stranger = attempt(12, ({ application }) =>
      application.aws.identityPool.getCredentials(who.value.identityId, other.value.logins),
    )
    const known = attempt(12, async ({ application, lease }) => {
      const { logins } = other.value
      identified(await application.aws.identityPool.getId(logins), lease, logins)
      return application.aws.identityPool.getCredentials(who.value.identityId, logins)
    })
    const again = probe(11, ({ application }) => application.aws.identityPool.getId(who.value.logins))
    check(sameLogin, () => ({ first: who.value.answer, second: again.value }))
    // Whose identity it is must not have changed with it.
    const twin = { performed: 14, after: { check: sameLogin } } as const
    check(strangerRefused, stranger, twin)
    for (const one of [otherUserRefused, otherUserType]) check(one, known, twin)
  },
)
