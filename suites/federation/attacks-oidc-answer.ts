/** A OpenID Connect provider that misbehaves: the answer that the browser brings. */
import { tryEach } from './attacks/attack.ts'
import { attacksOn } from './attacks/by-topic.ts'
import { federation } from './flow.ts'
import { clientOf, OIDC, OTHER_OIDC, poolWith } from './pools.ts'
import { signInThrough } from './steps-1-to-10.ts'

federation.variant(
  'attacks-oidc-answer',
  'OpenID Connect: the answer that the browser brings',
  {
    lacking: ['hosted-domain', 'federation-oidc'],
    pool: poolWith(OIDC, OTHER_OIDC),
    client: clientOf(OIDC.name),
    user: {},
    does: ['signs-in'],
    attacks: true,
  },
  (context) => {
    const honest = { provider: OIDC.name }
    signInThrough(context, { mfa: false, choice: honest })
    tryEach(context, attacksOn('oidc-answer', 'oidc'), { at: () => honest, honest })
  },
)
