/**
 * The zoo: every animal is caught by rows that have to do with its defect, by the sweep and by the seeded part alone with
 * each of a few seeds; those that are right are left in peace. All that judge JSON Web Tokens meet five seeds; the packages
 * that read SAML two, and the bent rules of the reference target as service provider one, since reading XML takes ten
 * times as long. `npm run zoo` has the numbers over a hundred seeds for all of them.
 */
import { describe, expect, it } from 'vitest'
import type { Animal } from './animal.ts'
import { animals, kinds } from './animals.ts'
import { healthy } from './healthy.ts'
import { hunted, swept } from './tour.ts'

const SEEDS = [1, 2, 3, 4, 5]
const PATIENCE = 120_000

const readsSaml = ({ by, id }: Animal) =>
  id === 'sound-service-provider' || by.some((of) => of.startsWith('saml-'))
const bent = new Set<Animal>(kinds.SAML)
const seedsFor = (animal: Animal) => SEEDS.slice(0, bent.has(animal) ? 1 : readsSaml(animal) ? 2 : 5)

describe('the zoo', () => {
  it('has animals of all kinds, each with a name of its own', () => {
    const ids = [...animals, ...healthy].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(animals.filter(({ by }) => by.length === 0)).toEqual([])
    expect(kinds.JWT.length).toBeGreaterThan(90)
    expect(kinds.SAML.length).toBeGreaterThan(60)
    expect(kinds.published.filter(({ id }) => /-\d+\.\d+\.\d+$/.test(id)).length).toBeGreaterThanOrEqual(14)
  })

  it.each(animals.map((animal) => [animal.id, animal] as const))(
    'catches %s',
    async (_, animal) => {
      expect(await swept(animal), 'found by the sweep').not.toEqual([])
      for (const seed of seedsFor(animal))
        expect(await hunted(animal, seed), `cases with seed ${seed}`).toBeDefined()
    },
    PATIENCE,
  )

  it.each(healthy.map((animal) => [animal.id, animal] as const))(
    'leaves %s in peace',
    async (_, animal) => {
      expect(await swept(animal)).toEqual([])
      for (const seed of seedsFor(animal))
        expect(await hunted(animal, seed), `cases with seed ${seed}`).toBeUndefined()
    },
    PATIENCE,
  )
})
