/** Genuine tokens that are nothing else, and not the base: the base itself is the control of each case. */
import fc from 'fast-check'
import type { JwtRow } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { jwtRow } from '../../../../fixtures/fuzzing/jwt/row.ts'
import { allBut, OPERATION, owed, POOL, USER_INFO } from './claims.ts'

const earlier = jwtRow<null>({
  id: 'other-token-of-the-user',
  says: 'Is another token of the same user and client, which is as valid',
  class: 'genuine',
  layer: 'form',
  gravity: 2,
  verdict: owed({ accept: [OPERATION, USER_INFO, POOL], either: allBut(OPERATION, USER_INFO, POOL) }),
  unless: ({ others }) =>
    others.earlier === undefined ? 'there is no other token of the same user and client' : undefined,
  sweep: [null],
  parameter: fc.constant(null),
  apply: (draft, _none, { others: { earlier: token } }) =>
    token === undefined ? undefined : { ...draft, forms: [...draft.forms, () => token] },
})

export const genuineRows: readonly JwtRow[] = [earlier]
