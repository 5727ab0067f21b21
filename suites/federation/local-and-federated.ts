/** A federated and a local user of one app client, and the tokens that each of them gets. */
import { NotApplicable } from '../../fixtures/flow/not-performed.ts'
import { succeeded } from '../shared/answers.ts'
import { visitAuthorization } from '../shared/front-channel.ts'
import { likeLocalUser } from './checks/claims.ts'
import { attribute, staysApart } from './checks/profile.ts'
import { federation } from './flow.ts'
import { signsInForProfile, tokensOf } from './further-sign-ins.ts'
import { clientOf, OIDC, poolWith } from './pools.ts'
import { signInThrough } from './steps-1-to-10.ts'
import { redeemCode } from './steps-11-to-17.ts'

/** Claims that stand for attributes, of either of them. */
const ATTRIBUTES = ['email', 'name', 'nickname', 'given_name', 'family_name', 'preferred_username'] as const

federation.variant(
  'local-and-federated',
  'A local user and a federated one at one app client',
  {
    lacking: ['hosted-domain', 'federation-oidc'],
    pool: poolWith(OIDC),
    client: clientOf(OIDC.name, 'COGNITO'),
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    const { probe, check } = context
    const signedIn = signInThrough(context, { mfa: false, choice: { provider: OIDC.name } })
    const federated = redeemCode(context, signedIn)
    const local = probe(13, async (cast) => {
      const by = await cast.otherAgent('of-the-local-user')
      const { request } = await visitAuthorization(cast, {}, by)
      const { username, password } = cast.user
      const page = await by.enter({ username, password })
      return tokensOf(cast, { page, request })
    })
    check(likeLocalUser, () => ({
      federated: federated.value,
      local: local.value,
      attributes: ATTRIBUTES,
    }))

    const namesake = probe(
      9,
      async (cast) => {
        const { application, lease, user } = cast
        const name = { UserPoolId: lease.userPool.id, Username: user.username }
        const local = succeeded(await application.call('AdminGetUser', name, { signed: true }))
        const provider = cast.provider(OIDC.name)
        const { claims } = await provider.newPerson()
        const email = attribute(local, 'email')
        if (typeof email !== 'string') throw new NotApplicable('the local user has no e-mail address')
        const person = await provider.newPerson({ claims: { ...claims, email } })
        return { ...(await signsInForProfile(cast, person, 'namesake', { provider: OIDC.name })), local }
      },
      { needs: ['admin-api'] },
    )
    check(staysApart, namesake)
  },
)
