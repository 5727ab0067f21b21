/** The same with a token of somebody who signs in to the user pool through an OpenID Connect provider. */
import { clientOf, OIDC, poolWith } from '../federation/pools.ts'
import { sameLogin } from './checks/identity.ts'
import { identityPool } from './flow.ts'
import { judgeCaller } from './judged.ts'
import { signInByProvider } from './steps-1-to-8.ts'
import { obtainIdentity } from './steps-9-to-11.ts'
import { obtainCredentials } from './steps-12-to-15.ts'
import { useCredentials } from './steps-16-to-21.ts'

identityPool.variant(
  'user-pool-token-federated',
  'A user pool’s token of a federated user',
  {
    lacking: ['hosted-domain', 'federation-oidc'],
    pool: poolWith(OIDC),
    client: clientOf(OIDC.name),
    user: {},
    identityPool: {},
    does: ['signs-in'],
  },
  (context) => {
    const { probe, check } = context
    const who = obtainIdentity(context, signInByProvider(context))
    const again = probe(11, ({ application }) => application.aws.identityPool.getId(who.value.logins))
    check(sameLogin, () => ({ first: who.value.answer, second: again.value }))
    const holder = obtainCredentials(context, who)
    judgeCaller(context, holder)
    useCredentials(context, holder)
  },
)
