/** A password alone; wrong ones, unknown names, flows and clients that do not fit; sign-out and revocation. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import { succeeded } from '../shared/answers.ts'
import { WELL_AFTER } from '../shared/expiry.ts'
import { getUser, NOBODY, TAKES_EFFECT } from '../shared/requests.ts'
import { completed, issued, wentOn } from './answers.ts'
import { noGroups } from './checks/claims.ts'
import {
  adminFlowInPublic,
  adminFlowInPublicType,
  clientIdConstraint,
  flowNotAllowed,
  flowNotAllowedType,
  missingPassword,
  missingUsername,
  unknownClient,
  unknownUserHidden,
  unknownUserMessage,
  wrongPassword,
  wrongPasswordType,
} from './checks/credentials.ts'
import { accessAuthorizes } from './checks/gate.ts'
import { refreshedAuthorizes, refreshTokenStays } from './checks/refresh.ts'
import { refreshTokenExpires, refreshTokenExpiresType } from './checks/refresh-refused.ts'
import { noFurtherChallenge, resultChecks } from './checks/result.ts'
import {
  otherSessionLives,
  revokedAccess,
  revokedAccessType,
  revokedRefresh,
  revokedRefreshedAccess,
  revokedRefreshType,
  revokes,
  revokesRefreshTokensOnly,
  signedOutAccess,
  signedOutAccessType,
  signedOutRefresh,
  signedOutRefreshType,
} from './checks/revocation.ts'
import {
  contentType,
  crossOrigin,
  errorBody,
  errorHeader,
  errorMessageHeader,
  exposedHeaders,
  refusalIs400,
  requestId,
  wrongJsonType,
} from './checks/wire.ts'
import { apiAuthentication } from './flow.ts'
import { mfaIsOff } from './omissions.ts'
import { refreshWith, withPassword, withPasswordEntered } from './requests.ts'
import { openAndEnter } from './steps-1-to-3.ts'
import { receiveAndKeepTokens } from './steps-10-to-15.ts'

apiAuthentication.variant(
  'password-no-mfa',
  'Password, without MFA',
  {
    lacking: ['password'],
    pool: { mfa: 'off' },
    client: {
      preventUserExistenceErrors: 'ENABLED',
      uses: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    },
    secondClient: { authFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
    user: {},
    does: ['signs-in', 'fails-sign-ins', 'revokes'],
  },
  (context) => {
    const { step, attempt, walk, check, omitted } = context
    openAndEnter(context)

    const wrong = attempt(5, (cast) => withPassword(cast, { PASSWORD: cast.user.wrongPassword }))
    check(wrongPassword, wrong, { performed: 4 })
    check(wrongPasswordType, wrong, { performed: 4 })
    for (const one of [errorBody, errorHeader, errorMessageHeader, refusalIs400])
      check(one, wrong, { performed: 4 })

    const stranger = attempt(5, (cast) => withPassword(cast, { USERNAME: NOBODY }))
    check(unknownUserHidden, stranger, { performed: 4 })
    check(unknownUserMessage, stranger, { performed: 4 })

    const notAllowed = attempt(4, (cast) => withPassword(cast, {}, { client: cast.secondClient }))
    check(flowNotAllowed, notAllowed, { performed: 4 })
    check(flowNotAllowedType, notAllowed, { performed: 4 })

    const adminFlow = attempt(4, ({ application, user }) =>
      application.initiateAuth('ADMIN_USER_PASSWORD_AUTH', {
        USERNAME: user.username,
        PASSWORD: user.password,
      }),
    )
    check(adminFlowInPublic, adminFlow, { performed: 4 })
    check(adminFlowInPublicType, adminFlow, { performed: 4 })

    const nameless = attempt(4, ({ application, user }) =>
      application.call('InitiateAuth', {
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: application.client.id,
        AuthParameters: { PASSWORD: user.password },
      }),
    )
    check(missingUsername, nameless, { performed: 4 })

    const wordless = attempt(4, ({ application, user }) =>
      application.initiateAuth('USER_PASSWORD_AUTH', { USERNAME: user.username }),
    )
    check(missingPassword, wordless, { performed: 4 })

    const misnamed = attempt(
      4,
      (cast) =>
        withPassword(cast, {}, { client: { ...cast.application.client, id: 'no-client-id-has-hyphens' } }),
      { needs: ['input-validation'] },
    )
    check(clientIdConstraint, misnamed, { performed: 4 })

    const elsewhere = attempt(4, (cast) =>
      withPassword(cast, {}, { client: { ...cast.application.client, id: 'noclienthasthisid0000000000' } }),
    )
    check(unknownClient, elsewhere, { performed: 4 })

    const mistyped = attempt(4, ({ application }) =>
      application.call('InitiateAuth', {
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: application.client.id,
        AuthParameters: 'USERNAME',
      }),
    )
    check(wrongJsonType, mistyped, { performed: 4 })

    const answer = step(4, async (cast) => wentOn(await withPasswordEntered(cast)))
    for (const one of [contentType, requestId, crossOrigin, exposedHeaders]) check(one, answer)
    for (const number of [5, 6, 7, 8, 9] as const) omitted(number, mfaIsOff)

    const first = receiveAndKeepTokens(context, answer)
    check(noGroups, first)

    walk('revocation', (after) => {
      const one = after.step(4, async (cast) => wentOn(await withPassword(cast)))
      const mine = after.step(10, (cast) => issued(completed(one.value), cast, 'with-refresh-token'))
      const profile = after.probe(12, (cast) => getUser(cast, mine.value.tokens.accessToken))
      after.check(accessAuthorizes, () => ({
        answer: profile.value,
        user: mine.value.lease.user,
      }))
      const alive = after.probe(15, (cast) => refreshWith(cast, mine.value.tokens.refreshToken ?? ''))
      after.check(refreshTokenStays, alive)
      const again = after.probe(15, (cast) => issued(completed(alive.value), cast, 'without-refresh-token'))
      const profileAgain = after.probe(12, (cast) => getUser(cast, again.value.tokens.accessToken), {
        needs: ['get-user'],
      })
      after.check(refreshedAuthorizes, () => ({
        answer: profileAgain.value,
        user: mine.value.lease.user,
      }))

      const revoke = ({ application }: Cast, token: string | undefined) =>
        application.call('RevokeToken', { Token: token, ClientId: application.client.id })
      const revoked = after.probe(
        15,
        async (cast) => {
          const answer = await revoke(cast, mine.value.tokens.refreshToken)
          await cast.clock.pass(TAKES_EFFECT)
          return answer
        },
        { needs: ['token-revocation'] },
      )
      after.check(revokes, revoked)
      const refused = after.attempt(15, (cast) => {
        succeeded(revoked.value)
        return refreshWith(cast, mine.value.tokens.refreshToken ?? '')
      })
      const twin = { check: refreshTokenStays, walk: 'revocation' }
      after.check(revokedRefresh, refused, twin)
      after.check(revokedRefreshType, refused, twin)
      const stale = after.attempt(12, (cast) => {
        succeeded(revoked.value)
        return getUser(cast, mine.value.tokens.accessToken)
      })
      after.check(revokedAccess, stale, { check: accessAuthorizes, walk: 'revocation' })
      after.check(revokedAccessType, stale, { check: accessAuthorizes, walk: 'revocation' })
      const staleAgain = after.attempt(12, (cast) => {
        succeeded(revoked.value)
        return getUser(cast, again.value.tokens.accessToken)
      })
      after.check(revokedRefreshedAccess, staleAgain, { check: refreshedAuthorizes, walk: 'revocation' })
      const other = after.probe(15, (cast) => {
        succeeded(revoked.value)
        return refreshWith(cast, first.value.tokens.refreshToken ?? '')
      })
      after.check(otherSessionLives, other)
      // On a session that nothing else stands on: who accepts the token may end it.
      const notARefreshToken = after.attempt(
        15,
        (cast) => {
          const { tokens } = issued(completed(other.value), cast, 'without-refresh-token')
          return revoke(cast, tokens.accessToken)
        },
        { needs: ['token-revocation'] },
      )
      after.check(revokesRefreshTokensOnly, notARefreshToken, { check: revokes, walk: 'revocation' })
    })

    walk('sign-out', (after) => {
      const one = after.step(4, async (cast) => wentOn(await withPassword(cast)))
      const mine = after.step(10, (cast) => issued(completed(one.value), cast, 'with-refresh-token'))
      const profile = after.probe(12, (cast) => getUser(cast, mine.value.tokens.accessToken))
      after.check(accessAuthorizes, () => ({
        answer: profile.value,
        user: mine.value.lease.user,
      }))
      const alive = after.probe(15, (cast) => refreshWith(cast, mine.value.tokens.refreshToken ?? ''))
      after.check(refreshTokenStays, alive)

      // Signed out is another sign-in than the one that is judged: what ends alone was no global sign-out.
      const device = after.probe(4, (cast) => withPassword(cast))
      const out = after.probe(
        15,
        async (cast) => {
          const { tokens } = issued(completed(device.value), cast, 'with-refresh-token')
          // Tokens made in the second of a sign-out have been reported as caught by it: leave one between.
          await cast.clock.pass(2)
          const answer = await cast.application.call('GlobalSignOut', { AccessToken: tokens.accessToken })
          await cast.clock.pass(TAKES_EFFECT)
          return answer
        },
        { needs: ['global-sign-out'] },
      )
      const refused = after.attempt(15, (cast) => {
        succeeded(out.value)
        return refreshWith(cast, mine.value.tokens.refreshToken ?? '')
      })
      after.check(signedOutRefresh, refused, { check: refreshTokenStays, walk: 'sign-out' })
      after.check(signedOutRefreshType, refused, { check: refreshTokenStays, walk: 'sign-out' })
      const stale = after.attempt(12, (cast) => {
        succeeded(out.value)
        return getUser(cast, mine.value.tokens.accessToken)
      })
      after.check(signedOutAccess, stale, { check: accessAuthorizes, walk: 'sign-out' })
      after.check(signedOutAccessType, stale, { check: accessAuthorizes, walk: 'sign-out' })
    })

    walk('after-a-month', (after) => {
      const one = after.step(4, async (cast) => wentOn(await withPassword(cast)))
      const mine = after.step(10, (cast) => issued(completed(one.value), cast, 'with-refresh-token'))
      for (const result of resultChecks.filter((each) => each !== noFurtherChallenge))
        after.check(result, mine)
      const alive = after.probe(15, (cast) => refreshWith(cast, mine.value.tokens.refreshToken ?? ''))
      after.check(refreshTokenStays, alive)
      const late = after.attempt(15, async (cast) => {
        const { refreshTokenValidity } = cast.lease.client
        await cast.clock.pass((refreshTokenValidity === 'unknown' ? 0 : refreshTokenValidity) + WELL_AFTER)
        return refreshWith(cast, mine.value.tokens.refreshToken ?? '')
      })
      after.check(refreshTokenExpires, late, { check: refreshTokenStays, walk: 'after-a-month' })
      after.check(refreshTokenExpiresType, late, { check: refreshTokenStays, walk: 'after-a-month' })
    })
  },
)
