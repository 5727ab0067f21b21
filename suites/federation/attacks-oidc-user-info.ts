/** A OpenID Connect provider that misbehaves: the answers of userInfo. */
import { tryTopic } from './attacks/variants.ts'

tryTopic('oidc', {
  id: 'attacks-oidc-user-info',
  title: 'OpenID Connect: the answers of userInfo',
  topic: 'oidc-user-info',
})
