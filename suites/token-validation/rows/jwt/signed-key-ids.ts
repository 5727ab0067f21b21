/**
 * Tokens that the issuer signed, and whose key id does not say with which key.
 *
 * The JWT authorizer of HTTP APIs and the user pool's federation document that the id is looked up; a validator that
 * has but one key may do without (RFC 7515, section 4.1.4; OpenID Connect Core 1.0, section 10.1).
 */
import fc from 'fast-check'
import type { JwtRow } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { base64urlText, everywhere } from '../../../../fixtures/fuzzing/jwt/row.ts'
import { publishedKeysFor, withHeader } from './making.ts'
import { only, withMoreText, wrong } from './signed.ts'

const LOOKED_UP = only('http-authorizer', 'oidc-id-token')

const NEARLY: Readonly<Record<string, (kid: string) => string>> = {
  'other-case': (kid) => (kid === kid.toLowerCase() ? kid.toUpperCase() : kid.toLowerCase()),
  longer: (kid) => `${kid}x`,
  shorter: (kid) => kid.slice(0, -1),
  'space-after': (kid) => `${kid} `,
}

export const signedKeyIdRows: readonly JwtRow[] = [
  wrong({
    id: 'signed-without-key-id',
    says: 'The signature is right, and there is no key id',
    class: 'issuer-key-id',
    verdict: LOOKED_UP,
    divides: 'key-id-absent',
    sweep: [null],
    parameter: fc.constant(null),
    apply: (draft) => withHeader(draft, { kid: undefined }),
  }),
  wrong({
    id: 'signed-under-unknown-key-id',
    says: 'The signature is right, and the key id names no key',
    class: 'issuer-key-id',
    verdict: LOOKED_UP,
    divides: 'key-id-unknown',
    sweep: ['unknown', ''],
    parameter: fc.oneof(fc.constantFrom('unknown', ''), base64urlText(32, 'x')),
    apply: (draft, kid) => withHeader(draft, { kid }),
  }),
  wrong({
    id: 'signed-under-nearly-its-key-id',
    says: 'The signature is right, and the key id is that of its key but for its case, its end or a space',
    class: 'issuer-key-id',
    verdict: LOOKED_UP,
    divides: 'key-id-unknown',
    sweep: Object.keys(NEARLY),
    parameter: fc.constantFrom(...Object.keys(NEARLY)),
    apply: (draft, how) => {
      const own = draft.header.get('kid')
      const kid = typeof own === 'string' ? NEARLY[how]?.(own) : undefined
      return kid === undefined || kid === own ? undefined : withHeader(draft, { kid })
    },
  }),
  wrong({
    id: 'signed-under-other-key-id',
    says: 'The signature is right, and the key id is that of another published key',
    class: 'issuer-key-id',
    // AWS's user pools are documented to see that the id is listed, and this one is.
    verdict: only('http-authorizer'),
    divides: 'key-id-of-other-key',
    unless: (scene) =>
      publishedKeysFor(scene).length < 2 ? 'the issuer publishes no second key' : undefined,
    sweep: [1],
    parameter: fc.integer({ min: 1, max: 4 }),
    apply: (draft, key, scene) => {
      const others = publishedKeysFor(scene)
        .map(({ jwk }) => jwk['kid'])
        .filter((kid) => kid !== undefined && kid !== scene.held?.kid)
      const kid = others[(key - 1) % Math.max(1, others.length)]
      return kid === undefined ? undefined : withHeader(draft, { kid })
    },
  }),
  wrong({
    id: 'key-id-twice-last-unknown',
    says: 'The header has the key id twice, and the last one names no key',
    class: 'issuer-key-id',
    // Which of the two counts is the parser's (RFC 8259, section 4).
    verdict: everywhere('either'),
    divides: 'duplicate-members',
    sweep: ['kid', '\\u006bid'],
    parameter: fc.constantFrom('kid', '\\u006bid', 'k\\u0069d'),
    apply: (draft, name) => withMoreText(draft, `,"${name}":"unknown"`),
  }),
]
