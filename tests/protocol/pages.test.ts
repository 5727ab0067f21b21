/** Bodies that are read as text, and the secrets that stand in pages and redirects. */
import { describe, expect, test } from 'vitest'
import { createRedactor } from '../../fixtures/protocol/redaction.ts'
import { httpServer, transportWithTranscript } from './loopback.ts'

describe('a body read as text', () => {
  test.for([
    [
      'text',
      'text/html; charset=utf-8',
      '<p>é</p>',
      { kind: 'text', text: '<p>é</p>', mediaType: 'text/html' },
    ],
    ['text', 'application/json', '{}', { kind: 'text', text: '{}', mediaType: 'application/json' }],
    ['text', '', '', { kind: 'empty' }],
    ['declared', 'Text/HTML', '{}', { kind: 'text', text: '{}', mediaType: 'text/html' }],
    ['declared', 'application/json', '{"a":1}', { kind: 'json', value: { a: 1 } }],
    ['declared', '', '<p>', { kind: 'malformed' }],
    ['json', 'text/html', '{"a":1}', { kind: 'json' }],
  ] as const)('as %s, sent as %s: %s', async ([as, type, sends, body]) => {
    const url = await httpServer((_, response) => {
      if (type !== '') response.setHeader('content-type', type)
      response.end(sends)
    })
    const { transport } = transportWithTranscript()
    expect((await transport.send({ method: 'GET', url, as })).body).toMatchObject(body)
  })

  test('is whole up to the bound, and not UTF-8 is still text', async () => {
    const url = await httpServer((request, response) =>
      response.end(request.url === '/big' ? 'x'.repeat(2_000_000) : Buffer.from('61ff62', 'hex')),
    )
    const { transport } = transportWithTranscript()
    expect((await transport.send({ method: 'GET', url: `${url}/`, as: 'text' })).body).toMatchObject({
      text: 'a\uFFFDb',
    })
    expect((await transport.send({ method: 'GET', url: `${url}/big`, as: 'text' })).body).toMatchObject({
      kind: 'too-large',
    })
  })
})

test('a page, its form and its redirect are recorded without their secrets', async () => {
  const secrets = {
    csrf: '0c9d7f4e-6a0b-4f5d-9c81-7d4f6f1f2a3b',
    session: 'AYABe<Gm&Zr0"k-session-1',
    cookie: 'H4sIAAAAAAAA%2FcookieValue',
    code: '7f3c2b1a-9e8d-4c6b-a5f4-e3d2c1b0a998',
    linked: 'f00dcafe-1111-4222-8333-abcdefabcdef',
    token: 'eyJraWQiOiJrIn0.eyJzdWIiOiJhIn0.c2lnbmF0dXJlLXNpZ25hdHVyZQ',
    verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
  }
  const escaped = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&#34;')
  const url = await httpServer((request, response) => {
    if (request.method === 'GET')
      response.setHeader('set-cookie', [`cognito=${secrets.cookie}; Path=/`, 'lang=en']).end(
        `<form action="/login?state=st4te-stays-readable&amp;code=${secrets.linked}">
        <input value='${secrets.csrf}' type=hidden name='_csrf'>
        <input type="hidden" name="session" value="${escaped(secrets.session)}"></form>
        <script>x = "/cb?next=1\\u0026id_token=${secrets.token}"</script>`,
      )
    else
      response
        .writeHead(302, {
          location: `https://app.example/cb?code=${secrets.code}&state=st4te-stays-readable&nonce=n0nce-stays-readable#access_token=${secrets.token}`,
        })
        .end(secrets.code)
  })
  const { transport, entries, redactor } = transportWithTranscript()
  await transport.send({
    method: 'GET',
    url,
    as: 'text',
    headers: { referer: `${url}/?code=${secrets.code}` },
  })
  await transport.send({
    method: 'POST',
    url: `${url}/?client_id=c`,
    as: 'text',
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: 'lang=en' },
    body: `_csrf=ab&authentication_code=123456&password=short&code_verifier=${secrets.verifier}`,
  })
  const transcript = JSON.stringify(entries)
  for (const [name, secret] of Object.entries({ ...secrets, decoded: decodeURIComponent(secrets.cookie) }))
    for (const form of [secret, escaped(secret), encodeURIComponent(secret)])
      expect([name, transcript.includes(form)]).toEqual([name, false])
  expect(transcript).not.toMatch(/123456|short|_csrf=ab/)
  expect(transcript).toContain('st4te-stays-readable')
  expect(transcript).toContain('n0nce-stays-readable')
  expect(redactor.scan(transcript)).toEqual([])
})

test('what was replaced once is left as it is', () => {
  const redactor = createRedactor({ salt: 's' })
  redactor.add('7f3c2b1a-9e8d-4c6b-a5f4-e3d2c1b0a998', 'code')
  const once = redactor.redact('https://a/cb?code=7f3c2b1a-9e8d-4c6b-a5f4-e3d2c1b0a998&state=x')
  expect(once).toMatch(/^https:\/\/a\/cb\?code=\[code [\da-f]{6}\]&state=x$/)
  expect(redactor.redact(once)).toBe(once)
})

test('hostile markup costs no more than its length', () => {
  const redactor = createRedactor()
  for (const text of ['?a=', '<input ', '<input name=code value=', '&#', '?code=x&amp;', '&amp;', ';code='])
    redactor.addFromText(text.repeat(100_000))
})
