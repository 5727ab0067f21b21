// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how a target file names the environment
/** Managed login with what exists: a domain, clients with any redirect URI, users and who may sign up. */
import { request } from 'undici'
import { expect, test } from 'vitest'
import type { Lease, Needs } from '../../fixtures/targets/lease.ts'
import { openTarget } from '../../fixtures/targets/open-target.ts'
import { readTarget } from '../../fixtures/targets/target-file.ts'
import { CALLBACK, existingPool, SCOPES } from './existing-pool.ts'
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

test('a client that lets people choose how to sign in is lent where that is asked for, or cannot be shown', async () => {
  const choice = existing.replace('[ALLOW_USER_SRP_AUTH]', '[ALLOW_USER_SRP_AUTH, ALLOW_USER_AUTH]')
  const managed = choice.replace('branding: classic', 'branding: managed-login')
  const code = { oauth: { flows: ['code'], scopes: ['openid', 'email'] } } as const
  await using shown = await opened(managed)
  expect(await shown.lend({ client: code })).toMatchObject({
    reason: expect.stringContaining('client web lets people choose how to sign in on managed login'),
  })
  expect(await shown.lend({ client: { ...code, uses: ['ALLOW_USER_AUTH'] } })).toMatchObject({
    client: { id: 'web' },
  })
  await using never = await opened(choice)
  expect(await never.lend({ client: code })).toMatchObject({ client: { id: 'web' } })
})

test('a client that may not read what a scope shows is not lent for the scope', async () => {
  await using it = await opened(existing.replace('id: web,', 'id: web, readAttributes: [email],'))
  expect(await it.lend()).toMatchObject({
    reason: expect.stringContaining('client web may not read email_verified (readAttributes)'),
  })
  expect(await it.lend({ client: { oauth: { flows: ['code'], scopes: ['openid'] } } })).toMatchObject({
    client: { id: 'web', readAttributes: ['email'] },
  })
})

test('somebody who signs in with an address has another name in the user pool', async () => {
  const named = existing.replace('username: ada,', 'username: a-uuid, signInName: ada@app.example,')
  await using it = await opened(named)
  expect(await it.lend()).toMatchObject({ user: { username: 'ada@app.example', storedName: 'a-uuid' } })
  await using unsaid = await opened(existing.replace('username: ada,', 'username: ada@app.example,'))
  expect(await unsaid.lend()).toMatchObject({ user: { username: 'ada@app.example', storedName: 'unknown' } })
})

test('what is said of the pool and of its addresses is lent along', async () => {
  const pool = 'requiredAttributes: [email]\n    passwordRecovery: false\n    preTokenGeneration: false'
  const urls = 'callbackUrls: [com.example.app:/oauth/callback], logoutUrls: [com.example.app:/bye]'
  const said = existing
    .replace('    mfa: optional', `    mfa: optional\n    ${pool}`)
    .replace('{ id: web,', `{ id: web, oauth: { ${urls} },`)
  await using it = await opened(said)
  expect(await it.lend()).toMatchObject({
    userPool: { requiredAttributes: ['email'], passwordRecovery: false, preTokenGeneration: false },
    client: {
      oauth: { callbackUrls: ['com.example.app:/oauth/callback'], logoutUrls: ['com.example.app:/bye'] },
    },
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
  await using pool = await existingPool()
  const { endpoint, userPoolId, environment } = pool
  const target = await openTarget(
    readTarget('staging.yaml', pool.file, '/', environment),
    hostDouble().options,
  )
  const lease = (await target.lease({
    flow: 'managed-login',
    variant: 'code-totp',
    needs,
    application,
  })) as Lease
  expect(lease).toMatchObject({
    issuer: `${endpoint}/${userPoolId}`,
    domain: { branding: 'classic' },
    client: { oauth: { redirectUri: CALLBACK, scopes: SCOPES } },
    user: { username: 'ada', totpSecret: environment.TOTP },
  })
  const sent = async (redirect_uri: string) => {
    const query = new URLSearchParams({ response_type: 'code', client_id: lease.client.id, redirect_uri })
    const { host } = new URL(lease.domain?.baseUrl ?? '')
    const answer = await request(`${endpoint}/oauth2/authorize?${query}`, { headers: { host } })
    await answer.body.dump()
    return String(answer.headers['location'])
  }
  expect(await sent(CALLBACK)).toContain('/login?')
  expect(await sent(`${application}/callback`)).toContain('redirect_mismatch')
  expect(await target.close()).toEqual([])
})
