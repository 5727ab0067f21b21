/** A SAML provider that misbehaves where assertions are to come encrypted. */
import { tryTopic } from './attacks/variants.ts'

tryTopic('saml-encrypted', {
  id: 'attacks-saml-encryption',
  title: 'SAML: what is encrypted, and to whom',
  topic: 'saml-encryption',
  namesAddresses: true,
})
