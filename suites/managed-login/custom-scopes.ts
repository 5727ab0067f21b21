/** Scopes in the access token: those of a resource server beside those of OpenID Connect, and none that was not asked for. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import { NotApplicable } from '../../fixtures/flow/not-performed.ts'
import { redeem } from '../shared/requests.ts'
import { allScopes, customScope, scopesAsked } from './checks/claims-of-domain.ts'
import { scopeWithoutPermission, scopeWithPermission } from './checks/scope.ts'
import { noIdToken } from './checks/token-answer.ts'
import { managedLogin } from './flow.ts'
import { anotherGrant, anotherSignIn, freshCode } from './further-sign-ins.ts'
import { signInForTokens } from './sign-in.ts'

const SERVER = { identifier: 'photo-api', scopes: ['photos.read', 'photos.write'] } as const
const [READ, WRITE] = SERVER.scopes.map((name) => `${SERVER.identifier}/${name}`) as [string, string]

/** Two scopes of the resource server that the client may ask for. */
function customScopes({ lease }: Cast): readonly [string, string] {
  const { identifier, scopes } = lease.resourceServer ?? SERVER
  const known = lease.client.oauth?.scopes
  const [first, second] = scopes
    .map((name) => `${identifier}/${name}`)
    .filter((scope) => known === undefined || known === 'unknown' || known.includes(scope))
  if (first === undefined || second === undefined)
    throw new NotApplicable('the app client does not have two scopes of the resource server')
  return [first, second]
}

managedLogin.variant(
  'custom-scopes',
  'Password, authorization code, with scopes of a resource server',
  {
    lacking: ['hosted-domain', 'custom-scopes'],
    pool: { mfa: 'off', domain: 'managed-login', resourceServer: SERVER },
    client: { uses: [], oauth: { flows: ['code'], scopes: ['openid', 'email', READ, WRITE] } },
    secondClient: {
      uses: [],
      readAttributes: ['email'],
      oauth: { flows: ['code'], scopes: ['openid', 'email'] },
    },
    user: { attributes: { email_verified: 'true' } },
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const first = signInForTokens(context, { parameters: { scope: undefined } })
    check(allScopes, first)

    const wanted = probe(3, customScopes)
    const beside = probe(11, (cast) =>
      anotherSignIn(cast, { parameters: { scope: `openid ${wanted.value[0]}` } }),
    )
    check(scopesAsked, beside)
    check(customScope, () => ({ tokens: beside.value, asked: wanted.value[0], other: wanted.value[1] }))
    const without = probe(11, (cast) => anotherGrant(cast, { parameters: { scope: wanted.value[1] } }))
    check(noIdToken, without)

    const redeemFor = async (cast: Cast, scope: string) => {
      const client = cast.secondClient
      const code = await freshCode(cast, { parameters: { scope }, options: { client } })
      return redeem(cast, code, { client })
    }
    const readable = probe(10, (cast) => redeemFor(cast, 'openid'), { needs: ['attribute-permissions'] })
    check(scopeWithPermission, readable)
    const unreadable = attempt(10, (cast) => redeemFor(cast, 'openid email'))
    check(scopeWithoutPermission, unreadable, { check: scopeWithPermission })
  },
)
