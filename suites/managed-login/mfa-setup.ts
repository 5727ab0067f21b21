/** A user pool that requires MFA, and a user without a factor: an authenticator app is set up on the way. */
import type { Cast, Page } from '../../fixtures/actors/actors.ts'
import { CannotGoOn } from '../../fixtures/actors/cannot-go-on.ts'
import { NotApplicable, NotPerformed } from '../../fixtures/flow/not-performed.ts'
import {
  enrolledIsAsked,
  enrolmentSignsIn,
  type Setup,
  secretShown,
  setupAsked,
  setupMayFail,
  setupNotWalkedAround,
  setupPage,
  wrongEnrolment,
} from './checks/mfa.ts'
import { managedLogin } from './flow.ts'
import { asksForCode, comesAgain, freshSignIn, gaveCode, type Seen } from './page-acts.ts'
import { chooseSignIn, redeemCode, returnWithCode, signInOnPages } from './sign-in.ts'

/** A key as a page shows it: base32, perhaps in groups. At least 16 bytes (RFC 4226, section 4, R6). */
const KEY =
  /(?<![A-Za-z0-9=/+])(?:[A-Z2-7]{26,}|[A-Z2-7]{4}(?: [A-Z2-7]{4}){6,}(?: [A-Z2-7]{1,3})?)(?![A-Za-z0-9])/

/** Reads the key off the page; where it is behind a link, the person asks for it first. */
async function readsSecret({ agent, lease }: Cast, page: Page): Promise<Setup> {
  const read = (from: Page) => KEY.exec(from.text)?.[0]
  const seen = read(page)
  if (seen !== undefined || !/secret/i.test(page.text)) return { page, lease, secret: seen }
  try {
    return { page, lease, secret: read(await agent.follow(/secret/i)) }
  } catch (error) {
    if (error instanceof CannotGoOn && error.of === 'target') return { page, lease, secret: undefined }
    throw error
  }
}

/** Types a code of the key; where a page then asks for another, the next one. */
async function enters({ agent, user, lease }: Cast): Promise<Seen> {
  const page = await agent.enter({ code: await user.totpCode(), deviceName: 'Telephone' })
  if (gaveCode(page) || page.status >= 400 || !asksForCode(page)) return { page, lease }
  return { page: await agent.enter({ code: await user.totpCode() }), lease }
}

function keyOf({ secret }: Setup): string {
  if (secret !== undefined) return secret
  throw new NotPerformed('no secret key is shown', 'a key in base32', 'none')
}

managedLogin.variant(
  'mfa-setup',
  'An authenticator app is set up on the way, on the classic hosted UI',
  {
    lacking: ['hosted-domain', 'totp-mfa', 'mfa-pages', 'mfa-setup-pages'],
    pool: { mfa: 'on', domain: 'classic' },
    client: { uses: [], oauth: { flows: ['code'], scopes: ['openid', 'email'] } },
    user: {},
    does: ['signs-in', 'fails-sign-ins', 'changes'],
  },
  (context) => {
    const { step, probe, attempt, check } = context
    // The same request where nothing is to be set up: a user who was let through shows no set-up that could succeed.
    const nothingDue = { performed: 8, variant: 'wrong-credentials' }
    // A new user's first sign-in may end without a factor: it is passed, and not judged.
    const newcomer = probe(4, (cast) => freshSignIn(cast))
    const around = attempt(6, async (cast) => {
      void newcomer.value
      await freshSignIn(cast)
      return comesAgain(cast)
    })
    check(setupNotWalkedAround, around, nothingDue)

    const first = attempt(5, (cast) => freshSignIn(cast))
    check(setupAsked, first, nothingDue)
    const setup = probe(6, (cast) => {
      const reason = setupMayFail(cast.lease)
      if (reason !== undefined) throw new NotApplicable(reason)
      return readsSecret(cast, first.value.page)
    })
    check(setupPage, setup)
    check(secretShown, setup)
    const wrong = attempt(7, async ({ agent, user, lease }) => {
      user.enrols(keyOf(setup.value))
      return { page: await agent.enter({ code: user.wrongTotpCode() }), lease }
    })
    // A key that a wrong code has enrolled is good for the next sign-in as well.
    check(wrongEnrolment, wrong, { performed: 8 })
    const enrolled = probe(7, async (cast) => {
      void setup.value
      void wrong.value
      return enters(cast)
    })
    check(enrolmentSignsIn, enrolled)

    const again = probe(6, (cast) => {
      void enrolled.value
      return freshSignIn(cast)
    })
    check(enrolledIsAsked, again)
    // Without a key there are no codes: what follows stands on it.
    step(1, () => keyOf(setup.value))
    const opened = chooseSignIn(context)
    const callback = returnWithCode(context, signInOnPages(context, { totp: true }))
    redeemCode(context, callback, opened)
  },
)
