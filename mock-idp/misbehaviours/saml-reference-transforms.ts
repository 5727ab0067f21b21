/** How a signature is computed: transforms that hide, and canonicalization that is exchanged. */
import { idOf, signatureOver, signed, signedAssertion, trusted } from '../saml/compose.ts'
import { clauses, rows } from '../saml/define.ts'
import { type AssertionDraft, assertionXml, responseXml } from '../saml/draft.ts'
import type { SamlMisbehaviour, Scene } from '../saml/scene.ts'
import { algorithm, digest, type Reference, type Transform, usualTransforms } from '../saml/signer.ts'
import { replaced } from '../saml/surgery.ts'
import { element, ns, text } from '../saml/xml.ts'

const evilWith = (s: Scene, signature: string): string =>
  responseXml(s.evil, assertionXml(s.evil.assertion, signature))
const evilId = (s: Scene): string => idOf(s.evil.assertion)
/** A signature in the forged assertion over one reference of the provider's making. */
const transformed = (transforms: readonly Transform[], digested: (s: Scene) => string) => (s: Scene) =>
  evilWith(
    s,
    signatureOver('', '', {
      ...trusted(s),
      info: () => ({
        references: [{ uri: `#${evilId(s)}`, transforms, digestValue: digest(digested(s)) }],
      }),
    }),
  )

const xslt = (inside: string): Transform => ({
  algorithm: algorithm.xslt,
  inside: element(
    'xsl:stylesheet',
    { 'xmlns:xsl': 'http://www.w3.org/1999/XSL/Transform', version: '1.0' },
    element('xsl:output', { method: 'text' }),
    element('xsl:template', { match: '/' }, inside),
  ),
})
/** The forged subject around attributes of somebody; what a filter leaves out is not signed. */
const withoutStatement = (a: AssertionDraft): string => assertionXml({ ...a, statements: [] })
const filtered = (transform: Transform) => (s: Scene) => {
  const { assertion } = s.genuine
  const signature = signatureOver('', '', {
    ...trusted(s),
    info: () => ({
      references: [
        {
          uri: `#${idOf(assertion)}`,
          transforms: [{ algorithm: algorithm.enveloped }, transform, { algorithm: algorithm.exclusive }],
          digestValue: digest(withoutStatement(assertion)),
        },
      ],
    }),
  })
  return responseXml(
    s.genuine,
    assertionXml({ ...assertion, statements: s.evil.assertion.statements }, signature),
  )
}

const transforms = rows(
  'saml-reference',
  { owed: 'refusal', forges: true, clause: clauses.transforms },
  {
    id: 'saml-transform-xslt-swaps-content',
    proof: { verifies: true },
    says: 'A stylesheet gives a genuine text in place of the assertion about the victim, and that text is digested.',
    seenIn: ['CVE-2022-34169'],
    bend: (s) => {
      const genuine = assertionXml(s.genuine.assertion)
      const swap = xslt(element('xsl:text', {}, text(genuine)))
      return transformed([{ algorithm: algorithm.enveloped }, swap], () => genuine)(s)
    },
  },
  {
    id: 'saml-transform-xslt-fetches',
    says: 'A stylesheet reads a document from an address in place of the assertion about the victim.',
    seenIn: ['CVE-2022-34169'],
    bend: (s) => {
      const read = xslt(element('xsl:value-of', { select: `document('${s.canary('/stylesheet')}')` }))
      return transformed([{ algorithm: algorithm.enveloped }, read], () => '')(s)
    },
  },
  {
    id: 'saml-transform-xpath-hides-attributes',
    says: 'An XPath filter leaves the attributes unsigned; they are those of the victim.',
    bend: filtered({
      algorithm: algorithm.xpath,
      inside: element('ds:XPath', {}, `not(ancestor-or-self::*[local-name()='AttributeStatement'])`),
    }),
    proof: { verifies: true },
  },
  {
    id: 'saml-transform-xpath-filter-2-hides-attributes',
    proof: { verifies: true },
    says: 'A filter of XPath Filter 2.0 leaves the attributes unsigned; they are those of the victim.',
    bend: filtered({
      algorithm: algorithm.xpathFilter,
      inside: element(
        'f:XPath',
        { 'xmlns:f': algorithm.xpathFilter, Filter: 'subtract' },
        `//*[local-name()='AttributeStatement']`,
      ),
    }),
  },
  {
    id: 'saml-transform-base64',
    proof: { verifies: true },
    says: 'The digest goes over what the Base64 text inside Advice decodes to; the assertion names the victim.',
    bend: (s) => {
      const part = element('note', { ID: '_part' }, Buffer.from('signed').toString('base64'))
      const a = { ...s.evil.assertion, advice: element('saml:Advice', {}, part) }
      const one: Reference = {
        uri: '#_part',
        transforms: [{ algorithm: algorithm.base64 }],
        digestValue: digest('signed'),
      }
      return responseXml(
        s.evil,
        assertionXml(a, signatureOver('', '', { ...trusted(s), info: () => ({ references: [one] }) })),
      )
    },
  },
)

/** The genuine assertion with its one reference changed. */
const referring = (change: (usual: Reference, s: Scene) => Reference[]) => (s: Scene) => {
  const { assertion } = s.genuine
  return responseXml(
    s.genuine,
    signedAssertion(assertion, {
      ...trusted(s),
      info: (usual) => ({ references: usual.references.flatMap((one) => change(one, s)) }),
    }),
  )
}

const harmless = rows(
  'saml-reference',
  { owed: 'refusal', clause: clauses.transforms },
  {
    id: 'saml-transform-none',
    says: 'The reference has no transforms, and the signature stands behind the assertion.',
    clause: `${clauses.enveloped}; ${clauses.transforms}`,
    bend: (s) => {
      const { assertion } = s.genuine
      const plain = assertionXml(assertion)
      // Without a transform Canonical XML 1.0 applies, which takes in what is declared around.
      const inclusive = replaced(
        plain,
        `xmlns:saml="${ns.assertion}"`,
        `xmlns:saml="${ns.assertion}" xmlns:samlp="${ns.protocol}"`,
      )
      const one: Reference = { uri: `#${idOf(assertion)}`, digestValue: digest(inclusive) }
      return responseXml(
        s.genuine,
        plain + signatureOver('', '', { ...trusted(s), info: () => ({ references: [one] }) }),
      )
    },
    proof: { verifies: true },
  },
  {
    id: 'saml-transform-enveloped-last',
    says: 'The enveloped signature is taken out after canonicalization.',
    owed: 'unsettled',
    clause: 'XML Signature 6.6.4: the transform works on a node-set of the document',
    bend: referring((one) => [{ ...one, transforms: usualTransforms.toReversed() }]),
  },
  {
    id: 'saml-transform-enveloped-twice',
    proof: { verifies: true },
    says: 'The enveloped signature is taken out two times.',
    owed: 'unsettled',
    clause: 'XML Signature 6.6.4: the enveloped signature transform',
    bend: referring((one) => [
      { ...one, transforms: [{ algorithm: algorithm.enveloped }, ...usualTransforms] },
    ]),
  },
  {
    id: 'saml-transform-storm',
    proof: { verifies: true },
    says: 'The reference has two thousand transforms.',
    exhausts: true,
    clause: 'XML Signature Best Practices 2.1: the number of transforms is limited',
    bend: referring((one) => [
      {
        ...one,
        transforms: [
          { algorithm: algorithm.enveloped },
          ...Array.from({ length: 2000 }, () => ({ algorithm: algorithm.exclusive })),
        ],
      },
    ]),
  },
  {
    id: 'saml-reference-storm',
    proof: { verifies: true },
    says: 'The signature has five hundred references to the assertion.',
    exhausts: true,
    clause: 'XML Signature Best Practices 2.1: the number of references is limited',
    bend: referring((one) => Array.from({ length: 500 }, () => one)),
  },
)

const inclusiveNamespaces = (list: string): Transform => ({
  algorithm: algorithm.exclusive,
  inside: element('ec:InclusiveNamespaces', { 'xmlns:ec': algorithm.exclusive, PrefixList: list }),
})
/**
 * A genuine assertion whose values have a type in the namespace `xs`, declared on the response. With the prefix in the
 * list its declaration is signed, without it is not.
 */
const typed = (s: Scene, list: string | undefined): string => {
  const { assertion } = s.genuine
  const value = element(
    'saml:AttributeValue',
    { 'xmlns:xsi': ns.instance, 'xsi:type': 'xs:string' },
    'GENUINE typed',
  )
  const a = {
    ...assertion,
    statements: [...assertion.statements, [{ name: 'typed', values: [{ xml: value }] }]],
  }
  const canonical = assertionXml(list === undefined ? a : { ...a, declares: { 'xmlns:xs': ns.schema } })
  const signature = signatureOver(idOf(a), canonical, {
    ...trusted(s),
    info: (usual) => ({
      references: usual.references.map((one) => ({
        ...one,
        transforms: [
          { algorithm: algorithm.enveloped },
          list === undefined ? { algorithm: algorithm.exclusive } : inclusiveNamespaces(list),
        ],
      })),
    }),
  })
  return responseXml({ ...s.genuine, declares: { 'xmlns:xs': ns.schema } }, assertionXml(a, signature))
}
const rebound = (xml: string): string =>
  replaced(xml, `xmlns:xs="${ns.schema}"`, 'xmlns:xs="urn:somewhere:else"')
const list = (xml: string, to: string): string => replaced(xml, 'PrefixList="xs saml"', `PrefixList="${to}"`)

const altered = rows(
  'saml-reference',
  { owed: 'refusal', clause: 'XML Signature 3.2.2: SignedInfo itself is signed', proof: { verifies: false } },
  {
    id: 'saml-prefix-rebound-unlisted',
    says: 'A prefix that stands in a value only, and in no list, is bound to another name around the signed assertion.',
    owed: 'refusal-or-genuine',
    clause: 'Exclusive XML Canonicalization 1.0, section 3: only prefixes that are visibly used are rendered',
    bend: (s) => rebound(typed(s, undefined)),
    proof: { verifies: true },
  },
  {
    id: 'saml-prefix-rebound-listed',
    says: 'A prefix that the signature lists is bound to another name around the signed assertion.',
    clause: 'Exclusive XML Canonicalization 1.0, section 3: prefixes of the list are rendered',
    bend: (s) => rebound(typed(s, 'xs')),
  },
  {
    id: 'saml-prefix-list-shortened',
    says: 'A prefix is taken out of the list after signing.',
    bend: (s) => list(typed(s, 'xs saml'), 'saml'),
  },
  {
    id: 'saml-prefix-list-lengthened',
    says: 'A prefix is put into the list after signing.',
    bend: (s) => list(typed(s, 'xs saml'), 'xs saml samlp'),
  },
  {
    id: 'saml-prefix-list-reordered',
    says: 'The prefixes of the list change their places after signing.',
    bend: (s) => list(typed(s, 'xs saml'), 'saml xs'),
  },
  {
    id: 'saml-prefix-list-with-default',
    says: 'The default namespace is put into the list after signing.',
    bend: (s) => list(typed(s, 'xs saml'), 'xs saml #default'),
  },
  ...(
    [
      ['inclusive', algorithm.inclusive],
      ['with-comments', algorithm.exclusiveWithComments],
      ['unknown', 'http://www.w3.org/2001/10/xml-exc-c15n#'],
    ] as const
  ).map(([name, uri]) => ({
    id: `saml-canonicalization-${name}`,
    says: `The canonicalization of SignedInfo is exchanged after signing (${name}).`,
    bend: (s: Scene) =>
      replaced(
        signed(s.genuine, 'assertion', trusted(s)),
        `<ds:CanonicalizationMethod Algorithm="${algorithm.exclusive}"`,
        `<ds:CanonicalizationMethod Algorithm="${uri}"`,
      ),
  })),
)

export const transformRows: readonly SamlMisbehaviour[] = [...transforms, ...harmless, ...altered]
