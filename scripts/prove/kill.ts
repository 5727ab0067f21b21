/**
 * What counts as a kill: the fault's answer differed in this variant, the check turned `failed` (and stayed so when
 * refusals were held to their controls), and the step it belongs to was performed. A crash of ours, a blocked check and
 * one without an answer to judge catch nothing: they would come of any target that is broken in any way.
 */
import { keyText } from '../../fixtures/flow/script.ts'
import type { CheckResult } from '../../reports/record.ts'
import type { Trial } from './trial.ts'

/** Where a check caught a fault. */
export interface Kill {
  readonly check: string
  readonly variant: string
  readonly walk?: string
  /** What the check said. */
  readonly reason: string
}

export interface Miss {
  readonly check: string
  readonly why: string
}

export const isKill = (outcome: Kill | Miss): outcome is Kill => 'variant' in outcome

/** A `performed` check is the one that says that its step was not. */
const isPerformed = ({ id }: CheckResult) => id.endsWith('/performed')

/** Why this result is no kill, or nothing when it is one. */
function whyNot(result: CheckResult, { bent, unperformed }: Trial): string | undefined {
  if (result.verdict !== 'failed')
    return `is ${result.verdict}${result.verdict === 'passed' || !result.reason ? '' : `: ${result.reason}`}`
  if (bent === 0) return 'failed, but no answer of the fault differed'
  const { id: check, variant, walk, step } = result
  const key = keyText({ check, variant, ...(walk === undefined ? {} : { walk }) })
  if (!isPerformed(result) && unperformed.has(key)) return `failed, but its step ${step} was not performed`
  return undefined
}

/**
 * Whether a check caught the fault.
 * @param trials of the fault, with refusals held to their controls
 */
export function judgeKill(check: string, trials: readonly Trial[]): Kill | Miss {
  const misses: string[] = []
  for (const trial of trials) {
    for (const result of trial.results.filter(({ id }) => id === check)) {
      const why = whyNot(result, trial)
      const { variant, walk, reason = 'failed' } = result
      if (why === undefined) return { check, variant, ...(walk === undefined ? {} : { walk }), reason }
      misses.push(`${why} [${walk === undefined ? variant : `${variant}, ${walk}`}]`)
    }
  }
  const different = [...new Set(misses)]
  return { check, why: different.length === 0 ? 'is bound in no variant' : different.join('; ') }
}

/** The ids of all checks that catch the fault, in the order in which they were judged. */
export function kills(trials: readonly Trial[]): readonly string[] {
  const ids = new Set(trials.flatMap(({ results }) => results.map(({ id }) => id)))
  return [...ids].filter((id) => isKill(judgeKill(id, trials)))
}
