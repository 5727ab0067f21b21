/** OpenID Connect providers with habits that are within their rights, each in one way: what is odd and within the rules, at endpoints that carry no sign-in. */
import { tryAtTenants } from './attacks/variants.ts'

tryAtTenants({
  id: 'odd-but-honest-oidc-endpoints',
  title: 'OpenID Connect: what is odd and within the rules, at endpoints that carry no sign-in',
  topic: 'oidc-benign',
})
