/**
 * Step 12: the claims of both tokens, and what they are verified with.
 *
 * What AWS says of the tokens of every sign-in is judged here as in API authentication; what is different on the
 * domain has checks of its own.
 */
import type { Check } from '../../../fixtures/flow/flow.ts'
import { recordedSnapshot } from '../../../fixtures/flow/source.ts'
import {
  accessClient,
  accessIssuer,
  accessRevocationIds,
  accessTimes,
  accessTokenUse,
  accessUsername,
  accessValidity,
} from '../../api-authentication/checks/access-claims.ts'
import { groups, noGroups, sameSubject } from '../../api-authentication/checks/claims.ts'
import {
  idAudience,
  idIssuer,
  idRevocationIds,
  idSubject,
  idTimes,
  idTokenUse,
  idUsername,
  idValidity,
} from '../../api-authentication/checks/id-claims.ts'
import {
  accessTokenHeader,
  keyChecks as apiKeyChecks,
  idTokenHeader,
  separateKeys,
} from '../../api-authentication/checks/keys.ts'
import { managedLogin } from '../flow.ts'
import { atHash, emailVerified, eventIds, type Tokens, tokenIds, tokenVersion } from './claims-of-domain.ts'

const BRINGING =
  'The request that brings the tokens: the redemption of a code, or the redirect of an implicit grant'

/** The same judgement on the same word, of this flow's step 12. */
const alike = <S>(check: Check<S>, sends = BRINGING): Check<S> =>
  managedLogin.check(12, check.name, { ...check, sends })

export const idRevocationClaims = alike(idRevocationIds)
export const accessRevocationClaims = alike(accessRevocationIds)

const sharedClaimChecks = [
  idAudience,
  idTokenUse,
  idIssuer,
  idUsername,
  idSubject,
  idTimes,
  idValidity,
  idTokenHeader,
  accessClient,
  accessTokenUse,
  accessIssuer,
  accessUsername,
  accessTimes,
  accessValidity,
  accessTokenHeader,
  separateKeys,
  sameSubject,
].map((one) => alike(one))

/** For the tokens of every grant with a user and the scope openid, the implicit one included. */
export const userClaimChecks: readonly Check<Tokens>[] = [
  ...sharedClaimChecks,
  atHash,
  eventIds,
  tokenVersion,
  emailVerified,
]

/**
 * For the tokens of an authorization code. Those of an implicit grant were seen with a `jti` and no `origin_jti`, since
 * there is no refresh token that they could belong to; so nothing is said of the two there.
 */
export const claimChecks: readonly Check<Tokens>[] = [
  ...userClaimChecks,
  idRevocationClaims,
  accessRevocationClaims,
  tokenIds,
]

const FETCHING = `${BRINGING}; then GET of /.well-known/jwks.json below the issuer`

/** What the application validates with, and its own validation. */
export const keyChecks = apiKeyChecks.map((one) => alike(one, FETCHING))

export const groupClaims = alike(groups, 'The sign-in of a user who is a member of two groups')
export const noGroupClaims = managedLogin.check(12, noGroups.name, {
  ...noGroups,
  sends: 'The sign-in of a user who is in no group',
  basis: recordedSnapshot(
    'API Gateway, both tokens of a hosted page, claims',
    '2024-09',
    'cognito:groups is in neither token of a user without groups.',
  ),
})
