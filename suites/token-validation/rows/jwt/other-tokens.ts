/** Genuine tokens in the place of the base: of another kind, client or pool, too old, revoked, or of the same session. */
import fc from 'fast-check'
import type { JwtRow, OtherToken } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { jwtRow } from '../../../../fixtures/fuzzing/jwt/row.ts'
import type { RowClass } from '../../classes.ts'
import {
  ALL,
  APPLICATION,
  allBut,
  HTTP,
  OPERATION,
  OWN_API,
  owed,
  POOL,
  PROVIDER,
  REST,
  refusedByAll,
  STS,
  USER_INFO,
  type VerdictOf,
  wrongClient,
} from './claims.ts'

/** What is missing where the scene has none. */
const SAID: Readonly<Record<OtherToken, string>> = {
  'other-user': 'token of another user',
  'other-client': 'token of another client',
  'other-pool': 'token of another user pool',
  'other-use': 'token of the other kind',
  refresh: 'refresh token',
  revoked: 'token that was revoked',
  expired: 'token that expired ten minutes ago',
  'without-scope': 'token without the scope',
  'client-credentials': 'token of an application',
  'open-id': 'token of an identity pool',
  code: 'authorization code',
  earlier: 'other token of the same user and client',
}

const genuine = (
  other: OtherToken,
  className: RowClass,
  verdict: VerdictOf,
  row: Pick<JwtRow, 'id' | 'says'> & Partial<Pick<JwtRow, 'divides' | 'bearer' | 'gravity'>>,
): JwtRow =>
  jwtRow<null>({
    class: className,
    layer: 'form',
    gravity: 1,
    verdict,
    unless: ({ others }) => (others[other] === undefined ? `there is no ${SAID[other]}` : undefined),
    sweep: [null],
    parameter: fc.constant(null),
    apply: (draft, _none, { others }) => {
      const token = others[other]
      return token === undefined ? undefined : { ...draft, forms: [...draft.forms, () => token] }
    },
    ...row,
  })

export const otherTokenRows: readonly JwtRow[] = [
  genuine('expired', 'expiry', refusedByAll, {
    id: 'genuine-and-expired',
    says: 'Is a token that was valid once',
  }),
  genuine(
    'revoked',
    'revoked',
    // Elsewhere tokens are validated without asking whoever issued them.
    owed({ refuse: [OPERATION, USER_INFO], either: [POOL, REST, HTTP, APPLICATION, OWN_API] }),
    { id: 'genuine-and-revoked', says: 'Is a token that was revoked', bearer: 'anybody' },
  ),
  genuine(
    'other-use',
    'token-kind',
    // HTTP APIs are documented to have no way to tell the two apart, and validators that know no Cognito have none.
    owed({ refuse: [OPERATION, USER_INFO, POOL, STS, REST, APPLICATION], either: [HTTP, OWN_API] }),
    { id: 'genuine-of-the-other-kind', says: 'Is the other token of the pair', divides: 'token-use' },
  ),
  genuine('refresh', 'token-kind', refusedByAll, {
    id: 'refresh-token',
    says: 'Is the refresh token',
  }),
  genuine('code', 'token-kind', refusedByAll, {
    id: 'authorization-code',
    says: 'Is an authorization code',
  }),
  genuine('open-id', 'token-kind', owed({ refuse: allBut(STS, PROVIDER) }), {
    id: 'token-of-the-identity-pool',
    says: 'Is a token of the identity pool',
  }),
  genuine('client-credentials', 'token-kind', owed({ refuse: [POOL] }), {
    id: 'token-of-an-application',
    says: 'Is the access token of an application, where an ID token is asked for',
  }),
  genuine('client-credentials', 'scope', owed({ refuse: [OPERATION, USER_INFO] }), {
    id: 'token-of-an-application-without-the-scope',
    says: 'Is the access token of an application, which can have no scope for users',
  }),
  genuine(
    'without-scope',
    'scope',
    ({ kind, scope }) => (scope !== undefined && ALL.includes(kind) ? 'refuse' : undefined),
    { id: 'genuine-without-the-scope', says: 'Is a token without the scope that is asked for' },
  ),
  genuine('other-client', 'audience', wrongClient, {
    id: 'genuine-of-another-client',
    says: 'Is a token of another client of the same pool',
    divides: 'client-id',
  }),
  genuine(
    'other-pool',
    'foreign-pool',
    // Operations serve all pools of a region, and the token names its user there.
    owed({ refuse: allBut(OPERATION, USER_INFO), either: [USER_INFO] }),
    {
      id: 'genuine-of-another-pool',
      says: 'Is a token of another user pool',
      bearer: 'anybody',
    },
  ),
]
