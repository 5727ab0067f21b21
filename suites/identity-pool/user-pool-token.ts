/** All 21 steps, the first eight on the pages of the user pool: an authorization code, and the ID token for it. */

import { identityPool } from './flow.ts'
import { judgeCaller, judgeIdentity } from './judged.ts'
import { CLIENT_OF_PAGES, POOL_WITH_PAGES } from './pools.ts'
import { signInByPages } from './steps-1-to-8.ts'
import { obtainIdentity } from './steps-9-to-11.ts'
import { obtainCredentials } from './steps-12-to-15.ts'
import { useCredentials } from './steps-16-to-21.ts'

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
