/** Step 6: the challenge that requests an MFA code. */
import { apiReference, developerGuide } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { bodyJson, isValue, readString, readStringMap } from '../../../fixtures/protocol/reading.ts'
import { body } from '../../shared/answers.ts'
import { apiAuthentication } from '../flow.ts'

const sends = 'The right credentials of a user whose only factor, and preferred one, is TOTP'

export const challengeName = apiAuthentication.check(6, 'challenge-name', {
  says: 'The challenge asks for a code of the enrolled authenticator app: ChallengeName is SOFTWARE_TOKEN_MFA',
  sends,
  basis: apiReference(
    'InitiateAuth',
    'ChallengeName',
    'SOFTWARE_TOKEN_MFA is the challenge for users who must provide a code of an authenticator app.',
  ),
  also: [
    apiReference(
      'SetUserMFAPreference',
      'SoftwareTokenMfaSettings',
      'A preferred factor is the one that the user is asked for.',
    ),
  ],
  breaks: 'The application shows the wrong prompt, and the answer it sends does not fit.',
  judge: (expect, answer: Answer) => expect(body(answer, 'ChallengeName')).toBe('SOFTWARE_TOKEN_MFA'),
})

export const challengeParameters = apiAuthentication.check(6, 'challenge-parameters', {
  says: 'ChallengeParameters is a map of strings',
  sends,
  basis: apiReference(
    'InitiateAuth',
    'ChallengeParameters',
    'The parameters of the challenge, a string to string map, are returned with it.',
  ),
  admits: 'An empty map: nothing in it is needed to answer a TOTP challenge.',
  breaks: 'Typed clients fail to decode the answer.',
  judge: (expect, answer: Answer) =>
    expect(readStringMap(bodyJson(answer), 'ChallengeParameters'), 'ChallengeParameters').toBeA('object'),
})

export const sessionLength = apiAuthentication.check(6, 'session-length', {
  says: 'Session is a string of 20 to 4,096 characters',
  sends,
  basis: apiReference(
    'InitiateAuth',
    'Session',
    'Length constraints: minimum 20, maximum 4096; earlier editions of the page say 2048.',
  ),
  breaks: 'Clients generated from the service model refuse to send the session back.',
  judge: (expect, answer: Answer) => {
    const session = readString(bodyJson(answer), 'Session')
    expect(session, 'Session').toBeA('string')
    expect(
      isValue(session) && session.length >= 20 && session.length <= 4096,
      `a length of 20 to 4096 (it is ${isValue(session) ? session.length : 0})`,
    ).toBe(true)
  },
})

export const sessionIsFresh = apiAuthentication.check(6, 'session-fresh', {
  says: 'Each sign-in gets a session of its own',
  sends: 'The same right credentials twice',
  basis: apiReference(
    'CreateUserPoolClient',
    'AuthSessionValidity',
    'Amazon Cognito creates a session token for each API request in an authentication flow.',
  ),
  also: [
    developerGuide(
      'authentication#authentication-flow-session-duration',
      'Authentication with Amazon Cognito user pools',
      'Authentication session flow duration',
      'The answer to each request of an authentication flow includes a session string, which goes into the next request.',
    ),
  ],
  breaks: 'Two people, or a person and an attacker, can answer each other’s challenges.',
  judge: (expect, { first, second }: { first: Answer; second: Answer }) => {
    expect(readString(bodyJson(second), 'Session'), 'the second Session').toBeA('non-empty string')
    expect(readString(bodyJson(second), 'Session'), 'the second Session').toDifferFrom(
      readString(bodyJson(first), 'Session'),
    )
  },
})
