/** Steps 3 to 9 for somebody who signs up: the form, the code that confirms the account, and what it opens. */
import { isValue, type Reading } from '../../../fixtures/protocol/reading.ts'
import type { Lease } from '../../../fixtures/targets/lease.ts'
import { asksForPassword, hopAt, isOnDomain, target, typedFields } from '../../shared/front-channel.ts'
import { firstOf } from '../../shared/tokens.ts'
import { managedLogin } from '../flow.ts'
import { asksForCode, gaveCode, type Seen } from '../page-acts.ts'
import { classicOnly, isPageOfDomain, staysOutside } from './page-judging.ts'
import {
  choosingMethods,
  classicGuide,
  cloudTrail,
  existenceErrors,
  interactiveEndpoint,
  signingUp,
} from './page-sources.ts'

const namesOf = ({ page }: Seen) => page.controls.map(({ name }) => name)

export const signUpPage = managedLogin.check(3, 'sign-up-page', {
  says: '/signup, opened directly with the parameters of an authorization request, asks for a password and for something beside it',
  sends: 'GET of /signup with response_type=code, client_id, redirect_uri, scope and state',
  basis: interactiveEndpoint(
    '/signup',
    'Signs up a new user; it is linked to directly with the parameters of /oauth2/authorize.',
  ),
  also: [
    signingUp('Passwords at sign-up', 'Managed login and the hosted UI always require passwords at sign-up.'),
  ],
  breaks: 'Links to the sign-up page, as applications have them, lead nowhere.',
  judge: (expect, seen: Seen) => {
    isPageOfDomain(expect, seen)
    expect(asksForPassword(seen.page), 'the page asks for a password').toBe(true)
    expect(typedFields(seen.page).length > 0, 'the page asks for something beside it').toBe(true)
  },
})

/** A reason why people may sign up without an e-mail address, or nothing. */
const emailMayBeOptional = ({ userPool }: Lease): string | undefined =>
  userPool.requiredAttributes?.includes('email')
    ? undefined
    : 'the user pool is not known to require an e-mail address (existing.userPool.requiredAttributes)'

export const requiredAttribute = managedLogin.check(3, 'sign-up-asks-for-required-attributes', {
  says: 'The sign-up page asks for an e-mail address where the user pool requires one',
  sends: 'GET of /signup at a user pool whose attribute email is required',
  basis: choosingMethods(
    'Required attributes',
    'Managed login prompts users who sign up for a value of each attribute that is required.',
  ),
  breaks: 'Nobody can sign up: what the user pool demands cannot be typed.',
  unless: emailMayBeOptional,
  judge: (expect, { page }: Seen) =>
    expect(
      page.controls.some(({ type, name, label }) => type !== 'hidden' && /e-?mail/i.test(`${name} ${label}`)),
      'the page asks for an e-mail address',
    ).toBe(true),
})

export const signUpParameters = managedLogin.check(3, 'sign-up-parameters', {
  says: 'The classic sign-up form has the parameters username, password, requiredAttributes[email] and _csrf',
  sends: 'GET of /signup at a user pool whose attribute email is required',
  basis: cloudTrail(
    'Signup_POST',
    'The logged parameters are username, password, requiredAttributes[email] and _csrf, beside those of the query.',
  ),
  admits: 'Further parameters.',
  breaks: 'Test suites that fill in the form by its names do not find the fields.',
  unless: firstOf(classicOnly, emailMayBeOptional),
  judge: (expect, seen: Seen) => {
    for (const name of ['username', 'password', 'requiredAttributes[email]', '_csrf'])
      expect(namesOf(seen), 'names of the parameters').toContain(name)
  },
})

const signsUp =
  'The sign-up form with a free user name, an e-mail address and a password that fits the policy'

export const asksToConfirm = managedLogin.check(4, 'sign-up-asks-for-code', {
  says: 'Signing up leads to a page that asks for the confirmation code, and not to the application',
  sends: signsUp,
  basis: interactiveEndpoint(
    '/confirm',
    'After the user pool has sent a confirmation code to a user who signed up, the user is prompted for it.',
  ),
  breaks: 'People who sign up are left with a code and nowhere to type it, or need none.',
  judge: (expect, { page, lease }: Seen) => {
    expect(page.status, 'status').toBe(200)
    expect(gaveCode(page), 'an authorization code was given').toBe(false)
    expect(isOnDomain(page.url, lease), 'the page is on the domain').toBe(true)
    expect(asksForCode(page), 'the page asks for a code').toBe(true)
  },
})

export const leadsToConfirm = managedLogin.check(4, 'sign-up-redirects-to-confirm', {
  says: 'The classic sign-up form is answered with 302 to /confirm, which keeps the parameters of the authorization request',
  sends: signsUp,
  basis: cloudTrail(
    'Signup_POST and Confirm_GET',
    'The POST has status 302; a GET of the confirmation page with client_id, redirect_uri and response_type follows.',
  ),
  also: [interactiveEndpoint('/confirm', 'The page is reached by redirect from /signup only.')],
  breaks: 'The sign-in that follows no longer knows which application it is for.',
  unless: classicOnly,
  judge: (expect, { page }: Seen) => {
    const post = hopAt(page, '/signup')
    expect(post?.status, 'status of the POST').toBe(302)
    const leads = target(post)
    expect(leads?.pathname, 'path of the redirect').toMatch(/\/confirm$/, 'a path that ends in /confirm')
    expect([...(leads?.searchParams.keys() ?? [])], 'parameters of the redirect').toContain('client_id')
    expect([...(leads?.searchParams.keys() ?? [])], 'parameters of the redirect').toContain('redirect_uri')
  },
})

export const confirmParameters = managedLogin.check(4, 'confirm-parameters', {
  says: 'The classic confirmation form sends code, username, sub, deliveryMedium, destination and _csrf',
  sends: 'The page to which signing up leads',
  basis: cloudTrail(
    'Confirm_POST',
    'The logged parameters are code, confirm, username, sub, deliveryMedium, destination, cognitoAsfData and _csrf, beside those of the query.',
  ),
  admits: 'Parameters of the page’s query in place of fields, and further ones.',
  breaks: 'Logs of sign-ups, and the alarms made from them, lack what they count by.',
  unless: classicOnly,
  judge: (expect, seen: Seen) => {
    const query = [...(URL.parse(seen.page.url)?.searchParams.keys() ?? [])]
    for (const name of ['code', 'username', 'sub', 'deliveryMedium', 'destination', '_csrf'])
      expect([...namesOf(seen), ...query], 'names of the parameters').toContain(name)
  },
})

export const sendsAgain = managedLogin.check(4, 'new-code-page', {
  says: 'Asking for a new confirmation code leads to a page that asks for it',
  sends: 'What “Send a new code” on the confirmation page leads to',
  basis: interactiveEndpoint(
    '/resendcode',
    'Sends a new confirmation code to a user who has signed up, when a new code is asked for at /confirm.',
  ),
  breaks: 'People whose mail went astray cannot finish.',
  judge: (expect, seen: Seen) => {
    isPageOfDomain(expect, seen)
    expect(asksForCode(seen.page), 'the page asks for a code').toBe(true)
  },
})

export const unconfirmed = managedLogin.check(5, 'unconfirmed-user-refused', {
  says: 'Somebody who has signed up and not confirmed the account cannot sign in',
  sends:
    'The sign-in form with the name and the password of a sign-up that waits for its code, in another browser',
  basis: signingUp(
    'Overview of user account confirmation',
    'A registered user cannot sign in until the account is confirmed.',
  ),
  admits: 'A page that asks for the confirmation code.',
  breaks: 'E-mail addresses that nobody proved to own open the application.',
  refusal: true,
  judge: (expect, seen: Seen) => staysOutside(expect, seen),
})

export const wrongConfirmation = managedLogin.check(4, 'wrong-confirmation-code-refused', {
  says: 'A wrong confirmation code does not confirm the account: no authorization code follows, and none a sign-in after it',
  sends:
    'The confirmation form with six digits that are not the code that was sent; then the sign-in form with the right password, in another browser',
  basis: signingUp(
    'Authentication flow with email or phone verification, step 6',
    'The service verifies the code and, if it is correct, sets the account to the confirmed state.',
  ),
  breaks: 'Anybody can sign up with the e-mail address of somebody else.',
  refusal: true,
  judge: (expect, { refused, signedIn }: { readonly refused: Seen; readonly signedIn: Seen }) => {
    staysOutside(expect, refused)
    staysOutside(expect, signedIn)
  },
})

export const confirms = managedLogin.check(4, 'confirmation-opens-the-way', {
  says: 'The code that was sent confirms the account: the application with an authorization code follows, or the sign-in page',
  sends: 'The confirmation form with the code that was sent to the e-mail address',
  basis: signingUp(
    'Authentication flow with email or phone verification, step 7',
    'With the right code the account is confirmed, and the user can sign in.',
  ),
  also: [
    classicGuide(
      'cognito-user-pools-hosted-ui-user-sign-up',
      'How to sign up for a new account in the Amazon Cognito hosted UI',
      'Access to the application is granted once the process is finished.',
    ),
  ],
  admits: 'Either: whether the person is signed in at once is not promised.',
  breaks: 'People who did all they were asked to have no account.',
  judge: (expect, { page, lease }: Seen) => {
    const atSignIn = isOnDomain(page.url, lease) && page.status === 200 && asksForPassword(page)
    expect(gaveCode(page) || atSignIn, 'the application or the sign-in page follows').toBe(true)
  },
})

export const confirmStatus = managedLogin.check(4, 'confirmation-redirects', {
  says: 'The classic confirmation form with the right code is answered with 302',
  sends: 'The confirmation form with the code that was sent to the e-mail address',
  basis: cloudTrail('Confirm_POST', 'The POST has status 302.'),
  breaks: 'Reloading the page sends the code, which is used up, again.',
  unless: classicOnly,
  judge: (expect, { page }: Seen) =>
    expect(page.hops.find(({ method }) => method === 'POST')?.status, 'status of the POST').toBe(302),
})

export const takenName = managedLogin.check(4, 'taken-name-refused', {
  says: 'Signing up with the user name of somebody else does not go on to the confirmation code',
  sends: 'The sign-up form with a user name that is taken, in another browser',
  basis: existenceErrors(
    'User-existence disclosure details in user creation flows',
    'SignUp always returns UsernameExistsException when a user name is already taken.',
  ),
  breaks: 'An account is taken over, or two people share one.',
  refusal: true,
  judge: (expect, seen: Seen) => {
    staysOutside(expect, seen)
    expect(asksForCode(seen.page), 'the page asks for a code').toBe(false)
  },
})

export const emailIsVerified = managedLogin.check(11, 'sign-up-verifies-email', {
  says: 'After the sign-up was confirmed with a code by e-mail, the ID token says that the address is verified',
  sends: 'The first sign-in after the account was confirmed, with the scopes openid and email',
  basis: signingUp(
    'Authentication flow with email or phone verification, step 6',
    'After the account is confirmed the attribute that was used to confirm is marked as verified.',
  ),
  admits: 'true as a boolean, and as a string.',
  breaks: 'Applications ask for a proof that was given already; password recovery does not work.',
  judge: (expect, verified: Reading<unknown>) =>
    expect(isValue(verified) ? String(verified) : verified, 'email_verified').toBe('true'),
})
