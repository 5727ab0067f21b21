/** A password at an app client whose PreventUserExistenceErrors is LEGACY, the default of the API. */
import { NOBODY } from '../shared/requests.ts'
import { completed, issued, wentOn } from './answers.ts'
import { unknownUserNamed } from './checks/credentials.ts'
import { tokenType } from './checks/result.ts'
import { srpChallenge, srpUnknownNamed } from './checks/srp.ts'
import { apiAuthentication } from './flow.ts'
import { withPassword } from './requests.ts'

apiAuthentication.variant(
  'password-legacy-errors',
  'Password and SRP, at an app client that names unknown users',
  {
    lacking: ['prevent-user-existence-errors'],
    pool: { mfa: 'off' },
    client: { uses: ['ALLOW_USER_PASSWORD_AUTH'] },
    secondClient: {
      preventUserExistenceErrors: 'LEGACY',
      uses: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH'],
    },
    user: {},
    does: ['signs-in', 'fails-sign-ins'],
  },
  ({ step, attempt, probe, check }) => {
    const answer = step(4, async (cast) =>
      wentOn(await withPassword(cast, {}, { client: cast.secondClient })),
    )
    const first = step(10, (cast) => issued(completed(answer.value), cast, 'with-refresh-token'))
    check(tokenType, first)
    const stranger = attempt(5, (cast) =>
      withPassword(cast, { USERNAME: NOBODY }, { client: cast.secondClient }),
    )
    check(unknownUserNamed, stranger, { performed: 4 })

    const known = probe(
      4,
      async ({ application, user, secondClient }) =>
        (await application.startSrp(user.username, { client: secondClient })).answer,
      { needs: ['srp'] },
    )
    check(srpChallenge, known)
    const unknown = attempt(
      4,
      async ({ application, secondClient }) =>
        (await application.startSrp(NOBODY, { client: secondClient })).answer,
      { needs: ['srp'] },
    )
    check(srpUnknownNamed, unknown, { check: srpChallenge })
  },
)
