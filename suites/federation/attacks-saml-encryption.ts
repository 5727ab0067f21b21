/** A SAML provider that misbehaves where assertions are to come encrypted. */
import { tryEach } from './attacks/attack.ts'
import { attacksOn } from './attacks/by-topic.ts'
import { federation } from './flow.ts'
import { clientOf, ENCRYPTING_SAML, poolWith } from './pools.ts'
import { signInThrough } from './steps-1-to-10.ts'

federation.variant(
  'attacks-saml-encryption',
  'SAML: what is encrypted, and to whom',
  {
    lacking: ['hosted-domain', 'federation-saml', 'saml-encryption'],
    pool: poolWith(ENCRYPTING_SAML),
    client: clientOf(ENCRYPTING_SAML.name),
    user: {},
    does: ['signs-in'],
    attacks: true,
  },
  (context) => {
    signInThrough(context, { mfa: false })
    tryEach(context, attacksOn('saml-encryption', 'saml', { setting: 'encrypts' }), { namesAddresses: true })
  },
)
