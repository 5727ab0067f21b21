/** For misbehaviours of endpoints that carry no sign-in: a provider for each, so that no honest sign-in is hit. */
import type { ProviderNeeds } from '../../../fixtures/targets/lease.ts'
import { OIDC } from '../pools.ts'
import type { Choice } from '../sign-in.ts'
import type { AttackChecks } from './attack.ts'

const ALIKE = 'MisbehavingNever'

/** @returns the providers, and where an attack is tried */
export function providersOf(attacks: readonly AttackChecks[]): {
  readonly providers: readonly ProviderNeeds[]
  readonly at: (attack: AttackChecks) => Choice
  /** Made in the same way, and honest. */
  readonly alike: Choice
} {
  const nameOf = (attack: AttackChecks) => `Misbehaving${attacks.indexOf(attack) + 1}`
  return {
    providers: [
      ...attacks.map((attack) => ({
        ...OIDC,
        name: nameOf(attack),
        tenant: { misbehaviour: attack.misbehaviour.id },
      })),
      { ...OIDC, name: ALIKE },
    ],
    alike: { provider: ALIKE },
    at: (attack) => ({ provider: nameOf(attack) }),
  }
}
