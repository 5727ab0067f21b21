/** Tokens over time: refresh, rotation, revocation, expiry, lock-out. */

import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ReferenceTarget, startReferenceTarget } from '../../fixtures/reference-target/index.ts'
import { build, enrol, type House, password, post, signIn, username } from './house.ts'

let target: ReferenceTarget

beforeAll(async () => {
  target = await startReferenceTarget()
})
afterAll(() => target.close())

const refresh = ({ aws, clientId }: House, REFRESH_TOKEN = '') =>
  aws.send(
    new InitiateAuthCommand({
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      ClientId: clientId,
      AuthParameters: { REFRESH_TOKEN },
    }),
  )
const claims = (token = ''): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

test('a refresh keeps who and since when, and moves the rest', async () => {
  const house = await build(await target.open(), {
    client: {
      AccessTokenValidity: 10,
      IdTokenValidity: 20,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes' },
    },
  })
  const first = (await signIn(house)).AuthenticationResult
  house.instance.clock.advance(100)
  const { AuthenticationResult: second, ...rest } = await refresh(house, first?.RefreshToken)
  expect(rest).toMatchObject({ ChallengeParameters: {} })
  expect(second?.RefreshToken).toBeUndefined()
  expect(second?.ExpiresIn).toBe(600)
  for (const [before, after, life] of [
    [claims(first?.IdToken), claims(second?.IdToken), 1200],
    [claims(first?.AccessToken), claims(second?.AccessToken), 600],
  ] as const) {
    const kept = ['sub', 'origin_jti', 'auth_time', 'iss', 'token_use']
    expect(kept.map((name) => after[name])).toEqual(kept.map((name) => before[name]))
    expect(after['jti']).not.toBe(before['jti'])
    expect(Number(after['iat']) - Number(before['iat'])).toBeGreaterThanOrEqual(100)
    expect(Number(after['exp']) - Number(after['iat'])).toBe(life)
  }
})

test('revoking ends the refresh token and its access tokens, and no others', async () => {
  const house = await build(await target.open())
  const { aws, clientId } = house
  const [one, two] = [(await signIn(house)).AuthenticationResult, (await signIn(house)).AuthenticationResult]
  await expect(
    aws.send(new RevokeTokenCommand({ ClientId: clientId, Token: one?.AccessToken })),
  ).rejects.toMatchObject({ name: 'UnsupportedTokenTypeException' })
  await aws.send(new RevokeTokenCommand({ ClientId: clientId, Token: one?.RefreshToken }))
  await expect(refresh(house, one?.RefreshToken)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Refresh Token has been revoked',
  })
  await expect(aws.send(new GetUserCommand({ AccessToken: one?.AccessToken }))).rejects.toMatchObject({
    message: 'Access Token has been revoked',
  })
  await aws.send(new GetUserCommand({ AccessToken: two?.AccessToken }))
  await refresh(house, two?.RefreshToken)

  await aws.send(new GlobalSignOutCommand({ AccessToken: two?.AccessToken }))
  await expect(refresh(house, two?.RefreshToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  const three = (await signIn(house)).AuthenticationResult
  expect((await aws.send(new GetUserCommand({ AccessToken: three?.AccessToken }))).Username).toBe(username)
})

test('what disabling revoked stays revoked', async () => {
  const house = await build(await target.open())
  const { aws, poolId } = house
  const tokens = (await signIn(house)).AuthenticationResult
  await aws.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: username }))
  await expect(signIn(house)).rejects.toMatchObject({ message: 'User is disabled.' })
  await aws.send(new AdminEnableUserCommand({ UserPoolId: poolId, Username: username }))
  await expect(refresh(house, tokens?.RefreshToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await signIn(house)
})

test('rotation hands out a new refresh token and ends the old one after its grace', async () => {
  const house = await build(await target.open(), {
    client: {
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
    },
  })
  const { aws, clientId, instance } = house
  const RefreshToken = (await signIn(house)).AuthenticationResult?.RefreshToken
  const rotate = (token = RefreshToken) =>
    aws.send(new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken: token }))
  const next = (await rotate()).AuthenticationResult?.RefreshToken
  expect(next).toBeTypeOf('string')
  expect(next).not.toBe(RefreshToken)
  await rotate()
  instance.clock.advance(60)
  await expect(rotate()).rejects.toMatchObject({ name: 'RefreshTokenReuseException' })
  await rotate(next)
  await expect(refresh(house, next)).rejects.toMatchObject({ name: 'InvalidParameterException' })
})

test('tokens and sessions end by the clock of the instance', async () => {
  const house = await build(await target.open())
  const { aws, instance, clientId } = house
  const code = await enrol(house)
  const challenge = await signIn(house)
  const answer = () =>
    post(instance, 'RespondToAuthChallenge', {
      ChallengeName: 'SOFTWARE_TOKEN_MFA',
      ClientId: clientId,
      Session: challenge.Session,
      ChallengeResponses: { USERNAME: username, SOFTWARE_TOKEN_MFA_CODE: code() },
    })
  const { body } = await answer()
  expect((await answer()).body.message).toBe('Invalid session for the user, session can only be used once.')
  instance.clock.advance(200)
  expect((await answer()).body.message).toBe('Invalid session for the user, session is expired.')
  instance.clock.advance(3500)
  const { AccessToken, RefreshToken } = body.AuthenticationResult
  await expect(aws.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
    message: 'Access Token has expired',
  })
  await refresh(house, RefreshToken)
  instance.clock.advance(31 * 86_400)
  await expect(refresh(house, RefreshToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
})

test('five failures lock a user out for a moment, the right password too', async () => {
  const house = await build(await target.open())
  for (let n = 0; n < 9; n++) await signIn(house, username, 'Wrong-horse-1').catch(() => undefined)
  await expect(signIn(house)).rejects.toMatchObject({ message: 'Password attempts exceeded' })
  house.instance.clock.advance(600)
  expect((await signIn(house, username, password)).AuthenticationResult).toBeDefined()
})
