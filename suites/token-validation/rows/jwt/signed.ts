/** Rows about tokens that the issuer itself signed, and that are wrong, or odd, all the same. */
import type { JwtDraft, JwtRow, JwtScene } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { at, everywhere, jwtRow } from '../../../../fixtures/fuzzing/jwt/row.ts'
import type { Json, SurfaceKind, Verdict } from '../../../../fixtures/fuzzing/model.ts'
import type { RowClass } from '../../classes.ts'

type Signed<P extends Json> = Omit<
  Parameters<typeof jwtRow<P>>[0],
  'class' | 'signs' | 'layer' | 'gravity' | 'verdict'
> & {
  readonly class: RowClass
} & Partial<Pick<JwtRow, 'verdict' | 'layer'>>

/**
 * Refused everywhere, unless it says otherwise. It comes last, so that nothing harmless rewrites what it wrote.
 *
 * @param row its `apply` is given a draft that the held key will sign
 */
export const wrong = <P extends Json>(row: Signed<P>): JwtRow =>
  jwtRow<P>({
    layer: 'seal',
    gravity: 2,
    signs: true,
    verdict: everywhere('refuse'),
    ...row,
    apply: (draft, parameter, scene) => row.apply({ ...draft, seal: 'issuer' }, parameter, scene),
  })

/** Either is right: the standards leave it open, or say that it is to be ignored. What signs already goes on signing. */
export const odd = <P extends Json>(row: Signed<P>): JwtRow =>
  jwtRow<P>({
    layer: 'header',
    gravity: 3,
    signs: true,
    verdict: everywhere('either'),
    ...row,
    apply: (draft, parameter, scene) =>
      row.apply({ ...draft, seal: draft.seal === 'kept' ? 'issuer' : draft.seal }, parameter, scene),
  })

/** Where AWS says nothing, and nobody has measured it, nothing is said of it here. */
export const only = (...kinds: readonly SurfaceKind[]) =>
  at(Object.fromEntries(kinds.map((kind): [SurfaceKind, Verdict] => [kind, 'refuse'])), 'either')

/** Surfaces that take the user pool's own tokens, and no other algorithm than its own. */
export const OF_USER_POOL = [
  'access-token-operation',
  'user-info',
  'identity-pool-of-user-pool',
  'rest-authorizer',
] as const satisfies readonly SurfaceKind[]

export const noRsaKeyHeld = ({ held }: JwtScene): string | undefined =>
  held?.algorithm === 'RS256' ? undefined : 'the key that is held is no RSA key'

/** The text of the header as it stands. */
export const headerText = ({ header }: JwtDraft): string => header.bytes.toString()

/** The header with more members before its end, spelled as they are. */
export const withMoreText = (draft: JwtDraft, more: string): JwtDraft => {
  const text = headerText(draft).trimEnd()
  return { ...draft, header: draft.header.written(`${text.slice(0, -1)}${more}}`) }
}
