/** OpenID Connect providers that misbehave, each in one way: the provider’s keys. */
import { tryAtTenants } from './attacks/variants.ts'

tryAtTenants({
  id: 'attacks-oidc-keys',
  title: 'OpenID Connect: the provider’s keys',
  topic: 'oidc-keys',
})
