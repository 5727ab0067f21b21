/**
 * Tokens that the issuer's own key signed, with another algorithm than its tokens have.
 *
 * Nothing of this is a forgery. One key is for one algorithm (RFC 8725, section 3.1), and the hash of a signature is that
 * of its algorithm (RFC 7515, section 10.6; RFC 8017, section 8.2.2).
 */
import { sign } from 'node:crypto'
import fc from 'fast-check'
import type { JwtDraft, JwtRow, JwtScene } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { type Members, publishedKeysFor, sealedBy, withHeader } from './making.ts'
import { noRsaKeyHeld, OF_USER_POOL, only, wrong } from './signed.ts'

/** Of a key that says no algorithm nobody can tell that it signed by another: what is published beside the token may be such. */
const saysAlgorithm = ({ keySet }: JwtDraft, scene: JwtScene): boolean =>
  keySet === undefined || publishedKeysFor({ ...scene, keySet })[0]?.jwk['alg'] !== undefined

/** Signed by the held key as that algorithm says. */
const signedAs = (draft: JwtDraft, alg: string, scene: JwtScene): JwtDraft | undefined =>
  scene.held && saysAlgorithm(draft, scene)
    ? { ...withHeader(draft, { alg }), seal: sealedBy(scene.held.privateKey, alg) }
    : undefined

/** The key set, where the held key says that it is for another algorithm. */
function keySetSaying({ keySet, held }: JwtScene, alg: string): string | undefined {
  try {
    const { keys, ...rest } = JSON.parse(keySet) as { readonly keys: readonly Members[] }
    return JSON.stringify({
      ...rest,
      keys: keys.map((key) => (key['kid'] === held?.kid ? { ...key, alg } : key)),
    })
  } catch {
    return undefined
  }
}

/** The right name, in other words. */
const NAMES: Readonly<Record<string, (alg: string) => string>> = {
  'lower-case': (alg) => alg.toLowerCase(),
  capitalised: (alg) => `${alg.slice(0, 1)}${alg.slice(1).toLowerCase()}`,
  dashed: (alg) => alg.replace(/\d/, '-$&'),
  'space-after': (alg) => `${alg} `,
  java: (alg) => (alg.startsWith('ES') ? 'SHA256withECDSA' : 'SHA256withRSA'),
}

const HASHES = ['sha1', 'md5', 'sha384', 'sha512'] as const

export const otherAlgorithmRows: readonly JwtRow[] = [
  wrong({
    id: 'other-hash',
    says: 'The issuer’s key signed with RS384 or RS512',
    class: 'other-algorithm',
    // The HTTP API takes “RSA-based” algorithms; STS lists these; what the others take nobody has measured.
    verdict: only('application', ...OF_USER_POOL),
    divides: 'other-hash-of-the-family',
    unless: noRsaKeyHeld,
    sweep: ['RS384', 'RS512'],
    parameter: fc.constantFrom('RS384', 'RS512'),
    apply: signedAs,
  }),
  wrong({
    id: 'other-padding',
    says: 'The issuer’s key signed with PS256, PS384 or PS512',
    class: 'other-algorithm',
    verdict: only('application', 'sts', ...OF_USER_POOL),
    divides: 'other-padding-of-the-key-type',
    unless: noRsaKeyHeld,
    sweep: ['PS256', 'PS384', 'PS512'],
    parameter: fc.constantFrom('PS256', 'PS384', 'PS512'),
    apply: signedAs,
  }),
  wrong({
    id: 'other-algorithm-than-key-says',
    says: 'The key set says that the key is for another algorithm than the token was signed with',
    class: 'other-algorithm',
    verdict: (place) => (place.publishes ? only('application', 'http-api')(place) : undefined),
    unless: noRsaKeyHeld,
    sweep: ['RS512', 'PS256'],
    parameter: fc.constantFrom('RS512', 'RS384', 'PS256'),
    apply: (draft, alg, scene) => {
      const keySet = keySetSaying(scene, alg)
      return keySet === undefined ? undefined : { ...draft, keySet }
    },
  }),
  wrong({
    id: 'algorithm-misspelt',
    says: 'The signature is right, and alg is nearly the name of its algorithm',
    class: 'other-algorithm',
    verdict: only('application', 'http-api', 'http-authorizer'),
    sweep: ['lower-case', 'space-after', 'java'],
    parameter: fc.constantFrom(...Object.keys(NAMES)),
    apply: (draft, name, { held }) =>
      withHeader(draft, { alg: NAMES[name]?.(held?.algorithm ?? 'RS256') ?? name }),
  }),
  wrong({
    id: 'hash-of-other-algorithm',
    says: 'The signature holds the digest of another hash than alg says',
    class: 'padding',
    unless: noRsaKeyHeld,
    sweep: ['sha1', 'md5', 'sha512'],
    parameter: fc.constantFrom(...HASHES),
    apply: (draft, hash, { held }) =>
      held && {
        ...withHeader(draft, { alg: 'RS256' }),
        seal: (input) => sign(hash, input, held.privateKey),
      },
  }),
  wrong({
    id: 'other-hash-sha1',
    says: 'The issuer’s key signed with RS1, which is RSA with SHA-1, and alg says so',
    class: 'other-algorithm',
    // RFC 8812, section 2, registers the name and forbids its use in JOSE; providers’ RSA is all “RSA” to the user pool.
    verdict: only('application', 'sts', ...OF_USER_POOL),
    divides: 'other-hash-of-the-family',
    unless: noRsaKeyHeld,
    sweep: ['RS1'],
    parameter: fc.constant('RS1'),
    apply: (draft, alg, { held }) =>
      held && { ...withHeader(draft, { alg }), seal: (input) => sign('sha1', input, held.privateKey) },
  }),
]
