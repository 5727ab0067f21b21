/** A long walk through the reference target, right and wrong in turn, that meets every rule it has. */

import { createHmac } from 'node:crypto'
import * as identity from 'amazon-cognito-identity-js'
import { TOTP } from 'otpauth'
import { prime, proofOf, srpTimestamp, toHex } from '../../fixtures/reference-target/crypto/srp.ts'
import type { Instance } from '../../fixtures/reference-target/index.ts'
import { password, post } from './house.ts'
import { signedPost } from './signed.ts'

/** Exported by AWS's client, missing from its types. */
const { AuthenticationHelper } = identity as unknown as {
  AuthenticationHelper: new (poolName: string) => Answer
}

/** The key that AWS's own SRP client arrives at. */
async function helperOf(poolId: string) {
  const poolName = poolId.slice(poolId.indexOf('_') + 1)
  const helper = new AuthenticationHelper(poolName)
  const promised = <T>(run: (done: (error: Error | null, value: T) => void) => void) =>
    new Promise<T>((resolve, reject) => run((error, value) => (error ? reject(error) : resolve(value))))
  const publicA = await promised<{ toString(radix: number): string }>((done) => helper.getLargeAValue(done))
  return {
    publicA: publicA.toString(16),
    keyFor: async (userId: string, b: string, salt: string) =>
      Buffer.from(
        await promised<Uint8Array>((done) =>
          helper.getPasswordAuthenticationKey(
            userId,
            password,
            new helper.N.constructor(b, 16),
            new helper.N.constructor(salt, 16),
            done,
          ),
        ),
      ),
  }
}

// biome-ignore lint/suspicious/noExplicitAny: what a bent target answers has no shape
type Answer = any

export async function walk(instance: Instance): Promise<void> {
  const call = async (operation: string, body: unknown): Promise<Answer> =>
    (await post(instance, operation, body)).body
  const admin = async (operation: string, body: unknown): Promise<Answer> =>
    (await signedPost(instance, operation, body)).body

  // Pools, clients, groups, users
  const makePool = async (more = {}): Promise<string> =>
    (await admin('CreateUserPool', { PoolName: 'walk', ...more })).UserPool.Id
  const UserPoolId = await makePool({
    Schema: [{ Name: 'team', AttributeDataType: 'String', Mutable: true }],
  })
  const other = await makePool({ MfaConfiguration: 'ON', UsernameAttributes: ['email'] })
  for (const id of [UserPoolId, other]) {
    await admin('SetUserPoolMfaConfig', {
      UserPoolId: id,
      MfaConfiguration: id === other ? 'ON' : 'OPTIONAL',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    })
  }
  const makeClient = async (more = {}, pool = UserPoolId): Promise<Answer> =>
    (
      await admin('CreateUserPoolClient', {
        UserPoolId: pool,
        ClientName: 'walk',
        ExplicitAuthFlows: [
          'ALLOW_USER_PASSWORD_AUTH',
          'ALLOW_USER_SRP_AUTH',
          'ALLOW_ADMIN_USER_PASSWORD_AUTH',
          'ALLOW_REFRESH_TOKEN_AUTH',
        ],
        ...more,
      })
    ).UserPoolClient
  const client = await makeClient({
    AccessTokenValidity: 10,
    IdTokenValidity: 20,
    RefreshTokenValidity: 2,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'hours' },
    AuthSessionValidity: 10,
  })
  const hiding = await makeClient({ PreventUserExistenceErrors: 'ENABLED' })
  const byDefault = await makeClient({ ExplicitAuthFlows: undefined })
  const secret = await makeClient({ GenerateSecret: true })
  const unrevocable = await makeClient({ EnableTokenRevocation: false })
  const rotating = await makeClient({
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 30 },
  })
  const strict = await makeClient({}, other)

  const makeUser = async (Username: string, Permanent = true, pool = UserPoolId, attributes = {}) => {
    await admin('AdminCreateUser', {
      UserPoolId: pool,
      Username,
      MessageAction: 'SUPPRESS',
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    })
    await admin('AdminSetUserPassword', { UserPoolId: pool, Username, Password: password, Permanent })
  }
  const full = { email: 'amelie@example.com', email_verified: 'true', 'custom:team': 'red' }
  await makeUser('amelie', true, UserPoolId, full)
  await makeUser('bare')
  await makeUser('fresh', false)
  await makeUser('disabled')
  await makeUser('reset')
  await makeUser('locked')
  await makeUser('totp')
  await makeUser('setup@example.com', true, other)
  await admin('AdminDisableUser', { UserPoolId, Username: 'disabled' })
  await admin('AdminResetUserPassword', { UserPoolId, Username: 'reset' })
  await call('SignUp', { ClientId: client.ClientId, Username: 'new', Password: password })
  const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`
  for (const [GroupName, Precedence] of [
    ['red', 1],
    ['blue', 2],
    ['green', 1],
  ] as const) {
    await admin('CreateGroup', { UserPoolId, GroupName, Precedence, RoleArn: role(GroupName) })
  }
  for (const GroupName of ['red', 'blue']) {
    await admin('AdminAddUserToGroup', { UserPoolId, Username: 'amelie', GroupName })
  }
  for (const GroupName of ['red', 'green']) {
    await admin('AdminAddUserToGroup', { UserPoolId, Username: 'totp', GroupName })
  }

  // Published documents, wire
  for (const path of ['jwks.json', 'openid-configuration']) {
    await fetch(`${instance.endpoint}/${UserPoolId}/.well-known/${path}`)
  }
  const getUser = { UserPoolId, Username: 'amelie' }
  await post(instance, 'AdminGetUser', getUser)
  for (const change of [
    { secretAccessKey: 'wrong' },
    { accessKeyId: 'AKIAWRONG' },
    { region: 'eu-west-1' },
    { ahead: -3600 },
  ]) {
    await signedPost(instance, 'AdminGetUser', getUser, change)
  }
  await signedPost(instance, 'AdminGetUser', { UserPoolId: 'us-east-1_unknown', Username: 'amelie' })
  await call('InitiateAuth', { AuthFlow: 'NONE' })
  await call('InitiateAuth', { AuthFlow: 5 })

  // Passwords
  const start = (AuthFlow: string, parameters: object, by = client) =>
    call('InitiateAuth', { AuthFlow, ClientId: by.ClientId, AuthParameters: parameters })
  const signIn = (USERNAME: string, by = client, PASSWORD = password) =>
    start('USER_PASSWORD_AUTH', { USERNAME, PASSWORD }, by)
  const adminStart = (by: Answer, AuthFlow = 'ADMIN_USER_PASSWORD_AUTH', pool = UserPoolId) =>
    admin('AdminInitiateAuth', {
      UserPoolId: pool,
      ClientId: by.ClientId,
      AuthFlow,
      AuthParameters: { USERNAME: 'amelie', PASSWORD: password },
    })
  const first = (await signIn('amelie')).AuthenticationResult
  await signIn('bare')
  await signIn('bare', unrevocable)
  await signIn('bare', client, password.toUpperCase())
  await signIn('bare', client, password.slice(0, 10))
  await signIn('AMELIE')
  for (const name of ['nobody', 'disabled', 'reset', 'new']) await signIn(name)
  await signIn('nobody', hiding)
  await signIn('bare', byDefault)
  await signIn('bare', { ClientId: 'unknown' })
  await start('ADMIN_USER_PASSWORD_AUTH', { USERNAME: 'bare', PASSWORD: password })
  await start('USER_PASSWORD_AUTH', { USERNAME: 'bare' })
  await adminStart(client)
  await adminStart(client, 'USER_PASSWORD_AUTH')
  await adminStart(client, 'USER_SRP_AUTH')
  await adminStart(strict)
  for (let n = 0; n < 7; n++) await signIn('locked', client, 'Wrong-horse-1')

  // Secret hash
  const SECRET_HASH = createHmac('sha256', secret.ClientSecret)
    .update(`amelie${secret.ClientId}`)
    .digest('base64')
  await signIn('amelie', secret)
  await start('USER_PASSWORD_AUTH', { USERNAME: 'amelie', PASSWORD: password, SECRET_HASH: 'wrong' }, secret)
  const confidential = await start(
    'USER_PASSWORD_AUTH',
    { USERNAME: 'amelie', PASSWORD: password, SECRET_HASH },
    secret,
  )
  const REFRESH_TOKEN = confidential.AuthenticationResult.RefreshToken
  await start('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN, SECRET_HASH }, secret)
  const { ClientId } = secret
  await call('GetTokensFromRefreshToken', {
    ClientId,
    ClientSecret: 'x'.repeat(30),
    RefreshToken: REFRESH_TOKEN,
  })

  // SRP
  const SRP_A = toHex(2n ** 4000n % prime)
  await start('USER_SRP_AUTH', { USERNAME: 'nobody', SRP_A })
  await start('USER_SRP_AUTH', { USERNAME: 'nobody', SRP_A }, hiding)
  await start('USER_SRP_AUTH', { USERNAME: 'amelie', SRP_A: toHex(prime) })
  const answerSrp = (by: Answer, USERNAME: string, begun: Answer, block?: string) =>
    call('RespondToAuthChallenge', {
      ClientId: by.ClientId,
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeResponses: {
        USERNAME,
        PASSWORD_CLAIM_SECRET_BLOCK: block ?? begun.ChallengeParameters.SECRET_BLOCK,
        PASSWORD_CLAIM_SIGNATURE: 'AAAA',
        TIMESTAMP: srpTimestamp(instance.clock.now()),
      },
    })
  await answerSrp(client, 'amelie', await start('USER_SRP_AUTH', { USERNAME: 'amelie', SRP_A }))
  await answerSrp(hiding, 'amelie', await start('USER_SRP_AUTH', { USERNAME: 'amelie', SRP_A }))
  await start('USER_SRP_AUTH', { USERNAME: 'setup@example.com', SRP_A }, strict)
  const byMail = await start('USER_SRP_AUTH', { USERNAME: 'setup@example.com', SRP_A }, strict)
  await answerSrp(strict, 'setup@example.com', byMail)
  await answerSrp(client, 'amelie', {}, 'AAAA')
  const prove = async (by: Answer) => {
    const client = await helperOf(UserPoolId)
    const begun = await start('USER_SRP_AUTH', { USERNAME: 'amelie', SRP_A: client.publicA }, by)
    const { SRP_B, SALT, SECRET_BLOCK, USER_ID_FOR_SRP } = begun.ChallengeParameters
    const key = await client.keyFor(USER_ID_FOR_SRP, SRP_B, SALT)
    const timestamp = srpTimestamp(instance.clock.now())
    const secretBlock = Buffer.from(SECRET_BLOCK, 'base64')
    const poolName = UserPoolId.slice(UserPoolId.indexOf('_') + 1)
    const proof = proofOf(key, { poolName, userId: USER_ID_FOR_SRP, secretBlock, timestamp })
    const send = () =>
      call('RespondToAuthChallenge', {
        ClientId: by.ClientId,
        ChallengeName: 'PASSWORD_VERIFIER',
        ChallengeResponses: {
          USERNAME: 'amelie',
          PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
          PASSWORD_CLAIM_SIGNATURE: proof.toString('base64'),
          TIMESTAMP: timestamp,
        },
      })
    await send()
    await send()
  }
  await prove(byDefault)
  const late = await start('USER_SRP_AUTH', { USERNAME: 'amelie', SRP_A })
  instance.clock.advance(90)
  await answerSrp(client, 'amelie', late)

  // Challenges and sessions
  const respond = (ChallengeName: string, Session: unknown, responses: object, by = client) =>
    call('RespondToAuthChallenge', {
      ClientId: by.ClientId,
      ChallengeName,
      Session,
      ChallengeResponses: responses,
    })
  const temporary = await signIn('fresh')
  const NEW_PASSWORD = 'New-horse-2'
  await respond('NEW_PASSWORD_REQUIRED', temporary.Session, { USERNAME: 'fresh', NEW_PASSWORD: 'short' })
  await respond('NEW_PASSWORD_REQUIRED', temporary.Session, { USERNAME: 'fresh', NEW_PASSWORD })
  await makeUser('stale', false)
  const setup = await signIn('setup@example.com', strict)
  const associated = await call('AssociateSoftwareToken', { Session: setup.Session })
  const app = (SecretCode: string) => new TOTP({ secret: SecretCode })
  const codeAt = (SecretCode: string, steps: number) =>
    app(SecretCode).generate({ timestamp: instance.clock.now() + steps * 30_000 })
  await call('VerifySoftwareToken', {
    Session: associated.Session,
    UserCode: codeAt(associated.SecretCode, 30),
  })
  const { Session } = await call('VerifySoftwareToken', {
    Session: associated.Session,
    UserCode: codeAt(associated.SecretCode, 1),
  })
  await respond('MFA_SETUP', Session, { USERNAME: 'setup@example.com' }, strict)

  const { AccessToken } = (await signIn('totp')).AuthenticationResult
  const { SecretCode } = await call('AssociateSoftwareToken', { AccessToken })
  await call('VerifySoftwareToken', { AccessToken, UserCode: codeAt(SecretCode, 0) })
  await call('SetUserMFAPreference', {
    AccessToken,
    SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
  })
  const used = codeAt(SecretCode, 0)
  const challenge = await signIn('totp')
  const answer = (SOFTWARE_TOKEN_MFA_CODE: string, more = {}, by = client, session = challenge.Session) =>
    respond('SOFTWARE_TOKEN_MFA', session, { USERNAME: 'totp', SOFTWARE_TOKEN_MFA_CODE, ...more }, by)
  await answer(used)
  instance.clock.advance(60)
  await answer(codeAt(SecretCode, -15))
  await answer(codeAt(SecretCode, 0), { USERNAME: 'bare' })
  await answer(codeAt(SecretCode, 0), {}, hiding)
  await answer(codeAt(SecretCode, 0), {}, client, 'A'.repeat(100))
  await respond('SOFTWARE_TOKEN_MFA', undefined, { USERNAME: 'totp', SOFTWARE_TOKEN_MFA_CODE: '000000' })
  await admin('AdminRespondToAuthChallenge', {
    UserPoolId,
    ClientId: client.ClientId,
    ChallengeName: 'SOFTWARE_TOKEN_MFA',
    Session: challenge.Session,
    ChallengeResponses: { USERNAME: 'totp', SOFTWARE_TOKEN_MFA_CODE: codeAt(SecretCode, 0) },
  })
  await answer(codeAt(SecretCode, 1))
  await answer(codeAt(SecretCode, 1))
  const aging = await signIn('totp')
  instance.clock.advance(240)
  await answer(codeAt(SecretCode, 0), {}, client, aging.Session)
  const old = await signIn('totp')
  instance.clock.advance(660)
  await answer(codeAt(SecretCode, 0), {}, client, old.Session)

  // Refresh, access tokens, revocation
  const tokens = (await signIn('amelie')).AuthenticationResult
  const read = (AccessToken: string) => call('GetUser', { AccessToken })
  const refresh = (token: string, by = client) => start('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: token }, by)
  await read(tokens.AccessToken)
  await read((await signIn('bare')).AuthenticationResult.AccessToken)
  await read(`${tokens.AccessToken.slice(0, -20)}AAAAAAAAAAAAAAAAAAAA`)
  await read(tokens.IdToken)
  instance.clock.advance(5)
  await refresh(tokens.RefreshToken)
  await refresh(tokens.RefreshToken)
  await refresh(tokens.RefreshToken, hiding)
  await refresh('unknown')
  await start('REFRESH_TOKEN', { REFRESH_TOKEN: tokens.RefreshToken })
  const rotated = (await signIn('bare', rotating)).AuthenticationResult
  const rotate = () =>
    call('GetTokensFromRefreshToken', { ClientId: rotating.ClientId, RefreshToken: rotated.RefreshToken })
  await refresh(rotated.RefreshToken, rotating)
  await rotate()
  instance.clock.advance(10)
  await rotate()
  instance.clock.advance(60)
  await rotate()
  const revoke = (Token: string, by = client) => call('RevokeToken', { ClientId: by.ClientId, Token })
  await revoke(tokens.AccessToken)
  await revoke(tokens.RefreshToken, unrevocable)
  await revoke(tokens.RefreshToken)
  await refresh(tokens.RefreshToken)
  await read(tokens.AccessToken)
  const [one] = [(await signIn('bare')).AuthenticationResult, await signIn('bare')]
  await call('GlobalSignOut', { AccessToken: one.AccessToken })
  const lasting = (await signIn('bare')).AuthenticationResult
  instance.clock.advance(3 * 3600)
  await refresh(first.RefreshToken)
  await read(lasting.AccessToken)
  await refresh((await signIn('amelie')).AuthenticationResult.RefreshToken)
  const gone = (await signIn('fresh', client, NEW_PASSWORD)).AuthenticationResult
  await admin('AdminDisableUser', { UserPoolId, Username: 'fresh' })
  await refresh(gone.RefreshToken)
  await admin('AdminEnableUser', { UserPoolId, Username: 'fresh' })
  instance.clock.advance(8 * 86_400)
  await signIn('stale')
}
