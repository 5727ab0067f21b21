/** Runs the planned variants under Vitest, in this process, with nothing of the user's own Vitest configuration. */
import { availableParallelism } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startVitest } from 'vitest/node'
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
        maxWorkers: workersFor(variants.length, target),
        // Deadlines are the transport's: a test that Vitest cuts short would read as failed.
        testTimeout: 0,
        hookTimeout: 0,
        teardownTimeout: 5_000,
        passWithNoTests: true,
        cache: false,
        includeTaskLocation: false,
        provide: { orders: JSON.stringify(orders) } as never,
        reporters: [
          {
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
      { logLevel: 'silent', server: { watch: null }, cacheDir: join(orders.out, '.vite') },
      { stdout: process.stderr, stderr: process.stderr },
    )
    stop = () => void vitest.cancelCurrentRun('keyboard-input')
    if (cancelled) stop()
    await vitest.close()
    return troubles
  }
  return { done: run(), cancel: () => stop() }
}
