/** Step 4 by SRP: the challenge PASSWORD_VERIFIER, and the proof that answers it. */
import type { CallOptions, Cast, SrpStart } from '../../fixtures/actors/actors.ts'
import { outcomeOf } from '../../fixtures/flow/expect.ts'
import type { Handle, VariantContext } from '../../fixtures/flow/flow.ts'
import { NotPerformed } from '../../fixtures/flow/not-performed.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { bodyJson, isValue, readString } from '../../fixtures/protocol/reading.ts'
import { wentOn } from './answers.ts'
import { srpChallenge, srpNoTokens, srpParameters, srpSameName, srpUserId } from './checks/srp.ts'

/** Answers a PASSWORD_VERIFIER challenge. @throws NotPerformed when the challenge cannot be answered */
export async function prove(
  { application }: Cast,
  start: SrpStart,
  options: CallOptions & { readonly password?: string } = {},
): Promise<Answer> {
  const json = bodyJson(start.answer)
  const [salt, srpB, secretBlock, userIdForSrp] = (
    ['SALT', 'SRP_B', 'SECRET_BLOCK', 'USER_ID_FOR_SRP'] as const
  ).map((name) => readString(json, 'ChallengeParameters', name))
  const unanswerable = () =>
    new NotPerformed(
      'the PASSWORD_VERIFIER challenge cannot be answered',
      'SALT, SRP_B, SECRET_BLOCK and USER_ID_FOR_SRP',
      outcomeOf(start.answer),
    )
  if (
    !(
      typeof salt === 'string' &&
      typeof srpB === 'string' &&
      typeof secretBlock === 'string' &&
      typeof userIdForSrp === 'string'
    )
  )
    throw unanswerable()
  const { password, ...call } = options
  const proof = start.prove(
    { salt, srpB, secretBlock, userIdForSrp },
    password === undefined ? {} : { password },
  )
  if (!isValue(proof)) throw unanswerable()
  const session = readString(json, 'Session')
  return application.respond(
    'PASSWORD_VERIFIER',
    isValue(session) ? session : undefined,
    {
      USERNAME: userIdForSrp,
      PASSWORD_CLAIM_SECRET_BLOCK: secretBlock,
      PASSWORD_CLAIM_SIGNATURE: proof.signature,
      TIMESTAMP: proof.timestamp,
    },
    call,
  )
}

/** A whole sign-in by SRP, up to the answer to the proof. */
export const bySrp = async (cast: Cast): Promise<Answer> =>
  prove(cast, await cast.application.startSrp(cast.application.entered().username ?? cast.user.username))

/** @returns the answer to the right proof */
export function signInBySrp({ step, attempt, check }: VariantContext<number>): Handle<Answer> {
  const start = attempt(4, ({ application, user }) =>
    application.startSrp(application.entered().username ?? user.username),
  )
  check(srpChallenge, () => start.value.answer)
  check(srpParameters, () => start.value.answer)
  const named = attempt(4, ({ user }) => ({ answer: start.value.answer, user }))
  check(srpUserId, named)
  check(srpSameName, () => start.value.answer)
  check(srpNoTokens, () => start.value.answer)
  return step(4, async (cast) => wentOn(await prove(cast, start.value)))
}
