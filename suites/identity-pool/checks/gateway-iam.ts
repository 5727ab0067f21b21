/** Gateways with IAM authorization: requests signed with an identity pool's credentials, and what their role allows. */
import type { Expect } from '../../../fixtures/flow/expect.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { body } from '../../shared/answers.ts'
import { identityPool } from '../flow.ts'
import {
  contextVariables,
  gatewayResponses,
  httpIam,
  httpIamSnapshot,
  iamEventRecord,
  invokeDeniedRecord,
  missingTokenRecord,
  restIam,
} from '../gateway-sources.ts'
import { suggested } from '../sources.ts'
import { context, echoUnknown } from './gateway.ts'

const forbidden = (expect: Expect, answer: Answer): void => expect(answer).toBeRefusal({ status: 403 })

const DENIED = 'GET of a path that the role may not execute-api:Invoke, signed as the one that it may'
const UNSIGNED = 'The request that is allowed, without a signature'
const WRONG = 'The request that is allowed, signed with another secret key'

const invokes =
  'Clients sign with Signature Version 4; a policy with the action execute-api:Invoke and the ARN of stage, method and path says who can call.'

export const restInvokeDenied = identityPool.check(18, 'rest-invoke-denied', {
  says: 'A REST API’s method that the role may not invoke is refused with 403',
  sends: DENIED,
  basis: restIam(invokes),
  also: [gatewayResponses('ACCESS_DENIED has the default status 403.')],
  breaks: 'Everybody who signs in may call every method.',
  refusal: true,
  judge: forbidden,
})

export const restInvokeDeniedText = identityPool.check(18, 'rest-invoke-denied-text', {
  says: 'A REST API’s refusal of what the role may not invoke names who may not do what on which resource',
  sends: DENIED,
  basis: invokeDeniedRecord,
  admits: 'Anything after the resource, and the account in clear.',
  breaks: 'Nobody finds out which policy lacks what.',
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({
      status: 403,
      message:
        /assumed-role\/[^/]+\/CognitoIdentityCredentials is not authorized to perform: execute-api:Invoke on resource: arn:aws[\w-]*:execute-api:/,
    }),
})

export const restUnsigned = identityPool.check(18, 'rest-unsigned', {
  says: 'A request without a signature to a REST API’s method with IAM authorization is refused with 403',
  sends: UNSIGNED,
  basis: gatewayResponses('MISSING_AUTHENTICATION_TOKEN has the default status 403.'),
  also: [restIam(invokes)],
  breaks: 'The API is open to everybody.',
  refusal: true,
  judge: forbidden,
})

export const restUnsignedText = identityPool.check(18, 'rest-unsigned-text', {
  says: 'A REST API refuses a request without a signature with “Missing Authentication Token”',
  sends: UNSIGNED,
  basis: missingTokenRecord,
  breaks: 'People who search for the text find nothing.',
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({ status: 403, message: 'Missing Authentication Token' }),
})

export const restWronglySigned = identityPool.check(18, 'rest-wrongly-signed', {
  says: 'A request to a REST API whose signature does not hold is refused with 403',
  sends: WRONG,
  basis: gatewayResponses('INVALID_SIGNATURE has the default status 403.'),
  breaks: 'Whoever has seen an access key id calls the API.',
  refusal: true,
  judge: forbidden,
})

export const httpInvokeDenied = identityPool.check(18, 'http-invoke-denied', {
  says: 'An HTTP API’s route that the role may not invoke is refused',
  sends: DENIED,
  basis: httpIam('The route is invoked only if the client has execute-api permission for it.'),
  admits: 'Any status from 400 to 499.',
  breaks: 'Everybody who signs in may call every route.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

const signs = httpIam('Clients must sign their requests with Signature Version 4 and AWS credentials.')

export const httpUnsigned = identityPool.check(18, 'http-unsigned', {
  says: 'A request without a signature to an HTTP API’s route with IAM authorization is refused',
  sends: UNSIGNED,
  basis: signs,
  admits: 'Any status from 400 to 499.',
  breaks: 'The API is open to everybody.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const httpUnsignedAnswer = identityPool.check(18, 'http-unsigned-answer', {
  says: 'An HTTP API refuses a request without a signature with 403 and the message “Forbidden”',
  sends: UNSIGNED,
  basis: httpIamSnapshot,
  breaks: 'Clients cannot tell this from an outage.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 403, message: 'Forbidden' }),
})

export const httpWronglySigned = identityPool.check(18, 'http-wrongly-signed', {
  says: 'A request to an HTTP API whose signature does not hold is refused',
  sends: WRONG,
  basis: signs,
  admits: 'Any status from 400 to 499.',
  breaks: 'Whoever has seen an access key id calls the API.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

/** An answer of the function, and the identity whose credentials the request was signed with. */
export interface ToldOfIdentity {
  readonly answer: Answer
  readonly identityId: string
  readonly identityPoolId: string
}

export const restIdentityTold = identityPool.check(19, 'rest-identity-told', {
  says: 'The function behind a method is told the identity, its pool, and that it is authenticated',
  sends: 'The signed request; the function answers with requestContext.identity of its event',
  basis: suggested(
    contextVariables(
      '$context.identity has cognitoIdentityId, cognitoIdentityPoolId and cognitoAuthenticationType of requests that were signed with Amazon Cognito credentials.',
    ),
  ),
  breaks: 'Functions do not know for whom they work.',
  unless: echoUnknown('rest'),
  judge: (expect, { answer, identityId, identityPoolId }: ToldOfIdentity) => {
    const told = (name: string) => body(answer, 'requestContext', 'identity', name)
    expect(told('cognitoIdentityId'), 'cognitoIdentityId').toBe(identityId)
    expect(told('cognitoIdentityPoolId'), 'cognitoIdentityPoolId').toBe(identityPoolId)
    expect(told('cognitoAuthenticationType'), 'cognitoAuthenticationType').toBe('authenticated')
  },
})

export const httpIdentityTold = identityPool.check(19, 'http-identity-told', {
  says: 'The function behind a route is told the identity, its pool and its amr in requestContext.authorizer.iam',
  sends: 'The signed request; the function answers with requestContext.authorizer of its event',
  basis: iamEventRecord,
  breaks: 'Functions do not know for whom they work.',
  unless: echoUnknown('http'),
  judge: (expect, { answer, identityId, identityPoolId }: ToldOfIdentity) => {
    const told = (...path: string[]) => context(answer, 'iam', ...path)
    expect(told('cognitoIdentity', 'identityId'), 'identityId').toBe(identityId)
    expect(told('cognitoIdentity', 'identityPoolId'), 'identityPoolId').toBe(identityPoolId)
    expect(told('cognitoIdentity', 'amr'), 'amr').toContain('authenticated')
    expect(told('userArn'), 'userArn').toMatch(
      /:assumed-role\/[^/]+\/CognitoIdentityCredentials$/,
      'the ARN of a session of an identity pool',
    )
  },
})
