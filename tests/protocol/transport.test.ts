import { brotliCompressSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeContent, readJsonBody, readText } from '../../fixtures/protocol/body.ts'
import { httpServer, transportWithTranscript } from './loopback.ts'

const LIMIT = 64 * 1024

async function bodyOf(send: Buffer | string, headers: Record<string, string> = {}, status = 200) {
  const url = await httpServer((_, response) => response.writeHead(status, headers).end(send))
  const { transport, entries } = transportWithTranscript({ limitBytes: LIMIT })
  const answer = await transport.send({ method: 'POST', url, body: '{}' })
  return { answer, entry: entries[0]! }
}

const bodies: [what: string, send: Buffer | string, headers: Record<string, string>, body: object][] = [
  ['JSON', '{"a":1}', {}, { kind: 'json', value: { a: 1 } }],
  ['null', 'null', {}, { kind: 'json', value: null }],
  ['nothing', '', {}, { kind: 'empty' }],
  ['HTML', '<html>', { 'content-type': 'text/html' }, { kind: 'malformed', text: '<html>', why: 'not JSON' }],
  ['bytes that are not UTF-8', Buffer.from('22ff22', 'hex'), {}, { kind: 'malformed', why: 'not UTF-8' }],
  ['a byte order mark', '\uFEFF{}', {}, { kind: 'malformed' }],
  ['equal names', '{"a":1,"a":2}', {}, { kind: 'json', value: { a: 2 } }],
  ['deep nesting', '['.repeat(30_000), {}, { kind: 'malformed', why: 'nested deeper than 500' }],
  ['brackets in a string', JSON.stringify('['.repeat(900)), {}, { kind: 'json' }],
  ['gzip', gzipSync('{"a":1}'), { 'content-encoding': 'gzip' }, { kind: 'json', value: { a: 1 } }],
  ['twice coded', brotliCompressSync(gzipSync('{}')), { 'content-encoding': 'gzip, br' }, { kind: 'json' }],
  ['not gzip', '{"a":1}', { 'content-encoding': 'gzip' }, { kind: 'malformed' }],
  ['an unknown coding', '{}', { 'content-encoding': '__proto__' }, { kind: 'malformed' }],
  ['a gzip bomb', gzipSync(Buffer.alloc(50_000_000)), { 'content-encoding': 'gzip' }, { kind: 'too-large' }],
  ['too much', Buffer.alloc(LIMIT + 1, 0x20), {}, { kind: 'too-large', limitBytes: LIMIT }],
]

test.for(bodies)('reads %s', async ([, send, headers, body]) => {
  const { answer, entry } = await bodyOf(send, { ...headers, 'x-kept': 'yes' }, 418)
  expect(answer.body).toMatchObject(body)
  expect(answer).toMatchObject({ exchange: 0, status: 418, headers: { 'x-kept': 'yes' } })
  expect(entry.response.status).toBe(418)
})

test('__proto__ in JSON and in headers is a member like any other', async () => {
  const { answer } = await bodyOf('{"__proto__":{"polluted":1},"constructor":2}', { ['__proto__']: 'x' })
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  expect(Object.getPrototypeOf(answer.headers)).toBe(Object.prototype)
})

test('stops reading a body of 200 MB', async () => {
  let written = 0
  const url = await httpServer((_, response) => {
    const chunk = Buffer.alloc(256 * 1024, 0x61)
    const more = () => {
      while (written < 200_000_000 && !response.destroyed) {
        written += chunk.length
        if (!response.write(chunk)) return void response.once('drain', more)
      }
    }
    more()
  })
  const { transport, entries } = transportWithTranscript()
  const answer = await transport.send({ method: 'POST', url, body: '{}' })
  expect(answer).toMatchObject({ status: 200, body: { kind: 'too-large', limitBytes: 1024 * 1024 } })
  expect(written).toBeLessThan(50_000_000)
  expect(entries[0]?.response.content.comment).toContain('larger')
})

test('never follows a redirect, and hands on a 500', async () => {
  let requests = 0
  const url = await httpServer((request, response) => {
    requests++
    response.writeHead(request.url === '/500' ? 500 : 302, { location: '/again' }).end()
  })
  const { transport, entries } = transportWithTranscript()
  expect(await transport.send({ method: 'GET', url })).toMatchObject({ status: 302, body: { kind: 'empty' } })
  expect(entries[0]?.response.redirectURL).toBe('/again')
  expect(await transport.send({ method: 'GET', url: `${url}/500` })).toMatchObject({ status: 500 })
  expect(requests).toBe(2)
})

test('reuses connections, resolves localhost names, and records what it saw', async () => {
  const ports = new Set<number | undefined>()
  const url = await httpServer((request, response) => {
    ports.add(request.socket.remotePort)
    response.setHeader('set-cookie', ['a=1; Path=/', 'b=2; Expires=Thu, 01 Jan 2026 00:00:00 GMT'])
    response.end(JSON.stringify({ host: request.headers.host, extra: request.headers['x-extra'] }))
  })
  const { transport, entries } = transportWithTranscript({ headers: { 'X-Extra': 'yes' } })
  const local = url.replace('127.0.0.1', 'acme.auth.eu-west-1.localhost')
  for (const actor of ['application', 'probe']) {
    const answer = await transport.send({
      method: 'POST',
      url: `${local}/x?y=1`,
      body: '{}',
      actor,
      act: '4',
    })
    expect(answer.body).toEqual({ kind: 'json', value: { host: new URL(local).host, extra: 'yes' } })
    expect(answer.setCookies).toEqual(['a=1; Path=/', 'b=2; Expires=Thu, 01 Jan 2026 00:00:00 GMT'])
  }
  expect(ports.size).toBe(1)
  expect(entries[0]?.timings.connect).toBeGreaterThanOrEqual(0)
  expect(entries[1]?.timings).toMatchObject({ dns: -1, connect: -1, ssl: -1 })
  expect(entries[1]).toMatchObject({
    startedDateTime: '2026-05-07T12:00:00.000Z',
    request: { method: 'POST', url: `${local}/x?y=1`, queryString: [{ name: 'y', value: '1' }], bodySize: 2 },
    _actor: 'probe',
    _act: '4',
  })
  const { blocked, send, wait, receive } = entries[1]!.timings
  expect(entries[1]?.time).toBeCloseTo(blocked + send + wait + receive)
})

test('an exchange is recorded without its secrets', async () => {
  const token = `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.eyJzdWIiOiIxMjM0NTY3ODkwIn0.${'aB3-_x9Z'.repeat(40)}`
  const session = 'AYABeSe3ss10n+/Str1ng=='.repeat(4)
  const url = await httpServer((_, response) => {
    response.setHeader('set-cookie', 'cognito=1234; Path=/')
    response.setHeader('location', 'https://app.example/cb?code=5f0e8a7c-1b2d-4c3e-9f00-aabbccddeeff&state=s')
    response.end(JSON.stringify({ Session: session, AuthenticationResult: { AccessToken: token } }))
  })
  const { transport, entries, redactor } = transportWithTranscript()
  const input = {
    ChallengeResponses: { USERNAME: 'ada', PASSWORD: 'Corr3ct-Horse!', SOFTWARE_TOKEN_MFA_CODE: '123456' },
  }
  const answer = await transport.send({
    method: 'POST',
    url: `${url}/?access_token=${token}`,
    headers: {
      authorization: `Basic ${Buffer.from('client:s3cr3t-Of-The-Client').toString('base64')}`,
      cookie: 'XSRF=77; other=88',
    },
    body: JSON.stringify(input),
    input,
  })
  const har = JSON.stringify(entries)
  const hidden = [token, session, 'Corr3ct', '123456', 'cognito=1234', 'XSRF=77', '5f0e8a7c', 's3cr3t']
  for (const secret of hidden) expect(har).not.toContain(secret)
  expect(har).toContain('ada')
  expect(redactor.scan(har)).toEqual([])
  const named = /\[access_token [\da-f]{6}\]/.exec(entries[0]!.response.content.text ?? '')?.[0]
  expect(entries[0]!.request.url).toContain(named)
  expect(answer.request.input).toBe(input)
})

test('a cut or malformed body still gives up its secrets', async () => {
  const { answer, entry } = await bodyOf('{"Session":"AYABeSe3ss10n-String-0123456789","AccessT')
  expect(JSON.stringify([answer.body, entry])).not.toContain('ss10n-String')
})

test('tampering is applied before the answer is read', async () => {
  const url = await httpServer((_, response) => response.end('{"a":1}'))
  const { transport, entries } = transportWithTranscript({
    tamper: ({ headers, text }) => ({ status: 400, headers, text: text.replace('1', '[2]') }),
  })
  const answer = await transport.send({ method: 'GET', url })
  expect(answer).toMatchObject({ status: 400, body: { kind: 'json', value: { a: [2] } } })
  expect(entries[0]?.response.content.text).toBe('{"a":[2]}')
})

test('no bytes and no content coding crash the reading of a body', () => {
  const codings = fc.oneof(
    fc.constantFrom('gzip', 'deflate', 'br', 'zstd', 'gzip, br', 'constructor'),
    fc.string(),
  )
  fc.assert(
    fc.property(fc.uint8Array(), codings, (bytes, coding) => {
      const content = decodeContent(bytes, coding, LIMIT)
      if (content.kind !== 'bytes') return
      const { text, isUtf8 } = readText(content.bytes)
      expect(readJsonBody(text, isUtf8, (hidden) => hidden)).toHaveProperty('kind')
    }),
    { seed: 5, numRuns: 500 },
  )
})
