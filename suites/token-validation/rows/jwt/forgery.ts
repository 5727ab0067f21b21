/**
 * Rows about tokens that nobody signed who may: whatever else is wrong with them, they name a bearer whom only a forger
 * names, so that whoever takes one shows it.
 *
 * They come last of all that is said and signed, so that a token which something harmless had signed anew is forged all
 * the same.
 */
import fc from 'fast-check'
import type { JwtDraft, JwtRow, JwtScene } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { everywhere, jwtRow } from '../../../../fixtures/fuzzing/jwt/row.ts'
import type { Json } from '../../../../fixtures/fuzzing/model.ts'
import type { RowClass } from '../../classes.ts'
import { type Bearer, forged } from './making.ts'

type Parameter = Readonly<Record<string, Json>>

export interface Forgery<P extends Parameter>
  extends Pick<JwtRow, 'id' | 'says'>,
    Partial<Pick<JwtRow, 'verdict' | 'unless' | 'exhausts'>> {
  readonly class: RowClass
  /** The bearer is added: another for each, and the token's own for the first. */
  readonly sweep: readonly [P, ...P[]]
  readonly parameter: fc.Arbitrary<P>
  /** @param draft another's content under the signature of the base */
  readonly apply: (draft: JwtDraft, parameter: P, scene: JwtScene) => JwtDraft | undefined
}

// Three in four are another's: what takes them is told apart from what only looks at a token.
const bearer = fc.constantFrom<Bearer>('another', 'another', 'another', 'own')

/** Defines a row that is refused everywhere, unless it says otherwise. */
export function forgery<P extends Parameter>(row: Forgery<P>): JwtRow {
  const { sweep, parameter, apply, ...rest } = row
  return jwtRow<P & { readonly bearer: Bearer }>({
    layer: 'seal',
    gravity: 0,
    verdict: everywhere('refuse'),
    ...rest,
    sweep: [...sweep.map((one) => ({ ...one, bearer: 'another' as const })), { ...sweep[0], bearer: 'own' }],
    // Back again as well, so that what was not drawn is made plainer, and what is none of its parameters is known.
    parameter: fc.tuple(parameter, bearer).map(
      ([one, whose]) => ({ ...one, bearer: whose }),
      (both) => {
        const { bearer: whose, ...one } = both as P & { readonly bearer: Bearer }
        return [one as unknown as P, whose]
      },
    ),
    apply: (draft, one, scene) => apply({ ...forged(draft, scene, one.bearer), seal: 'kept' }, one, scene),
  })
}
