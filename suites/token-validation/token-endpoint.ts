/** The variant of the token endpoint. */
import { attackOn } from './attack.ts'
import { tokenEndpointSurface } from './surfaces/token-endpoint.ts'

attackOn(tokenEndpointSurface)
