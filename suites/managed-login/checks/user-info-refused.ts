/** Step 13: what userInfo refuses, and what an access token of the domain is good for at the API. */
import { apiReference } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { body } from '../../shared/answers.ts'
import { authorizationEndpoint, scopesPage, userInfoEndpoint, userInfoSample } from '../../shared/sources.ts'
import { managedLogin } from '../flow.ts'
import { challengeError } from './token-judging.ts'

const needs = ['user-info'] as const

const badToken = userInfoEndpoint(
  'Example negative responses, bad token',
  'A request with an access token that is expired, revoked, malformed or invalid is answered with an error.',
)
const badTokenSample = userInfoSample(
  'Example negative responses, bad token',
  '401 with WWW-Authenticate: error="invalid_token".',
)
const admits =
  'The header with the scheme word Bearer, which RFC 6750 asks for, and without, as AWS’s sample has it.'

const unauthorized = (name: string, says: string, sends: string, breaks: string) =>
  managedLogin.check(13, name, {
    says,
    sends,
    basis: badToken,
    admits: 'Any status from 400 to 499: 401 is in a sample alone.',
    breaks,
    needs,
    refusal: true,
    judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
  })

export const madeUpAtUserInfo = unauthorized(
  'user-info-made-up-token',
  'A string that is no token is refused at userInfo',
  'GET of /oauth2/userInfo with a made-up string as token',
  'Anybody reads profiles.',
)

export const badTokenError = managedLogin.check(13, 'user-info-bad-token-error', {
  says: 'A string that is no token is refused with 401 and the error invalid_token in WWW-Authenticate',
  sends: 'GET of /oauth2/userInfo with a made-up string as token',
  basis: badTokenSample,
  admits,
  breaks: 'The application does not know that it has to refresh.',
  needs,
  refusal: true,
  judge: (expect, answer: Answer) => {
    expect(answer.status, 'status').toBe(401)
    expect(challengeError(answer), 'error in WWW-Authenticate').toBe('invalid_token')
  },
})

export const alteredAtUserInfo = unauthorized(
  'user-info-altered-token',
  'An access token whose signature was altered is refused at userInfo',
  'GET of /oauth2/userInfo with the access token, one character of its signature replaced',
  'Anybody can write an access token for anybody’s profile.',
)

export const missingAtUserInfo = managedLogin.check(13, 'user-info-without-token', {
  says: 'Without an Authorization header userInfo refuses',
  sends: 'GET of /oauth2/userInfo without an Authorization header',
  basis: userInfoEndpoint('Request parameters in header', 'The Authorization header is required.'),
  admits: 'Any status from 400 to 499: 400 is in a sample alone.',
  breaks: 'Profiles can be read without a token.',
  needs,
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const missingTokenError = managedLogin.check(13, 'user-info-without-token-error', {
  says: 'Without an Authorization header userInfo answers 400 with the error invalid_request in WWW-Authenticate',
  sends: 'GET of /oauth2/userInfo without an Authorization header',
  basis: userInfoSample(
    'Example negative responses, bad request',
    '400 with WWW-Authenticate: error="invalid_request".',
  ),
  admits,
  breaks: 'The developer looks for a mistake in the token.',
  needs,
  refusal: true,
  judge: (expect, answer: Answer) => {
    expect(answer.status, 'status').toBe(400)
    expect(challengeError(answer), 'error in WWW-Authenticate').toBe('invalid_request')
  },
})

export const idTokenAtUserInfo = managedLogin.check(13, 'user-info-id-token', {
  says: 'An ID token in place of the access token is refused',
  sends: 'GET of /oauth2/userInfo with the ID token of the sign-in',
  basis: userInfoEndpoint(
    'The user attributes endpoint',
    'The endpoint responds when service providers present access tokens; the scope openid must be one of their claims.',
  ),
  admits: 'Any status from 400 to 499.',
  breaks: 'Whoever gets an ID token, meant to be shown around, reads the profile.',
  needs,
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const withoutOpenid = managedLogin.check(13, 'user-info-without-openid', {
  says: 'An access token without the scope openid is refused at userInfo',
  sends: 'GET of /oauth2/userInfo with an access token of the scope aws.cognito.signin.user.admin alone',
  basis: userInfoEndpoint(
    'The user attributes endpoint',
    'The openid scope must be one of the access token’s claims.',
  ),
  also: [
    scopesPage(
      'About scopes, The user pools reserved API scope',
      'aws.cognito.signin.user.admin alone is not sufficient to request attributes from userInfo.',
    ),
  ],
  admits: 'Any status from 400 to 499: which one is not documented.',
  breaks: 'Applications read profiles that they did not ask for.',
  needs,
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const apiTokenAtUserInfo = managedLogin.check(13, 'user-info-api-token', {
  says: 'An access token of API sign-in is refused at userInfo',
  sends: 'GET of /oauth2/userInfo with an access token of InitiateAuth',
  basis: userInfoEndpoint(
    'The user attributes endpoint',
    'userInfo does not accept access tokens of API requests like InitiateAuth.',
  ),
  admits: 'Any status from 400 to 499.',
  breaks: 'Applications are developed against what the real service refuses.',
  needs: ['user-info', 'password'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const selfService = managedLogin.check(13, 'get-user', {
  says: 'An access token of the domain with the scope aws.cognito.signin.user.admin authorizes GetUser',
  sends: 'GetUser with an access token of the sign-in',
  basis: authorizationEndpoint(
    'scope',
    'With aws.cognito.signin.user.admin the access token can be used against Amazon Cognito user pools.',
  ),
  also: [apiReference('GetUser', 'Response Elements', 'Username and UserAttributes.')],
  breaks: 'Profile pages and MFA settings do not work for those who sign in on the pages.',
  needs: ['get-user'],
  judge: (expect, answer: Answer) => {
    expect(answer).toBeAnsweredWith(200)
    expect(body(answer, 'Username'), 'Username').toBeA('non-empty string')
  },
})

export const noSelfService = managedLogin.check(13, 'get-user-without-scope', {
  says: 'GetUser refuses an access token without the scope aws.cognito.signin.user.admin',
  sends: 'GetUser with an access token of the scope openid alone',
  basis: authorizationEndpoint(
    'scope',
    'The access token can only be used against user pools if aws.cognito.signin.user.admin is requested.',
  ),
  breaks: 'Every application that may read a name can change the account.',
  needs: ['get-user'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})
