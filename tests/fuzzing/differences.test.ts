/** In what a token that was made differs from its base: sentences, and no part of it. */
import { expect, it } from 'vitest'
import {
  draftOf,
  type JwtDraft,
  type JwtRow,
  type JwtScene,
  jwtFamily,
} from '../../fixtures/fuzzing/jwt/draft.ts'
import { acceptedAs, gate, NOW, payloadOf, rows, sceneOf, start } from './gate.ts'

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** With somebody else's token at hand. */
const scene = (): JwtScene => ({
  ...sceneOf(),
  others: { 'other-user': `${part({ alg: 'RS256' })}.${part({ sub: 'bob', jti: 'of-bob' })}.AAAA` },
})

const told = (change: (draft: JwtDraft) => JwtDraft): readonly string[] => {
  const made = scene()
  return jwtFamily([]).differences?.(change(draftOf(made)), made) ?? []
}

const nothing = () => Buffer.alloc(0)

it('another user’s claims, an algorithm and no signature are told as such', () => {
  const changed = told((draft) => ({
    ...draft,
    header: draft.header.set('alg', 'none').remove('kid'),
    payload: draft.payload.set('sub', 'bob').set('jti', 'of-bob'),
    seal: nothing,
  }))
  expect(changed).toEqual([
    'header: alg is "none"; kid is gone',
    'claims: sub and jti are another user’s',
    'signature: none',
  ])
})

it('times are told by how far they are off, and a signature that stayed as the old one', () => {
  const changed = told((draft) => ({
    ...draft,
    payload: draft.payload
      .set('exp', NOW - 6000)
      .set('sub', 'carol')
      .append({ name: '"aud"', value: '"x"' }),
  }))
  expect(changed).toEqual([
    'claims: exp is 6,000 s ago; sub is another; aud is there more than once',
    'signature: that of the untouched token',
  ])
})

it('the issuer’s signature is told, and that of somebody else', () => {
  const added = (draft: JwtDraft) => ({ ...draft, payload: draft.payload.set('groups', ['admin']) })
  expect(told((draft) => ({ ...added(draft), seal: 'issuer' }))).toEqual([
    'claims: groups is added',
    'signature: by the issuer’s key',
  ])
  expect(told((draft) => ({ ...added(draft), seal: () => Buffer.from('x') }))).toEqual([
    'claims: groups is added',
    'signature: another',
  ])
})

it('many claims are counted, and what is only spelled otherwise is told without its spelling', () => {
  const names = Array.from({ length: 9 }, (_, index) => `n${index}`)
  const many = (draft: JwtDraft) => names.reduce((text, name) => text.set(name, 1), draft.payload)
  expect(told((draft) => ({ ...draft, payload: many(draft) }))[0]).toBe(
    'claims: n0, n1, n2, n3, n4, n5 and 3 more are added',
  )
  expect(told((draft) => ({ ...draft, header: draft.header.written(' {}') }))).toEqual([
    'header: other bytes',
    'signature: that of the untouched token',
  ])
})

it('a dress outside of the token is for its row to tell', () => {
  expect(told((draft) => ({ ...draft, forms: [(value) => `${value} `] }))).toEqual([])
  expect(told((draft) => draft)).toEqual([])
})

it.each<[string, boolean]>([
  ['"none"', true],
  ['"NONE"', true],
  ['"n\\u006fne"', true],
  ['["none"]', true],
  ['"none "', false],
  ['"nonesuch"', false],
  ['"RS256"', false],
  ['null', false],
  ['none', false],
])('with %s for its algorithm a token says that nobody signed it: %s', (alg, expected) => {
  const isUnsigned = (change: (draft: JwtDraft) => JwtDraft) =>
    jwtFamily([]).isUnsigned?.(change(draftOf(scene())))
  expect(isUnsigned((draft) => ({ ...draft, header: draft.header.setRaw('alg', alg) }))).toBe(expected)
  // It stands there twice: who takes it may have read the other.
  const twice = { name: '"alg"', value: alg }
  expect(isUnsigned((draft) => ({ ...draft, header: draft.header.append(twice) }))).toBe(false)
})

it('of a row is told what it shows of signatures, and of others nothing', async () => {
  const unsigned = async (row: JwtRow) => {
    const taking = gate(
      (token, honest) => (payloadOf(token)['level'] === 1 ? acceptedAs('alice') : honest()),
      {},
      [row],
    )
    const running = start(taking)
    await running.sweep(row.class)
    return running.ledger().findings.map((one) => one.unsigned)
  }
  expect(await unsigned({ ...rows.stale, unsigned: true })).toEqual([true])
  expect(await unsigned(rows.stale)).toEqual([undefined])
})
