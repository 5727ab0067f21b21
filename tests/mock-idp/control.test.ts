/** The control API: who may use it, what it opens, what it refuses, and what it tells of requests. */
import { createPrivateKey } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ControlRefused, mockIdpAt } from '../../mock-idp/client.ts'
import type { Person } from '../../mock-idp/control.ts'
import { type MockIdp, misbehaviours, startMockIdp } from '../../mock-idp/index.ts'
import { readKeys, shownKeys } from '../../mock-idp/saml/keys.ts'
import { authorizationUrl, CALLBACK, hear, walk } from './relying-party.ts'
import { locally, Visitor } from './visitor.ts'

const person: Person = {
  username: 'grace hopper/1',
  password: 'a password nobody may read',
  subject: 'subject-1',
  claims: { email: 'grace@idp.example' },
}

let idp: MockIdp
beforeAll(async () => {
  idp = await startMockIdp()
})
afterAll(() => idp.close())

const control = () => mockIdpAt(idp.control, idp.token)

async function opened() {
  const tenant = await control().openTenant({ dialect: 'oidc' })
  const steer = control().tenant(tenant.id)
  await steer.setRelyingParty({ redirectUris: [CALLBACK] })
  await steer.addPerson(person)
  return { tenant, steer }
}

function refused(status: number, message: RegExp) {
  return expect.objectContaining({ name: 'ControlRefused', status, message: expect.stringMatching(message) })
}

describe('the control API', () => {
  it('answers nobody without its token', async () => {
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: `Basic ${idp.token}` }]) {
      expect((await hear(`${idp.control}/misbehaviours`, headers)).status).toBe(401)
    }
    await expect(mockIdpAt(idp.control, 'wrong').misbehaviours()).rejects.toThrow(ControlRefused)
  })

  it('lists the catalogue', async () => {
    const listed = await control().misbehaviours()
    expect(listed.map(({ id }) => id)).toEqual(misbehaviours.map(({ id }) => id))
    expect(listed.every((one) => !('bend' in one))).toBe(true)
  })

  it('opens tenants that never touch', async () => {
    const [one, other] = [await opened(), await opened()]
    expect(one.tenant.issuer).not.toBe(other.tenant.issuer)
    expect(one.tenant.clientSecret).not.toBe(other.tenant.clientSecret)
    await walk(one.tenant, person, 'state-1')
    expect(await other.steer.asked()).toEqual([])
    await other.steer.close()
    expect((await hear(`${other.tenant.issuer}/.well-known/openid-configuration`)).status).toBe(404)
    expect((await hear(`${one.tenant.issuer}/.well-known/openid-configuration`)).status).toBe(200)
  })

  it('says what it cannot do, and why', async () => {
    const { steer } = await opened()
    await expect(control().openTenant({ dialect: 'kerberos' as 'oidc' })).rejects.toEqual(
      refused(400, /dialect is one of/),
    )
    await expect(
      control().openTenant({ dialect: 'oidc', misbehaviour: 'oidc-id-token-alg-none' }),
    ).rejects.toEqual(refused(400, /concerns one sign-in/))
    const switched = (misbehaviour: string) => steer.misbehave(person.username, { misbehaviour })
    await expect(switched('oidc-no-such-thing')).rejects.toEqual(
      refused(400, /there is no misbehaviour "oidc-no-such/),
    )
    await expect(switched('oidc-keys-retired')).rejects.toEqual(refused(400, /of a whole tenant/))
    await expect(switched('apple-cancelled')).rejects.toEqual(refused(400, /this tenant speaks oidc/))
    await expect(steer.misbehave('nobody', { misbehaviour: 'oidc-chunked' })).rejects.toEqual(
      refused(400, /no person nobody/),
    )
    await expect(steer.addPerson(person)).rejects.toEqual(refused(400, /already/))
    await expect(steer.addPerson({ ...person, username: 'b', password: 1 as never })).rejects.toEqual(
      refused(400, /password, as text/),
    )
    await expect(steer.setClock('later' as never)).rejects.toEqual(refused(400, /milliseconds/))
    await expect(control().tenant('nowhere').asked()).rejects.toEqual(refused(404, /no tenant nowhere/))
  })

  it('replaces a person, and keeps what was switched for them until their next sign-in', async () => {
    const { tenant, steer } = await opened()
    await steer.misbehave(person.username, { misbehaviour: 'oidc-answer-access-denied' })
    await steer.replacePerson({ ...person, password: 'another password' })
    expect((await walk(tenant, person, 's')).answer.text).toContain('Username or password is not right')
    const denied = await walk(tenant, { ...person, password: 'another password' }, 's')
    expect(denied.parameters.get('error')).toBe('access_denied')
    expect(await steer.misbehaved(person.username)).toEqual([
      { misbehaviour: 'oidc-answer-access-denied', username: person.username, reached: true },
    ])
  })
})

describe('an answer that nobody has come for', () => {
  /** Signs in, and leaves the code where it is. */
  async function signedIn({ tenant }: Awaited<ReturnType<typeof opened>>): Promise<string> {
    const visitor = new Visitor()
    const page = await visitor.visit(authorizationUrl(tenant, 's'))
    const answer = await visitor.signIn(page, person.username, person.password)
    return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? ''
  }

  const bring = async ({ tenant }: Awaited<ReturnType<typeof opened>>, code: string) => {
    const form = new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: CALLBACK,
      client_id: tenant.clientId,
      client_secret: tenant.clientSecret,
    })
    const heard = await hear(
      tenant.endpoints.token!,
      { 'content-type': 'application/x-www-form-urlencoded' },
      form.toString(),
    )
    return JSON.parse(heard.body.toString()) as Record<string, string>
  }

  it('is shown as it will be handed out', async () => {
    const one = await opened()
    const code = await signedIn(one)
    const shown = await one.steer.pendingAnswer(person.username)
    expect(await one.steer.pendingAnswer(person.username)).toEqual(shown)
    expect(shown.userInfo).toEqual({ sub: person.subject, email: 'grace@idp.example' })
    expect((await bring(one, code))['id_token']).toBe(shown.idToken)
    await expect(one.steer.pendingAnswer(person.username)).rejects.toEqual(refused(400, /no sign-in of/))
  })

  it('is replaced, verbatim and once', async () => {
    const one = await opened()
    const code = await signedIn(one)
    await one.steer.answerWith(person.username, {
      idToken: ['no', 'token'],
      userInfo: { status: 201, contentType: 'text/plain', body: '{"sub":1,"sub":2}' },
    })
    const tokens = await bring(one, code)
    expect(tokens['id_token']).toEqual(['no', 'token'])
    const userInfo = await hear(one.tenant.endpoints.userInfo!, {
      authorization: `Bearer ${tokens['access_token']}`,
    })
    expect([userInfo.status, userInfo.body.toString()]).toEqual([201, '{"sub":1,"sub":2}'])
    expect(userInfo.headers).toContain('content-type: text/plain')
    const next = await bring(one, await signedIn(one))
    expect(typeof next['id_token']).toBe('string')
  })

  it('can be minted with the keys of the tenant', async () => {
    const { steer } = await opened()
    const { idTokens } = await steer.keys()
    expect(idTokens).toMatchObject({ algorithm: 'RS256', kid: expect.stringMatching(/./) })
    expect(createPrivateKey(idTokens!.privateKey).asymmetricKeyType).toBe('rsa')
    const saml = await control().openTenant({ dialect: 'saml' })
    const shown = (await control().tenant(saml.id).keys()).saml!
    const keys = readKeys(shown)
    expect(shownKeys(keys)).toEqual(shown)
    expect(saml.metadata).toContain(shown.signing.certificate)
  })
})

describe('what the tenant was asked', () => {
  it('stands there in order, with everything that is no secret, and nothing that is', async () => {
    const { tenant, steer } = await opened()
    const walked = await walk(tenant, person, 'a-state')
    const asked = await steer.asked()
    expect(asked.map(({ endpoint }) => endpoint)).toEqual([
      'discovery',
      'authorization',
      'login',
      'token',
      'jwks',
      'user-info',
    ])
    expect(asked.map(({ n }) => n)).toEqual([0, 1, 2, 3, 4, 5])
    const [, authorization, login, token, , userInfo] = asked
    expect(authorization!.query).toContainEqual(['state', 'a-state'])
    expect(authorization!.path).toBe('/authorize')
    expect(login!.username).toBe(person.username)
    expect(token).toMatchObject({ method: 'POST', status: 200, username: person.username })
    expect(token!.headers['content-type']).toBe('application/x-www-form-urlencoded')
    expect(token!.form).toContainEqual(['client_id', tenant.clientId])
    expect(token!.form).toContainEqual(['client_secret', expect.stringMatching(/^sha256:[0-9a-f]{12}$/)])
    expect(userInfo!.headers['authorization']).toBe('Bearer')
    const accessToken = /"access_token":"([^"]+)"/.exec(walked.token!.body.toString())![1]!
    const text = JSON.stringify(asked)
    for (const secret of [
      person.password,
      tenant.clientSecret,
      walked.parameters.get('code')!,
      accessToken,
    ]) {
      expect(text).not.toContain(secret)
    }
  })

  it('counts visits to a canary, and says whether a secret came along', async () => {
    const { tenant, steer } = await opened()
    await steer.misbehave(person.username, { misbehaviour: 'oidc-token-redirect-307' })
    const { token } = await walk(tenant, person, 's')
    const elsewhere = token!.headers.find((line) => line.startsWith('location: '))!.slice('location: '.length)
    await hear(
      elsewhere,
      { 'content-type': 'application/x-www-form-urlencoded' },
      'code=very-secret&client_secret=x',
    )
    const visits = await steer.asked('canary')
    expect(visits).toEqual((await steer.asked()).filter(({ endpoint }) => endpoint === 'canary'))
    expect(visits).toHaveLength(1)
    expect(visits[0]!.path).toBe('/canary/token-307')
    expect(visits[0]!.form.map(([name]) => name)).toEqual(['code', 'client_secret'])
    expect(JSON.stringify(visits)).not.toContain('very-secret')
  })

  it("serves the stranger's keys to who follows the header of a token", async () => {
    const { tenant, steer } = await opened()
    await steer.misbehave(person.username, { misbehaviour: 'oidc-id-token-jku' })
    const { token } = await walk(tenant, person, 's')
    const [header] = /eyJ[\w-]+/.exec(token!.body.toString())!
    const { jku, kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as {
      jku: string
      kid: string
    }
    const served = (await (await fetch(locally(jku))).json()) as { keys: { kid: string }[] }
    expect(served.keys.map((key) => key.kid)).toEqual([kid])
    expect((await steer.asked()).at(-1)).toMatchObject({ endpoint: 'canary', path: '/canary/jku' })
  })
})

describe('one misbehaviour', () => {
  it('is not called reached before its message left', async () => {
    const { tenant, steer } = await opened()
    await steer.misbehave(person.username, { misbehaviour: 'oidc-user-info-sub-of-another' })
    const visitor = new Visitor()
    await visitor.signIn(await visitor.visit(authorizationUrl(tenant, 's')), person.username, person.password)
    expect(await steer.misbehaved(person.username)).toMatchObject([{ reached: false }])
  })

  it('goes with the sign-in for which it was switched, and the next with the next', async () => {
    const { tenant, steer } = await opened()
    await steer.misbehave(person.username, { misbehaviour: 'oidc-answer-access-denied' })
    await steer.misbehave(person.username, { misbehaviour: 'oidc-answer-server-error' })
    const errors: (string | null)[] = []
    for (const state of ['1', '2', '3'])
      errors.push((await walk(tenant, person, state)).parameters.get('error'))
    expect(errors).toEqual(['access_denied', 'server_error', null])
  })
})
