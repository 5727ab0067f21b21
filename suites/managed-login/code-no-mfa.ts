/** A password alone on the pages of the classic hosted UI, an authorization code for the application. */
import { askAuthorization, visitAuthorization } from './answers.ts'
import { closedToOtherOrigins, keepsLocalProvider, loginDirectly } from './checks/authorize.ts'
import { foreignFormRefused } from './checks/authorize-pages.ts'
import { signsInSilently } from './checks/session.ts'
import { managedLogin } from './flow.ts'
import { mfaIsOff } from './omissions.ts'
import { postForeignForm, signInThrough } from './steps-1-to-9.ts'
import { receiveAndKeepTokens } from './steps-10-to-16.ts'

managedLogin.variant(
  'code-no-mfa',
  'Password on the classic hosted UI, authorization code',
  {
    lacking: ['hosted-domain'],
    pool: { mfa: 'off', domain: 'classic' },
    client: {
      uses: [],
      oauth: { flows: ['code'], scopes: ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'] },
    },
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    const { check, probe, attempt, omitted } = context
    const { opened, code } = signInThrough(context, { totp: false })
    for (const number of [5, 6, 7] as const) omitted(number, mfaIsOff)

    const again = probe(8, (cast) => visitAuthorization(cast))
    check(signsInSilently, again)
    const directly = probe(3, async (cast) => {
      const other = await cast.otherAgent('at-login')
      return (await visitAuthorization(cast, { options: { path: '/login' } }, other)).page
    })
    check(loginDirectly, directly)
    const local = probe(3, (cast) => askAuthorization(cast, { parameters: { identity_provider: 'COGNITO' } }))
    check(keepsLocalProvider, local)
    const crossOrigin = probe(3, (cast) => askAuthorization(cast, {}, { origin: 'https://attacker.example' }))
    check(closedToOtherOrigins, crossOrigin)
    const foreign = attempt(4, postForeignForm)
    check(foreignFormRefused, foreign, { performed: 4 })

    receiveAndKeepTokens(context, code, opened)
  },
)
