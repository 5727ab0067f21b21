/**
 * What a run comes to: one exit code and one sentence.
 *
 * | exit | meaning |
 * |---|---|
 * | 0 | conforms |
 * | 1 | does not: something required failed or is blocked, or a claimed flow was not fully judged |
 * | 2 | wrong usage, target file, or a filter that matches nothing |
 * | 3 | the target could not be reached or provisioned |
 * | 4 | a fault of the harness itself |
 * | 5 | nothing failed, but something required is indeterminate: worth repeating |
 *
 * The graver one wins: 4, 2, 3, 1, 5.
 */
import { list, many } from './prose.ts'
import type { CheckResult, FlowRecord, Outcome, Plan, StepResult, Trouble } from './record.ts'
import { counts, isJudged } from './verdicts.ts'

export interface Learned {
  readonly plan: Plan
  readonly flows: readonly FlowRecord[]
  readonly checks: readonly CheckResult[]
  readonly steps: readonly StepResult[]
  readonly troubles: readonly Trouble[]
  readonly interrupted: string | undefined
}

export function outcomeOf(learned: Learned): Outcome {
  const { level } = learned.plan
  const { exitCode, says } = ruleOf(learned)
  const cut = learned.interrupted === undefined ? '' : ` The run was interrupted: ${learned.interrupted}.`
  return { exitCode, conforms: exitCode === 0, level, says: says + cut }
}

function ruleOf(learned: Learned): Pick<Outcome, 'exitCode' | 'says'> {
  const { plan, checks, troubles } = learned
  const target = plan.target.name
  const saying = (code: number) =>
    troubles
      .filter((trouble) => trouble.exitCode === code)
      .map((trouble) => trouble.says)
      .join('; ')

  const errored = checks.filter((check) => check.verdict === 'errored').length
  const ours = [saying(4), errored > 0 ? `${many(errored, 'check')} errored` : ''].filter(Boolean).join('; ')
  if (ours) return { exitCode: 4, says: `The harness itself failed: ${ours}.` }

  const usage = saying(2) || misuse(learned)
  if (usage) return { exitCode: 2, says: `Wrong usage: ${usage}.` }

  const unreached = saying(3)
  if (unreached) return { exitCode: 3, says: `${target} could not be reached or provisioned: ${unreached}.` }

  const claimed = new Set(learned.flows.filter((flow) => flow.claimed).map((flow) => flow.id))
  const ofClaimed = checks.filter((check) => claimed.has(check.flow))
  const required = ofClaimed.filter((check) => counts(check.level, plan.level))
  const count = (verdict: string) => required.filter((check) => check.verdict === verdict).length
  const [failed, blocked, open] = [count('failed'), count('blocked'), count('indeterminate')]
  const gaps = learned.flows.flatMap((flow) => gapsOf(flow, learned))
  const unjudged = gaps.filter((gap) => !gap.open)
  const word = plan.level === 'required' ? 'required check' : `check of level ${plan.level} or above`

  if (failed > 0 || blocked > 0 || unjudged.length > 0) {
    const parts = [
      failed > 0 ? `${many(failed, word)} failed` : '',
      blocked > 0 ? `${blocked}${failed > 0 ? '' : ` ${word}${blocked > 1 ? 's' : ''}`} blocked` : '',
      unjudged.length > 0 ? `not fully judged: ${list(unjudged.map((gap) => gap.says))}` : '',
    ]
    return { exitCode: 1, says: `${target} does not conform: ${parts.filter(Boolean).join(', ')}.` }
  }
  if (open > 0 || gaps.length > 0) {
    const what = open > 0 ? many(open, word) : list(gaps.map((gap) => gap.says))
    return { exitCode: 5, says: `Nothing failed, but ${what} got no verdict: worth repeating.` }
  }
  const judged = ofClaimed.filter((check) => isJudged(check.verdict)).length
  if (judged === 0)
    return { exitCode: 1, says: `${target} does not conform: nothing of what was selected could be judged.` }
  const scope = isFiltered(plan) ? `What was selected of ${target}` : target
  return { exitCode: 0, says: `${scope} conforms: ${many(judged, 'check')} judged, no ${word} failed.` }
}

function misuse({ plan, flows, checks }: Learned): string {
  if (plan.target.claims.length === 0) return `${plan.target.name} claims no flow`
  if (checks.length === 0) return 'nothing matches what was selected'
  const claimed = new Set(flows.filter((flow) => flow.claimed).map((flow) => flow.id))
  if (!checks.some((check) => claimed.has(check.flow)))
    return `${plan.target.name} claims no flow of those that were selected`
  return ''
}

interface Gap {
  readonly says: string
  /** Only for want of an answer: worth repeating. */
  readonly open: boolean
}

/** The steps of a claimed flow's documented variant that the target takes part in and that no check judged. */
function gapsOf(flow: FlowRecord, { plan, checks, steps }: Learned): Gap[] {
  if (!flow.claimed || !isWhole(flow, plan, checks)) return []
  const variant = flow.documentedVariant
  if (variant === undefined)
    return flow.planned > 0 || flow.steps.every((step) => !step.target)
      ? []
      : [{ says: `${flow.id}, of which nothing was planned`, open: false }]
  return flow.steps.flatMap((step) => {
    if (!step.target) return []
    const omitted = steps.some(
      (s) => s.flow === flow.id && s.variant === variant && s.number === step.number && s.omitted,
    )
    const here = checks.filter((c) => c.flow === flow.id && c.variant === variant && c.step === step.number)
    if (omitted || here.some((check) => isJudged(check.verdict))) return []
    const open = here.some((check) => check.verdict === 'indeterminate')
    return [{ says: `step ${step.number} of ${flow.id} (${variant})`, open }]
  })
}

export const isFiltered = ({ selection, shard }: Pick<Plan, 'selection' | 'shard'>): boolean =>
  shard !== undefined ||
  selection.flows.length > 0 ||
  selection.variants.length > 0 ||
  selection.checks.length > 0

/** Whether the selection left the flow's documented variant as it is. */
function isWhole(flow: FlowRecord, plan: Plan, checks: readonly CheckResult[]): boolean {
  if (plan.selection.checks.length > 0) return false
  if (!isFiltered(plan)) return true
  return checks.some((check) => check.flow === flow.id && check.variant === flow.documentedVariant)
}
