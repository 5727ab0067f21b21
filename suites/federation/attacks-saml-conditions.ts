/** A SAML provider that misbehaves: for whom, when and in answer to what. */
import { tryTopic } from './attacks/variants.ts'

tryTopic('saml', {
  id: 'attacks-saml-conditions',
  title: 'SAML: for whom, when and in answer to what',
  topic: 'saml-conditions',
})
