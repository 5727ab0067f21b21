/** The variants in which a provider misbehaves, or is odd within its rights: one way through them for all. */
import type { ProviderNeeds } from '../../../fixtures/targets/lease.ts'
import type { Topic } from '../../../mock-idp/misbehaviours/misbehaviour.ts'
import { federation } from '../flow.ts'
import { clientOf, ENCRYPTING_SAML, OIDC, OTHER_OIDC, OTHER_SAML, poolWith, SAML } from '../pools.ts'
import { signInThrough } from '../steps-1-to-10.ts'
import { tryEach } from './attack.ts'
import { attacksOn, tenantAttacksOn } from './by-topic.ts'
import { providersOf } from './providers.ts'

interface Tried {
  /** `attacks-…`, or `odd-but-honest-…`, which needs nobody's permission. */
  readonly id: string
  readonly title: string
  readonly topic: Topic
  /** Messages name addresses that nobody is to visit. */
  readonly namesAddresses?: true
}

const attacking = ({ id }: Tried): { readonly attacks?: true } =>
  id.startsWith('attacks-') ? { attacks: true } : {}

const WAYS = {
  /** Beside the provider stands another that the user pool trusts as well. */
  oidc: { main: OIDC, other: [OTHER_OIDC], protocol: 'oidc', setting: 'usual', lacking: ['federation-oidc'] },
  saml: { main: SAML, other: [OTHER_SAML], protocol: 'saml', setting: 'usual', lacking: ['federation-saml'] },
  'saml-encrypted': {
    main: ENCRYPTING_SAML,
    other: [] as readonly ProviderNeeds[],
    protocol: 'saml',
    setting: 'encrypts',
    lacking: ['federation-saml', 'saml-encryption'],
  },
} as const

/** Registers a variant in which one provider does everything of a topic, each in a sign-in of its own. */
export function tryTopic(way: keyof typeof WAYS, tried: Tried): void {
  const { main, other, protocol, setting, lacking } = WAYS[way]
  const honest = { provider: main.name }
  federation.variant(
    tried.id,
    tried.title,
    {
      lacking: ['hosted-domain', ...lacking],
      pool: poolWith(main, ...other),
      client: clientOf(main.name),
      user: {},
      does: ['signs-in'],
      ...attacking(tried),
    },
    (context) => {
      signInThrough(context, { mfa: false, choice: honest })
      const { topic, namesAddresses } = tried
      tryEach(context, attacksOn(topic, protocol, { setting }), {
        at: () => honest,
        honest,
        ...(namesAddresses === undefined ? {} : { namesAddresses }),
      })
    },
  )
}

/** Registers a variant with a provider for each misbehaviour of an endpoint that carries no sign-in. */
export function tryAtTenants(tried: Tried): void {
  const attacks = tenantAttacksOn(tried.topic)
  const { providers, at, alike } = providersOf(attacks)
  const honest = { provider: OIDC.name }
  federation.variant(
    tried.id,
    tried.title,
    {
      lacking: ['hosted-domain', 'federation-oidc', 'oidc-discovery'],
      pool: poolWith(OIDC, ...providers),
      client: clientOf(OIDC.name, ...providers.map(({ name }) => name)),
      user: {},
      does: ['signs-in'],
      ...attacking(tried),
    },
    (context) => {
      signInThrough(context, { mfa: false, choice: honest })
      tryEach(context, attacks, { at, honest: alike })
    },
  )
}
