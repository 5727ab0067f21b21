/** Step 10: codes and requests that get no tokens. */
import { observed, publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { body } from '../../shared/answers.ts'
import { oauth2, tokenEndpoint, tokenSample } from '../../shared/sources.ts'
import { managedLogin } from '../flow.ts'
import { mediaType, refuses } from './token-judging.ts'

const negative = (error: string, states: string) =>
  tokenEndpoint(`Examples of negative responses, ${error}`, states)

export const codeUsedOnce = managedLogin.check(10, 'code-used-once', {
  says: 'An authorization code that has been redeemed gets no tokens again, but the error invalid_grant',
  sends: 'The request that redeemed a code, a second time',
  basis: negative('invalid_grant', 'Authorization code has been consumed already or does not exist.'),
  also: [
    oauth2(
      '4.1.2',
      'The client must not use a code more than once; the server must deny the second request.',
    ),
  ],
  breaks: 'Whoever finds a code in a log or a browser’s history signs in with it.',
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer, { error: ['invalid_grant'] }),
})

export const codeMadeUp = managedLogin.check(10, 'code-made-up', {
  says: 'A code that was never issued gets no tokens but the error invalid_grant',
  sends: 'The request that redeems a code, with a made-up UUID in its place',
  basis: negative('invalid_grant', 'Authorization code has been consumed already or does not exist.'),
  breaks:
    'Codes can be guessed, or the application takes the refusal for a fault of its own and does not start again.',
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer, { error: ['invalid_grant'] }),
})

export const errorAnswer = managedLogin.check(10, 'error-answer', {
  says: 'A refused token request is answered with 400 and a JSON object with one of the documented errors',
  sends: 'The request that redeems a code, with a made-up UUID in its place',
  basis: tokenSample(
    'Examples of negative responses',
    '400 with Content-Type application/json;charset=UTF-8 and error: invalid_request, invalid_client, invalid_grant, unauthorized_client or unsupported_grant_type.',
  ),
  also: [oauth2('5.2', '400 with a JSON object whose error is one of these or invalid_scope.')],
  admits: 'Further members, and error_description with any text.',
  breaks: 'OAuth libraries report a broken server instead of the error.',
  refusal: true,
  judge: (expect, answer: Answer) => {
    expect(answer.status, 'status').toBe(400)
    expect(mediaType(answer), 'media type').toBe('application/json')
    expect(body(answer, 'error'), 'error').toBeOneOf([
      'invalid_request',
      'invalid_client',
      'invalid_grant',
      'unauthorized_client',
      'unsupported_grant_type',
    ])
  },
})

export const codeOfOtherClient = managedLogin.check(10, 'code-of-other-client', {
  says: 'A code that was issued to one app client gets no tokens for another',
  sends:
    'The request that redeems a code, with the client ID of another app client that has the same redirect URI',
  basis: oauth2('4.1.3', 'The server must ensure that the code was issued to the client that presents it.'),
  also: [tokenEndpoint('client_id', 'The same app client is to be given that authenticated the user.')],
  admits: 'Any error: RFC 6749 has invalid_grant, AWS does not say.',
  breaks: 'A malicious application signs in with codes that were meant for another.',
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer),
})

export const otherRedirectUri = managedLogin.check(10, 'other-redirect-uri', {
  says: 'With another redirect URI than that of the authorization request a code gets no tokens but the error unauthorized_client',
  sends: 'The request that redeems a code, with a redirect URI that ends in one slash more',
  basis: observed(
    'Stack Overflow, question 50264679',
    'Question and comments',
    'https://stackoverflow.com/questions/50264679/aws-cognito-unauthorized-client-error-when-hitting-oauth2-token',
    '2018-05',
    'A redirect_uri that lacks the trailing slash of the registered one is answered with unauthorized_client.',
    'us-east-2',
  ),
  also: [
    tokenEndpoint('redirect_uri', 'Must be the redirect URI that was used to get the code.'),
    oauth2('5.2', 'A redirect URI that does not match is an invalid_grant.'),
  ],
  admits: 'invalid_grant, as RFC 6749 has it.',
  breaks: 'A code that was led astray can be redeemed by whoever caught it.',
  refusal: true,
  judge: (expect, answer: Answer) =>
    refuses(expect, answer, { error: ['unauthorized_client', 'invalid_grant'] }),
})

export const redirectUriMissing = managedLogin.check(10, 'redirect-uri-missing', {
  says: 'Without a redirect URI a code gets no tokens',
  sends: 'The request that redeems a code, without redirect_uri',
  basis: tokenEndpoint('redirect_uri', 'The parameter must be given if grant_type is authorization_code.'),
  admits: 'Any error.',
  breaks: 'A code that was led astray can be redeemed by whoever caught it.',
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer),
})

export const codeMissing = managedLogin.check(10, 'code-missing', {
  says: 'grant_type authorization_code without a code is refused with invalid_request',
  sends: 'The request that redeems a code, without code',
  basis: negative('invalid_request', 'The request is missing a required parameter.'),
  also: [tokenEndpoint('code', 'The parameter must be given in authorization code grants.')],
  breaks: 'The developer looks for an expired code where there is none.',
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer, { error: ['invalid_request'] }),
})

export const grantTypeUnknown = managedLogin.check(10, 'grant-type-unknown', {
  says: 'A grant type other than the three documented ones is refused with unsupported_grant_type',
  sends: 'POST to /oauth2/token with grant_type password and the user’s name and password',
  basis: negative(
    'unsupported_grant_type',
    'For any grant_type other than authorization_code, refresh_token or client_credentials.',
  ),
  breaks: 'Clients that try one grant after another stop at the wrong one.',
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer, { error: ['unsupported_grant_type'] }),
})

export const jsonBody = managedLogin.check(10, 'json-body', {
  says: 'A token request whose body is JSON gets no tokens but the error invalid_request',
  sends: 'The request that redeems a code, its parameters as JSON with Content-Type application/json',
  basis: publicRecord(
    'amazon-archives/amazon-cognito-auth-js#52',
    'Comment of 16 March 2018',
    'amazon-archives/amazon-cognito-auth-js/issues/52',
    '2018-03',
    'Parameters as a JSON object in the body are answered with invalid_request.',
    'us-east-2',
  ),
  also: [tokenEndpoint('Content-Type', 'Set to application/x-www-form-urlencoded.')],
  admits:
    'Status 415, and no error member with it: the record had the form’s Content-Type with the JSON body.',
  breaks: 'Developers do not learn that the endpoint takes forms.',
  refusal: true,
  judge: (expect, answer: Answer) => {
    if (answer.status === 415) {
      expect.note('answered with 415')
      refuses(expect, answer)
    } else refuses(expect, answer, { error: ['invalid_request'] })
  },
})

export const getRefused = managedLogin.check(10, 'get-refused', {
  says: 'A token request by GET gets no tokens',
  sends: 'GET of /oauth2/token with the parameters of a token request in the query',
  basis: tokenEndpoint(
    'Format a POST request to the token endpoint',
    'The endpoint only supports HTTPS POST.',
  ),
  also: [
    publicRecord(
      'amazon-archives/amazon-cognito-auth-js#52',
      'Comment of 16 March 2018',
      'amazon-archives/amazon-cognito-auth-js/issues/52',
      '2018-03',
      'The endpoint answers 405 with an empty body to what it does not take for a POST with a form.',
      'us-east-2',
    ),
  ],
  admits: 'Any status from 400 to 499; 405 was recorded.',
  breaks: 'Codes and secrets stand in the access logs of proxies.',
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer),
})
