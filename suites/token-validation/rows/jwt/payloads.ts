/** Payloads that are no JSON object, or one only to a lenient reader. All properly signed. */
import fc from 'fast-check'
import type { JwtRow } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { jwtRow } from '../../../../fixtures/fuzzing/jwt/row.ts'
import { BEYOND, refusedByAll, signed } from './claims.ts'

const rewritten = (
  row: Pick<JwtRow, 'id' | 'says'>,
  ways: Readonly<Record<string, (text: string, now: number) => string>>,
): JwtRow =>
  jwtRow<string>({
    class: 'payload',
    layer: 'claims',
    gravity: 2,
    signs: true,
    verdict: refusedByAll,
    ...row,
    sweep: Object.keys(ways),
    parameter: fc.constantFrom(...Object.keys(ways)),
    apply: (draft, how, { now }) => {
      const text = ways[how]?.(draft.payload.bytes.toString(), now)
      return text === undefined ? undefined : signed({ ...draft, payload: draft.payload.written(text) })
    },
  })

const noObject = rewritten(
  { id: 'payload-no-object', says: 'Has a payload that is JSON and no object, or nothing' },
  {
    list: () => '[]',
    'list-of-claims': (text) => `[${text}]`,
    text: () => '"x"',
    'text-of-claims': (text) => JSON.stringify(text),
    number: () => '1',
    null: () => 'null',
    true: () => 'true',
    nothing: () => '',
    'empty-object': () => '{}',
  },
)

/** The object that comes first has expired, so that it is seen which one was read. */
const expiredObject = (now: number) => JSON.stringify({ exp: now - 2 * BEYOND })

const moreThanOne = rewritten(
  { id: 'payload-with-more-behind-it', says: 'Has bytes behind the object in its payload, or before it' },
  {
    'another-object': (text) => `${text}{}`,
    'better-object': (text, now) => `${expiredObject(now)}${text}`,
    bracket: (text) => `${text}}`,
    comma: (text) => `${text},`,
    word: (text) => `${text}x`,
    nul: (text) => `${text}\u0000`,
    'word-before': (text) => `x${text}`,
    'form-feed': (text) => `\f${text}`,
  },
)

const inside = (text: string, more: string) => `${text.slice(0, -1)}${more}}`

const lenient = rewritten(
  { id: 'payload-for-a-lenient-reader', says: 'Has a payload that only a lenient reader takes for JSON' },
  {
    comment: (text) => `/* */${text}`,
    'line-comment': (text) => `${text}//`,
    'comma-behind-the-last': (text) => inside(text, ','),
    'single-quotes': (text) => inside(text, ",'x':1"),
    'bare-name': (text) => inside(text, ',x:1'),
    'not-a-number': (text) => inside(text, ',"x":NaN'),
    infinity: (text) => inside(text, ',"x":Infinity'),
    'expiry-not-a-number': (text) => inside(text, ',"exp":NaN'),
    'expiry-infinity': (text) => inside(text, ',"exp":Infinity'),
    hexadecimal: (text) => inside(text, ',"x":0x1'),
    'leading-zero': (text) => inside(text, ',"x":01'),
    'leading-plus': (text) => inside(text, ',"x":+1'),
    'raw-newline': (text) => inside(text, ',"x":"a\nb"'),
    'odd-escape': (text) => inside(text, ',"x":"\\x41"'),
    'not-closed': (text) => text.slice(0, -1),
  },
)

export const payloadRows: readonly JwtRow[] = [noObject, moreThanOne, lenient]
