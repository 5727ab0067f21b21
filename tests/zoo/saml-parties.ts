/**
 * Animals that take SAML responses: the reference target's own reading and judging without a pool around it, with one of
 * its rules bent as a fault of it bends it.
 */
import { faults } from '../../fixtures/reference-target/faults/index.ts'
import { honestRules, type Rules } from '../../fixtures/reference-target/rules/index.ts'
import { signedInBy } from '../../scripts/bench/fuzz/saml-reader.ts'
import type { RowClass } from '../../suites/token-validation/classes.ts'
import type { Animal } from './animal.ts'
import { type RelyingParty, samlAnimal } from './saml-habitat.ts'

/** A relying party that follows these rules. */
export const partyBy =
  (rules: Rules): RelyingParty =>
  (form, scene) =>
    signedInBy(rules, form, scene)

/** Faults of the reference target as service provider, and the classes of the rows that notice each. */
const BENT: Readonly<Record<string, readonly RowClass[]>> = {
  'saml-takes-answers-to-anything': ['saml-address'],
  'saml-takes-any-audience': ['saml-audience', 'saml-address'],
  'saml-takes-similar-audience': ['saml-audience', 'saml-address', 'saml-conditions'],
  'saml-takes-one-of-several-restrictions': ['saml-conditions'],
  'saml-takes-any-recipient': ['saml-address'],
  'saml-takes-any-destination': ['saml-binding'],
  'saml-takes-any-issuer': ['saml-binding'],
  'saml-takes-any-response-issuer': ['saml-binding'],
  'saml-takes-any-version': ['saml-binding'],
  'saml-takes-any-confirmation': ['saml-conditions'],
  'saml-needs-no-confirmation': ['saml-no-address'],
  'saml-takes-responses-to-anything': ['saml-address'],
  'saml-takes-confirmations-to-anything': ['saml-address'],
  'saml-takes-answers-without-request': ['saml-no-address'],
  'saml-ignores-conditions-time': ['saml-conditions'],
  'saml-ignores-confirmation-time': ['saml-conditions'],
  'saml-ignores-unreadable-time': ['saml-conditions'],
  'saml-reads-time-loosely': ['saml-conditions'],
  'saml-ignores-session-end': ['saml-conditions'],
  'saml-ignores-status': ['saml-binding'],
  'saml-takes-any-success': ['saml-binding'],
  'saml-needs-no-statement': ['saml-conditions'],
  'saml-needs-no-name': ['saml-subject', 'saml-blank-subject'],
  'saml-verifies-first-reads-first': ['saml-wrapping'],
  'saml-verifies-any-reads-last': ['saml-wrapping'],
  'saml-verifies-by-id-reads-by-path': ['saml-wrapping'],
  'saml-compares-local-names': ['saml-wrapping', 'saml-parsing'],
  'saml-takes-reference-to-part': ['saml-reference'],
  'saml-never-follows-references': ['saml-reference', 'saml-signature'],
  'saml-checks-first-reference': ['saml-reference'],
  'saml-checks-last-reference': ['saml-reference'],
  'saml-takes-any-transform': ['saml-reference'],
  'saml-takes-void-canonical-form': ['saml-reference'],
  'saml-finds-digest-anywhere': ['saml-reference'],
  'saml-reads-digest-by-first-node': ['saml-reference'],
  'saml-reads-first-signed-info': ['saml-reference'],
  'saml-reads-last-signed-info': ['saml-reference'],
  'saml-takes-unsigned': ['saml-signature'],
  'saml-verifies-only-signed-messages': ['saml-signature'],
  'saml-ignores-failed-verification': ['saml-signature'],
  'saml-takes-verifier-error-for-good': ['saml-signature'],
  'saml-trusts-shown-certificate': ['saml-signature'],
  'saml-compares-certificate-names': ['saml-signature'],
  'saml-trusts-shown-key': ['saml-signature'],
  'saml-takes-hmac': ['saml-signature'],
  'saml-takes-truncated-hmac': ['saml-signature'],
  'saml-never-checks-digest': ['saml-signature'],
  'saml-never-checks-signature-value': ['saml-signature'],
  'saml-pools-provider-keys': ['saml-signature'],
  'saml-takes-answers-of-any-provider': ['saml-signature', 'saml-binding'],
  'saml-reads-first-text-node': ['saml-parsing', 'saml-reading'],
  'saml-canonicalises-instructions-as-text': ['saml-parsing', 'saml-reading'],
  'saml-expands-entities': ['saml-parsing'],
  'saml-takes-repeated-ids': ['saml-wrapping', 'saml-reference'],
  'saml-reads-assertion-in-advice': ['saml-wrapping'],
  'saml-reads-name-anywhere': ['saml-wrapping', 'saml-parsing'],
  'saml-reads-first-by-pattern': ['saml-signature'],
  'saml-reads-last-by-pattern': ['saml-signature'],
  'saml-knows-one-key': ['saml-honest-dress'],
  'saml-wants-key-info': ['saml-honest-dress'],
  'saml-wants-both-signatures': ['saml-honest-dress'],
  'saml-knows-no-prefix-list': ['saml-honest-dress'],
  'saml-wants-one-audience': ['saml-honest-dress'],
  'saml-reads-first-confirmation': ['saml-honest-dress'],
  'saml-reads-whole-seconds': ['saml-honest-dress'],
  'saml-wants-base64-in-one-line': ['saml-honest-dress'],
  'saml-takes-half-the-size': ['saml-honest-dress'],
  'saml-wants-persistent-names': ['saml-honest-dress'],
}

export const samlParties: readonly Animal[] = Object.entries(BENT).map(([id, by]) => {
  const fault = faults.find((one) => one.id === id)
  if (fault === undefined) throw new Error(`the reference target has no fault ${id}`)
  return samlAnimal(id, fault.says, by, () => partyBy({ ...honestRules, ...fault.bend(honestRules) }))
})
