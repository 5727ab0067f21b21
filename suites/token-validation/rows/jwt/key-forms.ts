/** Every form in which a public key has bytes, and so can be taken for the secret of a MAC. */
import { createHash, X509Certificate } from 'node:crypto'
import { canonicalJwk, type PublishedKey } from './making.ts'

/** Nothing where a key of that type has no such form. */
export type KeyForm = (published: PublishedKey) => Buffer | string | undefined

const lines = (base64: string, columns: number, end = '\n'): string =>
  (base64.match(new RegExp(`.{1,${columns}}`, 'g')) ?? []).join(end)

type Spell = (label: string, base64: string) => string

const pem: Spell = (label, base64) =>
  `-----BEGIN ${label}-----\n${lines(base64, 64)}\n-----END ${label}-----\n`

/** Armour as tools and copying hands leave it. `plain` is what every tool writes. */
export const SPELLINGS = {
  plain: pem,
  'leading-newline': (label, base64) => `\n${pem(label, base64)}`,
  'no-final-newline': (label, base64) => pem(label, base64).trimEnd(),
  'leading-spaces': (label, base64) => `  ${pem(label, base64)}`,
  crlf: (label, base64) => pem(label, base64).replaceAll('\n', '\r\n'),
  cr: (label, base64) => pem(label, base64).replaceAll('\n', '\r'),
  'two-final-newlines': (label, base64) => `${pem(label, base64)}\n`,
  'one-line': (label, base64) => `-----BEGIN ${label}-----\n${base64}\n-----END ${label}-----\n`,
  'no-newline': (label, base64) => `-----BEGIN ${label}-----${base64}-----END ${label}-----`,
  '76-columns': (label, base64) => `-----BEGIN ${label}-----\n${lines(base64, 76)}\n-----END ${label}-----\n`,
  'no-armour': (_label, base64) => base64,
  'trailing-nul': (label, base64) => `${pem(label, base64)}\0`,
} as const satisfies Readonly<Record<string, Spell>>
export type Spelling = keyof typeof SPELLINGS
export const SPELLING_NAMES = Object.keys(SPELLINGS) as readonly Spelling[]

export const spki: KeyForm = ({ key }) => key?.export({ type: 'spki', format: 'der' })
export const pkcs1: KeyForm = ({ key }) =>
  key?.asymmetricKeyType === 'rsa' ? key.export({ type: 'pkcs1', format: 'der' }) : undefined

const armoured =
  (label: string, der: KeyForm) =>
  (spelling: Spelling): KeyForm =>
  (published) => {
    const bytes = der(published)
    return bytes === undefined
      ? undefined
      : SPELLINGS[spelling](label, Buffer.from(bytes as Buffer).toString('base64'))
  }

export const spkiPem = armoured('PUBLIC KEY', spki)
export const pkcs1Pem = armoured('RSA PUBLIC KEY', pkcs1)

/** The first certificate of the JWK, where it has one that can be read. */
export function certificateOf({ jwk }: PublishedKey): Buffer | undefined {
  const [first] = Array.isArray(jwk['x5c']) ? (jwk['x5c'] as readonly unknown[]) : []
  if (typeof first !== 'string') return undefined
  try {
    return new X509Certificate(Buffer.from(first, 'base64')).raw
  } catch {
    return undefined
  }
}

export const certificatePem = (spelling: Spelling): KeyForm =>
  armoured('CERTIFICATE', certificateOf)(spelling)

const reordered =
  (turn: (names: string[]) => string[]): KeyForm =>
  ({ jwk }) =>
    JSON.stringify(Object.fromEntries(turn(Object.keys(jwk)).map((name) => [name, jwk[name]])))

/** The JWK as text. */
export const JWK_TEXTS = {
  'as-served': ({ text }) => text,
  canonical: ({ jwk }) => canonicalJwk(jwk),
  thumbprint: ({ jwk }) => createHash('sha256').update(canonicalJwk(jwk)).digest(),
  'thumbprint-text': ({ jwk }) => createHash('sha256').update(canonicalJwk(jwk)).digest('base64url'),
  compact: ({ jwk }) => JSON.stringify(jwk),
  pretty: ({ jwk }) => JSON.stringify(jwk, null, 2),
  'pretty-4': ({ jwk }) => JSON.stringify(jwk, null, 4),
  spaced: ({ jwk }) => JSON.stringify(jwk).replaceAll('":', '": ').replaceAll('",', '", '),
  sorted: reordered((names) => names.sort()),
  reversed: reordered((names) => names.sort().reverse()),
} as const satisfies Readonly<Record<string, KeyForm>>
export type JwkText = keyof typeof JWK_TEXTS
export const JWK_TEXT_NAMES = Object.keys(JWK_TEXTS) as readonly JwkText[]

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const bytes = (value: unknown): Buffer | undefined => {
  const encoded = text(value)
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64url')
}
const first = ({ jwk }: PublishedKey): unknown => jwk['n'] ?? jwk['x']
const second = ({ jwk }: PublishedKey): unknown => jwk['e'] ?? jwk['y']

const zeroBefore = (value: Buffer | undefined): Buffer | undefined =>
  value === undefined ? undefined : Buffer.concat([Buffer.from([0]), value])

const decimal = (value: Buffer | undefined): string | undefined =>
  value === undefined ? undefined : BigInt(`0x${value.toString('hex')}`).toString()

/** The numbers that the key is made of: modulus and exponent, on a curve the two coordinates. */
export const NUMBERS = {
  modulus: (key) => bytes(first(key)),
  'modulus-text': (key) => text(first(key)),
  'modulus-after-zero': (key) => zeroBefore(bytes(first(key))),
  'modulus-base64': (key) => bytes(first(key))?.toString('base64'),
  'modulus-hex': (key) => bytes(first(key))?.toString('hex'),
  'modulus-capital-hex': (key) => bytes(first(key))?.toString('hex').toUpperCase(),
  'modulus-decimal': (key) => decimal(bytes(first(key))),
  exponent: (key) => bytes(second(key)),
  'exponent-text': (key) => text(second(key)),
} as const satisfies Readonly<Record<string, KeyForm>>
export type NumberForm = keyof typeof NUMBERS
export const NUMBER_NAMES = Object.keys(NUMBERS) as readonly NumberForm[]
