import { createHash, createHmac } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { type CognitoIdpOptions, cognitoIdp, isSignedOperation } from '../../fixtures/protocol/cognito-idp.ts'
import { clock, httpServer, tcpServer, transportWithTranscript } from './loopback.ts'

interface Seen {
  readonly request: IncomingMessage
  readonly body: string
}
type Reply = [status: number, body: string, type?: string]

async function target(reply: (n: number) => Reply, options: Partial<CognitoIdpOptions> = {}) {
  const seen: Seen[] = []
  const endpoint = await httpServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      seen.push({ request, body })
      const [status, text, type = 'application/x-amz-json-1.1'] = reply(seen.length)
      response.writeHead(status, { 'content-type': type }).end(text)
    })
  })
  const { transport, entries } = transportWithTranscript()
  const client = cognitoIdp({
    transport,
    endpoint,
    region: 'eu-west-1',
    clock,
    backoffMs: 1,
    signing: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'right-secret' },
    ...options,
  })
  return { client, seen, entries, endpoint }
}

/** SigV4 by hand (AWS General Reference, "Create a signed AWS API request"). */
function expectedSignature({ request, body }: Seen, secret: string): string {
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
  const sha = (text: string) => createHash('sha256').update(text).digest('hex')
  const [, scope = '', names = ''] =
    /Credential=[^/]+\/([^,]+), SignedHeaders=([^,]+)/.exec(request.headers.authorization ?? '') ?? []
  const headers = names.split(';').map((name) => `${name}:${request.headers[name]}\n`)
  const canonical = ['POST', '/', '', headers.join(''), names, sha(body)].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, sha(canonical)].join('\n')
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secret}`)
  return hmac(key, toSign).toString('hex')
}

test('speaks AWS JSON 1.1', async () => {
  const { client, seen, entries } = await target(() => [200, '{"ChallengeName":"SMS_MFA"}'])
  const input = { AuthFlow: 'USER_PASSWORD_AUTH', ClientId: 'abc' }
  const answer = await client.call('InitiateAuth', input, { actor: 'application', act: '4' })
  expect(answer).toMatchObject({
    status: 200,
    body: { kind: 'json', value: { ChallengeName: 'SMS_MFA' } },
    request: { operation: 'InitiateAuth', input },
  })
  expect(seen[0]?.request).toMatchObject({ method: 'POST', url: '/' })
  expect(seen[0]?.request.headers).toMatchObject({
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
  })
  expect(seen[0]?.request.headers.authorization).toBeUndefined()
  expect(JSON.parse(seen[0]?.body ?? '')).toEqual(input)
  expect(entries[0]).toMatchObject({ _actor: 'application', _act: '4' })
})

test('signs what AWS asks to be signed, dated by the clock', async () => {
  const { client, seen, entries } = await target(() => [200, '{}'])
  await client.call('AdminGetUser', { UserPoolId: 'eu-west-1_x' })
  await client.call('AdminGetUser', {}, { signing: { accessKeyId: 'AKID', secretAccessKey: 'wrong-secret' } })
  await client.call('AdminGetUser', {}, { signed: false })
  const [right, wrong, unsigned] = seen
  expect(right?.request.headers['x-amz-date']).toBe('20260507T120000Z')
  expect(right?.request.headers.authorization).toContain('/20260507/eu-west-1/cognito-idp/aws4_request')
  expect(right?.request.headers.authorization).toContain(expectedSignature(right!, 'right-secret'))
  expect(wrong?.request.headers.authorization).toContain(expectedSignature(wrong!, 'wrong-secret'))
  expect(unsigned?.request.headers.authorization).toBeUndefined()
  expect(right?.request.headers['x-amz-content-sha256']).toBeUndefined()
  expect(JSON.stringify(entries)).not.toContain(expectedSignature(right!, 'right-secret'))
  expect(isSignedOperation('CreateUserPool')).toBe(true)
  expect(isSignedOperation('RespondToAuthChallenge')).toBe(false)
})

test('a signed call without credentials is a fault of the set-up', async () => {
  const { transport } = transportWithTranscript()
  const client = cognitoIdp({ transport, endpoint: 'http://127.0.0.1:9', region: 'eu-west-1', clock })
  await expect(client.call('AdminGetUser', {})).rejects.toThrow('must be signed')
})

test('repeats a throttled call, each try in the transcript', async () => {
  const throttled: Reply = [400, '{"__type":"TooManyRequestsException","message":"Rate exceeded"}']
  const { client, entries } = await target((n) => (n < 3 ? throttled : [200, '{}']))
  expect(await client.call('InitiateAuth', {})).toMatchObject({ status: 200, exchange: 2 })
  expect(entries).toHaveLength(3)
})

test('gives up after three tries', async () => {
  const { client, entries } = await target(() => [429, 'slow down'])
  await expect(client.call('InitiateAuth', {})).rejects.toMatchObject({ why: 'throttled', exchange: 2 })
  expect(entries).toHaveLength(3)
})

test('repeats nothing else', async () => {
  for (const [status, type] of [
    [400, 'LimitExceededException'],
    [400, 'NotAuthorizedException'],
    [500, 'InternalErrorException'],
  ] as const) {
    const { client, entries } = await target(() => [status, JSON.stringify({ __type: type })])
    expect(await client.call('InitiateAuth', {})).toMatchObject({ status })
    expect(entries).toHaveLength(1)
  }
})

test.for<[string, Reply]>([
  ['a web ACL', [403, '{"__type":"ForbiddenException","message":"Request not allowed due to WAF block."}']],
  ['a load balancer', [503, '<html>', 'text/html']],
  ['a gateway without a body', [502, '']],
  ['a proxy', [407, 'Proxy Authentication Required', 'text/plain']],
])('%s answers in the target’s place', async ([, reply]) => {
  const { client } = await target(() => reply)
  await expect(client.call('InitiateAuth', {})).rejects.toMatchObject({ why: 'intercepted', exchange: 0 })
})

test('a 503 in JSON, and a 403 in HTML, are the target’s own', async () => {
  for (const reply of [
    [503, '{"__type":"ServiceUnavailable"}'],
    [403, '<html>', 'text/html'],
  ] as Reply[]) {
    const { client } = await target(() => reply)
    expect(await client.call('InitiateAuth', {})).toMatchObject({ status: reply[0] })
  }
})

test('repeats once when a kept-alive connection broke', async () => {
  let connections = 0
  const endpoint = await tcpServer((socket) => {
    connections++
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}')
      socket.once('data', () => socket.destroy())
    })
  })
  const { transport, entries } = transportWithTranscript()
  const client = cognitoIdp({ transport, endpoint, region: 'eu-west-1', clock })
  await client.call('InitiateAuth', {})
  expect(await client.call('InitiateAuth', {})).toMatchObject({ status: 200, exchange: 2 })
  expect(entries.map((entry) => entry.response.status)).toEqual([200, 0, 200])
  expect(connections).toBe(2)
})
