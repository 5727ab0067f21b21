/** A OpenID Connect provider with habits that are within its rights: what is odd and within the rules. */
import { tryTopic } from './attacks/variants.ts'

tryTopic('oidc', {
  id: 'odd-but-honest-oidc',
  title: 'OpenID Connect: what is odd and within the rules',
  topic: 'oidc-benign',
})
