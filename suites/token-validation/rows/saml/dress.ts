/** The same response, otherwise written: what XML, Base64 and SAML leave free, and no relying party may mind. */
import fc from 'fast-check'
import { type SamlDraft, type SamlRow, samlRow } from '../../../../fixtures/fuzzing/saml/draft.ts'
import { basic } from '../../../../mock-idp/saml/draft.ts'
import { asserting, atSaml } from './making.ts'

/** Text and form are dressed last, so that whatever is wrong with them is there already. */
const dressed = (draft: SamlDraft, edit: (xml: string) => string): SamlDraft | undefined =>
  draft.bent !== undefined && typeof draft.bent !== 'string'
    ? undefined
    : { ...draft, edits: [...draft.edits, edit] }

const row = (one: Pick<SamlRow, 'id' | 'says'>) => ({
  ...one,
  class: 'saml-honest-dress',
  layer: 'form' as const,
  gravity: 3 as const,
  verdict: atSaml('accept'),
})

const DECLARATIONS = [
  '<?xml version="1.0"?>',
  '<?xml version="1.0" encoding="UTF-8"?>\n',
  "<?xml version='1.0' encoding='utf-8' standalone='yes' ?>",
  '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\r\n',
] as const
const AFTER = ['\n', '\r\n \t', '<!-- end -->', '\n<!-- one --><!-- two -->\n'] as const
const SPACES = [' ', '\n', '\t', '\r\n   '] as const
const ENDS = ['\n', '\r\n'] as const

/** The start tag of that number, its attributes written otherwise. Canonical form puts them back. */
function retagged(
  xml: string,
  { tag, space, quote, turn }: { tag: number; space: string; quote: string; turn: number },
): string {
  const tags = [...xml.matchAll(/<([\w:]+)((?: [\w:]+="[^"<]*")+)>/g)]
  const found = tags[tag % Math.max(1, tags.length)]
  if (found === undefined) return xml
  const [whole, name = '', list = ''] = found
  const pairs = [...list.matchAll(/ ([\w:]+)="([^"]*)"/g)].map(
    ([, key = '', value = '']) => [key, value] as const,
  )
  const cut = turn % pairs.length
  const written = [...pairs.slice(cut), ...pairs.slice(0, cut)].map(([key, value]) =>
    quote === "'" && !value.includes("'") ? `${key}='${value}'` : `${key}="${value}"`,
  )
  const end = found.index + whole.length
  return `${xml.slice(0, found.index)}<${[name, ...written].join(space)}>${xml.slice(end)}`
}

export const dressRows: readonly SamlRow[] = [
  samlRow({
    ...row({ id: 'xml-declaration', says: 'An XML declaration stands before the response.' }),
    sweep: DECLARATIONS,
    parameter: fc.constantFrom(...DECLARATIONS),
    apply: (draft, declaration) =>
      dressed(draft, (xml) => (xml.startsWith('<samlp:') ? declaration + xml : xml)),
  }),
  samlRow({
    ...row({ id: 'after-the-root', says: 'White space or comments stand after the response.' }),
    sweep: AFTER,
    parameter: fc.constantFrom(...AFTER),
    apply: (draft, after) => dressed(draft, (xml) => xml + after),
  }),
  samlRow({
    ...row({
      id: 'attributes-otherwise-written',
      says: 'The XML attributes of an element stand in another order, in other quotes, or apart by other white space.',
    }),
    sweep: [0, 1, 2, 8, 12].flatMap((tag) =>
      SPACES.map((space, n) => ({ tag, space, quote: n % 2 === 0 ? "'" : '"', turn: n + 1 })),
    ),
    parameter: fc.record({
      tag: fc.nat({ max: 40 }),
      space: fc.constantFrom(...SPACES),
      quote: fc.constantFrom('"', "'"),
      turn: fc.nat({ max: 5 }),
    }),
    apply: (draft, how) => dressed(draft, (xml) => retagged(xml, how)),
  }),
  samlRow({
    ...row({ id: 'unused-namespace', says: 'The response declares a namespace that nothing uses.' }),
    sweep: ['vendor', 'xs'],
    parameter: fc.constantFrom('vendor', 'a', 'Long-Prefix_1', 'xs'),
    apply: (draft, prefix) =>
      dressed(draft, (xml) =>
        xml.startsWith('<samlp:Response ') && !xml.includes(`xmlns:${prefix}=`)
          ? xml.replace(
              '<samlp:Response ',
              `<samlp:Response xmlns:${prefix}="urn:example:${prefix.toLowerCase()}" `,
            )
          : xml,
      ),
  }),
  samlRow({
    ...row({ id: 'empty-elements-short', says: 'An element that is empty is written with one tag.' }),
    sweep: [0, 1, 2, 3],
    parameter: fc.nat({ max: 20 }),
    apply: (draft, number) =>
      dressed(draft, (xml) => {
        const found = [...xml.matchAll(/<([\w:]+)((?: [\w:]+="[^"<]*")*)><\/\1>/g)]
        const one = found[number % Math.max(1, found.length)]
        if (one === undefined) return xml
        const short = `<${one[1]}${one[2]}/>`
        return xml.slice(0, one.index) + short + xml.slice(one.index + one[0].length)
      }),
  }),
  samlRow({
    ...row({
      id: 'signature-in-lines',
      says: 'The signature value of the outer signature is broken in lines.',
    }),
    sweep: ENDS.map((end) => ({ width: 64, end })),
    parameter: fc.record({ width: fc.integer({ min: 40, max: 100 }), end: fc.constantFrom(...ENDS) }),
    apply: (draft, { width, end }) =>
      // Another row may have changed it, and readers differ on what white space in a broken value means.
      draft.edits.length > 0 || draft.bent !== undefined
        ? undefined
        : dressed(draft, (xml) =>
            xml.replace(
              /(<ds:SignatureValue>)([^<]+)/,
              (_, tag: string, value: string) => tag + inLines(value, width, end),
            ),
          ),
  }),
  samlRow({
    ...row({ id: 'form-in-lines', says: 'The Base64 of the form comes in lines.' }),
    sweep: ENDS.flatMap((end) => [64, 76].map((width) => ({ width, end }))),
    parameter: fc.record({ width: fc.integer({ min: 40, max: 100 }), end: fc.constantFrom(...ENDS) }),
    apply: (draft, { width, end }) => ({
      ...draft,
      fields: [
        ...draft.fields,
        (fields) =>
          fields.map(([name, value]) =>
            name === 'SAMLResponse' ? [name, inLines(value, width, end)] : [name, value],
          ),
      ],
    }),
  }),
  samlRow({
    ...row({
      id: 'unmapped-attributes',
      says: 'The provider says more of the person than anybody asked for.',
    }),
    layer: 'claims',
    signs: true,
    sweep: [
      { names: ['custom:role'], value: 'admin' },
      { names: ['cognito:groups', 'cognito:roles', 'identities', 'token_use'], value: 'admin' },
    ],
    parameter: fc.record({
      names: fc.uniqueArray(
        fc.constantFrom(
          'custom:role',
          'cognito:groups',
          'cognito:roles',
          'identities',
          'token_use',
          'sub',
          'aud',
        ),
        { minLength: 1, maxLength: 4 },
      ),
      value: fc.constantFrom('admin', '', '[]', '{"a":1}', 'Grüße', '<b>'),
    }),
    apply: (draft, { names, value }) =>
      asserting(draft, 'attributes', (a) => ({
        ...a,
        statements: a.statements.map((list) => [
          ...list,
          ...names.map((name) => ({ name, more: { NameFormat: basic }, values: [value] })),
        ]),
      })),
  }),
]

const inLines = (text: string, width: number, end: string): string =>
  text.replace(new RegExp(`.{1,${width}}`, 'g'), `$&${end}`)
