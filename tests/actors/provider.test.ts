/** People at an identity provider: what is made up for them, where they act, and what the mock IdP is told. */
import { expect, test } from 'vitest'
import type { Page, Typed, UserAgent } from '../../fixtures/actors/actors.ts'
import { providerOf } from '../../fixtures/actors/provider.ts'
import { totpCode } from '../../fixtures/protocol/totp.ts'
import type { LeasedProvider } from '../../fixtures/targets/lease.ts'
import type { MockIdpClient } from '../../mock-idp/client.ts'
import type { Person } from '../../mock-idp/control.ts'

const BASE = 'http://idp.localhost:1/t/t1'

function openProvider(type: LeasedProvider['type'], mapping: Record<string, string> = {}) {
  const told: unknown[] = []
  const secrets = new Map<string, string>()
  const typed: Typed[] = []
  const page = { url: `${BASE}/login` } as Page
  const agent = {
    page,
    enter: async (one: Typed) => {
      typed.push(one)
      return page
    },
  } as unknown as UserAgent & { page: Page }
  const idp = {
    tenant: (id: string) => ({
      addPerson: async (person: Person) => void told.push(['add', id, person]),
      replacePerson: async (person: Person) => void told.push(['replace', id, person]),
      misbehave: async (username: string, switched: object) =>
        void told.push(['misbehave', username, switched]),
    }),
  } as unknown as MockIdpClient
  const leased = {
    name: 'Mock',
    type,
    mapping,
    tenant: { id: 't1', baseUrl: BASE },
  } as unknown as LeasedProvider
  const clock = { now: () => 1_800_000_000_000 }
  const secret = (value: string, name: string) => void secrets.set(value, name)
  return { provider: providerOf({ leased, idp, agent, clock, secret }), told, secrets, typed, agent }
}

test.each([
  ['OIDC', { email: 'email' }, ['email', 'email_verified', 'family_name', 'given_name', 'name']],
  ['SAML', { email: 'mail', 'custom:team': 'urn:oid:2.5.4.11' }, ['department', 'mail', 'urn:oid:2.5.4.11']],
  [
    'Facebook',
    { email: 'email', picture: 'picture' },
    ['email', 'first_name', 'last_name', 'name', 'picture'],
  ],
  ['LoginWithAmazon', { username: 'user_id' }, ['email', 'name', 'postal_code']],
] as const)('everybody of %s has what is mapped, and nobody has the same', async (type, mapping, names) => {
  const { provider, secrets } = openProvider(type, mapping)
  const [one, other] = [await provider.newPerson(), await provider.newPerson()]
  expect(Object.keys(one.claims).sort()).toEqual([...names])
  const values = (person: Person) =>
    [person.subject, ...Object.values(person.claims)].filter((value) => value !== true)
  expect(values(one).filter((value) => values(other).includes(value))).toEqual([])
  expect(secrets.get(one.password)).toBe('password')
  expect(secrets.has(one.subject)).toBe(false)
  expect(one.totpSecret).toBeUndefined()
})

test('attributes that a user pool checks have values that it takes', async () => {
  const mapping = {
    phone_number: 'tel',
    birthdate: 'born',
    website: 'site',
    updated_at: 'at',
    email_verified: 'ok',
  }
  const { claims } = await openProvider('SAML', mapping).provider.newPerson()
  expect(claims).toMatchObject({
    tel: expect.stringMatching(/^\+1555\d{7}$/),
    born: '1990-01-01',
    site: expect.stringMatching(/^https:\/\/example\.com\//),
    at: expect.stringMatching(/^\d+$/),
    ok: 'true',
  })
})

test('what is given is taken as it is', async () => {
  const { provider, told } = openProvider('OIDC')
  const given = { subject: 'x', claims: { email: 'a@example.com' }, userInfo: { email: 'b@example.com' } }
  const person = await provider.newPerson({ ...given, mfa: true })
  expect(person).toMatchObject(given)
  const [[, , sent]] = told as [[string, string, Person]]
  expect(sent).toEqual({
    ...given,
    username: person.username,
    password: person.password,
    totpSecret: expect.stringMatching(/^[A-Z2-7]{32}$/),
  })
})

test('a person types name and password, and the code of the moment', async () => {
  const { provider, typed } = openProvider('OIDC')
  const person = await provider.newPerson({ mfa: true })
  await person.signsIn()
  await person.answersWithCode()
  const code = totpCode(person.totpSecret ?? '', 1_800_000_000_000)
  expect(typed).toEqual([{ username: person.username, password: person.password }, { code }])
})

test('a page that is not the provider’s is where the target led', async () => {
  const { provider, agent, typed } = openProvider('OIDC')
  const person = await provider.newPerson({ mfa: true })
  agent.page = { url: 'http://idp.localhost:1/t/another/login?secret=1' } as Page
  for (const act of [() => person.signsIn(), () => person.answersWithCode()])
    await expect(act()).rejects.toMatchObject({
      name: 'CannotGoOn',
      of: 'target',
      message: 'http://idp.localhost:1/t/another/login is no page of the provider Mock',
    })
  expect(typed).toEqual([])
})

test('the mock IdP is told what changes, and who is forged: no more of them than it needs', async () => {
  const { provider, told } = openProvider('OIDC')
  const [person, victim] = [await provider.newPerson(), await provider.newPerson()]
  told.length = 0
  await provider.changes(person, { email: 'new@example.com' })
  await provider.misbehaves(person, { misbehaviour: 'oidc-x', victim })
  expect(told).toEqual([
    [
      'replace',
      't1',
      {
        username: person.username,
        password: person.password,
        subject: person.subject,
        claims: { email: 'new@example.com' },
      },
    ],
    [
      'misbehave',
      person.username,
      { misbehaviour: 'oidc-x', victim: { subject: victim.subject, claims: victim.claims } },
    ],
  ])
})
