/** The pages and standards that the checks of the front channel stand on, each under a short name. */
import { advisory, developerGuide } from '../../../fixtures/flow/source.ts'

/** @param section a heading or a parameter of the page */
export const authorizeEndpoint = (section: string, states: string) =>
  developerGuide('authorization-endpoint', 'The redirect and authorization endpoint', section, states)

export const loginEndpoint = (section: string, states: string) =>
  developerGuide('login-endpoint', 'The managed login sign-in endpoint: /login', section, states)

export const logoutEndpoint = (section: string, states: string) =>
  developerGuide('logout-endpoint', 'The managed login sign-out endpoint: /logout', section, states)

export const interactivePages = (states: string) =>
  developerGuide(
    'managed-login-endpoints',
    'User-interactive managed login and classic hosted UI endpoints',
    'Introduction',
    states,
  )

/** "Things to know about managed login and the hosted UI" and what stands beside it. */
export const managedLoginPage = (section: string, states: string) =>
  developerGuide('cognito-user-pools-managed-login', 'User pool managed login', section, states)

/** The documented flow itself. */
export const flowPage = (states: string) =>
  developerGuide(
    'cognito-how-to-authenticate#cognito-authentication-concepts-managed-login',
    'How authentication works with Amazon Cognito',
    'Managed login authentication flow',
    states,
  )

export const oauth2 = (section: string, states: string) =>
  advisory(
    'RFC 6749, The OAuth 2.0 Authorization Framework',
    `Section ${section}`,
    `https://www.rfc-editor.org/rfc/rfc6749#section-${section}`,
    '2026-11',
    states,
  )

export const oauthSecurity = (section: string, states: string) =>
  advisory(
    'RFC 9700, Best Current Practice for OAuth 2.0 Security',
    `Section ${section}`,
    `https://www.rfc-editor.org/rfc/rfc9700#section-${section}`,
    '2026-11',
    states,
  )
