/** What an OpenID Connect provider may answer at userInfo: another subject, another shape, another spelling of the same. */
import fc from 'fast-check'
import { JsonText, type Member } from '../../../fixtures/fuzzing/json-text.ts'
import type { BaseScene, Family, Json, Place, Row, Verdict } from '../../../fixtures/fuzzing/model.ts'

export interface UserInfoScene extends BaseScene {
  /** The honest members. */
  readonly userInfo: Readonly<Record<string, unknown>>
  /** Somebody else at the provider. */
  readonly victim: string
}

export interface UserInfoDraft {
  readonly members: JsonText
  /** In place of the members, where it is no JSON object. */
  readonly body?: string
  readonly status: number
  readonly contentType: string
  /** Names of members that a row has changed: what was changed once stays as it is. */
  readonly touched: readonly string[]
}

export interface UserInfoMade {
  readonly status: number
  readonly contentType: string
  readonly body: string
}

export type UserInfoRow = Row<UserInfoDraft, UserInfoScene>

const TYPE = 'application/json'

const row = <P extends Json>(
  one: Omit<UserInfoRow, 'class' | 'sweep' | 'parameter' | 'apply' | 'verdict'> & {
    readonly verdict: Verdict
    readonly class?: string
    readonly sweep: readonly P[]
    readonly parameter: fc.Arbitrary<P>
    readonly apply: (draft: UserInfoDraft, parameter: P, scene: UserInfoScene) => UserInfoDraft | undefined
  },
): UserInfoRow =>
  ({
    ...one,
    class: one.class ?? 'user-info',
    verdict: ({ kind }: Place) => (kind === 'oidc-user-info' ? one.verdict : undefined),
  }) as unknown as UserInfoRow

/** Members that nobody has changed yet, and an answer that is still a JSON object. */
function telling(
  draft: UserInfoDraft,
  names: readonly string[],
  change: (members: JsonText) => JsonText,
): UserInfoDraft | undefined {
  if (draft.body !== undefined || names.some((name) => draft.touched.includes(name))) return undefined
  return { ...draft, members: change(draft.members), touched: [...draft.touched, ...names] }
}

const answering = (
  draft: UserInfoDraft,
  answer: Partial<Pick<UserInfoDraft, 'body' | 'status' | 'contentType'>>,
): UserInfoDraft | undefined =>
  draft.body === undefined && draft.status === 200 ? { ...draft, ...answer } : undefined

/** Another person's, whole: what no check of userInfo can let pass as the bearer's own name. */
const subjects: readonly UserInfoRow[] = [
  row({
    id: 'user-info-of-another',
    says: 'userInfo names somebody else as sub, and may give their e-mail address too.',
    layer: 'claims',
    gravity: 0,
    // That sub has to be that of the ID token is in the standard and not in AWS's list; the name is the ID token's.
    verdict: 'either',
    divides: 'sub-of-user-info',
    sweep: [true, false],
    parameter: fc.boolean(),
    apply: (draft, email, { victim }) =>
      telling(draft, ['sub'], (members) => {
        const named = members.set('sub', victim)
        return email ? named.set('email', `${victim}@example.com`) : named
      }),
  }),
  row({
    id: 'user-info-sub-odd',
    says: 'sub of userInfo is absent, of another type, or spelled nearly as in the ID token.',
    layer: 'claims',
    gravity: 2,
    verdict: 'either',
    divides: 'sub-of-user-info',
    sweep: ['absent', 'null', '""', '0', 'true', '{}', 'listed', 'upper', 'spaced'],
    parameter: fc.constantFrom('absent', 'null', '""', '0', 'true', '{}', 'listed', 'upper', 'spaced'),
    apply: (draft, how) => {
      const sub = draft.members.get('sub')
      const own = typeof sub === 'string' ? sub : ''
      const spelled: Readonly<Record<string, unknown>> = {
        listed: [own],
        upper: own.toUpperCase(),
        spaced: `${own} `,
      }
      return telling(draft, ['sub'], (members) =>
        how === 'absent'
          ? members.remove('sub')
          : how in spelled
            ? members.set('sub', spelled[how])
            : members.setRaw('sub', how),
      )
    },
  }),
  row({
    id: 'user-info-sub-twice',
    says: 'sub stands in userInfo twice, once for somebody else.',
    layer: 'claims',
    gravity: 0,
    verdict: 'either',
    divides: 'members-twice',
    sweep: ['last', 'first'],
    parameter: fc.constantFrom('last', 'first'),
    apply: (draft, where, { victim }) => {
      const other: Member = { name: '"sub"', value: JSON.stringify(victim) }
      return telling(draft, ['sub'], (members) =>
        where === 'last' ? members.append(other) : members.prepend(other),
      )
    },
  }),
]

const CLAIMS = ['email', 'name', 'nickname', 'email_verified', 'given_name'] as const
const VALUES = [
  'null',
  '0',
  '1e400',
  'true',
  '""',
  '[]',
  '{}',
  '["a","b"]',
  '{"a":{"b":[]}}',
  '-0',
  '"\\ud800"',
]
const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'cognito:groups',
  'cognito:username',
  'identities',
  'custom:role',
  'token_use',
  'Email',
  'email ',
] as const

const claims: readonly UserInfoRow[] = [
  row({
    id: 'user-info-claim-type',
    says: 'A claim of userInfo has another type or an odd value.',
    layer: 'claims',
    gravity: 2,
    verdict: 'either',
    sweep: VALUES.map((value) => ({ claim: 'email' as const, value })),
    parameter: fc.record({ claim: fc.constantFrom(...CLAIMS), value: fc.constantFrom(...VALUES) }),
    apply: (draft, { claim, value }) => telling(draft, [claim], (members) => members.setRaw(claim, value)),
  }),
  row({
    id: 'user-info-claim-unmapped',
    says: 'userInfo has members that no rule maps, with names that mean something elsewhere.',
    class: 'honest-dress',
    layer: 'claims',
    gravity: 3,
    verdict: 'accept',
    sweep: NAMES.map((name) => ({ name, value: 'admin' })),
    parameter: fc.record({
      name: fc.constantFrom(...NAMES),
      value: fc.constantFrom('admin', '', 'x'.repeat(100), '{"a":1}'),
    }),
    apply: (draft, { name, value }) =>
      telling(draft, [name], (members) =>
        members.append({ name: JSON.stringify(name), value: JSON.stringify(value) }),
      ),
  }),
]

const STATUSES = [401, 403, 404, 429, 500, 503] as const
const BODIES = [
  '',
  '[]',
  'null',
  '"text"',
  '1',
  'true',
  '{',
  '{"sub":',
  '<html></html>',
  'sub=1',
  '[{}]',
] as const

const shapes: readonly UserInfoRow[] = [
  row({
    id: 'user-info-unauthorized',
    says: 'userInfo denies the request: the access token is not valid.',
    class: 'user-info-denied',
    layer: 'seal',
    gravity: 1,
    verdict: 'refuse',
    sweep: ['{"error":"invalid_token"}', '', 'honest'],
    parameter: fc.constantFrom('{"error":"invalid_token"}', '', 'honest'),
    apply: (draft, body) => answering(draft, { status: 401, ...(body === 'honest' ? {} : { body }) }),
  }),
  row({
    id: 'user-info-status',
    says: 'userInfo answers with a status that is no success, and with the honest members all the same.',
    layer: 'seal',
    gravity: 2,
    verdict: 'refuse',
    sweep: STATUSES.filter((status) => status !== 401),
    parameter: fc.constantFrom(...STATUSES.filter((status) => status !== 401)),
    apply: (draft, status) => answering(draft, { status }),
  }),
  row({
    id: 'user-info-no-object',
    says: 'userInfo answers with something that is no JSON object.',
    layer: 'seal',
    gravity: 2,
    verdict: 'refuse',
    sweep: BODIES,
    parameter: fc.constantFrom(...BODIES),
    apply: (draft, body) => answering(draft, { body }),
  }),
]

const SPACES = ['', ' ', '\n', '\t\r\n '] as const

const dress: readonly UserInfoRow[] = [
  row({
    id: 'user-info-otherwise-written',
    says: 'The members of userInfo stand in another order, apart by white space, and their names have escapes.',
    class: 'honest-dress',
    layer: 'form',
    gravity: 3,
    verdict: 'accept',
    sweep: SPACES.map((space, turn) => ({ space, turn, escapes: turn % 2 === 1 })),
    parameter: fc.record({
      space: fc.constantFrom(...SPACES),
      turn: fc.nat({ max: 5 }),
      escapes: fc.boolean(),
    }),
    apply: (draft, { space, turn, escapes }) => {
      if (draft.body !== undefined || draft.touched.length > 0) return undefined
      const { members } = draft.members
      const cut = turn % Math.max(1, members.length)
      const written = [...members.slice(cut), ...members.slice(0, cut)].map(
        ({ name, value }) => `${space}${escapes ? escaped(name) : name}${space}:${space}${value}${space}`,
      )
      return { ...draft, body: `{${written.join(',')}}` }
    },
  }),
  row({
    id: 'user-info-charset',
    says: 'The media type of userInfo has a parameter or capitals.',
    class: 'honest-dress',
    layer: 'form',
    gravity: 3,
    verdict: 'accept',
    sweep: ['application/json; charset=utf-8', 'Application/JSON'],
    parameter: fc.constantFrom(
      'application/json; charset=utf-8',
      'application/json;charset=UTF-8',
      'Application/JSON',
    ),
    apply: (draft, contentType) => (draft.contentType === TYPE ? { ...draft, contentType } : undefined),
  }),
]

/** The first letter of a name by its number. */
const escaped = (name: string): string =>
  name.replace(/^"(.)/, (_, first: string) => `"\\u${first.charCodeAt(0).toString(16).padStart(4, '0')}`)

const make = ({ members, body, status, contentType }: UserInfoDraft): UserInfoMade => ({
  status,
  contentType,
  body: body ?? members.bytes.toString('utf8'),
})

const draftOf = ({ userInfo }: UserInfoScene): UserInfoDraft => ({
  members: JsonText.of(userInfo),
  status: 200,
  contentType: TYPE,
  touched: [],
})

export const userInfoFamily: Family<UserInfoDraft, UserInfoScene, UserInfoMade> = {
  name: 'user-info',
  rows: [...subjects, ...claims, ...shapes, ...dress],
  draft: draftOf,
  make,
  isBase: (made, scene) => JSON.stringify(made) === JSON.stringify(make(draftOf(scene))),
}
