/** Key sets that hold one key more or one less, two under one id, or that are none. */
import type { JwtRow, JwtScene } from '../../../../fixtures/fuzzing/jwt/draft.ts'
import { signed } from './claims.ts'
import { jwkOf, type Members, thumbprint } from './making.ts'
import { forgedUnder, forgery, keyRow, published, secondJwk, signedBySecond, withKeys } from './publishing.ts'

const newKey = keyRow(
  {
    id: 'new-key',
    says: 'Is signed with a key that its issuer publishes since just now',
    class: 'documented-dress',
    verdict: published('accept', 'either'),
    gravity: 3,
  },
  ['behind', 'before', 'alone'],
  (draft, how, own, scene) => {
    const kid = 'second-key'
    const other = secondJwk(scene, kid)
    const keys = how === 'behind' ? [own, other] : how === 'before' ? [other, own] : [other]
    return signedBySecond(withKeys(draft, keys), scene, kid)
  },
)

const retiredKey = keyRow(
  {
    id: 'retired-key',
    says: 'Is signed with a key that its issuer publishes no more',
    class: 'retired-key',
    verdict: published('refuse', 'either'),
    gravity: 1,
    remembered: true,
  },
  ['replaced'],
  (draft, _how, _own, scene) => signed(withKeys(draft, [secondJwk(scene, 'second-key')])),
)

const replacedKey = keyRow(
  {
    id: 'key-replaced-under-its-id',
    says: 'Is signed with the old or the new key, of which one replaced the other under the same id',
    class: 'key-set',
    verdict: published('either', 'either'),
    divides: 'key-replaced',
    gravity: 3,
  },
  ['new', 'old'],
  (draft, how, own, scene) => {
    const kid = String(own['kid'])
    const replaced = withKeys(draft, [secondJwk(scene, kid)])
    return how === 'new' ? signedBySecond(replaced, scene, kid) : signed(replaced)
  },
)

const PAIRS = ['own-first', 'own-last', 'other-type'] as const

const twins = (how: (typeof PAIRS)[number], own: Members, scene: JwtScene): readonly Members[] => {
  const { kid } = own
  if (how === 'other-type') return [jwkOf(scene.attacker.ec().publicKey, { kid, use: 'sig' }), own]
  return how === 'own-first' ? [own, secondJwk(scene, kid)] : [secondJwk(scene, kid), own]
}

const keyIdTwice = keyRow(
  {
    id: 'key-id-twice',
    says: 'Is signed with one of two keys that are published under one id',
    class: 'key-set',
    verdict: published('either', 'either'),
    divides: 'key-id-twice',
    gravity: 3,
  },
  PAIRS,
  (draft, how, own, scene) => signed(withKeys(draft, twins(how, own, scene))),
)

const neitherOfTwo = forgery(
  keyRow(
    {
      id: 'neither-of-two-keys',
      says: 'Is signed with neither of two keys that are published under one id',
      class: 'key-set',
      verdict: published('refuse', 'refuse'),
    },
    PAIRS,
    (draft, how, own, scene) =>
      forgedUnder(withKeys(draft, twins(how, own, scene)), scene, String(own['kid'])),
  ),
)

const BROKEN = {
  empty: () => '',
  'no-keys': () => '{"keys":[]}',
  'no-member': () => '{}',
  list: (own) => JSON.stringify([own]),
  null: () => 'null',
  page: () => '<!doctype html><title>503</title>',
  truncated: (own) => JSON.stringify({ keys: [own] }).slice(0, -20),
  'keys-no-list': (own) => JSON.stringify({ keys: { own } }),
} as const satisfies Readonly<Record<string, (own: Members) => string>>

const brokenNames = Object.keys(BROKEN) as (keyof typeof BROKEN)[]

const unusableSet = keyRow(
  {
    id: 'key-set-unusable',
    says: 'Is genuine, while its issuer publishes nothing that is a key set',
    class: 'key-set',
    verdict: published('refuse', 'either'),
    gravity: 1,
  },
  brokenNames,
  (draft, how, own) => signed({ ...draft, keySet: BROKEN[how](own) }),
)

const forgedWhileUnusable = forgery(
  keyRow(
    {
      id: 'forged-while-the-key-set-is-unusable',
      says: 'Is signed by an attacker, while its issuer publishes nothing that is a key set',
      class: 'key-set',
      verdict: published('refuse', 'refuse'),
    },
    brokenNames,
    (draft, how, own, scene) =>
      forgedUnder(
        { ...draft, keySet: BROKEN[how](own) },
        scene,
        thumbprint(jwkOf(scene.attacker.rsa().publicKey)),
      ),
  ),
)

const ODD_SETS = ['keys-twice', 'keys-twice-empty-last', 'byte-order-mark', 'number-beside'] as const

const oddSet = keyRow(
  {
    id: 'key-set-hard-to-read',
    says: 'Is signed with a key that stands in a key set which readers may refuse',
    class: 'key-set',
    verdict: published('either', 'either'),
    divides: 'key-set-hard-to-read',
    gravity: 3,
  },
  ODD_SETS,
  (draft, how, own) => {
    const keys = JSON.stringify([own])
    const keySet = {
      'keys-twice': `{"keys":[],"keys":${keys}}`,
      'keys-twice-empty-last': `{"keys":${keys},"keys":[]}`,
      'byte-order-mark': `\ufeff{"keys":${keys}}`,
      'number-beside': JSON.stringify({ keys: [5, own] }),
    }[how]
    return signed({ ...draft, keySet })
  },
)

const SPARSE = [
  'without-use',
  'without-algorithm',
  'more-members',
  'unknown-type-beside',
  'other-key-beside',
] as const

const sparseSet = keyRow(
  {
    id: 'sparse-key-set',
    says: 'Is signed with a key that is published with less or more than usual, or beside unknown ones',
    class: 'honest-dress',
    verdict: published('accept', 'accept'),
    gravity: 3,
  },
  SPARSE,
  (draft, how, own, scene) => {
    const { use: _use, ...withoutUse } = own
    const { alg: _alg, ...withoutAlgorithm } = own
    const keys: Readonly<Record<(typeof SPARSE)[number], readonly Members[]>> = {
      'without-use': [withoutUse],
      'without-algorithm': [withoutAlgorithm],
      'more-members': [{ ...own, nbf: 1, x: 'y', issuedBy: { name: 'somebody' } }],
      'unknown-type-beside': [{ kty: 'LATTICE', kid: 'unknown', q: 'AA' }, own],
      'other-key-beside': [secondJwk(scene, 'second-key'), own],
    }
    return signed(withKeys(draft, keys[how]))
  },
)

export const keySetRows: readonly JwtRow[] = [
  neitherOfTwo,
  forgedWhileUnusable,
  retiredKey,
  unusableSet,
  newKey,
  sparseSet,
  replacedKey,
  keyIdTwice,
  oddSet,
]
