/** The control plane of domains, branding styles, resource servers and what clients may do at a domain. */

import {
  type CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  CreateManagedLoginBrandingCommand,
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolDomainCommand,
  DeleteManagedLoginBrandingCommand,
  DeleteResourceServerCommand,
  DeleteUserPoolCommand,
  DeleteUserPoolDomainCommand,
  DescribeManagedLoginBrandingByClientCommand,
  DescribeManagedLoginBrandingCommand,
  DescribeResourceServerCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  DescribeUserPoolDomainCommand,
  ForgotPasswordCommand,
  ListResourceServersCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
  UpdateResourceServerCommand,
  UpdateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ReferenceTarget, startReferenceTarget } from '../../fixtures/reference-target/index.ts'
import { build, signIn, username } from './house.ts'
import { signedPost } from './signed.ts'

let target: ReferenceTarget

beforeAll(async () => {
  target = await startReferenceTarget()
})
afterAll(() => target.close())

const claimsOf = (token = ''): unknown =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

const invalid = (message: string) => ({ name: 'InvalidParameterException', message })

test('a domain comes, is described, changes its pages, and goes', async () => {
  const { aws, poolId: UserPoolId } = await build(await target.open())
  const create = (Domain: string) => aws.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain }))
  for (const word of ['aws', 'amazon', 'cognito']) {
    await expect(create(`my-${word}s`)).rejects.toMatchObject(
      invalid(`Domain cannot contain reserved word: ${word}`),
    )
  }
  await expect(create('Upper')).rejects.toMatchObject({ name: 'InvalidParameterException' })
  const custom = { CertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1' }
  await expect(
    aws.send(
      new CreateUserPoolDomainCommand({ UserPoolId, Domain: 'auth.example.com', CustomDomainConfig: custom }),
    ),
  ).rejects.toMatchObject({ message: expect.stringContaining('prefix domains only') })

  const describe = async () => {
    const { DomainDescription } = await aws.send(new DescribeUserPoolDomainCommand({ Domain: 'house' }))
    return DomainDescription
  }
  expect(await describe()).toEqual({})
  expect(await create('house')).toMatchObject({ ManagedLoginVersion: 1 })
  expect(await describe()).toMatchObject({
    Domain: 'house',
    UserPoolId,
    Status: 'ACTIVE',
    ManagedLoginVersion: 1,
  })
  await expect(create('another')).rejects.toMatchObject(invalid('User pool already has a domain configured.'))
  const { UserPool } = await aws.send(new DescribeUserPoolCommand({ UserPoolId }))
  expect(UserPool?.Domain).toBe('house')

  await aws.send(new UpdateUserPoolDomainCommand({ UserPoolId, Domain: 'house', ManagedLoginVersion: 2 }))
  expect(await describe()).toMatchObject({ ManagedLoginVersion: 2 })
  await expect(aws.send(new DeleteUserPoolCommand({ UserPoolId }))).rejects.toMatchObject({
    message: expect.stringContaining('It has a domain configured'),
  })
  await aws.send(new DeleteUserPoolDomainCommand({ UserPoolId, Domain: 'house' }))
  expect(await describe()).toEqual({})
  await aws.send(new DeleteUserPoolCommand({ UserPoolId }))
})

test('nobody has the prefix of somebody else', async () => {
  const house = await build(await target.open())
  const { aws, poolId } = house
  await aws.send(new CreateUserPoolDomainCommand({ UserPoolId: poolId, Domain: 'taken' }))
  const { poolId: second } = await build(house.instance)
  await expect(
    aws.send(new CreateUserPoolDomainCommand({ UserPoolId: second, Domain: 'taken' })),
  ).rejects.toMatchObject(invalid('Domain already associated with another user pool.'))
})

test('a client has one branding style', async () => {
  const { aws, poolId: UserPoolId, clientId: ClientId } = await build(await target.open())
  const create = () =>
    aws.send(new CreateManagedLoginBrandingCommand({ UserPoolId, ClientId, UseCognitoProvidedValues: true }))
  const byClient = () => aws.send(new DescribeManagedLoginBrandingByClientCommand({ UserPoolId, ClientId }))
  await expect(byClient()).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  const { ManagedLoginBranding } = await create()
  const { ManagedLoginBrandingId } = ManagedLoginBranding ?? {}
  await expect(create()).rejects.toMatchObject({ name: 'ManagedLoginBrandingExistsException' })
  const byId = { UserPoolId, ManagedLoginBrandingId }
  expect((await byClient()).ManagedLoginBranding).toMatchObject(byId)
  expect((await aws.send(new DescribeManagedLoginBrandingCommand(byId))).ManagedLoginBranding).toMatchObject(
    byId,
  )
  await aws.send(
    new DeleteManagedLoginBrandingCommand({
      UserPoolId,
      ManagedLoginBrandingId: ManagedLoginBrandingId ?? '',
    }),
  )
  await expect(byClient()).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})

test('a resource server comes, changes and goes, and its scopes with it', async () => {
  const { aws, poolId: UserPoolId } = await build(await target.open())
  const named = { UserPoolId, Identifier: 'api' }
  const scope = (ScopeName: string) => ({ ScopeName, ScopeDescription: ScopeName })
  const read = { ...named, Name: 'API', Scopes: [scope('read')] }
  expect((await aws.send(new CreateResourceServerCommand(read))).ResourceServer).toEqual(read)
  await expect(aws.send(new CreateResourceServerCommand(read))).rejects.toMatchObject({
    name: 'InvalidParameterException',
  })
  const write = { ...named, Name: 'API 2', Scopes: [scope('write')] }
  await aws.send(new UpdateResourceServerCommand(write))
  expect((await aws.send(new DescribeResourceServerCommand(named))).ResourceServer).toEqual(write)
  expect(
    (await aws.send(new ListResourceServersCommand({ UserPoolId, MaxResults: 50 }))).ResourceServers,
  ).toEqual([write])
  await aws.send(new DeleteResourceServerCommand(named))
  await expect(aws.send(new DescribeResourceServerCommand(named))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  })
})

const create = (
  aws: CognitoIdentityProviderClient,
  UserPoolId: string,
  more: Partial<CreateUserPoolClientCommandInput>,
) => aws.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'web', ...more }))

test('what a client may do at a domain is described as it was set', async () => {
  const { aws, poolId: UserPoolId, clientId } = await build(await target.open())
  const plain = await aws.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId: clientId }))
  expect(plain.UserPoolClient).toMatchObject({ AllowedOAuthFlowsUserPoolClient: false })
  expect(plain.UserPoolClient).not.toHaveProperty('AllowedOAuthFlows')
  const settings = {
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code' as const, 'implicit' as const],
    AllowedOAuthScopes: ['openid', 'phone'],
    CallbackURLs: [
      'http://localhost:3000/cb',
      'https://a.example/cb',
      'com.example.app://cb',
      'http://127.0.0.1/',
    ],
    LogoutURLs: ['http://localhost:3000/out'],
    DefaultRedirectURI: 'https://a.example/cb',
    SupportedIdentityProviders: ['COGNITO'],
  }
  const { UserPoolClient } = await create(aws, UserPoolId, settings)
  const ClientId = UserPoolClient?.ClientId
  const described = await aws.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }))
  expect(described.UserPoolClient).toMatchObject(settings)
})

test('what does not go together is refused in the words of the service', async () => {
  const { aws, poolId, instance } = await build(await target.open())
  const flows = (...AllowedOAuthFlows: ('code' | 'implicit' | 'client_credentials')[]) => ({
    AllowedOAuthFlows,
    AllowedOAuthScopes: ['openid'],
    CallbackURLs: ['https://a.example/cb'],
  })
  for (const [more, name, message] of [
    [
      { ...flows('code', 'client_credentials'), GenerateSecret: true },
      'InvalidOAuthFlowException',
      'client_credentials flow can not be selected along with code flow or implicit flow.',
    ],
    [
      { ...flows('code'), CallbackURLs: [] },
      'InvalidOAuthFlowException',
      'CallbackUrls can not be empty when code flow or implicit flow is selected',
    ],
    [
      { ...flows('client_credentials'), AllowedOAuthScopes: ['email'], GenerateSecret: true },
      'InvalidOAuthFlowException',
      'email is not supported with client_credentials flow',
    ],
    [
      flows('client_credentials'),
      'InvalidOAuthFlowException',
      'client_credentials flow can not be selected if client does not have a client secret.',
    ],
    [
      { ...flows('code'), AllowedOAuthScopes: ['nowhere/read'] },
      'ScopeDoesNotExistException',
      'Invalid scope requested: nowhere/read',
    ],
    [{ AllowedOAuthFlowsUserPoolClient: true }, 'InvalidParameterException', /AllowedOAuthFlows and/],
    [
      { ...flows('code'), CallbackURLs: ['http://a.example/cb'] },
      'InvalidParameterException',
      /HTTP protocol/,
    ],
    [{ ...flows('code'), CallbackURLs: ['https://a.example/#x'] }, 'InvalidParameterException', /fragment/],
    [{ ...flows('code'), CallbackURLs: ['/callback'] }, 'InvalidParameterException', /absolute/],
    [
      { ...flows('code'), DefaultRedirectURI: 'https://b.example/' },
      'InvalidParameterException',
      /CallbackURLs/,
    ],
    [{ SupportedIdentityProviders: ['Google'] }, 'InvalidParameterException', /Google does not exist/],
  ] as const) {
    const body = { UserPoolId: poolId, ClientName: 'web', ...more }
    const refused = await signedPost(instance, 'CreateUserPoolClient', body)
    expect(refused).toMatchObject({
      status: 400,
      body: {
        __type: name,
        message: typeof message === 'string' ? message : expect.stringMatching(message),
      },
    })
  }
  expect((await create(aws, poolId, flows('code'))).UserPoolClient).toMatchObject({
    ...flows('code'),
    UserPoolId: poolId,
    ClientId: expect.stringMatching(/^[a-z0-9]{26}$/),
  })
})

test('a forgotten password is replaced with the code that was sent', async () => {
  const house = await build(await target.open(), { pool: { AutoVerifiedAttributes: ['email'] } })
  const { aws, clientId: ClientId, instance, poolId } = house
  const forgot = (Username: string) => aws.send(new ForgotPasswordCommand({ ClientId, Username }))
  await expect(forgot(username)).rejects.toMatchObject(
    invalid('Cannot reset password for the user as there is no registered/verified email or phone_number'),
  )
  await expect(forgot('nobody')).rejects.toMatchObject({ name: 'UserNotFoundException' })
  await signedPost(instance, 'AdminUpdateUserAttributes', {
    UserPoolId: poolId,
    Username: username,
    UserAttributes: [
      { Name: 'email', Value: 'amelie@example.com' },
      { Name: 'email_verified', Value: 'true' },
    ],
  })
  expect((await forgot(username)).CodeDeliveryDetails).toEqual({
    AttributeName: 'email',
    DeliveryMedium: 'EMAIL',
    Destination: 'a***@e***',
  })
  const sent = instance.codes.at(-1)
  expect(sent).toMatchObject({ username, purpose: 'ForgotPassword', destination: 'amelie@example.com' })
  const confirm = (ConfirmationCode: string, Password = 'New-horse-22') =>
    aws.send(new ConfirmForgotPasswordCommand({ ClientId, Username: username, ConfirmationCode, Password }))
  const code = sent?.code ?? ''
  await expect(confirm(code === '000000' ? '111111' : '000000')).rejects.toMatchObject({
    name: 'CodeMismatchException',
  })
  await expect(confirm(code, 'short')).rejects.toMatchObject({ name: 'InvalidPasswordException' })
  await confirm(code)
  await expect(confirm(code)).rejects.toMatchObject({ name: 'ExpiredCodeException' })
  const { AuthenticationResult } = await signIn(house, username, 'New-horse-22')
  expect(claimsOf(AuthenticationResult?.AccessToken)).toMatchObject({ token_use: 'access', username })
})

test('a second confirmation code replaces the first', async () => {
  const {
    aws,
    clientId: ClientId,
    instance,
  } = await build(await target.open(), {
    pool: { AutoVerifiedAttributes: ['email'] },
  })
  const UserAttributes = [{ Name: 'email', Value: 'bo@example.com' }]
  await aws.send(new SignUpCommand({ ClientId, Username: 'bo', Password: 'Correct-horse-1', UserAttributes }))
  await aws.send(new ResendConfirmationCodeCommand({ ClientId, Username: 'bo' }))
  expect(instance.codes.map(({ username: name, purpose }) => [name, purpose])).toEqual([
    ['bo', 'SignUp'],
    ['bo', 'SignUp'],
  ])
})
