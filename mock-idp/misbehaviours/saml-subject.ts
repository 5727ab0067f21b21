/** Whom an assertion is about: names and attributes that are missing, doubled, or in an odd form. */
import { signed, trusted } from '../saml/compose.ts'
import { rows } from '../saml/define.ts'
import { type AssertionDraft, type AttributeDraft, basic, formats } from '../saml/draft.ts'
import type { SamlMisbehaviour, Scene } from '../saml/scene.ts'
import { element, ns } from '../saml/xml.ts'

const assertion = (change: (a: AssertionDraft, s: Scene) => Partial<AssertionDraft>) => (s: Scene) =>
  signed(
    { ...s.genuine, assertion: { ...s.genuine.assertion, ...change(s.genuine.assertion, s) } },
    'both',
    trusted(s),
  )
/** The attributes of the genuine person, each changed. */
const attributes = (change: (one: AttributeDraft, s: Scene) => readonly AttributeDraft[]) =>
  assertion((a, s) => ({ statements: a.statements.map((list) => list.flatMap((one) => change(one, s))) }))
/** An attribute that nobody maps, beside those of the person. */
const beside = (more: (s: Scene) => AttributeDraft) =>
  assertion((a, s) => ({ statements: [...a.statements, [more(s)]] }))
const value = (attributesOf: Record<string, string>, inside = ''): { xml: string } => ({
  xml: element('saml:AttributeValue', attributesOf, inside),
})

const nobody = rows(
  'saml-subject',
  {
    owed: 'refusal',
    clause: 'Amazon Cognito Developer Guide, SAML things to know: NameID is required and identifies the user',
    proof: { verifies: true },
  },
  {
    id: 'saml-subject-missing',
    says: 'There is no Subject.',
    bend: assertion(() => ({ hasSubject: false })),
  },
  {
    id: 'saml-name-missing',
    says: 'The Subject has no NameID.',
    bend: assertion(() => ({ nameId: undefined })),
  },
  {
    id: 'saml-name-empty',
    says: 'The NameID is empty.',
    bend: assertion(() => ({ nameId: '' })),
  },
  {
    id: 'saml-name-blank',
    says: 'The NameID is white space.',
    bend: assertion(() => ({ nameId: ' \n\t ' })),
  },
)

const formatClause = 'SAML 2.0 Core 8.3: formats of names; Amazon Cognito asks for none in particular'
const named = rows(
  'saml-subject',
  { owed: 'acceptance', clause: formatClause, proof: { verifies: true } },
  {
    id: 'saml-name-format-missing',
    says: 'The NameID has no Format.',
    bend: assertion(() => ({ nameIdAttributes: {} })),
  },
  ...(['email', 'unspecified'] as const).map((name) => ({
    id: `saml-name-format-${name}`,
    says: `The Format of the NameID is ${formats[name]}.`,
    bend: assertion(() => ({ nameIdAttributes: { Format: formats[name] } })),
  })),
  {
    id: 'saml-name-format-transient',
    says: 'The Format of the NameID is that of transient names.',
    owed: 'unsettled',
    bend: assertion(() => ({ nameIdAttributes: { Format: formats.transient } })),
  },
  {
    id: 'saml-name-format-unknown',
    says: 'The Format of the NameID is one that nobody knows.',
    owed: 'unsettled',
    bend: assertion(() => ({ nameIdAttributes: { Format: 'urn:somewhere:else:format' } })),
  },
  {
    id: 'saml-name-qualified',
    says: 'The NameID has NameQualifier and SPNameQualifier.',
    clause: 'SAML 2.0 Core 2.2.2: qualifiers of a name',
    bend: assertion((a, s) => ({
      nameIdAttributes: { ...a.nameIdAttributes, NameQualifier: s.entityId, SPNameQualifier: s.audience },
    })),
  },
)

const told = rows(
  'saml-subject',
  {
    owed: 'unsettled',
    clause: 'SAML 2.0 Core 2.7.3: attributes and their values',
    proof: { verifies: true },
  },
  {
    id: 'saml-friendly-name-of-other-attribute',
    says: 'Attributes of unknown names, with the values of the victim, have the names of the mapped ones as FriendlyName.',
    owed: 'refusal-or-genuine',
    forges: true,
    clause: 'SAML 2.0 Core 2.7.3.1: FriendlyName is for people and identifies nothing',
    bend: assertion((a, s) => ({
      statements: [
        ...a.statements,
        (s.evil.assertion.statements[0] ?? []).map((one, n) => ({
          ...one,
          name: `urn:unmapped:${n}`,
          more: { ...one.more, FriendlyName: one.name },
        })),
      ],
    })),
  },
  {
    id: 'saml-attribute-name-twice',
    says: 'Each attribute comes two times, the second time with another value.',
    bend: attributes((one) => [one, { ...one, values: ['SECOND'] }]),
  },
  {
    id: 'saml-attribute-name-in-two-formats',
    says: 'Each attribute comes two times, the second time in another NameFormat and with another value.',
    bend: attributes((one) => [
      one,
      { ...one, more: { NameFormat: 'urn:oasis:names:tc:SAML:2.0:attrname-format:uri' }, values: ['SECOND'] },
    ]),
  },
  {
    id: 'saml-attribute-without-value',
    says: 'The attributes have no value.',
    bend: attributes((one) => [{ ...one, values: [] }]),
  },
  {
    id: 'saml-attribute-values-empty',
    says: 'The values of the attributes are empty.',
    bend: attributes((one) => [{ ...one, values: [''] }]),
  },
  {
    id: 'saml-attribute-values-nil',
    says: 'The values of the attributes are nil.',
    bend: attributes((one) => [{ ...one, values: [value({ 'xmlns:xsi': ns.instance, 'xsi:nil': 'true' })] }]),
  },
  {
    id: 'saml-attribute-value-is-xml',
    says: 'An unmapped attribute has XML as its value.',
    bend: beside(() => ({
      name: 'structured',
      values: [value({}, element('part', {}, 'one') + element('part', {}, 'two'))],
    })),
  },
  ...(
    [
      ['integer', '42'],
      ['dateTime', '2026-01-01T00:00:00Z'],
      ['boolean', 'true'],
    ] as const
  ).map(([type, inside]) => ({
    id: `saml-attribute-value-of-type-${type.toLowerCase()}`,
    says: `An unmapped attribute has a value of the type xs:${type}.`,
    bend: beside(() => ({
      name: 'typed',
      more: { NameFormat: basic },
      values: [value({ 'xmlns:xsi': ns.instance, 'xsi:type': `xs:${type}` }, inside)],
    })),
  })),
)

export const subjectRows: readonly SamlMisbehaviour[] = [...nobody, ...named, ...told]
