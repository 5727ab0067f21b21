/** Steps 4 and 5: what becomes of wrong credentials, and of forms that do not belong to the browser. */
import type { Expect } from '../../../fixtures/flow/expect.ts'
import { publicRecord, recordedSnapshot } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { asksForPassword, isOnDomain, parametersOf, targetOf } from '../../shared/front-channel.ts'
import { flowPage, managedLoginPage, oauth2 } from '../../shared/sources.ts'
import { managedLogin } from '../flow.ts'
import type { Seen } from '../page-acts.ts'
import { classicOnly, staysOutside } from './page-judging.ts'
import { addingMfa, classicClient, existenceErrors, managedClient } from './page-sources.ts'

const wrong = 'The sign-in form with the user’s name and another password of the same form'

export const wrongPassword = managedLogin.check(5, 'wrong-password-refused', {
  says: 'A wrong password does not lead to the application, and gives no authorization code',
  sends: wrong,
  basis: flowPage('The user pool validates the user’s credentials.'),
  also: [
    addingMfa(
      'Details of MFA logic at user runtime',
      'Whoever does not present valid credentials at the sign-in screen is denied.',
    ),
  ],
  breaks: 'Anybody who knows a name can sign in.',
  refusal: true,
  judge: (expect, seen: Seen) => staysOutside(expect, seen),
})

export const wrongPasswordPage = managedLogin.check(5, 'wrong-password-page', {
  says: 'After a wrong password the user pool shows the sign-in page again, with status 200, 400 or 401',
  sends: wrong,
  basis: classicClient('A sign-in that ends on the host of the user pool’s domain is one that was refused.'),
  also: [
    managedClient(
      'A sign-in without the callback in its redirects is one that was refused: the form is served again.',
    ),
    recordedSnapshot(
      'cognito-idp, wrong password at the hosted page',
      '2024-08',
      'The answer has status 400 or 401 and says what is wrong; it is no redirect to the application.',
    ),
  ],
  breaks: 'Users who mistype are stuck, and scripted clients take the refusal for an outage.',
  judge: (expect, { page, lease }: Seen) => {
    expect(page.status, 'status').toBeOneOf([200, 400, 401])
    expect(isOnDomain(page.url, lease), 'the page is on the domain').toBe(true)
    expect(asksForPassword(page), 'the page asks for a password').toBe(true)
  },
})

export const wrongPasswordSaid = managedLogin.check(5, 'wrong-password-said', {
  says: 'On the classic hosted UI the page after a wrong password says “Incorrect username or password”',
  sends: wrong,
  basis: recordedSnapshot(
    'cognito-idp, wrong password at the hosted page',
    '2024-08',
    'The text of the page contains Incorrect username or password.',
  ),
  breaks: 'Users do not learn what to do, and scripted clients cannot tell a refusal from an outage.',
  unless: classicOnly,
  judge: (expect, { page }: Seen) =>
    expect(/incorrect username or password/i.test(page.text), 'the page says so').toBe(true),
})

export const noSessionAfterFailure = managedLogin.check(5, 'failure-leaves-no-session', {
  says: 'A browser in which only a wrong password was typed is asked to sign in when it comes again',
  sends: 'A second authorization request from the browser in which a wrong password was typed',
  basis: managedLoginPage(
    'Cookies',
    'The session cookie preserves sign-in attempts that were successful, for an hour.',
  ),
  breaks: 'A failed sign-in opens the application at the second try.',
  refusal: true,
  judge: (expect, seen: Seen) => staysOutside(expect, seen),
})

export const unknownUser = managedLogin.check(5, 'unknown-user-refused', {
  says: 'A user name that nobody has does not lead to the application, and gives no authorization code',
  sends: 'The sign-in form with a name that nobody has and a password that fits the policy',
  basis: existenceErrors(
    'Introduction',
    'A sign-in with a user name that does not exist is answered with an error, whichever the setting.',
  ),
  also: [flowPage('The user pool validates the user’s credentials.')],
  breaks: 'Anybody can sign in.',
  refusal: true,
  judge: (expect, seen: Seen) => staysOutside(expect, seen),
})

const codeIn = (answer: Answer) => parametersOf(targetOf(answer))?.['code']

export const formByHand = managedLogin.check(4, 'form-without-fingerprint', {
  says: 'CSRF token, user name and password, with the cookies of the page, are enough: the form signs in without a device fingerprint',
  sends: 'POST to /login with the token of the page, the right user name and password, and no cognitoAsfData',
  basis: recordedSnapshot(
    'cognito-idp, sign-in at the hosted page',
    '2024-08',
    'A POST with _csrf, username and password and the cookie XSRF-TOKEN of the same value signs in.',
  ),
  also: [classicClient('The field cognitoAsfData is sent empty, and the answer leads to the application.')],
  breaks: 'Clients without the page’s scripts cannot sign in.',
  unless: classicOnly,
  judge: (expect, answer: Answer) =>
    expect(codeIn(answer) !== undefined && codeIn(answer) !== '', 'the answer redirects with a code').toBe(
      true,
    ),
})

function notTaken(expect: Expect, answer: Answer): void {
  expect(codeIn(answer) === undefined, 'the answer redirects without a code').toBe(true)
  expect(answer.status >= 500, 'the answer is a failure of the server').toBe(false)
}

export const otherPagesToken = managedLogin.check(4, 'token-of-another-page', {
  says: 'A form with the CSRF token of a page that was loaded earlier, in another browser, does not sign in',
  sends:
    'POST to /login with the right user name and password, the cookies of one page and the token of another',
  basis: publicRecord(
    'aws-amplify/amplify-js#9710',
    'Describe the bug',
    'aws-amplify/amplify-js/issues/9710',
    '2022-03',
    'A form whose token is not that of the page loaded last leads to an error page.',
  ),
  admits: 'Any answer that does not lead to the application with a code.',
  breaks: 'A hostile page signs the user in to an account of the attacker’s choosing.',
  unless: classicOnly,
  refusal: true,
  judge: notTaken,
})

export const missingToken = managedLogin.check(4, 'missing-token-refused', {
  says: 'A form without a CSRF token does not sign in',
  sends:
    'POST to /login with the right user name and password and the cookies of the page, without its token',
  basis: oauth2(
    '10.12',
    'The authorization server must protect its authorization endpoint against cross-site request forgery.',
  ),
  admits: 'Any answer that does not lead to the application with a code.',
  breaks: 'A hostile page signs the user in to an account of the attacker’s choosing.',
  refusal: true,
  judge: notTaken,
})
