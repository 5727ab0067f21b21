import { createHash, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRedactor, isWorthHiding } from '../../fixtures/protocol/redaction.ts'

const PLACEHOLDER = /\[[\w.-]+(?: [\da-f]{6})?\]/

/** Deterministic noise of base64url characters. */
function noise(label: string, length: number): string {
  let text = ''
  for (let n = 0; text.length < length; n++)
    text += createHash('sha512').update(`${label}/${n}`).digest('base64url')
  return text.slice(0, length)
}
function jwt(label: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ kid: 'k1', alg: 'RS256' })}.${part({ sub: label, iss: 'https://x' })}.${noise(label, 342)}`
}

const secrets = fc
  .string({
    unit: fc.oneof(fc.constantFrom(...'abcXYZ019+/=-_.~"\\&<>%\'äß€\n '), fc.string()),
    minLength: 8,
  })
  .filter((text) => text.isWellFormed() && isWorthHiding(text))
const texts = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => text.isWellFormed())

/** Each puts a secret into a text, encoded; and gives the part of the encoding that shows nothing else. */
const encoders: Record<
  string,
  (secret: string, before: string, after: string) => [text: string, core: string]
> = {
  raw: (secret, before, after) => [before + secret + after, secret],
  percent: (secret, before, after) => {
    const core = encodeURIComponent(secret)
    return [encodeURIComponent(before) + core + encodeURIComponent(after), core]
  },
  'percent, lower case': (secret, before, after) => {
    const core = encodeURIComponent(secret).replace(/%../g, (hex) => hex.toLowerCase())
    return [before + core + after, core]
  },
  form: (secret, before, after) => {
    const core = new URLSearchParams({ x: secret }).toString().slice(2)
    return [`${encodeURIComponent(before)}&x=${core}&y=${encodeURIComponent(after)}`, core]
  },
  hex: (secret, before, after) => {
    const core = Buffer.from(secret).toString('hex')
    return [before + core + after, core]
  },
  'hex, upper case': (secret, before, after) => {
    const core = Buffer.from(secret).toString('hex').toUpperCase()
    return [before + core + after, core]
  },
  JSON: (secret, before, after) => [
    JSON.stringify({ [before]: secret, after }),
    JSON.stringify(secret).slice(1, -1),
  ],
  'JSON in JSON': (secret, before) => {
    const inner = JSON.stringify({ x: secret, before })
    return [JSON.stringify({ inner }), JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1)]
  },
  base64: (secret, before, after) => base64(secret, before, after, 'base64'),
  base64url: (secret, before, after) => base64(secret, before, after, 'base64url'),
}

function base64(
  secret: string,
  before: string,
  after: string,
  encoding: 'base64' | 'base64url',
): [string, string] {
  const start = Buffer.byteLength(before)
  const text = Buffer.from(before + secret + after).toString(encoding)
  const end = start + Buffer.byteLength(secret)
  return [text, text.slice(Math.ceil((start * 8) / 6), Math.floor((end * 8) / 6))]
}

describe('a registered secret', () => {
  test.for(Object.entries(encoders))('is gone and found in %s', ([, encode]) => {
    fc.assert(
      fc.property(secrets, texts, texts, (secret, before, after) => {
        const redactor = createRedactor({ salt: 's' })
        redactor.add(secret, 'AccessToken')
        const [text, core] = encode(secret, before, after)
        const clean = redactor.redact(text)
        expect(clean).not.toContain(core)
        expect(clean).toMatch(PLACEHOLDER)
        expect(redactor.scan(text)[0]?.name).toBe('AccessToken')
        expect(redactor.scan(clean)).toEqual([])
      }),
      { seed: 11, numRuns: 300 },
    )
  })

  test('leaves the text around it alone, and innocent text altogether', () => {
    fc.assert(
      fc.property(secrets, texts, texts, (secret, before, after) => {
        const redactor = createRedactor({ salt: 's' })
        redactor.add(secret, 'Session')
        if (!`${before}${after}`.includes(secret))
          expect(redactor.redact(before + after)).toBe(before + after)
        const [kept] = redactor.redact(`${before}\u0000${secret}\u0000${after}`).split('\u0000')
        expect(kept).toBe(before)
      }),
      { seed: 12 },
    )
  })

  test('has one placeholder wherever it stands, another has another', () => {
    const redactor = createRedactor({ salt: 's' })
    redactor.add('first-secret-value-1', 'Session')
    redactor.add('other-secret-value-2', 'Session')
    const clean = redactor.redact('first-secret-value-1 other-secret-value-2 first-secret-value-1')
    const [first, second, third] = clean.split(/(?<=\]) /)
    expect(first).toMatch(/^\[Session [\da-f]{6}\]$/)
    expect(third).toBe(first)
    expect(second).not.toBe(first)
    const sharing = createRedactor({ salt: 's' })
    sharing.load(redactor.entries())
    expect(sharing.redact('other-secret-value-2')).toBe(second)
    expect(redactor.entries(1)).toEqual([{ value: 'other-secret-value-2', name: 'Session' }])
    expect(createRedactor({ salt: 't' }).redact('first-secret-value-1')).toBe('first-secret-value-1')
  })

  test('is covered in a Basic header', () => {
    const redactor = createRedactor()
    redactor.add('s3cr3t-Of-The-Client', 'ClientSecret')
    for (const id of ['c', 'cl', 'cli', 'clie']) {
      const header = `Basic ${Buffer.from(`${id}:s3cr3t-Of-The-Client`).toString('base64')}`
      expect(redactor.redact(header)).toMatch(/\[ClientSecret /)
    }
  })
})

describe('a JWT', () => {
  test('is hidden whole, in parts, and in any 16 characters of its signature', () => {
    const redactor = createRedactor({ salt: 's' })
    const token = jwt('ada')
    redactor.add(token, 'IdToken')
    expect(redactor.redact(`Bearer ${token}.`)).toMatch(/^Bearer \[IdToken [\da-f]{6}\]\.$/)
    const [, payload = '', signature = ''] = token.split('.')
    expect(redactor.redact(`x.${payload}.y`)).toMatch(/^x\.\[IdToken\.payload [\da-f]{6}\]\.y$/)
    for (let at = 0; at + 16 <= signature.length; at++) {
      const text = `# ${signature.slice(at, at + 16)} #`
      expect(redactor.scan(text)).toEqual([{ name: 'IdToken.signature', at: 2 }])
      expect(redactor.redact(text)).toMatch(/^# \[IdToken\.signature [\da-f]{6}\] #$/)
    }
    expect(redactor.scan(signature.slice(5, 20))).toEqual([])
    const cut = `${token.slice(0, -40)}…`
    expect(redactor.redact(cut)).not.toContain(signature.slice(0, 16))
  })
})

describe('learning', () => {
  const session = noise('session', 60)

  test('finds secrets by member name, wherever they nest', () => {
    const redactor = createRedactor({ salt: 's' })
    redactor.addFromBody({
      AuthenticationResult: { AccessToken: noise('a', 40), TokenType: 'Bearer-like-words-1' },
      list: [{ Session: session }, [{ client_secret: noise('c', 40) }]],
      Logins: { 'cognito-idp.eu-west-1.amazonaws.com/x': noise('l', 40) },
      Username: 'ada-lovelace-1815',
    })
    redactor.addFromForm(`code=${noise('code', 36)}&state=${noise('state', 36)}`)
    expect(redactor.entries().map(({ name }) => name)).toEqual(
      expect.arrayContaining(['AccessToken', 'Session', 'client_secret', 'Token', 'code']),
    )
    expect(redactor.entries()).toHaveLength(5)
  })

  test('takes anything without a crash', () => {
    const redactor = createRedactor()
    let deep: unknown = { Session: session }
    for (let n = 0; n < 50_000; n++) deep = [deep]
    redactor.addFromBody(deep)
    expect(redactor.redact(session)).toMatch(/^\[Session/)
    fc.assert(
      fc.property(fc.anything(), fc.string(), (value, text) => {
        redactor.addFromBody(value)
        redactor.addFromForm(text)
        redactor.addFromText(text)
      }),
      { seed: 13 },
    )
  })

  test('does not take what hides no secret', () => {
    const redactor = createRedactor()
    redactor.addFromBody({
      Session: 'SOFTWARE_TOKEN_MFA',
      AccessToken: 'AccessToken',
      IdToken: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaa',
      SecretCode: '123456',
      RefreshToken: '',
    })
    expect(redactor.entries()).toEqual([])
  })

  test('reads cut JSON and the fields of HTML forms', () => {
    const redactor = createRedactor()
    redactor.addFromText(`{"a":1,"Session":"${session}","AccessTok`)
    redactor.addFromText(
      `<form><input type="hidden" name="SAMLResponse" value="${noise('saml', 90)}"/></form>`,
    )
    expect(redactor.entries().map(({ name }) => name)).toEqual(['Session', 'SAMLResponse'])
  })
})

describe('short codes', () => {
  const redactor = createRedactor()

  test.for([
    ['{"SOFTWARE_TOKEN_MFA_CODE":"123456"}', '{"SOFTWARE_TOKEN_MFA_CODE":"[SOFTWARE_TOKEN_MFA_CODE]"}'],
    ['{ "UserCode" : 123456 }', '{ "UserCode" : [UserCode] }'],
    ['{"Password":"a\\"b\\\\","x":"y"}', '{"Password":"[Password]","x":"y"}'],
    ['code=123456&state=1', 'code=[code]&state=1'],
    ['http://x/cb?Code=12#password=p', 'http://x/cb?Code=[Code]#password=[password]'],
    ['{"PASSWORD":""}', '{"PASSWORD":""}'],
    ['{"PasswordPolicy":{"MinimumLength":8},"code":"BadRequest"}', ''],
    ['123456 is innocent, exit code=5, encode=1', ''],
  ] as const)('are hidden where they stand: %s', ([text, clean]) => {
    expect(redactor.redact(text)).toBe(clean || text)
    expect(redactor.scan(text).length > 0).toBe(clean !== '' && clean !== text)
    expect(redactor.scan(redactor.redact(text))).toEqual([])
  })

  test('in JSON in JSON, at every depth', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 0, max: 4 }), (code, depth) => {
        const wrap = (UserCode: string) => {
          let text = JSON.stringify({ UserCode, next: 'kept' })
          for (let n = 0; n < depth; n++) text = JSON.stringify({ text })
          return text
        }
        const looksRedacted = /^\[[\w.-]+/.test(code)
        if (code !== '' && !looksRedacted) expect(redactor.redact(wrap(code))).toBe(wrap('[UserCode]'))
      }),
      { seed: 14 },
    )
  })

  test('hostile text costs no more than its length', () => {
    for (const text of ['\\'.repeat(500_000), '?code='.repeat(150_000), '\\"Password\\":\\"'.repeat(60_000)])
      expect(typeof redactor.redact(text)).toBe('string')
  })
})

test('5 MB against thousands of needles', () => {
  const redactor = createRedactor()
  for (let n = 0; n < 300; n++) redactor.add(jwt(`user ${n}`), 'AccessToken')
  for (let n = 0; n < 300; n++) redactor.add(noise(`session ${n}`, 900), 'Session')
  const innocent = JSON.stringify({ a: 'eyJraWQiOiJrMSIsImFsZyI6IlJTNTEyIn0', b: 'lorem ipsum dolor' })
  const text = innocent.repeat(70_000) + jwt('user 7')
  const found = redactor.scan(text)
  expect(found.at(-1)).toEqual({ name: 'AccessToken', at: innocent.length * 70_000 })
})

describe('a signed token that nobody registered', () => {
  const token = jwt('of a provider, in an attribute')
  const body = { UserAttributes: [{ Name: 'custom:id_token', Value: token }] }

  test('is hidden wherever it stands, and found by the search', () => {
    const redactor = createRedactor({ salt: 's' })
    const text = JSON.stringify(body)
    expect(redactor.scan(text).map(({ name }) => name)).toEqual(['token'])
    expect(redactor.redact(text)).not.toContain(token.slice(-40))
    expect(redactor.scan(redactor.redact(text))).toEqual([])
  })

  test('is learned from an answer, so that a piece of its signature is hidden too', () => {
    const redactor = createRedactor({ salt: 's' })
    redactor.addFromBody(body)
    expect(redactor.redact(`… ${token.slice(-100, -20)} …`)).not.toContain(token.slice(-100, -20))
  })

  test('is not seen in what only looks a little like one', () => {
    const redactor = createRedactor({ salt: 's' })
    for (const text of ['eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.', 'eyJ.eyJ.x', 'eyJhbGciOiJSUzI1NiJ9'])
      expect(redactor.redact(text)).toBe(text)
  })
})

test('a long message in lines is hidden as one, in a form as well', () => {
  const lines = randomBytes(6000).toString('base64').replace(/.{64}/g, '$&\r\n')
  const body = new URLSearchParams({ SAMLResponse: lines, RelayState: 'x' }).toString()
  const redactor = createRedactor()
  redactor.addFromForm(body, 'https://pool.example/saml2/idpresponse')
  expect(redactor.redact(body)).toMatch(/^SAMLResponse=\[SAMLResponse \w+\]&RelayState=x$/)
})
