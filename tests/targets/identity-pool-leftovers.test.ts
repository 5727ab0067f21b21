/** Identity pools: in which order all of it goes again, what stays behind, and targets that do not go along. */
import { describe, expect, test } from 'vitest'
import type { Outcome } from '../../fixtures/targets/control-plane.ts'
import { DEFAULT_ROLES } from '../../fixtures/targets/lease-identity.ts'
import { Trail, undoAll } from '../../fixtures/targets/trail.ts'
import { iam, ok, refuse, refuseByIam, xml } from './fake-target.ts'
import { leaseFrom, lent, needsOf, policy } from './identity-pool-leases.ts'

describe('what goes again', () => {
  test('backwards, with the objects in the bucket, before the user pool', async () => {
    let objects = ['us-east-1:id/a file', 'us-east-1:id/b']
    const { undone, inputs, events, leftovers } = await leaseFrom(needsOf(), {
      replies: {
        ListObjectsV2: () => {
          const [first] = objects
          objects = objects.slice(1)
          return xml(
            200,
            `<ListBucketResult><IsTruncated>${objects.length > 0}</IsTruncated><Contents><Key>${first}</Key></Contents></ListBucketResult>`,
          )
        },
      },
    })
    expect(undone).toEqual([
      'DeleteRolePolicy',
      'DeleteRole',
      'ListObjectsV2',
      'DeleteObject',
      'ListObjectsV2',
      'DeleteObject',
      'DeleteBucket',
      'DeleteIdentityPool',
      'DeleteUserPool',
    ])
    expect(inputs('DeleteObject').map(({ Key }) => Key)).toEqual(['us-east-1:id/a file', 'us-east-1:id/b'])
    expect(leftovers).toEqual([])
    const told = (sign: string) =>
      events.filter((event) => event.startsWith(sign)).map((event) => event.slice(2))
    expect(told('-').sort()).toEqual(told('+').sort())
    expect(told('+').map((one) => one.split(' ')[0])).toEqual(
      expect.arrayContaining(['identity-pool', 'bucket', 'role', 'role-policy']),
    )
  })

  test('what stays behind is told, and the rest goes all the same', async () => {
    const { undone, leftovers, inputs } = await leaseFrom(needsOf(), {
      replies: {
        DeleteRolePolicy: refuseByIam('NoSuchEntity', 'gone already'),
        DeleteRole: refuseByIam('DeleteConflict', 'something is attached'),
        DeleteIdentityPool: refuse('InternalErrorException', 'no luck'),
      },
    })
    expect(undone.slice(-2)).toEqual(['DeleteIdentityPool', 'DeleteUserPool'])
    expect(leftovers).toEqual([
      {
        kind: 'role',
        id: inputs('CreateRole')[0]?.['RoleName'],
        reason: expect.stringMatching(/^DeleteRole answered 400 DeleteConflict\w*: something is attached$/),
      },
      {
        kind: 'identity-pool',
        id: 'us-east-1:identity-pool-1',
        reason: 'DeleteIdentityPool answered 400 InternalErrorException: no luck',
      },
    ])
  })

  test('what may have been made is told by its name', async () => {
    const { lease, leftovers } = await leaseFrom(needsOf(), { replies: { CreateIdentityPool: 'reset' } })
    expect(lease).toMatchObject({ none: 'no-answer' })
    expect(leftovers).toMatchObject([
      { kind: 'identity-pool', id: expect.stringMatching(/^conformance-r7-/), reason: /may exist/ },
    ])
  })
})

describe('undoing', () => {
  const trailOf = (outcomes: readonly Outcome['kind'][], asked: string[]) => {
    const trail = new Trail({ created: () => undefined, deleted: () => undefined })
    for (const [index, kind] of outcomes.entries()) {
      trail.made('thing', `${index}`, async () => {
        asked.push(`${index}`)
        return kind === 'ok' ? { kind, output: {} } : { kind, type: '', reason: 'because' }
      })
    }
    return trail
  }

  test('a target that has stopped answering is not asked for each thing', async () => {
    const asked: string[] = []
    const leftovers = await trailOf(['ok', 'ok', 'no-answer', 'refused', 'no-answer'], asked).undo()
    expect(asked).toEqual(['4', '3', '2'])
    expect(leftovers.map(({ id, reason }) => `${id} ${reason}`)).toEqual([
      '4 because',
      '3 because',
      '2 because',
      '1 not asked for, since the target had stopped answering',
      '0 not asked for, since the target had stopped answering',
    ])
  })

  test('all of several, whatever one comes to', async () => {
    const asked: string[] = []
    const trails = Array.from({ length: 6 }, () => trailOf(['refused', 'ok'], asked))
    expect(await undoAll(trails, 2)).toHaveLength(6)
    expect(asked).toHaveLength(12)
  })
})

describe('a target that does not go along', () => {
  test.each([
    ['CreateIdentityPool', refuse('LimitExceededException', 'too many'), 'LimitExceededException: too many'],
    ['CreateRole', refuseByIam('EntityAlreadyExists', 'there is one'), 'EntityAlreadyExists'],
    ['CreateRole', xml(200, '<html>'), 'CreateRole answered'],
    ['PutRolePolicy', refuseByIam('MalformedPolicyDocument', 'no'), 'MalformedPolicyDocument'],
    ['CreateIdentityPool', ok({}), 'CreateIdentityPool answered without IdentityPoolId'],
    ['CreateRole', iam('CreateRole'), 'CreateRole answered without Role.Arn'],
  ])('%s', async (operation, reply, reason) => {
    const { lease, leftovers } = await leaseFrom(needsOf(), { replies: { [operation]: reply } })
    expect(lease).toEqual({ none: 'refused', reason: expect.stringContaining(reason) })
    expect(leftovers).toEqual([])
  })

  test.each([
    ['a refusal', xml(409, '<Error><Code>BucketAlreadyExists</Code></Error>'), /409 BucketAlreadyExists/],
    ['no S3 at all', { status: 404, body: '' }, /^CreateBucket answered 404 NotFound/],
    [
      'another service',
      { status: 404, body: { detail: 'Not Found' } },
      /^CreateBucket answered 404 without XML: /,
    ],
    ['no answer', 'reset', /^CreateBucket was not answered/],
  ] as const)('without a bucket the rest is lent: %s', async (_, reply, reason) => {
    const { lease, inputs, logged } = await leaseFrom(needsOf(), { replies: { CreateBucket: reply } })
    const { bucket, noBucket, allowed, denied } = lent(lease).identityPool
    expect([bucket, denied]).toEqual([undefined, undefined])
    expect(noBucket).toEqual({ because: 'not-made', reason: expect.stringMatching(reason) })
    expect(noBucket?.reason).not.toMatch(/SDK|hidden|response/)
    expect(allowed).toMatchObject({ service: 'sts' })
    expect(logged).toContain(noBucket?.reason)
    expect(inputs('PutRolePolicy')).toEqual([])
  })

  test('no bucket is asked of a target that lacks objects, and roles have what does without', async () => {
    const parameters = { Effect: 'Allow', Action: 'ssm:GetParameter', Resource: '*' } as const
    const statements = [...DEFAULT_ROLES.authenticated.statements, parameters]
    const { lease, made, inputs } = await leaseFrom(needsOf({ roles: { authenticated: { statements } } }), {
      more: 'provision: true\nlacks: [{ capability: object-service, reason: it has no S3 }]',
    })
    expect(made).not.toContain('CreateBucket')
    expect(lent(lease).identityPool).toMatchObject({
      allowed: { service: 'sts' },
      noBucket: { because: 'lacking', reason: 'it has no S3' },
    })
    expect(policy(inputs('PutRolePolicy')[0]?.['PolicyDocument']).Statement).toEqual([parameters])
  })

  test('default roles are a wish, role mappings are not', async () => {
    const replies = { SetIdentityPoolRoles: refuse('UnknownOperationException', 'what is that?') }
    const plain = await leaseFrom(needsOf(), { replies })
    expect(lent(plain.lease).identityPool.id).toMatch(/^us-east-1:/)
    expect(plain.logged).toContain(
      'SetIdentityPoolRoles answered 400 UnknownOperationException: what is that?',
    )
    const mapped = await leaseFrom(
      needsOf({ roleMappings: { 'user-pool': { type: 'Token', ambiguous: 'Deny' } } }),
      { replies },
    )
    expect(mapped.lease).toMatchObject({ none: 'refused' })
  })
})
