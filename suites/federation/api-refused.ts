/** A federated user at the API, beside a local one of the same app client. */
import type { Cast, Side } from '../../fixtures/actors/actors.ts'
import { succeeded } from '../shared/answers.ts'
import {
  confirmedByPassword,
  localUserSignsIn,
  localUserSignsInAtServer,
  passwordSignsIn,
  refusedAtApi,
  refusedAtServer,
  stillFederated,
} from './checks/api.ts'
import { nameInPool } from './checks/profile.ts'
import { federation } from './flow.ts'
import { signsInAnew } from './further-sign-ins.ts'
import { clientOf, OIDC, poolWith } from './pools.ts'
import { profileOf, signInThrough } from './steps-1-to-10.ts'

const asks = async (
  { application }: Cast,
  side: Side,
  { username, password }: { readonly username: string; readonly password: string },
) => ({
  answer: await application.initiateAuth(
    side === 'admin' ? 'ADMIN_USER_PASSWORD_AUTH' : 'USER_PASSWORD_AUTH',
    { USERNAME: username, PASSWORD: password },
    { side },
  ),
})

federation.variant(
  'api-refused',
  'A federated user at the API',
  {
    lacking: ['hosted-domain', 'federation-oidc', 'password'],
    pool: poolWith(OIDC),
    client: {
      ...clientOf(OIDC.name, 'COGNITO'),
      uses: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_ADMIN_USER_PASSWORD_AUTH'],
    },
    user: {},
    does: ['signs-in', 'fails-sign-ins'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const { returned } = signInThrough(context, { mfa: false, choice: { provider: OIDC.name } })
    const federated = () => ({
      username: nameInPool(returned.value),
      password: returned.value.person.password,
    })

    const local = probe(9, (cast) => asks(cast, 'public', cast.user))
    check(localUserSignsIn, local)
    check(
      refusedAtApi,
      attempt(9, (cast) => asks(cast, 'public', federated())),
      { check: localUserSignsIn },
    )

    const atServer = { needs: ['admin-api'] } as const
    const localAtServer = probe(9, (cast) => asks(cast, 'admin', cast.user), atServer)
    check(localUserSignsInAtServer, localAtServer)
    check(
      refusedAtServer,
      attempt(9, (cast) => asks(cast, 'admin', federated()), atServer),
      { check: localUserSignsInAtServer },
    )

    const given = probe(
      9,
      async (cast) => {
        const { lease, application, user } = cast
        const username = nameInPool(returned.value)
        succeeded(
          await application.call(
            'AdminSetUserPassword',
            // What fits the policy for one user fits it for another.
            {
              UserPoolId: lease.userPool.id,
              Username: username,
              Password: user.wrongPassword,
              Permanent: true,
            },
            { signed: true },
          ),
        )
        return { username, password: user.wrongPassword }
      },
      atServer,
    )
    const profile = probe(
      9,
      (cast) => {
        void given.value
        return profileOf(cast, returned.value)
      },
      atServer,
    )
    check(confirmedByPassword, profile)
    check(
      passwordSignsIn,
      probe(9, (cast) => asks(cast, 'public', given.value), atServer),
    )
    const again = probe(
      9,
      (cast) => {
        void given.value
        return signsInAnew(cast, returned.value.person, 'again', { provider: OIDC.name })
      },
      atServer,
    )
    check(stillFederated, again)
  },
)
