/** What the mock IdP can do wrong in the answer to a request, each as a row without a parameter to speak of. */
import fc from 'fast-check'
import type { Verdict } from '../../../../fixtures/fuzzing/model.ts'
import { isUntouched, type SamlRow, samlRow } from '../../../../fixtures/fuzzing/saml/draft.ts'
import { samlMisbehaviours } from '../../../../mock-idp/misbehaviours/saml-all.ts'
import type { SamlMisbehaviour } from '../../../../mock-idp/saml/scene.ts'
import type { RowClass } from '../../classes.ts'
import { atSaml } from './making.ts'

const OWED: Readonly<Record<SamlMisbehaviour['owed'], Verdict>> = {
  refusal: 'refuse',
  // What is taken has to be the base, where anything is.
  'refusal-or-genuine': 'either',
  acceptance: 'accept',
  unsettled: 'either',
}

/** Classes of single ones, where AWS says more of them than of the rest of their topic. */
const SINGLE: readonly (readonly [RowClass, RegExp])[] = [
  [
    'saml-address',
    /^saml-(audience-(of-other-(pool|product)|upper-case|with-slash|cut-short|with-suffix|percent-encoded)|recipient-foreign|(confirmation-)?in-response-to-unknown|in-response-to-another)$/,
  ],
  [
    'saml-no-address',
    /^saml-(audience-restriction-(missing|empty)|audience-empty|conditions-missing|recipient-missing|confirmation(-data)?-missing|response-unsolicited|(confirmation-)?in-response-to-missing)$/,
  ],
  ['saml-blank-subject', /^saml-name-(empty|blank)$/],
  // A neighbour that the user pool trusts as well speaks in its own name.
  ['saml-binding', /^saml-(response-lies-about-|message-of-another-provider$)/],
  ['saml-unencrypted', /^saml-encryption-missing$/],
  ['saml-encryption', /^saml-encryption-of-(unsigned-assertion|foreign-assertion|response)$/],
  ['saml-wrapping', /^saml-encryption-(.*-beside|forged-b.*|of-two-assertions|of-fragment)/],
  ['saml-conditions', /^saml-encryption-of-expired-assertion$/],
  ['saml-address', /^saml-encryption-for-other-audience$/],
  // A key that the metadata publishes did sign, or nothing of the content was changed.
  ['saml-algorithm', /^saml-signature-value-zero-prefixed$/],
  ['saml-signature', /^saml-(signature-value-|digest-|content-)/],
]

/** What is accepted of these, the provider or its neighbour did vouch for: whom it names is theirs to say. */
const ANYBODYS: ReadonlySet<string> = new Set([
  'saml-message-of-another-provider',
  'saml-wrapping-two-honest-assertions',
  'saml-element-in-subject',
])

const BY_TOPIC: Readonly<Partial<Record<SamlMisbehaviour['topic'], RowClass>>> = {
  'saml-reference': 'saml-reference',
  'saml-wrapping': 'saml-wrapping',
  'saml-encryption': 'saml-ciphertext',
  'saml-parsing': 'saml-parsing',
  'saml-conditions': 'saml-conditions',
  'saml-subject': 'saml-subject',
  'saml-binding': 'saml-binding',
  'saml-benign': 'saml-honest-dress',
}

function classOf({ id, topic, owed, forges }: SamlMisbehaviour): RowClass {
  if (owed === 'acceptance') return 'saml-honest-dress'
  const single = SINGLE.find(([, ids]) => ids.test(id) && !/^saml-digest-(in|stray|second|method)/.test(id))
  if (single !== undefined) return single[0]
  if (topic === 'saml-parsing' && !forges) return 'saml-reading'
  return BY_TOPIC[topic] ?? (forges ? 'saml-signature' : 'saml-algorithm')
}

const GRAVITY: Readonly<Partial<Record<RowClass, 1 | 2>>> = { 'saml-address': 1, 'saml-no-address': 1 }

const isEncrypted = ({ id, topic }: SamlMisbehaviour): boolean =>
  topic === 'saml-encryption' || id.startsWith('saml-encrypted-')

function rowOf(one: SamlMisbehaviour): SamlRow {
  const { id, says, owed, forges, exhausts, bend } = one
  const ofClass = classOf(one)
  const verdict = OWED[owed]
  return samlRow({
    id,
    says,
    class: ofClass,
    layer: 'seal',
    gravity: forges ? 0 : verdict === 'accept' ? 3 : (GRAVITY[ofClass] ?? 2),
    ...(exhausts ? { exhausts: true as const } : {}),
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
