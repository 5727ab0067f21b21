/**
 * Steps 6 to 9: the challenge, the prompt, the code and its validation; and what does not pass for a code.
 *
 * Sign-ins for what is refused begin once the honest one has ended: whether a second sign-in spoils the open session
 * of the first is not documented. In between stand only answers that name no session of the target's.
 */
import type { CallOptions, Cast } from '../../fixtures/actors/actors.ts'
import type { Handle, VariantContext } from '../../fixtures/flow/flow.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { WELL_AFTER } from '../shared/expiry.ts'
import { askedForMore, challengeIn, completed, wentOn } from './answers.ts'
import { challengeName, challengeParameters, sessionIsFresh, sessionLength } from './checks/challenge.ts'
import {
  codeUsedTwice,
  madeUpSession,
  missingSession,
  sessionExpires,
  sessionExpiresType,
  sessionLives,
  sessionUsedTwice,
  wrongCode,
  wrongCodeType,
} from './checks/code.ts'
import { noTokensBesideChallenge } from './checks/wire.ts'

/** As long as a session may be, and never given out by anybody. */
const MADE_UP_SESSION = 'A'.repeat(200)

export interface SecondFactor {
  /** How the variant gets to the challenge: a whole step 4, again. */
  readonly signIn: (cast: Cast) => Promise<Answer>
  readonly side?: CallOptions
}

const answerWith = (
  { application, user }: Cast,
  session: string | undefined,
  code: string,
  side?: CallOptions,
) =>
  application.respond(
    'SOFTWARE_TOKEN_MFA',
    session,
    { USERNAME: user.username, SOFTWARE_TOKEN_MFA_CODE: code },
    side,
  )

/** @returns the answer of step 9, which holds the tokens */
export function passSecondFactor(
  { step, attempt, probe, walk, check }: VariantContext<number>,
  answer: Handle<Answer>,
  { signIn, side }: SecondFactor,
): Handle<Answer> {
  check(challengeName, answer)
  check(challengeParameters, answer)
  check(sessionLength, answer)
  check(noTokensBesideChallenge, answer)

  step(5, () => askedForMore(answer.value))
  const challenge = step(6, () => challengeIn(answer.value))

  const code = step(7, async ({ application, user }) => {
    await application.promptsForCode()
    const typed = await user.totpCode()
    await user.entersCode(typed)
    return typed
  })
  const answered = step(8, async (cast) =>
    wentOn(await answerWith(cast, challenge.value.session, code.value, side)),
  )
  step(9, () => completed(answered.value))

  walk('again', (again) => {
    const anew = again.probe(8, signIn)
    const sameCode = again.attempt(9, (cast) =>
      answerWith(cast, challengeIn(anew.value).session, code.value, side),
    )
    again.check(codeUsedTwice, sameCode, { performed: 9 })
  })

  // Not the code of step 7: an answer that is wrongly accepted would spend it, and the honest one be refused.
  const fresh = probe(8, ({ user }) => user.totpCode())
  walk('again', (again) => {
    const sameSession = again.attempt(8, async (cast) =>
      answerWith(cast, challenge.value.session, fresh.value, side),
    )
    again.check(sessionUsedTwice, sameSession, { performed: 8 })
  })
  const noSession = attempt(8, (cast) => answerWith(cast, undefined, fresh.value, side))
  check(missingSession, noSession, { performed: 8 })
  const madeUp = attempt(8, (cast) => answerWith(cast, MADE_UP_SESSION, fresh.value, side))
  check(madeUpSession, madeUp, { performed: 8 })

  const elsewhere = probe(6, signIn)
  check(sessionIsFresh, () => ({ first: answer.value, second: elsewhere.value }))
  const wrong = attempt(9, (cast) =>
    answerWith(cast, challengeIn(elsewhere.value).session, cast.user.wrongTotpCode(), side),
  )
  check(wrongCode, wrong, { performed: 9 })
  check(wrongCodeType, wrong, { performed: 9 })

  return answered
}

/** A challenge answered after its session has run out. Time passes: to be called when nothing else needs the present. */
export function answerTooLate({ walk }: VariantContext<number>, { signIn, side }: SecondFactor): void {
  walk('late', (late) => {
    const early = late.probe(8, signIn)
    const answeredLate = late.attempt(8, async (cast) => {
      const { session } = challengeIn(early.value)
      const { authSessionValidity } = cast.lease.client
      await cast.clock.pass((authSessionValidity === 'unknown' ? 15 : authSessionValidity) * 60 + WELL_AFTER)
      return answerWith(cast, session, await cast.user.totpCode(), side)
    })
    late.check(sessionExpires, answeredLate, { performed: 8 })
    late.check(sessionExpiresType, answeredLate, { performed: 8 })
  })
}

/** A challenge answered late, but in time: for a client whose sessions last for more than five minutes. */
export function answerInTime({ walk }: VariantContext<number>, { signIn, side }: SecondFactor): void {
  walk('in-time', (slow) => {
    const early = slow.probe(8, signIn)
    const answeredInTime = slow.probe(8, async (cast) => {
      const { session } = challengeIn(early.value)
      const { authSessionValidity } = cast.lease.client
      await cast.clock.pass(((authSessionValidity === 'unknown' ? 5 : authSessionValidity) - 5) * 60)
      return answerWith(cast, session, await cast.user.totpCode(), side)
    })
    slow.check(sessionLives, answeredInTime)
  })
}
