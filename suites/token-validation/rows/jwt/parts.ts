/** Tokens that are not three parts with two dots between them. @see RFC 7515, section 7.1 */
import fc from 'fast-check'
import type { JwtRow, Parts } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { everywhere, jwtRow } from '../../../../fixtures/fuzzing/jwt/row.ts'
import { BEARERS, type Bearer, forged } from './making.ts'
import { compactOf, inBody, reformed } from './surgery.ts'

const FEWER: Readonly<Record<string, (parts: Parts) => string>> = {
  'no-signature': ({ header, payload }) => `${header}.${payload}`,
  'header-alone': ({ header }) => header,
  'payload-alone': ({ payload }) => payload,
  'two-dots': () => '..',
  'one-dot': () => '.',
  empty: () => '',
}

const MORE: Readonly<Record<string, (parts: Parts) => string>> = {
  'part-after': (parts) => `${compactOf(parts)}.eA`,
  'dot-after': (parts) => `${compactOf(parts)}.`,
  'dot-before': (parts) => `.${compactOf(parts)}`,
  'payload-twice': ({ header, payload, signature }) => `${header}.${payload}.${payload}.${signature}`,
  'whole-token-after': (parts) => compactOf(parts) + compactOf(parts),
}

// Each of them is outside the base64url alphabet, and none is the dot. The last ones look like it.
const SEPARATORS = [',', ':', ' ', '/'] as const
const LOOK_ALIKES = ['\u3002', '\uff0e', '\u2024', '\u00b7'] as const

const refused = { layer: 'form', gravity: 0, verdict: everywhere('refuse') } as const

export const partRows: readonly JwtRow[] = [
  jwtRow<{ left: string; bearer: Bearer }>({
    id: 'fewer-parts',
    says: 'One or two parts of the token are left, or only its dots',
    class: 'parts',
    ...refused,
    sweep: [
      { left: 'no-signature', bearer: 'another' },
      ...Object.keys(FEWER).map((left) => ({ left, bearer: 'own' as const })),
    ],
    parameter: fc.record({
      left: fc.constantFrom(...Object.keys(FEWER)),
      bearer: fc.constantFrom(...BEARERS),
    }),
    apply: (draft, { left, bearer }, scene) =>
      left === 'empty' && scene.guests === true
        ? undefined
        : reformed(forged(draft, scene, bearer), scene, FEWER[left]!),
  }),
  jwtRow({
    id: 'other-separators',
    says: 'Another sign stands where the dots should be',
    class: 'spelling',
    ...refused,
    gravity: 2,
    sweep: SEPARATORS,
    parameter: fc.constantFrom(...SEPARATORS),
    apply: (draft, sign, scene) =>
      reformed(draft, scene, ({ header, payload, signature }) => [header, payload, signature].join(sign)),
  }),
  jwtRow({
    id: 'look-alike-separators',
    says: 'A sign that looks like a dot stands where the dots should be',
    class: 'spelling',
    ...refused,
    gravity: 2,
    verdict: inBody(everywhere('refuse')),
    sweep: LOOK_ALIKES,
    parameter: fc.constantFrom(...LOOK_ALIKES),
    apply: (draft, sign, scene) =>
      reformed(draft, scene, ({ header, payload, signature }) => [header, payload, signature].join(sign)),
  }),
  jwtRow({
    id: 'fourth-part',
    says: 'A genuine token with a fourth part or a fifth, which may be empty',
    class: 'extra-parts',
    ...refused,
    gravity: 2,
    sweep: Object.keys(MORE),
    parameter: fc.constantFrom(...Object.keys(MORE)),
    apply: (draft, how, scene) => reformed(draft, scene, MORE[how]!),
  }),
  jwtRow({
    id: 'many-parts',
    says: 'A genuine token with so many parts more',
    class: 'extra-parts',
    ...refused,
    gravity: 2,
    sweep: [3, 50],
    parameter: fc.integer({ min: 3, max: 50 }),
    apply: (draft, count, scene) => reformed(draft, scene, (parts) => compactOf(parts) + '.eA'.repeat(count)),
  }),
]
