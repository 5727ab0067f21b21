/** A wrong MFA code, and one that was used already; the right one beside them. The user fails twice. */
import { visitAuthorization } from '../shared/front-channel.ts'
import { passwordAloneLeadsNowhere } from './checks/authorize-pages.ts'
import { codeSignsIn, codeUsedTwice, wrongCode } from './checks/mfa.ts'
import { managedLogin } from './flow.ts'
import { freshSignIn } from './page-acts.ts'
import { chooseSignIn, redeemCode, returnWithCode, signInOnPages } from './sign-in.ts'

managedLogin.variant(
  'wrong-codes',
  'Wrong MFA codes, on managed login',
  {
    lacking: ['hosted-domain', 'totp-mfa', 'mfa-pages'],
    pool: { mfa: 'optional', domain: 'managed-login' },
    client: { uses: [], oauth: { flows: ['code'], scopes: ['openid', 'email'] } },
    user: { totp: true },
    does: ['signs-in', 'fails-sign-ins'],
  },
  (context) => {
    const opened = chooseSignIn(context)
    const callback = returnWithCode(context, signInOnPages(context, { totp: true }))
    redeemCode(context, callback, opened)

    context.walk('codes', ({ attempt, probe, check }) => {
      const halfway = attempt(5, async (cast) => {
        await freshSignIn(cast)
        return visitAuthorization(cast)
      })
      check(passwordAloneLeadsNowhere, halfway, { performed: 8 })
      const wrong = attempt(7, async (cast) => {
        const { lease } = await freshSignIn(cast)
        return { page: await cast.user.answersWithCode(cast.user.wrongTotpCode()), lease }
      })
      check(wrongCode, wrong, { check: codeSignsIn, walk: 'codes' })
      const right = probe(7, async (cast) => {
        const { lease } = await freshSignIn(cast)
        const code = await cast.user.totpCode()
        return { page: await cast.user.answersWithCode(code), lease, code }
      })
      check(codeSignsIn, right)
      const twice = attempt(7, async (cast) => {
        const { code } = right.value
        const { lease } = await freshSignIn(cast)
        return { page: await cast.user.answersWithCode(code), lease }
      })
      check(codeUsedTwice, twice, { check: codeSignsIn, walk: 'codes' })
    })
  },
)
