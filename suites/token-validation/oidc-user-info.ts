/** The variant of the userInfo answer that the user pool receives. */
import { attackOn } from './attack.ts'
import { oidcUserInfo } from './surfaces/oidc-user-info.ts'

attackOn(oidcUserInfo)
