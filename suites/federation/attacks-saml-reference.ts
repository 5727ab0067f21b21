/** A SAML provider that misbehaves: what a signature refers to. */
import { tryTopic } from './attacks/variants.ts'

tryTopic('saml', {
  id: 'attacks-saml-reference',
  title: 'SAML: what a signature refers to',
  topic: 'saml-reference',
  namesAddresses: true,
})
