/** Where animals that judge SAML responses stand: a relying party that sent one request, and no wire. */
import type { BaseScene, Surface } from '../../fixtures/fuzzing/model.ts'
import { standAloneKeys, standAloneScene } from '../../fixtures/fuzzing/saml/alone.ts'
import { type SamlDraft, type SamlScene, samlFamily } from '../../fixtures/fuzzing/saml/draft.ts'
import type { Posting } from '../../mock-idp/saml/scene.ts'
import type { RowClass } from '../../suites/token-validation/classes.ts'
import { samlRows } from '../../suites/token-validation/rows/saml/all.ts'
import { type Animal, meeting } from './animal.ts'
import { remembering, shared } from './remembering.ts'

/** @returns whom the response is taken for, or nothing where it is refused */
export type RelyingParty = (
  form: Posting,
  scene: SamlScene,
) => string | undefined | Promise<string | undefined>

const keys = await standAloneKeys()
const family = remembering(samlFamily(samlRows))
/** Packages look at the clock on the wall; the parties of the reference target are told the time. */
const scenes = {
  real: shared(() => standAloneScene(keys)),
  told: shared(() => standAloneScene(keys), { keptMs: 120_000 }),
}

function surfaceOf(
  party: RelyingParty,
  clock: keyof typeof scenes,
): Surface<SamlDraft, SamlScene & BaseScene, Posting> {
  const next = scenes[clock]()
  return {
    place: { kind: 'saml-response', holdsKey: true, publishes: false, inHeader: false, use: 'assertion' },
    family,
    scene: async () => next(),
    async send(_, form, scene) {
      let taken: string | undefined
      try {
        taken = await party(form, scene)
      } catch {
        // Whatever it trips over, it takes nobody for anybody.
      }
      return taken === undefined
        ? { verdict: 'refused', shown: 'refused' }
        : { verdict: 'accepted', shown: 'accepted', taken }
    },
    cost: 1,
  }
}

/**
 * What exhausts is left out: one of the packages would end the whole process by it.
 * @param open makes a relying party with a memory of its own
 */
export const samlAnimal = (
  id: string,
  says: string,
  by: readonly RowClass[],
  open: () => RelyingParty,
  clock: keyof typeof scenes = 'told',
): Animal => {
  const meet = meeting(() => surfaceOf(open(), clock))
  return { id, says, by, meet: (options) => meet({ ...options, exhausting: false }) }
}
