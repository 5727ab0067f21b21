/**
 * What a SAML response gets wrong, as far as anybody writes of it: federation asks of each alone what is owed to it, token
 * validation of all of a class together.
 */
import type { Misbehaviour, Topic } from '../../mock-idp/misbehaviours/misbehaviour.ts'

export type SamlClass =
  | 'saml-signature'
  | 'saml-algorithm'
  | 'saml-wrapping'
  | 'saml-reference'
  | 'saml-parsing'
  | 'saml-reading'
  | 'saml-encryption'
  | 'saml-unencrypted'
  | 'saml-ciphertext'
  | 'saml-audience'
  | 'saml-address'
  | 'saml-no-address'
  | 'saml-conditions'
  | 'saml-subject'
  | 'saml-blank-subject'
  | 'saml-relay-state'
  | 'saml-binding'
  | 'saml-honest-dress'

/** Classes of single ones, where AWS says more of them than of the rest of their topic. */
const SINGLE: readonly (readonly [SamlClass, RegExp])[] = [
  ['saml-audience', /^saml-(audience-of-other-(pool|product)|encryption-for-other-audience)$/],
  [
    'saml-address',
    /^saml-(audience-(upper-case|with-slash|cut-short|with-suffix|percent-encoded)|recipient-foreign|(confirmation-)?in-response-to-unknown|in-response-to-another)$/,
  ],
  [
    'saml-no-address',
    /^saml-(audience-restriction-(missing|empty)|audience-empty|conditions-missing|recipient-missing|confirmation(-data)?-missing|response-unsolicited|(confirmation-)?in-response-to-missing)$/,
  ],
  ['saml-blank-subject', /^saml-name-(empty|blank)$/],
  // A neighbour that the user pool trusts as well speaks in its own name.
  ['saml-binding', /^saml-(response-lies-about-|message-of-another-provider$)/],
  ['saml-relay-state', /^saml-relay-state-/],
  ['saml-unencrypted', /^saml-encryption-missing$/],
  ['saml-encryption', /^saml-encryption-of-(unsigned-assertion|foreign-assertion|response)$/],
  ['saml-wrapping', /^saml-encryption-(.*-beside|forged-b.*|of-two-assertions|of-fragment)/],
  ['saml-conditions', /^saml-encryption-of-expired-assertion$/],
  // The provider's key did sign something, if not what is read.
  [
    'saml-reference',
    /^saml-(signature-(without-reference|dangling-reference|two-dangling-references)|wrapping-attributes-in-second-assertion)$/,
  ],
  // A key that the metadata publishes did sign, or nothing of the content was changed.
  ['saml-algorithm', /^saml-signature-value-zero-prefixed$/],
  ['saml-signature', /^saml-(signature-value-|digest-|content-)/],
]

const BY_TOPIC: Readonly<Partial<Record<Topic, SamlClass>>> = {
  'saml-reference': 'saml-reference',
  'saml-wrapping': 'saml-wrapping',
  'saml-encryption': 'saml-ciphertext',
  'saml-parsing': 'saml-parsing',
  'saml-conditions': 'saml-conditions',
  'saml-subject': 'saml-subject',
  'saml-binding': 'saml-binding',
  'saml-benign': 'saml-honest-dress',
}

export function samlClassOf({
  id,
  topic,
  owed,
  forges,
}: Pick<Misbehaviour, 'id' | 'topic' | 'owed' | 'forges'>): SamlClass {
  if (owed === 'acceptance') return 'saml-honest-dress'
  const single = SINGLE.find(([, ids]) => ids.test(id) && !/^saml-digest-(in|stray|second|method)/.test(id))
  if (single !== undefined) return single[0]
  if (topic === 'saml-parsing' && !forges) return 'saml-reading'
  return BY_TOPIC[topic] ?? (forges ? 'saml-signature' : 'saml-algorithm')
}
