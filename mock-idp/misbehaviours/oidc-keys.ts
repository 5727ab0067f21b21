/** Wrong key sets. Each belongs to a tenant of its own: the key set carries no sign-in. */
import type { Facts, OidcBend } from '../oidc/bend.ts'
import { base64url, compact, hmac, publicJwk } from '../oidc/jwt.ts'
import { members, put, without } from '../oidc/members.ts'
import { keySetText } from '../oidc/published.ts'
import type { Answer } from '../serve.ts'
import {
  headed,
  instead,
  listing,
  listingOne,
  ofKeySet,
  ofVictim,
  page,
  textOf,
  toCanary,
  withBody,
  withType,
} from './oidc-make.ts'

const LISTED = 'OpenID Connect Core 1.0 section 10.1'
const SET = 'RFC 7517 section 5'
const MEMBERS = 'RFC 7517 sections 4.2 to 4.4'
const KID = 'RFC 7517 section 4.5'
const COGNITO =
  'Amazon Cognito Developer Guide, Using OIDC identity providers with a user pool (kid in tokens and key set)'

const answer = (change: (honest: Answer, facts: Facts) => Answer): OidcBend => ({ jwksAnswer: change })
const body = (text: string): OidcBend => answer((honest) => withBody(honest, text))

const SYMMETRIC = 'a secret that the key set publishes'
const foreignSet = ({ stranger, key }: Facts): string =>
  keySetText([publicJwk({ ...stranger, kid: key.kid }, 'RS256')])

export const oidcKeys = [
  ofKeySet(
    'retired',
    'The key that signed has left the set; another one is there',
    'refusal',
    LISTED,
    listing((_honest, { stranger }) => [publicJwk(stranger, 'RS256')]),
  ),
  ofKeySet(
    'replaced-under-one-kid',
    'Under the kid of the key that signed stands another key',
    'refusal',
    LISTED,
    listing((_honest, { stranger, key }) => [publicJwk({ ...stranger, kid: key.kid }, 'RS256')]),
  ),
  ofKeySet(
    'empty',
    'The set is empty',
    'refusal',
    SET,
    listing(() => []),
  ),
  ofKeySet('without-keys', 'The document is an empty object', 'refusal', SET, body('{}')),
  ofKeySet('list', 'The document is a list', 'refusal', SET, body('[]')),
  ofKeySet('null', 'The list of keys is null', 'refusal', SET, body('{"keys":null}')),
  ofKeySet(
    'object',
    'The keys stand in an object, under their kid',
    'refusal',
    SET,
    answer((honest, { key }) =>
      withBody(
        honest,
        `{"keys":{${JSON.stringify(key.kid)}:${textOf(honest).replace(/^{"keys":\[|\]}$/g, '')}}}`,
      ),
    ),
  ),
  ...([404, 500, 503] as const).map((status) =>
    ofKeySet(
      `error-${status}`,
      `Status ${status}`,
      'refusal',
      SET,
      answer(() => instead(status, '')),
    ),
  ),
  ofKeySet(
    'html',
    'A page in the place of JSON, with status 200',
    'refusal',
    SET,
    answer(() => instead(200, page, 'text/html')),
  ),
  ofKeySet(
    'cut-json',
    'The last character of the JSON is missing',
    'refusal',
    SET,
    answer((honest) => withBody(honest, textOf(honest).slice(0, -1))),
  ),
  ofKeySet(
    'reset',
    'The connection breaks in the middle of the body',
    'refusal',
    SET,
    answer((honest) => ({ ...honest, delivery: { cutAfter: 20 } })),
  ),
  ofKeySet(
    'slow',
    'The set comes after a minute and a half',
    'unsettled',
    SET,
    answer((honest) => ({ ...honest, delivery: { delayMs: 90_000 } })),
    { exhausts: true },
  ),
  ofKeySet(
    'hundred',
    'The set has a hundred keys, the right one last',
    'acceptance',
    SET,
    listing((honest) => [
      ...Array.from({ length: 99 }, (_, n) => put(honest, { kid: `other-${n}` })),
      honest,
    ]),
  ),
  ofKeySet(
    'redirect',
    "The set is said to be elsewhere, where a stranger's key has the right kid",
    'unsettled',
    SET,
    answer((honest, facts) => {
      facts.tenant.canary.set('/jwks', {
        status: 200,
        headers: [['Content-Type', 'application/json']],
        body: foreignSet(facts),
      })
      return toCanary(302, '/jwks')(honest, facts)
    }),
  ),
  ofKeySet(
    'media-type-html',
    'The media type of the set is text/html',
    'unsettled',
    'RFC 7517 section 8.5.2',
    answer((honest) => withType(honest, 'text/html')),
  ),

  ofKeySet('without-kid', 'Neither the only key nor the token has a kid', 'refusal', COGNITO, {
    ...listingOne((honest) => without(honest, 'kid')),
    ...headed(() => ({ kid: undefined })),
  }),
  ofKeySet(
    'key-without-kid',
    'The only key has no kid, the token has one',
    'refusal',
    COGNITO,
    listingOne((honest) => without(honest, 'kid')),
  ),
  ofKeySet(
    'kid-number',
    'The kid of the key is a number, that of the token its digits',
    'refusal',
    'RFC 7517 section 4.5 (text)',
    {
      ...listingOne((honest) => put(honest, { kid: 7 })),
      ...headed(() => ({ kid: '7' })),
    },
  ),
  ofKeySet('kid-path', 'The kid of key and token is a path', 'unsettled', KID, {
    ...listingOne((honest) => put(honest, { kid: '../../etc/passwd' })),
    ...headed(() => ({ kid: '../../etc/passwd' })),
  }),
  ofKeySet('kid-long', 'The kid of key and token has 8 kB', 'unsettled', KID, {
    ...listingOne((honest) => put(honest, { kid: 'k'.repeat(8192) })),
    ...headed(() => ({ kid: 'k'.repeat(8192) })),
  }),
  ofKeySet(
    'kid-twice-wrong-first',
    'Two keys of one kid, the wrong one first',
    'unsettled',
    KID,
    listing((honest, { stranger, key }) => [publicJwk({ ...stranger, kid: key.kid }, 'RS256'), honest]),
  ),
  ofKeySet(
    'kid-twice-wrong-last',
    'Two keys of one kid, the wrong one last',
    'unsettled',
    KID,
    listing((honest, { stranger, key }) => [honest, publicJwk({ ...stranger, kid: key.kid }, 'RS256')]),
  ),
  ofKeySet(
    'private-members',
    'The private half of the key stands in the set',
    'unsettled',
    'RFC 7517 section 9.2',
    listingOne((honest, { key }) => put(honest, { ...key.privateKey.export({ format: 'jwk' }) })),
  ),
  ofKeySet(
    'symmetric',
    'A symmetric key stands in the set, and the token is HS256 by it: anybody can read it',
    'unsettled',
    'RFC 8725 section 3.1',
    {
      keys: (honest) => [
        ...honest,
        members({ kty: 'oct', kid: 'symmetric', alg: 'HS256', k: base64url(SYMMETRIC) }),
      ],
      idToken: (claims, facts) =>
        compact(members({ alg: 'HS256', kid: 'symmetric' }), ofVictim(claims, facts), (input) =>
          hmac(input, SYMMETRIC),
        ),
    },
  ),
  ofKeySet(
    'use-encryption',
    'The key is for encryption (use)',
    'refusal',
    MEMBERS,
    listingOne((honest) => put(honest, { use: 'enc' })),
  ),
  ofKeySet(
    'operations-encryption',
    'The key is for encryption (key_ops)',
    'refusal',
    MEMBERS,
    listingOne((honest) => put(without(honest, 'use'), { key_ops: ['encrypt'] })),
  ),
  ofKeySet(
    'other-algorithm',
    'The key is for another algorithm (alg) than the token',
    'refusal',
    MEMBERS,
    listingOne((honest) => put(honest, { alg: 'RS512' })),
  ),
]
