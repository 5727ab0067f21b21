/** Every misbehaviour of OpenID Connect and the social dialects reaches the relying party, and says something else than the honest provider. */
import { createPrivateKey, sign } from 'node:crypto'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mockIdpAt, type TenantClient } from '../../mock-idp/client.ts'
import type { Dialect, Person, Tenant } from '../../mock-idp/control.ts'
import { type MockIdp, startMockIdp } from '../../mock-idp/index.ts'
import { oidcMisbehaviours } from '../../mock-idp/misbehaviours/oidc-all.ts'
import { authorizationUrl, CALLBACK, parametersOf, sayings, walk } from './relying-party.ts'
import { locally, Visitor } from './visitor.ts'

const person = (username: string): Person => ({
  username,
  password: 'correct horse',
  subject: 'subject-of-genuine',
  claims: {
    email: 'genuine@idp.example',
    email_verified: true,
    name: 'Genuine Person',
    given_name: 'Genuine',
    family_name: 'Person',
  },
})
const victim = {
  subject: 'subject-of-victim',
  claims: { email: 'victim@victim.example', email_verified: true, name: 'Victim' },
}

let idp: MockIdp
beforeAll(async () => {
  idp = await startMockIdp()
})
afterAll(() => idp.close())

interface Scene {
  readonly tenant: Tenant
  readonly steer: TenantClient
  readonly secret: string
  /** What the honest provider says. */
  readonly honest: string
}

let count = 0
const scenes = new Map<string, Promise<Scene>>()

/** A tenant at which one person has signed in honestly, and another waits on the login page. */
function sceneOf(dialect: Dialect): Promise<Scene> {
  const known = scenes.get(dialect)
  if (known !== undefined) return known
  const opened = open(dialect)
  scenes.set(dialect, opened)
  return opened
}

async function open(dialect: Dialect, misbehaviour?: string): Promise<Scene> {
  const control = mockIdpAt(idp.control, idp.token)
  const tenant = await control.openTenant({
    dialect,
    ...(misbehaviour === undefined ? {} : { misbehaviour }),
  })
  const steer = control.tenant(tenant.id)
  await steer.setRelyingParty({ redirectUris: [CALLBACK] })
  await steer.addPerson(person('honest'))
  const secret = tenant.apple === undefined ? tenant.clientSecret : appleSecret(tenant)
  const state = `honest-state-${count++}`
  const honest =
    misbehaviour === undefined ? sayings(await walk(tenant, person('honest'), state, secret), state) : ''
  expect(honest).not.toMatch(/\|true\||\n[^2(]/)
  await new Visitor().visit(authorizationUrl(tenant, 'the-state-of-somebody-who-waits'))
  return { tenant, steer, secret, honest }
}

function appleSecret({ apple, clientId, issuer }: Tenant): string {
  const now = Math.floor(Date.now() / 1000)
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const input = `${part({ alg: 'ES256', kid: apple!.keyId })}.${part({ iss: apple!.teamId, sub: clientId, aud: issuer, iat: now, exp: now + 300 })}`
  const key = createPrivateKey(apple!.privateKey)
  const signed = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' })
  return `${input}.${signed.toString('base64url')}`
}

/** Only over HTTPS there is something to take away. */
const needsHttps = (id: string) => id.startsWith('oidc-discovery-plain-http-')

describe('the catalogue', () => {
  it('has at least two hundred and fifty, each under a name of its own', () => {
    const ids = oidcMisbehaviours.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBeGreaterThanOrEqual(250)
  })

  it.each(oidcMisbehaviours)('$id is described whole', (one) => {
    expect(one.id).toMatch(/^(oidc|google|facebook|amazon|apple)(-[a-z0-9]+)+$/)
    expect(one.says).toMatch(/^\S.{6,}[^.\s]$/)
    expect(one.clause.length).toBeGreaterThan(5)
    expect(Object.keys(one.bend).length).toBeGreaterThan(0)
    if (one.forges) expect(one.owed).toMatch(/^refusal/)
    if (one.wholeTenant) expect(['oidc-discovery', 'oidc-keys', 'oidc-benign']).toContain(one.topic)
  })
})

describe('each of one sign-in', () => {
  const ofOne = oidcMisbehaviours.filter(({ wholeTenant, id }) => !wholeTenant && !needsHttps(id))

  it.each(ofOne)('$id', async ({ id, dialects, forges }) => {
    const { tenant, steer, secret, honest } = await sceneOf(dialects[0]!)
    if (id.includes('of-another-provider')) await open(dialects[0]!)
    const somebody = person(`person-${count++}`)
    await steer.addPerson(somebody)
    await steer.misbehave(somebody.username, { misbehaviour: id, victim })
    const state = `state-${id}`
    const walked = await walk(tenant, somebody, state, secret)
    expect(await steer.misbehaved(somebody.username)).toEqual([
      { misbehaviour: id, username: somebody.username, reached: true },
    ])
    const said = sayings(walked, state)
    expect(said).not.toBe(honest)
    if (forges) {
      const read = said.replaceAll(/ey[\w-]+/g, (part) => Buffer.from(part, 'base64url').toString())
      expect(read).toContain(victim.subject)
      expect(said).not.toMatch(/subject-of-victim.*true$/m)
    }
  })

  it('of another provider carries a signature of that provider, in its own name or in that of the first', async () => {
    const { tenant, steer } = await open('oidc')
    const other = await open('oidc')
    for (const [id, issuer] of [
      ['oidc-id-token-of-another-provider', other.tenant.issuer],
      ['oidc-id-token-of-another-provider-renamed', tenant.issuer],
    ] as const) {
      await steer.misbehave('honest', { misbehaviour: id, victim })
      const { token } = await walk(tenant, person('honest'), 's')
      const { id_token: idToken } = JSON.parse(token!.body.toString()) as { id_token: string }
      const keys = createRemoteJWKSet(new URL(locally(other.tenant.endpoints.jwks!)))
      expect((await jwtVerify(idToken, keys)).payload).toMatchObject({ iss: issuer, sub: victim.subject })
    }
  })

  it('is over after it: the next sign-in of the same person is honest', async () => {
    const { tenant, steer, honest } = await sceneOf('oidc')
    const somebody = person(`person-${count++}`)
    await steer.addPerson(somebody)
    await steer.misbehave(somebody.username, { misbehaviour: 'oidc-id-token-alg-none', victim })
    await walk(tenant, somebody, 'first')
    expect(sayings(await walk(tenant, somebody, 'second-state'), 'second-state')).toBe(honest)
  })
})

describe('each of a whole tenant', () => {
  const ofWhole = oidcMisbehaviours.filter(({ wholeTenant, id }) => wholeTenant && !needsHttps(id))

  it.each(ofWhole)('$id', async ({ id, dialects, forges }) => {
    const { tenant, steer, secret } = await open(dialects[0]!, id)
    const somebody = person('somebody')
    await steer.addPerson(somebody)
    await steer.misbehave('somebody', { misbehaviour: id, victim })
    const walked = await walk(tenant, somebody, 'state-1', secret)
    expect(await steer.misbehaved('somebody')).toEqual([
      { misbehaviour: id, username: 'somebody', reached: true },
    ])
    const others = await sceneOf(dialects[0]!)
    const local = (text: string) => text.replaceAll(tenant.id, 'ID').replaceAll(others.tenant.id, 'ID')
    const shape = (text: string) =>
      local(text)
        .replace(/"(n|kid|x|y)":"([^"]*)"/g, (_whole, name, value) => `"${name}" of ${value.length}`)
        .replaceAll(/client-[\w-]+/g, 'client')
    expect(shape(sayings(walked, 'state-1'))).not.toBe(shape(others.honest))
    if (forges) expect(parametersOf(walked.answer).has('code')).toBe(true)
  })
})
