/**
 * A run, from its plan to its reports.
 *
 * The plan is journaled as soon as it is known what answers, before anything is asked that is judged; every verdict as
 * it comes. Whatever happens after that, the folder folds to a valid record.
 */

import { randomBytes } from 'node:crypto'
import { BroadcastChannel } from 'node:worker_threads'
import type { AgentChoice } from '../../fixtures/actors/agent-choice.ts'
import { NEEDS_BROWSER } from '../../fixtures/actors/cannot-go-on.ts'
import type { AttackOptions } from '../../fixtures/flow/perform.ts'
import { keyText } from '../../fixtures/flow/script.ts'
import { recipeText } from '../../fixtures/fuzzing/recipe.ts'
import type { LoadedTarget } from '../../fixtures/targets/index.ts'
import type { WrittenReports } from '../../reports/index.ts'
import type { Level, Plan, RunRecord, TargetRecord } from '../../reports/record.ts'
import type { Catalogue } from '../catalogue.ts'
import { type Agents, type AgentWish, openAgents } from './agent.ts'
import { openControlPort } from './control-port.ts'
import { cleaningMs, GRACE_MS, onInterruption, within } from './ending.ts'
import { openFolder, writeAll } from './folder.ts'
import { type Host, openHost } from './host.ts'
import { planOf, type Selection, select } from './plan.ts'
import { type CasesOf, showProgress } from './progress.ts'
import { runVitest } from './vitest.ts'

export interface RunOptions {
  readonly selection: Selection
  readonly level: Level
  /** As given: a preset's name, or a file. */
  readonly targetOption: string
  readonly out: string
  readonly seed: number
  readonly agent: AgentWish
  /** Seconds. */
  readonly maxWait: number
  readonly faults: readonly string[]
  /** How much the attack suite sends. */
  readonly attack: Omit<AttackOptions, 'seed'>
  readonly quiet: boolean
  readonly version: string
  readonly revision?: string
  readonly ciUrl?: string
}

export interface RunResult extends WrittenReports {
  readonly out: string
}

/** As they were given: with them the run can be made again. */
const attackToRecord = ({ runs, timeMs, replay }: RunOptions['attack']) => ({
  fuzzRuns: runs,
  ...(timeMs === undefined ? {} : { fuzzTime: timeMs / 1000 }),
  ...(replay === undefined ? {} : { replay: recipeText(replay) }),
})

const describeTarget = ({ file }: LoadedTarget): TargetRecord => ({
  name: file.name,
  kind: file.kind,
  version: file.version ?? 'unknown',
  claims: file.claims,
  lacks: file.lacks ?? [],
  settings: {},
})

/**
 * @throws {NothingSelected} no check matches the filters
 */
export async function run(
  catalogue: Catalogue,
  loaded: LoadedTarget,
  options: RunOptions,
): Promise<RunResult> {
  const { selection, level, out, seed, agent, maxWait, faults, quiet, version, revision, ciUrl } = options
  const variants = select(catalogue, selection)
  const startedAt = new Date().toISOString()
  const planned = variants.reduce((sum, { keys }) => sum + keys.size, 0)
  const progress = showProgress(planned, process.stderr, quiet)
  const journal = openFolder(out, progress.say)

  const plan = (target: TargetRecord): Plan =>
    planOf(catalogue, variants, {
      version,
      selection,
      level,
      seed,
      agent: agent.name,
      target,
      startedAt,
      options: {
        target: options.targetOption,
        maxWait,
        ...(faults.length > 0 ? { faults } : {}),
        ...attackToRecord(options.attack),
      },
      ...(revision === undefined ? {} : { revision }),
      ...(ciUrl === undefined ? {} : { ciUrl }),
    })

  let stop = () => {}
  const interruption = onInterruption(progress.say, () => stop())

  const trouble = (exitCode: 2 | 3 | 4, says: string) => journal.write({ event: 'trouble', exitCode, says })
  const claimed = variants.filter(({ variant }) => loaded.file.claims.includes(variant.flow.id))
  let host: Host | undefined
  let agents: Agents | undefined
  let isPlanned = false
  const journalPlan = (target: TargetRecord) => {
    journal.write({ event: 'plan', plan: plan(target) })
    isPlanned = true
    for (const { variant, script, keys } of variants) {
      if (claimed.some((one) => one.variant === variant)) continue
      const reason = `the target does not claim the flow ${variant.flow.id}`
      for (const { key } of script.checks.filter((bound) => keys.has(keyText(bound.key)))) {
        journal.write({
          event: 'check',
          check: { key, verdict: 'not-applicable', reason, durationMs: 0, exchanges: [] },
        })
      }
    }
  }
  try {
    if (claimed.length === 0) journalPlan(describeTarget(loaded))
    else {
      host = await openHost(loaded, {
        runId: randomBytes(4).toString('hex'),
        maxWait,
        journal,
        known: JSON.stringify(catalogue.checks),
        onLog: progress.say,
        faults,
      })
      const { name, kind, version: answering, claims, lacks, settings } = host.target
      journalPlan({
        name,
        kind,
        version: answering,
        claims: claims as TargetRecord['claims'],
        lacks,
        settings,
      })
      agents = await openAgents(
        agent,
        claimed.map(({ variant }) => variant.flow.id),
      )
      await perform(host, agents.choice, claimed)
    }
  } catch (error) {
    const exitCode = (error as { exitCode?: 2 | 3 }).exitCode
    if (!isPlanned) journalPlan(describeTarget(loaded))
    const says =
      error instanceof Error
        ? exitCode === undefined
          ? (error.stack ?? error.message)
          : error.message
        : String(error)
    trouble(exitCode ?? 4, host?.redactor.redact(says) ?? says)
  } finally {
    progress.end()
  }
  await within(agents?.close().catch(() => undefined) ?? Promise.resolve(), GRACE_MS.browser, undefined)
  if (host !== undefined) {
    const closing = host
      .close()
      .catch((error: unknown) => trouble(4, `the target could not be closed: ${String(error)}`))
    await within(closing, cleaningMs(interruption.by()), undefined)
  }
  const interrupted = interruption.by()
  journal.write({
    event: 'end',
    endedAt: new Date().toISOString(),
    ...(interrupted === undefined ? {} : { interrupted }),
  })

  const written = await writeAll(out, host?.redactor, trouble)
  sayWithoutBrowser(written.record)
  journal.close()
  interruption.off()
  return { ...written, out }

  async function perform(running: Host, choice: AgentChoice, claimed: typeof variants): Promise<void> {
    const channelName = `cognito-conformance-${randomBytes(8).toString('hex')}`
    const channel = new BroadcastChannel(channelName)
    const cases = new BroadcastChannel(`${channelName}-cases`)
    cases.onmessage = ({ data }) => progress.cases(data as CasesOf)
    const port = await openControlPort(running.lender)
    try {
      const orders = {
        url: port.url,
        token: port.token,
        agent: choice,
        attack: { ...options.attack, seed },
        out,
        channel: channelName,
        cases: cases.name,
        keys: Object.fromEntries(
          claimed.map(({ variant, keys }) => [`${variant.flow.id}/${variant.id}`, [...keys]]),
        ),
      }
      const vitest = runVitest(claimed, running.target, orders, progress.tick)
      stop = () => {
        channel.postMessage('the run is ending')
        vitest.cancel()
      }
      if (interruption.by() !== undefined) stop()
      const over = interruption.over().then(() => [])
      for (const says of await Promise.race([vitest.done, over])) trouble(4, running.redactor.redact(says))
    } finally {
      channel.close()
      cases.close()
      await port.close()
    }
  }

  /** Once for all: the verdicts say it of each check. */
  function sayWithoutBrowser({ checks }: RunRecord): void {
    const undriven = checks.filter(
      ({ verdict, reason }) => verdict === 'not-applicable' && reason?.includes(NEEDS_BROWSER),
    )
    if (undriven.length === 0) return
    const names = [...new Set(undriven.map(({ variant }) => variant))].join(', ')
    const why = agents?.choice.noBrowser ?? 'the http agent was asked for'
    progress.say(`not judged for want of a browser, in part or whole: ${names} (${why})`)
  }
}
