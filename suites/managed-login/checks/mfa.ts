/** Steps 5 to 8: enrolment of an authenticator app on the pages, and codes that do not count. */
import { publicRecord } from '../../../fixtures/flow/source.ts'
import type { Lease } from '../../../fixtures/targets/lease.ts'
import { isOnDomain } from '../../shared/front-channel.ts'
import { managedLogin } from '../flow.ts'
import { asksForCode, gaveCode, type Seen } from '../page-acts.ts'
import { classicOnly, isPageOfDomain, staysOutside } from './page-judging.ts'
import { addingMfa, choosingMethods, classicGuide, totpMfa } from './page-sources.ts'

export const wrongCode = managedLogin.check(7, 'wrong-code-refused', {
  says: 'A wrong MFA code does not lead to the application, and gives no authorization code',
  sends: 'The form of the MFA page with six digits that are no code of the user’s authenticator around now',
  basis: totpMfa('Sign in with TOTP MFA, step 5', 'The sign-in is successful if the code is verified.'),
  also: [
    addingMfa(
      'Details of MFA logic at user runtime',
      'Users are signed in if they successfully respond to the MFA challenge.',
    ),
  ],
  breaks: 'The second factor protects nobody.',
  refusal: true,
  judge: (expect, seen: Seen) => staysOutside(expect, seen),
})

export const codeUsedTwice = managedLogin.check(7, 'code-used-twice', {
  says: 'A TOTP code that has just signed the user in does not sign in a second time',
  sends: 'The form of the MFA page, in another sign-in, with the code that was accepted a moment before',
  basis: publicRecord(
    'aws-amplify/amplify-swift, integration tests',
    'MFASignInTests',
    'aws-amplify/amplify-swift/blob/main/AmplifyPlugins/Auth/Tests/AuthHostApp/AuthIntegrationTests/MFATests/MFASignInTests.swift',
    '2026-11',
    'Without waiting for the next code the user pool refuses it: Your software token has already been used once. Recorded at the API, which the pages stand on.',
  ),
  also: [
    publicRecord(
      'getmoto/moto, tests marked as verified against AWS',
      'test_user_authentication_flow_mfa_on',
      'getmoto/moto/blob/master/tests/test_cognitoidp/test_cognitoidp.py',
      '2026-11',
      'A code cannot be used a second time in its 30 seconds; the test waits for the next one.',
    ),
  ],
  breaks: 'A code that was read over the shoulder opens a second session.',
  refusal: true,
  judge: (expect, seen: Seen) => staysOutside(expect, seen),
})

export const codeSignsIn = managedLogin.check(7, 'right-code-signs-in', {
  says: 'The right MFA code leads to the application with an authorization code',
  sends: 'The form of the MFA page with the current code of the user’s authenticator',
  basis: totpMfa(
    'TOTP software token MFA',
    'With managed login the user submits name and password, and then the code on an additional page.',
  ),
  breaks: 'Users with MFA cannot sign in.',
  judge: (expect, { page }: Seen) => expect(gaveCode(page), 'an authorization code was given').toBe(true),
})

/** A reason why MFA may not be set up on the way, or nothing. */
export const setupMayFail = ({ userPool }: Lease): string | undefined =>
  userPool.passwordRecovery === false
    ? undefined
    : 'the user pool is not known to leave password recovery to administrators (existing.userPool.passwordRecovery: false): a user whose only address recovers the password is shown an error'

const required =
  'The sign-in form with the right password, at a user pool that requires MFA, of a user without a factor'

export const setupAsked = managedLogin.check(5, 'mfa-setup-not-skipped', {
  says: 'Where MFA is required, the right password of a user without a factor does not lead to the application, once they have signed in a first time',
  sends: `${required}, for the second time`,
  basis: addingMfa(
    'Adding MFA to a user pool',
    'When MFA is required all users must complete it to sign in; managed login prompts users to set it up.',
  ),
  admits: 'A first sign-in without a factor: by a note on the same page it ends with tokens.',
  also: [
    choosingMethods(
      'Multi-factor authentication',
      'When MFA is required, the sign-in pages prompt users to set up their additional factor.',
    ),
  ],
  breaks: 'The rule that everybody has a second factor binds nobody.',
  refusal: true,
  judge: (expect, seen: Seen) => staysOutside(expect, seen),
})

export const setupNotWalkedAround = managedLogin.check(6, 'mfa-setup-not-walked-around', {
  says: 'A browser that stands at the page for setting up MFA gets no authorization code by asking again',
  sends:
    'A second authorization request from the browser whose sign-in, the user’s second, stands at the page for setting up MFA',
  basis: totpMfa(
    'TOTP MFA considerations and limitations, 3',
    'A user who has not set up MFA cannot sign in with managed login until it is set up.',
  ),
  breaks: 'The rule that everybody has a second factor binds nobody.',
  refusal: true,
  judge: (expect, seen: Seen) => staysOutside(expect, seen),
})

export interface Setup extends Seen {
  /** The secret key that a person can copy from the page. */
  readonly secret: string | undefined
}

export const setupPage = managedLogin.check(6, 'mfa-setup-page', {
  says: 'Where MFA is required, a user without a factor is asked for a code of an authenticator app that is being set up',
  sends: required,
  basis: totpMfa(
    'TOTP software token MFA',
    'Where TOTP MFA is required, users who sign up in managed login are shown a QR code, and their registration is verified.',
  ),
  also: [
    choosingMethods(
      'Multi-factor authentication',
      'When MFA is required, the sign-in pages prompt users to set up their additional factor.',
    ),
  ],
  breaks: 'New users cannot sign in at all.',
  unless: setupMayFail,
  judge: (expect, seen: Setup) => {
    isPageOfDomain(expect, seen)
    expect(asksForCode(seen.page), 'the page asks for a code').toBe(true)
  },
})

export const secretShown = managedLogin.check(6, 'mfa-setup-shows-secret', {
  says: 'The page for setting up MFA shows the secret key as text, in base32',
  sends: required,
  basis: classicGuide(
    'cognito-user-pools-hosted-ui-user-sign-up',
    'How to sign up for a new account in the Amazon Cognito hosted UI',
    'Whoever cannot scan the QR code chooses “Show secret key” for a code to enter by hand.',
  ),
  breaks: 'People whose camera does not work, and every test suite, cannot enrol.',
  unless: classicOnly,
  judge: (expect, { secret }: Setup) =>
    expect(secret !== undefined, 'the page shows a secret key').toBe(true),
})

export const wrongEnrolment = managedLogin.check(7, 'wrong-enrolment-code-refused', {
  says: 'A code that does not fit the new secret key neither enrols the authenticator nor signs in',
  sends: 'The form of the page for setting up MFA with six digits that are no code of the key around now',
  basis: totpMfa(
    'Verify the TOTP token, step 4',
    'The user pool makes a code from the key that it has kept and compares it with the one provided.',
  ),
  breaks: 'Authenticators are registered that do not work, and lock their owners out.',
  refusal: true,
  judge: (expect, seen: Seen) => staysOutside(expect, seen),
})

export const enrolmentSignsIn = managedLogin.check(7, 'enrolment-signs-in', {
  says: 'A code of the new secret key enrols the authenticator and completes the sign-in',
  sends: 'The form of the page for setting up MFA with the current code of the key',
  basis: totpMfa(
    'TOTP software token MFA',
    'Managed login sets up the authenticator app and verifies the registration of users who must have MFA.',
  ),
  also: [
    addingMfa(
      'Adding MFA to a user pool',
      'A new user’s first sign-in ends with tokens; the factor that was registered is asked for in each after it.',
    ),
  ],
  admits: 'One more page that asks for a code of the authenticator.',
  unless: setupMayFail,
  breaks: 'New users cannot sign in at all.',
  judge: (expect, { page }: Seen) => expect(gaveCode(page), 'an authorization code was given').toBe(true),
})

export const enrolledIsAsked = managedLogin.check(6, 'enrolled-factor-asked-for', {
  says: 'In the next sign-in the right password leads to a page that asks for a code, and not to the application',
  sends: 'The sign-in form with the right password of a user who enrolled an authenticator a moment before',
  basis: addingMfa(
    'Adding MFA to a user pool',
    'The factor that the user registered is used during each sign-in after the first.',
  ),
  breaks: 'The second factor is asked for once and never again.',
  unless: setupMayFail,
  judge: (expect, { page, lease }: Seen) => {
    expect(gaveCode(page), 'an authorization code was given').toBe(false)
    expect(isOnDomain(page.url, lease), 'the page is on the domain').toBe(true)
    expect(asksForCode(page), 'the page asks for a code').toBe(true)
  },
})
