/** Attacks that are interrupted: what was found stands in the record, and nothing passes of which a part was not sent. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { CheckResult, RunRecord } from '../../reports/record.ts'
import { testApi, testIssuer } from './own-api.ts'
import { descendantsOf, gone, interrupted } from './processes.ts'
import { countOf, type Ended, folder, recordIn, type Started, start } from './program.ts'

/** Waits for what is to be interrupted; who ends before it fails the test. */
async function until(reached: () => boolean, { ended }: Started): Promise<void> {
  let over: Ended | undefined
  void ended.then((one) => {
    over = one
  })
  while (!reached()) {
    if (over !== undefined) throw new Error(`it ended before it could be interrupted:\n${over.stderr}`)
    await sleep(10)
  }
}

/** Twice, as a terminal does it. */
function interruptedTwice(started: Started, signal: NodeJS.Signals): Promise<Ended> {
  started.child.kill(signal)
  return interrupted(started, signal)
}

const named = ({ checks }: RunRecord, name: string): CheckResult | undefined =>
  checks.find(({ id }) => id.endsWith(`/${name}`))

function expectNothingLost(record: RunRecord, { code }: Ended, signal: string): void {
  expect(record).toMatchObject({ interrupted: signal, complete: true, outcome: { exitCode: 1 } })
  expect(code).toBe(1)
  expect(countOf(record, 'errored')).toBe(0)
  for (const { cases, counterexamples = [] } of record.checks.filter(({ verdict }) => verdict === 'failed')) {
    expect(counterexamples.length).toBeGreaterThan(0)
    expect(cases?.generated).toBeGreaterThan(0)
  }
  for (const { id, verdict, cases } of record.checks) {
    if (verdict !== 'passed' || cases === undefined) continue
    expect(cases.judged, id).toBeGreaterThan(0)
    for (const { row, judged } of cases.rows) expect(judged, `${id}: ${row}`).toBeGreaterThan(0)
  }
}

test.concurrent('fuzz, SIGINT while the API does not answer: what it had taken stands, the rest is open', async () => {
  const issuer = await testIssuer()
  let asked = 0
  // Some classes are through by then, and most are not.
  const hangs = () => {
    asked += 1
    return asked > 150
  }
  const api = await testApi({ keys: `${issuer.url}/keys`, issuer: issuer.url, takes: 'none', first: hangs })
  const out = join(folder(), 'out')
  const started = start(
    ['fuzz', '--out', out, '--url', api.url, '--issuer', issuer.url, '--token-env', 'OWN_TOKEN'],
    { OWN_TOKEN: await issuer.token() },
  )
  await until(() => asked > 150, started)
  const ended = await interruptedTwice(started, 'SIGINT')
  const record = recordIn(out)
  expectNothingLost(record, ended, 'SIGINT')
  expect(ended.stderr).toContain('SIGINT: cleaning up')
  expect(ended.stderr).toMatch(/token-validation \[http-api\]: \d+ of \d+ cases of the sweep/)
  expect(existsSync(join(out, 'index.html'))).toBe(true)
  const found = named(record, 'unsigned-refused')
  expect(found?.verdict).toBe('failed')
  expect(found?.counterexamples?.[0]?.exchanges).toHaveLength(3)
  expect(found?.cases?.judged).toBeGreaterThan(0)
  expect(named(record, 'spelling-refused')).toMatchObject({
    verdict: 'indeterminate',
    reason: expect.stringContaining('the run was interrupted'),
    cases: { generated: 0, applied: 0, judged: 0 },
  })
  expect(named(record, 'no-echo')?.verdict).toBe('indeterminate')
  // Requests that were cut short are not sent again.
  expect(asked).toBe(151)
})

test.concurrent('run, SIGTERM in the sweep of a bent target: what it had taken stands, the rest is open', async () => {
  const out = join(folder(), 'out')
  const started = start([
    ...['run', '--out', out, '--agent', 'http', '--fault', 'api-verifies-no-signature'],
    ...['--flow', 'token-validation', '--variant', 'get-user'],
  ])
  // Nothing but findings is tried on the record.
  const transcript = join(out, 'journal', 'token-validation.get-user.jsonl')
  const tried = () =>
    existsSync(transcript) ? readFileSync(transcript, 'utf8').split('"event":"exchange"').length - 1 : 0
  await until(() => tried() > 30, started)
  const children = descendantsOf(started.pid)
  const ended = await interruptedTwice(started, 'SIGTERM')
  const record = recordIn(out)
  expectNothingLost(record, ended, 'SIGTERM')
  expect(ended.stderr).toMatch(/token-validation \[get-user\]: \d+ of \d+ cases of the sweep/)
  expect(countOf(record, 'failed')).toBeGreaterThan(0)
  expect(countOf(record, 'indeterminate')).toBeGreaterThan(0)
  expect(named(record, 'no-echo')).toMatchObject({
    verdict: 'indeterminate',
    reason: expect.stringContaining('the run was interrupted'),
  })
  expect(await gone(children)).toEqual([])
})
