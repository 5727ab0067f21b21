/** The application before an identity pool, STS, and what stands behind the roles: what it sends, and how it signs. */
import { createHash, createHmac } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { describe, expect, test } from 'vitest'
import type { SessionCredentials, SigningOptions } from '../../fixtures/actors/actors.ts'
import type { Lease } from '../../fixtures/targets/lease.ts'
import type { LeasedIdentityPool } from '../../fixtures/targets/lease-identity.ts'
import { httpServer } from '../protocol/loopback.ts'
import { castWith } from './api-cast.ts'

const IDENTITY = 'us-east-1:00000000-1111-2222-3333-444444444444'
const CREDENTIALS: SessionCredentials = {
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: 'xJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  sessionToken: `IQoJb3JpZ2luX2Vj${'tokenTOKEN0123456789/+'.repeat(20)}==`,
  expiration: 4_000_000_000,
}

interface Sent {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

async function awsWith(
  answer: { status?: number; type?: string; text?: string } = {},
  more: Partial<Lease> = {},
) {
  const sent: Sent[] = []
  const at = await httpServer(async (request, response) => {
    const headers = request.headers as Record<string, string>
    sent.push({ method: request.method!, path: request.url!, headers, body: await bodyOf(request) })
    response.writeHead(answer.status ?? 200, { 'content-type': answer.type ?? 'application/x-amz-json-1.1' })
    response.end(answer.text ?? '{}')
  })
  const identityPool = {
    id: 'us-east-1:pool',
    region: 'us-east-1',
    bucket: 'a-bucket',
    providers: [],
    roles: {},
    tokens: { issuer: 'https://cognito-identity.amazonaws.com', keysUrl: `${at}/keys` },
  } as unknown as LeasedIdentityPool
  const cast = await castWith({
    lease: {
      identityPool,
      endpoints: { cognitoIdp: at, cognitoIdentity: at, sts: at, s3: `${at}/`, ssm: at },
      ...more,
    },
  })
  return { ...cast, aws: cast.application.aws, sent, at, lastSent: () => sent.at(-1)! }
}

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** Whether the signature is that of the key, as "Signature calculations" of the IAM User Guide has it. */
function isSignedWith(secret: string, { method, path, headers, body }: Sent): boolean {
  const [, scope = '', names = '', signature] =
    /Credential=[^/]+\/([^,]+), SignedHeaders=([^,]+), Signature=(\w+)$/.exec(
      headers['authorization'] ?? '',
    ) ?? []
  const [day = '', region = '', service = ''] = scope.split('/')
  const { pathname } = new URL(path, 'http://x')
  const canonical = [
    method,
    service === 's3' ? pathname : pathname.split('/').map(encodeURIComponent).join('/'),
    '',
    ...names.split(';').map((name) => `${name}:${headers[name]?.trim()}`),
    '',
    names,
    sha256(body),
  ].join('\n')
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`)
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n')
  return hmac(key, text).toString('hex') === signature
}

describe('the identity pools API', () => {
  test('is asked by public operations without a signature, with the pool and what is given', async () => {
    const { aws, lastSent } = await awsWith()
    await aws.identityPool.getId({ 'accounts.google.com': 'a.b.c' }, { AccountId: '1' })
    expect(lastSent()).toMatchObject({ method: 'POST', path: '/' })
    expect(lastSent().headers).toMatchObject({
      'x-amz-target': 'AWSCognitoIdentityService.GetId',
      'content-type': 'application/x-amz-json-1.1',
      'x-extra': 'yes',
    })
    expect(lastSent().headers['authorization']).toBeUndefined()
    expect(JSON.parse(lastSent().body)).toEqual({
      IdentityPoolId: 'us-east-1:pool',
      Logins: { 'accounts.google.com': 'a.b.c' },
      AccountId: '1',
    })
    await aws.identityPool.getCredentials(IDENTITY, undefined, { CustomRoleArn: 'arn' })
    expect(JSON.parse(lastSent().body)).toEqual({ IdentityId: IDENTITY, CustomRoleArn: 'arn' })
    await aws.identityPool.fetchKeys()
    expect(lastSent()).toMatchObject({ method: 'GET', path: '/keys' })
  })

  test('is asked by all others with the harness’s own signature, right or wrong', async () => {
    const { aws, lastSent, lease } = await awsWith()
    const { secretAccessKey } = lease.signing!
    await aws.identityPool.call('GetOpenIdTokenForDeveloperIdentity', { IdentityPoolId: 'p' })
    expect(lastSent().headers['authorization']).toContain('/us-east-1/cognito-identity/aws4_request')
    expect(isSignedWith(secretAccessKey, lastSent())).toBe(true)
    await aws.identityPool.call('DescribeIdentity', {}, { wrongSecret: true })
    expect(isSignedWith(secretAccessKey, lastSent())).toBe(false)
    await aws.identityPool.call('DescribeIdentity', {}, { signed: false })
    expect(lastSent().headers['authorization']).toBeUndefined()
  })
})

describe('roles that were just made', () => {
  const refuses = (type: string, rolesSettleBy?: number) =>
    awsWith(
      { status: 400, text: JSON.stringify({ __type: type }) },
      {
        identityPool: {
          id: 'p',
          region: 'us-east-1',
          ...(rolesSettleBy === undefined ? {} : { rolesSettleBy }),
        } as unknown as LeasedIdentityPool,
      },
    )

  test('are asked for again until they must be visible, and no longer', async () => {
    const by = Date.now() + 300
    const { aws, sent } = await refuses('InvalidIdentityPoolConfigurationException', by)
    expect((await aws.identityPool.getCredentials(IDENTITY)).status).toBe(400)
    expect(Date.now()).toBeGreaterThanOrEqual(by)
    expect(sent.length).toBeGreaterThan(1)
    const before = sent.length
    await aws.identityPool.getCredentials(IDENTITY)
    expect(sent).toHaveLength(before + 1)
  })

  test.each([
    ['roles that have long been there', 'InvalidIdentityPoolConfigurationException', undefined],
    ['a refusal for another reason', 'NotAuthorizedException', Date.now() + 60_000],
  ])('%s: once', async (_title, type, by) => {
    const { aws, sent } = await refuses(type, by)
    await aws.identityPool.getCredentials(IDENTITY)
    expect(sent).toHaveLength(1)
  })
})

describe('STS', () => {
  test('takes a form: unsigned for a web identity, signed for the caller', async () => {
    const { aws, lastSent } = await awsWith({ type: 'text/xml', text: '<A/>' })
    const answer = await aws.sts.assumeRole('arn:aws:iam::1:role/r', 'the-token', { DurationSeconds: '900' })
    expect(answer.body).toMatchObject({ kind: 'text', text: '<A/>' })
    expect(Object.fromEntries(new URLSearchParams(lastSent().body))).toEqual({
      Action: 'AssumeRoleWithWebIdentity',
      Version: '2011-06-15',
      RoleArn: 'arn:aws:iam::1:role/r',
      RoleSessionName: 'conformance',
      WebIdentityToken: 'the-token',
      DurationSeconds: '900',
    })
    expect(lastSent().headers['authorization']).toBeUndefined()
    await aws.sts.callerIdentity(CREDENTIALS)
    expect(lastSent().headers['x-amz-security-token']).toBe(CREDENTIALS.sessionToken)
    expect(isSignedWith(CREDENTIALS.secretAccessKey, lastSent())).toBe(true)
  })

  test.each<[string, SigningOptions, (sent: Sent) => unknown]>([
    [
      'without the session token',
      { broken: 'no-session-token' },
      ({ headers }) => headers['x-amz-security-token'] === undefined,
    ],
    [
      'with another secret',
      { broken: 'wrong-secret' },
      (sent) => !isSignedWith(CREDENTIALS.secretAccessKey, sent),
    ],
    ['not at all', { broken: 'unsigned' }, ({ headers }) => headers['authorization'] === undefined],
    [
      'at another time',
      { skew: -3600 },
      ({ headers }) => {
        const [, y, m, d, h, min, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(
          headers['x-amz-date'] ?? '',
        )!
        const at = Date.parse(`${y}-${m}-${d}T${h}:${min}:${s}Z`)
        return Math.abs(Date.now() - 3_600_000 - at) < 60_000
      },
    ],
    [
      'for another place',
      { scope: { region: 'eu-west-1', service: 's3' } },
      ({ headers }) => headers['authorization']?.includes('/eu-west-1/s3/aws4_request'),
    ],
  ])('is asked with a signature that is made %s', async (_, signing, holds) => {
    const { aws, lastSent } = await awsWith({ type: 'text/xml', text: '<A/>' })
    await aws.sts.callerIdentity(CREDENTIALS, signing)
    expect(holds(lastSent())).toBe(true)
  })
})

test('objects are signed as S3 wants it, their keys escaped once', async () => {
  const { aws, lastSent } = await awsWith({ type: 'application/xml', text: '' })
  const answer = await aws.object('PUT', `${IDENTITY}/a b.txt`, CREDENTIALS, { body: 'a note' })
  expect(answer.body.kind).toBe('empty')
  expect(lastSent()).toMatchObject({
    path: `/a-bucket/${IDENTITY.replace(':', '%3A')}/a%20b.txt`,
    body: 'a note',
  })
  expect(lastSent().headers['x-amz-content-sha256']).toBe(sha256('a note'))
  expect(isSignedWith(CREDENTIALS.secretAccessKey, lastSent())).toBe(true)
})

test('requests of the target file have the identity filled in, and are signed for their own service', async () => {
  const { aws, lastSent, at } = await awsWith()
  const request = {
    service: 'execute-api',
    region: 'eu-west-1',
    method: 'GET',
    url: `${at}/prod/{identityId}/x`,
  }
  await aws.request(request, IDENTITY, CREDENTIALS)
  expect(lastSent().path).toBe(`/prod/${IDENTITY.replace(':', '%3A')}/x`)
  expect(lastSent().headers['authorization']).toContain('/eu-west-1/execute-api/aws4_request')
  expect(isSignedWith(CREDENTIALS.secretAccessKey, lastSent())).toBe(true)
  await aws.parameter('/nobody', CREDENTIALS)
  expect(lastSent().headers['x-amz-target']).toBe('AmazonSSM.GetParameter')
  expect(isSignedWith(CREDENTIALS.secretAccessKey, lastSent())).toBe(true)
})

test('what a gateway forbids is an answer, not a firewall', async () => {
  const { aws, lastSent, at } = await awsWith({
    status: 403,
    type: 'application/json',
    text: '{"__type":"ForbiddenException","message":"Forbidden"}',
  })
  expect((await aws.gateway(`${at}/v1`, 'Bearer a.b.c')).status).toBe(403)
  expect(lastSent().headers['authorization']).toBe('Bearer a.b.c')
  await aws.gateway(`${at}/v1`)
  expect(lastSent().headers['authorization']).toBeUndefined()
})

test('what is not lent is said, and names what the target file leaves out', async () => {
  const { aws } = await awsWith(
    {},
    { endpoints: { cognitoIdp: 'http://127.0.0.1:1' }, identityPool: undefined as never },
  )
  await expect(aws.sts.callerIdentity(CREDENTIALS)).rejects.toThrow(/endpoints\.sts/)
  await expect(aws.identityPool.call('GetId', {})).rejects.toThrow(/endpoints\.cognitoIdentity/)
  await expect(aws.identityPool.getId()).rejects.toMatchObject({ name: 'NotLent' })
  await expect(aws.object('GET', 'x', CREDENTIALS)).rejects.toMatchObject({ name: 'NotLent' })
})

test('the page with the data is open while the credentials last, and closed before and after', async () => {
  const { aws, user } = await awsWith()
  await user.opensApplication()
  expect(await user.opensDataPage()).toMatchObject({ status: 401 })
  aws.renders('a <note>')
  expect(await user.opensDataPage()).toMatchObject({ status: 401 })
  aws.storeCredentials(IDENTITY, CREDENTIALS)
  expect(aws.storedCredentials()).toEqual({ identityId: IDENTITY, credentials: CREDENTIALS })
  const page = await user.opensDataPage()
  expect(page.status).toBe(200)
  expect(page.text).toContain('a <note>')
  aws.storeCredentials(IDENTITY, { ...CREDENTIALS, expiration: 1 })
  const after = await user.opensDataPage()
  expect(after.status).toBe(401)
  expect(after.text).not.toContain('note')
})

test('what the application got for a guest is for the first browser that comes, and for no other', async () => {
  const { aws, user } = await awsWith()
  aws.storeCredentials(IDENTITY, CREDENTIALS)
  aws.renders('for a guest')
  expect(await user.opensDataPage()).toMatchObject({ status: 200 })
  await user.opensApplication()
  expect(await user.opensDataPage()).toMatchObject({ status: 401 })
})

test('nothing that was sent or answered shows the credentials, the token or the signature', async () => {
  const { aws, entries, redactor, lastSent } = await awsWith({
    type: 'text/xml',
    text: `<R><Credentials><SecretAccessKey>another/Secret+0123456789</SecretAccessKey><SessionToken>another-token/0123456789</SessionToken></Credentials></R>`,
  })
  await aws.sts.assumeRole('arn', 'opaque|token-of-somebody-0123456789')
  await aws.sts.callerIdentity(CREDENTIALS)
  const signature = /Signature=(\w+)/.exec(lastSent().headers['authorization'] ?? '')![1]!
  const written = JSON.stringify(entries)
  for (const secret of [
    ...[CREDENTIALS.secretAccessKey, CREDENTIALS.sessionToken, signature],
    ...['another/Secret', 'another-token', 'opaque|token', 'opaque%7Ctoken'],
  ])
    expect(written).not.toContain(secret)
  expect(redactor.scan(written)).toEqual([])
})
