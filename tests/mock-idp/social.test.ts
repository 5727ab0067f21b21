/** The social dialects: each signs somebody in, with the habits that set it apart from OpenID Connect. */
import { createPrivateKey, sign } from 'node:crypto'
import { createRemoteJWKSet, customFetch, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mockIdpAt } from '../../mock-idp/client.ts'
import type { Dialect, Person, Tenant } from '../../mock-idp/control.ts'
import { type MockIdp, startMockIdp } from '../../mock-idp/index.ts'
import { authorizationUrl, CALLBACK, type Heard, hear, parametersOf, walk } from './relying-party.ts'
import { formOf, locally, Visitor } from './visitor.ts'

const person: Person = {
  username: 'linus',
  password: 'a good password',
  subject: '10203040506070809',
  claims: {
    email: 'linus@idp.example',
    email_verified: true,
    name: 'Linus Example',
    given_name: 'Linus',
    family_name: 'Example',
  },
}

let idp: MockIdp
beforeAll(async () => {
  idp = await startMockIdp()
})
afterAll(() => idp.close())

async function opened(dialect: Dialect) {
  const control = mockIdpAt(idp.control, idp.token)
  const tenant = await control.openTenant({ dialect })
  const steer = control.tenant(tenant.id)
  await steer.setRelyingParty({ redirectUris: [CALLBACK] })
  await steer.addPerson(person)
  return { tenant, steer }
}

function bodyOf(heard: Heard | undefined): Record<string, unknown> {
  expect(heard?.status).toBe(200)
  return JSON.parse(heard!.body.toString()) as Record<string, unknown>
}

async function verified(tenant: Tenant, token: unknown) {
  const keys = createRemoteJWKSet(new URL(tenant.endpoints.jwks!), {
    [customFetch]: (url: string, options: object) => fetch(locally(url), options as RequestInit),
  })
  const { payload, protectedHeader } = await jwtVerify(String(token), keys, {
    issuer: tenant.issuer,
    audience: tenant.clientId,
  })
  return { payload, protectedHeader }
}

async function cancelled(tenant: Tenant) {
  const visitor = new Visitor()
  return visitor.submit(await visitor.visit(authorizationUrl(tenant, 'kept')), { action: 'cancel' })
}

describe('Google', () => {
  it('gives an ID token, and attributes in nested lists', async () => {
    const { tenant } = await opened('google')
    const { token, userInfo, parameters } = await walk(tenant, person, 'state')
    expect(parameters.get('scope')).toBe('openid email profile')
    const { payload, protectedHeader } = await verified(tenant, bodyOf(token)['id_token'])
    expect(protectedHeader.alg).toBe('RS256')
    expect(payload).toMatchObject({ sub: person.subject, email: 'linus@idp.example', azp: tenant.clientId })
    expect(bodyOf(userInfo)).toMatchObject({
      resourceName: `people/${person.subject}`,
      names: [{ displayName: 'Linus Example', familyName: 'Example', metadata: { primary: true } }],
      emailAddresses: [{ value: 'linus@idp.example', metadata: { primary: true, verified: true } }],
    })
  })

  it('wants to know which fields', async () => {
    const { tenant } = await opened('google')
    const accessToken = bodyOf((await walk(tenant, person, 's')).token)['access_token']
    const asked = (query: string) =>
      hear(`${tenant.endpoints.userInfo}${query}`, { authorization: `Bearer ${String(accessToken)}` })
    expect((await asked('')).status).toBe(400)
    expect(Object.keys(bodyOf(await asked('?personFields=email')))).toEqual([
      'resourceName',
      'etag',
      'emailAddresses',
    ])
  })
})

describe('Facebook', () => {
  it('exchanges the code by GET, and gives the fields that are named', async () => {
    const { tenant, steer } = await opened('facebook')
    const { token, userInfo, answer, parameters } = await walk(tenant, person, 'state')
    expect(answer.headers.get('location')).toMatch(/#_=_$/)
    expect(parameters.get('state')).toBe('state')
    expect(bodyOf(token)).toEqual({
      access_token: expect.stringMatching(/^EAA/),
      token_type: 'bearer',
      expires_in: 5_183_944,
    })
    expect(bodyOf(userInfo)).toEqual({
      id: person.subject,
      name: 'Linus Example',
      email: 'linus@idp.example',
    })
    const asked = (await steer.asked()).find(({ endpoint }) => endpoint === 'token')
    expect(asked).toMatchObject({ method: 'GET', path: '/v17.0/oauth/access_token' })
    expect(asked!.query).toContainEqual(['client_secret', expect.stringMatching(/^sha256:/)])
  })

  it('takes every version, and refuses fields that it does not have', async () => {
    const { tenant } = await opened('facebook')
    const accessToken = bodyOf((await walk(tenant, person, 's')).token)['access_token']
    const asked = (version: string, fields: string) =>
      hear(`${tenant.baseUrl}/${version}/me?fields=${fields}`, {
        authorization: `Bearer ${String(accessToken)}`,
      })
    expect(bodyOf(await asked('v3.2', 'first_name'))).toEqual({ first_name: 'Linus', id: person.subject })
    expect((await asked('v23.0', 'id,shoe_size')).body.toString()).toContain('nonexisting field (shoe_size)')
  })

  it('says in its own way that the person cancelled', async () => {
    const { tenant } = await opened('facebook')
    const location = (await cancelled(tenant)).headers.get('location')!
    expect(location).toMatch(/#_=_$/)
    expect(Object.fromEntries(new URL(location).searchParams)).toEqual({
      error: 'access_denied',
      error_code: '200',
      error_description: 'Permissions error',
      error_reason: 'user_denied',
      state: 'kept',
    })
  })
})

describe('Login with Amazon', () => {
  it('gives a flat profile, by scope', async () => {
    const { tenant, steer } = await opened('amazon')
    await steer.replacePerson({
      ...person,
      claims: { email: 'linus@idp.example', name: 'Linus', postal_code: '00100' },
    })
    const { token, userInfo } = await walk(tenant, person, 'state')
    expect(bodyOf(token)).toMatchObject({
      access_token: expect.stringMatching(/^Atza\|/),
      token_type: 'bearer',
    })
    expect(bodyOf(userInfo)).toEqual({ user_id: person.subject, email: 'linus@idp.example', name: 'Linus' })
  })

  it('refuses scopes that it does not have', async () => {
    const { tenant } = await opened('amazon')
    const url = authorizationUrl(tenant, 'kept')
    url.searchParams.set('scope', 'openid')
    const page = await new Visitor().visit(url)
    expect(new URL(page.headers.get('location')!).searchParams.get('error')).toBe('invalid_scope')
  })
})

describe('Sign in with Apple', () => {
  const secretOf = (tenant: Tenant, change: object = {}, head: object = {}) => {
    const now = Math.floor(Date.now() / 1000)
    const { teamId, keyId, privateKey } = tenant.apple!
    const claims = {
      iss: teamId,
      sub: tenant.clientId,
      aud: 'https://appleid.apple.com',
      iat: now,
      exp: now + 300,
      ...change,
    }
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const input = `${part({ alg: 'ES256', kid: keyId, ...head })}.${part(claims)}`
    const key = createPrivateKey(privateKey)
    return `${input}.${sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
  }

  it('answers by a posted form, and tells the name once', async () => {
    const { tenant } = await opened('apple')
    const first = await walk(tenant, person, 'state', secretOf(tenant))
    expect(formOf(first.answer).action).toBe(CALLBACK)
    expect(first.parameters.get('state')).toBe('state')
    expect(JSON.parse(first.parameters.get('user')!)).toEqual({
      name: { firstName: 'Linus', lastName: 'Example' },
      email: 'linus@idp.example',
    })
    const { payload } = await verified(tenant, bodyOf(first.token)['id_token'])
    expect(payload).toMatchObject({ sub: person.subject, email: 'linus@idp.example', nonce_supported: true })
    expect(payload).not.toHaveProperty('name')
    const second = await walk(tenant, person, 'state', secretOf(tenant))
    expect(second.parameters.has('user')).toBe(false)
    expect(second.token!.status).toBe(200)
  })

  it('wants a posted form for name and e-mail address', async () => {
    const { tenant } = await opened('apple')
    const url = authorizationUrl(tenant, 'kept')
    url.searchParams.delete('response_mode')
    const page = await new Visitor().visit(url)
    expect(new URL(page.headers.get('location')!).searchParams.get('error')).toBe('invalid_request')
  })

  it.each([
    ['of another team', { iss: 'ANOTHER123' }, {}],
    ['for another client', { sub: 'example.another' }, {}],
    ['for another audience', { aud: 'https://example.com' }, {}],
    ['that is over', { exp: 1_700_000_000 }, {}],
    ['that lasts longer than six months', { exp: Math.floor(Date.now() / 1000) + 16_000_000 }, {}],
    ['under another key id', {}, { kid: 'ANOTHER123' }],
    ['that says another algorithm', {}, { alg: 'none' }],
  ])('refuses a client secret %s', async (_what, change, head) => {
    const { tenant } = await opened('apple')
    const { token } = await walk(tenant, person, 's', secretOf(tenant, change, head))
    expect(token!.status).toBe(400)
    expect(token!.body.toString()).toContain('invalid_client')
  })

  it("refuses a client secret that is no token of the client's key", async () => {
    const { tenant } = await opened('apple')
    for (const secret of ['secret', 'a.b.c', secretOf(tenant).replace(/\.[^.]*$/, '.AAAA')]) {
      expect((await walk(tenant, person, 's', secret)).token!.status).toBe(400)
    }
  })

  it('says in its own way that the person cancelled', async () => {
    const { tenant } = await opened('apple')
    expect([...parametersOf(await cancelled(tenant))].filter(([name]) => name !== '')).toEqual([
      ['error', 'user_cancelled_authorize'],
      ['state', 'kept'],
    ])
  })
})
