/** A SAML provider that misbehaves: what it answers, and how it travels. */
import { tryTopic } from './attacks/variants.ts'

tryTopic('saml', {
  id: 'attacks-saml-binding',
  title: 'SAML: what it answers, and how it travels',
  topic: 'saml-binding',
})
