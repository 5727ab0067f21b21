/** A password alone on the pages of the classic hosted UI, an authorization code for the application. */
import { askAuthorization, visitAuthorization, visitBySession } from '../shared/front-channel.ts'
import { closedToOtherOrigins, keepsLocalProvider, loginDirectly } from './checks/authorize.ts'
import { foreignFormRefused } from './checks/authorize-pages.ts'
import { FOREIGN_URI } from './checks/redirect-uri.ts'
import { signsInSilently, sparesPassword } from './checks/session.ts'
import { goesToLogoutUri, unregisteredText } from './checks/sign-out.ts'
import { managedLogin } from './flow.ts'
import { postForeignForm } from './page-acts.ts'
import { logoutUri, signsOut } from './signing-out.ts'
import { signInThrough } from './steps-1-to-9.ts'
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
    const { check, probe, attempt } = context
    const { opened, code } = signInThrough(context, { totp: false, classic: true })

    check(
      signsInSilently,
      probe(8, (cast) => visitAuthorization(cast)),
    )
    check(
      sparesPassword,
      probe(8, (cast) => visitBySession(cast)),
    )
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

    const needs = { needs: ['logout'] } as const
    const out = probe(8, (cast) => signsOut(cast, { logout_uri: logoutUri(cast) }), needs)
    check(goesToLogoutUri, out)
    const nowhere = attempt(8, (cast) => signsOut(cast, { logout_uri: FOREIGN_URI }), needs)
    check(unregisteredText, nowhere, { check: goesToLogoutUri })
  },
)
