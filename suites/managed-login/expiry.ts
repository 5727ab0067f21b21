/** What runs out: the authorization code after five minutes, the refresh token after its validity. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import { WELL_AFTER } from '../shared/expiry.ts'
import { redeem, refreshAtEndpoint } from '../shared/requests.ts'
import { codeExpires, codeStillGood, refreshTokenExpires } from './checks/expiry.ts'
import { refreshTokenStays } from './checks/refresh.ts'
import { managedLogin } from './flow.ts'
import { freshCode } from './further-sign-ins.ts'
import { signInForTokens } from './sign-in.ts'

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
    const { attempt, probe, check } = context
    const first = signInForTokens(context)

    const after = async (cast: Cast, seconds: number) => {
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
      await cast.clock.pass((refreshTokenValidity === 'unknown' ? 0 : refreshTokenValidity) + WELL_AFTER)
      return refreshAtEndpoint(cast, first.value.refreshToken)
    })
    check(refreshTokenExpires, late, { check: refreshTokenStays })
  },
)
