import { CognitoJwtVerifier } from 'aws-jwt-verify'
import { describe, expect, test } from 'vitest'
import { tokenValidator } from '../../fixtures/actors/validator.ts'
import { type Answer, type Body, NoAnswer } from '../../fixtures/protocol/answer.ts'
import {
  CLIENT,
  claimsOf,
  ISSUER,
  jwkOf,
  makeKey,
  POOL,
  signed,
  signedWithPublicKey,
  unsigned,
} from './tokens.ts'

const key = makeKey('key-one')
const otherKey = makeKey('key-two')
const strangerWithSameKid = { ...makeKey('key-one'), kid: 'key-one' }
const keySet = { keys: [jwkOf(key), jwkOf(otherKey)] }

const answerWith = (body: Body, status = 200): Answer => ({
  exchange: 0,
  status,
  headers: {},
  body,
  request: { method: 'GET', url: 'http://localhost/' },
})

function validatorOver(set: unknown = keySet, now: () => number = Date.now) {
  let fetches = 0
  let current = set
  const validator = tokenValidator({
    issuer: ISSUER,
    clock: { now },
    fetchKeys: async () => {
      fetches++
      return answerWith({ kind: 'json', value: current })
    },
  })
  return {
    validator,
    fetches: () => fetches,
    publish(next: unknown) {
      current = next
    },
  }
}

async function awsAccepts(token: string, use: 'id' | 'access', set: unknown = keySet): Promise<boolean> {
  const verifier = CognitoJwtVerifier.create({ userPoolId: POOL, tokenUse: use, clientId: CLIENT })
  try {
    verifier.cacheJwks(set as Parameters<typeof verifier.cacheJwks>[0])
    verifier.verifySync(token)
    return true
  } catch {
    return false
  }
}

const now = Date.now()
const seconds = Math.floor(now / 1000)
const id = (more: Record<string, unknown> = {}) => claimsOf('id', now, more)
const access = (more: Record<string, unknown> = {}) => claimsOf('access', now, more)

function without(claims: Record<string, unknown>, name: string): Record<string, unknown> {
  const { [name]: _, ...rest } = claims
  return rest
}

function flipped(token: string, part: number): string {
  const parts = token.split('.')
  const at = 5
  const text = parts[part]!
  parts[part] = text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)
  return parts.join('.')
}

const genuine: [string, 'id' | 'access', string][] = [
  ['an ID token', 'id', signed(key, id())],
  ['an access token', 'access', signed(key, access())],
  ['a token of the second key', 'id', signed(otherKey, id())],
  [
    'unknown claims and header members',
    'id',
    signed(key, id({ extra: { a: [1] } }), { kid: 'key-one', alg: 'RS256', x: 1 }),
  ],
  ['a minute before exp', 'access', signed(key, access({ exp: seconds + 60 }))],
  ['nbf that has come', 'id', signed(key, id({ nbf: seconds - 60 }))],
]

const refusedByBoth: [string, 'id' | 'access', string][] = [
  ['an access token for an ID token', 'id', signed(key, access())],
  ['an ID token for an access token', 'access', signed(key, id())],
  ['a foreign issuer', 'id', signed(key, id({ iss: `${ISSUER}x` }))],
  ['no issuer', 'id', signed(key, without(id(), 'iss'))],
  ['an issuer in a list', 'id', signed(key, id({ iss: [ISSUER] }))],
  ['a foreign audience', 'id', signed(key, id({ aud: 'another' }))],
  ['no audience', 'id', signed(key, without(id(), 'aud'))],
  ['an audience list', 'id', signed(key, id({ aud: [CLIENT] }))],
  ['a foreign client_id', 'access', signed(key, access({ client_id: 'another' }))],
  ['no client_id', 'access', signed(key, without(access(), 'client_id'))],
  [
    'an access token with aud in place of client_id',
    'access',
    signed(key, without(access({ aud: CLIENT }), 'client_id')),
  ],
  ['no token_use', 'id', signed(key, without(id(), 'token_use'))],
  ['token_use in a list', 'id', signed(key, id({ token_use: ['id'] }))],
  ['expired', 'id', signed(key, id({ exp: seconds - 60 }))],
  ['exp as a string', 'id', signed(key, id({ exp: String(seconds + 60) }))],
  ['exp null', 'id', signed(key, id({ exp: null }))],
  ['iat as a string', 'id', signed(key, id({ iat: String(seconds) }))],
  ['nbf that has not come', 'id', signed(key, id({ nbf: seconds + 600 }))],
  ['a changed header', 'id', flipped(signed(key, id()), 0)],
  ['changed claims', 'id', flipped(signed(key, id()), 1)],
  ['a changed signature', 'id', flipped(signed(key, id()), 2)],
  ['no signature', 'id', `${signed(key, id()).split('.').slice(0, 2).join('.')}.`],
  ['alg none', 'id', unsigned('key-one', id())],
  ['HS256 over the public key', 'id', signedWithPublicKey(key, id())],
  ['RS512', 'id', signed(key, id(), { kid: 'key-one', alg: 'RS512' }, 'sha512')],
  ['no alg', 'id', signed(key, id(), { kid: 'key-one' })],
  ['no kid', 'id', signed(key, id(), { alg: 'RS256' })],
  ['kid as a number', 'id', signed(key, id(), { alg: 'RS256', kid: 1 })],
  ['an unknown kid', 'id', signed({ ...key, kid: 'nobody' }, id())],
  ["another key's kid", 'id', signed(key, id(), { kid: 'key-two', alg: 'RS256' })],
  ['a stranger under a known kid', 'id', signed(strangerWithSameKid, id())],
  ['claims that are a list', 'id', signed(key, [])],
  ['claims that are null', 'id', signed(key, null)],
  ['two parts', 'id', 'a.b'],
  ['four parts', 'id', `${signed(key, id())}.x`],
  ['an empty token', 'id', ''],
  ['blank before the token', 'id', ` ${signed(key, id())}`],
]

/** Where the two differ: ours asks for what every token of the service carries, and Cognito documents. */
const stricterThanAws: [string, 'id' | 'access', string][] = [
  ['no exp', 'id', signed(key, without(id(), 'exp'))],
  ['no iat', 'id', signed(key, without(id(), 'iat'))],
  ['iat in the future', 'id', signed(key, id({ iat: seconds + 900 }))],
  // RFC 7515, section 4.1.11: an extension that is not understood makes the token invalid.
  ['an unknown crit', 'id', signed(key, id(), { kid: 'key-one', alg: 'RS256', crit: ['x'], x: 1 })],
]

/** Ours looks at what the service documents; the claims below are none of it. */
const laxerThanAws: [string, 'id' | 'access', string][] = [
  ['sub as a number', 'id', signed(key, id({ sub: 7 }))],
  ['jti as a number', 'id', signed(key, id({ jti: 7 }))],
  ['an access token with a list of mixed audiences', 'access', signed(key, access({ aud: [1] }))],
]

describe('jose and aws-jwt-verify on the same tokens', () => {
  const compare = async (token: string, use: 'id' | 'access') => ({
    ours: (await validatorOver().validator.validate(token, use, CLIENT)).accepted,
    aws: await awsAccepts(token, use),
  })
  test.each(genuine)('both accept %s', async (_, use, token) => {
    expect(await compare(token, use)).toEqual({ ours: true, aws: true })
  })
  test.each(refusedByBoth)('both refuse %s', async (_, use, token) => {
    expect(await compare(token, use)).toEqual({ ours: false, aws: false })
  })
  test.each(stricterThanAws)('only ours refuses %s', async (_, use, token) => {
    expect(await compare(token, use)).toEqual({ ours: false, aws: true })
  })
  test.each(laxerThanAws)('only theirs refuses %s', async (_, use, token) => {
    expect(await compare(token, use)).toEqual({ ours: true, aws: false })
  })
})

describe('what is no token', () => {
  test.each([[undefined], [null], [5], [{}], [[]]])('%j is refused', async (token) => {
    const { validator } = validatorOver()
    expect(await validator.validate(token, 'id', CLIENT)).toMatchObject({
      accepted: false,
      code: 'ERR_JWT_INVALID',
    })
  })
})

describe('the key set', () => {
  const token = signed(key, id())

  test.each([
    ['null', null],
    ['a list', []],
    ['a number', 5],
    ['an empty object', {}],
    ['keys that are no list', { keys: {} }],
    ['keys that are no objects', { keys: [null] }],
    ['no keys', { keys: [] }],
    ['a key without modulus', { keys: [{ kid: 'key-one', kty: 'RSA', e: 'AQAB' }] }],
    ['a key whose modulus is a number', { keys: [{ kid: 'key-one', kty: 'RSA', e: 'AQAB', n: 5 }] }],
    ['a key for encryption', { keys: [{ ...jwkOf(key), use: 'enc' }] }],
    ['a key of 1,024 bits', { keys: [jwkOf(makeKey('key-one', 1024))] }],
    ['a private key', { keys: [{ ...key.privateKey.export({ format: 'jwk' }), kid: 'key-one' }] }],
    ['the same kid twice', { keys: [jwkOf(key), jwkOf(key)] }],
  ])('%s is a refusal', async (_, set) => {
    const validation = await validatorOver(set).validator.validate(token, 'id', CLIENT)
    expect(validation).toMatchObject({
      accepted: false,
      code: expect.stringMatching(/^ERR_/),
      reason: expect.any(String),
    })
  })

  test('an answer that is no JSON is a refusal, and so is an error', async () => {
    const answers = [
      answerWith({ kind: 'malformed', text: '<', why: 'not JSON' }),
      answerWith({ kind: 'json', value: keySet }, 404),
    ]
    for (const answer of answers) {
      const validator = tokenValidator({
        issuer: ISSUER,
        clock: { now: Date.now },
        fetchKeys: async () => answer,
      })
      expect(await validator.validate(token, 'id', CLIENT)).toMatchObject({
        accepted: false,
        code: 'ERR_JWKS_INVALID',
      })
    }
  })

  test('no answer is no verdict', async () => {
    const fetchKeys = () => Promise.reject(new NoAnswer('reset', 'gone'))
    const validator = tokenValidator({ issuer: ISSUER, clock: { now: Date.now }, fetchKeys })
    await expect(validator.validate(token, 'id', CLIENT)).rejects.toBeInstanceOf(NoAnswer)
  })

  test('is fetched once for known keys, and once more for each unknown one', async () => {
    const set = validatorOver({ keys: [jwkOf(key)] })
    const accepted = async (token: string) => (await set.validator.validate(token, 'id', CLIENT)).accepted
    expect([await accepted(token), await accepted(token), set.fetches()]).toEqual([true, true, 1])
    expect([await accepted(signed(otherKey, id())), set.fetches()]).toEqual([false, 2])
    set.publish(keySet)
    expect([await accepted(signed(otherKey, id())), set.fetches()]).toEqual([true, 3])
  })
})

test('times are read on the clock that is given', async () => {
  const then = Date.UTC(2040, 0, 1)
  const token = signed(key, claimsOf('id', then))
  const accepted = async (now: number) =>
    (await validatorOver(keySet, () => now).validator.validate(token, 'id', CLIENT)).accepted
  expect(await accepted(then)).toBe(true)
  expect(await accepted(then + 3_599_000)).toBe(true)
  expect(await accepted(then + 3_600_000)).toBe(false)
  expect(await accepted(then - 900_000)).toBe(false)
})
