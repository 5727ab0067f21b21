/** Content that was changed after it was signed: a claim, a member of the header, one byte, or only its spelling. */
import fc from 'fast-check'
import type { JwtRow } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { everywhere, jwtRow } from '../../../../fixtures/fuzzing/jwt/row.ts'
import type { Json } from '../../../../fixtures/fuzzing/model.ts'
import { forged, NOBODY, withClaims, withHeader } from './making.ts'
import { recontented, reformed, SIGNED_PARTS } from './surgery.ts'

// After claims and header: what those change is genuine as far as this is concerned.
const stale = { class: 'content', gravity: 0, layer: 'seal', verdict: everywhere('refuse') } as const

const CLAIMS = [
  'sub',
  'exp',
  'iss',
  'aud',
  'client_id',
  'token_use',
  'scope',
  'username',
  'cognito:username',
  'auth_time',
  'iat',
  'jti',
] as const

/** One character, one unit, one element more. */
function edited(value: unknown, by: number): unknown {
  if (typeof value === 'number') return value + by
  if (typeof value === 'boolean') return !value
  if (Array.isArray(value)) return [...value, 'x']
  if (typeof value !== 'string' || value === '') return 'x'
  const last = value.at(-1) === 'a' ? 'b' : 'a'
  return value.slice(0, -1) + last
}

const ADDED = [
  { name: 'cognito:groups', value: ['admin'] },
  { name: 'scope', value: 'aws.cognito.signin.user.admin openid' },
  { name: 'custom:role', value: 'admin' },
  { name: 'x', value: 1 },
] as const satisfies readonly { name: string; value: Json }[]

const HEADER_MEMBERS = [
  { name: 'typ', value: 'JOSE' },
  { name: 'x', value: 1 },
  { name: 'cty', value: 'json' },
] as const satisfies readonly { name: string; value: Json }[]

const SPELLINGS = [
  { part: 'payload', how: 'spaced' },
  { part: 'payload', how: 'reversed' },
  { part: 'header', how: 'spaced' },
  { part: 'header', how: 'reversed' },
  { part: 'payload', how: 'escaped' },
] as const

/** The first letter of the first name, as its escape: equal when it is read, other bytes. @see RFC 8259, section 7 */
const escaped = (name: string): string =>
  `"\\u${name.charCodeAt(1).toString(16).padStart(4, '0')}${name.slice(2)}`

export const contentRows: readonly JwtRow[] = [
  jwtRow({
    id: 'bearer-changed-after-signing',
    says: 'The token names somebody else; the signature is the old one',
    ...stale,
    sweep: ['another', 'nobody'],
    parameter: fc.constantFrom('another', 'nobody'),
    apply: (draft, whom, scene) =>
      recontented(draft, scene, (kept) =>
        whom === 'another' ? forged(kept, scene) : withClaims(kept, { sub: NOBODY }),
      ),
  }),
  jwtRow({
    id: 'claim-added-after-signing',
    says: 'A claim is added, or has another value; the signature is the old one',
    ...stale,
    sweep: [...ADDED],
    parameter: fc.constantFrom(...ADDED.toReversed()),
    apply: (draft, { name, value }, scene) =>
      recontented(draft, scene, (kept) => withClaims(kept, { [name]: value })),
  }),
  jwtRow({
    id: 'claim-edited-after-signing',
    says: 'One claim is edited: a character of its text, a second or more of its time; the signature is the old one',
    ...stale,
    sweep: [
      ...CLAIMS.map((claim) => ({ claim, by: 1 })),
      { claim: 'exp' as const, by: 86_400 },
      { claim: 'exp' as const, by: -1 },
    ],
    parameter: fc.record({
      claim: fc.constantFrom(...CLAIMS),
      by: fc.oneof(fc.integer({ min: 1, max: 100_000 }), fc.constant(-1)),
    }),
    apply: (draft, { claim, by }, scene) =>
      recontented(draft, scene, (kept) =>
        kept.payload.has(claim)
          ? withClaims(kept, { [claim]: edited(kept.payload.get(claim), by) })
          : undefined,
      ),
  }),
  jwtRow({
    id: 'claim-removed-after-signing',
    says: 'One claim is missing that was there when the token was signed',
    ...stale,
    sweep: ['exp', 'token_use', 'iat'],
    parameter: fc.constantFrom(...CLAIMS),
    apply: (draft, claim, scene) =>
      recontented(draft, scene, (kept) => withClaims(kept, { [claim]: undefined })),
  }),
  jwtRow({
    id: 'header-member-added-after-signing',
    says: 'A member is added to the header; the signature is the old one',
    ...stale,
    sweep: [...HEADER_MEMBERS],
    parameter: fc.constantFrom(...HEADER_MEMBERS),
    apply: (draft, { name, value }, scene) =>
      recontented(draft, scene, (kept) => withHeader(kept, { [name]: value })),
  }),
  jwtRow({
    id: 'byte-changed-after-signing',
    says: 'One bit of the JSON text is another; the signature is the old one',
    ...stale,
    sweep: [
      { part: SIGNED_PARTS[1], byte: 12, bit: 0 },
      { part: SIGNED_PARTS[1], byte: 0, bit: 0 },
      { part: SIGNED_PARTS[0], byte: 12, bit: 0 },
      { part: SIGNED_PARTS[0], byte: 0, bit: 5 },
    ],
    parameter: fc.record({
      part: fc.constantFrom(...SIGNED_PARTS),
      byte: fc.nat({ max: 2000 }),
      bit: fc.nat({ max: 7 }),
    }),
    apply: (draft, { part, byte, bit }, scene) =>
      recontented(draft, scene, (kept) => {
        const bytes = Buffer.from(kept[part].bytes)
        const at = byte % bytes.length
        bytes[at] = bytes[at]! ^ (1 << bit)
        return { ...kept, [part]: kept[part].written(bytes) }
      }),
  }),
  jwtRow({
    id: 'content-respelled-after-signing',
    says: 'The JSON says the same in other bytes; the signature is the old one',
    ...stale,
    sweep: [...SPELLINGS],
    parameter: fc.constantFrom(...SPELLINGS),
    apply: (draft, { part, how }, scene) =>
      recontented(draft, scene, (kept) => {
        const text = kept[part]
        const [first, ...rest] = text.members
        if (how === 'spaced') return { ...kept, [part]: text.written(` ${text.bytes.toString()}\n`) }
        if (how === 'reversed') return { ...kept, [part]: text.with(text.members.toReversed()) }
        if (first === undefined) return undefined
        return { ...kept, [part]: text.with([{ ...first, name: escaped(first.name) }, ...rest]) }
      }),
  }),
  jwtRow({
    id: 'payload-detached',
    says: 'The payload is left out between its dots; header and signature are genuine',
    ...stale,
    layer: 'form',
    sweep: [null],
    parameter: fc.constant(null),
    // RFC 7515, appendix F: only where both sides have agreed on it.
    apply: (draft, _, scene) => reformed(draft, scene, ({ header, signature }) => `${header}..${signature}`),
  }),
]
