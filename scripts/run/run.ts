/**
 * A run, from its plan to its reports.
 *
 * The plan is journaled as soon as it is known what answers, before anything is asked that is judged; every verdict as
 * it comes. Whatever happens after that, the folder folds to a valid record.
 */

import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { BroadcastChannel } from 'node:worker_threads'
import type { AgentChoice } from '../../fixtures/actors/agent-choice.ts'
import { NEEDS_BROWSER } from '../../fixtures/actors/cannot-go-on.ts'
import type { AttackOptions } from '../../fixtures/flow/perform.ts'
import { keyText } from '../../fixtures/flow/script.ts'
import { recipeText } from '../../fixtures/fuzzing/recipe.ts'
import { scanFolder } from '../../fixtures/protocol/scan.ts'
import type { LoadedTarget } from '../../fixtures/targets/index.ts'
import { foldDirectory, openJournal, type WrittenReports, writeReports } from '../../reports/index.ts'
import type { Journal } from '../../reports/journal.ts'
import type { Level, Plan, RunRecord, TargetRecord } from '../../reports/record.ts'
import type { Catalogue } from '../catalogue.ts'
import { type Agents, type AgentWish, openAgents } from './agent.ts'
import { openControlPort } from './control-port.ts'
import { type Host, openHost } from './host.ts'
import { planOf, type Selection, select } from './plan.ts'
import { showProgress } from './progress.ts'
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

/** After an interruption: how long the variants may take to notice, and how long the target to be cleaned up. */
const GRACE_MS = { variants: 6_000, browser: 2_000, target: 8_000 } as const

const within = async <T>(work: Promise<T>, ms: number, otherwise: T): Promise<T> => {
  const timer = new AbortController()
  const late = new Promise<T>((resolve) => {
    const handle = setTimeout(() => resolve(otherwise), ms)
    timer.signal.addEventListener('abort', () => clearTimeout(handle))
  })
  try {
    return await Promise.race([work, late])
  } finally {
    timer.abort()
  }
}

/** Names in a run's folder that are ours to replace. Nothing else there is touched. */
const OURS = ['journal', 'har', 'run.json', 'junit.xml', 'index.html', 'allure-results', '.vite'] as const

/** Nothing can be written where the run was told to. */
class FolderUnusable extends Error {
  override readonly name = 'FolderUnusable'
  readonly exitCode = 2
}

/** Makes room for a new run, and opens its journal. @throws {FolderUnusable} */
function openFolder(out: string, say: (line: string) => void): Journal {
  try {
    clearFolder(out, say)
    return openJournal(out, 'host')
  } catch (error) {
    if (error instanceof FolderUnusable) throw error
    const why = (error as NodeJS.ErrnoException).code ?? String(error)
    throw new FolderUnusable(
      `--out ${out}: this folder cannot be made or written to (${why}). Name one that can.`,
    )
  }
}

/** Folder by folder: where a file system takes none, as below /proc, Node’s recursive way does not end. */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  const above = dirname(path)
  if (above !== path) makeFolder(above)
  mkdirSync(path)
}

/** What an earlier run left unfolded is folded first, and kept. */
function clearFolder(out: string, say: (line: string) => void): void {
  makeFolder(resolve(out))
  const isRun = existsSync(join(out, 'run.json')) || existsSync(join(out, 'journal'))
  const foreign = isRun ? undefined : OURS.find((name) => existsSync(join(out, name)))
  if (foreign !== undefined)
    throw new FolderUnusable(`--out ${out}: ${foreign} is there and is of no run. Give a folder of its own.`)
  if (existsSync(join(out, 'journal')) && !existsSync(join(out, 'run.json'))) {
    try {
      foldDirectory(out)
      renameSync(join(out, 'run.json'), join(out, 'interrupted-run.json'))
      say(`an earlier run in ${out} did not end: what it knew is in interrupted-run.json`)
    } catch {
      say(`an earlier run in ${out} did not end, and had not planned anything yet`)
    }
  }
  for (const name of OURS) rmSync(join(out, name), { recursive: true, force: true })
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

  let interrupted: string | undefined
  let stop = () => {}
  const onSignal = (signal: NodeJS.Signals) => {
    if (interrupted !== undefined) return
    interrupted = signal
    progress.say(`${signal}: cleaning up and writing what is known`)
    stop()
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)

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
    await within(closing, interrupted === undefined ? 60_000 : GRACE_MS.target, undefined)
  }
  journal.write({
    event: 'end',
    endedAt: new Date().toISOString(),
    ...(interrupted === undefined ? {} : { interrupted }),
  })

  const written = await writeAll()
  sayWithoutBrowser(written.record)
  journal.close()
  process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
  return { ...written, out }

  async function perform(running: Host, choice: AgentChoice, claimed: typeof variants): Promise<void> {
    const channelName = `cognito-conformance-${randomBytes(8).toString('hex')}`
    const channel = new BroadcastChannel(channelName)
    const port = await openControlPort(running.lender)
    try {
      const orders = {
        url: port.url,
        token: port.token,
        agent: choice,
        attack: { ...options.attack, seed },
        out,
        channel: channelName,
        keys: Object.fromEntries(
          claimed.map(({ variant, keys }) => [`${variant.flow.id}/${variant.id}`, [...keys]]),
        ),
      }
      const vitest = runVitest(claimed, running.target, orders, progress.tick)
      const over = Promise.withResolvers<readonly string[]>()
      stop = () => {
        channel.postMessage('the run is ending')
        vitest.cancel()
        setTimeout(() => over.resolve([]), GRACE_MS.variants).unref()
      }
      if (interrupted !== undefined) stop()
      for (const says of await Promise.race([vitest.done, over.promise]))
        trouble(4, running.redactor.redact(says))
    } finally {
      channel.close()
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

  /** Folds, writes the reports, and looks once more through everything written for secrets. */
  async function writeAll(): Promise<WrittenReports> {
    rmSync(join(out, '.vite'), { recursive: true, force: true })
    foldDirectory(out)
    const reports = writeReports(out)
    if (host === undefined) return reports
    const hits = await scanFolder(out, host.redactor)
    if (hits.length === 0) return reports
    for (const { file, name } of hits)
      trouble(4, `a secret (${name}) had been written to ${file}; it was replaced there`)
    foldDirectory(out)
    return writeReports(out)
  }
}
