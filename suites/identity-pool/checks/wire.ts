/** Step 9 on the wire: the envelope of answers and of errors, whatever they say; and what takes developer credentials. */
import { publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { bodyJson, readString } from '../../../fixtures/protocol/reading.ts'
import { readWireError } from '../../../fixtures/protocol/wire-error.ts'
import {
  crossOrigin as apiCrossOrigin,
  errorBody as apiErrorBody,
  errorHeader as apiErrorHeader,
  errorMessageHeader as apiErrorMessageHeader,
  exposedHeaders as apiExposedHeaders,
} from '../../api-authentication/checks/wire.ts'
import { header } from '../../shared/answers.ts'
import { identityPool } from '../flow.ts'
import { awsJsonProtocol, developersOnly, identityApi } from '../sources.ts'

const ANSWERED = 'GetId with valid Logins'
const REFUSED = 'GetId with an identity pool id of the right form that no pool has, and valid Logins'

const rawAnswer = publicRecord(
  'aws-amplify/aws-sdk-ios#720',
  'Response headers and body of GetId',
  'aws-amplify/aws-sdk-ios/issues/720',
  '2017-08',
  'Content-Type: application/x-amz-json-1.1, x-amzn-RequestId, and {"IdentityId":"us-east-1:…"}.',
  'us-east-1',
)
const rawRefusal = publicRecord(
  'aws-amplify/amplify-js#2443',
  'Response headers',
  'aws-amplify/amplify-js/issues/2443',
  '2019-01',
  'Status 400, access-control-allow-origin: *, access-control-expose-headers: x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date, content-type: application/x-amz-json-1.1, x-amzn-errortype: NotAuthorizedException:, x-amzn-errormessage with the text, x-amzn-requestid, and __type without a namespace.',
  'eu-west-1',
)
const recentRefusal = publicRecord(
  'aws-amplify/amplify-swift#3124',
  'Headers of the answer to GetCredentialsForIdentity',
  'aws-amplify/amplify-swift/issues/3124',
  '2023-08',
  'x-amzn-ErrorType: InvalidIdentityPoolConfigurationException:, x-amzn-ErrorMessage with the text, x-amzn-RequestId, Content-Type: application/x-amz-json-1.1, status 400.',
)

export const contentType = identityPool.check(9, 'content-type', {
  says: 'The Content-Type of the answer is application/x-amz-json-1.1',
  sends: ANSWERED,
  basis: rawAnswer,
  also: [
    awsJsonProtocol(
      'Protocol behaviors',
      'Content-Type of the AWS JSON 1.1 protocol is application/x-amz-json-1.1.',
    ),
  ],
  breaks: 'Clients that choose the parser by content type do not find the members of the answer.',
  judge: (expect, answer: Answer) =>
    expect(header(answer, 'content-type'), 'Content-Type').toMatch(
      /^application\/x-amz-json-1\.1(;|$)/,
      'application/x-amz-json-1.1',
    ),
})

export const requestId = identityPool.check(9, 'request-id', {
  says: 'The answer carries a non-empty x-amzn-RequestId',
  sends: ANSWERED,
  basis: rawAnswer,
  also: [rawRefusal],
  breaks: 'A failure cannot be reported to support, and SDKs show no request id.',
  judge: (expect, answer: Answer) =>
    expect(header(answer, 'x-amzn-requestid'), 'x-amzn-RequestId').toMatch(/^\S+$/, 'a non-empty request id'),
})

export const refusalStatus = identityPool.check(9, 'refusal-status', {
  says: 'A refusal has HTTP status 400, and names its exception',
  sends: REFUSED,
  basis: identityApi(
    'GetId',
    'Errors',
    'Each client fault of the operation is listed with HTTP Status Code: 400.',
  ),
  also: [rawRefusal],
  breaks:
    'Clients that take 401 or 403 for a failure of signing, and 404 for a wrong address, do not look for the exception.',
  judge: (expect, answer: Answer) => {
    expect(answer.status, 'status').toBe(400)
    expect(readWireError(answer).type, 'the exception').toBeA('non-empty string')
  },
})

export const refusalRequestId = identityPool.check(9, 'refusal-request-id', {
  says: 'A refusal carries a non-empty x-amzn-RequestId, as other answers do',
  sends: REFUSED,
  basis: rawRefusal,
  also: [recentRefusal],
  breaks: requestId.breaks,
  judge: requestId.judge,
})

/** The same judgements as of the user pools API, of this API's own records. */
const ofRefusal = { sends: REFUSED, basis: rawRefusal, also: [recentRefusal] }

export const errorBody = identityPool.check(9, 'error-body', {
  ...apiErrorBody,
  ...ofRefusal,
  also: [
    publicRecord(
      'amazon-archives/amazon-cognito-identity-js#91',
      'Error body',
      'amazon-archives/amazon-cognito-identity-js/issues/91',
      '2016-07',
      'The body is {"__type":"NotAuthorizedException","message":"…"}.',
    ),
  ],
})
export const errorHeader = identityPool.check(9, 'error-header', { ...apiErrorHeader, ...ofRefusal })
export const errorMessageHeader = identityPool.check(9, 'error-message-header', {
  ...apiErrorMessageHeader,
  ...ofRefusal,
})
export const crossOrigin = identityPool.check(9, 'cross-origin', {
  ...apiCrossOrigin,
  ...ofRefusal,
  also: [],
  breaks: 'Browser applications cannot get credentials.',
})
export const exposedHeaders = identityPool.check(9, 'exposed-headers', {
  ...apiExposedHeaders,
  ...ofRefusal,
  also: [],
})

/** An identity, as it was looked up. */
export interface Described {
  readonly answer: Answer
  readonly identityId: string
}

export const describesIdentity = identityPool.check(11, 'identity-described', {
  says: 'DescribeIdentity, signed with developer credentials, answers 200 with the identity that was asked for',
  sends: 'DescribeIdentity with the identity id, signed',
  basis: identityApi(
    'DescribeIdentity',
    'Response Elements, IdentityId',
    'The answer has the unique identifier of the identity.',
  ),
  breaks: 'Operators cannot look an identity up.',
  needs: ['identity-administration'],
  judge: (expect, { answer, identityId }: Described) => {
    expect(answer).toBeAnsweredWith(200)
    expect(readString(bodyJson(answer), 'IdentityId'), 'IdentityId').toBe(identityId)
  },
})

export const unsignedRefused = identityPool.check(11, 'developers-only', {
  says: 'An operation that takes developer credentials is refused without a signature',
  sends: 'DescribeIdentity with the identity id, and no Authorization header',
  basis: developersOnly('DescribeIdentity'),
  admits: 'Any status from 400 to 499 and any exception.',
  breaks: 'Everybody can look up, and delete, everybody’s identities.',
  needs: ['sigv4', 'identity-administration'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const wronglySignedRefused = identityPool.check(11, 'developers-secret', {
  says: 'An operation that takes developer credentials is refused when it is signed with another secret key',
  sends: 'DescribeIdentity with the identity id, signed with a secret key whose last character is another',
  basis: developersOnly('DescribeIdentity'),
  admits: 'Any status from 400 to 499 and any exception.',
  breaks: 'Who knows an access key id, which is no secret, is a developer.',
  needs: ['sigv4', 'identity-administration'],
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})
