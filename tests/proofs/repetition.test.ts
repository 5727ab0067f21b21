/** The verdict is the target's alone: neither the order of variants, nor their company, nor repetition changes it. */
import { afterAll, describe, expect, test } from 'vitest'
import type { JournalEvent } from '../../reports/record.ts'
import type { CataloguedVariant } from '../../scripts/catalogue.ts'
import {
  lenderAtTarget,
  openReferenceTarget,
  performWhole,
  recordOf,
  variants,
  verdictsOf,
} from './lending.ts'

const reference = await openReferenceTarget()
afterAll(() => reference[Symbol.asyncDispose]())

const inTurn = async (chosen: readonly CataloguedVariant[]): Promise<JournalEvent[]> => {
  const events: JournalEvent[] = []
  for (const { variant } of chosen)
    events.push(...(await performWhole(variant, lenderAtTarget(reference.target))))
  return events
}

const atOnce = async (): Promise<JournalEvent[]> =>
  (
    await Promise.all(variants.map(({ variant }) => performWhole(variant, lenderAtTarget(reference.target))))
  ).flat()

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

describe('the same verdicts', async () => {
  const first = recordOf(await inTurn(variants))
  const due = verdictsOf(first)

  test('which conform, on the reference target', () => {
    expect(first.outcome.says).toContain('conforms')
    expect(first.outcome.exitCode).toBe(0)
  })

  test.each([1, 2, 3])('in shuffled order %i', async (seed) => {
    const order = shuffled(variants, seed)
    expect(verdictsOf(recordOf(await inTurn(order)))).toEqual(due)
  })

  test.each(variants.map((one) => [`${one.variant.flow.id}/${one.variant.id}`, one] as const))(
    '%s alone',
    async (_, one) => {
      // A refusal may have its control in another variant: that one is then walked as well.
      const twins = one.script.checks.flatMap(({ control }) =>
        control === undefined ? [] : [control.variant],
      )
      const company = variants.filter(
        ({ variant }) =>
          variant.flow === one.variant.flow && twins.includes(variant.id) && variant !== one.variant,
      )
      const alone = verdictsOf(recordOf(await inTurn([one, ...company]), [one, ...company]))
      const own = (name: string) =>
        name.startsWith(`${one.variant.flow.id}/`) &&
        (name.includes(`[${one.variant.id}]`) || name.includes(`[${one.variant.id}, `))
      const of = (verdicts: Readonly<Record<string, string>>) =>
        Object.fromEntries(Object.entries(verdicts).filter(([name]) => own(name)))
      expect(of(alone)).toEqual(of(due))
    },
  )

  test('20 times', { timeout: 120_000 }, async () => {
    for (let n = 0; n < 20; n++) expect(verdictsOf(recordOf(await atOnce())), `time ${n + 1}`).toEqual(due)
  })
})
