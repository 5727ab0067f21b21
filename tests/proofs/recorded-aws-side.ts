/** Answers that STS, S3 and API Gateway gave where credentials of identity pools or tokens of user pools were used. */
import { IDENTITY, POOL, type PublishedRefusal } from './recorded-identity.ts'

const ROLE_SESSION = 'arn:aws:sts::123456789012:assumed-role/Recorded_Auth_Role/CognitoIdentityCredentials'
const USER_POOL = 'cognito-idp.us-west-2.amazonaws.com/us-west-2_Recorded0'
const SUB = '7f3ac2d4-0001-4c5e-9a66-0123456789ab'

const sender = (Code: string, Message: string) => ({ Type: 'Sender', Code, Message })

/** AssumeRoleWithWebIdentity, and requests that were signed wrongly, at STS. */
export const stsRefusals: readonly PublishedRefusal[] = [
  {
    asked: 'a role with what is no JWT',
    seen: 'aws-amplify/amplify-js#9704',
    recorded: '2022-03',
    status: 400,
    error: sender(
      'InvalidIdentityToken',
      'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
    ),
    judgedBy: [
      '14/sts-no-jwt-refused',
      '14/sts-no-jwt-code',
      '14/sts-no-jwt-message',
      '14/sts-error-envelope',
    ],
  },
  {
    asked: 'a role with a token of an issuer that the account does not know',
    seen: 'mozilla-iam/mozilla-aws-cli#127',
    recorded: '2019-11',
    status: 400,
    error: sender(
      'InvalidIdentityToken',
      'No OpenIDConnect provider found in your account for https://auth.mozilla.auth0.com/',
    ),
    judgedBy: [
      '14/sts-user-pool-token-refused',
      '14/sts-unknown-issuer-error',
      '14/sts-forged-token-refused',
      '14/sts-error-envelope',
    ],
  },
  {
    asked: 'a role with a token that was made too long ago',
    seen: 'mozilla-iam/mozilla-aws-cli#146',
    recorded: '2019-12',
    status: 400,
    error: sender('ExpiredTokenException', 'Token too old: 87254'),
    judgedBy: ['14/sts-expired-token-refused', '14/sts-expired-token-code', '14/sts-error-envelope'],
  },
  {
    asked: 'a role with a token that has expired',
    seen: 'aws/aws-sdk-java-v2#5709',
    recorded: '2024-11',
    status: 400,
    error: sender(
      'ExpiredTokenException',
      'Token expired: current date/time 1731098245 must be before the expiration date/time 1731095240',
    ),
    judgedBy: ['14/sts-expired-token-refused', '14/sts-expired-token-code', '14/sts-expired-token-message'],
  },
  {
    asked: 'a role that does not trust the token',
    seen: 'aws-amplify/aws-sdk-android#9',
    recorded: '2014-09',
    status: 403,
    error: sender('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity'),
    judgedBy: [
      ...['another-pool', 'guests', 'users', 'other-provider'].map(
        (whose) => `14/sts-role-of-${whose}-refused`,
      ),
      '14/sts-untrusted-answer',
    ],
  },
  {
    asked: 'a session name with a character that it may not have',
    seen: 'JuliaCloud/AWSCore.jl#38',
    recorded: '2018-06',
    status: 400,
    error: sender(
      'ValidationError',
      "1 validation error detected: Value 'a:b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
    ),
    judgedBy: ['14/sts-session-name-refused', '14/sts-session-name-error'],
  },
  {
    asked: 'GetCallerIdentity with credentials that are not valid',
    seen: 'aws-azure-login/aws-azure-login#251',
    recorded: '2022-11',
    status: 403,
    error: sender('InvalidClientTokenId', 'The security token included in the request is invalid'),
    judgedBy: ['17/no-session-token-refused', '17/no-session-token-answer'],
  },
  {
    asked: 'GetCallerIdentity with credentials that have expired',
    seen: 'pulumi/pulumi-aws#2560',
    recorded: '2023-06',
    status: 403,
    error: sender('ExpiredToken', 'The security token included in the request is expired'),
    judgedBy: ['credentials-expire', 'credentials-expired-error', 'credentials-stay-expired'].map(
      (name) => `17/${name}`,
    ),
  },
  {
    asked: 'a request with another secret key, of a service that speaks the same protocol',
    seen: 'aws/aws-sdk-ruby#374',
    recorded: '2013-09',
    status: 403,
    error: sender(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    ),
    judgedBy: ['17/wrong-secret-refused', '17/wrong-secret-answer'],
  },
  {
    asked: 'GetCallerIdentity, the clock behind',
    seen: 'aws/aws-cli#6676',
    recorded: '2022-01',
    status: 403,
    error: sender(
      'SignatureDoesNotMatch',
      'Signature expired: 20220127T001427Z is now earlier than 20220127T014428Z (20220127T015928Z - 15 min.)',
    ),
    judgedBy: ['17/expired-signature-refused', '17/expired-signature-answer'],
  },
  {
    asked: 'GetCallerIdentity, the clock ahead',
    seen: 'QT-DevOps/DevOpsIssues#989',
    recorded: '2021-01',
    status: 403,
    error: sender(
      'SignatureDoesNotMatch',
      'Signature not yet current: 20210112T194419Z is still later than 20210112T072625Z (20210112T071125Z + 15 min.)',
    ),
    judgedBy: ['17/early-signature-refused', '17/early-signature-answer'],
  },
  {
    asked: 'GetCallerIdentity with a scope of another region',
    seen: 'hashicorp/terraform-provider-aws#34865',
    recorded: '2023-12',
    status: 403,
    error: sender('SignatureDoesNotMatch', 'Credential should be scoped to a valid region.'),
    judgedBy: ['17/wrong-region-refused', '17/wrong-region-answer'],
  },
  {
    asked: 'AssumeRole with a scope of another region, some years before',
    seen: 'cognitect-labs/aws-api#27',
    recorded: '2018-12',
    status: 403,
    error: sender(
      'SignatureDoesNotMatch',
      "Credential should be scoped to a valid region, not 'ap-southeast-2'. ",
    ),
    judgedBy: ['17/wrong-region-refused', '17/wrong-region-answer'],
  },
]

/** GET of an object. */
export const s3Refusals: readonly PublishedRefusal[] = [
  {
    asked: 'temporary credentials without their session token',
    seen: 'prolane/samltoawsstskeys#40',
    recorded: '2020-05',
    status: 403,
    error: {
      Code: 'InvalidAccessKeyId',
      Message: 'The AWS Access Key Id you provided does not exist in our records.',
      AWSAccessKeyId: 'ASIARECORDED00000000',
    },
    judgedBy: ['17/s3-no-session-token-refused', '17/s3-no-session-token-answer'],
  },
  {
    asked: 'a clock that is wrong',
    seen: 'versity/versitygw#1514',
    recorded: '2025-09',
    status: 403,
    error: {
      Code: 'RequestTimeTooSkewed',
      Message: 'The difference between the request time and the current time is too large.',
      RequestTime: '20250911T120000Z',
      ServerTime: '2025-09-11T13:00:00Z',
      MaxAllowedSkewMilliseconds: '900000',
    },
    judgedBy: ['17/s3-skewed-answer'],
  },
  {
    asked: 'a session token that nobody issued',
    seen: 's3tools/s3cmd#297',
    recorded: '2014-03',
    status: 400,
    error: {
      Code: 'InvalidToken',
      Message: 'The provided token is malformed or otherwise invalid.',
      'Token-0': 'made-up',
    },
    judgedBy: ['17/s3-made-up-token-answer'],
  },
]

const UNAUTHORIZED = { message: 'Unauthorized' }
const FORBIDDEN = { message: 'Forbidden' }
const SNAPSHOT = 'Response snapshots validated on AWS, localstack-ext 3.8.2.dev1'

/** REST APIs and HTTP APIs, behind authorizers. */
export const gatewayRefusals: readonly PublishedRefusal[] = [
  {
    asked: 'a REST API without a token, or with one that does not fit the method',
    seen: SNAPSHOT,
    recorded: '2024-09',
    status: 401,
    error: UNAUTHORIZED,
    judgedBy: [
      'rest-no-token',
      'rest-no-token-answer',
      'rest-id-token-with-scopes',
      'rest-id-token-with-scopes-answer',
      'rest-access-token-without-scopes',
      'rest-access-token-without-scopes-answer',
      'rest-scope-lacking',
      'rest-scope-lacking-answer',
    ].map((name) => `18/${name}`),
  },
  {
    asked: 'a REST API with a token that has expired',
    seen: 'aws-amplify/amplify-js#6060',
    recorded: '2020-06',
    status: 401,
    error: { message: 'The incoming token has expired' },
    judgedBy: ['18/rest-expired-id-token', '18/rest-expired-answer'],
  },
  {
    asked: 'an HTTP API without a token',
    seen: SNAPSHOT,
    recorded: '2024-09',
    status: 401,
    error: UNAUTHORIZED,
    judgedBy: ['18/http-no-token', '18/http-no-token-answer'],
  },
  {
    asked: 'an HTTP API with a token of a wrong audience; the raw example of AWS’s own guide',
    seen: 'Amazon API Gateway Developer Guide, Troubleshooting issues with HTTP API JWT authorizers',
    recorded: '2020-05',
    status: 401,
    headers: {
      'www-authenticate':
        'Bearer scope="" error="invalid_token" error_description="the token does not have a valid audience"',
      'apigw-requestid': 'Mc7UVioPPHcEKPA=',
    },
    error: UNAUTHORIZED,
    judgedBy: [
      'http-other-client',
      'http-other-client-answer',
      'http-other-client-challenge',
      'http-other-client-reason',
      'http-other-client-access',
    ].map((name) => `18/${name}`),
  },
  {
    asked: 'an HTTP API’s route with scopes, with a token that has none of them',
    seen: SNAPSHOT,
    recorded: '2024-09',
    status: 403,
    error: FORBIDDEN,
    judgedBy: [
      'http-id-token-with-scopes',
      'http-id-token-with-scopes-answer',
      'http-scope-lacking',
      'http-scope-lacking-answer',
    ].map((name) => `18/${name}`),
  },
  {
    asked: 'an HTTP API’s route with IAM authorization, unsigned',
    seen: SNAPSHOT,
    recorded: '2024-09',
    status: 403,
    error: FORBIDDEN,
    judgedBy: ['18/http-unsigned', '18/http-unsigned-answer', '18/http-invoke-denied'],
  },
  {
    asked: 'a REST API’s method with IAM authorization, unsigned',
    seen: 'aws-amplify/amplify-cli#6589',
    recorded: '2021-02',
    status: 403,
    error: { message: 'Missing Authentication Token' },
    judgedBy: ['18/rest-unsigned', '18/rest-unsigned-text'],
  },
  {
    asked: 'a REST API’s method that the role may not invoke',
    seen: 'aws-amplify/amplify-js#1643',
    recorded: '2018-09',
    status: 403,
    error: {
      Message: `User: ${ROLE_SESSION} is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********9012:a1b2c3d4e5/prod/GET/things`,
    },
    judgedBy: ['18/rest-invoke-denied', '18/rest-invoke-denied-text'],
  },
]

const SCOPES = 'aws.cognito.signin.user.admin openid'
const claims = {
  auth_time: '1725000000',
  client_id: '6recordedclient00000000001',
  exp: '1725003600',
  iat: '1725000000',
  iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Recorded0',
  jti: '16fd2706-8baf-433b-82eb-8c7fada847da',
  scope: SCOPES,
  sub: SUB,
  token_use: 'access',
  username: 'recorded-user',
  version: '2',
}

/** What functions behind gateways were told. */
export const told = {
  /** The claims in the token itself, where times are numbers. */
  token: { ...claims, auth_time: 1_725_000_000, exp: 1_725_003_600, iat: 1_725_000_000, version: 2 },
  bodies: [
    {
      asked: 'an HTTP API’s route without scopes',
      authorizer: { jwt: { claims, scopes: null } },
      judgedBy: ['19/http-claims', '19/http-claims-are-strings', '19/http-scopes-null'],
    },
    {
      asked: 'an HTTP API’s route with scopes',
      authorizer: { jwt: { claims, scopes: SCOPES.split(' ') } },
      judgedBy: ['19/http-claims', '19/http-claims-are-strings', '19/http-scopes-listed'],
    },
    {
      asked: 'a REST API’s method',
      authorizer: { claims },
      judgedBy: ['19/rest-claims', '19/rest-claims-are-strings'],
    },
    {
      asked: 'an HTTP API’s route with IAM authorization (anomalyco/guide#706, 2023-03)',
      authorizer: {
        iam: {
          accessKey: 'ASIARECORDED00000000',
          accountId: '123456789012',
          callerId: 'AROARECORDED00000000:CognitoIdentityCredentials',
          cognitoIdentity: {
            amr: ['authenticated', USER_POOL, `${USER_POOL}:CognitoSignIn:${SUB}`],
            identityId: IDENTITY,
            identityPoolId: POOL,
          },
          principalOrgId: 'aws:PrincipalOrgID',
          userArn: ROLE_SESSION,
          userId: 'AROARECORDED00000000:CognitoIdentityCredentials',
        },
      },
      judgedBy: ['19/http-identity-told'],
    },
  ],
} as const
