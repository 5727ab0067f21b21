/** How operations of the API refuse: with the names of errors that their pages document, each with status 400. */
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { errorType } from './replies.ts'

/** Of every operation: what all of them name, and the common errors that go with status 400. */
const OF_ALL = [
  'ForbiddenException',
  'InvalidParameterException',
  'OperationNotEnabledException',
  'TooManyRequestsException',
  'AccessDeniedException',
  'IncompleteSignature',
  'InvalidParameterCombination',
  'InvalidParameterValue',
  'MissingParameter',
  'NotAuthorized',
  'RequestExpired',
  'ThrottlingException',
  'ValidationError',
  'ValidationException',
] as const

const OF_USERS = [
  'NotAuthorizedException',
  'PasswordResetRequiredException',
  'ResourceNotFoundException',
  'UserNotConfirmedException',
] as const

const OF_TRIGGERS = [
  'InvalidLambdaResponseException',
  'UnexpectedLambdaException',
  'UserLambdaValidationException',
] as const

const OF_MESSAGES = [
  'InvalidEmailRoleAccessPolicyException',
  'InvalidSmsRoleAccessPolicyException',
  'InvalidSmsRoleTrustRelationshipException',
] as const

const OWN = {
  GetUser: [...OF_USERS, 'UserNotFoundException'],
  GlobalSignOut: OF_USERS,
  UpdateUserAttributes: [
    ...OF_USERS,
    ...OF_TRIGGERS,
    ...OF_MESSAGES,
    'UserNotFoundException',
    'AliasExistsException',
    'CodeDeliveryFailureException',
    'CodeMismatchException',
    'ExpiredCodeException',
  ],
  InitiateAuth: [
    ...OF_USERS,
    ...OF_TRIGGERS,
    ...OF_MESSAGES,
    'UserNotFoundException',
    'FeatureUnavailableInTierException',
    'InvalidUserPoolConfigurationException',
    'UnsupportedOperationException',
  ],
  GetTokensFromRefreshToken: [
    ...OF_TRIGGERS,
    'NotAuthorizedException',
    'RefreshTokenReuseException',
    'ResourceNotFoundException',
    'UserNotFoundException',
  ],
  RevokeToken: ['UnauthorizedException', 'UnsupportedOperationException', 'UnsupportedTokenTypeException'],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type ApiOperation = keyof typeof OWN

const documented = new Map(
  Object.entries(OWN).map(([operation, own]) => [
    operation,
    new Set<string | undefined>([...OF_ALL, ...own]),
  ]),
)

/** Of what is no string, or longer than a service may read, nothing is documented; a fault of the server is asked for on its own. */
const LONG = 8192

export const inApiForm = (operation: ApiOperation, answer: Answer, sent: unknown): boolean =>
  answer.status >= 500 ||
  typeof sent !== 'string' ||
  sent.length > LONG ||
  (answer.status === 400 && documented.get(operation)?.has(errorType(answer)) === true)
