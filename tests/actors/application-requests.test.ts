/** What the application sends to the user pools API, from its own side and as an administrator. */
import { expect, test } from 'vitest'
import { CLIENT_SECRET, castWith, hashOf } from './api-cast.ts'
import { PASSWORD } from './lent.ts'
import { CLIENT, POOL } from './tokens.ts'

test('public: client id and parameters, unsigned', async () => {
  const { application, last } = await castWith()
  const answer = await application.initiateAuth('USER_PASSWORD_AUTH', { USERNAME: 'ana', PASSWORD })
  expect(answer.status).toBe(200)
  expect(last()).toMatchObject({
    operation: 'InitiateAuth',
    body: {
      ClientId: CLIENT,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'ana', PASSWORD },
    },
    headers: { 'x-extra': 'yes', 'content-type': 'application/x-amz-json-1.1' },
  })
  expect(last().headers).not.toHaveProperty('authorization')
  expect(Object.keys(last().body['AuthParameters'] as object)).toEqual(['USERNAME', 'PASSWORD'])
})

test('a challenge answer: the name that this session began with, without Session where there is none', async () => {
  const { application, last } = await castWith()
  await application.initiateAuth('USER_PASSWORD_AUTH', { USERNAME: 'ana', PASSWORD })
  await application.startSrp('ben')
  await application.respond('SOFTWARE_TOKEN_MFA', 'session-of-ana-0123456789', {
    SOFTWARE_TOKEN_MFA_CODE: '123456',
  })
  expect(last().body).toEqual({
    ClientId: CLIENT,
    ChallengeName: 'SOFTWARE_TOKEN_MFA',
    Session: 'session-of-ana-0123456789',
    ChallengeResponses: { USERNAME: 'ana', SOFTWARE_TOKEN_MFA_CODE: '123456' },
  })
  await application.respond('PASSWORD_VERIFIER', undefined, {})
  expect(last().body).toEqual({
    ClientId: CLIENT,
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeResponses: { USERNAME: 'ben' },
  })
  await application.respond('PASSWORD_VERIFIER', undefined, { USERNAME: 'cleo' })
  expect(last().body['ChallengeResponses']).toEqual({ USERNAME: 'cleo' })
})

test('SECRET_HASH over the name of each call, unless given', async () => {
  const { application, last } = await castWith({ client: { secret: CLIENT_SECRET } })
  const parameters = () =>
    (last().body['AuthParameters'] ?? last().body['ChallengeResponses']) as Record<string, string>
  await application.initiateAuth('USER_PASSWORD_AUTH', { USERNAME: 'ana@example.com', PASSWORD })
  expect(parameters()['SECRET_HASH']).toBe(hashOf('ana@example.com'))
  await application.respond('SOFTWARE_TOKEN_MFA', 's', { USERNAME: 'ana' })
  expect(parameters()['SECRET_HASH']).toBe(hashOf('ana'))
  await application.respond('SOFTWARE_TOKEN_MFA', 's', { SECRET_HASH: 'given' })
  expect(parameters()['SECRET_HASH']).toBe('given')
  await application.initiateAuth('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: 'r' })
  expect(parameters()).toEqual({ REFRESH_TOKEN: 'r' })
  await application.initiateAuth('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: 'r' }, { hashOver: 'ana' })
  expect(parameters()).toEqual({ REFRESH_TOKEN: 'r', SECRET_HASH: hashOf('ana') })
  expect(application.secretHash('ana')).toBe(hashOf('ana'))
  expect(application.secretHash('ana', { ...application.client, secret: 'x' })).not.toBe(hashOf('ana'))
})

test('admin: pool id, and a signature that can be left out or wrong', async () => {
  const { application, last } = await castWith()
  const parameters = { USERNAME: 'ana', PASSWORD }
  await application.initiateAuth('ADMIN_USER_PASSWORD_AUTH', parameters, { side: 'admin' })
  expect(last()).toMatchObject({
    operation: 'AdminInitiateAuth',
    body: { UserPoolId: POOL, ClientId: CLIENT },
  })
  expect(last().headers['authorization']).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/us-east-1\/cognito-idp\/aws4_request, /,
  )
  await application.respond('SOFTWARE_TOKEN_MFA', 's', {}, { side: 'admin' })
  expect(last()).toMatchObject({
    operation: 'AdminRespondToAuthChallenge',
    body: { UserPoolId: POOL, Session: 's' },
  })
  await application.initiateAuth('ADMIN_USER_PASSWORD_AUTH', parameters, {
    side: 'admin',
    signature: 'none',
  })
  expect(last().headers).not.toHaveProperty('authorization')
  await application.initiateAuth('ADMIN_USER_PASSWORD_AUTH', parameters, {
    side: 'admin',
    signature: 'wrong-secret',
  })
  expect(last().headers['authorization']).toMatch(/Signature=[\da-f]{64}$/)
  await application.call('GetUser', { AccessToken: 'a' })
  expect(last()).toMatchObject({ operation: 'GetUser', body: { AccessToken: 'a' } })
  expect(last().headers).not.toHaveProperty('authorization')
})

test('SRP: a fresh A each time, and a proof or what is wrong with the challenge', async () => {
  const { application, last } = await castWith()
  const a = async () => {
    const start = await application.startSrp('ana')
    return { start, srpA: (last().body['AuthParameters'] as Record<string, string>)['SRP_A'] }
  }
  const [one, two] = [await a(), await a()]
  expect(one.srpA).toMatch(/^[\da-f]{700,768}$/)
  expect(one.srpA).not.toBe(two.srpA)
  const challenge = { salt: 'ab12', srpB: 'cd34', secretBlock: 'c2VjcmV0', userIdForSrp: 'ana' }
  const proof = one.start.prove(challenge, { timestamp: 'Tue May 7 00:09:40 UTC 2025' })
  expect(proof).toMatchObject({
    timestamp: 'Tue May 7 00:09:40 UTC 2025',
    signature: expect.stringMatching(/^[\w+/]{43}=$/),
  })
  expect(
    one.start.prove(challenge, { timestamp: 'Tue May 7 00:09:40 UTC 2025', password: 'other' }),
  ).not.toEqual(proof)
  expect(one.start.prove({ ...challenge, srpB: '0' })).toMatchObject({ path: 'SRP_B' })
})
