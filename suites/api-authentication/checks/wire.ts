/** Step 4 on the wire: the envelope of answers and of errors, whatever they say. */
import { apiReference, publicRecord, recordedSnapshot } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { Absent, bodyJson, isValue, readString } from '../../../fixtures/protocol/reading.ts'
import { readWireError } from '../../../fixtures/protocol/wire-error.ts'
import { body } from '../../shared/answers.ts'
import { apiAuthentication } from '../flow.ts'

const header = (answer: Answer, name: string) => answer.headers[name] ?? new Absent(`header ${name}`)

export const contentType = apiAuthentication.check(4, 'content-type', {
  says: 'The Content-Type of the answer is application/x-amz-json-1.1',
  sends: 'A sign-in request',
  basis: publicRecord(
    'aws-solutions/simple-file-manager-for-amazon-efs#129',
    'Response head of a cognito-idp POST',
    'aws-solutions/simple-file-manager-for-amazon-efs/issues/129',
    '2021-06',
    'A 200 of cognito-idp carries Content-Type: application/x-amz-json-1.1.',
  ),
  also: [
    publicRecord(
      'aws-amplify/amplify-swift#3344',
      'Headers in the log of 14 November 2023',
      'aws-amplify/amplify-swift/issues/3344',
      '2023-11',
      'A refusal carries Content-Type: application/x-amz-json-1.1.',
    ),
  ],
  admits:
    'application/x-amz-json-1.0: sample answers of the API reference print it, though no live answer is known to.',
  breaks: 'Clients that choose the parser by content type do not find the members of the answer.',
  judge: (expect, answer: Answer) =>
    expect(header(answer, 'content-type')).toMatch(
      /^application\/x-amz-json-1\.[01](;|$)/,
      'application/x-amz-json-1.1',
    ),
})

export const requestId = apiAuthentication.check(4, 'request-id', {
  says: 'The answer carries a non-empty x-amzn-RequestId',
  sends: 'A sign-in request',
  basis: publicRecord(
    'amazon-archives/amazon-cognito-identity-js#167',
    'Response headers',
    'amazon-archives/amazon-cognito-identity-js/issues/167',
    '2026-11',
    'Answers of cognito-idp carry x-amzn-RequestId.',
  ),
  also: [
    publicRecord(
      'aws-amplify/amplify-swift#3344',
      'Headers in the log of 14 November 2023',
      'aws-amplify/amplify-swift/issues/3344',
      '2023-11',
      'A refusal of cognito-idp carries x-amzn-RequestId.',
    ),
  ],
  breaks: 'A failure cannot be reported to support, and SDKs show no request id.',
  judge: (expect, answer: Answer) =>
    expect(header(answer, 'x-amzn-requestid')).toMatch(/^\S+$/, 'a non-empty request id'),
})

export const crossOrigin = apiAuthentication.check(4, 'cross-origin', {
  says: 'The answer may be read by a page of any origin (Access-Control-Allow-Origin: *)',
  sends: 'A sign-in request',
  basis: publicRecord(
    'aws-solutions/simple-file-manager-for-amazon-efs#129',
    'Response head of a cognito-idp POST',
    'aws-solutions/simple-file-manager-for-amazon-efs/issues/129',
    '2021-06',
    'Access-Control-Allow-Origin: * on a 200 of cognito-idp.',
  ),
  admits: 'The caller’s own origin in place of the asterisk, since browsers take either.',
  breaks: 'Browser applications cannot sign anybody in.',
  needs: ['cors'],
  judge: (expect, answer: Answer) =>
    expect(header(answer, 'access-control-allow-origin')).toMatch(/^(\*|https?:\/\/.+)$/, '* or an origin'),
})

export const noTokensBesideChallenge = apiAuthentication.check(6, 'no-tokens-yet', {
  says: 'An answer that asks for an MFA code holds no AuthenticationResult',
  sends: 'The right credentials of a user who has activated TOTP MFA',
  basis: apiReference(
    'InitiateAuth',
    'AuthenticationResult',
    'The result is only returned if the caller does not need to pass another challenge.',
  ),
  breaks: 'The second factor can be skipped: the tokens are there without it.',
  judge: (expect, answer: Answer) => {
    expect(body(answer, 'ChallengeName'), 'ChallengeName').toBeA('non-empty string')
    expect(body(answer, 'AuthenticationResult'), 'AuthenticationResult').toBeAbsent()
  },
})

const shapes = [
  publicRecord(
    'aws/aws-sdk-php#2183',
    'Raw 400 body',
    'aws/aws-sdk-php/issues/2183',
    '2021-01',
    'The body is {"__type":"ResourceNotFoundException","message":"…"} with status 400.',
  ),
  publicRecord(
    'aws-amplify/amplify-swift#3344',
    'Raw traffic',
    'aws-amplify/amplify-swift/issues/3344',
    '2023-11',
    'A refusal of cognito-idp has __type and message in its body, and X-Amzn-Errortype and X-Amzn-Errormessage among its headers.',
  ),
] as const

export const errorBody = apiAuthentication.check(4, 'error-body', {
  says: 'A refusal’s body names the bare exception type in __type and explains it in message',
  sends: 'A request that is refused (a wrong password)',
  basis: shapes[0],
  also: [shapes[1]],
  admits: 'Message in place of message, as AWS’s own parsers do. The text itself is not judged.',
  breaks:
    'Clients that read the exception’s name from the body raise an unknown error, and show nothing to the user.',
  judge: (expect, answer: Answer) => {
    const json = bodyJson(answer)
    const message = readString(json, 'message')
    expect(readString(json, '__type'), '__type').toMatch(
      /^[A-Za-z]+(Exception|Error)$/,
      'a bare exception name',
    )
    expect(isValue(message) ? message : readString(json, 'Message'), 'message').toBeA('non-empty string')
  },
})

export const errorHeader = apiAuthentication.check(4, 'error-header', {
  says: 'A refusal’s x-amzn-ErrorType header names the exception that its body names',
  sends: 'A request that is refused (a wrong password)',
  basis: publicRecord(
    'amazon-archives/amazon-cognito-identity-js#270',
    'Response headers',
    'amazon-archives/amazon-cognito-identity-js/issues/270',
    '2026-11',
    'x-amzn-ErrorType: InvalidParameterException: (the name, then a colon) beside x-amzn-ErrorMessage.',
  ),
  also: [shapes[1]],
  admits: 'What follows the first colon, and a namespace before #, are not judged.',
  breaks: 'AWS’s JavaScript client, which reads the type from this header first, raises an unknown error.',
  judge: (expect, answer: Answer) => {
    const named = header(answer, 'x-amzn-errortype')
    const bare = typeof named === 'string' ? named.split(':')[0]?.split('#').at(-1) : named
    expect(bare, 'x-amzn-ErrorType').toBeA('non-empty string')
    expect(bare, 'x-amzn-ErrorType').toBe(readString(bodyJson(answer), '__type'))
  },
})

export const refusalIs400 = apiAuthentication.check(4, 'refusal-status', {
  says: 'A refusal has HTTP status 400',
  sends: 'A request that is refused (a wrong password)',
  basis: apiReference(
    'InitiateAuth',
    'Errors',
    'Each client fault of the operation is listed with HTTP Status Code: 400.',
  ),
  also: [recordedSnapshot('cognito-idp, every error', '2024-09', 'Every recorded refusal has status 400.')],
  admits: 'The exception named in the body or in the header x-amzn-ErrorType, as AWS’s own parsers do.',
  breaks:
    'Clients that take 401 or 403 for an expired session, or 500 for an outage, retry instead of telling the user.',
  judge: (expect, answer: Answer) => {
    expect(answer.status, 'status').toBe(400)
    expect(readWireError(answer).type, 'the exception').toBeA('non-empty string')
  },
})

export const wrongJsonType = apiAuthentication.check(4, 'serialization-exception', {
  says: 'A member of the wrong JSON type is refused with SerializationException, status 400',
  sends: 'InitiateAuth whose AuthParameters is a string in place of a map',
  basis: publicRecord(
    'aws-amplify/amplify-js#4738',
    'Error body',
    'aws-amplify/amplify-js/issues/4738',
    '2020-01',
    'A member of the wrong type is answered with SerializationException; the text key is Message.',
  ),
  also: [
    publicRecord(
      'aws-amplify/amplify-js#5165',
      'Error body',
      'aws-amplify/amplify-js/issues/5165',
      '2020-03',
      'Status 400, Start of structure or map found where not expected., for a structure where a string is due.',
    ),
  ],
  breaks: 'A client’s defect looks like a refused sign-in.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ type: 'SerializationException' }),
})

export const errorMessageHeader = apiAuthentication.check(4, 'error-message-header', {
  says: 'A refusal’s x-amzn-ErrorMessage header says what its body says in message',
  sends: 'A request that is refused (a wrong password)',
  basis: shapes[1],
  also: [
    publicRecord(
      'aws-amplify/amplify-swift#3496',
      'Headers and text in the log of 6 February 2024',
      'aws-amplify/amplify-swift/issues/3496',
      '2024-02',
      'x-amzn-ErrorMessage is Refresh Token has expired, as is the message of the exception.',
    ),
  ],
  breaks: 'Clients that read the error from the headers show nothing to the user.',
  judge: (expect, answer: Answer) => {
    const json = bodyJson(answer)
    const message = readString(json, 'message')
    expect(header(answer, 'x-amzn-errormessage'), 'x-amzn-ErrorMessage').toBeA('non-empty string')
    expect(header(answer, 'x-amzn-errormessage'), 'x-amzn-ErrorMessage').toBe(
      isValue(message) ? message : readString(json, 'Message'),
    )
  },
})

export const exposedHeaders = apiAuthentication.check(4, 'exposed-headers', {
  says: 'Pages of other origins may read x-amzn-RequestId, x-amzn-ErrorType and x-amzn-ErrorMessage (Access-Control-Expose-Headers)',
  sends: 'A sign-in request',
  basis: publicRecord(
    'aws-solutions/simple-file-manager-for-amazon-efs#129',
    'Response head of a cognito-idp POST',
    'aws-solutions/simple-file-manager-for-amazon-efs/issues/129',
    '2021-06',
    'Access-Control-Expose-Headers: x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date on a 200 of cognito-idp.',
  ),
  admits: 'More headers, any order and case, and an asterisk.',
  breaks: 'Browser applications that take the exception’s name from the header do not get it.',
  needs: ['cors'],
  judge: (expect, answer: Answer) => {
    const named = header(answer, 'access-control-expose-headers')
    const exposed =
      typeof named === 'string' ? named.split(',').map((one) => one.trim().toLowerCase()) : named
    if (Array.isArray(exposed) && exposed.includes('*'))
      return expect(exposed, 'exposed headers').toContain('*')
    for (const name of ['x-amzn-requestid', 'x-amzn-errortype', 'x-amzn-errormessage'])
      expect(exposed, 'exposed headers').toContain(name)
  },
})
