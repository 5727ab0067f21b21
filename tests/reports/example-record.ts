/**
 * A realistic run as the events of its journal, and the record that they fold to: for tests of whatever reads
 * records. The API authentication flow with every verdict, several causes, a walk, a control that did not pass,
 * redacted transcripts, and text from a hostile target (markup, `]]>`, escape sequences, bidi overrides).
 */
import { fold } from '../../reports/fold.ts'
import type { FlowId, Har, JournalEvent, Judgement, RunRecord, Verdict } from '../../reports/record.ts'
import { ADMIN, API, key, lines, SRP, TOTP } from './example-checks.ts'
import { examplePlan, exampleSteps, notClaimed } from './example-plan.ts'
import { at, traffic } from './example-traffic.ts'

export { HOSTILE } from './example-hostile.ts'
export { examplePlan, exampleSteps } from './example-plan.ts'
export { exampleEntry } from './example-traffic.ts'

/** What the run host and its workers journal in this run, in the order of time. */
export function exampleEvents(): JournalEvent[] {
  const events: JournalEvent[] = [
    { event: 'plan', plan: examplePlan },
    { event: 'created', kind: 'user-pool', id: 'eu-west-1_EXAMPLE1' },
    { event: 'created', kind: 'user-pool', id: 'eu-west-1_EXAMPLE2' },
  ]
  for (const [variant, entries] of Object.entries(traffic)) {
    for (const [n, entry] of entries.entries())
      events.push({ event: 'exchange', exchange: { flow: API, variant, n, entry } })
  }
  for (const { number } of exampleSteps) {
    const common = { flow: API as FlowId, number, durationMs: number * 1.5 }
    events.push({
      event: 'step',
      step: { ...common, variant: TOTP, performed: true, exchanges: exchangesOf(number) },
    })
    events.push({
      event: 'step',
      step:
        number <= 7
          ? { ...common, variant: SRP, performed: true, exchanges: number === 4 ? [0] : [] }
          : {
              ...common,
              variant: SRP,
              performed: false,
              reason: 'no answer within 10,000 ms (exchange 1)',
              exchanges: number === 8 ? [1] : [],
            },
    })
    events.push({
      event: 'step',
      step:
        number <= 3
          ? { ...common, variant: ADMIN, performed: true, exchanges: [] }
          : {
              ...common,
              variant: ADMIN,
              performed: false,
              reason: 'UnknownOperationException',
              exchanges: number === 4 ? [0] : [],
            },
    })
  }
  for (const line of lines) {
    const [name, variant, , , , judged, more] = line
    if (!judged) continue
    const walk = more?.walk
    events.push({
      event: 'check',
      check: {
        durationMs: 0.4,
        exchanges: [],
        ...judged,
        key: { ...key(name, variant), ...(walk && { walk }) },
      },
    })
  }
  events.push(
    {
      event: 'check',
      check: {
        key: { check: notClaimed.id, variant: notClaimed.variant },
        verdict: 'not-applicable',
        reason: 'the target does not claim managed-login',
        durationMs: 0,
        exchanges: [],
      },
    },
    { event: 'deleted', kind: 'user-pool', id: 'eu-west-1_EXAMPLE1' },
    {
      event: 'undeleted',
      kind: 'user-pool',
      id: 'eu-west-1_EXAMPLE2',
      reason: 'DeleteUserPool was throttled',
    },
    { event: 'end', endedAt: at(4200) },
  )
  return events
}

function exchangesOf(number: number): readonly number[] {
  return ({ 4: [0, 3], 8: [1, 4, 5], 15: [2] } as Record<number, number[]>)[number] ?? []
}

/** The record of that run, with its transcripts by name (`<flow>.<variant>`). */
export const exampleRecord = (): { record: RunRecord; hars: Map<string, Har> } => fold(exampleEvents())

/** The same run against a target that does everything right: it conforms, with exit code 0. */
export function conformingEvents(): JournalEvent[] {
  const judged = new Set<string>()
  return exampleEvents().flatMap((event): JournalEvent[] => {
    if (event.event === 'plan')
      return [
        { event: 'plan', plan: { ...event.plan, checks: event.plan.checks.filter((c) => c.flow === API) } },
      ]
    if (event.event === 'undeleted') return [{ event: 'deleted', kind: event.kind, id: event.id }]
    if (event.event === 'step')
      return [{ event: 'step', step: omitReason({ ...event.step, performed: true }) }]
    if (event.event !== 'check') return [event]
    if (judged.size > 0) return []
    judged.add('all')
    return lines.map(([name, variant, , , , , more]) => ({
      event: 'check',
      check: {
        key: { ...key(name, variant), ...(more?.walk && { walk: more.walk }) },
        verdict: 'passed',
        durationMs: 0.4,
        exchanges: [0],
      },
    }))
  })
}

const omitReason = <T extends { reason?: string }>({ reason: _, ...rest }: T) => rest as Omit<T, 'reason'>

/** A check that was judged, and all else about it plain. */
export const judgement = (check: string, verdict: Verdict, variant = 'documented'): Judgement => ({
  key: { check, variant },
  verdict,
  durationMs: 1,
  exchanges: [],
})
