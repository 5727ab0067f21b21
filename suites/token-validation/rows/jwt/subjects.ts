/** Whom a token is about, and what ties it to its sign-in: odd subjects, subjects like another’s, privileges, nonce, hashes. */
import fc from 'fast-check'
import type { JwtRow } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { jwtRow } from '../../../../fixtures/fuzzing/jwt/row.ts'
import { APPLICATION, eitherWay, OWN_API, owed, POOL_OIDC, PROVIDER, STS, signedWith } from './claims.ts'

const ODD: Readonly<Record<string, string>> = {
  long: 's'.repeat(300),
  short: 's',
  control: 'somebody\u0001else',
  newline: 'somebody\nelse',
  nul: '\u0000',
  markup: '<b>somebody</b>&amp;',
  wildcard: '*',
}

const oddSubject = jwtRow<string>({
  id: 'odd-subject',
  says: 'Has a subject that is very long, very short or hard to write',
  class: 'subject',
  layer: 'claims',
  gravity: 2,
  signs: true,
  verdict: eitherWay,
  bearer: 'anybody',
  sweep: Object.keys(ODD),
  parameter: fc.constantFrom(...Object.keys(ODD)),
  apply: (draft, how) => signedWith(draft, { sub: ODD[how] }),
})

const lookAlikes: Readonly<Record<string, (subject: string) => string>> = {
  'space-after': (subject) => `${subject} `,
  'space-before': (subject) => ` ${subject}`,
  nul: (subject) => `${subject}\u0000`,
  'soft-hyphen': (subject) => `${subject.slice(0, 1)}\u00ad${subject.slice(1)}`,
  'zero-width': (subject) => `${subject}\u200b`,
  wide: (subject) => subject.replace(/[!-~]/, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)),
}

const otherCase = (text: string) =>
  text.replaceAll(/[A-Za-z]/g, (one) => (one === one.toLowerCase() ? one.toUpperCase() : one.toLowerCase()))

const near = (
  row: Pick<JwtRow, 'id' | 'says' | 'verdict'>,
  ways: Readonly<Record<string, (subject: string) => string>>,
): JwtRow =>
  jwtRow<string>({
    class: 'subject',
    layer: 'claims',
    gravity: 1,
    signs: true,
    // Refused, or another: never the one whose subject it resembles.
    bearer: 'another',
    ...row,
    sweep: Object.keys(ways),
    parameter: fc.constantFrom(...Object.keys(ways)),
    apply: (draft, how) => {
      const subject = draft.payload.get('sub')
      if (typeof subject !== 'string') return undefined
      const sub = ways[how]?.(subject)
      return sub === subject ? undefined : signedWith(draft, { sub })
    },
  })

const nearSubject = near(
  {
    id: 'subject-like-another',
    says: 'Has a subject that differs from somebody’s by what is hard to see',
    verdict: owed({ either: [POOL_OIDC, STS, PROVIDER, APPLICATION, OWN_API] }),
  },
  lookAlikes,
)

/** User pools may take user names without regard to case, and nobody says whether subjects are such. */
const subjectCase = near(
  {
    id: 'subject-in-another-case',
    says: 'Has a subject that differs from somebody’s by the case of its letters',
    verdict: owed({ either: [POOL_OIDC, STS, APPLICATION, OWN_API] }),
  },
  { case: otherCase },
)

const PRIVILEGES: Readonly<Record<string, unknown>> = {
  'cognito:groups': ['admin'],
  'cognito:roles': ['arn:aws:iam::123456789012:role/admin'],
  'cognito:preferred_role': 'arn:aws:iam::123456789012:role/admin',
  'custom:admin': 'true',
  scope: 'aws.cognito.signin.user.admin',
  token_use: 'access',
  identities: [{ userId: 'somebody', providerName: 'Other', providerType: 'OIDC', primary: 'true' }],
  'cognito:username': 'somebody',
}

/** The sign-in may succeed: what must not come of it is seen by whom the surface takes the bearer for. */
const privileges = jwtRow<string>({
  id: 'privileges-from-the-provider',
  says: 'Claims what only the user pool gives: groups, roles, a user name',
  class: 'privileges',
  layer: 'claims',
  gravity: 1,
  signs: true,
  verdict: owed({ either: [PROVIDER] }),
  sweep: Object.keys(PRIVILEGES),
  parameter: fc.constantFrom(...Object.keys(PRIVILEGES)),
  apply: (draft, name) => signedWith(draft, { [name]: PRIVILEGES[name] }),
})

const NONCES = ['another', 'absent', 'empty', 'list', 'longer', 'case'] as const

/** Only where the request had one: then the honest answer repeats it. */
const wrongNonce = jwtRow<(typeof NONCES)[number]>({
  id: 'nonce-of-another-sign-in',
  says: 'Has another nonce than the request, or none',
  class: 'sign-in',
  layer: 'claims',
  gravity: 1,
  signs: true,
  verdict: owed({ refuse: [PROVIDER] }),
  sweep: NONCES,
  parameter: fc.constantFrom(...NONCES),
  apply: (draft, how) => {
    const own = draft.payload.get('nonce')
    if (typeof own !== 'string') return undefined
    const nonce = {
      another: 'another-nonce',
      absent: undefined,
      empty: '',
      list: [own],
      longer: `${own}x`,
      case: otherCase(own),
    }[how]
    return nonce === own ? undefined : signedWith(draft, { nonce })
  },
})

const HASHES = ['at_hash', 'c_hash'] as const

const wrongHash = jwtRow<{ readonly claim: (typeof HASHES)[number]; readonly empty: boolean }>({
  id: 'hash-of-another-token',
  says: 'Has a hash of another access token or code',
  class: 'sign-in',
  layer: 'claims',
  gravity: 3,
  signs: true,
  verdict: owed({ either: [PROVIDER] }),
  sweep: [
    { claim: 'at_hash', empty: false },
    { claim: 'at_hash', empty: true },
    { claim: 'c_hash', empty: false },
  ],
  parameter: fc.record({ claim: fc.constantFrom(...HASHES), empty: fc.boolean() }),
  apply: (draft, { claim, empty }) => signedWith(draft, { [claim]: empty ? '' : 'AAAAAAAAAAAAAAAAAAAAAA' }),
})

export const subjectRows: readonly JwtRow[] = [
  nearSubject,
  subjectCase,
  privileges,
  wrongNonce,
  oddSubject,
  wrongHash,
]
