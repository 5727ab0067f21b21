/**
 * One trial: one variant, walked on an instance of the reference target that has one fault (or none), without a test
 * runner. What comes of it is what a run's record would say of the same variant, and how often the fault's answer
 * really differed.
 */

import { HTTP_ONLY } from '../../fixtures/actors/agent-choice.ts'
import type { Lender } from '../../fixtures/flow/perform.ts'
import { performVariant } from '../../fixtures/flow/perform.ts'
import { type BoundCheck, keyText, planned } from '../../fixtures/flow/script.ts'
import { loadTarget, openTarget, type RunningTarget } from '../../fixtures/targets/index.ts'
import { holdToControls } from '../../reports/controls.ts'
import type { CheckResult, StepResult } from '../../reports/record.ts'
import type { CataloguedVariant } from '../catalogue.ts'
import { type LazyMockIdp, lazyMockIdp } from '../run/mock-idp.ts'

/** What one variant came to under one fault. Controls are not yet held: they may stand in another variant. */
export interface Trial {
  readonly flow: string
  readonly variant: string
  readonly results: readonly CheckResult[]
  /** Keys (as text) of checks whose step had been tried when they were judged, and had not come about. */
  readonly unperformed: ReadonlySet<string>
  /** How often the fault's answer differed from the honest one while the variant ran. */
  readonly bent: number
}

/** Where trials are made: the reference target, with nothing around it that a proof does not need. */
export interface ProvingGround {
  try(variant: CataloguedVariant, fault: string | undefined, bound: readonly BoundCheck[]): Promise<Trial>
  close(): Promise<void>
}

/** @param known text that is public beforehand, so that nothing in it is taken for a secret */
export async function openProvingGround(known: string): Promise<ProvingGround> {
  const target = await openTarget(await loadTarget('reference'), {
    runId: 'prove',
    // Time is virtual: what ends after a month can be waited for.
    maxWait: Number.MAX_SAFE_INTEGER,
    addSecret: () => undefined,
    ledger: { created: () => undefined, deleted: () => undefined },
  })
  const idp = lazyMockIdp()
  return {
    try: (variant, fault, bound) => attempt({ target, idp, known }, variant, fault, bound),
    async close() {
      await Promise.all([target.close(), idp.close()])
    },
  }
}

interface Ground {
  readonly target: RunningTarget
  readonly idp: LazyMockIdp
  readonly known: string
}

async function attempt(
  { target, idp, known }: Ground,
  { variant }: CataloguedVariant,
  fault: string | undefined,
  wanted: readonly BoundCheck[],
): Promise<Trial> {
  const steps: StepResult[] = []
  let bent = 0
  const lender: Lender = {
    lacks: {},
    answering: {},
    salt: 'prove',
    known,
    idp: idp.access,
    lease: (request) => target.lease({ ...request, faults: fault === undefined ? [] : [fault] }),
    advance: (id, seconds) => target.advance(id, seconds),
    readCode: (id, username) => target.readCode(id, username),
    async release(id) {
      if (fault !== undefined) bent += (await target.bent(id))[fault] ?? 0
      await target.release(id)
    },
    secrets: async () => undefined,
  }
  const keys = new Set(wanted.map(({ key }) => keyText(key)))
  const performance = performVariant(variant, {
    lender,
    agent: HTTP_ONLY,
    only: keys,
    journal: (event) => void (event.event === 'step' && steps.push(event.step)),
  })
  const results: CheckResult[] = []
  const unperformed = new Set<string>()
  for (const bound of performance.script.checks) {
    if (!keys.has(keyText(bound.key))) continue
    const { key: _, ...judgement } = await performance.judge(bound)
    results.push({ ...planned(bound), ...judgement })
    const {
      key: { walk },
      check: { step },
    } = bound
    // Acts run no further than the check needs, so these are the steps that stand before it.
    if (steps.some((one) => one.number === step && one.walk === walk && !one.performed))
      unperformed.add(keyText(bound.key))
  }
  // What kept the stage from being set was said of every check already.
  await performance.finish(false).catch(() => undefined)
  return { flow: variant.flow.id, variant: variant.id, results, unperformed, bent }
}

/** The results of all trials of one fault, each refusal held to its control. */
export function held(trials: readonly Trial[]): readonly (Trial & { readonly results: CheckResult[] })[] {
  const all = holdToControls(trials.flatMap(({ results }) => results))
  return trials.map((trial) => ({
    ...trial,
    results: all.filter(({ flow, variant }) => flow === trial.flow && variant === trial.variant),
  }))
}
