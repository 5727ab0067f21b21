/** A SAML provider that misbehaves: who it is about. */
import { tryTopic } from './attacks/variants.ts'

tryTopic('saml', {
  id: 'attacks-saml-subject',
  title: 'SAML: who it is about',
  topic: 'saml-subject',
})
