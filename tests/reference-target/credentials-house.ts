/**
 * A user pool, an identity pool that trusts it, roles and a bucket on an instance of its own: what the tests of
 * credentials begin with. Everything is made, and asked, with AWS's own SDK.
 */

import {
  CognitoIdentityClient,
  CreateIdentityPoolCommand,
  GetIdCommand,
  GetOpenIdTokenCommand,
  SetIdentityPoolRolesCommand,
} from '@aws-sdk/client-cognito-identity'
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { AssumeRoleWithWebIdentityCommand, type Credentials, STSClient } from '@aws-sdk/client-sts'
import type { Instance } from '../../fixtures/reference-target/index.ts'
import { build, type House, signIn } from './house.ts'

export const bucket = 'objects-of-the-house'

const SUB = ['$', '{cognito-identity.amazonaws.com:sub}'].join('')

export interface CredentialsHouse extends House {
  readonly identityPoolId: string
  /** The key of `Logins`. */
  readonly login: string
  readonly roleArns: { readonly authenticated: string; readonly unauthenticated: string }
  readonly identities: CognitoIdentityClient
  /** Unsigned unless it signs with what is given. */
  readonly sts: (credentials?: Signer, aheadSeconds?: number) => STSClient
  readonly s3: (credentials?: Signer, aheadSeconds?: number) => S3Client
}

/** Credentials as the SDK's clients take them. */
export interface Signer {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

export async function buildCredentialsHouse(instance: Instance): Promise<CredentialsHouse> {
  const house = await build(instance)
  const { region } = instance.identity
  const own: Signer = instance.identity
  const client = (credentials: Signer = own, aheadSeconds = 0) => ({
    endpoint: instance.endpoint,
    region,
    credentials,
    maxAttempts: 1,
    systemClockOffset: instance.clock.now() - Date.now() + aheadSeconds * 1000,
  })
  const identities = new CognitoIdentityClient(client())
  const iam = new IAMClient(client())
  const s3 = (credentials?: Signer, aheadSeconds?: number) =>
    new S3Client({
      ...client(credentials, aheadSeconds),
      endpoint: `${instance.endpoint}/s3`,
      forcePathStyle: true,
    })
  await s3().send(new CreateBucketCommand({ Bucket: bucket }))

  const login = `cognito-idp.${region}.amazonaws.com/${house.poolId}`
  const { IdentityPoolId: identityPoolId = '' } = await identities.send(
    new CreateIdentityPoolCommand({
      IdentityPoolName: 'house',
      AllowUnauthenticatedIdentities: true,
      AllowClassicFlow: true,
      CognitoIdentityProviders: [{ ProviderName: login, ClientId: house.clientId }],
    }),
  )
  const makeRole = async (amr: string) => {
    const RoleName = `house-${amr}`
    const { Role } = await iam.send(
      new CreateRoleCommand({
        RoleName,
        Path: '/house/',
        MaxSessionDuration: 7200,
        AssumeRolePolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: {
            Effect: 'Allow',
            Principal: { Federated: 'cognito-identity.amazonaws.com' },
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: {
              StringEquals: { 'cognito-identity.amazonaws.com:aud': identityPoolId },
              'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': amr },
            },
          },
        }),
      }),
    )
    await iam.send(
      new PutRolePolicyCommand({
        RoleName,
        PolicyName: 'own-objects',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: {
            Effect: 'Allow',
            Action: ['s3:GetObject', 's3:PutObject'],
            Resource: `arn:aws:s3:::${bucket}/${SUB}/*`,
          },
        }),
      }),
    )
    return Role?.Arn ?? ''
  }
  const roleArns = {
    authenticated: await makeRole('authenticated'),
    unauthenticated: await makeRole('unauthenticated'),
  }
  await identities.send(new SetIdentityPoolRolesCommand({ IdentityPoolId: identityPoolId, Roles: roleArns }))
  const sts = (credentials?: Signer, aheadSeconds?: number) =>
    new STSClient(client(credentials, aheadSeconds))
  return { ...house, identityPoolId, login, roleArns, identities, sts, s3 }
}

/** A token of the identity pool, for somebody who signed in. */
export async function ownToken(house: CredentialsHouse) {
  const { AuthenticationResult } = await signIn(house)
  const idToken = AuthenticationResult?.IdToken ?? ''
  const Logins = { [house.login]: idToken }
  const { IdentityId } = await house.identities.send(
    new GetIdCommand({ IdentityPoolId: house.identityPoolId, Logins }),
  )
  const { Token: token = '' } = await house.identities.send(new GetOpenIdTokenCommand({ IdentityId, Logins }))
  return { token, idToken, identityId: IdentityId ?? '' }
}

/** Takes the role of the signed-in at STS. */
export function takeRole(
  house: CredentialsHouse,
  token: string,
  more: Partial<ConstructorParameters<typeof AssumeRoleWithWebIdentityCommand>[0]> = {},
) {
  return house.sts().send(
    new AssumeRoleWithWebIdentityCommand({
      RoleArn: house.roleArns.authenticated,
      RoleSessionName: 'somebody',
      WebIdentityToken: token,
      ...more,
    }),
  )
}

export function signerOf({
  AccessKeyId = '',
  SecretAccessKey = '',
  SessionToken = '',
}: Partial<Credentials> = {}) {
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken }
}
