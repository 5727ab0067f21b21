/** What the mock IdP can do wrong in the answer to a request, each as a row without a parameter to speak of. */
import fc from 'fast-check'
import type { Verdict } from '../../../../fixtures/fuzzing/model.ts'
import { isUntouched, type SamlRow, samlRow } from '../../../../fixtures/fuzzing/saml/draft.ts'
import { samlMisbehaviours } from '../../../../mock-idp/misbehaviours/saml-all.ts'
import type { SamlMisbehaviour } from '../../../../mock-idp/saml/scene.ts'
import { samlClassOf } from '../../../shared/saml-classes.ts'
import type { RowClass } from '../../classes.ts'
import { atSaml } from './making.ts'

const OWED: Readonly<Record<SamlMisbehaviour['owed'], Verdict>> = {
  refusal: 'refuse',
  // What is taken has to be the base, where anything is.
  'refusal-or-genuine': 'either',
  acceptance: 'accept',
  unsettled: 'either',
}

/** What is accepted of these, the provider or its neighbour did vouch for: whom it names is theirs to say. */
const ANYBODYS: ReadonlySet<string> = new Set([
  'saml-message-of-another-provider',
  'saml-wrapping-two-honest-assertions',
  'saml-element-in-subject',
])

const GRAVITY: Readonly<Partial<Record<RowClass, 1 | 2>>> = {
  'saml-audience': 1,
  'saml-address': 1,
  'saml-no-address': 1,
}

const isEncrypted = ({ id, topic }: SamlMisbehaviour): boolean =>
  topic === 'saml-encryption' || id.startsWith('saml-encrypted-')

function rowOf(one: SamlMisbehaviour): SamlRow {
  const { id, says, owed, forges, exhausts, bend } = one
  const ofClass: RowClass = samlClassOf(one)
  const verdict = OWED[owed]
  return samlRow({
    id,
    says,
    class: ofClass,
    layer: 'seal',
    gravity: forges ? 0 : verdict === 'accept' ? 3 : (GRAVITY[ofClass] ?? 2),
    ...(exhausts ? { exhausts: true as const } : {}),
    ...(id === 'saml-content-subject-changed' ? { unsigned: true as const } : {}),
    ...(ANYBODYS.has(id) ? { bearer: 'anybody' as const } : {}),
    verdict: atSaml(verdict),
    ...(id.endsWith('-another')
      ? { unless: ({ idp }) => (idp.another === undefined ? 'no other request waits' : undefined) }
      : {}),
    sweep: [null],
    parameter: fc.constant(null),
    apply: (draft, _, scene) =>
      isUntouched(draft) ? { ...draft, bent: bend(scene.idp), touched: ['everything'] } : undefined,
  })
}

/** Those at other times than in the answer to a request are the federation suite's. */
const answers = samlMisbehaviours.filter(({ at }) => at === 'answer')

export const misbehaviourRows: readonly SamlRow[] = answers.filter((one) => !isEncrypted(one)).map(rowOf)

/** For a relying party that takes encrypted assertions alone. */
export const encryptedRows: readonly SamlRow[] = answers.filter(isEncrypted).map(rowOf)
