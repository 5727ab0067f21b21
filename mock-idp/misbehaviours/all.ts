/** The catalogue: every misbehaviour that the mock identity provider can be told. */
import type { Misbehaviour } from './misbehaviour.ts'
import { oidcMisbehaviours } from './oidc-all.ts'
import { samlMisbehaviours } from './saml-all.ts'

export const misbehaviours: readonly Misbehaviour[] = [...samlMisbehaviours, ...oidcMisbehaviours]

const byId: ReadonlyMap<string, Misbehaviour> = new Map(misbehaviours.map((one) => [one.id, one]))

export function misbehaviourOf(id: string): Misbehaviour | undefined {
  return byId.get(id)
}
