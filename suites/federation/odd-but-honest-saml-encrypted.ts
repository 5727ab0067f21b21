/** A SAML provider whose way of encrypting is within its rights. */
import { tryEach } from './attacks/attack.ts'
import { attacksOn } from './attacks/by-topic.ts'
import { federation } from './flow.ts'
import { clientOf, ENCRYPTING_SAML, poolWith } from './pools.ts'
import { signInThrough } from './steps-1-to-10.ts'

federation.variant(
  'odd-but-honest-saml-encrypted',
  'SAML: what is odd and within the rules, encrypted',
  {
    lacking: ['hosted-domain', 'federation-saml', 'saml-encryption'],
    pool: poolWith(ENCRYPTING_SAML),
    client: clientOf(ENCRYPTING_SAML.name),
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    signInThrough(context, { mfa: false })
    tryEach(context, attacksOn('saml-benign', 'saml', { setting: 'encrypts' }))
  },
)
