/** All 21 steps, the first eight on the pages of the user pool: an authorization code, and the ID token for it. */
import { obtainCredentials } from './credentials.ts'
import { identityPool } from './flow.ts'
import { obtainIdentity } from './identity.ts'
import { judgeCaller, judgeIdentity } from './judged.ts'
import { CLIENT_OF_PAGES, POOL_WITH_PAGES } from './pools.ts'
import { signInByPages } from './sign-in.ts'
import { useCredentials } from './use.ts'

identityPool.variant(
  'user-pool-token',
  'A user pool’s token, from its sign-in pages',
  {
    documented: true,
    lacking: ['hosted-domain'],
    pool: POOL_WITH_PAGES,
    client: CLIENT_OF_PAGES,
    user: {},
    identityPool: {},
    does: ['signs-in'],
  },
  (context) => {
    const who = obtainIdentity(context, signInByPages(context))
    judgeIdentity(context, who)
    const holder = obtainCredentials(context, who)
    judgeCaller(context, holder)
    useCredentials(context, holder)
  },
)
