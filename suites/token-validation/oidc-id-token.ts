/** The variant of the ID token that the user pool receives. */
import { attackOn } from './attack.ts'
import { oidcIdToken } from './surfaces/oidc-id-token.ts'

attackOn(oidcIdToken)
