/** Animals that refuse what is right: they must be noticed as well, or the suite would be content with a closed door. */
import type { Animal } from './animal.ts'
import { animal } from './habitat.ts'
import { sound } from './verifier.ts'

const KNOWN = 'sub iss aud cognito:username nonce token_use auth_time iat exp nbf jti'.split(' ')

const DRESS = ['honest-dress', 'documented-dress'] as const

export const strict: readonly Animal[] = [
  animal('wants-a-type', 'Wants typ in the header, which Cognito never sets', DRESS, () => ({
    // The base is let in, so that only what is dressed otherwise is refused.
    knowsExtensions: (header) =>
      sound.knowsExtensions(header) && (header['typ'] === undefined || header['typ'] === 'at+jwt'),
  })),
  animal('knows-no-other-claims', 'Refuses claims that it does not know', DRESS, () => ({
    hasBegun: (all, now) =>
      sound.hasBegun(all, now) && Object.keys(all).every((name) => KNOWN.includes(name)),
  })),
  animal('knows-no-other-members', 'Refuses a header with more than two members', DRESS, () => ({
    knowsExtensions: (header) => sound.knowsExtensions(header) && Object.keys(header).length <= 2,
  })),
  animal('wants-whole-seconds', 'Refuses times with a fraction', DRESS, () => ({
    hasNotExpired: (all, now) => sound.hasNotExpired(all, now) && Number.isInteger(all['exp']),
  })),
  animal('reads-ascii-alone', 'Refuses claims with letters beyond ASCII', DRESS, () => ({
    parse: (bytes) => (bytes.every((byte) => byte < 128) ? sound.parse(bytes) : undefined),
  })),
  animal(
    'distrusts-long-lives',
    'Refuses tokens that are valid for longer than a day, which an app client may allow for',
    DRESS,
    () => ({
      hasNotExpired: (all, now) => sound.hasNotExpired(all, now) && Number(all['exp']) - now <= 86_400,
    }),
    { kind: 'oidc-id-token' },
  ),
  animal(
    'one-audience',
    'Refuses a list of audiences, even of its own alone',
    DRESS,
    () => ({ audienceHolds: ({ aud }, { client }) => aud === client }),
    { kind: 'oidc-id-token' },
  ),
  animal(
    'wants-use-in-key-sets',
    'Refuses keys of which the key set does not say use and algorithm',
    DRESS,
    () => ({ fits: (key) => sound.fits(key) && key.use === 'sig' && key.alg !== undefined }),
    { kind: 'oidc-id-token' },
  ),
  animal('base64-with-plus', 'Decodes Base64 without knowing that of URLs', DRESS, () => ({
    decode: (part) => (/[-_]/.test(part) ? undefined : sound.decode(part)),
  })),
]
