/**
 * How operations of the API refuse: with the names of errors that their pages list, each with status 400, or with one that
 * is common to all operations.
 */
import { apiReference } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import type { Form } from '../surfaces.ts'
import { commonOfUserPools, isCommonOfCognito } from './common-errors.ts'
import { errorType } from './replies.ts'

/** What each of their pages names. */
const OF_ALL = [
  'ForbiddenException',
  'InvalidParameterException',
  'OperationNotEnabledException',
  'TooManyRequestsException',
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

/** API Reference, the section Errors of each; the model that the SDK is made from has the same. */
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

export const API_OPERATIONS = Object.keys(OWN) as readonly ApiOperation[]

/** Errors of the caller that the page of an operation names. */
export const errorsOf = (operation: ApiOperation): readonly string[] => [...OF_ALL, ...OWN[operation]]

const documented = new Map(
  API_OPERATIONS.map((operation) => [operation, new Set<string | undefined>(errorsOf(operation))]),
)

/** Of what is no string, or longer than a service may read, nothing is documented; a fault of the server is asked for on its own. */
const LONG = 8192

export function inApiForm(operation: ApiOperation, answer: Answer, sent: unknown): boolean {
  const { status } = answer
  if (status >= 500 || typeof sent !== 'string' || sent.length > LONG) return true
  const type = errorType(answer)
  return (status === 400 && documented.get(operation)?.has(type) === true) || isCommonOfCognito(type, status)
}

/** @param states what the section Errors of the operation's page says */
export const formOfApi = (
  operation: ApiOperation,
  states = 'NotAuthorizedException where a user is not authorized, InvalidParameterException for an invalid parameter, and others, each with HTTP status code 400.',
): Form => ({
  says: 'with status 400 and the name of an error that is documented of the operation, or with one of all operations and its status',
  basis: apiReference(operation, 'Errors', states),
  also: [commonOfUserPools],
})
