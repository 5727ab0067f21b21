/**
 * Identity pools that exist let guests in, or trust more app clients than one, without a word of it in the target file:
 * nothing that follows from that is held against the target, and no guest is made to find out.
 */
import {
  CognitoIdentityClient,
  CreateIdentityPoolCommand,
  ListIdentitiesCommand,
  SetIdentityPoolRolesCommand,
} from '@aws-sdk/client-cognito-identity'
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { expect, test } from 'vitest'
import { trustPolicy } from '../../fixtures/targets/policies.ts'
import { run, targetFile } from '../run/program.ts'
import { type ExistingPool, existingPool } from './existing-pool.ts'

/** One that lets guests in, and trusts all app clients of the user pool. */
async function openIdentityPool({ administrator, userPoolId, clientIds }: ExistingPool) {
  const identity = new CognitoIdentityClient(administrator)
  const { IdentityPoolId = '' } = await identity.send(
    new CreateIdentityPoolCommand({
      IdentityPoolName: 'staging',
      AllowUnauthenticatedIdentities: true,
      CognitoIdentityProviders: clientIds.map((ClientId) => ({
        ProviderName: `cognito-idp.${administrator.region}.amazonaws.com/${userPoolId}`,
        ClientId,
      })),
    }),
  )
  const iam = new IAMClient(administrator)
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: 'signed-in',
      AssumeRolePolicyDocument: trustPolicy('authenticated', { statements: [] }, IdentityPoolId),
    }),
  )
  await identity.send(
    new SetIdentityPoolRolesCommand({ IdentityPoolId, Roles: { authenticated: Role?.Arn ?? '' } }),
  )
  return {
    id: IdentityPoolId,
    /** How many logins each has: none of a guest. */
    async identities() {
      const { Identities = [] } = await identity.send(
        new ListIdentitiesCommand({ IdentityPoolId, MaxResults: 60 }),
      )
      return Identities.map(({ Logins = [] }) => Logins.length)
    },
  }
}

test.each<[string, string, Readonly<Record<string, string>>, readonly number[]]>([
  [
    'of which nobody said so',
    '',
    { 'guests-refused': 'is not known', 'other-client-refused': 'is not known' },
    [1],
  ],
  [
    'of which the file says so',
    ', guests: true, clients: [{clients}]',
    { 'guests-refused': 'lets guests in', 'other-client-refused': 'trusts the other' },
    // The control of the refusal of guests is one who is let in: that is allowed here.
    [1, 0],
  ],
])('an open identity pool, %s', async (_, said, reasons, identities) => {
  await using pool = await existingPool({ secondClient: {} })
  const identityPool = await openIdentityPool(pool)
  const file = pool.file
    .replace('managed-login', 'identity-pool')
    .replace(
      '  clients:',
      `  identityPool: { id: "${identityPool.id}"${said.replace('{clients}', pool.clientIds.join(', '))} }\n  clients:`,
    )
  const { record } = await run(
    [
      ...['--target', targetFile(file), '--flow', 'identity-pool', '--variant', 'wire', 'login-refusals'],
      ...['--agent', 'http', '--max-wait', '0', '--quiet'],
    ],
    pool.environment,
  )
  const held = record.checks.filter(({ verdict }) => !['passed', 'not-applicable'].includes(verdict))
  expect(held.map(({ id, reason }) => `${id}: ${reason}`)).toEqual([])
  for (const [name, reason] of Object.entries(reasons)) {
    const [found] = record.checks.filter(({ id }) => id.endsWith(`/${name}`))
    expect(found).toMatchObject({ verdict: 'not-applicable', reason: expect.stringContaining(reason) })
  }
  expect(record.checks.find(({ id }) => id === 'identity-pool/10/other-issuer-refused')?.verdict).toBe(
    'passed',
  )
  // Two variants run side by side: whichever comes first.
  expect((await identityPool.identities()).toSorted()).toEqual(identities.toSorted())
})
