/** What AWS documents of API authentication and no check judges, with the reason. */

import type { Basis } from '../../fixtures/flow/source.ts'
import { apiReference, developerGuide, publicRecord } from '../../fixtures/flow/source.ts'
import type { NotTested } from '../../reports/record.ts'

const left = (basis: Basis, reason: string): NotTested => ({
  statement: basis.states,
  source: basis.source,
  reason,
})

const guide = (page: string, title: string, section: string, states: string) =>
  developerGuide(page, title, section, states)

export const notTested: readonly NotTested[] = [
  left(
    guide(
      'cognito-how-to-authenticate#cognito-authentication-concepts-apiauth',
      'How authentication works with Amazon Cognito',
      'Variants and customization',
      'Custom authentication challenges can augment the flow.',
    ),
    'Needs Lambda functions beside the user pool. No variant drives CUSTOM_AUTH yet.',
  ),
  left(
    guide(
      'authentication-flows-selection-sdk',
      'Manage authentication methods in AWS SDKs',
      'Choice-based authentication',
      'USER_AUTH offers a choice of passwords, one-time passwords and passkeys.',
    ),
    'No variant drives USER_AUTH yet.',
  ),
  left(
    guide(
      'amazon-cognito-user-pools-device-tracking',
      'Working with user devices in your user pool',
      'Signing in with a device',
      'A remembered device signs in with DEVICE_SRP_AUTH in place of MFA.',
    ),
    'No variant drives device tracking yet; that devices are absent where they are not tracked is checked.',
  ),
  left(
    guide(
      'user-pool-settings-mfa-sms-email-message',
      'SMS and email message MFA',
      'SMS and email message MFA',
      'Codes can come by SMS or e-mail: SMS_MFA, EMAIL_OTP.',
    ),
    'Needs a mailbox or a telephone that the run can read, and costs money on the real service.',
  ),
  left(
    guide(
      'user-pool-settings-mfa',
      'Adding MFA to a user pool',
      'User MFA preferences',
      'Users without a factor are asked to set one up (MFA_SETUP), users with several to choose (SELECT_MFA_TYPE).',
    ),
    'No variant drives enrolment during sign-in yet; every user here is enrolled before the flow begins.',
  ),
  left(
    guide(
      'authentication#authentication-flow-lockout-behavior',
      'Authentication with Amazon Cognito user pools',
      'Lockout behavior for failed sign-in attempts',
      'After five failed sign-ins a user is locked out for a second, and for twice as long after each further failure.',
    ),
    'AWS calls it subject to change, and it must not touch a user that other variants need. A variant of its own is due.',
  ),
  left(
    guide(
      'user-pool-settings-mfa',
      'Adding MFA to a user pool',
      'Things to know about user pool MFA',
      'Five failed MFA codes begin the same lockout.',
    ),
    'As above.',
  ),
  left(
    guide(
      'amazon-cognito-user-pools-using-the-refresh-token',
      'Refresh tokens',
      'Refresh token rotation',
      'With rotation each refresh by GetTokensFromRefreshToken returns a new refresh token and ends the old one.',
    ),
    'No variant has a client with rotation yet; that nothing rotates without it is checked.',
  ),
  left(
    guide(
      'cognito-user-pools-user-groups',
      'Adding groups to a user pool',
      'Assigning precedence values to groups',
      'cognito:roles and cognito:preferred_role follow from the roles and the precedence of the user’s groups.',
    ),
    'Groups here have no roles: roles concern the identity pool flow, which will judge them.',
  ),
  left(
    guide(
      'user-pool-settings-mfa-totp',
      'TOTP software token MFA',
      'Verify the TOTP token',
      'Codes of the 30 seconds before and after are accepted.',
    ),
    'Documented of enrolment (VerifySoftwareToken) only, which happens before the flow; at sign-in it is not documented.',
  ),
  left(
    apiReference(
      'InitiateAuth',
      'Errors, UserNotConfirmedException',
      'A user who has not confirmed the sign-up is refused.',
    ),
    'Needs a self-service sign-up, which no variant drives yet.',
  ),
  left(
    apiReference(
      'InitiateAuth',
      'Errors, PasswordResetRequiredException',
      'A user whose password must be reset is refused.',
    ),
    'Needs a reset by the administrator, which sends a message, or an import.',
  ),
  left(
    apiReference(
      'InitiateAuth',
      'AnalyticsMetadata, ClientMetadata, UserContextData',
      'Metadata goes to Pinpoint, to Lambda triggers and to threat protection.',
    ),
    'Its effect is not visible to a client.',
  ),
  left(
    apiReference('InitiateAuth', 'Errors, TooManyRequestsException', 'Too many requests are refused.'),
    'A conformance run floods nobody. What is throttled is repeated within a budget and else indeterminate.',
  ),
  left(
    apiReference('InitiateAuth', 'Errors, ForbiddenException', 'A web ACL of AWS WAF may refuse a request.'),
    'It is the web ACL that answers, not the user pool: such an answer makes a check indeterminate.',
  ),
  left(
    apiReference('InitiateAuth', 'Errors, InternalErrorException', 'An internal error has status 500.'),
    'It cannot be provoked from outside.',
  ),
  left(
    publicRecord(
      'aws-amplify/amplify-js, packages/auth',
      'SRP constants',
      'aws-amplify/amplify-js',
      '2026-11',
      'The group is the 3072-bit one of RFC 5054 with generator 2, the hash SHA-256, the key derived with the label Caldera Derived Key.',
    ),
    'Judged as a whole: a proof by these constants is accepted (step 4 of the SRP variants), one with another password is not.',
  ),
  left(
    apiReference(
      'RespondToAuthChallenge',
      'Session',
      'The session must be passed unmodified, to the answer of this very authentication.',
    ),
    'What a session of another user, another client or the other side (public, administrator) is answered with is not documented and on no record.',
  ),
  left(
    guide(
      'token-revocation',
      'Ending user sessions with token revocation',
      'Enable token revocation',
      'Without EnableTokenRevocation tokens have no origin_jti, and RevokeToken is refused.',
    ),
    'No variant has such a client yet.',
  ),
  left(
    guide(
      'user-pool-lambda-pre-token-generation',
      'Pre token generation Lambda trigger',
      'Pre token generation Lambda trigger',
      'A trigger may add, change and suppress claims.',
    ),
    'Needs Lambda functions beside the user pool.',
  ),
]
