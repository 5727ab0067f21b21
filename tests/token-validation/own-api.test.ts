/** What an API of the user's own owes: whatever it must refuse or take stands on somebody's word. */
import { expect, it } from 'vitest'
import { isApplicable } from '../../fixtures/fuzzing/campaign.ts'
import type { Place } from '../../fixtures/fuzzing/model.ts'
import { owedByOwnApi } from '../../suites/token-validation/own-api/owed.ts'
import { jwtRows } from '../../suites/token-validation/rows/jwt/all.ts'

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
