/**
 * Properly signed tokens whose header is no JSON object, or one only to a parser that forgives: two readers of such a
 * token need not read the same.
 *
 * @see RFC 7515, sections 4, 5.2 and 10.12; RFC 7519, section 7.2, step 4; RFC 8259
 */
import fc from 'fast-check'
import type { JwtDraft, JwtRow } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { withHeader } from './making.ts'
import { headerText, odd, withMoreText, wrong } from './signed.ts'

const NO_OBJECTS = ['null', '[]', '"RS256"', 'true', '1', ''] as const

/** What follows the closing brace. */
const AFTER = ['x', '{}', '{"alg":"none"}', '}', '\0', ',', ']'] as const

const SPACE = [' ', '\n', '\t', '\r\n'] as const

/** Members that a lenient parser takes. */
const LENIENT_MEMBERS = {
  'line-comment': ',"x":1 // one\n',
  'block-comment': '/* x */',
  'single-quotes': ",'x':1",
  'unquoted-name': ',x:1',
  'trailing-comma': ',',
  nan: ',"x":NaN',
  plus: ',"x":+1',
  'leading-zero': ',"x":01',
  hexadecimal: ',"x":0x1',
  'control-character': ',"x":"a\u0001b"',
  'raw-newline': ',"x":"a\nb"',
} as const
type Leniency = keyof typeof LENIENT_MEMBERS
const LENIENT = Object.keys(LENIENT_MEMBERS) as readonly Leniency[]

/** alg by its name, or by one that is alg once it is unescaped. */
const SPELLINGS = ['alg', '\\u0061lg', 'a\\u006cg'] as const

/** @param value the second one, which does not count where the first does */
const algTwice = (draft: JwtDraft, first: string, name: string, second: string): JwtDraft => {
  const { header } = withHeader(draft, { alg: first })
  return withMoreText({ ...draft, header }, `,"${name}":"${second}"`)
}

export const headerJsonRows: readonly JwtRow[] = [
  wrong({
    id: 'algorithm-twice-last-wrong',
    // A parser refuses the second, or takes it: RFC 7515, section 4.
    says: 'The header has alg twice; the first is right, the last is none or another algorithm',
    class: 'header-json',
    sweep: [
      { name: 'alg', last: 'none' },
      { name: '\\u0061lg', last: 'none' },
      { name: 'alg', last: 'HS256' },
    ],
    parameter: fc.record({
      name: fc.constantFrom<string>(...SPELLINGS),
      last: fc.constantFrom('none', 'HS256', 'XS256', 'PS256'),
    }),
    apply: (draft, { name, last }, { held }) => algTwice(draft, held?.algorithm ?? 'RS256', name, last),
  }),
  odd({
    id: 'algorithm-twice-last-right',
    says: 'The header has alg twice; the first is none, the last is right',
    class: 'header-json',
    layer: 'seal',
    divides: 'duplicate-members',
    sweep: [{ name: 'alg' }, { name: '\\u0061lg' }],
    parameter: fc.record({ name: fc.constantFrom<string>(...SPELLINGS) }),
    apply: (draft, { name }) => {
      const right = draft.header.get('alg')
      return typeof right === 'string' ? algTwice(draft, 'none', name, right) : undefined
    },
  }),
  wrong<string>({
    id: 'signed-header-no-object',
    says: 'The header is no JSON object, and the signature is right',
    class: 'header-json',
    sweep: NO_OBJECTS,
    parameter: fc.constantFrom<string>(...NO_OBJECTS),
    apply: (draft, text) => ({ ...draft, header: draft.header.written(text) }),
  }),
  wrong<string>({
    id: 'bytes-after-header',
    says: 'Something follows the JSON object of the header',
    class: 'header-json',
    sweep: ['x', '{"alg":"none"}', '}', '\0', ','],
    parameter: fc.constantFrom<string>(...AFTER),
    apply: (draft, after) => ({ ...draft, header: draft.header.written(`${headerText(draft)}${after}`) }),
  }),
  odd<string>({
    id: 'space-after-header',
    says: 'White space follows the JSON object of the header',
    class: 'header-json',
    layer: 'seal',
    sweep: SPACE.slice(0, 2),
    parameter: fc.constantFrom<string>(...SPACE),
    apply: (draft, space) => ({ ...draft, header: draft.header.written(`${headerText(draft)}${space}`) }),
  }),
  wrong<Leniency>({
    id: 'lenient-header',
    says: 'The header is JSON only to a parser that forgives',
    class: 'header-json',
    sweep: LENIENT,
    parameter: fc.constantFrom<Leniency>(...LENIENT),
    apply: (draft, leniency) => withMoreText(draft, LENIENT_MEMBERS[leniency]),
  }),
  wrong<'__proto__' | 'constructor'>({
    id: 'signed-algorithm-in-prototype',
    says: 'The right alg stands in a member __proto__ or constructor, and nowhere else',
    class: 'header-json',
    sweep: ['__proto__', 'constructor'],
    parameter: fc.constantFrom('__proto__', 'constructor'),
    apply: (draft, member) => {
      const own = JSON.stringify({ alg: draft.header.get('alg') })
      const value = member === '__proto__' ? own : `{"prototype":${own}}`
      const { header } = withHeader(draft, { alg: undefined })
      return { ...draft, header: header.append({ name: JSON.stringify(member), value }) }
    },
  }),
]
