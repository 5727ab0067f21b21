/** SECRET_HASH in each request of a client with a secret: steps 4, 8 and 15. */
import { apiReference, developerGuide, publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { apiAuthentication } from '../flow.ts'

const troubleshooting = developerGuide(
  'troubleshooting',
  'Troubleshoot Amazon Cognito',
  'SECRET_HASH errors',
  'Authentication requests to app clients with secrets return errors like NotAuthorizedException, Client … is configured with secret but SECRET_HASH was not received.',
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
  '2018-02',
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
  basis: publicRecord(
    'aws-amplify/amplify-android#2504',
    'Error',
    'aws-amplify/amplify-android/issues/2504',
    '2023-07',
    'NotAuthorizedException, Client … is configured with secret but SECRET_HASH was not received.',
  ),
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
      'scientifichackers/flutter_cognito_plugin#24',
      'Error, with status',
      'scientifichackers/flutter_cognito_plugin/issues/24',
      '2020-02',
      'The same type and text, status 400.',
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
  basis: apiReference(
    'RespondToAuthChallenge',
    'ChallengeResponses',
    'SECRET_HASH must be provided in all challenge responses to an app client that has a secret.',
  ),
  also: [computing],
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
    '2023-08',
    'NotAuthorizedException, SecretHash does not match for the client: ….',
  ),
  also: [
    publicRecord(
      'aws/aws-sdk-net-extensions-cognito#94',
      'Error',
      'aws/aws-sdk-net-extensions-cognito/issues/94',
      '2022-10',
      'The same.',
    ),
    publicRecord(
      'boto/boto3#2736',
      'Error',
      'boto/boto3/issues/2736',
      '2021-01',
      'NotAuthorizedException, Unable to verify secret hash for client …, the older text.',
    ),
  ],
  admits: 'Any wording: two are on record.',
  breaks: 'A stolen refresh token can be used with any hash of the same client.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ type: 'NotAuthorizedException' }),
})
