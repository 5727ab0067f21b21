/** A password proven by SRP, without MFA; wrong proofs, unknown names, and SRP_A that is none. */
import { WELL_AFTER } from '../shared/expiry.ts'
import { NOBODY } from '../shared/requests.ts'
import {
  srpChallenge,
  srpLate,
  srpMissingA,
  srpNotHex,
  srpUnknownRefused,
  srpUnknownSimulated,
  srpWrongPassword,
  srpWrongPasswordMessage,
} from './checks/srp.ts'
import { contentType, requestId } from './checks/wire.ts'
import { apiAuthentication } from './flow.ts'
import { mfaIsOff } from './omissions.ts'
import { prove, signInBySrp } from './srp-step-4.ts'
import { openAndEnter } from './steps-1-to-3.ts'
import { receiveAndKeepTokens } from './steps-10-to-15.ts'

apiAuthentication.variant(
  'srp-no-mfa',
  'SRP, without MFA',
  {
    lacking: ['srp'],
    pool: { mfa: 'off' },
    client: {
      preventUserExistenceErrors: 'ENABLED',
      uses: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    },
    user: {},
    does: ['signs-in', 'fails-sign-ins'],
  },
  (context) => {
    const { attempt, probe, walk, check, omitted } = context
    openAndEnter(context)

    const wrong = attempt(5, async (cast) =>
      prove(cast, await cast.application.startSrp(cast.user.username), { password: cast.user.wrongPassword }),
    )
    check(srpWrongPassword, wrong, { performed: 4 })
    check(srpWrongPasswordMessage, wrong, { performed: 4 })

    const withoutA = attempt(4, ({ application, user }) =>
      application.initiateAuth('USER_SRP_AUTH', { USERNAME: user.username }),
    )
    check(srpMissingA, withoutA, { check: srpChallenge })
    const notHex = attempt(4, ({ application, user }) =>
      application.initiateAuth('USER_SRP_AUTH', { USERNAME: user.username, SRP_A: 'zz' }),
    )
    check(srpNotHex, notHex, { check: srpChallenge })

    const stranger = probe(5, ({ application }) => application.startSrp(NOBODY))
    const strangerAgain = probe(5, ({ application }) => application.startSrp(NOBODY))
    check(srpUnknownSimulated, () => ({ first: stranger.value.answer, second: strangerAgain.value.answer }))
    const strangersProof = attempt(5, (cast) => prove(cast, strangerAgain.value))
    check(srpUnknownRefused, strangersProof, { performed: 4 })

    const answer = signInBySrp(context)
    for (const one of [contentType, requestId]) check(one, answer)
    for (const number of [5, 6, 7, 8, 9] as const) omitted(number, mfaIsOff)
    receiveAndKeepTokens(context, answer)

    walk('late', (late) => {
      const start = late.probe(4, ({ application, user }) => application.startSrp(user.username))
      const proof = late.attempt(5, async (cast) => {
        const { authSessionValidity } = cast.lease.client
        await cast.clock.pass(
          (authSessionValidity === 'unknown' ? 15 : authSessionValidity) * 60 + WELL_AFTER,
        )
        return prove(cast, start.value)
      })
      late.check(srpLate, proof, { performed: 4 })
    })
  },
)
