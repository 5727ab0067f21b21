/** A user pool with a domain in the reference target, made as an administrator would: something that exists. */
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  AssociateSoftwareTokenCommand,
  CreateManagedLoginBrandingCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  CreateUserPoolDomainCommand,
  InitiateAuthCommand,
  SetUserMFAPreferenceCommand,
  SetUserPoolMfaConfigCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { ControlPlane } from '../../fixtures/targets/control-plane.ts'
import { ReferenceProgram } from '../../fixtures/targets/reference.ts'
import { codeOf, stepAt } from '../../fixtures/targets/totp.ts'

export interface ExistingPool extends AsyncDisposable {
  readonly endpoint: string
  readonly userPoolId: string
  readonly clientIds: readonly string[]
  /** What an administrator's clients are told. */
  readonly administrator: {
    readonly endpoint: string
    readonly region: string
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  }
  /** A target file that names it all; the secrets are in {@link environment}. */
  readonly file: string
  readonly environment: Readonly<Record<'PASSWORD' | 'TOTP', string>>
}

/** Somebody else's address, and the only one that is registered. */
export const CALLBACK = 'https://app.example/cb'
export const SCOPES = ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin']

const USERNAME = 'ada'
const WITHOUT_MFA = 'bob'
const PASSWORD = 'Correct-horse-1'
/** Seconds; the least that an app client takes. */
const VALIDITY = 300

/** Seconds before now at which it all was made; what is signed may be as old. */
const AGO = 120

type Ask = (command: { readonly input: object }) => Promise<Record<string, Record<string, string>>>

/** How a pool is set up otherwise than most are. */
export interface Settings {
  readonly pool?: Partial<CreateUserPoolCommandInput>
  readonly managedLogin?: true
  readonly client?: Partial<CreateUserPoolClientCommandInput>
  /** A client beside the first. */
  readonly secondClient?: Partial<CreateUserPoolClientCommandInput>
  /** What the two users sign in with. */
  readonly names?: readonly [string, string]
  readonly attributes?: Readonly<Record<string, string>>
}

/** A pool whose only client has {@link CALLBACK} alone; one of its two users has an authenticator app. */
export async function existingPool(settings: Settings = {}): Promise<ExistingPool> {
  const program = await ReferenceProgram.start()
  try {
    const { id, endpoint, region, accessKeyId, secretAccessKey } = await program.open()
    const credentials = { accessKeyId, secretAccessKey }
    const control = new ControlPlane({ endpoint, region, credentials, headers: {} })
    const ask: Ask = async (command) => {
      const outcome = await control.call(command)
      if (outcome.kind !== 'ok') throw new Error(outcome.reason)
      return outcome.output as Record<string, Record<string, string>>
    }
    // Some minutes ago, so that the code of the enrolment, which is used up, is none of now.
    await program.advance(id, -AGO)
    const ids = await poolWithClient(ask, settings)
    const names = settings.names ?? [USERNAME, WITHOUT_MFA]
    for (const name of names) await makeUser(ask, ids, name, settings.attributes)
    const secret = await enrolled(ask, ids, names[0])
    await program.advance(id, AGO)
    await control.close()
    return {
      endpoint,
      userPoolId: ids.UserPoolId,
      clientIds: [ids.ClientId, ...(ids.secondClientId === undefined ? [] : [ids.secondClientId])],
      administrator: { endpoint, region, credentials },
      file: targetFile(endpoint, region, ids, names),
      environment: { PASSWORD, TOTP: secret },
      [Symbol.asyncDispose]: () => program.stop(),
    }
  } catch (error) {
    await program.stop()
    throw error
  }
}

interface Ids {
  readonly UserPoolId: string
  readonly ClientId: string
  readonly secondClientId?: string
}

const targetFile = (
  endpoint: string,
  region: string,
  { UserPoolId, ClientId, secondClientId }: Ids,
  [withMfa, withoutMfa]: readonly [string, string],
): string => `name: staging
kind: endpoint
claims: [managed-login]
region: ${region}
endpoints: { cognitoIdp: "${endpoint}" }
provision: false
redirectUri: ${CALLBACK}
existing:
  userPool:
    id: ${UserPoolId}
    mfa: optional
    domain: { baseUrl: "http://acme.auth.{region}.localhost:${new URL(endpoint).port}", branding: classic }
  clients:
    - id: ${ClientId}
      accessTokenValidity: ${VALIDITY}
      oauth: { flows: [code], scopes: [${SCOPES.join(', ')}] }
${secondClientId === undefined ? '' : `    - id: ${secondClientId}\n`}  users:
    - { username: ${withMfa}, password: '\${PASSWORD}', totpSecret: '\${TOTP}', suffers: [signs-in] }
    - { username: ${withoutMfa}, password: '\${PASSWORD}', suffers: [signs-in, revokes] }
`

async function poolWithClient(ask: Ask, settings: Settings): Promise<Ids> {
  const pool = await ask(
    new CreateUserPoolCommand({
      PoolName: 'staging',
      Schema: [{ Name: 'email', AttributeDataType: 'String', Required: true, Mutable: true }],
      AutoVerifiedAttributes: ['email'],
      ...settings.pool,
    }),
  )
  const UserPoolId = String(pool['UserPool']?.['Id'])
  await ask(
    new SetUserPoolMfaConfigCommand({
      UserPoolId,
      MfaConfiguration: 'OPTIONAL',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    }),
  )
  const ManagedLoginVersion = settings.managedLogin ? 2 : 1
  await ask(new CreateUserPoolDomainCommand({ UserPoolId, Domain: 'acme', ManagedLoginVersion }))
  const clientWith = async (more: Settings['client']) => {
    const made = await ask(new CreateUserPoolClientCommand({ ...clientSettings(UserPoolId), ...more }))
    const ClientId = String(made['UserPoolClient']?.['ClientId'])
    // Without a style managed login shows no pages.
    const UseCognitoProvidedValues = true
    if (settings.managedLogin)
      await ask(new CreateManagedLoginBrandingCommand({ UserPoolId, ClientId, UseCognitoProvidedValues }))
    return ClientId
  }
  return {
    UserPoolId,
    ClientId: await clientWith(settings.client),
    ...(settings.secondClient === undefined
      ? {}
      : { secondClientId: await clientWith(settings.secondClient) }),
  }
}

const clientSettings = (UserPoolId: string): CreateUserPoolClientCommandInput => ({
  UserPoolId,
  ClientName: 'web',
  ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code'],
  AllowedOAuthScopes: SCOPES,
  CallbackURLs: [CALLBACK],
  SupportedIdentityProviders: ['COGNITO'],
  AccessTokenValidity: VALIDITY,
  TokenValidityUnits: { AccessToken: 'seconds' },
})

async function makeUser(
  ask: Ask,
  { UserPoolId }: Ids,
  Username: string,
  attributes: Settings['attributes'] = {},
): Promise<void> {
  const all = { email: Username.includes('@') ? Username : `${Username}@app.example`, ...attributes }
  const UserAttributes = Object.entries(all).map(([Name, Value]) => ({ Name, Value }))
  await ask(new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: 'SUPPRESS' }))
  await ask(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: PASSWORD, Permanent: true }))
}

/** Gives the secret of the user's authenticator app. */
async function enrolled(ask: Ask, { ClientId }: Ids, name: string): Promise<string> {
  const AuthParameters = { USERNAME: name, PASSWORD }
  const signedIn = await ask(
    new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }),
  )
  const AccessToken = signedIn['AuthenticationResult']?.['AccessToken']
  const associated = await ask(new AssociateSoftwareTokenCommand({ AccessToken }))
  const secret = String(associated['SecretCode'])
  const UserCode = codeOf(secret, stepAt(Date.now() - AGO * 1000))
  await ask(new VerifySoftwareTokenCommand({ AccessToken, UserCode }))
  const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true }
  await ask(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }))
  return secret
}
