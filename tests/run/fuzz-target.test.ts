/** `fuzz --target`: the tokens come from a sign-in at a user pool, one that exists or one that is made for the run. */
import { join } from 'node:path'
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testApi } from './own-api.ts'
import { cli, folder, recordIn, type Started, start, targetFile } from './program.ts'

const PASSWORD = 'Own-password-1'
const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' }

let reference: Started
let [endpoint, file] = ['', '']
let env: Readonly<Record<string, string>> = {}

beforeAll(async () => {
  reference = start(['serve', 'reference'])
  const said = await new Promise<string>((resolve, reject) => {
    let text = ''
    reference.child.stdout?.on('data', (chunk: string) => {
      text += chunk
      if (text.includes('Ctrl-C')) resolve(text)
    })
    reference.child.on('close', () => reject(new Error(`serve ended: ${text}`)))
  })
  const of = (name: string) => new RegExp(`^ {2}${name}=(.+)$`, 'm').exec(said)?.[1] ?? ''
  endpoint = of('AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER')
  file = /^ {2}name: [\s\S]*?(?=\n\n)/m.exec(said)?.[0] ?? ''
  env = Object.fromEntries(
    ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION'].map((name) => [name, of(name)]),
  )
}, 60_000)

afterAll(() => void reference.child.kill('SIGTERM'))

/** A pool with one client and one user, and nothing else that tokens could be had of. */
async function poolOfOne() {
  const cognito = new CognitoIdentityProviderClient({
    endpoint,
    region: 'us-east-1',
    credentials: {
      accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? CREDENTIALS.accessKeyId,
      secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? CREDENTIALS.secretAccessKey,
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

const fuzz = async (args: readonly string[]) => {
  const out = join(folder(), 'out')
  const ended = await cli(['fuzz', '--out', out, '--quiet', '--seed', '7', '--fuzz-runs', '0', ...args], {
    ...env,
    OWN_PASSWORD: PASSWORD,
  })
  return { ...ended, record: recordIn(out) }
}

test('an existing pool with one client and one user is enough', { timeout: 120_000 }, async () => {
  const { target, issuer } = await poolOfOne()
  const api = await testApi({ keys: `${issuer}/.well-known/jwks.json`, issuer })
  const { code, record, stdout } = await fuzz(['--url', api.url, '--target', target])
  const wrong = record.checks.filter(({ verdict }) => !['passed', 'not-applicable'].includes(verdict))
  expect(wrong.map(({ id, reason }) => `${id}: ${reason}`)).toEqual([])
  expect(code, stdout).toBe(0)
  expect(api.requests()).toBeGreaterThan(400)
  expect(stdout.replace(/\s+/g, ' ')).toContain('--mock-issuer')
})

test('a pool that is made for the run is one that nobody trusts yet: it is told which', {
  timeout: 120_000,
}, async () => {
  const api = await testApi({ keys: `${endpoint}/keys`, issuer: 'https://idp.example' })
  const { code, stdout, stderr } = await fuzz([
    ...['--url', api.url, '--target', targetFile(file.replaceAll(/^ {2}/gm, '')), '--max-wait', '3'],
  ])
  expect(code).toBe(2)
  expect(stderr).toMatch(
    /issuer +http:\/\/127\.0\.0\.1:\d+\/us-east-1_\w+\n +key set +\S+jwks\.json\n +audience +\w+/,
  )
  expect(stdout.replace(/\s+/g, ' ')).toMatch(
    /from http:\/\/127\.0\.0\.1:\d+\/us-east-1_\w+ for the client \w+/,
  )
  expect(api.requests()).toBeLessThan(8)
})
