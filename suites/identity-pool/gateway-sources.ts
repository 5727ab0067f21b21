/** The pages and records that the checks at API Gateway stand on, each under a short name. */
import {
  type Basis,
  developerGuide,
  documented,
  publicRecord,
  recordedSnapshot,
} from '../../fixtures/flow/source.ts'
import { gatewayGuide } from './sources.ts'

/** The page of the Amazon Cognito Developer Guide about gateways. */
export const gatewayCognitoGuide = (section: string, states: string): Basis =>
  developerGuide(
    'user-pool-accessing-resources-api-gateway-and-lambda',
    'Accessing resources with API Gateway after sign-in',
    section,
    states,
  )

export const integrating = (states: string): Basis =>
  gatewayGuide(
    'apigateway-enable-cognito-user-pool',
    'Integrate a REST API with an Amazon Cognito user pool',
    'To configure a COGNITO_USER_POOLS authorizer on methods',
    states,
  )

export const usingUserPools = (states: string): Basis =>
  gatewayGuide(
    'apigateway-integrate-with-cognito',
    'Control access to REST APIs using Amazon Cognito user pools as an authorizer',
    'Introduction',
    states,
  )

export const gatewayResponses = (states: string): Basis =>
  gatewayGuide(
    'supported-gateway-response-types',
    'Gateway response types for API Gateway',
    'Gateway response types for API Gateway',
    states,
  )

/** An article of AWS about the answer 401 of REST APIs. */
export const unauthorizedArticle = (states: string): Basis =>
  documented(
    'AWS re:Post Knowledge Center, How do I troubleshoot "401 Unauthorized" errors from an API Gateway REST API endpoint after I’ve set up an Amazon Cognito user pool?',
    'Check the validity of the security token',
    'https://repost.aws/knowledge-center/api-gateway-cognito-401-unauthorized',
    '2026-11',
    states,
  )

export const jwtWorkflow = (states: string): Basis =>
  gatewayGuide(
    'http-api-jwt-authorizer',
    'Control access to HTTP APIs with JWT authorizers in API Gateway',
    'Authorizing API requests with a JWT authorizer',
    states,
  )

export const jwtTrouble = (states: string): Basis =>
  gatewayGuide(
    'http-api-troubleshooting-jwt',
    'Troubleshooting issues with HTTP API JWT authorizers',
    'Issue: My API returns 401 {"message":"Unauthorized"}',
    states,
  )

export const lambdaPayload = (states: string): Basis =>
  gatewayGuide(
    'http-api-develop-integrations-lambda',
    'Create AWS Lambda proxy integrations for HTTP APIs in API Gateway',
    'Payload format structure, 2.0',
    states,
  )

export const restSnapshot = (states: string): Basis =>
  recordedSnapshot('apigateway, REST API with a COGNITO_USER_POOLS authorizer', '2024-09', states)

export const httpSnapshot = (states: string): Basis =>
  recordedSnapshot('apigatewayv2, HTTP API with a JWT authorizer', '2024-09', states)

export const expiredRecord: Basis = publicRecord(
  'aws-amplify/amplify-js#6060',
  '401 of an API behind a user pool authorizer',
  'aws-amplify/amplify-js/issues/6060',
  '2020-06',
  '401, {"message":"The incoming token has expired"}.',
)

export const signedOutRecord: Basis = publicRecord(
  'aws/aws-sdk-js#1687',
  'What a global sign-out does to ID tokens at API Gateway, with the answer of an AWS engineer',
  'aws/aws-sdk-js/issues/1687',
  '2017-08',
  'A global sign-out does not reach the ID token: the authorizer goes by its signature, until it expires.',
)

export const signedRequestRecord: Basis = publicRecord(
  'amazon-archives/amazon-cognito-identity-js#602',
  'A request signed with Signature Version 4 to a method with a user pool authorizer',
  'amazon-archives/amazon-cognito-identity-js/issues/602',
  '2017-11',
  '401 UnauthorizedException.',
)

export const scopesRecord: Basis = publicRecord(
  'DefinitelyTyped/DefinitelyTyped#75458',
  'Event of a live HTTP API with a JWT authorizer and an access token of Amazon Cognito',
  'DefinitelyTyped/DefinitelyTyped/pull/75458',
  '2026-08',
  'requestContext.authorizer.jwt has scopes: null on a route without scopes; auth_time, exp and iat are strings among the claims.',
)

export const restIam = (states: string): Basis =>
  gatewayGuide(
    'api-gateway-control-access-using-iam-policies-to-invoke-api',
    'Control access for invoking an API',
    'Introduction; Control who can call an API Gateway API method with IAM policies',
    states,
  )

export const httpIam = (states: string): Basis =>
  gatewayGuide(
    'http-api-access-control-iam',
    'Control access to HTTP APIs with IAM authorization in API Gateway',
    'Introduction',
    states,
  )

export const invokeDeniedRecord: Basis = publicRecord(
  'aws-amplify/amplify-js#1643',
  'Error of a method with IAM authorization',
  'aws-amplify/amplify-js/issues/1643',
  '2018-09',
  '“…:assumed-role/…/CognitoIdentityCredentials is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:…:********…/GET/…”.',
)

export const missingTokenRecord: Basis = publicRecord(
  'aws-amplify/amplify-cli#6589',
  'Answer to a request without a signature',
  'aws-amplify/amplify-cli/issues/6589',
  '2021-02',
  '403, “Missing Authentication Token”.',
)

export const httpIamSnapshot: Basis = recordedSnapshot(
  'apigatewayv2, HTTP API with an IAM authorizer',
  '2024-09',
  '403 {"message":"Forbidden"} to a request without a signature.',
)

export const iamEventRecord: Basis = publicRecord(
  'anomalyco/guide#706',
  'requestContext.authorizer.iam of a live HTTP API, called with credentials of an identity pool',
  'anomalyco/guide/pull/706',
  '2023-03',
  'cognitoIdentity has amr, identityId and identityPoolId; userArn ends with /CognitoIdentityCredentials.',
)

export const contextVariables = (states: string): Basis =>
  gatewayGuide(
    'api-gateway-mapping-template-reference',
    'Variables for data transformations for API Gateway',
    'Context variables for data transformations',
    states,
  )
