/** What an API of the user's own owes: whatever it must refuse or take stands on somebody's word. */
import { expect, it } from 'vitest'
import { isApplicable } from '../../fixtures/fuzzing/campaign.ts'
import { draftOf } from '../../fixtures/fuzzing/jwt/draft.ts'
import type { Place } from '../../fixtures/fuzzing/model.ts'
import { owedByOwnApi } from '../../suites/token-validation/own-api/owed.ts'
import { jwtRows } from '../../suites/token-validation/rows/jwt/all.ts'
import { ACCESS, CLIENT } from './jwt-scenes.ts'

const PLACES: readonly Place[] = [true, false].flatMap((holdsKey) =>
  [true, false].flatMap((inHeader) =>
    (['id', 'access'] as const).map((use) => ({
      kind: 'http-api',
      publishes: false,
      holdsKey,
      inHeader,
      use,
      ...(use === 'access' ? { scope: 'a/b', ofOneClient: true as const } : {}),
    })),
  ),
)

it.each(PLACES)('a class without a basis is owed neither refusal nor acceptance: %o', (place) => {
  const left = jwtRows.filter((row) => isApplicable(row, place) && !Object.hasOwn(owedByOwnApi, row.class))
  expect(left.filter((row) => row.verdict(place) !== 'either').map(({ id }) => id)).toEqual([])
  expect(left.length).toBeGreaterThan(0)
})

it('of access tokens for one client, what must be refused names it neither in aud nor in client_id', () => {
  const place = PLACES.find(({ use, holdsKey }) => use === 'access' && holdsKey)!
  const base = draftOf(ACCESS)
  const both = { ...base, payload: base.payload.set('aud', CLIENT) }
  // Genuine tokens of others are others altogether.
  const named = jwtRows
    .filter((row) => /audience/.test(row.class) && !row.id.startsWith('genuine-'))
    .filter((row) => row.verdict(place) === 'refuse')
    .flatMap((row) => row.sweep.map((parameter) => [row, row.apply(both, parameter, ACCESS)] as const))
    .flatMap(([row, draft]) => (draft === undefined ? [] : [[row.id, draft.payload] as const]))
  expect(new Set(named.map(([id]) => id)).size).toBeGreaterThan(3)
  for (const [id, payload] of named) {
    expect(payload.get('client_id'), id).not.toBe(CLIENT)
    expect([payload.get('aud')].flat(), id).not.toContain(CLIENT)
  }
})
