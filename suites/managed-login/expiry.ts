/** What runs out: the authorization code after five minutes, the refresh token after its validity. */
import { codeExpires, codeStillGood, refreshTokenExpires } from './checks/expiry.ts'
import { refreshTokenStays } from './checks/refresh.ts'
import { managedLogin } from './flow.ts'
import { mfaIsOff } from './omissions.ts'
import { chooseSignIn, returnWithCode, signInOnPages } from './sign-in.ts'
import { redeemCode } from './steps-10-to-16.ts'
import { freshCode, redeem, refreshAtEndpoint } from './tokens.ts'

managedLogin.variant(
  'expiry',
  'Password, authorization code; then codes and refresh tokens that have run out',
  {
    lacking: ['hosted-domain'],
    pool: { mfa: 'off', domain: 'classic' },
    client: { uses: [], oauth: { flows: ['code'], scopes: ['openid', 'aws.cognito.signin.user.admin'] } },
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check, omitted } = context
    const opened = chooseSignIn(context)
    const page = signInOnPages(context, { totp: false })
    for (const number of [5, 6, 7] as const) omitted(number, mfaIsOff)
    const first = redeemCode(context, returnWithCode(context, page), opened)

    const after = async (cast: Parameters<typeof freshCode>[0], seconds: number) => {
      const code = await freshCode(cast)
      await cast.clock.pass(seconds)
      return redeem(cast, code)
    }
    check(
      codeStillGood,
      probe(10, (cast) => after(cast, 240)),
    )
    check(
      codeExpires,
      attempt(10, (cast) => after(cast, 360)),
      { check: codeStillGood },
    )

    const alive = probe(16, (cast) => refreshAtEndpoint(cast, first.value.refreshToken))
    check(refreshTokenStays, alive)
    const late = attempt(16, async (cast) => {
      const { refreshTokenValidity } = cast.lease.client
      await cast.clock.pass((refreshTokenValidity === 'unknown' ? 0 : refreshTokenValidity) + 601)
      return refreshAtEndpoint(cast, first.value.refreshToken)
    })
    check(refreshTokenExpires, late, { check: refreshTokenStays })
  },
)
