/** Tokens that are right, and spelled otherwise than usual: JSON has many spellings, and base64url each of its characters. */
import fc from 'fast-check'
import type { JsonText, Member } from '../../../../fixtures/fuzzing/json-text.ts'
import type { JwtDraft, JwtRow, JwtScene } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { signAsIssuer } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { jwtRow } from '../../../../fixtures/fuzzing/jwt/row.ts'
import { ALL, allBut, owed, signed, signedWith, TRUSTING } from './claims.ts'

const shared = { class: 'honest-dress', gravity: 3, signs: true } as const
const takenWhereOdd = owed({ accept: TRUSTING, either: allBut(...TRUSTING) })
const takenEverywhere = owed({ accept: ALL })

const escaped = (one: string) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`

/** @param space between all tokens */
const spaced = (text: JsonText, space: string) =>
  text.written(
    `{${space}${text.members.map(({ name, value }) => `${name}${space}:${space}${value}`).join(`${space},${space}`)}${space}}`,
  )

const each = (text: JsonText, change: (member: Member) => Member) => text.with(text.members.map(change))

/** The first character of a text, spelled as an escape. */
const firstEscaped = (spelled: string, hex: (spelling: string) => string = (one) => one) =>
  /^"[^"\\\ud800-\udfff]/.test(spelled) ? `"${hex(escaped(spelled[1] ?? ''))}${spelled.slice(2)}` : spelled

const upperHex = (spelling: string) => `\\u${spelling.slice(2).toUpperCase()}`

const SPELLINGS: Readonly<Record<string, (text: JsonText) => JsonText>> = {
  reversed: (text) => text.with(text.members.toReversed()),
  spaces: (text) => spaced(text, ' '),
  lines: (text) => spaced(text, '\r\n\t'),
  'space-around': (text) => text.written(` \n${text.bytes.toString()}\n `),
  'slashes-escaped': (text) => each(text, (one) => ({ ...one, value: one.value.replaceAll('/', '\\/') })),
  'names-escaped': (text) => each(text, (one) => ({ ...one, name: firstEscaped(one.name) })),
  'values-escaped': (text) => each(text, (one) => ({ ...one, value: firstEscaped(one.value) })),
  'upper-hex': (text) => each(text, (one) => ({ ...one, value: firstEscaped(one.value, upperHex) })),
}

const spelled = (part: 'header' | 'payload', layer: 'header' | 'claims'): JwtRow =>
  jwtRow<string>({
    ...shared,
    layer,
    id: `${part}-spelled-otherwise`,
    says: `Has the same ${part} in another spelling of JSON`,
    verdict: takenWhereOdd,
    sweep: Object.keys(SPELLINGS),
    parameter: fc.constantFrom(...Object.keys(SPELLINGS)),
    apply: (draft, how) => {
      const text = SPELLINGS[how]?.(draft[part])
      return text === undefined || text.bytes.equals(draft[part].bytes)
        ? undefined
        : signed({ ...draft, [part]: text })
    },
  })

/** White space behind the object, so that its length leaves each remainder by three. */
const lengths = jwtRow<number>({
  ...shared,
  layer: 'claims',
  id: 'payload-of-each-length',
  says: 'Has a payload whose length leaves another remainder by three',
  verdict: takenWhereOdd,
  sweep: [1, 2],
  parameter: fc.integer({ min: 1, max: 2 }),
  apply: (draft, more) =>
    signed({
      ...draft,
      payload: draft.payload.written(`${draft.payload.bytes.toString()}${' '.repeat(more)}`),
    }),
})

/** At one of three places in its group of four, each of these becomes `-` or `_`. */
const BOTH = '>>>???~~~>>>???~~~'

const bothCharacters = jwtRow<number>({
  ...shared,
  layer: 'claims',
  id: 'minus-and-underscore',
  says: 'Has both characters in its payload in which base64url is not base64',
  verdict: takenWhereOdd,
  sweep: [0, 1, 2],
  parameter: fc.integer({ min: 0, max: 2 }),
  apply: (draft, shift) => signedWith(draft, { 'https://application.example/x': 'x'.repeat(shift) + BOTH }),
})

const MOST_TRIES = 1500

/** A later end, second by second, until the signature begins with a zero: one in 256 does. */
function withLeadingZero(draft: JwtDraft, scene: JwtScene, from: number): JwtDraft | undefined {
  const exp = draft.payload.get('exp')
  if (typeof exp !== 'number') return undefined
  for (let more = from; more < from + MOST_TRIES; more++) {
    const payload = draft.payload.set('exp', exp + more)
    const input = [draft.header, payload].map(({ bytes }) => bytes.toString('base64url')).join('.')
    if (signAsIssuer(scene, Buffer.from(input))[0] === 0) return { ...draft, payload, seal: 'issuer' }
  }
  return undefined
}

/** Drawn once for each scene: some hundred signatures are made for it. */
const drawn = new WeakMap<JwtScene, Map<number, JwtDraft | undefined>>()

const leadingZero = jwtRow<number>({
  ...shared,
  // Nothing else is said or changed afterwards: another content has another signature.
  layer: 'seal',
  id: 'signature-beginning-with-zero',
  says: 'Has a signature that begins with a zero byte',
  verdict: takenEverywhere,
  unless: ({ held }) =>
    held?.algorithm === 'ES256' ? 'signatures of its key are drawn anew each time' : undefined,
  sweep: [1],
  parameter: fc.constantFrom(1, 300),
  apply: (draft, from, scene) => {
    // What is put together with it would be signed for the first time here.
    if (draft.seal !== 'kept') return undefined
    const found = drawn.get(scene) ?? new Map<number, JwtDraft | undefined>()
    drawn.set(scene, found)
    if (!found.has(from)) found.set(from, withLeadingZero(draft, scene, from))
    const best = found.get(from)
    return best && { ...draft, payload: best.payload, seal: best.seal }
  },
})

export const honestSpellingRows: readonly JwtRow[] = [
  spelled('payload', 'claims'),
  spelled('header', 'header'),
  lengths,
  bothCharacters,
  leadingZero,
]
