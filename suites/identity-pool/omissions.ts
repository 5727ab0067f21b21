/** Which documented steps a variant skips, on whose word. */
import { developerGuide } from '../../fixtures/flow/source.ts'
import { flowPage } from './sources.ts'

/** The steps that follow a redirect belong to the flows that redirect. */
export const noRedirect = developerGuide(
  'cognito-how-to-authenticate#cognito-authentication-concepts-apiauth',
  'How authentication works with Amazon Cognito',
  'API authentication flow',
  'The user pool answers an API request with the user’s JWTs: nobody is redirected, and there is no code to exchange.',
).source

/** Guests have nobody to sign in with. */
export const guestsSkip = flowPage(
  'Guest authentication skips straight to the request for an identity, and no authentication is validated.',
  'Variants and customization',
).source
