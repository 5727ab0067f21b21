/** A SAML provider that misbehaves: how the document is written. */
import { tryTopic } from './attacks/variants.ts'

tryTopic('saml', {
  id: 'attacks-saml-parsing',
  title: 'SAML: how the document is written',
  topic: 'saml-parsing',
  namesAddresses: true,
})
