/**
 * The record, arranged as the report reads it: flow, step, check, variant. What the record does not describe
 * (a check of an unknown step, a transcript without checks) is still shown, so nothing in it can go missing.
 */

import { keyOf } from '../order.ts'
import { isNarrowed } from '../outcome.ts'
import type {
  CheckResult,
  FlowRecord,
  HarEntry,
  ResultKey,
  RunRecord,
  StepDescription,
  StepResult,
} from '../record.ts'
import { harName } from '../record.ts'
import { isTrouble } from '../verdicts.ts'
import { anchors } from './anchors.ts'

/** The transcripts by `<flow>.<variant>`. */
export type Hars = ReadonlyMap<string, { readonly log: { readonly entries: readonly HarEntry[] } }>

/** One check with what it came to in each variant and walk. */
export interface CheckView {
  readonly id: string
  readonly results: readonly CheckResult[]
}

export interface StepView {
  readonly number: number
  readonly description?: StepDescription
  readonly checks: readonly CheckView[]
  readonly results: readonly CheckResult[]
  readonly performances: readonly StepResult[]
  /** Whether it was to be driven in this run; not, where nothing of it was while something else was selected. */
  readonly selected: boolean
}

export interface FlowView {
  readonly id: string
  readonly title: string
  readonly record?: FlowRecord
  readonly variants: readonly string[]
  readonly steps: readonly StepView[]
  readonly results: readonly CheckResult[]
}

export interface View {
  readonly record: RunRecord
  readonly hars: Hars
  readonly flows: readonly FlowView[]
  readonly variants: readonly string[]
  /** The address of a result, where the report has it. */
  readonly find: (key: ResultKey) => CheckResult | undefined
  /** True the first time: an address is given once, also where two results of a record have one key. */
  readonly claims: (anchor: string) => boolean
  /** Whether what is wrong opens at once: where it is so much that the page would drown in it, its steps open only. */
  readonly opensWrong: boolean
  /** Results that looked at an exchange. */
  readonly lookedAt: (har: string, n: number) => readonly CheckResult[]
}

function grouped<K, T>(items: Iterable<T>, by: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const key = by(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

function viewStep(
  number: number,
  flow: FlowRecord | undefined,
  results: readonly CheckResult[],
  performances: readonly StepResult[],
  isPart: boolean,
): StepView {
  const description = flow?.steps.find((step) => step.number === number)
  return {
    number,
    ...(description && { description }),
    results,
    performances,
    selected: !isPart || results.length > 0 || performances.length > 0,
    checks: [...grouped(results, ({ id }) => id)].map(([id, of]) => ({ id, results: of })),
  }
}

function viewFlow(id: string, record: RunRecord): FlowView {
  const flow = record.flows.find((candidate) => candidate.id === id)
  const results = record.checks.filter((check) => check.flow === id)
  const performances = record.steps.filter((step) => step.flow === id)
  const bySteps = grouped(results, ({ step }) => step)
  const performed = grouped(performances, ({ number }) => number)
  const numbers = new Set([
    ...(flow?.steps ?? []).map(({ number }) => number),
    ...bySteps.keys(),
    ...performed.keys(),
  ])
  const isPart = isNarrowed(record)
  const variants = new Set([...performances, ...results].map(({ variant }) => variant))
  const documented = flow?.documentedVariant
  return {
    id,
    title: flow?.title ?? id,
    ...(flow && { record: flow }),
    variants: [...variants].sort((a, b) => Number(b === documented) - Number(a === documented)),
    results,
    steps: [...numbers]
      .sort((a, b) => a - b)
      .map((number) =>
        viewStep(number, flow, bySteps.get(number) ?? [], performed.get(number) ?? [], isPart),
      ),
  }
}

export function viewOf(record: RunRecord, hars: Hars): View {
  const ids = new Set<string>([
    ...record.flows.map(({ id }) => id),
    ...record.checks.map(({ flow }) => flow),
    ...record.steps.map(({ flow }) => flow),
  ])
  const flows = [...ids].map((id) => viewFlow(id, record))
  const results = new Map<string, CheckResult>()
  for (const check of record.checks) {
    const anchor = anchors.result(keyOf(check))
    if (!results.has(anchor)) results.set(anchor, check)
  }
  const claimed = new Set<string>()
  const readers = grouped(
    record.checks.flatMap((check) => [...new Set(check.exchanges)].map((n) => ({ check, n }))),
    ({ check, n }) => anchors.exchange(harName(check), n),
  )
  return {
    record,
    hars,
    flows,
    variants: [...new Set(flows.flatMap(({ variants }) => variants))],
    claims: (anchor) => !claimed.has(anchor) && claimed.add(anchor).has(anchor),
    opensWrong: record.checks.filter(({ verdict }) => isTrouble(verdict)).length <= 80,
    find: (key) => results.get(anchors.result(key)),
    lookedAt: (har, n) => (readers.get(anchors.exchange(har, n)) ?? []).map(({ check }) => check),
  }
}
