import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createExpect, outcomeInWords } from '../../fixtures/flow/expect.ts'
import type { Answer, Body } from '../../fixtures/protocol/answer.ts'
import {
  basicAuthorization,
  challengeOf,
  formOf,
  parseCallback,
  randomToken,
  readOAuthError,
  withQuery,
} from '../../fixtures/protocol/oauth.ts'
import { readWireError } from '../../fixtures/protocol/wire-error.ts'

const answer = (body: Body, more: Partial<Answer> = {}): Answer => ({
  exchange: 0,
  status: 400,
  headers: {},
  body,
  request: { method: 'POST', url: 'https://d/oauth2/token' },
  ...more,
})
const json = (value: unknown): Body => ({ kind: 'json', value })

describe('requests', () => {
  test('the challenge is that of RFC 7636, appendix B', () => {
    expect(challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    )
  })

  test('random values are long enough for a verifier, need no escape, and differ', () => {
    const values = Array.from({ length: 100 }, randomToken)
    expect(new Set(values).size).toBe(100)
    for (const value of values) expect(value).toMatch(/^[\w-]{43}$/)
  })

  test('Basic encodes both parts as forms do, before they are joined', () => {
    const decoded = (header: string) => Buffer.from(header.replace('Basic ', ''), 'base64').toString()
    expect(decoded(basicAuthorization('id:1', 'p a+%é'))).toBe('id%3A1:p+a%2B%25%C3%A9')
    expect(decoded(basicAuthorization('c', ''))).toBe('c:')
  })

  test('a parameter that is undefined is left out, an empty one is not', () => {
    expect(formOf({ a: 'x y', b: undefined, c: '' })).toBe('a=x+y&c=')
    expect(withQuery('https://d/login', { a: undefined })).toBe('https://d/login')
    expect(withQuery('https://d/login?x=1', { a: '&' })).toBe('https://d/login?x=1&a=%26')
  })
})

describe('what comes to the callback', () => {
  test.each([
    ['https://a/cb?code=c&state=s', 'query', { code: 'c', state: 's' }, []],
    [
      'https://a/cb?own=1#access_token=t&id_token=i',
      'fragment',
      { own: '1', access_token: 't', id_token: 'i' },
      [],
    ],
    ['https://a/cb?code=c#code=d', 'both', { code: 'c' }, ['code']],
    [
      'app://cb?error=access_denied&error_description=a+b&error=x',
      'query',
      { error: 'access_denied', error_description: 'a b' },
      ['error'],
    ],
    ['https://a/cb', 'nowhere', {}, []],
    ['https://a/cb?#', 'nowhere', {}, []],
    ['https://a/cb?own=1#top', 'nowhere', { own: '1', top: '' }, []],
    ['', 'nowhere', {}, []],
  ] as const)('%s', (address, where, parameters, repeated) => {
    expect(parseCallback(address)).toEqual({ where, parameters, repeated })
  })

  test('can be anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(['query', 'fragment', 'both', 'nowhere']).toContain(parseCallback(text).where)
      }),
      { seed: 21 },
    )
    expect(Object.getPrototypeOf(parseCallback('?__proto__=x').parameters)).toBe(Object.prototype)
  })
})

describe('errors', () => {
  const refused = answer(json({ error: 'invalid_grant', error_description: 'spent' }))
  const challenged = answer(
    { kind: 'empty' },
    {
      status: 401,
      headers: { 'www-authenticate': 'error="invalid_token", error_description="Say \\"x\\", then stop."' },
    },
  )

  test('are read from the body, or from the challenge without its scheme word', () => {
    expect(readOAuthError(refused)).toEqual({ error: 'invalid_grant', description: 'spent' })
    expect(readOAuthError(challenged)).toEqual({
      error: 'invalid_token',
      description: 'Say "x", then stop.',
    })
    const bearer = { ...challenged, headers: { 'www-authenticate': 'Bearer error=invalid_token' } }
    expect(readOAuthError(bearer).error).toBe('invalid_token')
  })

  test.each([
    json(null),
    json([]),
    json({ error: 5 }),
    { kind: 'empty' },
    { kind: 'text', text: 'x', mediaType: 'text/html' },
  ] as Body[])('that are none are values: %j', (body) => {
    const { error, description } = readOAuthError(answer(body))
    expect([typeof error, typeof description]).toEqual(['object', 'object'])
  })

  test('are refusals by type and message for every check', () => {
    const { expect: judge, count } = createExpect()
    judge(refused).toBeRefusal({ type: 'invalid_grant', message: 'spent' })
    judge(challenged).toBeRefusal({ status: 401, type: ['invalid_token', 'x'] })
    expect(() => judge(refused).toBeRefusal({ type: 'invalid_client' })).toThrow('invalid_grant')
    expect(count()).toBe(3)
    expect(outcomeInWords(refused)).toBe('refused with 400, invalid_grant, “spent”')
  })

  test('of the API are not told by `error`', () => {
    const ofApi = { ...refused, request: { ...refused.request, operation: 'InitiateAuth' } }
    expect(typeof readWireError(ofApi).type).toBe('object')
  })
})
