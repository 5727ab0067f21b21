/**
 * Steps 10 to 16: the code is redeemed, the tokens are validated and kept, the access-controlled page opens, and the
 * session goes on at the token endpoint when the access token has run out.
 */
import type { AuthorizationRequest, EndpointOptions } from '../../fixtures/actors/actors.ts'
import type { Handle, VariantContext } from '../../fixtures/flow/flow.ts'
import type { Issued } from '../shared/domain-tokens.ts'
import { ranOutAtTarget } from '../shared/expiry.ts'
import { refreshAtEndpoint } from '../shared/requests.ts'
import { claimChecks, keyChecks } from './checks/claims.ts'
import { discoveryChecks } from './checks/discovery.ts'
import { closedAfterExpiry, expiredAtUserInfo, opens, reopens } from './checks/expiry.ts'
import { refreshChecks, refreshedReadsProfile, refreshTokenStays } from './checks/refresh.ts'
import { answerChecks, crossOrigin } from './checks/token-answer.ts'
import { userInfoAnswers, userInfoSubject } from './checks/user-info.ts'
import { redeemElsewhere } from './further-sign-ins.ts'
import { redeemCode, refreshSession, returnAfterExpiry, storeTokens, viewContent } from './sign-in.ts'

export interface Onward {
  /** How the application proves at the endpoints who it is. */
  readonly endpoint?: EndpointOptions
  /** Judge what concerns discovery and cross-origin use as well: once or twice in the flow is enough. */
  readonly whole?: boolean
}

/**
 * Steps 10 to 16.
 * @param code what came to the callback
 * @param opened the authorization request that it answers
 * @returns the tokens of the sign-in
 */
export function receiveAndKeepTokens(
  context: VariantContext<number>,
  code: Handle<{ readonly code: string }>,
  opened: Handle<{ readonly request: AuthorizationRequest }>,
  onward: Onward = {},
): Handle<Issued> {
  const { check } = context
  const first = redeemCode(context, code, opened, onward.endpoint)
  for (const one of answerChecks) check(one, first)
  if (onward.whole) check(crossOrigin, context.probe(11, redeemElsewhere))
  for (const one of claimChecks) check(one, first)

  receiveProfile(context, first, onward)
  refreshWhenRunOut(context, first, onward)
  return first
}

/** Steps 12 to 14: validated and stored, the page shown, and the profile behind it read. */
function receiveProfile(context: VariantContext<number>, first: Handle<Issued>, { whole }: Onward): void {
  const { probe, check } = context
  const jwks = probe(12, ({ application }) => application.fetchWellKnown('jwks.json'))
  const stored = storeTokens(context, first)
  for (const one of keyChecks)
    check(one, () => ({ ...first.value, validations: stored.value, jwks: jwks.value }))

  check(opens, viewContent(context))
  const profile = probe(13, ({ application }) => application.relyingParty.userInfo(first.value.accessToken), {
    needs: ['user-info'],
  })
  check(userInfoAnswers, profile)
  check(userInfoSubject, () => ({ answer: profile.value, granted: first.value }))
  if (whole) {
    const document = probe(12, ({ application }) => application.fetchWellKnown('openid-configuration'), {
      needs: ['discovery'],
    })
    for (const one of discoveryChecks)
      check(one, () => ({ document: document.value, issued: first.value, lease: first.value.lease }))
  }
}

/** Steps 15 and 16: the access token has run out, and the refresh token brings another. */
function refreshWhenRunOut(
  context: VariantContext<number>,
  first: Handle<Issued>,
  { endpoint }: Onward,
): void {
  const { attempt, probe, check } = context
  const closed = returnAfterExpiry(context)
  check(closedAfterExpiry, () => closed.value.page, { check: opens })
  const expired = attempt(
    15,
    ({ application }) => {
      ranOutAtTarget(closed.value)
      return application.relyingParty.userInfo(first.value.accessToken)
    },
    { needs: ['user-info'] },
  )
  check(expiredAtUserInfo, expired, { check: userInfoAnswers })

  const again = refreshSession(context, first, endpoint)
  for (const one of refreshChecks) check(one, () => ({ first: first.value, again: again.value }))
  const reopened = probe(16, async ({ application, user }) => {
    await application.storeTokens(again.value.tokens)
    return user.requestsMembersPage()
  })
  check(reopens, reopened)
  const profileAgain = probe(
    16,
    ({ application }) => application.relyingParty.userInfo(again.value.accessToken),
    { needs: ['user-info'] },
  )
  check(refreshedReadsProfile, () => ({ answer: profileAgain.value, granted: again.value }))
  const twice = probe(16, (cast) => {
    void again.value
    return refreshAtEndpoint(cast, first.value.refreshToken, endpoint)
  })
  check(refreshTokenStays, twice)
}
