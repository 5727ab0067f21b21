/** Which documented steps a variant skips, on whose word. */
import { developerGuide } from '../../fixtures/flow/source.ts'

/** MFA comes into the documented flow only when the user has activated it. */
export const mfaIsOff = developerGuide(
  'cognito-how-to-authenticate#cognito-authentication-concepts-apiauth',
  'How authentication works with Amazon Cognito',
  'API authentication flow, step 5',
  'The challenge follows when the user pool determines that the user has activated MFA.',
).source
