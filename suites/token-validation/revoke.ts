/** The variant of revoking. */
import { attackOn } from './attack.ts'
import { revokeSurface } from './surfaces/revoke.ts'

attackOn(revokeSurface)
