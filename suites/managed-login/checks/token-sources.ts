/** The pages and standards that the checks of the back channel stand on, each under a short name. */
import { advisory, type Basis, developerGuide, observed } from '../../../fixtures/flow/source.ts'

type Page = (section: string, states: string) => Basis

const page =
  (file: string, title: string): Page =>
  (section, states) =>
    developerGuide(file, title, section, states)

/** A sample answer of a page: seen there, and nowhere promised. */
const sampleOf =
  (file: string, title: string): Page =>
  (section, states) =>
    observed(
      `Amazon Cognito Developer Guide, ${title}`,
      section,
      `https://docs.aws.amazon.com/cognito/latest/developerguide/${file}.html`,
      '2026-11',
      states,
    )

export const tokenEndpoint = page('token-endpoint', 'The token issuer endpoint')
export const tokenSample = sampleOf('token-endpoint', 'The token issuer endpoint')
export const userInfoEndpoint = page('userinfo-endpoint', 'The user attributes endpoint')
export const userInfoSample = sampleOf('userinfo-endpoint', 'The user attributes endpoint')
export const revocationEndpoint = page('revocation-endpoint', 'The token revocation endpoint')
export const tokenRevocation = page('token-revocation', 'Ending user sessions with token revocation')
export const refreshTokens = page('amazon-cognito-user-pools-using-the-refresh-token', 'Refresh tokens')
export const scopesPage = page(
  'cognito-user-pools-define-resource-servers',
  'Scopes, M2M, and resource servers',
)
export const pkcePage = page('using-pkce-in-authorization-code', 'Using PKCE in authorization code grants')
export const authorizationEndpoint = page('authorization-endpoint', 'The redirect and authorization endpoint')
export const federationEndpoints = page(
  'federation-endpoints',
  'Identity provider and relying party endpoints',
)
export const managedLoginPage = page('cognito-user-pools-managed-login', 'User pool managed login')
export const idTokenPage = page(
  'amazon-cognito-user-pools-using-the-id-token',
  'Understanding the identity (ID) token',
)
export const accessTokenPage = page(
  'amazon-cognito-user-pools-using-the-access-token',
  'Understanding the access token',
)
export const accessTokenSample = sampleOf(
  'amazon-cognito-user-pools-using-the-access-token',
  'Understanding the access token',
)

export const oauth2: Page = (section, states) =>
  advisory(
    'RFC 6749, The OAuth 2.0 Authorization Framework',
    `Section ${section}`,
    `https://www.rfc-editor.org/rfc/rfc6749#section-${section}`,
    '2026-11',
    states,
  )

export const openIdCore: Page = (section, states) =>
  advisory(
    'OpenID Connect Core 1.0',
    section,
    'https://openid.net/specs/openid-connect-core-1_0.html',
    '2026-11',
    states,
  )
