/** A user whom an administrator has made signs in with a temporary password, and sets one of their own on the way. */
import type { Page } from '../../fixtures/actors/actors.ts'
import { NotPerformed } from '../../fixtures/flow/not-performed.ts'
import { shown } from '../shared/front-channel.ts'
import {
  asksForNew,
  notSkipped,
  oldPasswordRefused,
  resetSignsIn,
  temporaryNotEnough,
} from './checks/passwords.ts'
import { managedLogin } from './flow.ts'
import { mfaIsOff } from './omissions.ts'
import { comesAgain, freshSignIn } from './page-acts.ts'
import { chooseSignIn, redeemCode, returnWithCode } from './sign-in.ts'

function taken(page: Page): Page {
  if (page.status < 400) return page
  throw new NotPerformed('what was typed was not accepted', 'a page or a redirect', shown(page))
}

managedLogin.variant(
  'new-password-required',
  'A temporary password, replaced on the way, on managed login',
  {
    lacking: ['hosted-domain', 'new-password-pages'],
    pool: { mfa: 'off', domain: 'managed-login' },
    client: { uses: [], oauth: { flows: ['code'], scopes: ['openid', 'email'] } },
    user: { state: 'temporary-password' },
    does: ['signs-in', 'fails-sign-ins', 'changes'],
  },
  (context) => {
    const { step, attempt, probe, check, omitted } = context
    // The same request with a password that is not temporary: one that was let through leaves none to set.
    const permanent = { performed: 8, variant: 'wrong-credentials-managed' }
    const waiting = attempt(6, async (cast) => {
      await freshSignIn(cast)
      return comesAgain(cast)
    })
    check(notSkipped, waiting, permanent)

    const opened = chooseSignIn(context)
    const first = step(4, async ({ user }) => taken(await user.signsIn()))
    const asked = () => ({ page: first.value, lease: opened.value.lease })
    check(temporaryNotEnough, asked, permanent)
    check(asksForNew, asked)
    for (const number of [5, 6, 7] as const) omitted(number, mfaIsOff)
    const ended = probe(4, async ({ agent, user }) => {
      void first.value
      return taken(await agent.enter({ newPassword: user.wrongPassword }))
    })
    const callback = returnWithCode(context, ended)
    redeemCode(context, callback, opened)

    const again = probe(5, (cast) => {
      void callback.value
      return freshSignIn(cast, { password: cast.user.wrongPassword })
    })
    check(resetSignsIn, again)
    const old = attempt(5, (cast) => {
      void callback.value
      return freshSignIn(cast)
    })
    check(oldPasswordRefused, old, { check: resetSignsIn })
  },
)
