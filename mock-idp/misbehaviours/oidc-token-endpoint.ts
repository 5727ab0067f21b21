/** Wrong answers of the token endpoint. */
import { gzipSync } from 'node:zlib'
import type { Facts, OidcBend } from '../oidc/bend.ts'
import { type Members, put, putText, readMember, without } from '../oidc/members.ts'
import type { Answer } from '../serve.ts'
import {
  instead,
  type More,
  misbehaviour,
  type Owed,
  oauthError,
  ofVictim,
  page,
  textOf,
  toCanary,
  withBody,
  withType,
} from './oidc-make.ts'

const ANSWER = 'RFC 6749 section 5.1'
const REFUSAL = 'RFC 6749 section 5.2'
const ID_TOKEN = 'OpenID Connect Core 1.0 section 3.1.3.3'
const TWICE = 'RFC 8259 section 4'
const HTTP = 'RFC 9110 section 8.6, RFC 9112 section 6.3'
const JSON_TYPE = 'application/json'
const LEAK = 'RFC 9700 section 4.12'

function tokens(id: string, says: string, owed: Owed, clause: string, bend: OidcBend, more: More = {}) {
  return misbehaviour('oidc-token-endpoint', `oidc-token-${id}`, says, owed, clause, bend, more)
}

const answer = (change: (honest: Answer, facts: Facts) => Answer): OidcBend => ({ tokenAnswer: change })
const body = (change: (text: string) => string | Buffer): OidcBend => ({
  tokenAnswer: (honest) => withBody(honest, change(textOf(honest))),
})
const changed = (change: (honest: Members, facts: Facts) => Members): OidcBend => ({ tokenMembers: change })
const said = (values: Readonly<Record<string, unknown>>): OidcBend => changed((honest) => put(honest, values))

/** Another good ID token, of the victim, made of the honest one. */
function victimToken(honest: Members, facts: Facts): string {
  const payload = String(readMember(honest, 'id_token')).split('.')[1] ?? ''
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
  return JSON.stringify(
    facts.signed(
      ofVictim(
        Object.entries(claims).map(([name, value]) => [name, JSON.stringify(value)]),
        facts,
      ),
    ),
  )
}

const errors = [
  [400, 'invalid_grant'],
  [401, 'invalid_client'],
  [403, 'access_denied'],
  [429, 'slow_down'],
  [500, 'server_error'],
  [503, 'temporarily_unavailable'],
] as const

export const oidcTokenEndpoint = [
  tokens(
    'html',
    'A page in the place of JSON, with status 200',
    'refusal',
    ANSWER,
    answer(() => instead(200, page, 'text/html; charset=utf-8')),
  ),
  tokens(
    'error-with-200',
    'An error with status 200',
    'refusal',
    REFUSAL,
    answer(() => instead(200, oauthError('invalid_grant'), JSON_TYPE)),
  ),
  ...errors.map(([status, error]) =>
    tokens(
      `error-${status}`,
      `The error ${error} with status ${status}`,
      'refusal',
      REFUSAL,
      answer(() => instead(status, oauthError(error), JSON_TYPE)),
    ),
  ),
  ...([400, 500, 503] as const).map((status) =>
    tokens(
      `error-${status}-without-body`,
      `Status ${status} and no body`,
      'refusal',
      REFUSAL,
      answer(() => instead(status, '')),
    ),
  ),
  tokens(
    'error-500-with-tokens',
    'Status 500, and good tokens in the body',
    'refusal',
    ANSWER,
    answer((honest) => ({ ...honest, status: 500 })),
  ),
  tokens(
    'error-and-tokens',
    'An error stands beside good tokens',
    'unsettled',
    REFUSAL,
    said({ error: 'invalid_grant' }),
  ),
  tokens(
    'empty',
    'Status 200 and no body',
    'unsettled',
    ANSWER,
    answer(() => instead(200, '', JSON_TYPE)),
  ),
  tokens(
    '204',
    'Status 204',
    'refusal',
    ANSWER,
    answer(() => instead(204, '')),
  ),
  tokens(
    'array',
    'The object stands in a list',
    'refusal',
    ANSWER,
    body((text) => `[${text}]`),
  ),
  tokens(
    'json-text',
    'The object stands in a JSON text',
    'refusal',
    ANSWER,
    body((text) => JSON.stringify(text)),
  ),
  tokens(
    'cut-json',
    'The last character of the JSON is missing',
    'refusal',
    ANSWER,
    body((text) => text.slice(0, -1)),
  ),
  tokens(
    'trailing-bytes',
    'Text follows the JSON',
    'refusal',
    ANSWER,
    body((text) => `${text}x`),
  ),
  tokens(
    'byte-order-mark',
    'A byte order mark stands before the JSON',
    'refusal-or-genuine',
    'RFC 8259 section 8.1',
    body((text) => `\ufeff${text}`),
  ),
  tokens(
    'utf-16',
    'The JSON is UTF-16, and the media type says so',
    'unsettled',
    'RFC 8259 section 8.1',
    answer((honest) =>
      withType(
        withBody(honest, Buffer.from(textOf(honest), 'utf16le')),
        'application/json; charset=utf-16le',
      ),
    ),
  ),

  tokens(
    'without-id-token',
    'There is no id_token',
    'refusal',
    ID_TOKEN,
    changed((honest) => without(honest, 'id_token')),
  ),
  tokens('id-token-null', 'id_token is null', 'refusal', ID_TOKEN, said({ id_token: null })),
  tokens('id-token-number', 'id_token is a number', 'refusal', ID_TOKEN, said({ id_token: 1 })),
  tokens('id-token-empty', 'id_token is the empty text', 'refusal', ID_TOKEN, said({ id_token: '' })),
  tokens(
    'id-token-object',
    'id_token is an object with the claims',
    'refusal',
    ID_TOKEN,
    changed((honest) => {
      const payload = String(readMember(honest, 'id_token')).split('.')[1] ?? ''
      return putText(honest, 'id_token', Buffer.from(payload, 'base64url').toString())
    }),
  ),
  tokens(
    'id-token-list',
    'id_token is a list of two',
    'refusal',
    ID_TOKEN,
    changed((honest) =>
      put(honest, { id_token: [readMember(honest, 'id_token'), readMember(honest, 'id_token')] }),
    ),
  ),
  tokens(
    'id-token-twice',
    'The right id_token comes first, one of the victim after it, both well signed',
    'unsettled',
    TWICE,
    changed((honest, facts) => [...honest, ['id_token', victimToken(honest, facts)]]),
  ),
  tokens(
    'id-token-twice-victim-first',
    'An id_token of the victim comes first, the right one after it, both well signed',
    'unsettled',
    TWICE,
    changed((honest, facts) => [['id_token', victimToken(honest, facts)], ...honest]),
  ),
  tokens(
    'without-access-token',
    'There is no access_token',
    'refusal',
    ANSWER,
    changed((honest) => without(honest, 'access_token')),
  ),
  tokens(
    'access-token-twice',
    'The right access_token comes first, an invented one after it',
    'refusal-or-genuine',
    TWICE,
    changed((honest) => [...honest, ['access_token', '"an-invented-access-token"']]),
  ),
  tokens(
    'access-token-object',
    'access_token is an object',
    'refusal',
    ANSWER,
    said({ access_token: { value: 'x' } }),
  ),
  tokens(
    'access-token-line-break',
    'The access token holds a line break and a header line',
    'refusal',
    'RFC 6750 section 2.1',
    said({ access_token: 'token\r\nX-Injected: yes' }),
  ),
  tokens('type-mac', 'token_type is mac', 'refusal', 'RFC 6749 section 7.1', said({ token_type: 'mac' })),
  tokens(
    'type-dpop',
    'token_type is DPoP',
    'unsettled',
    'RFC 6749 section 7.1',
    said({ token_type: 'DPoP' }),
  ),
  tokens(
    'without-type',
    'There is no token_type',
    'unsettled',
    ANSWER,
    changed((honest) => without(honest, 'token_type')),
  ),
  tokens('expires-in-negative', 'expires_in is below zero', 'unsettled', ANSWER, said({ expires_in: -1 })),
  tokens('expires-in-text', 'expires_in is a word', 'unsettled', ANSWER, said({ expires_in: 'never' })),
  tokens(
    'expires-in-huge',
    'expires_in is ten to the twentieth',
    'unsettled',
    ANSWER,
    changed((honest) => putText(honest, 'expires_in', '1e20')),
  ),

  tokens(
    'media-type-text',
    'The media type is text/plain',
    'unsettled',
    ANSWER,
    answer((honest) => withType(honest, 'text/plain')),
  ),
  tokens(
    'media-type-jwt',
    'The media type is application/jwt',
    'unsettled',
    ANSWER,
    answer((honest) => withType(honest, 'application/jwt')),
  ),
  tokens(
    'media-type-absent',
    'There is no media type',
    'unsettled',
    ANSWER,
    answer((honest) => withType(honest, undefined)),
  ),
  tokens(
    'form-encoded',
    'The answer is form-encoded',
    'refusal',
    ANSWER,
    answer((honest) => {
      const values = JSON.parse(textOf(honest)) as Record<string, unknown>
      const form = new URLSearchParams(Object.entries(values).map(([name, value]) => [name, String(value)]))
      return withType(withBody(honest, form.toString()), 'application/x-www-form-urlencoded')
    }),
  ),

  tokens(
    'reset',
    'The connection breaks in the middle of the body',
    'refusal',
    HTTP,
    answer((honest) => ({ ...honest, delivery: { cutAfter: 40 } })),
  ),
  tokens(
    'length-too-long',
    'Content-Length is more than what comes',
    'refusal',
    HTTP,
    answer((honest) => ({
      ...honest,
      headers: [...honest.headers, ['Content-Length', String(honest.body.length + 100)]],
    })),
  ),
  tokens(
    'chunk-broken',
    'A chunk of the body has no length',
    'refusal',
    'RFC 9112 section 7.1',
    answer((honest) => ({
      ...honest,
      delivery: {
        raw: `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n${textOf(honest)}\r\n0\r\n\r\n`,
      },
    })),
  ),
  tokens(
    'no-http',
    'What comes is not HTTP',
    'refusal',
    'RFC 9112 section 4',
    answer((honest) => ({ ...honest, delivery: { raw: textOf(honest) } })),
  ),
  tokens(
    'slow',
    'The answer comes after a minute and a half',
    'unsettled',
    ANSWER,
    answer((honest) => ({ ...honest, delivery: { delayMs: 90_000 } })),
    { exhausts: true },
  ),
  tokens(
    'one-byte-a-second',
    'The answer comes one byte a second',
    'unsettled',
    ANSWER,
    answer((honest) => ({ ...honest, delivery: { dripMs: 1000 } })),
    { exhausts: true },
  ),
  tokens(
    'huge',
    'The answer has ten megabytes',
    'unsettled',
    ANSWER,
    said({ padding: 'x'.repeat(10_000_000) }),
    { exhausts: true },
  ),
  tokens(
    'gzip-bomb',
    'The answer unpacks to fifty megabytes',
    'unsettled',
    ANSWER,
    answer((honest) => ({
      ...honest,
      body: gzipSync(textOf(honest).replace('{', `{"padding":"${'x'.repeat(50_000_000)}",`)),
      headers: [...honest.headers, ['Content-Encoding', 'gzip']],
    })),
    { exhausts: true },
  ),
  ...([302, 307, 308] as const).map((status) =>
    tokens(
      `redirect-${status}`,
      `The endpoint redirects elsewhere (${status}): who follows hands code and client secret to a stranger`,
      'refusal',
      LEAK,
      answer(toCanary(status, `/token-${status}`)),
    ),
  ),
]
