/** A OpenID Connect provider that misbehaves: the answers of the token endpoint. */
import { tryTopic } from './attacks/variants.ts'

tryTopic('oidc', {
  id: 'attacks-oidc-token-endpoint',
  title: 'OpenID Connect: the answers of the token endpoint',
  topic: 'oidc-token-endpoint',
})
