/**
 * Verdicts as a lattice, and how they are counted. Two judgements of one check in one record (a line journaled
 * twice, two shards that ran the same variant) join to the graver one, so folding does not depend on order:
 *
 *     not judged < not-applicable < passed < expected-failure < indeterminate < blocked < unexpected-pass < failed < errored
 *
 * A fault of ours outranks the target's, since it puts the target's in doubt; what was seen outranks what was
 * not seen; bad news outranks good. Equal verdicts are told apart by their text, so the order is total.
 */
import { canonical, compareText } from './order.ts'
import type { CheckResult, Judgement, Level, Totals, Verdict } from './record.ts'

export const VERDICTS_BY_GRAVITY: readonly Verdict[] = [
  'not-applicable',
  'passed',
  'expected-failure',
  'indeterminate',
  'blocked',
  'unexpected-pass',
  'failed',
  'errored',
]

export const gravity = (verdict: Verdict): number => VERDICTS_BY_GRAVITY.indexOf(verdict)

export function graver(a: Judgement, b: Judgement): Judgement {
  const order = gravity(a.verdict) - gravity(b.verdict) || compareText(canonical(a), canonical(b))
  return order < 0 ? b : a
}

/** The target answered, and the answer was judged. */
export const isJudged = (verdict: Verdict): boolean =>
  verdict === 'passed' ||
  verdict === 'failed' ||
  verdict === 'expected-failure' ||
  verdict === 'unexpected-pass'

/** Something a reader has to look at. */
export const isTrouble = (verdict: Verdict): boolean =>
  verdict === 'failed' ||
  verdict === 'blocked' ||
  verdict === 'indeterminate' ||
  verdict === 'errored' ||
  verdict === 'unexpected-pass'

export const LEVELS: readonly Level[] = ['required', 'observed', 'advisory']

/** Whether a check of `level` counts as required in a run whose lowest required level is `lowest`. */
export const counts = (level: Level, lowest: Level): boolean =>
  LEVELS.indexOf(level) <= LEVELS.indexOf(lowest)

const MEMBER = {
  passed: 'passed',
  failed: 'failed',
  blocked: 'blocked',
  indeterminate: 'indeterminate',
  errored: 'errored',
  'not-applicable': 'notApplicable',
  'expected-failure': 'expectedFailure',
  'unexpected-pass': 'unexpectedPass',
} as const satisfies Record<Verdict, keyof Totals>

export function totalsOf(results: readonly CheckResult[]): Totals {
  const totals = {
    planned: results.length,
    passed: 0,
    failed: 0,
    blocked: 0,
    indeterminate: 0,
    errored: 0,
    notApplicable: 0,
    expectedFailure: 0,
    unexpectedPass: 0,
  }
  for (const { verdict } of results) totals[MEMBER[verdict]] += 1
  return totals
}
