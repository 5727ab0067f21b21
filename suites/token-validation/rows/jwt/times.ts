/** Tokens of another time, and times that are none. All are told as offsets from the surface's own clock. */
import fc from 'fast-check'
import type { JwtDraft, JwtScene } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { jwtRow } from '../../../../fixtures/fuzzing/jwt/row.ts'
import {
  BEYOND,
  DAY,
  eitherWay,
  HTTP,
  MINUTE,
  refusedBy,
  refusedByAll,
  STS,
  signedRaw,
  signedWith,
  wrongExpiry,
  wrongNotBefore,
  YEAR,
} from './claims.ts'

const beyond = fc.integer({ min: BEYOND, max: 10 * YEAR })

/** Over, as a token that was right once: only its end lies behind. */
function over(draft: JwtDraft, { now }: JwtScene, ago: number): JwtDraft {
  const exp = now - ago
  const began = ['iat', 'auth_time', 'nbf'].filter((name) => draft.payload.has(name))
  return signedWith(draft, { exp, ...Object.fromEntries(began.map((name) => [name, exp - 60 * MINUTE])) })
}

const expired = jwtRow<number>({
  id: 'expired',
  says: 'Expired, and right in all else',
  class: 'expiry',
  layer: 'claims',
  gravity: 1,
  signs: true,
  verdict: wrongExpiry,
  sweep: [BEYOND, 2 * DAY, 10 * YEAR],
  parameter: beyond,
  apply: (draft, ago, scene) => over(draft, scene, ago),
})

const CLOCKS = ['Date', 'X-Date', 'X-Amz-Date'] as const

const expiredByOwnClock = jwtRow<(typeof CLOCKS)[number]>({
  id: 'expired-beside-a-clock',
  says: 'Expired, in a request that tells an hour at which it was valid',
  class: 'expiry',
  layer: 'claims',
  gravity: 1,
  signs: true,
  verdict: (place) => (place.inHeader ? wrongExpiry(place) : undefined),
  sweep: CLOCKS,
  parameter: fc.constantFrom(...CLOCKS),
  apply: (draft, name, scene) => {
    const then = new Date((scene.now - BEYOND - 5 * MINUTE) * 1000)
    const told =
      name === 'X-Amz-Date' ? `${then.toISOString().replaceAll(/[-:]|\.\d+/g, '')}` : then.toUTCString()
    const headers = [...(draft.carriage.headers ?? []), [name, told] as const]
    return { ...over(draft, scene, BEYOND), carriage: { ...draft.carriage, headers } }
  },
})

const issuedAfterItExpired = jwtRow<number>({
  id: 'issued-after-it-expired',
  says: 'Expired, and issued a minute ago',
  class: 'times',
  layer: 'claims',
  gravity: 1,
  signs: true,
  verdict: refusedByAll,
  sweep: [BEYOND, 10 * YEAR],
  parameter: beyond,
  apply: (draft, ago, { now }) => signedWith(draft, { exp: now - ago, iat: now - MINUTE }),
})

const NO_TIMES = ['0', '-0', '-1', '-2147483648'] as const

const zeroOrNegative = jwtRow<(typeof NO_TIMES)[number]>({
  id: 'expiry-zero-or-negative',
  says: 'Expires at zero, or before 1970',
  class: 'times',
  layer: 'claims',
  gravity: 1,
  signs: true,
  verdict: refusedByAll,
  sweep: NO_TIMES,
  parameter: fc.constantFrom(...NO_TIMES),
  apply: (draft, value) => signedRaw(draft, 'exp', value),
})

const TEXTS = ['number', 'date', 'never', 'empty', 'past-number'] as const

const expiryAsText = jwtRow<(typeof TEXTS)[number]>({
  id: 'expiry-as-text',
  says: 'Expires at a time that is told as text',
  class: 'times',
  layer: 'claims',
  gravity: 2,
  signs: true,
  verdict: refusedByAll,
  sweep: TEXTS,
  parameter: fc.constantFrom(...TEXTS),
  apply: (draft, text, { now }) => {
    const texts: Readonly<Record<(typeof TEXTS)[number], string>> = {
      number: String(now + 5 * YEAR),
      date: new Date((now + 5 * YEAR) * 1000).toISOString(),
      never: 'never',
      empty: '',
      'past-number': String(now - DAY),
    }
    return signedWith(draft, { exp: texts[text] })
  },
})

const FRACTIONS = ['half', 'fifteen-decimals'] as const

/** STS documents that it takes integers only; everywhere else this is honest. */
const fractionAtSts = jwtRow<(typeof FRACTIONS)[number]>({
  id: 'fraction-of-a-second-at-sts',
  says: 'Expires in an hour and a fraction of a second',
  class: 'times',
  layer: 'claims',
  gravity: 3,
  signs: true,
  verdict: ({ kind }) => (kind === STS ? 'refuse' : undefined),
  sweep: FRACTIONS,
  parameter: fc.constantFrom(...FRACTIONS),
  apply: (draft, fraction, { now }) =>
    signedRaw(draft, 'exp', `${now + 60 * MINUTE}.${fraction === 'half' ? '5' : '123456789012345'}`),
})

const INFINITE = ['1e400', '-1e400', `1${'0'.repeat(399)}`] as const

const notFinite = jwtRow<(typeof INFINITE)[number]>({
  id: 'expiry-not-finite',
  says: 'Expires at a number that no double holds',
  class: 'times',
  layer: 'claims',
  gravity: 3,
  signs: true,
  verdict: eitherWay,
  divides: 'expiry-not-finite',
  sweep: INFINITE,
  parameter: fc.constantFrom(...INFINITE),
  apply: (draft, value) => signedRaw(draft, 'exp', value),
})

const EDGES = [
  '2147483647',
  '2147483648',
  '4294967296',
  '253402300800',
  '9007199254740992',
  '9007199254740993',
  '9223372036854775807',
  '9223372036854775808',
  '18446744073709551616',
] as const

const atIntegerEdge = jwtRow<(typeof EDGES)[number]>({
  id: 'expiry-at-an-edge-of-integers',
  says: 'Expires where some type of integers ends',
  class: 'times',
  layer: 'claims',
  gravity: 3,
  signs: true,
  verdict: eitherWay,
  divides: 'expiry-at-an-edge-of-integers',
  sweep: EDGES,
  parameter: fc.constantFrom(...EDGES),
  apply: (draft, value) => signedRaw(draft, 'exp', value),
})

const MILLISECONDS = ['exp', 'iat', 'both'] as const

const milliseconds = jwtRow<(typeof MILLISECONDS)[number]>({
  id: 'times-in-milliseconds',
  says: 'Tells its times in milliseconds',
  class: 'times',
  layer: 'claims',
  gravity: 3,
  signs: true,
  verdict: eitherWay,
  divides: 'issued-in-the-future',
  sweep: MILLISECONDS,
  parameter: fc.constantFrom(...MILLISECONDS),
  apply: (draft, which, { now }) =>
    signedWith(draft, {
      ...(which === 'iat' ? {} : { exp: (now + 60 * MINUTE) * 1000 }),
      ...(which === 'exp' ? {} : { iat: (now - MINUTE) * 1000 }),
    }),
})

const ODD_TIMES = ['issued-ten-years-ago', 'signed-in-tomorrow'] as const

const oddTimes = jwtRow<(typeof ODD_TIMES)[number]>({
  id: 'times-that-disagree',
  says: 'Issued ten years ago and still valid, or of somebody who signs in tomorrow',
  class: 'times',
  layer: 'claims',
  gravity: 3,
  signs: true,
  verdict: eitherWay,
  sweep: ODD_TIMES,
  parameter: fc.constantFrom(...ODD_TIMES),
  apply: (draft, which, { now }) =>
    signedWith(draft, which === 'issued-ten-years-ago' ? { iat: now - 10 * YEAR } : { auth_time: now + DAY }),
})

const notYetValid = jwtRow<number>({
  id: 'not-yet-valid',
  says: 'Valid only later',
  class: 'not-before',
  layer: 'claims',
  gravity: 1,
  signs: true,
  verdict: wrongNotBefore,
  sweep: [BEYOND, 2 * DAY, 10 * YEAR],
  parameter: beyond,
  apply: (draft, ahead, { now }) => signedWith(draft, { nbf: now + ahead, exp: now + ahead + 60 * MINUTE }),
})

const issuedInTheFuture = jwtRow<number>({
  id: 'issued-in-the-future',
  says: 'Issued only later',
  class: 'not-before',
  layer: 'claims',
  gravity: 2,
  signs: true,
  verdict: refusedBy(HTTP),
  divides: 'issued-in-the-future',
  sweep: [BEYOND, 2 * DAY, 10 * YEAR],
  parameter: beyond,
  apply: (draft, ahead, { now }) => signedWith(draft, { iat: now + ahead, exp: now + ahead + 60 * MINUTE }),
})

export const timeRows = [
  expired,
  expiredByOwnClock,
  issuedAfterItExpired,
  zeroOrNegative,
  expiryAsText,
  fractionAtSts,
  notFinite,
  atIntegerEdge,
  milliseconds,
  oddTimes,
  notYetValid,
  issuedInTheFuture,
]
