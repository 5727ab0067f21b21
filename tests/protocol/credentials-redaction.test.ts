/** Temporary credentials, and the tokens and assertions that they are given for, at every place where they stand. */
import { expect, test } from 'vitest'
import { createRedactor, type Redactor } from '../../fixtures/protocol/redaction.ts'

const SECRET = 'wJalr/XUtn+FEMI0123456789'
const ASSERTION = Buffer.from(
  '<samlp:Response><saml:Assertion ID="_a"><ds:SignatureValue>c2lnbmF0dXJlLXNpZ25hdHVyZQ==</ds:SignatureValue></saml:Assertion></samlp:Response>',
).toString('base64')

test.each<[string, (redactor: Redactor) => void]>([
  ['SecretKey', (it) => it.addFromBody({ Credentials: { SecretKey: SECRET } })],
  ['SessionToken', (it) => it.addFromBody({ Credentials: { SessionToken: SECRET } })],
  ['Token', (it) => it.addFromBody({ IdentityId: 'x', Token: SECRET })],
  ['the value of a login', (it) => it.addFromBody({ Logins: { 'www.amazon.com': SECRET } })],
  ['the value of a login to unlink', (it) => it.addFromText(JSON.stringify({ Logins: { any: SECRET } }))],
  ['WebIdentityToken', (it) => it.addFromForm(String(new URLSearchParams({ WebIdentityToken: SECRET })))],
  [
    'X-Amz-Security-Token',
    (it) => it.addFromForm(String(new URLSearchParams({ 'X-Amz-Security-Token': SECRET }))),
  ],
  ['SecretAccessKey in XML', (it) => it.addFromText(`<r><SecretAccessKey>${SECRET}</SecretAccessKey></r>`)],
  [
    'SessionToken in XML, on a line',
    (it) => it.addFromText(`<a:SessionToken>\n ${SECRET}\n</a:SessionToken>`),
  ],
  ['Token-0 of S3', (it) => it.addFromText(`<Error><Token-0>${SECRET}</Token-0></Error>`)],
  [
    'an element with references',
    (it) => it.addFromText(`<SessionToken>${SECRET.replace('+', '&#43;')}</SessionToken>`),
  ],
])('%s is learned', (_, learn) => {
  const redactor = createRedactor({ salt: 'a-salt' })
  learn(redactor)
  for (const text of [
    SECRET,
    encodeURIComponent(SECRET),
    JSON.stringify({ any: SECRET }),
    `<any>${SECRET}</any>`,
  ])
    expect(redactor.redact(text)).not.toContain(SECRET.slice(6, 12))
})

test('what S3 shows of the request that it refused is hidden byte by byte too', () => {
  const redactor = createRedactor()
  const bytes = [...Buffer.from(`GET\n/\n\nx-amz-security-token:${SECRET}`)].map((byte) =>
    byte.toString(16).padStart(2, '0'),
  )
  const text = `<Error><CanonicalRequestBytes>${bytes.join(' ')}</CanonicalRequestBytes></Error>`
  redactor.addFromText(text)
  expect(redactor.redact(text)).toMatch(
    /^<Error><CanonicalRequestBytes>\[CanonicalRequestBytes [\da-f]{6}\]</,
  )
})

test('an assertion among the logins is hidden decoded, too', () => {
  const redactor = createRedactor()
  redactor.addFromBody({ Logins: { 'arn:aws:iam::1:saml-provider/x': ASSERTION } })
  expect(redactor.redact(Buffer.from(ASSERTION, 'base64').toString())).not.toContain(
    'c2lnbmF0dXJlLXNpZ25hdHVyZQ',
  )
})

test('the names of providers, roles and identities stay', () => {
  const redactor = createRedactor()
  const body = {
    IdentityId: 'eu-west-1:00000000-1111-2222-3333-444444444444',
    Logins: ['graph.facebook.com', 'cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI'],
    CustomRoleArn: 'arn:aws:iam::123456789012:role/a-role-0123456789',
    AccessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  }
  redactor.addFromBody(body)
  expect(redactor.redact(JSON.stringify(body))).toBe(JSON.stringify(body))
})
