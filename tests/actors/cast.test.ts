import { createHmac } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { HTTP_ONLY } from '../../fixtures/actors/agent-choice.ts'
import { type CastOptions, castVariant } from '../../fixtures/actors/cast.ts'
import { openRelyingParty } from '../../fixtures/actors/relying-party.ts'
import { createRedactor } from '../../fixtures/protocol/redaction.ts'
import type { Lease, LeasedClient } from '../../fixtures/targets/lease.ts'
import type { HarEntry } from '../../reports/record.ts'
import { type Asked, openFakeCognito } from './fake-cognito.ts'
import { CLIENT, claimsOf, ISSUER, jwkOf, makeKey, POOL, signed } from './tokens.ts'

const key = makeKey('key-one')
const PASSWORD = 'Correct-horse-7!'
const CLIENT_SECRET = 'c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0'
const hashOf = (name: string) =>
  createHmac('sha256', CLIENT_SECRET)
    .update(name + CLIENT)
    .digest('base64')

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const honest = ({ operation, body }: Asked): unknown => {
  switch (operation) {
    case 'jwks.json':
      return { keys: [jwkOf(key)] }
    case 'InitiateAuth':
    case 'AdminInitiateAuth':
      return body['AuthFlow'] === 'USER_SRP_AUTH'
        ? { ChallengeName: 'PASSWORD_VERIFIER', ChallengeParameters: {} }
        : {
            ChallengeName: 'SOFTWARE_TOKEN_MFA',
            Session: 'session-of-ana-0123456789',
            ChallengeParameters: {},
          }
    default:
      return {}
  }
}

async function castWith(
  more: { client?: Partial<LeasedClient>; lease?: Partial<Lease>; options?: Partial<CastOptions> } = {},
) {
  const cognito = await openFakeCognito(honest)
  closing.push(cognito.close)
  const client: LeasedClient = {
    id: CLIENT,
    authFlows: 'unknown',
    accessTokenValidity: 3600,
    idTokenValidity: 3600,
    refreshTokenValidity: 3600,
    authSessionValidity: 3,
    preventUserExistenceErrors: 'ENABLED',
    tokenRevocation: true,
    rotation: false,
    ...more.client,
  }
  const lease: Lease = {
    id: 'lease-1',
    region: 'us-east-1',
    endpoints: { cognitoIdp: `${cognito.endpoint}/` },
    signing: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY' },
    headers: { 'x-extra': 'yes' },
    issuer: ISSUER,
    keysBase: `${cognito.endpoint}/pool/`,
    userPool: { id: POOL, mfa: 'optional', deviceTracking: false },
    client,
    user: {
      username: 'ana',
      password: PASSWORD,
      totpSecret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
      groups: [],
      attributes: {},
      sub: 'unknown',
    },
    secondUser: { username: 'ben', password: 'Another-horse-8!', groups: [], attributes: {}, sub: 'unknown' },
    clock: { mode: 'none', offsetMs: 0, maxWait: 0 },
    lacks: {},
    ...more.lease,
  }
  const entries: HarEntry[] = []
  const redactor = createRedactor()
  const party = await openRelyingParty({ secret: redactor.add })
  closing.push(party.close)
  const { cast, close } = await castVariant({
    lease,
    party,
    agent: HTTP_ONLY,
    readCode: async () => ({ none: 'codes cannot be read here' }),
    record: (entry) => entries.push(entry) - 1,
    redactor,
    advance: () => Promise.reject(new Error('not virtual')),
    ...more.options,
  })
  closing.push(close)
  return { ...cast, cognito, entries, redactor, last: () => cognito.asked.at(-1)! }
}

const tokens = (now = Date.now()) => ({
  idToken: signed(key, claimsOf('id', now)),
  accessToken: signed(key, claimsOf('access', now)),
  refreshToken: 'refresh-token-of-ana-0123456789',
})

describe('the application and its user', () => {
  test('show, prompt and gate as a person meets them', async () => {
    const { user, application, entries } = await castWith()
    expect(await user.opensApplication()).toMatchObject({
      status: 200,
      title: 'Welcome',
      url: `${application.origin}/`,
    })
    expect((await user.requestsMembersPage()).status).toBe(401)
    expect((await user.choosesSignIn()).title).toBe('Sign in')
    expect(application.entered()).toEqual({})
    await user.entersPassword()
    expect(application.entered()).toEqual({ username: 'ana', password: PASSWORD })
    expect((await application.promptsForCode()).title).toBe('Enter your code')
    const code = await user.totpCode()
    await user.entersCode(code)
    expect(application.entered()).toEqual({ username: 'ana', password: PASSWORD, code })
    expect((await user.requestsMembersPage()).status).toBe(401)

    expect(await application.storeTokens(tokens())).toMatchObject({
      id: { accepted: true },
      access: { accepted: true },
    })
    const members = await user.requestsMembersPage()
    expect(members).toMatchObject({ status: 200, title: 'Members' })
    expect(members.text).toContain('Signed in as ana')
    expect(application.storedTokens()?.refreshToken).toBe('refresh-token-of-ana-0123456789')
    expect(entries[members.exchange]).toMatchObject({ _actor: 'user-agent', response: { status: 200 } })
    expect(entries.filter(({ _actor }) => _actor === 'application')).toHaveLength(1)
  })

  test('the gate closes when the access token runs out on the clock of the application', async () => {
    const { user, application, clock } = await castWith()
    await user.opensApplication()
    await application.storeTokens(tokens())
    expect((await user.requestsMembersPage()).status).toBe(200)
    clock.passInApplication(3601)
    expect((await user.requestsMembersPage()).status).toBe(401)
    expect((await user.choosesSignIn()).title).toBe('Sign in')
    await application.storeTokens(tokens())
    expect((await user.requestsMembersPage()).status).toBe(401)
    clock.passInApplication(-3601)
    expect((await user.requestsMembersPage()).status).toBe(200)
  })

  test('forged and swapped tokens do not open the gate, nor close it', async () => {
    const { user, application } = await castWith()
    await user.opensApplication()
    const good = tokens()
    const forged = { ...good, accessToken: signed(makeKey('key-one'), claimsOf('access', Date.now())) }
    for (const bad of [
      forged,
      { ...good, idToken: good.accessToken },
      { ...good, idToken: null as unknown as string },
    ]) {
      const { id, access } = await application.storeTokens(bad)
      expect([id.accepted, access.accepted]).toContain(false)
      expect((await user.requestsMembersPage()).status).toBe(401)
      expect(application.storedTokens()).toBeUndefined()
    }
    await application.storeTokens(good)
    await application.storeTokens(forged)
    expect((await user.requestsMembersPage()).status).toBe(200)
  })

  test('a refresh keeps the refresh token unless another one comes', async () => {
    const { user, application } = await castWith()
    await user.opensApplication()
    const { refreshToken, ...refreshed } = tokens()
    await application.storeTokens({ ...refreshed, refreshToken })
    await application.storeTokens(refreshed)
    expect(application.storedTokens()?.refreshToken).toBe(refreshToken)
    await application.storeTokens({ ...refreshed, refreshToken: 'rotated-token-0123456789' })
    expect(application.storedTokens()?.refreshToken).toBe('rotated-token-0123456789')
  })

  test('a name from a token is text on the page', async () => {
    const { user, application } = await castWith()
    await user.opensApplication()
    const name = `<script>alert("1")</script>&amp;'`
    await application.storeTokens({
      ...tokens(),
      idToken: signed(key, claimsOf('id', Date.now(), { 'cognito:username': name })),
    })
    const page = await user.requestsMembersPage()
    expect(page.text).toContain(name)
  })

  test('another user has another browser, and opening the application begins anew', async () => {
    const { user, secondUser, application } = await castWith()
    await user.opensApplication()
    await application.storeTokens(tokens())
    expect((await secondUser.requestsMembersPage()).status).toBe(401)
    expect((await user.requestsMembersPage()).status).toBe(200)
    await user.opensApplication()
    expect((await user.requestsMembersPage()).status).toBe(401)
  })

  test('the prompt is not shown unasked', async () => {
    const { user, agent, application } = await castWith()
    await user.opensApplication()
    expect((await agent.visit(`${application.origin}/sign-in/code`)).title).toBe('Sign in')
    await expect(user.entersCode('123456')).rejects.toThrow('its fields: "User name", "Password"')
    expect((await agent.visit(`${application.origin}/nowhere`)).status).toBe(404)
  })
})

describe('what the application sends', () => {
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
})

test('no secret stands in the transcript', async () => {
  const { user, application, entries, redactor } = await castWith({ client: { secret: CLIENT_SECRET } })
  await user.opensApplication()
  await user.choosesSignIn()
  await user.entersPassword(user.wrongPassword)
  await user.choosesSignIn()
  await user.entersPassword()
  await application.initiateAuth('USER_PASSWORD_AUTH', { USERNAME: 'ana', PASSWORD })
  await application.promptsForCode()
  const code = await user.totpCode()
  await user.entersCode(code)
  await application.respond('SOFTWARE_TOKEN_MFA', 'session-of-ana-0123456789', {
    SOFTWARE_TOKEN_MFA_CODE: code,
  })
  const stored = tokens()
  await application.storeTokens(stored)
  await user.requestsMembersPage()
  const transcript = JSON.stringify(entries)
  const secrets = [
    PASSWORD,
    user.wrongPassword,
    code,
    CLIENT_SECRET,
    hashOf('ana'),
    'session-of-ana-0123456789',
    ...Object.values(stored),
  ]
  for (const secret of secrets) {
    expect(transcript.includes(secret)).toBe(false)
    expect(transcript.includes(encodeURIComponent(secret))).toBe(false)
  }
  expect(redactor.scan(transcript)).toEqual([])
})

describe('a target that answers anything', () => {
  test.each(['null', '[]', '5', '{}', '""', '{"Session":5}', '<html>', ''])(
    '%j breaks no actor',
    async (text) => {
      const { user, application } = await castWith({ options: { tamper: (answer) => ({ ...answer, text }) } })
      expect((await user.opensApplication()).title).toBe('Welcome')
      await application.initiateAuth('USER_PASSWORD_AUTH', { USERNAME: 'ana', PASSWORD })
      await application.respond('SOFTWARE_TOKEN_MFA', 's', { SOFTWARE_TOKEN_MFA_CODE: '123456' })
      await application.startSrp('ana')
      expect(await application.storeTokens(tokens())).toMatchObject({
        id: { accepted: false },
        access: { accepted: false },
      })
      expect((await user.requestsMembersPage()).status).toBe(401)
    },
  )

  test('no answer is thrown as such', async () => {
    const { application, cognito } = await castWith()
    await cognito.close()
    await expect(application.initiateAuth('USER_PASSWORD_AUTH', {})).rejects.toMatchObject({
      name: 'NoAnswer',
      why: 'unreachable',
    })
    await expect(application.storeTokens(tokens())).rejects.toMatchObject({ name: 'NoAnswer' })
  })
})

test('each exchange names its act and its actor', async () => {
  let act = '1'
  const { user, application, entries } = await castWith({ options: { act: () => act } })
  await user.opensApplication()
  act = '4'
  await application.initiateAuth('USER_PASSWORD_AUTH', { USERNAME: 'ana' })
  act = 'probe jwks'
  await application.fetchWellKnown('jwks.json')
  expect(entries.map(({ _actor, _act }) => [_actor, _act])).toEqual([
    ['user-agent', '1'],
    ['application', '4'],
    ['application', 'probe jwks'],
  ])
  expect(entries[2]?.request.url).toMatch(/[^/]\/pool\/\.well-known\/jwks\.json$/)
})

test('a variant that uses what it did not ask for is told so', async () => {
  const cast = await castWith({ lease: { secondUser: undefined as never } })
  expect(() => cast.secondClient.id).toThrow('did not ask for a second client')
  expect(() => cast.secondUser.username).toThrow('did not ask for a second user')
})

test('hundred casts open and close', async () => {
  for (let n = 0; n < 100; n++) {
    await castWith()
    for (const close of closing.splice(0).reverse()) await close()
  }
})
