/** The revocation endpoint: what ends with a refresh token, and what does not. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import { succeeded } from '../shared/answers.ts'
import { getUser, refreshAtEndpoint, TAKES_EFFECT } from '../shared/requests.ts'
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
import { anotherSignIn, fromElsewhere } from './further-sign-ins.ts'
import { revokeByGetWith } from './refusals.ts'
import { refreshSession, signInForTokens } from './sign-in.ts'

const oauth = { flows: ['code'], scopes: ['openid', 'email', 'aws.cognito.signin.user.admin'] } as const
const needs = { needs: ['revoke-endpoint'] } as const

const revoke = ({ application }: Cast, token: string | undefined) =>
  application.relyingParty.revoke({ token })
/** The same token with one character in its middle replaced by another. */
const damaged = (token: string): string => {
  const at = Math.floor(token.length / 2)
  return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`
}
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
    const { attempt, probe, check, walk } = context
    const first = signInForTokens(context)
    const other = probe(11, (cast) => anotherSignIn(cast))

    const profile = probe(13, (cast) => userInfo(cast, first.value.accessToken), { needs: ['user-info'] })
    check(userInfoAnswers, profile)
    const account = probe(13, (cast) => getUser(cast, first.value.accessToken), { needs: ['get-user'] })
    check(selfService, account)
    const again = refreshSession(context, first)
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
    // The live token of a sign-in of its own, since it ends if it is taken.
    const byGet = attempt(
      16,
      async (cast) => revokeByGetWith(cast, (await anotherSignIn(cast)).refreshToken ?? ''),
      needs,
    )
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
    const madeUp = probe(16, (cast) => revoke(cast, damaged(first.value.refreshToken ?? '')), needs)
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
    const ofScript = probe(
      16,
      async (cast) => {
        const { refreshToken = '' } = await anotherSignIn(cast)
        return fromElsewhere(cast, '/oauth2/revoke', { form: { token: refreshToken } })
      },
      needs,
    )
    check(revokeCrossOrigin, ofScript)
    const afterwards = <T>(act: (cast: Cast) => Promise<T>) =>
      attempt(16, (cast) => {
        if (revoked.value.status !== 204) succeeded(revoked.value)
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
