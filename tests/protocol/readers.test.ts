import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Answer, Body } from '../../fixtures/protocol/answer.ts'
import { readJwt } from '../../fixtures/protocol/jwt.ts'
import {
  Absent,
  bodyJson,
  isValue,
  Malformed,
  member,
  readArray,
  readBoolean,
  readNumber,
  readObject,
  readString,
  readStringMap,
} from '../../fixtures/protocol/reading.ts'
import { secretHash } from '../../fixtures/protocol/secret-hash.ts'
import { totpCode, totpStep, wrongTotpCode } from '../../fixtures/protocol/totp.ts'
import { readWireError } from '../../fixtures/protocol/wire-error.ts'

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSparseArray: true,
})
const answerOf = (body: Body, headers: Record<string, string> = {}): Answer => ({
  exchange: 0,
  status: 400,
  headers,
  body,
  request: { method: 'POST', url: 'http://localhost/' },
})

describe('readers', () => {
  test('never throw, and say what was wrong', () => {
    const readers = [
      member,
      readString,
      readNumber,
      readBoolean,
      readObject,
      readArray,
      readStringMap,
    ] as const
    fc.assert(
      fc.property(anything, fc.array(fc.string()), (value, path) => {
        for (const read of readers) {
          const reading = read(value, ...path)
          expect(typeof `${isValue(reading) ? '' : reading}`).toBe('string')
        }
        readWireError(answerOf({ kind: 'json', value }))
      }),
      { seed: 7 },
    )
    const hostile = new Proxy(
      {},
      {
        get: () => {
          throw new Error('no')
        },
        getOwnPropertyDescriptor: () => {
          throw new Error('no')
        },
        ownKeys: () => {
          throw new Error('no')
        },
      },
    )
    for (const read of readers)
      for (const path of [[], ['a']]) expect(() => read(hostile, ...path)).not.toThrow()
  })

  test('tell absent, malformed and there apart', () => {
    const body = { AuthenticationResult: { AccessToken: 'a.b.c', ExpiresIn: '3600' }, ChallengeName: null }
    expect(readString(body, 'AuthenticationResult', 'AccessToken')).toBe('a.b.c')
    expect(readString(body, 'AuthenticationResult', 'IdToken')).toEqual(
      new Absent('AuthenticationResult.IdToken'),
    )
    expect(readString(body, 'ChallengeName')).toEqual(new Absent('ChallengeName'))
    expect(readNumber(body, 'AuthenticationResult', 'ExpiresIn')).toEqual(
      new Malformed('AuthenticationResult.ExpiresIn', 'a number', 'string(4)'),
    )
    expect(readString(body, 'AuthenticationResult', 'AccessToken', 'x')).toEqual(
      new Malformed('AuthenticationResult.AccessToken', 'an object', 'string(5)'),
    )
    expect(readString(body, 'constructor', 'name')).toEqual(new Absent('constructor'))
    expect(readString(new Absent('x'), 'y')).toEqual(new Absent('x'))
    expect(readStringMap({ a: 'b', c: 1 })).toEqual(new Malformed('c', 'a string', 'number'))
    expect(readObject([])).toEqual(new Malformed('', 'an object', 'array(0)'))
    expect(`${readArray({})}`).toBe('the body is object, not an array')
  })

  test('read a body of every kind', () => {
    expect(bodyJson(answerOf({ kind: 'json', value: 5 }))).toBe(5)
    expect(bodyJson(answerOf({ kind: 'json', value: null }))).toMatchObject({ found: 'null' })
    expect(bodyJson(answerOf({ kind: 'empty' }))).toMatchObject({ found: 'empty' })
    expect(bodyJson(answerOf({ kind: 'malformed', text: '<', why: 'not JSON' }))).toBeInstanceOf(Malformed)
    expect(bodyJson(answerOf({ kind: 'too-large', limitBytes: 5 }))).toBeInstanceOf(Malformed)
  })
})

describe('typed errors', () => {
  const json = (value: unknown, headers?: Record<string, string>) =>
    readWireError(answerOf({ kind: 'json', value }, headers))

  test('are read in all their spellings', () => {
    expect(json({ __type: 'NotAuthorizedException', message: 'No.' })).toMatchObject({
      type: 'NotAuthorizedException',
      rawType: 'NotAuthorizedException',
      message: 'No.',
    })
    expect(json({ __type: 'com.amazonaws#UserNotFoundException', Message: 'x' })).toMatchObject({
      type: 'UserNotFoundException',
      message: 'x',
    })
    expect(json({ __type: 'aws.x#Foo:http://internal.amazon.com/' }).type).toBe('Foo')
    const headers = { 'x-amzn-errortype': 'InvalidParameterException:', 'x-amzn-errormessage': 'Missing' }
    expect(json({}, headers)).toMatchObject({
      type: 'InvalidParameterException',
      headerType: 'InvalidParameterException',
      message: 'Missing',
    })
  })

  test('may be absent or malformed', () => {
    expect(json({}).type).toEqual(new Absent('__type'))
    expect(json({ __type: 5 }).type).toEqual(new Malformed('__type', 'a string', 'number'))
    expect(readWireError(answerOf({ kind: 'empty' })).type).toBeInstanceOf(Malformed)
  })
})

describe('JWTs', () => {
  const part = (text: string) => Buffer.from(text).toString('base64url')
  const good = `${part('{"alg":"RS256"}')}.${part('{"sub":"ä"}')}.c2ln`

  test('are taken apart', () => {
    expect(readJwt(good)).toEqual({
      header: { alg: 'RS256' },
      payload: { sub: 'ä' },
      signature: 'c2ln',
      signingInput: good.slice(0, -5),
    })
    expect(readJwt(`${good.slice(0, -4)}`)).toMatchObject({ signature: '' })
  })

  test.for([
    'a.b',
    '',
    `${good}.x`,
    `${good}=`,
    good.replace('.', '. '),
    `${part('[]')}.${part('{}')}.`,
    `${part('{}')}.${part('null')}.`,
    `${part('{}')}.${Buffer.from('7b22ff223a317d', 'hex').toString('base64url')}.`,
    // Stray bits: "e31" and "e30" decode to the same bytes.
    'e31.e30.',
  ])('%j is malformed', (token) => {
    expect(readJwt(token)).toBeInstanceOf(Malformed)
  })

  test('absent stays absent, and nothing throws', () => {
    expect(readJwt(new Absent('IdToken'))).toEqual(new Absent('IdToken'))
    fc.assert(
      fc.property(fc.string(), (text) => void readJwt(text)),
      { seed: 7 },
    )
  })
})

describe('codes and hashes', () => {
  // RFC 6238, appendix B: SHA-1, the last six of the eight digits.
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

  test('TOTP as in RFC 6238', () => {
    expect(totpCode(secret, 59_000)).toBe('287082')
    expect(totpCode(secret.toLowerCase(), 1_111_111_109_000)).toBe('081804')
    expect(totpStep(59_999)).toBe(1)
    expect(totpStep(60_000)).toBe(2)
  })

  test('a wrong code is no code within ten steps', () => {
    for (let n = 0; n < 20; n++) {
      const now = 1_700_000_000_000 + n * 30_000
      const near = Array.from({ length: 21 }, (_, step) => totpCode(secret, now + (step - 10) * 30_000))
      expect(wrongTotpCode(secret, now)).toMatch(/^\d{6}$/)
      expect(near).not.toContain(wrongTotpCode(secret, now))
    }
  })

  test.for(['', 'not base32!', 'A', '189'])('the secret %j is malformed', (bad) => {
    expect(totpCode(bad, 0)).toBeInstanceOf(Malformed)
    expect(wrongTotpCode(bad, 0)).toBeInstanceOf(Malformed)
  })

  test('SECRET_HASH', () => {
    // openssl dgst -sha256 -hmac secret -binary | base64, over "adaclient"
    expect(secretHash('ada', 'client', 'secret')).toBe('FEW6rzXVdy2RLJp0KqkU9A6/pxQBq5FgsxTWe/Ot+CI=')
  })
})
