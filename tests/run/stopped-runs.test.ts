/** Runs that are stopped: politely, and not. What was known is kept, what was started is gone. */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { validateRecord } from '../../reports/index.ts'
import { descendantsOf, gone, interrupted } from './processes.ts'
import { cli, countOf, existing, folder, PASSWORD, recordIn, start, targetFile } from './program.ts'

const emulator = fileURLToPath(new URL('./emulator.ts', import.meta.url))

const slowTarget = () =>
  targetFile(`name: slow
kind: process
claims: [api-authentication]
command: ${JSON.stringify(process.execPath)}
args: [${JSON.stringify(emulator)}, "{port}"]
port: free
region: us-east-1
endpoints: { cognitoIdp: "http://127.0.0.1:{port}" }
signing: { accessKeyId: local, secretAccessKey: local }
readiness: { path: /, status: 400 }
${existing}`)

const targets = {
  // A browser that is killed together with the run leaves its profile behind: that is between it and the system. Flows
  // that are long enough, and not so long that some of these runs at once starve one another.
  reference: () => [
    '--target',
    'reference',
    '--agent',
    'http',
    '--flow',
    'api-authentication',
    'managed-login',
  ],
  process: () => ['--target', slowTarget(), '--variant', 'password-no-mfa', 'srp-no-mfa'],
}

/** Checks that the journals say were judged. */
function judgedIn(out: string): number {
  const journals = join(out, 'journal')
  if (!existsSync(journals)) return 0
  return readdirSync(journals)
    .map((name) => readFileSync(join(journals, name), 'utf8').split('"event":"check"').length - 1)
    .reduce((sum, count) => sum + count, 0)
}

/** A run that has judged some checks, and not all. */
async function midway(target: keyof typeof targets) {
  const out = join(folder(), 'out')
  const temporary = join(folder(), 'tmp')
  mkdirSync(temporary)
  const started = start(['run', '--out', out, ...targets[target]()], { ...PASSWORD, TMPDIR: temporary })
  let over = false
  const ended = started.ended.finally(() => {
    over = true
  })
  while (!over && judgedIn(out) < 5) await sleep(10)
  const children = descendantsOf(started.pid)
  return { ...started, ended, out, children, left: () => readdirSync(temporary) }
}

describe.each(Object.keys(targets) as (keyof typeof targets)[])('target %s', (target) => {
  test.concurrent.each(['SIGINT', 'SIGTERM'] as const)(
    '%s: cleans up, and writes what is known',
    async (signal) => {
      const { child, ended, out, children, left } = await midway(target)
      expect(children.length).toBeGreaterThan(0)
      const { code, stderr } = await interrupted({ child, ended }, signal)
      expect(code).not.toBeNull()
      expect(code).not.toBe(0)
      expect(stderr).toContain(signal)
      const record = recordIn(out)
      expect(record.interrupted).toBe(signal)
      expect(record.outcome.exitCode).toBe(code)
      expect(countOf(record, 'errored')).toBe(0)
      expect(countOf(record, 'indeterminate')).toBeGreaterThan(0)
      expect(existsSync(join(out, 'index.html'))).toBe(true)
      expect(await gone(children)).toEqual([])
      expect(left()).toEqual([])
    },
  )

  test.concurrent('SIGKILL: what was judged by then can be folded, and nothing goes on', async () => {
    const { child, ended, out, children, left } = await midway(target)
    expect(children.length).toBeGreaterThan(0)
    child.kill('SIGKILL')
    expect((await ended).code).toBeNull()
    expect(existsSync(join(out, 'run.json'))).toBe(false)
    expect(await gone(children)).toEqual([])
    expect(left()).toEqual([])

    const judged = judgedIn(out)
    const { code } = await cli(['report', out])
    expect(code).toBe(0)
    const record = recordIn(out)
    expect(record.complete).toBe(false)
    expect(record.checks.filter(({ reason }) => reason?.startsWith('not reached')).length).toBe(
      record.totals.planned - judged,
    )
    expect(record.totals.planned).toBeGreaterThan(judged)
    expect(existsSync(join(out, 'index.html'))).toBe(true)
  })
})

test('a run into the folder of one that died keeps what that one knew', async () => {
  const { child, ended, out } = await midway('reference')
  child.kill('SIGKILL')
  await ended
  const judged = judgedIn(out)
  const { code, stderr } = await cli(['run', '--out', out, '--variant', 'password-legacy-errors'])
  expect(code).toBe(0)
  expect(stderr).toContain('interrupted-run.json')
  expect(recordIn(out).complete).toBe(true)
  const kept = validateRecord(JSON.parse(readFileSync(join(out, 'interrupted-run.json'), 'utf8')))
  if (!kept.ok) throw new Error(kept.errors.join('\n'))
  expect(kept.value.complete).toBe(false)
  expect(kept.value.checks.filter(({ reason }) => !reason?.startsWith('not reached')).length).toBe(judged)
})
