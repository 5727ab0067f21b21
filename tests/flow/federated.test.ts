/** A variant with identity providers: their tenants are there before it, follow it through time, and end with it. */
import { expect, test } from 'vitest'
import type { Cast, PersonAtProvider } from '../../fixtures/actors/actors.ts'
import type { IdpAccess, Lender } from '../../fixtures/flow/perform.ts'
import type { LeaseRequest, ProviderNeeds } from '../../fixtures/targets/lease.ts'
import { mockIdpAt } from '../../mock-idp/client.ts'
import type { JournalEvent } from '../../reports/record.ts'
import { lenderAtTarget, lenderOf, openReferenceTarget, performWhole } from '../proofs/lending.ts'
import { leaksIn } from '../run/canary.ts'
import { isTrue, told, variantOf } from './small-flow.ts'

const oidc: ProviderNeeds = { name: 'Oidc', type: 'OIDC', mapping: { email: 'email' } }
const saml: ProviderNeeds = {
  name: 'Saml',
  type: 'SAML',
  mapping: { email: 'mail' },
  details: { RequestSigningAlgorithm: 'rsa-sha256', EncryptedResponses: 'true' },
  tenant: { saml: { encrypts: true } },
}
const federated = {
  pool: { mfa: 'off', domain: 'managed-login', providers: [oidc, saml] },
  client: { oauth: { flows: ['code'], scopes: ['openid', 'email'], providers: ['Oidc', 'Saml'] } },
} as const

async function signIn(cast: Cast, provider: string, person: PersonAtProvider) {
  const agent = await cast.otherAgent(person.username)
  const { url } = cast.application.relyingParty.authorization({ identity_provider: provider })
  await agent.visit(url)
  await person.signsIn(agent)
  return person.answersWithCode(agent)
}

test('people sign in at both providers, by the clock of the variant', { timeout: 60_000 }, async () => {
  await using opened = await openReferenceTarget()
  const secrets: Record<string, string> = {}
  const ids: string[] = []
  const came: Record<string, unknown> = {}
  const variant = variantOf(({ step, check }) => {
    const act = step(1, async (cast) => {
      expect(() => cast.provider()).toThrow('Oidc, Saml')
      // Codes and stamps of an hour ago are worth nothing.
      await cast.clock.pass(3600)
      for (const name of ['Oidc', 'Saml']) {
        const provider = cast.provider(name)
        ids.push(provider.tenant.id)
        const person = await provider.newPerson({ mfa: true })
        const page = await signIn(cast, name, person)
        const asked = await provider.asked()
        came[name] = {
          code: page.callback?.parameters['code'] !== undefined,
          email: Object.values(person.claims).filter((value) => String(value).endsWith('@example.com'))
            .length,
          late: asked.every(({ at }) => Math.abs(at - cast.clock.now()) < 60_000),
          signature: asked.find((one) => one.saml !== undefined)?.saml?.signature,
        }
        Object.assign(secrets, {
          [`password ${name}`]: person.password,
          [`key ${name}`]: person.totpSecret ?? '',
          [`client secret ${name}`]: provider.tenant.clientSecret || 'none-of-saml',
          [`code ${name}`]: page.callback?.parameters['code'] ?? '',
        })
      }
      return true
    })
    check(isTrue(1), act)
  }, federated)
  let access: IdpAccess | undefined
  const lender: Lender = lenderAtTarget(opened.target)
  const events = await performWhole(variant, {
    ...lender,
    async idp() {
      access = await lender.idp()
      return access
    },
  })
  const verdicts = events.flatMap((event) =>
    event.event === 'check' ? [event.check.reason ?? event.check.verdict] : [],
  )
  expect(verdicts).toEqual(['passed', 'passed'])
  expect(came).toEqual({
    Oidc: { code: true, email: 1, late: true, signature: undefined },
    Saml: { code: true, email: 1, late: true, signature: 'good' },
  })
  expect(leaksIn(JSON.stringify(events), secrets)).toEqual([])
  const exchanges = events.flatMap((event: JournalEvent) =>
    event.event === 'exchange' ? [event.exchange.entry] : [],
  )
  expect(exchanges.some(({ request }) => request.url.includes('idp.localhost'))).toBe(true)
  // The variant is over, and so are they.
  const idp = mockIdpAt(access?.control ?? '', access?.token ?? '')
  for (const id of ids) await expect(idp.tenant(id).asked()).rejects.toThrow('404')
})

test('tenants are opened before the lease, and closed where nothing is lent', async () => {
  const requests: LeaseRequest[] = []
  let access: IdpAccess | undefined
  const base = lenderOf({
    async lease(request) {
      requests.push(request)
      return { none: 'not-offered', reason: 'nothing here' }
    },
  })
  const lender: Lender = {
    ...base,
    async idp() {
      access = await base.idp()
      return access
    },
  }
  const variant = variantOf(({ step }) => void step(1, () => true), federated)
  const [judged] = (await performWhole(variant, lender)).filter(({ event }) => event === 'check')
  expect(judged).toMatchObject({ check: { verdict: 'not-applicable', reason: 'step 1: nothing here' } })
  const [{ tenants = {} } = {}] = requests
  expect(tenants).toMatchObject({ Oidc: { dialect: 'oidc' }, Saml: { dialect: 'saml' } })
  const idp = mockIdpAt(access?.control ?? '', access?.token ?? '')
  for (const { id } of Object.values(tenants)) await expect(idp.tenant(id).asked()).rejects.toThrow('404')
})

test('a variant without providers starts no identity provider', async () => {
  const lender = lenderOf({
    lease: async () => ({ none: 'not-offered', reason: 'nothing here' }),
    idp: () => Promise.reject(new Error('asked for')),
  })
  const variant = variantOf(({ step }) => void step(1, ({ provider }) => provider()))
  expect(await performWhole(variant, lender)).toMatchObject([{}, { check: { verdict: 'not-applicable' } }])
})

test.each([
  [{ attacks: true }, { attacks: 'nobody permitted it' }, 'not-applicable', 'nobody permitted it'],
  [{ exhausts: true }, { exhaustion: 'never there' }, 'not-applicable', 'never there'],
  [{ attacks: true, exhausts: true }, { exhaustion: 'never there' }, 'not-applicable', 'never there'],
  [{ attacks: true }, { exhaustion: 'never there' }, 'passed', undefined],
  [{}, { attacks: 'nobody permitted it', exhaustion: 'never there' }, 'passed', undefined],
] as const)('%j on a target that forbids %j is %s', async (options, forbidden, verdict, reason) => {
  const { judgements, stages } = await told(({ step }) => void step(1, () => true), { options, forbidden })
  expect(judgements['1/performed']).toMatchObject({ verdict, ...(reason === undefined ? {} : { reason }) })
  expect(stages.opened).toBe(verdict === 'passed' ? 1 : 0)
})
