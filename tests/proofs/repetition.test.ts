/** The verdict is the target's alone: neither the order of variants, nor their company, nor repetition changes it. */
import { afterAll, describe, expect, test } from 'vitest'
import type { JournalEvent } from '../../reports/record.ts'
import type { CataloguedVariant } from '../../scripts/catalogue.ts'
import {
  attacking,
  lenderAtTarget,
  openReferenceTarget,
  ordinary,
  performWhole,
  recordOf,
  variants,
  verdictsOf,
} from './lending.ts'

const withoutAttacks = variants.filter((one) => !attacking.includes(one))

const reference = await openReferenceTarget()
afterAll(() => reference[Symbol.asyncDispose]())

const inTurn = async (chosen: readonly CataloguedVariant[]): Promise<JournalEvent[]> => {
  const events: JournalEvent[] = []
  for (const { variant } of chosen)
    events.push(...(await performWhole(variant, lenderAtTarget(reference.target))))
  return events
}

const atOnce = async (chosen: readonly CataloguedVariant[]): Promise<JournalEvent[]> =>
  (
    await Promise.all(chosen.map(({ variant }) => performWhole(variant, lenderAtTarget(reference.target))))
  ).flat()

/** The verdicts of these variants, in a run of them alone. */
const verdictsOn = async (chosen: readonly CataloguedVariant[], events: Promise<JournalEvent[]>) =>
  verdictsOf(recordOf(await events, chosen))

/** Of all verdicts those of these variants. */
function among(chosen: readonly CataloguedVariant[], verdicts: Readonly<Record<string, string>>) {
  const own = ({ variant }: CataloguedVariant, name: string) =>
    name.startsWith(`${variant.flow.id}/`) &&
    (name.includes(`[${variant.id}]`) || name.includes(`[${variant.id}, `))
  return Object.fromEntries(Object.entries(verdicts).filter(([name]) => chosen.some((one) => own(one, name))))
}

/** Always the same shuffles (a linear congruential generator), so that what fails today fails tomorrow. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const left = items.slice()
  const out: T[] = []
  for (let state = seed; left.length > 0; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    out.push(...left.splice(state % left.length, 1))
  }
  return out
}

/** A control may stand in another variant, and have one of its own: these are then walked as well. */
function withControls(chosen: readonly CataloguedVariant[]): readonly CataloguedVariant[] {
  const isTwin = ({ variant }: CataloguedVariant) =>
    chosen.some(
      (one) =>
        one.variant.flow === variant.flow &&
        one.script.checks.some(({ control }) => control?.variant === variant.id),
    )
  const twins = variants.filter((one) => !chosen.includes(one) && isTwin(one))
  return twins.length === 0 ? chosen : withControls([...chosen, ...twins])
}

describe('the same verdicts', async () => {
  // Those that attack are judged once, by the proofs of the faults: what they send is nobody's but theirs.
  const first = recordOf(await inTurn(withoutAttacks), withoutAttacks)
  const due = verdictsOf(first)
  test('which conform, on the reference target', () => {
    expect(first.outcome.says).toContain('conforms')
    expect(first.outcome.exitCode).toBe(0)
  })

  test('in shuffled order', { timeout: 600_000 }, async () => {
    expect(await verdictsOn(ordinary, inTurn(shuffled(ordinary, 1)))).toEqual(among(ordinary, due))
  })

  test('in another order, every other one left out', { timeout: 600_000 }, async () => {
    const half = shuffled(ordinary, 2).filter((_, n) => n % 2 === 0)
    const chosen = withControls(half)
    expect(among(half, await verdictsOn(chosen, inTurn(chosen)))).toEqual(among(half, due))
  })

  test.each(ordinary.map((one) => [`${one.variant.flow.id}/${one.variant.id}`, one] as const))(
    '%s alone',
    async (_, one) => {
      const chosen = withControls([one])
      expect(among([one], await verdictsOn(chosen, inTurn(chosen)))).toEqual(among([one], due))
    },
  )

  test.each([
    ['api-authentication', 20],
    ['managed-login', 3],
    ['federation', 3],
    ['identity-pool', 2],
  ] as const)('%s, %i times', { timeout: 300_000 }, async (flow, times) => {
    const chosen = ordinary.filter(({ variant }) => variant.flow.id === flow)
    const expected = among(chosen, due)
    for (let n = 0; n < times; n++)
      expect(await verdictsOn(chosen, atOnce(chosen)), `time ${n + 1}`).toEqual(expected)
  })
})
