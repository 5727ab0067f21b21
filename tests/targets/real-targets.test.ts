/** The presets, with the programs that they name. */
import { expect, test } from 'vitest'
import type { Lease, Needs } from '../../fixtures/targets/lease.ts'
import { openTarget } from '../../fixtures/targets/open-target.ts'
import { ReferenceProgram } from '../../fixtures/targets/reference.ts'
import { loadTarget } from '../../fixtures/targets/target-file.ts'
import { codeOf, stepAt } from '../../fixtures/targets/totp.ts'
import { hostDouble } from './fake-target.ts'

const needs: Needs = {
  pool: { mfa: 'optional' },
  client: { accessTokenValidity: 600 },
  user: { totp: true, groups: 1 },
  does: ['signs-in'],
}

async function call(lease: Lease, operation: string, input: object): Promise<Record<string, unknown>> {
  const answer = await fetch(lease.endpoints.cognitoIdp, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(input),
  })
  return (await answer.json()) as Record<string, unknown>
}

async function signIn(lease: Lease): Promise<Record<string, unknown>> {
  const { username, password, totpSecret = '' } = lease.user
  const challenge = await call(lease, 'InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: lease.client.id,
    AuthParameters: { USERNAME: username, PASSWORD: password },
  })
  expect(challenge).toMatchObject({ ChallengeName: 'SOFTWARE_TOKEN_MFA' })
  return await call(lease, 'RespondToAuthChallenge', {
    ChallengeName: 'SOFTWARE_TOKEN_MFA',
    ClientId: lease.client.id,
    Session: challenge['Session'],
    ChallengeResponses: {
      USERNAME: username,
      SOFTWARE_TOKEN_MFA_CODE: codeOf(totpSecret, stepAt(Date.now() + lease.clock.offsetMs)),
    },
  })
}

function claims(token: unknown): Record<string, unknown> {
  return JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString()) as Record<
    string,
    unknown
  >
}

async function signsIn(lease: Lease): Promise<void> {
  const answer = await signIn(lease)
  const tokens = answer['AuthenticationResult'] as Record<string, unknown> | undefined
  expect(claims(tokens?.['AccessToken'])).toMatchObject({ iss: lease.issuer, sub: lease.user.sub })
  const keys = await fetch(`${lease.keysBase}/.well-known/jwks.json`)
  const { keys: offered } = (await keys.json()) as { keys: unknown }
  expect(offered).toContainEqual(expect.objectContaining({ kty: 'RSA', use: 'sig' }))
}

test('cognito-local: a user that was made signs in, with the issuer that the preset expects', async () => {
  const host = hostDouble()
  const target = await openTarget(await loadTarget('cognito-local'), { ...host.options, deadlineMs: 15_000 })
  try {
    expect(target).toMatchObject({ kind: 'process', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) })
    const lease = (await target.lease({ flow: 'api-authentication', variant: 'v', needs })) as Lease
    expect(lease).toMatchObject({
      user: { totpSecret: expect.any(String) },
      clock: { mode: 'wait', offsetMs: 0 },
    })
    await signsIn(lease)
  } finally {
    expect(await target.close()).toEqual([])
  }
})

const reason = ReferenceProgram.isThere() ? '' : ' (left out: the reference target is not there yet)'
test.skipIf(reason !== '')(`reference: each lease has a clock of its own${reason}`, async () => {
  const host = hostDouble()
  const target = await openTarget(await loadTarget('reference'), { ...host.options, deadlineMs: 15_000 })
  try {
    const request = { flow: 'api-authentication', variant: 'v', needs }
    const [one, other] = (await Promise.all([target.lease(request), target.lease(request)])) as [Lease, Lease]
    expect(one.endpoints.cognitoIdp).not.toBe(other.endpoints.cognitoIdp)
    const offsetMs = await target.advance(one.id, 86_400)
    expect(Math.round(offsetMs / 1_000)).toBe(86_400)
    await signsIn({ ...one, clock: { ...one.clock, offsetMs } })
    await signsIn(other)
    expect(await target.bent(one.id)).toEqual({})
    await target.release(one.id)
    await target.release(one.id)
    await expect(fetch(one.endpoints.cognitoIdp)).rejects.toThrow()
    expect(host.events).toEqual([])
  } finally {
    expect(await target.close()).toEqual([])
  }
})

test.skipIf(reason !== '')(`reference: only what a fault bends for the variant counts${reason}`, async () => {
  const target = await openTarget(await loadTarget('reference'), {
    ...hostDouble().options,
    deadlineMs: 15_000,
  })
  try {
    const request = { flow: 'api-authentication', variant: 'v', needs, faults: ['refresh-token-ends-early'] }
    const lease = (await target.lease(request)) as Lease
    expect(await target.bent(lease.id)).toEqual({})
    await signIn(lease)
    expect(await target.bent(lease.id)).toEqual({ 'refresh-token-ends-early': expect.any(Number) })
    const unknown = target.lease({ ...request, faults: ['no-such-fault'] })
    await expect(unknown).rejects.toThrow('no fault no-such-fault')
  } finally {
    await target.close()
  }
})

const domainNeeds: Needs = {
  pool: { mfa: 'off', domain: 'managed-login', signUp: true },
  client: { oauth: { flows: ['code'], scopes: ['openid'] } },
  user: { state: 'not-signed-up' },
  does: ['signs-in'],
}
const domainRequest = {
  flow: 'managed-login',
  variant: 'v',
  needs: domainNeeds,
  application: 'http://localhost:4711',
}

test.skipIf(reason !== '')(
  `reference: a domain is lent, and the codes that are sent can be read${reason}`,
  async () => {
    const target = await openTarget(await loadTarget('reference'), hostDouble().options)
    try {
      const lease = (await target.lease(domainRequest)) as Lease
      const { port } = new URL(lease.endpoints.cognitoIdp)
      expect(lease.domain).toEqual({
        baseUrl: expect.stringMatching(
          new RegExp(`^http://[a-z0-9-]+\\.auth\\.${lease.region}\\.localhost:${port}$`),
        ),
        branding: 'managed-login',
      })
      const { username, password, attributes } = lease.user
      expect(await target.readCode(lease.id, username)).toEqual({ none: 'no code was sent to the user' })
      const email = attributes === 'unknown' ? '' : attributes['email']
      await call(lease, 'SignUp', {
        ClientId: lease.client.id,
        Username: username,
        Password: password,
        UserAttributes: [{ Name: 'email', Value: email }],
      })
      const read = await target.readCode(lease.id, username)
      expect(read).toEqual({ code: expect.stringMatching(/^\d{6}$/) })
      const ConfirmationCode = 'code' in read ? read.code : ''
      const confirm = { ClientId: lease.client.id, Username: username, ConfirmationCode }
      expect(await call(lease, 'ConfirmSignUp', confirm)).not.toHaveProperty('__type')
    } finally {
      await target.close()
    }
  },
)

test('cognito-local: its pages stand without a domain having been made; what they look like is unknown', async () => {
  const target = await openTarget(await loadTarget('cognito-local'), {
    ...hostDouble().options,
    deadlineMs: 15_000,
  })
  try {
    const lease = (await target.lease(domainRequest)) as Lease
    expect(lease.domain).toEqual({ baseUrl: lease.endpoints.cognitoIdp, branding: 'unknown' })
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: lease.client.id,
      redirect_uri: lease.client.oauth?.redirectUri ?? '',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    })
    expect((await fetch(`${lease.domain?.baseUrl}/oauth2/authorize?${query}`)).status).toBe(200)
    expect(target.answering).toEqual({})
    expect(await target.readCode(lease.id, lease.user.username)).toEqual({ code: '123456' })
  } finally {
    expect(await target.close()).toEqual([])
  }
})
