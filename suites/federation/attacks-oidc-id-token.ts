/** A OpenID Connect provider that misbehaves: the ID token. */
import { tryTopic } from './attacks/variants.ts'

tryTopic('oidc', {
  id: 'attacks-oidc-id-token',
  title: 'OpenID Connect: the ID token',
  topic: 'oidc-id-token',
  namesAddresses: true,
})
