/** A password proven by SRP, then a TOTP code. */
import { contentType, requestId } from './checks/wire.ts'
import { apiAuthentication } from './flow.ts'
import { bySrp, signInBySrp } from './srp-step-4.ts'
import { openAndEnter } from './steps-1-to-3.ts'
import { answerInTime, answerTooLate, passSecondFactor } from './steps-6-to-9.ts'
import { receiveAndKeepTokens } from './steps-10-to-15.ts'

apiAuthentication.variant(
  'srp-totp',
  'SRP, then a TOTP code',
  {
    lacking: ['srp', 'totp-mfa'],
    pool: { mfa: 'optional' },
    client: { authSessionValidity: 9, uses: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
    user: { totp: true },
    does: ['signs-in', 'fails-sign-ins'],
  },
  (context) => {
    openAndEnter(context)
    const answer = signInBySrp(context)
    for (const one of [contentType, requestId]) context.check(one, answer)
    const answered = passSecondFactor(context, answer, { signIn: bySrp })
    receiveAndKeepTokens(context, answered)
    answerInTime(context, { signIn: bySrp })
    answerTooLate(context, { signIn: bySrp })
  },
)
