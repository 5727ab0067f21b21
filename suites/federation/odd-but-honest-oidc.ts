/** A OpenID Connect provider with habits that are within its rights: what is odd and within the rules. */
import { tryEach } from './attacks/attack.ts'
import { attacksOn } from './attacks/by-topic.ts'
import { federation } from './flow.ts'
import { clientOf, OIDC, OTHER_OIDC, poolWith } from './pools.ts'
import { signInThrough } from './steps-1-to-10.ts'

federation.variant(
  'odd-but-honest-oidc',
  'OpenID Connect: what is odd and within the rules',
  {
    lacking: ['hosted-domain', 'federation-oidc'],
    pool: poolWith(OIDC, OTHER_OIDC),
    client: clientOf(OIDC.name),
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    const honest = { provider: OIDC.name }
    signInThrough(context, { mfa: false, choice: honest })
    tryEach(context, attacksOn('oidc-benign', 'oidc'), { at: () => honest, honest })
  },
)
