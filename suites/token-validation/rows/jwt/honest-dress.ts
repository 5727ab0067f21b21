/**
 * Tokens that are right, and look unusual: whoever refuses them refuses what the standards allow.
 * @see RFC 7519, sections 4 and 7.1; RFC 7515, section 4; RFC 8259
 */
import fc from 'fast-check'
import type { JwtRow } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { jwtRow } from '../../../../fixtures/fuzzing/jwt/row.ts'
import type { Json, SurfaceKind } from '../../../../fixtures/fuzzing/model.ts'
import {
  ALL,
  APPLICATION,
  allBut,
  HTTP,
  MINUTE,
  OPERATION,
  OWN_API,
  owed,
  PROVIDER,
  STS,
  signed,
  signedRaw,
  signedWith,
  TRUSTING,
  USER_INFO,
  YEAR,
} from './claims.ts'
import { withClaims, withHeader } from './making.ts'

/** Accepted by these; of the others nothing is said. */
const takenBy = (...kinds: readonly SurfaceKind[]) => owed({ accept: kinds, either: allBut(...kinds) })

const shared = { class: 'honest-dress', layer: 'claims', gravity: 3, signs: true } as const

const VALUES: Readonly<Record<string, Json>> = {
  text: 'anything',
  number: 9007199254740991,
  fraction: 0.5,
  true: true,
  null: null,
  list: [1, 'two', null],
  object: { a: { b: [] } },
}

const LONG_NAME = `https://application.example/${'claim/'.repeat(20)}`

const unknownClaims = jwtRow<{ readonly value: string; readonly count: number }>({
  ...shared,
  id: 'unknown-claims',
  says: 'Has claims that nobody knows',
  verdict: takenBy(...TRUSTING),
  sweep: [...Object.keys(VALUES).map((value) => ({ value, count: 1 })), { value: 'text', count: 20 }],
  parameter: fc.record({
    value: fc.constantFrom(...Object.keys(VALUES)),
    count: fc.integer({ min: 1, max: 20 }),
  }),
  apply: (draft, { value, count }) =>
    signedWith(
      draft,
      Object.fromEntries(
        Array.from({ length: count }, (_one, index) => [
          index === 1 ? LONG_NAME : `https://application.example/${index}`,
          VALUES[value],
        ]),
      ),
    ),
})

const unknownMember = jwtRow<string>({
  ...shared,
  layer: 'header',
  id: 'unknown-header-member',
  says: 'Has a member in its header that nobody knows',
  verdict: takenBy(...TRUSTING),
  sweep: Object.keys(VALUES),
  parameter: fc.constantFrom(...Object.keys(VALUES)),
  apply: (draft, value) => signed(withHeader(draft, { 'x-test': VALUES[value] })),
})

const TYPES = ['JWT', 'absent'] as const

const usualType = jwtRow<(typeof TYPES)[number]>({
  ...shared,
  layer: 'header',
  id: 'usual-type',
  says: 'Names the type JWT in its header, or none',
  verdict: takenBy(...TRUSTING),
  // The user pool’s own tokens name none.
  sweep: ['JWT'],
  parameter: fc.constantFrom(...TYPES),
  apply: (draft, type) => {
    const typ = type === 'JWT' ? type : undefined
    return draft.header.get('typ') === typ ? undefined : signed(withHeader(draft, { typ }))
  },
})

const oneAudience = jwtRow<null>({
  ...shared,
  id: 'audience-alone-in-a-list',
  says: 'Names its audience in a list of one',
  verdict: owed({ either: ALL.filter((kind) => kind !== OPERATION && kind !== USER_INFO) }),
  divides: 'audience-array',
  sweep: [null],
  parameter: fc.constant(null),
  apply: (draft) => {
    const aud = draft.payload.get('aud')
    return typeof aud === 'string' ? signedWith(draft, { aud: [aud] }) : undefined
  },
})

const farExpiry = jwtRow<number>({
  ...shared,
  id: 'valid-for-a-year',
  says: 'Expires in a year or later, before 2100',
  verdict: takenBy(HTTP, PROVIDER, APPLICATION, OWN_API),
  sweep: [YEAR, 50 * YEAR],
  parameter: fc.integer({ min: YEAR, max: 50 * YEAR }),
  apply: (draft, ahead, { now }) => signedWith(draft, { exp: now + ahead }),
})

const justIssued = jwtRow<number>({
  ...shared,
  id: 'valid-since-just-now',
  says: 'Has a time since which it is valid, and was issued then',
  verdict: takenBy(...TRUSTING),
  // As far inside as acceptance is asked for, whatever the clocks say.
  sweep: [5 * MINUTE],
  parameter: fc.integer({ min: 5 * MINUTE, max: 15 * MINUTE }),
  apply: (draft, ago, { now }) =>
    signedWith(draft, { iat: now - ago, nbf: now - ago, exp: now + 60 * MINUTE }),
})

const LETTERS: Readonly<Record<string, string>> = {
  accents: 'Zoë Çelik-Ångström',
  cjk: '山田太郎',
  emoji: '😀👩‍🚀',
  'right-to-left': 'שלום عالم',
  combining: 'e\u0301',
}

const asEscapes = (text: string) =>
  JSON.stringify(text).replaceAll(
    /[\u0080-\uffff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

const nonAscii = jwtRow<{ readonly letters: string; readonly escaped: boolean }>({
  ...shared,
  id: 'letters-beyond-ascii',
  says: 'Has a name in letters beyond ASCII, as they are or as escapes',
  verdict: takenBy(PROVIDER, APPLICATION, OWN_API),
  sweep: Object.keys(LETTERS).flatMap((letters) => [
    { letters, escaped: false },
    { letters, escaped: true },
  ]),
  parameter: fc.record({ letters: fc.constantFrom(...Object.keys(LETTERS)), escaped: fc.boolean() }),
  apply: (draft, { letters, escaped }) => {
    const text = LETTERS[letters] ?? ''
    return signedRaw(draft, 'name', escaped ? asEscapes(text) : JSON.stringify(text))
  },
})

const FRACTIONS = ['.5', '.123456789012345'] as const

const fraction = jwtRow<(typeof FRACTIONS)[number]>({
  ...shared,
  id: 'expiry-with-a-fraction',
  says: 'Expires in an hour and a fraction of a second',
  // STS takes integers only, as it documents.
  verdict: owed({ accept: [APPLICATION, OWN_API], either: allBut(APPLICATION, OWN_API, STS) }),
  sweep: FRACTIONS,
  parameter: fc.constantFrom(...FRACTIONS),
  apply: (draft, digits, { now }) => signedRaw(draft, 'exp', `${now + 60 * MINUTE}${digits}`),
})

const INTEGERS = ['point-zero', 'exponent'] as const

const integerOtherwise = jwtRow<(typeof INTEGERS)[number]>({
  ...shared,
  id: 'expiry-spelled-with-a-point',
  says: 'Expires at an integer that is spelled with a point',
  verdict: takenBy(APPLICATION, OWN_API),
  sweep: INTEGERS,
  parameter: fc.constantFrom(...INTEGERS),
  apply: (draft, how, { now }) => {
    const exp = now + 60 * MINUTE
    return signedRaw(draft, 'exp', how === 'point-zero' ? `${exp}.0` : `${(exp / 1e9).toFixed(9)}e9`)
  },
})

const deepClaim = jwtRow<number>({
  ...shared,
  id: 'claim-ten-levels-deep',
  says: 'Has a claim with objects in objects, at most ten',
  verdict: takenBy(PROVIDER, APPLICATION),
  sweep: [10],
  parameter: fc.integer({ min: 1, max: 10 }),
  apply: (draft, levels) => signedRaw(draft, 'nested', `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`),
})

const OPTIONAL = ['email', 'cognito:groups', 'auth_time', 'jti', 'origin_jti', 'event_id'] as const

const withoutOptional = jwtRow<(typeof OPTIONAL)[number]>({
  ...shared,
  id: 'without-an-optional-claim',
  says: 'Lacks a claim that no validator needs',
  verdict: ({ kind }) => (kind === APPLICATION ? 'accept' : undefined),
  // These are in each token of a user pool; the others in some.
  sweep: ['auth_time', 'jti'],
  parameter: fc.constantFrom(...OPTIONAL),
  apply: (draft, name) =>
    draft.payload.has(name) ? signed(withClaims(draft, { [name]: undefined })) : undefined,
})

/** The address is the whole of the header: API Gateway documents that the word Bearer may be left out. */
const bareToken = jwtRow<null>({
  id: 'bare-token',
  says: 'Is brought without the word Bearer',
  class: 'documented-dress',
  layer: 'carriage',
  gravity: 3,
  verdict: (place) => (place.kind === HTTP && place.inHeader ? 'accept' : undefined),
  sweep: [null],
  parameter: fc.constant(null),
  apply: (draft) => ({ ...draft, carriage: { ...draft.carriage, authorization: ['$token'] } }),
})

export const honestDressRows: readonly JwtRow[] = [
  unknownClaims,
  unknownMember,
  usualType,
  farExpiry,
  justIssued,
  nonAscii,
  fraction,
  integerOtherwise,
  deepClaim,
  withoutOptional,
  bareToken,
  oneAudience,
]
