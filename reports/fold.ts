/**
 * Folds journal events to the run record. The fold is pure and looks at events as a set: order, repetition and
 * how they are spread over journals or shards make no difference. Exchanges are keyed by flow, variant and index,
 * steps and checks by their keys; where two events disagree about one key they are joined: verdicts in the lattice of
 * `verdicts.ts`, steps by "not performed wins", all else by a total order on their text.
 */
import { withCauses } from './cause.ts'
import { holdToControls } from './controls.ts'
import { harsOf, joinExchanges, lastSeen } from './har.ts'
import { canonical, compareSteps, compareText, keyOf, keyText, readable } from './order.ts'
import { outcomeOf } from './outcome.ts'
import { joinPlans, NoPlan } from './plan.ts'
import type {
  CheckResult,
  FlowRecord,
  Har,
  JournalEvent,
  JournaledExchange,
  Judgement,
  Plan,
  PlannedCheck,
  RunRecord,
  StepResult,
  Trouble,
} from './record.ts'
import { RECORD_SCHEMA } from './record.ts'
import { graver, isJudged, totalsOf } from './verdicts.ts'

export interface Folded {
  readonly record: RunRecord
  /** The transcripts, by name (`<flow>.<variant>`). */
  readonly hars: Map<string, Har>
}

/** The reason of a planned check that no event judged. */
export const NOT_REACHED = 'not reached: the run ended before it'
const NOT_DELETED = 'the run ended before it was deleted'

/**
 * @throws {NoPlan} no event holds a plan
 * @throws {MixedRuns} the plans are of different runs
 */
export function fold(events: Iterable<JournalEvent>): Folded {
  const seen = gather(events)
  if (seen.plans.size === 0) throw new NoPlan(`no journal holds a plan${told(seen)}`)
  const { plan, missingShards } = joinPlans(seen.plans.values())
  const checks = withCauses(holdToControls(plan.checks.map((planned) => judged(planned, seen.checks))))
  const steps = [...seen.steps.values()].sort(compareSteps)
  const planned = new Set(plan.checks.map((check) => keyText(keyOf(check))))
  for (const [key, { key: check }] of seen.checks) {
    if (!planned.has(key))
      seen.trouble({ exitCode: 4, says: `${readable(check)} was judged and never planned` })
  }
  if (missingShards.length > 0)
    seen.trouble({
      exitCode: 2,
      says: `of ${plan.shard?.total} shards these are missing: ${missingShards.join(', ')}`,
    })
  const { hars, lost } = harsOf(seen.exchanges.values(), plan.tool)
  for (const says of lost) seen.trouble({ exitCode: 4, says })
  const troubles = [...seen.troubles.values()].sort(
    (a, b) => a.exitCode - b.exitCode || compareText(a.says, b.says),
  )
  const flows = plan.flows.map((flow): FlowRecord => {
    const own = checks.filter((check) => check.flow === flow.id)
    return { ...flow, planned: own.length, judged: own.filter((check) => isJudged(check.verdict)).length }
  })
  const leftovers = leftoversOf(seen)
  const { level, shard: _, ...rest } = plan
  const record: RunRecord = {
    schema: RECORD_SCHEMA,
    ...rest,
    ...(plan.shard && missingShards.length === 0 && { shard: plan.shard }),
    complete:
      missingShards.length === 0 && plan.checks.every((check) => seen.checks.has(keyText(keyOf(check)))),
    endedAt: seen.endedAt ?? lastSeen(plan.startedAt, seen.exchanges.values()),
    outcome: outcomeOf({ plan, flows, checks, steps, troubles, interrupted: seen.interrupted }),
    flows,
    checks,
    steps,
    totals: totalsOf(checks),
    troubles,
    ...(seen.interrupted !== undefined && { interrupted: seen.interrupted }),
    ...(leftovers.length > 0 && { leftovers }),
  }
  return { record, hars }
}

/** Everything that the events say, joined key by key. */
class Seen {
  readonly plans = new Map<string, Plan>()
  readonly exchanges = new Map<string, JournaledExchange>()
  readonly steps = new Map<string, StepResult>()
  readonly checks = new Map<string, Judgement>()
  readonly created = new Map<string, { kind: string; id: string }>()
  readonly deleted = new Set<string>()
  readonly undeleted = new Map<string, string>()
  readonly troubles = new Map<string, Trouble>()
  endedAt: string | undefined
  interrupted: string | undefined

  trouble({ exitCode, says }: Trouble): void {
    this.troubles.set(`${exitCode} ${says}`, { exitCode, says })
  }
}

function gather(events: Iterable<JournalEvent>): Seen {
  const seen = new Seen()
  for (const event of events) {
    switch (event.event) {
      case 'plan':
        seen.plans.set(canonical(event.plan), event.plan)
        break
      case 'exchange': {
        const { flow, variant, n } = event.exchange
        join(seen.exchanges, `${flow} ${variant} ${n}`, event.exchange, joinExchanges)
        break
      }
      case 'step': {
        const { flow, variant, walk, number } = event.step
        const key = keyText({ check: `${flow}/${number}`, variant, ...(walk !== undefined && { walk }) })
        join(seen.steps, key, event.step, joinSteps)
        break
      }
      case 'check':
        join(seen.checks, keyText(event.check.key), event.check, graver)
        break
      case 'created':
      case 'undeleted': {
        const { kind, id } = event
        seen.created.set(`${kind} ${id}`, { kind, id })
        if (event.event === 'undeleted') join(seen.undeleted, `${kind} ${id}`, event.reason, lesser)
        break
      }
      case 'deleted':
        seen.deleted.add(`${event.kind} ${event.id}`)
        break
      case 'trouble':
        seen.trouble(event)
        break
      case 'end':
        if (seen.endedAt === undefined || event.endedAt > seen.endedAt) seen.endedAt = event.endedAt
        if (event.interrupted !== undefined)
          seen.interrupted =
            seen.interrupted === undefined ? event.interrupted : lesser(seen.interrupted, event.interrupted)
    }
  }
  return seen
}

/** A plan that could not be read is trouble by now, and the reason why there is none. */
const told = ({ troubles }: Seen): string =>
  troubles.size === 0 ? '' : `: ${[...troubles.values()].map(({ says }) => says).join('; ')}`

const lesser = (a: string, b: string): string => (b < a ? b : a)

function join<T>(into: Map<string, T>, key: string, value: T, joined: (a: T, b: T) => T): void {
  const before = into.get(key)
  into.set(key, before === undefined ? value : joined(before, value))
}

/**
 * One step may be told of by several acts: it happened if all did, and it looked at all their exchanges. Each part is
 * joined on its own, so that joining twice changes nothing.
 */
function joinSteps(a: StepResult, b: StepResult): StepResult {
  const told = ({ performed, reason, omitted }: StepResult) => canonical({ performed, reason, omitted })
  const order = Number(a.performed) - Number(b.performed) || compareText(told(a), told(b))
  return {
    ...(order <= 0 ? a : b),
    durationMs: Math.max(a.durationMs, b.durationMs),
    exchanges: [...new Set([...a.exchanges, ...b.exchanges])].sort((x, y) => x - y),
  }
}

function judged(planned: PlannedCheck, judgements: ReadonlyMap<string, Judgement>): CheckResult {
  const found = judgements.get(keyText(keyOf(planned)))
  if (!found)
    return { ...planned, verdict: 'indeterminate', reason: NOT_REACHED, durationMs: 0, exchanges: [] }
  const { key: _, ...judgement } = found
  return { ...planned, ...judgement }
}

function leftoversOf({ created, deleted, undeleted }: Seen) {
  return [...created]
    .filter(([key]) => !deleted.has(key))
    .map(([key, { kind, id }]) => ({ kind, id, reason: undeleted.get(key) ?? NOT_DELETED }))
    .sort((a, b) => compareText(a.kind, b.kind) || compareText(a.id, b.id))
}
