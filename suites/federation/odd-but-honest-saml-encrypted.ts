/** A SAML provider whose way of encrypting is within its rights. */
import { tryTopic } from './attacks/variants.ts'

tryTopic('saml-encrypted', {
  id: 'odd-but-honest-saml-encrypted',
  title: 'SAML: what is odd and within the rules, encrypted',
  topic: 'saml-benign',
})
