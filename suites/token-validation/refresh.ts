/** The variant of refreshing. */
import { attackOn } from './attack.ts'
import { refreshSurface } from './surfaces/refresh.ts'

attackOn(refreshSurface)
