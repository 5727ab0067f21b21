/** A SAML provider that misbehaves: whose signature it is. */
import { tryTopic } from './attacks/variants.ts'

tryTopic('saml', {
  id: 'attacks-saml-signature',
  title: 'SAML: whose signature it is',
  topic: 'saml-signature',
  namesAddresses: true,
})
