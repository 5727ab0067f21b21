/**
 * Answers that the real service gave, as facts: what was asked, what came, and the checks that judge such an answer. They
 * stand in response snapshots that an emulator's vendor recorded by running its own tests against AWS and ships in its
 * source distribution. Ids, times and tokens were replaced by the recorder; here they are made up to fit one another.
 */

export const WHERE = 'Response snapshots validated on AWS, localstack-ext 3.8.2.dev1'

export interface RecordedRefusal {
  readonly asked: string
  readonly type: string
  readonly message: string
  /** Months, `YYYY-MM`. */
  readonly recorded: readonly string[]
  /** Ids of checks without the flow. None where such an answer is not judged yet. */
  readonly judgedBy: readonly string[]
}

/** All of them with HTTP status 400. */
export const refusals: readonly RecordedRefusal[] = [
  {
    asked: 'GetUser with a token that is none',
    type: 'NotAuthorizedException',
    message: 'Invalid Access Token',
    recorded: ['2022-08'],
    judgedBy: ['12/made-up-access-token'],
  },
  {
    asked: 'GlobalSignOut with a token that is none',
    type: 'NotAuthorizedException',
    message: 'Invalid Access Token',
    recorded: ['2024-09'],
    judgedBy: [],
  },
  {
    asked: 'GetUser after GlobalSignOut with the same access token',
    type: 'NotAuthorizedException',
    message: 'Access Token has been revoked',
    recorded: ['2024-09'],
    judgedBy: ['15/signed-out-access-token', '15/signed-out-access-token-type'],
  },
  {
    asked: 'a refresh after GlobalSignOut',
    type: 'NotAuthorizedException',
    message: 'Refresh Token has been revoked',
    recorded: ['2024-09'],
    judgedBy: ['15/signed-out-refresh-token', '15/signed-out-refresh-token-type'],
  },
  {
    asked: 'a refresh after RevokeToken',
    type: 'NotAuthorizedException',
    message: 'Refresh Token has been revoked',
    recorded: ['2024-09'],
    judgedBy: ['15/revoked-refresh-token', '15/revoked-refresh-token-type'],
  },
  {
    asked: 'a refresh with a token that is none',
    type: 'NotAuthorizedException',
    message: 'Invalid Refresh Token',
    recorded: ['2024-09'],
    judgedBy: ['15/made-up-refresh-token'],
  },
  {
    asked: 'a sign-in with a wrong password, by password or SRP',
    type: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
    recorded: ['2023-05', '2024-04'],
    judgedBy: [
      '4/error-body',
      '4/refusal-status',
      '5/wrong-password-refused',
      '5/wrong-password-type',
      '5/srp-wrong-password',
      '5/srp-wrong-password-message',
    ],
  },
  {
    asked: 'a sign-in of an unknown user, PreventUserExistenceErrors not set',
    type: 'UserNotFoundException',
    message: 'User does not exist.',
    recorded: ['2023-05', '2024-01'],
    judgedBy: ['5/unknown-user-named'],
  },
  {
    asked: 'a sign-in of an unknown user, PreventUserExistenceErrors ENABLED',
    type: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
    recorded: ['2024-01'],
    judgedBy: ['5/unknown-user-hidden', '5/unknown-user-message'],
  },
  {
    asked: 'a sign-in of a disabled user',
    type: 'NotAuthorizedException',
    message: 'User is disabled.',
    recorded: ['2023-06'],
    judgedBy: ['5/disabled-user-refused', '5/disabled-user-type'],
  },
  {
    asked: 'USER_SRP_AUTH without SRP_A',
    type: 'InvalidParameterException',
    message: 'Missing required parameter SRP_A',
    recorded: ['2022-10'],
    judgedBy: ['4/srp-missing-a'],
  },
  {
    asked: 'USER_SRP_AUTH with an SRP_A that is not hexadecimal',
    type: 'InvalidParameterException',
    message:
      "1 validation error detected: Value 'zz' at 'a' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[0-9a-fA-F]+$",
    recorded: ['2022-10'],
    judgedBy: ['4/srp-a-not-hexadecimal'],
  },
]

export const made = {
  issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Recorded0',
  clientId: '6recordedclient00000000001',
  username: 'recorded-user',
  sub: '7f3ac2d4-0001-4c5e-9a66-0123456789ab',
  email: 'recorded@example.com',
  /** Seconds since 1970. */
  at: 1_725_000_000,
} as const

const shared = {
  auth_time: made.at,
  event_id: '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed',
  exp: made.at + 3600,
  iat: made.at,
  iss: made.issuer,
  origin_jti: '9c858901-8a57-4791-81fe-4c455b099bc9',
  sub: made.sub,
}

/** Claims of an API sign-in, the whole sets; recorded 2024-08 and 2024-09. */
export const accessClaims = {
  ...shared,
  client_id: made.clientId,
  jti: '16fd2706-8baf-433b-82eb-8c7fada847da',
  scope: 'aws.cognito.signin.user.admin',
  token_use: 'access',
  username: made.username,
}

/** `email_verified` is a boolean, and absent when the flag was never set. */
export const idClaims = {
  ...shared,
  aud: made.clientId,
  'cognito:username': made.username,
  email: made.email,
  email_verified: true,
  jti: '886313e1-3b8a-4372-9b90-0c9aee199e5d',
  token_use: 'id',
}

/** The whole body of a sign-in, its tokens aside; recorded 2022 to 2024. */
export const signInBody = (tokens: { access: string; id: string; refresh: string }) => ({
  AuthenticationResult: {
    AccessToken: tokens.access,
    ExpiresIn: 3600,
    IdToken: tokens.id,
    RefreshToken: tokens.refresh,
    TokenType: 'Bearer',
  },
  ChallengeParameters: {},
})

/** Judged on such a sign-in by a client with default validity. */
export const signInJudgedBy: readonly string[] = [
  ...['token-type', 'expires-in', 'expires-in-agrees', 'no-device-metadata', 'no-further-challenge'].map(
    (name) => `10/${name}`,
  ),
  ...[
    'audience',
    'use',
    'issuer',
    'username',
    'subject',
    'times',
    'validity',
    'revocation-ids',
    'attributes',
  ].map((name) => `11/id-token-${name}`),
  '11/id-token-without-access-claims',
  '11/id-token-without-oauth-claims',
  ...[
    'client',
    'without-audience',
    'use',
    'issuer',
    'username',
    'scope',
    'times',
    'validity',
    'revocation-ids',
  ].map((name) => `11/access-token-${name}`),
  '11/access-token-without-profile',
  '11/same-subject',
  '11/distinct-token-ids',
  '11/same-event',
  '11/no-groups',
]

/** The whole body of USER_SRP_AUTH, also as AdminInitiateAuth; there was no Session. Recorded 2023-06. */
export const srpBody = {
  ChallengeName: 'PASSWORD_VERIFIER',
  ChallengeParameters: {
    SALT: '5a8f0c0a2b3d4e5f60718293a4b5c6d7',
    SECRET_BLOCK: Buffer.alloc(96, 7).toString('base64'),
    SRP_B: 'ab'.repeat(384),
    USERNAME: made.username,
    USER_ID_FOR_SRP: made.username,
  },
}

/** Whether or not the check is handed the name beside the answer. */
export const srpJudgedBy: readonly string[] = [
  '4/srp-challenge',
  '4/srp-parameters',
  '4/srp-username',
  '4/srp-no-tokens-yet',
]
export const srpNamedJudgedBy: readonly string[] = ['4/srp-user-id']
