/** Claims of a type that they do not have: null, another type, in a list, in an object, empty. */
import fc from 'fast-check'
import { JsonText } from '../../../../fixtures/fuzzing/json-text.ts'
import type { JwtRow } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { jwtRow } from '../../../../fixtures/fuzzing/jwt/row.ts'
import type { Json } from '../../../../fixtures/fuzzing/model.ts'
import {
  APPLICATION,
  eitherWay,
  HTTP,
  missingExpiry,
  missingStandardClaim,
  OPERATION,
  OWN_API,
  owed,
  POOL_OIDC,
  PROVIDER,
  REST,
  refusedBy,
  refusedByAll,
  STS,
  signed,
  signedWith,
  USER_INFO,
  type VerdictOf,
  wrongAudience,
  wrongNotBefore,
  wrongTokenUse,
} from './claims.ts'

/** What a claim becomes; nothing where that would be what it is. */
type Ways = Readonly<Record<string, (value: unknown) => Json | undefined>>

const json = (value: unknown) => value as Json

const NULL: Ways = { null: () => null }
const LIST: Ways = { list: (value) => [json(value)] }
const TEXT_TYPES: Ways = {
  true: () => true,
  zero: () => 0,
  number: () => 5,
  object: () => ({}),
  'object-with-value': (value) => ({ value: json(value) }),
}
const NUMBER_TYPES: Ways = {
  true: () => true,
  text: () => 'soon',
  object: () => ({}),
  'object-with-value': (value) => ({ value: json(value) }),
}
const EMPTY: Ways = {
  empty: () => '',
  space: () => ' ',
  nul: () => '\u0000',
  null: () => 'null',
  undefined: () => 'undefined',
}

/** Of access tokens, and unknown to validators that know no Cognito. */
const clientId: VerdictOf = owed({
  refuse: [APPLICATION],
  either: [OPERATION, USER_INFO, REST, HTTP, OWN_API],
})

/** Nobody says what becomes of a subject that is no text; where it is taken, it is taken for nobody of ours. */
const SUBJECT: { readonly verdict: VerdictOf; readonly bearer: 'anybody' } = {
  verdict: eitherWay,
  bearer: 'anybody',
}

/**
 * RFC 7519, section 4.1.6: a number, if it is there. Where nobody asks for the age of a token, some common validators look
 * whether it is one, and others do not look at it.
 */
const TIME_OF_ISSUE: VerdictOf = refusedBy(POOL_OIDC, STS, HTTP, PROVIDER)

const typed = (
  claim: string,
  what: string,
  ways: Ways,
  verdict: VerdictOf,
  more: Partial<Pick<JwtRow, 'divides' | 'bearer' | 'class'>> = {},
): JwtRow =>
  jwtRow<string>({
    id: `${claim.replace('_', '-')}-${what}`,
    says: `Has ${claim} ${SAID[what] ?? what}`,
    class: 'claim-types',
    layer: 'claims',
    gravity: 2,
    signs: true,
    verdict,
    sweep: Object.keys(ways),
    parameter: fc.constantFrom(...Object.keys(ways)),
    apply: (draft, how) => {
      if (!draft.payload.has(claim)) return undefined
      const value = ways[how]?.(draft.payload.get(claim))
      return value === undefined ? undefined : signedWith(draft, { [claim]: value })
    },
    ...more,
  })

const SAID: Readonly<Record<string, string>> = {
  null: 'null',
  'of-another-type': 'of another type',
  'in-a-list': 'in a list',
  empty: 'empty, or blank',
}

const EXPIRY_ABSENT = { divides: 'expiry-absent' }

/** A claim that no base has. */
const oddNotBefore = jwtRow<string>({
  id: 'nbf-of-another-type',
  says: 'Has nbf of another type',
  class: 'claim-types',
  layer: 'claims',
  gravity: 2,
  signs: true,
  verdict: wrongNotBefore,
  sweep: Object.keys(NUMBER_TYPES),
  parameter: fc.constantFrom(...Object.keys(NUMBER_TYPES)),
  apply: (draft, how, { now }) => signedWith(draft, { nbf: NUMBER_TYPES[how]?.(now - 600) }),
})

const PLACES = ['claims', 'payload', '', 'iss'] as const

/** All claims one level down: none of them is where it must be. */
const nested = jwtRow<(typeof PLACES)[number]>({
  id: 'claims-one-level-down',
  says: 'Has all its claims within another one',
  class: 'claim-types',
  layer: 'claims',
  gravity: 2,
  signs: true,
  verdict: refusedByAll,
  sweep: PLACES,
  parameter: fc.constantFrom(...PLACES),
  apply: (draft, name) =>
    signed({
      ...draft,
      payload: JsonText.of({}).setRaw(name, draft.payload.bytes.toString()),
    }),
})

export const claimTypeRows = [
  nested,
  typed('iss', 'null', NULL, refusedByAll),
  typed('iss', 'of-another-type', TEXT_TYPES, refusedByAll),
  typed('iss', 'in-a-list', LIST, refusedByAll),
  typed('iss', 'empty', EMPTY, refusedByAll),
  typed('aud', 'null', NULL, wrongAudience),
  typed('aud', 'of-another-type', TEXT_TYPES, wrongAudience),
  typed('aud', 'empty', EMPTY, wrongAudience),
  typed('exp', 'null', NULL, missingExpiry, EXPIRY_ABSENT),
  typed('exp', 'of-another-type', NUMBER_TYPES, refusedByAll),
  typed('exp', 'in-a-list', LIST, refusedByAll),
  typed('iat', 'null', NULL, missingStandardClaim, { divides: 'time-of-issue-absent' }),
  typed('iat', 'of-another-type', NUMBER_TYPES, TIME_OF_ISSUE, { divides: 'time-of-issue-type' }),
  oddNotBefore,
  typed('sub', 'null', NULL, missingStandardClaim, { divides: 'subject-absent', bearer: 'anybody' }),
  typed('sub', 'empty', { empty: EMPTY['empty']! }, refusedBy(PROVIDER), { bearer: 'anybody' }),
  typed('sub', 'of-another-type', TEXT_TYPES, SUBJECT.verdict, {
    divides: 'subject-type',
    bearer: SUBJECT.bearer,
  }),
  typed('sub', 'in-a-list', LIST, SUBJECT.verdict, { divides: 'subject-type', bearer: SUBJECT.bearer }),
  typed('token_use', 'null', NULL, wrongTokenUse, { divides: 'token-use', class: 'token-use' }),
  typed('token_use', 'of-another-type', TEXT_TYPES, wrongTokenUse, {
    divides: 'token-use',
    class: 'token-use',
  }),
  typed('token_use', 'in-a-list', LIST, wrongTokenUse, { divides: 'token-use', class: 'token-use' }),
  typed('token_use', 'empty', EMPTY, wrongTokenUse, { divides: 'token-use', class: 'token-use' }),
  typed('client_id', 'null', NULL, clientId, { divides: 'client-id' }),
  typed('client_id', 'of-another-type', TEXT_TYPES, clientId, { divides: 'client-id' }),
  typed('client_id', 'in-a-list', LIST, clientId, { divides: 'client-id' }),
  typed('client_id', 'empty', EMPTY, clientId, { divides: 'client-id' }),
]
