/** Somebody signs up on the classic hosted UI, confirms the account with the code that was sent, and signs in. */
import type { Cast, UserAgent } from '../../fixtures/actors/actors.ts'
import type { LeasedUser } from '../../fixtures/targets/lease.ts'
import { claim } from '../shared/tokens.ts'
import { pageChecks } from './checks/page.ts'
import { signUpLink } from './checks/passwords.ts'
import {
  asksToConfirm,
  confirmParameters,
  confirmStatus,
  confirms,
  emailIsVerified,
  leadsToConfirm,
  requiredAttribute,
  sendsAgain,
  signUpPage,
  signUpParameters,
  takenName,
  unconfirmed,
  wrongConfirmation,
} from './checks/sign-up.ts'
import { managedLogin } from './flow.ts'
import { asksForCode, comesAgain, freshSignInPage, opensPage, otherCode } from './page-acts.ts'
import { chooseSignIn, redeemCode, returnWithCode, signInOnPages } from './sign-in.ts'

const addressOf = ({ username, attributes }: LeasedUser): string =>
  (attributes === 'unknown' ? undefined : attributes['email']) ?? `${username}@example.com`

const signUp = async (cast: Cast, agent: UserAgent, password: string, email: string) => ({
  page: await agent.enter({ username: cast.user.username, email, password }),
  lease: cast.lease,
})

/** Goes on from the page that asks for the code, wherever the browser was led in between. */
async function entersCode({ agent, lease }: Cast, confirmation: string, code: string) {
  if (agent.page === undefined || !asksForCode(agent.page)) await agent.visit(confirmation)
  return { page: await agent.enter({ code }), lease }
}

managedLogin.variant(
  'sign-up',
  'Sign-up with a code by e-mail, on the classic hosted UI',
  {
    lacking: ['hosted-domain', 'sign-up-pages'],
    pool: { mfa: 'off', domain: 'classic', signUp: true },
    client: { uses: [], oauth: { flows: ['code'], scopes: ['openid', 'email'] } },
    user: { state: 'not-signed-up' },
    secondUser: { state: 'not-signed-up' },
    does: ['signs-in', 'fails-sign-ins', 'changes'],
  },
  (context) => {
    const { probe, attempt, check } = context

    const linked = probe(3, async (cast) => {
      await freshSignInPage(cast)
      return { page: await cast.agent.follow(/sign up|create an account/i), lease: cast.lease }
    })
    check(signUpLink, linked)
    const form = probe(3, async (cast) => ({ page: await opensPage(cast, '/signup'), lease: cast.lease }))
    for (const one of [signUpPage, requiredAttribute, signUpParameters]) check(one, form)

    const signedUp = probe(4, (cast) => {
      void form.value
      return signUp(cast, cast.agent, cast.user.password, addressOf(cast.user))
    })
    for (const one of [asksToConfirm, leadsToConfirm, confirmParameters]) check(one, signedUp)

    const stranger = attempt(4, async (cast) => {
      void signedUp.value
      const agent = await cast.otherAgent('stranger')
      await opensPage(cast, '/signup', agent)
      return signUp(cast, agent, cast.user.wrongPassword, `other.${addressOf(cast.user)}`)
    })
    check(takenName, stranger, { check: asksToConfirm })
    const early = attempt(5, async (cast) => {
      void signedUp.value
      const agent = await cast.otherAgent('early')
      await comesAgain(cast, agent)
      const { username, password } = cast.user
      return { page: await agent.enter({ username, password }), lease: cast.lease }
    })
    check(unconfirmed, early, { performed: 8 })

    const again = probe(4, async ({ agent, lease }) => {
      void signedUp.value
      return { page: await agent.follow(/new code|resend/i), lease }
    })
    check(sendsAgain, again)
    // Another person's account: one that a wrong code confirms could not be confirmed by the right one any more.
    const wrong = attempt(4, async (cast) => {
      const { secondUser: other, lease } = cast
      const agent = await cast.otherAgent('other')
      await opensPage(cast, '/signup', agent)
      await agent.enter({ username: other.username, email: addressOf(other), password: other.password })
      const refused = { page: await agent.enter({ code: otherCode(await other.sentCode()) }), lease }
      const later = await cast.otherAgent('later')
      await comesAgain(cast, later)
      const { username, password } = other
      return { refused, signedIn: { page: await later.enter({ username, password }), lease } }
    })
    check(wrongConfirmation, wrong, { check: confirms })
    const confirmed = probe(4, async (cast) =>
      entersCode(cast, signedUp.value.page.url, await cast.user.sentCode()),
    )
    check(confirms, confirmed)
    check(confirmStatus, confirmed)

    const opened = chooseSignIn(context)
    for (const one of pageChecks) check(one, opened)
    const ended = signInOnPages(context, { totp: false })
    // Where the code could not be read nobody is confirmed, and the domain rightly leads nowhere.
    const arrived = probe(4, () => {
      void confirmed.value
      return ended.value
    })
    const callback = returnWithCode(context, arrived)
    const first = redeemCode(context, callback, opened)
    check(emailIsVerified, () => claim(first.value.id, 'email_verified'))
  },
)
