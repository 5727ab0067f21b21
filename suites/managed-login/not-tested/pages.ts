/** The pages of the user pool: what is documented or on record and judged by no check. */
import { developerGuide as guide, publicRecord } from '../../../fixtures/flow/source.ts'
import type { NotTested } from '../../../reports/record.ts'
import { managedLoginPage } from '../../shared/sources.ts'
import {
  addingMfa,
  choosingMethods,
  classicClient,
  classicGuide,
  existenceErrors,
  interactiveEndpoint,
  managedClient,
  passwords,
  signingUp,
  totpMfa,
  twoStepClient,
} from '../checks/page-sources.ts'
import { left } from './left.ts'

const NO_MAILBOX =
  'Needs a mailbox or a telephone whose messages the run can read whole; codes are read one by one.'
const LAYOUT = 'Layout: agents find fields as people do, and nothing on the wire depends on it.'
const FEDERATION = 'Belongs to federation, whose flow has its own suite.'

const cloudTrailEvents = (states: string) =>
  guide('logging-using-cloudtrail', 'Amazon Cognito logging in AWS CloudTrail', 'User pool events', states)

export const ofPages: readonly NotTested[] = [
  left(
    guide(
      'managed-login-branding',
      'Apply branding to managed login pages',
      'Introduction',
      'The branding editor and the customization of the classic hosted UI change the look of the pages.',
    ),
    'Looks are not protocol: no request or answer of the flow depends on them.',
  ),
  left(
    guide(
      'hosted-ui-classic-branding',
      'Customizing hosted UI (classic) branding',
      'Specifying CSS customizations in classic branding',
      'Elements of the classic pages have class names such as submitButton-customizable.',
    ),
    LAYOUT,
  ),
  left(
    interactiveEndpoint('/confirmUser', 'Confirms users who select a link in an e-mail message.'),
    NO_MAILBOX,
  ),
  left(
    interactiveEndpoint(
      '/confirmforgotPassword',
      'The page for the reset code is /confirmforgotPassword; the log calls it /confirmForgotPassword.',
    ),
    'The path is written in two ways. What the page asks for is judged, wherever it is.',
  ),
  left(
    interactiveEndpoint('/passkeys/add', 'Registers a passkey, after confirmation or by a direct link.'),
    'No variant has an authenticator for WebAuthn yet.',
  ),
  left(
    cloudTrailEvents(
      'The log names requests of the pages, such as ResetPassword_POST, Mfa_POST, MfaOption_POST, signup_confirm_POST.',
    ),
    'Names of log entries, which a client does not see; most paths behind them are not documented.',
  ),
  left(
    cloudTrailEvents('Event_Feedback_GET tells of feedback to threat protection.'),
    'Reached by a link in a message of threat protection, which costs money on the real service.',
  ),
  left(
    addingMfa(
      'Details of MFA logic at user runtime',
      'Where several factors are possible, the user is asked to choose one; codes come by SMS or e-mail.',
    ),
    'Factors by message need a mailbox or a telephone that the run can read, and cost money on the real service.',
  ),
  left(
    addingMfa(
      'Things to know about user pool MFA',
      'After five wrong MFA codes the lockout of failed sign-ins begins.',
    ),
    'AWS calls the lockout’s details subject to change; that there is one is judged at the API. Users of this flow fail less often.',
  ),
  left(
    choosingMethods(
      'Multi-factor authentication',
      'Where MFA is off or optional the pages do not prompt users to set up a factor.',
    ),
    'Seen in every variant without a factor: a prompt would block its step 8. No check says it by name.',
  ),
  left(
    totpMfa('TOTP software token MFA', 'The page for setting up an authenticator shows a QR code.'),
    'A picture: what it holds is not documented. The secret key as text, and what its codes do, are judged.',
  ),
  left(
    classicGuide(
      'cognito-user-pools-hosted-ui-user-sign-up',
      'How to sign up for a new account in the Amazon Cognito hosted UI',
      'A name for the device may be chosen; later sign-ins ask for a code of the device of that name.',
    ),
    'Optional, and what the page then says is not documented.',
  ),
  left(
    totpMfa(
      'Configuring your AWS WAF web ACL for managed login TOTP MFA',
      'A CAPTCHA of AWS WAF breaks the set-up of TOTP on the pages, with the text Request not allowed due to WAF captcha.',
    ),
    'Needs a web ACL before the user pool. An answer of a firewall is judged as nobody’s.',
  ),
  left(
    managedLoginPage(
      'Confirming user accounts and verifying user attributes',
      'Where no message can be sent, sign-up creates the user and then shows an error.',
    ),
    'Needs a user pool that does not verify anything; none of the others could share it.',
  ),
  left(
    managedLoginPage(
      'Managed login scope of operations',
      'Changes of attributes and of the MFA preference are not offered on the pages.',
    ),
    'An absence, which no request could show.',
  ),
  left(
    managedLoginPage('Introduction', 'Custom authentication challenges are not available on the pages.'),
    'Needs Lambda functions beside the user pool.',
  ),
  left(
    managedLoginPage(
      'Terms documents',
      'Links to terms of use and privacy policy stand on the sign-up page when both documents exist.',
    ),
    'Needs documents that provisioning does not make, and is text on a page.',
  ),
  left(
    managedLoginPage('Managed login localization', 'Eleven languages are available.'),
    'That lang takes effect and stays is judged in one language; the words of the others are not documented.',
  ),
  left(
    classicGuide(
      'cognito-user-pools-hosted-ui-user-sign-in',
      'How to sign in with the Amazon Cognito hosted UI',
      'Pages and links have titles such as “Sign up with a new account” and “Forgot your password?”.',
    ),
    'Wording, which an application’s owner can have in another language. The way to each page is judged.',
  ),
  left(
    signingUp('Verifying contact information at sign-up', 'The code of a sign-up is valid for 24 hours.'),
    'No variant lets a day pass between a sign-up and its code.',
  ),
  left(
    passwords(
      'Adding user pool password requirements',
      'Passwords that break the policy of the user pool are refused.',
    ),
    'The policy is the API’s. The pages check it by script as it is typed (class passwordCheck-notValid-customizable), so that a browser may send nothing.',
  ),
  left(
    passwords(
      'Configure password reset and recovery',
      'The code for a password reset is valid for one hour.',
    ),
    'No variant waits an hour between a reset code and its use.',
  ),
  left(
    passwords(
      'Forgot password behavior',
      'In a given hour 5 to 20 attempts are allowed to ask for or to enter a reset code.',
    ),
    'AWS calls it subject to change, and the counters would outlast the variant.',
  ),
  left(
    passwords('Recovery of unverified users', 'Reset codes go to verified contacts only.'),
    'The answer to users without one depends on PreventUserExistenceErrors, which the pages are not said to follow.',
  ),
  left(
    existenceErrors(
      'Password reset operations',
      'A reset for an unknown user looks like one for a known user, where the setting is on.',
    ),
    'Said of the API; that the pages follow the setting is not.',
  ),
  left(
    classicClient(
      'The form is called cognitoSignInForm, and its action is relative, with the query of the page.',
    ),
    'A name and a way of writing an address. That the form is posted with the parameters of the request is judged.',
  ),
  left(
    publicRecord(
      'aws-amplify/amplify-js#774',
      'Report',
      'aws-amplify/amplify-js/issues/774',
      '2018-05',
      'The classic page has its form twice, with the same ids.',
    ),
    'Layout for wide and narrow windows: a target that has the form once serves every agent.',
  ),
  left(
    publicRecord(
      'island-is/island.is',
      'libs/testing/e2e/src/lib/support/login.ts',
      'island-is/island.is/blob/main/libs/testing/e2e/src/lib/support/login.ts',
      '2026-11',
      'The fields have the ids signInFormUsername and signInFormPassword, and the button the name signInSubmitButton.',
      'eu-west-1',
    ),
    LAYOUT,
  ),
  left(
    managedClient('The managed login page for name and password works without its scripts.'),
    'Judged in effect: the http agent, which runs none, walks every variant on it.',
  ),
  left(
    twoStepClient(
      'Where people choose how to sign in, the name is posted first, and the password, as a JSON string, to /verifyPassword.',
    ),
    'One witness, of a page that a browser fills in. That the sign-in ends, and that a wrong password is refused, is judged (variant two-step).',
  ),
  left(
    choosingMethods(
      'Options for choice-based sign-in',
      'With ALLOW_USER_AUTH the pages offer passkeys and one-time passwords beside the password.',
    ),
    'No variant has an authenticator for WebAuthn, or a mailbox for one-time passwords.',
  ),
  left(
    guide(
      'cognito-user-pools-managing-saml-idp-naming',
      'SAML identity provider names and identifiers',
      'Introduction',
      'The sign-in page has a button for each identity provider, or a box for an e-mail address.',
    ),
    FEDERATION,
  ),
]
