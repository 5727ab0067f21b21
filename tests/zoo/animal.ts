/** An animal of the zoo: something that judges tokens or assertions and is right, but for one thing. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import { type Campaign, type CampaignOptions, campaign } from '../../fixtures/fuzzing/campaign.ts'
import type { BaseScene, Surface } from '../../fixtures/fuzzing/model.ts'
import type { RowClass } from '../../suites/token-validation/classes.ts'

export interface Animal {
  readonly id: string
  /** What it does wrongly; of a package, its version and advisory. */
  readonly says: string
  /** The classes of the rows that have to do with it: one of them must catch it. */
  readonly by: readonly RowClass[]
  /** Starts a campaign against a new one, with a memory of its own. */
  readonly meet: (options: Omit<CampaignOptions, 'cast'>) => Campaign
}

/** A surface without a wire reads no more of its cast than the time. */
const CAST = { clock: { now: () => Date.now() } } as unknown as Cast

export const meeting =
  <D, S extends BaseScene, M>(open: () => Surface<D, S, M>): Animal['meet'] =>
  (options) =>
    campaign(open(), { ...options, cast: CAST })
