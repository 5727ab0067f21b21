/** OpenID Connect providers that misbehave, each in one way: the provider’s keys. */
import { tryEach } from './attacks/attack.ts'
import { tenantAttacksOn } from './attacks/by-topic.ts'
import { providersOf } from './attacks/providers.ts'
import { federation } from './flow.ts'
import { clientOf, OIDC, poolWith } from './pools.ts'
import { signInThrough } from './steps-1-to-10.ts'

const attacks = tenantAttacksOn('oidc-keys')
const { providers, at } = providersOf(attacks)
const honest = { provider: OIDC.name }

federation.variant(
  'attacks-oidc-keys',
  'OpenID Connect: the provider’s keys',
  {
    lacking: ['hosted-domain', 'federation-oidc', 'oidc-discovery'],
    pool: poolWith(OIDC, ...providers),
    client: clientOf(OIDC.name, ...providers.map(({ name }) => name)),
    user: {},
    does: ['signs-in'],
    attacks: true,
  },
  (context) => {
    signInThrough(context, { mfa: false, choice: honest })
    tryEach(context, attacks, { at, honest })
  },
)
