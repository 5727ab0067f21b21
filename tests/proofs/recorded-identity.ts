/**
 * Answers that identity pools of the real service gave, as facts: what was asked, what came, where the answer was
 * published and when, and the checks that judge such an answer. Ids, keys and times are made up to fit one another where
 * whoever published the answer left them out.
 */

/** A refusal, of whichever service of AWS. */
export interface PublishedRefusal {
  readonly asked: string
  /** A public issue, or what else shows the answer. */
  readonly seen: string
  /** `YYYY-MM` */
  readonly recorded: string
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** What the body says. */
  readonly error: Readonly<Record<string, string>>
  /** Ids of checks without the flow. */
  readonly judgedBy: readonly string[]
}

export const POOL = 'us-east-1:5c1e6f0a-0000-4b1c-9d55-0123456789ab'
export const IDENTITY = 'us-east-1:9f0d3a77-0000-4e2b-8c11-ba9876543210'

/** The whole of what an unsigned operation answers with; the headers of one that was published with all of them. */
export const identified = {
  seen: 'aws-amplify/aws-sdk-ios#720',
  headers: {
    'content-type': 'application/x-amz-json-1.1',
    'x-amzn-requestid': '8b3f1e8e-0000-11e7-9d3c-0123456789ab',
  },
  body: { IdentityId: IDENTITY },
  judgedBy: ['9/content-type', '9/request-id'],
  judgedWithLease: ['11/identity-id-form', '11/identity-id-region'],
} as const

const notAuthorized = (message: string) => ({ __type: 'NotAuthorizedException', message })
const missing = (message: string) => ({ __type: 'ResourceNotFoundException', message })
const badParameter = (message: string) => ({ __type: 'InvalidParameterException', message })

const LOGINS =
  "Logins don't match. Please include at least one valid login for this identity or identity pool."

/** GetId, GetCredentialsForIdentity and GetOpenIdToken. */
export const identityRefusals: readonly PublishedRefusal[] = [
  {
    asked: 'GetId without logins where guests are not let in',
    seen: 'awslabs/aws-sdk-ios-samples#296',
    recorded: '2018-09',
    status: 400,
    error: notAuthorized('Unauthenticated access is not supported for this identity pool.'),
    judgedBy: ['9/guests-refused', '9/guests-refused-answer', '9/refusal-status', '9/error-body'],
  },
  {
    asked: 'credentials for an identity with a login that is not of it; all headers',
    seen: 'aws-amplify/amplify-js#2443',
    recorded: '2019-01',
    status: 400,
    headers: {
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
      'x-amzn-errortype': 'NotAuthorizedException:',
      'x-amzn-errormessage': LOGINS,
    },
    error: notAuthorized(LOGINS),
    judgedBy: [
      ...['refusal-status', 'error-body', 'error-header', 'error-message-header'].map((name) => `9/${name}`),
      ...['9/cross-origin', '9/exposed-headers'],
      ...['stranger-refused', 'other-user-refused', 'other-user-answer'].map((name) => `12/${name}`),
      ...['10/provider-not-configured-refused', '10/provider-not-configured-answer'],
    ],
  },
  {
    asked: 'credentials for the identity of somebody, without logins',
    seen: 'aws-amplify/aws-sdk-android#2964',
    recorded: '2022-08',
    status: 400,
    error: notAuthorized(`Access to Identity '${IDENTITY}' is forbidden.`),
    judgedBy: ['12/no-logins-refused', '12/no-logins-answer', '12/former-guest-without-login'],
  },
  {
    asked: 'GetId at an identity pool that does not exist',
    seen: 'awslabs/aws-sdk-android-samples#163',
    recorded: '2017-11',
    status: 400,
    error: missing(`IdentityPool '${POOL}' not found.`),
    judgedBy: ['9/unknown-pool-refused', '9/unknown-pool-answer'],
  },
  {
    asked: 'credentials for an identity that was deleted',
    seen: 'aws-amplify/amplify-js#2301',
    recorded: '2018-12',
    status: 400,
    error: missing(`Identity '${IDENTITY}' not found.`),
    judgedBy: ['12/unknown-identity-refused', '12/unknown-identity-answer'],
  },
  {
    asked: 'GetId with the id of a user pool',
    seen: 'aws-amplify/amplify-swift#2864',
    recorded: '2023-04',
    status: 400,
    headers: { 'x-amzn-errortype': 'ValidationException:' },
    error: {
      __type: 'ValidationException',
      message:
        "1 validation error detected: Value 'us-east-1_Recorded0' at 'identityPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w-]+:[0-9a-f-]+",
    },
    judgedBy: ['9/malformed-pool-id-refused', '9/malformed-pool-id-answer', '9/error-header'],
  },
  {
    asked: 'a token under the name of another user pool',
    seen: 'amazon-archives/amazon-cognito-identity-js#40',
    recorded: '2016-05',
    status: 400,
    error: notAuthorized("Invalid login token. Issuer doesn't match providerName"),
    judgedBy: ['10/other-issuer-refused', '10/other-issuer-answer', '12/other-issuer-refused'],
  },
  {
    asked: 'a token that has expired',
    seen: 'aws-amplify/aws-sdk-ios#2570',
    recorded: '2020-05',
    status: 400,
    error: notAuthorized('Invalid login token. Token expired: 1589092400 >= 1589092129'),
    judgedBy: ['10/expired-token-refused', '10/expired-token-answer', '12/expired-token-refused'],
  },
  {
    asked: 'a token of an app client that the identity pool does not name',
    seen: 'aws-amplify/amplify-js#2067',
    recorded: '2018-11',
    status: 400,
    error: notAuthorized('Token is not from a supported provider of this identity pool.'),
    judgedBy: ['10/other-client-refused', '10/other-client-answer', '10/provider-not-configured-answer'],
  },
  {
    asked: 'a token whose signature does not verify',
    seen: 'amazon-archives/amazon-cognito-identity-js#91',
    recorded: '2016-07',
    status: 400,
    error: notAuthorized("Invalid login token. Couldn't verify signed token."),
    judgedBy: ['10/tampered-signature-refused', '10/tampered-signature-answer', '10/foreign-key-refused'],
  },
  {
    asked: 'the access token of a user pool',
    seen: 'amazon-archives/amazon-cognito-identity-js#12',
    recorded: '2016-04',
    status: 400,
    error: notAuthorized('Invalid login token. Missing a required claim: aud'),
    judgedBy: ['10/access-token-answer', '12/access-token-refused'],
  },
  {
    asked: 'a token at an identity pool without any provider',
    seen: 'jonsaw/amazon-cognito-identity-dart#80',
    recorded: '2020-07',
    status: 400,
    error: notAuthorized(`Identity pool - ${POOL} does not have identity providers configured.`),
    judgedBy: ['10/provider-not-configured-refused', '10/provider-not-configured-answer'],
  },
  {
    asked: 'credentials of a pool whose role does not trust it',
    seen: 'aws-amplify/amplify-swift#3124',
    recorded: '2023-08',
    status: 400,
    headers: { 'x-amzn-errortype': 'InvalidIdentityPoolConfigurationException:' },
    error: {
      __type: 'InvalidIdentityPoolConfigurationException',
      message: 'Invalid identity pool configuration. Check assigned IAM roles for this pool.',
    },
    judgedBy: [
      ...['no-authenticated-role-refused', 'no-unauthenticated-role-refused'].map((name) => `12/${name}`),
      ...['role-of-another-pool-refused', 'role-of-guests-refused'].map((name) => `13/${name}`),
      '12/misconfigured-message',
    ],
  },
  {
    asked: 'credentials where no rule matches, and that is to be refused',
    seen: 'aws-amplify/amplify-js#3621',
    recorded: '2019-07',
    status: 400,
    error: notAuthorized('The ambiguous role mapping rules for: accounts.google.com denied this request.'),
    judgedBy: ['13/no-rule-denied', '13/no-rule-denied-error', '13/ambiguous-token-denied'],
  },
  {
    asked: 'GetOpenIdToken where the classic flow is off',
    seen: 'aws-amplify/amplify-js#9704',
    recorded: '2022-03',
    status: 400,
    error: badParameter('Basic (classic) flow is not enabled, please use enhanced flow.'),
    judgedBy: ['13/classic-flow-off-no-role', '13/classic-flow-off-error'],
  },
  {
    asked: 'GetOpenIdToken with an assertion',
    seen: 'aws-amplify/aws-sdk-ios#520',
    recorded: '2016-11',
    status: 400,
    error: badParameter('Basic (classic) flow is not supported with SAML, please use enhanced flow.'),
    judgedBy: ['13/basic-flow-with-saml'],
  },
  {
    asked: 'GetId with a token of an identity pool; the text alone is published',
    seen: 'aws-amplify/amplify-js#388',
    recorded: '2018-06',
    status: 400,
    error: notAuthorized("Invalid login token. Can't pass in a Cognito token."),
    judgedBy: ['9/identity-pool-token-at-get-id'],
  },
  {
    asked: 'GetOpenIdTokenForDeveloperIdentity for another developer provider; the text alone is published',
    seen: 'danilop/LambdAuth#32',
    recorded: '2016-04',
    status: 400,
    error: badParameter('This identity pool does not support the specified developer provider'),
    judgedBy: ['9/unknown-developer-provider'],
  },
  {
    asked:
      'GetOpenIdTokenForDeveloperIdentity for an identity with public logins, without one; its beginning is published',
    seen: 'aws/aws-sdk-js#2327',
    recorded: '2018-10',
    status: 400,
    error: notAuthorized(LOGINS),
    judgedBy: ['11/developer-user-without-known-login'],
  },
]

const HALF = 1_663_000_000

/** What GetOpenIdToken and its kin gave, taken apart. */
export const ownTokens = [
  {
    whose: 'a guest',
    seen: 'awslabs/aws-jwt-verify#89',
    header: { kid: 'us-east-11', typ: 'JWS', alg: 'RS512' },
    claims: {
      sub: IDENTITY,
      aud: POOL,
      amr: ['unauthenticated'],
      iss: 'https://cognito-identity.amazonaws.com',
      exp: HALF + 600,
      iat: HALF,
    },
    judgedBy: [
      'open-id-token',
      'open-id-token-issuer',
      'open-id-token-audience',
      'open-id-token-subject',
      'open-id-token-ten-minutes',
      'amr-of-guest',
    ],
  },
  {
    whose: 'a developer’s user',
    seen: 'aws/aws-sdk-net#420',
    header: { typ: 'JWS', alg: 'RS512', kid: 'us-east-11' },
    claims: {
      sub: IDENTITY,
      aud: POOL,
      amr: ['authenticated', 'login.recorded.app', `login.recorded.app:${POOL}:somebody`],
      iss: 'https://cognito-identity.amazonaws.com',
      exp: HALF + 300,
      iat: HALF,
    },
    judgedBy: [
      'open-id-token-header',
      'developer-token-issuer',
      'developer-token-audience',
      'developer-token-subject',
      'amr-names-developer-provider',
      'amr-names-developer-user',
    ],
  },
] as const

/** Roles in the ID token of a user pool’s user, as arrays: rollthecloudinc/hedge#238, 2025-07. */
export const rolesInToken = {
  'cognito:groups': ['writers', 'readers'],
  'cognito:roles': ['arn:aws:iam::123456789012:role/first', 'arn:aws:iam::123456789012:role/second'],
  'cognito:preferred_role': 'arn:aws:iam::123456789012:role/first',
} as const
