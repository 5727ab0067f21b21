/** Errors that all operations of a service may answer with, and the status of each, as its API reference lists them. */
import { type Basis, documented } from '../../../fixtures/flow/source.ts'

const page = (service: string, folder: string): Basis =>
  documented(
    `${service} API Reference, Common Error Types`,
    'Common Error Types',
    `https://docs.aws.amazon.com/${folder}/latest/APIReference/CommonErrors.html`,
    '2026-11',
    'Errors that the service may answer to any operation, each with its status.',
  )

export const commonOfUserPools = page('Amazon Cognito user pools', 'cognito-user-identity-pools')
export const commonOfIdentityPools = page('Amazon Cognito Federated Identities', 'cognitoidentity')
export const commonOfSts = page('AWS Security Token Service', 'STS')

type Statuses = Readonly<Record<string, number>>

/** Those of the caller that all three list. */
const LISTED_BY_ALL = {
  AccessDeniedException: 403,
  ExpiredTokenException: 403,
  NotAuthorized: 401,
  OptInRequired: 403,
  ThrottlingException: 400,
  UnrecognizedClientException: 403,
  ValidationError: 400,
} as const satisfies Statuses

/** User pools and identity pools have one list. */
const OF_JSON: Statuses = {
  ...LISTED_BY_ALL,
  IncompleteSignature: 403,
  MalformedHttpRequestException: 400,
  RequestAbortedException: 400,
  RequestEntityTooLargeException: 413,
  RequestTimeoutException: 408,
  UnknownOperationException: 404,
}

/** Of user pools and identity pools: whether an error of this name goes with this status. */
export const isCommonOfCognito = (name: string | undefined, status: number): boolean =>
  name !== undefined && Object.hasOwn(OF_JSON, name) && OF_JSON[name] === status

/** By name alone: STS is spoken to in forms. */
export const COMMON_OF_STS: readonly string[] = [
  ...Object.keys(LISTED_BY_ALL),
  'IncompleteSignature',
  'InvalidParameterCombination',
  'InvalidParameterValue',
  'InvalidQueryParameter',
  'MalformedQueryString',
  'MissingAction',
  'MissingAuthenticationToken',
  'MissingParameter',
  'RequestExpired',
]
