/** Identity pools: what is made for them, and what is shared. */
import { describe, expect, test } from 'vitest'
import { ControlPlanes } from '../../fixtures/targets/control-planes.ts'
import { endpointsOf, identityTokensOf } from '../../fixtures/targets/endpoints.ts'
import type { Lease } from '../../fixtures/targets/lease.ts'
import { DEFAULT_ROLES, type LoginProviderNeeds } from '../../fixtures/targets/lease-identity.ts'
import { Provisioner } from '../../fixtures/targets/provision.ts'
import type { Tenant } from '../../mock-idp/control.ts'
import { fakeTarget, hostDouble, iam, type Replies } from './fake-target.ts'
import { leaseFrom, lent, needsOf, policy } from './identity-pool-leases.ts'

const tenant = (dialect: Tenant['dialect'], name: string): Tenant => ({
  id: name,
  dialect,
  issuer: `http://idp.localhost:4712/t/${name}`,
  baseUrl: `http://idp.localhost:4712/t/${name}`,
  clientId: `the-client-at-${name}`,
  clientSecret: 'the-secret-of-the-client-at-the-provider',
  endpoints: {},
  ...(dialect === 'saml' ? { metadata: '<EntityDescriptor/>' } : {}),
})

describe('what is made', () => {
  test('a pool that trusts the first client, a bucket, a role for each kind of identity, and their settings', async () => {
    const { lease, made, inputs, url } = await leaseFrom(needsOf({ guests: true }))
    const { identityPool, endpoints, userPool, client } = lent(lease)
    const login = `cognito-idp.us-east-1.amazonaws.com/${userPool.id}`
    expect(made.filter((one) => !/User|Client/.test(one))).toEqual([
      'CreateIdentityPool',
      'CreateBucket',
      'CreateRole',
      'CreateRole',
      'PutRolePolicy',
      'PutRolePolicy',
      'SetIdentityPoolRoles',
    ])
    expect(inputs('CreateIdentityPool')[0]).toEqual({
      IdentityPoolName: expect.stringMatching(/^conformance-r7-/),
      AllowUnauthenticatedIdentities: true,
      AllowClassicFlow: false,
      CognitoIdentityProviders: [{ ProviderName: login, ClientId: client.id, ServerSideTokenCheck: false }],
    })
    const { authenticated, unauthenticated } = identityPool.roles
    expect(inputs('SetIdentityPoolRoles')[0]).toEqual({
      IdentityPoolId: identityPool.id,
      Roles: { authenticated: authenticated?.arn, unauthenticated: unauthenticated?.arn },
    })
    expect(identityPool).toMatchObject({
      id: 'us-east-1:identity-pool-1',
      region: 'us-east-1',
      account: '123456789012',
      guests: true,
      classicFlow: false,
      serverSideTokenCheck: false,
      userPoolLogin: login,
      providers: [],
      bucket: expect.stringMatching(/^[a-z0-9-]{3,63}$/),
      tokens: {
        issuer: 'https://cognito-identity.amazonaws.com',
        keysUrl: `${url}/.well-known/jwks_uri`,
      },
    })
    expect(endpoints).toEqual({ cognitoIdp: url, cognitoIdentity: url, sts: url, s3: url, ssm: url })
    for (const { name } of Object.values(identityPool.roles)) expect(name).toMatch(/^[\w-]{1,64}$/)
  })

  test('what these open, and what they do not', async () => {
    const { lease, url } = await leaseFrom(needsOf())
    const { allowed, denied, bucket } = lent(lease).identityPool
    expect(allowed).toMatchObject({ service: 's3', method: 'PUT', body: expect.any(String) })
    expect(allowed?.url).toMatch(`${url}/${bucket}/common/`)
    expect(denied).toMatchObject({ service: 's3', method: 'PUT', body: expect.any(String) })
    expect(denied?.url).toMatch(new RegExp(`/${bucket}/us-east-1%3A[0-9a-f-]{36}/`))
  })

  test('without a bucket anybody may ask who they are', async () => {
    const { lease, made } = await leaseFrom(needsOf({ roles: { authenticated: { statements: [] } } }))
    const { allowed, denied, bucket } = lent(lease).identityPool
    expect([denied, bucket]).toEqual([undefined, undefined])
    expect(allowed).toMatchObject({ service: 'sts', method: 'POST' })
    expect(made).not.toContain('CreateBucket')
    expect(made).not.toContain('PutRolePolicy')
  })

  test('trust in this pool alone, and in who signed in', async () => {
    const { lease, inputs } = await leaseFrom(
      needsOf({
        roles: {
          authenticated: DEFAULT_ROLES.authenticated,
          'of-a-provider': { statements: [], amr: 'graph.facebook.com', maxSession: 7200 },
          tagged: { statements: [], tagSession: true },
          stranger: { statements: [], trustsAnotherPool: true },
        },
      }),
    )
    const { id } = lent(lease).identityPool
    const trusts = inputs('CreateRole').map(({ AssumeRolePolicyDocument: of }) => policy(of).Statement[0])
    const statement = (aud: unknown, amr: string, Action: unknown = 'sts:AssumeRoleWithWebIdentity') => ({
      Effect: 'Allow',
      Principal: { Federated: 'cognito-identity.amazonaws.com' },
      Action,
      Condition: {
        StringEquals: { 'cognito-identity.amazonaws.com:aud': aud },
        'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': amr },
      },
    })
    expect(trusts).toEqual([
      statement(id, 'authenticated'),
      statement(id, 'graph.facebook.com'),
      statement(id, 'authenticated', ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession']),
      statement(expect.not.stringMatching(id), 'authenticated'),
    ])
    expect(inputs('CreateRole').map(({ MaxSessionDuration }) => MaxSessionDuration)).toEqual([
      undefined,
      '7200',
      undefined,
      undefined,
    ])
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable of IAM
    const own = '${cognito-identity.amazonaws.com:sub}/*'
    expect(policy(inputs('PutRolePolicy')[0]?.['PolicyDocument']).Statement).toEqual([
      {
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:PutObject'],
        Resource: `arn:aws:s3:::${lent(lease).identityPool.bucket}/${own}`,
      },
      {
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:PutObject'],
        Resource: `arn:aws:s3:::${lent(lease).identityPool.bucket}/common/*`,
      },
    ])
  })

  test('placeholders in a policy, and nothing that looks like one', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable of IAM
    const tag = '${aws:PrincipalTag/region}'
    const { lease, inputs } = await leaseFrom(
      needsOf({
        roles: {
          authenticated: {
            statements: [
              {
                Effect: 'Allow',
                Action: 'ssm:GetParameter',
                Resource: `arn:aws:ssm:{region}:{account}:parameter/{identityPoolId}/${tag}`,
              },
            ],
          },
        },
      }),
    )
    expect(policy(inputs('PutRolePolicy')[0]?.['PolicyDocument']).Statement).toMatchObject([
      { Resource: `arn:aws:ssm:us-east-1:123456789012:parameter/${lent(lease).identityPool.id}/${tag}` },
    ])
  })

  test('mappings and tags of the user pool, by the names that these have', async () => {
    const { lease, inputs } = await leaseFrom(
      needsOf({
        classicFlow: true,
        developerProvider: true,
        serverSideTokenCheck: true,
        roles: { one: { statements: [] } },
        roleMappings: {
          'user-pool': {
            type: 'Rules',
            ambiguous: 'Deny',
            rules: [{ claim: 'custom:dept', match: 'Equals', value: 'Sales', role: 'one' }],
          },
        },
        principalTags: { 'user-pool': { dept: 'custom:dept' } },
      }),
    )
    const { identityPool, userPool, client } = lent(lease)
    const login = `cognito-idp.us-east-1.amazonaws.com/${userPool.id}`
    expect(inputs('CreateIdentityPool')[0]).toMatchObject({
      AllowClassicFlow: true,
      DeveloperProviderName: identityPool.developerProvider,
      CognitoIdentityProviders: [{ ServerSideTokenCheck: true }],
    })
    expect(inputs('SetIdentityPoolRoles')[0]).toEqual({
      IdentityPoolId: identityPool.id,
      Roles: {},
      RoleMappings: {
        [`${login}:${client.id}`]: {
          Type: 'Rules',
          AmbiguousRoleResolution: 'Deny',
          RulesConfiguration: {
            Rules: [
              {
                Claim: 'custom:dept',
                MatchType: 'Equals',
                Value: 'Sales',
                RoleARN: identityPool.roles['one']?.arn,
              },
            ],
          },
        },
      },
    })
    expect(inputs('SetPrincipalTagAttributeMap')[0]).toEqual({
      IdentityPoolId: identityPool.id,
      IdentityProviderName: login,
      UseDefaults: false,
      PrincipalTags: { dept: 'custom:dept' },
    })
  })

  test('both clients, or none', async () => {
    const both = await leaseFrom(needsOf({ userPool: 'both' }, { secondClient: {} }))
    expect(both.inputs('CreateIdentityPool')[0]?.['CognitoIdentityProviders']).toHaveLength(2)
    const none = await leaseFrom(needsOf({ userPool: 'none' }))
    expect(none.inputs('CreateIdentityPool')[0]).not.toHaveProperty('CognitoIdentityProviders')
    expect(lent(none.lease).identityPool).not.toHaveProperty('userPoolLogin')
  })

  test('groups with the roles, and the user in them', async () => {
    const { lease, inputs } = await leaseFrom(
      needsOf(
        { roles: { one: { statements: [] }, two: { statements: [] } } },
        {
          user: {
            roleGroups: [
              { role: 'one', precedence: 5 },
              { role: 'two', precedence: 0 },
            ],
          },
        },
      ),
    )
    const { identityPool, user } = lent(lease)
    const { one, two } = identityPool.roles
    expect(inputs('CreateGroup')).toMatchObject([
      { RoleArn: one?.arn, Precedence: 5 },
      { RoleArn: two?.arn, Precedence: 0 },
    ])
    expect(user.groups).toEqual(inputs('CreateGroup').map(({ GroupName }) => GroupName))
    expect(inputs('AdminAddUserToGroup').map(({ GroupName }) => GroupName)).toEqual(user.groups)
  })
})

describe('providers of its own', () => {
  const providers: LoginProviderNeeds[] = [
    { name: 'oidc', type: 'OIDC' },
    { name: 'saml', type: 'SAML' },
  ]
  const replies: Replies = {
    CreateOpenIDConnectProvider: ({ Url }) =>
      iam(
        'CreateOpenIDConnectProvider',
        `<OpenIDConnectProviderArn>arn:aws:iam::123456789012:oidc-provider/${String(Url).slice(7)}</OpenIDConnectProviderArn>`,
      ),
    CreateSAMLProvider: ({ Name }) =>
      iam(
        'CreateSAMLProvider',
        `<SAMLProviderArn>arn:aws:iam::123456789012:saml-provider/${Name}</SAMLProviderArn>`,
      ),
    DeleteOpenIDConnectProvider: iam('DeleteOpenIDConnectProvider'),
    DeleteSAMLProvider: iam('DeleteSAMLProvider'),
  }
  const request = {
    application: 'http://localhost:4711',
    tenants: {
      oidc: tenant('oidc', 'oidc'),
      saml: tenant('saml', 'saml'),
      Google: tenant('google', 'Google'),
    },
  }

  test('stand in IAM before the pool, and are what mappings and logins are called by', async () => {
    const { lease, made, inputs, undone, leftovers } = await leaseFrom(
      needsOf({
        providers,
        userPool: 'none',
        roles: { one: { statements: [] } },
        roleMappings: { oidc: { type: 'Token', ambiguous: 'AuthenticatedRole' } },
        principalTags: { saml: 'defaults' },
      }),
      { replies, request },
    )
    const [oidc, saml] = lent(lease).identityPool.providers
    expect(made.indexOf('CreateSAMLProvider')).toBeLessThan(made.indexOf('CreateIdentityPool'))
    expect(oidc).toMatchObject({
      login: 'idp.localhost:4712/t/oidc',
      relyingParty: { redirectUris: ['http://localhost:4711/callback'] },
    })
    expect(saml).toMatchObject({
      login: saml?.arn,
      relyingParty: {
        entityId: 'urn:amazon:webservices',
        recipient: 'https://signin.aws.amazon.com/saml',
        assertionConsumerService: 'http://localhost:4711/saml/acs',
      },
    })
    expect(inputs('CreateIdentityPool')[0]).toMatchObject({
      OpenIdConnectProviderARNs: [oidc?.arn],
      SamlProviderARNs: [saml?.arn],
    })
    expect(inputs('SetIdentityPoolRoles')[0]?.['RoleMappings']).toHaveProperty([oidc?.arn ?? ''])
    expect(inputs('SetPrincipalTagAttributeMap')[0]).toMatchObject({
      IdentityProviderName: saml?.arn,
      UseDefaults: true,
    })
    expect(undone.slice(-4)).toEqual([
      'DeleteIdentityPool',
      'DeleteSAMLProvider',
      'DeleteOpenIDConnectProvider',
      'DeleteUserPool',
    ])
    expect(leftovers).toEqual([])
  })

  test('no social one where its addresses cannot be told', async () => {
    const { lease, made } = await leaseFrom(needsOf({ providers: [{ name: 'Google', type: 'Google' }] }), {
      request,
    })
    expect(lease).toEqual({ none: 'not-offered', reason: expect.stringContaining('social-idp-endpoints') })
    expect(made).not.toContain('CreateIdentityPool')
  })
})

describe('what is shared', () => {
  test('a pool by equal needs, and no other', async () => {
    const { leases, inputs } = await leaseFrom(needsOf(), {
      again: [needsOf(), needsOf({ classicFlow: true })],
    })
    const ids = leases.map((lease) => lent(lease).identityPool.id)
    expect(ids[1]).toBe(ids[0])
    expect(ids[2]).not.toBe(ids[0])
    expect(inputs('CreateIdentityPool')).toHaveLength(2)
  })

  test('nothing of it is touched by a variant that does not ask', async () => {
    const { made, lease } = await leaseFrom({ pool: { mfa: 'off' }, client: {}, user: {}, does: [] })
    expect(made.join()).not.toMatch(/Identity|Role|Bucket/)
    expect((lease as Lease).endpoints).not.toHaveProperty('sts')
  })
})

/** What makes things in a region. */
function provisionerIn(region: string, url: string) {
  const endpoints = endpointsOf({ kind: 'endpoint' }, url, region)
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
  const planes = new ControlPlanes(endpoints, { region, credentials, headers: {} })
  const provisioner = new Provisioner({
    ...hostDouble().options,
    control: planes.of('cognitoIdp'),
    target: 'fake',
    now: Date.now,
    services: {
      planes,
      endpoints,
      region,
      tokens: identityTokensOf({ kind: 'endpoint' }, endpoints, region),
      settlesMs: 300,
      mayDiffer: false,
      userPoolAt: (id) => ({ issuer: id, keysBase: id }),
    },
  })
  return { planes, provisioner }
}

const before = { userPoolId: 'pool', clientIds: ['client'], tenants: {}, application: undefined }

test.each(['cn-north-1', 'us-gov-west-1', 'us-isob-east-1', 'eusc-de-east-1'])(
  'none in %s, where AWS has other names',
  async (region) => {
    await using fake = await fakeTarget()
    const { planes, provisioner } = provisionerIn(region, fake.url)
    expect(await provisioner.identityPool({}, before)).toEqual({
      none: 'not-offered',
      reason: expect.stringContaining(region),
    })
    expect([await provisioner.close(), fake.received]).toEqual([[], []])
    await planes.close()
  },
)

test('while IAM makes new roles known, others are made', async () => {
  await using fake = await fakeTarget()
  const { planes, provisioner } = provisionerIn('us-east-1', fake.url)
  await Promise.all(
    [{}, { classicFlow: true } as const].map((needs) => provisioner.identityPool(needs, before)),
  )
  const order = fake.received.map(({ operation }) => operation).filter((one) => one.includes('IdentityPool'))
  expect(order).toEqual([
    'CreateIdentityPool',
    'CreateIdentityPool',
    'SetIdentityPoolRoles',
    'SetIdentityPoolRoles',
  ])
  expect(await provisioner.close()).toEqual([])
  await planes.close()
})
