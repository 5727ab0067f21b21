// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how a target file names the environment
/** Pools with a domain: what is made for them, in which order, what becomes of refusals, and that all of it goes. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { domainPrefix, untilServed } from '../../fixtures/targets/domain.ts'
import type { Lease, Needs, NoLease } from '../../fixtures/targets/lease.ts'
import { openTarget } from '../../fixtures/targets/open-target.ts'
import { readTarget } from '../../fixtures/targets/target-file.ts'
import { fakeTarget, granting, hostDouble, ok, type Replies, type Reply, refuse } from './fake-target.ts'

const application = 'http://localhost:4711'
const domainNeeds: Needs = {
  pool: { mfa: 'optional', domain: 'managed-login' },
  client: { oauth: { flows: ['code'], scopes: ['openid', 'email'] } },
  user: {},
  does: ['signs-in'],
}

const granted: Replies = {
  CreateUserPoolDomain: ok({ ManagedLoginVersion: 2 }),
  CreateManagedLoginBranding: ok({ ManagedLoginBranding: {} }),
  CreateResourceServer: ok({ ResourceServer: {} }),
  DeleteUserPoolDomain: ok({}),
}

const byPrefix = 'https://{prefix}.auth.{region}.example'

function file(url: string, { kind = 'endpoint', baseUrl = byPrefix as string | null } = {}) {
  const domain = baseUrl === null ? '' : `, hostedDomain: { baseUrl: "${baseUrl}" }`
  const signing =
    kind === 'aws'
      ? "{ accessKeyId: '${KEY}', secretAccessKey: '${KEY}' }"
      : '{ accessKeyId: x, secretAccessKey: x }'
  const text = `name: fake
kind: ${kind}
claims: [managed-login]
region: us-east-1
endpoints: { cognitoIdp: "${url}"${domain} }
signing: ${signing}
provision: true
`
  return readTarget('fake.yaml', text, '/', { KEY: 'a-secret-access-key' })
}

async function leaseFrom(
  replies: Replies,
  needs: Needs = domainNeeds,
  of: { readonly kind?: string; readonly baseUrl?: string | null } = {},
) {
  await using fake = await fakeTarget({ ...granted, ...replies })
  const host = hostDouble()
  const logged: string[] = []
  const target = await openTarget(file(fake.url, of), { ...host.options, onLog: (line) => logged.push(line) })
  let lease: Lease | NoLease | undefined
  let thrown: Error | undefined
  try {
    lease = await target.lease({ flow: 'managed-login', variant: 'v', needs, application })
  } catch (error) {
    thrown = error as Error
  }
  const leftovers = await target.close()
  const operations = fake.received.map(({ operation }) => operation)
  const input = (operation: string) => fake.received.find((one) => one.operation === operation)?.input
  return { lease, thrown, leftovers, operations, input, logged, url: fake.url, ...host }
}

test('a pool with a domain is made and lent, and goes again, the domain before the pool', async () => {
  const { lease, operations, input, events, leftovers } = await leaseFrom({})
  const prefix = String(input('CreateUserPoolDomain')?.['Domain'])
  expect(lease).toMatchObject({
    domain: { baseUrl: `https://${prefix}.auth.us-east-1.example`, branding: 'managed-login' },
    client: {
      oauth: {
        redirectUri: 'http://localhost:4711/callback',
        logoutUri: 'http://localhost:4711/signed-out',
        flows: ['code'],
        scopes: ['openid', 'email'],
      },
    },
  })
  expect(input('CreateUserPoolDomain')).toMatchObject({ ManagedLoginVersion: 2 })
  expect(input('CreateUserPoolClient')).toMatchObject({
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['openid', 'email'],
    CallbackURLs: ['http://localhost:4711/callback'],
    LogoutURLs: ['http://localhost:4711/signed-out'],
    SupportedIdentityProviders: ['COGNITO'],
  })
  expect(input('CreateManagedLoginBranding')).toMatchObject({ UseCognitoProvidedValues: true })
  const order = [
    'CreateUserPool',
    'CreateUserPoolDomain',
    'CreateUserPoolClient',
    'CreateManagedLoginBranding',
  ]
  expect(operations.filter((one) => order.includes(one))).toEqual(order)
  expect(operations.slice(-2)).toEqual(['DeleteUserPoolDomain', 'DeleteUserPool'])
  expect(events).toContain(`+ user-pool-domain ${prefix}`)
  expect(events).toContain(`- user-pool-domain ${prefix}`)
  expect(leftovers).toEqual([])
})

test('a prefix is nobody else’s, and holds no reserved word', () => {
  const prefixes = Array.from({ length: 500 }, () => domainPrefix('aws-amazon-cognito'))
  expect(new Set(prefixes).size).toBe(500)
  for (const prefix of prefixes) {
    expect(prefix).toMatch(/^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/)
    expect(prefix).not.toMatch(/aws|amazon|cognito/)
  }
})

test('classic pages, a resource server and sign-up are made as asked, in pools of their own', async () => {
  await using fake = await fakeTarget(granted)
  const target = await openTarget(file(fake.url), hostDouble().options)
  const lend = (needs: Partial<Needs>) =>
    target.lease({ flow: 'f', variant: 'v', needs: { ...domainNeeds, ...needs }, application })
  const server = { identifier: 'https://api.example', scopes: ['read', 'write'] }
  const machine = {
    secret: true,
    oauth: { flows: ['client_credentials'], scopes: ['https://api.example/read'] },
  } as const
  const one = await lend({ pool: { mfa: 'off', domain: 'classic', resourceServer: server }, client: machine })
  await lend({ pool: { mfa: 'off', domain: 'classic', resourceServer: { ...server, scopes: ['read'] } } })
  const other = await lend({
    pool: { mfa: 'on', domain: 'classic', signUp: true },
    user: { state: 'not-signed-up' },
    secondUser: { state: 'temporary-password' },
  })
  await target.close()
  const inputs = (operation: string) =>
    fake.received.filter((each) => each.operation === operation).map(({ input }) => input)
  expect(one).toMatchObject({ resourceServer: server, domain: { branding: 'classic' } })
  expect(inputs('CreateUserPool')).toHaveLength(3)
  expect(inputs('CreateUserPool')[2]).toMatchObject({ AutoVerifiedAttributes: ['email'] })
  expect(inputs('CreateUserPoolDomain').map((input) => input['ManagedLoginVersion'])).toEqual([1, 1, 1])
  expect(inputs('CreateManagedLoginBranding')).toEqual([])
  expect(inputs('CreateResourceServer')[0]).toMatchObject({
    Identifier: 'https://api.example',
    Scopes: [{ ScopeName: 'read' }, { ScopeName: 'write' }],
  })
  expect(inputs('CreateUserPoolClient')[0]).not.toHaveProperty('CallbackURLs')
  expect(inputs('SetUserPoolMfaConfig')[0]).toMatchObject({ MfaConfiguration: 'ON' })
  // The one who has yet to sign up is not made; the other keeps the password that must be changed.
  const { user, secondUser } = other as Lease
  expect(inputs('AdminCreateUser').map((input) => input['Username'])).not.toContain(user.username)
  expect(user).toMatchObject({ attributes: { email: expect.stringContaining('@') }, sub: 'unknown' })
  const created = inputs('AdminCreateUser').find((input) => input['Username'] === secondUser?.username)
  expect(created?.['TemporaryPassword']).toBe(secondUser?.password)
  expect(inputs('AdminSetUserPassword').map((input) => input['Username'])).not.toContain(secondUser?.username)
})

test('a client for the domain belongs to one application, others are shared', async () => {
  await using fake = await fakeTarget(granted)
  const target = await openTarget(file(fake.url), hostDouble().options)
  const ids = async (needs: Needs, at: string) => {
    const lease = await target.lease({ flow: 'f', variant: 'v', needs, application: at })
    return (lease as Lease).client.id
  }
  const plain: Needs = { ...domainNeeds, client: {} }
  expect(await ids(domainNeeds, 'http://localhost:1')).not.toBe(await ids(domainNeeds, 'http://localhost:2'))
  expect(await ids(plain, 'http://localhost:1')).toBe(await ids(plain, 'http://localhost:2'))
  await target.close()
})

describe('where the target does not go along', () => {
  test('without an address for domains the variant is not offered, and nothing is made', async () => {
    const { lease, operations } = await leaseFrom({}, domainNeeds, { baseUrl: null })
    expect(lease).toEqual({
      none: 'not-offered',
      reason:
        "the target file does not say where a user pool's domain answers: add endpoints.hostedDomain.baseUrl",
    })
    expect(operations).toEqual([])
  })

  test('a refused version is left out, and the branding is unknown then', async () => {
    const { lease, logged } = await leaseFrom({
      CreateUserPoolDomain: (input) =>
        input['ManagedLoginVersion'] === undefined
          ? ok({})
          : refuse('SerializationException', 'unknown member'),
    })
    expect(lease).toMatchObject({ domain: { branding: 'unknown' } })
    expect(logged).toEqual([
      'fake: CreateUserPoolDomain answered 400 SerializationException: unknown member; ' +
        'whether its pages are those of managed-login is not known',
    ])
  })

  test('one address for all pools needs no domain to be made', async () => {
    const { lease, operations, url } = await leaseFrom(
      { CreateUserPoolDomain: refuse('X', 'y') },
      domainNeeds,
      { baseUrl: '{endpoint}/{userPoolId}/' },
    )
    const { userPool } = lease as Lease
    expect(lease).toMatchObject({ domain: { baseUrl: `${url}/${userPool.id}`, branding: 'unknown' } })
    expect(operations).not.toContain('DeleteUserPoolDomain')
  })

  test('a branding style that an emulator does not know is done without', async () => {
    const { lease, logged } = await leaseFrom({ CreateManagedLoginBranding: refuse('X', 'y') })
    expect(lease).toMatchObject({ client: { oauth: {} } })
    expect(logged).toEqual(['fake: CreateManagedLoginBranding answered 400 X: y'])
  })

  test.each([
    ['CreateUserPoolDomain', {}],
    ['CreateResourceServer', { resourceServer: { identifier: 'x', scopes: ['y'] } }],
  ])('%s: the variant is lent nothing, with the answer as the reason', async (operation, more) => {
    const needs = { ...domainNeeds, pool: { ...domainNeeds.pool, ...more } }
    const { lease } = await leaseFrom({ [operation]: refuse('X', 'y') }, needs)
    expect(lease).toEqual({ none: 'refused', reason: `${operation} answered 400 X: y` })
  })

  test('the real service is believed what it refuses', async () => {
    const { lease, operations } = await leaseFrom(
      { CreateUserPoolDomain: refuse('FeatureUnavailableInTierException', 'Lite') },
      domainNeeds,
      { kind: 'aws' },
    )
    expect(lease).toMatchObject({ none: 'refused' })
    expect(operations.filter((one) => one === 'CreateUserPoolDomain')).toHaveLength(1)
  })

  test('a domain that may have been made without an answer is deleted, and told where it stays', async () => {
    const { leftovers, input, lease } = await leaseFrom({
      CreateUserPoolDomain: 'reset',
      DeleteUserPoolDomain: refuse('InvalidParameterException', 'no'),
      DeleteUserPool: refuse('InvalidParameterException', 'it has a domain'),
    })
    expect(lease).toMatchObject({ none: 'no-answer' })
    expect(leftovers).toMatchObject([
      { kind: 'user-pool-domain', id: input('CreateUserPoolDomain')?.['Domain'] },
      { kind: 'user-pool', reason: expect.stringContaining('it has a domain') },
    ])
  })

  const odd: Readonly<Record<string, Reply>> = {
    null: ok(null),
    'a list': ok([]),
    HTML: ok('<html>'),
    'an odd error': { status: 400, body: { __type: 5 } },
    'half an answer': 'cut',
  }
  test.each(Object.entries(odd))(
    'whatever is answered, there is a lease or none: %s',
    async (_name, reply) => {
      for (const operation of [...Object.keys(granted), 'CreateUserPoolClient']) {
        const { lease, thrown } = await leaseFrom({ ...granting, [operation]: reply })
        expect([operation, thrown]).toEqual([operation, undefined])
        expect(lease).toSatisfy((it: Lease | NoLease) => 'none' in it || it.domain !== undefined)
      }
    },
  )
})

describe('a domain that is not served at once', () => {
  async function served(statuses: number[], deadlineMs: number) {
    const server = createServer((_request, response) => {
      response.writeHead(statuses.length > 1 ? (statuses.shift() ?? 500) : (statuses[0] ?? 500)).end()
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/login`
      return await untilServed({ url, headers: {}, deadlineMs, pauseMs: 5 })
    } finally {
      server.closeAllConnections()
      server.close()
    }
  }

  test('is waited for until its pages are there', async () => {
    expect(await served([503, 403, 302], 5_000)).toBeUndefined()
  })

  test('is given up in the end, with what was seen last', async () => {
    expect(await served([403], 50)).toMatch(
      /^127\.0\.0\.1:\d+ is not served 0\.05 s after it was made: it answers 403$/,
    )
  })
})
