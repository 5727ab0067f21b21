/**
 * Steps 11 to 17: the code is redeemed, the tokens are validated and kept, the access-controlled page opens, and the
 * session goes on without the provider when the access token has run out.
 */
import type { Handle, VariantContext } from '../../fixtures/flow/flow.ts'
import { answered } from '../shared/answers.ts'
import { type Issued, issued } from '../shared/domain-tokens.ts'
import { visitAfterExpiry } from '../shared/expiry.ts'
import { refreshAtEndpoint } from '../shared/requests.ts'
import {
  answerChecks,
  type FederatedTokens,
  groupsClaim,
  identities,
  keyChecks,
  mappedClaims,
  subjectClaim,
  tokenChecks,
  usernameClaims,
} from './checks/claims.ts'
import type { Profile } from './checks/profile.ts'
import {
  closedAfterExpiry,
  identitiesStay,
  opens,
  providerNotAsked,
  refreshChecks,
  reopens,
} from './checks/refresh.ts'
import type { SignedIn } from './steps-1-to-10.ts'

/** Steps 11 and 12. */
export function redeemCode(
  { step }: VariantContext<number>,
  { opened, code }: Pick<SignedIn, 'opened' | 'code'>,
): Handle<Issued> {
  const answer = step(11, async ({ application }) =>
    answered(await application.relyingParty.redeem(code.value.code, opened.value.request)),
  )
  return step(12, (cast) => issued(answer.value, cast, opened.value.request))
}

/** Steps 11 to 15. @returns the tokens of the sign-in */
export function receiveTokens(
  context: VariantContext<number>,
  signedIn: SignedIn,
  profile: Handle<Profile>,
): Handle<Issued> {
  const { step, probe, check } = context
  const first = redeemCode(context, signedIn)
  for (const one of answerChecks) check(one, first)
  for (const one of tokenChecks) check(one, first)
  const tokens = (): FederatedTokens => ({ ...signedIn.returned.value, issued: first.value })
  for (const one of [usernameClaims, identities, groupsClaim, mappedClaims]) check(one, tokens)
  check(subjectClaim, () => ({ ...tokens(), ...profile.value }))

  const jwks = probe(13, ({ application }) => application.fetchWellKnown('jwks.json'))
  const stored = step(13, async ({ application }) => application.storeTokens(first.value.tokens))
  for (const one of keyChecks)
    check(one, () => ({ ...first.value, validations: stored.value, jwks: jwks.value }))

  const displayed = step(14, ({ user }) => user.requestsMembersPage())
  check(opens, displayed)
  step(15, () => displayed.value.text)
  return first
}

/** Steps 16 and 17: the access token has run out, and the refresh token brings another. */
export function refreshWithoutProvider(
  { step, probe, check }: VariantContext<number>,
  { opened }: SignedIn,
  first: Handle<Issued>,
): void {
  const closed = step(16, visitAfterExpiry)
  check(closedAfterExpiry, () => closed.value.page, { check: opens })

  const again = step(17, async (cast) => {
    // A refresh within the second of the sign-in could not show a later iat.
    await cast.clock.pass(2)
    const before = await opened.value.provider.asked()
    const answer = await refreshAtEndpoint(cast, first.value.refreshToken)
    const tokens = issued(answered(answer), cast, first.value.request, { refreshToken: false })
    return { tokens, before, after: await opened.value.provider.asked() }
  })
  const refreshed = () => ({ first: first.value, again: again.value.tokens })
  for (const one of refreshChecks) check(one, refreshed)
  check(identitiesStay, refreshed)
  check(providerNotAsked, () => ({ ...again.value, again: again.value.tokens }))
  const reopened = probe(17, async ({ application, user }) => {
    await application.storeTokens(again.value.tokens.tokens)
    return user.requestsMembersPage()
  })
  check(reopens, reopened)
}
