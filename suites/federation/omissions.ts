/** Which documented steps a variant skips, on whose word. */
import { flowPage, samlInitiation } from './sources.ts'

/** MFA comes into the documented flow only when the user has activated it at the provider. */
export const noMfaAtProvider = flowPage(
  'The prompt for a code follows when the IdP determines that the user has activated MFA.',
  'Federated authentication flow, step 5',
).source

/** The provider begins, and nothing was asked of it. */
export const providerBegins = samlInitiation(
  'Implement IdP-initiated SAML sign-in',
  'Assertions are presented without the need to initiate the session at the authorize endpoint.',
).source
