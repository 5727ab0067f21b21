// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how a target file names the environment
/** Managed login with what exists: a domain, clients with any redirect URI, users and who may sign up. */
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  AssociateSoftwareTokenCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  CreateUserPoolDomainCommand,
  InitiateAuthCommand,
  SetUserMFAPreferenceCommand,
  SetUserPoolMfaConfigCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { request } from 'undici'
import { expect, test } from 'vitest'
import { ControlPlane } from '../../fixtures/targets/control-plane.ts'
import type { Lease, Needs } from '../../fixtures/targets/lease.ts'
import { openTarget } from '../../fixtures/targets/open-target.ts'
import { ReferenceProgram } from '../../fixtures/targets/reference.ts'
import { readTarget } from '../../fixtures/targets/target-file.ts'
import { codeOf, stepAt } from '../../fixtures/targets/totp.ts'
import { endpointFile, fakeTarget, hostDouble } from './fake-target.ts'

const application = 'http://localhost:4711'
const needs: Needs = {
  pool: { mfa: 'optional', domain: 'managed-login' },
  client: { oauth: { flows: ['code'], scopes: ['openid', 'email'] } },
  user: { totp: true },
  does: ['signs-in'],
}

const existing = `provision: false
redirectUri: https://app.example/cb
existing:
  userPool:
    id: us-east-1_abc
    mfa: optional
    domain: { baseUrl: "https://acme.auth.{region}.example/", branding: classic }
    resourceServer: { identifier: "https://real.example", scopes: [see, touch] }
  clients:
    - { id: web, authFlows: [ALLOW_USER_SRP_AUTH] }
    - id: native
      oauth:
        redirectUri: com.example.app:/oauth/callback
        logoutUri: com.example.app:/bye
        flows: [code, implicit]
        scopes: [openid, https://real.example/see]
  users:
    - { username: ada, password: '\${PASSWORD}', totpSecret: '\${TOTP}', suffers: [signs-in] }
    - { username: new, password: '\${PASSWORD}', state: temporary-password, suffers: [signs-in, changes] }
`

async function opened(text = existing) {
  const fake = await fakeTarget()
  const host = hostDouble()
  const target = await openTarget(endpointFile(fake.url, text), host.options)
  const lend = (more: Partial<Needs> = {}) =>
    target.lease({ flow: 'managed-login', variant: 'v', needs: { ...needs, ...more }, application })
  return { target, lend, host, [Symbol.asyncDispose]: () => fake[Symbol.asyncDispose]() }
}

test('the domain and the registered addresses are lent as the file has them', async () => {
  await using it = await opened()
  const lease = (await it.lend()) as Lease
  expect(lease).toMatchObject({
    domain: { baseUrl: 'https://acme.auth.us-east-1.example', branding: 'classic' },
    client: {
      id: 'web',
      oauth: {
        redirectUri: 'https://app.example/cb',
        logoutUri: 'unknown',
        flows: 'unknown',
        scopes: 'unknown',
      },
    },
    user: { username: 'ada' },
  })
  await it.target.release(lease.id)
  const implicit = { oauth: { flows: ['implicit'], scopes: ['openid'] } } as const
  expect(await it.lend({ client: implicit })).toMatchObject({
    client: {
      id: 'native',
      oauth: { redirectUri: 'com.example.app:/oauth/callback', flows: ['code', 'implicit'] },
    },
  })
})

test('the scopes of a resource server go by the names that exist', async () => {
  await using it = await opened()
  const resourceServer = { identifier: 'https://ours.example', scopes: ['read'] }
  const lease = await it.lend({
    pool: { ...needs.pool, resourceServer },
    client: { oauth: { flows: ['code'], scopes: ['openid', 'https://ours.example/read'] } },
  })
  expect(lease).toMatchObject({
    resourceServer: { identifier: 'https://real.example', scopes: ['see', 'touch'] },
    client: { id: 'native', oauth: { scopes: ['openid', 'https://real.example/see'] } },
  })
})

test('a temporary password serves one variant', async () => {
  await using it = await opened()
  const temporary = { user: { state: 'temporary-password' }, does: ['changes'] } as const
  const lease = (await it.lend(temporary)) as Lease
  expect(lease.user.username).toBe('new')
  await it.target.release(lease.id)
  expect(await it.lend(temporary)).toMatchObject({
    reason: expect.stringContaining('existing.users[1] has no temporary password any more'),
  })
})

test('people sign up only where that is allowed, and whoever may have done so is told at the end', async () => {
  await using it = await opened(existing.replace('    mfa: optional', '    mfa: optional\n    signUp: true'))
  const lease = (await it.lend({
    pool: { mfa: 'off', domain: 'managed-login', signUp: true },
    user: { state: 'not-signed-up' },
  })) as Lease
  expect(lease.user).toMatchObject({ username: 'cognito-conformance-r7-user-1', sub: 'unknown' })
  expect(it.host.secrets.has(lease.user.password)).toBe(true)
  const id = `us-east-1_abc/${lease.user.username}`
  expect(it.host.events).toEqual([`+ user ${id}`])
  expect(await it.target.close()).toEqual([
    { kind: 'user', id, reason: 'may have signed up in the existing user pool' },
  ])
})

test.each<[string, Partial<Needs>, string, string]>([
  ['no domain', {}, existing.replace(/ {4}domain: .*\n/, ''), 'add existing.userPool.domain'],
  [
    'no resource server',
    { pool: { ...needs.pool, resourceServer: { identifier: 'x', scopes: ['y'] } } },
    existing.replace(/ {4}resourceServer: .*\n/, ''),
    'add existing.userPool.resourceServer',
  ],
  [
    'no redirect URI',
    {},
    existing.replace(/redirectUri: .*\n/, '').replace(/ {4}- id: native[\s\S]*? {2}users/, '  users'),
    'client web does not say where it is returned to: add oauth.redirectUri',
  ],
  ['no sign-up', { user: { state: 'not-signed-up' } }, existing, 'add signUp: true to existing.userPool'],
  [
    'a flow',
    { client: { oauth: { flows: ['client_credentials'], scopes: [] } } },
    existing,
    'client native is not said to allow client_credentials (oauth.flows)',
  ],
  [
    'a scope',
    { client: { oauth: { flows: ['implicit'], scopes: ['phone'] } } },
    existing,
    'client native is not said to have the scope phone (oauth.scopes)',
  ],
  [
    'read permissions',
    { client: { ...needs.client, readAttributes: ['email'] } },
    existing,
    'client web does not have readAttributes: [email]',
  ],
  [
    'a pool that demands MFA',
    { pool: { mfa: 'on', domain: 'classic' }, user: {} },
    existing,
    'the existing pool does not demand MFA (existing.userPool.mfa: optional)',
  ],
])('what is not offered is told with the key to add: %s', async (_what, more, text, reason) => {
  await using it = await opened(text)
  expect(await it.lend(more)).toMatchObject({
    none: 'not-offered',
    reason: expect.stringContaining(reason),
  })
})

test('a pool whose only callback is somebody else’s address: the reference target, as it exists', async () => {
  const program = await ReferenceProgram.start()
  try {
    const { endpoint, region, accessKeyId, secretAccessKey } = await program.open()
    const credentials = { accessKeyId, secretAccessKey }
    const control = new ControlPlane({ endpoint, region, credentials, headers: {} })
    const ask = async (command: { readonly input: object }) => {
      const outcome = await control.call(command)
      if (outcome.kind !== 'ok') throw new Error(outcome.reason)
      return outcome.output as Record<string, Record<string, string>>
    }
    const pool = await ask(new CreateUserPoolCommand({ PoolName: 'staging' }))
    const UserPoolId = pool['UserPool']?.['Id']
    await ask(
      new SetUserPoolMfaConfigCommand({
        UserPoolId,
        MfaConfiguration: 'OPTIONAL',
        SoftwareTokenMfaConfiguration: { Enabled: true },
      }),
    )
    await ask(new CreateUserPoolDomainCommand({ UserPoolId, Domain: 'acme', ManagedLoginVersion: 1 }))
    const made = await ask(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: 'web',
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['code'],
        AllowedOAuthScopes: ['openid', 'email'],
        CallbackURLs: ['https://app.example/cb'],
        SupportedIdentityProviders: ['COGNITO'],
      }),
    )
    const ClientId = made['UserPoolClient']?.['ClientId']
    const secret = await enrolled(ask, { UserPoolId, ClientId, Username: 'ada', Password: 'Correct-horse-1' })
    await control.close()

    const file = `name: staging
kind: endpoint
claims: [managed-login]
region: ${region}
endpoints: { cognitoIdp: "${endpoint}" }
provision: false
redirectUri: https://app.example/cb
existing:
  userPool:
    id: ${UserPoolId}
    mfa: optional
    domain: { baseUrl: "http://acme.auth.{region}.localhost:${new URL(endpoint).port}", branding: classic }
  clients:
    - { id: ${ClientId}, oauth: { flows: [code], scopes: [openid, email] } }
  users:
    - { username: ada, password: '\${PASSWORD}', totpSecret: '\${TOTP}', suffers: [signs-in] }
`
    const environment = { PASSWORD: 'Correct-horse-1', TOTP: secret }
    const target = await openTarget(readTarget('staging.yaml', file, '/', environment), hostDouble().options)
    const lease = (await target.lease({
      flow: 'managed-login',
      variant: 'code-totp',
      needs,
      application,
    })) as Lease
    expect(lease).toMatchObject({
      issuer: `${endpoint}/${UserPoolId}`,
      domain: { branding: 'classic' },
      client: { oauth: { redirectUri: 'https://app.example/cb', scopes: ['openid', 'email'] } },
      user: { username: 'ada', totpSecret: secret },
    })
    const sent = async (redirect_uri: string) => {
      const query = new URLSearchParams({ response_type: 'code', client_id: lease.client.id, redirect_uri })
      const { host } = new URL(lease.domain?.baseUrl ?? '')
      const answer = await request(`${endpoint}/oauth2/authorize?${query}`, { headers: { host } })
      await answer.body.dump()
      return String(answer.headers['location'])
    }
    expect(await sent('https://app.example/cb')).toContain('/login?')
    expect(await sent(`${application}/callback`)).toContain('redirect_mismatch')
    expect(await target.close()).toEqual([])
  } finally {
    await program.stop()
  }
})

async function enrolled(
  ask: (command: { readonly input: object }) => Promise<Record<string, Record<string, string>>>,
  of: { readonly [name in 'UserPoolId' | 'ClientId']: string | undefined } & {
    readonly Username: string
    readonly Password: string
  },
): Promise<string> {
  const { UserPoolId, ClientId, Username, Password } = of
  await ask(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS' }))
  await ask(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }))
  const AuthParameters = { USERNAME: Username, PASSWORD: Password }
  const signedIn = await ask(
    new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }),
  )
  const AccessToken = signedIn['AuthenticationResult']?.['AccessToken']
  const associated = await ask(new AssociateSoftwareTokenCommand({ AccessToken }))
  const secret = String(associated['SecretCode'])
  const UserCode = codeOf(secret, stepAt(Date.now()))
  await ask(new VerifySoftwareTokenCommand({ AccessToken, UserCode }))
  const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true }
  await ask(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }))
  return secret
}
