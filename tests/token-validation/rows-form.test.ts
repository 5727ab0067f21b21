/**
 * The surgery on signed tokens: that it cuts what it says, that what is genuine in it is genuine, and that two correct
 * validators refuse what is to be refused.
 */
import { constants, createHash, generateKeyPairSync, publicDecrypt, sign, verify } from 'node:crypto'
import { JwtVerifier } from 'aws-jwt-verify'
import fc from 'fast-check'
import * as jose from 'jose'
import { describe, expect, it } from 'vitest'
import { attackerKeys } from '../../fixtures/fuzzing/jwt/attacker-keys.ts'
import {
  draftOf,
  type JwtRow,
  type JwtScene,
  type MadeJwt,
  makeJwt,
} from '../../fixtures/fuzzing/jwt/draft.ts'
import type { Json, Place, SurfaceKind } from '../../fixtures/fuzzing/model.ts'
import { isSendable } from '../../fixtures/protocol/carried.ts'
import { carriageRows } from '../../suites/token-validation/rows/jwt/carriage.ts'
import { contentRows } from '../../suites/token-validation/rows/jwt/contents.ts'
import { ellipticRows } from '../../suites/token-validation/rows/jwt/elliptic.ts'
import { encodingRows } from '../../suites/token-validation/rows/jwt/encodings.ts'
import { encryptedRows } from '../../suites/token-validation/rows/jwt/encrypted.ts'
import { exhaustingRows } from '../../suites/token-validation/rows/jwt/exhausting.ts'
import { paddingRows } from '../../suites/token-validation/rows/jwt/paddings.ts'
import { partRows } from '../../suites/token-validation/rows/jwt/parts.ts'
import { serializationRows } from '../../suites/token-validation/rows/jwt/serializations.ts'
import { signatureRows } from '../../suites/token-validation/rows/jwt/signatures.ts'
import { spellingRows } from '../../suites/token-validation/rows/jwt/spellings.ts'
import { inserted } from '../../suites/token-validation/rows/jwt/surgery.ts'

const ours = [
  ...signatureRows,
  ...contentRows,
  ...paddingRows,
  ...ellipticRows,
  ...partRows,
  ...serializationRows,
  ...encryptedRows,
  ...spellingRows,
  ...encodingRows,
  ...exhaustingRows,
]

const ISSUER = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Example'
const CLIENT = 'client'
const NOW = Math.floor(Date.now() / 1000)

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const attacker = attackerKeys()

function issued(claims: Readonly<Record<string, unknown>>): string {
  const parts = [
    { kid: 'a-key', alg: 'RS256' },
    { sub: 'alice', iss: ISSUER, aud: CLIENT, token_use: 'id', iat: NOW - 60, exp: NOW + 3600, ...claims },
  ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  return [...parts, sign('sha256', Buffer.from(parts.join('.')), pair.privateKey).toString('base64url')].join(
    '.',
  )
}

const jwks = {
  keys: [{ ...pair.publicKey.export({ format: 'jwk' }), kid: 'a-key', alg: 'RS256', use: 'sig' }],
}

const scene: JwtScene = {
  token: issued({ name: '>>>???~~~' }),
  issuer: ISSUER,
  client: CLIENT,
  clientSecret: 'a secret of more than thirty-two bytes, known to both',
  held: { kid: 'a-key', algorithm: 'RS256', privateKey: pair.privateKey },
  keySet: JSON.stringify(jwks),
  others: { 'other-user': issued({ sub: 'bob', name: 'bob' }), earlier: issued({ iat: NOW - 90 }) },
  attacker,
  now: NOW,
}

const place = (kind: SurfaceKind, more: Partial<Place> = {}): Place => ({
  kind,
  holdsKey: true,
  publishes: true,
  inHeader: false,
  use: 'id',
  ...more,
})

function made(row: JwtRow, parameter: Json): MadeJwt | undefined {
  const draft = row.apply(draftOf(scene), parameter, scene)
  return draft === undefined ? undefined : makeJwt(draft, scene)
}

const row = (id: string): JwtRow => {
  const found = [...ours, ...carriageRows].find((one) => one.id === id)
  if (found === undefined) throw new Error(`no row ${id}`)
  return found
}

const parts = (value: unknown) => String(value).split('.')
const bytesOf = (part: string | undefined) => Buffer.from(part ?? '', 'base64url')

async function joseTakes({ value, keySet }: MadeJwt, algorithms: readonly string[]): Promise<boolean> {
  const set = JSON.parse(keySet ?? scene.keySet) as jose.JSONWebKeySet
  try {
    await jose.jwtVerify(value as string, jose.createLocalJWKSet(set), {
      issuer: ISSUER,
      audience: CLIENT,
      algorithms: [...algorithms],
    })
    return true
  } catch {
    return false
  }
}

function awsTakes({ value, keySet }: MadeJwt): boolean {
  const verifier = JwtVerifier.create({ issuer: ISSUER, audience: CLIENT, jwksUri: `${ISSUER}/keys` })
  try {
    verifier.cacheJwks(JSON.parse(keySet ?? scene.keySet))
    verifier.verifySync(value as string)
    return true
  } catch {
    return false
  }
}

const parametersOf = (one: JwtRow): readonly Json[] => [
  ...one.sweep,
  ...fc.sample(one.parameter, { numRuns: one.exhausts ? 2 : 20, seed: 7 }),
]

describe('what must be refused', () => {
  const where = place('application')
  it.each(ours.filter((one) => one.verdict(where) === 'refuse').map((one) => [one.id, one] as const))(
    '%s is refused by two correct validators',
    async (_, one) => {
      const taken: Json[] = []
      for (const parameter of parametersOf(one)) {
        const token = made(one, parameter)
        if (token === undefined) continue
        // Whatever algorithm a relying party of many providers would take.
        const broad = await joseTakes(token, ['RS256', 'PS256', 'ES256', 'ES384', 'ES512'])
        if (broad || awsTakes(token)) taken.push(parameter)
      }
      expect(taken).toEqual([])
    },
    60_000,
  )
})

describe('every row', () => {
  it.each([...ours, ...carriageRows].map((one) => [one.id, one] as const))(
    '%s changes something with the first of its sweep that can be applied, and names its places',
    (_, one) => {
      const tried = one.sweep.map((parameter) => made(one, parameter)).filter((token) => token !== undefined)
      const reason = one.unless?.(scene)
      expect(tried.length > 0).toBe(reason === undefined)
      for (const { value, carriage } of tried) {
        expect(value !== scene.token || Object.keys(carriage).length > 0).toBe(true)
      }
    },
    60_000,
  )

  it('goes into headers that can carry it', () => {
    const where = place('user-info', { inHeader: true })
    const stuck = [...ours, ...carriageRows]
      .filter((one) => one.verdict(where) !== undefined)
      .filter((one) =>
        one.sweep.some((parameter) => {
          const { value, carriage } = made(one, parameter) ?? {}
          const values = carriage?.authorization ?? [String(value)]
          return (
            !isSendable({ headers: values.map((text) => ['authorization', text]) }) ||
            (typeof value === 'string' && (value.length > 9000 || /[^\t\x20-\x7e]/.test(value)))
          )
        }),
      )
    expect(stuck.map(({ id }) => id)).toEqual([])
  })

  it('is outside the documented pattern where its spelling alone is refused by an operation', () => {
    const where = place('access-token-operation')
    const within = spellingRows
      .filter((one) => one.class === 'spelling' && one.verdict(where) === 'refuse')
      .filter((one) =>
        parametersOf(one).some((parameter) => {
          const value = made(one, parameter)?.value
          return typeof value === 'string' && /^[A-Za-z0-9\-_=.]+$/.test(value)
        }),
      )
    expect(within.map(({ id }) => id)).toEqual([])
  })
})

describe('genuine content', () => {
  it('verifies once its spelling is normalised', async () => {
    const normal: Readonly<Record<string, (value: string) => string>> = {
      'trailing-bits-in-signature': (value) => value,
      'padding-in-signature': (value) => value.replaceAll('=', ''),
      'white-space-around': (value) => value.replaceAll(/[\s\u200b]/g, ''),
      'percent-encoded': (value) => decodeURIComponent(decodeURIComponent(value)),
      'flattened-json': (value) => {
        const { protected: header, payload, signature } = JSON.parse(value) as Record<string, string>
        return `${header}.${payload}.${signature}`
      },
      quoted: (value) => /[\w-]+\.[\w-]+\.[\w-]+/.exec(value)?.[0] ?? '',
      named: (value) => value.slice(value.indexOf('=') + 1),
      'fourth-part': (value) => /^\.?(([\w-]+\.){2}[\w-]{342})/.exec(value)?.[1] ?? '',
      'many-parts': (value) => value.split('.').slice(0, 3).join('.'),
    }
    for (const [id, back] of Object.entries(normal)) {
      for (const parameter of row(id).sweep) {
        if (parameter === 'payload-twice') continue
        const token = made(row(id), parameter)
        if (token === undefined) continue
        const value = back(String(token.value))
        expect([id, parameter, await joseTakes({ ...token, value }, ['RS256'])]).toEqual([
          id,
          parameter,
          true,
        ])
      }
    }
  })

  it('is another in its bytes wherever a row says that it was changed', () => {
    const [header, payload, signature] = parts(scene.token)
    for (const one of [...contentRows, ...signatureRows]) {
      fc.assert(
        fc.property(one.parameter, (parameter) => {
          const token = made(one, parameter)
          if (token === undefined) return
          const [h, p, s, ...more] = parts(token.value)
          const same =
            more.length === 0 &&
            bytesOf(h).equals(bytesOf(header)) &&
            bytesOf(p).equals(bytesOf(payload)) &&
            bytesOf(s).equals(bytesOf(signature))
          expect(same).toBe(false)
        }),
        { numRuns: 30, seed: 3 },
      )
    }
  }, 60_000)

  it('changes one bit of a signature, and no more, where it says so', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2047 }), (bit) => {
        const [was, is] = [scene.token, made(row('signature-bit-flipped'), bit)?.value].map((one) =>
          bytesOf(parts(one)[2]),
        )
        const changed = [...was!].reduce((sum, byte, at) => {
          const difference = (byte ^ is![at]!).toString(2).replaceAll('0', '')
          return sum + difference.length
        }, 0)
        expect([is!.length, changed]).toEqual([was!.length, 1])
      }),
    )
  })

  it('keeps every byte of a signature whose last character has only unused bits changed', () => {
    for (let change = 1; change <= 15; change++) {
      const value = made(row('trailing-bits-in-signature'), change)?.value
      expect(value).not.toBe(scene.token)
      expect(bytesOf(parts(value)[2])).toEqual(bytesOf(parts(scene.token)[2]))
    }
  })
})

describe('padded signatures', () => {
  const opened = (token: MadeJwt) =>
    publicDecrypt({ key: pair.publicKey, padding: constants.RSA_NO_PADDING }, bytesOf(parts(token.value)[2]))

  it.each(['padding-wrong', 'digest-info-wrong'])('%s holds the right hash', (id) => {
    for (const kind of row(id).sweep) {
      const token = made(row(id), kind)!
      const [header, payload] = parts(token.value)
      const hash = createHash('sha256').update(`${header}.${payload}`).digest()
      expect(opened(token).includes(hash)).toBe(true)
    }
  })

  it('are cubes of what begins as it should, where the exponent is 3', () => {
    const cube = row('cube-root')
    const { publicKey } = attacker.rsa(2048, 3)
    for (const kind of cube.sweep) {
      const token = made(cube, kind)!
      const [header, payload, signature] = parts(token.value)
      const hash = createHash('sha256').update(`${header}.${payload}`).digest()
      const padding = constants.RSA_NO_PADDING
      const message = publicDecrypt({ key: publicKey, padding }, bytesOf(signature))
      expect(message.subarray(0, 11).toString('hex')).toBe('0001ffffffffffffffff00')
      expect(message.includes(hash)).toBe(true)
      if (kind === 'garbage-in-parameters') expect(message.subarray(-32)).toEqual(hash)
    }
  })

  it('are a good PSS signature but for the length of its salt', () => {
    const token = made(row('pss-salt-length'), 20)!
    const [header, payload, signature] = parts(token.value)
    const padding = constants.RSA_PKCS1_PSS_PADDING
    const key = { key: pair.publicKey, padding, saltLength: 20 }
    expect(verify('sha256', Buffer.from(`${header}.${payload}`), key, bytesOf(signature))).toBe(true)
  })

  it('verify where only the sign of an ECDSA signature is another', async () => {
    expect(await joseTakes(made(row('ecdsa-negated'), null)!, ['ES256'])).toBe(true)
  })
})

describe('encrypted tokens', () => {
  it('can be read by who has the private key', async () => {
    for (const parameter of row('encrypted-to-published-key').sweep) {
      const { algorithm } = parameter as { algorithm: string }
      // jose has given that algorithm up.
      if (algorithm === 'RSA1_5') continue
      const { plaintext } = await jose.compactDecrypt(
        String(made(row('encrypted-to-published-key'), parameter)?.value),
        pair.privateKey,
      )
      expect(plaintext.length).toBeGreaterThan(20)
    }
  })

  it('inflate to no more than their row says', async () => {
    const token = String(made(row('inflating'), 1)?.value)
    expect(token.length).toBeLessThan(4000)
    const { plaintext } = await jose.compactDecrypt(token, pair.privateKey, {
      maxDecompressedLength: 2_000_000,
    } as jose.DecryptOptions)
    expect(plaintext.length).toBeGreaterThan(1_000_000)
  })
})

it('puts characters into a part, never before it: there a header has white space of its own', () => {
  expect([1, 3, 4, 92].map((at) => inserted('abc', at, '_'))).toEqual(['a_bc', 'abc_', 'a_bc', 'a_bc'])
})
