/** The pages and public records that the checks of the user pool's pages stand on, each under a short name. */
import { developerGuide, observed, publicRecord } from '../../../fixtures/flow/source.ts'

export const interactiveEndpoint = (path: string, states: string) =>
  developerGuide(
    'managed-login-endpoints',
    'User-interactive managed login and classic hosted UI endpoints',
    `Managed login endpoints, ${path}`,
    states,
  )

export const signingUp = (section: string, states: string) =>
  developerGuide('signing-up-users-in-your-app', 'Signing up and confirming user accounts', section, states)

export const passwords = (section: string, states: string) =>
  developerGuide(
    'managing-users-passwords',
    'Passwords, account recovery, and password policies',
    section,
    states,
  )

export const existenceErrors = (section: string, states: string) =>
  developerGuide(
    'cognito-user-pool-managing-errors',
    'Managing user existence error responses',
    section,
    states,
  )

export const addingMfa = (section: string, states: string) =>
  developerGuide('user-pool-settings-mfa', 'Adding MFA to a user pool', section, states)

export const totpMfa = (section: string, states: string) =>
  developerGuide('user-pool-settings-mfa-totp', 'TOTP software token MFA', section, states)

export const choosingMethods = (section: string, states: string) =>
  developerGuide(
    'authentication-flows-selection-managedlogin',
    'Configure authentication methods for managed login',
    section,
    states,
  )

/** How a person uses the classic pages, in the edition of the guide that AWS published as source until 2023. */
export const classicGuide = (page: string, title: string, states: string) =>
  observed(
    `Amazon Cognito Developer Guide of June 2023, ${title}`,
    'Procedure',
    `https://github.com/awsdocs/amazon-cognito-developer-guide/blob/main/doc_source/${page}.md`,
    '2023-06',
    states,
  )

/** An event of the service's log, as AWS shows it. */
export const cloudTrail = (event: string, states: string) =>
  observed(
    'Amazon Cognito Developer Guide, Example Amazon Cognito events',
    `Example CloudTrail events for a hosted UI sign-up, ${event}`,
    'https://docs.aws.amazon.com/cognito/latest/developerguide/understanding-amazon-cognito-entries.html',
    '2022-05',
    states,
    'us-west-2',
  )

/** A client that signs in to a live pool by its classic page. */
export const classicClient = (states: string) =>
  publicRecord(
    'andrew-blake/melcloudhome',
    'custom_components/melcloudhome/api/auth.py, MELCloudHomeAuth.login',
    'andrew-blake/melcloudhome/blob/main/custom_components/melcloudhome/api/auth.py',
    '2026-11',
    states,
    'eu-west-1',
  )

/** A client that signs in to a live pool by its managed login page. */
export const managedClient = (states: string) =>
  publicRecord(
    'Solarlibs/solaredge-web',
    'src/solaredge_web/solaredge.py, _submit_login_form',
    'Solarlibs/solaredge-web/blob/main/src/solaredge_web/solaredge.py',
    '2026-11',
    states,
  )

/** A client that signs in to a live pool whose page asks for the name first. */
export const twoStepClient = (states: string) =>
  publicRecord(
    'Rishi8078/Appwash-homeassistant',
    'custom_components/appwash/api.py, _async_authorization_code',
    'Rishi8078/Appwash-homeassistant/blob/main/custom_components/appwash/api.py',
    '2026-11',
    states,
  )

export const headersTrace = (states: string) =>
  publicRecord(
    'amazon-archives/amazon-cognito-auth-js#52',
    'Verbose log of curl, 16 March 2018',
    'amazon-archives/amazon-cognito-auth-js/issues/52',
    '2018-03',
    states,
    'us-east-2',
  )
