/** OpenID Connect providers with habits that are within their rights, each in one way: what is odd and within the rules, at endpoints that carry no sign-in. */
import { tryEach } from './attacks/attack.ts'
import { tenantAttacksOn } from './attacks/by-topic.ts'
import { providersOf } from './attacks/providers.ts'
import { federation } from './flow.ts'
import { clientOf, OIDC, poolWith } from './pools.ts'
import { signInThrough } from './steps-1-to-10.ts'

const attacks = tenantAttacksOn('oidc-benign')
const { providers, at } = providersOf(attacks)
const honest = { provider: OIDC.name }

federation.variant(
  'odd-but-honest-oidc-endpoints',
  'OpenID Connect: what is odd and within the rules, at endpoints that carry no sign-in',
  {
    lacking: ['hosted-domain', 'federation-oidc', 'oidc-discovery'],
    pool: poolWith(OIDC, ...providers),
    client: clientOf(OIDC.name, ...providers.map(({ name }) => name)),
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    signInThrough(context, { mfa: false, choice: honest })
    tryEach(context, attacks, { at, honest })
  },
)
