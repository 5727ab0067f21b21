/** ID tokens of the provider's own key with an odd header: kid, crit, alg, an encoding, a key of somebody else. */
import { deflateRawSync } from 'node:zlib'
import type { OidcBend } from '../oidc/bend.ts'
import { base64url, compact, publicJwk, signature } from '../oidc/jwt.ts'
import { jsonText, put } from '../oidc/members.ts'
import { headed, ofIdToken } from './oidc-make.ts'

const KID = 'OpenID Connect Core 1.0 section 10.1, RFC 7515 section 4.1.4'
/** OpenID Connect wants a kid only beside several keys (Core 1.0 section 10.1); Cognito wants one in every token. */
const COGNITO =
  'Amazon Cognito Developer Guide, Using OIDC identity providers with a user pool (kid in tokens and key set)'
const CRIT = 'RFC 7515 section 4.1.11'

/** Well signed over exactly that header text. */
function headerText(change: (honest: string) => string): OidcBend {
  return {
    idToken(claims, { header, key, algorithm }) {
      const input = `${base64url(change(jsonText(header)))}.${base64url(jsonText(claims))}`
      return `${input}.${signature(input, key.privateKey, algorithm).toString('base64url')}`
    },
  }
}

/** The same letters in the other case; a text without letters gets one. */
function swapped(text: string): string {
  const other = text.replace(/[A-Za-z]/g, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  )
  return other === text ? `${text}a` : other
}

export const oidcHeaders = [
  ofIdToken(
    'kid-absent',
    'Well signed, without kid',
    'refusal',
    COGNITO,
    headed(() => ({ kid: undefined })),
  ),
  ofIdToken(
    'kid-unknown',
    'Well signed, under a kid that the key set does not list',
    'refusal',
    KID,
    headed(({ stranger }) => ({ kid: stranger.kid })),
  ),
  ofIdToken(
    'kid-empty',
    'Well signed; kid is the empty text',
    'refusal',
    KID,
    headed(() => ({ kid: '' })),
  ),
  ofIdToken(
    'kid-null',
    'Well signed; kid is null',
    'refusal',
    KID,
    headed(() => ({ kid: null })),
  ),
  ofIdToken(
    'kid-number',
    'Well signed; kid is a number',
    'refusal',
    KID,
    headed(() => ({ kid: 1 })),
  ),
  ofIdToken(
    'kid-array',
    'Well signed; kid is a list that holds the right one',
    'refusal',
    KID,
    headed(({ key }) => ({ kid: [key.kid] })),
  ),
  ofIdToken(
    'kid-other-case',
    'Well signed; the letters of kid have the other case',
    'refusal',
    KID,
    headed(({ key }) => ({ kid: swapped(key.kid) })),
  ),
  ofIdToken(
    'kid-spaced',
    'Well signed; a space follows the kid',
    'refusal',
    KID,
    headed(({ key }) => ({ kid: `${key.kid} ` })),
  ),
  ofIdToken(
    'kid-line-break',
    'Well signed; kid is a line break and a header line',
    'refusal',
    KID,
    headed(({ key }) => ({ kid: `${key.kid}\r\nX-Injected: yes` })),
  ),

  ofIdToken(
    'crit-unknown',
    'crit names an extension that nobody knows',
    'refusal',
    CRIT,
    headed(() => ({ crit: ['http://example.com/unknown'], 'http://example.com/unknown': true })),
    ['CVE-2025-59420', 'CVE-2026-32597', 'CVE-2026-35042'],
  ),
  ofIdToken(
    'crit-empty',
    'crit is an empty list',
    'refusal-or-genuine',
    CRIT,
    headed(() => ({ crit: [] })),
  ),
  ofIdToken(
    'crit-text',
    'crit is a text',
    'refusal',
    CRIT,
    headed(() => ({ crit: 'exp' })),
  ),
  ofIdToken(
    'unencoded-payload',
    'The payload is not encoded (b64 false), and crit says so',
    'refusal',
    'RFC 7797 section 7',
    {
      idToken(claims, facts) {
        const header = base64url(jsonText(put(facts.header, { b64: false, crit: ['b64'] })))
        const payload = jsonText(claims).replaceAll('.', '\\u002e')
        const signed = signature(`${header}.${payload}`, facts.key.privateKey, facts.algorithm)
        return `${header}.${payload}.${signed.toString('base64url')}`
      },
    },
  ),
  ofIdToken(
    'zip',
    'The payload is deflated, and zip says so',
    'refusal',
    'RFC 7515 section 4, RFC 7519 section 7.2',
    {
      idToken(claims, facts) {
        const header = put(facts.header, { zip: 'DEF' })
        const input = `${base64url(jsonText(header))}.${base64url(deflateRawSync(jsonText(claims)))}`
        return `${input}.${signature(input, facts.key.privateKey, facts.algorithm).toString('base64url')}`
      },
    },
  ),
  ofIdToken(
    'alg-lower-case',
    'The name of the algorithm is in lower case; the signature is right',
    'refusal',
    'RFC 7515 section 4.1.1',
    headed(({ algorithm }) => ({ alg: algorithm.toLowerCase() })),
  ),
  ofIdToken(
    'alg-other-hash',
    'alg is RS512, the signature RS256',
    'refusal',
    'RFC 7515 section 5.2',
    headed(() => ({ alg: 'RS512' })),
  ),
  ofIdToken('alg-pss-signature', 'alg is RS256, the signature PS256', 'refusal', 'RFC 7515 section 5.2', {
    idToken: (claims, facts) =>
      facts.algorithm === 'RS256'
        ? compact(facts.header, claims, (input) => signature(input, facts.key.privateKey, 'PS256'))
        : undefined,
  }),
  ofIdToken(
    'alg-twice-none-last',
    'The header names RS256, and then none',
    'refusal',
    'RFC 7515 sections 4 and 10.12',
    headerText((honest) => honest.replace(/}$/, ',"alg":"none"}')),
  ),
  ofIdToken(
    'alg-twice-none-first',
    'The header names none, and then RS256',
    'refusal-or-genuine',
    'RFC 7515 section 4',
    headerText((honest) => honest.replace(/^{/, '{"alg":"none",')),
  ),
  ofIdToken(
    'foreign-jwk-beside-good-signature',
    "Well signed; a stranger's key stands in the header",
    'unsettled',
    'RFC 7515 section 4.1.3',
    headed(({ stranger }) => ({ jwk: JSON.parse(jsonText(publicJwk(stranger, 'RS256'))) })),
  ),
  ofIdToken(
    'header-trailing-bytes',
    'Text follows the JSON of the header',
    'refusal',
    'RFC 7515 section 10.12',
    headerText((honest) => `${honest}x`),
  ),
  ofIdToken(
    'header-array',
    'The header is a list that holds the right object',
    'refusal',
    'RFC 7519 section 7.2',
    headerText((honest) => `[${honest}]`),
  ),
  ofIdToken(
    'header-comment',
    'A comment stands in the JSON of the header',
    'refusal',
    'RFC 8259 section 2',
    headerText((honest) => honest.replace(/^{/, '{/* */')),
  ),
]
