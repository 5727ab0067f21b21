/** A house whose client has no users: it asks for tokens in its own name. */

import {
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Instance } from '../../fixtures/reference-target/index.ts'
import { buildDomain, type DomainHouse } from './browser.ts'

export const server = 'https://api.example.com'

export async function addResourceServer({ aws, poolId }: DomainHouse): Promise<void> {
  await aws.send(
    new CreateResourceServerCommand({
      UserPoolId: poolId,
      Identifier: server,
      Name: 'API',
      Scopes: ['read', 'write', 'admin'].map((ScopeName) => ({ ScopeName, ScopeDescription: ScopeName })),
    }),
  )
}

export async function buildMachine(instance: Instance): Promise<DomainHouse> {
  const house = await buildDomain(instance, 1)
  await addResourceServer(house)
  const { UserPoolClient } = await house.aws.send(
    new CreateUserPoolClientCommand({
      UserPoolId: house.poolId,
      ClientName: 'machine',
      GenerateSecret: true,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: [`${server}/read`, `${server}/write`],
    }),
  )
  return { ...house, client: UserPoolClient ?? {}, clientId: UserPoolClient?.ClientId ?? '' }
}
