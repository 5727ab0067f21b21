/**
 * Genuine and forged tokens brought to a header in other ways than it is documented: under another scheme, twice, beside
 * others, in the query, in a cookie, not at all.
 * @see RFC 6750, section 2; RFC 9110, sections 5.3, 5.5 and 11
 */
import fc from 'fast-check'
import type { Carriage, JwtDraft, JwtRow, JwtScene } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { at, everywhere, jwtRow } from '../../../../fixtures/fuzzing/jwt/row.ts'
import { attackerSeal, forged, NOBODY, withClaims } from './making.ts'
import { inHeader } from './surgery.ts'

const carried = { layer: 'carriage', gravity: 2 } as const

/** What takes a token in the header alone, by its documents. Elsewhere it may be looked for in other places too. */
const bearersOnly = inHeader(at({ 'user-info': 'refuse', 'http-authorizer': 'refuse' }, 'either'))

/** Somebody else's name under the attacker's signature: `$token` is this one, `$base` the genuine one. */
function forgedDraft(draft: JwtDraft, scene: JwtScene): JwtDraft {
  const another = forged(draft, scene)
  const other = another === draft ? withClaims(draft, { sub: NOBODY }) : another
  return { ...other, seal: attackerSeal(scene, String(draft.header.get('alg'))) }
}

const by = (carriage: Carriage) => (draft: JwtDraft) => ({ ...draft, carriage })

/** A row whose parameter is the name of a way. */
function ways(
  row: Pick<JwtRow, 'id' | 'says' | 'class' | 'verdict'> & Partial<Pick<JwtRow, 'gravity' | 'divides'>>,
  carriages: Readonly<Record<string, Carriage>>,
  change: (draft: JwtDraft, scene: JwtScene) => JwtDraft = (draft) => draft,
): JwtRow {
  const names = Object.keys(carriages)
  return jwtRow<string>({
    ...carried,
    ...row,
    sweep: names,
    parameter: fc.constantFrom(...names),
    apply: (draft, name, scene) => by(carriages[name]!)(change(draft, scene)),
  })
}

const one = (value: string): Carriage => ({ authorization: [value] })

/** Names that no standard has. */
const QUERY = { token: '$token', Authorization: 'Bearer $token' } as const
const COOKIES = ['access_token', 'id_token', 'token', 'jwt', 'Authorization', 'session'] as const

/** Identities that a proxy would have put there. */
const SIDE_HEADERS: Readonly<Record<string, string>> = {
  'x-amzn-oidc-data': '$token',
  'x-amzn-oidc-accesstoken': '$token',
  'x-amzn-oidc-identity': NOBODY,
  'x-forwarded-user': 'admin',
  'x-forwarded-access-token': '$token',
  'remote-user': 'admin',
  'x-apigateway-event': '%7B%22requestContext%22%3A%7B%7D%7D',
}

const PATHS: Readonly<Record<string, (path: string) => string>> = {
  'final-slash': (path) => `${path}/`,
  'two-slashes': (path) => `/${path}`,
  'lower-case': (path) => path.toLowerCase(),
  parameter: (path) => `${path};x`,
  'dot-segment': (path) => `/.${path}`,
}

const both = (first: string, second: string): Carriage => ({ authorization: [first, second] })
const [GOOD, BAD] = ['Bearer $base', 'Bearer $token']

export const carriageRows: readonly JwtRow[] = [
  // Nothing that could be taken.
  ways(
    {
      id: 'no-token',
      says: 'There is no token: no header, an empty one, or a scheme alone',
      class: 'no-token',
      gravity: 0,
      verdict: inHeader(everywhere('refuse')),
    },
    {
      'no-header': { authorization: [] },
      'empty-header': one(''),
      'scheme-alone': one('Bearer'),
      'scheme-and-space': one('Bearer '),
    },
  ),
  ways(
    {
      id: 'side-headers',
      says: 'There is no token, but a header in which a proxy would have put an identity',
      class: 'no-token',
      gravity: 0,
      verdict: inHeader(everywhere('refuse')),
    },
    Object.fromEntries(
      Object.entries(SIDE_HEADERS).map(([name, value]) => [
        name,
        { authorization: [], headers: [[name, value]] },
      ]),
    ),
    forgedDraft,
  ),
  ways(
    {
      id: 'in-query',
      says: 'The token stands in the query as access_token, and in no header',
      class: 'carriage',
      gravity: 1,
      // RFC 6750, section 2.3, allows it; what is documented of userInfo is the header alone.
      verdict: inHeader(at({ 'http-authorizer': 'refuse' }, 'either')),
    },
    { access_token: { authorization: [], query: { access_token: '$token' } } },
  ),
  ways(
    {
      id: 'in-query-otherwise',
      says: 'The token stands in the query under a name that no standard has, and in no header',
      class: 'carriage',
      gravity: 1,
      verdict: bearersOnly,
    },
    Object.fromEntries(
      Object.entries(QUERY).map(([name, value]) => [name, { authorization: [], query: { [name]: value } }]),
    ),
  ),
  ways(
    {
      id: 'in-cookie',
      says: 'The token stands in a cookie, and in no other header',
      class: 'carriage',
      gravity: 1,
      verdict: bearersOnly,
    },
    Object.fromEntries(
      COOKIES.map((name) => [name, { authorization: [], headers: [['cookie', `${name}=$token`]] }]),
    ),
  ),
  jwtRow<{ path: string; method: string }>({
    id: 'other-path',
    says: 'There is no token, and the path or the method is another',
    class: 'carriage',
    ...carried,
    gravity: 1,
    verdict: inHeader(at({ 'user-info': 'refuse' }, 'either')),
    sweep: [
      ...Object.keys(PATHS).map((path) => ({ path, method: 'GET' })),
      { path: 'as-it-is', method: 'HEAD' },
      { path: 'as-it-is', method: 'POST' },
    ],
    parameter: fc.record({
      path: fc.constantFrom(...Object.keys(PATHS)),
      method: fc.constantFrom('GET', 'POST', 'HEAD'),
    }),
    apply: (draft, { path, method }) =>
      by({ authorization: [], method, ...(PATHS[path] === undefined ? {} : { path: PATHS[path] }) })(draft),
  }),
  ways(
    {
      id: 'in-form',
      says: 'The token stands in a form, and in no header',
      class: 'carriage',
      // RFC 6750, section 2.2, allows it; what is documented of userInfo is the header alone.
      verdict: inHeader(everywhere('either')),
    },
    { access_token: { authorization: [], form: { access_token: '$token' } } },
  ),
  // The genuine token, under something else than its scheme.
  ways(
    {
      id: 'scheme-case',
      says: 'The scheme has other capitals',
      class: 'carriage',
      verdict: inHeader(everywhere('either')),
    },
    { lower: one('bearer $token'), upper: one('BEARER $token'), mixed: one('bEaReR $token') },
  ),
  ways(
    {
      id: 'without-scheme',
      says: 'The token stands in the header without a scheme',
      class: 'carriage',
      // What an HTTP API documents of this is a row of its own.
      verdict: inHeader(at({ 'http-authorizer': 'none' }, 'either')),
    },
    { bare: one('$token') },
  ),
  ways(
    { id: 'other-scheme', says: 'The token has another scheme', class: 'carriage', verdict: bearersOnly },
    Object.fromEntries(
      ['Basic $token', 'Token $token', 'JWT $token', 'DPoP $token', 'Bearer:$token'].map((value) => [
        value.replace('$token', '').trim(),
        one(value),
      ]),
    ),
  ),
  ways(
    {
      id: 'scheme-without-space',
      says: 'Nothing stands between scheme and token',
      class: 'carriage',
      // API Gateway says of the token that it is prefixed with the scheme, and shows no space.
      verdict: inHeader(everywhere('either')),
    },
    { glued: one('Bearer$token') },
  ),
  ways(
    {
      id: 'white-space-after-scheme',
      says: 'More than one space, or a tab, stands between scheme and token',
      class: 'carriage',
      verdict: inHeader(everywhere('either')),
    },
    { 'two-spaces': one('Bearer  $token'), tab: one('Bearer\t$token') },
  ),
  ways(
    {
      id: 'separator-after-scheme',
      says: 'Something that is no space stands between scheme and token',
      class: 'carriage',
      verdict: bearersOnly,
    },
    { 'no-break-space': one('Bearer\u00a0$token'), percent: one('Bearer%20$token') },
  ),
  ways(
    { id: 'quoted-in-header', says: 'The token is quoted', class: 'carriage', verdict: bearersOnly },
    { double: one('Bearer "$token"'), single: one("Bearer '$token'") },
  ),
  // A good one and a bad one: never taken for the bearer of the bad one.
  ways(
    {
      id: 'two-headers',
      says: 'There are two Authorization headers, one of them with a forged token',
      class: 'carriage',
      verdict: inHeader(everywhere('either')),
    },
    { 'forged-last': both(GOOD, BAD), 'forged-first': both(BAD, GOOD) },
    forgedDraft,
  ),
  ways(
    {
      id: 'two-headers-alike',
      says: 'There are two Authorization headers with the same genuine token',
      class: 'carriage',
      verdict: inHeader(everywhere('either')),
    },
    { twice: both(BAD, BAD) },
  ),
  ways(
    {
      id: 'comma-joined',
      says: 'The header has two tokens with a comma between them, one of them forged',
      class: 'carriage',
      verdict: inHeader(everywhere('either')),
    },
    { 'forged-last': one(`${GOOD}, ${BAD}`), 'forged-first': one(`${BAD}, ${GOOD}`) },
    forgedDraft,
  ),
  ways(
    {
      id: 'forged-in-header',
      says: 'The header has a forged token, while the genuine one stands in another place',
      class: 'carriage',
      gravity: 0,
      verdict: inHeader(at({ 'http-api': 'either' }, 'refuse')),
    },
    {
      query: { query: { access_token: '$base' } },
      cookie: { headers: [['cookie', 'access_token=$base']] },
    },
    forgedDraft,
  ),
  ways(
    {
      id: 'forged-elsewhere',
      says: 'The header has the genuine token, while a forged one stands in another place',
      class: 'carriage',
      verdict: inHeader(everywhere('either')),
    },
    {
      query: { ...one(GOOD), query: { access_token: '$token' } },
      cookie: { ...one(GOOD), headers: [['cookie', 'access_token=$token']] },
    },
    forgedDraft,
  ),
  jwtRow({
    id: 'long-header',
    says: 'So many characters that are no token stand in its place',
    class: 'no-token',
    ...carried,
    verdict: inHeader(everywhere('refuse')),
    // Longer ones are cut off by many a server before anybody has read them.
    sweep: [4000, 8000],
    parameter: fc.integer({ min: 1000, max: 8000 }),
    apply: (draft, length) => by(one(`Bearer ${'a'.repeat(length)}`))(draft),
  }),
]
