/** Pools with identity providers: what is sent for them, what their tenants are told, and which targets can have them. */
import { describe, expect, test } from 'vitest'
import type { Lease, LeaseRequest, Needs, NoLease, ProviderNeeds } from '../../fixtures/targets/lease.ts'
import { openTarget } from '../../fixtures/targets/open-target.ts'
import { readTarget } from '../../fixtures/targets/target-file.ts'
import type { Dialect, Tenant } from '../../mock-idp/control.ts'
import { fakeTarget, hostDouble, ok, type Replies, refuse } from './fake-target.ts'

const idp = 'http://idp.localhost:4712'
const application = 'http://localhost:4711'

const tenantOf = (dialect: Dialect, origin = idp): Tenant => {
  const baseUrl = `${origin}/t/${dialect}`
  const saml = dialect === 'saml'
  return {
    id: dialect,
    dialect,
    issuer: saml ? `${baseUrl}/metadata` : baseUrl,
    baseUrl,
    clientId: saml ? '' : 'the-client-at-the-provider',
    clientSecret: saml || dialect === 'apple' ? '' : 'the-secret-of-the-client-at-the-provider',
    endpoints: saml
      ? { singleSignOn: `${baseUrl}/sso`, metadata: `${baseUrl}/metadata` }
      : {
          authorization: `${baseUrl}/authorize`,
          token: `${baseUrl}/token`,
          jwks: `${baseUrl}/jwks`,
          ...(dialect === 'apple' ? {} : { userInfo: `${baseUrl}/userinfo` }),
        },
    ...(saml ? { metadata: '<EntityDescriptor/>' } : {}),
    ...(dialect === 'apple'
      ? { apple: { teamId: 'TEAM', keyId: 'KEY', privateKey: 'a-private-key-of-the-client' } }
      : {}),
  }
}

const provider = (type: ProviderNeeds['type'], more: Partial<ProviderNeeds> = {}): ProviderNeeds => ({
  name: type === 'OIDC' || type === 'SAML' ? `Mock${type}` : type,
  type,
  mapping: { email: 'mail' },
  ...more,
})

const needsOf = (...providers: ProviderNeeds[]): Needs => ({
  pool: { mfa: 'off', domain: 'classic', providers },
  client: { oauth: { flows: ['code'], scopes: ['openid'], providers: providers.map(({ name }) => name) } },
  user: {},
  does: ['signs-in'],
})

const granted: Replies = {
  CreateUserPoolDomain: ok({}),
  DeleteUserPoolDomain: ok({}),
  CreateIdentityProvider: ok({ IdentityProvider: {} }),
  DescribeIdentityProvider: ok({
    IdentityProvider: { ProviderDetails: { ActiveEncryptionCertificate: 'an-encryption-certificate' } },
  }),
  GetSigningCertificate: ok({ Certificate: 'a-signing-certificate' }),
}

const DIALECTS: Readonly<Record<ProviderNeeds['type'], Dialect>> = {
  OIDC: 'oidc',
  SAML: 'saml',
  Google: 'google',
  Facebook: 'facebook',
  LoginWithAmazon: 'amazon',
  SignInWithApple: 'apple',
}

async function leaseFrom(
  providers: readonly ProviderNeeds[],
  {
    replies = {},
    more = '',
    kind = 'endpoint',
    origin = idp,
    hosted = 'baseUrl: "https://{prefix}.example"',
  }: {
    readonly hosted?: string
    readonly replies?: Replies
    readonly more?: string
    readonly kind?: string
    readonly origin?: string
  } = {},
) {
  await using fake = await fakeTarget({ ...granted, ...replies })
  const host = hostDouble()
  // biome-ignore lint/suspicious/noTemplateCurlyInString: that is how a target file names the environment
  const secret = kind === 'aws' ? '"${KEY}"' : 'x'
  const file = readTarget(
    'fake.yaml',
    `name: fake
kind: ${kind}
claims: [federation]
region: us-east-1
endpoints: { cognitoIdp: "${fake.url}", hostedDomain: { ${hosted} } }
signing: { accessKeyId: ${secret}, secretAccessKey: ${secret} }
provision: true
${more}`,
    '/',
    { KEY: 'a-key' },
  )
  const logged: string[] = []
  const target = await openTarget(file, { ...host.options, onLog: (line) => logged.push(line) })
  const request: LeaseRequest = {
    flow: 'federation',
    variant: 'v',
    needs: needsOf(...providers),
    application,
    tenants: Object.fromEntries(providers.map(({ name, type }) => [name, tenantOf(DIALECTS[type], origin)])),
  }
  const leases: (Lease | NoLease)[] = [await target.lease(request)]
  if (kind === 'endpoint')
    leases.push(await target.lease({ ...request, tenants: otherTenants(request.tenants ?? {}) }))
  const leftovers = await target.close()
  const inputs = (operation: string) =>
    fake.received.filter((one) => one.operation === operation).map(({ input }) => input)
  return { lease: leases[0], second: leases[1], target, inputs, leftovers, logged, ...host }
}

const otherTenants = (tenants: Readonly<Record<string, Tenant>>) =>
  Object.fromEntries(
    Object.entries(tenants).map(([name, tenant]) => [
      name,
      { ...tenant, baseUrl: `${tenant.baseUrl}-other` },
    ]),
  )

describe('what is sent', () => {
  test('for OpenID Connect: the issuer, and the endpoints only where the file asks for them', async () => {
    const { inputs } = await leaseFrom([provider('OIDC', { identifiers: ['example.com'] })])
    expect(inputs('CreateIdentityProvider')[0]).toEqual({
      UserPoolId: expect.stringMatching(/^pool_/),
      ProviderName: 'MockOIDC',
      ProviderType: 'OIDC',
      ProviderDetails: {
        client_id: 'the-client-at-the-provider',
        client_secret: 'the-secret-of-the-client-at-the-provider',
        attributes_request_method: 'GET',
        oidc_issuer: `${idp}/t/oidc`,
        authorize_scopes: 'openid email profile',
      },
      AttributeMapping: { email: 'mail' },
      IdpIdentifiers: ['example.com'],
    })
    const explicit = await leaseFrom([provider('OIDC', { tenant: { userInfoMethod: 'POST' } })], {
      more: 'idp: { endpoints: explicit }',
    })
    expect(explicit.inputs('CreateIdentityProvider')[0]?.['ProviderDetails']).toMatchObject({
      attributes_request_method: 'POST',
      authorize_url: `${idp}/t/oidc/authorize`,
      // What the target calls itself: few resolvers know names below localhost.
      token_url: 'http://127.0.0.1:4712/t/oidc/token',
      attributes_url: 'http://127.0.0.1:4712/t/oidc/userinfo',
      jwks_uri: 'http://127.0.0.1:4712/t/oidc/jwks',
    })
  })

  test('for SAML: the metadata, and what the variant asks for besides', async () => {
    const { inputs } = await leaseFrom([provider('SAML', { details: { IDPInit: 'true' } })])
    expect(inputs('CreateIdentityProvider')[0]).toMatchObject({
      ProviderType: 'SAML',
      ProviderDetails: { MetadataFile: '<EntityDescriptor/>', IDPInit: 'true' },
    })
    expect(inputs('CreateIdentityProvider')[0]).not.toHaveProperty('IdpIdentifiers')
  })

  test.each([
    ['Google', ['client_id', 'client_secret', 'oidc_issuer', 'jwks_uri', 'attributes_url']],
    ['Facebook', ['client_id', 'client_secret', 'api_version', 'attributes_url']],
    ['LoginWithAmazon', ['client_id', 'client_secret', 'attributes_url']],
    ['SignInWithApple', ['client_id', 'team_id', 'key_id', 'private_key', 'oidc_issuer', 'jwks_uri']],
  ] as const)('for %s: client, scopes and endpoints', async (type, keys) => {
    const { inputs, secrets } = await leaseFrom([provider(type)])
    const details = inputs('CreateIdentityProvider')[0]?.['ProviderDetails'] as Record<string, string>
    for (const key of [...keys, 'authorize_scopes', 'authorize_url', 'token_url'])
      expect([key, details[key]]).toEqual([key, expect.stringMatching(/./)])
    expect('client_secret' in details).toBe(type !== 'SignInWithApple')
    expect('attributes_url' in details).toBe(type !== 'SignInWithApple')
    expect([...secrets.values()].filter((name) => name.includes('identity provider')).length).toBeGreaterThan(
      0,
    )
  })

  test('the app client offers the providers that it is made for', async () => {
    const { inputs } = await leaseFrom([provider('OIDC'), provider('SAML')])
    expect(inputs('CreateUserPoolClient')[0]?.['SupportedIdentityProviders']).toEqual([
      'MockOIDC',
      'MockSAML',
    ])
  })
})

describe('what is lent', () => {
  test('each provider with its tenant, and what that has to know of the pool', async () => {
    const { lease } = await leaseFrom([provider('SAML'), provider('OIDC')])
    const { providers = [], userPool, domain } = lease as Lease
    const relyingParty = {
      entityId: `urn:amazon:cognito:sp:${userPool.id}`,
      redirectUris: [`${domain?.baseUrl}/oauth2/idpresponse`],
      assertionConsumerService: `${domain?.baseUrl}/saml2/idpresponse`,
      singleLogoutService: `${domain?.baseUrl}/saml2/logout`,
    }
    const certificates = {
      signingCertificate: 'a-signing-certificate',
      encryptionCertificate: 'an-encryption-certificate',
    }
    const mapping = { email: 'mail' }
    expect(providers).toEqual([
      {
        name: 'MockSAML',
        type: 'SAML',
        mapping,
        tenant: tenantOf('saml'),
        relyingParty: { ...relyingParty, ...certificates },
      },
      { name: 'MockOIDC', type: 'OIDC', mapping, tenant: tenantOf('oidc'), relyingParty },
    ])
  })

  test('to whom the target calls itself by the name of its domain, that name too', async () => {
    const hosted = 'baseUrl: "http://127.0.0.1:9", hostHeader: "{prefix}.auth.example"'
    const { lease } = await leaseFrom([provider('SAML')], { hosted })
    const { providers, domain } = lease as Lease
    const others = [`https://${domain?.host}`, `http://${domain?.host}`]
    expect(providers?.[0]?.relyingParty).toMatchObject({
      redirectUris: ['http://127.0.0.1:9', ...others].map((origin) => `${origin}/oauth2/idpresponse`),
      assertionConsumerService: 'http://127.0.0.1:9/saml2/idpresponse',
      furtherAssertionConsumerServices: others.map((origin) => `${origin}/saml2/idpresponse`),
    })
  })

  test('a pool of its own, which goes with all that is in it', async () => {
    const { lease, second, events, leftovers, inputs } = await leaseFrom([provider('OIDC')])
    expect((second as Lease).userPool.id).not.toBe((lease as Lease).userPool.id)
    expect(inputs('CreateUserPool')).toHaveLength(2)
    const told = (sign: string) =>
      events.filter((event) => event.startsWith(`${sign} identity-provider`)).map((event) => event.slice(2))
    expect(told('+')).toHaveLength(2)
    expect(told('-')).toEqual(told('+'))
    expect(leftovers).toEqual([])
  })

  test('no certificates where the target gives none, unless assertions are to be encrypted', async () => {
    const replies = { DescribeIdentityProvider: refuse('X', 'y'), GetSigningCertificate: refuse('X', 'z') }
    const { lease, logged } = await leaseFrom([provider('SAML')], { replies })
    expect((lease as Lease).providers?.[0]?.relyingParty).not.toHaveProperty('signingCertificate')
    expect(logged).toContain('fake: GetSigningCertificate answered 400 X: z')
    const encrypted = provider('SAML', { tenant: { saml: { encrypts: true } } })
    expect((await leaseFrom([encrypted], { replies })).lease).toMatchObject({ none: 'refused' })
  })

  test('nothing, with the answer as the reason, where CreateIdentityProvider is refused', async () => {
    const replies = { CreateIdentityProvider: refuse('InvalidParameterException', 'no such type') }
    const { lease, leftovers } = await leaseFrom([provider('OIDC')], { replies })
    expect(lease).toEqual({
      none: 'refused',
      reason: 'CreateIdentityProvider answered 400 InvalidParameterException: no such type',
    })
    expect(leftovers).toEqual([])
  })
})

describe('targets that cannot have them', () => {
  test('the real service asks OpenID Connect providers over public HTTPS', async () => {
    const { lease, inputs, target } = await leaseFrom([provider('OIDC')], { kind: 'aws' })
    expect(lease).toEqual({ none: 'not-offered', reason: expect.stringContaining('idp.publicUrl') })
    expect(inputs('CreateUserPool')).toEqual([])
    expect(target.forbidden).toEqual({
      attacks: expect.stringContaining('attacks.permittedBy'),
      exhaustion: expect.any(String),
    })
    expect(target.lacks).toMatchObject([{ capability: 'social-idp-endpoints' }])
  })

  test('the real service fixes the endpoints of social providers, and so may others', async () => {
    const reason = expect.stringContaining('social-idp-endpoints')
    const onAws = await leaseFrom([provider('Google')], { kind: 'aws' })
    expect(onAws.lease).toEqual({ none: 'not-offered', reason })
    const more = 'lacks: [{ capability: social-idp-endpoints, reason: it knows them }]'
    expect((await leaseFrom([provider('Google')], { more })).lease).toEqual({ none: 'not-offered', reason })
  })

  test('attacks on the real service are permitted by somebody, floods by nobody', async () => {
    const { target } = await leaseFrom([provider('Google')], {
      kind: 'aws',
      more: 'attacks: { permittedBy: "Jane Doe, ticket 4711" }',
    })
    expect(Object.keys(target.forbidden)).toEqual(['exhaustion'])
    expect(target.settings['attacks']).toEqual({ permittedBy: 'Jane Doe, ticket 4711' })
  })

  test('an existing pool leads to no provider of ours', async () => {
    await using fake = await fakeTarget({})
    const file = readTarget(
      'fake.yaml',
      `name: fake
kind: endpoint
claims: [federation]
region: us-east-1
endpoints: { cognitoIdp: "${fake.url}" }
redirectUri: https://app.example/cb
existing:
  userPool: { id: us-east-1_abc, mfa: "off", domain: { baseUrl: "https://acme.example" } }
  clients: [{ id: one }]
  users: [{ username: ada, password: "\${PASSWORD}", suffers: [signs-in] }]
`,
      '/',
      { PASSWORD: 'a-password' },
    )
    const target = await openTarget(file, hostDouble().options)
    const needs = needsOf(provider('SAML'))
    const lease = await target.lease({ flow: 'federation', variant: 'v', needs, application })
    await target.close()
    expect(lease).toEqual({ none: 'not-offered', reason: expect.stringContaining('provision: true') })
  })
})

describe('the keys of the target file', () => {
  const file = (kind: string, more: string) => `name: x
kind: ${kind}
claims: [federation]
${kind === 'aws' ? 'region: eu-west-1' : kind === 'endpoint' ? 'endpoints: { cognitoIdp: http://127.0.0.1:9 }\nsigning: { accessKeyId: x, secretAccessKey: x }' : ''}
${kind === 'reference' ? '' : 'provision: true'}
${more}
`
  const problemsOf = (kind: string, more: string): readonly string[] => {
    try {
      readTarget('t.yaml', file(kind, more), '/', {})
      return []
    } catch (error) {
      return (error as { problems: readonly string[] }).problems
    }
  }

  test.each([
    ['aws', 'idp: { publicUrl: https://idp.example, port: 4712 }'],
    ['aws', 'attacks: { permittedBy: "Jane Doe, ticket 4711" }'],
    ['endpoint', 'idp: { publicUrl: http://host.docker.internal:4712, port: 4712, endpoints: explicit }'],
    ['endpoint', 'idp: { port: 4712 }'],
  ])('of kind %s may say %s', (kind, more) => expect(problemsOf(kind, more)).toEqual([]))

  test.each([
    ['aws', 'idp: { publicUrl: https://idp.example }', 'idp.port', 'idp.publicUrl leads'],
    ['aws', 'idp: { publicUrl: http://idp.example, port: 4712 }', 'idp.publicUrl', 'must be https'],
    ['aws', 'idp: { publicUrl: https://idp.example/a/path, port: 4712 }', 'idp.publicUrl', 'without a path'],
    ['aws', 'idp: { publicUrl: idp.example, port: 4712 }', 'idp.publicUrl', 'https://idp.example'],
    ['endpoint', 'idp: { endpoints: some }', 'idp.endpoints', 'discovery, explicit'],
    ['endpoint', 'idp: { port: 0 }', 'idp.port', '1'],
    ['aws', 'attacks: permitted', 'attacks', 'keys with values'],
    ['aws', 'attacks: {}', 'attacks.permittedBy', 'Who permitted it'],
    ['endpoint', 'attacks: { permittedBy: somebody }', 'attacks', 'is for kind: aws'],
    ['reference', 'idp: { endpoints: explicit }', 'idp', 'leave it out'],
  ])('of kind %s may not say %s', (kind, more, key, sentence) => {
    const problems = problemsOf(kind, more)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(`t.yaml: ${key} (line `)
    expect(problems[0]).toContain(sentence)
  })
})
