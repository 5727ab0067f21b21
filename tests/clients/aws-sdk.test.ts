/**
 * AWS's own clients on the reference target: somebody signs in at a user pool, `fromCognitoIdentityPool` gets
 * credentials for the token, and feeds the clients of S3 and STS with them. None of them is told more than its endpoint.
 */
import { GetIdCommand } from '@aws-sdk/client-cognito-identity'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { fromCognitoIdentityPool } from '@aws-sdk/credential-providers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ReferenceTarget, startReferenceTarget } from '../../fixtures/reference-target/index.ts'
import {
  bucket,
  buildCredentialsHouse,
  type CredentialsHouse,
} from '../reference-target/credentials-house.ts'
import { signIn } from '../reference-target/house.ts'

let target: ReferenceTarget
let house: CredentialsHouse
let signedInLogins: Record<string, string>

beforeAll(async () => {
  target = await startReferenceTarget()
  house = await buildCredentialsHouse(await target.open())
  const { AuthenticationResult } = await signIn(house)
  signedInLogins = { [house.login]: AuthenticationResult?.IdToken ?? '' }
})
afterAll(() => target.close())

describe.each([
  ['somebody who signed in', 'authenticated', () => signedInLogins],
  ['a guest', 'unauthenticated', () => ({})],
] as const)('%s', (_, role, logins) => {
  let identityId: string
  let s3: S3Client
  let sts: STSClient

  beforeAll(async () => {
    const { endpoint, identity } = house.instance
    const common = { endpoint, region: identity.region, maxAttempts: 1 }
    const credentials = fromCognitoIdentityPool({
      clientConfig: common,
      identityPoolId: house.identityPoolId,
      logins: logins(),
    })
    // The provider gives the id of the identity along with the credentials.
    ;({ identityId } = await credentials())
    s3 = new S3Client({ ...common, credentials, endpoint: `${endpoint}/s3`, forcePathStyle: true })
    sts = new STSClient({ ...common, credentials })
  })

  test('is one identity in the pool', async () => {
    expect(identityId).toMatch(/^us-east-1:[0-9a-f-]{36}$/)
    if (role === 'unauthenticated') return
    const again = new GetIdCommand({ IdentityPoolId: house.identityPoolId, Logins: signedInLogins })
    expect((await house.identities.send(again)).IdentityId).toBe(identityId)
  })

  test('has the role that is meant for them', async () => {
    const { Arn, Account } = await sts.send(new GetCallerIdentityCommand())
    expect(Account).toBe(house.instance.accountId)
    expect(Arn).toBe(`arn:aws:sts::${Account}:assumed-role/house-${role}/CognitoIdentityCredentials`)
  })

  test('writes and reads below the own id', async () => {
    const Key = `${identityId}/a note (1).txt`
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'hello', ContentType: 'text/plain' }))
    const { Body, ContentType } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }))
    expect(await Body?.transformToString()).toBe('hello')
    expect(ContentType).toBe('text/plain')
  })

  test("neither writes nor reads below another's", async () => {
    const at = { Bucket: bucket, Key: 'us-east-1:00000000-0000-4000-8000-000000000000/note' }
    const denied = { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } }
    await expect(s3.send(new PutObjectCommand({ ...at, Body: 'hello' }))).rejects.toMatchObject(denied)
    await expect(s3.send(new GetObjectCommand(at))).rejects.toMatchObject(denied)
  })
})

test('a token that nobody signed gets no credentials', async () => {
  const { endpoint, identity } = house.instance
  const token = `${signedInLogins[house.login]?.split('.').slice(0, 2).join('.')}.AAAA`
  const credentials = fromCognitoIdentityPool({
    clientConfig: { endpoint, region: identity.region, maxAttempts: 1 },
    identityPoolId: house.identityPoolId,
    logins: { [house.login]: token },
  })
  await expect(credentials()).rejects.toMatchObject({ name: 'NotAuthorizedException' })
})
