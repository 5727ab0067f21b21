/** Scopes: absent, nearly right, or where nobody looks for them. Only where the surface asks for one. */
import fc from 'fast-check'
import type { JwtRow } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { jwtRow } from '../../../../fixtures/fuzzing/jwt/row.ts'
import type { Place, Verdict } from '../../../../fixtures/fuzzing/model.ts'
import { APPLICATION, another, HTTP, signedWith } from './claims.ts'

/** The scope itself is not told to a row: it is whichever the base has. The surface says only that it asks for one. */
const whereAsked = (verdict: Verdict) => (place: Place) => (place.scope === undefined ? undefined : verdict)

type Way = (scopes: readonly string[]) => unknown

const scopesOf = (scope: unknown): readonly string[] =>
  typeof scope === 'string' ? scope.split(' ').filter((one) => one !== '') : []

const scopeRow = (
  row: Pick<JwtRow, 'id' | 'says' | 'class' | 'verdict'> & Partial<Pick<JwtRow, 'divides' | 'gravity'>>,
  ways: Readonly<Record<string, Way>>,
  /** One scope may turn out to be another one that the base has. */
  lethal = true,
): JwtRow =>
  jwtRow<string>({
    layer: 'claims',
    gravity: 1,
    signs: true,
    ...row,
    sweep: Object.keys(ways),
    parameter: fc.constantFrom(...Object.keys(ways)),
    apply: (draft, how) => {
      const scope = draft.payload.get('scope')
      const scopes = scopesOf(scope)
      if (scopes.length === 0) return undefined
      const value = ways[how]?.(scopes)
      const same = value === scope || (lethal && scopesOf(value).some((one) => scopes.includes(one)))
      return same ? undefined : signedWith(draft, { scope: value })
    },
  })

const each =
  (change: (scope: string) => string): Way =>
  (scopes) =>
    scopes.map(change).join(' ')

const withoutScope = scopeRow(
  {
    id: 'without-scope',
    says: 'Has no scope, or an empty one',
    class: 'scope',
    verdict: whereAsked('refuse'),
  },
  { absent: () => undefined, empty: () => '', space: () => ' ', others: each(another) },
)

const nearScope = scopeRow(
  {
    id: 'scope-near-miss',
    says: 'Spells each scope nearly as it should be',
    class: 'scope-spelling',
    verdict: whereAsked('refuse'),
  },
  {
    inside: each((scope) => `p${scope}x`),
    case: each((scope) => scope.toUpperCase()),
    longer: each((scope) => `${scope}x`),
    shorter: each((scope) => scope.slice(0, -1)),
    'with-part': each((scope) => `${scope}:all`),
    'with-prefix': each((scope) => `x/${scope}`),
    encoded: each((scope) => [...scope].map((one) => `%${one.charCodeAt(0).toString(16)}`).join('')),
  },
)

const SEPARATORS = {
  comma: ',',
  tab: '\t',
  newline: '\n',
  semicolon: ';',
  'no-break-space': '\u00a0',
} as const

const otherSeparators = scopeRow(
  {
    id: 'scope-separated-otherwise',
    says: 'Separates its scopes by something else than a space',
    class: 'scope-spelling',
    verdict: whereAsked('refuse'),
    gravity: 2,
  },
  Object.fromEntries(
    Object.entries(SEPARATORS).map(([name, separator]) => [
      name,
      // With neighbours on both sides, so that none stands alone.
      (scopes: readonly string[]) => ['x', ...scopes, 'x'].join(separator),
    ]),
  ),
)

const scopeOfAnotherType = scopeRow(
  {
    id: 'scope-of-another-type',
    says: 'Has its scopes in an array, or with more spaces than one',
    class: 'scope-spelling',
    verdict: whereAsked('either'),
    divides: 'scope-type',
    gravity: 3,
  },
  {
    array: (scopes) => scopes,
    'two-spaces': (scopes) => ['x', ...scopes].join('  '),
    'space-before': (scopes) => ` ${scopes.join(' ')}`,
    'space-after': (scopes) => `${scopes.join(' ')} `,
  },
  false,
)

const scopeObject = scopeRow(
  {
    id: 'scope-in-an-object',
    says: 'Has its scopes as the members of an object',
    class: 'scope-spelling',
    verdict: whereAsked('refuse'),
    gravity: 2,
  },
  { object: (scopes) => Object.fromEntries(scopes.map((scope) => [scope, true])) },
)

const ELSEWHERE = ['scopes', 'roles', 'permissions', 'Scope', 'authorities'] as const

const scopeElsewhere = jwtRow<(typeof ELSEWHERE)[number]>({
  id: 'scope-in-another-claim',
  says: 'Has its scopes in another claim',
  class: 'scope',
  layer: 'claims',
  gravity: 1,
  signs: true,
  verdict: whereAsked('refuse'),
  sweep: ELSEWHERE,
  parameter: fc.constantFrom(...ELSEWHERE),
  apply: (draft, name) => {
    const scope = draft.payload.get('scope')
    return scope === undefined ? undefined : signedWith(draft, { scope: undefined, [name]: scope })
  },
})

const moved = (
  as: 'text' | 'list',
  verdict: (place: Place) => Verdict | undefined,
  more: Pick<Partial<JwtRow>, 'divides'>,
): JwtRow =>
  jwtRow<null>({
    id: `scope-in-scp-as-${as}`,
    says: 'Has its scopes in scp',
    class: 'documented-dress',
    layer: 'claims',
    gravity: 3,
    signs: true,
    verdict,
    sweep: [null],
    parameter: fc.constant(null),
    apply: (draft) => {
      const scope = draft.payload.get('scope')
      const scp = as === 'text' ? scope : scopesOf(scope)
      return scope === undefined ? undefined : signedWith(draft, { scope: undefined, scp })
    },
    ...more,
  })

/** HTTP APIs document that they look at either claim; of the others only applications of a kind do. */
const inScp = [
  moved('text', (place) => (place.kind === HTTP ? whereAsked('accept')(place) : undefined), {}),
  moved('list', (place) => (place.kind === HTTP ? whereAsked('either')(place) : undefined), {
    divides: 'scope-type',
  }),
]

const scpElsewhere: JwtRow = {
  ...moved('text', (place) => (place.kind === HTTP ? undefined : whereAsked('refuse')(place)), {}),
  id: 'scope-in-scp-alone',
  class: 'scope',
  gravity: 1,
}

const ORDERS = ['reversed', 'repeated', 'more'] as const

const scopeOrder = jwtRow<(typeof ORDERS)[number]>({
  id: 'scopes-in-another-order',
  says: 'Has its scopes in another order, repeated, or with more of them',
  class: 'honest-dress',
  layer: 'claims',
  gravity: 3,
  signs: true,
  verdict: (place) =>
    whereAsked(place.kind === HTTP || place.kind === APPLICATION ? 'accept' : 'either')(place),
  sweep: ORDERS,
  parameter: fc.constantFrom(...ORDERS),
  apply: (draft, how) => {
    const scopes = scopesOf(draft.payload.get('scope'))
    const changed = {
      reversed: scopes.toReversed(),
      repeated: [...scopes, ...scopes],
      more: ['x-first/other', ...scopes, 'x-last/other'],
    }[how]
    const scope = changed.join(' ')
    return scopes.length === 0 || scope === draft.payload.get('scope')
      ? undefined
      : signedWith(draft, { scope })
  },
})

export const scopeRows: readonly JwtRow[] = [
  withoutScope,
  scopeElsewhere,
  scpElsewhere,
  nearScope,
  otherSeparators,
  scopeObject,
  scopeOfAnotherType,
  ...inScp,
  scopeOrder,
]
