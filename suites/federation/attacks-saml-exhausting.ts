/** SAML documents that take much of the memory or the time of whoever reads them. */
import { tryEach } from './attacks/attack.ts'
import { attacksOn } from './attacks/by-topic.ts'
import { federation } from './flow.ts'
import { clientOf, poolWith, SAML } from './pools.ts'
import { signInThrough } from './steps-1-to-10.ts'

federation.variant(
  'attacks-saml-exhausting',
  'SAML: documents that exhaust whoever reads them',
  {
    lacking: ['hosted-domain', 'federation-saml'],
    pool: poolWith(SAML),
    client: clientOf(SAML.name),
    user: {},
    does: ['signs-in'],
    attacks: true,
    exhausts: true,
  },
  (context) => {
    signInThrough(context, { mfa: false })
    const topics = ['saml-reference', 'saml-parsing', 'saml-conditions'] as const
    tryEach(
      context,
      topics.flatMap((topic) => attacksOn(topic, 'saml', { exhausts: true })),
    )
  },
)
