/**
 * Steps 10 to 15: the tokens, what the application makes of them, and the refresh when the access token has run out.
 */
import type { CallOptions } from '../../fixtures/actors/actors.ts'
import type { Handle, VariantContext } from '../../fixtures/flow/flow.ts'
import { NotApplicable } from '../../fixtures/flow/not-performed.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { ranOutAtTarget, visitAfterExpiry } from '../shared/expiry.ts'
import { getUser } from '../shared/requests.ts'
import { claim, MADE_UP_TOKEN, withOtherSignature } from '../shared/tokens.ts'
import { completed, type Issued, issued } from './answers.ts'
import { accessClaimChecks } from './checks/access-claims.ts'
import { sharedClaimChecks } from './checks/claims.ts'
import {
  accessAuthorizes,
  alteredAccessToken,
  closedAfterExpiry,
  expiredRefused,
  expiredType,
  idDoesNotAuthorize,
  madeUpAccessToken,
  opens,
  profileSubject,
} from './checks/gate.ts'
import { idClaimChecks } from './checks/id-claims.ts'
import { discovery, headerChecks, keyChecks } from './checks/keys.ts'
import {
  keepsGroups,
  otherFlowName,
  refreshChecks,
  refreshedAuthorizes,
  refreshOperation,
  refreshTokenStays,
  reopens,
} from './checks/refresh.ts'
import { madeUpRefreshToken, missingRefreshToken, otherClient } from './checks/refresh-refused.ts'
import { resultChecks } from './checks/result.ts'
import { refreshWith } from './requests.ts'

export interface Onward {
  readonly side?: CallOptions
  /** Judge what concerns keys, discovery and refused tokens as well: once in the flow is enough. */
  readonly whole?: boolean
}

/**
 * @param answer the answer that completes the sign-in
 * @returns the tokens of the sign-in
 */
export function receiveAndKeepTokens(
  { step, attempt, probe, check }: VariantContext<number>,
  answer: Handle<Answer>,
  { side, whole }: Onward = {},
): Handle<Issued> {
  const first = step(10, (cast) => issued(completed(answer.value), cast, 'with-refresh-token'))
  for (const one of resultChecks) check(one, first)

  for (const one of [...headerChecks, ...idClaimChecks, ...accessClaimChecks, ...sharedClaimChecks])
    check(one, first)
  const jwks = probe(11, ({ application }) => application.fetchWellKnown('jwks.json'))
  const stored = step(11, async ({ application }) => application.storeTokens(first.value.tokens))
  for (const one of keyChecks)
    check(one, () => ({ ...first.value, validations: stored.value, jwks: jwks.value }))
  if (whole) {
    const document = probe(11, ({ application }) => application.fetchWellKnown('openid-configuration'), {
      needs: ['discovery'],
    })
    check(discovery, () => ({ document: document.value, issued: first.value }))
  }

  const displayed = step(12, ({ user }) => user.requestsMembersPage())
  check(opens, displayed)
  step(13, () => displayed.value.text)
  const profile = probe(12, (cast) => getUser(cast, first.value.tokens.accessToken))
  check(accessAuthorizes, () => ({ answer: profile.value, user: first.value.lease.user }))
  check(profileSubject, () => ({ answer: profile.value, subject: claim(first.value.access, 'sub') }))
  if (whole) {
    const idInstead = attempt(12, (cast) => getUser(cast, first.value.tokens.idToken))
    check(idDoesNotAuthorize, idInstead, { check: accessAuthorizes })
    const madeUp = attempt(12, (cast) => getUser(cast, MADE_UP_TOKEN))
    check(madeUpAccessToken, madeUp, { check: accessAuthorizes })
    const altered = attempt(12, (cast) => getUser(cast, withOtherSignature(first.value.tokens.accessToken)))
    check(alteredAccessToken, altered, { check: accessAuthorizes })
  }

  const closed = step(14, visitAfterExpiry)
  check(closedAfterExpiry, () => closed.value.page, { check: opens })
  const expired = attempt(14, (cast) => {
    ranOutAtTarget(closed.value)
    return getUser(cast, first.value.tokens.accessToken)
  })
  check(expiredRefused, expired, { check: accessAuthorizes })
  check(expiredType, expired, { check: accessAuthorizes })

  const again = step(15, async (cast) => {
    // A refresh within the second of the sign-in could not show a later iat.
    await cast.clock.pass(2)
    const refreshed = await refreshWith(cast, first.value.tokens.refreshToken ?? '', side)
    // A client that rotates refresh tokens refuses this flow, and rightly so.
    if (refreshed.status !== 200 && cast.lease.client.rotation === 'unknown')
      throw new NotApplicable(
        'the refresh was refused, and whether the app client rotates refresh tokens is unknown: say rotation: false in existing.clients',
      )
    return issued(completed(refreshed), cast, 'without-refresh-token')
  })
  for (const one of refreshChecks) check(one, () => ({ first: first.value, again: again.value }))
  const reopened = probe(15, async ({ application, user }) => {
    await application.storeTokens(again.value.tokens)
    return user.requestsMembersPage()
  })
  check(reopens, reopened)
  const profileAgain = probe(15, (cast) => getUser(cast, again.value.tokens.accessToken))
  check(refreshedAuthorizes, () => ({
    answer: profileAgain.value,
    user: first.value.lease.user,
  }))
  const second = probe(15, (cast) => refreshWith(cast, first.value.tokens.refreshToken ?? '', side))
  check(refreshTokenStays, second)
  const madeUp = attempt(15, (cast) => refreshWith(cast, MADE_UP_TOKEN, side))
  check(madeUpRefreshToken, madeUp, { check: refreshTokenStays })
  if (whole) {
    check(keepsGroups, () => ({ first: first.value, again: again.value }))
    const otherName = probe(15, ({ application }) =>
      application.initiateAuth(
        'REFRESH_TOKEN',
        { REFRESH_TOKEN: first.value.tokens.refreshToken ?? '' },
        side,
      ),
    )
    check(otherFlowName, () => ({ first: first.value, answer: otherName.value }))
    const byOperation = probe(
      15,
      ({ application }) =>
        application.call('GetTokensFromRefreshToken', {
          RefreshToken: first.value.tokens.refreshToken,
          ClientId: application.client.id,
        }),
      { needs: ['rotation'] },
    )
    check(refreshOperation, () => ({ first: first.value, answer: byOperation.value }))
    const withoutToken = attempt(15, ({ application }) =>
      application.initiateAuth('REFRESH_TOKEN_AUTH', {}, side),
    )
    check(missingRefreshToken, withoutToken, { check: refreshTokenStays })
    const elsewhere = attempt(15, (cast) =>
      refreshWith(cast, first.value.tokens.refreshToken ?? '', { ...side, client: cast.secondClient }),
    )
    check(otherClient, elsewhere, { check: refreshTokenStays })
  }
  return first
}
