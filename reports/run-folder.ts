/**
 * A run's folder on disk: `journal/*.jsonl` while it goes on, then `run.json` and `har/<flow>.<variant>.har`.
 * Everything here can be repeated: folding a folder again gives the same files.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Folded } from './fold.ts'
import { fold, NOT_REACHED } from './fold.ts'
import { isUnrecorded } from './har.ts'
import { readJournals } from './journal.ts'
import { canonical, compareText, keyOf } from './order.ts'
import { identityOf, MixedRuns, NoPlan, requireSame } from './plan.ts'
import { list } from './prose.ts'
import type { FlowId, Har, JournalEvent, Plan, RunRecord } from './record.ts'
import { harName } from './record.ts'
import { validateRecord } from './validate.ts'

/** `run.json` or a HAR file that cannot be read as what it should be. */
export class BrokenRecord extends Error {
  override readonly name = 'BrokenRecord'
  readonly code = 'ERR_BROKEN_RECORD'
}

/**
 * Folds the journals of a run's folder and writes `run.json` and the transcripts. A folder without journals, such
 * as a record that was moved to another machine, is only read.
 * @throws {NoPlan | MixedRuns} see `fold`
 * @throws {BrokenRecord} there is neither a journal nor a record that can be read
 */
export function foldDirectory(dir: string): Folded {
  const { events, files } = readJournals(dir)
  if (files === 0) return readRun(dir)
  const folded = fold(events)
  writeRun(dir, folded)
  return folded
}

/** Writes `run.json` and `har/*.har`; each file appears whole or not at all. */
export function writeRun(dir: string, { record, hars }: Folded): void {
  mkdirSync(join(dir, 'har'), { recursive: true })
  for (const [name, har] of hars) writeWhole(join(dir, 'har', `${name}.har`), har)
  writeWhole(join(dir, 'run.json'), record)
}

function writeWhole(path: string, value: unknown): void {
  writeFileSync(`${path}.part`, `${JSON.stringify(value, null, 1)}\n`)
  renameSync(`${path}.part`, path)
}

/**
 * Reads `run.json` and the transcripts beside it.
 * @throws {BrokenRecord} names the file and what is wrong in it
 */
export function readRun(dir: string): Folded {
  const path = join(dir, 'run.json')
  const read = validateRecord(readJson(path))
  if (!read.ok) throw new BrokenRecord(`${path} is no run record: ${list(read.errors, 5)}`)
  return { record: read.value, hars: readHars(join(dir, 'har')) }
}

function readHars(folder: string): Map<string, Har> {
  let names: string[]
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.har'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map()
    throw error
  }
  return new Map(
    names.sort(compareText).map((name) => {
      const path = join(folder, name)
      const har = readJson(path) as Partial<Har> | null
      if (!Array.isArray(har?.log?.entries)) throw new BrokenRecord(`${path} is no HAR file`)
      return [name.slice(0, -'.har'.length), har as Har]
    }),
  )
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new BrokenRecord(`${path} cannot be read: ${(error as Error).message}`, { cause: error })
  }
}

/**
 * Merges the folders of a run's shards into one record, by the same fold. Nothing is written.
 * @throws {MixedRuns} their schema, tool, catalogue or target differ, or one variant was run in two of them: the
 *   message names which folder has which
 */
export function merge(dirs: readonly string[]): Folded {
  const parts = dirs.map((dir) => ({ dir, ...eventsOf(dir) }))
  requireSame(parts.map(({ dir, identity }) => [dir, identity] as const))
  refuseRepeated(parts)
  return fold(parts.flatMap((part) => part.events))
}

interface Part {
  readonly identity: Readonly<Record<string, string>>
  readonly events: readonly JournalEvent[]
}

function eventsOf(dir: string): Part {
  const { events, files } = readJournals(dir)
  if (files > 0) {
    const plan = events.find((event) => event.event === 'plan')?.plan
    if (!plan) throw new NoPlan(`${dir}: its journals hold no plan`)
    return { identity: identityOf(plan), events }
  }
  const path = join(dir, 'run.json')
  const raw = readJson(path) as { schema?: unknown } | null
  // A record of another schema cannot be read further; its schema alone says why it cannot be merged.
  const read = validateRecord(raw)
  const schema = String(raw?.schema)
  if (!read.ok && schema.startsWith('cognito-conformance/run-record/'))
    return { identity: { schema }, events: [] }
  const run = readRun(dir)
  return { identity: identityOf(planOf(run.record), schema), events: unfold(run) }
}

/** Exchanges of two runs of one variant would make one false transcript. */
function refuseRepeated(parts: readonly (Part & { readonly dir: string })[]): void {
  const seen = new Map<string, { readonly dir: string; readonly text: string }>()
  for (const { dir, events } of parts) {
    const transcripts = new Map<string, Set<string>>()
    for (const event of events) {
      if (event.event !== 'exchange') continue
      const name = harName(event.exchange)
      transcripts.set(name, (transcripts.get(name) ?? new Set()).add(canonical(event.exchange)))
    }
    for (const [name, exchanges] of transcripts) {
      const text = [...exchanges].sort(compareText).join('\n')
      const before = seen.get(name)
      if (before && before.text !== text)
        throw new MixedRuns(`${name} was run in ${before.dir} and again in ${dir}: merge one of them only`)
      seen.set(name, { dir, text })
    }
  }
}

/** The events that fold to a given record again: for records whose journals are gone. */
export function unfold({ record, hars }: Folded): JournalEvent[] {
  const events: JournalEvent[] = [{ event: 'plan', plan: planOf(record) }]
  for (const [name, har] of hars) {
    const dot = name.indexOf('.')
    const [flow, variant] = [name.slice(0, dot) as FlowId, name.slice(dot + 1)]
    for (const [n, entry] of har.log.entries.entries())
      if (!isUnrecorded(entry)) events.push({ event: 'exchange', exchange: { flow, variant, n, entry } })
  }
  for (const step of record.steps) events.push({ event: 'step', step })
  for (const check of record.checks) {
    if (check.verdict === 'indeterminate' && check.reason === NOT_REACHED) continue
    const {
      id: _,
      flow: _f,
      variant: _v,
      walk: _w,
      step: _s,
      level: _l,
      source: _src,
      says: _says,
      ...judged
    } = check
    const { control: _c, ...judgement } = judged
    events.push({ event: 'check', check: { key: keyOf(check), ...judgement } })
  }
  for (const { kind, id, reason } of record.leftovers ?? [])
    events.push({ event: 'undeleted', kind, id, reason })
  for (const trouble of record.troubles) events.push({ event: 'trouble', ...trouble })
  const { endedAt, interrupted } = record
  events.push({ event: 'end', endedAt, ...(interrupted !== undefined && { interrupted }) })
  return events
}

function planOf(record: RunRecord): Plan {
  const { tool, selection, shard, seed, agent, options, target, revision, ciUrl, startedAt } = record
  return {
    tool,
    selection,
    ...(shard && { shard }),
    seed,
    agent,
    options,
    level: record.outcome.level,
    target,
    ...(revision !== undefined && { revision }),
    ...(ciUrl !== undefined && { ciUrl }),
    startedAt,
    flows: record.flows.map(({ judged: _, planned: _p, ...flow }) => flow),
    checks: record.checks.map(({ id, flow, variant, walk, step, level, source, says, control }) => ({
      id,
      flow,
      variant,
      ...(walk !== undefined && { walk }),
      step,
      level,
      source,
      says,
      ...(control && { control }),
    })),
  }
}
