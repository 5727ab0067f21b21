/** Tokens that lack a claim. Two classes: those on which trust stands, and those that OpenID Connect wants besides. */
import fc from 'fast-check'
import type { JwtRow } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { jwtRow } from '../../../../fixtures/fuzzing/jwt/row.ts'
import {
  missingExpiry,
  missingStandardClaim,
  refusedByAll,
  signedWith,
  type VerdictOf,
  wrongClient,
  wrongTokenUse,
} from './claims.ts'

const without = (
  id: string,
  names: readonly string[],
  more: Pick<JwtRow, 'class' | 'gravity' | 'verdict' | 'divides' | 'bearer'>,
): JwtRow =>
  jwtRow<null>({
    id,
    says: `Lacks ${names.join(' and ')}`,
    layer: 'claims',
    signs: true,
    sweep: [null],
    parameter: fc.constant(null),
    apply: (draft) =>
      names.some((name) => draft.payload.has(name))
        ? signedWith(draft, Object.fromEntries(names.map((name) => [name, undefined])))
        : undefined,
    ...more,
  })

const inClass = (name: string, verdict: VerdictOf, divides?: string) => ({
  class: name,
  gravity: 2 as const,
  verdict,
  ...(divides === undefined ? {} : { divides }),
})

export const missingClaimRows = [
  without('without-issuer', ['iss'], inClass('missing-claim', refusedByAll)),
  without('without-audience', ['aud', 'client_id'], inClass('missing-claim', wrongClient, 'client-id')),
  without('without-expiry', ['exp'], inClass('missing-standard-claim', missingExpiry, 'expiry-absent')),
  without('without-subject', ['sub'], {
    ...inClass('missing-standard-claim', missingStandardClaim, 'subject-absent'),
    bearer: 'anybody',
  }),
  without(
    'without-time-of-issue',
    ['iat'],
    inClass('missing-standard-claim', missingStandardClaim, 'time-of-issue-absent'),
  ),
  without('without-token-use', ['token_use'], inClass('token-use', wrongTokenUse, 'token-use')),
]
