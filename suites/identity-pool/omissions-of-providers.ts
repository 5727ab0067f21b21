/** Which documented steps a variant with a provider of its own skips, on whose word. */
import { authenticationFlow, flowPage } from './sources.ts'

/** Only who passed a code has one exchanged. */
export const samlHasNoCode = flowPage(
  'The application exchanges a code for tokens if the user passed one; a SAML provider sends a SAML response.',
  'Identity pool authentication flow, step 7',
).source

/** The developer's own code does what stands before the request for an identity. */
export const developerSignsIn = authenticationFlow(
  'The developer-authenticated authentication flow',
  'The user signs in with the developer provider, and is validated there: code outside of Amazon Cognito.',
).source

/** One signed request is in the place of GetId. */
export const developerReplacesGetId = authenticationFlow(
  'Authentication flow API operations overview, GetOpenIdTokenForDeveloperIdentity',
  'The operation replaces the use of GetId and GetOpenIdToken from the device.',
).source
