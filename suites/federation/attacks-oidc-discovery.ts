/** OpenID Connect providers that misbehave, each in one way: the provider’s configuration. */
import { tryAtTenants } from './attacks/variants.ts'

tryAtTenants({
  id: 'attacks-oidc-discovery',
  title: 'OpenID Connect: the provider’s configuration',
  topic: 'oidc-discovery',
})
