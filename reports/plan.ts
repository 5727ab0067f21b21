/**
 * Plans of shards joined to the plan of the whole run, and the rule of what may be joined at all: a verdict is given
 * once, by one tool with one catalogue, of one target.
 */
import { canonical, compareChecks, compareFlows, compareText, keyOf, keyText } from './order.ts'
import { list } from './prose.ts'
import type { Plan } from './record.ts'
import { RECORD_SCHEMA } from './record.ts'

/** No event holds a plan: the run died before it knew what it meant to judge. */
export class NoPlan extends Error {
  override readonly name = 'NoPlan'
  readonly code = 'ERR_NO_PLAN'
}

/** Records that do not belong together. The message names which has which. */
export class MixedRuns extends Error {
  override readonly name = 'MixedRuns'
  readonly code = 'ERR_MIXED_RUNS'
}

/** What has to be equal in everything that makes up one record. */
export function identityOf(plan: Plan, schema: string = RECORD_SCHEMA): Readonly<Record<string, string>> {
  const { tool, target, level, agent } = plan
  return {
    schema,
    tool: `${tool.name} ${tool.version}`,
    catalogue: tool.catalogue,
    target: `${target.name} (${target.kind}) ${target.version}${target.digest ? ` ${target.digest}` : ''}`,
    level,
    agent,
  }
}

/**
 * @param named what stands beside what, each under the name by which the message calls it
 * @throws {MixedRuns}
 */
export function requireSame(
  named: readonly (readonly [name: string, identity: Readonly<Record<string, string>>])[],
) {
  for (const facet of Object.keys(named[0]?.[1] ?? {})) {
    const holders = new Map<string, string[]>()
    for (const [name, identity] of named) {
      const value = identity[facet] ?? 'none'
      holders.set(value, [...(holders.get(value) ?? []), name])
    }
    if (holders.size < 2) continue
    const which = [...holders].map(([value, names]) => `${value} in ${list(names)}`)
    throw new MixedRuns(`these are of different runs, their ${facet} differs: ${which.join('; ')}`)
  }
}

export interface JoinedPlan {
  readonly plan: Plan
  /** Shards of which there is no plan, where some but not all of several shards are there. */
  readonly missingShards: readonly number[]
}

/**
 * @throws {NoPlan} there is none
 * @throws {MixedRuns} they are not the shards of one run, one plan each
 */
export function joinPlans(plans: Iterable<Plan>): JoinedPlan {
  const all = [...plans].sort((a, b) => compareText(canonical(a), canonical(b)))
  const first = all[0]
  if (!first) throw new NoPlan('there is no plan')
  requireSame(all.map((plan) => [plan.startedAt, identityOf(plan)] as const))
  const shards = new Map<string, Plan>()
  for (const plan of all) {
    const name = plan.shard ? `shard ${plan.shard.index} of ${plan.shard.total}` : 'an unsharded run'
    if (shards.has(name))
      throw new MixedRuns(`two runs stand in one place: ${name} was started twice, with different plans`)
    shards.set(name, plan)
  }
  const totals = new Set(all.map((plan) => plan.shard?.total))
  if (totals.size > 1) throw new MixedRuns(`these are not the shards of one run: ${list([...shards.keys()])}`)
  const total = first.shard?.total ?? 1
  const missingShards =
    all.length === 1
      ? []
      : Array.from({ length: total }, (_, i) => i + 1).filter(
          (index) => !all.some((plan) => plan.shard?.index === index),
        )
  const flows = new Map(all.flatMap((plan) => plan.flows).map((flow) => [flow.id, flow]))
  const checks = new Map(
    all
      .flatMap((plan) => plan.checks)
      .toSorted((a, b) => compareText(canonical(b), canonical(a)))
      .map((check) => [keyText(keyOf(check)), check]),
  )
  const { shard, ...rest } = first
  const keepsShard = shard && (all.length === 1 || missingShards.length > 0)
  return {
    missingShards,
    plan: {
      ...rest,
      ...(keepsShard && { shard }),
      startedAt: all.map((plan) => plan.startedAt).sort(compareText)[0] ?? first.startedAt,
      flows: [...flows.values()].sort((a, b) => compareFlows(a.id, b.id)),
      checks: [...checks.values()].sort(compareChecks),
    },
  }
}
