/**
 * What may be done to a token that its bearer cannot read: altered, cut, put together anew, or replaced by another token.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
 * @see RFC 6749, sections 5.2 and 10.4; RFC 7009, section 2.1
 */
import fc from 'fast-check'
import type { Json, Place, Verdict } from '../../../fixtures/fuzzing/model.ts'
import {
  alterByte,
  madeUpLike,
  type OpaqueDraft,
  type OpaqueRow,
  type OpaqueScene,
  type OtherOpaque,
} from '../../../fixtures/fuzzing/opaque.ts'

type Given<P> = Omit<OpaqueRow, 'sweep' | 'parameter' | 'apply' | 'verdict'> & {
  readonly verdict?: (place: Place) => Verdict | undefined
  readonly sweep: readonly P[]
  readonly parameter: fc.Arbitrary<P>
  readonly apply: (token: string, parameter: P, scene: OpaqueScene) => string | undefined
}

const row = <P extends Json>({ apply, verdict = () => 'refuse', ...given }: Given<P>): OpaqueRow =>
  ({
    ...given,
    verdict,
    apply(draft: OpaqueDraft, parameter: P, scene: OpaqueScene) {
      const token = apply(draft.token, parameter, scene)
      return token === undefined || token === draft.token ? undefined : { ...draft, token }
    },
  }) as unknown as OpaqueRow

/** Something else in the place of the base. */
const instead = (
  from: OtherOpaque,
  given: Pick<OpaqueRow, 'id' | 'says' | 'class' | 'gravity'> & Partial<Pick<OpaqueRow, 'verdict'>>,
): OpaqueRow => ({
  layer: 'form',
  verdict: () => 'refuse',
  sweep: [null],
  parameter: fc.constant(null),
  unless: ({ others }) => (others[from] === undefined ? `there is no token of the kind ${from}` : undefined),
  apply: (_draft, _none, { others }) => {
    const token = others[from]
    return token === undefined ? undefined : { token, from }
  },
  ...given,
})

const partOf = fc.nat({ max: 4 })

function withPart(token: string, at: number, edit: (part: string) => string): string {
  const parts = token.split('.')
  const index = at % parts.length
  return parts.map((part, n) => (n === index ? edit(part) : part)).join('.')
}

/** The header, where the token has one that says how it is encrypted. */
function headerOf(token: string): Record<string, Json> | undefined {
  try {
    const read: unknown = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString('utf8'))
    return typeof read === 'object' && read !== null && !Array.isArray(read)
      ? (read as Record<string, Json>)
      : undefined
  } catch {
    return undefined
  }
}

/** A session that is over gives nothing; to end it once more changes nothing, so that there is nothing to ask. */
const whereItGives = ({ kind }: Place): Verdict | undefined => (kind === 'revoke' ? undefined : 'refuse')

export const opaqueRows: readonly OpaqueRow[] = [
  instead('forged-access', {
    id: 'forged-access-as-refresh',
    says: 'An access token whose content nobody signed stands in the place of the refresh token',
    class: 'made-up',
    gravity: 0,
  }),
  instead('access', {
    id: 'access-as-refresh',
    says: 'The access token of the session stands in the place of its refresh token',
    class: 'token-kind',
    gravity: 1,
  }),
  instead('id', {
    id: 'id-as-refresh',
    says: 'The ID token of the session stands in the place of its refresh token',
    class: 'token-kind',
    gravity: 1,
  }),
  instead('other-client', {
    id: 'refresh-of-other-client',
    says: 'The refresh token was issued to another app client',
    class: 'audience',
    gravity: 1,
  }),
  instead('revoked', {
    id: 'refresh-revoked',
    says: 'The refresh token was revoked',
    class: 'revoked',
    gravity: 1,
    verdict: whereItGives,
  }),
  instead('expired', {
    id: 'refresh-expired',
    says: 'The refresh token expired ten minutes ago or more',
    class: 'expiry',
    gravity: 1,
    verdict: whereItGives,
  }),
  row({
    id: 'refresh-made-up',
    says: 'The refresh token is made up, as long as the base and of the same parts',
    class: 'made-up',
    layer: 'form',
    gravity: 0,
    sweep: [null],
    parameter: fc.constant(null),
    apply: madeUpLike,
  }),
  row<{ part: number; at: number; bit: number }>({
    id: 'refresh-byte-altered',
    says: 'One bit of one part of the refresh token is turned over',
    class: 'altered',
    layer: 'form',
    gravity: 0,
    sweep: [4, 3, 2, 1, 0].map((part) => ({ part, at: 0, bit: 0 })),
    parameter: fc.record({ part: partOf, at: fc.nat({ max: 4096 }), bit: fc.nat({ max: 7 }) }),
    apply: (token, { part, at, bit }) => withPart(token, part, (text) => alterByte(text, at, bit)),
  }),
  row<{ alg: string }>({
    id: 'refresh-header-rewritten',
    says: 'The header of the refresh token names another algorithm for its key',
    class: 'altered',
    layer: 'header',
    gravity: 0,
    sweep: [{ alg: 'none' }, { alg: 'dir' }],
    parameter: fc.record({ alg: fc.constantFrom('none', 'dir', 'RSA1_5', 'A256KW', 'HS256', '') }),
    apply(token, { alg }) {
      const header = headerOf(token)
      if (header === undefined || header['alg'] === alg) return undefined
      return withPart(token, 0, () => Buffer.from(JSON.stringify({ ...header, alg })).toString('base64url'))
    },
  }),
  row<{ from: 'other-session' | 'other-user' | 'other-client'; part: number }>({
    id: 'refresh-spliced',
    says: 'One part of the refresh token is that of another one',
    class: 'altered',
    layer: 'form',
    gravity: 0,
    sweep: (['other-user', 'other-session'] as const).flatMap((from) =>
      [4, 3, 1].map((part) => ({ from, part })),
    ),
    parameter: fc.record({
      from: fc.constantFrom('other-session', 'other-user', 'other-client'),
      part: partOf,
    }),
    unless: ({ token }) => (token.includes('.') ? undefined : 'the refresh token has no parts'),
    apply(token, { from, part }, { others }) {
      const other = others[from]?.split('.')
      const own = token.split('.')
      if (other?.length !== own.length || own.length < 2) return undefined
      return withPart(token, part, () => other[part % own.length] ?? '')
    },
  }),
  row<{ first: number; second: number }>({
    id: 'refresh-parts-swapped',
    says: 'Two parts of the refresh token change places',
    class: 'altered',
    layer: 'form',
    gravity: 2,
    sweep: [{ first: 2, second: 4 }],
    parameter: fc.record({ first: partOf, second: partOf }),
    apply(token, { first, second }) {
      const parts = token.split('.')
      const [a, b] = [first % parts.length, second % parts.length]
      return parts.map((part, n) => (n === a ? parts[b] : n === b ? parts[a] : part)).join('.')
    },
  }),
  row<{ parts: number }>({
    id: 'refresh-parts-missing',
    says: 'The refresh token ends before its last parts',
    class: 'altered',
    layer: 'form',
    gravity: 2,
    sweep: [{ parts: 1 }, { parts: 4 }],
    parameter: fc.record({ parts: fc.integer({ min: 1, max: 4 }) }),
    apply(token, { parts }) {
      const all = token.split('.')
      return all.length <= parts ? undefined : all.slice(0, -parts).join('.')
    },
  }),
  row<{ part: number }>({
    id: 'refresh-part-empty',
    says: 'One part of the refresh token is empty',
    class: 'altered',
    layer: 'form',
    gravity: 2,
    sweep: [{ part: 4 }, { part: 1 }],
    parameter: fc.record({ part: partOf }),
    apply: (token, { part }) => (token.includes('.') ? withPart(token, part, () => '') : undefined),
  }),
  row<{ characters: number }>({
    id: 'refresh-truncated',
    says: 'The last characters of the refresh token are missing',
    class: 'altered',
    layer: 'form',
    gravity: 2,
    sweep: [{ characters: 4 }, { characters: 12 }],
    parameter: fc.record({ characters: fc.integer({ min: 4, max: 20 }) }),
    apply: (token, { characters }) =>
      token.length > characters ? token.slice(0, token.length - characters) : undefined,
  }),
  row<{ more: string }>({
    id: 'refresh-extended',
    says: 'Something is appended to the refresh token',
    class: 'altered',
    layer: 'form',
    gravity: 2,
    sweep: [{ more: 'AAAA' }, { more: '.AAAA' }],
    parameter: fc.record({ more: fc.constantFrom('AAAA', 'AAAAAAAAAAAAAAAA', '.AAAA', '..', '.') }),
    apply: (token, { more }) => `${token}${more}`,
  }),
  row<{ after: string }>({
    id: 'refresh-padded',
    says: 'White space or padding follows the refresh token',
    class: 'spelling',
    layer: 'form',
    gravity: 3,
    verdict: () => 'either',
    divides: 'white-space-and-padding',
    sweep: [{ after: ' ' }, { after: '=' }],
    parameter: fc.record({ after: fc.constantFrom(' ', '=', '==', '\n', '\t') }),
    apply: (token, { after }) => `${token}${after}`,
  }),
  row({
    id: 'refresh-empty',
    says: 'The refresh token is an empty string',
    class: 'no-token',
    layer: 'form',
    gravity: 0,
    sweep: [null],
    parameter: fc.constant(null),
    apply: () => '',
  }),
]
