/**
 * Refusals and their controls: a refusal counts only beside an accepted twin. One whose control did not pass says
 * nothing, however it was judged, and is `blocked`; else a target that refuses everything would score full marks. Where
 * the control has no verdict that is the target's (no answer, not applicable), the refusal has none either. Where a
 * plainer refusal is the control and both were accepted, the finer one is no less a failure: it stays one.
 */
import { keyText, readable } from './order.ts'
import type { CheckResult, ResultKey, Verdict } from './record.ts'

const isPass = (verdict: Verdict | undefined): boolean =>
  verdict === 'passed' || verdict === 'unexpected-pass'

/**
 * A known failure stays one: the list that names it has already taken the refusal out of the reckoning. So does one that
 * counterexamples show: each was judged beside a base of its own that had just been accepted.
 */
const standsOnControl = ({ verdict, counterexamples = [] }: CheckResult): boolean =>
  isPass(verdict) || (verdict === 'failed' && counterexamples.length === 0)

/** A refusal, which the control tells it by, whose request was accepted. */
export function wasAccepted({ verdict, control, actual }: CheckResult): boolean {
  if (!control || (verdict !== 'failed' && verdict !== 'expected-failure')) return false
  return typeof actual === 'object' && actual !== null && 'outcome' in actual && actual.outcome === 'accepted'
}

/**
 * Blocks every refusal that was judged and whose control, or the control's second standing, did not pass or is
 * not in the plan. Repeats until nothing changes, for controls that stand on controls; it only ever takes passes
 * away, so it ends, and the order of the results does not matter.
 */
export function holdToControls(results: readonly CheckResult[]): CheckResult[] {
  const held = results.slice()
  for (let changed = true; changed; ) {
    const byKey = new Map(held.map((r) => [keyText({ ...r, check: r.id }), r]))
    changed = false
    for (const [i, result] of held.entries()) {
      if (!standsOnControl(result)) continue
      const missing = failing(result, byKey)
      if (!missing) continue
      held[i] = blockedBy(result, missing.control, missing.verdict)
      changed = true
    }
  }
  return held
}

function failing(result: CheckResult, byKey: ReadonlyMap<string, CheckResult>) {
  if (!result.control) return undefined
  const { after, ...first } = result.control
  for (const control of after ? [first, after] : [first]) {
    const twin = byKey.get(keyText(control))
    if (isPass(twin?.verdict)) continue
    if (control === after && twin && wasAccepted(twin) && wasAccepted(result)) continue
    return { control, verdict: twin?.verdict }
  }
  return undefined
}

function blockedBy(result: CheckResult, control: ResultKey, verdict: Verdict | undefined): CheckResult {
  const fate = verdict === undefined ? 'is not part of this run' : `is ${verdict}`
  const reason = `its control ${readable(control)} ${fate}`
  const { cause: _, ...rest } = result
  if (verdict === 'indeterminate' || verdict === 'not-applicable' || verdict === 'errored') {
    const { expected: _expected, actual: _actual, counterexamples: _found, ...unjudged } = rest
    return { ...unjudged, verdict, reason }
  }
  return {
    ...rest,
    verdict: 'blocked',
    reason: `${reason}, so this proves nothing (judged alone it ${result.verdict === 'failed' ? `failed${result.reason ? `: ${result.reason}` : ''}` : 'passed'})`,
    blockedBy: { control, reason },
  }
}
