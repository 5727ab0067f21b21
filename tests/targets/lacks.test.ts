/** Declared lacks are looked at once, and only a refusal by a service that knows the operation counts as an answer. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { answeringLacks } from '../../fixtures/targets/lacks.ts'
import { allLacks } from '../../fixtures/targets/settings.ts'
import { endpointFile } from './fake-target.ts'

const open: { close(): void }[] = []
afterEach(() => {
  for (const server of open.splice(0)) server.close()
})

async function emulator(
  answers: Readonly<Record<string, readonly [status: number, body: string]>>,
): Promise<string> {
  const server = createServer((request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? ''
    const [status, body] = answers[operation] ?? [400, '{"__type":"UnknownOperationException"}']
    response.writeHead(status).end(body)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  open.push(server)
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

const probe = (endpoint: string, ...lacks: string[]) =>
  answeringLacks({
    endpoint,
    headers: {},
    lacks: lacks.map((capability) => ({ capability })),
    deadlineMs: 2_000,
  })

test('an operation that refuses an empty request by name is there', async () => {
  const endpoint = await emulator({
    RevokeToken: [400, '{"__type":"InvalidParameterException","message":"…"}'],
  })
  expect(await probe(endpoint, 'token-revocation')).toEqual({
    'token-revocation': 'RevokeToken answers InvalidParameterException',
  })
})

test.each([
  ['an unknown operation', [400, '{"__type":"UnknownOperationException"}']],
  ['a crash', [500, '{"__type":"InvalidParameterException"}']],
  ['no JSON', [400, '<html>']],
  ['null', [400, 'null']],
  ['an endless text', [400, 'x'.repeat(100_000)]],
] as const)('%s is no answer', async (_name, answer) => {
  const endpoint = await emulator({ GlobalSignOut: answer })
  expect(await probe(endpoint, 'global-sign-out')).toEqual({})
})

test('what cannot be asked without doing something is not asked', async () => {
  const endpoint = await emulator({})
  expect(await probe(endpoint, 'srp', 'groups')).toEqual({})
})

const probeIdentities = (endpoint: string, ...lacks: string[]) =>
  answeringLacks({
    endpoint: 'http://127.0.0.1:9/',
    identity: { endpoint, keysUrl: `${endpoint}.well-known/jwks_uri` },
    headers: {},
    lacks: lacks.map((capability) => ({ capability })),
    deadlineMs: 2_000,
  })

test('operations of identity pools are asked where these answer, and only where they are claimed', async () => {
  const endpoint = await emulator({
    UnlinkIdentity: [400, '{"__type":"InvalidParameterException"}'],
    GetOpenIdToken: [400, '{"__type":"ResourceNotFoundException"}'],
  })
  expect(await probeIdentities(endpoint, 'login-linking', 'basic-flow', 'enhanced-flow')).toEqual({
    'login-linking': 'UnlinkIdentity answers InvalidParameterException',
    'basic-flow': 'GetOpenIdToken answers ResourceNotFoundException',
  })
  expect(await probe(endpoint, 'login-linking', 'identity-token-keys')).toEqual({})
})

test.each([
  ['keys', 200, '{"keys":[{"kty":"RSA"}]}', true],
  ['no keys', 200, '{"keys":[]}', false],
  ['nothing', 200, 'null', false],
  ['a page', 200, '<html>', false],
  ['keys, and an error', 500, '{"keys":[{}]}', false],
])('the key set of identity pools: %s', async (_what, status, body, answers) => {
  const server = createServer((_request, response) => void response.writeHead(status).end(body))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  open.push(server)
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  expect(await probeIdentities(endpoint, 'identity-token-keys')).toEqual(
    answers ? { 'identity-token-keys': '/.well-known/jwks_uri answers with keys' } : {},
  )
})

async function domainAnswering(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(status, headers).end(body)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  open.push(server)
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test.each([
  ['an error of OAuth', 400, '{"error":"invalid_request"}', {}, 'invalid_request'],
  ['a challenge', 401, '', { 'www-authenticate': 'error="invalid_token"' }, 'invalid_token'],
  ['no such page', 404, '{"error":"invalid_request"}', {}, undefined],
  ['an error of a router', 400, 'invalid_request: no route /oauth2/userInfo, /oauth2/revoke', {}, undefined],
  ['another error', 400, '{"__type":"InvalidAction"}', {}, undefined],
  ['a page', 200, 'invalid_request', {}, undefined],
])(
  'endpoints of the domain that answer an empty request: %s',
  async (_what, status, body, headers, error) => {
    const baseUrl = await domainAnswering(status, body, headers)
    const found = await answeringLacks({
      endpoint: baseUrl,
      domain: { baseUrl, host: 'acme.auth.example', branding: 'unknown' },
      headers: {},
      lacks: [{ capability: 'user-info' }, { capability: 'revoke-endpoint' }, { capability: 'logout' }],
      deadlineMs: 2_000,
    })
    expect(found).toEqual(
      error === undefined
        ? {}
        : {
            'user-info': `/oauth2/userInfo answers ${error}`,
            'revoke-endpoint': `/oauth2/revoke answers ${error}`,
          },
    )
  },
)

const EXISTING = (domain = '') => `existing:
  userPool: { id: eu-west-1_abcdefghi, mfa: off${domain} }
  clients: [{ id: theclient }]
  users: [{ username: jane, password: '$\{PASSWORD}', suffers: [] }]`

test.each([
  ['made pools of an emulator', 'provision: true', 'the target file names no domain: endpoints.hostedDomain'],
  [
    'a pool that exists',
    EXISTING(),
    'the target file names no domain: existing.userPool.domain, or endpoints.hostedDomain',
  ],
  ['its domain is named', EXISTING(', domain: { baseUrl: "https://login.example" }'), undefined],
  [
    'the file has a reason of its own',
    'provision: true\nlacks: [{ capability: hosted-domain, reason: no pages }]',
    'no pages',
  ],
])('no domain: %s', (_, more, reason) => {
  const { file } = endpointFile('http://127.0.0.1:1', more)
  const found = allLacks(file).filter(({ capability }) => capability === 'hosted-domain')
  expect(found.map((one) => one.reason)).toEqual(reason === undefined ? [] : [reason])
  const withPages = { ...file, claims: ['managed-login'] as const }
  expect(allLacks(withPages)).toEqual(file.lacks ?? [])
})
