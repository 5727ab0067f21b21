/** Rows about claims, key sets and tokens that are right: what is special to them, on correct validators. */
import { verify } from 'node:crypto'
import { CognitoJwtVerifier } from 'aws-jwt-verify'
import fc from 'fast-check'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { attackerKeys } from '../../fixtures/fuzzing/jwt/attacker-keys.ts'
import {
  draftOf,
  type JwtRow,
  type JwtScene,
  type MadeJwt,
  makeJwt,
} from '../../fixtures/fuzzing/jwt/draft.ts'
import type { Json, Place, SurfaceKind } from '../../fixtures/fuzzing/model.ts'
import { wrongsOf } from '../../fixtures/fuzzing/oracle.ts'
import { audienceRows } from '../../suites/token-validation/rows/jwt/audiences.ts'
import { cacheRows } from '../../suites/token-validation/rows/jwt/cache.ts'
import { claimNameRows } from '../../suites/token-validation/rows/jwt/claim-names.ts'
import { claimTypeRows } from '../../suites/token-validation/rows/jwt/claim-types.ts'
import { another } from '../../suites/token-validation/rows/jwt/claims.ts'
import { genuineRows } from '../../suites/token-validation/rows/jwt/genuine.ts'
import { honestDressRows } from '../../suites/token-validation/rows/jwt/honest-dress.ts'
import { honestSpellingRows } from '../../suites/token-validation/rows/jwt/honest-spelling.ts'
import { issuerRows } from '../../suites/token-validation/rows/jwt/issuers.ts'
import { keySetRows } from '../../suites/token-validation/rows/jwt/key-sets.ts'
import { jwkOf, sealedBy } from '../../suites/token-validation/rows/jwt/making.ts'
import { missingClaimRows } from '../../suites/token-validation/rows/jwt/missing-claims.ts'
import { otherTokenRows } from '../../suites/token-validation/rows/jwt/other-tokens.ts'
import { payloadRows } from '../../suites/token-validation/rows/jwt/payloads.ts'
import { publishedKeyRows } from '../../suites/token-validation/rows/jwt/published-keys.ts'
import { scopeRows } from '../../suites/token-validation/rows/jwt/scopes.ts'
import { subjectRows } from '../../suites/token-validation/rows/jwt/subjects.ts'
import { timeRows } from '../../suites/token-validation/rows/jwt/times.ts'

const rows: readonly JwtRow[] = [
  ...timeRows,
  ...issuerRows,
  ...audienceRows,
  ...missingClaimRows,
  ...claimTypeRows,
  ...claimNameRows,
  ...scopeRows,
  ...subjectRows,
  ...payloadRows,
  ...keySetRows,
  ...publishedKeyRows,
  ...honestDressRows,
  ...honestSpellingRows,
  ...cacheRows,
  ...otherTokenRows,
  ...genuineRows,
]

const now = 1_790_000_000
const issuer = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC123xyz'
const client = '7a1example0client9z2'
const scope = 'aws.cognito.signin.user.admin'
const attacker = attackerKeys()
const { privateKey, publicKey } = attackerKeys().rsa()
const held = { kid: 'own/key', algorithm: 'RS256', privateKey } as const
const keySet = JSON.stringify({ keys: [jwkOf(publicKey, { kid: held.kid, alg: 'RS256', use: 'sig' })] })

const times = { iat: now - 60, auth_time: now - 60, exp: now + 3600 }
const who = {
  sub: 'b1a2c3d4-0000-4000-8000-00000000abcd',
  jti: 'a-token',
  origin_jti: 'b',
  event_id: 'c',
  'cognito:groups': ['d'],
}
const CLAIMS = {
  id: {
    ...who,
    iss: issuer,
    aud: client,
    token_use: 'id',
    email: 'a@example.com',
    nonce: 'own-nonce',
    ...times,
  },
  access: {
    ...who,
    iss: issuer,
    client_id: client,
    token_use: 'access',
    scope: `openid ${scope}`,
    username: 'a',
    ...times,
  },
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

function mint(claims: Readonly<Record<string, unknown>>): string {
  const typ = claims['token_use'] === 'access' ? { typ: 'JWT' } : {}
  const input = `${encode({ kid: held.kid, alg: 'RS256', ...typ })}.${encode(claims)}`
  const seal = sealedBy(privateKey, 'RS256')(Buffer.from(input), { header: '', payload: '' })
  return `${input}.${seal.toString('base64url')}`
}

type Use = 'access' | 'id'

const sceneOf = (use: Use): JwtScene => ({
  token: mint(CLAIMS[use]),
  issuer,
  client,
  held,
  keySet,
  others: {
    'other-use': mint(CLAIMS[use === 'id' ? 'access' : 'id']),
    'other-client': mint({ ...CLAIMS[use], aud: 'another', client_id: 'another' }),
    'other-pool': mint({ ...CLAIMS[use], iss: `${issuer}x` }),
    expired: mint({ ...CLAIMS[use], exp: now - 700 }),
    'without-scope': mint({ ...CLAIMS[use], scope: 'openid' }),
    refresh: 'not-a-token',
    code: 'b1a2c3d4-0000-4000-8000-000000000001',
    'open-id': mint({ ...CLAIMS[use], iss: 'https://cognito-identity.amazonaws.com' }),
    earlier: mint({ ...CLAIMS[use], iat: now - 600 }),
    revoked: mint({ ...CLAIMS[use], jti: 'revoked' }),
    'client-credentials': mint({ ...CLAIMS.access, sub: client, scope: 'x/read' }),
  },
  attacker,
  now,
  self: who.sub,
})

const scenes = { access: sceneOf('access'), id: sceneOf('id') }

const placeOf = (kind: SurfaceKind, use: Use): Place => ({
  kind,
  holdsKey: true,
  publishes: kind === 'application' || kind === 'oidc-id-token',
  inHeader: kind === 'application',
  use,
  ...(use === 'access' ? { scope } : {}),
})

const isRight = (value: unknown, expected: unknown) => {
  if (value !== expected) throw new Error('no')
}

type Validate = (made: MadeJwt, use: Use) => Promise<unknown>

/** What an application makes of a token with jose and Cognito's rules: whom it takes the bearer for. */
const withJose: Validate = async ({ value, keySet: own = keySet }, use) => {
  const { payload } = await jwtVerify(String(value), createLocalJWKSet(JSON.parse(own)), {
    algorithms: ['RS256'],
    issuer,
    currentDate: new Date(now * 1000),
    ...(use === 'id' ? { audience: client } : {}),
  })
  isRight(payload['token_use'], use)
  if (use === 'id') return payload.sub
  isRight(payload['client_id'], client)
  isRight(String(payload['scope']).split(' ').includes(scope), true)
  return payload.sub
}

/** And with AWS's own library. */
const withAws: Validate = async ({ value, keySet: own = keySet }, use) => {
  const verifier = CognitoJwtVerifier.create({
    userPoolId: issuer.slice(issuer.lastIndexOf('/') + 1),
    clientId: client,
    ...(use === 'id' ? { tokenUse: 'id' } : { tokenUse: 'access', scope }),
  })
  verifier.cacheJwks(JSON.parse(own))
  return verifier.verifySync(String(value)).sub
}

const VALIDATORS = { jose: withJose, 'aws-jwt-verify': withAws } as const

const taken = async (validate: Validate, one: MadeJwt, use: Use): Promise<unknown> => {
  try {
    return (await validate(one, use)) ?? 'nobody'
  } catch {
    return undefined
  }
}

function made(row: JwtRow, parameter: Json, use: Use): MadeJwt | undefined {
  const scene = scenes[use]
  const draft = row.apply(draftOf(scene), parameter, scene)
  return draft && makeJwt(draft, scene)
}

const drawnOf = (row: JwtRow): readonly Json[] => [
  ...row.sweep,
  ...fc.sample(row.parameter, { numRuns: 20, seed: 7 }),
]

beforeAll(() => {
  vi.useFakeTimers({ now: now * 1000, toFake: ['Date'] })
  return () => void vi.useRealTimers()
})

describe.each([
  ['id', 'jose'],
  ['access', 'jose'],
  ['id', 'aws-jwt-verify'],
  ['access', 'aws-jwt-verify'],
] as const)('%s tokens and %s', (use, name) => {
  const place = placeOf('application', use)
  const by = (one: MadeJwt) => taken(VALIDATORS[name], one, use)

  test('take the base', async () => {
    expect(await by(makeJwt(draftOf(scenes[use]), scenes[use]))).toBe(who.sub)
  })

  test.each(rows.map((row) => [row.id, row] as const))('give %s what it is owed', async (_id, row) => {
    const verdict = row.verdict(place)
    for (const parameter of verdict === undefined ? [] : drawnOf(row)) {
      const one = made(row, parameter, use)
      const whom = one && (await by(one))
      if (one === undefined) continue
      if (verdict === 'refuse') expect(whom, JSON.stringify(parameter)).toBeUndefined()
      if (verdict === 'accept') expect(whom, JSON.stringify(parameter)).toBe(who.sub)
      if (verdict === 'either' && whom !== undefined && row.bearer !== 'anybody')
        expect(whom === who.sub, JSON.stringify(parameter)).toBe(row.bearer !== 'another')
    }
  })
})

test('each parameter of a sweep changes tokens of one kind at least', () => {
  const idle = rows.flatMap((row) =>
    row.sweep
      .filter((one) => made(row, one, 'id') === undefined && made(row, one, 'access') === undefined)
      .map((one) => `${row.id} ${JSON.stringify(one)}`),
  )
  expect(idle).toEqual([])
})

test('one draw makes the same claims twice, and each parameter survives a recipe', () => {
  for (const row of rows)
    for (const parameter of drawnOf(row)) {
      const again = JSON.parse(JSON.stringify(parameter)) as Json
      const payload = (one: Json) => String(made(row, one, 'id')?.value).split('.')[1]
      expect(payload(again), row.id).toBe(payload(parameter))
    }
})

/** One mistake each, in an application that verifies signatures well. */
interface Rules {
  readonly isFresh: (exp: unknown) => boolean
  readonly hasBegun: (nbf: unknown, iat: unknown) => boolean
  readonly isIssuer: (iss: unknown) => boolean
  readonly isForUs: (aud: unknown) => boolean
  readonly isOfUse: (use: unknown) => boolean
  readonly holdsScope: (scope: unknown) => boolean
  readonly subjectOf: (sub: unknown) => unknown
  readonly read: (text: string) => Record<string, unknown>
}

const careful: Rules = {
  isFresh: (exp) => typeof exp === 'number' && exp > now,
  hasBegun: (nbf = 0, iat = 0) => typeof iat === 'number' && typeof nbf === 'number' && nbf <= now,
  isIssuer: (iss) => iss === issuer,
  isForUs: (aud) => aud === client,
  isOfUse: (use) => use === 'id' || use === 'access',
  holdsScope: (held) => typeof held === 'string' && held.split(' ').includes(scope),
  subjectOf: (sub) => sub,
  read: (text) => JSON.parse(text) as Record<string, unknown>,
}

const firstOfTwo = (text: string): Record<string, unknown> => {
  const read = JSON.parse(text) as Record<string, unknown>
  const first = /"exp":(\d+)/.exec(text)?.[1]
  return first === undefined ? read : { ...read, exp: Number(first) }
}

const merged = (text: string): Record<string, unknown> => {
  const read = JSON.parse(text) as Record<string, unknown>
  const proto = Object.getOwnPropertyDescriptor(read, '__proto__')?.value as object | undefined
  return { ...proto, ...read }
}

const MISTAKES: Readonly<Record<string, Partial<Rules>>> = {
  'no look at exp': { isFresh: () => true },
  'exp looked at only where it is true': { isFresh: (exp) => !exp || Number(exp) > now },
  'exp as text': { isFresh: (exp) => String(exp) > String(now) },
  'a leeway of an hour': { isFresh: (exp) => typeof exp === 'number' && exp > now - 3600 },
  'no look at nbf': { hasBegun: () => true },
  'no look at iss': { isIssuer: () => true },
  'iss by its beginning': { isIssuer: (iss) => String(iss).startsWith(issuer) },
  'iss by its end': { isIssuer: (iss) => String(iss).endsWith(issuer) },
  'iss within the right one': { isIssuer: (iss) => issuer.includes(String(iss)) },
  'iss in any case': { isIssuer: (iss) => String(iss).toLowerCase() === issuer.toLowerCase() },
  'iss as an address': { isIssuer: (iss) => new URL(String(iss)).href === new URL(issuer).href },
  'iss compared loosely': { isIssuer: (iss) => String(iss) === issuer },
  'no look at aud': { isForUs: () => true },
  'aud by a part of it': { isForUs: (aud) => String(aud).includes(client) },
  'aud in lists not looked at': { isForUs: (aud) => Array.isArray(aud) || aud === client },
  'no look at token_use': { isOfUse: () => true },
  'scope by a part of it': { holdsScope: (held) => String(held).includes(scope) },
  'no scope is every scope': { holdsScope: (held) => !held || careful.holdsScope(held) },
  'sub trimmed': { subjectOf: (sub) => (typeof sub === 'string' ? sub.trim() : sub) },
  'sub in any case': { subjectOf: (sub) => (typeof sub === 'string' ? sub.toLowerCase() : sub) },
  'the first of two': { read: firstOfTwo },
  'the prototype merged': { read: merged },
  'names in any case': {
    read: (text) =>
      Object.fromEntries(
        Object.entries(careful.read(text)).map(([name, value]) => [name.trim().toLowerCase(), value]),
      ),
  },
}

async function bearer(rules: Rules, one: MadeJwt, use: Use): Promise<unknown> {
  const [header = '', payload = '', signature = ''] = String(one.value).split('.')
  const seal = Buffer.from(signature, 'base64url')
  if (!verify('sha256', Buffer.from(`${header}.${payload}`), publicKey, seal)) return undefined
  try {
    const claims = rules.read(Buffer.from(payload, 'base64url').toString())
    const right =
      rules.isFresh(claims['exp']) &&
      rules.hasBegun(claims['nbf'], claims['iat']) &&
      rules.isIssuer(claims['iss']) &&
      rules.isForUs(claims[use === 'id' ? 'aud' : 'client_id']) &&
      rules.isOfUse(claims['token_use']) &&
      (use === 'id' || rules.holdsScope(claims['scope']))
    return right ? (rules.subjectOf(claims['sub']) ?? 'nobody') : undefined
  } catch {
    return undefined
  }
}

async function caughtBy(rules: Rules, kind: SurfaceKind = 'application'): Promise<readonly string[]> {
  const caught = new Set<string>()
  for (const use of ['id', 'access'] as const)
    for (const row of rows) {
      const owed = row.verdict({ ...placeOf(kind, use), publishes: false })
      for (const parameter of owed === undefined ? [] : row.sweep) {
        const one = made(row, parameter, use)
        const whom = one && (await bearer(rules, one, use))
        const wrong = wrongsOf({
          owed: owed ?? 'either',
          reply: {
            verdict: whom === undefined ? 'refused' : 'accepted',
            shown: '',
            ...(whom === undefined ? {} : { taken: String(whom) }),
          },
          self: who.sub,
          bearer: row.bearer,
          tookMs: 0,
          usualMs: undefined,
        })
        if (one !== undefined && wrong.some(({ question }) => question !== 'accepted')) caught.add(row.id)
      }
    }
  return [...caught]
}

test('nothing is held against a careful application', async () => {
  expect(await caughtBy(careful)).toEqual([])
})

/** As jsonwebtoken, which looks at iat where a token may be of some age only. */
test.each(['application', 'http-api'] as const)('nobody has to look at iat: %s', async (kind) => {
  const hasBegun = (nbf: unknown = 0) => typeof nbf === 'number' && nbf <= now
  expect(await caughtBy({ ...careful, hasBegun }, kind)).toEqual([])
})

test.each(Object.entries(MISTAKES))('the sweep sees this: %s', async (_says, mistake) => {
  expect(await caughtBy({ ...careful, ...mistake })).not.toEqual([])
})

test('what one row signs with a second key of the issuer, another does not sign with the first', () => {
  const scene = scenes.id
  const [key, claims] = [keySetRows, honestDressRows].map((some) =>
    some.find(({ id }) => id === 'new-key' || id === 'unknown-claims'),
  )
  const second = key?.apply(draftOf(scene), 'behind', scene)
  const both = second && claims?.apply(second, { value: 'text', count: 1 }, scene)
  expect(both?.seal).toBe(second?.seal)
})

test('an HTTP API looks at client_id where aud is absent, and only there', () => {
  const place = placeOf('http-authorizer', 'id')
  const verdicts = [
    'client-id-and-no-audience',
    'right-audience-beside-another-client-id',
    'another-audience-beside-the-right-client-id',
    'without-audience',
  ].map((id) => rows.find((row) => row.id === id)?.verdict(place))
  expect(verdicts).toEqual(['accept', 'accept', 'refuse', 'refuse'])
})

test.each(['abc123', 'client-a9Zz', 'client-Bp4eQ_', 'client-Bp4eQx8--', '', '--'])(
  'another than %j is never the same',
  (id) => {
    expect(another(id)).not.toBe(id)
  },
)
