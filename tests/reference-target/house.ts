/** A pool with a client and a user on an instance of its own: what most tests of the reference target begin with. */

import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  AssociateSoftwareTokenCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  InitiateAuthCommand,
  SetUserMFAPreferenceCommand,
  SetUserPoolMfaConfigCommand,
  type UserPoolClientType,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { TOTP } from 'otpauth'
import type { Instance } from '../../fixtures/reference-target/index.ts'

export const password = 'Correct-horse-1'
export const username = 'amelie'

export interface House {
  readonly instance: Instance
  /** AWS's SDK, with the instance's credentials and clock. */
  readonly aws: CognitoIdentityProviderClient
  readonly poolId: string
  readonly client: UserPoolClientType
  readonly clientId: string
}

/** AWS's SDK for an instance. */
export function sdkOf(instance: Instance, secretAccessKey = instance.identity.secretAccessKey) {
  return new CognitoIdentityProviderClient({
    endpoint: instance.endpoint,
    region: instance.identity.region,
    credentials: { accessKeyId: instance.identity.accessKeyId, secretAccessKey },
    systemClockOffset: instance.clock.now() - Date.now(),
    maxAttempts: 1,
  })
}

export async function build(
  instance: Instance,
  on: {
    pool?: Partial<CreateUserPoolCommandInput>
    client?: Partial<CreateUserPoolClientCommandInput>
    username?: string
  } = {},
): Promise<House> {
  const aws = sdkOf(instance)
  const { UserPool } = await aws.send(new CreateUserPoolCommand({ PoolName: 'house', ...on.pool }))
  const poolId = UserPool?.Id ?? ''
  const { UserPoolClient } = await aws.send(
    new CreateUserPoolClientCommand({
      UserPoolId: poolId,
      ClientName: 'app',
      ExplicitAuthFlows: [
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_ADMIN_USER_PASSWORD_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
      ],
      ...on.client,
    }),
  )
  const Username = on.username ?? username
  await aws.send(new AdminCreateUserCommand({ UserPoolId: poolId, Username, MessageAction: 'SUPPRESS' }))
  await aws.send(
    new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username, Password: password, Permanent: true }),
  )
  return { instance, aws, poolId, client: UserPoolClient ?? {}, clientId: UserPoolClient?.ClientId ?? '' }
}

/** Signs in with the password alone. */
export function signIn({ aws, clientId }: House, Username = username, Password = password) {
  return aws.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: clientId,
      AuthParameters: { USERNAME: Username, PASSWORD: Password },
    }),
  )
}

/** Turns TOTP on for pool and user; gives the app that makes codes. Its codes so far are used up. */
export async function enrol(house: House): Promise<(offsetSteps?: number) => string> {
  const { aws, poolId, instance } = house
  await aws.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: poolId,
      MfaConfiguration: 'OPTIONAL',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    }),
  )
  const { AuthenticationResult } = await signIn(house)
  const AccessToken = AuthenticationResult?.AccessToken
  const { SecretCode = '' } = await aws.send(new AssociateSoftwareTokenCommand({ AccessToken }))
  const app = new TOTP({ secret: SecretCode })
  const code = (steps = 0) => app.generate({ timestamp: instance.clock.now() + steps * 30_000 })
  await aws.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: code() }))
  await aws.send(
    new SetUserMFAPreferenceCommand({
      AccessToken,
      SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
    }),
  )
  instance.clock.advance(60)
  return code
}

/** One call on the wire, without an SDK. */
export async function post(instance: Instance, operation: string, body: unknown, headers = {}) {
  const response = await fetch(instance.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, body: text && JSON.parse(text) }
}
