/**
 * Encrypted assertions. Anybody can encrypt to the public certificate of a relying party: that something could be decrypted
 * says nothing of who wrote it. These need a relying party that has named its encryption certificate.
 *
 * @see SAML 2.0 Core, sections 2.3.4 and 6; XML Encryption Syntax and Processing 1.1
 */
import { idOf, signatureOver, signedAround, signedAssertion, trusted } from '../saml/compose.ts'
import { rows } from '../saml/define.ts'
import { type AssertionDraft, assertionXml, responseXml } from '../saml/draft.ts'
import { cipher, encryptedAssertion, encryptedData, type Sealing } from '../saml/encryption.ts'
import type { SamlMisbehaviour, Scene } from '../saml/scene.ts'
import { after } from '../saml/surgery.ts'
import { element, instant, ns, text } from '../saml/xml.ts'

const certificate = (s: Scene): string => {
  const known = s.party.encryptionCertificate
  if (known === undefined)
    throw new Error('The relying party of this tenant has named no encryption certificate.')
  return known
}
const sealed = (s: Scene, plain: string, sealing?: Sealing): string =>
  encryptedAssertion(plain, certificate(s), sealing)
const genuine = (s: Scene, change: Partial<AssertionDraft> = {}): string =>
  signedAssertion({ ...s.genuine.assertion, ...change }, trusted(s))
const evil = (s: Scene): string => assertionXml(s.evil.assertion)
/** A signed response around a signed and encrypted assertion. */
const honest = (s: Scene, sealing?: Sealing, change: Partial<AssertionDraft> = {}): string =>
  signedAround(s.genuine, sealed(s, genuine(s, change), sealing), trusted(s))

const forged = rows(
  'saml-encryption',
  {
    owed: 'refusal',
    forges: true,
    encrypted: true,
    clause:
      'SAML 2.0 Core 6.2: encryption gives no integrity; SAML 2.0 Profiles 4.1.4.5: what is posted is signed',
    seenIn: ['CVE-2026-2092'],
  },
  {
    id: 'saml-encryption-of-unsigned-assertion',
    says: 'An unsigned assertion about the victim is encrypted to the relying party; the response is unsigned.',
    bend: (s) => responseXml(s.evil, sealed(s, evil(s))),
  },
  {
    id: 'saml-encryption-of-foreign-assertion',
    says: 'An assertion about the victim that a foreign key signed is encrypted to the relying party.',
    bend: (s) => responseXml(s.evil, sealed(s, signedAssertion(s.evil.assertion, { key: s.keys.foreign }))),
  },
  {
    id: 'saml-encryption-forged-beside-plain',
    says: 'Beside the signed assertion in plain text stands an encrypted, unsigned one about the victim.',
    seenIn: ['CVE-2026-2092', 'CVE-2016-5697'],
    bend: (s) => responseXml(s.genuine, genuine(s) + sealed(s, evil(s))),
    proof: { verifies: true },
  },
  {
    id: 'saml-encryption-plain-forged-beside',
    says: 'Beside the signed and encrypted assertion stands an unsigned one about the victim in plain text.',
    bend: (s) => responseXml(s.genuine, evil(s) + sealed(s, genuine(s))),
  },
  {
    id: 'saml-encryption-forged-before-encrypted',
    says: 'Before the signed and encrypted assertion stands an encrypted, unsigned one about the victim.',
    bend: (s) => responseXml(s.genuine, sealed(s, evil(s)) + sealed(s, genuine(s))),
  },
  {
    id: 'saml-encryption-of-response',
    says: 'In place of an assertion a whole unsigned response about the victim is encrypted.',
    clause: 'XML Encryption 4.4: what is decrypted takes the place of the element that it was',
    bend: (s) => responseXml(s.genuine, sealed(s, responseXml(s.evil, evil(s)))),
  },
  {
    id: 'saml-encryption-of-two-assertions',
    says: 'In place of one assertion two are encrypted: one about the victim, and the signed one.',
    clause: 'SAML 2.0 Core 2.3.4: an EncryptedAssertion holds one assertion',
    bend: (s) => responseXml(s.genuine, sealed(s, evil(s) + genuine(s))),
  },
  {
    id: 'saml-encryption-of-fragment',
    says: 'What is encrypted closes the elements around it and opens an assertion about the victim.',
    clause: 'XML Encryption 4.4: the Type says that it is one element',
    bend: (s) =>
      responseXml(
        s.genuine,
        sealed(s, `${genuine(s)}</saml:EncryptedAssertion>${evil(s)}<saml:EncryptedAssertion>`),
      ),
  },
)

const broken = rows(
  'saml-encryption',
  { owed: 'refusal', encrypted: true, clause: 'SAML 2.0 Core 6: encryption and the order of its processing' },
  {
    id: 'saml-encryption-missing',
    says: 'The signed assertion comes in plain text although the relying party wants it encrypted.',
    encrypted: false,
    clause:
      'Amazon Cognito Developer Guide, SAML signing and encryption: with encryption on, plain assertions are not accepted',
    bend: (s) => responseXml(s.genuine, genuine(s)),
    proof: { verifies: true },
  },
  {
    id: 'saml-encryption-of-text',
    proof: { verifies: true },
    says: 'In place of an assertion text is encrypted.',
    clause: 'SAML 2.0 Core 2.3.4: an EncryptedAssertion holds one assertion',
    bend: (s) => signedAround(s.genuine, sealed(s, 'This is no assertion.'), trusted(s)),
  },
  {
    id: 'saml-encryption-bit-flipped',
    says: 'One bit in the middle of the ciphertext is turned over, and the response is not signed.',
    bend: (s) => responseXml(s.genuine, sealed(s, genuine(s), { tamper: flipped })),
  },
  {
    id: 'saml-encryption-padding-broken',
    proof: { verifies: true },
    says: 'The last octet of the ciphertext is changed, so that its padding is wrong.',
    bend: (s) =>
      honest(s, {
        tamper: (octets) => {
          const last = octets.length - 17
          octets[last] = (octets[last] ?? 0) ^ 0xff
          return octets
        },
      }),
  },
  {
    id: 'saml-encryption-gcm-tag-cut',
    proof: { verifies: true },
    says: 'The authentication tag of a ciphertext in GCM mode is cut to four octets.',
    clause: 'XML Encryption 5.2.4: the tag has 128 bits',
    seenIn: ['GHSA-hwqm-qvj9-4jr2'],
    bend: (s) =>
      honest(s, { data: cipher.aes256Gcm, tamper: (octets) => octets.subarray(0, octets.length - 12) }),
  },
  {
    id: 'saml-encryption-gcm-bit-flipped',
    proof: { verifies: true },
    says: 'One bit of a ciphertext in GCM mode is turned over.',
    clause: 'XML Encryption 5.2.4: a tag that does not match is a failure',
    bend: (s) => honest(s, { data: cipher.aes256Gcm, tamper: flipped }),
  },
  {
    id: 'saml-encryption-cut-short',
    proof: { verifies: true },
    says: 'The ciphertext is shorter than its initialization vector.',
    seenIn: ['GHSA-hwqm-qvj9-4jr2'],
    bend: (s) => honest(s, { tamper: (octets) => octets.subarray(0, 7) }),
  },
  {
    id: 'saml-encryption-by-reference',
    proof: { verifies: true },
    says: 'The ciphertext is to be fetched from an address.',
    clause: 'XML Encryption 3.3.1: CipherReference',
    bend: (s) =>
      honest(s, { cipherData: element('xenc:CipherReference', { URI: text(s.canary('/ciphertext')) }) }),
  },
  {
    id: 'saml-encryption-of-expired-assertion',
    proof: { verifies: true },
    says: 'The assertion that is signed and encrypted was over a day ago.',
    clause: 'SAML 2.0 Core 2.5.1.2: NotOnOrAfter',
    seenIn: ['saml2-js before 2.0.5'],
    bend: (s) =>
      honest(
        s,
        {},
        {
          conditions: { NotBefore: instant(s.now - 90_000_000), NotOnOrAfter: instant(s.now - 86_400_000) },
          confirmations: s.genuine.assertion.confirmations.map((one) => ({
            ...one,
            data: { ...one.data, NotOnOrAfter: instant(s.now - 86_400_000) },
          })),
        },
      ),
  },
  {
    id: 'saml-encryption-for-other-audience',
    proof: { verifies: true },
    says: 'The assertion that is signed and encrypted is for another audience.',
    clause: 'SAML 2.0 Core 2.5.1.4: the audience is the relying party',
    bend: (s) => honest(s, {}, { audiences: [['urn:amazon:cognito:sp:another_pool']] }),
  },
)
const flipped = (octets: Buffer): Buffer => {
  const middle = Math.floor(octets.length / 2)
  octets[middle] = (octets[middle] ?? 0) ^ 1
  return octets
}

const open = rows(
  'saml-encryption',
  {
    owed: 'unsettled',
    encrypted: true,
    clause: 'SAML 2.0 Core 2.3.4 and XML Encryption 5: no list of algorithms or forms binds a relying party',
  },
  {
    id: 'saml-encryption-twice',
    proof: { verifies: true },
    says: 'What is encrypted is an EncryptedAssertion.',
    bend: (s) => signedAround(s.genuine, sealed(s, sealed(s, genuine(s))), trusted(s)),
  },
  {
    id: 'saml-encryption-of-each-of-two',
    proof: { verifies: true },
    says: 'The same signed assertion comes encrypted two times.',
    bend: (s) => signedAround(s.genuine, sealed(s, genuine(s)) + sealed(s, genuine(s)), trusted(s)),
  },
  {
    id: 'saml-encryption-of-name',
    proof: { verifies: true },
    says: 'In place of the NameID stands an EncryptedID.',
    encrypted: false,
    clause: 'SAML 2.0 Core 2.2.4: EncryptedID',
    bend: (s) => {
      const name = element('saml:NameID', { 'xmlns:saml': ns.assertion }, text(s.genuineSubject))
      const subject = element('saml:EncryptedID', {}, encryptedData(name, certificate(s)))
      const unnamed = assertionXml({ ...s.genuine.assertion, nameId: undefined })
      const canonical = unnamed.replace('<saml:Subject>', () => `<saml:Subject>${subject}`)
      return signedText(s, canonical)
    },
  },
  {
    id: 'saml-encryption-of-attribute',
    proof: { verifies: true },
    says: 'One attribute comes as an EncryptedAttribute.',
    encrypted: false,
    clause: 'SAML 2.0 Core 2.7.3.2: EncryptedAttribute',
    bend: (s) => {
      const attribute = element(
        'saml:Attribute',
        { 'xmlns:saml': ns.assertion, Name: 'secret' },
        element('saml:AttributeValue', {}, 'GENUINE secret'),
      )
      const hidden = element('saml:EncryptedAttribute', {}, encryptedData(attribute, certificate(s)))
      const canonical = assertionXml(s.genuine.assertion)
      const at = canonical.lastIndexOf('</saml:AttributeStatement>')
      return signedText(s, canonical.slice(0, at) + hidden + canonical.slice(at))
    },
  },
  ...(
    [
      ['aes128-cbc', { data: cipher.aes128Cbc }],
      ['aes128-gcm', { data: cipher.aes128Gcm }],
      ['rsa-1-5', { key: cipher.rsa15 }],
    ] as const
  ).map(([name, sealing]) => ({
    id: `saml-encryption-${name}`,
    says: `The assertion is encrypted with ${name === 'rsa-1-5' ? 'a key under RSAES-PKCS1-v1_5' : name}.`,
    bend: (s: Scene) => honest(s, sealing),
  })),
  {
    id: 'saml-encryption-unexpected',
    proof: { verifies: true },
    says: 'The assertion comes encrypted although nobody has asked for it.',
    bend: (s) => honest(s),
  },
)

/** A response around a canonical text of the genuine assertion, signed as it stands. */
const signedText = (s: Scene, canonical: string): string =>
  responseXml(
    s.genuine,
    after(canonical, '</saml:Issuer>', signatureOver(idOf(s.genuine.assertion), canonical, trusted(s))),
  )

export const encryptionRows: readonly SamlMisbehaviour[] = [...forged, ...broken, ...open]
