/** Refreshes at the token endpoint, and refresh tokens that are none, or somebody else's. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import { refreshAtEndpoint, TAKES_EFFECT } from '../shared/requests.ts'
import { MADE_UP_TOKEN } from '../shared/tokens.ts'
import {
  apiRefreshes,
  apiSignInRefreshes,
  refreshAccessToken,
  refreshChecks,
  refreshMadeUp,
  refreshMadeUpError,
  refreshOtherClient,
  refreshTokenMissing,
  refreshTokenStays,
} from './checks/refresh.ts'
import { revokeByOtherClient } from './checks/revoke.ts'
import { managedLogin } from './flow.ts'
import { signInByApi } from './further-sign-ins.ts'
import { refreshSession, signInForTokens } from './sign-in.ts'

const oauth = { flows: ['code'], scopes: ['openid', 'profile', 'aws.cognito.signin.user.admin'] } as const

managedLogin.variant(
  'refresh',
  'Password, authorization code, then refreshes that are in order and some that are not',
  {
    lacking: ['hosted-domain', 'refresh-grant'],
    pool: { mfa: 'off', domain: 'classic' },
    client: {
      accessTokenValidity: 900,
      uses: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      oauth,
    },
    secondClient: { uses: [], oauth },
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const first = signInForTokens(context)

    const again = refreshSession(context, first)
    for (const one of refreshChecks) check(one, () => ({ first: first.value, again: again.value }))
    const twice = probe(16, (cast) => refreshAtEndpoint(cast, first.value.refreshToken))
    check(refreshTokenStays, twice)
    const byApi = probe(
      16,
      ({ application }) =>
        application.initiateAuth('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: first.value.refreshToken ?? '' }),
      { needs: ['refresh'] },
    )
    check(apiRefreshes, byApi)

    const ofApi = probe(16, async (cast) => refreshAtEndpoint(cast, (await signInByApi(cast)).refreshToken), {
      needs: ['password'],
    })
    check(apiSignInRefreshes, ofApi)

    const twin = { check: refreshTokenStays }
    const elsewhere = attempt(16, (cast) =>
      refreshAtEndpoint(cast, first.value.refreshToken, { client: cast.secondClient }),
    )
    check(refreshOtherClient, elsewhere, twin)
    const madeUp = attempt(16, (cast) => refreshAtEndpoint(cast, MADE_UP_TOKEN))
    check(refreshMadeUp, madeUp, twin)
    check(refreshMadeUpError, madeUp, twin)
    const access = attempt(16, (cast) => refreshAtEndpoint(cast, first.value.accessToken))
    check(refreshAccessToken, access, twin)
    const missing = attempt(16, (cast) => refreshAtEndpoint(cast, undefined))
    check(refreshTokenMissing, missing, twin)

    const left = probe(
      16,
      async (cast) => {
        await revokeForOtherClient(cast, first.value.refreshToken)
        await cast.clock.pass(TAKES_EFFECT)
        return refreshAtEndpoint(cast, first.value.refreshToken)
      },
      { needs: ['revoke-endpoint'] },
    )
    check(revokeByOtherClient, left)
  },
)

const revokeForOtherClient = ({ application, secondClient }: Cast, token: string | undefined) =>
  application.relyingParty.revoke({ token }, { client: secondClient })
