/** Wrong answers of userInfo: another person's claims, odd values, errors, other media. */
import type { ClaimValue } from '../control.ts'
import type { Facts, OidcBend } from '../oidc/bend.ts'
import { compact, signature } from '../oidc/jwt.ts'
import { type Members, members, put, putText, readMember, without } from '../oidc/members.ts'
import type { Answer } from '../serve.ts'
import {
  claimInBoth,
  inBoth,
  instead,
  type More,
  misbehaviour,
  type Owed,
  oauthError,
  ofVictim,
  page,
  signedBy,
  textOf,
  toCanary,
  withBody,
  withType,
} from './oidc-make.ts'

const SUBJECT = 'OpenID Connect Core 1.0 section 5.3.2'
const ANSWER = 'OpenID Connect Core 1.0 section 5.3.2'
const ERROR = 'OpenID Connect Core 1.0 section 5.3.3, RFC 6750 section 3.1'
const CLAIMS = 'OpenID Connect Core 1.0 section 5.1'
const LEAK = 'RFC 6750 section 5.3'

function info(id: string, says: string, owed: Owed, clause: string, bend: OidcBend, more: More = {}) {
  return misbehaviour('oidc-user-info', `oidc-user-info-${id}`, says, owed, clause, bend, more)
}

const answer = (change: (honest: Answer, facts: Facts) => Answer): OidcBend => ({ userInfoAnswer: change })
const body = (change: (text: string) => string): OidcBend =>
  answer((honest) => withBody(honest, change(textOf(honest))))
const changed = (change: (honest: Members, facts: Facts) => Members): OidcBend => ({
  userInfoMembers: change,
})

/** The e-mail address of the victim under the subject of who signed in. */
const emailOfVictim = (honest: Members, { victim }: Facts): Members =>
  put(honest, { email: victim.claims['email'] ?? `${victim.subject}@victim.example` })

/** UserInfo as a JWT (OpenID Connect Core 1.0 section 5.3.2). */
function asJwt(make: (claims: Members, facts: Facts) => string): OidcBend {
  return answer((honest, facts) => {
    const values = JSON.parse(textOf(honest)) as Record<string, unknown>
    const claims = members({ ...values, iss: facts.issuer, aud: facts.clientId })
    return withType(withBody(honest, make(claims, facts)), 'application/jwt')
  })
}

const strange: readonly (readonly [id: string, says: string, value: ClaimValue])[] = [
  ['number', 'a number', 42],
  ['boolean', 'a boolean', true],
  ['object', 'an object', { formatted: 'text', nested: { deeper: 1 } }],
  ['list', 'a list of texts', ['first', 'second, with a comma']],
  ['nested-list', 'a list of lists', [['first'], ['second']]],
  ['null', 'null', null],
  ['empty', 'the empty text', ''],
]

export const oidcUserInfo = [
  info(
    'sub-of-another',
    "sub and claims are the victim's; the ID token names who signed in",
    'refusal',
    SUBJECT,
    changed(ofVictim),
  ),
  info(
    'sub-absent',
    'sub is missing',
    'refusal-or-genuine',
    SUBJECT,
    changed((honest) => without(honest, 'sub')),
  ),
  info(
    'sub-absent-email-of-another',
    "sub is missing, and the e-mail address is the victim's",
    'refusal',
    SUBJECT,
    changed((honest, facts) => without(emailOfVictim(honest, facts), 'sub')),
  ),
  info(
    'sub-number',
    'sub is a number',
    'refusal',
    SUBJECT,
    changed((honest) => put(honest, { sub: 1 })),
  ),
  info(
    'sub-other-case',
    'sub is in the other case',
    'refusal',
    SUBJECT,
    changed((honest) => {
      const sub = String(readMember(honest, 'sub'))
      return put(honest, { sub: sub === sub.toUpperCase() ? sub.toLowerCase() : sub.toUpperCase() })
    }),
  ),
  info(
    'sub-twice',
    'sub of who signed in comes first, that of the victim after it',
    'refusal-or-genuine',
    'RFC 8259 section 4',
    changed((honest, { victim }) => [...honest, ['sub', JSON.stringify(victim.subject)]]),
  ),
  info(
    'email-differs',
    'The e-mail address is another than in the ID token',
    'unsettled',
    'OpenID Connect Core 1.0 section 5.3',
    changed((honest) => put(honest, { email: 'elsewhere@idp.example' })),
  ),
  info(
    'email-of-another',
    "The e-mail address is the victim's, and called verified",
    'unsettled',
    'OpenID Connect Core 1.0 section 5.7',
    changed((honest, facts) => put(emailOfVictim(honest, facts), { email_verified: true })),
  ),

  ...([401, 403, 404, 429, 500, 503] as const).map((status) =>
    info(
      `error-${status}`,
      `Status ${status}`,
      'refusal',
      ERROR,
      answer(() =>
        instead(
          status,
          oauthError(status === 401 ? 'invalid_token' : 'server_error'),
          'application/json',
          status === 401 ? [['WWW-Authenticate', 'Bearer error="invalid_token"']] : [],
        ),
      ),
    ),
  ),
  info(
    'error-401-with-claims',
    'Status 401, and good claims in the body',
    'refusal',
    ERROR,
    answer((honest) => ({ ...honest, status: 401 })),
  ),
  info(
    '204',
    'Status 204',
    'refusal',
    ANSWER,
    answer(() => instead(204, '')),
  ),
  info(
    'error-with-200',
    'An error with status 200',
    'refusal',
    ERROR,
    answer(() => instead(200, oauthError('invalid_token'), 'application/json')),
  ),
  info(
    'html',
    'A page in the place of JSON, with status 200',
    'refusal',
    ANSWER,
    answer(() => instead(200, page, 'text/html; charset=utf-8')),
  ),
  info(
    'text',
    'Plain text with status 200',
    'refusal',
    ANSWER,
    answer(() => instead(200, 'hello', 'text/plain')),
  ),
  info(
    'empty',
    'Status 200 and no body',
    'refusal',
    ANSWER,
    answer(() => instead(200, '', 'application/json')),
  ),
  info(
    'array',
    'The object stands in a list',
    'refusal',
    ANSWER,
    body((text) => `[${text}]`),
  ),
  info(
    'json-text',
    'The object stands in a JSON text',
    'refusal',
    ANSWER,
    body((text) => JSON.stringify(text)),
  ),
  info(
    'cut-json',
    'The last character of the JSON is missing',
    'refusal',
    ANSWER,
    body((text) => text.slice(0, -1)),
  ),
  info(
    'null',
    'The answer is null',
    'refusal',
    ANSWER,
    body(() => 'null'),
  ),
  info(
    'reset',
    'The connection breaks in the middle of the body',
    'refusal',
    'RFC 9112 section 8',
    answer((honest) => ({ ...honest, delivery: { cutAfter: 10 } })),
  ),
  info(
    'length-too-long',
    'Content-Length is more than what comes',
    'refusal',
    'RFC 9112 section 6.3',
    answer((honest) => ({
      ...honest,
      headers: [...honest.headers, ['Content-Length', String(honest.body.length + 100)]],
    })),
  ),
  info(
    'slow',
    'The answer comes after a minute and a half',
    'unsettled',
    ANSWER,
    answer((honest) => ({ ...honest, delivery: { delayMs: 90_000 } })),
    { exhausts: true },
  ),
  info(
    'huge',
    'The answer has ten megabytes',
    'unsettled',
    ANSWER,
    changed((honest) => put(honest, { padding: 'x'.repeat(10_000_000) })),
    { exhausts: true },
  ),
  ...([302, 307] as const).map((status) =>
    info(
      `redirect-${status}`,
      `The endpoint redirects elsewhere (${status}): who follows hands the access token to a stranger`,
      'refusal',
      LEAK,
      answer(toCanary(status, `/user-info-${status}`)),
    ),
  ),

  info(
    'jwt',
    'The claims come as a JWT that the provider signed',
    'unsettled',
    ANSWER,
    asJwt((claims, facts) => facts.signed(claims)),
  ),
  info(
    'jwt-unsigned',
    'The claims come as a JWT that nobody signed, with the e-mail address of the victim',
    'refusal',
    ANSWER,
    asJwt((claims, facts) =>
      compact(members({ alg: 'none' }), emailOfVictim(claims, facts), () => Buffer.alloc(0)),
    ),
  ),
  info(
    'jwt-foreign-key',
    'The claims come as a JWT of a stranger, with the e-mail address of the victim',
    'refusal',
    ANSWER,
    asJwt((claims, facts) =>
      compact(put(facts.header, { alg: 'RS256' }), emailOfVictim(claims, facts), (input) =>
        signature(input, facts.stranger.privateKey, 'RS256'),
      ),
    ),
  ),
  info(
    'jwt-of-another-client',
    'The claims come as a JWT for another client',
    'unsettled',
    ANSWER,
    asJwt((claims, facts) => signedBy(facts, facts.header, put(claims, { aud: 'another-client' }))),
  ),

  ...strange.map(([id, says, value]) =>
    info(
      `name-${id}`,
      `name is ${says}, here and in the ID token`,
      'unsettled',
      CLAIMS,
      claimInBoth({ name: value }),
    ),
  ),
  info(
    'name-huge-integer',
    'name is an integer of thirty digits, here and in the ID token',
    'unsettled',
    'RFC 8259 section 6',
    inBoth((claims) => putText(claims, 'name', '123456789012345678901234567890')),
  ),
  info(
    'email-number',
    'email is a number, here and in the ID token',
    'unsettled',
    CLAIMS,
    claimInBoth({ email: 42 }),
  ),
  info(
    'email-object',
    'email is an object, here and in the ID token',
    'unsettled',
    CLAIMS,
    claimInBoth({ email: { value: 'genuine@idp.example' } }),
  ),
  info(
    'email-null',
    'email is null, here and in the ID token',
    'unsettled',
    CLAIMS,
    claimInBoth({ email: null }),
  ),
  info(
    'email-absent',
    'email is missing, here and in the ID token',
    'unsettled',
    CLAIMS,
    claimInBoth({ email: undefined }),
  ),
  info(
    'email-twice',
    'email of who signed in comes first, that of the victim after it, here and in the ID token',
    'unsettled',
    'RFC 8259 section 4',
    inBoth((claims, facts) => [
      ...claims,
      ['email', JSON.stringify(readMember(emailOfVictim(claims, facts), 'email'))],
    ]),
  ),
  info(
    'email-verified-upper-case',
    'email_verified is the text TRUE, here and in the ID token',
    'unsettled',
    CLAIMS,
    claimInBoth({ email_verified: 'TRUE' }),
  ),
  info(
    'email-verified-one',
    'email_verified is the number 1, here and in the ID token',
    'unsettled',
    CLAIMS,
    claimInBoth({ email_verified: 1 }),
  ),
  info(
    'email-verified-yes',
    'email_verified is the text yes, here and in the ID token',
    'unsettled',
    CLAIMS,
    claimInBoth({ email_verified: 'yes' }),
  ),
  info(
    'email-verified-false-text',
    'email_verified is the text false, here and in the ID token',
    'unsettled',
    CLAIMS,
    claimInBoth({ email_verified: 'false' }),
  ),
  info(
    'name-four-byte-characters',
    'name holds characters of four bytes, here and in the ID token',
    'unsettled',
    'RFC 8259 section 8.1',
    claimInBoth({ name: 'Grin 😀 𠮷' }),
  ),
  info(
    'name-nul',
    'name holds a NUL, here and in the ID token',
    'unsettled',
    'RFC 8259 section 7',
    claimInBoth({ name: 'before\u0000after' }),
  ),
  info(
    'name-lone-surrogate',
    'name holds half a character, here and in the ID token',
    'unsettled',
    'RFC 8259 section 8.2',
    inBoth((claims) => putText(claims, 'name', '"half \\ud83d"')),
  ),
  info(
    'name-too-long',
    'name has 2049 characters, here and in the ID token',
    'refusal',
    'Amazon Cognito Developer Guide, Specifying identity provider attribute mappings (2,048 characters)',
    claimInBoth({ name: 'n'.repeat(2049) }),
  ),
]
