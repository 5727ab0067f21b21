/** SAML messages and what binds them to a browser: hidden as they were sent, and as they read once decoded. */
import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { createRedactor } from '../../fixtures/protocol/redaction.ts'
import { samlParts } from '../../fixtures/protocol/saml-parts.ts'

const SIGNATURE = Buffer.from('random from end to end, as signatures are, and long enough').toString('base64')
const ASSERTION = `<saml:Assertion ID="_a1"><ds:SignatureValue>${SIGNATURE}</ds:SignatureValue><saml:NameID>somebody-at-the-provider</saml:NameID></saml:Assertion>`
const XML = `<samlp:Response ID="_r1" Destination="https://d.example/saml2/idpresponse">${ASSERTION}</samlp:Response>`
const SENT = Buffer.from(XML).toString('base64')
const RELAY = 'a-relay-state-that-binds-a-browser-0123456789'
const AT = 'https://d.example/saml2/idpresponse'

const learned = () => {
  const redactor = createRedactor({ salt: 'a-salt' })
  redactor.addFromForm(String(new URLSearchParams({ SAMLResponse: SENT, RelayState: RELAY })), AT)
  return redactor
}

describe('a message that was posted', () => {
  test.each([
    ['as it was sent', SENT],
    ['in a form', encodeURIComponent(SENT)],
    ['in a hidden field', `<input name="SAMLResponse" value="${SENT}">`],
    ['decoded', XML],
    ['decoded, in JSON', JSON.stringify({ message: XML })],
    [
      'decoded, on a page',
      `<pre>${XML.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</pre>`,
    ],
    ['the assertion alone', `near ${ASSERTION}`],
    ['the value of the signature', SIGNATURE],
    ['a piece of the signature', `…${SIGNATURE.slice(11, 40)}…`],
  ])('is hidden %s', (_, text) => {
    const clean = learned().redact(text)
    expect(clean).not.toContain(SIGNATURE.slice(11, 40))
    expect(clean).not.toContain(SENT.slice(0, 40))
    expect(clean).toContain('[SAMLResponse')
  })

  test('leaves the name of the person, which is no secret', () => {
    expect(learned().redact('somebody-at-the-provider')).toBe('somebody-at-the-provider')
  })

  test.each(['SAMLResponse', 'assertion'])('is hidden where it stands, too: %s', (name) => {
    expect(createRedactor().redact(`?${name}=x&Signature=y`)).toBe(`?${name}=[${name}]&Signature=y`)
  })

  test('is hidden when it is long', () => {
    const long = Buffer.from(XML.replace('somebody', 'x'.repeat(40_000))).toString('base64')
    const redactor = createRedactor()
    redactor.addFromText(`<input type="hidden" name="SAMLResponse" value="${long}">`)
    for (const text of [long, encodeURIComponent(long), Buffer.from(long, 'base64').toString(), SIGNATURE])
      expect(redactor.redact(text)).toMatch(/^\[SAMLResponse[\w.]* [\da-f]{6}\]$/)
  })
})

test('a deflated message has the same parts', () => {
  const deflated = deflateRawSync(Buffer.from(XML)).toString('base64')
  expect(samlParts(deflated)).toEqual(samlParts(SENT))
  expect(samlParts(SENT).map(({ name }) => name)).toEqual([
    'SAMLResponse.xml',
    'SAMLResponse.assertion',
    'SAMLResponse.SignatureValue',
  ])
})

test.each([
  '',
  '!',
  'AAAA',
  Buffer.from('no XML').toString('base64'),
  Buffer.from('{"a":1}').toString('base64'),
])('what is no message has no parts: %j', (sent) => expect(samlParts(sent)).toEqual([]))

describe('what binds an answer to the browser', () => {
  const STATE = 'H4sIAAAAAAAAAE2QTW-state-of-the-user-pool'

  test.each([
    [
      'on the way to the provider',
      `https://idp.example/authorize?redirect_uri=${encodeURIComponent('https://d.example/oauth2/idpresponse')}&state=${STATE}`,
    ],
    ['on the way back', `https://d.example/oauth2/idpresponse?code=abc&state=${STATE}`],
  ])('is hidden %s', (_, url) => {
    const redactor = createRedactor()
    const [address = '', query = ''] = url.split('?')
    redactor.addFromForm(query, address)
    expect(redactor.redact(`state=${STATE}`)).toMatch(/^state=\[state [\da-f]{6}\]$/)
  })

  test('is hidden beside a request by SAML, too', () => {
    const redactor = createRedactor()
    redactor.addFromForm(`SAMLRequest=fZJNb&RelayState=${RELAY}`, 'https://idp.example/sso')
    expect(redactor.redact(RELAY)).toMatch(/^\[RelayState [\da-f]{6}\]$/)
  })

  test('is hidden in a form that is to be posted back', () => {
    const redactor = createRedactor()
    redactor.addFromText(
      `<form action="https://d.example/oauth2/idpresponse"><input type="hidden" name="state" value="${STATE}"></form>`,
    )
    expect(redactor.redact(STATE)).toContain('[state ')
  })

  test('is not the state of the application, nor a RelayState that says where to go', () => {
    const redactor = createRedactor()
    redactor.addFromForm(`code=0123456789abcdef&state=${STATE}`, 'http://localhost:1/callback')
    const asks =
      'identity_provider=Saml&client_id=abc&redirect_uri=http://localhost:1/callback&response_type=code'
    redactor.addFromForm(String(new URLSearchParams({ RelayState: asks })), AT)
    expect(redactor.redact(`${STATE} ${asks}`)).toBe(`${STATE} ${asks}`)
  })
})
