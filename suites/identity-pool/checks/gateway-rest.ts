/** A REST API behind a COGNITO_USER_POOLS authorizer: which token opens which method, and how others are turned away. */
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { identityPool } from '../flow.ts'
import {
  expiredRecord,
  gatewayCognitoGuide,
  gatewayResponses,
  integrating,
  restSnapshot,
  signedOutRecord,
  signedRequestRecord,
  unauthorizedArticle,
  usingUserPools,
} from '../gateway-sources.ts'
import { gatewayGuide, suggested } from '../sources.ts'
import {
  answers,
  areOfToken,
  areStrings,
  echoUnknown,
  isTurnedAway,
  passes,
  type Told,
  turnedAway,
} from './gateway.ts'

/**
 * The table has the same words, “failed to authenticate the caller”, for UNAUTHORIZED and for AUTHORIZER_FAILURE. The
 * second is of the class of the server's faults, and no page on tokens that are not good knows one of these: so a
 * 500 tells of an authorizer that came to no verdict, and a client that meets it keeps its token and tries again.
 */
const NO_VERDICT =
  '500, which the table has for AUTHORIZER_FAILURE in the same words, is no refusal: it is of the class 5XX, of which no page on tokens that are not good speaks.'

const REFUSES = {
  also: [
    gatewayResponses(
      'UNAUTHORIZED has the default status 401, ACCESS_DENIED 403; AUTHORIZER_FAILURE, of the type DEFAULT_5XX, 500.',
    ),
    unauthorizedArticle('API Gateway answers 401 Unauthorized to tokens that are not valid.'),
  ],
  admits: `${turnedAway} ${NO_VERDICT}`,
  refusal: true,
  judge: isTurnedAway,
} as const

const onlyValid = usingUserPools(
  'The call succeeds only if the required token is supplied and is valid; otherwise the client is not authorized.',
)

const withoutScopes = integrating(
  'Where a method has no authorization scopes the token is treated as an identity token.',
)
const withScopes = integrating(
  'Where a method has scopes the token is treated as an access token; the call succeeds if any of them is in it, and fails with 401 Unauthorized otherwise.',
)

export const restIdToken = identityPool.check(18, 'rest-id-token', {
  says: 'A method without scopes opens to an ID token',
  sends: 'GET of a REST API’s method without authorization scopes, with the ID token',
  basis: withoutScopes,
  breaks: 'Nobody who has signed in gets anything from the API.',
  judge: passes,
})

export const restBareToken = identityPool.check(17, 'rest-bare-token', {
  says: 'The token may stand in Authorization alone',
  sends: 'The same request with nothing before the token in Authorization',
  basis: gatewayGuide(
    'apigateway-invoke-api-integrated-with-cognito-user-pool',
    'Call a REST API integrated with an Amazon Cognito user pool',
    'Introduction',
    'The client includes the token in the Authorization header.',
  ),
  also: [restSnapshot('200 with an ID token, with or without Bearer before it.')],
  breaks: 'Older clients, which send the token alone, are locked out.',
  judge: passes,
})

export const restBearerToken = identityPool.check(17, 'rest-bearer-token', {
  says: 'The token may stand in Authorization behind Bearer',
  sends: 'The same request with Bearer and a blank before the token in Authorization',
  basis: gatewayCognitoGuide(
    'Accessing resources with API Gateway after sign-in',
    'Applications add tokens as bearer tokens to the Authorization header of the request.',
  ),
  also: [restSnapshot('200 with an ID token, with or without Bearer before it.')],
  breaks: 'Clients that do as OAuth 2.0 has it are locked out.',
  judge: passes,
})

export const restAccessToken = identityPool.check(18, 'rest-access-token', {
  says: 'A method with scopes opens to an access token that has one of them',
  sends: 'GET of a method with the authorization scope aws.cognito.signin.user.admin, with the access token',
  basis: withScopes,
  also: [restSnapshot('200 with an access token that has at least one of the method’s scopes.')],
  breaks: 'Scopes open nothing.',
  judge: passes,
})

export const restNoToken = identityPool.check(18, 'rest-no-token', {
  ...REFUSES,
  says: 'A request without a token is turned away',
  sends: 'GET of the method without Authorization',
  basis: onlyValid,
  breaks: 'The API is open to everybody.',
})

export const restNoTokenAnswer = identityPool.check(18, 'rest-no-token-answer', {
  says: 'A request without a token is answered with 401 and the message “Unauthorized”',
  sends: 'GET of the method without Authorization',
  basis: restSnapshot('401 {"message":"Unauthorized"} without Authorization.'),
  breaks: 'Clients that sign in again on 401 do not.',
  refusal: true,
  judge: answers(401, 'Unauthorized'),
})

const ACCESS_AT_OPEN = 'GET of the method without authorization scopes, with the access token'

export const restAccessTokenWithoutScopes = identityPool.check(18, 'rest-access-token-without-scopes', {
  ...REFUSES,
  says: 'A method without scopes does not open to an access token',
  sends: ACCESS_AT_OPEN,
  basis: withoutScopes,
  also: [
    ...REFUSES.also,
    onlyValid,
    unauthorizedArticle(
      'Where no scopes are configured on the method a valid ID token has to be used, where there are some a valid access token.',
    ),
  ],
  breaks:
    'Any access token, of whatever scope, is taken for the user’s identity, and the function misses its claims.',
})

export const restAccessTokenWithoutScopesAnswer = identityPool.check(
  18,
  'rest-access-token-without-scopes-answer',
  {
    says: 'An access token at a method without scopes is answered with 401 and the message “Unauthorized”',
    sends: ACCESS_AT_OPEN,
    basis: restSnapshot('401 {"message":"Unauthorized"} to an access token at a method without scopes.'),
    breaks: 'Clients cannot tell this from an outage.',
    refusal: true,
    judge: answers(401, 'Unauthorized'),
  },
)

const ID_AT_SCOPED = 'GET of a method with authorization scopes, with the ID token'

export const restIdTokenWithScopes = identityPool.check(18, 'rest-id-token-with-scopes', {
  ...REFUSES,
  says: 'A method with scopes does not open to an ID token',
  sends: ID_AT_SCOPED,
  basis: withScopes,
  breaks: 'Methods that ask for a scope open without any.',
})

export const restIdTokenWithScopesAnswer = identityPool.check(18, 'rest-id-token-with-scopes-answer', {
  says: 'An ID token at a method with scopes is answered with 401 and the message “Unauthorized”',
  sends: ID_AT_SCOPED,
  basis: restSnapshot('401 {"message":"Unauthorized"} to an ID token at a method with any scope.'),
  breaks: 'Clients cannot tell this from an outage.',
  refusal: true,
  judge: answers(401, 'Unauthorized'),
})

const SCOPE_LACKING = 'GET of a method whose authorization scope no token has, with the access token'

export const restScopeLacking = identityPool.check(18, 'rest-scope-lacking', {
  ...REFUSES,
  says: 'A method does not open to an access token that has none of its scopes',
  sends: SCOPE_LACKING,
  basis: withScopes,
  admits: `403 besides 401: the table of gateway responses gives it to a denial by an Amazon Cognito authorizer. ${NO_VERDICT}`,
  breaks: 'Every access token opens every method.',
})

export const restScopeLackingAnswer = identityPool.check(18, 'rest-scope-lacking-answer', {
  says: 'An access token without the scope is answered with 401 and the message “Unauthorized”',
  sends: SCOPE_LACKING,
  basis: restSnapshot('401 {"message":"Unauthorized"} to an access token without the method’s scope.'),
  breaks: 'Clients cannot tell this from an outage.',
  refusal: true,
  judge: answers(401, 'Unauthorized'),
})

export const restOtherSignature = identityPool.check(18, 'rest-other-signature', {
  ...REFUSES,
  says: 'A token whose signature was changed opens nothing',
  sends: 'GET of the method without scopes, with the ID token and one character of its signature changed',
  basis: onlyValid,
  breaks: 'Anybody can write themselves a token.',
})

export const restMadeUpToken = identityPool.check(18, 'rest-made-up-token', {
  ...REFUSES,
  says: 'A string that is no token opens nothing',
  sends: 'GET of the method without scopes, with a made-up string in Authorization',
  basis: onlyValid,
  breaks: 'The API is open to everybody.',
})

const valid = gatewayCognitoGuide(
  'Accessing resources with API Gateway after sign-in',
  'API Gateway approves access where the ID or access token is valid and has not expired.',
)

export const restExpiredIdToken = identityPool.check(18, 'rest-expired-id-token', {
  ...REFUSES,
  says: 'An ID token that has expired opens nothing',
  sends: 'GET of the method without scopes, with the ID token ten minutes after its validity has ended',
  basis: valid,
  breaks: 'Access never ends.',
  needs: ['token-validity'],
})

export const restExpiredAnswer = identityPool.check(18, 'rest-expired-answer', {
  says: 'An expired ID token is answered with 401 and the message “The incoming token has expired”',
  sends: 'GET of the method without scopes, with the ID token ten minutes after its validity has ended',
  basis: expiredRecord,
  breaks: 'Clients that refresh their tokens on this message ask the user to sign in again.',
  needs: ['token-validity'],
  refusal: true,
  judge: answers(401, 'The incoming token has expired'),
})

export const restExpiredAccessToken = identityPool.check(18, 'rest-expired-access-token', {
  ...REFUSES,
  says: 'An access token that has expired opens nothing',
  sends: 'GET of the method with a scope, with the access token ten minutes after its validity has ended',
  basis: valid,
  breaks: 'Access never ends.',
  needs: ['token-validity'],
})

export const restSignedRequest = identityPool.check(18, 'rest-signed-request', {
  says: 'A signature of AWS in Authorization is no token: the request is answered with 401',
  sends: 'GET of the method without scopes, with an Authorization header of Signature Version 4',
  basis: signedRequestRecord,
  breaks: 'Clients that sign by habit get errors that they do not look for.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 401 }),
})

export const restOtherClient = identityPool.check(18, 'rest-other-client', {
  says: 'An ID token of another app client of the same user pool opens the method as well',
  sends: 'GET of the method without scopes, with an ID token of the user pool’s second app client',
  basis: suggested(
    gatewayGuide(
      'apigateway-enable-cognito-user-pool',
      'Integrate a REST API with an Amazon Cognito user pool',
      'To create a COGNITO_USER_POOLS authorizer by using the API Gateway console',
      'The authorizer names user pools; a regular expression for the audience is optional.',
    ),
  ),
  breaks: 'An API for several applications serves one of them.',
  judge: passes,
})

export const restSignedOut = identityPool.check(18, 'rest-signed-out', {
  says: 'The ID token of a user who has signed out everywhere opens the method until it expires',
  sends: 'GET of the method without scopes, with the ID token, after GlobalSignOut',
  basis: signedOutRecord,
  breaks:
    'Whoever relies on this authorizer to ask the user pool builds on sand; applications behave otherwise in tests.',
  needs: ['global-sign-out'],
  judge: passes,
})

export const restClaims = identityPool.check(19, 'rest-claims', {
  says: 'The function behind the method is told the claims of the ID token',
  sends: 'GET of the method without scopes; the function answers with requestContext.authorizer of its event',
  basis: restSnapshot('The claims reach the integration.'),
  also: [
    gatewayGuide(
      'api-gateway-mapping-template-reference',
      'Variables for data transformations for API Gateway',
      'Context variables for data transformations',
      '$context.authorizer.claims.property is a property of the claims that came from the user pool.',
    ),
  ],
  breaks: 'Functions do not know for whom they work.',
  unless: echoUnknown('rest'),
  judge: (expect, told: Told) => areOfToken(expect, told, ['claims']),
})

export const restClaimsAreStrings = identityPool.check(19, 'rest-claims-are-strings', {
  says: 'All claims reach the function as strings, times among them',
  sends: 'GET of the method without scopes; the function answers with requestContext.authorizer of its event',
  basis: restSnapshot('The claims reach the integration as strings.'),
  breaks: 'Functions that compare them find them unequal.',
  unless: echoUnknown('rest'),
  judge: (expect, { answer }: Told) => areStrings(expect, answer, ['claims']),
})
