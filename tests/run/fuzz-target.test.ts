/** `fuzz --target`: the tokens come from a sign-in at a user pool, one that exists or one that is made for the run. */
import { readFileSync } from 'node:fs'
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { leaksIn } from './canary.ts'
import { fuzz, testApi } from './own-api.ts'
import { filesIn, targetFile } from './program.ts'
import { type Served, serveReference } from './served.ts'

const PASSWORD = 'Own-password-1'
const KEY = 'KEY-of-a-gateway-99'

let reference: Served
let endpoint = ''

beforeAll(async () => {
  reference = await serveReference()
  endpoint = reference.environment['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'] ?? ''
}, 60_000)

afterAll(() => reference.stop())

/** A pool with one client and one user, and nothing else that tokens could be had of. */
async function poolOfOne() {
  const cognito = new CognitoIdentityProviderClient({
    endpoint,
    region: 'us-east-1',
    credentials: {
      accessKeyId: reference.environment['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: reference.environment['AWS_SECRET_ACCESS_KEY'] ?? '',
    },
  })
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'own' }))
  const UserPoolId = UserPool?.Id ?? ''
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'own',
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    }),
  )
  const Username = 'alice'
  await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username }))
  await cognito.send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: PASSWORD, Permanent: true }),
  )
  cognito.destroy()
  const target = targetFile(`name: own-pool
kind: endpoint
claims: [api-authentication]
region: us-east-1
endpoints: { cognitoIdp: "${endpoint}" }
provision: false
existing:
  userPool: { id: ${UserPoolId}, mfa: optional }
  clients:
    - id: ${UserPoolClient?.ClientId}
      authFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH]
  users:
    - username: ${Username}
      password: "\${OWN_PASSWORD}"
      suffers: [signs-in]
`)
  return { target, issuer: `${endpoint}/${UserPoolId}` }
}

const toTarget = (args: readonly string[]) =>
  fuzz(['--fuzz-runs', '0', ...args], {
    ...reference.environment,
    OWN_PASSWORD: PASSWORD,
    OWN_KEY: KEY,
  })

test('an existing pool with one client and one user is enough', { timeout: 120_000 }, async () => {
  const { target, issuer } = await poolOfOne()
  const api = await testApi({ keys: `${issuer}/.well-known/jwks.json`, issuer })
  const { code, record, stdout } = await toTarget(['--url', api.url, '--target', target])
  const wrong = record?.checks.filter(({ verdict }) => !['passed', 'not-applicable'].includes(verdict))
  expect(wrong?.map(({ id, reason }) => `${id}: ${reason}`)).toEqual([])
  expect(code, stdout).toBe(0)
  expect(api.requests()).toBeGreaterThan(400)
  expect(stdout.replace(/\s+/g, ' ')).toContain('--mock-issuer')
})

test('what is sent beside the token is a secret of such a run too', { timeout: 120_000 }, async () => {
  const { target, issuer } = await poolOfOne()
  const keys = `${issuer}/.well-known/jwks.json`
  const api = await testApi({
    ...{ keys, issuer, takes: 'alg-none' },
    first({ headers }, response) {
      const [key = '', token] = String(headers['x-auth']).split(' ')
      response.setHeader('x-seen', key)
      headers.authorization = key === KEY ? `Bearer ${token}` : ''
      return false
    },
  })
  const { code, out, stdout, stderr } = await toTarget([
    ...['--url', api.url, '--target', target, '--header', 'X-Auth: $OWN_KEY $token'],
    ...['--replay', '[["none-without-signature",{"header":"bare","bearer":"another"}]]'],
  ])
  expect(code, stdout).toBe(1)
  for (const path of filesIn(out)) expect(leaksIn(readFileSync(path, 'utf8'), { KEY }), path).toEqual([])
  expect(leaksIn(stdout + stderr, { KEY })).toEqual([])
})

test.each([
  ['at its issuer', () => '', '127.0.0.1'],
  ['elsewhere', () => `keysBase: "http://localhost:${new URL(endpoint).port}/{userPoolId}/"`, 'localhost'],
])(
  'a pool that is made for the run is one that nobody trusts yet: it is told which, with a key set %s',
  {
    timeout: 120_000,
  },
  async (_, more, host) => {
    const api = await testApi({ keys: `${endpoint}/keys`, issuer: 'https://idp.example' })
    const target = targetFile(`${reference.file}\n${more()}\n`)
    const { code, record, stdout, stderr } = await toTarget([
      ...['--url', api.url, '--target', target, '--max-wait', '3'],
    ])
    expect({ code, outcome: record?.outcome.exitCode }, stderr).toEqual({ code: 2, outcome: 2 })
    const [, issuer = '', keys] =
      /issuer +(http:\/\/127\.0\.0\.1:\d+\/us-east-1_\w+)\n +key set +(\S+)\n +audience +\w+/.exec(stderr) ??
      []
    expect(keys).toBe(`${issuer.replace('127.0.0.1', host)}/.well-known/jwks.json`)
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /from http:\/\/127\.0\.0\.1:\d+\/us-east-1_\w+ for the client \w+/,
    )
    expect(api.requests()).toBeLessThan(8)
  },
)
