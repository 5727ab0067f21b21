/**
 * Steps 10 to 16: the code is redeemed, the tokens are validated and kept, the access-controlled page opens, and the
 * session goes on at the token endpoint when the access token has run out.
 */
import type { AuthorizationRequest, Cast, EndpointOptions } from '../../fixtures/actors/actors.ts'
import { TooLong } from '../../fixtures/actors/actors.ts'
import type { Handle, VariantContext } from '../../fixtures/flow/flow.ts'
import { NotApplicable } from '../../fixtures/flow/not-performed.ts'
import { claimChecks, keyChecks } from './checks/claims.ts'
import { discoveryChecks } from './checks/discovery.ts'
import { closedAfterExpiry, expiredAtUserInfo, opens, reopens } from './checks/expiry.ts'
import { refreshChecks, refreshedReadsProfile, refreshTokenStays } from './checks/refresh.ts'
import { answerChecks, crossOrigin } from './checks/token-answer.ts'
import { userInfoAnswers, userInfoSubject } from './checks/user-info.ts'
import { answered, type Issued, issued, refreshAtEndpoint } from './tokens.ts'

/** Beyond any difference of clocks: what has run out is out, ten minutes later, everywhere. */
const WELL_AFTER = 601

export interface Onward {
  /** How the application proves at the endpoints who it is. */
  readonly endpoint?: EndpointOptions
  /** Judge what concerns discovery and cross-origin use as well: once or twice in the flow is enough. */
  readonly whole?: boolean
}

/** Steps 10 and 11. */
export function redeemCode(
  { step }: VariantContext<number>,
  code: Handle<{ readonly code: string }>,
  opened: Handle<{ readonly request: AuthorizationRequest }>,
  { endpoint = {} }: Onward = {},
): Handle<Issued> {
  const answer = step(10, async ({ application }) =>
    answered(await application.relyingParty.redeem(code.value.code, opened.value.request, endpoint)),
  )
  return step(11, (cast) => issued(answer.value, cast, opened.value.request))
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
  const first = redeemCode(context, code, opened, onward)
  for (const one of answerChecks) check(one, first)
  if (onward.whole) check(crossOrigin, () => first.value.answer)
  for (const one of claimChecks) check(one, first)

  receiveProfile(context, first, onward)
  refreshWhenRunOut(context, first, onward)
  return first
}

/** Steps 12 to 14: validated and stored, the page shown, and the profile behind it read. */
function receiveProfile(
  { step, probe, check }: VariantContext<number>,
  first: Handle<Issued>,
  { whole }: Onward,
): void {
  const jwks = probe(12, ({ application }) => application.fetchWellKnown('jwks.json'))
  const stored = step(12, async ({ application }) => application.storeTokens(first.value.tokens))
  for (const one of keyChecks)
    check(one, () => ({ ...first.value, validations: stored.value, jwks: jwks.value }))

  const displayed = step(13, ({ user }) => user.requestsMembersPage())
  check(opens, displayed)
  step(14, () => displayed.value.text)
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
  { step, attempt, probe, check }: VariantContext<number>,
  first: Handle<Issued>,
  { endpoint = {} }: Onward,
): void {
  const closed = step(15, async (cast) => {
    const { where, seconds } = await letExpire(cast, WELL_AFTER)
    const page = await cast.user.requestsMembersPage()
    // The refresh happens at the target's time, so the application's clock is set right again.
    if (where === 'in the application') cast.clock.passInApplication(-seconds)
    return { where, page }
  })
  check(closedAfterExpiry, () => closed.value.page, { check: opens })
  const expired = attempt(
    15,
    ({ application }) => {
      if (closed.value.where === 'everywhere')
        return application.relyingParty.userInfo(first.value.accessToken)
      throw new NotApplicable(
        'the access token has not run out at the target: its clock cannot be moved, and waiting takes longer than --max-wait',
      )
    },
    { needs: ['user-info'] },
  )
  check(expiredAtUserInfo, expired, { check: userInfoAnswers })

  const again = step(16, async (cast) => {
    // A refresh within the second of the sign-in could not show a later iat.
    await cast.clock.pass(2)
    const answer = await refreshAtEndpoint(cast, first.value.refreshToken, endpoint)
    return issued(answered(answer), cast, first.value.request, { refreshToken: false })
  })
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

/** Lets an access token run out: everywhere where time can be moved, else only as the application sees it. */
async function letExpire(
  { clock, lease }: Cast,
  margin: number,
): Promise<{ readonly where: 'everywhere' | 'in the application'; readonly seconds: number }> {
  const { accessTokenValidity } = lease.client
  const seconds = (accessTokenValidity === 'unknown' ? 86_400 : accessTokenValidity) + margin
  try {
    await clock.pass(seconds)
    return { where: 'everywhere', seconds }
  } catch (error) {
    if (!(error instanceof TooLong)) throw error
    clock.passInApplication(seconds)
    return { where: 'in the application', seconds }
  }
}
