/**
 * Wrong passwords and unknown names, and forms that do not belong to the browser: on both versions of the pages. The
 * user fails once.
 */
import type { Branding } from '../../fixtures/targets/lease.ts'
import { NOBODY } from '../shared/requests.ts'
import {
  formByHand,
  missingToken,
  noSessionAfterFailure,
  otherPagesToken,
  unknownUser,
  wrongPassword,
  wrongPasswordPage,
  wrongPasswordSaid,
} from './checks/credentials.ts'
import { formChecks, pageChecks } from './checks/page.ts'
import { managedLogin } from './flow.ts'
import { comesAgain, csrfField, freshSignIn, openForm, sendForm } from './page-acts.ts'
import { chooseSignIn, redeemCode, returnWithCode, signInOnPages } from './sign-in.ts'

function wrongCredentials(id: string, title: string, branding: Branding): void {
  managedLogin.variant(
    id,
    title,
    {
      lacking: ['hosted-domain'],
      pool: { mfa: 'off', domain: branding },
      client: { uses: [], oauth: { flows: ['code'], scopes: ['openid', 'email'] } },
      user: {},
      does: ['signs-in', 'fails-sign-ins'],
    },
    (context) => {
      const { attempt, probe, check } = context
      const opened = chooseSignIn(context)
      for (const one of branding === 'classic' ? pageChecks : formChecks) check(one, opened)
      const ended = signInOnPages(context, { totp: false })
      const callback = returnWithCode(context, ended)
      redeemCode(context, callback, opened)
      const control = { performed: 8 }

      const wrong = attempt(5, (cast) => freshSignIn(cast, { password: cast.user.wrongPassword }))
      check(wrongPassword, wrong, control)
      check(wrongPasswordPage, wrong)
      if (branding === 'classic') check(wrongPasswordSaid, wrong)
      const after = attempt(5, (cast) => {
        void wrong.value
        return comesAgain(cast)
      })
      check(noSessionAfterFailure, after, control)
      const stranger = attempt(5, (cast) => freshSignIn(cast, { username: NOBODY }))
      check(unknownUser, stranger, control)

      // What is known of forms that are sent by hand is known of the classic hosted UI.
      if (branding !== 'classic') return
      const first = probe(3, openForm)
      const byHand = probe(4, (cast) => sendForm(cast, first.value))
      check(formByHand, byHand)
      const stale = attempt(4, async (cast) =>
        sendForm(cast, await openForm(cast), () => csrfField(first.value.page)?.value),
      )
      check(otherPagesToken, stale, { check: formByHand })
      const bare = attempt(4, async (cast) => sendForm(cast, await openForm(cast), () => undefined))
      check(missingToken, bare, { check: formByHand })
    },
  )
}

wrongCredentials('wrong-credentials', 'Wrong credentials, on the classic hosted UI', 'classic')
wrongCredentials('wrong-credentials-managed', 'Wrong credentials, on managed login', 'managed-login')
