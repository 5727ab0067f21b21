/** Answers of a SAML provider that belong to no sign-in under way, come twice, by another binding, or too late. */
import { altered, parameterOf } from '../../fixtures/actors/provider-answer.ts'
import { WELL_AFTER } from '../shared/expiry.ts'
import {
  answerByGet,
  cancelledAfterFiveMinutes,
  heldAnswerTaken,
  relayStateAbsent,
  relayStateAltered,
  relayStateOfOther,
  replayed,
  saysSomethingWentWrong,
} from './checks/answers-refused.ts'
import { federation } from './flow.ts'
import { bring, holdAnswer, otherEnd, signInSlowly } from './held.ts'
import { clientOf, poolWith, SAML } from './pools.ts'
import { signInThrough } from './steps-1-to-10.ts'

const RELAY_STATE = 'RelayState'

federation.variant(
  'saml-answers',
  'A SAML provider, and answers that nobody asked for',
  {
    lacking: ['hosted-domain', 'federation-saml'],
    pool: poolWith(SAML),
    client: clientOf(SAML.name),
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
      replayed,
      attempt(8, () => bring(taken.value.held)),
      twin,
    )
    const relayState = attempt(8, async (cast) =>
      bring(await holdAnswer(cast, 'altered'), (answer) =>
        altered(answer, { [RELAY_STATE]: otherEnd(parameterOf(answer, RELAY_STATE) ?? '') }),
      ),
    )
    check(relayStateAltered, relayState, twin)
    const absent = attempt(8, async (cast) =>
      bring(await holdAnswer(cast, 'absent'), (answer) => altered(answer, { [RELAY_STATE]: undefined })),
    )
    check(relayStateAbsent, absent, twin)
    const swapped = attempt(8, async (cast) => {
      // One browser, two sign-ins: whatever binds them to it is the same for both.
      const other = await holdAnswer(cast, 'swapped')
      const own = await holdAnswer(cast, 'swapped')
      return bring(own, (answer) =>
        altered(answer, { [RELAY_STATE]: parameterOf(other.answer, RELAY_STATE) }),
      )
    })
    check(relayStateOfOther, swapped, twin)
    const byGet = attempt(8, async (cast) => bring(await holdAnswer(cast, 'by-get'), undefined, 'GET'))
    check(answerByGet, byGet, twin)

    const late = attempt(8, (cast) => signInSlowly(cast, 300 + WELL_AFTER, 'slow'))
    check(cancelledAfterFiveMinutes, late, twin)
    check(saysSomethingWentWrong, late)
  },
)
