/** What a signature covers: nothing, a part, itself, something else, or more than the one thing that it may. */
import { idOf, signatureOver, signed, signedAround, signedAssertion, trusted } from '../saml/compose.ts'
import { clauses, rows } from '../saml/define.ts'
import { type AssertionDraft, assertionXml, responseXml } from '../saml/draft.ts'
import type { SamlMisbehaviour, Scene } from '../saml/scene.ts'
import {
  algorithm,
  canonicalSignedInfo,
  digest,
  type Reference,
  signatureValue,
  signatureXml,
  usualReference,
  usualTransforms,
} from '../saml/signer.ts'
import { before, replaced, signatureOf } from '../saml/surgery.ts'
import { element, ns, text } from '../saml/xml.ts'

const exclusive = usualTransforms.slice(1)
/** A signature of the provider over references that are given. */
const over = (s: Scene, ...references: readonly Reference[]): string =>
  signatureOver('', '', { ...trusted(s), info: () => ({ references }) })
const reference = (uri: string, digested: string, more: Partial<Reference> = {}): Reference => ({
  uri,
  transforms: exclusive,
  digestValue: digest(digested),
  ...more,
})
/** A response around the forged assertion with this signature, and with more before its conditions. */
const evilWith = (s: Scene, signature: string, change: Partial<AssertionDraft> = {}): string =>
  responseXml(s.evil, assertionXml({ ...s.evil.assertion, ...change }, signature))
const withObject = (signature: string, object: string): string => before(signature, '</ds:Signature>', object)
/** An element `Object` as it stands in a signature, and as it is digested. */
const object = (id: string, inside: string): { placed: string; canonical: string } => ({
  placed: element('ds:Object', { Id: id }, inside),
  canonical: element('ds:Object', { 'xmlns:ds': ns.signature, Id: id }, inside),
})
const declared = { 'xmlns:saml': ns.assertion }

const parts = rows(
  'saml-reference',
  { owed: 'refusal', forges: true, clause: clauses.reference },
  {
    id: 'saml-reference-to-attribute-statement',
    says: 'The provider has signed an attribute statement alone; the subject beside it is the victim.',
    bend: (s) => {
      const [attribute] = s.genuine.assertion.statements[0] ?? []
      const part = element(
        'saml:AttributeStatement',
        { ...declared, ID: '_part' },
        element(
          'saml:Attribute',
          { Name: attribute?.name ?? 'none' },
          ...(attribute?.values ?? []).map((value) =>
            element('saml:AttributeValue', {}, typeof value === 'string' ? text(value) : ''),
          ),
        ),
      )
      return evilWith(s, over(s, reference('#_part', part)), { statements: [], advice: part })
    },
    proof: { verifies: true },
  },
  {
    id: 'saml-reference-to-advice',
    proof: { verifies: true },
    says: 'The provider has signed an element inside Advice alone; the assertion around it names the victim.',
    bend: (s) => {
      const part = element('note', { ID: '_part' }, 'signed')
      return evilWith(s, over(s, reference('#_part', part)), { advice: element('saml:Advice', {}, part) })
    },
  },
  {
    id: 'saml-reference-to-subject',
    proof: { verifies: true },
    says: 'The provider has signed a subject alone; the attributes beside it are those of the victim.',
    bend: (s) => {
      const whole = assertionXml({ ...s.genuine.assertion, statements: [] })
      const [start, end] = [whole.indexOf('<saml:Subject>'), whole.indexOf('</saml:Subject>') + 15]
      const part = replaced(
        whole.slice(start, end),
        '<saml:Subject>',
        `<saml:Subject xmlns:saml="${ns.assertion}" ID="_part">`,
      )
      return responseXml(
        s.evil,
        assertionXml({ ...s.evil.assertion, hasSubject: false }, over(s, reference('#_part', part)) + part),
      )
    },
  },
  {
    id: 'saml-reference-to-own-object',
    proof: { verifies: true },
    says: 'The signature covers an Object of its own; the assertion around it names the victim.',
    clause: `${clauses.enveloped}; ${clauses.seen}`,
    bend: (s) => {
      const { placed, canonical } = object('_object', 'nothing of weight')
      return evilWith(s, withObject(over(s, reference('#_object', canonical)), placed))
    },
  },
  {
    id: 'saml-reference-second-wrong',
    says: 'The first of two references has a right digest, the second, to the assertion about the victim, a wrong one.',
    clause: 'XML Signature 3.2.1: every reference is validated',
    seenIn: ['CVE-2026-33487'],
    bend: (s) => twoReferences(s, (harmless, wrong) => [harmless, wrong]),
    proof: { verifies: false },
  },
  {
    id: 'saml-reference-first-wrong',
    says: 'The second of two references has a right digest, the first, to the assertion about the victim, a wrong one.',
    clause: 'XML Signature 3.2.1: every reference is validated',
    bend: (s) => twoReferences(s, (harmless, wrong) => [wrong, harmless]),
    proof: { verifies: false },
  },
  {
    id: 'saml-reference-to-manifest',
    proof: { verifies: true },
    says: 'The signature covers a Manifest whose own reference, to the assertion about the victim, has a wrong digest.',
    clause: 'XML Signature 5.1: whether references of a Manifest are validated is up to the application',
    bend: (s) => {
      const id = idOf(s.evil.assertion)
      const inner = (open: Record<string, string>): string =>
        element(
          'ds:Manifest',
          { ...open, Id: '_manifest' },
          element(
            'ds:Reference',
            { URI: `#${id}` },
            element('ds:DigestMethod', { Algorithm: algorithm.sha256 }),
            element('ds:DigestValue', {}, digest('something else')),
          ),
        )
      const covering = reference('#_manifest', inner({ 'xmlns:ds': ns.signature }), {
        type: 'http://www.w3.org/2000/09/xmldsig#Manifest',
      })
      return evilWith(s, withObject(over(s, covering), element('ds:Object', {}, inner({}))))
    },
  },
  ...(
    [
      ['http', (s: Scene) => s.canary('/signed')],
      ['file', () => 'file:///dev/null'],
      ['ftp', () => 'ftp://127.0.0.1:1/signed'],
    ] as const
  ).map(([scheme, uri]) => ({
    id: `saml-reference-to-${scheme}-address`,
    says: `The signature covers what is to be fetched from an address of ${scheme}; the assertion names the victim.`,
    bend: (s: Scene) => evilWith(s, over(s, { uri: uri(s), digestValue: digest('') })),
  })),
  {
    id: 'saml-reference-canonicalizes-to-nothing',
    says: 'The assertion about the victim has a relative namespace name, which cannot be canonicalized; its digest is that of nothing.',
    clause: 'Canonical XML 1.0, section 1.3: relative namespace names are to be reported as a failure',
    seenIn: ['CVE-2025-66568', 'CVE-2025-66475'],
    bend: (s) => {
      const a = { ...s.evil.assertion, declares: { 'xmlns:a': '1' } }
      return evilWith(s, signatureOver(idOf(a), '', trusted(s)), { declares: a.declares })
    },
    proof: { verifies: false },
  },
  {
    id: 'saml-signed-info-canonicalizes-to-nothing',
    says: 'SignedInfo has a relative namespace name, which cannot be canonicalized; what is signed is nothing.',
    clause: 'Canonical XML 1.0, section 1.3: relative namespace names are to be reported as a failure',
    seenIn: ['CVE-2025-66568', 'CVE-2025-66475'],
    bend: (s) => {
      const { key } = trusted(s)
      const empty = signatureOver('', '', {
        key,
        info: (usual) => ({ ...usual, references: [] }),
        value: () => '',
      })
      const value = signNothing(s)
      const info = element(
        'ds:SignedInfo',
        { 'xmlns:a': '1' },
        element('ds:CanonicalizationMethod', { Algorithm: algorithm.exclusive }),
        element('ds:SignatureMethod', { Algorithm: algorithm.rsaSha256 }),
        referenceXml(usualReference(idOf(s.evil.assertion), assertionXml(s.evil.assertion))),
      )
      const keyInfo = empty.slice(empty.indexOf('<ds:KeyInfo>'), empty.indexOf('</ds:KeyInfo>') + 13)
      return evilWith(s, signatureXml(info, value, keyInfo))
    },
    proof: { verifies: false },
  },
)

/** One reference of a signature, as text. */
const referenceXml = (one: Reference): string => {
  const [, xml = ''] = /(<ds:Reference.*<\/ds:Reference>)/s.exec(signedInfoOf(one)) ?? []
  return xml
}
const signedInfoOf = (one: Reference): string => canonicalSignedInfo({ references: [one] })
const signNothing = (s: Scene): string => signatureValue('', s.keys.signing.privateKey)

/** A signature of the provider over a harmless Object and, with a wrong digest, over the forged assertion. */
const twoReferences = (s: Scene, order: (harmless: Reference, wrong: Reference) => Reference[]): string => {
  const { placed, canonical } = object('_harmless', 'nothing of weight')
  const wrong = usualReference(idOf(s.evil.assertion), 'something else')
  return evilWith(s, withObject(over(s, ...order(reference('#_harmless', canonical), wrong)), placed))
}

const honestly = rows(
  'saml-reference',
  { owed: 'refusal-or-genuine', clause: clauses.reference },
  {
    id: 'saml-reference-empty',
    says: 'The reference of the signature of the response is empty: the whole document.',
    owed: 'unsettled',
    clause:
      'SAML 2.0 Core 5.4.2 wants an identifier; XML Signature 4.4.3.3 gives the empty reference a meaning',
    bend: (s) => {
      const inside = assertionXml(s.genuine.assertion)
      const whole: Reference = { ...usualReference('', responseXml(s.genuine, inside)), uri: '' }
      return responseXml(s.genuine, inside, over(s, whole))
    },
    proof: { verifies: true },
  },
  {
    id: 'saml-reference-two-right',
    proof: { verifies: true },
    says: 'The signature of the assertion has a second reference, to an element inside it, and both are right.',
    seenIn: ['CVE-2016-5697'],
    bend: (s) => {
      const part = element('note', { ID: '_part' }, 'signed twice')
      const a = { ...s.genuine.assertion, advice: element('saml:Advice', {}, part) }
      const xml = assertionXml(
        a,
        over(s, usualReference(idOf(a), assertionXml(a)), reference('#_part', part)),
      )
      return responseXml(s.genuine, xml)
    },
  },
  {
    id: 'saml-reference-xpointer-root',
    proof: { verifies: true },
    says: 'The reference of the signature of the response is an XPointer to the root.',
    bend: (s) => pointed(s, () => '#xpointer(/)'),
  },
  {
    id: 'saml-reference-xpointer-id',
    proof: { verifies: true },
    says: 'The reference of the signature of the response is an XPointer to its identifier.',
    bend: (s) => pointed(s, (id) => `#xpointer(id('${id}'))`),
  },
  {
    id: 'saml-reference-id-by-entity',
    proof: { verifies: true },
    says: 'The identifier of the signed assertion is written by an internal entity.',
    seenIn: ['CVE-2025-23369'],
    bend: (s) => {
      const id = idOf(s.genuine.assertion)
      const xml = signed(s.genuine, 'assertion', trusted(s))
      return `<!DOCTYPE r [<!ENTITY i "${id}">]>${replaced(xml, `ID="${id}"`, 'ID="&i;"')}`
    },
  },
  {
    id: 'saml-reference-id-by-character-references',
    says: 'The identifier of the signed assertion is written by character references.',
    clause: 'XML 1.0, section 4.1: a reference stands for its character',
    bend: (s) => {
      const id = idOf(s.genuine.assertion)
      const spelt = [...id].map((c) => `&#x${c.charCodeAt(0).toString(16)};`).join('')
      return replaced(signed(s.genuine, 'assertion', trusted(s)), `ID="${id}"`, `ID="${spelt}"`)
    },
    proof: { verifies: true },
  },
  {
    id: 'saml-reference-id-after-space',
    proof: { verifies: false },
    says: 'A space is put before the identifier of the signed assertion.',
    bend: (s) => {
      const id = idOf(s.genuine.assertion)
      return replaced(signed(s.genuine, 'assertion', trusted(s)), `ID="${id}"`, `ID=" ${id}"`)
    },
  },
)

const pointed = (s: Scene, uri: (id: string) => string): string => {
  const inside = assertionXml(s.genuine.assertion)
  const usual = usualReference('', responseXml(s.genuine, inside))
  return responseXml(s.genuine, inside, over(s, { ...usual, uri: uri(idOf(s.genuine)) }))
}

/** The genuine assertion, signed, and the forged one, in this order or the other. */
const ids = rows(
  'saml-reference',
  {
    owed: 'refusal',
    forges: true,
    clause: 'SAML 2.0 Core 1.3.4: an identifier is unique, and its attribute is called ID',
  },
  ...(
    [
      ['Id', 'capital-id'],
      ['id', 'small-id'],
      ['xml:id', 'xml-id'],
      ['wsu:Id', 'wsu-id'],
    ] as const
  ).map(([name, spelling]) => ({
    id: `saml-reference-other-attribute-${spelling}`,
    says: `The assertion about the victim has the signed identifier as ${name}; the signed one, behind it, as ID.`,
    bend: (s: Scene) => {
      const { ID, ...attributes } = s.evil.assertion.attributes
      const declares = name === 'wsu:Id' ? { 'xmlns:wsu': WSU } : {}
      const evil = {
        ...s.evil.assertion,
        declares,
        attributes: { ...attributes, [name]: idOf(s.genuine.assertion) },
      }
      return responseXml(s.genuine, assertionXml(evil) + signedAssertion(s.genuine.assertion, trusted(s)))
    },
  })),
  {
    id: 'saml-reference-identifier-claimed-by-forgery',
    says: 'The assertion about the victim has the signed identifier as ID; the signed text, behind it, as Id.',
    bend: (s) => {
      const id = idOf(s.genuine.assertion)
      const genuine = signedAssertion(s.genuine.assertion, trusted(s))
      const evil = { ...s.evil.assertion, attributes: s.genuine.assertion.attributes }
      return responseXml(s.genuine, assertionXml(evil) + replaced(genuine, ` ID="${id}"`, ` Id="${id}"`))
    },
    proof: { verifies: false },
  },
  ...(['first', 'second'] as const).map((place) => ({
    id: `saml-reference-duplicate-id-forged-${place}`,
    says: `Two assertions have one identifier; the one about the victim comes ${place}.`,
    bend: (s: Scene) => {
      const evil = assertionXml({ ...s.evil.assertion, attributes: s.genuine.assertion.attributes })
      const genuine = signedAssertion(s.genuine.assertion, trusted(s))
      return responseXml(s.genuine, place === 'first' ? evil + genuine : genuine + evil)
    },
  })),
  {
    id: 'saml-reference-twin-signature',
    proof: { verifies: false },
    says: 'A second signature repeats the value of the genuine one and holds an assertion about the victim.',
    clause: 'XML Signature 6.6.4: the enveloped signature is the one that is being validated',
    bend: (s) => {
      const whole = signedAround(s.genuine, assertionXml(s.genuine.assertion), trusted(s))
      const twin = withObject(signatureOf(whole), element('ds:Object', {}, assertionXml(s.evil.assertion)))
      return before(whole, signatureOf(whole), twin)
    },
  },
)
const WSU = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd'

export const referenceRows: readonly SamlMisbehaviour[] = [...parts, ...honestly, ...ids]
