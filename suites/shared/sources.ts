/** The pages and standards that the checks of the user pool's domain and its tokens stand on, each under a short name. */
import { advisory, type Basis, developerGuide, observed } from '../../fixtures/flow/source.ts'

/** @param section a heading or a parameter of the page */
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

// Endpoints
const AUTHORIZATION = ['authorization-endpoint', 'The redirect and authorization endpoint'] as const
const LOGIN = ['login-endpoint', 'The managed login sign-in endpoint: /login'] as const
const TOKEN = ['token-endpoint', 'The token issuer endpoint'] as const
const USER_INFO = ['userinfo-endpoint', 'The user attributes endpoint'] as const

export const authorizationEndpoint = page(...AUTHORIZATION)
export const authorizationSample = sampleOf(...AUTHORIZATION)
export const loginEndpoint = page(...LOGIN)
export const loginSample = sampleOf(...LOGIN)
export const logoutEndpoint = page('logout-endpoint', 'The managed login sign-out endpoint: /logout')
export const tokenEndpoint = page(...TOKEN)
export const tokenSample = sampleOf(...TOKEN)
export const userInfoEndpoint = page(...USER_INFO)
export const userInfoSample = sampleOf(...USER_INFO)
export const revocationEndpoint = page('revocation-endpoint', 'The token revocation endpoint')
export const federationEndpoints = page(
  'federation-endpoints',
  'Identity provider and relying party endpoints',
)

// Tokens
const ID_TOKEN = [
  'amazon-cognito-user-pools-using-the-id-token',
  'Understanding the identity (ID) token',
] as const
const ACCESS_TOKEN = [
  'amazon-cognito-user-pools-using-the-access-token',
  'Understanding the access token',
] as const

export const idTokenPage = page(...ID_TOKEN)
export const idTokenSample = sampleOf(...ID_TOKEN)
export const accessTokenPage = page(...ACCESS_TOKEN)
export const accessTokenSample = sampleOf(...ACCESS_TOKEN)
export const refreshTokens = page('amazon-cognito-user-pools-using-the-refresh-token', 'Refresh tokens')
export const refreshesAtItsClient = developerGuide(
  'troubleshooting',
  'Troubleshoot Amazon Cognito',
  'Invalid refresh token error',
  'Token refresh must use the exact same app client ID as the authentication that generated the refresh token; else: Invalid refresh token.',
)
export const tokenRevocation = page('token-revocation', 'Ending user sessions with token revocation')
export const scopesPage = page(
  'cognito-user-pools-define-resource-servers',
  'Scopes, M2M, and resource servers',
)
export const pkcePage = page('using-pkce-in-authorization-code', 'Using PKCE in authorization code grants')

/** "Things to know about managed login and the hosted UI" and what stands beside it. */
export const managedLoginPage = page('cognito-user-pools-managed-login', 'User pool managed login')

export const interactivePages = (states: string) =>
  developerGuide(
    'managed-login-endpoints',
    'User-interactive managed login and classic hosted UI endpoints',
    'Introduction',
    states,
  )

/** The flow of managed login as it is documented. */
export const flowPage = (states: string, section = 'Managed login authentication flow') =>
  developerGuide(
    'cognito-how-to-authenticate#cognito-authentication-concepts-managed-login',
    'How authentication works with Amazon Cognito',
    section,
    states,
  )

// Standards
export const rfc =
  (number: number, title: string): Page =>
  (section, states) =>
    advisory(
      `RFC ${number}, ${title}`,
      `Section ${section}`,
      `https://www.rfc-editor.org/rfc/rfc${number}#section-${section}`,
      '2026-11',
      states,
    )

export const oauth2 = rfc(6749, 'The OAuth 2.0 Authorization Framework')
export const oauthSecurity = rfc(9700, 'Best Current Practice for OAuth 2.0 Security')

export const openIdCore: Page = (section, states) =>
  advisory(
    'OpenID Connect Core 1.0',
    section,
    'https://openid.net/specs/openid-connect-core-1_0.html',
    '2026-11',
    states,
  )

export const asvs: Page = (section, states) =>
  advisory(
    'OWASP Application Security Verification Standard 4.0',
    section,
    'https://github.com/OWASP/ASVS/blob/v4.0.3/4.0/en/0x12-V3-Session-management.md',
    '2026-11',
    states,
  )
