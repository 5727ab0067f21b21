/** What rows of spelling have in common: which surfaces refuse, and which characters may stand in a token. */
import fc from 'fast-check'
import type { JwtRow } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { at, everywhere, jwtRow } from '../../../../fixtures/fuzzing/jwt/row.ts'
import { inBody, inserted, type PartName, repart, SIGNED_PARTS } from './surgery.ts'

/** Outside the pattern `[A-Za-z0-9-_=.]+`, which operations document that take an access token. */
export const outsidePattern = at({ 'access-token-operation': 'refuse' }, 'either')

/** Within that pattern: there nothing but the form of JWS speaks against it. */
export const withinPattern = at({ 'access-token-operation': 'either' }, 'refuse')

export const odd = { class: 'spelling', layer: 'form', gravity: 3 } as const

interface Charset {
  readonly id: string
  readonly what: string
  readonly characters: readonly [string, ...string[]]
  /** A header cannot carry them, or takes them for its own. */
  readonly bodyOnly?: true
}

const CHARSETS: readonly Charset[] = [
  { id: 'white-space', what: 'White space', characters: [' ', '\t'] },
  { id: 'line-breaks', what: 'A line break', characters: ['\n', '\r\n', '\r'], bodyOnly: true },
  {
    id: 'control-characters',
    what: 'A control character',
    characters: ['\0', '\x1b', '\x7f'],
    bodyOnly: true,
  },
  {
    id: 'illegal-characters',
    what: 'A character that is not of the alphabet',
    characters: ['!', '?', '#', ',', '*', '~', '\\'],
  },
  {
    id: 'foreign-characters',
    what: 'A character that is not of ASCII',
    characters: ['\u00e9', '\u0410', '\u200b', '\u{1f600}'],
    bodyOnly: true,
  },
]

interface Inserted {
  readonly [name: string]: string | number
  readonly part: PartName
  readonly character: string
  readonly at: number
}

/** Within a part that is signed: what is signed are other characters. Within the signature: decoders differ. */
function insertions({ id, what, characters, bodyOnly }: Charset): readonly JwtRow[] {
  const where = bodyOnly === true ? inBody : (verdict: JwtRow['verdict']) => verdict
  const row = (parts: readonly [PartName, ...PartName[]]) => ({
    ...odd,
    sweep: characters.flatMap((character) => parts.map((part) => ({ part, character, at: 5 }))),
    parameter: fc.record({
      part: fc.constantFrom(...parts),
      character: fc.constantFrom(...characters),
      at: fc.integer({ min: 1, max: 100 }),
    }) as fc.Arbitrary<Inserted>,
  })
  const apply: Parameters<typeof jwtRow<Inserted>>[0]['apply'] = (
    draft,
    { part, character, at: position },
    scene,
  ) => repart(draft, scene, part, (text) => inserted(text, position, character))
  return [
    jwtRow<Inserted>({
      id: `${id}-in-signed-part`,
      says: `${what} stands in the header or the payload`,
      ...row(SIGNED_PARTS),
      verdict: where(everywhere('refuse')),
      apply,
    }),
    jwtRow<Inserted>({
      id: `${id}-in-signature`,
      says: `${what} stands in the signature`,
      ...row(['signature']),
      verdict: where(outsidePattern),
      divides: 'characters-in-signature',
      apply,
    }),
  ]
}

const BLANKS = [' ', '\t', '\n', '\r', '\u00a0', '\u200b'] as const

const wrapped = (text: string, columns: number, end: string): string =>
  (text.match(new RegExp(`.{1,${columns}}`, 'g')) ?? []).join(end)

/** Characters that are not of the alphabet, within the token and around it. */
export const characterRows: readonly JwtRow[] = [
  ...CHARSETS.flatMap(insertions),
  jwtRow<{ part: PartName; columns: number; end: string }>({
    id: 'wrapped-signed-part',
    says: 'The header or the payload is wrapped at a number of columns',
    ...odd,
    verdict: inBody(everywhere('refuse')),
    sweep: [
      { part: 'payload', columns: 64, end: '\n' },
      { part: 'header', columns: 64, end: '\n' },
      { part: 'payload', columns: 76, end: '\r\n' },
    ],
    parameter: fc.record({
      part: fc.constantFrom(...SIGNED_PARTS),
      columns: fc.constantFrom(64, 76, 20),
      end: fc.constantFrom('\n', '\r\n'),
    }),
    apply: (draft, { part, columns, end }, scene) =>
      repart(draft, scene, part, (text) => wrapped(text, columns, end)),
  }),
  jwtRow<{ side: string; character: string; count: number }>({
    id: 'white-space-around',
    says: 'White space stands before or after the token',
    ...odd,
    verdict: inBody(outsidePattern),
    divides: 'white-space-around',
    sweep: BLANKS.flatMap((character) => ['after', 'before'].map((side) => ({ side, character, count: 1 }))),
    parameter: fc.record({
      side: fc.constantFrom('after', 'before'),
      character: fc.constantFrom(...BLANKS),
      count: fc.integer({ min: 1, max: 5 }),
    }),
    apply: (draft, { side, character, count }, scene) =>
      repart(draft, scene, side === 'after' ? 'signature' : 'header', (text) =>
        side === 'after' ? text + character.repeat(count) : character.repeat(count) + text,
      ),
  }),
  jwtRow({
    id: 'control-character-after',
    says: 'A control character follows the token, alone or with one part more',
    ...odd,
    verdict: inBody(outsidePattern),
    divides: 'characters-in-signature',
    sweep: ['\0', '\0.eA', '\x1b'],
    parameter: fc.constantFrom('\0', '\0.eA', '\x1b', '\0\0'),
    apply: (draft, end, scene) => repart(draft, scene, 'signature', (text) => text + end),
  }),
]
