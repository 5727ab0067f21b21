/** SAML responses before the reference target's reader. */
import type { Surface } from '../../../fixtures/fuzzing/model.ts'
import { standAloneKeys, standAloneScene } from '../../../fixtures/fuzzing/saml/alone.ts'
import { type SamlDraft, type SamlScene, samlFamily } from '../../../fixtures/fuzzing/saml/draft.ts'
import { honestRules } from '../../../fixtures/reference-target/rules/index.ts'
import type { Posting } from '../../../mock-idp/saml/scene.ts'
import { samlRows } from '../../../suites/token-validation/rows/saml/all.ts'
import { signedInBy } from './saml-reader.ts'

export type SamlSurface = Surface<SamlDraft, SamlScene, Posting>

export async function samlSurface(): Promise<SamlSurface> {
  const keys = await standAloneKeys()
  return {
    place: { kind: 'saml-response', holdsKey: true, publishes: false, inHeader: false, use: 'assertion' },
    family: samlFamily(samlRows),
    scene: async () => standAloneScene(keys),
    async send(_, form, scene) {
      const taken = signedInBy(honestRules, form, scene)
      return taken === undefined
        ? { verdict: 'refused', shown: 'refused' }
        : { verdict: 'accepted', shown: 'accepted', taken }
    },
    cost: 1,
  }
}
