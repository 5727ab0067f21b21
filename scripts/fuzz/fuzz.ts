/**
 * Attacks an HTTP API of the user's own, from its plan to its reports: what a run does with a surface of a target, in this
 * process.
 */
import { createHash } from 'node:crypto'
import { HTTP_ONLY } from '../../fixtures/actors/agent-choice.ts'
import type { Flow, Variant } from '../../fixtures/flow/flow.ts'
import { type AttackOptions, type Lender, performVariant } from '../../fixtures/flow/perform.ts'
import { collect, flawsOf, keyText } from '../../fixtures/flow/script.ts'
import type { Redactor } from '../../fixtures/protocol/redaction.ts'
import { openJournal, type WrittenReports } from '../../reports/index.ts'
import type { Journal } from '../../reports/journal.ts'
import type { Level, TargetRecord } from '../../reports/record.ts'
import type { Catalogue } from '../catalogue.ts'
import { cleaningMs, onInterruption, within } from '../run/ending.ts'
import { openFolder, writeAll } from '../run/folder.ts'
import { planOf } from '../run/plan.ts'
import { showProgress } from '../run/progress.ts'
import type { SetUp } from './meet.ts'

/** What may be asked of one variant alone. @throws {Error} it contradicts itself */
export function catalogueOf(variant: Variant, flow: Flow): Catalogue {
  const script = collect(variant)
  const flaws = flawsOf([script])
  if (flaws.length > 0) throw new Error(`the suites contradict themselves:\n${flaws.join('\n')}`)
  const checks = script.checks.map(({ check }) => ({ check, variants: [variant.id] }))
  const meaning = checks.map(({ check }) => [check.id, check.basis, check.says])
  return {
    flows: [flow],
    variants: [{ script, variant, file: '' }],
    checks,
    hash: createHash('sha256').update(JSON.stringify(meaning)).digest('hex'),
  }
}

/** What can be asked once there is somewhere to write what is made. */
export interface Opened {
  readonly lender: Lender
  /** Every secret that was met. */
  readonly redactor: Redactor
  close(): Promise<void>
}

export interface FuzzOptions {
  readonly catalogue: Catalogue
  readonly target: TargetRecord
  /** For the record, as they were given. */
  readonly options: Readonly<Record<string, unknown>>
  readonly attack: AttackOptions
  readonly level: Level
  readonly out: string
  readonly quiet: boolean
  readonly version: string
  readonly open: (journal: Journal) => Promise<Opened>
  /** Why the API was not attacked, once that is known. */
  readonly unmet: () => SetUp | undefined
  /** Ends what is under way, and is ended by whoever interrupts. */
  readonly ending: AbortController
}

export async function fuzz(given: FuzzOptions): Promise<WrittenReports> {
  const { catalogue, target, options, attack, level, out, quiet, version, open, unmet, ending } = given
  const [{ variant, script }] = catalogue.variants as [Catalogue['variants'][number]]
  const startedAt = new Date().toISOString()
  const progress = showProgress(script.checks.length, process.stderr, quiet)
  const journal = openFolder(out, progress.say)
  const trouble = (exitCode: 2 | 3 | 4, says: string) => journal.write({ event: 'trouble', exitCode, says })

  const interruption = onInterruption(progress.say, () => ending.abort())
  const over = interruption.over()

  const keys = new Set(script.checks.map(({ key }) => keyText(key)))
  const selection = { flows: [], variants: [], checks: [] }
  journal.write({
    event: 'plan',
    plan: planOf(catalogue, [{ variant, script, file: '', keys }], {
      version,
      selection,
      level,
      seed: attack.seed,
      agent: 'http',
      options,
      target,
      startedAt,
    }),
  })
  let opened: Opened | undefined
  try {
    opened = await open(journal)
    await Promise.race([perform(opened.lender), over])
  } catch (error) {
    const { exitCode } = error as { exitCode?: 2 | 3 }
    const says = error instanceof Error ? (exitCode === undefined ? error.stack : error.message) : undefined
    const told = says ?? String(error)
    trouble(exitCode ?? 4, opened?.redactor.redact(told) ?? told)
  } finally {
    progress.end()
  }
  const closed = opened
    ?.close()
    .catch((error: unknown) => trouble(4, `it could not be closed: ${String(error)}`))
  await within(closed ?? Promise.resolve(), cleaningMs(interruption.by()), undefined)
  const interrupted = interruption.by()
  journal.write({
    event: 'end',
    endedAt: new Date().toISOString(),
    ...(interrupted === undefined ? {} : { interrupted }),
  })
  const written = await writeAll(out, opened?.redactor, trouble)
  journal.close()
  interruption.off()
  return written

  /** @throws {SetUp} the API is not as it was said to be */
  async function perform(lender: Lender): Promise<void> {
    const own = openJournal(out, `${variant.flow.id}.${variant.id}`)
    const performance = performVariant(variant, {
      lender,
      // Of an API that was not attacked nothing is said.
      journal: (event) => void (unmet() === undefined && own.write(event)),
      agent: HTTP_ONLY,
      attack,
      signal: ending.signal,
      onCases: (tried) => progress.cases({ flow: variant.flow.id, variant: variant.id, ...tried }),
    })
    try {
      for (const bound of performance.script.checks) {
        const { verdict } = await performance.judge(bound)
        // Whoever interrupts ends what is performed: what was learned by then is judged.
        if (unmet() !== undefined) break
        progress.tick({ flow: variant.flow.id, variant: variant.id, step: bound.check.step, verdict })
      }
    } finally {
      await performance.finish(false)
      own.close()
    }
    const setUp = unmet()
    if (setUp !== undefined && interruption.by() === undefined) throw setUp
  }
}
