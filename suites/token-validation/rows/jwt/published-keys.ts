/** Published keys that are weak, for something else, without an id, or not what they say. */
import { createHmac } from 'node:crypto'
import type { JwtRow } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { PROVIDER, signed } from './claims.ts'
import { attackerCertificate, jwkOf, sealedBy, withHeader } from './making.ts'
import { forgedUnder, forgery, keyRow, published, second, signedBySecond, withKeys } from './publishing.ts'

const macKey = keyRow(
  {
    id: 'mac-key-in-the-key-set',
    says: 'Has a MAC under a key that stands in the key set for everybody to read',
    class: 'key-set',
    verdict: published('either', 'refuse'),
    gravity: 1,
  },
  ['beside', 'alone'],
  (draft, how, own) => {
    const secret = Buffer.alloc(32, 7)
    const jwk = { kty: 'oct', k: secret.toString('base64url'), kid: 'mac-key', alg: 'HS256', use: 'sig' }
    return {
      ...withHeader(withKeys(draft, how === 'beside' ? [own, jwk] : [jwk]), { alg: 'HS256', kid: 'mac-key' }),
      seal: (input) => createHmac('sha256', secret).update(input).digest(),
    }
  },
)

const notForSignatures = keyRow(
  {
    id: 'key-for-encryption',
    says: 'Is signed with a key that is published for encryption',
    class: 'key-use',
    verdict: published('either', 'refuse'),
  },
  ['use', 'use-and-operations'],
  (draft, how, own) =>
    signed(withKeys(draft, [{ ...own, use: 'enc', ...(how === 'use' ? {} : { key_ops: ['encrypt'] }) }])),
)

const otherOperations = keyRow(
  {
    id: 'key-with-other-operations',
    says: 'Is signed with a key that is published for other operations than to verify',
    class: 'key-use',
    verdict: published('either', 'either'),
    divides: 'key-operations',
    gravity: 3,
  },
  ['encrypt', 'none', 'sign'],
  (draft, how, { use: _use, ...own }) =>
    signed(withKeys(draft, [{ ...own, key_ops: how === 'none' ? [] : [how] }])),
)

const weakKey = keyRow(
  {
    id: 'weak-key',
    says: 'Is signed with an RSA key of 1024 bits',
    class: 'key-use',
    verdict: published('either', 'either'),
    divides: 'key-size',
  },
  ['beside', 'alone'],
  (draft, how, own, { attacker }) => {
    const { privateKey, publicKey } = attacker.rsa(1024)
    const jwk = jwkOf(publicKey, { kid: 'weak-key', alg: 'RS256', use: 'sig' })
    return {
      ...withHeader(withKeys(draft, how === 'beside' ? [own, jwk] : [jwk]), {
        alg: 'RS256',
        kid: 'weak-key',
      }),
      seal: sealedBy(privateKey, 'RS256'),
    }
  },
)

const withoutId = keyRow(
  {
    id: 'key-without-id',
    says: 'Is signed with a key that is published without an id',
    class: 'key-set',
    verdict: published('refuse', 'either'),
    divides: 'key-id-absent',
  },
  ['token-names-none', 'token-names-it'],
  (draft, how, { kid, ...own }) =>
    signed(withHeader(withKeys(draft, [own]), { kid: how === 'token-names-it' ? kid : undefined })),
)

const privateMembers = keyRow(
  {
    id: 'private-key-in-the-key-set',
    says: 'Is signed with a key whose private members are published too',
    class: 'key-set',
    verdict: published('either', 'either'),
    divides: 'private-members',
    gravity: 3,
  },
  ['beside'],
  (draft, _how, own, scene) => {
    const kid = 'published-in-full'
    const jwk = { ...second(scene).privateKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }
    return signedBySecond(withKeys(draft, [own, jwk]), scene, kid)
  },
)

const otherCertificate = forgery(
  keyRow(
    {
      id: 'certificate-of-another-key',
      says: 'Is signed with the key of a certificate that stands beside another key',
      class: 'key-set',
      verdict: published('refuse', 'refuse'),
    },
    ['own'],
    (draft, _how, own, scene) => {
      const x5c = [attackerCertificate(scene, scene.attacker.rsa()).toString('base64')]
      return forgedUnder(withKeys(draft, [{ ...own, x5c }]), scene, String(own['kid']))
    },
  ),
)

const OFF_CURVE = ['off', 'zero', 'short', 'beyond'] as const

const offCurve = forgery(
  keyRow(
    {
      id: 'key-off-the-curve',
      says: 'Names a published key that is no point of its curve',
      class: 'key-set',
      verdict: published('refuse', 'refuse'),
    },
    OFF_CURVE,
    (draft, how, own, { attacker }) => {
      const good = jwkOf(attacker.ec().publicKey, { kid: 'ec-key', alg: 'ES256', use: 'sig' })
      const coordinate = {
        off: Buffer.alloc(32, 1),
        zero: Buffer.alloc(32),
        short: Buffer.alloc(16, 1),
        beyond: Buffer.alloc(32, 255),
      }[how].toString('base64url')
      const jwk = { ...good, y: coordinate, ...(how === 'zero' ? { x: coordinate } : {}) }
      return {
        ...withHeader(withKeys(draft, [own, jwk]), { alg: 'ES256', kid: 'ec-key' }),
        seal: () => Buffer.alloc(64, 1),
      }
    },
  ),
)

const largeKey = keyRow(
  {
    id: 'large-key',
    says: 'Is signed with an RSA key of 3072 or 4096 bits',
    class: 'honest-dress',
    verdict: published('accept', 'either'),
    gravity: 3,
  },
  ['3072', '4096'],
  (draft, bits, own, { attacker }) => {
    const { privateKey, publicKey } = attacker.rsa(bits === '3072' ? 3072 : 4096)
    const kid = `key-of-${bits}`
    return {
      ...withHeader(withKeys(draft, [own, jwkOf(publicKey, { kid, alg: 'RS256', use: 'sig' })]), {
        alg: 'RS256',
        kid,
      }),
      seal: sealedBy(privateKey, 'RS256'),
    }
  },
)

const ellipticKey = keyRow(
  {
    id: 'elliptic-curve-key',
    says: 'Is signed with a published key of the curve P-256',
    class: 'honest-dress',
    verdict: (place) => (place.kind === PROVIDER ? published('accept', 'either')(place) : undefined),
    gravity: 3,
  },
  ['beside', 'alone'],
  (draft, how, own, { attacker }) => {
    const { privateKey, publicKey } = attacker.ec()
    const jwk = jwkOf(publicKey, { kid: 'curve-key', alg: 'ES256', use: 'sig' })
    return {
      ...withHeader(withKeys(draft, how === 'beside' ? [own, jwk] : [jwk]), {
        alg: 'ES256',
        kid: 'curve-key',
      }),
      seal: sealedBy(privateKey, 'ES256'),
    }
  },
)

const longerCurve = keyRow(
  {
    id: 'longer-curve-key',
    says: 'Is signed with a published key of the curve P-384 or P-521',
    class: 'honest-dress',
    verdict: (place) => (place.kind === PROVIDER ? published('either', 'either')(place) : undefined),
    gravity: 3,
  },
  ['P-384', 'P-521'],
  (draft, curve, own, { attacker }) => {
    const { privateKey, publicKey } = attacker.ec(curve)
    const alg = curve === 'P-384' ? 'ES384' : 'ES512'
    const jwk = jwkOf(publicKey, { kid: alg, alg, use: 'sig' })
    return {
      ...withHeader(withKeys(draft, [own, jwk]), { alg, kid: alg }),
      seal: sealedBy(privateKey, alg),
    }
  },
)

export const publishedKeyRows: readonly JwtRow[] = [
  otherCertificate,
  offCurve,
  macKey,
  notForSignatures,
  weakKey,
  withoutId,
  largeKey,
  ellipticKey,
  longerCurve,
  otherOperations,
  privateMembers,
]
