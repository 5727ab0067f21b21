/** Two readers of one document: what was verified, and what a careless reading of the same text finds. */
import { idOf, signed, signedAssertion, trusted } from '../saml/compose.ts'
import { rows } from '../saml/define.ts'
import { type AssertionDraft, assertionXml, responseXml } from '../saml/draft.ts'
import type { SamlMisbehaviour, Scene } from '../saml/scene.ts'
import { after, before, replaced, signatureOf } from '../saml/surgery.ts'
import { element, ns, text } from '../saml/xml.ts'

const honest = (s: Scene): string => signed(s.genuine, 'assertion', trusted(s))

/**
 * The genuine subject in two parts. Where the victim's name begins or ends it, the cut is there: a reader who takes one
 * part for the whole then takes the victim.
 */
const halves = (s: Scene): [string, string] => {
  const { genuineSubject: name, evilSubject: part } = s
  if (name !== part && name.startsWith(part)) return [part, name.slice(part.length)]
  if (name !== part && name.endsWith(part)) return [name.slice(0, -part.length), part]
  const middle = Math.ceil(name.length / 2)
  return [name.slice(0, middle), name.slice(middle)]
}
const nameOf = (s: Scene): string => `>${text(s.genuineSubject)}</saml:NameID>`
/** Another spelling of the signed subject, which canonicalization makes the same again. */
const spelt = (spelling: (first: string, second: string) => string) => (s: Scene) =>
  replaced(honest(s), nameOf(s), `>${spelling(...halves(s))}</saml:NameID>`)
/** The first value of an attribute, told in two parts. */
const valueSpelt = (spelling: (first: string, second: string) => string) => (s: Scene) => {
  const xml = honest(s)
  const [, value = ''] = /<saml:AttributeValue>([^<]+)<\/saml:AttributeValue>/.exec(xml) ?? []
  const whole = `<saml:AttributeValue>${value}</saml:AttributeValue>`
  const cut = value.includes('&') ? 0 : Math.ceil(value.length / 2)
  const told = `<saml:AttributeValue>${spelling(value.slice(0, cut), value.slice(cut))}</saml:AttributeValue>`
  return value === '' ? spelt(spelling)(s) : replaced(xml, whole, told)
}
/** A comment in the middle of an element's text. */
const commented = (tag: string) => (s: Scene) => {
  const xml = honest(s)
  const start = xml.indexOf(`<saml:${tag}>`) + tag.length + 7
  const middle = start + Math.floor((xml.indexOf(`</saml:${tag}>`, start) - start) / 2)
  return `${xml.slice(0, middle)}<!---->${xml.slice(middle)}`
}

const spellings = rows(
  'saml-parsing',
  {
    owed: 'refusal-or-genuine',
    clause:
      'Canonical XML 1.0, section 2.3: comments are not signed, CDATA sections and references are what they stand for',
    proof: { verifies: true },
  },
  {
    id: 'saml-comment-at-start-of-subject',
    says: 'A comment stands before the text of the NameID; the signature stays good.',
    seenIn: ['CVE-2017-11427', 'CVE-2017-11428', 'CVE-2018-0489', 'CVE-2026-57580'],
    bend: spelt((first, second) => `<!---->${text(first + second)}`),
  },
  {
    id: 'saml-comment-in-subject',
    says: 'A comment divides the text of the NameID; the signature stays good.',
    seenIn: ['CVE-2017-11427', 'CVE-2017-11428', 'CVE-2018-0489', 'CVE-2026-57580'],
    bend: spelt((first, second) => `${text(first)}<!---->${text(second)}`),
  },
  {
    id: 'saml-comment-at-end-of-subject',
    says: 'A comment stands after the text of the NameID; the signature stays good.',
    bend: spelt((first, second) => `${text(first + second)}<!---->`),
  },
  {
    id: 'saml-comment-in-attribute-value',
    says: 'A comment divides the value of an attribute; the signature stays good.',
    seenIn: ['CVE-2017-11427'],
    bend: valueSpelt((first, second) => `${first}<!---->${second}`),
  },
  ...(['Audience', 'Issuer'] as const).map((tag) => ({
    id: `saml-comment-in-${tag.toLowerCase()}`,
    says: `A comment divides the text of the ${tag} of the assertion; the signature stays good.`,
    bend: commented(tag),
  })),
  {
    id: 'saml-cdata-in-subject',
    says: 'Half of the NameID is a CDATA section; the signature stays good.',
    seenIn: ['CVE-2025-54419'],
    bend: spelt((first, second) => `${text(first)}<![CDATA[${second}]]>`),
  },
  {
    id: 'saml-cdata-is-subject',
    says: 'The whole NameID is a CDATA section; the signature stays good.',
    seenIn: ['CVE-2025-54419'],
    bend: spelt((first, second) => `<![CDATA[${first}${second}]]>`),
  },
  {
    id: 'saml-cdata-in-attribute-value',
    says: 'Half of the value of an attribute is a CDATA section; the signature stays good.',
    bend: valueSpelt((first, second) => `${first}<![CDATA[${second}]]>`),
  },
  {
    id: 'saml-character-reference-in-subject',
    says: 'The first character of the NameID is a decimal reference; the signature stays good.',
    bend: spelt(
      (first, second) => `&#${first.codePointAt(0)};${text([...first].slice(1).join('') + second)}`,
    ),
  },
  {
    id: 'saml-hexadecimal-reference-in-subject',
    says: 'The first character of the NameID is a hexadecimal reference; the signature stays good.',
    bend: spelt(
      (first, second) =>
        `&#x${(first.codePointAt(0) ?? 0).toString(16)};${text([...first].slice(1).join('') + second)}`,
    ),
  },
  {
    id: 'saml-instruction-in-subject',
    says: 'Half of the NameID is made the content of a processing instruction, which breaks the signature.',
    owed: 'refusal',
    clause: 'Canonical XML 1.0, section 2.3: processing instructions are signed as such',
    seenIn: ['OneUptime/oneuptime#2988'],
    bend: spelt((first, second) => `<?p ${first}?>${text(second)}`),
    proof: { verifies: false },
  },
  {
    id: 'saml-element-in-subject',
    says: 'The provider has signed a NameID with an element in it.',
    owed: 'unsettled',
    clause: 'SAML 2.0 Core 2.2.3: a NameID is text',
    bend: (s) => {
      const [first, second] = halves(s)
      const xml = `${text(first)}${element('b', {}, text(second))}`
      return signed(
        { ...s.genuine, assertion: { ...s.genuine.assertion, nameId: { xml } } },
        'assertion',
        trusted(s),
      )
    },
  },
)

/** A forged assertion that carries the genuine signature and its identifier. */
const evilUnder = (s: Scene, change: Partial<AssertionDraft> = {}): string =>
  assertionXml(
    { ...s.evil.assertion, attributes: s.genuine.assertion.attributes, ...change },
    signatureOf(signedAssertion(s.genuine.assertion, trusted(s))),
  )
const genuine = (s: Scene): string => signedAssertion(s.genuine.assertion, trusted(s))
const inStatus = (s: Scene, xml: string): string => before(s.genuine.status, '</samlp:Status>', xml)

const names = rows(
  'saml-parsing',
  {
    owed: 'refusal',
    forges: true,
    clause: 'Namespaces in XML 1.0, sections 2, 3 and 6: expanded names decide',
  },
  {
    id: 'saml-doctype-hides-genuine',
    says: 'A reader that knows quotes in a DOCTYPE finds a forged response, one that does not a genuine one.',
    clause: 'XML 1.0, section 2.8: document type declaration; one document has one reading',
    seenIn: ['CVE-2025-25291'],
    bend: (s) => {
      const hidden = `<![CDATA[-->${honest(s)}<!--]]>`
      const status = inStatus(s, element('samlp:StatusMessage', {}, hidden))
      return `<!DOCTYPE r SYSTEM 'x"><!--'>${responseXml({ ...s.evil, status }, evilUnder(s))}<!-- -->`
    },
  },
  {
    id: 'saml-doctype-hides-forged',
    proof: { verifies: true },
    says: 'A reader that knows quotes in a DOCTYPE finds a genuine response, one that does not a forged one.',
    clause: 'XML 1.0, section 2.8: document type declaration; one document has one reading',
    seenIn: ['CVE-2025-25291'],
    bend: (s) => {
      const hidden = `<![CDATA[-->${responseXml(s.evil, evilUnder(s))}<!--]]>`
      const status = inStatus(s, element('samlp:StatusMessage', {}, hidden))
      return `<!DOCTYPE r SYSTEM 'x"><!--'>${responseXml({ ...s.genuine, status }, genuine(s))}<!-- -->`
    },
  },
  {
    id: 'saml-namespace-with-control-character',
    proof: { verifies: false },
    says: 'The signature over the forged assertion is in a namespace whose name ends in U+0080; a genuine one is elsewhere.',
    seenIn: ['CVE-2025-25292', 'CVE-2025-66567'],
    bend: (s) => {
      const odd = evilUnder(s).replace(`xmlns:ds="${ns.signature}"`, () => `xmlns:ds="${ns.signature}\u0080"`)
      return responseXml(
        { ...s.genuine, status: inStatus(s, element('samlp:StatusDetail', {}, genuine(s))) },
        odd,
      )
    },
  },
  {
    id: 'saml-namespace-xml-prefix-rebound',
    says: 'The forged assertion binds the prefix xml to another name; the genuine one is in the StatusDetail.',
    clause: 'Namespaces in XML 1.0, section 3: the prefix xml is bound to one name only',
    seenIn: ['CVE-2025-66567'],
    bend: (s) =>
      responseXml(
        { ...s.genuine, status: inStatus(s, element('samlp:StatusDetail', {}, genuine(s))) },
        evilUnder(s, { declares: { 'xmlns:xml': ns.assertion } }),
      ),
  },
  ...(
    [
      ['foreign', 'urn:somewhere:else'],
      ['version-1', 'urn:oasis:names:tc:SAML:1.0:assertion'],
    ] as const
  ).map(([name, uri]) => ({
    id: `saml-namespace-${name}-assertion-first`,
    says: `Before the signed assertion stands one about the victim in the namespace ${uri}, under the usual prefix.`,
    bend: (s: Scene) =>
      responseXml(s.genuine, assertionXml(s.evil.assertion).replace(ns.assertion, () => uri) + genuine(s)),
    proof: { verifies: true },
  })),
  {
    id: 'saml-namespace-none-assertion-first',
    says: 'Before the signed assertion stands one about the victim in no namespace.',
    bend: (s) => {
      const bareEvil = assertionXml({ ...s.evil.assertion, prefix: '' }).replace(
        ` xmlns="${ns.assertion}"`,
        '',
      )
      return responseXml(s.genuine, bareEvil + genuine(s))
    },
    proof: { verifies: true },
  },
  {
    id: 'saml-namespace-foreign-subject',
    says: 'In the unsigned response, before the signed assertion, stands a Subject of another namespace that names the victim.',
    bend: (s) => {
      const subject = element(
        'x:Subject',
        { 'xmlns:x': 'urn:x' },
        element('x:NameID', {}, text(s.evilSubject)),
      )
      return responseXml(s.genuine, subject + genuine(s))
    },
    proof: { verifies: true },
  },
  {
    id: 'saml-attribute-pollution-id',
    proof: { verifies: true },
    says: 'The assertion about the victim has an ID of its own, and the signed one as an ID of another namespace.',
    bend: (s) => {
      const polluted = {
        ...s.evil.assertion,
        declares: { 'xmlns:x': 'urn:x' },
        attributes: { ...s.evil.assertion.attributes, 'x:ID': idOf(s.genuine.assertion) },
      }
      return responseXml(s.genuine, assertionXml(polluted) + genuine(s))
    },
  },
  {
    id: 'saml-attribute-pollution-status',
    says: 'The status reports a failure; an attribute Value of another namespace says Success.',
    forges: false,
    clause: 'SAML 2.0 Core 3.2.2.2: any status but Success is a failure',
    bend: (s) => {
      const polluted = replaced(
        s.genuine.status,
        'Value="urn:oasis:names:tc:SAML:2.0:status:Success"',
        'xmlns:x="urn:x" Value="urn:oasis:names:tc:SAML:2.0:status:Responder" x:Value="urn:oasis:names:tc:SAML:2.0:status:Success"',
      )
      return signed({ ...s.genuine, status: polluted }, 'both', trusted(s))
    },
    proof: { verifies: true },
  },
  {
    id: 'saml-attribute-pollution-expiry',
    says: 'The conditions were over a day ago; an attribute NotOnOrAfter of another namespace says otherwise.',
    forges: false,
    clause: 'SAML 2.0 Core 2.5.1.2: NotOnOrAfter',
    bend: (s) => {
      const a = s.genuine.assertion
      const conditions = {
        'xmlns:x': 'urn:x',
        ...a.conditions,
        NotBefore: '2020-01-01T00:00:00Z',
        NotOnOrAfter: '2020-01-01T00:10:00Z',
        'x:NotOnOrAfter': a.conditions?.['NotOnOrAfter'],
      }
      return signed({ ...s.genuine, assertion: { ...a, conditions } }, 'both', trusted(s))
    },
    proof: { verifies: true },
  },
  {
    id: 'saml-attribute-twice',
    proof: { verifies: false },
    says: 'The response has its ID two times.',
    forges: false,
    clause: 'XML 1.0, section 3.1: attribute names are unique in a tag',
    bend: (s) => before(honest(s), ' InResponseTo=', ' ID="_another"'),
  },
  {
    id: 'saml-attribute-twice-by-two-prefixes',
    says: 'The response has two attributes of one expanded name.',
    forges: false,
    clause: 'Namespaces in XML 1.0, section 6.3: expanded names of attributes are unique in a tag',
    bend: (s) =>
      after(honest(s), '<samlp:Response', ' xmlns:p="urn:x" xmlns:q="urn:x" p:note="one" q:note="two"'),
  },
  {
    id: 'saml-name-with-empty-prefix',
    says: 'The assertion about the victim has a name that begins with a colon; the signed one follows.',
    clause: 'Namespaces in XML 1.0, section 4: a qualified name has a prefix before its colon',
    seenIn: ['CVE-2020-29511', 'CVE-2020-15216'],
    bend: (s) => {
      const odd = assertionXml({ ...s.evil.assertion, prefix: '' }).replaceAll(
        /(<\/?)Assertion/g,
        '$1:Assertion',
      )
      return responseXml(s.genuine, odd + genuine(s))
    },
  },
  {
    id: 'saml-directive-with-markup',
    proof: { verifies: false },
    says: 'A directive outside of the document type holds an assertion about the victim.',
    clause: 'XML 1.0, section 2.8: declarations stand in the document type',
    seenIn: ['CVE-2020-29510', 'CVE-2020-27846'],
    bend: (s) => responseXml(s.genuine, `<!x ${assertionXml(s.evil.assertion)}>${genuine(s)}`),
  },
)

export const parsingRows: readonly SamlMisbehaviour[] = [...spellings, ...names]
