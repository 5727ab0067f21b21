/**
 * The zoo: every animal is caught by rows that have to do with its defect, by the sweep and by the seeded part alone with
 * each of a few seeds; those that are right are left in peace. `npm run zoo` has the numbers over a hundred seeds.
 */
import { describe, expect, it } from 'vitest'
import { animals } from './animals.ts'
import { healthy } from './healthy.ts'
import { hunted, swept } from './tour.ts'

const SEEDS = [1, 2, 3, 4, 5]
const PATIENCE = 60_000

describe('the zoo', () => {
  it('has animals of all kinds, each with a name of its own', () => {
    const ids = [...animals, ...healthy].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(animals.filter(({ by }) => by.length === 0)).toEqual([])
    expect(animals.filter(({ by }) => by.every((of) => !of.startsWith('saml-'))).length).toBeGreaterThan(90)
    expect(animals.filter(({ by }) => by.every((of) => of.startsWith('saml-'))).length).toBeGreaterThan(60)
    expect(animals.filter(({ id }) => /-\d+\.\d+\.\d+$/.test(id)).length).toBeGreaterThanOrEqual(14)
  })

  it.each(animals.map((animal) => [animal.id, animal] as const))(
    'catches %s',
    async (_, animal) => {
      expect(await swept(animal), 'found by the sweep').not.toEqual([])
      for (const seed of SEEDS) expect(await hunted(animal, seed), `cases with seed ${seed}`).toBeDefined()
    },
    PATIENCE,
  )

  it.each(healthy.map((animal) => [animal.id, animal] as const))(
    'leaves %s in peace',
    async (_, animal) => {
      expect(await swept(animal)).toEqual([])
      for (const seed of SEEDS) expect(await hunted(animal, seed), `cases with seed ${seed}`).toBeUndefined()
    },
    PATIENCE,
  )
})
