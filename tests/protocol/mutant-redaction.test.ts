/**
 * What is made of a live token keeps most of it, and is as much of a secret: of no mutant that is recorded, however it
 * is spelled and wherever it stands, are sixteen characters of the token it was made of left in the transcript.
 */
import { createSign, generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { harEntry, learnFromRequest } from '../../fixtures/protocol/har.ts'
import { createRedactor } from '../../fixtures/protocol/redaction.ts'

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

function mint(sub: string): string {
  const input = `${part({ kid: 'tJ5Kq2mXy8GzR1aVbN4dLw7EoUiCfHsP', alg: 'RS256' })}.${part({
    sub,
    iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Example01',
    client_id: '7exampleclient0000000000001',
    token_use: 'access',
    scope: 'openid email profile aws.cognito.signin.user.admin',
    exp: 1_800_000_000,
    username: 'canary',
  })}`
  return `${input}.${createSign('sha256').update(input).sign(privateKey).toString('base64url')}`
}

const WINDOW = 16
const token = mint('2f0c7c8e-1d65-4f0b-9d1a-6b1f1f3a9c11')
const [header, payload, signature] = token.split('.') as [string, string, string]
const refresh = ['header', 'key', 'iv', 'ciphertext', 'tag']
  .map((name, n) =>
    n === 0
      ? part({ enc: 'A256GCM', alg: 'RSA-OAEP' })
      : createSign('sha256').update(name).sign(privateKey).toString('base64url'),
  )
  .join('.')

const flipped = (text: string, at: number) =>
  `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`
const standard = (text: string) => text.replaceAll('-', '+').replaceAll('_', '/')

const MUTANTS: Readonly<Record<string, string>> = {
  'one character of the signature changed': `${header}.${payload}.${flipped(signature, 170)}`,
  'one character of the payload changed': `${header}.${flipped(payload, 60)}.${signature}`,
  'the signature cut short': `${header}.${payload}.${signature.slice(0, 40)}`,
  'the signature without its beginning': `${header}.${payload}.${signature.slice(20)}`,
  'the signature doubled': `${header}.${payload}.${signature}${signature}`,
  padded: `${header}=.${payload}==.${signature}==`,
  'the other alphabet': standard(token),
  'a blank inside': `${header}.${payload}.${signature.slice(0, 100)} ${signature.slice(100)}`,
  'percent-encoded dots': token.replaceAll('.', '%2E'),
  'some of it percent-encoded': token.replaceAll('a', '%61'),
  'upper-case payload': `${header}.${payload.toUpperCase()}.${signature}`,
  'two parts': `${header}.${payload}`,
  'five parts': `${header}.${payload}.${signature}.${signature.slice(0, 60)}.AAAA`,
  'no dots': token.replaceAll('.', ''),
  'in quotes': `"${token}"`,
  'JSON serialization': JSON.stringify({ protected: header, payload, signatures: [{ signature }] }),
  'a header of our own': `${part({ alg: 'none' })}.${payload}.`,
  'a payload of our own': `${header}.${part({ sub: 'somebody-else', admin: true })}.${signature}`,
  'another token’s signature': `${header}.${payload}.${mint('another').split('.')[2]}`,
  'a refresh token, one character changed': flipped(refresh, 700),
  'a refresh token, cut short': refresh.slice(0, -40),
}

const windowsOf = (text: string): ReadonlySet<string> =>
  new Set(Array.from({ length: text.length - WINDOW + 1 }, (_, at) => text.slice(at, at + WINDOW)))
const live = new Set([token, refresh].flatMap((text) => [...windowsOf(text)]))
const leftIn = (text: string) => [...windowsOf(text)].filter((window) => live.has(window))

const json = (body: unknown, mutant: unknown) => ({
  url: 'https://cognito-idp.us-east-1.amazonaws.com/',
  requestHeaders: [{ name: 'content-type', value: 'application/x-amz-json-1.1' }],
  requestBody: JSON.stringify(body),
  input: mutant,
})

const PLACES: Readonly<Record<string, (mutant: string) => ReturnType<typeof json> | object>> = {
  'a member that holds tokens': (AccessToken) => json({ AccessToken }, { AccessToken }),
  'a member of any name': (Anything) => json({ Anything }, { Anything }),
  'an object in place of a string': (AccessToken) =>
    json({ AccessToken: { a: [AccessToken] } }, { AccessToken: { a: [AccessToken] } }),
  'JSON in JSON': (token) => json({ outer: JSON.stringify({ token }) }, { outer: JSON.stringify({ token }) }),
  Logins: (login) => json({ Logins: { issuer: login } }, { Logins: { issuer: login } }),
  'a bearer header': (mutant) => ({
    requestHeaders: [{ name: 'authorization', value: `Bearer ${mutant}` }],
  }),
  'a header without scheme': (mutant) => ({ requestHeaders: [{ name: 'authorization', value: mutant }] }),
  'two in one header': (mutant) => ({
    requestHeaders: [{ name: 'authorization', value: `Bearer x, Bearer ${mutant}` }],
  }),
  'a header of any name': (mutant) => ({ requestHeaders: [{ name: 'x-access', value: mutant }] }),
  'a cookie': (mutant) => ({ requestHeaders: [{ name: 'cookie', value: `a=b; session=${mutant}` }] }),
  'the query': (mutant) => ({ url: `https://a.example/p?x=1&access_token=${mutant}&y=2` }),
  'the query, encoded, of any name': (mutant) => ({
    url: `https://a.example/p?t=${encodeURIComponent(mutant)}`,
  }),
  'the path': (mutant) => ({ url: `https://a.example/${encodeURIComponent(mutant)}/x` }),
  'a form': (mutant) => ({
    requestHeaders: [{ name: 'content-type', value: 'application/x-www-form-urlencoded' }],
    requestBody: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: mutant }).toString(),
  }),
  'an answer that repeats it': (mutant) => ({
    response: {
      status: 400,
      statusText: '',
      headers: [{ name: 'www-authenticate', value: `Bearer error="invalid_token ${mutant}"` }],
      body: { text: JSON.stringify({ message: `could not verify ${mutant}` }) },
      receivedBytes: 1,
    },
  }),
}

const TIMINGS = { blocked: 0, dns: 0, connect: 0, ssl: 0, send: 0, wait: 0, receive: 0 }

test('each mutant holds much of a live token', () => {
  for (const [name, mutant] of Object.entries(MUTANTS)) expect(leftIn(mutant), name).not.toEqual([])
})

describe.each(Object.entries(PLACES))('in %s', (_, place) => {
  test.each(Object.entries(MUTANTS))('%s', (_, mutant) => {
    const redactor = createRedactor()
    redactor.addFromBody({ AccessToken: token, RefreshToken: refresh })
    const { input, ...sent } = place(mutant) as { input?: unknown }
    const exchange = {
      startedAt: 0,
      timings: TIMINGS,
      method: 'POST',
      url: 'https://a.example/',
      requestHeaders: [],
      ...sent,
    }
    learnFromRequest(exchange, redactor, input)
    const written = JSON.stringify(harEntry(exchange, redactor))
    expect(leftIn(written)).toEqual([])
    // What is handed to the run host finds as much.
    const closing = createRedactor()
    closing.load(redactor.entries())
    expect(closing.scan(JSON.stringify(exchange)).length).toBeGreaterThan(0)
    expect(leftIn(closing.redact(JSON.stringify(exchange)))).toEqual([])
  })
})
