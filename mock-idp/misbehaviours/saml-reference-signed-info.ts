/** A SignedInfo that is there twice, or whose digest is: the genuine one is verified, the forged one believed. */
import { idOf, signedAssertion, trusted } from '../saml/compose.ts'
import { clauses, rows } from '../saml/define.ts'
import { assertionXml, responseXml } from '../saml/draft.ts'
import type { SamlMisbehaviour, Scene } from '../saml/scene.ts'
import { algorithm, digest, type SignedInfo, signedInfoXml, usualReference } from '../saml/signer.ts'
import { after, before, between, replaced, signatureOf } from '../saml/surgery.ts'
import { element, ns } from '../saml/xml.ts'

/** The genuine signature, changed, in an assertion about the victim that keeps the signed identifier. */
const evilUnder = (s: Scene, change: (signature: string, evilDigest: string) => string): string => {
  const evil = { ...s.evil.assertion, attributes: s.genuine.assertion.attributes }
  const signature = signatureOf(signedAssertion(s.genuine.assertion, trusted(s)))
  return responseXml(s.genuine, assertionXml(evil, change(signature, digest(assertionXml(evil)))))
}
const infoFor = (s: Scene, value: string): SignedInfo => ({
  references: [{ ...usualReference(idOf(s.genuine.assertion), ''), digestValue: value }],
})
const genuineInfo = (signature: string): string =>
  `<ds:SignedInfo>${between(signature, '<ds:SignedInfo>', '</ds:SignedInfo>')}</ds:SignedInfo>`
const stray = (value: string): string => element('ds:DigestValue', { 'xmlns:ds': ns.signature }, value)

export const signedInfoRows: readonly SamlMisbehaviour[] = rows(
  'saml-reference',
  { owed: 'refusal', forges: true, clause: clauses.schema, proof: { verifies: false } },
  {
    id: 'saml-digest-in-comment',
    says: 'Before the genuine digest a comment gives that of the assertion about the victim.',
    clause: 'XML Signature 4.4.3.6: the value is the text of the element; comments are not signed',
    seenIn: ['CVE-2025-29775'],
    bend: (s) => evilUnder(s, (signature, value) => after(signature, '<ds:DigestValue>', `<!--${value}-->`)),
  },
  ...(['before', 'after'] as const).map((place) => ({
    id: `saml-signed-info-forged-${place}`,
    says: `A second SignedInfo, with the digest of the assertion about the victim, stands ${place} the genuine one.`,
    seenIn: ['CVE-2025-29774'],
    bend: (s: Scene) =>
      evilUnder(s, (signature, value) => {
        const forged = signedInfoXml(infoFor(s, value))
        return place === 'before'
          ? before(signature, '<ds:SignedInfo>', forged)
          : after(signature, '</ds:SignedInfo>', forged)
      }),
  })),
  {
    id: 'saml-signed-info-genuine-in-object',
    says: 'The genuine SignedInfo stands in an Object, one with the digest of the assertion about the victim in its place.',
    bend: (s) =>
      evilUnder(s, (signature, value) => {
        const genuine = genuineInfo(signature)
        const forged = replaced(signature, genuine, signedInfoXml(infoFor(s, value)))
        return before(forged, '</ds:Signature>', element('ds:Object', {}, genuine))
      }),
  },
  {
    id: 'saml-signed-info-forged-in-object',
    says: 'A SignedInfo with the digest of the assertion about the victim stands in an Object beside the genuine one.',
    bend: (s) =>
      evilUnder(s, (signature, value) =>
        before(signature, '</ds:Signature>', element('ds:Object', {}, signedInfoXml(infoFor(s, value)))),
      ),
  },
  {
    id: 'saml-digest-stray-in-extensions',
    says: 'The digest of the assertion about the victim stands in the Extensions of the response.',
    clause: 'XML Signature 4.4.3: the digest value is that of the reference',
    seenIn: ['CVE-2024-45409'],
    bend: (s) => {
      let value = ''
      const xml = evilUnder(s, (signature, evil) => {
        value = evil
        return signature
      })
      return before(xml, '<samlp:Status>', element('samlp:Extensions', {}, stray(value)))
    },
  },
  {
    id: 'saml-digest-stray-in-status-detail',
    says: 'The digest of the assertion about the victim stands in the StatusDetail of the response.',
    clause: 'XML Signature 4.4.3: the digest value is that of the reference',
    seenIn: ['CVE-2024-45409'],
    bend: (s) => {
      let value = ''
      const xml = evilUnder(s, (signature, evil) => {
        value = evil
        return signature
      })
      return before(xml, '</samlp:Status>', element('samlp:StatusDetail', {}, stray(value)))
    },
  },
  {
    id: 'saml-digest-stray-before-signature',
    says: 'The digest of the assertion about the victim stands before its signature.',
    clause: 'XML Signature 4.4.3: the digest value is that of the reference',
    seenIn: ['CVE-2024-45409'],
    bend: (s) => evilUnder(s, (signature, value) => stray(value) + signature),
  },
  ...(['before', 'after'] as const).map((place) => ({
    id: `saml-digest-second-${place}`,
    says: `A second DigestValue, of the assertion about the victim, stands ${place} the genuine one.`,
    bend: (s: Scene) =>
      evilUnder(s, (signature, value) => {
        const second = element('ds:DigestValue', {}, value)
        return place === 'before'
          ? before(signature, '<ds:DigestValue>', second)
          : after(signature, '</ds:DigestValue>', second)
      }),
  })),
  {
    id: 'saml-digest-method-second',
    says: 'A second DigestMethod with a digest of the assertion about the victim stands before the genuine one.',
    bend: (s) =>
      evilUnder(s, (signature, value) =>
        before(
          signature,
          '<ds:DigestMethod',
          element('ds:DigestMethod', { Algorithm: algorithm.sha256 }) + element('ds:DigestValue', {}, value),
        ),
      ),
  },
)
