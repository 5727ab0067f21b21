/** The implicit grant: tokens in the fragment of the redirect, and no code. */
import { issuedInFragment } from '../shared/domain-tokens.ts'
import { visitAuthorization } from '../shared/front-channel.ts'
import { userClaimChecks } from './checks/claims.ts'
import {
  errorInFragment,
  expiresIn,
  type ImplicitGrant,
  implicitNonce,
  implicitState,
  noRefreshToken,
  tokensInFragment,
  tokensInRedirect,
  tokensVerify,
  tokenType,
  withoutOpenid,
} from './checks/redirect-implicit.ts'
import { managedLogin } from './flow.ts'
import { tokensComeAtOnce } from './omissions.ts'
import { chooseSignIn, returnToApplication, signInOnPages } from './sign-in.ts'

const TOKEN = { response_type: 'token' } as const

managedLogin.variant(
  'implicit',
  'Password on managed login, implicit grant',
  {
    lacking: ['hosted-domain', 'implicit-grant'],
    pool: { mfa: 'off', domain: 'managed-login' },
    client: {
      accessTokenValidity: 900,
      idTokenValidity: 1200,
      uses: [],
      oauth: { flows: ['implicit'], scopes: ['openid', 'email', 'aws.cognito.signin.user.admin'] },
    },
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    const { check, probe, attempt, omitted } = context
    const opened = chooseSignIn(context, { parameters: TOKEN })
    const callback = returnToApplication(context, signInOnPages(context, { totp: false }))
    for (const number of [9, 10, 16] as const) omitted(number, tokensComeAtOnce)

    const granted = (): ImplicitGrant => ({ ...opened.value, callback: callback.value })
    const onReturn = [tokensInRedirect, tokensInFragment, tokenType, expiresIn, noRefreshToken] as const
    for (const one of [...onReturn, implicitState]) check(one, granted)

    const kept = probe(12, async ({ application }) => {
      const { id_token: idToken = '', access_token: accessToken = '' } = callback.value.parameters
      const validated = await application.storeTokens({ idToken, accessToken })
      return { ...validated, request: opened.value.request }
    })
    check(tokensVerify, kept)
    check(implicitNonce, kept)
    const tokens = probe(12, (cast) => issuedInFragment(callback.value, cast, opened.value.request))
    for (const one of userClaimChecks) check(one, tokens)

    const withoutIdentity = probe(11, async (cast) => {
      const scope = 'aws.cognito.signin.user.admin'
      const visit = await visitAuthorization(cast, { parameters: { ...TOKEN, scope } })
      if (visit.page.callback !== undefined) return visit
      return { ...visit, page: await cast.user.signsIn() }
    })
    check(withoutOpenid, withoutIdentity)

    const stranger = attempt(3, async (cast) => {
      const other = await cast.otherAgent('stranger')
      return visitAuthorization(cast, { parameters: { ...TOKEN, prompt: 'none' } }, other)
    })
    check(errorInFragment, stranger, { check: tokensInRedirect })
  },
)
