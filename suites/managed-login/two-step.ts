/**
 * An app client that lets people choose how to sign in: the page of managed login asks for the name, and then for the
 * password. Its form is made by script, so it takes a browser.
 */
import type { Page } from '../../fixtures/actors/actors.ts'
import { NotPerformed } from '../../fixtures/flow/not-performed.ts'
import { asksForPassword, hopAt, shown, target } from '../shared/front-channel.ts'
import { wrongPassword } from './checks/credentials.ts'
import { managedLogin } from './flow.ts'
import { freshSignIn } from './page-acts.ts'
import { redeemCode, returnWithCode, selectSignIn, signInOnPages } from './sign-in.ts'

/**
 * What came is a page that asks for a password, or the one that the authorization endpoint sent the browser
 * on to: what that one asks for is not to be seen before its script ran, which only a browser knows.
 */
const isSignInPage = (page: Page): boolean =>
  page.status === 200 &&
  /^text\/html\b/i.test(page.hops.at(-1)?.headers['content-type'] ?? '') &&
  (target(hopAt(page, '/oauth2/authorize')) !== undefined || asksForPassword(page))

managedLogin.variant(
  'two-step',
  'The name first, then the password, on managed login',
  {
    lacking: ['hosted-domain', 'choice-based-sign-in'],
    pool: { mfa: 'off', domain: 'managed-login' },
    client: {
      authFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      uses: ['ALLOW_USER_AUTH'],
      oauth: { flows: ['code'], scopes: ['openid', 'email'] },
    },
    user: {},
    does: ['signs-in', 'fails-sign-ins'],
  },
  (context) => {
    const { step, attempt, check } = context
    const request = selectSignIn(context)
    const opened = step(3, async ({ user, lease }) => {
      const page = await user.choosesSignIn()
      if (isSignInPage(page)) return { request: request.value, page, lease }
      throw new NotPerformed(
        'no sign-in page was shown',
        'a page that asks for a password, or a redirect to a page',
        shown(page),
      )
    })
    const ended = signInOnPages(context, { totp: false })
    const callback = returnWithCode(context, ended)
    redeemCode(context, callback, opened)

    const wrong = attempt(5, (cast) => freshSignIn(cast, { password: cast.user.wrongPassword }))
    check(wrongPassword, wrong, { performed: 8 })
  },
)
