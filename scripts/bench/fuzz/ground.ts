/**
 * Where the benchmark's cases are made: a user pool of the reference target without a wire around it, whose keys are at
 * hand, and tokens of it. Its address is that of the service, so that AWS's own library knows it for a user pool.
 */
import { createPublicKey, randomBytes, randomUUID, sign } from 'node:crypto'
import { attackerKeys } from '../../../fixtures/fuzzing/jwt/attacker-keys.ts'
import type { JwtScene } from '../../../fixtures/fuzzing/jwt/draft.ts'
import type { Call } from '../../../fixtures/reference-target/call.ts'
import { Clock } from '../../../fixtures/reference-target/clock.ts'
import { administrator } from '../../../fixtures/reference-target/iam/caller.ts'
import { makeOwnToken, ownKey } from '../../../fixtures/reference-target/identity-pools/own-token.ts'
import { KeyRing, KeySource, type SigningKey } from '../../../fixtures/reference-target/keys.ts'
import { operations } from '../../../fixtures/reference-target/operations/index.ts'
import { honestRules } from '../../../fixtures/reference-target/rules/index.ts'
import type { Pool } from '../../../fixtures/reference-target/state/model.ts'
import { World } from '../../../fixtures/reference-target/state/world.ts'
import { certificate } from '../../../mock-idp/saml/certificate.ts'

const REGION = 'us-east-1'
const ACCOUNT = '123456789012'
/** What all access tokens of the benchmark have; the first one is asked for at the user pool, the last one at APIs. */
const SCOPES = 'aws.cognito.signin.user.admin openid orders/read'
/** Seconds between the making of an expired token and now. */
const LONG_AGO = 7200

type Claims = Readonly<Record<string, unknown>>
export type Use = 'id' | 'access'

export interface Ground {
  readonly pool: Pool
  readonly client: string
  readonly clientSecret: string
  readonly identityPool: string
  /** A call of the reference target's, as of now. */
  call(operation?: string): Call
  /** @param more claims of the base otherwise than they are; undefined where it has none */
  scene(use: Use, more?: Claims): JwtScene
  /** With a token of the identity pool's own. */
  ownScene(): Promise<JwtScene>
}

function compact(header: Claims, claims: Claims, key: SigningKey): string {
  const input = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  return `${input}.${sign('sha256', Buffer.from(input), key.privateKey).toString('base64url')}`
}

const jwkOf = ({ kid, n, e }: SigningKey) => ({ alg: 'RS256', e, kid, kty: 'RSA', n, use: 'sig' })

/** With a certificate: a user pool has none for its keys, and many an issuer has. */
function certifiedJwkOf(key: SigningKey) {
  const { privateKey } = key
  const x5c = certificate({
    subject: 'issuer.example',
    key: createPublicKey(privateKey),
    signedWith: privateKey,
    notBefore: Date.now() - 86_400_000,
    notAfter: Date.now() + 86_400_000,
    serial: Buffer.from([1]),
  })
  return { ...jwkOf(key), x5c: [x5c.toString('base64')] }
}

export async function openGround(): Promise<Ground> {
  const clock = new Clock()
  const secret = { accessKeyId: `AKIA${randomBytes(8).toString('hex').toUpperCase()}`, secretAccessKey: '' }
  const identity = { ...secret, region: REGION, service: 'cognito-idp' as const }
  const world = new World(ACCOUNT, identity, clock, new KeySource(new KeyRing()))
  world.endpoint = `https://cognito-idp.${REGION}.amazonaws.com`
  const call = (operation = 'GetId', body: Call['body'] = {}): Call => ({
    operation,
    body,
    world,
    rules: honestRules,
    now: clock.now(),
    caller: administrator(world),
  })
  const run = async (operation: string, body: Call['body']) =>
    operations.get(operation)?.run(call(operation, body))

  await run('CreateUserPool', { PoolName: 'bench' })
  await run('CreateUserPool', { PoolName: 'another' })
  const [pool, otherPool] = [...world.pools.values()] as [Pool, Pool]
  await run('CreateUserPoolClient', { UserPoolId: pool.id, ClientName: 'bench' })
  await run('CreateUserPoolClient', { UserPoolId: pool.id, ClientName: 'another' })
  const [client = '', otherClient = ''] = pool.clients.keys()
  for (const name of ['alice', 'bob']) {
    const attributes = [
      { Name: 'email', Value: `${name}@example.com` },
      { Name: 'name', Value: 'Ålice 漢字 >>>???~~~' },
    ]
    await run('AdminCreateUser', { UserPoolId: pool.id, Username: name, UserAttributes: attributes })
    const password = { Password: `Ab1!${randomUUID()}`, Permanent: true }
    await run('AdminSetUserPassword', { UserPoolId: pool.id, Username: name, ...password })
  }
  const identityPool = `${REGION}:${randomUUID()}`
  const issuer = world.issuerOf(pool)
  const attacker = attackerKeys()
  const keySet = JSON.stringify({ keys: Object.values(pool.keys).map(certifiedJwkOf) })
  const clientSecret = randomBytes(32).toString('base64url')

  const revoked = randomUUID()
  world.authorizations.set(revoked, {
    originJti: revoked,
    eventId: randomUUID(),
    poolId: pool.id,
    clientId: client,
    username: 'alice',
    sub: pool.users.get('alice')?.sub ?? '',
    authTime: Math.floor(clock.now() / 1000),
    refreshUntil: clock.now() + 3_600_000,
    revoked: true,
  })

  /** A token of the user pool. */
  const minted = (use: Use, username: string, more: Claims = {}, of: Pool = pool): string => {
    const now = Math.floor(clock.now() / 1000)
    const key = of.keys[use]
    const own =
      use === 'id'
        ? { 'cognito:username': username, email: `${username}@example.com`, aud: client, nonce: 'a-nonce' }
        : { username, client_id: client, scope: SCOPES, version: 2 }
    const claims = {
      sub: pool.users.get(username)?.sub,
      'cognito:groups': ['readers'],
      name: 'Ålice 漢字 >>>???~~~',
      iss: world.issuerOf(of),
      ...own,
      token_use: use,
      origin_jti: randomUUID(),
      event_id: randomUUID(),
      auth_time: now - 60,
      iat: now - 60,
      exp: now + 3600,
      jti: randomUUID(),
      ...more,
    }
    return compact({ kid: key.kid, alg: 'RS256' }, claims, key)
  }

  /** A token of the identity pool. */
  const ownToken = (identityId: string) =>
    makeOwnToken(call(), {
      pool: { id: identityPool } as Parameters<typeof makeOwnToken>[1]['pool'],
      identityId,
      amr: ['authenticated'],
      seconds: 600,
      tags: {},
    })
  const openId = await ownToken(`${REGION}:${randomUUID()}`)

  return {
    pool,
    client,
    identityPool,
    call,
    clientSecret,
    scene(use, more = {}) {
      const now = Math.floor(clock.now() / 1000)
      const { kid, privateKey } = pool.keys[use]
      const self = pool.users.get('alice')?.sub
      const earlier = { iat: now - 90, auth_time: now - 90 }
      return {
        token: minted(use, 'alice', more),
        issuer,
        client,
        clientSecret,
        now,
        ...(self === undefined ? {} : { self }),
        held: { kid, algorithm: 'RS256', privateKey },
        keySet,
        attacker,
        canary: (path) => `http://canary.localhost:9/c${path}`,
        others: {
          'other-user': minted(use, 'bob'),
          'other-client': minted(use, 'alice', { aud: otherClient, client_id: otherClient }),
          'other-pool': minted(use, 'alice', {}, otherPool),
          'other-use': minted(use === 'id' ? 'access' : 'id', 'alice'),
          refresh: [
            'eyJjdHkiOiJKV1QifQ',
            ...[48, 12, 90, 16].map((n) => randomBytes(n).toString('base64url')),
          ].join('.'),
          revoked: minted(use, 'alice', { origin_jti: revoked }),
          expired: minted(use, 'alice', { iat: now - LONG_AGO, exp: now - LONG_AGO / 2 }),
          'without-scope': minted(use, 'alice', { scope: 'profile' }),
          code: randomUUID(),
          earlier: minted(use, 'alice', earlier),
          'open-id': openId,
          'client-credentials': minted('access', 'alice', { sub: client, username: undefined }),
        },
      }
    },
    async ownScene() {
      const now = Math.floor(clock.now() / 1000)
      const key = await ownKey(call())
      const self = `${REGION}:${randomUUID()}`
      return {
        token: await ownToken(self),
        issuer: honestRules.ownIssuer(),
        client: identityPool,
        now,
        self,
        keySet: JSON.stringify({ keys: [{ ...jwkOf(key), alg: 'RS512' }] }),
        attacker,
        others: {
          'other-user': await ownToken(`${REGION}:${randomUUID()}`),
          refresh: minted('access', 'alice'),
        },
      }
    },
  }
}
