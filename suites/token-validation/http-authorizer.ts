/** The variant of the JWT authorizer of an HTTP API. */
import { attackOn } from './attack.ts'
import { httpAuthorizer } from './surfaces/http-authorizer.ts'

attackOn(httpAuthorizer)
