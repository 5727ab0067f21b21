/** The reference target's reader of SAML responses, as the user pool has it, without a pool around it. */
import type { Surface } from '../../../fixtures/fuzzing/model.ts'
import { standAloneKeys, standAloneScene } from '../../../fixtures/fuzzing/saml/alone.ts'
import { type SamlDraft, type SamlScene, samlFamily } from '../../../fixtures/fuzzing/saml/draft.ts'
import { judgeMessage } from '../../../fixtures/reference-target/federation/saml/judge.ts'
import { readMessage } from '../../../fixtures/reference-target/federation/saml/read.ts'
import { honestRules } from '../../../fixtures/reference-target/rules/index.ts'
import type { Posting } from '../../../mock-idp/saml/scene.ts'
import { samlRows } from '../../../suites/token-validation/rows/saml/all.ts'

export type SamlSurface = Surface<SamlDraft, SamlScene, Posting>

const fieldOf = ({ fields }: Posting, name: string): string | undefined =>
  fields.find(([field]) => field === name)?.[1]

function takenFor(form: Posting, { idp }: SamlScene): string | undefined {
  const bytes = honestRules.samlResponseBytes(fieldOf(form, 'SAMLResponse') ?? '')
  if (bytes === undefined || fieldOf(form, 'RelayState') !== idp.relayState) return undefined
  const published = [idp.keys.signing, idp.keys.second].map(({ certificate }) =>
    certificate.toString('base64'),
  )
  const message = readMessage(honestRules, bytes, {
    certificates: { provider: published, everybody: published },
    privateKey: undefined,
    encrypted: false,
  })
  if ('fault' in message) return undefined
  const judged = judgeMessage(honestRules, message, {
    provider: idp.entityId,
    audience: idp.audience,
    here: idp.recipient,
    asked: idp.inResponseTo,
    mapped: ['email'],
    used: new Map(),
    scope: '',
    now: idp.now,
  })
  return typeof judged === 'string' ? undefined : judged.identity.subject
}

export async function samlSurface(): Promise<SamlSurface> {
  const keys = await standAloneKeys()
  return {
    place: { kind: 'saml-response', holdsKey: true, publishes: false, inHeader: false, use: 'assertion' },
    family: samlFamily(samlRows),
    scene: async () => standAloneScene(keys),
    async send(_, form, scene) {
      const taken = takenFor(form, scene)
      return taken === undefined
        ? { verdict: 'refused', shown: 'refused' }
        : { verdict: 'accepted', shown: 'accepted', taken }
    },
    cost: 1,
  }
}
