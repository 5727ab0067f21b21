/** Step 9: federated users at the user pools API, which is not for them, until they are given a password. */
import { apiReference } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { body } from '../../shared/answers.ts'
import { federation } from '../flow.ts'
import { federationPage } from '../sources.ts'
import { type CameBack, signedIn } from './came-back.ts'

const things = federationPage(
  'Things to know about Amazon Cognito user pools third-party sign-in',
  'Federated users cannot be signed in with API operations like InitiateAuth and AdminInitiateAuth.',
)

type Called = { readonly answer: Answer }

export const localUserSignsIn = federation.check(9, 'local-user-at-the-api', {
  says: 'A local user of the same app client signs in with InitiateAuth',
  sends: 'InitiateAuth with USER_PASSWORD_AUTH, name and password of a local user',
  basis: apiReference(
    'InitiateAuth',
    'AuthFlow',
    'USER_PASSWORD_AUTH: username and password are sent in the request.',
  ),
  breaks: 'Adding a provider takes the API from everybody else.',
  needs: ['password'],
  judge: (expect, { answer }: Called) => expect(answer).toBeAnsweredWith(200),
})

export const localUserSignsInAtServer = federation.check(9, 'local-user-at-the-admin-api', {
  says: 'A local user of the same app client signs in with AdminInitiateAuth',
  sends: 'AdminInitiateAuth with ADMIN_USER_PASSWORD_AUTH, name and password of a local user',
  basis: apiReference(
    'AdminInitiateAuth',
    'AuthFlow',
    'ADMIN_USER_PASSWORD_AUTH: username and password are sent in the request.',
  ),
  breaks: 'Adding a provider takes the API from everybody else.',
  needs: ['admin-api'],
  judge: (expect, { answer }: Called) => expect(answer).toBeAnsweredWith(200),
})

const refused = (name: string, operation: string) =>
  federation.check(9, name, {
    says: `${operation} does not sign in a federated user, with the password that they have at the provider`,
    sends: `${operation} with the federated user’s name in the user pool, and their password at the provider`,
    basis: things,
    ...(operation === 'InitiateAuth'
      ? {
          also: [
            apiReference(
              'InitiateAuth',
              'Description',
              'A user cannot be signed in with a federated provider by InitiateAuth.',
            ),
          ],
        }
      : {}),
    breaks: 'Passwords of the provider are tried at the user pool, past the provider’s second factor.',
    refusal: true,
    judge: (expect, { answer }: Called) => {
      expect(answer).toBeRefusal({ status: 'any' })
      expect(body(answer, 'AuthenticationResult'), 'AuthenticationResult').toBeAbsent()
    },
  })

export const refusedAtApi = refused('federated-user-at-the-api', 'InitiateAuth')
export const refusedAtServer = refused('federated-user-at-the-admin-api', 'AdminInitiateAuth')

const SET = 'AdminSetUserPassword with a permanent password for a federated user'

const setPassword = (states: string) => apiReference('AdminSetUserPassword', 'Description', states)

export const confirmedByPassword = federation.check(9, 'password-confirms', {
  says: 'A federated user for whom a password is set has the status CONFIRMED',
  sends: `${SET}; then AdminGetUser`,
  basis: setPassword(
    'When a password is set the federated user’s status changes from EXTERNAL_PROVIDER to CONFIRMED.',
  ),
  breaks: 'Administrators cannot tell who may sign in with a password.',
  needs: ['admin-api'],
  judge: (expect, { user }: { readonly user: Answer }) =>
    expect(body(user, 'UserStatus'), 'UserStatus').toBe('CONFIRMED'),
})

export const passwordSignsIn = federation.check(9, 'password-signs-in', {
  says: 'A federated user for whom a password is set signs in with it by InitiateAuth',
  sends: `${SET}; then InitiateAuth with USER_PASSWORD_AUTH`,
  basis: setPassword(
    'A user in this state can initiate authentication flows in the API like a linked native user.',
  ),
  breaks: 'People cannot leave a provider that closes down.',
  needs: ['admin-api', 'password'],
  judge: (expect, { answer }: Called) => expect(answer).toBeAnsweredWith(200),
})

export const stillFederated = federation.check(9, 'still-signs-in-at-the-provider', {
  says: 'A federated user for whom a password is set still signs in through the provider',
  sends: `${SET}; then a sign-in at the provider`,
  basis: setPassword('A user in this state can sign in as a federated user.'),
  breaks: 'Setting a password shuts people out.',
  needs: ['admin-api'],
  judge: (expect, subject: CameBack) => signedIn(expect, subject),
})
