/** The variant of the revocation endpoint. */
import { attackOn } from './attack.ts'
import { revocationEndpointSurface } from './surfaces/revocation-endpoint.ts'

attackOn(revocationEndpointSurface)
