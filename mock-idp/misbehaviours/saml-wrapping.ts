/**
 * Signature wrapping: the signed element is somewhere in the document, untouched, and the victim stands where a reader
 * looks. Where it is moved into its own signature, the enveloped-signature transform takes it out with the signature.
 *
 * @see J. Somorovsky and others, "On Breaking SAML: Be Whoever You Want to Be" (USENIX Security 2012)
 */
import { idOf, signatureOver, signed, signedAround, signedAssertion, trusted } from '../saml/compose.ts'
import { clauses, rows } from '../saml/define.ts'
import { type AssertionDraft, assertionXml, responseXml } from '../saml/draft.ts'
import { logoutResponseXml } from '../saml/honest.ts'
import type { SamlMisbehaviour, Scene } from '../saml/scene.ts'
import { after, before, beforeLast, between, signatureOf, withoutSignature } from '../saml/surgery.ts'
import { element, ns } from '../saml/xml.ts'

/** The signed assertion, and the forged one without a signature. */
const genuine = (s: Scene): string => signedAssertion(s.genuine.assertion, trusted(s))
const evil = (s: Scene, change: Partial<AssertionDraft> = {}): string =>
  assertionXml({ ...s.evil.assertion, ...change })
/** An unsigned response around whatever it is. */
const around = (s: Scene, inside: string, more: { extensions?: string; inStatus?: string } = {}): string =>
  responseXml(
    {
      ...s.genuine,
      extensions: more.extensions ?? '',
      status: before(s.genuine.status, '</samlp:Status>', more.inStatus ?? ''),
    },
    inside,
  )
const copyOf = (xml: string): string => withoutSignature(xml)
/** A forged assertion that holds the genuine signature, with more inside the signature. */
const holder = (s: Scene, inSignature: string): string =>
  assertionXml(s.evil.assertion, beforeLast(signatureOf(genuine(s)), '</ds:Signature>', inSignature))

const wholeSigned = (s: Scene): string =>
  signedAround(s.genuine, assertionXml(s.genuine.assertion), trusted(s))

const numbered = rows(
  'saml-wrapping',
  { owed: 'refusal', forges: true, clause: `${clauses.reference}; ${clauses.seen}` },
  {
    id: 'saml-wrapping-response-in-its-signature',
    says: 'A forged response holds the genuine signature, and in it a copy of the signed response.',
    bend: (s) => {
      const whole = wholeSigned(s)
      const signature = beforeLast(signatureOf(whole), '</ds:Signature>', copyOf(whole))
      return responseXml(s.evil, evil(s), signature)
    },
  },
  {
    id: 'saml-wrapping-response-before-its-signature',
    says: 'A forged response holds a copy of the signed response, and the genuine signature after it.',
    bend: (s) => {
      const whole = wholeSigned(s)
      return responseXml(s.evil, evil(s), copyOf(whole) + signatureOf(whole))
    },
    proof: { verifies: true },
  },
  {
    id: 'saml-wrapping-forged-sibling-first',
    says: 'An unsigned assertion about the victim stands before the signed one.',
    seenIn: ['CVE-2022-41912', 'CVE-2020-5407', 'CVE-2026-34840'],
    bend: (s) => around(s, evil(s) + genuine(s)),
    proof: { verifies: true },
  },
  {
    id: 'saml-wrapping-signed-in-forged',
    says: 'The signed assertion stands inside an assertion about the victim.',
    bend: (s) => around(s, beforeLast(evil(s), '</saml:Assertion>', genuine(s))),
    proof: { verifies: true },
  },
  {
    id: 'saml-wrapping-copy-last',
    says: 'An assertion about the victim holds the genuine signature; a copy of the signed one ends the response.',
    bend: (s) => around(s, holder(s, '') + copyOf(genuine(s))),
    proof: { verifies: true },
  },
  {
    id: 'saml-wrapping-copy-in-signature',
    says: 'An assertion about the victim holds the genuine signature, and in it a copy of the signed assertion.',
    bend: (s) => around(s, holder(s, copyOf(genuine(s)))),
  },
  {
    id: 'saml-wrapping-forged-in-extensions',
    says: 'The Extensions of the response hold an assertion about the victim under the identifier of the signed one.',
    bend: (s) => {
      const twin = evil(s, { attributes: s.genuine.assertion.attributes })
      return around(s, genuine(s), { extensions: element('samlp:Extensions', {}, twin) })
    },
  },
  {
    id: 'saml-wrapping-forged-in-unnamed-extensions',
    says: 'An element Extensions of no namespace holds an assertion about the victim under the signed identifier.',
    bend: (s) => {
      const twin = evil(s, { attributes: s.genuine.assertion.attributes })
      return around(s, element('Extensions', {}, twin) + genuine(s))
    },
  },
  {
    id: 'saml-wrapping-copy-in-object',
    says: 'An assertion about the victim holds the genuine signature, and in its Object a copy of the signed assertion.',
    bend: (s) => around(s, holder(s, element('ds:Object', {}, copyOf(genuine(s))))),
  },
  {
    id: 'saml-wrapping-copy-in-unnamed-object',
    says: 'As in an Object of the signature, but the Object is of no namespace.',
    bend: (s) => around(s, holder(s, element('Object', {}, copyOf(genuine(s))))),
  },
)

const placed = rows(
  'saml-wrapping',
  {
    owed: 'refusal',
    forges: true,
    clause: `${clauses.seen}; SAML 2.0 Profiles 4.1.4.3`,
    proof: { verifies: true },
  },
  {
    id: 'saml-wrapping-signed-in-advice',
    says: 'The signed assertion stands in the Advice of an assertion about the victim.',
    bend: (s) => around(s, evil(s, { advice: element('saml:Advice', {}, genuine(s)) })),
  },
  {
    id: 'saml-wrapping-forged-in-advice-of-second',
    says: 'Beside the signed assertion stands an unsigned one of nobody, with one about the victim in its Advice.',
    bend: (s) => {
      const bystander = {
        ...s.evil.assertion,
        attributes: { ...s.evil.assertion.attributes, ID: `${idOf(s.evil.assertion)}-bystander` },
        nameId: 'bystander',
        statements: [],
        advice: element('saml:Advice', {}, evil(s)),
      }
      return around(s, assertionXml(bystander) + genuine(s))
    },
  },
  {
    id: 'saml-wrapping-signed-in-confirmation-data',
    says: 'The signed assertion stands in the SubjectConfirmationData of an assertion about the victim.',
    bend: (s) => around(s, evil(s, { confirmations: confirming(s, genuine(s)) })),
  },
  {
    id: 'saml-wrapping-signature-in-confirmation-data',
    says: 'The genuine signature stands in the SubjectConfirmationData of an assertion about the victim; what it signs, behind.',
    bend: (s) =>
      around(s, evil(s, { confirmations: confirming(s, signatureOf(genuine(s))) }) + copyOf(genuine(s))),
  },
  {
    id: 'saml-wrapping-signed-in-status-detail',
    says: 'The signed assertion stands in the StatusDetail, one about the victim in its place.',
    bend: (s) => around(s, evil(s), { inStatus: element('samlp:StatusDetail', {}, genuine(s)) }),
  },
  {
    id: 'saml-wrapping-signed-in-status-message',
    says: 'The signed assertion stands in the StatusMessage, one about the victim in its place.',
    bend: (s) => around(s, evil(s), { inStatus: element('samlp:StatusMessage', {}, genuine(s)) }),
  },
  {
    id: 'saml-wrapping-signed-in-attribute-value',
    says: 'The signed assertion is the value of an attribute of an assertion about the victim.',
    bend: (s) => {
      const value = { name: 'wrapped', values: [{ xml: element('saml:AttributeValue', {}, genuine(s)) }] }
      return around(s, evil(s, { statements: [...s.evil.assertion.statements, [value]] }))
    },
  },
  {
    id: 'saml-wrapping-forged-sibling-last',
    says: 'An unsigned assertion about the victim stands after the signed one.',
    seenIn: ['CVE-2022-41912', 'CVE-2026-89043'],
    bend: (s) => around(s, genuine(s) + evil(s)),
  },
  {
    id: 'saml-wrapping-forged-siblings-around',
    says: 'Unsigned assertions about the victim stand before and after the signed one.',
    bend: (s) => {
      const ID = `${idOf(s.evil.assertion)}-again`
      const again = evil(s, { attributes: { ...s.evil.assertion.attributes, ID } })
      return around(s, evil(s) + genuine(s) + again)
    },
  },
  {
    id: 'saml-wrapping-attributes-in-second-assertion',
    says: 'Beside the signed assertion stands an unsigned one without a subject, with the attributes of the victim.',
    bend: (s) => around(s, genuine(s) + evil(s, { hasSubject: false, authn: undefined })),
  },
  {
    id: 'saml-wrapping-signature-at-response',
    says: 'The signature of the assertion stands in the response, one about the victim in place, the signed one in Extensions.',
    bend: (s) =>
      responseXml(
        { ...s.genuine, extensions: element('samlp:Extensions', {}, copyOf(genuine(s))) },
        evil(s),
        signatureOf(genuine(s)),
      ),
  },
)
const confirming = (s: Scene, inside: string): AssertionDraft['confirmations'] =>
  s.evil.assertion.confirmations.map((one) => ({ ...one, inside }))

const roots = rows(
  'saml-wrapping',
  {
    owed: 'refusal',
    forges: true,
    clause: 'XML 1.0, section 2.1: a document has one root',
    seenIn: ['CVE-2022-39299'],
  },
  {
    id: 'saml-wrapping-second-root-after',
    says: 'After the signed response a second one, about the victim, begins in the same document.',
    bend: (s) => signed(s.genuine, 'both', trusted(s)) + responseXml(s.evil, evil(s)),
  },
  {
    id: 'saml-wrapping-second-root-before',
    says: 'Before the signed response one about the victim stands in the same document.',
    bend: (s) => responseXml(s.evil, evil(s)) + signed(s.genuine, 'both', trusted(s)),
  },
  {
    id: 'saml-wrapping-text-after-root',
    says: 'After the signed response text stands in the document.',
    forges: false,
    bend: (s) => `${signed(s.genuine, 'both', trusted(s))} and so on`,
  },
  {
    id: 'saml-wrapping-text-before-root',
    says: 'Before the signed response text stands in the document.',
    forges: false,
    bend: (s) => `Now then ${signed(s.genuine, 'both', trusted(s))}`,
  },
)

/** A signed message of the provider that is no sign-in, with the forged assertion where its signature does not reach. */
const hosts = rows(
  'saml-wrapping',
  {
    owed: 'refusal',
    forges: true,
    clause: `${clauses.seen}; SAML 2.0 Profiles 4.1.4.3`,
    seenIn: ['CVE-2022-39299'],
  },
  {
    id: 'saml-wrapping-host-error-response',
    says: 'A genuine signed response that reports a failure gets an assertion about the victim in its signature.',
    bend: (s) => {
      const refusal = signedAround({ ...s.genuine, status: failure }, '', trusted(s))
      return before(refusal, '</ds:Signature>', element('ds:Object', {}, evil(s)))
    },
    proof: { verifies: true },
  },
  {
    id: 'saml-wrapping-host-logout-response',
    proof: { verifies: true },
    says: 'A genuine signed LogoutResponse gets an assertion about the victim in its signature.',
    bend: (s) => {
      const fields = {
        now: s.now,
        entityId: s.entityId,
        destination: s.party.singleLogoutService ?? s.assertionConsumerService,
        inResponseTo: '_log-out-of-long-ago',
      }
      const xml = logoutResponseXml(fields, s.genuine.status)
      const signature = signatureOver(between(xml, ' ID="', '"'), xml, trusted(s))
      const forged = before(signature, '</ds:Signature>', element('ds:Object', {}, evil(s)))
      return after(xml, '</saml:Issuer>', forged)
    },
  },
  {
    id: 'saml-wrapping-host-inside-forged',
    says: 'A forged response about the victim holds a genuine signed response that reports a failure in its Extensions.',
    bend: (s) => {
      const ID = `${idOf(s.genuine)}-failed`
      const refusal = signedAround(
        { ...s.genuine, attributes: { ...s.genuine.attributes, ID }, status: failure },
        '',
        trusted(s),
      )
      return responseXml({ ...s.evil, extensions: element('samlp:Extensions', {}, refusal) }, evil(s))
    },
    proof: { verifies: true },
  },
  {
    id: 'saml-wrapping-soap-envelope',
    says: 'The document is a SOAP envelope with an assertion about the victim and the signed response.',
    bend: (s) =>
      element(
        'soap:Envelope',
        { 'xmlns:soap': 'http://schemas.xmlsoap.org/soap/envelope/' },
        element('soap:Body', {}, evil(s), signed(s.genuine, 'assertion', trusted(s))),
      ),
    proof: { verifies: true },
  },
  {
    id: 'saml-wrapping-artifact-response',
    says: 'The document is an ArtifactResponse with an assertion about the victim and the signed response.',
    bend: (s) =>
      element(
        'samlp:ArtifactResponse',
        { 'xmlns:samlp': ns.protocol, ...s.evil.attributes },
        s.genuine.status,
        evil(s),
        signed(s.genuine, 'assertion', trusted(s)),
      ),
    proof: { verifies: true },
  },
  {
    id: 'saml-wrapping-bare-assertion',
    says: 'The document is an assertion about the victim, with the signed one in its Advice and no response around.',
    bend: (s) => evil(s, { advice: element('saml:Advice', {}, genuine(s)) }),
    proof: { verifies: true },
  },
)
const failure = element(
  'samlp:Status',
  {},
  element('samlp:StatusCode', { Value: 'urn:oasis:names:tc:SAML:2.0:status:Responder' }),
)

const lies = rows(
  'saml-wrapping',
  { owed: 'refusal', clause: 'SAML 2.0 Core 3.2.2: the fields of a response', proof: { verifies: true } },
  {
    id: 'saml-wrapping-two-honest-assertions',
    says: 'The provider has signed two assertions in one response, about two people.',
    owed: 'unsettled',
    forges: false,
    clause: 'SAML 2.0 Profiles 4.1.4.2: all assertions of a response are about one principal',
    bend: (s) => {
      const other = {
        ...s.genuine.assertion,
        attributes: { ...s.genuine.assertion.attributes, ID: `${idOf(s.genuine.assertion)}-other` },
        nameId: 'OTHER-subject',
        statements: [],
      }
      return around(s, genuine(s) + signedAssertion(other, trusted(s)))
    },
  },
  ...(
    [
      [
        'destination',
        'Destination',
        'https://elsewhere.example/acs',
        'SAML 2.0 Core 3.2.2: discard at another Destination',
      ],
      [
        'in-response-to',
        'InResponseTo',
        '_no-request-of-yours',
        'SAML 2.0 Profiles 4.1.4.3: InResponseTo is that of the request',
      ],
      ['issue-instant', 'IssueInstant', '2001-01-01T00:00:00Z', 'SAML 2.0 Core 3.2.2: IssueInstant'],
    ] as const
  ).map(([name, attribute, value, clause]) => ({
    id: `saml-response-lies-about-${name}`,
    says: `The assertion alone is signed; ${attribute} of the response around it is changed.`,
    clause,
    ...(name === 'issue-instant' ? { owed: 'unsettled' as const } : {}),
    bend: (s: Scene) =>
      signed(
        { ...s.genuine, attributes: { ...s.genuine.attributes, [attribute]: value } },
        'assertion',
        trusted(s),
      ),
  })),
  {
    id: 'saml-response-lies-about-issuer',
    says: 'The assertion alone is signed; the Issuer of the response around it is another.',
    owed: 'unsettled',
    clause:
      'SAML 2.0 Profiles 4.1.4.2: the Issuer of an unsigned response may be left out, else it is the provider',
    bend: (s) =>
      signed({ ...s.genuine, issuer: 'https://elsewhere.example/metadata' }, 'assertion', trusted(s)),
  },
  {
    id: 'saml-response-lies-about-status',
    says: 'The assertion alone is signed; the status of the response around it reports a failure.',
    clause: 'SAML 2.0 Core 3.2.2.2: any status but Success is a failure',
    bend: (s) => signed({ ...s.genuine, status: failure }, 'assertion', trusted(s)),
  },
)

export const wrappingRows: readonly SamlMisbehaviour[] = [...numbered, ...placed, ...roots, ...hosts, ...lies]
