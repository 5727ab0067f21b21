/** What a misbehaviour is: one honest message with one thing wrong, and what a relying party owes it. */
import type { Dialect } from '../control.ts'

/** The part of the protocol that goes wrong; also the file that holds it. */
export type Topic =
  | 'saml-signature'
  | 'saml-reference'
  | 'saml-wrapping'
  | 'saml-encryption'
  | 'saml-parsing'
  | 'saml-conditions'
  | 'saml-binding'
  | 'saml-subject'
  | 'saml-benign'
  | 'oidc-discovery'
  | 'oidc-answer'
  | 'oidc-token-endpoint'
  | 'oidc-id-token'
  | 'oidc-user-info'
  | 'oidc-keys'
  | 'oidc-benign'
  | 'social'

export interface Misbehaviour {
  /** Kebab-case, begins with the protocol, said of the message: `saml-signature-stripped`. Never changes meaning. */
  readonly id: string
  readonly topic: Topic
  readonly dialects: readonly Dialect[]
  /** What is wrong, in one sentence. */
  readonly says: string
  /**
   * What the honest rules of the protocol want of a relying party: refuse it; refuse it or take exactly what was
   * genuinely signed; accept it. `unsettled`: nobody says.
   */
  readonly owed: 'refusal' | 'refusal-or-genuine' | 'acceptance' | 'unsettled'
  /** The victim's name stands in it under no good signature of the provider: whoever signs the victim in is deceived. */
  readonly forges: boolean
  /** Concerns an endpoint that carries no sign-in: belongs to a tenant of its own. */
  readonly wholeTenant: boolean
  /** Takes much of the relying party's memory or time: never for a service that others use. */
  readonly exhausts: boolean
  /** The clause that is broken (or that allows it), and public records of who fell for it. */
  readonly clause: string
  readonly seenIn?: readonly string[]
}
