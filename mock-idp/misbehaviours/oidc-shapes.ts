/** ID tokens of the provider's own key whose form is odd: payload, number of parts, encodings, other kinds of token. */
import { createCipheriv, publicEncrypt, randomBytes } from 'node:crypto'
import type { OidcBend } from '../oidc/bend.ts'
import { base64url, compact, hmac, signature } from '../oidc/jwt.ts'
import { jsonText, type Members, members, put, putText } from '../oidc/members.ts'
import { ofIdToken, ofVictim, signedBy } from './oidc-make.ts'

const SHAPE = 'RFC 7515 section 7.1, RFC 7519 section 7.2'
const KIND = 'RFC 8725 section 3.11'

/** The honest token, its text changed. */
function reshaped(change: (header: string, payload: string, signed: string) => string): OidcBend {
  return {
    idToken(claims, facts) {
      const [header = '', payload = '', signed = ''] = facts.signed(claims).split('.')
      return change(header, payload, signed)
    },
  }
}

function payloadText(change: (honest: string) => string | Buffer): OidcBend {
  return {
    idToken(claims, { header, key, algorithm }) {
      const input = `${base64url(jsonText(header))}.${base64url(change(jsonText(claims)))}`
      return `${input}.${signature(input, key.privateKey, algorithm).toString('base64url')}`
    },
  }
}

/** An encrypted token (RFC 7516) to the provider's own public key, which anybody could have made. */
function encrypted(plaintext: string, recipient: Parameters<typeof publicEncrypt>[0]): string {
  const [contentKey, iv] = [randomBytes(32), randomBytes(12)]
  const header = base64url('{"alg":"RSA-OAEP","enc":"A256GCM","cty":"JWT"}')
  const cipher = createCipheriv('aes-256-gcm', contentKey, iv).setAAD(Buffer.from(header))
  const text = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()])
  const parts = [publicEncrypt(recipient, contentKey), iv, text, cipher.getAuthTag()]
  return [header, ...parts.map((part) => part.toString('base64url'))].join('.')
}

/** Another kind of token of the same provider: for the same client, but not said to be an ID token. */
function kind(typ: string, change: (claims: Members) => Members): OidcBend {
  return { idToken: (claims, facts) => signedBy(facts, put(facts.header, { typ }), change(claims)) }
}

function hs256ByClientSecret(claims: Members, header: Members, secret: string): string {
  return compact(put(header, { alg: 'HS256' }), claims, (input) => hmac(input, secret))
}

export const oidcShapes = [
  ofIdToken(
    'payload-array',
    'The payload is a list that holds the right object',
    'refusal',
    'RFC 7519 section 7.2',
    payloadText((honest) => `[${honest}]`),
  ),
  ofIdToken(
    'payload-text',
    'The payload is a JSON text',
    'refusal',
    'RFC 7519 section 7.2',
    payloadText(() => '"claims"'),
  ),
  ofIdToken(
    'payload-null',
    'The payload is null',
    'refusal',
    'RFC 7519 section 7.2',
    payloadText(() => 'null'),
  ),
  ofIdToken(
    'payload-empty',
    'The payload is empty',
    'refusal',
    'RFC 7519 section 7.2',
    payloadText(() => ''),
  ),
  ofIdToken(
    'payload-two-objects',
    'A second object with other claims follows the first',
    'refusal',
    'RFC 7519 section 7.2',
    payloadText((honest) => `${honest}{"sub":"second"}`),
  ),
  ofIdToken(
    'payload-utf-16',
    'The JSON of the payload is UTF-16',
    'refusal',
    'RFC 8725 section 3.7',
    payloadText((honest) => Buffer.from(honest, 'utf16le')),
  ),

  ofIdToken(
    'four-parts',
    'A fourth part follows the signature',
    'refusal',
    SHAPE,
    reshaped((...parts) => [...parts, 'AAAA'].join('.')),
  ),
  ofIdToken(
    'parts-permuted',
    'Header and payload have changed places',
    'refusal',
    SHAPE,
    reshaped((h, p, s) => `${p}.${h}.${s}`),
  ),
  ofIdToken(
    'payload-detached',
    'The payload is left out between its dots',
    'refusal',
    'RFC 7515 appendix F',
    reshaped((h, _p, s) => `${h}..${s}`),
  ),
  ofIdToken(
    'signature-hexadecimal',
    'The signature is written in hexadecimal digits',
    'refusal',
    'RFC 7515 section 2',
    reshaped((h, p, s) => `${h}.${p}.${Buffer.from(s, 'base64url').toString('hex')}`),
  ),
  ofIdToken(
    'signature-padded',
    'The signature carries the padding of Base64',
    'refusal-or-genuine',
    'RFC 7515 section 2',
    reshaped((h, p, s) => `${h}.${p}.${s}${'='.repeat((4 - (s.length % 4)) % 4)}`),
  ),
  ofIdToken(
    'line-break-inside',
    'A line break stands in the middle of the signature',
    'refusal-or-genuine',
    'RFC 7515 section 2',
    reshaped((h, p, s) => `${h}.${p}.${s.slice(0, 40)}\n${s.slice(40)}`),
  ),
  ofIdToken(
    'json-serialised',
    'The token comes in the JSON serialisation of a JWS',
    'refusal',
    'RFC 7519 section 3',
    reshaped((h, p, s) => jsonText(members({ protected: h, payload: p, signature: s }))),
  ),
  ofIdToken(
    'encrypted',
    'The token is encrypted, and nobody signed what is inside',
    'refusal',
    'OpenID Connect Core 1.0 section 3.1.3.7',
    {
      idToken: (claims, { key }) =>
        key.publicKey.asymmetricKeyType === 'rsa' ? encrypted(jsonText(claims), key.publicKey) : undefined,
    },
  ),
  ofIdToken(
    'nested-in-itself',
    'The payload is a whole token of the same key',
    'refusal-or-genuine',
    'RFC 7519 section 7.2',
    {
      idToken: (claims, facts) => signedBy(facts, put(facts.header, { cty: 'JWT' }), facts.signed(claims)),
    },
  ),
  ofIdToken(
    'nested-unsigned',
    'The payload is a whole token that nobody signed',
    'refusal',
    'RFC 7519 section 7.2',
    {
      idToken(claims, facts) {
        const inner = compact(members({ alg: 'none' }), ofVictim(claims, facts), () => Buffer.alloc(0))
        return signedBy(facts, put(facts.header, { cty: 'JWT' }), inner)
      },
    },
    ['CVE-2026-29000'],
  ),

  ofIdToken(
    'access-token-type',
    'typ says that it is an access token (at+jwt)',
    'unsettled',
    KIND,
    kind('at+jwt', (claims) => put(claims, { client_id: 'client', scope: 'openid' })),
  ),
  ofIdToken(
    'logout-token',
    'A token that announces a sign-out stands in the place of the ID token',
    'unsettled',
    KIND,
    kind('logout+jwt', (claims) =>
      put(claims, { nonce: undefined, events: { 'http://schemas.openid.net/event/backchannel-logout': {} } }),
    ),
  ),
  ofIdToken(
    'security-event',
    'A security event token stands in the place of the ID token',
    'unsettled',
    KIND,
    kind('secevent+jwt', (claims) =>
      putText(
        claims,
        'events',
        '{"https://schemas.openid.net/secevent/risc/event-type/account-disabled":{}}',
      ),
    ),
  ),
  ofIdToken(
    'hs256-client-secret',
    'HS256 with the client secret, which both sides hold',
    'unsettled',
    'OpenID Connect Core 1.0 section 10.1',
    {
      idToken: (claims, facts) => hs256ByClientSecret(claims, facts.header, facts.clientSecret),
    },
  ),
  ofIdToken(
    'hs256-client-secret-truncated',
    'HS256 with the client secret; all but four bytes of the code are missing',
    'refusal',
    'RFC 7518 section 3.2',
    {
      idToken(claims, facts) {
        const [header, payload, code = ''] = hs256ByClientSecret(
          claims,
          facts.header,
          facts.clientSecret,
        ).split('.')
        return `${header}.${payload}.${Buffer.from(code, 'base64url').subarray(0, 4).toString('base64url')}`
      },
    },
  ),
]
