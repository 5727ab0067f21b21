/**
 * Cases a second against the application's validator, beside plain verification of the same tokens; and what memory is in
 * use after ever more cases.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { campaign } from '../../../fixtures/fuzzing/campaign.ts'
import type { JwtScene, MadeJwt } from '../../../fixtures/fuzzing/jwt/draft.ts'
import { CAST, correctSurfaces, type JwtSurface } from './surfaces.ts'

const APPLICATION = 'application, jose, id'

async function application(): Promise<JwtSurface> {
  const found = (await correctSurfaces()).find(({ name }) => name === APPLICATION)
  if (found === undefined) throw new Error(`there is no surface ${APPLICATION}`)
  return found.surface
}

export interface Pace {
  readonly cases: number
  readonly casesMs: number
  readonly plainMs: number
}

/** What exhausts is left out: its size would be measured, and not the harness. */
export async function paceAtValidator(runs: number, seed: number): Promise<Pace> {
  const surface = await application()
  const sent: { readonly made: MadeJwt; readonly scene: JwtScene }[] = []
  const kept: JwtSurface = {
    ...surface,
    send(cast, made, scene) {
      sent.push({ made, scene })
      return surface.send(cast, made, scene)
    },
  }
  const warm = campaign(surface, { cast: CAST, exhausting: false })
  await warm.seeded({ seed: seed + 1, runs: Math.ceil(runs / 10) })
  const one = campaign(kept, { cast: CAST, exhausting: false })
  const begun = performance.now()
  await one.seeded({ seed, runs })
  const casesMs = performance.now() - begun
  const plain = performance.now()
  for (const { made, scene } of sent) await surface.send(CAST, made, scene)
  return { cases: sent.length, casesMs, plainMs: performance.now() - plain }
}

export interface Memory {
  readonly cases: number
  readonly heapMiB: number
  readonly residentMiB: number
}

/** One campaign that goes on; without rows that sign or exhaust, so that a million is soon there. */
export async function memoryAfter(
  steps: readonly number[],
  seed: number,
  tell: (memory: Memory) => void,
): Promise<void> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const surface = await application()
  const one = campaign(
    { ...surface, place: { ...surface.place, holdsKey: false, publishes: false } },
    { cast: CAST, exhausting: false },
  )
  for (const wanted of steps) {
    const runs = wanted - one.ledger().cases
    if (runs > 0) await one.seeded({ seed: seed + wanted, runs })
    collect()
    const { heapUsed, rss } = process.memoryUsage()
    tell({ cases: one.ledger().cases, heapMiB: heapUsed / 2 ** 20, residentMiB: rss / 2 ** 20 })
  }
}
