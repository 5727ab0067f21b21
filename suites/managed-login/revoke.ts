/** The revocation endpoint: what ends with a refresh token, and what does not. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import { refreshedReadsProfile, refreshTokenStays } from './checks/refresh.ts'
import {
  otherSignInLives,
  revokeAccessToken,
  revokeByGet,
  revokeCrossOrigin,
  revokedAgain,
  revokedAtApi,
  revokedAtUserInfo,
  revokedRefresh,
  revokedRefreshed,
  revokeMadeUp,
  revokeSwitchedOff,
  revokes,
  revokeWithoutToken,
  signedOutAtUserInfo,
  signedOutRefresh,
} from './checks/revoke.ts'
import { userInfoAnswers } from './checks/user-info.ts'
import { selfService } from './checks/user-info-refused.ts'
import { managedLogin } from './flow.ts'
import { mfaIsOff } from './omissions.ts'
import { revokeByGetWith } from './refusals.ts'
import { chooseSignIn, returnWithCode, signInOnPages } from './sign-in.ts'
import { redeemCode } from './steps-10-to-16.ts'
import {
  anotherSignIn,
  getUser,
  issued,
  MADE_UP_TOKEN,
  refreshAtEndpoint,
  succeeded,
  TAKES_EFFECT,
} from './tokens.ts'

const oauth = { flows: ['code'], scopes: ['openid', 'email', 'aws.cognito.signin.user.admin'] } as const
const needs = { needs: ['revoke-endpoint'] } as const

const revoke = ({ application }: Cast, token: string | undefined) =>
  application.relyingParty.revoke({ token })
const userInfo = ({ application }: Cast, accessToken: string) =>
  application.relyingParty.userInfo(accessToken)

managedLogin.variant(
  'revoke',
  'Password, authorization code, then revocation of the refresh token',
  {
    lacking: ['hosted-domain'],
    pool: { mfa: 'off', domain: 'classic' },
    client: { uses: [], oauth },
    secondClient: { tokenRevocation: false, uses: [], oauth },
    user: {},
    does: ['signs-in', 'revokes'],
  },
  (context) => {
    const { step, attempt, probe, check, omitted, walk } = context
    const opened = chooseSignIn(context)
    const page = signInOnPages(context, { totp: false })
    for (const number of [5, 6, 7] as const) omitted(number, mfaIsOff)
    const first = redeemCode(context, returnWithCode(context, page), opened)
    const other = probe(11, (cast) => anotherSignIn(cast))

    const profile = probe(13, (cast) => userInfo(cast, first.value.accessToken), { needs: ['user-info'] })
    check(userInfoAnswers, profile)
    const account = probe(13, (cast) => getUser(cast, first.value.accessToken), { needs: ['get-user'] })
    check(selfService, account)
    const again = step(16, async (cast) =>
      issued(await refreshAtEndpoint(cast, first.value.refreshToken), cast, first.value.request, {
        refreshToken: false,
      }),
    )
    const alive = probe(16, (cast) => refreshAtEndpoint(cast, first.value.refreshToken))
    check(refreshTokenStays, alive)
    const profileAgain = probe(16, (cast) => userInfo(cast, again.value.accessToken), {
      needs: ['user-info'],
    })
    check(refreshedReadsProfile, () => ({ answer: profileAgain.value, granted: again.value }))

    // What is refused comes before the revocation that it is the twin of: it must end nothing.
    const withoutToken = attempt(16, (cast) => revoke(cast, undefined), needs)
    check(revokeWithoutToken, withoutToken, { check: revokes })
    const accessToken = attempt(16, (cast) => revoke(cast, other.value.accessToken), needs)
    check(revokeAccessToken, accessToken, { check: revokes })
    const byGet = attempt(16, (cast) => revokeByGetWith(cast, MADE_UP_TOKEN), needs)
    check(revokeByGet, byGet, { check: revokes })
    const switchedOff = attempt(
      16,
      async (cast) => {
        const client = cast.secondClient
        const { refreshToken } = await anotherSignIn(cast, { options: { client } }, { client })
        return cast.application.relyingParty.revoke({ token: refreshToken }, { client })
      },
      needs,
    )
    check(revokeSwitchedOff, switchedOff, { check: revokes })
    const madeUp = probe(16, (cast) => revoke(cast, MADE_UP_TOKEN), needs)
    check(revokeMadeUp, madeUp)

    const revoked = probe(
      16,
      async (cast) => {
        const answer = await revoke(cast, first.value.refreshToken)
        await cast.clock.pass(TAKES_EFFECT)
        return answer
      },
      needs,
    )
    check(revokes, revoked)
    check(revokeCrossOrigin, revoked)
    const afterwards = <T>(act: (cast: Cast) => Promise<T>) =>
      attempt(16, (cast) => {
        succeeded(revoked.value)
        return act(cast)
      })
    const refused = afterwards((cast) => refreshAtEndpoint(cast, first.value.refreshToken))
    check(revokedRefresh, refused, { check: refreshTokenStays })
    const stale = afterwards((cast) => userInfo(cast, first.value.accessToken))
    check(revokedAtUserInfo, stale, { check: userInfoAnswers })
    const staleAtApi = afterwards((cast) => getUser(cast, first.value.accessToken))
    check(revokedAtApi, staleAtApi, { check: selfService })
    const staleAgain = afterwards((cast) => userInfo(cast, again.value.accessToken))
    check(revokedRefreshed, staleAgain, { check: refreshedReadsProfile })
    const twice = afterwards((cast) => revoke(cast, first.value.refreshToken))
    check(revokedAgain, twice)
    const elsewhere = afterwards((cast) => refreshAtEndpoint(cast, other.value.refreshToken))
    check(otherSignInLives, elsewhere)

    walk('sign-out', (after) => {
      const mine = after.probe(11, (cast) => anotherSignIn(cast))
      const shows = after.probe(13, (cast) => userInfo(cast, mine.value.accessToken), {
        needs: ['user-info'],
      })
      after.check(userInfoAnswers, shows)
      const lives = after.probe(16, (cast) => refreshAtEndpoint(cast, mine.value.refreshToken))
      after.check(refreshTokenStays, lives)
      const out = after.probe(
        16,
        async (cast) => {
          // Signed out is another sign-in than the one that is judged: what ends alone was no global sign-out.
          const device = await anotherSignIn(cast)
          await cast.clock.pass(2)
          const answer = await cast.application.call('GlobalSignOut', { AccessToken: device.accessToken })
          await cast.clock.pass(TAKES_EFFECT)
          return answer
        },
        { needs: ['global-sign-out'] },
      )
      const gone = after.attempt(16, (cast) => {
        succeeded(out.value)
        return userInfo(cast, mine.value.accessToken)
      })
      after.check(signedOutAtUserInfo, gone, { check: userInfoAnswers, walk: 'sign-out' })
      const ended = after.attempt(16, (cast) => {
        succeeded(out.value)
        return refreshAtEndpoint(cast, mine.value.refreshToken)
      })
      after.check(signedOutRefresh, ended, { check: refreshTokenStays, walk: 'sign-out' })
    })
  },
)
