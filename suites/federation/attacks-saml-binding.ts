/** A SAML provider that misbehaves: what it answers, and how it travels. */
import { tryEach } from './attacks/attack.ts'
import { attacksOn } from './attacks/by-topic.ts'
import { federation } from './flow.ts'
import { clientOf, OTHER_SAML, poolWith, SAML } from './pools.ts'
import { signInThrough } from './steps-1-to-10.ts'

federation.variant(
  'attacks-saml-binding',
  'SAML: what it answers, and how it travels',
  {
    lacking: ['hosted-domain', 'federation-saml'],
    pool: poolWith(SAML, OTHER_SAML),
    client: clientOf(SAML.name),
    user: {},
    does: ['signs-in'],
    attacks: true,
  },
  (context) => {
    const honest = { provider: SAML.name }
    signInThrough(context, { mfa: false, choice: honest })
    tryEach(context, attacksOn('saml-binding', 'saml'), { at: () => honest, honest })
  },
)
