/** How the reference target answers on the wire: envelopes, refusals before an operation, signatures. */

import { AdminGetUserCommand, DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ReferenceTarget, startReferenceTarget } from '../../fixtures/reference-target/index.ts'
import { build, type House, post, sdkOf, username } from './house.ts'
import { signedPost } from './signed.ts'

let target: ReferenceTarget
let house: House

beforeAll(async () => {
  target = await startReferenceTarget()
  house = await build(await target.open())
})
afterAll(() => target.close())

test('an answer carries content type, request id and the origin that may read it', async () => {
  const { status, headers } = await post(house.instance, 'InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: house.clientId,
    AuthParameters: { USERNAME: username, PASSWORD: 'Correct-horse-1' },
  })
  expect(status).toBe(200)
  expect(headers.get('content-type')).toBe('application/x-amz-json-1.1')
  expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/)
  expect(headers.get('access-control-allow-origin')).toBe('*')
})

test('a refusal says its type and text in body and headers', async () => {
  const { status, headers, text } = await post(house.instance, 'InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: house.clientId,
    AuthParameters: { USERNAME: 'nobody', PASSWORD: 'x' },
  })
  expect(status).toBe(400)
  expect(text).toBe('{"__type":"UserNotFoundException","message":"User does not exist."}')
  expect(headers.get('x-amzn-errortype')).toBe('UserNotFoundException:')
  expect(headers.get('x-amzn-errormessage')).toBe('User does not exist.')
})

describe('what is no proper input', () => {
  const parameters = { USERNAME: 'u', PASSWORD: 'p' }
  const cases: readonly [string, unknown, unknown][] = [
    ['broken JSON', '{', { __type: 'SerializationException' }],
    ['a list', '[]', { __type: 'SerializationException' }],
    [
      'a string for a map',
      { AuthFlow: 'USER_PASSWORD_AUTH', ClientId: 'c', AuthParameters: 'x' },
      { __type: 'SerializationException', Message: 'Expected map or null' },
    ],
    [
      'a flow that does not exist',
      { AuthFlow: 'NONE', ClientId: 'c', AuthParameters: parameters },
      {
        __type: 'InvalidParameterException',
        message: expect.stringMatching(
          /^1 validation error detected: Value 'NONE' at 'authFlow' failed to satisfy constraint: Member must satisfy enum value set: \[/,
        ),
      },
    ],
    [
      'nothing at all',
      {},
      {
        __type: 'InvalidParameterException',
        message:
          "2 validation errors detected: Value null at 'authFlow' failed to satisfy constraint: Member must not be null; Value null at 'clientId' failed to satisfy constraint: Member must not be null",
      },
    ],
    [
      'an unknown client',
      { AuthFlow: 'USER_PASSWORD_AUTH', ClientId: 'unknown', AuthParameters: parameters },
      { __type: 'ResourceNotFoundException', message: 'User pool client unknown does not exist.' },
    ],
    [
      'names that every object has',
      { AuthFlow: 'USER_PASSWORD_AUTH', ClientId: '__proto__', AuthParameters: { __proto__: null } },
      { __type: 'ResourceNotFoundException' },
    ],
  ]
  test.each(cases)('%s', async (_, body, expected) => {
    const { status, body: answer } = await post(house.instance, 'InitiateAuth', body)
    expect(status).toBe(400)
    expect(answer).toMatchObject(expected as object)
  })

  test('more than a mebibyte', async () => {
    const { status } = await post(house.instance, 'InitiateAuth', { AuthFlow: 'x'.repeat(1024 * 1024) })
    expect(status).toBe(413)
  })

  test('an operation that does not exist', async () => {
    const { status, body } = await post(house.instance, 'Frobnicate', {})
    expect({ status, body }).toEqual({ status: 400, body: { __type: 'UnknownOperationException' } })
  })

  test('a path that does not exist', async () => {
    const response = await fetch(`${house.instance.endpoint}/${house.poolId}/authorize`)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ code: 'BadRequest', type: 'client' })
  })
})

describe('signatures', () => {
  const input = () => ({ UserPoolId: house.poolId, Username: username })

  test('none', async () => {
    const { status, body } = await post(house.instance, 'AdminGetUser', input())
    expect({ status, type: body.__type }).toEqual({
      status: 400,
      type: 'MissingAuthenticationTokenException',
    })
  })

  test("of another secret, as AWS's SDK makes it", async () => {
    const aws = sdkOf(house.instance, 'another secret')
    await expect(aws.send(new AdminGetUserCommand(input()))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
      message: expect.stringMatching(/^The request signature we calculated does not match/),
    })
  })

  test.each([
    [{ accessKeyId: 'AKIAUNKNOWN' }, 'UnrecognizedClientException'],
    [{ region: 'eu-west-1' }, 'InvalidSignatureException'],
    [{ service: 'sts' }, 'InvalidSignatureException'],
    [{ ahead: -600 }, 'InvalidSignatureException'],
    [{ ahead: 600 }, 'InvalidSignatureException'],
  ])('with %o', async (change, type) => {
    const { status, body } = await signedPost(house.instance, 'AdminGetUser', input(), change)
    expect({ status, type: body.__type }).toEqual({ status: 400, type })
  })

  test('the right one', async () => {
    const { status, body } = await signedPost(house.instance, 'AdminGetUser', input())
    expect({ status, name: body.Username, state: body.UserStatus }).toEqual({
      status: 200,
      name: username,
      state: 'CONFIRMED',
    })
  })
})

test('pools of one instance are unknown to another', async () => {
  const other = await target.open()
  await expect(
    sdkOf(other).send(new DescribeUserPoolCommand({ UserPoolId: house.poolId })),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  const secret = house.instance.identity.secretAccessKey
  expect(other.identity.secretAccessKey).not.toBe(secret)
})
