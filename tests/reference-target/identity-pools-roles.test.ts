/** Which role, which tags and which policies an identity pool of the reference target gives; and developers' users. */

import {
  GetCredentialsForIdentityCommand,
  GetIdCommand,
  GetOpenIdTokenCommand,
  GetOpenIdTokenForDeveloperIdentityCommand,
  GetPrincipalTagAttributeMapCommand,
  LookupDeveloperIdentityCommand,
  MergeDeveloperIdentitiesCommand,
  type RoleMapping,
  SetIdentityPoolRolesCommand,
  SetPrincipalTagAttributeMapCommand,
  UnlinkDeveloperIdentityCommand,
} from '@aws-sdk/client-cognito-identity'
import { AdminAddUserToGroupCommand, CreateGroupCommand } from '@aws-sdk/client-cognito-identity-provider'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ReferenceTarget, startReferenceTarget } from '../../fixtures/reference-target/index.ts'
import {
  buildIdentityPool,
  type IdentityHouse,
  makeRole,
  refusalOf,
  tokensOf,
} from './identity-pool-house.ts'

let target: ReferenceTarget

beforeAll(async () => {
  target = await startReferenceTarget()
})
afterAll(() => target.close())

/** The role that somebody gets, by its name; the refusal where there is none. */
async function roleOf(
  house: IdentityHouse,
  Logins?: Record<string, string>,
  CustomRoleArn?: string,
  id?: string,
) {
  const { pools, instance, identityPoolId: IdentityPoolId } = house
  const more = { ...(Logins ? { Logins } : {}), ...(CustomRoleArn ? { CustomRoleArn } : {}) }
  try {
    const IdentityId =
      id ?? (await pools.send(new GetIdCommand({ IdentityPoolId, ...(Logins ? { Logins } : {}) }))).IdentityId
    const { Credentials } = await pools.send(new GetCredentialsForIdentityCommand({ IdentityId, ...more }))
    const sts = new STSClient({
      endpoint: instance.endpoint,
      region: 'us-east-1',
      credentials: {
        accessKeyId: Credentials?.AccessKeyId ?? '',
        secretAccessKey: Credentials?.SecretKey ?? '',
        sessionToken: Credentials?.SessionToken ?? '',
      },
      systemClockOffset: instance.clock.now() - Date.now(),
    })
    const { Arn = '' } = await sts.send(new GetCallerIdentityCommand({}))
    const [, role = '', session] = Arn.split('/')
    return session === 'CognitoIdentityCredentials' ? role : `session ${session}`
  } catch (error) {
    return (error as Error).message
  }
}

describe('roles by mapping', () => {
  let house: IdentityHouse
  let logins: Record<string, string>
  let key: string
  const arnOf = (name: string) => `arn:aws:iam::${house.instance.accountId}:role/${name}`

  beforeAll(async () => {
    house = await buildIdentityPool(await target.open())
    const { aws, poolId: UserPoolId } = house
    for (const name of ['one', 'two']) {
      const RoleArn = await makeRole(house, name, { amr: 'authenticated' })
      await aws.send(
        new CreateGroupCommand({ UserPoolId, GroupName: name, RoleArn, Precedence: name.length }),
      )
    }
    await makeRole(house, 'other', { amr: 'authenticated' })
    await aws.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: 'amelie', GroupName: 'one' }))
    logins = { [house.login]: (await tokensOf(house)).id }
    key = `${house.login}:${house.clientId}`
  })

  const set = (mapping?: RoleMapping, name = key) =>
    house.pools.send(
      new SetIdentityPoolRolesCommand({
        IdentityPoolId: house.identityPoolId,
        Roles: house.roles,
        ...(mapping ? { RoleMappings: { [name]: mapping } } : {}),
      }),
    )
  const rule = (
    Claim: string,
    MatchType: 'Equals' | 'Contains' | 'StartsWith' | 'NotEqual',
    Value: string,
    to: string,
  ) => ({
    Claim,
    MatchType,
    Value,
    RoleARN: arnOf(to),
  })
  const rules = (...all: ReturnType<typeof rule>[]): RoleMapping => ({
    Type: 'Rules',
    AmbiguousRoleResolution: 'AuthenticatedRole',
    RulesConfiguration: { Rules: all },
  })
  const name = 'cognito:username'

  test('without a mapping the defaults are given', async () => {
    await set()
    expect(await roleOf(house, logins)).toBe('authenticated')
    expect(await roleOf(house)).toBe('unauthenticated')
  })

  test('by token', async () => {
    await set({ Type: 'Token', AmbiguousRoleResolution: 'Deny' })
    expect(await roleOf(house, logins)).toBe('one')
    expect(await roleOf(house, logins, arnOf('one'))).toBe('one')
    expect(await roleOf(house, logins, arnOf('other'))).toContain('Access to Role')
    const { aws, poolId: UserPoolId } = house
    await aws.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: 'amelie', GroupName: 'two' }))
    const both = { [house.login]: (await tokensOf(house)).id }
    expect(await roleOf(house, both)).toBe(
      `The ambiguous role mapping rules for: ${key} denied this request.`,
    )
    expect(await roleOf(house, both, arnOf('two'))).toBe('two')
  })

  test('by rules', async () => {
    const outcomes = async (...mappings: RoleMapping[]) => {
      const all: string[] = []
      for (const mapping of mappings) {
        await set(mapping)
        all.push(await roleOf(house, logins))
      }
      return all
    }
    expect(
      await outcomes(
        rules(rule(name, 'Equals', 'amelie', 'two')),
        rules(rule(name, 'StartsWith', 'ame', 'two')),
        rules(rule(name, 'Contains', 'mel', 'two')),
        rules(rule(name, 'NotEqual', 'other', 'two')),
        rules(rule('cognito:groups', 'Contains', 'one', 'two')),
        rules(rule(name, 'Equals', 'x', 'one'), rule(name, 'Equals', 'amelie', 'two')),
        rules(rule(name, 'Contains', 'm', 'two'), rule(name, 'Contains', 'a', 'one')),
      ),
    ).toEqual(Array(7).fill('two'))
    expect(
      await outcomes(
        rules(rule(name, 'Equals', 'ame', 'two')),
        rules(rule(name, 'StartsWith', 'mel', 'two')),
        rules(rule('custom:absent', 'NotEqual', 'x', 'two')),
      ),
    ).toEqual(Array(3).fill('authenticated'))
    await set({ ...rules(rule(name, 'Equals', 'x', 'one')), AmbiguousRoleResolution: 'Deny' })
    expect(await roleOf(house, logins)).toContain('ambiguous role mapping rules')
    await set(rules(rule(name, 'Contains', 'm', 'two'), rule(name, 'Contains', 'a', 'one')))
    expect(await roleOf(house, logins, arnOf('one'))).toBe('one')
    const IdentityId = (await house.pools.send(new GetIdCommand({ IdentityPoolId: house.identityPoolId })))
      .IdentityId
    expect(await refusalOf(house.pools.send(new GetOpenIdTokenCommand({ IdentityId })))).toContain(
      'is not supported with RoleMappings',
    )
  })

  test('a wrong mapping or role is refused', async () => {
    const many = rules(...Array.from({ length: 26 }, () => rule(name, 'Equals', 'x', 'one')))
    expect(await refusalOf(set({ Type: 'Token', AmbiguousRoleResolution: 'Deny' }, 'x'))).toContain(
      'is not a valid RoleMapping ProviderName',
    )
    expect(await refusalOf(set({ Type: 'Token' }))).toContain('InvalidParameterException')
    expect(await refusalOf(set(many))).toContain('InvalidParameterException')
    const bare = new SetIdentityPoolRolesCommand({
      IdentityPoolId: house.identityPoolId,
      Roles: { authenticated: 'a-role-without-an-arn' },
    })
    expect(await refusalOf(house.pools.send(bare))).toBe(
      "NotAuthorizedException: Access to Role 'a-role-without-an-arn' is forbidden.",
    )
  })

  test('a role that does not trust the identity cannot be given', async () => {
    const Roles = { ...house.roles, authenticated: house.roles.unauthenticated }
    const { identityPoolId: IdentityPoolId } = house
    const invalid = 'Invalid identity pool configuration. Check assigned IAM roles for this pool.'
    await house.pools.send(new SetIdentityPoolRolesCommand({ IdentityPoolId, Roles }))
    expect(await roleOf(house, logins)).toBe(invalid)
    await house.pools.send(new SetIdentityPoolRolesCommand({ IdentityPoolId, Roles: {} }))
    expect(await roleOf(house)).toBe(invalid)
    await set()
  })

  test('tags need a role that may be tagged', async () => {
    const { pools, identityPoolId: IdentityPoolId, login: IdentityProviderName } = house
    const map = { IdentityPoolId, IdentityProviderName }
    await pools.send(
      new SetPrincipalTagAttributeMapCommand({ ...map, PrincipalTags: { who: 'cognito:username' } }),
    )
    const shown = await pools.send(new GetPrincipalTagAttributeMapCommand(map))
    expect(shown).toMatchObject({ ...map, UseDefaults: false, PrincipalTags: { who: 'cognito:username' } })
    expect(await roleOf(house, logins)).toBe('authenticated')
    await makeRole(house, 'untagged', { amr: 'authenticated', actions: ['sts:AssumeRoleWithWebIdentity'] })
    await pools.send(
      new SetIdentityPoolRolesCommand({ IdentityPoolId, Roles: { authenticated: arnOf('untagged') } }),
    )
    expect(await roleOf(house, logins)).toContain('Invalid identity pool configuration.')
    const defaults = await pools.send(new SetPrincipalTagAttributeMapCommand({ ...map, UseDefaults: true }))
    expect(defaults.PrincipalTags).toEqual({ client: 'aud', username: 'sub' })
    await pools.send(new SetPrincipalTagAttributeMapCommand({ ...map, PrincipalTags: { who: 'absent' } }))
    expect(await roleOf(house, logins)).toBe('untagged')
  })
})

describe('developers', () => {
  const provider = 'login.house'
  const OWN = 'cognito-identity.amazonaws.com'

  test('vouch for their users', async () => {
    const house = await buildIdentityPool(await target.open(), { DeveloperProviderName: provider })
    const { pools, identityPoolId: IdentityPoolId } = house
    const ask = (user: string, more = {}) =>
      pools.send(
        new GetOpenIdTokenForDeveloperIdentityCommand({
          IdentityPoolId,
          Logins: { [provider]: user },
          ...more,
        }),
      )
    const first = await ask('anna', { PrincipalTags: { team: 'red' } })
    const claims = JSON.parse(Buffer.from(first.Token?.split('.')[1] ?? '', 'base64url').toString())
    expect(claims).toMatchObject({
      exp: claims.iat + 900,
      amr: ['authenticated', provider, `${provider}:${IdentityPoolId}:anna`],
      'https://aws.amazon.com/tags': { principal_tags: { team: ['red'] } },
    })
    expect((await ask('anna')).IdentityId).toBe(first.IdentityId)
    const own = { [OWN]: first.Token ?? '' }
    expect(await roleOf(house, own, undefined, first.IdentityId)).toBe('authenticated')
    expect(await roleOf(house, { [OWN]: 'x' }, undefined, first.IdentityId)).toContain('Not a Cognito token.')
    expect(await roleOf(house, { [provider]: 'anna' })).toContain('not from a supported provider')
    const long = await ask('anna', { TokenDuration: 60 })
    house.instance.clock.advance(61)
    expect(await roleOf(house, { [OWN]: long.Token ?? '' }, undefined, first.IdentityId)).toContain(
      'Token expired',
    )
  })

  test('look up, merge and unlink', async () => {
    const house = await buildIdentityPool(await target.open(), { DeveloperProviderName: provider })
    const { pools, identityPoolId: IdentityPoolId } = house
    const user = async (name: string, more = {}) =>
      (
        await pools.send(
          new GetOpenIdTokenForDeveloperIdentityCommand({
            IdentityPoolId,
            Logins: { [provider]: name },
            ...more,
          }),
        )
      ).IdentityId ?? ''
    const [anna, bert] = [await user('anna'), await user('bert')]
    const lookup = (more: object) =>
      pools.send(new LookupDeveloperIdentityCommand({ IdentityPoolId, ...more }))
    expect(await refusalOf(user('bert', { IdentityId: anna }))).toContain('AlreadyRegistered')
    expect(await refusalOf(lookup({ IdentityId: anna, DeveloperUserIdentifier: 'bert' }))).toContain(
      'ResourceConflictException',
    )
    expect(await refusalOf(lookup({}))).toContain('InvalidParameterException')
    const merged = await pools.send(
      new MergeDeveloperIdentitiesCommand({
        IdentityPoolId,
        DeveloperProviderName: provider,
        SourceUserIdentifier: 'anna',
        DestinationUserIdentifier: 'bert',
      }),
    )
    expect(merged.IdentityId).toBe(bert)
    expect(await user('anna')).toBe(bert)
    expect((await lookup({ IdentityId: bert })).DeveloperUserIdentifierList?.toSorted()).toEqual([
      'anna',
      'bert',
    ])
    const unlink = { IdentityPoolId, IdentityId: bert, DeveloperProviderName: provider }
    await pools.send(new UnlinkDeveloperIdentityCommand({ ...unlink, DeveloperUserIdentifier: 'anna' }))
    expect(await user('anna')).not.toBe(bert)
  })
})
