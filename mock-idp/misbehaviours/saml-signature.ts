/** Whose signature it is: none, a stale one, one by a key that is not the provider's. */
import { X509Certificate } from 'node:crypto'
import { certificate } from '../saml/certificate.ts'
import { idOf, signatureOver, signed, signedAssertion, trusted, unsigned } from '../saml/compose.ts'
import { clauses, rows } from '../saml/define.ts'
import { assertionXml, type ResponseDraft, responseXml } from '../saml/draft.ts'
import type { SamlMisbehaviour, Scene } from '../saml/scene.ts'
import { keyInfo, signatureXml, usualReference } from '../saml/signer.ts'
import { between, bitFlipped, replaced, signatureOf } from '../saml/surgery.ts'
import { element, ns, text } from '../saml/xml.ts'

/** The genuine response with the signature of its assertion changed. */
const cut = (change: (xml: string, s: Scene) => string) => (s: Scene) =>
  change(signed(s.genuine, 'assertion', trusted(s)), s)
const value = (xml: string): string => between(xml, '<ds:SignatureValue>', '</ds:SignatureValue>')
const digestIn = (xml: string): string => between(xml, '<ds:DigestValue>', '</ds:DigestValue>')
/** What was forged, under the identifiers of what was signed. */
const evilInPlace = (s: Scene): ResponseDraft => ({
  ...s.evil,
  attributes: s.genuine.attributes,
  assertion: { ...s.evil.assertion, attributes: s.genuine.assertion.attributes },
})
/** A forged response whose assertion carries this as its signature. */
const evilWith = (s: Scene, signature: string): string =>
  responseXml(s.evil, assertionXml(s.evil.assertion, signature))
/** The forged assertion properly digested, under a signature value that is another's. */
const evilValued = (s: Scene, of: (genuineValue: string) => string): string => {
  const genuine = value(signedAssertion(s.genuine.assertion, trusted(s)))
  return evilWith(
    s,
    signatureOver(idOf(s.evil.assertion), assertionXml(s.evil.assertion), {
      ...trusted(s),
      value: () => of(genuine),
    }),
  )
}
/** A forged response signed throughout by a foreign key; what its `KeyInfo` shows. */
const foreign = (shown: (s: Scene) => string) => (s: Scene) =>
  signed(s.evil, 'both', { key: s.keys.foreign, keyInfo: shown(s) })
const info = (...inside: readonly string[]): string => element('ds:KeyInfo', {}, ...inside)
const x509 = (...certificates: readonly Buffer[]): string =>
  element(
    'ds:X509Data',
    {},
    ...certificates.map((der) => element('ds:X509Certificate', {}, der.toString('base64'))),
  )

/** The name, dates and serial number of the provider's certificate around a foreign key. */
const lookAlike = (s: Scene): Buffer => {
  const ours = new X509Certificate(s.keys.signing.certificate)
  return certificate({
    subject: ours.subject.replace('CN=', ''),
    key: s.keys.foreign.publicKey,
    signedWith: s.keys.foreign.privateKey,
    serial: Buffer.from(ours.serialNumber, 'hex'),
    notBefore: Date.parse(ours.validFrom),
    notAfter: Date.parse(ours.validTo),
  })
}

const absent = rows(
  'saml-signature',
  { owed: 'refusal', forges: true, clause: clauses.posted },
  {
    id: 'saml-signature-never-made',
    says: 'A complete response about the victim has no signature at all.',
    seenIn: ['CVE-2020-12676', 'CVE-2026-89042'],
    bend: (s) => unsigned(s.evil),
  },
  {
    id: 'saml-signature-stripped',
    says: 'Both signatures are cut out of a genuine response, and its assertion names the victim.',
    seenIn: ['CVE-2025-40934'],
    bend: (s) => unsigned(evilInPlace(s)),
  },
  {
    id: 'saml-signature-stripped-from-assertion',
    says: 'The response keeps its signature; that of the assertion is cut out, and the assertion names the victim.',
    bend: (s) => {
      const whole = signed(s.genuine, 'both', trusted(s))
      const signature = signatureOf(whole)
      return responseXml(s.genuine, assertionXml(evilInPlace(s).assertion), signature)
    },
    proof: { verifies: false },
  },
  {
    id: 'saml-signature-stripped-from-response',
    says: 'The assertion keeps its signature; that of the response is cut out, and its Destination is changed.',
    owed: 'unsettled',
    forges: false,
    bend: (s) =>
      signed(
        {
          ...s.genuine,
          attributes: { ...s.genuine.attributes, Destination: 'https://elsewhere.example/acs' },
        },
        'assertion',
        trusted(s),
      ),
    proof: { verifies: true },
  },
  {
    id: 'saml-signature-empty',
    proof: { verifies: false },
    says: 'The signature of an assertion about the victim is an element without content.',
    clause: clauses.schema,
    bend: (s) => evilWith(s, element('ds:Signature', { 'xmlns:ds': ns.signature })),
  },
  {
    id: 'saml-signature-empty-signed-info',
    proof: { verifies: false },
    says: 'The signature of an assertion about the victim has an empty SignedInfo.',
    clause: clauses.schema,
    bend: (s) =>
      evilWith(s, signatureXml(element('ds:SignedInfo', {}), '', keyInfo(s.keys.signing.certificate))),
  },
  {
    id: 'saml-signature-without-reference',
    says: 'The provider has signed a SignedInfo that refers to nothing; the assertion around it names the victim.',
    clause: 'XML Signature 4.4: at least one Reference',
    bend: (s) =>
      evilWith(
        s,
        signatureOver(idOf(s.evil.assertion), '', {
          ...trusted(s),
          info: (usual) => ({ ...usual, references: [] }),
        }),
      ),
    proof: { verifies: false },
  },
  ...[1, 2].map((count) => ({
    id: count === 1 ? 'saml-signature-dangling-reference' : 'saml-signature-two-dangling-references',
    says: `The provider has signed ${count === 1 ? 'a reference' : 'two references'} to identifiers that nothing has; the assertion names the victim.`,
    clause: 'XML Signature 4.4.3.2: a reference that cannot be resolved is an error',
    seenIn: ['CVE-2026-18568'],
    bend: (s: Scene) =>
      evilWith(
        s,
        signatureOver('', '', {
          ...trusted(s),
          info: () => ({
            references: ['_nothing', '_nothing-either']
              .slice(0, count)
              .map((id) => usualReference(id, assertionXml(s.evil.assertion))),
          }),
        }),
      ),
    proof: { verifies: false },
  })),
)

const stale = rows(
  'saml-signature',
  { owed: 'refusal', clause: clauses.validation, proof: { verifies: false } },
  {
    id: 'saml-signature-value-bit-flipped',
    says: 'One bit of the signature value is turned over.',
    seenIn: ['CVE-2016-9814'],
    bend: cut((xml) => replaced(xml, value(xml), bitFlipped(value(xml)))),
  },
  {
    id: 'saml-signature-value-zero-prefixed',
    says: 'Two zero octets stand before the right signature value.',
    clause: 'RFC 8017 8.2.2: a signature has the length of the modulus',
    bend: cut((xml) =>
      replaced(
        xml,
        value(xml),
        Buffer.concat([Buffer.alloc(2), Buffer.from(value(xml), 'base64')]).toString('base64'),
      ),
    ),
  },
  {
    id: 'saml-signature-value-of-another-message',
    says: 'The digest is right for an assertion about the victim; the signature value was made for a genuine one.',
    forges: true,
    bend: (s) => evilValued(s, (genuine) => genuine),
  },
  {
    id: 'saml-signature-value-empty',
    says: 'The digest is right for an assertion about the victim; the signature value is empty.',
    forges: true,
    seenIn: ['CVE-2016-9814'],
    bend: (s) => evilValued(s, () => ''),
  },
  {
    id: 'saml-signature-value-halved',
    says: 'The digest is right for an assertion about the victim; the signature value is half of a genuine one.',
    forges: true,
    bend: (s) =>
      evilValued(s, (genuine) => Buffer.from(genuine, 'base64').subarray(0, 128).toString('base64')),
  },
  {
    id: 'saml-digest-bit-flipped',
    says: 'One bit of the digest value is turned over.',
    bend: cut((xml) => replaced(xml, digestIn(xml), bitFlipped(digestIn(xml)))),
  },
  {
    id: 'saml-digest-empty',
    says: 'The digest value is emptied after signing.',
    bend: cut((xml) => replaced(xml, digestIn(xml), '')),
  },
  {
    id: 'saml-content-subject-changed',
    says: 'After signing, the name of the victim is written in place of the signed one.',
    forges: true,
    bend: cut((xml, s) =>
      replaced(xml, `>${text(s.genuineSubject)}</saml:NameID>`, `>${text(s.evilSubject)}</saml:NameID>`),
    ),
  },
  {
    id: 'saml-content-attributes-changed',
    says: 'After signing, the attributes of the victim are written in place of the signed ones.',
    forges: true,
    bend: (s) =>
      responseXml(
        s.genuine,
        assertionXml(
          { ...s.genuine.assertion, statements: s.evil.assertion.statements },
          signatureOf(signedAssertion(s.genuine.assertion, trusted(s))),
        ),
      ),
  },
  {
    id: 'saml-content-expiry-changed',
    says: 'The assertion was over when it was signed; the end of its conditions is put off after that.',
    bend: (s) => {
      const over = '2020-01-01T00:00:00Z'
      const a = {
        ...s.genuine.assertion,
        conditions: { ...s.genuine.assertion.conditions, NotOnOrAfter: over },
      }
      const honest = s.genuine.assertion.conditions?.['NotOnOrAfter'] ?? ''
      return replaced(signed({ ...s.genuine, assertion: a }, 'assertion', trusted(s)), over, honest)
    },
  },
  {
    id: 'saml-content-audience-changed',
    says: 'The assertion was signed for another audience; the right one is written there after that.',
    bend: (s) => {
      const a = { ...s.genuine.assertion, audiences: [['urn:another:audience']] }
      return replaced(
        signed({ ...s.genuine, assertion: a }, 'assertion', trusted(s)),
        'urn:another:audience',
        text(s.audience),
      )
    },
  },
)

const strangers = rows(
  'saml-signature',
  { owed: 'refusal', forges: true, clause: clauses.trusted },
  {
    id: 'saml-signature-foreign-key-our-certificate',
    says: 'A foreign key signs for the victim; KeyInfo shows the certificate of the provider.',
    bend: foreign((s) => keyInfo(s.keys.signing.certificate)),
    proof: { verifies: false },
  },
  {
    id: 'saml-signature-foreign-key-its-certificate',
    says: 'A foreign key signs for the victim; KeyInfo shows a certificate of its own making.',
    seenIn: ['CVE-2024-32962'],
    bend: foreign((s) => keyInfo(s.keys.foreign.certificate)),
    proof: { verifies: false },
  },
  {
    id: 'saml-signature-foreign-key-no-certificate',
    says: 'A foreign key signs for the victim, and there is no KeyInfo.',
    bend: foreign(() => ''),
    proof: { verifies: false },
  },
  {
    id: 'saml-signature-look-alike-certificate',
    says: 'A foreign key signs for the victim; its certificate copies names, serial number and dates of the provider.',
    bend: foreign((s) => keyInfo(lookAlike(s))),
    proof: { verifies: false },
  },
  {
    id: 'saml-signature-bare-rsa-key',
    proof: { verifies: false },
    says: 'A foreign key signs for the victim; KeyInfo shows modulus and exponent, no certificate.',
    seenIn: ['CVE-2021-21239'],
    bend: foreign((s) => {
      const jwk = s.keys.foreign.publicKey.export({ format: 'jwk' })
      const part = (name: string, b64u: string | undefined): string =>
        element(`ds:${name}`, {}, Buffer.from(b64u ?? '', 'base64url').toString('base64'))
      return info(
        element(
          'ds:KeyValue',
          {},
          element('ds:RSAKeyValue', {}, part('Modulus', jwk.n), part('Exponent', jwk.e)),
        ),
      )
    }),
  },
  {
    id: 'saml-signature-bare-der-key',
    proof: { verifies: false },
    says: 'A foreign key signs for the victim; KeyInfo shows it as DEREncodedKeyValue, without a certificate.',
    bend: foreign((s) => {
      const der = s.keys.foreign.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
      return info(
        element('dsig11:DEREncodedKeyValue', { 'xmlns:dsig11': 'http://www.w3.org/2009/xmldsig11#' }, der),
      )
    }),
  },
  {
    id: 'saml-signature-two-certificates-ours-first',
    proof: { verifies: false },
    says: 'A foreign key signs for the victim; X509Data shows the certificate of the provider, then the foreign one.',
    bend: foreign((s) => keyInfo(s.keys.signing.certificate, s.keys.foreign.certificate)),
  },
  {
    id: 'saml-signature-two-certificates-foreign-first',
    proof: { verifies: false },
    says: 'A foreign key signs for the victim; X509Data shows the foreign certificate, then that of the provider.',
    bend: foreign((s) => keyInfo(s.keys.foreign.certificate, s.keys.signing.certificate)),
  },
  {
    id: 'saml-signature-two-certificates-apart',
    proof: { verifies: false },
    says: 'A foreign key signs for the victim; two X509Data show the certificate of the provider and the foreign one.',
    bend: foreign((s) => info(x509(s.keys.signing.certificate), x509(s.keys.foreign.certificate))),
  },
  {
    id: 'saml-signature-key-to-be-fetched',
    proof: { verifies: false },
    says: 'A foreign key signs for the victim; KeyInfo says from which address to fetch its certificate.',
    clause: 'XML Signature 4.5.3: RetrievalMethod',
    bend: foreign((s) =>
      info(
        element('ds:RetrievalMethod', {
          URI: s.canary('/key.der'),
          Type: 'http://www.w3.org/2000/09/xmldsig#rawX509Certificate',
        }),
      ),
    ),
  },
  {
    id: 'saml-signature-key-named-by-address',
    proof: { verifies: false },
    says: 'A foreign key signs for the victim; KeyName is the address of its certificate.',
    bend: foreign((s) => info(element('ds:KeyName', {}, text(s.canary('/key.pem'))))),
  },
  {
    id: 'saml-signature-certificate-is-an-address',
    proof: { verifies: false },
    says: 'A foreign key signs for the victim; in place of a certificate stands its address.',
    bend: foreign((s) =>
      info(element('ds:X509Data', {}, element('ds:X509Certificate', {}, text(s.canary('/key.pem'))))),
    ),
  },
  {
    id: 'saml-signature-of-another-provider',
    says: 'Another provider of the same relying party signs for the victim in the name of this one.',
    bend: (s) => signed(s.evil, 'both', { key: s.neighbour.keys.signing }),
    proof: { verifies: false },
  },
  {
    id: 'saml-message-of-another-provider',
    says: 'Another provider of the same relying party answers, in its own name, the request that this one was sent.',
    clause: 'SAML 2.0 Profiles 4.1.4.2 and 4.1.4.3: the Issuer is the provider that was asked',
    bend: (s) => {
      const issuer = s.neighbour.entityId
      const draft = { ...s.evil, issuer, assertion: { ...s.evil.assertion, issuer } }
      return signed(draft, 'both', { key: s.neighbour.keys.signing })
    },
    proof: { verifies: false },
  },
  {
    id: 'saml-signature-by-encryption-key',
    says: 'The key that the metadata publishes for encryption alone signs the response.',
    forges: false,
    clause: 'SAML 2.0 Metadata 2.4.1.1: the use of a key',
    bend: (s) => signed(s.genuine, 'both', { key: s.keys.encryption }),
    proof: { verifies: false },
  },
  {
    id: 'saml-signature-by-retired-key',
    says: 'A key that the provider publishes no more, or never did, signs for the victim.',
    bend: (s) => signed(s.evil, 'both', { key: s.keys.retired }),
    proof: { verifies: false },
  },
)

export const signature: readonly SamlMisbehaviour[] = [...absent, ...stale, ...strangers]
