/**
 * `npm run bench`: what the harness costs, part by part (`-- --only run,memory`): the default run, false alarms, pace and
 * memory of the attack suite. Only a false alarm makes it fail.
 *
 * The run: of the default run's wall time, how much went by while the target had to answer, and how much was
 * the harness's own; and exchanges a second. It measures and prints, and asserts nothing: compare the shares, which
 * are ratios within one run, before the seconds, which are the machine's.
 *
 * A moment counts as waiting when at least one exchange is open in it: a recorded one, by the transcripts of the run,
 * or a call of the control plane (provisioning), by Node's diagnostics channels.
 */
import { subscribe } from 'node:diagnostics_channel'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { loadTarget } from '../../fixtures/targets/index.ts'
import { loadCatalogue } from '../catalogue.ts'
import { print, version } from '../commands/common.ts'
import { HTTP_WISH } from '../run/agent.ts'
import { run } from '../run/run.ts'
import { benchFuzz, FUZZ_PARTS } from './fuzz/bench.ts'

/** Milliseconds since the epoch. */
export interface Interval {
  readonly from: number
  readonly to: number
}

/** How long at least one of the intervals was open, in milliseconds. */
export function covered(intervals: readonly Interval[]): number {
  let [total, reached] = [0, Number.NEGATIVE_INFINITY]
  for (const { from, to } of intervals.toSorted((a, b) => a.from - b.from)) {
    if (to <= reached) continue
    total += to - Math.max(from, reached)
    reached = to
  }
  return total
}

/** Every request of this thread, over Node's own client and over undici: the run host's, which provisions. */
function watchControlPlane(): readonly Interval[] {
  const intervals: Interval[] = []
  const open = new WeakMap<object, number>()
  const begin = (message: unknown) => void open.set((message as { request: object }).request, Date.now())
  const end = (message: unknown) => {
    const from = open.get((message as { request: object }).request)
    if (from !== undefined) intervals.push({ from, to: Date.now() })
  }
  subscribe('http.client.request.start', begin)
  subscribe('http.client.response.finish', end)
  subscribe('undici:request:create', begin)
  subscribe('undici:request:trailers', end)
  return intervals
}

async function benchRun(): Promise<void> {
  const out = mkdtempSync(join(tmpdir(), 'cognito-conformance-bench-'))
  try {
    const begun = performance.now()
    const catalogue = await loadCatalogue()
    const loaded = await loadTarget('reference')
    const control = watchControlPlane()
    const before = process.cpuUsage()
    const epoch = Date.now()
    const started = performance.now()
    const { record, hars } = await run(catalogue, loaded, {
      selection: { flows: [], variants: [], checks: [] },
      targetOption: 'reference',
      level: 'required',
      out,
      seed: 1,
      agent: HTTP_WISH,
      maxWait: 600,
      faults: [],
      attack: { runs: 0 },
      quiet: true,
      version,
    })
    const wall = performance.now() - started
    const cpu = process.cpuUsage(before)
    const exchanges = [...hars.values()]
      .flatMap(({ log }) => log.entries)
      .map(({ startedDateTime, time }) => ({
        from: Date.parse(startedDateTime),
        to: Date.parse(startedDateTime) + time,
      }))
    const recorded = covered(exchanges)
    const waiting = covered([...exchanges, ...control])
    // A variant that moves the target's clock dates its exchanges by it: those count, but say nothing of our order.
    const inOrder = exchanges
      .map(({ from, to }) => ({ from: from - epoch, to: to - epoch }))
      .filter(({ from, to }) => from >= 0 && to <= wall)
    const first = Math.min(...inOrder.map(({ from }) => from))
    const last = Math.max(...inOrder.map(({ to }) => to))
    const summed = exchanges.reduce((sum, { from, to }) => sum + to - from, 0)
    const busy = (cpu.user + cpu.system) / 1_000
    const percent = (part: number) => `${((100 * part) / wall).toFixed(0).padStart(3)} %`
    const seconds = (ms: number) => `${(ms / 1_000).toFixed(2)} s`
    print(
      [
        `The default run: ${record.totals.planned} checks, ${exchanges.length} exchanges, ${control.length} calls to provision, on ${availableParallelism()} cores`,
        '',
        `${seconds(wall)}  wall time, from the plan to the last report (and ${seconds(started - begun)} before, to read the suites)`,
        `${percent(waiting)}  waiting on the target: an exchange or a call of the control plane was open (${seconds(waiting)})`,
        `${percent(wall - waiting)}  the harness's own: starting, computing, judging, reporting (${seconds(wall - waiting)})`,
        '',
        `${seconds(first)} before the first exchange, ${seconds(last - first)} from the first to the last, ${seconds(wall - last)} after it (folding, reports, looking for secrets)`,
        `${(exchanges.length / (wall / 1_000)).toFixed(0)} exchanges a second of wall time, ${(exchanges.length / (recorded / 1_000)).toFixed(0)} a second while one is open`,
        `${(summed / recorded).toFixed(1)} open at a time while one is, ${(summed / exchanges.length).toFixed(1)} ms each`,
        `${(busy / wall).toFixed(2)} cores kept busy by the harness's process, its workers included; the target's process has the rest`,
        '',
        'The target of this run shares the cores with the harness, so "waiting" holds what the harness computed meanwhile.',
      ].join('\n'),
    )
    if (record.outcome.exitCode !== 0) process.exitCode = record.outcome.exitCode
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: ['run', ...FUZZ_PARTS].join() },
      seed: { type: 'string', default: '7' },
      each: { type: 'string', default: '1000' },
      cases: { type: 'string', default: '1000000' },
    },
  })
  const parts = values.only.split(',')
  const unknown = parts.filter((part) => !['run', ...FUZZ_PARTS].includes(part))
  if (unknown.length > 0)
    throw new RangeError(`there is no part ${unknown.join()}: run, ${FUZZ_PARTS.join(', ')}`)
  if (parts.includes('run')) await benchRun()
  await benchFuzz(parts, {
    seed: Number(values.seed),
    each: Number(values.each),
    cases: Number(values.cases),
  })
  process.stdout.write('', () => process.exit())
}
