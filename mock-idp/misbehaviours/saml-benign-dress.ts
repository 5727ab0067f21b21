/** The same message otherwise written: order, quotes, prefixes, line ends. No reader of XML may mind. */
import { idOf, signatureOver, signed, trusted } from '../saml/compose.ts'
import { rows } from '../saml/define.ts'
import {
  assertionXml,
  type ResponseDraft,
  responseXml,
  status,
  statusCode,
  statusXml,
} from '../saml/draft.ts'
import { posting, type SamlMisbehaviour, type Scene } from '../saml/scene.ts'
import { after, before, between, replaced } from '../saml/surgery.ts'
import { ns } from '../saml/xml.ts'

const honest = (s: Scene): string => signed(s.genuine, 'assertion', trusted(s))
const response = (change: (r: ResponseDraft) => Partial<ResponseDraft>) => (s: Scene) =>
  signed({ ...s.genuine, ...change(s.genuine) }, 'both', trusted(s))

/** The start tag of an element, its attributes written anew. */
const retagged = (xml: string, start: string, write: (pairs: readonly string[]) => string): string => {
  const tag = `${start}${between(xml, start, '>')}>`
  const pairs = [...tag.matchAll(/ ([\w:.-]+="[^"]*")/g)].map(([, pair = '']) => pair)
  return replaced(xml, tag, `${start} ${write(pairs)}>`)
}
const tags = ['<samlp:Response', '<saml:Assertion', '<saml:Conditions']
/** Namespace declarations on the root alone, where they were on each outermost element. */
const declaredOnRoot = (xml: string): string =>
  after(
    xml.replaceAll(` xmlns:saml="${ns.assertion}"`, ''),
    '<samlp:Response',
    ` xmlns:saml="${ns.assertion}"`,
  )
const prefixed = (protocol: string, own: string) =>
  response((r) => ({
    prefix: protocol,
    status: statusXml(statusCode(status('Success'), '', protocol), protocol),
    assertion: { ...r.assertion, prefix: own },
  }))

export const dressRows: readonly SamlMisbehaviour[] = rows(
  'saml-benign',
  {
    owed: 'acceptance',
    clause: 'XML 1.0 and Namespaces in XML 1.0: the same document otherwise written',
    proof: { verifies: true },
  },
  {
    id: 'saml-attributes-in-other-order',
    says: 'The XML attributes of response, assertion and conditions stand in the reverse order.',
    bend: (s) =>
      tags.reduce((xml, tag) => retagged(xml, tag, (pairs) => pairs.toReversed().join(' ')), honest(s)),
  },
  {
    id: 'saml-attributes-in-single-quotes',
    says: 'The XML attributes of response, assertion and conditions are in single quotes.',
    bend: (s) =>
      tags.reduce(
        (xml, tag) => retagged(xml, tag, (pairs) => pairs.join('\n  ').replaceAll('"', "'")),
        honest(s),
      ),
  },
  {
    id: 'saml-prefixes-of-version-2',
    says: 'The prefixes are saml2 and saml2p.',
    bend: prefixed('saml2p', 'saml2'),
  },
  { id: 'saml-prefixes-numbered', says: 'The prefixes are ns0 and ns1.', bend: prefixed('ns0', 'ns1') },
  { id: 'saml-prefixes-none', says: 'Both namespaces are default namespaces.', bend: prefixed('', '') },
  {
    id: 'saml-namespaces-on-root',
    says: 'All namespaces are declared on the root.',
    bend: (s) => declaredOnRoot(signed(s.genuine, 'both', trusted(s))),
  },
  {
    id: 'saml-namespaces-unused',
    says: 'Response and assertion declare namespaces that nothing uses.',
    clause: 'Exclusive XML Canonicalization 1.0, section 3: declarations that are not used are not signed',
    bend: (s) => {
      const unused = ` xmlns:xs="${ns.schema}" xmlns:xsi="${ns.instance}" xmlns:vendor="urn:vendor"`
      return tags
        .slice(0, 2)
        .reduce((xml, tag) => after(xml, tag, unused), signed(s.genuine, 'both', trusted(s)))
    },
  },
  {
    id: 'saml-declaration',
    says: 'An XML declaration stands before the response.',
    bend: (s) => `<?xml version="1.0" encoding="UTF-8"?>\n${honest(s)}`,
  },
  {
    id: 'saml-declaration-standalone',
    says: 'An XML declaration with standalone stands before the response.',
    bend: (s) => `<?xml version='1.0' encoding='utf-8' standalone="yes" ?>${honest(s)}`,
  },
  {
    id: 'saml-byte-order-mark',
    says: 'A byte order mark of UTF-8 stands before the response.',
    owed: 'unsettled',
    clause: 'XML 1.0, section 4.3.3 and appendix F: a mark of UTF-8 may stand there',
    bend: (s) => `\ufeff${honest(s)}`,
  },
  {
    id: 'saml-comments-outside',
    says: 'Comments stand before the response and between its elements, outside of what is signed.',
    bend: (s) =>
      `<!-- a provider -->${before(honest(s), '<samlp:Status>', '<!-- here comes the status -->')}<!-- end -->`,
  },
  {
    id: 'saml-instructions-outside',
    says: 'Processing instructions stand before the response and between its elements, outside of what is signed.',
    owed: 'unsettled',
    bend: (s) => `<?provider one?>${before(honest(s), '<samlp:Status>', '<?provider two?>')}`,
  },
  {
    id: 'saml-pretty-printed',
    says: 'The assertion was signed with line breaks and spaces between its elements.',
    bend: (s) => responseXml(s.genuine, prettySigned(s)),
  },
  {
    id: 'saml-pretty-printed-crlf',
    says: 'As with line breaks between the elements, which are carriage return and line feed in what is posted.',
    clause: 'XML 1.0, section 2.11: line ends are normalized before anything else',
    bend: (s) => responseXml(s.genuine, prettySigned(s)).replaceAll('\n', '\r\n'),
  },
  {
    id: 'saml-signature-broken-in-lines',
    says: 'Line breaks stand in the signature value and in the certificate.',
    clause: 'XML Signature 4.2: base64Binary may have white space',
    bend: (s) => {
      const xml = honest(s)
      const value = between(xml, '<ds:SignatureValue>', '</ds:SignatureValue>')
      const certificate = between(xml, '<ds:X509Certificate>', '</ds:X509Certificate>')
      const lines = (text: string): string => `\n${text.replace(/.{1,64}/g, '$&\n')}`
      return replaced(replaced(xml, value, lines(value)), certificate, lines(certificate))
    },
  },
  {
    id: 'saml-digest-broken-in-lines',
    says: 'The digest value was signed with line breaks in it.',
    clause: 'XML Signature 4.2: base64Binary may have white space',
    bend: (s) =>
      signed(s.genuine, 'both', {
        ...trusted(s),
        info: (usual) => ({
          references: usual.references.map((one) => ({
            ...one,
            digestValue: `\n${one.digestValue.slice(0, 20)}\n${one.digestValue.slice(20)}\n`,
          })),
        }),
      }),
  },
  ...[64, 76].map((width) => ({
    id: `saml-base64-lines-of-${width}`,
    says: `The form field is broken after every ${width} characters by carriage return and line feed.`,
    clause: 'SAML 2.0 Bindings 3.5.4 and RFC 2045 6.8: lines of Base64',
    bend: (s: Scene) => {
      const form = posting(s, honest(s))
      const broken = (value: string): string =>
        (value.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join('\r\n')
      return {
        ...form,
        fields: form.fields.map(
          ([name, value]) => [name, name === 'SAMLResponse' ? broken(value) : value] as const,
        ),
      }
    },
  })),
)

const prettySigned = (s: Scene): string => {
  const pretty = assertionXml(s.genuine.assertion)
    .replaceAll(/>(?=<[^/])/g, '>\n    ')
    .replaceAll(/(<\/[\w:]+>)(?=<\/)/g, '$1\n  ')
  return after(pretty, '</saml:Issuer>', signatureOver(idOf(s.genuine.assertion), pretty, trusted(s)))
}
