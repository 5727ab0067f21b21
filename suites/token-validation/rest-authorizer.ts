/** The variant of the user pool authorizer of a REST API. */
import { attackOn } from './attack.ts'
import { restAuthorizer } from './surfaces/rest-authorizer.ts'

attackOn(restAuthorizer)
