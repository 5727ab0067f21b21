/** Signing in to the reference target, judged by AWS's own clients: its SDK, its SRP client, its token verifier. */

import { createHmac } from 'node:crypto'
import {
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AssociateSoftwareTokenCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SetUserPoolMfaConfigCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js'
import { JwtRsaVerifier } from 'aws-jwt-verify'
import { SimpleJwksCache } from 'aws-jwt-verify/jwk'
import { TOTP } from 'otpauth'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ReferenceTarget, startReferenceTarget } from '../../fixtures/reference-target/index.ts'
import { build, enrol, type House, password, signIn, username } from './house.ts'

let target: ReferenceTarget

beforeAll(async () => {
  target = await startReferenceTarget()
})
afterAll(() => target.close())

test('password and TOTP, with tokens that AWS verifies against the published keys', async () => {
  const house = await build(await target.open())
  const code = await enrol(house)

  const challenge = await signIn(house)
  expect(challenge.ChallengeName).toBe('SOFTWARE_TOKEN_MFA')
  expect(challenge.AuthenticationResult).toBeUndefined()

  const answer = await house.aws.send(
    new RespondToAuthChallengeCommand({
      ClientId: house.clientId,
      ChallengeName: 'SOFTWARE_TOKEN_MFA',
      Session: challenge.Session,
      ChallengeResponses: { USERNAME: username, SOFTWARE_TOKEN_MFA_CODE: code() },
    }),
  )
  expect(answer.ChallengeParameters).toEqual({})
  const { IdToken = '', AccessToken = '', ExpiresIn, TokenType } = answer.AuthenticationResult ?? {}
  expect({ ExpiresIn, TokenType }).toEqual({ ExpiresIn: 3600, TokenType: 'Bearer' })

  const issuer = `${house.instance.endpoint}/${house.poolId}`
  const id = await verified(house, IdToken, house.clientId)
  const access = await verified(house, AccessToken, null)
  expect(id.claims).toMatchObject({
    iss: issuer,
    aud: house.clientId,
    token_use: 'id',
    'cognito:username': username,
  })
  expect(Object.keys(access.claims).sort()).toEqual(
    'auth_time client_id event_id exp iat iss jti origin_jti scope sub token_use username'.split(' '),
  )
  expect(access.claims).toMatchObject({
    iss: issuer,
    client_id: house.clientId,
    token_use: 'access',
    username,
    scope: 'aws.cognito.signin.user.admin',
    sub: id.claims['sub'],
    origin_jti: id.claims['origin_jti'],
    event_id: id.claims['event_id'],
  })
  expect(access.claims['jti']).not.toBe(id.claims['jti'])
  expect(Object.keys(id.header).sort()).toEqual(['alg', 'kid'])
  expect(id.header['kid']).not.toBe(access.header['kid'])
})

test("SRP and TOTP with AWS's own SRP client", async () => {
  const house = await build(await target.open())
  const code = await enrol(house)
  const session = await srpSignIn(house, username, code)
  expect(session.getAccessToken().payload['username']).toBe(username)
})

test('SRP by e-mail, where the user id is the sub', async () => {
  const house = await build(await target.open(), {
    pool: { UsernameAttributes: ['email'] },
    username: 'amelie@example.com',
  })
  const session = await srpSignIn(house, 'amelie@example.com')
  expect(session.getAccessToken().payload['username']).toBe(session.getAccessToken().payload['sub'])
  expect(session.getIdToken().payload['email']).toBe('amelie@example.com')
})

test('a wrong password is refused at the proof, and a retried right one is taken', async () => {
  const house = await build(await target.open())
  await expect(srpSignIn(house, username, undefined, 'Wrong-horse-1')).rejects.toMatchObject({
    code: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
  })
  await srpSignIn(house, username)
})

test('an unknown user begins SRP like a known one where the client hides existence', async () => {
  const house = await build(await target.open(), { client: { PreventUserExistenceErrors: 'ENABLED' } })
  const begin = () =>
    house.aws.send(
      new InitiateAuthCommand({
        AuthFlow: 'USER_SRP_AUTH',
        ClientId: house.clientId,
        AuthParameters: { USERNAME: 'nobody', SRP_A: 'ab'.repeat(300) },
      }),
    )
  const [first, second] = [await begin(), await begin()]
  expect(first.ChallengeParameters?.['SALT']).toBe(second.ChallengeParameters?.['SALT'])
  expect(first.ChallengeParameters?.['USER_ID_FOR_SRP']).toBe(second.ChallengeParameters?.['USER_ID_FOR_SRP'])
  expect(first.ChallengeParameters?.['SRP_B']).not.toBe(second.ChallengeParameters?.['SRP_B'])
  await expect(srpSignIn(house, 'nobody')).rejects.toMatchObject({ code: 'NotAuthorizedException' })
})

test('the admin flow, a new password, then MFA_SETUP where the pool requires MFA', async () => {
  const house = await build(await target.open())
  const { aws, poolId, clientId, instance } = house
  await aws.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: poolId,
      MfaConfiguration: 'ON',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    }),
  )
  await aws.send(
    new AdminCreateUserCommand({ UserPoolId: poolId, Username: 'bertil', TemporaryPassword: password }),
  )
  const begun = await aws.send(
    new AdminInitiateAuthCommand({
      UserPoolId: poolId,
      ClientId: clientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'bertil', PASSWORD: password },
    }),
  )
  expect(begun.ChallengeName).toBe('NEW_PASSWORD_REQUIRED')
  expect(begun.ChallengeParameters).toEqual({
    USER_ID_FOR_SRP: 'bertil',
    requiredAttributes: '[]',
    userAttributes: '{}',
  })
  const respond = (ChallengeName: 'NEW_PASSWORD_REQUIRED' | 'MFA_SETUP', Session?: string, more = {}) =>
    aws.send(
      new AdminRespondToAuthChallengeCommand({
        UserPoolId: poolId,
        ClientId: clientId,
        ChallengeName,
        Session,
        ChallengeResponses: { USERNAME: 'bertil', ...more },
      }),
    )
  const setup = await respond('NEW_PASSWORD_REQUIRED', begun.Session, { NEW_PASSWORD: 'New-horse-2' })
  expect(setup.ChallengeName).toBe('MFA_SETUP')
  const associated = await aws.send(new AssociateSoftwareTokenCommand({ Session: setup.Session }))
  const UserCode = new TOTP({ secret: associated.SecretCode ?? '' }).generate({
    timestamp: instance.clock.now(),
  })
  const checked = await aws.send(new VerifySoftwareTokenCommand({ Session: associated.Session, UserCode }))
  expect(checked.Status).toBe('SUCCESS')
  const done = await respond('MFA_SETUP', checked.Session)
  expect(done.AuthenticationResult?.AccessToken).toBeTypeOf('string')
})

test('a confidential client needs its secret hash, at sign-in and on refresh', async () => {
  const house = await build(await target.open(), { client: { GenerateSecret: true } })
  const { aws, clientId, client } = house
  await expect(signIn(house)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: `Client ${clientId} is configured with secret but SECRET_HASH was not received`,
  })
  const SECRET_HASH = createHmac('sha256', client.ClientSecret ?? '')
    .update(username + clientId)
    .digest('base64')
  const { AuthenticationResult } = await aws.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: clientId,
      AuthParameters: { USERNAME: username, PASSWORD: password, SECRET_HASH },
    }),
  )
  const refresh = (hash: string) =>
    aws.send(
      new InitiateAuthCommand({
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        ClientId: clientId,
        AuthParameters: { REFRESH_TOKEN: AuthenticationResult?.RefreshToken ?? '', SECRET_HASH: hash },
      }),
    )
  await expect(refresh('wrong')).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  expect((await refresh(SECRET_HASH)).AuthenticationResult?.AccessToken).toBeTypeOf('string')
})

/** A token as AWS's verifier takes it, against the keys that the instance publishes. */
async function verified(house: House, token: string, audience: string | null) {
  const issuer = `${house.instance.endpoint}/${house.poolId}`
  const jwks = await (await fetch(`${issuer}/.well-known/jwks.json`)).json()
  const cache = new SimpleJwksCache()
  const jwksUri = `${issuer}/.well-known/jwks.json`
  const verifier = JwtRsaVerifier.create({ issuer, audience, jwksUri }, { jwksCache: cache })
  verifier.cacheJwks(jwks as Parameters<typeof verifier.cacheJwks>[0])
  const decoded = (part: number): Record<string, unknown> =>
    JSON.parse(Buffer.from(token.split('.')[part] ?? '', 'base64url').toString())
  return { claims: { ...verifier.verifySync(token) } as Record<string, unknown>, header: decoded(0) }
}

function srpSignIn(house: House, Username: string, code?: () => string, Password = password) {
  const Pool = new CognitoUserPool({
    UserPoolId: house.poolId,
    ClientId: house.clientId,
    endpoint: house.instance.endpoint,
  })
  const user = new CognitoUser({ Username, Pool })
  return new Promise<import('amazon-cognito-identity-js').CognitoUserSession>((resolve, reject) => {
    const callbacks = {
      onSuccess: resolve,
      onFailure: reject,
      totpRequired: () => user.sendMFACode(code?.() ?? '', callbacks, 'SOFTWARE_TOKEN_MFA'),
    }
    user.authenticateUser(new AuthenticationDetails({ Username, Password }), callbacks)
  })
}
