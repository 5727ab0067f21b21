// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how a target file names the environment
/** An identity pool, and gateways, that exist: what a target file says of them, and what they are not asked for. */
import { describe, expect, test } from 'vitest'
import { TargetFileError } from '../../fixtures/targets/errors.ts'
import type { Lease, Needs } from '../../fixtures/targets/lease.ts'
import type { IdentityPoolNeeds } from '../../fixtures/targets/lease-identity.ts'
import { openTarget } from '../../fixtures/targets/open-target.ts'
import { readTarget } from '../../fixtures/targets/target-file.ts'
import { endpointFile, fakeTarget, hostDouble } from './fake-target.ts'

const id = 'us-east-1:01234567-89ab-cdef-0123-456789abcdef'
const role = 'arn:aws:iam::123456789012:role/app/signed-in'

const fileOf = (more: string) => `provision: false
existing:
  userPool: { id: us-east-1_abc, mfa: 'off' }
  clients: [{ id: public }]
  users: [{ username: bob, password: '\${PASSWORD}', suffers: [signs-in] }]
${more}`

const needsOf = (identityPool: IdentityPoolNeeds | undefined, more: Partial<Needs> = {}): Needs => ({
  pool: { mfa: 'off' },
  client: {},
  user: {},
  does: ['signs-in'],
  ...(identityPool === undefined ? {} : { identityPool }),
  ...more,
})

async function lease(more: string, needs: Needs, leftovers: readonly unknown[] = []) {
  await using fake = await fakeTarget()
  const target = await openTarget(endpointFile(fake.url, fileOf(more)), hostDouble().options)
  const lent = await target.lease({ flow: 'identity-pool', variant: 'v', needs })
  expect([await target.close(), fake.received]).toEqual([leftovers, []])
  return { lent, settings: target.settings, url: fake.url }
}

const plain = `  identityPool: { id: "${id}" }`
const full = `  identityPool:
    id: "${id}"
    account: "123456789012"
    guests: true
    classicFlow: true
    serverSideTokenCheck: true
    clients: [public]
    userPoolLogin: cognito-idp.example/us-east-1_abc
    roles: { authenticated: "${role}" }
    allowed: { service: s3, method: GET, url: "https://s3.example/mine/{identityId}/a?versionId=1" }
    denied: { service: s3, region: eu-west-1, method: GET, url: "https://s3.example/theirs", headers: { x-a: b } }
`
const gateways = `  gateways:
    rest: { open: "https://api.example/open" }
`

describe('what is lent', () => {
  test('of one that says little, little is known, and its users may ask who they are', async () => {
    const { lent, url } = await lease(plain, needsOf({}))
    expect((lent as Lease).identityPool).toEqual({
      id,
      region: 'us-east-1',
      existing: true,
      account: 'unknown',
      guests: 'unknown',
      classicFlow: 'unknown',
      serverSideTokenCheck: 'unknown',
      userPoolLogin: 'cognito-idp.us-east-1.amazonaws.com/us-east-1_abc',
      providers: [],
      roles: {},
      allowed: {
        service: 'sts',
        region: 'us-east-1',
        method: 'POST',
        url: `${url}/`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'Action=GetCallerIdentity&Version=2011-06-15',
      },
      tokens: {
        issuer: 'https://cognito-identity.amazonaws.com',
        keysUrl: `${url}/.well-known/jwks_uri`,
      },
    })
    expect((lent as Lease).endpoints).toHaveProperty('cognitoIdentity', url)
  })

  test('of one that says all, all', async () => {
    const { lent, settings } = await lease(
      full,
      needsOf({ guests: true, classicFlow: true, serverSideTokenCheck: true, userPool: 'first' }),
      [
        {
          kind: 'guest identities',
          id,
          reason: expect.stringMatching(/^those that one variant made .* stay/),
        },
      ],
    )
    expect((lent as Lease).identityPool).toMatchObject({
      account: '123456789012',
      guests: true,
      classicFlow: true,
      serverSideTokenCheck: true,
      trustedClients: ['public'],
      userPoolLogin: 'cognito-idp.example/us-east-1_abc',
      roles: { authenticated: { arn: role, name: 'signed-in' } },
      allowed: { service: 's3', region: 'us-east-1' },
      denied: { region: 'eu-west-1', headers: { 'x-a': 'b' } },
    })
    expect(settings['existing']).toMatchObject({
      identityPool: { id, guests: true, allowed: 'given', denied: true },
    })
    expect(JSON.stringify(settings)).not.toContain('s3.example')
  })

  test('nothing of it where the variant does not ask', async () => {
    const { lent } = await lease(`${full}${gateways}`, needsOf(undefined))
    expect(Object.keys((lent as Lease).endpoints)).toEqual(['cognitoIdp'])
    expect(lent).not.toHaveProperty('identityPool')
    expect(lent).not.toHaveProperty('gateways')
  })

  test('gateways that are named', async () => {
    const { lent } = await lease(gateways, needsOf(undefined, { gateways: { rest: true } }))
    expect((lent as Lease).gateways).toEqual({ rest: { open: 'https://api.example/open', existing: true } })
  })
})

describe('what is not offered', () => {
  test.each<[string, string, IdentityPoolNeeds | undefined, Partial<Needs>, string]>([
    ['no identity pool at all', '', {}, {}, 'existing.identityPool'],
    ['guests, who stay', plain, { guests: true }, {}, 'guests: true'],
    ['the classic flow', plain, { classicFlow: true }, {}, 'classicFlow: true'],
    ['the check of tokens', plain, { serverSideTokenCheck: true }, {}, 'serverSideTokenCheck: true'],
    ['identities that are merged or deleted', full, { changesIdentities: true }, {}, 'nobody can undo'],
    ['developer identities', full, { developerProvider: true }, {}, 'provision: true'],
    ['providers', full, { providers: [{ name: 'a', type: 'OIDC' }] }, {}, 'mock identity provider'],
    ['a second client', full, { userPool: 'both' }, {}, 'app clients'],
    ['roles', full, { roles: {} }, {}, 'its own'],
    ['role mappings', full, { roleMappings: {} }, {}, 'its own'],
    ['principal tags', full, { principalTags: {} }, {}, 'its own'],
    [
      'groups with roles',
      full,
      {},
      { user: { roleGroups: [{ role: 'authenticated', precedence: 1 }] } },
      'roles of their own',
    ],
    [
      'a gateway of another kind',
      gateways,
      undefined,
      { gateways: { http: true } },
      'existing.gateways.http',
    ],
    ['gateways at all', plain, undefined, { gateways: { rest: true } }, 'existing.gateways.rest'],
  ])('%s', async (_what, more, needs, rest, reason) => {
    const { lent } = await lease(more, needsOf(needs, rest))
    expect(lent).toEqual({ none: 'not-offered', reason: expect.stringContaining(reason) })
  })
})

describe('the target file', () => {
  const problemsOf = (more: string, where = ''): readonly string[] => {
    try {
      readTarget(
        'staging.yaml',
        `name: staging
kind: aws
claims: [identity-pool]
region: us-east-1
${where}${fileOf(more)}`,
        '/',
        { PASSWORD: 'a-password' },
      )
    } catch (error) {
      if (error instanceof TargetFileError) return error.problems
      throw error
    }
    return []
  }

  test('may name all of it', () => {
    expect(problemsOf(`${full}${gateways}`)).toEqual([])
    const endpoints = `endpoints:
  cognitoIdp: https://cognito-idp-fips.eu-west-1.amazonaws.com
  cognitoIdentity: https://cognito-identity-fips.{region}.amazonaws.com
  iam: "{endpoint}/iam"
  executeApi: https://{apiId}.execute-api.{region}.amazonaws.com/{stage}
identityTokens: { keysUrl: "https://cognito-identity.{region}.amazonaws.com/.well-known/jwks_uri" }
`
    expect(problemsOf(plain, endpoints)).toEqual([])
  })

  test.each([
    ['  identityPool: {}', 'existing.identityPool.id (line 10) is missing'],
    ['  identityPool: { id: pool }', 'give the id of an identity pool'],
    [`  identityPool: { id: "${id}", account: "12" }`, 'give the 12 digits of an account, in quotes'],
    [`  identityPool: { id: "${id}", roles: { authenticated: mine } }`, 'give an ARN'],
    [
      `  identityPool: { id: "${id.replace('us-east', 'eu-west')}" }`,
      "existing.identityPool.id (line 10) is of the region eu-west-1, and the target's is us-east-1: name a pool",
    ],
    [
      `  identityPool: { id: "${id}", roles: { unauthenticatd: "${role}" } }`,
      'did you mean unauthenticated?',
    ],
    [
      `  identityPool: { id: "${id}", roles: { member: "${role}" } }`,
      'Known here: authenticated, unauthenticated',
    ],
    [`  identityPool: { id: "${id}", guest: true }`, 'did you mean guests?'],
    [
      `  identityPool: { id: "${id}", denied: { service: s3, method: GET, url: mine } }`,
      'give an absolute URL',
    ],
    [`  identityPool: { id: "${id}", allowed: { service: s3, url: "https://a.b" } }`, 'allowed.method'],
    ['  gateways: { rest: { scoped: "https://a.b" } }', 'existing.gateways.rest.open (line 10) is missing'],
    ['  gateways: { rest: { open: "https://a.b", scope: x } }', 'gateways.rest.scoped (line 10) is missing'],
    [
      '  gateways: { http: { open: "https://a.b", scoped: "https://a.b/c" } }',
      'gateways.http.scope (line 10)',
    ],
  ])('%s', (more, problem) => {
    expect(problemsOf(more).join('\n')).toContain(problem)
  })

  test.each([
    ['endpoints: { cognitoIdp: "https://a.b", s3: "{endpiont}/s3" }\n', 'endpoints.s3'],
    [
      'endpoints: { cognitoIdp: "https://a.b", sts: "https://a.b/{stage}" }\n',
      'endpoints.sts (line 5) has {stage}',
    ],
    [
      'identityTokens: { issuer: "https://{userPoolId}" }\n',
      'identityTokens.issuer (line 5) has {userPoolId}',
    ],
  ])('%s', (where, problem) => {
    expect(problemsOf(plain, where).join('\n')).toContain(problem)
  })
})

describe('services elsewhere', () => {
  const open = async (claims: string, elsewhere: string) => {
    await using fake = await fakeTarget()
    const text = `name: fake
kind: endpoint
claims: [${claims}]
endpoints: { cognitoIdp: '${fake.url}', ${elsewhere} }
${fileOf(plain)}`
    const file = readTarget('fake.yaml', text, '/', { PASSWORD: 'a-password' })
    const target = await openTarget(file, hostDouble().options)
    return target.close()
  }
  const nobody = 'http://127.0.0.1:1'

  test.each(['cognitoIdentity', 'sts'])('%s is looked at before anything is asked', async (name) => {
    const at = `${name}: '${nobody}'`
    await expect(open('identity-pool', at)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining(`nothing listens at ${nobody} (endpoints.${name}, line 4)`),
    })
    expect(await open('api-authentication', at)).toEqual([])
  })

  test('others are not: who does not need them may do without', async () => {
    expect(await open('identity-pool', `s3: '${nobody}'`)).toEqual([])
  })
})
