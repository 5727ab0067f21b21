/**
 * What stands between the characters of a name: comments, sections, references, instructions. Canonical form drops or
 * resolves most of it, so that the signature stays good while readers see more than one text, or its beginning alone.
 *
 * @see CVE-2017-11427 and CVE-2018-0489: a comment in a NameID cuts it short
 */
import fc from 'fast-check'
import { type SamlDraft, type SamlRow, samlRow } from '../../../../fixtures/fuzzing/saml/draft.ts'
import { atSaml } from './making.ts'

const WHERE = ['NameID', 'AttributeValue', 'Audience', 'Issuer'] as const
const SPLITS = ['comment', 'section', 'whole-section', 'empty-section', 'decimal', 'hexadecimal'] as const

interface Split {
  readonly where: (typeof WHERE)[number]
  readonly by: (typeof SPLITS)[number]
  readonly at: number
}

/** The text of an element with something in it that canonical form takes away. */
function split(text: string, by: Split['by'], at: number): string {
  const [before, after] = [text.slice(0, at), text.slice(at)]
  const [one = ''] = after
  const code = one.codePointAt(0) ?? 0
  switch (by) {
    case 'comment':
      return `${before}<!---->${after}`
    case 'section':
      return `${before}<![CDATA[${after}]]>`
    case 'whole-section':
      return `<![CDATA[${text}]]>`
    case 'empty-section':
      return `${before}<![CDATA[]]>${after}`
    case 'decimal':
      return `${before}&#${code};${after.slice(one.length)}`
    case 'hexadecimal':
      return `${before}&#x${code.toString(16)};${after.slice(one.length)}`
  }
}

/** The text of the first element of that name in the assertion, where it is plain. */
function inText(xml: string, name: string, change: (text: string) => string): string {
  const start = xml.indexOf('<saml:Assertion')
  const element = new RegExp(`(<saml:${name}(?: [^>]*)?>)([^<&]+)(?=</saml:${name}>)`)
  return (
    xml.slice(0, start) +
    xml.slice(start).replace(element, (_, tag: string, text: string) => tag + change(text))
  )
}

const editing = (draft: SamlDraft, edit: (xml: string) => string): SamlDraft | undefined =>
  draft.bent !== undefined || draft.edits.length > 0 ? undefined : { ...draft, edits: [edit] }

const at = fc.nat({ max: 40 })

export const textRows: readonly SamlRow[] = [
  samlRow({
    id: 'text-in-pieces',
    says: 'A text of the signed assertion holds a comment or a section, or spells a character by its number.',
    class: 'saml-reading',
    layer: 'form',
    gravity: 0,
    verdict: atSaml('either'),
    divides: 'text-in-pieces',
    sweep: WHERE.flatMap((where) => SPLITS.map((by) => ({ where, by, at: 7 }))),
    parameter: fc.record({ where: fc.constantFrom(...WHERE), by: fc.constantFrom(...SPLITS), at }),
    apply: (draft, { where, by, at: position }) =>
      editing(draft, (xml) => inText(xml, where, (text) => split(text, by, position % text.length))),
  }),
  samlRow({
    id: 'instruction-in-text',
    says: 'A processing instruction was put into a text of the assertion after it was signed.',
    class: 'saml-reading',
    layer: 'form',
    gravity: 0,
    verdict: atSaml('refuse'),
    sweep: WHERE.map((where) => ({ where, at: 7 })),
    parameter: fc.record({ where: fc.constantFrom(...WHERE), at }),
    apply: (draft, { where, at: position }) =>
      editing(draft, (xml) =>
        inText(xml, where, (text) => {
          const cut = position % text.length
          return `${text.slice(0, cut)}<?x y?>${text.slice(cut)}`
        }),
      ),
  }),
]
