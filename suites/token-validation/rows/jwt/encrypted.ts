/**
 * Encrypted tokens in the place of signed ones: anybody can encrypt to a key that is published, or with a secret that is
 * none.
 * @see RFC 7516, section 9; RFC 8725, sections 3.1 and 3.3
 */
import fc from 'fast-check'
import type { JwtDraft, JwtRow, JwtScene } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { everywhere, jwtRow } from '../../../../fixtures/fuzzing/jwt/row.ts'
import {
  type Agreed,
  compactJwe,
  direct,
  ENCRYPTIONS,
  type Encryption,
  RSA_ALGORITHMS,
  toEc,
  toRsa,
  withPassword,
  wrappedWith,
} from './jwe.ts'
import { spki, spkiPem } from './key-forms.ts'
import {
  attackerSeal,
  forged,
  type Members,
  type PublishedKey,
  publishedKeysFor,
  unsealed,
} from './making.ts'
import { compactOf, settled } from './surgery.ts'

const CONTENTS = ['claims', 'unsigned-token', 'token-of-attacker'] as const
type Content = (typeof CONTENTS)[number]

/** What is encrypted: claims that name somebody else, or a token with them. */
export function forgedPlaintext(draft: JwtDraft, scene: JwtScene, content: Content): Buffer {
  const other = forged(draft, scene)
  if (content === 'claims') return other.payload.bytes
  const algorithm = String(draft.header.get('alg'))
  const sealed =
    content === 'unsigned-token'
      ? { ...other, header: other.header.set('alg', 'none'), seal: unsealed }
      : { ...other, seal: attackerSeal(scene, algorithm) }
  return Buffer.from(compactOf(settled(sealed, scene).parts))
}

/** The published key that the base names: to it anybody can encrypt. */
export const publishedKeyOf = (scene: JwtScene): PublishedKey | undefined =>
  publishedKeysFor(scene).find(({ key }) => key !== undefined)

/** Whatever the token is spelled as otherwise, this is what is sent. */
export const instead = (draft: JwtDraft, value: () => unknown): JwtDraft => ({
  ...draft,
  forms: [...draft.forms, value],
})

export const kidOf = ({ jwk }: PublishedKey): Members => (jwk['kid'] === undefined ? {} : { kid: jwk['kid'] })

type Algorithm = (typeof RSA_ALGORITHMS)[number]

function toPublished(
  { key }: PublishedKey,
  algorithm: Algorithm,
  encryption: Encryption,
): Agreed | undefined {
  if (key?.asymmetricKeyType === 'rsa') return toRsa(algorithm, key)
  return key?.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? toEc(key, encryption) : undefined
}

const numberOf = ({ jwk }: PublishedKey): string => String(jwk['n'] ?? jwk['x'])

/** Public, all of them. */
const SECRETS: Readonly<Record<string, (published: PublishedKey, scene: JwtScene) => Buffer | string>> = {
  'public-pem': (published) => spkiPem('plain')(published) ?? '',
  'public-der': (published) => spki(published) ?? '',
  'jwk-text': ({ text }) => text,
  modulus: (published) => Buffer.from(numberOf(published), 'base64url'),
  'modulus-text': numberOf,
  'key-id': ({ jwk }) => String(jwk['kid']),
  client: (_, { client }) => client,
  issuer: (_, { issuer }) => issuer,
  empty: () => '',
}

const WAYS: Readonly<Record<string, (secret: Buffer) => Agreed>> = {
  dir: direct,
  A256KW: wrappedWith,
  'PBES2-HS256+A128KW': (secret) => withPassword(secret, 1000),
}

const refused = { class: 'encrypted', layer: 'form', gravity: 0, verdict: everywhere('refuse') } as const

export const encryptedRows: readonly JwtRow[] = [
  jwtRow<{ content: Content; algorithm: Algorithm; encryption: Encryption; nested: boolean }>({
    id: 'encrypted-to-published-key',
    says: 'Claims of somebody else, or a token with them, encrypted to the public key of the issuer',
    ...refused,
    sweep: [
      { content: 'claims', algorithm: 'RSA-OAEP', encryption: 'A256GCM', nested: false },
      { content: 'unsigned-token', algorithm: 'RSA-OAEP', encryption: 'A256GCM', nested: true },
      { content: 'token-of-attacker', algorithm: 'RSA-OAEP', encryption: 'A256GCM', nested: true },
      { content: 'claims', algorithm: 'RSA-OAEP-256', encryption: 'A128CBC-HS256', nested: false },
      { content: 'claims', algorithm: 'RSA1_5', encryption: 'A128CBC-HS256', nested: true },
      { content: 'unsigned-token', algorithm: 'RSA-OAEP', encryption: 'A256GCM', nested: false },
    ],
    parameter: fc.record({
      content: fc.constantFrom(...CONTENTS),
      algorithm: fc.constantFrom(...RSA_ALGORITHMS),
      encryption: fc.constantFrom(...ENCRYPTIONS),
      nested: fc.boolean(),
    }),
    apply(draft, { content, algorithm, encryption, nested }, scene) {
      const published = publishedKeyOf(scene)
      const agreed = published && toPublished(published, algorithm, encryption)
      if (agreed === undefined) return undefined
      const plaintext = forgedPlaintext(draft, scene, content)
      const header = { ...kidOf(published!), ...(nested ? { cty: 'JWT' } : {}) }
      return instead(draft, () => compactJwe({ agreed, encryption, plaintext, header }))
    },
  }),
  jwtRow<{ way: string; secret: string; content: Content }>({
    id: 'encrypted-with-public-secret',
    says: 'Claims of somebody else, or a token with them, encrypted with a secret that everybody knows',
    ...refused,
    sweep: [
      ...Object.keys(SECRETS).map((secret) => ({ way: 'dir', secret, content: CONTENTS[0] })),
      { way: 'A256KW', secret: 'public-pem', content: 'claims' },
      { way: 'PBES2-HS256+A128KW', secret: 'public-pem', content: 'claims' },
      { way: 'PBES2-HS256+A128KW', secret: 'jwk-text', content: 'unsigned-token' },
    ],
    parameter: fc.record({
      way: fc.constantFrom(...Object.keys(WAYS)),
      secret: fc.constantFrom(...Object.keys(SECRETS)),
      content: fc.constantFrom(...CONTENTS),
    }),
    apply(draft, { way, secret, content }, scene) {
      const published = publishedKeyOf(scene)
      if (published === undefined) return undefined
      const agreed = WAYS[way]!(Buffer.from(SECRETS[secret]!(published, scene) as string))
      const plaintext = forgedPlaintext(draft, scene, content)
      const header = { ...kidOf(published), ...(content === 'claims' ? {} : { cty: 'JWT' }) }
      return instead(draft, () => compactJwe({ agreed, plaintext, header }))
    },
  }),
]
