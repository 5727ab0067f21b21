/** The proof of some flows: nothing is caught where nothing is bent, every fault is caught, and every check catches one. */
import { expect, test } from 'vitest'
import { NEEDS_BROWSER } from '../../fixtures/actors/cannot-go-on.ts'
import { faults, identity } from '../../fixtures/reference-target/faults/index.ts'
import type { CheckResult } from '../../reports/record.ts'
import { loadCatalogue } from '../../scripts/catalogue.ts'
import { prove } from '../../scripts/prove/prove.ts'
import { held, openProvingGround } from '../../scripts/prove/trial.ts'
import { wholeTrial } from '../../scripts/prove/trials.ts'

export const catalogue = await loadCatalogue()

/** The flow of attacks, whose variants send most of all that is sent: it has a test file, and so a process, of its own. */
export const ATTACKS = 'token-validation'

/** Proofs run without a browser: what only one can see is judged in a run. And some tokens cannot be had at some surfaces. */
const isLeftOut = ({ verdict, reason = '' }: CheckResult): boolean =>
  verdict === 'not-applicable' && (reason.includes(NEEDS_BROWSER) || reason.includes('can be tried here'))

/** Faults that several flows have to notice are held here to the checks of these. */
export function proofOf(isMeant: (flow: string) => boolean): void {
  const isOurs = (check: string) => isMeant(check.slice(0, check.indexOf('/')))

  test('an identity fault is caught by nothing', { timeout: 600_000 }, async () => {
    const troubled: CheckResult[] = []
    const ground = await openProvingGround(JSON.stringify(catalogue.checks))
    try {
      for (const variant of catalogue.variants.filter(({ variant: { flow } }) => isMeant(flow.id))) {
        const trials = []
        for (const { variant: one, bound } of wholeTrial(catalogue, variant))
          trials.push(await ground.try(one, identity.id, bound))
        expect(trials.map(({ bent }) => bent)).toEqual(trials.map(() => 0))
        const results = held(trials)[0]?.results ?? []
        expect(results.length).toBe(variant.script.checks.length)
        troubled.push(...results.filter((one) => one.verdict !== 'passed' && !isLeftOut(one)))
      }
    } finally {
      await ground.close()
    }
    expect(troubled.map(({ id, variant, verdict, reason }) => ({ id, variant, verdict, reason }))).toEqual([])
  })

  test('every fault is caught by each check that it names, and every required and observed check catches one', {
    timeout: 900_000,
  }, async () => {
    const suspects = faults
      .map(({ id, caughtBy }) => ({ id, caughtBy: caughtBy.filter(isOurs) }))
      .filter(({ caughtBy }) => caughtBy.length > 0)
    const proof = await prove(catalogue, suspects, { jobs: 3 })
    expect(proof.faults.filter(({ caught }) => !caught)).toEqual([])
    expect(proof.withoutKiller.filter(({ check }) => isOurs(check))).toEqual([])
  })
}
