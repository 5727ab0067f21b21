/** What is documented, or on record, of gateways that take user pool tokens, and no check judges. */
import type { Basis } from '../../../fixtures/flow/source.ts'
import { documented, publicRecord } from '../../../fixtures/flow/source.ts'
import type { NotTested } from '../../../reports/record.ts'
import {
  contextVariables,
  gatewayResponses,
  httpSnapshot,
  invokeDeniedRecord,
  jwtWorkflow,
  restSnapshot,
  signedRequestRecord,
  usingUserPools,
} from '../gateway-sources.ts'
import { gatewayGuide } from '../sources.ts'

const left = (statement: string, { source }: Basis, reason: string): NotTested => ({
  statement,
  source,
  reason,
})

const NO_TOKENS_TO_BEND =
  'Tokens of a user pool have each of these claims right; to bend one alone takes an issuer whose keys the harness has, and the authorizer of this variant trusts the user pool.'

export const ofGateways: readonly NotTested[] = [
  // REST APIs
  left(
    'A REST API refuses a token of another user pool.',
    usingUserPools('A token that is not valid for the authorizer does not authorize.'),
    'A variant is lent one user pool. That a wrong issuer is refused follows for HTTP APIs from the same list of claims.',
  ),
  left(
    'An authorizer of a REST API takes the tokens of up to 1,000 user pools.',
    gatewayGuide(
      'apigateway-enable-cognito-user-pool',
      'Integrate a REST API with an Amazon Cognito user pool',
      'Note',
      'Up to 1,000 user pools for one authorizer; the limit cannot be increased.',
    ),
    'A limit of API Gateway’s control plane; the harness makes one authorizer for one user pool.',
  ),
  left(
    'Token validation of an authorizer holds aud against a regular expression, and so rejects access tokens.',
    gatewayGuide(
      'apigateway-enable-cognito-user-pool',
      'Integrate a REST API with an Amazon Cognito user pool',
      'To create a COGNITO_USER_POOLS authorizer by using the API Gateway console, Token validation',
      'With an access token this validation rejects the request, since it has no aud.',
    ),
    'It takes a gateway of its own beside those that are lent; what aud holds is judged where tokens are issued.',
  ),
  left(
    'An authorizer’s verdict is kept for authorizerResultTtlInSeconds: 300 unless set, 3600 at most, 0 for not at all.',
    documented(
      'Amazon API Gateway REST API Reference, CreateAuthorizer',
      'authorizerResultTtlInSeconds',
      'https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html',
      '2026-11',
      'The default is 300 seconds and the maximum 3600; 0 disables the cache.',
    ),
    'Declared on the type that all authorizers share; whether a user pool authorizer keeps a verdict past exp is on no record. Expired tokens are sent ten minutes after their end.',
  ),
  left(
    'Changes of a REST API are in force once it is deployed again.',
    gatewayGuide(
      'apigateway-enable-cognito-user-pool',
      'Integrate a REST API with an Amazon Cognito user pool',
      'Important',
      'After the procedures the API has to be deployed or deployed again.',
    ),
    'The control plane of API Gateway is not what this project judges: gateways are made, deployed and left as they are.',
  ),
  left(
    '$context.authorizer.claims as a whole is null in the mapping templates of a REST API.',
    gatewayGuide(
      'api-gateway-mapping-template-reference',
      'Variables for data transformations for API Gateway',
      'Context variables for data transformations',
      'Calling $context.authorizer.claims returns null.',
    ),
    'Templates are not judged: what is told to the function is looked at in the event of a proxy integration.',
  ),
  left(
    'The 401 of a REST API is named UnauthorizedException.',
    signedRequestRecord,
    'The record shows the name and not where it stood; x-amzn-ErrorType is a guess until somebody records the header.',
  ),
  left(
    'The 401 of a REST API has no CORS headers unless gateway responses are customised.',
    publicRecord(
      'serverless/serverless#3191',
      '401 of an authorizer in a browser',
      'serverless/serverless/issues/3191',
      '2017-02',
      'The answer has no Access-Control-Allow-Origin.',
    ),
    'One record of 2017, of what each owner of an API may set otherwise.',
  ),
  left(
    'An unknown path or method of a REST API is answered with 403, “Missing Authentication Token”.',
    gatewayResponses('MISSING_AUTHENTICATION_TOKEN also covers an unsupported method or resource.'),
    'Nothing of Amazon Cognito takes part in it.',
  ),
  left(
    'Authorizer faults of a REST API are answered with 500.',
    gatewayResponses('AUTHORIZER_FAILURE and AUTHORIZER_CONFIGURATION_ERROR have the default status 500.'),
    'The fault would have to be made inside of AWS.',
  ),
  left(
    'An access token of client_credentials opens a method of a REST API that has its scope.',
    restSnapshot('200 with an access token of client_credentials, with its claims.'),
    'It takes a resource server and a domain; scopes in access tokens of machines are judged in managed login, and scopes at the gateway with the user’s access token.',
  ),
  // HTTP APIs
  left(
    'For a JWT authorizer nbf and iat must be before the current time; exp, nbf and iat have some tolerance.',
    jwtWorkflow('nbf and iat must be before the current time in UTC.'),
    NO_TOKENS_TO_BEND,
  ),
  left(
    'The header of a token must have a kid that names a key of the issuer, and only RSA-based algorithms are supported.',
    jwtWorkflow('kid must match the key in jwks_uri that signed the token; only RSA-based algorithms.'),
    NO_TOKENS_TO_BEND,
  ),
  left(
    'Where a token has both aud and client_id, aud decides for a JWT authorizer.',
    jwtWorkflow('client_id is validated only if aud is not present.'),
    NO_TOKENS_TO_BEND,
  ),
  left(
    'iss must be the issuer of the JWT authorizer; else the answer is 401, “Unauthorized”.',
    httpSnapshot('401 {"message":"Unauthorized"} to a wrong issuer.'),
    'A variant is lent one user pool, and so one issuer.',
  ),
  left(
    'Of tokens for a JWT authorizer the scopes may stand in scp in place of scope.',
    jwtWorkflow('scope or scp must include at least one of the route’s scopes.'),
    'Amazon Cognito writes scope.',
  ),
  left(
    'API Gateway can cache the issuer’s keys for two hours.',
    jwtWorkflow('The public key can be cached for two hours; a rotation needs a grace period.'),
    'A permission, and user pools do not rotate keys on request.',
  ),
  left(
    'The issuer’s discovery document is fetched when the authorizer is created.',
    gatewayGuide(
      'http-api-jwt-authorizer',
      'Control access to HTTP APIs with JWT authorizers in API Gateway',
      'Create a JWT authorizer',
      'The issuer is an identity provider with a jwks_uri.',
    ),
    'The control plane of API Gateway is not what this project judges; one published account of a refusal is all that there is.',
  ),
  left(
    'The identity source of a JWT authorizer may be another header, or the query.',
    gatewayGuide(
      'http-api-jwt-authorizer',
      'Control access to HTTP APIs with JWT authorizers in API Gateway',
      'Create a JWT authorizer',
      'An example names $request.querystring.access_token.',
    ),
    'A setting of API Gateway. Tokens of this flow are sent in Authorization.',
  ),
  left(
    'authorizerResultTtlInSeconds is for Lambda authorizers.',
    documented(
      'Amazon API Gateway Version 2 API Reference, Authorizers',
      'authorizerResultTtlInSeconds',
      'https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers.html',
      '2026-11',
      'Supported only for HTTP API Lambda authorizers.',
    ),
    'That verdicts on JWTs are not kept follows, and is not said. Expired tokens are sent ten minutes after their end.',
  ),
  left(
    'An HTTP API has ten authorizers, and an authorizer 50 audiences.',
    gatewayGuide(
      'http-api-quotas',
      'Quotas for configuring and running an HTTP API in API Gateway',
      'Introduction',
      'Authorizers per API: 10; audiences per authorizer: 50.',
    ),
    'Quotas of API Gateway’s control plane; the harness makes one authorizer with one audience.',
  ),
  left(
    'With payload format 1.0 the claims are told in requestContext.authorizer.claims.',
    httpSnapshot('With payload 1.0 the claims are at authorizer.claims.'),
    'The function is called with payload format 2.0.',
  ),
  left(
    'A 403 of an HTTP API for lacking scopes has a www-authenticate header with error="insufficient_scope".',
    httpSnapshot('403 {"message":"Forbidden"} where a scope is lacking; the header is not recorded.'),
    'Status and body are judged; the header is expected by RFC 6750 and on no record.',
  ),
  // IAM authorization
  left(
    'The function is told the providers of the identity in identity.cognitoAuthenticationProvider.',
    contextVariables(
      'A comma-separated list of the providers, the last of a user pool with CognitoSignIn and the sub.',
    ),
    'Documented for mapping templates with one example of a user pool; what identifies the caller is judged.',
  ),
  left(
    'A REST API tells a refusal by policy in Message, and hides eight digits of the account in it.',
    invokeDeniedRecord,
    'What the text says is judged; a target is not held to hide its account.',
  ),
  left(
    'Expired credentials are answered with 403 by a REST API.',
    gatewayResponses('EXPIRED_TOKEN has the default status 403.'),
    'That credentials end is judged at STS; an hour more for the status of one service is not worth waiting.',
  ),
  left(
    'With payload format 1.0 an HTTP API tells the identity in requestContext.identity, with cognitoAmr.',
    publicRecord(
      'aws/aws-lambda-java-libs#444',
      'Members of a live event of payload format 1.0',
      'aws/aws-lambda-java-libs/issues/444',
      '2023-09',
      'requestContext.identity has cognitoAmr.',
    ),
    'The function is called with payload format 2.0.',
  ),
  // REST APIs with a JWT authorizer
  left(
    'A REST API may have a JWT authorizer, with issuers, audiences, algorithms and required claims of its own.',
    gatewayGuide(
      'rest-api-jwt-authorizer',
      'Control access to REST APIs with JWT authorizers in API Gateway',
      'Introduction',
      'Issuers with their audiences, the algorithms that are allowed and further claims are configured; scopes are set for each method.',
    ),
    'A feature of 2026 whose refusals are described nowhere that we could read.',
  ),
]
