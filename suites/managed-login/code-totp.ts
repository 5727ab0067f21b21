/** The documented variant: a password and a TOTP code on the pages of managed login, a code for the application. All 16 steps. */
import { managedLogin } from './flow.ts'
import { signInThrough, stopAtTheCode } from './steps-1-to-9.ts'
import { receiveAndKeepTokens } from './steps-10-to-16.ts'

managedLogin.variant(
  'code-totp',
  'Password and TOTP code on managed login, authorization code',
  {
    documented: true,
    lacking: ['hosted-domain', 'mfa-pages'],
    pool: { mfa: 'optional', domain: 'managed-login' },
    client: {
      accessTokenValidity: 600,
      idTokenValidity: 1200,
      uses: [],
      oauth: { flows: ['code'], scopes: ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'] },
    },
    user: { totp: true, groups: 2, attributes: { email_verified: 'true' } },
    does: ['signs-in'],
  },
  (context) => {
    const { opened, code } = signInThrough(context, { totp: true })
    stopAtTheCode(context)
    receiveAndKeepTokens(context, code, opened, { whole: true })
  },
)
