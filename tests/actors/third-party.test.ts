/** People sign in at a provider of the application's own, the mock IdP in every dialect, by either agent. */
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type AgentChoice, HTTP_ONLY } from '../../fixtures/actors/agent-choice.ts'
import { findBrowser, type RunningBrowser, startBrowser } from '../../fixtures/actors/browser.ts'
import { openRelyingParty } from '../../fixtures/actors/relying-party.ts'
import { openTenants } from '../../fixtures/flow/tenants.ts'
import type { Redactor } from '../../fixtures/protocol/redaction.ts'
import type { ProviderType } from '../../fixtures/targets/lease.ts'
import type { LeasedIdentityPool } from '../../fixtures/targets/lease-identity.ts'
import { type MockIdp, startMockIdp } from '../../mock-idp/index.ts'
import { castWith } from './api-cast.ts'

const TYPES: readonly ProviderType[] = [
  ...(['OIDC', 'SAML', 'Google', 'Facebook', 'LoginWithAmazon', 'SignInWithApple'] as const),
]
const WITH_ID_TOKEN: readonly string[] = ['OIDC', 'Google', 'SignInWithApple']

let mock: MockIdp
beforeAll(async () => {
  mock = await startMockIdp()
})
afterAll(() => mock.close())

async function castAt(type: ProviderType, agent: AgentChoice) {
  const known: { redactor?: Redactor } = {}
  const party = await openRelyingParty({
    secret: (value, name) => known.redactor?.add(value, name),
  })
  onTestFinished(() => party.close())
  const tenants = await openTenants([{ name: 'Theirs', type }], mock)
  onTestFinished(() => tenants.close())
  const tenant = tenants.byName['Theirs']!
  const identityPool = {
    providers: [
      {
        name: 'Theirs',
        type,
        login: 'theirs.example',
        tenant,
        relyingParty:
          type === 'SAML'
            ? { entityId: 'urn:amazon:webservices', assertionConsumerService: `${party.origin}/saml/acs` }
            : { redirectUris: [`${party.origin}/callback`] },
      },
    ],
  } as unknown as LeasedIdentityPool
  const cast = await castWith({ lease: { identityPool }, options: { party, agent, idp: tenants.idp } })
  known.redactor = cast.redactor
  await tenants.meet(cast.lease)
  return { ...cast, party, side: cast.application.atProvider() }
}

async function signInAt(type: ProviderType, agent: AgentChoice): Promise<void> {
  const { side, user, provider, application, entries, redactor, party } = await castAt(type, agent)
  await user.opensApplication()
  side.sendsToSignIn()
  const asked = await user.choosesSignIn()
  expect(asked).toMatchObject({ status: 200 })
  expect(side.received(asked)).not.toHaveProperty('code')
  const person = await provider('Theirs').newPerson()
  const page = await person.signsIn()
  expect(page).toMatchObject({ status: 200, title: 'Signed in' })
  const came = application.atProvider('Theirs').received(page)

  if (type === 'SAML') {
    expect(came).toHaveProperty('samlResponse')
    const { samlResponse = '' } = came as { samlResponse?: string }
    expect(Buffer.from(samlResponse, 'base64').toString()).toContain(person.subject)
    expect(JSON.stringify(entries)).not.toContain(samlResponse.slice(40, 120))
  } else {
    expect(came).toHaveProperty('code')
    const { code = '' } = came as { code?: string }
    const { answer, idToken, accessToken } = await side.redeem(code)
    expect(answer.status).toBe(200)
    expect(accessToken).toBeTypeOf('string')
    expect(typeof idToken === 'string').toBe(WITH_ID_TOKEN.includes(type))
    const written = JSON.stringify(entries)
    for (const secret of [code, accessToken, idToken, person.password])
      if (typeof secret === 'string') expect(written).not.toContain(secret)
    // A code is good once.
    expect((await side.redeem(code)).answer.status).toBeGreaterThanOrEqual(400)
  }
  expect(redactor.scan(JSON.stringify(entries))).toEqual([])
  // The session is that of the browser, whichever way the answer came.
  application.aws.storeCredentials('id', {
    accessKeyId: 'ASIA',
    secretAccessKey: 'secret-secret-secret-0123456789',
    sessionToken: 'token-token-token-0123456789',
    expiration: 4e9,
  })
  application.aws.renders('theirs')
  expect(await user.opensDataPage()).toMatchObject({ status: 200 })
  expect(party.origin).toBe(application.origin)
}

describe('by HTTP', () => {
  test.each(TYPES)('somebody of %s comes back with what the identity pool takes', (type) =>
    signInAt(type, HTTP_ONLY),
  )

  test('an answer that belongs to no sign-in of the application brings nothing', async () => {
    const { side, user, agent, application } = await castAt('OIDC', HTTP_ONLY)
    await user.opensApplication()
    side.sendsToSignIn()
    await user.choosesSignIn()
    const page = await agent.visit(`${application.origin}/callback?code=of-somebody-else&state=wrong`)
    expect(page.title).toBe('Not signed in')
    expect(String(side.received(page))).toContain('absent')
    const posted = await agent.posts(`${application.origin}/callback`, { code: 'x', state: 'wrong' })
    expect(String(side.received(posted))).toContain('absent')
  })

  test('an assertion with another RelayState brings nothing', async () => {
    const { side, user, agent, application } = await castAt('SAML', HTTP_ONLY)
    await user.opensApplication()
    side.sendsToSignIn()
    await user.choosesSignIn()
    const form = { SAMLResponse: 'PHNhbWxwOlJlc3BvbnNlLz4=', RelayState: 'wrong' }
    const page = await agent.posts(`${application.origin}/saml/acs`, form)
    expect(page.title).toBe('Not signed in')
    expect(String(side.received(page))).toContain('absent')
    expect(await agent.posts(`${application.origin}/saml/acs`, {})).toMatchObject({ status: 400 })
    expect(await agent.visit(`${application.origin}/posted?ticket=none`)).toMatchObject({ status: 400 })
  })

  test('a provider that the variant did not ask for is our own fault', async () => {
    const { application } = await castAt('OIDC', HTTP_ONLY)
    expect(() => application.atProvider('Other')).toThrow('it has Theirs')
  })
})

const found = findBrowser()
const isLeftOut = 'none' in found && process.env['LEAVE_NOTHING_OUT'] === undefined

describe.skipIf(isLeftOut)('in a browser', { timeout: 60_000 }, () => {
  let browser: RunningBrowser
  beforeAll(async () => {
    if ('none' in found) throw new Error(found.none)
    browser = await startBrowser(found.path)
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
  })

  // One that redirects, one that redirects with a fragment, and two whose answer another site posts.
  test.each(['OIDC', 'Facebook', 'SAML', 'SignInWithApple'] as const)('somebody of %s does as well', (type) =>
    signInAt(type, { name: 'browser', browser }),
  )
})
