/** Step 5: repeated wrong passwords lock the user out for a while. AWS calls the details subject to change. */
import { developerGuide, publicRecord } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { readWireError } from '../../../fixtures/protocol/wire-error.ts'
import { body } from '../../shared/answers.ts'
import { apiAuthentication } from '../flow.ts'

/** How many wrong passwords are sent without a pause. */
export const ATTEMPTS = 10

const guide = (states: string) =>
  developerGuide(
    'authentication#authentication-flow-lockout-behavior',
    'Authentication with Amazon Cognito user pools',
    'Lockout behavior for failed sign-in attempts',
    states,
  )

const report = publicRecord(
  'amazon-archives/amazon-cognito-identity-js#506',
  'Errors after 7 and 8 attempts, and what followed',
  'amazon-archives/amazon-cognito-identity-js/issues/506',
  '2017-08',
  'The eighth wrong password is answered with NotAuthorizedException, Password attempts exceeded; sign-in works again later.',
)

const LOCKED = '400 NotAuthorizedException: Password attempts exceeded'

function said(answer: Answer): string {
  const { type, message } = readWireError(answer)
  return `${answer.status} ${String(type)}: ${String(message).replace(/\.$/, '')}`
}

export const locksOut = apiAuthentication.check(5, 'lock-out', {
  says: `At least one of ${ATTEMPTS} wrong passwords in a row is refused with NotAuthorizedException, “Password attempts exceeded”`,
  sends: `USER_PASSWORD_AUTH with a wrong password, ${ATTEMPTS} times without a pause`,
  basis: report,
  also: [
    publicRecord(
      'amazon-archives/amazon-cognito-identity-js#479',
      'Report',
      'amazon-archives/amazon-cognito-identity-js/issues/479',
      '2017-07',
      'About ten wrong passwords in succession lead to NotAuthorizedException, Password attempts exceeded.',
    ),
    guide(
      'After five failed attempts the user is locked out, for twice as long after each further one; attempts during a lockout generate Password attempts exceeded.',
    ),
  ],
  admits: 'Any of the attempts: which one it is depends on how fast they come, and AWS may change the rule.',
  breaks: 'Passwords can be tried without limit, and applications never show their “too many attempts”.',
  needs: ['lockout'],
  refusal: true,
  judge: (expect, answers: readonly Answer[]) => {
    expect([...new Set(answers.map(said))], 'the answers').toContain(LOCKED)
  },
})

export const lockEnds = apiAuthentication.check(5, 'lock-out-ends', {
  says: `Once the lock after ${ATTEMPTS} wrong passwords has ended, the right one signs in again`,
  sends: `USER_PASSWORD_AUTH with the right password after ${ATTEMPTS} wrong ones, and where it is refused once more 40 seconds later`,
  basis: report,
  also: [guide('The lockout after n failed attempts is 2^(n-5) seconds: 32 after ten.')],
  breaks: 'A stranger can lock anybody out for good.',
  needs: ['lockout'],
  judge: (expect, answer: Answer) => {
    expect(answer).toBeAnsweredWith(200)
    expect(body(answer, 'AuthenticationResult', 'AccessToken'), 'AccessToken').toBeA('non-empty string')
  },
})
