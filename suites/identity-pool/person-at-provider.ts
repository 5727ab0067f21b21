/** What holds of people at a third-party provider, whichever it is: who they are to the pool, and what its token says. */
import type { Logins } from '../../fixtures/actors/actors.ts'
import type { Check, Handle, VariantContext } from '../../fixtures/flow/flow.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import type { LoginProviderNeeds } from '../../fixtures/targets/lease-identity.ts'
import {
  type Amr,
  LOGIN_IS_KNOWN,
  otherPersonOtherIdentity,
  samePersonSameIdentity,
} from './checks/providers.ts'
import { legible, ownTokenIn } from './own-token.ts'
import { type Proof, signsInAt } from './steps-1-to-8-at-provider.ts'
import type { Identified } from './steps-9-to-11.ts'

type Context = VariantContext<number>

/** A second sign-in at the provider, and what GetId said to it. */
export interface Again {
  readonly logins: Logins
  readonly answer: Answer
}

/** The same person signs in once more. */
export const signsInAgain = (
  { probe }: Context,
  needs: LoginProviderNeeds,
  proof: Handle<Proof>,
): Handle<Again> =>
  probe(10, async (cast) => {
    const { logins } = await signsInAt(cast, needs, proof.value.person)
    return { logins, answer: await cast.application.aws.identityPool.getId(logins) }
  })

/** One person has one identity, and somebody else another. */
export function judgePeople(
  { probe, check }: Context,
  needs: LoginProviderNeeds,
  again: Handle<Again>,
  identity: Handle<Identified>,
): void {
  check(
    samePersonSameIdentity,
    () => ({ ...again.value, identityId: identity.value.identityId }),
    LOGIN_IS_KNOWN,
  )
  const other = probe(10, async (cast) => {
    const { logins } = await signsInAt(cast, needs)
    const answer = await cast.application.aws.identityPool.getId(logins)
    return { answer, identityId: identity.value.identityId }
  })
  // Who gives everybody another identity each time tells nobody apart.
  check(otherPersonOtherIdentity, other, { check: samePersonSameIdentity })
}

/** The provider stands in the identity pool’s own token. @param amr the judgement of it */
export function judgeAmr({ probe, check }: Context, identity: Handle<Identified>, amr: Check<Amr>): void {
  const own = probe(
    13,
    async (cast) => {
      const { identityId, logins } = identity.value
      const answer = await cast.application.aws.identityPool.getOpenIdToken(identityId, logins)
      return { ...legible(ownTokenIn(answer, cast)), names: Object.keys(logins ?? {}) }
    },
    { needs: ['basic-flow'] },
  )
  check(amr, own)
}
