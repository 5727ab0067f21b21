/** The pages that the attack suite stands on, each under a short name. */
import { apiReference, type Basis, developerGuide } from '../../fixtures/flow/source.ts'
import { rfc, tokenRevocation } from '../shared/sources.ts'

/** @param section a heading of the page */
type Page = (section: string, states: string) => Basis

/** Addressed to applications, and to whoever else processes tokens of user pools. */
export const verifyingTokens: Page = (section, states) =>
  developerGuide(
    'amazon-cognito-user-pools-using-tokens-verifying-a-jwt',
    'Verifying JSON web tokens',
    section,
    states,
  )

export const joseSignature = rfc(7515, 'JSON Web Signature (JWS)')
export const bearerTokens = rfc(6750, 'The OAuth 2.0 Authorization Framework: Bearer Token Usage')
export const jwtPractices = rfc(8725, 'JSON Web Token Best Current Practices')
export const httpSemantics = rfc(9110, 'HTTP Semantics')

/** What an operation that a user authorizes takes: what nobody issued is not it. */
export const issuedToUser = (operation: string): Basis =>
  apiReference(
    operation,
    'AccessToken',
    'A valid access token that Amazon Cognito issued to the currently signed-in user.',
  )

/** Of the API and of userInfo, which the page names both. */
export const expiredIsAnError: Basis = verifyingTokens(
  'Verify the claims',
  'Requests that are authorized with an access token, to the API or to userInfo, return an error if it has expired.',
)

export const revokedIsUseless: Basis = tokenRevocation(
  'Things to know about revoking tokens',
  'Revoked tokens cannot be used with any Amazon Cognito API calls that require a token.',
)
