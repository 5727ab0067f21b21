/**
 * Tokens made to exhaust memory or time: floods of dots, depths, sizes, and keys that take long to derive. Sizes are
 * moderate: what is noticed is that time grows, and no target is to be brought down.
 * @see RFC 8259, section 9; CVE-2022-36083; CVE-2024-28176; CVE-2025-30204
 */
import fc from 'fast-check'
import type { JwtDraft, JwtRow } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { everywhere, jwtRow } from '../../../../fixtures/fuzzing/jwt/row.ts'
import type { Place, Verdict } from '../../../../fixtures/fuzzing/model.ts'
import { forgedPlaintext, instead, kidOf, publishedKeyOf } from './encrypted.ts'
import { compactJwe, RSA_ALGORITHMS, toRsa, withPassword } from './jwe.ts'
import { spkiPem } from './key-forms.ts'
import { compactOf, inBody, recontented, reformed } from './surgery.ts'

const bomb = { class: 'exhausting', exhausts: true, gravity: 2 } as const
/** Properly signed. */
const tooMuch = { ...bomb, class: 'too-long', layer: 'seal', signs: true } as const
const refused = { ...bomb, verdict: everywhere('refuse') } as const
const refusedInBody = { ...bomb, verdict: inBody(everywhere('refuse')) } as const

/** How long a header may be everywhere is not known; some 8000 characters it may, and the token has its share. */
const IN_HEADER = 3000

const DEPTHS: Readonly<Record<string, (depth: number) => string>> = {
  arrays: (depth) => '['.repeat(depth) + ']'.repeat(depth),
  objects: (depth) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
}
/** Without an end: only a parser that goes down before it reads on is hurt. */
const OPEN = (depth: number): string => '['.repeat(depth)

const nested = (shape: string, depth: number) => (shape === 'open' ? OPEN(depth) : DEPTHS[shape]!(depth))

interface Depth {
  readonly [name: string]: string | number
  readonly shape: string
  readonly depth: number
}

const SIZES: Readonly<Record<string, (size: number) => string>> = {
  text: (size) => `"${'x'.repeat(size)}"`,
  digits: (size) => '9'.repeat(size),
  elements: (size) => `[${'0,'.repeat(size / 2 - 1)}0]`,
}

/** Names that a simple hash function (31 times the former, plus the next) takes for one. @see CVE-2011-4858 */
const colliding = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, number) =>
    number.toString(2).padStart(16, '0').replaceAll('0', 'Aa').replaceAll('1', 'BB'),
  )

function withNames(draft: JwtDraft, count: number): JwtDraft {
  const members = colliding(count).map((name) => ({ name: JSON.stringify(name), value: '0' }))
  return { ...draft, payload: draft.payload.append(...members) }
}

/** Above the length that is documented it is refused; else it may be read. */
const byLength =
  (size: number) =>
  ({ longest = Number.POSITIVE_INFINITY }: Place): Verdict =>
    size > longest ? 'refuse' : 'either'

const COUNTS = [10_000_000, -1, '10000000', 1e7 + 0.5] as const

const MEGABYTE = 1_000_000

/** Claims of somebody else and white space after them, which JSON allows. */
const inflating = (id: string, megabytes: readonly [number, ...number[]]) => ({
  id,
  says: 'Some kilobytes that inflate to so many megabytes, encrypted to the public key of the issuer',
  layer: 'form' as const,
  sweep: megabytes,
  parameter: fc.constantFrom(...megabytes),
  unless: (scene: Parameters<typeof publishedKeyOf>[0]) =>
    publishedKeyOf(scene)?.key?.asymmetricKeyType === 'rsa' ? undefined : 'no RSA key is published',
  apply(draft: JwtDraft, size: number, scene: Parameters<typeof publishedKeyOf>[0]) {
    const published = publishedKeyOf(scene)
    if (published?.key?.asymmetricKeyType !== 'rsa') return undefined
    const agreed = toRsa(RSA_ALGORITHMS[0], published.key)
    const claims = forgedPlaintext(draft, scene, 'claims')
    const header = kidOf(published)
    return instead(draft, () =>
      compactJwe({
        agreed,
        plaintext: Buffer.concat([claims, Buffer.alloc(size * MEGABYTE, ' ')]),
        zip: true,
        header,
      }),
    )
  },
})

export const exhaustingRows: readonly JwtRow[] = [
  jwtRow({
    id: 'dots-within',
    says: 'So many dots stand in the place of the payload',
    ...refused,
    layer: 'form',
    sweep: [1000, IN_HEADER],
    parameter: fc.integer({ min: 100, max: IN_HEADER }),
    apply: (draft, count, scene) =>
      reformed(draft, scene, ({ header, signature }) => header + '.'.repeat(count) + signature),
  }),
  jwtRow({
    id: 'dots-alone',
    says: 'There is nothing but so many dots',
    ...refusedInBody,
    layer: 'form',
    sweep: [10_000, 500_000],
    parameter: fc.integer({ min: 1000, max: 500_000 }),
    apply: (draft, count, scene) => reformed(draft, scene, () => '.'.repeat(count)),
  }),
  jwtRow<{ count: number; side: string }>({
    id: 'dots-around',
    says: 'So many dots stand before a genuine token, or after it',
    class: 'extra-parts',
    exhausts: true,
    gravity: 2,
    layer: 'form',
    verdict: inBody(everywhere('refuse')),
    sweep: [
      { count: 10_000, side: 'after' },
      { count: 10_000, side: 'before' },
      { count: 500_000, side: 'after' },
    ],
    parameter: fc.record({
      count: fc.integer({ min: 1000, max: 500_000 }),
      side: fc.constantFrom('after', 'before'),
    }),
    apply: (draft, { count, side }, scene) =>
      reformed(draft, scene, (parts) =>
        side === 'after' ? compactOf(parts) + '.'.repeat(count) : '.'.repeat(count) + compactOf(parts),
      ),
  }),
  jwtRow<Depth>({
    id: 'nested-header',
    says: 'The header, which nobody signed, holds arrays or objects so many deep',
    ...refused,
    layer: 'seal',
    sweep: [
      { shape: 'arrays', depth: 1000 },
      { shape: 'objects', depth: 400 },
      { shape: 'open', depth: 1500 },
    ],
    parameter: fc.record({
      shape: fc.constantFrom('arrays', 'objects', 'open'),
      depth: fc.integer({ min: 10, max: 400 }),
    }),
    apply: (draft, { shape, depth }, scene) =>
      recontented(draft, scene, (kept) => ({
        ...kept,
        header: kept.header.append({ name: '"x"', value: nested(shape, depth) }),
      })),
  }),
  jwtRow<Depth>({
    id: 'nested-header-far',
    says: 'The header, which nobody signed, holds arrays or objects many thousands deep',
    ...refusedInBody,
    layer: 'seal',
    sweep: [
      { shape: 'arrays', depth: 100_000 },
      { shape: 'objects', depth: 50_000 },
      { shape: 'open', depth: 100_000 },
    ],
    parameter: fc.record({
      shape: fc.constantFrom('arrays', 'objects', 'open'),
      depth: fc.integer({ min: 1000, max: 100_000 }),
    }),
    apply: (draft, { shape, depth }, scene) =>
      recontented(draft, scene, (kept) => ({
        ...kept,
        header: kept.header.append({ name: '"x"', value: nested(shape, depth) }),
      })),
  }),
  jwtRow<Depth>({
    id: 'nested-claim',
    says: 'A claim of no meaning holds arrays or objects so many deep; its issuer has signed that',
    ...tooMuch,
    verdict: inBody(everywhere('either')),
    divides: 'nesting-depth',
    sweep: [
      { shape: 'arrays', depth: 10_000 },
      { shape: 'objects', depth: 10_000 },
    ],
    parameter: fc.record({
      shape: fc.constantFrom('arrays', 'objects'),
      depth: fc.integer({ min: 10, max: 50_000 }),
    }),
    apply: (draft, { shape, depth }) => ({
      ...draft,
      payload: draft.payload.append({ name: '"x"', value: nested(shape, depth) }),
      seal: 'issuer',
    }),
  }),
  jwtRow<{ shape: string; size: number }>({
    id: 'large-claim',
    says: 'A claim of no meaning is some hundred thousand characters long; its issuer has signed that',
    ...tooMuch,
    verdict: inBody(byLength(200_000)),
    divides: 'size',
    sweep: Object.keys(SIZES).map((shape) => ({ shape, size: 500_000 })),
    parameter: fc.record({
      shape: fc.constantFrom(...Object.keys(SIZES)),
      size: fc.integer({ min: 100_000, max: 250_000 }).map(
        (half) => half * 2,
        (size) => (size as number) / 2,
      ),
    }),
    apply: (draft, { shape, size }) => ({
      ...draft,
      payload: draft.payload.append({ name: '"x"', value: SIZES[shape]!(size) }),
      seal: 'issuer',
    }),
  }),
  jwtRow({
    id: 'many-claims',
    says: 'There are so many claims more, whose names a weak hash function takes for one; their issuer has signed them',
    ...tooMuch,
    verdict: inBody(byLength(200_000)),
    divides: 'size',
    sweep: [10_000],
    parameter: fc.integer({ min: 6000, max: 10_000 }),
    apply: (draft, count) => ({ ...withNames(draft, count), seal: 'issuer' }),
  }),
  jwtRow({
    id: 'large-payload-unsigned',
    says: 'The payload, which nobody signed, is so many characters longer',
    ...refusedInBody,
    layer: 'seal',
    sweep: [500_000],
    parameter: fc.integer({ min: 10_000, max: 500_000 }),
    apply: (draft, size, scene) =>
      recontented(draft, scene, (kept) => ({
        ...kept,
        payload: kept.payload.append({ name: '"x"', value: SIZES['text']!(size) }),
      })),
  }),
  jwtRow({
    id: 'password-count',
    says: 'An encrypted token whose key is derived from a password, in as many rounds as its header says',
    ...refused,
    layer: 'form',
    sweep: COUNTS,
    parameter: fc.constantFrom(...COUNTS),
    apply(draft, count, scene) {
      const published = publishedKeyOf(scene)
      if (published === undefined) return undefined
      const password = Buffer.from((spkiPem('plain')(published) ?? '') as string)
      // Nobody can derive this key: the header names another count than the one that was used.
      const agreed = withPassword(password, 1, count)
      const plaintext = forgedPlaintext(draft, scene, 'claims')
      return instead(draft, () => compactJwe({ agreed, plaintext, header: kidOf(published) }))
    },
  }),
  jwtRow({ ...refused, ...inflating('inflating', [1, 2]) }),
  jwtRow({ ...refusedInBody, ...inflating('inflating-far', [10]) }),
]
