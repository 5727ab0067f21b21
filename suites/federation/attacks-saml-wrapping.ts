/** A SAML provider that misbehaves: where the signed element stands. */
import { tryTopic } from './attacks/variants.ts'

tryTopic('saml', {
  id: 'attacks-saml-wrapping',
  title: 'SAML: where the signed element stands',
  topic: 'saml-wrapping',
})
