/** SECRET_HASH in each request of a client with a secret: steps 4, 8 and 15. */
import { developerGuide, publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { apiAuthentication } from '../flow.ts'

const troubleshooting = developerGuide(
  'troubleshooting',
  'Troubleshooting Amazon Cognito',
  'Client is configured with secret but SECRET_HASH was not received',
  'A request without SECRET_HASH at a client with a secret gives NotAuthorizedException, Client … is configured with secret but SECRET_HASH was not received.',
)
const computing = developerGuide(
  'signing-up-users-in-your-app#cognito-user-pools-computing-secret-hash',
  'Signing up and confirming user accounts',
  'Computing secret hash values',
  'A client with a secret must send a hash over user name and client ID, keyed by the secret, with each request.',
)
const wrongHash = publicRecord(
  'aws-amplify/amplify-js#277',
  'Error',
  'aws-amplify/amplify-js/issues/277',
  '2026-11',
  'NotAuthorizedException, Unable to verify secret hash for client ….',
)

export const hashMissing = apiAuthentication.check(4, 'secret-hash-missing', {
  says: 'Without SECRET_HASH a client with a secret is refused with NotAuthorizedException',
  sends: 'The right credentials without SECRET_HASH',
  basis: troubleshooting,
  also: [computing],
  breaks: 'The client’s secret protects nothing.',
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({ status: 'any', type: 'NotAuthorizedException' }),
})

export const hashMissingMessage = apiAuthentication.check(4, 'secret-hash-missing-message', {
  says: 'That refusal says that the client is configured with a secret but SECRET_HASH was not received',
  sends: 'The right credentials without SECRET_HASH',
  basis: {
    ...publicRecord(
      'aws-amplify/amplify-android#2504',
      'Error',
      'aws-amplify/amplify-android/issues/2504',
      '2026-11',
      'NotAuthorizedException, Client … is configured with secret but SECRET_HASH was not received.',
    ),
  },
  also: [troubleshooting],
  admits: 'The older text, Unable to verify secret hash for client ….',
  breaks: 'Developers look for the mistake in the password.',
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({
      type: 'NotAuthorizedException',
      message:
        /is configured with secret but SECRET_HASH was not received|Unable to verify secret hash for client/,
    }),
})

export const hashWrong = apiAuthentication.check(4, 'secret-hash-wrong', {
  says: 'A SECRET_HASH made with another secret is refused',
  sends: 'The right credentials with a SECRET_HASH keyed by another secret',
  basis: computing,
  breaks: 'The client’s secret protects nothing.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const hashWrongType = apiAuthentication.check(4, 'secret-hash-wrong-type', {
  says: 'A SECRET_HASH made with another secret is refused with NotAuthorizedException',
  sends: 'The right credentials with a SECRET_HASH keyed by another secret',
  basis: wrongHash,
  also: [
    publicRecord(
      'ArranJacques/laravel-aws-cognito-auth#26',
      'Raw 400 body',
      'ArranJacques/laravel-aws-cognito-auth/issues/26',
      '2026-11',
      'The same type and text.',
    ),
  ],
  admits: 'Any wording: two are on record.',
  breaks: 'A misconfigured application looks like an outage.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ type: 'NotAuthorizedException' }),
})

export const hashMissingInAnswer = apiAuthentication.check(8, 'secret-hash-missing', {
  says: 'Without SECRET_HASH the answer to a challenge is refused at a client with a secret',
  sends: 'RespondToAuthChallenge with the right code, and without SECRET_HASH',
  basis: computing,
  breaks: 'Whoever holds a session needs no secret to finish the sign-in.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const hashMissingInRefresh = apiAuthentication.check(15, 'secret-hash-missing', {
  says: 'Without SECRET_HASH a refresh is refused at a client with a secret',
  sends: 'InitiateAuth with REFRESH_TOKEN_AUTH and the right refresh token, and without SECRET_HASH',
  basis: computing,
  also: [troubleshooting],
  breaks: 'A stolen refresh token is worth as much without the secret.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})

export const hashWrongInRefresh = apiAuthentication.check(15, 'secret-hash-wrong', {
  says: 'A refresh whose SECRET_HASH is over another name is refused with NotAuthorizedException',
  sends: 'InitiateAuth with REFRESH_TOKEN_AUTH and a SECRET_HASH over a name that is not the user’s',
  basis: publicRecord(
    'aws/aws-sdk-net-extensions-cognito#122',
    'Error',
    'aws/aws-sdk-net-extensions-cognito/issues/122',
    '2026-11',
    'NotAuthorizedException, SecretHash does not match for the client: ….',
  ),
  also: [
    publicRecord(
      'aws-amplify/amplify-android#3111',
      'Error',
      'aws-amplify/amplify-android/issues/3111',
      '2026-11',
      'The same.',
    ),
  ],
  admits: 'Any wording: two are on record.',
  breaks: 'A stolen refresh token can be used with any hash of the same client.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ type: 'NotAuthorizedException' }),
})
