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
 * | 5 | nothing failed, but something required is indeterminate, or the run was interrupted: worth repeating |
 *
 * The graver one wins: 4, 2, 3, 1, 5.
 */
import { cut, list, many } from './prose.ts'
import type { CheckResult, FlowRecord, Level, Outcome, Plan, StepResult, Trouble } from './record.ts'
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
  const target = nameOf(plan)
  const saying = (code: number) =>
    troubles
      .filter((trouble) => trouble.exitCode === code)
      .map((trouble) => trouble.says.replace(/\.$/, ''))
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
      blocked > 0
        ? failed > 0
          ? `${blocked} blocked`
          : `${many(blocked, word)} ${blocked > 1 ? 'are' : 'is'} blocked`
        : '',
    ]
    const missing = unjudged.length > 0 ? `nothing judged ${inGroups(unjudged)}` : ''
    const why = [parts.filter(Boolean).join(', '), missing].filter(Boolean).join('; ')
    if (failed > 0) return { exitCode: 1, says: `${target} does not conform: ${why}.` }
    return { exitCode: 1, says: `${target} was not fully judged: no ${word} failed, but ${why}.` }
  }
  if (open > 0 || gaps.length > 0) {
    const what = open > 0 ? many(open, word) : list(gaps.map(whereOf))
    return { exitCode: 5, says: `Nothing failed, but ${what} got no verdict: worth repeating.` }
  }
  const judged = ofClaimed.filter((check) => isJudged(check.verdict)).length
  if (judged === 0)
    return {
      exitCode: 1,
      says: `${target} was not fully judged: nothing of what was selected could be judged${because(reasonsOf(ofClaimed))}.`,
    }
  // An attack may have sent what a verdict needs, and not all that was to be sent.
  if (learned.interrupted !== undefined)
    return { exitCode: 5, says: 'Nothing failed, but the run did not come to its end: worth repeating.' }
  const scope = isFiltered(plan) ? `What was selected of ${target.replace(/^The /, 'the ')}` : target
  return { exitCode: 0, says: `${scope} conforms: ${many(judged, 'check')} judged, no ${word} failed.` }
}

function misuse({ plan, flows, checks }: Learned): string {
  if (plan.target.claims.length === 0) return `${plan.target.name} claims no flow`
  if (checks.length === 0) return 'nothing matches what was selected'
  const claimed = new Set(flows.filter((flow) => flow.claimed).map((flow) => flow.id))
  if (!checks.some((check) => claimed.has(check.flow))) {
    const selected = [...new Set(checks.map((check) => check.flow))]
    return `${plan.target.name} claims no flow of those that were selected: ${list(selected, selected.length)} would have to stand under claims in its target file`
  }
  return ''
}

/** The target by its name; a bent reference target is never told as if it were the straight one. */
function nameOf({ target, options }: Pick<Plan, 'target' | 'options'>): string {
  const faults = bentBy(options)
  return faults.length === 0 ? target.name : `${target.name}, bent by ${list(faults)},`
}

/** Which faults the reference target was given. */
export const bentBy = ({ faults }: Plan['options']): readonly string[] =>
  Array.isArray(faults) ? faults.filter((fault) => typeof fault === 'string') : []

/** A failure that the outcome counts, in a run whose lowest required level is `lowest`. */
export const fails = ({ verdict, level }: Pick<CheckResult, 'verdict' | 'level'>, lowest: Level): boolean =>
  verdict === 'failed' && counts(level, lowest)

interface Gap {
  readonly flow: string
  readonly variant?: string
  /** None where nothing of the flow was planned. */
  readonly step?: number
  /** Why its checks were not judged, once each: they name what the target file lacks, or declares lacking. */
  readonly reasons: readonly string[]
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
      : [{ flow: flow.id, reasons: ['nothing of it was planned'], open: false }]
  return flow.steps.flatMap((step) => {
    if (!step.target) return []
    const omitted = steps.some(
      (s) => s.flow === flow.id && s.variant === variant && s.number === step.number && s.omitted,
    )
    const here = checks.filter((c) => c.flow === flow.id && c.variant === variant && c.step === step.number)
    if (omitted || here.some((check) => isJudged(check.verdict))) return []
    const open = here.some((check) => check.verdict === 'indeterminate')
    return [{ flow: flow.id, variant, step: step.number, reasons: reasonsOf(here), open }]
  })
}

const reasonsOf = (checks: readonly CheckResult[]): readonly string[] => [
  ...new Set(
    checks
      .filter(({ verdict }) => verdict === 'not-applicable')
      .flatMap(({ reason }) =>
        reason === undefined ? [] : [cut(reason.replace(/^step \d+: |\.$/g, ''), 200)],
      ),
  ),
]

const because = (reasons: readonly string[]): string => (reasons.length === 0 ? '' : `: ${list(reasons, 4)}`)

const whereOf = ({ flow, variant, step }: Gap): string =>
  step === undefined ? flow : `step ${step} of ${flow} (${variant})`

/** Steps that were not judged for the same reasons, told together with these. */
function inGroups(gaps: readonly Gap[]): string {
  const groups = Map.groupBy(gaps, ({ flow, variant, reasons }) => JSON.stringify([flow, variant, reasons]))
  return [...groups.values()]
    .map((group) => {
      const [first, ...others] = group
      const steps = group.flatMap(({ step }) => (step === undefined ? [] : [String(step)]))
      const where =
        others.length === 0
          ? whereOf(first!)
          : `steps ${list(steps, steps.length)} of ${first?.flow} (${first?.variant})`
      return `${where}${because(first!.reasons)}`
    })
    .join('; ')
}

/** Less than whole flows. */
export const isNarrowed = ({ selection, shard }: Pick<Plan, 'selection' | 'shard'>): boolean =>
  shard !== undefined || selection.variants.length > 0 || selection.checks.length > 0

/** Nothing was sent but one case, made again. */
export const isReplay = ({ options }: Pick<Plan, 'options'>): boolean => options['replay'] !== undefined

const isFiltered = (plan: Pick<Plan, 'selection' | 'shard' | 'options'>): boolean =>
  isNarrowed(plan) || plan.selection.flows.length > 0 || isReplay(plan)

/** Whether the selection left the flow's documented variant as it is. */
function isWhole(flow: FlowRecord, plan: Plan, checks: readonly CheckResult[]): boolean {
  if (plan.selection.checks.length > 0) return false
  if (!isFiltered(plan)) return true
  return checks.some((check) => check.flow === flow.id && check.variant === flow.documentedVariant)
}
