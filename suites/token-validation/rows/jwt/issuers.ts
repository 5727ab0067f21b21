/** Tokens of another issuer, and of one whose name is nearly the right one. Issuers are compared character by character. */
import fc from 'fast-check'
import type { JwtRow } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { jwtRow } from '../../../../fixtures/fuzzing/jwt/row.ts'
import {
  allBut,
  another,
  OPERATION,
  owed,
  POOL,
  POOL_OIDC,
  refusedBy,
  refusedByAll,
  STS,
  signedWith,
  USER_INFO,
  type VerdictOf,
  wrongIssuer,
} from './claims.ts'
import { attackerSeal, jwkOf, thumbprint, withClaims, withHeader } from './making.ts'

const REGION = /[a-z]{2}(?:-[a-z]+)+-\d/g

/** Gives the issuer itself where it names no region. */
const inRegion = (issuer: string, region: string) => issuer.replaceAll(REGION, region)

type Rewrite = (issuer: string) => string | undefined

const OTHERS = {
  'another-pool': (issuer) => (new URL(issuer).pathname === '/' ? undefined : another(issuer)),
  'another-host': (issuer) => `https://issuer.example${new URL(issuer).pathname}`,
  'another-region': (issuer) => inRegion(issuer, issuer.includes('us-west-2') ? 'eu-west-1' : 'us-west-2'),
  'no-such-region': (issuer) => inRegion(issuer, 'xx-nowhere-9'),
  'another-provider': () => 'https://accounts.google.com',
} satisfies Readonly<Record<string, Rewrite>>

const otherNames = Object.keys(OTHERS) as (keyof typeof OTHERS)[]

const anotherIssuer = jwtRow<keyof typeof OTHERS>({
  id: 'another-issuer',
  says: 'Names another issuer, under the right key',
  class: 'issuer',
  layer: 'claims',
  gravity: 1,
  signs: true,
  verdict: wrongIssuer,
  sweep: otherNames,
  parameter: fc.constantFrom(...otherNames),
  apply: (draft, how, { issuer }) => {
    const iss = OTHERS[how](issuer)
    return iss === undefined || iss === issuer ? undefined : signedWith(draft, { iss })
  },
})

const FORWARDED = ['X-Forwarded-Host', 'X-Original-Host', 'Forwarded'] as const

const issuerBesideItsHost = jwtRow<(typeof FORWARDED)[number]>({
  id: 'another-issuer-beside-its-host',
  says: 'Names another issuer, in a request that was forwarded from there, as it says',
  class: 'issuer',
  layer: 'claims',
  gravity: 1,
  signs: true,
  verdict: (place) => (place.inHeader ? wrongIssuer(place) : undefined),
  sweep: FORWARDED,
  parameter: fc.constantFrom(...FORWARDED),
  apply: (draft, name, { issuer }) => {
    const told = name === 'Forwarded' ? 'host=issuer.example;proto=https' : 'issuer.example'
    const headers = [...(draft.carriage.headers ?? []), [name, told] as const]
    return {
      ...signedWith(draft, { iss: `https://issuer.example${new URL(issuer).pathname}` }),
      carriage: { ...draft.carriage, headers },
    }
  },
})

const PATHS = ['/issuer', '/.well-known', '/'] as const

const issuerWithItsOwnKeys = jwtRow<(typeof PATHS)[number]>({
  id: 'issuer-with-keys-of-its-own',
  says: 'Names an issuer of the attacker’s, and is signed with a key of theirs',
  class: 'offered-key',
  layer: 'header',
  gravity: 0,
  verdict: refusedByAll,
  sweep: PATHS,
  parameter: fc.constantFrom(...PATHS),
  apply: (draft, path, scene) => {
    const kid = thumbprint(jwkOf(scene.attacker.rsa().publicKey))
    const iss = scene.canary?.(path) ?? `https://issuer.example${path}`
    const forged = withHeader(withClaims(draft, { iss }), { alg: 'RS256', kid })
    return { ...forged, seal: attackerSeal(scene) }
  },
})

const host = (issuer: string, change: (host: string) => string) =>
  issuer.replace(/^([a-z]+:\/\/)([^/]+)/i, (_all, scheme: string, name: string) => scheme + change(name))

const path = (issuer: string, change: (path: string) => string) => {
  const found = /^[a-z]+:\/\/[^/]+(\/.+)$/i.exec(issuer)?.[1]
  return found === undefined ? undefined : issuer.slice(0, -found.length) + change(found)
}

const otherCase = (text: string) =>
  text.replaceAll(/[A-Za-z]/g, (one) => (one === one.toLowerCase() ? one.toUpperCase() : one.toLowerCase()))

/** Replaces the first letter or dot of the host. */
const lookAlike =
  (from: RegExp, to: string): Rewrite =>
  (issuer) =>
    host(issuer, (name) => name.replace(from, to))

/** The rows by what is near: the id, what is said, and how it is spelled. */
const SPELLINGS: readonly {
  readonly id: string
  readonly says: string
  readonly gravity: 1 | 2
  readonly verdict?: VerdictOf
  readonly ways: Readonly<Record<string, (issuer: string) => string | readonly string[] | undefined>>
}[] = [
  {
    id: 'issuer-with-more',
    says: 'Names an issuer that holds the right one',
    gravity: 1,
    ways: {
      'longer-host': (issuer) => host(issuer, (name) => `${name.replace(/:\d+$/, '')}.issuer.example`),
      'host-glued': (issuer) => `${issuer}.issuer.example`,
      'longer-path': (issuer) => `${issuer}/malicious`,
      'inside-path': (issuer) => `https://issuer.example/${issuer}`,
      'inside-query': (issuer) => `https://issuer.example/?${issuer}`,
      'one-more-character': (issuer) => `${issuer}x`,
    },
  },
  {
    id: 'issuer-slash-and-scheme',
    says: 'Ends the right issuer with slashes, or begins it with another scheme',
    gravity: 2,
    // Identity pools know issuers by a key without scheme, and providers whose name ends with a slash by one without.
    verdict: refusedBy(...allBut(OPERATION, USER_INFO, POOL_OIDC)),
    ways: {
      slash: (issuer) => `${issuer}/`,
      'two-slashes': (issuer) => `${issuer}//`,
      'other-scheme': (issuer) =>
        issuer.startsWith('https:') ? `http${issuer.slice(5)}` : issuer.replace(/^http:/, 'https:'),
      'upper-scheme': (issuer) => issuer.replace(/^[a-z]+/, (scheme) => scheme.toUpperCase()),
      backslash: (issuer) => issuer.replace('://', ':\\\\'),
      'scheme-relative': (issuer) => issuer.replace(/^[a-z]+:/, ''),
    },
  },
  {
    id: 'issuer-letter-case',
    says: 'Writes the right issuer in other letters, upper for lower case',
    gravity: 2,
    ways: {
      host: (issuer) => host(issuer, (name) => name.toUpperCase()),
      path: (issuer) => path(issuer, otherCase),
      all: (issuer) => issuer.toUpperCase(),
    },
  },
  {
    id: 'issuer-as-equal-address',
    says: 'Writes an address that leads to the right issuer',
    gravity: 2,
    ways: {
      'user-info': (issuer) => host(issuer, (name) => `a@${name}`),
      port: (issuer) =>
        host(issuer, (name) => (/:\d+$/.test(name) ? name.replace(':', ':0') : `${name}:443`)),
      query: (issuer) => `${issuer}?x`,
      fragment: (issuer) => `${issuer}#x`,
      dot: (issuer) => `${issuer}/.`,
      'dot-dot': (issuer) => `${issuer}/x/..`,
      'percent-slash': (issuer) => path(issuer, (found) => `%2F${found.slice(1)}`),
      'dot-after-host': (issuer) => host(issuer, (name) => name.replace(/(?=:\d+$)|$/, '.')),
    },
  },
  {
    id: 'issuer-look-alike',
    says: 'Writes the right issuer with a character that looks like its own',
    gravity: 2,
    ways: {
      'cyrillic-o': lookAlike(/o/, '\u043e'),
      'cyrillic-a': lookAlike(/a/, '\u0430'),
      'wide-dot': lookAlike(/\./, '\uff0e'),
      'soft-hyphen': lookAlike(/(?<=.)/, '\u00ad'),
      'combining-mark': lookAlike(/(?<=[a-z])/, '\u0301'),
      punycode: lookAlike(/^/, 'xn--'),
    },
  },
  {
    id: 'issuer-list',
    says: 'Names the right issuer in a list',
    gravity: 2,
    ways: {
      'array-with-another': (issuer) => ['https://issuer.example', issuer],
      array: (issuer) => [issuer],
      comma: (issuer) => `https://issuer.example,${issuer}`,
      space: (issuer) => `https://issuer.example ${issuer}`,
    },
  },
]

const spelled = SPELLINGS.map(({ ways, ...row }): JwtRow => {
  const names = Object.keys(ways)
  return jwtRow<string>({
    ...row,
    class: 'issuer-spelling',
    layer: 'claims',
    signs: true,
    verdict: row.verdict ?? wrongIssuer,
    sweep: names,
    parameter: fc.constantFrom(...names),
    apply: (draft, how, { issuer }) => {
      const iss = ways[how]?.(issuer)
      return iss === undefined || iss === issuer ? undefined : signedWith(draft, { iss })
    },
  })
})

/** `left` characters of one end, or of all but that many: shrinks to one that lacks a single character. */
type Cut = { readonly end: 'start' | 'end'; readonly without: number }

const issuerCut = jwtRow<Cut>({
  id: 'issuer-cut',
  says: 'Names a beginning or an end of the right issuer',
  class: 'issuer-spelling',
  layer: 'claims',
  gravity: 1,
  signs: true,
  verdict: wrongIssuer,
  sweep: [
    { end: 'start', without: 1 },
    { end: 'end', without: 1 },
    { end: 'start', without: 12 },
    { end: 'end', without: 12 },
    { end: 'end', without: 1000 },
  ],
  parameter: fc.record({ end: fc.constantFrom('start', 'end'), without: fc.integer({ min: 1, max: 60 }) }),
  apply: (draft, { end, without }, { issuer }) =>
    signedWith(draft, {
      iss: end === 'start' ? issuer.slice(0, Math.max(0, issuer.length - without)) : issuer.slice(without),
    }),
})

/** Identity pools and IAM write issuers without their scheme: there the right one may well be spelled so. */
const withoutScheme = jwtRow<null>({
  id: 'issuer-without-scheme',
  says: 'Names the right issuer without its scheme',
  class: 'issuer-spelling',
  layer: 'claims',
  gravity: 2,
  signs: true,
  verdict: owed({
    refuse: allBut(OPERATION, USER_INFO, POOL, POOL_OIDC, STS),
    either: [OPERATION, USER_INFO, POOL, POOL_OIDC, STS],
  }),
  sweep: [null],
  parameter: fc.constant(null),
  apply: (draft, _none, { issuer }) => {
    const iss = issuer.replace(/^[a-z]+:\/\//i, '')
    return iss === issuer ? undefined : signedWith(draft, { iss })
  },
})

export const issuerRows = [
  issuerWithItsOwnKeys,
  anotherIssuer,
  issuerBesideItsHost,
  ...spelled,
  issuerCut,
  withoutScheme,
]
