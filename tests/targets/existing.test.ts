// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how a target file names the environment
import { describe, expect, test } from 'vitest'
import type { Lease, Needs } from '../../fixtures/targets/lease.ts'
import { openTarget } from '../../fixtures/targets/open-target.ts'
import { endpointFile, fakeTarget, hostDouble } from './fake-target.ts'

const needs: Needs = {
  pool: { mfa: 'optional' },
  client: { authFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
  user: { totp: true },
  does: ['signs-in'],
}

const existing = `provision: false
existing:
  userPool: { id: us-east-1_abc, mfa: optional }
  clients:
    - { id: public, authFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH] }
  users:
    - { username: ada, password: '\${PASSWORD}', totpSecret: '\${TOTP}', suffers: [signs-in, deleted] }
    - { username: bob, password: '\${PASSWORD}', suffers: [signs-in], sub: the-sub }
`

async function opened(more = existing) {
  const fake = await fakeTarget()
  const target = await openTarget(endpointFile(fake.url, more), hostDouble().options)
  const lease = (of: Needs) => target.lease({ flow: 'api-authentication', variant: 'v', needs: of })
  return { target, lease, fake, [Symbol.asyncDispose]: () => fake[Symbol.asyncDispose]() }
}

test('a user that fits is lent as the file has it; what it does not say is unknown', async () => {
  await using it = await opened()
  expect(await it.lease({ ...needs, user: {} })).toMatchObject({
    userPool: { id: 'us-east-1_abc', mfa: 'optional' },
    issuer: `${it.fake.url}/us-east-1_abc`,
    client: { id: 'public', accessTokenValidity: 'unknown', tokenRevocation: 'unknown' },
    user: { username: 'bob', password: 'a-password-of-a-user', sub: 'the-sub', groups: 'unknown' },
  })
  expect(it.fake.received).toEqual([])
})

test('a user is lent to one at a time, in the order asked, with the code it used up', async () => {
  await using it = await opened()
  const first = (await it.lease(needs)) as Lease
  expect(first.user).toMatchObject({ username: 'ada', totpSecret: 'JBSWY3DPEHPK3PXP' })
  expect(first.user.totpStepUsed).toBeUndefined()
  const order: string[] = []
  const waitAs = async (name: string) => {
    const lease = (await it.lease(needs)) as Lease
    order.push(name)
    return lease
  }
  const second = waitAs('second')
  const third = waitAs('third')
  await it.lease({ ...needs, user: {} })
  expect(order).toEqual([])
  await it.target.release(first.id, { totpStepUsed: 12_345 })
  expect((await second).user.totpStepUsed).toBe(12_345)
  await it.target.release((await second).id)
  expect((await third).user.totpStepUsed).toBeGreaterThan(50_000_000)
  expect(order).toEqual(['second', 'third'])
})

test('two variants that each need both users do not wait for each other', async () => {
  const two = existing.replace(
    "username: bob, password: '${PASSWORD}'",
    "username: bob, password: '${PASSWORD}', totpSecret: '${TOTP}'",
  )
  await using it = await opened(two)
  const both: Needs = { ...needs, secondUser: { totp: true } }
  const first = (await it.lease(both)) as Lease
  const second = it.lease(both)
  await it.target.release(first.id)
  expect(await second).toMatchObject({ user: { username: 'ada' }, secondUser: { username: 'bob' } })
})

test('a user that was deleted is not lent again, to those that wait neither', async () => {
  await using it = await opened()
  const first = (await it.lease({ ...needs, does: ['deleted'] })) as Lease
  const waiting = it.lease(needs)
  await it.target.release(first.id)
  expect(await waiting).toEqual({
    none: 'not-offered',
    reason:
      'no existing user fits: existing.users[0] was deleted by an earlier variant; existing.users[1] has no totpSecret: add it',
  })
})

test('those that wait when the run ends are told', async () => {
  await using it = await opened()
  await it.lease(needs)
  const waiting = it.lease(needs)
  await new Promise((settle) => setTimeout(settle, 1))
  expect(await it.target.close()).toEqual([])
  expect(await waiting).toEqual({ none: 'not-offered', reason: 'the run ended before a user was free' })
})

test('a client whose flows are unknown is not lent where certain flows must be refused', async () => {
  await using it = await opened(
    existing.replace(', authFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH]', ''),
  )
  expect(await it.lease({ ...needs, client: {} })).toMatchObject({ client: { id: 'public' } })
  expect(await it.lease({ ...needs, user: {} })).toMatchObject({
    none: 'not-offered',
    reason: expect.stringContaining(
      'client public does not say its authFlows: ALLOW_USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH and no others',
    ),
  })
})

test('an existing client has to allow only the flows that a variant uses', async () => {
  await using it = await opened()
  const uses = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']
  expect(await it.lease({ ...needs, client: { uses } })).toMatchObject({ client: { id: 'public' } })
})

test('a setting that a single check reads keeps no variant from running; the client that has it is preferred', async () => {
  const two = `    - { id: other, authFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH], accessTokenValidity: 300 }\n  users:`
  await using it = await opened(existing.replace('  users:', two))
  const lend = (accessTokenValidity: number) =>
    it.lease({ ...needs, user: {}, client: { ...needs.client, accessTokenValidity } })
  const first = (await lend(300)) as Lease
  expect(first.client).toMatchObject({ id: 'other', accessTokenValidity: 300 })
  await it.target.release(first.id)
  expect(await lend(600)).toMatchObject({ client: { id: 'public', accessTokenValidity: 'unknown' } })
})

describe('what is not offered is told with the key to add', () => {
  const cases: readonly (readonly [string, Partial<Needs>, string])[] = [
    [
      'an act',
      { does: ['fails-sign-ins', 'revokes'] },
      'no existing user fits: existing.users[0] does not permit fails-sign-ins, revokes: add it to suffers; ' +
        'existing.users[1] does not permit fails-sign-ins, revokes: add it to suffers',
    ],
    [
      'a second user',
      { secondUser: {}, user: {} },
      'the variant needs a second user of this kind: add one to existing.users',
    ],
    [
      'a client secret',
      { client: { secret: true } },
      'client public has no secret: add secret (existing.clients)',
    ],
    [
      'a flow',
      { client: {} },
      'client public does not allow ALLOW_USER_SRP_AUTH, ALLOW_ADMIN_USER_PASSWORD_AUTH (authFlows)',
    ],
    [
      'a flow that must not be allowed',
      { client: { authFlows: ['ALLOW_USER_PASSWORD_AUTH'] } },
      'client public allows ALLOW_REFRESH_TOKEN_AUTH too, which must not be (authFlows)',
    ],
    [
      'rotation',
      { client: { ...needs.client, rotation: true } },
      'is not said to rotate refresh tokens: say rotation: true',
    ],
  ]
  test('groups, attributes and a second client are wishes, and cost the variant nothing else', async () => {
    await using it = await opened()
    const user = { totp: true, groups: 2, attributes: { name: 'x' } }
    const lent = await it.lease({ ...needs, user, secondClient: {} })
    expect(lent).toMatchObject({
      user: { groups: 'unknown' },
      notLent: { secondClient: expect.stringContaining('add one to existing.clients') },
    })
  })

  test('a second user may be a wish as well: it is lent where there is one, and nothing waits where there is none', async () => {
    await using it = await opened()
    const asked = { ...needs, secondUser: { totp: true, mayLack: true } } as const
    const lent = await it.lease(asked)
    expect(lent).toMatchObject({ notLent: { secondUser: expect.stringContaining('existing.users') } })
    expect(lent).not.toHaveProperty('secondUser')
  })

  test('a second user that there is is waited for, though it be but a wish', async () => {
    await using it = await opened(
      `${existing}    - { username: cleo, password: '\${PASSWORD}', suffers: [signs-in] }\n`,
    )
    const plain = { ...needs, user: {} }
    const first = (await it.lease(plain)) as Lease
    const both = it.lease({ ...plain, secondUser: { mayLack: true } })
    await it.target.release(first.id)
    expect(await both).toMatchObject({ user: { username: 'bob' }, secondUser: { username: 'cleo' } })
  })

  test.each(cases)('%s', async (_what, more, reason) => {
    await using it = await opened()
    const lease = await it.lease({ ...needs, ...more })
    expect(lease).toMatchObject({ none: 'not-offered', reason: expect.stringContaining(reason) })
  })

  test('a pool without MFA, or with nothing else', async () => {
    await using off = await opened(existing.replace('mfa: optional', 'mfa: off'))
    expect(await off.lease(needs)).toMatchObject({
      reason: 'the existing pool has no MFA (existing.userPool.mfa: off)',
    })
    await using on = await opened(existing.replace('mfa: optional', 'mfa: on'))
    expect(await on.lease({ ...needs, pool: { mfa: 'off' }, user: {} })).toMatchObject({
      reason: 'the existing pool demands MFA (existing.userPool.mfa: on)',
    })
  })
})
