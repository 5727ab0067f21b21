/** What AWS documents of API authentication and no check judges, with the reason. */
import {
  advisory,
  apiReference,
  type Basis,
  developerGuide as guide,
  publicRecord,
  recordedSnapshot,
} from '../../fixtures/flow/source.ts'
import type { NotTested } from '../../reports/record.ts'

const left = (basis: Basis, reason: string): NotTested => ({
  statement: basis.states,
  source: basis.source,
  reason,
})

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
      'authentication-flows-selection-sdk#authentication-flows-selection-choice',
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
      'Things to know about user pool MFA',
      'Users without a factor are asked to set one up (MFA_SETUP), users with several to choose (SELECT_MFA_TYPE).',
    ),
    'No variant drives enrolment during sign-in yet; every user here is enrolled before the flow begins.',
  ),
  left(
    guide(
      'authentication#authentication-flow-lockout-behavior',
      'Authentication with Amazon Cognito user pools',
      'Lockout behavior for failed sign-in attempts',
      'The lock after n failed sign-ins lasts 2^(n-5) seconds, up to about 15 minutes; 15 quiet minutes reset it; public and administrator’s sign-ins count together.',
    ),
    'AWS calls it subject to change. That there is a lock, and that it ends, is checked (variant lock-out); its seconds are not.',
  ),
  left(
    guide(
      'user-pool-settings-mfa',
      'Adding MFA to a user pool',
      'Things to know about user pool MFA',
      'Five failed MFA codes begin the same lockout.',
    ),
    'Four wrong codes are the most that any user here suffers; the variant lock-out tries passwords.',
  ),
  left(
    guide(
      'amazon-cognito-user-pools-using-the-refresh-token',
      'Refresh tokens',
      'Refresh token rotation',
      'A rotated refresh token ends when the first one would have; within the grace period the old one still works.',
    ),
    'Rotation itself is checked (variant refresh-rotation, without a grace period); the end would take a second month.',
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
      'aws-amplify/amplify-js/blob/main/packages/auth/src/providers/cognito/utils/srp/constants.ts',
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
  left(
    publicRecord(
      'amazon-archives/amazon-cognito-js#64',
      'Answer to a path that the service does not know',
      'amazon-archives/amazon-cognito-js/issues/64',
      '2026-11',
      'A path or method that the service does not know is answered with code BadRequest and no __type.',
    ),
    'No step of the flow asks for one: the application calls operations, and fetches the two documents below the issuer.',
  ),
  left(
    publicRecord(
      'aws-amplify/amplify-swift#3344',
      'Content-Length 78 of a refusal',
      'aws-amplify/amplify-swift/issues/3344',
      '2023-11',
      'The JSON of an error body has no blanks between its tokens.',
    ),
    'No JSON parser can tell.',
  ),
  left(
    publicRecord(
      'aws-solutions/simple-file-manager-for-amazon-efs#129',
      'Response head of a cognito-idp POST',
      'aws-solutions/simple-file-manager-for-amazon-efs/issues/129',
      '2021-06',
      'Answers may be read by pages of any origin; a browser asks beforehand, with OPTIONS.',
    ),
    'Of cognito-idp no answer to OPTIONS, and no refusal with its cross-origin headers, is on record: only a 200 is judged.',
  ),
  left(
    apiReference(
      'InitiateAuth',
      'AuthFlow; ClientId; Session and other constraints',
      'AuthFlow is one of a list of values; ClientId and AuthFlow are required; lengths and patterns are given.',
    ),
    'What a broken constraint is answered with is on record for a ClientId against its pattern, which is checked; the other members would be guesses.',
  ),
  left(
    apiReference('RespondToAuthChallenge', 'ChallengeResponses', 'All challenge responses take USERNAME.'),
    'That an answer without it is refused is not documented: samples of the Developer Guide leave it out.',
  ),
  left(
    apiReference(
      'RespondToAuthChallenge',
      'ChallengeResponses, SOFTWARE_TOKEN_MFA',
      'The answer takes SOFTWARE_TOKEN_MFA_CODE.',
    ),
    'What an answer without the code, or with the name of another challenge, gets is on one record at most.',
  ),
  left(
    guide(
      'authentication#authentication-flow-session-duration',
      'Authentication with Amazon Cognito user pools',
      'Authentication session flow duration',
      'A session string of the answer to the previous request goes into each subsequent request.',
    ),
    'Whether the session outlives a wrong TOTP code, and whether a second sign-in spoils the session of the first, is not documented and on no record.',
  ),
  left(
    apiReference(
      'CreateUserPoolClient',
      'ExplicitAuthFlows',
      'A client that names no flows supports refresh, SRP and custom authentication.',
    ),
    'The harness always names the flows of its clients. That a flow which is not named is refused is checked.',
  ),
  left(
    apiReference(
      'CreateUserPoolClient',
      'ExplicitAuthFlows',
      'The legacy values ADMIN_NO_SRP_AUTH, CUSTOM_AUTH_FLOW_ONLY and USER_PASSWORD_AUTH cannot be mixed with the others.',
    ),
    'It concerns the making of clients, not signing in; ADMIN_NO_SRP_AUTH is the old name of a flow that is driven.',
  ),
  left(
    apiReference(
      'CreateUserPool',
      'UsernameConfiguration, CaseSensitive',
      'In a user pool that is not case-sensitive a name may be typed in capitals.',
    ),
    'The harness makes pools with the default, and does not know the setting of existing ones.',
  ),
  left(
    guide(
      'authentication-flows-public-server-side',
      'Authorization models for API and SDK authentication',
      'Server-side authentication options',
      'In pools with sign-in by e-mail address or telephone number USER_ID_FOR_SRP, and the hash of a refresh, take the generated name.',
    ),
    'Every pool here has user names; a pool with UsernameAttributes is due with sign-up.',
  ),
  left(
    recordedSnapshot(
      'cognito-idp, sign-in by user migration trigger',
      '2024-08',
      'USER_PASSWORD_AUTH of an unknown user calls the migration trigger.',
    ),
    'Needs Lambda functions beside the user pool.',
  ),
  left(
    advisory(
      'RFC 5054, Using SRP for TLS Authentication',
      '2.5.3 and 2.5.4',
      'https://www.rfc-editor.org/rfc/rfc5054#section-2.5.3',
      '2026-11',
      'The server’s public value is fresh each time, and a client’s that is 0 modulo N is refused.',
    ),
    'What Cognito does with SRP_A of 0 or a multiple of N, and with a proof that is sent twice, is on no record.',
  ),
  left(
    apiReference(
      'RevokeToken',
      'Errors, UnauthorizedException, UnsupportedOperationException',
      'Wrong client credentials, and clients without token revocation, are refused.',
    ),
    'Declared for the operation; that these situations give these types is on no record. Nor is the answer to a token revoked twice.',
  ),
  left(
    guide(
      'amazon-cognito-user-pools-using-the-refresh-token',
      'Refresh tokens',
      'API and SDK token refresh',
      'A client with a secret passes it in clear to GetTokensFromRefreshToken.',
    ),
    'No variant with a secret uses that operation yet.',
  ),
  left(
    apiReference(
      'AdminInitiateAuth',
      'AdminInitiateAuth',
      'The caller’s IAM policy must permit the operation.',
    ),
    'Needs a second set of AWS credentials, without that permission.',
  ),
  left(
    apiReference(
      'AdminUserGlobalSignOut',
      'AdminUserGlobalSignOut',
      'The administrator may sign a user out everywhere.',
    ),
    'The user’s own GlobalSignOut is checked; the administrator’s form belongs to the life of users, not to this flow.',
  ),
  left(
    guide(
      'amazon-cognito-user-pools-using-the-id-token',
      'Understanding the identity (ID) token',
      'ID token default payload',
      'Custom attributes are written to the ID token as strings regardless of their type.',
    ),
    'No pool here has custom attributes yet.',
  ),
  left(
    guide(
      'cognito-user-pools-step-up-authentication',
      'Authentication levels with ACR and AMR claims',
      'ACR and AMR token claims',
      'acr and amr are added to access and ID tokens, and name the level of the sign-in.',
    ),
    'The claims are being rolled out, and pools may rename the levels: only the methods in amr are judged, and only where it is there.',
  ),
  left(
    apiReference(
      'InitiateAuth',
      'ChallengeName, NEW_PASSWORD_REQUIRED',
      'Users with a temporary password must set a new one; a temporary password ends with the pool’s validity days.',
    ),
    'No variant drives it yet: every user here has a permanent password before the flow begins.',
  ),
  left(
    apiReference(
      'VerifySoftwareToken',
      'VerifySoftwareToken',
      'An authenticator app is enrolled with AssociateSoftwareToken and VerifySoftwareToken, and preferred with SetUserMFAPreference.',
    ),
    'Enrolment comes before the flow, as its preparation: a target that fails in it is reported as not provisioned.',
  ),
  left(
    apiReference(
      'InitiateAuth',
      'InitiateAuth',
      'A user with a federated identity provider cannot sign in with InitiateAuth.',
    ),
    'Needs a federated user: it belongs to the flow of third-party providers.',
  ),
  left(
    apiReference(
      'GetUser',
      'Errors, UserNotFoundException',
      'The access token of a user who was deleted is refused.',
    ),
    'No variant deletes its user. Which exception comes is not documented: the list of the operation has two that fit.',
  ),
  left(
    apiReference(
      'AddUserPoolClientSecret',
      'AddUserPoolClientSecret',
      'An app client may have two secrets at a time.',
    ),
    'No client here has a second secret; that the hash may be made with either is not said in words.',
  ),
  left(
    apiReference(
      'RevokeToken',
      'RevokeAssociatedSessions',
      'With session tracking LINKED also revokes the parent session.',
    ),
    'Session tracking is off by default and needs a paid feature plan.',
  ),
  left(
    guide(
      'cognito-user-pool-settings-threat-protection',
      'Advanced security with threat protection',
      'Advanced security with threat protection',
      'Compromised passwords and sign-ins at risk may be blocked.',
    ),
    'Needs the plan Plus, and sign-ins that AWS takes for an attack.',
  ),
]
