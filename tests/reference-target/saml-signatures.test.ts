/** The service provider's signature core: what it takes, and the same document one change away. */

import { X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import * as d from './saml-documents.ts'

const evil = { id: '_evil', nameId: 'evil', attributes: [['email', 'evil@example.com']] as const }
const opening = (xml: string) => xml.slice(0, xml.indexOf('>') + 1)

describe('a response', () => {
  it('signs in whom its signed assertion names', () => {
    expect(d.outcome(d.signed())).toBe(d.genuine)
  })
  it('signs in whom it names where it is signed itself', () => {
    expect(d.outcome(d.signedAround(d.assertion()))).toBe(d.genuine)
  })
  it('may have both signatures', () => {
    expect(d.outcome(d.signedAround(d.signedAssertion()))).toBe(d.genuine)
  })
  it('may come without the certificate, with a declaration, and broken into lines', () => {
    expect(d.outcome(d.signed({}, {}, { keyInfo: '' }))).toBe(d.genuine)
    expect(d.outcome(`\ufeff<?xml version="1.0" encoding="UTF-8"?>\n<!-- c -->${d.signed()}`)).toBe(d.genuine)
    const broken = (value: Buffer) => value.toString('base64').replace(/.{64}/g, '$&\n')
    expect(d.outcome(d.signed({}, {}, { value: broken }))).toBe(d.genuine)
  })
  it.each(['384', '512'])('may be signed with SHA-%s', (bits) => {
    const signatureMethod = `http://www.w3.org/2001/04/xmldsig-more#rsa-sha${bits}`
    expect(d.outcome(d.signed({}, {}, { signatureMethod, hash: `sha${bits}` }))).toBe(d.genuine)
  })
  it('may treat prefixes inclusively', () => {
    const list =
      '<ec:InclusiveNamespaces xmlns:ec="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="xs"></ec:InclusiveNamespaces>'
    const transforms = d.enveloped + d.exclusive.replace('></', `>${list}</`)
    const digested = d.assertion().replace(' ID=', ' xmlns:xs="http://www.w3.org/2001/XMLSchema" ID=')
    const document = d
      .response(d.assertion({}, d.signature('_assertion', '', { transforms, digested })))
      .replace(' Destination', ' xmlns:xs="http://www.w3.org/2001/XMLSchema" Destination')
    expect(d.outcome(document)).toBe(d.genuine)
    expect(d.outcome(document.replace('2001/XMLSchema"', '2001/Other"'))).toBe('refused: signature')
  })
  it('is taken from every certificate of the provider, and from no other', () => {
    const certificates = [d.stranger.certificate, d.provider.certificate]
    expect(d.outcome(d.signed(), { certificates })).toBe(d.genuine)
    expect(d.outcome(d.signed({}, {}, { key: d.stranger }))).toBe('refused: signature')
    expect(d.outcome(d.signed({}, {}, { key: d.stranger }), { everybody: certificates })).toBe(
      'refused: signature',
    )
  })
})

describe('a signature', () => {
  const refusedWith = (on: d.Signing) => expect(d.outcome(d.signed({}, {}, on))).toBe('refused: signature')

  it('is needed', () => {
    expect(d.outcome(d.response(d.assertion()))).toBe('refused: signature')
    expect(
      d.outcome(
        d.response(
          d.assertion({}, '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"></ds:Signature>'),
        ),
      ),
    ).toBe('refused: signature')
  })
  it('has a value of the key, over this SignedInfo', () => {
    refusedWith({ value: (made) => made.subarray(0, 128).toString('base64') })
    refusedWith({ value: () => '' })
    refusedWith({ value: (made) => Buffer.concat([Buffer.alloc(1), made]).toString('base64') })
    expect(d.outcome(d.signed().replace('#_assertion"', '#_assertion" Type="x"'))).toBe('refused: signature')
  })
  it('has a digest of what it signs', () => {
    refusedWith({ digestValue: '' })
    refusedWith({ digested: 'something else' })
    expect(d.outcome(d.signed().replace('>genuine<', '>evil<'))).toBe('refused: signature')
    expect(d.outcome(d.signedAround(d.assertion()).replace('>genuine<', '>evil<'))).toBe('refused: signature')
  })
  it('refers to the element that holds it, once, and to nothing else', () => {
    refusedWith({ uri: '' })
    refusedWith({ uri: '#_response' })
    refusedWith({ info: (usual) => usual.replace(/<ds:Reference.*<\/ds:Reference>/, '$&$&') })
    refusedWith({ info: (usual) => usual.replace(/<ds:Reference.*<\/ds:Reference>/, '') })
  })
  it('uses the two transforms that it should, in their order', () => {
    refusedWith({ transforms: d.enveloped })
    refusedWith({ transforms: d.exclusive })
    refusedWith({ transforms: d.exclusive + d.enveloped })
    refusedWith({ transforms: d.enveloped + d.exclusive + d.exclusive })
    const xpath = '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"></ds:Transform>'
    refusedWith({ transforms: d.enveloped + xpath + d.exclusive })
  })
  it('uses algorithms that are taken', () => {
    refusedWith({ signatureMethod: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1', hash: 'sha1' })
    refusedWith({ signatureMethod: 'http://www.w3.org/2000/09/xmldsig#hmac-sha1' })
    refusedWith({ signatureMethod: '' })
    refusedWith({ digestMethod: 'http://www.w3.org/2000/09/xmldsig#sha1' })
    refusedWith({ canonicalization: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315' })
  })
  it('has each of its parts once', () => {
    const document = d.signed()
    const info = /<ds:SignedInfo>.*<\/ds:SignedInfo>/
    expect(d.outcome(document.replace(info, '$&$&'))).toBe('refused: signature')
    expect(d.outcome(document.replace('</ds:Signature>', '<ds:Object></ds:Object></ds:Signature>'))).toBe(
      'refused: signature',
    )
    expect(d.outcome(document.replace(/<ds:Signature .*<\/ds:Signature>/, '$&$&'))).toBe(
      'refused: unreadable',
    )
  })
  it('covers what has a canonical form', () => {
    const more = '<saml:Advice><x xmlns="1"></x></saml:Advice>'
    const digestValue = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    expect(d.outcome(d.signed({ more }, {}, { digestValue }))).toBe('refused: signature')
    expect(d.outcome(d.signed({ more: '<saml:Advice></saml:Advice>' }))).toBe(d.genuine)
  })
})

describe('a document with two stories', () => {
  const good = d.signedAssertion()
  const bad = d.assertion(evil)
  it.each([
    ['an unsigned assertion first', d.response(bad + good)],
    ['an unsigned assertion last', d.response(good + bad)],
    [
      'the signed one inside',
      d.response(d.assertion({ ...evil, more: `<saml:Advice>${good}</saml:Advice>` })),
    ],
    [
      'the signature moved, the signed one in an object of it',
      d.response(
        d.assertion(
          evil,
          d
            .signature('_assertion', d.assertion())
            .replace('</ds:Signature>', `<ds:Object>${d.assertion()}</ds:Object></ds:Signature>`),
        ),
      ),
    ],
    [
      'the signed one in extensions',
      d.response(bad, { extensions: `<samlp:Extensions>${good}</samlp:Extensions>` }),
    ],
    ['the same ID twice', d.response(d.assertion({ ...evil, id: '_assertion' }) + good)],
    [
      'an assertion of another namespace',
      d.response(
        bad
          .replaceAll('saml:', 'x:')
          .replace('xmlns:saml=', 'xmlns:x=')
          .replace('2.0:assertion"', '2.0:Assertion"') + good,
      ),
    ],
    ['a second root', d.signed() + d.response(bad)],
  ])('is refused: %s', (_says, document) => {
    expect(d.outcome(document)).toMatch(/^refused: (unreadable|signature)$/)
  })
  it('is refused where the signed response is a copy within', () => {
    const whole = d.signedAround(d.assertion())
    const copy = d.response(d.assertion())
    const forged = d.response(
      bad,
      { id: '_other', extensions: `<samlp:Extensions>${copy}</samlp:Extensions>` },
      whole.slice(whole.indexOf('<ds:Signature'), whole.indexOf('</ds:Signature>') + 15),
    )
    expect(d.outcome(forged)).toBe('refused: unreadable')
  })
})

describe('text', () => {
  it('is whole, whatever divides it', () => {
    const document = d.signed({ nameId: 'genuine.evil' })
    const whole = 'genuine.evil genuine@example.com'
    expect(d.outcome(document.replace('genuine.evil', 'genuine<!-- -->.evil'))).toBe(whole)
    expect(d.outcome(document.replace('genuine.evil', 'genuine<![CDATA[.evil]]>'))).toBe(whole)
    expect(d.outcome(document.replace('genuine.evil', '&#103;enuine.evil'))).toBe(whole)
    expect(d.outcome(document.replace('genuine.evil', 'genuine<?p ?>.evil'))).toBe('refused: signature')
    expect(d.outcome(d.signed({ nameId: 'genuine<?p?>.evil' }))).toBe('refused: name')
  })
  it('is read beyond an instruction outside of what is signed', () => {
    const document = d.signed({}, { status: `<?p q?>${d.success}` })
    expect(d.outcome(document)).toBe(d.genuine)
    expect(d.outcome(document.replace('</samlp:Response>', `<?p?>${d.assertion(evil)}$&`))).toBe(
      'refused: unreadable',
    )
  })
  it('is not taken where a document type could make it', () => {
    expect(d.outcome(`<!DOCTYPE Response>${d.signed()}`)).toBe('refused: unreadable')
    expect(d.outcome(`<!DOCTYPE a [<!ENTITY e "genuine">]>${d.signed().replace('>genuine<', '>&e;<')}`)).toBe(
      'refused: unreadable',
    )
  })
  it('is not taken in other encodings, nor beyond the limit, nor where it is not well-formed', () => {
    expect(d.outcome(Buffer.from(d.signed(), 'utf16le'))).toBe('refused: unreadable')
    expect(d.outcome(`<?xml version="1.0" encoding="ISO-8859-1"?>${d.signed()}`)).toBe('refused: unreadable')
    expect(d.outcome(d.signed() + ' '.repeat(100_000))).toBe('refused: too-large')
    expect(d.outcome(d.signed().replace(' ID=', ' ID="x" ID='))).toBe('refused: unreadable')
    expect(d.outcome(opening(d.signed()))).toBe('refused: unreadable')
  })
})

describe('an encrypted assertion', () => {
  const on = { encrypted: true }
  it.each(['aes-256-cbc', 'aes-256-gcm'] as const)('is opened: %s', (cipher) => {
    expect(d.outcome(d.response(d.encrypted(d.signedAssertion(), { cipher })), on)).toBe(d.genuine)
  })
  it('is covered by the signature of its response', () => {
    expect(d.outcome(d.signedAround(d.encrypted(d.assertion())), on)).toBe(d.genuine)
  })
  it('is needed where it was asked for, and not taken where it was not', () => {
    expect(d.outcome(d.signed(), on)).toBe('refused: encryption')
    expect(d.outcome(d.response(d.encrypted(d.signedAssertion())))).toBe('refused: encryption')
  })
  it('is signed: everybody can encrypt', () => {
    expect(d.outcome(d.response(d.encrypted(d.assertion(evil))), on)).toBe('refused: signature')
  })
  it('fails in one way', () => {
    const tampered = (index: number) => (bytes: Buffer) => {
      bytes[bytes.length + index] = (bytes[bytes.length + index] ?? 0) ^ 1
      return bytes
    }
    const faults = [
      d.encrypted(d.signedAssertion(), { tamper: tampered(-1) }),
      d.encrypted(d.signedAssertion(), { cipher: 'aes-256-cbc', tamper: tampered(-1) }),
      d.encrypted(d.signedAssertion(), { cipher: 'aes-256-cbc', tamper: (bytes) => bytes.subarray(0, -3) }),
      d.encrypted(d.signedAssertion(), { tamper: (bytes) => bytes.subarray(0, 20) }),
      d.encrypted(d.signedAssertion(), { to: d.stranger }),
      d.encrypted(d.signed()),
      d.encrypted(`${d.signedAssertion()}${d.assertion(evil)}`),
      d.encrypted('no XML'),
    ].map((one) => d.outcome(d.response(one), on))
    expect(new Set(faults)).toEqual(new Set(['refused: encryption']))
  })
  it('stands alone', () => {
    const both = d.encrypted(d.assertion(evil)) + d.signedAssertion()
    expect(d.outcome(d.response(both), on)).toBe('refused: unreadable')
  })
})

describe('a certificate of the target', () => {
  it('is read by Node, and signs itself', () => {
    const read = new X509Certificate(Buffer.from(d.provider.certificate, 'base64'))
    expect(read.subject).toBe('CN=provider')
    expect(read.issuer).toBe('CN=provider')
    expect(read.verify(read.publicKey)).toBe(true)
    expect(read.validFromDate.getTime()).toBe(d.NOW)
    expect(read.validToDate.toISOString()).toBe('2036-11-21T12:00:00.000Z')
  })
})
