/** Server-side sign-in with AWS credentials: AdminInitiateAuth, then a TOTP code by AdminRespondToAuthChallenge. */
import type { CallOptions, Cast } from '../../fixtures/actors/actors.ts'
import { succeeded } from '../shared/answers.ts'
import { getUser, TAKES_EFFECT } from '../shared/requests.ts'
import { completed, issued, wentOn } from './answers.ts'
import {
  adminSrp,
  disabledAccess,
  disabledRefresh,
  disabledSignIn,
  disabledSignInType,
  disabledStaysRevoked,
  enabledAgain,
  publicFlowInAdmin,
  unknownPool,
  unsigned,
  wronglySigned,
  wronglySignedType,
} from './checks/administration.ts'
import { accessAuthorizes } from './checks/gate.ts'
import { refreshTokenStays } from './checks/refresh.ts'
import { contentType, requestId } from './checks/wire.ts'
import { apiAuthentication } from './flow.ts'
import { refreshWith } from './requests.ts'
import { openAndEnter } from './steps-1-to-3.ts'
import { answerTooLate, passSecondFactor } from './steps-6-to-9.ts'
import { receiveAndKeepTokens } from './steps-10-to-15.ts'

const asAdmin: CallOptions = { side: 'admin' }

const signIn = ({ application, user }: Cast, options: CallOptions = {}, flow = 'ADMIN_USER_PASSWORD_AUTH') =>
  application.initiateAuth(
    flow,
    {
      USERNAME: application.entered().username ?? user.username,
      PASSWORD: application.entered().password ?? user.password,
    },
    { ...asAdmin, ...options },
  )

const asAdministrator = (cast: Cast, operation: string, input: Readonly<Record<string, unknown>>) =>
  cast.application.call(operation, { UserPoolId: cast.lease.userPool.id, ...input }, { signed: true })

apiAuthentication.variant(
  'admin-password-totp',
  'Server side: password, then a TOTP code',
  {
    lacking: ['admin-api', 'admin-challenge', 'totp-mfa'],
    pool: { mfa: 'optional' },
    client: { uses: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
    user: { totp: true },
    does: ['signs-in', 'fails-sign-ins', 'changes', 'revokes'],
  },
  (context) => {
    const { step, attempt, probe, walk, check } = context
    openAndEnter(context)

    const nobodys = attempt(4, (cast) => signIn(cast, { signature: 'none' }), { needs: ['sigv4'] })
    check(unsigned, nobodys, { performed: 4 })
    const forged = attempt(4, (cast) => signIn(cast, { signature: 'wrong-secret' }), { needs: ['sigv4'] })
    check(wronglySigned, forged, { performed: 4 })
    check(wronglySignedType, forged, { performed: 4 })
    const publicFlow = attempt(4, (cast) => signIn(cast, {}, 'USER_PASSWORD_AUTH'))
    check(publicFlowInAdmin, publicFlow, { performed: 4 })
    const elsewhere = attempt(4, (cast) =>
      asAdministrator(cast, 'AdminInitiateAuth', {
        UserPoolId: `${cast.lease.region}_nopoolhasthis`,
        ClientId: cast.application.client.id,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: cast.user.username, PASSWORD: cast.user.password },
      }),
    )
    check(unknownPool, elsewhere, { performed: 4 })
    const bySrp = probe(
      4,
      async ({ application, user }) => (await application.startSrp(user.username, asAdmin)).answer,
      { needs: ['srp'] },
    )
    check(adminSrp, bySrp)

    const answer = step(4, async (cast) => wentOn(await signIn(cast)))
    for (const one of [contentType, requestId]) check(one, answer)
    const answered = passSecondFactor(context, answer, { signIn, side: asAdmin })
    const first = receiveAndKeepTokens(context, answered, { side: asAdmin })

    walk('disabled', (after) => {
      const alive = after.probe(15, (cast) =>
        refreshWith(cast, first.value.tokens.refreshToken ?? '', asAdmin),
      )
      after.check(refreshTokenStays, alive)
      const tokens = after.probe(15, (cast) => issued(completed(alive.value), cast, 'without-refresh-token'))
      const profile = after.probe(12, (cast) => getUser(cast, tokens.value.tokens.accessToken), {
        needs: ['get-user'],
      })
      after.check(accessAuthorizes, () => ({
        answer: profile.value,
        user: tokens.value.lease.user,
      }))
      const disabled = after.probe(5, async (cast) => {
        const answer = await asAdministrator(cast, 'AdminDisableUser', { Username: cast.user.username })
        await cast.clock.pass(TAKES_EFFECT)
        return answer
      })
      const refused = after.attempt(5, (cast) => {
        succeeded(disabled.value)
        return signIn(cast)
      })
      const control = { performed: 4, after: { check: enabledAgain, walk: 'disabled' } }
      after.check(disabledSignIn, refused, control)
      after.check(disabledSignInType, refused, control)
      const stale = after.attempt(15, (cast) => {
        succeeded(disabled.value)
        return refreshWith(cast, first.value.tokens.refreshToken ?? '', asAdmin)
      })
      after.check(disabledRefresh, stale, { check: refreshTokenStays, walk: 'disabled' })
      const ended = after.attempt(
        12,
        (cast) => {
          succeeded(disabled.value)
          return getUser(cast, tokens.value.tokens.accessToken)
        },
        { needs: ['get-user'] },
      )
      after.check(disabledAccess, ended, { check: accessAuthorizes, walk: 'disabled' })
      const enabled = after.probe(5, (cast) =>
        asAdministrator(cast, 'AdminEnableUser', { Username: cast.user.username }),
      )
      const again = after.probe(5, (cast) => {
        succeeded(enabled.value)
        return signIn(cast)
      })
      after.check(enabledAgain, again)
      const still = after.attempt(15, (cast) => {
        succeeded(enabled.value)
        return refreshWith(cast, first.value.tokens.refreshToken ?? '', asAdmin)
      })
      after.check(disabledStaysRevoked, still, { check: refreshTokenStays, walk: 'disabled' })
    })
    answerTooLate(context, { signIn, side: asAdmin })
  },
)
