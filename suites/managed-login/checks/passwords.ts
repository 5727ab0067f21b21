/** Steps 3 to 9 for somebody who needs a new password: it was forgotten, or the one they have is temporary. */
import { asksForPassword, typedFields } from '../../shared/front-channel.ts'
import { managedLogin } from '../flow.ts'
import { asksForCode, gaveCode, type Seen } from '../page-acts.ts'
import { asksWhoForgot, classicOnly, isPageOfDomain, staysOutside } from './page-judging.ts'
import { classicGuide, interactiveEndpoint, passwords, signingUp } from './page-sources.ts'

export const forgotPage = managedLogin.check(3, 'forgot-password-page', {
  says: '/forgotPassword, opened directly with the parameters of an authorization request, asks for something that is no password',
  sends: 'GET of /forgotPassword with response_type=code, client_id, redirect_uri, scope and state',
  basis: interactiveEndpoint(
    '/forgotPassword',
    'Prompts for the user name and sends a code; it is linked to directly with the parameters of /oauth2/authorize.',
  ),
  breaks: 'Links to the page, as applications have them, lead nowhere.',
  judge: asksWhoForgot,
})

export const forgotLink = managedLogin.check(3, 'sign-in-page-offers-reset', {
  says: 'The sign-in page has a way to the page for a forgotten password',
  sends: 'The GET of /login, and then what its “Forgot your password?” leads to',
  basis: interactiveEndpoint('/forgotPassword', 'Reached by the link “Forgot password” at /login.'),
  admits: 'Any wording in which a password is forgotten, or reset.',
  breaks: 'People who have forgotten their password do not get any further.',
  unless: ({ userPool }) =>
    userPool.passwordRecovery === true
      ? undefined
      : 'people are not known to recover their password by themselves (existing.userPool.passwordRecovery: true)',
  judge: asksWhoForgot,
})

export const signUpLink = managedLogin.check(3, 'sign-in-page-offers-sign-up', {
  says: 'The sign-in page has a way to the sign-up page where people may sign up by themselves',
  sends: 'The GET of /login, and then what its “Sign up” leads to',
  basis: interactiveEndpoint('/signup', 'The page /login leads to /signup when “Sign up” is selected.'),
  breaks: 'New people do not get any further.',
  judge: (expect, seen: Seen) => {
    isPageOfDomain(expect, seen)
    expect(URL.parse(seen.page.url)?.pathname, 'path of the page').toMatch(
      /\/signup$/,
      'a path that ends in /signup',
    )
    expect(asksForPassword(seen.page), 'the page asks for a password').toBe(true)
  },
})

export const asksForReset = managedLogin.check(4, 'reset-asks-for-code-and-password', {
  says: 'After the user name a page asks for the code that was sent, and for a new password',
  sends: 'The form of /forgotPassword with the name of a user whose e-mail address is verified',
  basis: interactiveEndpoint(
    '/confirmforgotPassword',
    'Prompts for the password-reset code and a new password, after a redirect from /forgotPassword.',
  ),
  breaks: 'People have a code and nowhere to type it.',
  judge: (expect, seen: Seen) => {
    isPageOfDomain(expect, seen)
    expect(asksForCode(seen.page), 'the page asks for a code').toBe(true)
    expect(asksForPassword(seen.page), 'the page asks for a password').toBe(true)
  },
})

export const passwordTwice = managedLogin.check(4, 'reset-asks-for-password-twice', {
  says: 'The page for the reset code has two fields for the new password',
  sends: 'The form of /forgotPassword with the name of a user whose e-mail address is verified',
  basis: classicGuide(
    'cognito-user-pools-hosted-ui-user-forgot-password',
    'How to reset a password with the Amazon Cognito hosted UI',
    'The code is entered, and the new password twice in the fields provided.',
  ),
  breaks: 'A password that was mistyped once locks its owner out.',
  unless: classicOnly,
  judge: (expect, { page }: Seen) =>
    expect(
      new Set(page.controls.filter(({ type }) => type === 'password').map(({ name }) => name)).size,
      'fields for a password',
    ).toBe(2),
})

const confirming = 'The form of /confirmforgotPassword with a new password and'

export const wrongResetCode = managedLogin.check(5, 'wrong-reset-code-refused', {
  says: 'A wrong reset code does not change the password: the one before still signs in',
  sends: `${confirming} a code that is not the one that was sent; then the sign-in form with the password before`,
  basis: passwords(
    'Password reset and recovery',
    'Users get the opportunity to set a new password when they confirm that they have the correct code.',
  ),
  breaks: 'Anybody who knows a name can take the account over.',
  refusal: true,
  judge: (expect, { refused, signedIn }: { readonly refused: Seen; readonly signedIn: Seen }) => {
    staysOutside(expect, refused)
    expect(gaveCode(signedIn.page), 'the password before signs in').toBe(true)
  },
})

export const resetSignsIn = managedLogin.check(5, 'reset-password-signs-in', {
  says: 'After the reset the new password signs in',
  sends: `${confirming} the code that was sent; then the sign-in form with the new password`,
  basis: passwords(
    'Password reset and recovery',
    'With the correct code users set a new password in managed login.',
  ),
  breaks: 'People who reset their password have none.',
  judge: (expect, { page }: Seen) => expect(gaveCode(page), 'an authorization code was given').toBe(true),
})

export const oldPasswordRefused = managedLogin.check(5, 'replaced-password-refused', {
  says: 'Once a new password is set, the one before no longer signs in',
  sends: 'The sign-in form with the password that was replaced',
  basis: passwords(
    'Password reset and recovery',
    'Users set a new password in place of the one that they had.',
  ),
  breaks: 'Whoever stole the password keeps the account.',
  refusal: true,
  judge: (expect, seen: Seen) => staysOutside(expect, seen),
})

const forced = (states: string) =>
  signingUp('Overview of user account confirmation, Force Change Password', states)
const temporary = 'The sign-in form with the temporary password that an administrator has set'

export const temporaryNotEnough = managedLogin.check(5, 'temporary-password-not-enough', {
  says: 'A temporary password alone does not lead to the application',
  sends: temporary,
  basis: forced('On first sign-in the user must change the password before doing anything else.'),
  breaks: 'Passwords that were sent by mail go on to be used.',
  refusal: true,
  judge: (expect, seen: Seen) => staysOutside(expect, seen),
})

export const asksForNew = managedLogin.check(6, 'new-password-asked-for', {
  says: 'After a temporary password a page of the domain asks for a new password, and not for the user name again',
  sends: temporary,
  basis: forced('On first sign-in with a temporary password the user must change it to a new value.'),
  admits: 'The user name in a field that holds it already.',
  breaks: 'New users cannot sign in at all.',
  judge: (expect, seen: Seen) => {
    isPageOfDomain(expect, seen)
    expect(asksForPassword(seen.page), 'the page asks for a password').toBe(true)
    // A name that is shown and cannot be changed is none that is asked for.
    expect(
      typedFields(seen.page).some(({ name, value }) => /user/i.test(name) && value === ''),
      'the page asks for a user name',
    ).toBe(false)
  },
})

export const notSkipped = managedLogin.check(6, 'new-password-not-skipped', {
  says: 'A browser that has typed a temporary password and no new one gets no authorization code by asking again',
  sends:
    'A second authorization request from the browser whose sign-in stands at the page for a new password',
  basis: forced('The user must change the password before doing anything else.'),
  breaks: 'Passwords that were sent by mail go on to be used.',
  refusal: true,
  judge: (expect, seen: Seen) => staysOutside(expect, seen),
})
