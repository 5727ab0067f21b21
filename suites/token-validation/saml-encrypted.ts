/** The variant of the user pool's endpoint for SAML responses, where assertions come encrypted. */
import { attackOn } from './attack.ts'
import { samlEncrypted } from './surfaces/saml-encrypted.ts'

attackOn(samlEncrypted)
