/** Which documented steps a variant skips, on whose word. */
import { authorizationEndpoint, flowPage } from '../shared/sources.ts'

/** MFA comes into the documented flow only when the user has activated it. */
export const mfaIsOff = flowPage(
  'The prompt for a code follows when the user pool determines that the user has activated MFA.',
  'Managed login authentication flow, step 5',
).source

/** The tokens come with the redirect: there is no code to collect or to redeem, and no refresh token. */
export const tokensComeAtOnce = authorizationEndpoint(
  'response_type',
  'An implicit grant is an ID and an access token appended to the redirect URL.',
).source
