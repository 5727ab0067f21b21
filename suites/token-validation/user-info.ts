/** The variant of userInfo. */
import { attackOn } from './attack.ts'
import { userInfoSurface } from './surfaces/user-info.ts'

attackOn(userInfoSurface)
