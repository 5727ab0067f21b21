/** Profiles of federated users: made, brought up to date, linked; and how such users sign in, out, and not at all. */

import {
  AdminCreateUserCommand,
  AdminDisableProviderForUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminLinkProviderForUserCommand,
  AdminListGroupsForUserCommand,
  AdminSetUserPasswordCommand,
  CreateIdentityProviderCommand,
  type CreateUserPoolCommandInput,
  DeleteIdentityProviderCommand,
  DescribeIdentityProviderCommand,
  ForgotPasswordCommand,
  GetIdentityProviderByIdentifierCommand,
  GetSigningCertificateCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ListIdentityProvidersCommand,
  UpdateIdentityProviderCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type Instance,
  type ReferenceTarget,
  startReferenceTarget,
} from '../../fixtures/reference-target/index.ts'
import { Browser, buildDomain, callback, landed, signedOut, uuid } from './browser.ts'
import { password } from './house.ts'
import { type OwnProvider, startOwnProvider } from './own-provider.ts'
import { addClient, type FederatedHouse, redeem } from './provider.ts'

let target: ReferenceTarget
let instance: Instance
let own: OwnProvider

const attributeMapping = { email: 'email', email_verified: 'email_verified', name: 'name' }

beforeAll(async () => {
  target = await startReferenceTarget()
})
afterAll(async () => {
  await target.close()
  await own.close()
})

const details = () => ({
  client_id: own.clientId,
  client_secret: own.clientSecret,
  attributes_request_method: 'GET',
  oidc_issuer: own.issuer,
  authorize_scopes: 'openid email',
})

async function open(
  on: {
    pool?: Partial<CreateUserPoolCommandInput>
    mapping?: Record<string, string>
    without?: 'COGNITO'
  } = {},
): Promise<FederatedHouse> {
  instance = await target.open()
  own ??= await startOwnProvider(() => instance.clock.now())
  own.reset()
  const bare = await buildDomain(instance, 1, on.pool ? { pool: on.pool } : {})
  await bare.aws.send(
    new CreateIdentityProviderCommand({
      UserPoolId: bare.poolId,
      ProviderName: 'Own',
      ProviderType: 'OIDC',
      ProviderDetails: details(),
      AttributeMapping: on.mapping ?? attributeMapping,
      IdpIdentifiers: ['own.example'],
    }),
  )
  const providers = on.without ? ['Own'] : ['COGNITO', 'Own']
  const clientId = await addClient(bare, { SupportedIdentityProviders: providers })
  return { ...bare, clientId, tenants: {} }
}

async function signIn(
  house: FederatedHouse,
  browser = new Browser(house),
  named: Record<string, string> = { identity_provider: 'Own' },
) {
  const shown = await browser.authorize(named)
  const state = new URL(shown.location ?? '', shown.url).searchParams.get('state') ?? ''
  return browser.open(`/oauth2/idpresponse?${new URLSearchParams({ code: 'c1', state })}`)
}

async function userOf(house: FederatedHouse, Username = 'Own_own-subject-1') {
  const user = await house.aws.send(new AdminGetUserCommand({ UserPoolId: house.poolId, Username }))
  return {
    status: user.UserStatus,
    modified: user.UserLastModifiedDate?.getTime(),
    ...Object.fromEntries((user.UserAttributes ?? []).map((one) => [one.Name, one.Value])),
  } as Record<string, unknown>
}

describe('a profile', () => {
  let house: FederatedHouse
  beforeEach(async () => {
    house = await open()
  })

  test('is made at the first sign-in, with what is mapped', async () => {
    own.will = { claims: { unmapped: 'x', 'cognito:groups': ['admin'] } }
    await signIn(house)
    const user = await userOf(house)
    expect(user).toMatchObject({
      status: 'EXTERNAL_PROVIDER',
      email: 'olga@example.com',
      email_verified: 'true',
      name: 'Olga Own',
    })
    expect(user['sub']).not.toBe('own-subject-1')
    expect(Object.keys(user).sort()).toEqual(
      ['email', 'email_verified', 'identities', 'modified', 'name', 'status', 'sub'].sort(),
    )
    expect(JSON.parse(String(user['identities']))).toEqual([
      {
        userId: 'own-subject-1',
        providerName: 'Own',
        providerType: 'OIDC',
        issuer: null,
        primary: true,
        dateCreated: expect.any(Number),
      },
    ])
    const { Groups = [] } = await house.aws.send(
      new AdminListGroupsForUserCommand({ UserPoolId: house.poolId, Username: 'Own_own-subject-1' }),
    )
    expect(Groups.map(({ GroupName }) => GroupName)).toEqual([`${house.poolId}_Own`])
  })

  test('is brought up to date, and stays what it was where nothing comes', async () => {
    await signIn(house)
    const before = await userOf(house)
    instance.clock.advance(60)
    await signIn(house)
    expect(await userOf(house)).toEqual(before)
    own.will = {
      claims: { email: 'new@example.com', email_verified: undefined },
      userInfo: { sub: 'own-subject-1' },
    }
    await signIn(house)
    const after = await userOf(house)
    expect(after).toMatchObject({
      sub: before['sub'],
      email: 'new@example.com',
      name: 'Olga Own',
      email_verified: 'false',
    })
    own.will = { claims: { name: '' } }
    await signIn(house)
    expect(await userOf(house)).not.toHaveProperty('name')
  })

  test('does not lose a required attribute', async () => {
    await signIn(house)
    const before = await userOf(house)
    own.will = { claims: { email: '', name: 'Other' } }
    expect(landed(await signIn(house)).query).toMatchObject({
      error: 'invalid_request',
      error_description: 'attributes required: [email]',
    })
    expect(await userOf(house)).toEqual(before)
  })

  test('is not that of a local user with the same address', async () => {
    await house.aws.send(
      new AdminCreateUserCommand({
        UserPoolId: house.poolId,
        Username: 'olga',
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: 'olga@example.com' },
          { Name: 'email_verified', Value: 'true' },
        ],
      }),
    )
    const { id } = await redeem(house, await signIn(house))
    expect(id['cognito:username']).toBe('Own_own-subject-1')
  })

  test('lets nobody in who is disabled', async () => {
    await signIn(house)
    await house.aws.send(
      new AdminDisableUserCommand({ UserPoolId: house.poolId, Username: 'Own_own-subject-1' }),
    )
    expect(landed(await signIn(house)).query).toMatchObject({ error: 'invalid_request', state: 'st-1' })
  })

  test('has no password', async () => {
    await signIn(house)
    const attempt = house.aws.send(
      new InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: (await addClient(house, { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] })) || '',
        AuthParameters: { USERNAME: 'Own_own-subject-1', PASSWORD: '' },
      }),
    )
    await expect(attempt).rejects.toThrow('Incorrect username or password.')
    await expect(
      house.aws.send(new ForgotPasswordCommand({ ClientId: house.clientId, Username: 'Own_own-subject-1' })),
    ).rejects.toThrow('User password cannot be reset in the current state.')
    await house.aws.send(
      new AdminSetUserPasswordCommand({
        UserPoolId: house.poolId,
        Username: 'Own_own-subject-1',
        Password: password,
        Permanent: true,
      }),
    )
    expect((await userOf(house))['status']).toBe('CONFIRMED')
  })

  test('is refreshed without the provider', async () => {
    const { tokens } = await redeem(house, await signIn(house))
    own.reset()
    const answer = await new Browser(house).send(
      'POST',
      '/oauth2/token',
      new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: house.clientId,
        refresh_token: tokens['refresh_token'] ?? '',
      }),
    )
    expect(answer.status).toBe(200)
    expect(own.came).toEqual([])
    const { UserAttributes = [] } = await house.aws.send(
      new GetUserCommand({ AccessToken: tokens['access_token'] }),
    )
    expect(UserAttributes.map(({ Name }) => Name)).toContain('identities')
  })
})

describe('particular pools', () => {
  test('an immutable attribute is set once', async () => {
    const house = await open({ pool: { Schema: [{ Name: 'email', Required: true, Mutable: false }] } })
    expect(landed(await signIn(house)).query['code']).toMatch(uuid)
    expect(landed(await signIn(house)).query['error_description']).toBe(
      'user.email: Attribute cannot be updated.\n ',
    )
  })

  test('an attribute that the pool does not have', async () => {
    const house = await open({ mapping: { ...attributeMapping, 'custom:none': 'sub' } })
    expect(landed(await signIn(house)).query['error_description']).toContain('custom:none')
    await expect(userOf(house)).rejects.toThrow('User does not exist')
  })

  test('names are in small letters where case does not matter, and no two subjects share one', async () => {
    const house = await open({ pool: { UsernameConfiguration: { CaseSensitive: false } } })
    own.will = { claims: { sub: 'Olga' }, userInfo: {} }
    const { id } = await redeem(house, await signIn(house))
    expect(id).toMatchObject({
      'cognito:username': 'own_olga',
      identities: [{ providerName: 'Own', userId: 'Olga' }],
    })
    own.will = { claims: { sub: 'OLGA' }, userInfo: {} }
    expect(landed(await signIn(house)).query['error']).toBe('invalid_request')
  })

  test('MFA of the pool is not asked for', async () => {
    const house = await open({ pool: { MfaConfiguration: 'ON' } })
    expect(landed(await signIn(house)).query['code']).toMatch(uuid)
  })
})

describe('the browser', () => {
  test('is known by its session, for the same provider', async () => {
    const house = await open()
    const browser = new Browser(house)
    await signIn(house, browser)
    for (const asked of [{}, { identity_provider: 'Own' }, { idp_identifier: 'own.example' }]) {
      expect(landed(await browser.authorize(asked)).query['code']).toMatch(uuid)
    }
    expect((await browser.authorize({ identity_provider: 'COGNITO' })).url).toContain('/login?')
    const out = await browser.open(
      `/logout?${new URLSearchParams({ client_id: house.clientId, logout_uri: signedOut })}`,
    )
    expect(out.location).toBe(signedOut)
    expect((await browser.authorize()).url).toContain('/login?')
  })

  test('is led by an identifier, and by no unknown one', async () => {
    const house = await open()
    expect(
      landed(await signIn(house, new Browser(house), { idp_identifier: 'own.example' })).query['code'],
    ).toMatch(uuid)
    for (const named of [{ idp_identifier: 'none.example' }, { identity_provider: 'own' }]) {
      const shown = await new Browser(house).authorize(named)
      expect(landed(shown)).toMatchObject({
        at: callback,
        query: { error: 'invalid_request', state: 'st-1' },
      })
    }
  })

  test('is offered the provider on the sign-in page', async () => {
    const house = await open()
    const browser = new Browser(house)
    const page = await browser.authorize({ state: 'st-2' })
    const button = page.$('form[name=cognitoProviderForm]').first()
    expect(button.find('input[type=submit]').attr('value')).toBe('Continue with Own')
    const fields = button
      .find('input[type=hidden]')
      .toArray()
      .map((input): [string, string] => [page.$(input).attr('name') ?? '', page.$(input).attr('value') ?? ''])
    const shown = await browser.open(`${button.attr('action')}?${new URLSearchParams(fields)}`)
    expect(shown.location).toMatch(`${own.issuer}/authorize?`)
    const state = new URL(shown.location ?? '').searchParams.get('state') ?? ''
    const home = await browser.open(`/oauth2/idpresponse?${new URLSearchParams({ code: 'c', state })}`)
    expect(landed(home).query).toMatchObject({ code: expect.any(String), state: 'st-2' })
  })

  test('is asked for no password where the client has no users of the pool', async () => {
    const house = await open({ without: 'COGNITO' })
    const page = await new Browser(house).authorize()
    expect(page.$('input[type=password]').length).toBe(0)
    expect(page.$('form[name=cognitoProviderForm]').length).toBeGreaterThan(0)
  })
})

describe('a link', () => {
  let house: FederatedHouse
  beforeEach(async () => {
    house = await open()
  })
  const link = (ProviderAttributeName: string, ProviderAttributeValue: string, to = 'amelie') =>
    house.aws.send(
      new AdminLinkProviderForUserCommand({
        UserPoolId: house.poolId,
        DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: to },
        SourceUser: { ProviderName: 'Own', ProviderAttributeName, ProviderAttributeValue },
      }),
    )

  test.each([
    ['Cognito_Subject', 'own-subject-1'],
    ['email', 'olga@example.com'],
  ])('by %s leads to the local user, until it is undone', async (name, value) => {
    await link(name, value)
    const { id } = await redeem(house, await signIn(house))
    expect(id).toMatchObject({
      'cognito:username': 'amelie',
      identities: [{ userId: 'own-subject-1', providerName: 'Own' }],
    })
    expect(id).not.toHaveProperty('cognito:groups')
    expect((await userOf(house, 'amelie'))['status']).toBe('CONFIRMED')
    await house.aws.send(
      new AdminDisableProviderForUserCommand({
        UserPoolId: house.poolId,
        User: {
          ProviderName: 'Own',
          ProviderAttributeName: 'Cognito_Subject',
          ProviderAttributeValue: 'own-subject-1',
        },
      }),
    )
    const { id: fresh } = await redeem(house, await signIn(house))
    expect(fresh['cognito:username']).toBe('Own_own-subject-1')
  })

  test('is refused where it cannot be', async () => {
    await expect(link('Cognito_Subject', 'x', 'nobody')).rejects.toThrow('User does not exist')
    await expect(link('picture', 'x')).rejects.toThrow(/neither Cognito_Subject/)
    await signIn(house)
    await expect(link('Cognito_Subject', 'own-subject-1')).rejects.toThrow(
      /Merging is not currently supported/,
    )
    for (const n of [1, 2, 3, 4, 5]) await link('Cognito_Subject', `s${n}`)
    await expect(link('Cognito_Subject', 's6')).rejects.toThrow(/five/)
  })

  test('undone for the pool itself puts an end to the password', async () => {
    await house.aws.send(
      new AdminDisableProviderForUserCommand({
        UserPoolId: house.poolId,
        User: {
          ProviderName: 'Cognito',
          ProviderAttributeName: 'Cognito_Subject',
          ProviderAttributeValue: 'amelie',
        },
      }),
    )
    const page = await new Browser(house).authorize()
    expect(page.status).toBe(200)
    const again = await new Browser(house).authorize()
    const browser = new Browser(house)
    const shown = await browser.submit(await browser.authorize(), { username: 'amelie', password })
    expect(again.status).toBe(200)
    expect(shown.body).toContain('Incorrect username or password.')
  })
})

describe('the operations', () => {
  let house: FederatedHouse
  beforeAll(async () => {
    house = await open()
  })
  const create = (more: object) =>
    house.aws.send(
      new CreateIdentityProviderCommand({
        UserPoolId: house.poolId,
        ProviderName: 'Second',
        ProviderType: 'OIDC',
        ProviderDetails: details(),
        ...more,
      }),
    )

  test.each([
    [{ ProviderName: 'Own' }, 'DuplicateProviderException', /Own/],
    [{ IdpIdentifiers: ['own.example'] }, 'DuplicateProviderException', /own.example/],
    [{ ProviderType: 'Google' }, 'InvalidParameterException', 'Provider Second cannot be of type Google.'],
    [{ ProviderName: 'Google' }, 'InvalidParameterException', 'Provider Google cannot be of type OIDC.'],
    [{ ProviderDetails: {} }, 'InvalidParameterException', /client_id/],
    [
      { ProviderType: 'SAML', ProviderDetails: {} },
      'InvalidParameterException',
      /At least one of the MetadataURL/,
    ],
    [{ UserPoolId: 'us-east-1_nobody' }, 'ResourceNotFoundException', /us-east-1_nobody/],
  ])('refuse %o', async (more, name, message) => {
    const error = await create(more).catch((refused: Error) => refused)
    expect(error).toMatchObject({ name })
    expect((error as Error).message).toMatch(message)
  })

  test('describe, find, list, change and delete', async () => {
    const at = { UserPoolId: house.poolId, ProviderName: 'Own' }
    const { IdentityProvider } = await house.aws.send(new DescribeIdentityProviderCommand(at))
    expect(IdentityProvider).toMatchObject({
      ...at,
      ProviderType: 'OIDC',
      ProviderDetails: details(),
      AttributeMapping: { username: 'sub', ...attributeMapping },
      IdpIdentifiers: ['own.example'],
      CreationDate: expect.any(Date),
    })
    const found = await house.aws.send(
      new GetIdentityProviderByIdentifierCommand({ UserPoolId: house.poolId, IdpIdentifier: 'own.example' }),
    )
    expect(found.IdentityProvider).toEqual(IdentityProvider)
    const { Providers } = await house.aws.send(new ListIdentityProvidersCommand({ UserPoolId: house.poolId }))
    expect(Providers).toEqual([
      {
        ProviderName: 'Own',
        ProviderType: 'OIDC',
        CreationDate: expect.any(Date),
        LastModifiedDate: expect.any(Date),
      },
    ])
    await house.aws.send(new UpdateIdentityProviderCommand({ ...at, AttributeMapping: { email: 'mail' } }))
    const changed = await house.aws.send(new DescribeIdentityProviderCommand(at))
    expect(changed.IdentityProvider).toMatchObject({
      ProviderDetails: details(),
      AttributeMapping: { username: 'sub', email: 'mail' },
      IdpIdentifiers: [],
    })
    await house.aws.send(new DeleteIdentityProviderCommand(at))
    await expect(house.aws.send(new DescribeIdentityProviderCommand(at))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
    const shown = await new Browser(house).authorize({ identity_provider: 'Own' })
    expect(landed(shown).query['error']).toBe('invalid_request')
    await expect(addClient(house, { SupportedIdentityProviders: ['Own'] })).rejects.toThrow(
      `The provider Own does not exist for User Pool ${house.poolId}.`,
    )
  })

  test('give the signing certificate, the same each time', async () => {
    const ask = () => house.aws.send(new GetSigningCertificateCommand({ UserPoolId: house.poolId }))
    const { Certificate } = await ask()
    expect(Certificate).toMatch(/^[A-Za-z0-9+/]{400,}={0,2}$/)
    expect((await ask()).Certificate).toBe(Certificate)
  })
})
