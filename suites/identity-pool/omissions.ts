/** Which documented steps a variant skips or replaces, on whose word. */
import { developerGuide } from '../../fixtures/flow/source.ts'
import { gatewayCognitoGuide } from './gateway-sources.ts'
import { authenticationFlow, flowPage } from './sources.ts'

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

/** The identity pool hands its token out, and neither chooses a role nor asks STS. */
export const ownRoleInstead = authenticationFlow(
  'The basic (classic) authentication flow',
  'GetOpenIdToken gives the identity pool’s own token, with which the application itself asks STS for a role.',
).source

/** An application goes to a gateway with the tokens of the user pool, past identity pool and STS. */
export const tokensGoToTheGateway = gatewayCognitoGuide(
  'Accessing resources with API Gateway after sign-in',
  'Applications add the tokens of the user pool as bearer tokens to the Authorization header of requests to API Gateway; its authorizer evaluates them. Neither credentials nor signatures are spoken of.',
).source
