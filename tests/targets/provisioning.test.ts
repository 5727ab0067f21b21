import { describe, expect, test } from 'vitest'
import type { Lease, Needs, NoLease } from '../../fixtures/targets/lease.ts'
import { openTarget } from '../../fixtures/targets/open-target.ts'
import { readTarget } from '../../fixtures/targets/target-file.ts'
import { newPassword } from '../../fixtures/targets/users.ts'
import {
  endpointFile,
  fakeTarget,
  granting,
  hostDouble,
  ok,
  type Replies,
  type Reply,
  refuse,
} from './fake-target.ts'

const plainNeeds: Needs = { pool: { mfa: 'off' }, client: {}, user: {}, does: ['signs-in'] }
const totpNeeds: Needs = {
  pool: { mfa: 'optional' },
  client: { secret: true },
  user: { totp: true, groups: 1 },
  does: ['signs-in'],
}

async function leaseFrom(replies: Replies, needs: Needs = totpNeeds) {
  await using fake = await fakeTarget(replies)
  const host = hostDouble()
  const target = await openTarget(endpointFile(fake.url), host.options)
  let lease: Lease | NoLease | undefined
  let thrown: Error | undefined
  try {
    lease = await target.lease({ flow: 'api-authentication', variant: 'v', needs })
  } catch (error) {
    thrown = error as Error
  }
  const leftovers = await target.close()
  return { lease, thrown, leftovers, received: fake.received, ...host }
}

test('a variant is lent what it needs, all of it told to the ledger and deleted after', async () => {
  const { lease, events, secrets, leftovers, received } = await leaseFrom({})
  expect(lease).toMatchObject({
    id: 'lease-1',
    region: 'us-east-1',
    signing: { accessKeyId: 'local' },
    userPool: { mfa: 'optional' },
    client: { secret: 'a-client-secret-of-the-fake', accessTokenValidity: 3600, tokenRevocation: true },
    user: {
      totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
      sub: 'the-sub',
      groups: ['cognito-conformance-r7-group-1'],
    },
    clock: { mode: 'wait', offsetMs: 0, maxWait: 600 },
  })
  const created = events.filter((event) => event.startsWith('+')).map((event) => event.slice(2))
  const deleted = events.filter((event) => event.startsWith('-')).map((event) => event.slice(2))
  expect(created.map((event) => event.split(' ')[0]).sort()).toEqual([
    'group',
    'user',
    'user-pool',
    'user-pool-client',
    'user-pool-client',
  ])
  expect(deleted.sort()).toEqual(created.sort())
  expect(leftovers).toEqual([])
  expect([...secrets.values()].sort()).toEqual(['AccessToken', 'TOTP secret', 'client secret', 'password'])
  expect(received.find(({ operation }) => operation === 'CreateUserPool')?.input).toMatchObject({
    DeletionProtection: 'INACTIVE',
  })
  expect(received.find(({ operation }) => operation === 'AdminCreateUser')?.input).toMatchObject({
    MessageAction: 'SUPPRESS',
  })
})

test('equal needs share a pool and its clients, also when asked for at once', async () => {
  await using fake = await fakeTarget({})
  const target = await openTarget(endpointFile(fake.url), hostDouble().options)
  const request = (needs: Needs) => target.lease({ flow: 'api-authentication', variant: 'v', needs })
  const leases = await Promise.all([
    request(totpNeeds),
    request(totpNeeds),
    request({ ...totpNeeds, client: {} }),
    request(plainNeeds),
    request({ ...plainNeeds, secondClient: {}, secondUser: {} }),
  ])
  const count = (operation: string) => fake.received.filter((one) => one.operation === operation).length
  expect(count('CreateUserPool')).toBe(2)
  // Two kinds and the enrolment's in one pool; one, and a second of the same kind, in the other.
  expect(count('CreateUserPoolClient')).toBe(5)
  const usernames = leases.flatMap((lease) =>
    'none' in lease ? [] : [lease.user.username, lease.secondUser?.username],
  )
  expect(new Set(usernames.filter(Boolean)).size).toBe(6)
  await target.close()
  expect(count('DeleteUserPool')).toBe(2)
})

test('settings that were asked for hold, whatever the target reports; others as reported, else as documented', async () => {
  const { lease } = await leaseFrom(
    {
      DescribeUserPoolClient: ok({
        UserPoolClient: {
          AccessTokenValidity: 5,
          IdTokenValidity: 2,
          TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'fortnights' },
          RefreshTokenValidity: 7,
          AuthSessionValidity: 'long',
          PreventUserExistenceErrors: 'ENABLED',
          EnableTokenRevocation: false,
        },
      }),
    },
    { ...plainNeeds, client: { accessTokenValidity: 600 } },
  )
  expect(lease).toMatchObject({
    client: {
      accessTokenValidity: 600,
      idTokenValidity: 3600,
      refreshTokenValidity: 7 * 86_400,
      authSessionValidity: 3,
      preventUserExistenceErrors: 'ENABLED',
      tokenRevocation: false,
    },
  })
})

test('enrolment leaves the present code unused where the target lets it', async () => {
  const { lease } = await leaseFrom({})
  const now = Math.floor(Date.now() / 30_000)
  const used = (lease as Lease).user.totpStepUsed ?? 0
  expect([now - 1, now - 2]).toContain(used)
})

test('enrolment takes the present code where the one before is refused', async () => {
  const { lease, received } = await leaseFrom({
    VerifySoftwareToken: (_input, count) =>
      count === 1 ? refuse('EnableSoftwareTokenMFAException', 'Code mismatch') : ok({ Status: 'SUCCESS' }),
  })
  const codes = received
    .filter(({ operation }) => operation === 'VerifySoftwareToken')
    .map(({ input }) => input['UserCode'])
  expect(codes).toHaveLength(2)
  expect((lease as Lease).user.totpStepUsed).toBeGreaterThanOrEqual(Math.floor(Date.now() / 30_000) - 1)
})

describe('what the target refuses', () => {
  test('a user pool: the run cannot go on, and the message says what to do', async () => {
    const { thrown } = await leaseFrom({
      CreateUserPool: refuse('AccessDeniedException', 'User: x is not authorized.'),
    })
    expect(thrown).toMatchObject({ name: 'TargetUnprovisionable', exitCode: 3 })
    expect(thrown?.message).toBe(
      'fake: no user pool could be made: CreateUserPool answered 400 AccessDeniedException: User: x is not authorized. ' +
        'Check signing: its credentials must be allowed cognito-idp:CreateUserPool; or use provision: false with a pool that exists.',
    )
  })

  test.each([
    ['SetUserPoolMfaConfig', 'SetUserPoolMfaConfig answered 400 X: y'],
    ['CreateUserPoolClient', 'CreateUserPoolClient answered 400 X: y'],
    ['CreateGroup', 'CreateGroup answered 400 X: y'],
    ['AdminCreateUser', 'AdminCreateUser answered 400 X: y'],
    ['AssociateSoftwareToken', 'AssociateSoftwareToken answered 400 X: y'],
    ['SetUserMFAPreference', 'SetUserMFAPreference answered 400 X: y'],
    ['InitiateAuth', 'InitiateAuth answered 400 X: y'],
  ])('%s: the variant is lent nothing, with the answer as the reason', async (operation, reason) => {
    const { lease, thrown } = await leaseFrom({ [operation]: refuse('a#X:http://', 'y') })
    expect(thrown).toBeUndefined()
    expect(lease).toEqual({ none: 'refused', reason })
  })

  test('AdminGetUser: the sub is not known, nothing more', async () => {
    const { lease } = await leaseFrom({ AdminGetUser: refuse('X', 'y') })
    expect(lease).toMatchObject({ user: { sub: 'unknown' } })
  })

  test('InitiateAuth: an enrolment may sign in on the server side', async () => {
    const { lease } = await leaseFrom({
      InitiateAuth: refuse('InvalidParameterException', 'USER_PASSWORD_AUTH is not supported'),
      AdminInitiateAuth: ok({ AuthenticationResult: { AccessToken: 'an-access-token' } }),
    })
    expect(lease).toMatchObject({ user: { totpSecret: expect.any(String) } })
  })

  test('DeleteUserPool: what stays behind is told', async () => {
    const { leftovers } = await leaseFrom(
      { DeleteUserPool: refuse('InvalidParameterException', 'protected') },
      plainNeeds,
    )
    expect(leftovers).toEqual([
      {
        kind: 'user-pool',
        id: expect.stringMatching(/^pool_/),
        reason: 'DeleteUserPool answered 400 InvalidParameterException: protected',
      },
    ])
  })

  test('text of the target cannot reach into a terminal', async () => {
    const { lease } = await leaseFrom({
      AdminCreateUser: refuse('X', `a${String.fromCharCode(27)}[2Jb\n\u202Ec`),
    })
    expect(lease).toEqual({ none: 'refused', reason: 'AdminCreateUser answered 400 X: a·[2Jb ·c' })
  })
})

test('a pool that may have been made without an answer is told by its name', async () => {
  const { thrown, leftovers, events } = await leaseFrom({ CreateUserPool: 'reset' }, plainNeeds)
  expect(thrown).toMatchObject({ name: 'TargetUnprovisionable' })
  expect(events).toEqual(['+ user-pool cognito-conformance-r7-mfa-off'])
  expect(leftovers).toMatchObject([{ kind: 'user-pool', id: 'cognito-conformance-r7-mfa-off' }])
})

test('a target that does not answer is told within the deadline', async () => {
  await using fake = await fakeTarget({ AdminCreateUser: 'hang' })
  const target = await openTarget(endpointFile(fake.url), { ...hostDouble().options, deadlineMs: 200 })
  expect(await target.lease({ flow: 'f', variant: 'v', needs: plainNeeds })).toEqual({
    none: 'no-answer',
    reason: 'AdminCreateUser was not answered within 0.2 s',
  })
  await target.close()
})

describe('whatever an operation answers, the outcome is a lease, none, or TargetUnprovisionable', () => {
  const odd: Readonly<Record<string, Reply>> = {
    null: ok(null),
    'a list': ok([]),
    'a number': ok(5),
    'an empty object': ok({}),
    nothing: ok(''),
    HTML: ok('<html><body>Welcome</body></html>'),
    'an HTML error': {
      status: 502,
      body: '<html>Bad Gateway</html>',
      headers: { 'content-type': 'text/html' },
    },
    'odd members': ok({
      UserPool: 5,
      UserPoolClient: [],
      User: null,
      AuthenticationResult: 'x',
      SecretCode: 7,
      Status: {},
      UserAttributes: { Name: 'sub' },
    }),
    'odd members inside': ok({
      UserPool: { Id: {} },
      UserPoolClient: { ClientId: 5, CreationDate: 'yesterday', TokenValidityUnits: 4 },
      AuthenticationResult: { AccessToken: [] },
      SecretCode: '!!!',
      UserAttributes: [null, 5],
    }),
    'an odd error': { status: 400, body: { __type: 5, message: {} } },
    'a redirect': { status: 302, body: '', headers: { location: '/' } },
    'a megabyte and more': ok(`{"UserPool":"${'x'.repeat(1_200_000)}"}`),
    'half an answer': 'cut',
    'a reset': 'reset',
  }
  const operations = Object.keys(granting)
  test.each(Object.entries(odd))('%s', async (_name, reply) => {
    for (const operation of operations) {
      const { lease, thrown } = await leaseFrom({ [operation]: reply })
      if (thrown !== undefined)
        expect([operation, thrown.name]).toEqual(['CreateUserPool', 'TargetUnprovisionable'])
      else expect(lease).toSatisfy((it: Lease | NoLease) => 'none' in it || it.user.password.length > 20)
    }
  })
})

test('a password has every class, no blanks, and is not the same twice', () => {
  const passwords = Array.from({ length: 200 }, newPassword)
  for (const password of passwords) {
    expect(password).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])(?=.*[!#%*+\-.:=?@_])[!-~]{24}$/)
  }
  expect(new Set(passwords).size).toBe(200)
})

test('kind: aws behind another endpoint keeps the issuer of the service', async () => {
  await using fake = await fakeTarget({})
  const text = `name: staging
kind: aws
claims: [api-authentication]
region: eu-west-1
endpoints: { cognitoIdp: ${fake.url} }
signing: { accessKeyId: '$\{KEY}', secretAccessKey: '$\{SECRET}' }
provision: true
`
  const host = hostDouble()
  const file = readTarget('staging.yaml', text, '/', { KEY: 'AKIA', SECRET: 'a-secret-access-key' })
  const target = await openTarget(file, host.options)
  const lease = (await target.lease({ flow: 'f', variant: 'v', needs: plainNeeds })) as Lease
  expect(lease.issuer).toBe(`https://cognito-idp.eu-west-1.amazonaws.com/${lease.userPool.id}`)
  expect(lease.keysBase).toBe(lease.issuer)
  expect(host.secrets.get('a-secret-access-key')).toBe('signing.secretAccessKey')
  expect(JSON.stringify(target.settings)).not.toContain('a-secret-access-key')
  await target.close()
})
