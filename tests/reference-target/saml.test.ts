/** Sign-in and log-out by SAML, over the wire: the pool is asked, answers by redirect, and says who came. */

import { createPublicKey, verify, X509Certificate } from 'node:crypto'
import {
  AdminGetUserCommand,
  DescribeIdentityProviderCommand,
  GetSigningCertificateCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ReferenceTarget, startReferenceTarget } from '../../fixtures/reference-target/index.ts'
import { callback, landed, type Shown, signedOut } from './browser.ts'
import * as d from './saml-documents.ts'
import {
  answer,
  begin,
  buildSaml,
  type Came,
  came,
  metadataOf,
  type SamlHouse,
  SLO,
  SSO,
} from './saml-provider.ts'

const metadata = metadataOf(d.ENTITY, d.provider)
let target: ReferenceTarget
let house: SamlHouse

beforeAll(async () => {
  target = await startReferenceTarget()
  house = await buildSaml(await target.open({ now: d.NOW }), {
    Idp: {
      metadata,
      details: { RequestSigningAlgorithm: 'rsa-sha256', IDPSignout: 'true', IDPInit: 'true' },
    },
    Plain: { metadata: metadataOf('https://plain.example', d.stranger) },
    Sealed: { metadata, details: { EncryptedResponses: 'true' } },
  })
})
afterAll(() => target.close())

/** Parts that fit this pool and this request. */
const fitting = ({ id }: { id: string | undefined }, more: d.AssertionParts = {}): d.AssertionParts => ({
  id: `_${crypto.randomUUID()}`,
  audience: house.audience,
  recipient: house.here,
  inResponseTo: id,
  ...more,
})
const around = ({ id }: { id: string | undefined }): d.ResponseParts => ({
  destination: house.here,
  inResponseTo: id,
})
const genuine = (request: { id: string | undefined }, more: d.AssertionParts = {}) =>
  d.signed(fitting(request, more), around(request))
const error = (shown: Shown) => {
  const { at, query } = landed(shown)
  expect(at).toBe(callback)
  expect(query['code']).toBeUndefined()
  return query
}

describe('a request to sign in', () => {
  it('goes to the provider by redirect, and says who asks and where the answer goes', async () => {
    const request = await begin(house, 'Plain')
    expect(request.at).toBe(SSO)
    expect([...request.query.keys()]).toEqual(['SAMLRequest', 'RelayState'])
    expect(request.id).toMatch(/^_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    expect(request.xml).toContain(`>${house.audience}<`)
    expect(request.xml).toContain(`AssertionConsumerServiceURL="${house.here}"`)
    expect(request.relayState).not.toContain('localhost')
  })
  it('is signed where the provider is configured so, by the key of GetSigningCertificate', async () => {
    const { browser } = await begin(house, 'Plain')
    const shown = await browser.authorize({ identity_provider: 'Idp' })
    const raw = new URL(shown.location ?? '').search.slice(1)
    const [octets = '', signature = ''] = raw.split('&Signature=')
    const { Certificate } = await house.aws.send(
      new GetSigningCertificateCommand({ UserPoolId: house.poolId }),
    )
    const { publicKey } = new X509Certificate(Buffer.from(Certificate ?? '', 'base64'))
    const value = Buffer.from(decodeURIComponent(signature), 'base64')
    expect(octets).toMatch(/^SAMLRequest=[^&]+&RelayState=[^&]+&SigAlg=[^&]+$/)
    expect(
      verify(
        'sha256',
        Buffer.from(octets),
        createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })),
        value,
      ),
    ).toBe(true)
  })
})

describe('an answer', () => {
  it('leads to the application with a code, and to a profile', async () => {
    const request = await begin(house, 'Idp')
    const { at, query } = landed(await answer(request, genuine(request, { nameId: 'carla' })))
    expect({ at, state: query['state'], error: query['error'] }).toEqual({
      at: callback,
      state: 'st-1',
      error: undefined,
    })
    expect(query['code']).toBeTruthy()
    const user = await house.aws.send(
      new AdminGetUserCommand({ UserPoolId: house.poolId, Username: 'Idp_carla' }),
    )
    expect(user.UserStatus).toBe('EXTERNAL_PROVIDER')
    expect(user.UserAttributes).toContainEqual({ Name: 'email', Value: 'genuine@example.com' })
  })
  it('that is not good leads to the application with server_error, and to nobody', async () => {
    const request = await begin(house, 'Idp')
    const shown = await answer(
      request,
      d.response(d.assertion(fitting(request, { nameId: 'evil' })), around(request)),
    )
    expect(error(shown)).toMatchObject({
      error: 'server_error',
      error_description: 'Invalid SAML response received: SAML Assertion signature is invalid. ',
      state: 'st-1',
    })
    await expect(
      house.aws.send(new AdminGetUserCommand({ UserPoolId: house.poolId, Username: 'Idp_evil' })),
    ).rejects.toThrow('User does not exist')
  })
  it('is taken once, and an assertion once', async () => {
    const request = await begin(house, 'Idp')
    const id = `_${crypto.randomUUID()}`
    const document = d.signed(fitting(request, { id }), around(request))
    expect(landed(await answer(request, document)).query['code']).toBeTruthy()
    expect((await answer(request, document)).status).toBe(400)
    const again = await begin(house, 'Idp')
    const second = d.signed(fitting(again, { id }), around(again))
    expect(error(await answer(again, second))['error_description']).toContain('used before')
  })
  it('with a RelayState that nobody sent stays on the page of the pool', async () => {
    for (const state of ['', 'https://evil.example/', 'x']) {
      const request = await begin(house, 'Idp')
      const shown = await answer(request, genuine(request), state)
      expect({ status: shown.status, location: shown.location }).toEqual({ status: 400, location: undefined })
      expect(shown.body).toContain('Invalid samlResponse or relayState from identity provider')
    }
  })
  it('of another provider is not taken', async () => {
    const request = await begin(house, 'Plain')
    expect(error(await answer(request, genuine(request)))['error_description']).toContain('signature')
  })
  it('that comes twice in one form, or is no Base64, is not taken', async () => {
    const request = await begin(house, 'Idp')
    const encoded = Buffer.from(genuine(request)).toString('base64')
    const form = new URLSearchParams({ SAMLResponse: encoded, RelayState: request.relayState })
    form.append('SAMLResponse', encoded)
    expect((await request.browser.send('POST', '/saml2/idpresponse', form)).status).toBe(400)
    form.delete('SAMLResponse')
    form.set('SAMLResponse', `${encoded.slice(0, -4)}-_==`)
    expect(error(await request.browser.send('POST', '/saml2/idpresponse', form))['error']).toBe(
      'server_error',
    )
    expect((await request.browser.send('GET', `/saml2/idpresponse?${form}`)).status).toBe(405)
  })
  it('comes encrypted where the provider is configured so', async () => {
    const request = await begin(house, 'Sealed')
    expect(error(await answer(request, genuine(request)))['error_description']).toContain('decrypted')
    const again = await begin(house, 'Sealed')
    const { IdentityProvider } = await house.aws.send(
      new DescribeIdentityProviderCommand({ UserPoolId: house.poolId, ProviderName: 'Sealed' }),
    )
    const certificate = IdentityProvider?.ProviderDetails?.['ActiveEncryptionCertificate'] ?? ''
    const sealed = d.encrypted(d.signedAssertion(fitting(again)), { to: { certificate } })
    const shown = await answer(again, d.response(sealed, around(again)))
    expect(landed(shown).query['code']).toBeTruthy()
  })
})

describe('an answer that nobody asked for', () => {
  const none = { id: undefined }
  const parameters = (name: string, more: Record<string, string> = {}) =>
    new URLSearchParams({
      identity_provider: name,
      client_id: house.clientId,
      redirect_uri: callback,
      response_type: 'code',
      scope: 'openid email',
      ...more,
    }).toString()
  const unasked = async (state: string, xml = genuine(none)) => {
    const { browser } = await begin(house, 'Plain')
    return answer({ browser, relayState: state } as Came, xml)
  }

  it('is taken where the provider may begin', async () => {
    const shown = landed(await unasked(parameters('Idp')))
    expect(shown.at).toBe(callback)
    expect(shown.query['code']).toBeTruthy()
  })
  it('is not taken where it may not, nor for what an application may not ask', async () => {
    for (const state of [
      parameters('Plain'),
      parameters('Nobody'),
      parameters('Idp', { redirect_uri: 'https://evil.example/' }),
      parameters('Idp', { client_id: 'somebody' }),
      parameters('Idp', { scope: 'openid phone' }),
    ]) {
      const shown = await unasked(state)
      expect({ status: shown.status, location: shown.location }).toEqual({ status: 400, location: undefined })
    }
  })
  it('is not taken where it answers something', async () => {
    const request = await begin(house, 'Idp')
    expect(error(await unasked(parameters('Idp'), genuine(request)))['error']).toBe('server_error')
  })
})

describe('a log-out', () => {
  const signIn = async (): Promise<Came> => {
    const request = await begin(house, 'Idp')
    await answer(request, genuine(request))
    return request
  }
  const signOut = async ({ browser }: Came) => {
    const query = new URLSearchParams({ client_id: house.clientId, logout_uri: signedOut })
    return came(browser, await browser.send('GET', `/logout?${query}`))
  }
  const logoutResponse = (inResponseTo: string, more: { status?: string; key?: d.Key } = {}) => {
    const xml = (signature: string) =>
      `<samlp:LogoutResponse xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" Destination="${house.origin}/saml2/logout" ID="_out" InResponseTo="${inResponseTo}" IssueInstant="${d.at(0)}" Version="2.0"><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${d.ENTITY}</saml:Issuer>${signature}${more.status ?? d.success}</samlp:LogoutResponse>`
    return xml(d.signature('_out', xml(''), more.key ? { key: more.key } : {}))
  }
  const respond = ({ browser }: Came, xml: string, RelayState: string) =>
    browser.send(
      'POST',
      '/saml2/logout',
      new URLSearchParams({ SAMLResponse: Buffer.from(xml).toString('base64'), RelayState }),
    )

  it('tells the provider, signed, and goes on once that has answered', async () => {
    const request = await signIn()
    const out = await signOut(request)
    expect(out.at).toBe(SLO)
    expect([...out.query.keys()]).toEqual(['SAMLRequest', 'RelayState', 'SigAlg', 'Signature'])
    expect(out.xml).toContain('>genuine<')
    expect(out.xml).toContain('SessionIndex>_session<')
    const stays = await request.browser.authorize({ identity_provider: 'Idp' })
    expect(landed(stays).query['code']).toBeTruthy()
    const shown = await respond(out, logoutResponse(out.id), out.relayState)
    expect(shown.location).toBe(signedOut)
    const asked = await request.browser.authorize({ identity_provider: 'Idp' })
    expect(landed(asked).at).toBe(SSO)
  })
  it('leads nowhere on the word of somebody else', async () => {
    for (const bad of [
      (id: string) => logoutResponse(id, { key: d.stranger }),
      () => logoutResponse('_other'),
      (id: string) => logoutResponse(id).replace(/<ds:Signature .*<\/ds:Signature>/, ''),
      (id: string) => logoutResponse(id, { status: d.success.replace('Success', 'Responder') }),
    ]) {
      const out = await signOut(await signIn())
      const shown = await respond(out, bad(out.id), out.relayState)
      expect({ status: shown.status, location: shown.location }).toEqual({ status: 400, location: undefined })
    }
    const out = await signOut(await signIn())
    expect((await respond(out, logoutResponse(out.id), 'https://evil.example/')).location).toBeUndefined()
  })
})
