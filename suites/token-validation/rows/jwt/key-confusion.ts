/**
 * Tokens with a MAC in place of a signature, under what everybody can read or guess: a validator that lets the header
 * choose the algorithm takes the public key for a secret.
 *
 * @see RFC 8725, sections 2.1, 3.1 and 3.5; RFC 7518, section 3.2
 */
import fc from 'fast-check'
import type { JwtDraft, JwtRow, JwtScene } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { at } from '../../../../fixtures/fuzzing/jwt/row.ts'
import { type Forgery, forgery } from './forgery.ts'
import {
  certificateOf,
  certificatePem,
  JWK_TEXT_NAMES,
  JWK_TEXTS,
  type KeyForm,
  NUMBER_NAMES,
  NUMBERS,
  pkcs1,
  pkcs1Pem,
  SPELLING_NAMES,
  spki,
  spkiPem,
} from './key-forms.ts'
import { BITS, type Bits, mac, publishedKeys, publishedKeysFor, withHeader } from './making.ts'

type Keyed = {
  readonly form: string
  readonly bits: Bits
  /** Which of the published keys, from that of the base on. */
  readonly key: number
}

/** Mostly the one that libraries take where nothing is said. */
const bits = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Bits>(256) },
  { weight: 1, arbitrary: fc.constantFrom<Bits>(...BITS) },
)

const sealed = (draft: JwtDraft, secret: Buffer | string, size: Bits, kid?: unknown): JwtDraft => ({
  ...withHeader(draft, { alg: `HS${size}`, ...(kid === undefined ? {} : { kid }) }),
  seal: mac(secret, size),
})

/** Each form once with SHA-256, and the first with the other hashes and with another key, not all before the second form. */
const sweepOf = (forms: readonly string[]): [Keyed, ...Keyed[]] => {
  const [plainest, ...others] = forms.map((form) => ({ form, bits: 256, key: 0 })) as [Keyed, ...Keyed[]]
  return [
    plainest,
    { ...plainest, bits: 384 },
    ...others.slice(0, 1),
    { ...plainest, key: 1 },
    { ...plainest, bits: 512 },
    ...others.slice(1),
  ]
}

/** A MAC under a form of a published key, with that key's id. */
function confusion<F extends string>(
  row: Pick<Forgery<Keyed>, 'id' | 'says' | 'unless'> & {
    readonly forms: readonly F[]
    readonly form: (name: F) => KeyForm
    /** The keys that have such forms. */
    readonly keys?: (scene: JwtScene) => ReturnType<typeof publishedKeysFor>
  },
): JwtRow {
  const { forms, form, keys = publishedKeysFor, ...rest } = row
  return forgery<Keyed>({
    ...rest,
    class: 'key-confusion',
    sweep: sweepOf(forms),
    parameter: fc.record({ form: fc.constantFrom<string>(...forms), bits, key: fc.nat(3) }),
    apply: (draft, one, scene) => {
      const found = keys(scene)
      const published = found[one.key % Math.max(1, found.length)]
      const secret = published === undefined ? undefined : form(one.form as F)(published)
      return secret === undefined ? undefined : sealed(draft, secret, one.bits, published?.jwk['kid'])
    },
  })
}

const readable = (scene: JwtScene) => publishedKeysFor(scene).filter(({ key }) => key !== undefined)
const ofRsa = (scene: JwtScene) => readable(scene).filter(({ jwk }) => jwk['kty'] === 'RSA')
const certified = (scene: JwtScene) =>
  publishedKeysFor(scene).filter((one) => certificateOf(one) !== undefined)

const DER = { spki, pkcs1 } as const satisfies Readonly<Record<string, KeyForm>>
const CERTIFICATE = {
  pem: certificatePem('plain'),
  der: certificateOf,
  'pem-no-final-newline': certificatePem('no-final-newline'),
  base64: certificatePem('no-armour'),
} as const satisfies Readonly<Record<string, KeyForm>>

const noKey = (scene: JwtScene) =>
  readable(scene).length === 0 ? 'no key is published that can be read' : undefined
const noRsaKey = (scene: JwtScene) => (ofRsa(scene).length === 0 ? 'no RSA key is published' : undefined)

const claim = (draft: JwtDraft, name: string) => draft.payload.get(name)
const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** Found in tutorials, in what languages print for nothing at all, and in the token. One NUL makes the MAC of no byte. */
const GUESSES: Readonly<Record<string, (draft: JwtDraft, scene: JwtScene) => string | undefined>> = {
  empty: () => '',
  undefined: () => 'undefined',
  null: () => 'null',
  object: () => '[object Object]',
  secret: () => 'secret',
  false: () => 'false',
  'key-id': (draft) => asText(draft.header.get('kid')),
  issuer: (_draft, { issuer }) => issuer,
  client: (_draft, { client }) => client,
  pool: (_draft, { issuer }) => issuer.split('/').at(-1),
  bearer: (draft) =>
    asText(claim(draft, 'cognito:username') ?? claim(draft, 'username') ?? claim(draft, 'sub')),
  true: () => 'true',
  zero: () => '0',
  password: () => 'password',
  key: () => 'key',
}

export const keyConfusionRows: readonly JwtRow[] = [
  confusion({
    id: 'mac-keyed-with-public-pem',
    says: 'The secret of the MAC is the public key, in PEM as every tool writes it or nearly so',
    unless: noKey,
    keys: readable,
    forms: SPELLING_NAMES,
    form: spkiPem,
  }),
  confusion({
    id: 'mac-keyed-with-rsa-pem',
    says: 'The secret of the MAC is the RSA public key in PEM of PKCS #1',
    unless: noRsaKey,
    keys: ofRsa,
    forms: SPELLING_NAMES,
    form: pkcs1Pem,
  }),
  confusion({
    id: 'mac-keyed-with-der',
    says: 'The secret of the MAC is the public key in DER',
    unless: noRsaKey,
    keys: ofRsa,
    forms: ['spki', 'pkcs1'],
    form: (name) => DER[name],
  }),
  confusion({
    id: 'mac-keyed-with-certificate',
    says: 'The secret of the MAC is the certificate of the published key',
    unless: (scene) => (certified(scene).length === 0 ? 'no certificate is published' : undefined),
    keys: certified,
    forms: Object.keys(CERTIFICATE) as (keyof typeof CERTIFICATE)[],
    form: (name) => CERTIFICATE[name],
  }),
  confusion({
    id: 'mac-keyed-with-jwk',
    says: 'The secret of the MAC is the text of the published JWK, or what is made of it',
    forms: JWK_TEXT_NAMES,
    form: (name) => JWK_TEXTS[name],
    unless: (scene) => (publishedKeys(scene).length === 0 ? 'no key is published' : undefined),
  }),
  confusion({
    id: 'mac-keyed-with-key-numbers',
    says: 'The secret of the MAC is a number that the public key is made of',
    unless: noKey,
    keys: readable,
    forms: NUMBER_NAMES,
    form: (name) => NUMBERS[name],
  }),
  forgery({
    id: 'mac-keyed-with-key-set',
    says: 'The secret of the MAC is the whole key set as it is served',
    class: 'key-confusion',
    sweep: [{ bits: 256 }, { bits: 384 }, { bits: 512 }],
    parameter: fc.record({ bits }),
    apply: (draft, one, { keySet }) => sealed(draft, keySet, one.bits as Bits),
  }),
  forgery({
    id: 'mac-keyed-with-guess',
    says: 'The secret of the MAC is nothing, or what anybody would guess',
    class: 'key-confusion',
    sweep: [
      { guess: 'empty', bits: 256 },
      { guess: 'undefined', bits: 256 },
      { guess: 'empty', bits: 384 },
      { guess: 'empty', bits: 512 },
      ...['null', 'object', 'secret', 'key-id', 'issuer', 'client', 'pool', 'bearer'].map((guess) => ({
        guess,
        bits: 256,
      })),
    ],
    parameter: fc.record({ guess: fc.constantFrom(...Object.keys(GUESSES)), bits }),
    apply: (draft, one, scene) => {
      const secret = GUESSES[one.guess]?.(draft, scene)
      // Where it is the secret of a client, a provider may sign with it.
      return secret === undefined || secret === scene.clientSecret
        ? undefined
        : sealed(draft, secret, one.bits as Bits)
    },
  }),
  forgery({
    id: 'mac-keyed-with-client-secret',
    says: 'The secret of the MAC is that of the confidential client, which is no key of the issuer',
    class: 'key-confusion',
    // A provider may sign for its client so: there it is no forgery.
    verdict: at({ 'oidc-id-token': 'none' }, 'refuse'),
    unless: ({ clientSecret }) => (clientSecret === undefined ? 'the client has no secret' : undefined),
    sweep: [
      { reading: 'text', bits: 256 },
      { reading: 'base64', bits: 256 },
      { reading: 'text', bits: 512 },
    ],
    parameter: fc.record({ reading: fc.constantFrom('text', 'base64'), bits }),
    apply: (draft, one, { clientSecret = '' }) =>
      sealed(
        draft,
        one.reading === 'text' ? clientSecret : Buffer.from(clientSecret, 'base64'),
        one.bits as Bits,
      ),
  }),
]
