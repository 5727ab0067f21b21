/**
 * Claims twice, under escaped, look-alike or prototype names.
 *
 * What is owed is what would be owed to the claim that a correct reader finds: the last of two, the one whose name is
 * equal after its escapes, and none under a name that only looks alike.
 */
import fc from 'fast-check'
import type { Member } from '../../../../fixtures/fuzzing/json-text.ts'
import type { JwtRow, JwtScene } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { jwtRow } from '../../../../fixtures/fuzzing/jwt/row.ts'
import {
  another,
  BEYOND,
  eitherWay,
  missingExpiry,
  refusedByAll,
  signed,
  type VerdictOf,
  wrongAudience,
  wrongExpiry,
  wrongIssuer,
  wrongTokenUse,
} from './claims.ts'

interface Claim {
  readonly name: string
  /** In ids and sentences. */
  readonly word: string
  readonly wrong: VerdictOf
  readonly missing: VerdictOf
  /** A value with which the token must not be taken. */
  readonly bad: (scene: JwtScene) => unknown
  readonly divides?: string
}

const CLAIMS: readonly Claim[] = [
  {
    name: 'exp',
    word: 'expiry',
    wrong: wrongExpiry,
    missing: missingExpiry,
    bad: ({ now }) => now - 2 * BEYOND,
    divides: 'expiry-absent',
  },
  {
    name: 'iss',
    word: 'issuer',
    wrong: wrongIssuer,
    missing: refusedByAll,
    bad: () => 'https://issuer.example/pool',
  },
  {
    name: 'aud',
    word: 'audience',
    wrong: wrongAudience,
    missing: wrongAudience,
    bad: ({ client }) => another(client),
  },
  {
    name: 'token_use',
    word: 'token-use',
    wrong: wrongTokenUse,
    missing: wrongTokenUse,
    bad: () => 'refresh',
    divides: 'token-use',
  },
]

const member = (name: string, value: unknown): Member => ({ name, value: JSON.stringify(value) })

/** Names, as JSON text, that a correct reader takes for `name`. */
const EQUAL: Readonly<Record<string, (name: string) => string>> = {
  plain: (name) => JSON.stringify(name),
  'first-escaped': (name) => `"${escaped(name[0] ?? '')}${name.slice(1)}"`,
  'all-escaped': (name) => `"${[...name].map(escaped).join('')}"`,
  'upper-hex': (name) =>
    `"${name.slice(0, -1)}${escaped(name.at(-1) ?? '')
      .toUpperCase()
      .replace('U', 'u')}"`,
}

const escaped = (one: string) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`

/** Names, as JSON text, that only look like `name`. */
const ALIKE: Readonly<Record<string, (name: string) => string>> = {
  'upper-case': (name) => JSON.stringify(name.toUpperCase()),
  'space-after': (name) => JSON.stringify(`${name} `),
  'zero-width': (name) => JSON.stringify(`${name}\u200b`),
  nul: (name) => `"${name}\\u0000"`,
  cyrillic: (name) => JSON.stringify(name.replace(/[aeo]|i(?=s)/, (one) => CYRILLIC[one] ?? one)),
  wide: (name) =>
    JSON.stringify(name.replace(/[a-z]/, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0))),
}

const CYRILLIC: Readonly<Record<string, string>> = { a: '\u0430', e: '\u0435', o: '\u043e', i: '\u0456' }

const shared = { class: 'claim-names', layer: 'claims', gravity: 2, signs: true } as const

const rowOf = (
  { name, divides }: Claim,
  names: readonly string[],
  row: Pick<JwtRow, 'id' | 'says' | 'verdict'> & Partial<Pick<JwtRow, 'divides' | 'gravity' | 'class'>>,
  /** What stands for the claim: nothing is left of it but the members that are given. */
  become: (good: Member, bad: Member, how: string) => readonly Member[],
  bad: Claim['bad'],
): JwtRow =>
  jwtRow<string>({
    ...shared,
    // Cognito's own claim has a basis of its own.
    ...(name === 'token_use' ? { class: 'token-use' } : {}),
    ...(divides === undefined ? {} : { divides }),
    ...row,
    sweep: names,
    parameter: fc.constantFrom(...names),
    apply: (draft, how, scene) => {
      if (!draft.payload.has(name)) return undefined
      const good = member(JSON.stringify(name), draft.payload.get(name))
      const rest = draft.payload.remove(name)
      return signed({
        ...draft,
        payload: rest.append(...become(good, member(JSON.stringify(name), bad(scene)), how)),
      })
    },
  })

const equal = Object.keys(EQUAL)
const alike = Object.keys(ALIKE)
const asEqual = (one: Member, how: string): Member => ({
  ...one,
  name: EQUAL[how]?.(JSON.parse(one.name) as string) ?? one.name,
})
const asAlike = (one: Member, how: string): Member => ({
  ...one,
  name: ALIKE[how]?.(JSON.parse(one.name) as string) ?? one.name,
})

const KINDS_OF_PROTOTYPE = ['__proto__', 'constructor'] as const
const inPrototype = ({ name, value }: Member, how: string): Member =>
  how === '__proto__'
    ? { name: '"__proto__"', value: `{${name}:${value}}` }
    : { name: '"constructor"', value: `{"prototype":{${name}:${value}}}` }

const perClaim = CLAIMS.flatMap((claim): readonly JwtRow[] => {
  const { name, word, wrong, missing, bad } = claim
  return [
    rowOf(
      claim,
      equal,
      { id: `${word}-twice`, says: `Has ${name} twice, the wrong one last`, verdict: wrong },
      (good, worse, how) => [good, asEqual(worse, how)],
      bad,
    ),
    rowOf(
      claim,
      equal,
      {
        id: `${word}-twice-right-one-last`,
        says: `Has ${name} twice, the right one last`,
        verdict: eitherWay,
        divides: 'claim-twice',
        gravity: 3,
      },
      (good, worse, how) => [worse, asEqual(good, how)],
      bad,
    ),
    rowOf(
      claim,
      equal.slice(1),
      {
        id: `${word}-escaped`,
        says: `Has a wrong ${name}, whose name is spelled with escapes`,
        verdict: wrong,
      },
      (_good, worse, how) => [asEqual(worse, how)],
      bad,
    ),
    rowOf(
      claim,
      alike,
      {
        id: `${word}-under-another-name`,
        says: `Has the right ${name} under a name that looks like it, and none besides`,
        verdict: missing,
      },
      (good, _worse, how) => [asAlike(good, how)],
      bad,
    ),
    rowOf(
      claim,
      alike,
      {
        id: `${word}-beside-another-name`,
        says: `Has a wrong ${name}, and the right one under a name that looks like it`,
        verdict: wrong,
      },
      (good, worse, how) => [worse, asAlike(good, how)],
      bad,
    ),
    rowOf(
      claim,
      KINDS_OF_PROTOTYPE,
      {
        id: `${word}-in-the-prototype`,
        says: `Has the right ${name} in what becomes a prototype, and none besides`,
        verdict: missing,
      },
      (good, _worse, how) => [inPrototype(good, how)],
      bad,
    ),
  ]
})

const SOMEBODY = '00000000-0000-4000-8000-000000000000'

/** Whoever signed the last of two meant the last. */
const subjectTwice = jwtRow<string>({
  ...shared,
  id: 'subject-twice',
  says: 'Has sub twice, and the right one last',
  gravity: 1,
  verdict: eitherWay,
  divides: 'claim-twice',
  sweep: equal,
  parameter: fc.constantFrom(...equal),
  apply: (draft, how) => {
    if (!draft.payload.has('sub')) return undefined
    const own = member('"sub"', draft.payload.get('sub'))
    const payload = draft.payload.remove('sub').append(member('"sub"', SOMEBODY), asEqual(own, how))
    return signed({ ...draft, payload })
  },
})

const METHODS = ['hasOwnProperty', 'toString', 'valueOf', 'constructor', '__proto__'] as const

const asMethods = jwtRow<(typeof METHODS)[number]>({
  ...shared,
  id: 'claim-named-as-a-method',
  says: 'Has one claim more, whose name all objects know',
  gravity: 3,
  verdict: eitherWay,
  sweep: METHODS,
  parameter: fc.constantFrom(...METHODS),
  apply: (draft, name) =>
    signed({ ...draft, payload: draft.payload.append(member(JSON.stringify(name), 1)) }),
})

export const claimNameRows = [...perClaim, subjectTwice, asMethods]
