/** Runs the planned variants under Vitest, in this process, with nothing of the user's own Vitest configuration. */
import { availableParallelism } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BaseSequencer, startVitest, type TestSpecification } from 'vitest/node'
import type { RunningTarget } from '../../fixtures/targets/index.ts'
import type { WorkerOrders } from './orders.ts'
import type { PlannedVariant } from './plan.ts'

export interface Tick {
  readonly flow: string
  readonly variant: string
  readonly step: number
  readonly verdict: string
}

export interface VitestRun {
  /** Resolves when every variant is through, or the run was cancelled. Gives what went wrong outside of any check. */
  readonly done: Promise<readonly string[]>
  cancel(): void
}

const root = fileURLToPath(new URL('../../', import.meta.url))
const worker = join(
  fileURLToPath(new URL('.', import.meta.url)),
  `worker${extname(fileURLToPath(import.meta.url))}`,
)

/** Variants that wait do not need a core each; more workers than this only cost memory. */
const MOST_WORKERS = 24

const workersFor = (variants: number, target: RunningTarget): number => {
  const cores = availableParallelism()
  const waiting = target.kind === 'reference' ? 0 : variants
  return Math.max(1, Math.min(variants, cores + waiting, target.concurrency, MOST_WORKERS))
}

/**
 * Vitest keeps the token of its API, which is not even served here, in the user's data folder, and has no option
 * against it. While it starts, that folder is ours. Gives what puts everything back.
 */
function moveUserData(folder: string): () => void {
  const names = ['XDG_DATA_HOME', 'LOCALAPPDATA', ...(process.platform === 'darwin' ? ['HOME'] : [])]
  const before = names.map((name) => [name, process.env[name]] as const)
  for (const name of names) process.env[name] = folder
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}

/**
 * Vitest ends the process a millisecond after SIGINT or SIGTERM, and has no option against it: the record would not be
 * written. While it starts, nobody else may listen to them. Gives what ends that.
 */
function keepSignals(): () => void {
  const refuse = (event: string | symbol, listener: () => void) => {
    if (event === 'SIGINT' || event === 'SIGTERM') queueMicrotask(() => process.off(event, listener))
  }
  process.on('newListener', refuse)
  return () => void process.off('newListener', refuse)
}

/** Attacks take longer than all else, most of all where a case is a sign-in at a provider: they begin first. */
const weightOf = ({ variant: { options } }: PlannedVariant): number =>
  options.attacks === true ? 1 + (options.pool.providers?.length ?? 0) : 0

/** The longest first, so that none is left alone at the end; else as Vitest has it. */
function sequencerOf(variants: readonly PlannedVariant[]) {
  const weights = new Map<string, number>()
  for (const one of variants) weights.set(one.file, Math.max(weightOf(one), weights.get(one.file) ?? 0))
  const weight = ({ moduleId }: TestSpecification) => weights.get(moduleId) ?? 0
  return class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      return (await super.sort(files)).toSorted((a, b) => weight(b) - weight(a))
    }
  }
}

export function runVitest(
  variants: readonly PlannedVariant[],
  target: RunningTarget,
  orders: WorkerOrders,
  onTick: (tick: Tick) => void,
): VitestRun {
  let cancelled = false
  let stop = () => {
    cancelled = true
  }
  const run = async (): Promise<readonly string[]> => {
    const troubles: string[] = []
    const signalsAreOurs = keepSignals()
    const moveBack = moveUserData(join(orders.out, '.vite'))
    const vitest = await startVitest(
      [],
      {
        config: false,
        root,
        watch: false,
        include: variants.map(({ file }) => file),
        exclude: [],
        setupFiles: [worker],
        pool: 'threads',
        isolate: false,
        fileParallelism: true,
        sequence: { sequencer: sequencerOf(variants) },
        maxWorkers: workersFor(variants.length, target),
        // Deadlines are the transport's: a test that Vitest cuts short would read as failed.
        testTimeout: 0,
        hookTimeout: 0,
        teardownTimeout: 5_000,
        passWithNoTests: true,
        cache: false,
        // It would be kept beside us, under node_modules.
        fsModuleCache: false,
        includeTaskLocation: false,
        provide: { orders: JSON.stringify(orders) } as never,
        reporters: [
          {
            onInit(vitest) {
              moveBack()
              stop = () => void vitest.cancelCurrentRun('keyboard-input')
              if (cancelled) stop()
            },
            onTestCaseResult(test) {
              const tick = (test.meta() as { verdict?: Tick }).verdict
              if (tick !== undefined) onTick(tick)
            },
            onTestModuleEnd(module) {
              for (const error of module.errors()) troubles.push(error.stack ?? error.message)
            },
            onTestRunEnd(_modules, errors) {
              for (const error of errors) troubles.push(error.stack ?? error.message)
            },
          },
        ],
      },
      {
        logLevel: 'silent',
        server: { watch: null },
        cacheDir: join(orders.out, '.vite'),
        // What Vite would look for from our folder upwards is the surrounding project's, and none of our business.
        envDir: false,
        publicDir: false,
        css: { postcss: {} },
      },
      { stdout: process.stderr, stderr: process.stderr },
    ).finally(() => {
      moveBack()
      signalsAreOurs()
    })
    await vitest.close()
    return troubles
  }
  return { done: run(), cancel: () => stop() }
}
