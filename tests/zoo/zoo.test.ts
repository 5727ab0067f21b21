/**
 * The zoo: every animal is caught by rows that have to do with its defect, by the sweep and by the seeded part alone with
 * each of a few seeds; those that are right are left in peace.
 *
 * What judges JSON Web Tokens meets five seeds. Reading XML takes ten times as long: packages that read SAML meet one
 * seed, and of the reference target's bent rules as service provider every second one does, the others the sweep alone.
 * What is right meets two. `npm run zoo` has all animals and a hundred seeds.
 */
import { describe, expect, it } from 'vitest'
import type { Animal } from './animal.ts'
import { animals, kinds } from './animals.ts'
import { healthy } from './healthy.ts'
import { hunted, swept } from './tour.ts'

const SEEDS = [1, 2, 3, 4, 5]
const PATIENCE = 120_000

const readsSaml = ({ by }: Animal) => by.some((of) => of.startsWith('saml-'))
const onlySwept = new Set(kinds.SAML.filter((_, n) => n % 2 === 1))
const seedsFor = (animal: Animal) =>
  SEEDS.slice(0, onlySwept.has(animal) ? 0 : readsSaml(animal) ? 1 : animal.by.length === 0 ? 2 : 5)

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
