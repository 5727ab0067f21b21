/** ID tokens that the provider signed well, at a wrong time or about nobody: exp, nbf, iat, sub, nonce. */
import type { OidcBend } from '../oidc/bend.ts'
import { jsonText, type Members, put, putText } from '../oidc/members.ts'
import { claiming, ofIdToken, rewritten, signedBy } from './oidc-make.ts'

const EXPIRY = 'OpenID Connect Core 1.0 section 3.1.3.7, item 9; RFC 7519 section 4.1.4'
const TIMES = 'RFC 7519 sections 4.1.5 and 4.1.6'
const SUBJECT = 'OpenID Connect Core 1.0 section 2 (sub)'
const MINUTES = 60

/** A claim whose value is JSON text, for what no value of the language can say. */
function claimText(name: string, text: string): OidcBend {
  return { idToken: (claims, facts) => facts.signed(putText(claims, name, text)) }
}

const later =
  (seconds: number) =>
  (_claims: Members, { now }: { now: number }) =>
    now + seconds

export const oidcTimes = [
  ofIdToken(
    'expired',
    'exp was a quarter of an hour ago',
    'refusal',
    EXPIRY,
    {
      idToken: (claims, facts) =>
        facts.signed(put(claims, { iat: facts.now - 75 * MINUTES, exp: facts.now - 15 * MINUTES })),
    },
    ['CVE-2026-9097'],
  ),
  ofIdToken(
    'expired-long-ago',
    'exp was ten years ago',
    'refusal',
    EXPIRY,
    claiming((claims, facts) => ({ exp: later(-10 * 365 * 24 * 60 * MINUTES)(claims, facts) })),
  ),
  ofIdToken(
    'exp-zero',
    'exp is zero',
    'refusal',
    EXPIRY,
    claiming(() => ({ exp: 0 })),
  ),
  ofIdToken(
    'exp-negative',
    'exp is below zero',
    'refusal',
    EXPIRY,
    claiming(() => ({ exp: -1 })),
  ),
  ofIdToken(
    'exp-absent',
    'exp is missing',
    'refusal',
    'OpenID Connect Core 1.0 section 2 (exp is required)',
    claiming(() => ({ exp: undefined })),
  ),
  ofIdToken(
    'exp-null',
    'exp is null',
    'refusal',
    EXPIRY,
    claiming(() => ({ exp: null })),
  ),
  ofIdToken(
    'exp-text',
    'exp is a number in quotes',
    'refusal',
    EXPIRY,
    rewritten('exp', (exp) => exp),
  ),
  ofIdToken(
    'exp-date',
    'exp is a date as text',
    'refusal',
    EXPIRY,
    claiming(() => ({ exp: '2099-01-01T00:00:00Z' })),
  ),
  ofIdToken(
    'exp-infinite',
    'exp is a number that no double holds',
    'unsettled',
    EXPIRY,
    claimText('exp', '1e400'),
  ),
  ofIdToken(
    'exp-milliseconds',
    'exp counts milliseconds',
    'unsettled',
    EXPIRY,
    rewritten('exp', (exp) => Number(exp) * 1000),
  ),
  ofIdToken(
    'exp-twice-past-last',
    'A good exp comes first, one of yesterday after it',
    'refusal',
    'RFC 7519 section 4',
    {
      idToken: (claims, facts) => facts.signed([...claims, ['exp', String(facts.now - 24 * 60 * MINUTES)]]),
    },
  ),
  ofIdToken(
    'exp-escaped-name',
    'exp of yesterday, its name written with an escape',
    'refusal',
    'RFC 7515 section 5.3, RFC 8259 section 8.3',
    {
      idToken: (claims, facts) =>
        signedBy(
          facts,
          facts.header,
          jsonText(put(claims, { exp: undefined })).replace(
            '{',
            `{"\\u0065xp":${facts.now - 24 * 60 * MINUTES},`,
          ),
        ),
    },
  ),
  ofIdToken(
    'not-yet-valid',
    'nbf is in a quarter of an hour',
    'unsettled',
    TIMES,
    claiming((claims, facts) => ({ nbf: later(15 * MINUTES)(claims, facts) })),
  ),
  ofIdToken('iat-future', 'iat is in an hour', 'unsettled', TIMES, {
    idToken: (claims, facts) =>
      facts.signed(put(claims, { iat: facts.now + 60 * MINUTES, exp: facts.now + 120 * MINUTES })),
  }),
  ofIdToken(
    'iat-old',
    'iat was ten years ago, exp is in an hour',
    'unsettled',
    TIMES,
    claiming((claims, facts) => ({ iat: later(-10 * 365 * 24 * 60 * MINUTES)(claims, facts) })),
  ),
  ofIdToken(
    'iat-absent',
    'iat is missing',
    'unsettled',
    'OpenID Connect Core 1.0 section 2 (iat is required)',
    claiming(() => ({ iat: undefined })),
  ),

  ofIdToken(
    'sub-absent',
    'sub is missing',
    'refusal',
    SUBJECT,
    claiming(() => ({ sub: undefined })),
  ),
  ofIdToken(
    'sub-empty',
    'sub is the empty text',
    'refusal',
    SUBJECT,
    claiming(() => ({ sub: '' })),
  ),
  ofIdToken(
    'sub-null',
    'sub is null',
    'refusal',
    SUBJECT,
    claiming(() => ({ sub: null })),
  ),
  ofIdToken(
    'sub-number',
    'sub is a number',
    'unsettled',
    SUBJECT,
    claiming(() => ({ sub: 12345678901 })),
  ),
  ofIdToken(
    'sub-list',
    'sub is a list that holds the right one',
    'unsettled',
    SUBJECT,
    rewritten('sub', (sub) => [sub]),
  ),
  ofIdToken(
    'sub-object',
    'sub is an object',
    'unsettled',
    SUBJECT,
    rewritten('sub', (sub) => ({ value: sub })),
  ),
  ofIdToken(
    'sub-long',
    'sub has 300 characters',
    'unsettled',
    SUBJECT,
    rewritten('sub', (sub) => sub.padEnd(300, 'x')),
  ),
  ofIdToken(
    'sub-nul',
    'A NUL and more follow the sub',
    'unsettled',
    SUBJECT,
    rewritten('sub', (sub) => `${sub}\u0000x`),
  ),
  ofIdToken(
    'sub-twice',
    'sub of who signed in comes first, that of the victim after it',
    'unsettled',
    'RFC 7519 section 4',
    {
      idToken: (claims, facts) => facts.signed([...claims, ['sub', JSON.stringify(facts.victim.subject)]]),
    },
  ),

  ofIdToken(
    'nonce-unasked',
    'A nonce stands there that the relying party did not send',
    'unsettled',
    'OpenID Connect Core 1.0 section 3.1.3.7, item 11',
    claiming(() => ({ nonce: 'a-nonce-of-another-request' })),
  ),
  ofIdToken(
    'at-hash-wrong',
    'at_hash is that of another access token',
    'unsettled',
    'OpenID Connect Core 1.0 section 3.1.3.8',
    claiming(() => ({ at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' })),
  ),
  ofIdToken(
    'of-earlier-sign-in',
    'The ID token was made half an hour ago, for an earlier sign-in of the same person',
    'unsettled',
    'OpenID Connect Core 1.0 section 3.1.3.7, item 11',
    {
      idToken: (claims, facts) =>
        facts.signed(
          put(claims, {
            iat: facts.now - 30 * MINUTES,
            exp: facts.now + 30 * MINUTES,
            auth_time: facts.now - 30 * MINUTES,
          }),
        ),
    },
  ),
]
