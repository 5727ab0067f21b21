/** An identity pool in front of a user pool, with roles behind it: what tests of identity pools begin with. */

import {
  CognitoIdentityClient,
  CreateIdentityPoolCommand,
  type CreateIdentityPoolCommandInput,
  SetIdentityPoolRolesCommand,
} from '@aws-sdk/client-cognito-identity'
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import type { Instance } from '../../fixtures/reference-target/index.ts'
import { build, type House, signIn } from './house.ts'

export interface IdentityHouse extends House {
  readonly pools: CognitoIdentityClient
  readonly iam: IAMClient
  readonly identityPoolId: string
  /** Key of `Logins` of the user pool. */
  readonly login: string
  readonly roles: { readonly authenticated: string; readonly unauthenticated: string }
}

const clientOptions = (instance: Instance) => ({
  endpoint: instance.endpoint,
  region: instance.identity.region,
  credentials: {
    accessKeyId: instance.identity.accessKeyId,
    secretAccessKey: instance.identity.secretAccessKey,
  },
  systemClockOffset: instance.clock.now() - Date.now(),
  maxAttempts: 1,
})

export async function buildIdentityPool(
  instance: Instance,
  more: Partial<CreateIdentityPoolCommandInput> = {},
): Promise<IdentityHouse> {
  const house = await build(instance)
  const pools = new CognitoIdentityClient(clientOptions(instance))
  const iam = new IAMClient(clientOptions(instance))
  const login = `cognito-idp.us-east-1.amazonaws.com/${house.poolId}`
  const { IdentityPoolId = '' } = await pools.send(
    new CreateIdentityPoolCommand({
      IdentityPoolName: 'house',
      AllowUnauthenticatedIdentities: true,
      AllowClassicFlow: true,
      CognitoIdentityProviders: [{ ProviderName: login, ClientId: house.clientId }],
      ...more,
    }),
  )
  const unroled = { ...house, pools, iam, identityPoolId: IdentityPoolId, login }
  const roles = {
    authenticated: await makeRole(unroled, 'authenticated'),
    unauthenticated: await makeRole(unroled, 'unauthenticated'),
  }
  await pools.send(new SetIdentityPoolRolesCommand({ IdentityPoolId, Roles: roles }))
  return { ...unroled, roles }
}

/** A role that trusts the pool for identities of this `amr`. */
export async function makeRole(
  { iam, identityPoolId }: Pick<IdentityHouse, 'iam' | 'identityPoolId'>,
  name: string,
  { amr = name, actions = ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'] } = {},
): Promise<string> {
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: name,
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Federated: 'cognito-identity.amazonaws.com' },
            Action: actions,
            Condition: {
              StringEquals: { 'cognito-identity.amazonaws.com:aud': identityPoolId },
              'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': amr },
            },
          },
        ],
      }),
    }),
  )
  return Role?.Arn ?? ''
}

/** Signs in; gives the tokens. */
export async function tokensOf(house: House, username?: string) {
  const { AuthenticationResult } = await signIn(house, username)
  return { id: AuthenticationResult?.IdToken ?? '', access: AuthenticationResult?.AccessToken ?? '' }
}

/** Type and text of a refusal; undefined where there was none. */
export async function refusalOf(call: Promise<unknown>): Promise<string | undefined> {
  try {
    await call
    return undefined
  } catch (error) {
    const { name, message } = error as Error
    return `${name}: ${message}`
  }
}
