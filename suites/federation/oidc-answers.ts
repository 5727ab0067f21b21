/** Answers of an OpenID Connect provider that belong to no sign-in under way, come twice, elsewhere, or too late. */
import { altered, deliver, parameterOf } from '../../fixtures/actors/provider-answer.ts'
import { WELL_AFTER } from '../shared/expiry.ts'
import {
  answerTwice,
  cancelledAfterFiveMinutes,
  heldAnswerTaken,
  otherBrowser,
  saysSomethingWentWrong,
  stateAbsent,
  stateAltered,
} from './checks/answers-refused.ts'
import { federation } from './flow.ts'
import { bring, holdAnswer, otherEnd, signInSlowly } from './held.ts'
import { clientOf, OIDC, poolWith } from './pools.ts'
import { signInThrough } from './steps-1-to-10.ts'

federation.variant(
  'oidc-answers',
  'An OpenID Connect provider, and answers that nobody asked for',
  {
    lacking: ['hosted-domain', 'federation-oidc'],
    pool: poolWith(OIDC),
    client: clientOf(OIDC.name),
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const taken = probe(8, async (cast) => {
      const held = await holdAnswer(cast, 'honest')
      return { held, ...(await bring(held)) }
    })
    check(heldAnswerTaken, taken)
    const twin = { check: heldAnswerTaken }
    signInThrough(context, { mfa: false })
    check(
      answerTwice,
      attempt(8, () => bring(taken.value.held)),
      twin,
    )
    const state = attempt(8, async (cast) =>
      bring(await holdAnswer(cast, 'altered'), (answer) =>
        altered(answer, { state: otherEnd(parameterOf(answer, 'state') ?? '') }),
      ),
    )
    check(stateAltered, state, twin)
    const absent = attempt(8, async (cast) =>
      bring(await holdAnswer(cast, 'absent'), (answer) => altered(answer, { state: undefined })),
    )
    check(stateAbsent, absent, twin)
    const elsewhere = attempt(8, async (cast) => {
      const { answer } = await holdAnswer(cast, 'began')
      return { page: await deliver(await cast.otherAgent('did-not-begin'), answer) }
    })
    check(otherBrowser, elsewhere, twin)

    const late = attempt(8, (cast) => signInSlowly(cast, 300 + WELL_AFTER, 'slow'))
    check(cancelledAfterFiveMinutes, late, twin)
    check(saysSomethingWentWrong, late)
  },
)
