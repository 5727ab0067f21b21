/** Sign-ins that a provider of the identity pool spoils in one way: the act, and what stands beside it. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import type { Check, VariantContext } from '../../fixtures/flow/flow.ts'
import { Blocked } from '../../fixtures/flow/not-performed.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import type { LoginProviderNeeds } from '../../fixtures/targets/lease-identity.ts'
import { honestLoginStays } from './checks/attacked.ts'
import { type Person, signsInAt, somebodyNew } from './steps-1-to-8-at-provider.ts'

export interface Attack {
  /** What the mock IdP calls it. */
  readonly misbehaviour: string
  readonly check: Check<Answer>
}

/**
 * GetId with what the provider gave for a sign-in that it spoils.
 * @throws {Blocked} the misbehaviour never left the provider
 */
async function spoiled(
  cast: Cast,
  needs: LoginProviderNeeds,
  misbehaviour: string,
  comes: Person,
): Promise<Answer> {
  const provider = cast.provider(needs.name)
  const person = await comes(cast, provider)
  const victim = await comes(cast, provider)
  await provider.misbehaves(person, { misbehaviour, victim })
  const { logins } = await signsInAt(cast, needs, person)
  const reached = (await provider.misbehaved(person)).some(
    (one) => one.misbehaviour === misbehaviour && one.reached,
  )
  if (!reached)
    throw new Blocked({ step: 6, reason: `the provider never came to ${misbehaviour}` }, 'not-performed')
  return cast.application.aws.identityPool.getId(logins)
}

/**
 * Tries these, each in a sign-in of its own, between two honest ones.
 * @param comes who signs in
 */
export function tryEach(
  { attempt, probe, check }: VariantContext<number>,
  provider: LoginProviderNeeds,
  attacks: readonly Attack[],
  comes: Person = somebodyNew,
): void {
  for (const { misbehaviour, check: ofAttack } of attacks) {
    const came = attempt(10, (cast) => spoiled(cast, provider, misbehaviour, comes), { alone: true })
    check(ofAttack, came, { performed: 11, after: { check: honestLoginStays } })
  }
  const after = probe(10, async (cast) => {
    const { logins } = await signsInAt(cast, provider, await comes(cast, cast.provider(provider.name)))
    return cast.application.aws.identityPool.getId(logins)
  })
  check(honestLoginStays, after)
}
