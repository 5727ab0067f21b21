/** Users whom the user pool has signed out everywhere or deleted, at an identity pool that asks it. */
import type { Cast, Logins } from '../../fixtures/actors/actors.ts'
import { succeeded } from '../shared/answers.ts'
import { TAKES_EFFECT } from '../shared/requests.ts'
import {
  type Asked,
  activeTaken,
  deletedRefused,
  signedInAgain,
  signedOutRefused,
} from './checks/signed-out.ts'
import { identityPool } from './flow.ts'
import { CLIENT, POOL } from './pools.ts'
import { identifies } from './roles.ts'
import { signInByApi, signsInAside } from './steps-1-to-8.ts'
import { obtainIdentity } from './steps-9-to-11.ts'

/** Asks for the identity, then for credentials: of the identity that is known. */
async function asks({ application }: Cast, identityId: string, logins: Logins): Promise<Asked> {
  const { identityPool: api } = application.aws
  return { toGetId: await api.getId(logins), toGetCredentials: await api.getCredentials(identityId, logins) }
}

identityPool.variant(
  'signed-out-user',
  'Users who were signed out or deleted',
  {
    lacking: ['server-side-token-check', 'enhanced-flow'],
    pool: POOL,
    client: CLIENT,
    user: {},
    secondUser: {},
    identityPool: { serverSideTokenCheck: true },
    does: ['signs-in', 'revokes', 'deleted'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const proof = signInByApi(context)
    const identity = obtainIdentity(context, proof)

    const first = probe(12, (cast) => asks(cast, identity.value.identityId, proof.value.logins))
    const second = probe(12, async (cast) => {
      const { logins } = await signsInAside(cast, { user: cast.secondUser })
      const { identityId } = await identifies(cast, logins)
      return { logins, identityId, ...(await asks(cast, identityId, logins)) }
    })
    check(activeTaken, () => [first.value, second.value])

    const signedOut = attempt(
      12,
      async (cast) => {
        const { identityId, logins = {} } = identity.value
        const { accessToken } = proof.value.tokens
        succeeded(await cast.application.call('GlobalSignOut', { AccessToken: accessToken }))
        await cast.clock.pass(TAKES_EFFECT)
        return asks(cast, identityId, logins)
      },
      { needs: ['global-sign-out'] },
    )
    check(signedOutRefused, signedOut, { check: activeTaken, after: { check: signedInAgain } })
    const again = probe(12, async (cast) => {
      void signedOut.value
      const { logins } = await signsInAside(cast)
      return asks(cast, identity.value.identityId, logins)
    })
    check(signedInAgain, again)

    const deleted = attempt(
      12,
      async (cast) => {
        const { logins, identityId } = second.value
        succeeded(
          await cast.application.call(
            'AdminDeleteUser',
            { UserPoolId: cast.lease.userPool.id, Username: cast.secondUser.username },
            { signed: true },
          ),
        )
        await cast.clock.pass(TAKES_EFFECT)
        return asks(cast, identityId, logins)
      },
      { needs: ['admin-api'] },
    )
    check(deletedRefused, deleted, { check: activeTaken })
  },
)
