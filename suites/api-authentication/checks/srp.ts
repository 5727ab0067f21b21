/** Steps 4 and 5 of a sign-in by SRP: the values exchanged, and wrong proofs. */
import {
  advisory,
  apiReference,
  developerGuide,
  publicRecord,
  recordedSnapshot,
} from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { bodyJson, readString } from '../../../fixtures/protocol/reading.ts'
import type { Lease, LeasedUser } from '../../../fixtures/targets/lease.ts'
import { body } from '../../shared/answers.ts'
import { namesUser } from '../../shared/tokens.ts'
import { apiAuthentication } from '../flow.ts'

const parameter = (answer: Answer, name: string) => readString(bodyJson(answer), 'ChallengeParameters', name)

const simulated = (states: string) =>
  developerGuide(
    'cognito-user-pool-managing-errors',
    'Managing user existence error responses',
    'Secure Remote Password (SRP) based authentication',
    states,
  )

const sends = 'InitiateAuth with USER_SRP_AUTH, USERNAME and a fresh SRP_A'

const settingUnknown = ({ client }: Lease) =>
  client.preventUserExistenceErrors === 'ENABLED'
    ? undefined
    : 'the app client’s PreventUserExistenceErrors is not known to be ENABLED'

export const srpChallenge = apiAuthentication.check(4, 'srp-challenge', {
  says: 'USER_SRP_AUTH is answered with the challenge PASSWORD_VERIFIER',
  sends,
  basis: apiReference(
    'InitiateAuth',
    'ChallengeName',
    'PASSWORD_VERIFIER: respond with the second stage of SRP secrets.',
  ),
  breaks: 'Clients that never send passwords, AWS’s own among them, cannot sign in.',
  judge: (expect, answer: Answer) =>
    expect(body(answer, 'ChallengeName'), 'ChallengeName').toBe('PASSWORD_VERIFIER'),
})

export const srpParameters = apiAuthentication.check(4, 'srp-parameters', {
  says: 'Its ChallengeParameters hold SALT and SRP_B in hexadecimal, SECRET_BLOCK in Base64, USERNAME and USER_ID_FOR_SRP',
  sends,
  basis: recordedSnapshot(
    'cognito-idp, USER_SRP_AUTH, whole body',
    '2023-06',
    'ChallengeParameters has SALT, SECRET_BLOCK, SRP_B, USERNAME and USER_ID_FOR_SRP.',
  ),
  also: [
    publicRecord(
      'floci-io/floci#1305',
      'Pasted live answer',
      'floci-io/floci/issues/1305',
      '2026-05',
      'The same five; AWS’s .NET client reads USERNAME.',
    ),
  ],
  breaks: 'Clients cannot compute the proof.',
  judge: (expect, answer: Answer) => {
    expect(parameter(answer, 'SALT'), 'SALT').toMatch(/^[0-9a-f]+$/i, 'hexadecimal digits')
    expect(parameter(answer, 'SRP_B'), 'SRP_B').toMatch(/^[0-9a-f]+$/i, 'hexadecimal digits')
    expect(parameter(answer, 'SECRET_BLOCK'), 'SECRET_BLOCK').toMatch(/^[A-Za-z0-9+/]+=*$/, 'Base64')
    expect(parameter(answer, 'USERNAME'), 'USERNAME').toBeA('non-empty string')
    expect(parameter(answer, 'USER_ID_FOR_SRP'), 'USER_ID_FOR_SRP').toBeA('non-empty string')
  },
})

export const srpUserId = apiAuthentication.check(4, 'srp-user-id', {
  says: 'USER_ID_FOR_SRP is the user’s name in the user pool',
  sends,
  basis: recordedSnapshot(
    'cognito-idp, USER_SRP_AUTH, whole body',
    '2023-06',
    'USER_ID_FOR_SRP is the user name as stored, also when the name was typed otherwise.',
  ),
  also: [
    apiReference(
      'AdminInitiateAuth',
      'Response Elements, ChallengeParameters',
      'In SRP challenges USER_ID_FOR_SRP holds the username attribute instead of any alias that was sent.',
    ),
  ],
  breaks: 'The proof is computed over another name and never fits.',
  judge: (expect, { answer, user }: { answer: Answer; user: LeasedUser }) =>
    user.storedName === undefined
      ? expect(parameter(answer, 'USER_ID_FOR_SRP'), 'USER_ID_FOR_SRP').toBe(user.username)
      : namesUser(expect, parameter(answer, 'USER_ID_FOR_SRP'), 'USER_ID_FOR_SRP', user),
})

export const srpNoTokens = apiAuthentication.check(4, 'srp-no-tokens-yet', {
  says: 'Before the proof there are no tokens',
  sends,
  basis: apiReference(
    'InitiateAuth',
    'AuthenticationResult',
    'The result is only returned if the caller does not need to pass another challenge.',
  ),
  breaks: 'A name alone signs in.',
  judge: (expect, answer: Answer) => {
    expect(body(answer, 'ChallengeName'), 'ChallengeName').toBeA('non-empty string')
    expect(body(answer, 'AuthenticationResult'), 'AuthenticationResult').toBeAbsent()
  },
})

export const srpWrongPassword = apiAuthentication.check(5, 'srp-wrong-password', {
  says: 'A proof made with a wrong password is refused with NotAuthorizedException',
  sends: 'RespondToAuthChallenge with PASSWORD_VERIFIER and a proof computed from another password',
  basis: simulated('NotAuthorizedException is returned when either user name or password is incorrect.'),
  also: [
    recordedSnapshot(
      'cognito-idp, SRP sign-in with a wrong password',
      '2024-04',
      'NotAuthorizedException, Incorrect username or password.',
    ),
  ],
  breaks: 'Anybody who knows a name can sign in.',
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({ status: 'any', type: 'NotAuthorizedException' }),
})

export const srpWrongPasswordMessage = apiAuthentication.check(5, 'srp-wrong-password-message', {
  says: 'That refusal says “Incorrect username or password.”',
  sends: 'RespondToAuthChallenge with PASSWORD_VERIFIER and a proof computed from another password',
  basis: recordedSnapshot(
    'cognito-idp, SRP sign-in with a wrong password',
    '2024-04',
    'NotAuthorizedException, Incorrect username or password.',
  ),
  also: [
    publicRecord(
      'amazon-archives/amazon-cognito-identity-js#506',
      'Error',
      'amazon-archives/amazon-cognito-identity-js/issues/506',
      '2017-08',
      'The same text.',
    ),
  ],
  admits: 'The text with or without its final period.',
  breaks: 'Applications that show another text for a locked or disabled user show the wrong one.',
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({
      type: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    }),
})

export const srpMissingA = apiAuthentication.check(4, 'srp-missing-a', {
  says: 'USER_SRP_AUTH without SRP_A is refused with InvalidParameterException',
  sends: 'InitiateAuth with USER_SRP_AUTH and USERNAME alone',
  basis: recordedSnapshot(
    'cognito-idp, USER_SRP_AUTH without SRP_A',
    '2022-10',
    'InvalidParameterException, Missing required parameter SRP_A.',
  ),
  also: [publicRecord('aws/aws-sdk-cpp#452', 'Error', 'aws/aws-sdk-cpp/issues/452', '2017-02', 'The same.')],
  admits: 'Any wording.',
  breaks: 'The developer’s mistake is not told from a refused user.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ type: 'InvalidParameterException' }),
})

export const srpNotHex = apiAuthentication.check(4, 'srp-a-not-hexadecimal', {
  says: 'An SRP_A that is no hexadecimal number is refused with InvalidParameterException',
  sends: 'InitiateAuth with USER_SRP_AUTH and SRP_A “zz”',
  basis: recordedSnapshot(
    'cognito-idp, SRP_A not hexadecimal',
    '2022-10',
    'InvalidParameterException: the value fails the pattern ^[0-9a-fA-F]+$.',
  ),
  also: [
    publicRecord(
      'amazon-archives/amazon-cognito-identity-js#356',
      'Error',
      'amazon-archives/amazon-cognito-identity-js/issues/356',
      '2026-11',
      'InvalidParameterException for an SRP_A that does not fit.',
    ),
  ],
  admits: 'Any wording.',
  breaks: 'Rubbish reaches the arithmetic.',
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ type: 'InvalidParameterException' }),
})

export const srpUnknownSimulated = apiAuthentication.check(5, 'srp-unknown-user-simulated', {
  says: 'With PreventUserExistenceErrors ENABLED an unknown user gets a simulated PASSWORD_VERIFIER challenge, with the same SALT and USER_ID_FOR_SRP each time',
  sends: 'InitiateAuth with USER_SRP_AUTH and a name that nobody has, twice',
  basis: simulated(
    'For an unknown user name the first answer is simulated, with the same salt and the same internal user ID for the same user name and pool.',
  ),
  also: [
    advisory(
      'RFC 5054, Using SRP for TLS Authentication',
      '2.5.1.3, Unknown SRP User Name',
      'https://www.rfc-editor.org/rfc/rfc5054#section-2.5.1.3',
      '2026-11',
      'A server may simulate a user: the same salt for the same name each time.',
    ),
  ],
  breaks: 'Two requests tell a stranger who has an account.',
  needs: ['prevent-user-existence-errors'],
  unless: settingUnknown,
  judge: (expect, { first, second }: { first: Answer; second: Answer }) => {
    for (const answer of [first, second])
      expect(body(answer, 'ChallengeName'), 'ChallengeName').toBe('PASSWORD_VERIFIER')
    for (const name of ['SALT', 'USER_ID_FOR_SRP']) {
      expect(parameter(first, name), name).toBeA('non-empty string')
      expect(parameter(second, name), `${name} of the second challenge`).toBe(parameter(first, name))
    }
  },
})

export const srpUnknownRefused = apiAuthentication.check(5, 'srp-unknown-user-refused', {
  says: 'The proof for a simulated challenge is refused with NotAuthorizedException',
  sends: 'RespondToAuthChallenge with PASSWORD_VERIFIER for a name that nobody has',
  basis: simulated('NotAuthorizedException is returned when either user name or password is incorrect.'),
  breaks: 'The second request gives away what the first hides.',
  needs: ['prevent-user-existence-errors'],
  unless: settingUnknown,
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({ status: 'any', type: 'NotAuthorizedException' }),
})

export const srpUnknownNamed = apiAuthentication.check(5, 'srp-unknown-user-named', {
  says: 'With PreventUserExistenceErrors LEGACY USER_SRP_AUTH of an unknown user is refused with UserNotFoundException',
  sends:
    'InitiateAuth with USER_SRP_AUTH and a name that nobody has, at an app client with the setting LEGACY',
  basis: developerGuide(
    'cognito-user-pool-managing-errors',
    'Managing user existence error responses',
    'PreventUserExistenceErrors',
    'With LEGACY the app client returns UserNotFoundException for a user name that does not exist.',
  ),
  breaks: 'Applications that offer sign-up to unknown names never do.',
  needs: ['prevent-user-existence-errors'],
  unless: ({ secondClient }) =>
    secondClient?.preventUserExistenceErrors === 'LEGACY'
      ? undefined
      : 'no second app client is known to have PreventUserExistenceErrors LEGACY',
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({ status: 'any', type: 'UserNotFoundException' }),
})

export const srpLate = apiAuthentication.check(5, 'srp-late-proof', {
  says: 'A proof that comes ten minutes after the session’s validity is refused with NotAuthorizedException',
  sends:
    'RespondToAuthChallenge with PASSWORD_VERIFIER and the right proof, ten minutes and more after AuthSessionValidity has ended',
  basis: apiReference(
    'RespondToAuthChallenge',
    'ChallengeResponses, PASSWORD_VERIFIER',
    'The application must respond to this challenge within a few seconds; later the user pool returns NotAuthorizedException.',
  ),
  breaks: 'A recorded exchange can be finished at leisure.',
  unless: ({ client }) =>
    client.authSessionValidity === 'unknown' ? 'the app client’s AuthSessionValidity is unknown' : undefined,
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({ status: 'any', type: 'NotAuthorizedException' }),
})

export const srpSameName = apiAuthentication.check(4, 'srp-username', {
  says: 'USERNAME and USER_ID_FOR_SRP of the challenge are the same name',
  sends,
  basis: recordedSnapshot(
    'cognito-idp, USER_SRP_AUTH, whole body',
    '2023-06',
    'USERNAME and USER_ID_FOR_SRP are equal: the user name as stored.',
  ),
  breaks:
    'AWS’s .NET client, which takes the name from USERNAME, proves it for another user than the other clients.',
  judge: (expect, answer: Answer) => {
    expect(parameter(answer, 'USERNAME'), 'USERNAME').toBeA('non-empty string')
    expect(parameter(answer, 'USERNAME'), 'USERNAME').toBe(parameter(answer, 'USER_ID_FOR_SRP'))
  },
})
