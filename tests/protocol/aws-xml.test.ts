/** Answers in XML: what is read of them, and that nothing that comes can break the reader. */
import { describe, expect, test } from 'vitest'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { bodyXml, xmlNamespace } from '../../fixtures/protocol/aws-xml.ts'
import { Absent, Malformed, readString } from '../../fixtures/protocol/reading.ts'
import { readCredentials, readStsCredentials } from '../../fixtures/protocol/session-credentials.ts'
import { readWireError } from '../../fixtures/protocol/wire-error.ts'

const answerOf = (body: Answer['body'], status = 200): Answer => ({
  exchange: 0,
  status,
  headers: {},
  body,
  request: { method: 'POST', url: 'https://sts.example/' },
})
const xml = (text: string, status?: number) => answerOf({ kind: 'text', text, mediaType: 'text/xml' }, status)

const ASSUMED = `<?xml version="1.0"?>
<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleWithWebIdentityResult><Credentials>
    <AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>s&amp;&#x2B;</SecretAccessKey>
    <SessionToken> t </SessionToken><Expiration>2026-11-21T20:00:00.500Z</Expiration>
  </Credentials></AssumeRoleWithWebIdentityResult>
</AssumeRoleWithWebIdentityResponse>`

describe('a document', () => {
  test('is read by local names, repeated elements as lists', () => {
    expect(bodyXml(xml('<a:r xmlns:a="urn:a" v="1"><a:m> 1 </a:m><m>x</m><e/></a:r>'))).toEqual({
      r: { m: ['1', 'x'], e: '' },
    })
    expect(xmlNamespace(xml('<a:r xmlns:a="urn:a" xmlns="urn:b"/>'))).toBe('urn:a')
    expect(xmlNamespace(xml(ASSUMED))).toBe('https://sts.amazonaws.com/doc/2011-06-15/')
    expect(xmlNamespace(xml('<r/>'))).toBeInstanceOf(Absent)
  })

  test.each([
    ['an open element', '<a><b></a>'],
    ['two roots', '<a/><b/>'],
    ['text alone', 'hello'],
    ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ['depth without end', '<a>'.repeat(5000) + '</a>'.repeat(5000)],
    ['the names of prototypes', '<constructor><__proto__>x</__proto__></constructor>'],
    ['a page', '<!doctype html><p>Hello'],
  ])('that is none is malformed: %s', (_, text) => {
    expect(bodyXml(xml(text))).toBeInstanceOf(Malformed)
    expect(xmlNamespace(xml(text))).toBeInstanceOf(Malformed)
    expect(readWireError(xml(text)).type).not.toBeTypeOf('string')
  })

  test('declares no entities: what it names stays as it stands', () => {
    expect(bodyXml(xml('<a>&lt;&other;&#65;&#9999999;</a>'))).toEqual({ a: '<&other;A&#9999999;' })
  })

  test.each<Answer['body']>([
    { kind: 'empty' },
    { kind: 'json', value: {} },
    { kind: 'malformed', text: '', why: 'not UTF-8' },
    { kind: 'too-large', limitBytes: 1 },
  ])('is not $kind', (body) => expect(bodyXml(answerOf(body))).toBeInstanceOf(Malformed))
})

test('errors of STS and of S3 have their type and their message', () => {
  const ofSts = xml(
    '<ErrorResponse xmlns="x"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>Not</Message></Error></ErrorResponse>',
    403,
  )
  expect(readWireError(ofSts)).toMatchObject({ type: 'AccessDenied', message: 'Not' })
  const ofS3 = xml('<?xml version="1.0"?>\n<Error><Code>NoSuchKey</Code><Message>None</Message></Error>', 404)
  expect(readWireError(ofS3)).toMatchObject({ type: 'NoSuchKey', message: 'None' })
  expect(readWireError(xml('<Error><Code/><Code/></Error>')).type).toBeInstanceOf(Malformed)
})

describe('credentials', () => {
  const inJson = (credentials: unknown) =>
    readCredentials(answerOf({ kind: 'json', value: { Credentials: credentials } }))
  const whole = { AccessKeyId: 'ASIA1', SecretKey: 's', SessionToken: 't', Expiration: 1_800_000_000.5 }

  test('are read of both answers', () => {
    const read = {
      accessKeyId: 'ASIA1',
      secretAccessKey: 's',
      sessionToken: 't',
      expiration: 1_800_000_000.5,
    }
    expect(inJson(whole)).toEqual(read)
    expect(readStsCredentials(xml(ASSUMED))).toEqual({
      ...read,
      secretAccessKey: 's&+',
      expiration: Date.UTC(2026, 10, 21, 20) / 1000 + 0.5,
    })
  })

  test('name what is missing or of another type', () => {
    for (const name of Object.keys(whole)) {
      expect(inJson({ ...whole, [name]: undefined })).toMatchObject({ path: `Credentials.${name}` })
      expect(inJson({ ...whole, [name]: [] })).toBeInstanceOf(Malformed)
    }
    for (const text of ['', 'two words', 'a\nline', 'é'])
      expect(inJson({ ...whole, SessionToken: text })).toBeInstanceOf(Malformed)
    expect(inJson(undefined)).toBeInstanceOf(Absent)
    const late = xml(ASSUMED.replace(/2026-[^<]*/, 'tomorrow'))
    expect(readStsCredentials(late)).toBeInstanceOf(Malformed)
    expect(readStsCredentials(xml('<a/>'))).toBeInstanceOf(Absent)
    expect(readString(readStsCredentials(xml('hello')))).toBeInstanceOf(Malformed)
  })
})
