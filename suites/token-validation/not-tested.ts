/** What is documented of token validation and not tested here, and why. */
import { advisory, apiReference, type Basis, developerGuide, documented } from '../../fixtures/flow/source.ts'
import type { NotTested } from '../../reports/record.ts'
import { gatewayGuide, openIdProviders } from '../identity-pool/sources.ts'
import { left } from '../managed-login/not-tested/left.ts'
import { namesAreNotFollowed } from './questions.ts'
import { verifyingTokens } from './sources.ts'

const ELSEWHERE =
  'A service beside those that Amazon Cognito’s own flows lead to; none of it is lent. A URL behind it can be given to `fuzz`.'
const ONE_POOL = 'A variant is lent one user pool.'

const loadBalancer = (states: string): Basis =>
  documented(
    'Elastic Load Balancing User Guide, Verify JWTs using an Application Load Balancer',
    'Introduction',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-verify-jwt.html',
    '2026-11',
    states,
  )

/** Places that take tokens, and are no surfaces. */
const surfaces: readonly NotTested[] = [
  left(
    apiReference(
      'GetDerivedToken',
      'Introduction',
      'GetDerivedToken exchanges a subject token, and an actor token where there is one, for a token of a downstream service.',
    ),
    'How it validates the two, and what it answers to one that is forged, is not described; app clients with the flows that it needs are not lent.',
  ),
  left(
    developerGuide(
      'cognito-user-pools-token-exchange',
      'Exchanging tokens for downstream services',
      'Introduction',
      'Tokens are exchanged by GetDerivedToken, or at the token endpoint with a token-exchange grant.',
    ),
    'Not a surface of its own for the same reasons; at the token endpoint the refresh token is attacked.',
  ),
  left(
    loadBalancer(
      'An Application Load Balancer verifies the signature of a JWT, iss and exp, and nbf and iat where they are there; else it rejects the request.',
    ),
    ELSEWHERE,
  ),
  left(
    gatewayGuide(
      'rest-api-jwt-authorizer',
      'Control access to REST APIs with JWT authorizers in API Gateway',
      'Introduction',
      'A REST API may have a JWT authorizer, with issuers, audiences, algorithms and required claims of its own.',
    ),
    'REST APIs are lent with a user pool authorizer, HTTP APIs with a JWT authorizer. A URL behind one can be given to `fuzz`.',
  ),
  left(
    developerGuide(
      'amazon-cognito-authorization-with-avp',
      'Authorization with Amazon Verified Permissions',
      'Introduction',
      'IsAuthorizedWithToken validates the user pool of a token, its client where that is configured, its expiry, its token_use and its signature.',
    ),
    ELSEWHERE,
  ),
  left(
    documented(
      'AWS CloudFormation Template Reference, AWS::AppSync::GraphQLApi UserPoolConfig',
      'AppIdClientRegex',
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-appsync-graphqlapi-userpoolconfig.html',
      '2026-11',
      'AWS AppSync validates the app client ID of a user pool token by a regular expression, if it is given one.',
    ),
    ELSEWHERE,
  ),
]

/** Keys that come and go. */
const keys: readonly NotTested[] = [
  left(
    verifyingTokens(
      'Validate the JWT',
      'Amazon Cognito might rotate the signing keys of a user pool; an application that meets another kid refreshes its cache.',
    ),
    'Nobody can ask a user pool to rotate its keys.',
  ),
  left(
    openIdProviders(
      'Validating an OpenID Connect token',
      'Identity pools cache the signing key of an OpenID Connect provider; after a change NoKeyFound is possible for about ten minutes.',
    ),
    'What comes meanwhile is not owed either way, and the key set of the provider stays as it is; tokens under a key that was never in it are sent.',
  ),
  left(
    gatewayGuide(
      'http-api-jwt-authorizer',
      'Control access to HTTP APIs with JWT authorizers in API Gateway',
      'Authorizing API requests with a JWT authorizer',
      'API Gateway can cache the public keys of an issuer for two hours.',
    ),
    'The issuer is the user pool, which withdraws no key on request.',
  ),
  left(
    gatewayGuide(
      'rest-api-jwt-authorizer-keys',
      'Signing keys and troubleshooting JWT authorizers',
      'Key rotation and caching',
      'The JWT authorizer of a REST API caches the keys of an issuer for up to an hour, and fetches them anew for a key that it has not seen.',
    ),
    'No REST API with a JWT authorizer is lent.',
  ),
  left(
    gatewayGuide(
      'http-api-quotas',
      'Quotas for configuring and running an HTTP API in API Gateway',
      'Introduction',
      'For an HTTP API the key set of an issuer has at most 150,000 bytes; it and the discovery document come within 1,500 ms.',
    ),
    'The issuer is the user pool, whose key set is its own.',
  ),
  left(
    developerGuide(
      'cognito-user-pools-oidc-flow',
      'OIDC user pool IdP authentication flow',
      'How a user pool processes claims from an OIDC provider',
      'A user pool refreshes the keys of an OpenID Connect provider for each ID token that it processes.',
    ),
    'Provider key sets that change, break or stay away are judged in the flow of federation, where a provider may be spoilt for good; here it serves one that is in order.',
  ),
]

/** Tokens that cannot be had, or of which nothing can be said. */
const tokens: readonly NotTested[] = [
  left(
    verifyingTokens('Verify the claims', 'The issuer of a token should be the user pool that is expected.'),
    `${ONE_POOL} To GetUser and its like a genuine token of another pool in the region is no foreign one: it says whose it is, and speaks for a user there. Where an issuer can be claimed by somebody who holds its key, it is bent.`,
  ),
  left(
    developerGuide(
      'user-pool-multi-region',
      'Multi-Region replication for user pools',
      'Things to know about multi-Region replication',
      'With an issuer for several Regions tokens are validated alike in all of them.',
    ),
    `${ONE_POOL} It has one Region.`,
  ),
  left(
    openIdProviders(
      'Validating an OpenID Connect token',
      'For clocks that differ identity pools have five minutes of grace.',
    ),
    'What has just expired may be taken or refused; what expired ten minutes ago or more is sent.',
  ),
  left(
    documented(
      'Amazon API Gateway REST API Reference, CreateAuthorizer',
      'authorizerResultTtlInSeconds',
      'https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html',
      '2026-11',
      'An authorizer’s verdict is kept for authorizerResultTtlInSeconds: 300 unless set, 3600 at most, 0 for not at all.',
    ),
    'Whether a user pool authorizer keeps a verdict past exp is not said. Tokens are sent ten minutes after they expired, and ones that share their beginning with one that was just accepted.',
  ),
]

/** Addresses in tokens. */
const addresses: readonly NotTested[] = [
  left(
    namesAreNotFollowed,
    'Where a provider of the harness stands behind the surface, it tells whether anybody has visited what only a token names. Elsewhere nothing of ours stands that the target is known to reach: tokens name addresses there as well, and are to be refused, and nobody sees who visits. `fuzz` listens where the API is on the same machine.',
  ),
]

/** Ways to bring one. */
const carriage: readonly NotTested[] = [
  left(
    advisory(
      'RFC 9110, HTTP Semantics',
      'Section 5.3',
      'https://www.rfc-editor.org/rfc/rfc9110#section-5.3',
      '2026-11',
      'A field that is no list is not to be sent twice.',
    ),
    'Over HTTP/1.1 two Authorization headers are sent. Over HTTP/2, which writes headers otherwise, nothing is: the harness speaks HTTP/1.1.',
  ),
]

export const notTested: readonly NotTested[] = [...surfaces, ...keys, ...tokens, ...addresses, ...carriage]
