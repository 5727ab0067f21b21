/** A SAML provider with habits that are within its rights: what is odd and within the rules. */
import { tryEach } from './attacks/attack.ts'
import { attacksOn } from './attacks/by-topic.ts'
import { federation } from './flow.ts'
import { clientOf, OTHER_SAML, poolWith, SAML } from './pools.ts'
import { signInThrough } from './steps-1-to-10.ts'

federation.variant(
  'odd-but-honest-saml',
  'SAML: what is odd and within the rules',
  {
    lacking: ['hosted-domain', 'federation-saml'],
    pool: poolWith(SAML, OTHER_SAML),
    client: clientOf(SAML.name),
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    const honest = { provider: SAML.name }
    signInThrough(context, { mfa: false, choice: honest })
    tryEach(context, attacksOn('saml-benign', 'saml'), { at: () => honest, honest })
  },
)
