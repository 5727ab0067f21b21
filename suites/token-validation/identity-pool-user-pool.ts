/** The variant of the identity pool, which takes tokens of the user pool. */
import { attackOn } from './attack.ts'
import { identityPoolOfUserPool } from './surfaces/identity-pool-user-pool.ts'

attackOn(identityPoolOfUserPool)
