/** A browser that has signed in: what it is spared, what prompt changes, whom it does not serve, and when it ends. */
import type { Cast, UserAgent } from '../../fixtures/actors/actors.ts'
import {
  type Asked,
  askAuthorization,
  codeOf,
  cookieHeader,
  visitAuthorization,
  visitBySession,
} from '../shared/front-channel.ts'
import { codeInQuery, codeIsFresh, returned, stateReturned } from './checks/redirect.ts'
import {
  acrossClients,
  consent,
  doesNotSlide,
  endsAfterAnHour,
  livesForAnHour,
  loginRequiredKeepsState,
  madeUpCookie,
  maxAgeAsksAgain,
  maxAgeNotReached,
  newCookieAfterSignIn,
  perBrowser,
  promptLoginAsksAgain,
  promptLoginKeepsSession,
  promptNoneResumes,
  promptNoneWithoutSession,
  selectAccount,
  signsInSilently,
  sparesPassword,
  survivesGlobalSignOut,
} from './checks/session.ts'
import { managedLogin } from './flow.ts'
import { cookieOf, cookiesOf, passwordIn, resumesFromAside } from './page-acts.ts'
import { chooseSignIn, redeemCode, returnWithCode, signInOnPages } from './sign-in.ts'

const MINUTE = 60

const asks = (prompt: string, options: Asked['options'] = {}): Asked => ({
  parameters: { prompt },
  options,
})

/**
 * The session cookie with its last four characters changed, sent from aside: after the right one, which must have been
 * good for a code there.
 */
async function withAlteredCookie(cast: Cast) {
  const cookies = await cookiesOf(cast)
  const { cognito = '' } = cookies
  await resumesFromAside(cast, cookies)
  const end = cognito.slice(-4)
  const altered = [...end].map((one) => (one === 'a' ? 'b' : 'a')).join('')
  const cookie = cookieHeader({ ...cookies, cognito: `${cognito.slice(0, -4)}${altered}` })
  return askAuthorization(cast, {}, { cookie })
}

managedLogin.variant(
  'existing-session',
  'A second sign-in by the browser’s session, and prompt',
  {
    lacking: ['hosted-domain'],
    pool: { mfa: 'off', domain: 'managed-login' },
    client: {
      uses: [],
      oauth: { flows: ['code'], scopes: ['openid', 'email', 'aws.cognito.signin.user.admin'] },
    },
    secondClient: { uses: [], oauth: { flows: ['code'], scopes: ['openid', 'email'] } },
    user: {},
    does: ['signs-in', 'revokes'],
  },
  (context) => {
    const { check, probe, attempt, walk } = context

    const stranger = attempt(3, async (cast) =>
      visitAuthorization(cast, asks('none'), await cast.otherAgent('stranger')),
    )
    chooseSignIn(context)
    const code = returnWithCode(context, signInOnPages(context, { totp: false }))

    const silent = probe(8, (cast) => visitAuthorization(cast), { needs: ['session-cookie'] })
    check(signsInSilently, silent)
    const again = probe(8, (cast) => visitBySession(cast), { needs: ['session-cookie'] })
    check(sparesPassword, again)
    check(codeInQuery, () => returned(again.value))
    check(stateReturned, () => returned(again.value))
    check(codeIsFresh, () => ({ first: code.value, second: again.value.page.callback }))

    const resumed = probe(8, (cast) => visitAuthorization(cast, asks('none')))
    check(promptNoneResumes, resumed)
    const twin = { check: promptNoneResumes }
    check(promptNoneWithoutSession, stranger, twin)
    check(loginRequiredKeepsState, stranger, twin)
    const elsewhere = attempt(3, async (cast) =>
      visitAuthorization(cast, {}, await cast.otherAgent('stranger')),
    )
    check(perBrowser, elsewhere, { check: sparesPassword })
    const altered = attempt(3, withAlteredCookie)
    check(madeUpCookie, altered, { check: sparesPassword })

    const otherClient = probe(8, (cast) =>
      visitAuthorization(cast, asks('none', { client: cast.secondClient })),
    )
    check(acrossClients, otherClient)
    check(
      selectAccount,
      probe(8, (cast) => visitBySession(cast, asks('select_account'))),
    )
    check(
      consent,
      probe(8, (cast) => visitBySession(cast, asks('consent'))),
    )

    walk('max-age', (aged) => {
      const within = aged.probe(8, async (cast) => {
        await cast.clock.pass(20)
        return visitBySession(cast, { parameters: { max_age: '3600' } })
      })
      aged.check(maxAgeNotReached, within)
      const beyond = aged.attempt(3, (cast) => {
        void within.value
        return visitAuthorization(cast, { parameters: { max_age: '5' } })
      })
      aged.check(maxAgeAsksAgain, beyond, { check: maxAgeNotReached, walk: 'max-age' })
    })

    walk('prompt-login', (anew) => {
      const before = anew.probe(8, (cast) => cookieOf(cast, 'cognito'))
      const asked = anew.probe(3, (cast) => visitAuthorization(cast, asks('login')))
      anew.check(promptLoginAsksAgain, asked)
      const without = anew.probe(8, (cast) => {
        void asked.value
        return visitBySession(cast)
      })
      anew.check(promptLoginKeepsSession, without)
      const after = anew.probe(8, async (cast) => {
        const { page } = await visitAuthorization(cast, asks('login'))
        if (page.callback === undefined) await cast.user.signsIn()
        return cookieOf(cast, 'cognito')
      })
      anew.check(newCookieAfterSignIn, () => ({ before: before.value, after: after.value }))
    })

    walk('global-sign-out', (ended) => {
      const tokens = ended.probe(8, (cast) => visitBySession(cast), { needs: ['session-cookie'] })
      const code = ended.probe(9, () => ({ code: codeOf(returned(tokens.value).callback) }))
      const granted = redeemCode(ended, code, tokens)
      const signOut = ended.probe(
        8,
        ({ application }) => application.call('GlobalSignOut', { AccessToken: granted.value.accessToken }),
        { needs: ['global-sign-out'] },
      )
      const visit = ended.probe(8, (cast) => {
        void signOut.value
        return visitBySession(cast)
      })
      ended.check(survivesGlobalSignOut, () => ({ visit: visit.value, signOut: signOut.value }))
    })

    // Time passes: to be done when nothing else needs the present.
    walk('an-hour', (hour) => {
      const other = async (cast: Cast): Promise<UserAgent> => cast.otherAgent('idle')
      const used = hour.probe(8, async (cast) => {
        await cast.agent.forget()
        await passwordIn(cast, cast.agent)
        await passwordIn(cast, await other(cast))
        return visitBySession(cast)
      })
      hour.check(sparesPassword, used)
      const late = hour.probe(8, async (cast) => {
        void used.value
        await cast.clock.pass(55 * MINUTE)
        return visitBySession(cast)
      })
      hour.check(livesForAnHour, late)
      const slid = hour.attempt(3, async (cast) => {
        void late.value
        await cast.clock.pass(10 * MINUTE)
        return visitAuthorization(cast)
      })
      hour.check(doesNotSlide, slid, { check: livesForAnHour, walk: 'an-hour' })
      const idle = hour.attempt(3, async (cast) => {
        void slid.value
        return visitAuthorization(cast, {}, await other(cast))
      })
      hour.check(endsAfterAnHour, idle, { check: sparesPassword, walk: 'an-hour' })
    })
  },
)
