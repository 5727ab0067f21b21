/** The variant of the identity pool, which takes tokens of an OpenID Connect provider. */
import { attackOn } from './attack.ts'
import { identityPoolOfOidc } from './surfaces/identity-pool-oidc.ts'

attackOn(identityPoolOfOidc)
