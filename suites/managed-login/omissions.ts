/** Which documented steps a variant skips, on whose word. */
import { developerGuide } from '../../fixtures/flow/source.ts'

/** MFA comes into the documented flow only when the user has activated it. */
export const mfaIsOff = developerGuide(
  'cognito-how-to-authenticate#cognito-authentication-concepts-managed-login',
  'How authentication works with Amazon Cognito',
  'Managed login authentication flow, step 5',
  'The prompt for a code follows when the user pool determines that the user has activated MFA.',
).source

/** The tokens come with the redirect: there is no code to collect or to redeem, and no refresh token. */
export const tokensComeAtOnce = developerGuide(
  'authorization-endpoint',
  'The redirect and authorization endpoint',
  'response_type',
  'An implicit grant is an ID and an access token appended to the redirect URL.',
).source
