/** Steps 9 to 11 with what every variant judges them by: the proof of a sign-in, or nothing, for an identity id. */
import type { Logins } from '../../fixtures/actors/actors.ts'
import type { Handle, VariantContext } from '../../fixtures/flow/flow.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { bodyJson, isValue, readString } from '../../fixtures/protocol/reading.ts'
import type { Lease } from '../../fixtures/targets/lease.ts'
import { answered, refused } from '../shared/answers.ts'
import { identityIdForm, identityIdOfRegion } from './checks/identity.ts'

/** An identity, as GetId named it. */
export interface Identified {
  readonly answer: Answer
  readonly identityId: string
  /** What it was asked for with; nothing of a guest. */
  readonly logins?: Logins
  readonly lease: Lease
}

/** Members of the request beside the logins; they replace and add. */
export type More = Readonly<Record<string, unknown>>

/** The identity id of an answer. @throws {NotPerformed} there is none */
export function identityIdIn(answer: Answer): string {
  const id = readString(bodyJson(answer), 'IdentityId')
  return isValue(id) && id !== '' ? id : refused(answer, '200 with IdentityId')
}

/** What an answer of GetId came to. @throws {NotPerformed} it names no identity */
export const identified = (answer: Answer, lease: Lease, logins?: Logins): Identified => ({
  answer,
  identityId: identityIdIn(answered(answer)),
  lease,
  ...(logins === undefined ? {} : { logins }),
})

/** What the flow goes on with is there, whatever it may be: an answer of something else is not one of GetId. */
function answersGetId(answer: Answer): Answer {
  return isValue(readString(bodyJson(answered(answer)), 'IdentityId'))
    ? answer
    : refused(answer, '200 with IdentityId')
}

/**
 * Steps 9 to 11.
 * @param proof what the user has signed in with; a guest has none
 */
export function obtainIdentity(
  { step, check }: VariantContext<number>,
  proof: Handle<{ readonly logins: Logins }> | undefined,
  more?: More,
): Handle<Identified> {
  const answer = step(9, async ({ application }) =>
    answersGetId(await application.aws.identityPool.getId(proof?.value.logins, more)),
  )
  // Where the proof was not accepted, there is no answer of this kind.
  step(10, () => answer.value)
  const came = step(11, ({ lease }) => identified(answer.value, lease, proof?.value.logins))
  for (const one of [identityIdForm, identityIdOfRegion]) check(one, came)
  return came
}
