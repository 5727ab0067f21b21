/** The variant of the user pool's endpoint for SAML responses. */
import { attackOn } from './attack.ts'
import { samlResponse } from './surfaces/saml-response.ts'

attackOn(samlResponse)
