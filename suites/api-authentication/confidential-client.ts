/** An app client with a secret: SECRET_HASH in every request, from the password to the refresh. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import { challengeIn, wentOn } from './answers.ts'
import { refreshTokenStays } from './checks/refresh.ts'
import {
  hashMissing,
  hashMissingInAnswer,
  hashMissingInRefresh,
  hashMissingMessage,
  hashWrong,
  hashWrongInRefresh,
  hashWrongType,
} from './checks/secret-hash.ts'
import { contentType, requestId } from './checks/wire.ts'
import { apiAuthentication } from './flow.ts'
import { withPassword, withPasswordEntered } from './requests.ts'
import { openAndEnter } from './steps-1-to-3.ts'
import { answerTooLate, passSecondFactor } from './steps-6-to-9.ts'
import { receiveAndKeepTokens } from './steps-10-to-15.ts'

/** A hash of the right form, by another key. */
const WRONG_HASH = Buffer.alloc(32, 7).toString('base64')

const withoutHash = ({ application, user }: Cast) =>
  application.call('InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: application.client.id,
    AuthParameters: { USERNAME: user.username, PASSWORD: user.password },
  })

apiAuthentication.variant(
  'confidential-client',
  'Password, then a TOTP code, at an app client with a secret',
  {
    lacking: ['password', 'totp-mfa', 'client-secret'],
    pool: { mfa: 'optional' },
    client: { secret: true, uses: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
    user: { totp: true },
    does: ['signs-in', 'fails-sign-ins'],
  },
  (context) => {
    const { step, attempt, probe, check } = context
    openAndEnter(context)

    const missing = attempt(4, withoutHash)
    check(hashMissing, missing, { performed: 4 })
    check(hashMissingMessage, missing, { performed: 4 })
    const wrong = attempt(4, (cast) => withPassword(cast, { SECRET_HASH: WRONG_HASH }))
    check(hashWrong, wrong, { performed: 4 })
    check(hashWrongType, wrong, { performed: 4 })

    const answer = step(4, async (cast) => wentOn(await withPasswordEntered(cast)))
    for (const one of [contentType, requestId]) check(one, answer)

    const answered = passSecondFactor(context, answer, { signIn: (cast) => withPassword(cast) })

    const another = probe(6, (cast) => withPassword(cast))
    const unhashed = attempt(8, async ({ application, user }) =>
      application.call('RespondToAuthChallenge', {
        ClientId: application.client.id,
        ChallengeName: 'SOFTWARE_TOKEN_MFA',
        Session: challengeIn(another.value).session,
        ChallengeResponses: { USERNAME: user.username, SOFTWARE_TOKEN_MFA_CODE: await user.totpCode() },
      }),
    )
    check(hashMissingInAnswer, unhashed, { performed: 8 })

    const first = receiveAndKeepTokens(context, answered)

    const refresh = ({ application }: Cast, hash: Readonly<Record<string, string>>) =>
      application.call('InitiateAuth', {
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        ClientId: application.client.id,
        AuthParameters: { REFRESH_TOKEN: first.value.tokens.refreshToken, ...hash },
      })
    const unhashedRefresh = attempt(15, (cast) => refresh(cast, {}))
    check(hashMissingInRefresh, unhashedRefresh, { check: refreshTokenStays })
    const foreign = attempt(15, (cast) =>
      refresh(cast, { SECRET_HASH: cast.application.secretHash('somebody-else') ?? '' }),
    )
    check(hashWrongInRefresh, foreign, { check: refreshTokenStays })
    answerTooLate(context, { signIn: (cast) => withPassword(cast) })
  },
)
