/** Steps 8 and 9: what becomes of wrong codes and of sessions that do not fit. */
import { apiReference, developerGuide, publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { body } from '../../shared/answers.ts'
import { apiAuthentication } from '../flow.ts'

const validates = developerGuide(
  'cognito-how-to-authenticate#cognito-authentication-concepts-apiauth',
  'How authentication works with Amazon Cognito',
  'API authentication flow, step 9',
  'The user pool validates the user’s MFA code.',
)

export const wrongCode = apiAuthentication.check(9, 'wrong-code-refused', {
  says: 'A wrong code is refused',
  sends:
    'RespondToAuthChallenge with a fresh session and six digits that are no code of the user’s authenticator around now',
  basis: validates,
  breaks: 'The second factor protects nobody.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const wrongCodeType = apiAuthentication.check(9, 'wrong-code-type', {
  says: 'A wrong code is refused with CodeMismatchException',
  sends:
    'RespondToAuthChallenge with a fresh session and six digits that are no code of the user’s authenticator around now',
  basis: publicRecord(
    'aws-amplify/amplify-js#11069',
    'Raw error body',
    'aws-amplify/amplify-js/issues/11069',
    '2023-03',
    'A code that does not fit is answered with CodeMismatchException.',
  ),
  also: [
    apiReference(
      'RespondToAuthChallenge',
      'Errors, CodeMismatchException',
      'Thrown when the code provided does not match what the server expects.',
    ),
  ],
  admits: 'Any wording: it is on record with and without a final period.',
  breaks: 'The application does not ask for the code again but throws the user out.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ type: 'CodeMismatchException' }),
})

export const codeUsedTwice = apiAuthentication.check(9, 'code-used-twice', {
  says: 'A TOTP code that has just signed the user in is refused with ExpiredCodeException when it comes again',
  sends: 'RespondToAuthChallenge with a fresh session and the code that was accepted a moment before',
  basis: publicRecord(
    'getmoto/moto, tests marked as verified against AWS',
    'test_user_authentication_flow_mfa_on',
    'getmoto/moto/blob/master/tests/test_cognitoidp/test_cognitoidp.py',
    '2026-11',
    'A code cannot be used a second time in its 30 seconds; the test waits for the next one.',
  ),
  also: [
    publicRecord(
      'aws-amplify/amplify-swift, integration tests',
      'MFASignInTests',
      'aws-amplify/amplify-swift/blob/main/AmplifyPlugins/Auth/Tests/AuthHostApp/AuthIntegrationTests/MFATests/MFASignInTests.swift',
      '2026-11',
      'Without waiting for the next code: expiredCodeException, Your software token has already been used once.',
    ),
  ],
  breaks: 'A code that was read over the shoulder opens a second session.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ type: 'ExpiredCodeException' }),
})

export const missingSession = apiAuthentication.check(8, 'missing-session', {
  says: 'A code without a Session is refused with InvalidParameterException',
  sends: 'RespondToAuthChallenge with SOFTWARE_TOKEN_MFA, USERNAME and a code, and no Session',
  basis: publicRecord(
    'amazon-archives/amazon-cognito-identity-js#270',
    'Error headers',
    'amazon-archives/amazon-cognito-identity-js/issues/270',
    '2026-11',
    'InvalidParameterException, Missing required parameter Session.',
  ),
  also: [
    publicRecord(
      'amazon-archives/amazon-cognito-identity-js#542',
      'Report',
      'amazon-archives/amazon-cognito-identity-js/issues/542',
      '2026-11',
      'The same answer.',
    ),
  ],
  admits: 'Any wording.',
  breaks: 'The first factor can be skipped by whoever has the second.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ type: 'InvalidParameterException' }),
})

export const madeUpSession = apiAuthentication.check(8, 'made-up-session', {
  says: 'A session that the user pool never gave out is refused with NotAuthorizedException, “Invalid session for the user”',
  sends: 'RespondToAuthChallenge with a made-up string of admissible length as Session',
  basis: publicRecord(
    'aws-amplify/amplify-js#5834',
    'Error',
    'aws-amplify/amplify-js/issues/5834',
    '2020-05',
    'NotAuthorizedException, Invalid session for the user.',
  ),
  also: [
    publicRecord(
      'aws-amplify/amplify-js#10959',
      'Error',
      'aws-amplify/amplify-js/issues/10959',
      '2023-02',
      'The same.',
    ),
  ],
  admits: 'Any text that begins so: several endings are on record.',
  breaks: 'The application does not start the sign-in anew.',
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({ type: 'NotAuthorizedException', message: /^Invalid session for the user/ }),
})

export const sessionUsedTwice = apiAuthentication.check(8, 'session-used-twice', {
  says: 'A session that has led to tokens is refused with NotAuthorizedException when it comes again',
  sends: 'RespondToAuthChallenge with the session that was answered before, and a code that was not',
  basis: publicRecord(
    'aws-amplify/docs#8309',
    'To reproduce, step 6',
    'aws-amplify/docs/issues/8309',
    '2025-04',
    'A session that was answered once is refused the second time as an invalid session that was used already.',
  ),
  also: [
    publicRecord(
      'aws-amplify/amplify-js#10959',
      'Error',
      'aws-amplify/amplify-js/issues/10959',
      '2023-02',
      'The second answer with one session is refused with NotAuthorizedException, Invalid session for the user.',
    ),
  ],
  admits: 'Any text that begins with “Invalid session for the user”: several endings are on record.',
  breaks: 'Whoever reads one answer off the wire can take the sign-in over.',
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({ type: 'NotAuthorizedException', message: /^Invalid session for the user/ }),
})

export const sessionExpires = apiAuthentication.check(8, 'session-expires', {
  says: 'A challenge cannot be answered any more ten minutes after its AuthSessionValidity ended',
  sends:
    'RespondToAuthChallenge with the right code, ten minutes and more after the session’s validity (three minutes by default)',
  basis: apiReference(
    'CreateUserPoolClient',
    'AuthSessionValidity',
    'The duration of a session token, in minutes; the user must respond to each challenge before the session expires.',
  ),
  breaks: 'A half-finished sign-in left on a screen can be finished by the next person, at any time.',
  unless: ({ client }) =>
    client.authSessionValidity === 'unknown' ? 'the app client’s AuthSessionValidity is unknown' : undefined,
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const sessionExpiresType = apiAuthentication.check(8, 'session-expires-type', {
  says: 'An expired session is refused with NotAuthorizedException, “Invalid session for the user”',
  sends:
    'RespondToAuthChallenge with the right code, ten minutes and more after the session’s validity (three minutes by default)',
  basis: publicRecord(
    'aws-amplify/amplify-android#2129',
    'Answering after the session expired',
    'aws-amplify/amplify-android/issues/2129',
    '2022-11',
    'A challenge answered after some minutes is refused with NotAuthorizedException, Invalid session for the user, session is expired.',
  ),
  admits: 'Any text that begins with “Invalid session for the user”.',
  breaks: 'Applications that tell “too slow” from “wrong” by type and text give the wrong advice.',
  unless: ({ client }) =>
    client.authSessionValidity === 'unknown' ? 'the app client’s AuthSessionValidity is unknown' : undefined,
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({ type: 'NotAuthorizedException', message: /^Invalid session for the user/ }),
})

export const sessionLives = apiAuthentication.check(8, 'session-lives', {
  says: 'A challenge can still be answered five minutes before its AuthSessionValidity ends',
  sends: 'RespondToAuthChallenge with the right code, five minutes before a session of nine ends',
  basis: apiReference(
    'CreateUserPoolClient',
    'AuthSessionValidity',
    'The duration of a session token, in minutes; the user must respond to each challenge before the session expires.',
  ),
  breaks: 'People who need more than a moment for their code never get in, whatever the application sets.',
  needs: ['auth-session-validity'],
  unless: ({ client }) =>
    client.authSessionValidity === 'unknown' || client.authSessionValidity <= 5
      ? 'the app client’s AuthSessionValidity is not known to be longer than five minutes'
      : undefined,
  judge: (expect, answer: Answer) => {
    expect(answer).toBeAnsweredWith(200)
    expect(body(answer, 'AuthenticationResult', 'AccessToken'), 'AccessToken').toBeA('non-empty string')
  },
})
