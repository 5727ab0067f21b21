/** What it takes to catch animals: the rows of the sweep that find each, and its cases with every seed. */
import type { Animal } from './animal.ts'
import { hunted, swept } from './tour.ts'

export interface Toll {
  readonly id: string
  /** The rows that find it. */
  readonly rows: readonly string[]
  /** Of each seed; nothing where it was missed. */
  readonly cases: readonly (number | undefined)[]
}

export async function tollsOf(all: readonly Animal[], seeds: readonly number[]): Promise<readonly Toll[]> {
  const tolls: { id: string; rows: string[]; cases: (number | undefined)[]; animal: Animal }[] = []
  for (const animal of all) {
    const rows = (await swept(animal)).map(({ row }) => row)
    tolls.push({ id: animal.id, rows: [...new Set(rows)], cases: [], animal })
  }
  // Seed by seed: what is drawn is the same for all animals of a kind, and made once.
  for (const seed of seeds) for (const { animal, cases } of tolls) cases.push(await hunted(animal, seed))
  return tolls.map(({ animal: _, ...toll }) => toll)
}
