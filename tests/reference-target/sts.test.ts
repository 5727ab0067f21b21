/** How the reference target makes temporary credentials, and how its services take and refuse them. */

import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import {
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
} from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Fault,
  type ReferenceTarget,
  startReferenceTarget,
} from '../../fixtures/reference-target/index.ts'
import { awsServiceRules } from '../../fixtures/reference-target/rules/aws-services.ts'
import { iamRules } from '../../fixtures/reference-target/rules/iam.ts'
import type { Rules } from '../../fixtures/reference-target/rules/index.ts'
import { stsRules } from '../../fixtures/reference-target/rules/sts.ts'
import {
  bucket,
  buildCredentialsHouse,
  type CredentialsHouse,
  ownToken,
  type Signer,
  signerOf,
  takeRole,
} from './credentials-house.ts'
import { signedPost } from './signed.ts'

let target: ReferenceTarget
let house: CredentialsHouse
let token: string
let idToken: string
let identityId: string
let credentials: Signer & { readonly sessionToken: string }

/** The rules that the tests of this file have met. */
const met = new Set<string>()
const listener: Fault = {
  id: 'listener',
  flow: 'identity-pool',
  says: 'Listens',
  caughtBy: [],
  bend: (rules) =>
    Object.fromEntries(
      Object.entries(rules).map(([name, rule]) => [
        name,
        (...args: unknown[]) => {
          met.add(name)
          return (rule as (...all: unknown[]) => unknown)(...args)
        },
      ]),
    ) as unknown as Rules,
}
const open = async () => buildCredentialsHouse(await target.open({ faults: [listener] }))

beforeAll(async () => {
  target = await startReferenceTarget()
  house = await open()
  ;({ token, idToken, identityId } = await ownToken(house))
  credentials = signerOf((await takeRole(house, token)).Credentials)
})
afterAll(() => target.close())

/** Status and code of a refusal; what was answered if there is none. */
async function outcome(answer: Promise<{ readonly $metadata: { readonly httpStatusCode?: number } }>) {
  try {
    return String((await answer).$metadata.httpStatusCode)
  } catch (error) {
    const { Code, name, $metadata } = error as {
      Code?: string
      name: string
      $metadata?: { httpStatusCode?: number }
    }
    return `${$metadata?.httpStatusCode} ${Code ?? name}`
  }
}

test('a role is taken with a token of the identity pool', async () => {
  const answer = await takeRole(house, token)
  const account = house.instance.accountId
  expect(answer).toMatchObject({
    Audience: house.identityPoolId,
    Provider: 'cognito-identity.amazonaws.com',
    SubjectFromWebIdentityToken: identityId,
    AssumedRoleUser: {
      Arn: `arn:aws:sts::${account}:assumed-role/house-authenticated/somebody`,
      AssumedRoleId: expect.stringMatching(/^AROA\w+:somebody$/),
    },
    Credentials: { AccessKeyId: expect.stringMatching(/^ASIA/) },
  })
  const seconds = (Number(answer.Credentials?.Expiration) - house.instance.clock.now()) / 1000
  expect(seconds).toBeGreaterThan(3590)
  expect(seconds).toBeLessThanOrEqual(3600)
  expect(await house.sts(signerOf(answer.Credentials)).send(new GetCallerIdentityCommand())).toMatchObject({
    Account: account,
    Arn: answer.AssumedRoleUser?.Arn,
    UserId: answer.AssumedRoleUser?.AssumedRoleId,
  })
})

/** A token with another last character. */
const forged = () => `${token.slice(0, -4)}${token.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`

test.each<[string, () => Parameters<typeof takeRole>[2] & { readonly token?: string }, string]>([
  ['no JWT', () => ({ token: 'no.jwt' }), '400 InvalidIdentityToken'],
  ['a token of a user pool', () => ({ token: idToken }), '400 InvalidIdentityToken'],
  ['a forged signature', () => ({ token: forged() }), '400 InvalidIdentityToken'],
  ['the role of guests', () => ({ RoleArn: house.roleArns.unauthenticated }), '403 AccessDenied'],
  ['a role that is not there', () => ({ RoleArn: `${house.roleArns.authenticated}x` }), '403 AccessDenied'],
  ['a name with a colon', () => ({ RoleSessionName: 'a:b' }), '400 ValidationError'],
  ['a name of one letter', () => ({ RoleSessionName: 'a' }), '400 ValidationError'],
  ['a name of 65 letters', () => ({ RoleSessionName: 'a'.repeat(65) }), '400 ValidationError'],
  ['too short a session', () => ({ DurationSeconds: 899 }), '400 ValidationError'],
  ['the longest session', () => ({ DurationSeconds: 7200 }), '200'],
  ['a longer one', () => ({ DurationSeconds: 7201 }), '400 ValidationError'],
  ['a policy that is none', () => ({ Policy: '{"Statement":5}' }), '400 MalformedPolicyDocument'],
])('taking a role with %s', async (_, more, expected) => {
  const { token: other, ...rest } = more()
  expect(await outcome(takeRole(house, other ?? token, rest))).toBe(expected)
})

describe.each<[string, () => Signer, number | undefined, string, string]>([
  ['whole', () => credentials, undefined, '200', '200'],
  [
    'without their token',
    () => ({ ...credentials, sessionToken: '' }),
    undefined,
    '403 InvalidClientTokenId',
    '403 InvalidAccessKeyId',
  ],
  [
    "with another's token",
    () => ({ ...credentials, sessionToken: `${credentials.sessionToken}x` }),
    undefined,
    '403 InvalidClientTokenId',
    '400 InvalidToken',
  ],
  [
    'with a wrong secret',
    () => ({ ...credentials, secretAccessKey: 'wrong' }),
    undefined,
    '403 SignatureDoesNotMatch',
    '403 SignatureDoesNotMatch',
  ],
  ['ten minutes ago', () => credentials, -600, '200', '200'],
  ['long ago', () => credentials, -1000, '403 SignatureDoesNotMatch', '403 RequestTimeTooSkewed'],
  ['far ahead', () => credentials, 1000, '403 SignatureDoesNotMatch', '403 RequestTimeTooSkewed'],
])('credentials %s', (_, signer, ahead, atSts, atS3) => {
  test('at STS', async () => {
    expect(await outcome(house.sts(signer(), ahead).send(new GetCallerIdentityCommand()))).toBe(atSts)
  })
  test('at S3', async () => {
    const Key = `${identityId}/note`
    const put = new PutObjectCommand({ Bucket: bucket, Key, Body: 'hello' })
    expect(await outcome(house.s3(signer(), ahead).send(put))).toBe(atS3)
  })
})

test.each<[string, () => string, string]>([
  ['what is there', () => `${identityId}/note`, '200'],
  ['what is not, without the right to list', () => `${identityId}/none`, '403 AccessDenied'],
  ["another's", () => 'us-east-1:another/note', '403 AccessDenied'],
])('reading %s', async (_, key, expected) => {
  const s3 = house.s3(credentials)
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: `${identityId}/note`, Body: 'hello' }))
  expect(await outcome(s3.send(new GetObjectCommand({ Bucket: bucket, Key: key() })))).toBe(expected)
})

test('a session policy limits what the role allows', async () => {
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' },
  })
  const s3 = house.s3(signerOf((await takeRole(house, token, { Policy })).Credentials))
  const put = new PutObjectCommand({ Bucket: bucket, Key: `${identityId}/note`, Body: 'hello' })
  await expect(s3.send(put)).rejects.toMatchObject({
    message: expect.stringMatching(/ because no session policy allows the s3:PutObject action$/),
  })
})

test('sessions beget no sessions', async () => {
  const sts = house.sts(credentials)
  expect(await outcome(sts.send(new GetSessionTokenCommand()))).toBe('403 AccessDenied')
  expect(await outcome(sts.send(new GetFederationTokenCommand({ Name: 'no' })))).toBe('403 AccessDenied')
})

test('a user pool is not theirs to manage', async () => {
  const input = { UserPoolId: house.poolId, Username: 'amelie' }
  const { status, body } = await signedPost(house.instance, 'AdminGetUser', input, credentials)
  expect({ status, type: body.__type }).toEqual({ status: 400, type: 'AccessDeniedException' })
})

test.each<[string, () => object, string]>([
  ['a session that may not', () => credentials, 'AccessDeniedException'],
  ['the administrator', () => ({}), 'ParameterNotFound'],
])('a parameter is asked for by %s', async (_, signer, type) => {
  const { status, body } = await signedPost(
    house.instance,
    'GetParameter',
    { Name: 'any' },
    { ...signer(), service: 'ssm', target: 'AmazonSSM' },
  )
  expect({ status, type: body.__type }).toEqual({ status: 400, type })
})

test('tokens and credentials end', async () => {
  const late = await open()
  const own = await ownToken(late)
  const signer = signerOf((await takeRole(late, own.token)).Credentials)
  late.instance.clock.advance(601)
  expect(await outcome(takeRole(late, own.token))).toBe('400 ExpiredTokenException')
  expect(await outcome(late.sts(signer).send(new GetCallerIdentityCommand()))).toBe('200')
  late.instance.clock.advance(3000)
  expect(await outcome(late.sts(signer).send(new GetCallerIdentityCommand()))).toBe('403 ExpiredToken')
  const get = new GetObjectCommand({ Bucket: bucket, Key: 'any' })
  expect(await outcome(late.s3(signer).send(get))).toBe('400 ExpiredToken')
})

test('every rule of STS, of IAM and of the services was met', () => {
  const rules = Object.keys({ ...stsRules, ...iamRules, ...awsServiceRules })
  expect(rules.filter((name) => !met.has(name))).toEqual([])
  expect(house.instance.bent).toEqual({ listener: 0 })
})
