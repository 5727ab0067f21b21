/** The documented variant: a password, then a code of the user's authenticator app. All 15 steps. */
import { wentOn } from './answers.ts'
import { groups } from './checks/claims.ts'
import { contentType, crossOrigin, exposedHeaders, requestId } from './checks/wire.ts'
import { apiAuthentication } from './flow.ts'
import { withPasswordEntered } from './requests.ts'
import { openAndEnter } from './steps-1-to-3.ts'
import { answerTooLate, passSecondFactor } from './steps-6-to-9.ts'
import { receiveAndKeepTokens } from './steps-10-to-15.ts'

apiAuthentication.variant(
  'password-totp',
  'Password, then a TOTP code',
  {
    documented: true,
    lacking: ['password', 'totp-mfa'],
    pool: { mfa: 'optional' },
    client: {
      accessTokenValidity: 600,
      idTokenValidity: 1200,
      uses: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    },
    secondClient: { uses: ['ALLOW_REFRESH_TOKEN_AUTH'] },
    user: { totp: true, groups: 2, attributes: { email_verified: 'true' } },
    does: ['signs-in', 'fails-sign-ins'],
  },
  (context) => {
    openAndEnter(context)

    const answer = context.step(4, async (cast) => wentOn(await withPasswordEntered(cast)))
    for (const one of [contentType, requestId, crossOrigin, exposedHeaders]) context.check(one, answer)

    const answered = passSecondFactor(context, answer, { signIn: (cast) => withPasswordEntered(cast) })
    const first = receiveAndKeepTokens(context, answered, { whole: true })
    context.check(groups, first)
    answerTooLate(context, { signIn: (cast) => withPasswordEntered(cast) })
  },
)
