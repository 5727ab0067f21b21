/** What the service provider demands of a response that is well signed, and of the metadata before. */

import { describe, expect, it } from 'vitest'
import { readSamlMetadata } from '../../fixtures/reference-target/federation/saml/metadata.ts'
import { honestRules } from '../../fixtures/reference-target/rules/index.ts'
import * as d from './saml-documents.ts'

const status = (inner: string) => `<samlp:Status>${inner}</samlp:Status>`
const code = (name: string, inner = '') =>
  `<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:${name}">${inner}</samlp:StatusCode>`
const restriction = (...audiences: string[]) =>
  `<saml:AudienceRestriction>${audiences.map((one) => `<saml:Audience>${one}</saml:Audience>`).join('')}</saml:AudienceRestriction>`
const conditions = (...inside: string[]) =>
  `<saml:Conditions NotBefore="${d.at(-1)}" NotOnOrAfter="${d.at(5)}">${inside.join('')}</saml:Conditions>`

describe('the response', () => {
  it('says that the sign-in went well', () => {
    expect(d.outcome(d.signed({}, { status: status(code('Responder', code('Success'))) }))).toBe(
      'refused: status',
    )
    expect(d.outcome(d.signed({}, { status: '' }))).toBe('refused: unreadable')
    expect(d.outcome(d.response('', { status: status(code('Responder', code('AuthnFailed'))) }))).toBe(
      'refused: status',
    )
    expect(d.outcome(d.signed({}, { status: status(code('Success')) }))).toBe(d.genuine)
  })
  it('is of the provider, and for this endpoint, or says nothing of it', () => {
    expect(d.outcome(d.signed({ issuer: 'https://other.example' }))).toBe('refused: issuer')
    expect(d.outcome(d.signed({}, { issuer: 'https://other.example' }))).toBe('refused: issuer')
    expect(d.outcome(d.signed({}, { destination: 'https://other.example' }))).toBe('refused: destination')
    expect(d.outcome(d.signed({}, { destination: undefined }))).toBe(d.genuine)
    expect(d.outcome(d.signed().replace(/<saml:Issuer [^/]*\/[^/]*\/[^/]*\/[^/]*\/saml:Issuer>/, ''))).toBe(
      d.genuine,
    )
  })
  it('answers the request, twice', () => {
    expect(d.outcome(d.signed({}, { inResponseTo: '_other' }))).toBe('refused: request')
    expect(d.outcome(d.signed({}, { inResponseTo: undefined }))).toBe('refused: request')
    expect(d.outcome(d.signed({ inResponseTo: '_other' }))).toBe('refused: request')
    expect(d.outcome(d.signed({ inResponseTo: undefined }))).toBe('refused: request')
  })
  it('answers nothing where the provider began, and is fresh', () => {
    const on = { asked: undefined }
    const none = { inResponseTo: undefined }
    expect(d.outcome(d.signed(none, none), on)).toBe(d.genuine)
    expect(d.outcome(d.signed(none), on)).toBe('refused: request')
    expect(d.outcome(d.signed({}, none), on)).toBe('refused: request')
    expect(d.outcome(d.signed({ ...none, issueInstant: d.at(-10) }, none), on)).toBe('refused: not-recent')
    expect(d.outcome(d.signed({ ...none, issueInstant: d.at(-5) }, none), on)).toBe(d.genuine)
  })
  it('is of version 2.0', () => {
    expect(d.outcome(d.signed().replace('Version="2.0"', 'Version="2.1"'))).toBe('refused: version')
  })
})

describe('the assertion', () => {
  it('is for this pool', () => {
    const other = 'urn:amazon:cognito:sp:us-east-1_other'
    expect(d.outcome(d.signed({ audience: other }))).toBe('refused: audience')
    expect(d.outcome(d.signed({ audience: d.AUDIENCE.toUpperCase() }))).toBe('refused: audience')
    expect(d.outcome(d.signed({ conditions: '' }))).toBe('refused: audience')
    expect(d.outcome(d.signed({ conditions: conditions() }))).toBe('refused: audience')
    expect(d.outcome(d.signed({ conditions: conditions(restriction(other), restriction(d.AUDIENCE)) }))).toBe(
      'refused: audience',
    )
    expect(d.outcome(d.signed({ conditions: conditions(restriction(other, d.AUDIENCE)) }))).toBe(d.genuine)
  })
  it('is confirmed for whoever brings it, here', () => {
    expect(d.outcome(d.signed({ recipient: 'https://other.example' }))).toBe('refused: recipient')
    expect(d.outcome(d.signed({ method: 'urn:oasis:names:tc:SAML:2.0:cm:holder-of-key' }))).toBe(
      'refused: confirmation',
    )
    expect(
      d.outcome(d.signed({ subject: '<saml:Subject><saml:NameID>genuine</saml:NameID></saml:Subject>' })),
    ).toBe('refused: confirmation')
    const holder =
      '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:holder-of-key"></saml:SubjectConfirmation>'
    const subject = /<saml:Subject>.*<\/saml:Subject>/.exec(d.assertion())?.[0] ?? ''
    expect(d.outcome(d.signed({ subject: subject.replace('</saml:NameID>', `$&${holder}`) }))).toBe(d.genuine)
  })
  it('holds at this time', () => {
    expect(d.outcome(d.signed({ notOnOrAfter: d.at(-15) }))).toBe('refused: expired')
    expect(d.outcome(d.signed({ notBefore: d.at(15), notOnOrAfter: d.at(30) }))).toBe('refused: expired')
    expect(d.outcome(d.signed({ notBefore: d.at(1), notOnOrAfter: d.at(-1) }))).toBe('refused: expired')
    expect(d.outcome(d.signed({ confirmedUntil: d.at(-15) }))).toBe('refused: expired')
    const subject = /<saml:Subject>.*<\/saml:Subject>/.exec(d.assertion())?.[0] ?? ''
    const endless = subject.replace(/ NotOnOrAfter="[^"]*"/, '')
    expect(d.outcome(d.signed({ subject: endless }))).toBe('refused: expired')
  })
  it.each([
    '',
    'never',
    '1795262400',
    '2026-02-30T12:00:00Z',
    '2026-13-01T12:00:00Z',
    '2026-12-32T12:00:00Z',
    '2026-12-21T24:00:01Z',
    '2026-12-21T12:00:60Z',
    '2026-12-21T12:00:00',
    '10000-12-21T12:00:00Z',
    '0000-00-00T00:00:00Z',
  ])('has no unreadable end: %s', (notOnOrAfter) => {
    expect(d.outcome(d.signed({ notOnOrAfter }))).toBe('refused: expired')
  })
  it.each(['2026-11-21T12:05:00Z', '2026-11-21T12:05:00.123456789Z', '2026-11-21T14:05:00+02:00'])(
    'has an end that is read: %s',
    (notOnOrAfter) => {
      expect(d.outcome(d.signed({ notOnOrAfter }))).toBe(d.genuine)
    },
  )
  it('tells of a session that is not over', () => {
    expect(d.outcome(d.signed({ statement: '' }))).toBe('refused: statement')
    const usual = /<saml:AuthnStatement.*<\/saml:AuthnStatement>/.exec(d.assertion())?.[0] ?? ''
    const until = (time: string) =>
      usual.replace(' SessionIndex', ` SessionNotOnOrAfter="${time}" SessionIndex`)
    const canonical = (xml: string) =>
      xml.replace(/( SessionNotOnOrAfter="[^"]*")( SessionIndex="[^"]*")/, '$2$1')
    expect(d.outcome(d.signed({ statement: canonical(until(d.at(-15))) }))).toBe('refused: statement')
    expect(d.outcome(d.signed({ statement: canonical(until(d.at(600))) }))).toBe(d.genuine)
  })
  it('is used once', () => {
    expect(d.outcome(d.signed(), { used: new Map([['_assertion', d.NOW]]) })).toBe('refused: replay')
    expect(d.outcome(d.signed(), { used: new Map([['_response', d.NOW]]) })).toBe(d.genuine)
  })
  it('names somebody, in full', () => {
    expect(d.outcome(d.signed({ nameId: '' }))).toBe('refused: name')
    expect(d.outcome(d.signed({ nameId: ' \n' }))).toBe('refused: name')
    expect(d.outcome(d.signed({ nameId: ' Genuine ' }))).toBe(' Genuine  genuine@example.com')
    expect(d.outcome(d.signed({ nameId: '<b></b>' }))).toBe('refused: name')
  })
  it('has no mapped value with characters of four bytes', () => {
    expect(d.outcome(d.signed({ attributes: [['email', '😀']] }))).toBe('refused: attribute')
    expect(d.outcome(d.signed({ attributes: [['email', 'à一']] }))).toBe('genuine à一')
    expect(
      d.outcome(
        d.signed({
          attributes: [
            ['other', '😀'],
            ['email', 'a', 'b'],
          ],
        }),
      ),
    ).toBe('genuine a,b')
  })
})

describe('metadata', () => {
  const descriptor = (inside: string) =>
    `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="${d.ENTITY}"><md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">${inside}</md:IDPSSODescriptor></md:EntityDescriptor>`
  const keyed = (use: string, certificate: string) =>
    `<md:KeyDescriptor${use}><ds:KeyInfo><ds:X509Data><ds:X509Certificate>\n${certificate.replace(/.{64}/g, '$&\n')}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`
  const service = (name: string, binding: string, location: string) =>
    `<md:${name} Binding="urn:oasis:names:tc:SAML:2.0:bindings:${binding}" Location="${location}"/>`
  const signOn = service('SingleSignOnService', 'HTTP-Redirect', 'https://idp.example/sso')
  const read = (xml: string, now = d.NOW) => readSamlMetadata(xml, now, honestRules)

  it('names the provider, its services by redirect, and the keys that sign', () => {
    const xml = descriptor(
      keyed(' use="signing"', d.provider.certificate) +
        keyed('', d.stranger.certificate) +
        keyed(' use="encryption"', d.sealing.certificate) +
        service('SingleLogoutService', 'HTTP-POST', 'https://idp.example/slo-post') +
        service('SingleLogoutService', 'HTTP-Redirect', 'https://idp.example/slo?a=1&amp;b=2') +
        signOn,
    )
    expect(read(xml)).toEqual({
      xml,
      entityId: d.ENTITY,
      signOnUrl: 'https://idp.example/sso',
      logoutUrl: 'https://idp.example/slo?a=1&b=2',
      certificates: [d.provider.certificate, d.stranger.certificate],
      readAt: d.NOW,
    })
  })
  it.each([
    ['is no XML', 'metadata'],
    ['has a document type', `<!DOCTYPE a>${descriptor(keyed('', d.provider.certificate) + signOn)}`],
    ['has no service', descriptor(keyed('', d.provider.certificate))],
    ['has no key', descriptor(signOn)],
    ['has a key that cannot be read', descriptor(keyed('', 'AAAA') + signOn)],
    [
      'leads to a script',
      descriptor(keyed('', d.provider.certificate) + signOn.replace('https:', 'javascript:')),
    ],
  ])('is refused where it %s', (_says, xml) => {
    expect(() => read(xml)).toThrow('metadata')
  })
  it('is refused once a key of it has expired', () => {
    const xml = descriptor(keyed('', d.provider.certificate) + signOn)
    expect(() => read(xml, d.NOW + 11 * 366 * 86_400_000)).toThrow('expired')
  })
})
