/** Odd answers that the standards allow: a relying party must sign the person in all the same. */
import { gzipSync } from 'node:zlib'
import type { KeyPair } from '../keys.ts'
import type { Facts, OidcBend, Parameters } from '../oidc/bend.ts'
import { compact, publicJwk, signature } from '../oidc/jwt.ts'
import { jsonText, members, put, readMember } from '../oidc/members.ts'
import type { Answer } from '../serve.ts'
import {
  claimInBoth,
  claiming,
  headed,
  inBoth,
  type More,
  misbehaviour,
  type Owed,
  signedBy,
  textOf,
  withBody,
  withType,
} from './oidc-make.ts'

const IGNORED =
  'RFC 7519 section 4, OpenID Connect Core 1.0 section 3.1.3.7 (what is not understood is ignored)'
const UNKNOWN = 'RFC 6749 section 5.1 (unknown members are ignored)'
const JSON_TEXT = 'RFC 8259 sections 2 and 7'
const TRANSFER = 'RFC 9110 section 8.4, RFC 9112 section 7.1'
const CODE = 'RFC 6749 section 4.1.2 and appendix A.11'

function odd(
  id: string,
  says: string,
  clause: string,
  bend: OidcBend,
  more: More & { readonly owed?: Owed } = {},
) {
  return misbehaviour('oidc-benign', `oidc-${id}`, says, more.owed ?? 'acceptance', clause, bend, more)
}

const code = (text: string): OidcBend => ({
  answer: (honest, { codeNamed }) => ({
    ...honest,
    parameters: honest.parameters.map(([name, value]) => [
      name,
      name === 'code' ? codeNamed(text.replace('*', value)) : value,
    ]),
  }),
})
const more = (parameters: (facts: Facts) => Parameters): OidcBend => ({
  answer: (honest, facts) => ({ ...honest, parameters: [...honest.parameters, ...parameters(facts)] }),
})
const bothAnswers = (change: (honest: Answer) => Answer): OidcBend => ({
  tokenAnswer: change,
  userInfoAnswer: change,
})

/** Fifty claims of every JSON type that no relying party knows. */
const unknownClaims: Readonly<Record<string, unknown>> = Object.fromEntries(
  Array.from({ length: 50 }, (_, n) => [
    `https://idp.example/claims/${n}`,
    [n, `text ${n}`, n % 2 === 0, null, [n, [n]], { nested: { n } }, 1.5 + n][n % 7],
  ]),
)

/** Claims by names that mean something inside a user pool; unmapped, they mean nothing. */
const poolClaims = {
  'custom:role': 'admin',
  'cognito:groups': ['admin'],
  'cognito:roles': ['arn:aws:iam::000000000000:role/admin'],
  'cognito:preferred_role': 'arn:aws:iam::000000000000:role/admin',
  'cognito:username': 'somebody-else',
  identities: [{ providerName: 'Other', userId: 'somebody-else' }],
  token_use: 'access',
  client_id: 'another-client',
  scope: 'aws.cognito.signin.user.admin',
  username: 'somebody-else',
}

function gzipped(answer: Answer): Answer {
  return {
    ...answer,
    body: gzipSync(answer.body),
    headers: [...answer.headers, ['Content-Encoding', 'gzip']],
  }
}

function chunked(answer: Answer): Answer {
  return { ...answer, headers: [...answer.headers, ['Transfer-Encoding', 'chunked']] }
}

/** Every letter of a name written as an escape. */
function escapedNames(text: string): string {
  const values = JSON.parse(text) as Record<string, unknown>
  const spelt = Object.entries(values).map(([name, value]) => {
    const escapes = [...name].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
    return `"${escapes.join('')}" : ${JSON.stringify(value)}`
  })
  return `{ ${spelt.reverse().join(' , ')} }`
}

function ecOf(facts: Facts): KeyPair {
  const known = facts.memory.get('ec') as KeyPair | undefined
  const pair = known ?? facts.tenant.keys.ec('P-256')
  facts.memory.set('ec', pair)
  return pair
}

const bothKeys =
  (order: 'rsa first' | 'ec first'): NonNullable<OidcBend['keys']> =>
  (honest, facts) => {
    const other = publicJwk(ecOf(facts), 'ES256')
    return order === 'rsa first' ? [...honest, other] : [other, ...honest]
  }

export const oidcBenign = [
  odd(
    'two-keys-rs256',
    'The key set holds an elliptic curve key before the RSA key that signed',
    'RFC 7517 section 5',
    { keys: bothKeys('ec first') },
    { wholeTenant: true },
  ),
  odd(
    'two-keys-es256',
    'The key set holds an RSA key before the elliptic curve key that signed (ES256)',
    'RFC 7517 section 5',
    {
      keys: bothKeys('rsa first'),
      idToken(claims, facts) {
        const pair = ecOf(facts)
        return compact(members({ alg: 'ES256', kid: pair.kid }), claims, (input) =>
          signature(input, pair.privateKey, 'ES256'),
        )
      },
    },
    { wholeTenant: true },
  ),
  odd(
    'key-members',
    'The key has members that nobody knows, and none of those that may be left out',
    'RFC 7517 section 4',
    {
      keys: (honest) =>
        honest.map((key) =>
          put(key, {
            use: undefined,
            alg: undefined,
            x5t: 'AAAAAAAAAAAAAAAAAAAAAAAAAAA',
            'vendor:rotates': true,
            nbf: 0,
          }),
        ),
    },
    { wholeTenant: true },
  ),
  odd(
    'keys-elsewhere',
    'The key set stands on another host of the provider',
    'OpenID Connect Discovery 1.0 section 3',
    {
      discoveryMembers(honest) {
        const url = new URL(String(readMember(honest, 'jwks_uri')))
        if (!url.hostname.endsWith('localhost')) return undefined
        url.hostname = `keys.${url.hostname}`
        return put(honest, { jwks_uri: url.href })
      },
    },
    { wholeTenant: true },
  ),
  odd(
    'configuration-members',
    'The configuration has members that nobody knows',
    'OpenID Connect Discovery 1.0 section 3',
    {
      discoveryMembers: (honest) => [
        ['vendor_before', '{"nested":[1,null]}'],
        ...honest,
        ['vendor_after', 'null'],
      ],
    },
    { wholeTenant: true },
  ),

  odd(
    'aud-list-first',
    'aud is a list, the client first, with azp',
    'OpenID Connect Core 1.0 section 2 (aud)',
    claiming((_claims, { clientId }) => ({ aud: [clientId, 'another-client'], azp: clientId })),
  ),
  odd(
    'aud-list-last',
    'aud is a list, the client last, with azp',
    'OpenID Connect Core 1.0 section 2 (aud)',
    claiming((_claims, { clientId }) => ({ aud: ['another-client', clientId], azp: clientId })),
  ),
  odd(
    'aud-list-of-one',
    'aud is a list of one',
    'RFC 7519 section 4.1.3',
    claiming((_claims, { clientId }) => ({ aud: [clientId] })),
  ),
  odd(
    'unknown-claims',
    'Fifty claims that nobody knows stand in ID token and userInfo',
    IGNORED,
    inBoth((claims) => put(claims, unknownClaims)),
  ),
  odd(
    'pool-claims',
    'Claims whose names mean something inside a user pool, and which nobody mapped',
    'Amazon Cognito Developer Guide, Specifying identity provider attribute mappings',
    inBoth((claims) => put(claims, poolClaims)),
  ),
  odd(
    'object-claims',
    'Claims whose names every object of some languages has',
    IGNORED,
    inBoth((claims) => [
      ...claims,
      ['__proto__', '{"email":"polluted@idp.example","isAdmin":true}'],
      ['constructor', '{"prototype":{"isAdmin":true}}'],
      ['toString', '"text"'],
    ]),
  ),
  odd(
    'look-alike-claims',
    "Claims whose names differ from email by a letter's case or a space",
    'RFC 7519 section 10.1.1 (names are case-sensitive)',
    inBoth((claims) => [
      ['Email', '"other@idp.example"'],
      ['email ', '"other@idp.example"'],
      ...claims,
      ['EMAIL', '"other@idp.example"'],
    ]),
  ),
  odd(
    'header-members',
    'The header of the ID token has members that nobody knows',
    'RFC 7515 section 4',
    headed(() => ({ 'x-vendor': { nested: 1 }, 'x-rotation': 7 })),
  ),
  odd(
    'without-typ',
    'The header of the ID token has no typ',
    'RFC 7519 section 5.1',
    headed(() => ({ typ: undefined })),
  ),
  odd(
    'nested-claims',
    'A claim has ten levels',
    'RFC 8259 section 9',
    inBoth((claims) => [...claims, ['deep', `${'{"a":'.repeat(10)}1${'}'.repeat(10)}`]]),
  ),
  odd(
    'far-expiry',
    'exp is in a year',
    'RFC 7519 section 4.1.4',
    claiming((_claims, { now }) => ({ exp: now + 365 * 24 * 3600 })),
  ),
  odd(
    'iat-ahead',
    'iat is thirty seconds ahead',
    'OpenID Connect Core 1.0 section 3.1.3.7',
    claiming((_claims, { now }) => ({ iat: now + 30 })),
    { owed: 'unsettled' },
  ),

  odd('token-members', 'The token answer has members that nobody knows', UNKNOWN, {
    tokenMembers: (honest) =>
      put(honest, {
        scope: 'openid email',
        refresh_token: 'a-refresh-token',
        id_token_expires_in: 3600,
        vendor: { nested: [1, null] },
      }),
  }),
  odd('token-type-lower-case', 'token_type is bearer', 'RFC 6749 section 5.1 (without regard to case)', {
    tokenMembers: (honest) => put(honest, { token_type: 'bearer' }),
  }),
  odd('token-type-upper-case', 'token_type is BEARER', 'RFC 6749 section 5.1 (without regard to case)', {
    tokenMembers: (honest) => put(honest, { token_type: 'BEARER' }),
  }),
  odd(
    'media-type-parameter',
    'The media type has a parameter',
    'RFC 9110 section 8.3.1',
    bothAnswers((honest) => withType(honest, 'application/json;charset=UTF-8')),
  ),
  odd(
    'media-type-capitals',
    'The media type is in capitals',
    'RFC 9110 section 8.3.1',
    bothAnswers((honest) => withType(honest, 'APPLICATION/JSON')),
  ),
  odd(
    'json-spread-out',
    'The JSON is spread over lines',
    JSON_TEXT,
    bothAnswers((honest) =>
      withBody(honest, `\r\n${JSON.stringify(JSON.parse(textOf(honest)), null, '\t')}\n`),
    ),
  ),
  odd(
    'json-escapes',
    'The names in the JSON are written as escapes, in reverse order',
    JSON_TEXT,
    bothAnswers((honest) => withBody(honest, escapedNames(textOf(honest)))),
  ),
  odd('claims-escapes', 'The names of the claims in the ID token are written as escapes', JSON_TEXT, {
    idToken: (claims, facts) => signedBy(facts, facts.header, escapedNames(jsonText(claims))),
  }),
  odd('chunked', 'The answers of the back channel come in chunks', TRANSFER, bothAnswers(chunked)),
  odd('gzip', 'The answers of the back channel are compressed, unasked', TRANSFER, bothAnswers(gzipped), {
    owed: 'unsettled',
  }),
  odd('slow-two-seconds', 'The token answer comes after two seconds', 'RFC 6749 section 4.1.4', {
    tokenAnswer: (honest) => ({ ...honest, delivery: { delayMs: 2000 } }),
  }),

  odd(
    'access-token-long',
    'The access token has two kilobytes, with slashes, plus signs and padding',
    'RFC 6750 section 2.1',
    {
      tokenMembers: (honest, { accessTokenNamed }) =>
        put(honest, { access_token: accessTokenNamed(`${'a/b+c~d.'.repeat(255)}====`) }),
    },
  ),
  odd('code-long', 'The code has two kilobytes', CODE, code(`*${'c'.repeat(2000)}`)),
  odd(
    'code-reserved-characters',
    'The code holds characters that a query must escape',
    CODE,
    code('*+/=%26&?#%'),
  ),
  odd('code-space', 'The code holds a space', CODE, code('* and more')),
  odd(
    'answer-members',
    'Parameters that nobody knows stand beside code and state',
    'RFC 6749 section 4.1.2 (unknown ones are ignored)',
    more(() => [
      ['session_state', 'abc.def'],
      ['scope', 'openid email'],
      ['vendor', ''],
    ]),
  ),
  odd(
    'answer-iss',
    "The provider's own iss stands beside code and state",
    'RFC 9207 section 2',
    more(({ issuer }) => [['iss', issuer]]),
  ),
  odd(
    'answer-form-post',
    'The answer comes as a form that the browser posts',
    'OAuth 2.0 Form Post Response Mode',
    { answer: (honest) => ({ ...honest, mode: 'form_post' }) },
  ),

  odd(
    'name-2048-characters',
    'name has 2048 characters',
    'Amazon Cognito Developer Guide, Specifying identity provider attribute mappings',
    claimInBoth({ name: 'n'.repeat(2048) }),
  ),
  odd(
    'name-combining-marks',
    'name holds combining marks, and a mark that turns the direction',
    'RFC 8259 section 8.1',
    claimInBoth({ name: 'Zoe\u0308 \u202eabc\u202c' }),
  ),
  odd(
    'name-hostile-text',
    'name holds quotes, markup, braces and line breaks',
    'RFC 8259 section 7',
    claimInBoth({ name: `"'><script>alert(1)</script>{{7*7}}\${jndi:x}\r\nX-Injected: yes` }),
  ),
  odd(
    'email-verified-text',
    'email_verified is the text true',
    'OpenID Connect Core 1.0 section 5.1',
    claimInBoth({ email_verified: 'true' }),
  ),
  odd(
    'email-verified-false',
    'email_verified is false',
    'OpenID Connect Core 1.0 section 5.1',
    claimInBoth({ email_verified: false }),
  ),
  odd(
    'email-verified-absent',
    'email_verified is missing',
    'OpenID Connect Core 1.0 section 5.1',
    claimInBoth({ email_verified: undefined }),
  ),
]
