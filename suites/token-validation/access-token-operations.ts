/** The variant of the operations that change a user. */
import { attackOn } from './attack.ts'
import { accessTokenOperations } from './surfaces/access-token-operations.ts'

attackOn(accessTokenOperations)
