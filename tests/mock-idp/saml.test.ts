/** A SAML service provider library of others signs in at the mock provider, by every way that the provider has. */
import { createPrivateKey } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { SAML, ValidateInResponseTo } from '@node-saml/node-saml'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mockIdpAt, type TenantClient } from '../../mock-idp/client.ts'
import type { Tenant, TenantOptions } from '../../mock-idp/control.ts'
import { type MockIdp, startMockIdp } from '../../mock-idp/index.ts'
import { partyKeys } from './saml-stage.ts'
import { alertOf, formOf, type Page, Visitor } from './visitor.ts'

const ENTITY = 'urn:amazon:cognito:sp:us-east-1_Example'
const ACS = 'https://pool.example/saml2/idpresponse'
const SLO = 'https://pool.example/saml2/logout'
const alice = {
  username: 'alice',
  password: 'correct horse',
  subject: 'Alice@Example "the first" <&>\r\n é 😀 ',
  claims: {
    email: 'alice@idp.example',
    groups: ['a b', 'c,d', '{ID} $& ]]>'],
    age: 7,
    nothing: null,
    odd: ' x\r\n ',
  },
}
const privateKey = createPrivateKey(partyKeys.privateKey.export({ type: 'pkcs8', format: 'pem' }))
  .export({ type: 'pkcs8', format: 'pem' })
  .toString()

let idp: MockIdp
beforeAll(async () => {
  idp = await startMockIdp()
})
afterAll(() => idp.close())

interface Stage {
  readonly tenant: Tenant
  readonly steer: TenantClient
  readonly saml: SAML
  readonly visitor: Visitor
}

const certificatesOf = (metadata: string): string[] =>
  [...metadata.matchAll(/use="signing".*?X509Certificate>([^<]+)</g)].map(([, one = '']) => one)

const stage = async (options: Partial<TenantOptions> = {}, signsRequests = false): Promise<Stage> => {
  const control = mockIdpAt(idp.control, idp.token)
  const tenant = await control.openTenant({ dialect: 'saml', ...options })
  const steer = control.tenant(tenant.id)
  await steer.addPerson(alice)
  await steer.setRelyingParty({
    entityId: ENTITY,
    assertionConsumerService: ACS,
    singleLogoutService: SLO,
    encryptionCertificate: partyKeys.certificate,
    ...(signsRequests ? { signingCertificate: partyKeys.certificate } : {}),
  })
  const { signs = 'both', encrypts = false } = options.saml ?? {}
  const saml = new SAML({
    issuer: ENTITY,
    callbackUrl: ACS,
    audience: ENTITY,
    idpIssuer: tenant.issuer,
    entryPoint: tenant.endpoints.singleSignOn ?? '',
    logoutUrl: tenant.endpoints.singleLogout ?? '',
    idpCert: certificatesOf(tenant.metadata ?? ''),
    wantAssertionsSigned: signs !== 'response',
    wantAuthnResponseSigned: signs !== 'assertion',
    validateInResponseTo: ValidateInResponseTo.always,
    signatureAlgorithm: 'sha256',
    ...(encrypts ? { decryptionPvk: privateKey } : {}),
    ...(signsRequests ? { privateKey } : {}),
  })
  return { tenant, steer, saml, visitor: new Visitor() }
}

/**
 * The page that posts the answer back, after a sign-in by redirect. The library signs a space in the state in another
 * encoding than it sends, so that where it signs there is none.
 */
const signIn = async ({ saml, visitor }: Stage, relayState = 'state-of-the-pool'): Promise<Page> => {
  const login = await visitor.visit(await saml.getAuthorizeUrlAsync(relayState, undefined, {}))
  return visitor.signIn(login, alice.username, alice.password)
}
/** The same relying party where it does not look for the request: a log-out response it does not know to have asked for. */
const unasked = (saml: SAML): SAML =>
  new SAML({ ...saml.options, validateInResponseTo: ValidateInResponseTo.never })
const fieldsOf = (page: Page): Record<string, string> => Object.fromEntries(formOf(page).fields)
const answerOf = (page: Page): string =>
  Buffer.from(fieldsOf(page)['SAMLResponse'] ?? '', 'base64').toString()

describe('honest sign-ins', () => {
  it.each([
    { signs: 'assertion' },
    { signs: 'response' },
    { signs: 'both' },
    { signs: 'assertion', encrypts: true },
    { signs: 'response', encrypts: true },
    { signs: 'both', encrypts: true },
  ] as const)('are accepted, the person whole: %o', async (saml) => {
    const scene = await stage({ saml })
    const page = await signIn(scene, 'state of the pool')
    expect(formOf(page).action).toBe(ACS)
    expect(page.text).toContain('Continue')
    expect(fieldsOf(page)['RelayState']).toBe('state of the pool')
    expect(answerOf(page).includes('EncryptedAssertion')).toBe('encrypts' in saml)
    const { profile } = await scene.saml.validatePostResponseAsync(fieldsOf(page))
    expect(profile).toMatchObject({
      issuer: scene.tenant.issuer,
      nameID: alice.subject,
      nameIDFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
      email: 'alice@idp.example',
      groups: alice.claims.groups,
      age: '7',
      odd: ' x\r\n ',
    })
    expect(profile).not.toHaveProperty('nothing')
  })

  it('begin by POST as well, and again without a page', async () => {
    const scene = await stage()
    const asked = new URL(await scene.saml.getAuthorizeUrlAsync('r', undefined, {}))
    const xml = inflateRawSync(Buffer.from(asked.searchParams.get('SAMLRequest') ?? '', 'base64'))
    const sso = scene.tenant.endpoints.singleSignOn ?? ''
    const post = [['SAMLRequest', xml.toString('base64')] as const]
    const login = await scene.visitor.visit(sso, post)
    const page = await scene.visitor.signIn(login, alice.username, alice.password)
    const { profile } = await scene.saml.validatePostResponseAsync(fieldsOf(page))
    expect(profile?.nameID).toBe(alice.subject)
    expect(fieldsOf(page)).not.toHaveProperty('RelayState')

    const silent = await scene.visitor.visit(await scene.saml.getAuthorizeUrlAsync('r', undefined, {}))
    expect(formOf(silent).action).toBe(ACS)
    const forced = new SAML({ ...scene.saml.options, forceAuthn: true })
    const asksAgain = await scene.visitor.visit(await forced.getAuthorizeUrlAsync('r', undefined, {}))
    expect(asksAgain.text).toContain('Password')
  })

  it('begin at the provider too, and then answer no request', async () => {
    const scene = await stage()
    const start = new URL(scene.tenant.endpoints.initiate ?? '')
    start.searchParams.set('RelayState', 'identity_provider=P&client_id=c')
    const login = await scene.visitor.visit(start)
    const page = await scene.visitor.signIn(login, alice.username, alice.password)
    expect(fieldsOf(page)['RelayState']).toBe('identity_provider=P&client_id=c')
    expect(answerOf(page)).not.toContain('InResponseTo')
    const { profile } = await unasked(scene.saml).validatePostResponseAsync(fieldsOf(page))
    expect(profile?.nameID).toBe(alice.subject)
  })

  it('are by the clock of the tenant', async () => {
    const scene = await stage()
    await scene.steer.setClock(3_600_000)
    const page = await signIn(scene)
    await expect(scene.saml.validatePostResponseAsync(fieldsOf(page))).rejects.toThrow(/not yet valid/)
  })

  it('go on under a new key once it is published', async () => {
    const scene = await stage()
    await scene.steer.rotateKeys()
    const page = await signIn(scene)
    await expect(scene.saml.validatePostResponseAsync(fieldsOf(page))).rejects.toThrow(/signature/)
    const published = await scene.visitor.visit(scene.tenant.endpoints.metadata ?? '')
    expect(published.headers.get('content-type')).toBe('application/samlmetadata+xml')
    const renewed = new SAML({
      ...scene.saml.options,
      idpCert: certificatesOf(published.text),
      validateInResponseTo: ValidateInResponseTo.never,
    })
    const { profile } = await renewed.validatePostResponseAsync(fieldsOf(page))
    expect(profile?.nameID).toBe(alice.subject)
  })

  it('that are given up end in a signed refusal', async () => {
    const scene = await stage()
    const login = await scene.visitor.visit(await scene.saml.getAuthorizeUrlAsync('r', undefined, {}))
    const page = await scene.visitor.submit(login, { action: 'cancel' })
    await expect(scene.saml.validatePostResponseAsync(fieldsOf(page))).rejects.toThrow(/AuthnFailed/)
  })
})

describe('requests', () => {
  it('are noted with their fields and the worth of their signature', async () => {
    const scene = await stage({}, true)
    await signIn(scene)
    const asked = (await scene.steer.asked()).find(({ endpoint }) => endpoint === 'single-sign-on')
    expect(asked?.saml).toMatchObject({
      root: 'AuthnRequest',
      issuer: ENTITY,
      signature: 'good',
      attributes: { AssertionConsumerServiceURL: ACS, Version: '2.0' },
    })
  })

  const bent: readonly (readonly [string, (query: string) => string])[] = [
    [
      'in another order',
      (q) =>
        q
          .split('&')
          .toReversed()
          .join('&')
          .replace(/SigAlg=[^&]*/, 'SigAlg=rsa'),
    ],
    ['with RelayState dropped', (q) => q.replace(/RelayState=[^&]*&/, '')],
    ['with RelayState changed', (q) => q.replace(/RelayState=[^&]*/, 'RelayState=other')],
    ['with RelayState twice', (q) => `${q}&RelayState=other`],
    ['with RelayState encoded anew', (q) => q.replace('RelayState=state', 'RelayState=%73tate')],
    ['with an unknown algorithm', (q) => q.replace('rsa-sha256', 'rsa-sha265')],
    ['without its algorithm', (q) => q.replace(/&SigAlg=[^&]*/, '')],
    ['with another value', (q) => q.replace(/Signature=./, 'Signature=A')],
  ]
  it.each(bent)('signed and then sent %s are refused', async (_, bend) => {
    const scene = await stage({}, true)
    const url = new URL(await scene.saml.getAuthorizeUrlAsync('state-of-the-pool', undefined, {}))
    const page = await scene.visitor.visit(`${url.origin}${url.pathname}?${bend(url.search.slice(1))}`)
    expect(page.status).toBe(400)
    expect(alertOf(page)).toMatch(/signature/)
    expect((await scene.steer.asked()).at(-1)?.saml?.signature).toBe('bad')
  })

  it('by POST carry their signature inside', async () => {
    const scene = await stage({}, true)
    const posting = new SAML({
      ...scene.saml.options,
      authnRequestBinding: 'HTTP-POST',
      skipRequestCompression: true,
    })
    const page = await posting.getAuthorizeFormAsync('state')
    const form = formOf({ url: scene.tenant.baseUrl, status: 200, headers: new Headers(), text: page })
    const [[name = '', request = '']] = form.fields as [readonly [string, string]]
    const login = await scene.visitor.visit(form.action, [[name, request]])
    expect(login.text).toContain('Password')
    const changed = Buffer.from(request, 'base64')
      .toString()
      .replace('Version="2.0"', 'Version="2.0" IsPassive="true"')
    const refused = await scene.visitor.visit(form.action, [[name, Buffer.from(changed).toString('base64')]])
    expect(refused.status).toBe(400)
    const signatures = (await scene.steer.asked()).map(({ saml }) => saml?.signature)
    expect(signatures).toEqual(['good', 'bad'])
  })

  it('of others, or for another place, are refused', async () => {
    const scene = await stage()
    const stranger = new SAML({ ...scene.saml.options, issuer: 'urn:stranger' })
    const strange = await scene.visitor.visit(await stranger.getAuthorizeUrlAsync('r', undefined, {}))
    expect([strange.status, alertOf(strange)]).toEqual([400, expect.stringContaining('urn:stranger')])
    const astray = new SAML({ ...scene.saml.options, callbackUrl: 'https://evil.example/acs' })
    const page = await scene.visitor.visit(await astray.getAuthorizeUrlAsync('r', undefined, {}))
    expect([page.status, alertOf(page)]).toEqual([400, expect.stringContaining('https://evil.example/acs')])
  })

  it('are answered where they ask for it, at another name of the service', async () => {
    const scene = await stage()
    const elsewhere = 'https://named.example/saml2/idpresponse'
    await scene.steer.setRelyingParty({
      entityId: ENTITY,
      assertionConsumerService: ACS,
      furtherAssertionConsumerServices: [elsewhere],
    })
    const saml = new SAML({ ...scene.saml.options, callbackUrl: elsewhere })
    const page = await signIn({ ...scene, saml })
    expect(formOf(page).action).toBe(elsewhere)
    expect(answerOf(page)).toContain(`Destination="${elsewhere}"`)
    expect(answerOf(page)).toContain(`Recipient="${elsewhere}"`)
  })

  it('are brought to one address and meant for another, where the relying party hands them on', async () => {
    const scene = await stage()
    const recipient = 'https://signin.aws.amazon.com/saml'
    await scene.steer.setRelyingParty({ entityId: ENTITY, assertionConsumerService: ACS, recipient })
    const page = await signIn(scene)
    expect(formOf(page).action).toBe(ACS)
    expect(answerOf(page)).toContain(`Destination="${recipient}"`)
    expect(answerOf(page)).toContain(`Recipient="${recipient}"`)
  })

  it.each([
    ['nothing', ''],
    ['no Base64', 'SAMLRequest=%21%21'],
    ['no DEFLATE', `SAMLRequest=${Buffer.from('<AuthnRequest/>').toString('base64url')}`],
  ])('of %s are refused', async (_, query) => {
    const scene = await stage()
    const page = await scene.visitor.visit(`${scene.tenant.endpoints.singleSignOn}?${query}`)
    expect(page.status).toBe(400)
  })
})

describe('single logout', () => {
  it('ends the session and answers, signed', async () => {
    const scene = await stage({}, true)
    const { profile } = await scene.saml.validatePostResponseAsync(fieldsOf(await signIn(scene)))
    const url = await scene.saml.getLogoutUrlAsync(profile!, 'back', {})
    const page = await scene.visitor.visit(url)
    expect(formOf(page).action).toBe(SLO)
    expect(fieldsOf(page)['RelayState']).toBe('back')
    const { loggedOut } = await unasked(scene.saml).validatePostResponseAsync(fieldsOf(page))
    expect(loggedOut).toBe(true)
    const again = await scene.visitor.visit(await scene.saml.getAuthorizeUrlAsync('r', undefined, {}))
    expect(again.text).toContain('Password')
    const asked = (await scene.steer.asked()).find(({ endpoint }) => endpoint === 'single-logout')
    expect(asked?.saml).toMatchObject({
      root: 'LogoutRequest',
      signature: 'good',
      nameId: alice.subject,
      sessionIndex: profile?.sessionIndex,
    })
  })

  it('is refused unsigned, and fails for a session that is not there', async () => {
    const unsigned = await stage()
    const { profile } = await unsigned.saml.validatePostResponseAsync(fieldsOf(await signIn(unsigned)))
    await unsigned.steer.setRelyingParty({
      entityId: ENTITY,
      assertionConsumerService: ACS,
      singleLogoutService: SLO,
    })
    const refused = await unsigned.visitor.visit(await unsigned.saml.getLogoutUrlAsync(profile!, 'back', {}))
    expect([refused.status, alertOf(refused)]).toEqual([400, expect.stringContaining('absent')])

    const scene = await stage({}, true)
    const gone = { ...profile!, sessionIndex: '_gone' }
    const page = await scene.visitor.visit(await scene.saml.getLogoutUrlAsync(gone, 'back', {}))
    expect(answerOf(page)).toContain('status:UnknownPrincipal')
  })

  it('misbehaves where that was switched for the sign-in before', async () => {
    const scene = await stage({}, true)
    await scene.steer.misbehave('alice', { misbehaviour: 'saml-logout-foreign-key' })
    const { profile } = await scene.saml.validatePostResponseAsync(fieldsOf(await signIn(scene)))
    expect(await scene.steer.misbehaved('alice')).toMatchObject([{ reached: false }])
    const page = await scene.visitor.visit(await scene.saml.getLogoutUrlAsync(profile!, 'back', {}))
    await expect(unasked(scene.saml).validatePostResponseAsync(fieldsOf(page))).rejects.toThrow(/signature/)
    expect(await scene.steer.misbehaved('alice')).toMatchObject([{ reached: true }])
  })
})

describe('misbehaviours', () => {
  it('are at work for one sign-in of one person', async () => {
    const scene = await stage()
    const victim = { subject: 'victim', claims: { email: 'victim@idp.example' } }
    await scene.steer.misbehave('alice', { misbehaviour: 'saml-signature-stripped', victim })
    const bent = await signIn(scene)
    expect(answerOf(bent)).toContain('>victim</saml:NameID>')
    await expect(scene.saml.validatePostResponseAsync(fieldsOf(bent))).rejects.toThrow()
    expect(await scene.steer.misbehaved('alice')).toEqual([
      { misbehaviour: 'saml-signature-stripped', username: 'alice', reached: true },
    ])
    const honest = await scene.visitor.visit(await scene.saml.getAuthorizeUrlAsync('r', undefined, {}))
    const { profile } = await scene.saml.validatePostResponseAsync(fieldsOf(honest))
    expect(profile?.nameID).toBe(alice.subject)
  })

  it('of the metadata are those of a whole tenant', async () => {
    const { tenant } = await stage({ misbehaviour: 'saml-metadata-key-without-use' })
    expect(tenant.metadata).toMatch(/<KeyDescriptor>/)
  })

  it('can let another provider of the same relying party sign', async () => {
    const [one, other] = [await stage(), await stage()]
    await one.steer.misbehave('alice', { misbehaviour: 'saml-message-of-another-provider' })
    const page = await signIn(one)
    expect(answerOf(page)).toContain(`>${other.tenant.issuer}</saml:Issuer>`)
    const { profile } = await unasked(other.saml).validatePostResponseAsync(fieldsOf(page))
    expect(profile?.issuer).toBe(other.tenant.issuer)
  })

  it('take for such a provider none that the relying party does not know', async () => {
    const [one, other] = [await stage(), await stage()]
    await stage()
    const party = { entityId: ENTITY, assertionConsumerService: ACS }
    await one.steer.setRelyingParty({ ...party, providers: [one.tenant.id, other.tenant.id] })
    await one.steer.misbehave('alice', { misbehaviour: 'saml-message-of-another-provider' })
    expect(answerOf(await signIn(one))).toContain(`>${other.tenant.issuer}</saml:Issuer>`)
  })
})
