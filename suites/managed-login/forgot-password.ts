/** Somebody has forgotten their password, sets another one with the code that was sent, and signs in with it. */
import { NotApplicable } from '../../fixtures/flow/not-performed.ts'
import type { Branding } from '../../fixtures/targets/lease.ts'
import {
  asksForReset,
  forgotLink,
  forgotPage,
  oldPasswordRefused,
  passwordTwice,
  resetSignsIn,
  wrongResetCode,
} from './checks/passwords.ts'
import { managedLogin } from './flow.ts'
import { freshSignIn, freshSignInPage, opensPage, otherCode } from './page-acts.ts'
import { chooseSignIn, redeemCode, returnWithCode, signInOnPages } from './sign-in.ts'

function forgotPassword(id: string, title: string, branding: Branding): void {
  managedLogin.variant(
    id,
    title,
    {
      lacking: ['hosted-domain', 'forgot-password-pages'],
      pool: { mfa: 'off', domain: branding },
      client: { uses: [], oauth: { flows: ['code'], scopes: ['openid', 'email'] } },
      user: { attributes: { email_verified: 'true' } },
      does: ['signs-in', 'fails-sign-ins', 'changes'],
    },
    (context) => {
      const { probe, attempt, check } = context
      const opened = chooseSignIn(context)
      const ended = signInOnPages(context, { totp: false })
      const callback = returnWithCode(context, ended)
      redeemCode(context, callback, opened)

      const linked = probe(3, async (cast) => {
        await freshSignInPage(cast)
        return { page: await cast.agent.follow(/forgot|reset/i), lease: cast.lease }
      })
      check(forgotLink, linked)
      const form = probe(3, async (cast) => {
        if (cast.lease.userPool.passwordRecovery === false)
          throw new NotApplicable('administrators alone reset the passwords of the user pool')
        return { page: await opensPage(cast, '/forgotPassword'), lease: cast.lease }
      })
      check(forgotPage, form)
      const asked = probe(4, async ({ agent, user, lease }) => {
        void form.value
        return { page: await agent.enter({ username: user.username }), lease }
      })
      check(asksForReset, asked)
      if (branding === 'classic') check(passwordTwice, asked)

      // Of the same form as the user's own: it fits the policy.
      const wrong = attempt(5, async (cast) => {
        void asked.value
        const { agent, user, lease } = cast
        const code = otherCode(await user.sentCode())
        const refused = { page: await agent.enter({ code, newPassword: user.wrongPassword }), lease }
        const signedIn = await freshSignIn(cast)
        return { refused, signedIn }
      })
      check(wrongResetCode, wrong, { check: resetSignsIn })
      const reset = probe(4, async (cast) => {
        const { agent, user, lease } = cast
        void wrong.value
        await opensPage(cast, '/forgotPassword')
        await agent.enter({ username: user.username })
        const code = await user.sentCode()
        return { page: await agent.enter({ code, newPassword: user.wrongPassword }), lease }
      })
      const signedIn = probe(5, (cast) => {
        void reset.value
        return freshSignIn(cast, { password: cast.user.wrongPassword })
      })
      check(resetSignsIn, signedIn)
      const old = attempt(5, (cast) => {
        void reset.value
        return freshSignIn(cast)
      })
      check(oldPasswordRefused, old, { check: resetSignsIn })
    },
  )
}

forgotPassword('forgot-password', 'A forgotten password, on the classic hosted UI', 'classic')
forgotPassword('forgot-password-managed', 'A forgotten password, on managed login', 'managed-login')
