/** An HTTP API behind a JWT authorizer: which token opens which route, and how others are turned away. */

import { observed } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { isValue, readString } from '../../../fixtures/protocol/reading.ts'
import { header } from '../../shared/answers.ts'
import { claim } from '../../shared/tokens.ts'
import { identityPool } from '../flow.ts'
import { httpSnapshot, jwtTrouble, jwtWorkflow, lambdaPayload, scopesRecord } from '../gateway-sources.ts'
import {
  answers,
  areOfToken,
  areStrings,
  context,
  echoUnknown,
  isTurnedAway,
  passes,
  type Told,
  turnedAway,
} from './gateway.ts'

const REFUSES = { admits: turnedAway, refusal: true, judge: isTurnedAway } as const

const audience = jwtWorkflow(
  'aud, or where there is none client_id, must match one of the authorizer’s audiences.',
)
const identitySource = jwtWorkflow('The identity source holds the token alone, or the token behind Bearer.')
const signature = jwtWorkflow(
  'The signature is checked with a key of the issuer; where any step fails the request is denied.',
)
const scopes = jwtWorkflow(
  'The token must include at least one of the scopes of the route; where any step fails the request is denied.',
)
const expiry = jwtWorkflow('exp must be after the current time; where any step fails the request is denied.')

export const httpIdToken = identityPool.check(18, 'http-id-token', {
  says: 'A route without scopes opens to an ID token whose aud is an audience of the authorizer',
  sends: 'GET of an HTTP API’s route without authorization scopes, with the ID token',
  basis: audience,
  breaks: 'Nobody who has signed in gets anything from the API.',
  judge: passes,
})

export const httpBareToken = identityPool.check(17, 'http-bare-token', {
  says: 'The token may stand in the identity source alone',
  sends: 'The same request with nothing before the token in Authorization',
  basis: identitySource,
  breaks: 'Clients that send the token alone are locked out.',
  judge: passes,
})

export const httpBearerToken = identityPool.check(17, 'http-bearer-token', {
  says: 'The token may stand in the identity source behind Bearer',
  sends: 'The same request with Bearer and a blank before the token in Authorization',
  basis: identitySource,
  breaks: 'Clients that do as OAuth 2.0 has it are locked out.',
  judge: passes,
})

export const httpAccessToken = identityPool.check(18, 'http-access-token', {
  says: 'A route without scopes opens to an access token, which has client_id and no aud',
  sends: 'GET of the route without authorization scopes, with the access token',
  basis: audience,
  also: [httpSnapshot('200 with an access token: the audience is held against client_id.')],
  breaks: 'APIs cannot be called with access tokens of Amazon Cognito.',
  judge: passes,
})

export const httpScopeHeld = identityPool.check(18, 'http-scope-held', {
  says: 'A route with scopes opens to an access token that has one of them',
  sends: 'GET of a route with the authorization scope aws.cognito.signin.user.admin, with the access token',
  basis: scopes,
  breaks: 'Scopes open nothing.',
  judge: passes,
})

export const httpNoToken = identityPool.check(18, 'http-no-token', {
  ...REFUSES,
  says: 'A request without a token is turned away',
  sends: 'GET of the route without Authorization',
  basis: jwtWorkflow(
    'The identity source is checked for a token; where any step fails the request is denied.',
  ),
  breaks: 'The API is open to everybody.',
})

export const httpNoTokenAnswer = identityPool.check(18, 'http-no-token-answer', {
  says: 'A request without a token is answered with 401 and the message “Unauthorized”',
  sends: 'GET of the route without Authorization',
  basis: httpSnapshot('401 {"message":"Unauthorized"} without Authorization.'),
  breaks: 'Clients that sign in again on 401 do not.',
  refusal: true,
  judge: answers(401, 'Unauthorized'),
})

const ID_OF_OTHER = 'GET of the route without scopes, with an ID token of the user pool’s second app client'

export const httpOtherClient = identityPool.check(18, 'http-other-client', {
  says: 'An ID token whose aud is no audience of the authorizer is answered with 401',
  sends: ID_OF_OTHER,
  basis: jwtTrouble(
    'The API returns 401: to be authorized, aud or client_id of the token must match an audience of the authorizer.',
  ),
  also: [audience],
  breaks: 'Tokens of any application of the user pool open the API of another.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 401 }),
})

export const httpOtherClientAccess = identityPool.check(18, 'http-other-client-access', {
  ...REFUSES,
  says: 'An access token whose client_id is no audience of the authorizer is turned away',
  sends: 'GET of the route without scopes, with an access token of the user pool’s second app client',
  basis: audience,
  breaks: 'Tokens of any application of the user pool open the API of another.',
})

export const httpOtherClientAnswer = identityPool.check(18, 'http-other-client-answer', {
  says: 'A wrong audience is answered with the message “Unauthorized”',
  sends: ID_OF_OTHER,
  basis: httpSnapshot('401 {"message":"Unauthorized"} to a wrong audience.'),
  also: [jwtTrouble('The body of the 401 is {"message":"Unauthorized"}.')],
  breaks: 'Clients cannot tell this from an outage.',
  refusal: true,
  judge: answers(401, 'Unauthorized'),
})

export const httpOtherClientHeader = identityPool.check(18, 'http-other-client-header', {
  says: 'The 401 to a wrong audience has a www-authenticate header',
  sends: ID_OF_OTHER,
  basis: jwtTrouble('The response from the API includes a www-authenticate header.'),
  breaks: 'Nobody finds out why an API refuses a token that looks right.',
  refusal: true,
  judge: (expect, answer: Answer) => {
    expect(answer).toBeRefusal({ status: 401 })
    expect(header(answer, 'www-authenticate'), 'www-authenticate').toBeA('non-empty string')
  },
})

/** The page shows one raw answer, with its date. */
const rawAnswer = (states: string) =>
  observed(
    'Amazon API Gateway Developer Guide, Troubleshooting issues with HTTP API JWT authorizers',
    'Raw answer of 13 May 2020',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-jwt.html',
    '2020-05',
    states,
  )

export const httpOtherClientChallenge = identityPool.check(18, 'http-other-client-challenge', {
  says: 'The www-authenticate header of the 401 to a wrong audience is of the scheme Bearer and says invalid_token',
  sends: ID_OF_OTHER,
  basis: rawAnswer('www-authenticate: Bearer scope="" error="invalid_token" …'),
  breaks: 'Clients that read the error there find none.',
  refusal: true,
  judge: (expect, answer: Answer) => {
    expect(answer).toBeRefusal({ status: 401 })
    expect(header(answer, 'www-authenticate'), 'www-authenticate').toMatch(
      /^Bearer\b.*\berror="invalid_token"/i,
      'Bearer, with error="invalid_token"',
    )
  },
})

export const httpOtherClientReason = identityPool.check(18, 'http-other-client-reason', {
  says: 'The 401 to a wrong audience describes it as “the token does not have a valid audience” in its www-authenticate header',
  sends: ID_OF_OTHER,
  basis: rawAnswer('error_description="the token does not have a valid audience"'),
  breaks: 'People who search for the text find nothing.',
  refusal: true,
  judge: (expect, answer: Answer) => {
    expect(answer).toBeRefusal({ status: 401 })
    expect(header(answer, 'www-authenticate'), 'www-authenticate').toMatch(
      /\berror_description="the token does not have a valid audience"/,
      'error_description="the token does not have a valid audience"',
    )
  },
})

const ID_AT_SCOPED = 'GET of a route with authorization scopes, with the ID token'

export const httpIdTokenWithScopes = identityPool.check(18, 'http-id-token-with-scopes', {
  ...REFUSES,
  says: 'A route with scopes does not open to an ID token, which has none',
  sends: ID_AT_SCOPED,
  basis: scopes,
  breaks: 'Routes that ask for a scope open without any.',
})

export const httpIdTokenWithScopesAnswer = identityPool.check(18, 'http-id-token-with-scopes-answer', {
  says: 'An ID token at a route with scopes is answered with 403 and the message “Forbidden”',
  sends: ID_AT_SCOPED,
  basis: httpSnapshot('403 {"message":"Forbidden"} to an ID token at a route with scopes.'),
  breaks: 'Clients sign the user in again and again, where another token is wanted.',
  refusal: true,
  judge: answers(403, 'Forbidden'),
})

const SCOPE_LACKING = 'GET of a route whose authorization scope no token has, with the access token'

export const httpScopeLacking = identityPool.check(18, 'http-scope-lacking', {
  ...REFUSES,
  says: 'A route does not open to an access token that has none of its scopes',
  sends: SCOPE_LACKING,
  basis: scopes,
  breaks: 'Every access token opens every route.',
})

export const httpScopeLackingAnswer = identityPool.check(18, 'http-scope-lacking-answer', {
  says: 'An access token without the scope is answered with 403 and the message “Forbidden”',
  sends: SCOPE_LACKING,
  basis: httpSnapshot('403 {"message":"Forbidden"} to an access token without a needed scope.'),
  breaks: 'Clients sign the user in again and again, where the user may not.',
  refusal: true,
  judge: answers(403, 'Forbidden'),
})

export const httpOtherSignature = identityPool.check(18, 'http-other-signature', {
  ...REFUSES,
  says: 'A token whose signature was changed opens nothing',
  sends: 'GET of the route without scopes, with the access token and one character of its signature changed',
  basis: signature,
  breaks: 'Anybody can write themselves a token.',
})

export const httpMadeUpToken = identityPool.check(18, 'http-made-up-token', {
  ...REFUSES,
  says: 'A string that is no token opens nothing',
  sends: 'GET of the route without scopes, with a made-up string in Authorization',
  basis: jwtWorkflow('The token is decoded; where any step fails the request is denied.'),
  breaks: 'The API is open to everybody.',
})

export const httpExpiredIdToken = identityPool.check(18, 'http-expired-id-token', {
  ...REFUSES,
  says: 'An ID token that has expired opens nothing',
  sends: 'GET of the route without scopes, with the ID token ten minutes after its validity has ended',
  basis: expiry,
  breaks: 'Access never ends.',
  needs: ['token-validity'],
})

export const httpExpiredAccessToken = identityPool.check(18, 'http-expired-access-token', {
  ...REFUSES,
  says: 'An access token that has expired opens nothing',
  sends: 'GET of the route without scopes, with the access token ten minutes after its validity has ended',
  basis: expiry,
  breaks: 'Access never ends.',
  needs: ['token-validity'],
})

const ECHO = 'the function answers with requestContext.authorizer of its event, payload format 2.0'

export const httpClaims = identityPool.check(19, 'http-claims', {
  says: 'The function behind the route is told the claims of the token in requestContext.authorizer.jwt.claims',
  sends: `GET of the route without scopes, with the ID token; ${ECHO}`,
  basis: jwtWorkflow(
    'Claims of the token are available to a Lambda integration in requestContext.authorizer.jwt.claims.',
  ),
  also: [lambdaPayload('requestContext.authorizer.jwt has claims and scopes.')],
  breaks: 'Functions do not know for whom they work.',
  unless: echoUnknown('http'),
  judge: (expect, told: Told) => areOfToken(expect, told, ['jwt', 'claims']),
})

export const httpClaimsAreStrings = identityPool.check(19, 'http-claims-are-strings', {
  says: 'All claims reach the function as strings, times among them',
  sends: `GET of the route without scopes, with the ID token; ${ECHO}`,
  basis: scopesRecord,
  also: [httpSnapshot('The claims are strings.')],
  breaks: 'Functions that compare them find them unequal.',
  unless: echoUnknown('http'),
  judge: (expect, { answer }: Told) => areStrings(expect, answer, ['jwt', 'claims']),
})

export const httpScopesNull = identityPool.check(19, 'http-scopes-null', {
  says: 'On a route without scopes the function is told scopes: null, whatever the token has',
  sends: `GET of the route without scopes, with the access token; ${ECHO}`,
  basis: scopesRecord,
  also: [httpSnapshot('scopes: null on a route without scopes.')],
  admits: 'No member scopes.',
  breaks:
    'Functions that look for scopes take an empty list for a refusal, or fail on null in production alone.',
  unless: echoUnknown('http'),
  judge: (expect, { answer }: Told) => {
    expect(context(answer, 'jwt', 'claims'), 'claims').toBeA('object')
    expect(context(answer, 'jwt', 'scopes'), 'scopes').toBeAbsent()
  },
})

export const httpScopesListed = identityPool.check(19, 'http-scopes-listed', {
  says: 'On a route with scopes the function is told all scopes of the token, as a list',
  sends: `GET of the route with a scope, with the access token; ${ECHO}`,
  basis: httpSnapshot('scopes lists all scopes of the token on a route with scopes.'),
  also: [lambdaPayload('scopes is a list of strings.')],
  breaks: 'Functions that decide by scope refuse everybody.',
  unless: echoUnknown('http'),
  judge: (expect, { answer, token }: Told) => {
    const scope = readString(claim(token, 'scope'))
    expect(scope, 'scope of the token').toBeA('non-empty string')
    if (isValue(scope)) expect(context(answer, 'jwt', 'scopes'), 'scopes').toHoldExactly(scope.split(' '))
  },
})
