/** The variant of GetUser. */
import { attackOn } from './attack.ts'
import { getUserSurface } from './surfaces/get-user.ts'

attackOn(getUserSurface)
