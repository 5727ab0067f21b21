/** login_hint and lang: whose name stands in the sign-in page, and in which language. Nobody signs in. */
import type { Cast, Page } from '../../fixtures/actors/actors.ts'
import { type Asked, visitAuthorization } from '../shared/front-channel.ts'
import {
  hintAtLogin,
  hintIsFilledIn,
  languageChanges,
  languageCookie,
  languageStays,
  noHintNoName,
} from './checks/authorize-hints.ts'
import { managedLogin } from './flow.ts'
import { cookieOf } from './page-acts.ts'

/** The page that a browser of this name is shown. */
const shownTo = async (cast: Cast, name: string, asked: Asked): Promise<Page> =>
  (await visitAuthorization(cast, asked, await cast.otherAgent(name))).page

managedLogin.variant(
  'login-hint',
  'The sign-in page with login_hint and lang',
  {
    lacking: ['hosted-domain'],
    pool: { mfa: 'off', domain: 'managed-login' },
    client: { uses: [], oauth: { flows: ['code'], scopes: ['openid', 'email'] } },
    user: {},
    does: ['signs-in'],
  },
  ({ check, probe }) => {
    const hinted = (name: string, options: Asked['options'] = {}) =>
      probe(3, async (cast) => {
        const hint = cast.user.username
        return { hint, page: await shownTo(cast, name, { parameters: { login_hint: hint }, options }) }
      })
    check(hintIsFilledIn, hinted('hinted'))
    check(hintAtLogin, hinted('hinted-at-login', { path: '/login' }))
    const unknown = probe(3, async (cast) => ({ page: await shownTo(cast, 'unknown', {}) }))
    check(noHintNoName, unknown, { check: hintIsFilledIn })

    const english = probe(3, (cast) => shownTo(cast, 'english', { parameters: { lang: 'en' } }))
    const german = probe(3, (cast) => shownTo(cast, 'german', { parameters: { lang: 'de' } }))
    check(languageChanges, () => ({ english: english.value, other: german.value }))
    const cookie = probe(3, async (cast) => {
      void german.value
      return cookieOf(cast, 'lang', await cast.otherAgent('german'))
    })
    check(languageCookie, cookie)
    const later = probe(3, (cast) => {
      void german.value
      return shownTo(cast, 'german', {})
    })
    check(languageStays, () => ({ english: english.value, other: german.value, later: later.value }))
  },
)
