/** A SAML provider with habits that are within its rights: what is odd and within the rules. */
import { tryTopic } from './attacks/variants.ts'

tryTopic('saml', {
  id: 'odd-but-honest-saml',
  title: 'SAML: what is odd and within the rules',
  topic: 'saml-benign',
})
