/** The proof of the checks: every fault on instances of its own, and the checks that have to turn red on it. */
import type { Level } from '../../reports/record.ts'
import type { Catalogue, CataloguedVariant } from '../catalogue.ts'
import { isKill, judgeKill, type Kill, kills, type Miss } from './kill.ts'
import { held, openProvingGround, type ProvingGround, type Trial } from './trial.ts'
import { allTrials, nextTrials, type Planned } from './trials.ts'

/** What a proof has to know of a fault. */
export interface Suspect {
  readonly id: string
  readonly caughtBy: readonly string[]
}

export interface FaultProof {
  readonly fault: string
  readonly caught: boolean
  readonly caughtBy: readonly Kill[]
  readonly missed: readonly Miss[]
  /** Checks that turned red besides, among those that were judged. */
  readonly alsoRed: readonly string[]
}

export interface Proof {
  readonly faults: readonly FaultProof[]
  /** Required and observed checks that none of these faults is caught by. */
  readonly withoutKiller: readonly { readonly check: string; readonly level: Level }[]
  readonly durationMs: number
}

export interface ProveOptions {
  /** Faults in flight. */
  readonly jobs: number
  /** Judge every check of the variants that are walked, to see what else turns red. */
  readonly whole?: boolean
  /** Called when a fault is through, in the order of the faults. */
  readonly onFault?: (proof: FaultProof) => void
}

/** Puts the suspects on trial, and gives what caught each, in their order. */
export async function prove(
  catalogue: Catalogue,
  suspects: readonly Suspect[],
  { jobs, whole = false, onFault = () => undefined }: ProveOptions,
): Promise<Proof> {
  const started = performance.now()
  const faults = await onGround(
    catalogue,
    suspects,
    jobs,
    (ground, one) => proveOne(ground, catalogue, one, whole),
    onFault,
  )
  const killed = new Set(faults.flatMap(({ caughtBy }) => caughtBy.map(({ check }) => check)))
  return {
    faults,
    withoutKiller: catalogue.checks
      .filter(({ check }) => check.basis.level !== 'advisory' && !killed.has(check.id))
      .map(({ check }) => ({ check: check.id, level: check.basis.level })),
    durationMs: performance.now() - started,
  }
}

async function proveOne(
  ground: ProvingGround,
  catalogue: Catalogue,
  { id, caughtBy }: Suspect,
  whole: boolean,
): Promise<FaultProof> {
  const trials: Trial[] = []
  const tried = new Set<CataloguedVariant>()
  const outcomes = new Map<string, Kill | Miss>(
    caughtBy.map((check) => [check, { check, why: 'is bound in no variant' }]),
  )
  for (;;) {
    const open = caughtBy.filter((check) => !isKill(outcomes.get(check) as Kill | Miss))
    const next = nextTrials(catalogue, open, tried)
    if (next.length === 0) break
    for (const [place, { variant, bound }] of next.entries()) {
      if (tried.has(variant) && whole) continue
      // One that came along for a control alone has not been looked into yet.
      if (place === 0 || whole) tried.add(variant)
      trials.push(await ground.try(variant, id, whole ? variant.script.checks : bound))
    }
    for (const check of open) outcomes.set(check, judgeKill(check, held(trials)))
  }
  const judged = [...outcomes.values()]
  const missed = judged.filter((one): one is Miss => !isKill(one))
  return {
    fault: id,
    caught: caughtBy.length > 0 && missed.length === 0,
    caughtBy: judged.filter(isKill),
    missed,
    alsoRed: kills(held(trials)).filter((check) => !caughtBy.includes(check)),
  }
}

export interface Discovery {
  readonly fault: string
  /** How often its answers differed, over all variants. */
  readonly bent: number
  /** Every check that catches it, over all variants in full. */
  readonly caughtBy: readonly string[]
  /** Checks of which no verdict came, with the reason: nothing may ever be `errored`. */
  readonly errored: readonly { readonly check: string; readonly reason: string }[]
}

/** Walks every variant in full on every suspect: what would catch it. */
export function discover(
  catalogue: Catalogue,
  suspects: readonly Pick<Suspect, 'id'>[],
  jobs: number,
  onFault: (discovery: Discovery) => void = () => undefined,
): Promise<readonly Discovery[]> {
  const plan = allTrials(catalogue)
  return onGround(catalogue, suspects, jobs, (ground, { id }) => discoverOne(ground, plan, id), onFault)
}

async function discoverOne(
  ground: ProvingGround,
  plan: readonly Planned[],
  fault: string,
): Promise<Discovery> {
  const trials: Trial[] = []
  for (const { variant, bound } of plan) trials.push(await ground.try(variant, fault, bound))
  const judged = held(trials)
  return {
    fault,
    bent: trials.reduce((sum, { bent }) => sum + bent, 0),
    caughtBy: kills(judged),
    errored: judged
      .flatMap(({ results }) => results)
      .filter(({ verdict }) => verdict === 'errored')
      .map(({ id, reason = '' }) => ({ check: id, reason })),
  }
}

/** Works on some at a time; tells of each in order, as soon as it and all before it are through. */
async function onGround<S, R>(
  catalogue: Catalogue,
  suspects: readonly S[],
  jobs: number,
  work: (ground: ProvingGround, suspect: S) => Promise<R>,
  onDone: (result: R) => void,
): Promise<readonly R[]> {
  const ground = await openProvingGround(JSON.stringify(catalogue.checks))
  const results: R[] = new Array(suspects.length)
  const done = new Set<number>()
  let next = 0
  let told = 0
  const worker = async () => {
    for (let index = next++; index < suspects.length; index = next++) {
      results[index] = await work(ground, suspects[index] as S)
      done.add(index)
      for (; done.has(told); told += 1) onDone(results[told] as R)
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.max(1, Math.min(jobs, suspects.length)) }, worker))
  } finally {
    await ground.close()
  }
  return results
}
