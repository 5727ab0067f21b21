/**
 * Properly signed tokens whose header holds more than it needs, or what belongs to something else: mostly to be ignored
 * (RFC 7515, section 4), sometimes a reason to refuse (RFC 7519, section 7.2; RFC 8725, sections 3.3 and 3.11).
 */
import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import type { JwtRow } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { signAsIssuer } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { everywhere } from '../../../../fixtures/fuzzing/jwt/row.ts'
import type { Json } from '../../../../fixtures/fuzzing/model.ts'
import { forgery } from './forgery.ts'
import { attackerSeal, forged, jwkOf, NOBODY, withHeader } from './making.ts'
import { odd, wrong } from './signed.ts'
import { inBody } from './surgery.ts'

const TYPES = [
  'at+jwt',
  'dpop+jwt',
  'logout+jwt',
  'secevent+jwt',
  'application/jwt',
  'jwt',
  'JOSE',
  'JOSE+JSON',
  '',
] as const

/** Each with a value of the shape that it has in an encrypted token. */
const ENCRYPTION: Readonly<Record<string, Json>> = {
  enc: 'A256GCM',
  epk: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' },
  apu: 'AA',
  iv: 'AAAAAAAAAAAAAAAA',
  tag: 'AAAAAAAAAAAAAAAAAAAAAA',
  p2s: 'AAAAAAAAAAA',
  p2c: 1000,
}

/** Claims of somebody else; a load balancer's tokens do have some of these in their header. */
const CLAIMS: Readonly<Record<string, Json>> = {
  iss: 'https://attacker.example',
  aud: 'other-client',
  sub: NOBODY,
  exp: 1,
}

const WRONG_TYPES: readonly Json[] = [5, ['JWT'], {}, null, true]

/** Members to be changed after signing, each as it would mean something to somebody. */
const AFTERWARDS: readonly Readonly<Record<string, Json>>[] = [
  { typ: 'at+jwt' },
  { crit: ['x'], x: true },
  { zip: 'DEF' },
  { cty: 'JWT' },
  { 'x-test': 1 },
]

const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url')

export const headerMemberRows: readonly JwtRow[] = [
  forgery({
    id: 'header-changed-after-signing',
    says: 'The header was changed as well as the content; the signature is that of the base',
    class: 'content',
    sweep: AFTERWARDS.map((_, change) => ({ change })) as [{ change: number }],
    parameter: fc.record({ change: fc.nat(AFTERWARDS.length - 1) }),
    apply: (draft, { change }) => withHeader(draft, AFTERWARDS[change] ?? {}),
  }),
  odd<null>({
    id: 'compression-idle',
    says: 'The header says that the payload is compressed, which it is not',
    class: 'honest-dress',
    sweep: [null],
    parameter: fc.constant(null),
    apply: (draft) => withHeader(draft, { zip: 'DEF' }),
  }),
  wrong<null>({
    id: 'payload-compressed',
    says: 'The payload is compressed, as the header says; only encrypted tokens may be',
    class: 'payload',
    sweep: [null],
    parameter: fc.constant(null),
    apply: (draft) => ({
      ...withHeader(draft, { zip: 'DEF' }),
      payload: draft.payload.written(deflateRawSync(draft.payload.bytes)),
    }),
  }),
  odd<string>({
    id: 'other-type',
    says: 'typ names another kind of token, or this one otherwise',
    class: 'honest-dress',
    divides: 'type-of-token',
    sweep: ['at+jwt', 'logout+jwt', 'JOSE', ''],
    parameter: fc.constantFrom<string>(...TYPES),
    apply: (draft, typ) => withHeader(draft, { typ }),
  }),
  odd<Json>({
    id: 'type-of-wrong-type',
    says: 'typ is no string',
    class: 'honest-dress',
    divides: 'type-of-token',
    sweep: [5, ['JWT'], {}],
    parameter: fc.constantFrom<Json>(...WRONG_TYPES),
    apply: (draft, typ) => withHeader(draft, { typ }),
  }),
  odd<null>({
    id: 'content-type-idle',
    says: 'cty says that the payload is a token, which it is not',
    class: 'honest-dress',
    sweep: [null],
    parameter: fc.constant(null),
    apply: (draft) => withHeader(draft, { cty: 'JWT' }),
  }),
  wrong<'attacker' | 'none'>({
    id: 'token-within',
    says: 'The payload is a token that an attacker signed, or nobody; the outer signature is right',
    class: 'payload',
    sweep: ['none', 'attacker'],
    parameter: fc.constantFrom('none', 'attacker'),
    apply: (draft, by, scene) => {
      const payload = forged(draft, scene).payload.bytes.toString('base64url')
      const header = encode({ ...(by === 'none' ? { alg: 'none' } : { alg: 'RS256' }) })
      const input = `${header}.${payload}`
      const signature =
        by === 'none'
          ? ''
          : attackerSeal(scene)(Buffer.from(input), { header, payload }).toString('base64url')
      return {
        ...withHeader(draft, { cty: 'JWT' }),
        payload: draft.payload.written(`${input}.${signature}`),
      }
    },
  }),
  odd<null>({
    id: 'own-token-within',
    says: 'The payload is a token that the same key signed',
    class: 'payload',
    layer: 'seal',
    divides: 'nested-token',
    sweep: [null],
    parameter: fc.constant(null),
    apply: (draft, _none, scene) => {
      const [header, payload] = [draft.header, draft.payload].map((part) => part.bytes.toString('base64url'))
      const input = `${header}.${payload}`
      const signature = signAsIssuer(scene, Buffer.from(input)).toString('base64url')
      return {
        ...withHeader(draft, { cty: 'JWT' }),
        payload: draft.payload.written(`${input}.${signature}`),
      }
    },
  }),
  odd<string>({
    id: 'claims-in-header',
    says: 'The header holds claims that differ from those of the payload',
    class: 'honest-dress',
    sweep: ['iss', 'sub', 'exp'],
    parameter: fc.constantFrom(...Object.keys(CLAIMS)),
    apply: (draft, name) => withHeader(draft, { [name]: CLAIMS[name] }),
  }),
  odd<string>({
    id: 'encryption-members',
    says: 'The header holds a member of encrypted tokens',
    class: 'honest-dress',
    divides: 'encryption-members',
    sweep: ['enc', 'epk', 'p2c'],
    parameter: fc.constantFrom(...Object.keys(ENCRYPTION)),
    apply: (draft, name) => withHeader(draft, { [name]: ENCRYPTION[name] }),
  }),
  odd<null>({
    id: 'idle-embedded-key',
    says: 'The header brings a key along with which the token was not signed',
    class: 'honest-dress',
    sweep: [null],
    parameter: fc.constant(null),
    apply: (draft, _none, { attacker }) => withHeader(draft, { jwk: jwkOf(attacker.rsa().publicKey) }),
  }),
  odd<number>({
    id: 'large-header',
    says: 'The header has a member of some thousand characters',
    class: 'honest-dress',
    divides: 'size',
    sweep: [1_000, 8_000, 64_000],
    parameter: fc.integer({ min: 1_000, max: 64_000 }),
    apply: (draft, size) => withHeader(draft, { 'x-large': 'A'.repeat(size) }),
  }),
  forgery({
    id: 'huge-header',
    says: 'The header has a member, a key id or very many members of some hundred thousand characters altogether',
    class: 'exhausting',
    exhausts: true,
    // So long a header may end a connection without an answer.
    verdict: inBody(everywhere('refuse')),
    sweep: [{ what: 'member' }, { what: 'key-id' }, { what: 'members' }],
    parameter: fc.record({ what: fc.constantFrom('member', 'key-id', 'members') }),
    apply: (draft, { what }) => {
      if (what !== 'members')
        return withHeader(draft, { [what === 'member' ? 'x-huge' : 'kid']: 'A'.repeat(200_000) })
      const more = Array.from({ length: 20_000 }, (_, index) => ({ name: `"x${index}"`, value: '1' }))
      return { ...draft, header: draft.header.append(...more) }
    },
  }),
]
