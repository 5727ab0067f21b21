/** The same with a token of a sign-in at the API, in the application’s own form; and what other tokens come to. */
import { otherUserOtherIdentity, refreshedLogin, sameLogin, withAccount } from './checks/identity.ts'
import { identityPool } from './flow.ts'
import { judgeCaller, judgeIdentity } from './judged.ts'
import { CLIENT, POOL, poolOf } from './pools.ts'
import { signInByApi, signsInAside } from './steps-1-to-8.ts'
import { obtainIdentity } from './steps-9-to-11.ts'
import { obtainCredentials } from './steps-12-to-15.ts'
import { useCredentials } from './steps-16-to-21.ts'

identityPool.variant(
  'user-pool-token-api',
  'A user pool’s token, from its API',
  {
    documented: true,
    lacking: ['password'],
    pool: POOL,
    client: CLIENT,
    user: {},
    secondUser: {},
    identityPool: {},
    does: ['signs-in'],
  },
  (context) => {
    const { probe, check } = context
    const who = obtainIdentity(context, signInByApi(context))
    judgeIdentity(context, who)
    const account = probe(11, ({ application, lease }) =>
      application.aws.identityPool.getId(who.value.logins, { AccountId: poolOf(lease).account }),
    )
    const known = { check: sameLogin }
    check(withAccount, () => ({ first: who.value.answer, second: account.value }), known)
    const later = probe(11, async (cast) => {
      await cast.clock.pass(2)
      const { logins } = await signsInAside(cast)
      return cast.application.aws.identityPool.getId(logins)
    })
    check(refreshedLogin, () => ({ first: who.value.answer, second: later.value }), known)
    const other = probe(11, async (cast) => {
      const { logins } = await signsInAside(cast, { user: cast.secondUser })
      return cast.application.aws.identityPool.getId(logins)
    })
    check(otherUserOtherIdentity, () => ({ first: who.value.answer, second: other.value }), known)

    const holder = obtainCredentials(context, who)
    judgeCaller(context, holder)
    useCredentials(context, holder)
  },
)
