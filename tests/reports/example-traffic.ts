/** What went over the wire in the example run, redacted as the recorded transport does it. */
import type { HarEntry } from '../../reports/record.ts'
import { ADMIN, SRP, TOTP } from './example-checks.ts'
import { HOSTILE } from './example-hostile.ts'
import { examplePlan } from './example-plan.ts'

export const at = (ms: number) => new Date(Date.parse(examplePlan.startedAt) + ms).toISOString()

/** One exchange of the API, as the recorded transport writes it. Tokens, sessions and passwords are redacted. */
export function exampleEntry(
  n: number,
  operation: string,
  request: unknown,
  status: number,
  answer: unknown,
  more: Partial<HarEntry> = {},
): HarEntry {
  const sent = JSON.stringify(request)
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer)
  return {
    startedDateTime: at(1000 + n * 40),
    time: 12.5,
    request: {
      method: 'POST',
      url: 'http://127.0.0.1:9229/',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: [
        { name: 'content-type', value: 'application/x-amz-json-1.1' },
        { name: 'x-amz-target', value: `AWSCognitoIdentityProviderService.${operation}` },
      ],
      queryString: [],
      postData: { mimeType: 'application/x-amz-json-1.1', text: sent },
      headersSize: -1,
      bodySize: Buffer.byteLength(sent),
    },
    response: {
      status,
      statusText: status === 200 ? 'OK' : status === 0 ? '' : 'Bad Request',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: status === 0 ? [] : [{ name: 'content-type', value: 'application/x-amz-json-1.1' }],
      content: { size: Buffer.byteLength(text), mimeType: 'application/x-amz-json-1.1', text },
      redirectURL: '',
      headersSize: -1,
      bodySize: Buffer.byteLength(text),
    },
    cache: {},
    timings: { blocked: 0.5, dns: -1, connect: 1, ssl: -1, send: 0.5, wait: 10, receive: 0.5 },
    _actor: 'application',
    _act: 'step 4',
    ...more,
  }
}

const challenge = {
  ChallengeName: 'SOFTWARE_TOKEN_MFA',
  Session: '[redacted session 1]',
  ChallengeParameters: { FRIENDLY_DEVICE_NAME: HOSTILE.control },
}
const tokens = {
  AuthenticationResult: {
    AccessToken: '[redacted access token 1]',
    IdToken: '[redacted ID token 1]',
    RefreshToken: '[redacted refresh token 1]',
    ExpiresIn: 3_600_000,
    TokenType: 'Bearer',
  },
}
const signIn = {
  AuthFlow: 'USER_PASSWORD_AUTH',
  ClientId: '1h57kf5cpq17m0eml12EXAMPLE',
  AuthParameters: { USERNAME: 'cc-7f3a', PASSWORD: '[redacted password 1]' },
}
const answerCode = {
  ChallengeName: 'SOFTWARE_TOKEN_MFA',
  Session: '[redacted session 1]',
  ChallengeResponses: { USERNAME: 'cc-7f3a', SOFTWARE_TOKEN_MFA_CODE: '[redacted code 1]' },
}
const wrongPassword = {
  __type: 'NotAuthorizedException',
  message: `${HOSTILE.markup}${HOSTILE.escape}${HOSTILE.cdata}`,
}
const codeMismatch = { __type: 'CodeMismatchException', message: 'Invalid code received for user' }

export const traffic: Readonly<Record<string, readonly HarEntry[]>> = {
  [TOTP]: [
    exampleEntry(0, 'InitiateAuth', signIn, 200, challenge),
    exampleEntry(1, 'RespondToAuthChallenge', answerCode, 200, tokens, { _act: 'step 8' }),
    exampleEntry(2, 'InitiateAuth', { AuthFlow: 'REFRESH_TOKEN_AUTH' }, 200, tokens, { _act: 'step 15' }),
    exampleEntry(3, 'InitiateAuth', signIn, 400, wrongPassword, { _act: 'attempt at step 4' }),
    exampleEntry(4, 'RespondToAuthChallenge', answerCode, 400, codeMismatch, { _act: 'attempt at step 8' }),
    exampleEntry(
      5,
      'RespondToAuthChallenge',
      answerCode,
      200,
      `<html>${HOSTILE.markup}${HOSTILE.attribute}</html>`,
      {
        _act: 'attempt at step 8',
        comment: HOSTILE.bidi,
      },
    ),
  ],
  [SRP]: [
    exampleEntry(0, 'InitiateAuth', { ...signIn, AuthFlow: 'USER_SRP_AUTH' }, 200, challenge),
    exampleEntry(1, 'RespondToAuthChallenge', answerCode, 0, '', {
      _act: 'step 8',
      _error: 'no answer within 10,000 ms',
    }),
  ],
  [ADMIN]: [
    exampleEntry(0, 'AdminInitiateAuth', signIn, 400, {
      __type: 'UnknownOperationException',
      message: HOSTILE.surrogate,
    }),
  ],
}
