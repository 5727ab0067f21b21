/** The reference target's own verifiers, called where they stand: what is a refusal there is one here. */
import type { JwtScene } from '../../../fixtures/fuzzing/jwt/draft.ts'
import type { Place } from '../../../fixtures/fuzzing/model.ts'
import type { DomainCall } from '../../../fixtures/reference-target/domain/domain.ts'
import { userInfo } from '../../../fixtures/reference-target/domain/user-info.ts'
import { Refused } from '../../../fixtures/reference-target/errors.ts'
import { claimsOfIdToken } from '../../../fixtures/reference-target/federation/oidc/id-token.ts'
import { ProviderFailure } from '../../../fixtures/reference-target/federation/oidc/provider-answer.ts'
import { judgeAtUserPools, judgeJwt } from '../../../fixtures/reference-target/gateway/authorize.ts'
import { judgeIdToken } from '../../../fixtures/reference-target/identity-pools/logins/open-id.ts'
import { judgeUserPoolToken } from '../../../fixtures/reference-target/identity-pools/logins/user-pool.ts'
import { getUser } from '../../../fixtures/reference-target/operations/self-service.ts'
import { readKeySet } from '../../../fixtures/reference-target/rules/provider-keys.ts'
import type { IdentityProvider } from '../../../fixtures/reference-target/state/federation.ts'
import type { IdentityPool } from '../../../fixtures/reference-target/state/identity-pools.ts'
import { webIdentityOf } from '../../../fixtures/reference-target/sts/web-identity.ts'
import { XmlRefused } from '../../../fixtures/reference-target/xml-errors.ts'
import { getUserSurface } from '../../../suites/token-validation/surfaces/get-user.ts'
import { httpAuthorizer } from '../../../suites/token-validation/surfaces/http-authorizer.ts'
import { identityPoolOfOidc } from '../../../suites/token-validation/surfaces/identity-pool-oidc.ts'
import { identityPoolOfUserPool } from '../../../suites/token-validation/surfaces/identity-pool-user-pool.ts'
import { oidcIdToken } from '../../../suites/token-validation/surfaces/oidc-id-token.ts'
import { restAuthorizer } from '../../../suites/token-validation/surfaces/rest-authorizer.ts'
import { sts } from '../../../suites/token-validation/surfaces/sts.ts'
import { userInfoSurface } from '../../../suites/token-validation/surfaces/user-info.ts'
import type { AttackedSurface } from '../../../suites/token-validation/surfaces.ts'
import type { Ground, Use } from './ground.ts'
import { headerOf, type Judge } from './surfaces.ts'

interface Named {
  readonly name: string
  readonly class: string
  readonly place: Place
  readonly scene: () => JwtScene | Promise<JwtScene>
  readonly judge: Judge
  readonly owed: AttackedSurface['owed']
}

const KEYED = 'relying party with a key of its issuer'
const SERVICE = 'service of AWS'
const ADMIN = 'aws.cognito.signin.user.admin'

/** What these throw to refuse; all else is a defect, and stays one. */
async function unlessRefused(judge: () => ReturnType<Judge>): Promise<string | undefined> {
  try {
    return await judge()
  } catch (error) {
    if (error instanceof Refused || error instanceof XmlRefused || error instanceof ProviderFailure) return
    throw error
  }
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

export function judges(ground: Ground): readonly Named[] {
  const { pool, client } = ground
  const { world, rules } = ground.call()
  const provider = `cognito-idp.${world.region}.amazonaws.com/${pool.id}`
  const identityPool = {
    id: ground.identityPool,
    userPools: [{ providerName: provider, clientId: client, serverSideTokenCheck: true }],
  } as unknown as IdentityPool
  const secret = ground.clientSecret
  const oidc = {
    name: 'provider',
    type: 'OIDC',
    details: { client_id: client, client_secret: secret },
  } as unknown as IdentityProvider

  const on = (
    name: string,
    of: string,
    place: Pick<Place, 'kind' | 'use'> & Partial<Place>,
    { owed }: Pick<AttackedSurface, 'owed'>,
    judge: Judge,
    scene: Named['scene'] = () => ground.scene(place.use as Use),
  ): Named => ({
    name,
    class: of,
    place: { holdsKey: true, publishes: false, inHeader: false, ...place },
    scene,
    owed,
    judge: (made, one) => unlessRefused(() => judge(made, one)),
  })
  const domainCall = (more: Partial<DomainCall>) => ({ ...ground.call(), pool, ...more }) as DomainCall

  return [
    on(
      'user pool as relying party',
      KEYED,
      { kind: 'oidc-id-token', use: 'id' },
      oidcIdToken,
      async ({ value }, { issuer, keySet }) => {
        if (typeof value !== 'string') return undefined
        const jwks = 'its key set'
        world.providerKeys.set(jwks, readKeySet(JSON.parse(keySet)) ?? [])
        const endpoints = { issuer, authorization: '', token: '', userInfo: undefined, jwks }
        const call = domainCall({ rules: { ...rules, keysAreFetched: () => false } })
        return rules.subjectIn(await claimsOfIdToken(call, oidc, endpoints, value), 'OIDC')
      },
      // User pools send no nonce.
      () => ground.scene('id', { nonce: undefined }),
    ),
    on(
      'identity pool, OpenID Connect',
      KEYED,
      { kind: 'identity-pool-of-oidc', use: 'id' },
      identityPoolOfOidc,
      async ({ value }, { issuer, keySet }) => {
        if (typeof value !== 'string') return undefined
        const call = ground.call()
        world.identities.providerKeys.set(issuer, {
          fetchedAt: call.now,
          keys: readKeySet(JSON.parse(keySet)) ?? [],
        })
        const expected = { address: issuer, issuers: [issuer], clientIds: [client] }
        const judged = await judgeIdToken(call, identityPool, { name: issuer, value }, expected)
        return 'fault' in judged ? undefined : judged.subject
      },
    ),
    on(
      'GetUser',
      SERVICE,
      { kind: 'access-token-operation', use: 'access', scope: ADMIN },
      getUserSurface,
      ({ value }) => {
        const { UserAttributes: attributes } = getUser({
          ...ground.call('GetUser'),
          body: { AccessToken: value },
        })
        const all = attributes as readonly { readonly Name: string; readonly Value: string }[]
        return all.find(({ Name }) => Name === 'sub')?.Value
      },
    ),
    on(
      'userInfo',
      SERVICE,
      { kind: 'user-info', use: 'access', scope: 'openid', inHeader: true },
      userInfoSurface,
      (made, scene) => {
        const authorization = headerOf(made, scene)
        const headers = authorization === undefined ? {} : { authorization }
        const { status, body } = userInfo(domainCall({ headers }))
        return status === 200 ? text(JSON.parse(body)['sub']) : undefined
      },
    ),
    on(
      'identity pool, user pool',
      SERVICE,
      { kind: 'identity-pool-of-user-pool', use: 'id' },
      identityPoolOfUserPool,
      ({ value }) => {
        if (typeof value !== 'string') return undefined
        const judged = judgeUserPoolToken(ground.call(), identityPool, { name: provider, value })
        return 'fault' in judged ? undefined : judged.subject
      },
    ),
    on(
      'REST API',
      SERVICE,
      { kind: 'rest-authorizer', use: 'id', inHeader: true },
      restAuthorizer,
      (made, scene) => {
        const authorizer = { id: 'bench', userPoolIds: [pool.id] }
        const decision = judgeAtUserPools(ground.call(), authorizer, headerOf(made, scene), [])
        return 'fault' in decision ? undefined : text((decision.context['claims'] as { sub?: unknown }).sub)
      },
    ),
    on(
      'HTTP API of API Gateway',
      SERVICE,
      { kind: 'http-authorizer', use: 'access', scope: ADMIN, inHeader: true },
      httpAuthorizer,
      async (made, scene) => {
        const authorizer = { id: 'bench', issuer: scene.issuer, audience: [client] }
        const decision = await judgeJwt(ground.call(), authorizer, headerOf(made, scene), [ADMIN])
        if ('fault' in decision) return undefined
        const { claims } = decision.context['jwt'] as { readonly claims: { sub?: unknown } }
        return text(claims.sub) ?? 'nobody in particular'
      },
    ),
    on(
      'STS',
      SERVICE,
      { kind: 'sts', use: 'id', holdsKey: false },
      sts,
      async ({ value }) => {
        if (typeof value !== 'string') return undefined
        return (await webIdentityOf(ground.call(), value)).sub
      },
      () => ground.ownScene(),
    ),
  ]
}
