/**
 * Genuine tokens, oddly spelled: encoded again, in another alphabet, padded, quoted, twice, in the JSON serialization, or
 * no text at all. On most of this careful validators agree, and what they let through is nobody's forgery.
 * @see RFC 7515, sections 2 and 7.1; RFC 4648, sections 3 and 5
 */
import fc from 'fast-check'
import type { JwtDraft, JwtRow, JwtScene, Parts } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { at, everywhere, jwtRow } from '../../../../fixtures/fuzzing/jwt/row.ts'
import type { Json, Place } from '../../../../fixtures/fuzzing/model.ts'
import { attackerSeal, forged } from './making.ts'
import { characterRows, odd, outsidePattern, withinPattern } from './spelling.ts'
import {
  compactOf,
  inBody,
  inserted,
  reformed,
  repart,
  SIGNED_PARTS,
  settled,
  unlessSome,
} from './surgery.ts'

type Apply<P extends Json> = (draft: JwtDraft, parameter: P, scene: JwtScene) => JwtDraft | undefined

const signedSweep = SIGNED_PARTS.toReversed()

/** The two characters in which the alphabets differ. @see RFC 4648, sections 4 and 5 */
const standard = (text: string): string => text.replaceAll('-', '+').replaceAll('_', '/')

const standardParts: Apply<null> = (draft, _, scene) =>
  reformed(draft, scene, ({ header, payload, signature }) =>
    [standard(header), standard(payload), signature].join('.'),
  )

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Another last character that decodes to the same bytes. @see RFC 4648, section 3.5 */
function trailing(text: string, change: number): string | undefined {
  const unused = ({ 2: 4, 3: 2 } as Readonly<Record<number, number>>)[text.length % 4]
  const last = ALPHABET.indexOf(text.at(-1) ?? '')
  if (unused === undefined || last < 0) return undefined
  const mask = 2 ** unused - 1
  const bits = (change - 1) % mask
  return text.slice(0, -1) + ALPHABET[last ^ (bits + 1)]
}

const trailingPart: Apply<{ part: 'header' | 'payload'; change: number }> = (
  draft,
  { part, change },
  scene,
) => repart(draft, scene, part, (text) => trailing(text, change))

const percent = (text: string): string => text.replace(/./g, (one) => `%${one.charCodeAt(0).toString(16)}`)

const ENCODED: Readonly<Record<string, (text: string) => string>> = {
  dots: (text) => text.replaceAll('.', '%2E'),
  once: percent,
  twice: (text) => percent(percent(text)),
}

const QUOTED: Readonly<Record<string, (text: string) => string>> = {
  'double-quotes': (text) => `"${text}"`,
  'single-quotes': (text) => `'${text}'`,
  'json-string-twice': (text) => JSON.stringify(JSON.stringify(text)),
  'angle-brackets': (text) => `<${text}>`,
}

const flattened = ({ header, payload, signature }: Parts): string =>
  JSON.stringify({ protected: header, payload, signature })

const JOINS = [' ', ',', ', ', ';', '\n'] as const

/** One that names somebody else and is signed by the attacker. */
function forgedToken(draft: JwtDraft, scene: JwtScene): string {
  const seal = attackerSeal(scene, String(draft.header.get('alg')))
  return compactOf(settled({ ...forged(draft, scene), seal }, scene).parts)
}

/** STS takes text in a form: there everything is a string. */
const inJson = ({ inHeader, kind }: Place) => (inHeader || kind === 'sts' ? undefined : 'refuse')

const NO_TOKENS = [null, 0, true, {}, []] as const satisfies readonly Json[]

export const spellingRows: readonly JwtRow[] = [
  ...characterRows,
  jwtRow({
    id: 'percent-encoded',
    says: 'The dots, or all characters, are percent-encoded',
    ...odd,
    verdict: everywhere('refuse'),
    sweep: Object.keys(ENCODED),
    parameter: fc.constantFrom(...Object.keys(ENCODED)),
    apply: (draft, how, scene) => reformed(draft, scene, (parts) => ENCODED[how]!(compactOf(parts))),
  }),
  jwtRow({
    id: 'standard-alphabet-in-signed-part',
    says: 'The header or the payload has the plus and the slash of standard base64',
    ...odd,
    verdict: everywhere('refuse'),
    unless: unlessSome([null], standardParts, 'neither part has one of the two characters'),
    sweep: [null],
    parameter: fc.constant(null),
    apply: standardParts,
  }),
  jwtRow({
    id: 'standard-alphabet-in-signature',
    says: 'The signature has the plus and the slash of standard base64',
    ...odd,
    verdict: outsidePattern,
    divides: 'standard-alphabet',
    sweep: [null],
    parameter: fc.constant(null),
    unless: unlessSome(
      [null],
      (draft, _, scene) => repart(draft, scene, 'signature', standard),
      'the signature has none of the two characters',
    ),
    apply: (draft, _, scene) => repart(draft, scene, 'signature', standard),
  }),
  jwtRow<{ parts: string; count: number; middle: boolean }>({
    id: 'padding-in-signed-part',
    says: 'The header, the payload or both have signs of padding, at the end or within',
    ...odd,
    verdict: withinPattern,
    sweep: [
      { parts: 'payload', count: 1, middle: false },
      { parts: 'header', count: 1, middle: false },
      { parts: 'both', count: 2, middle: false },
      { parts: 'payload', count: 1, middle: true },
    ],
    parameter: fc.record({
      parts: fc.constantFrom(...SIGNED_PARTS, 'both'),
      count: fc.integer({ min: 1, max: 5 }),
      middle: fc.boolean(),
    }),
    apply: (draft, { parts, count, middle }, scene) =>
      reformed(draft, scene, ({ header, payload, signature }) => {
        const spelled = (text: string, name: string) =>
          parts !== name && parts !== 'both'
            ? text
            : inserted(text, middle ? 5 : text.length, '='.repeat(count))
        return `${spelled(header, 'header')}.${spelled(payload, 'payload')}.${signature}`
      }),
  }),
  jwtRow<{ count: number; middle: boolean }>({
    id: 'padding-in-signature',
    says: 'The signature has signs of padding, at the end or within',
    ...odd,
    verdict: everywhere('either'),
    divides: 'padding',
    sweep: [1, 2, 3].map((count) => ({ count, middle: false })),
    parameter: fc.record({ count: fc.integer({ min: 1, max: 5 }), middle: fc.boolean() }),
    apply: (draft, { count, middle }, scene) =>
      repart(draft, scene, 'signature', (text) =>
        inserted(text, middle ? 5 : text.length, '='.repeat(count)),
      ),
  }),
  jwtRow<{ part: 'header' | 'payload'; change: number }>({
    id: 'trailing-bits-in-signed-part',
    says: 'The last character of the header or the payload is another that decodes to the same bytes',
    ...odd,
    verdict: withinPattern,
    unless: unlessSome(
      signedSweep.map((part) => ({ part, change: 1 })),
      trailingPart,
      'neither part has unused bits in its last character',
    ),
    sweep: signedSweep.map((part) => ({ part, change: 1 })),
    parameter: fc.record({
      part: fc.constantFrom(...SIGNED_PARTS),
      change: fc.integer({ min: 1, max: 15 }),
    }),
    apply: trailingPart,
  }),
  jwtRow({
    id: 'trailing-bits-in-signature',
    says: 'The last character of the signature is another that decodes to the same bytes',
    ...odd,
    verdict: everywhere('either'),
    divides: 'trailing-bits',
    unless: unlessSome(
      [1],
      (draft, change, scene) => repart(draft, scene, 'signature', (text) => trailing(text, change)),
      'the signature has no unused bits in its last character',
    ),
    sweep: [1, 15],
    parameter: fc.integer({ min: 1, max: 15 }),
    apply: (draft, change, scene) => repart(draft, scene, 'signature', (text) => trailing(text, change)),
  }),
  jwtRow({
    id: 'flattened-json',
    says: 'The token stands in the flattened JSON serialization',
    ...odd,
    verdict: everywhere('refuse'),
    sweep: [null],
    parameter: fc.constant(null),
    apply: (draft, _, scene) => reformed(draft, scene, flattened),
  }),
  jwtRow({
    id: 'flattened-json-encoded',
    says: 'The token stands in the flattened JSON serialization, in base64url',
    ...odd,
    verdict: withinPattern,
    sweep: [null],
    parameter: fc.constant(null),
    apply: (draft, _, scene) =>
      reformed(draft, scene, (parts) => Buffer.from(flattened(parts)).toString('base64url')),
  }),
  jwtRow<{ join: string; forged: string }>({
    id: 'beside-forged-token',
    says: 'The token stands beside a forged one, before it or after it',
    ...odd,
    gravity: 2,
    // In a header both may be taken for two credentials, of which one is good.
    verdict: (place) => (place.inHeader ? 'either' : 'refuse'),
    sweep: JOINS.slice(0, 4).flatMap((join) => ['after', 'before'].map((side) => ({ join, forged: side }))),
    parameter: fc.record({
      join: fc.constantFrom(...JOINS.slice(0, 4)),
      forged: fc.constantFrom('after', 'before'),
    }),
    apply(draft, { join, forged: side }, scene) {
      const other = forgedToken(draft, scene)
      return reformed(draft, scene, (parts) =>
        (side === 'after' ? [compactOf(parts), other] : [other, compactOf(parts)]).join(join),
      )
    },
  }),
  jwtRow({
    id: 'token-twice',
    says: 'The token stands there twice',
    ...odd,
    verdict: inBody(everywhere('refuse')),
    sweep: JOINS,
    parameter: fc.constantFrom(...JOINS),
    apply: (draft, join, scene) =>
      reformed(draft, scene, (parts) => [compactOf(parts), compactOf(parts)].join(join)),
  }),
  jwtRow({
    id: 'quoted',
    says: 'The token stands between quotes, or is JSON within JSON',
    ...odd,
    verdict: inBody(everywhere('refuse')),
    sweep: Object.keys(QUOTED),
    parameter: fc.constantFrom(...Object.keys(QUOTED)),
    apply: (draft, how, scene) => reformed(draft, scene, (parts) => QUOTED[how]!(compactOf(parts))),
  }),
  jwtRow({
    id: 'named',
    says: 'A name and an equals sign stand before the token',
    ...odd,
    verdict: inBody(withinPattern),
    sweep: ['token=', 'access_token='],
    parameter: fc.constantFrom('token=', 'access_token='),
    apply: (draft, name, scene) => reformed(draft, scene, (parts) => name + compactOf(parts)),
  }),
  jwtRow({
    id: 'scheme-before',
    says: 'The scheme of an Authorization header stands before the token, in a body',
    ...odd,
    // Validators that are given header and token alike may take both.
    verdict: inBody(at({ application: 'either', 'http-api': 'either' }, 'refuse')),
    divides: 'scheme-before',
    sweep: ['Bearer ', 'bearer '],
    parameter: fc.constantFrom('Bearer ', 'bearer ', 'JWT '),
    apply: (draft, scheme, scene) => reformed(draft, scene, (parts) => scheme + compactOf(parts)),
  }),
  jwtRow<Json>({
    id: 'no-string',
    says: 'Something stands in the place of the token that is no string, and holds none',
    class: 'no-token',
    layer: 'form',
    gravity: 1,
    verdict: inJson,
    unless: ({ guests }) =>
      guests === true ? 'who brings no token is, or may be, let in as a guest' : undefined,
    sweep: NO_TOKENS,
    parameter: fc.constantFrom(...NO_TOKENS),
    apply: (draft, value, scene) => reformed(draft, scene, () => value),
  }),
  jwtRow({
    id: 'token-in-array',
    says: 'The token is the one element of an array',
    ...odd,
    // What a service makes of it, and at which point, is not documented.
    verdict: (place) => (inJson(place) === undefined ? undefined : 'either'),
    divides: 'token-in-array',
    sweep: [null],
    parameter: fc.constant(null),
    apply: (draft, _, scene) => reformed(draft, scene, (parts) => [compactOf(parts)]),
  }),
]
