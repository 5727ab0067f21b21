/** The variant of the application's validator. */
import { attackOn } from './attack.ts'
import { applicationSurface } from './surfaces/application.ts'

attackOn(applicationSurface)
