/**
 * Signed messages of the attack side: a draft, a key, and whatever is to be odd about the signature. The text that comes
 * out is never parsed again; further changes are made on the text.
 */
import { type AssertionDraft, assertionXml, type ResponseDraft, responseXml } from './draft.ts'
import type { ProviderKeys, SigningKey } from './keys.ts'
import {
  canonicalSignedInfo,
  keyInfo,
  type SignedInfo,
  signatureValue,
  signatureXml,
  signedInfoXml,
  usualReference,
} from './signer.ts'

export interface Manner {
  readonly key: SigningKey
  /** XML of `KeyInfo`; the certificate of the key where it is left out. */
  readonly keyInfo?: string
  /** Changes what is signed. */
  readonly info?: (usual: SignedInfo) => SignedInfo
  /** Base64 of the value over the canonical `SignedInfo`; RSA with SHA-256 where it is left out. */
  readonly value?: (canonical: string) => string
  /** The bytes that are digested, in place of the canonical text. */
  readonly digested?: string
}

/** The provider's own key, and nothing odd. */
export const trusted = ({ keys }: { readonly keys: ProviderKeys }): Manner => ({ key: keys.signing })

/** An enveloped signature over the element with this identifier. */
export const signatureOver = (id: string, canonical: string, manner: Manner): string => {
  const usual: SignedInfo = { references: [usualReference(id, manner.digested ?? canonical)] }
  const info = manner.info?.(usual) ?? usual
  const bytes = canonicalSignedInfo(info)
  const method = 'method' in info ? info.method : undefined
  const value = manner.value?.(bytes) ?? signatureValue(bytes, manner.key.privateKey, method)
  return signatureXml(signedInfoXml(info), value, manner.keyInfo ?? keyInfo(manner.key.certificate))
}

export const idOf = (draft: AssertionDraft | ResponseDraft): string => draft.attributes['ID'] ?? ''

export const signedAssertion = (draft: AssertionDraft, manner: Manner): string =>
  assertionXml(draft, signatureOver(idOf(draft), assertionXml(draft), manner))

/** A response that is signed itself, around whatever stands in the place of its assertion. */
export const signedAround = (draft: ResponseDraft, inside: string, manner: Manner): string =>
  responseXml(draft, inside, signatureOver(idOf(draft), responseXml(draft, inside), manner))

export type Base = 'assertion' | 'response' | 'both'

/**
 * A complete response with signatures where the base has them.
 * @param sealed what stands in the place of its finished assertion
 */
export const signed = (
  draft: ResponseDraft,
  base: Base,
  manner: Manner,
  sealed: (assertion: string) => string = (assertion) => assertion,
): string => {
  const assertion = sealed(
    base === 'response' ? assertionXml(draft.assertion) : signedAssertion(draft.assertion, manner),
  )
  return base === 'assertion' ? responseXml(draft, assertion) : signedAround(draft, assertion, manner)
}

/** A complete response that nobody signed. */
export const unsigned = (draft: ResponseDraft): string => responseXml(draft, assertionXml(draft.assertion))
