/** What a run ends with, each exit code once, and never 0 where nothing was proved. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  cli,
  countOf,
  endpoint,
  folder,
  httpTarget,
  PASSWORD,
  recordIn,
  run,
  targetFile,
  tcpTarget,
} from './program.ts'

const quick = ['--variant', 'password-legacy-errors', '--quiet']

describe.concurrent('exit code', () => {
  test('0: what was selected conforms', async () => {
    const { code, record, stdout } = await run(quick)
    expect({ code, outcome: record.outcome.exitCode, complete: record.complete }).toEqual({
      code: 0,
      outcome: 0,
      complete: true,
    })
    expect(stdout).toContain('conforms')
  })

  test('1: a required check fails', async () => {
    const { code, record } = await run([...quick, '--fault', 'hides-unknown-users'])
    expect(code).toBe(1)
    const failed = record.checks.filter(({ verdict }) => verdict === 'failed').map(({ id }) => id)
    expect(failed).toContain('api-authentication/5/unknown-user-named')
  })

  test('1: a target that answers 200 {} to everything', async () => {
    const url = await httpTarget((_, response) => response.end('{}'))
    const { code, record } = await run(['--target', endpoint(url), '--quiet'], PASSWORD)
    expect(code).toBe(1)
    expect(countOf(record, 'passed')).toBe(0)
    expect(countOf(record, 'failed')).toBeGreaterThan(0)
  })

  test('2: a filter that matches nothing', async () => {
    const out = join(folder(), 'out')
    for (const filter of [
      ['--check', 'api-authentication/99/*'],
      ['--variant', 'no-such-variant'],
      ['--flow', 'no-such-flow'],
      ['--flow', 'identity-pool', '--variant', 'password-totp'],
      ['--variant', 'srp-no-mfa', '--check', 'api-authentication/6/challenge-name'],
    ]) {
      const { code, stdout, stderr } = await cli(['run', '--out', out, ...filter])
      expect({ filter, code }).toEqual({ filter, code: 2 })
      expect(stderr).not.toContain('    at ')
      expect(stdout).toBe('')
    }
  })

  test('2: a check that `fuzz` alone asks, of an API of one’s own', async () => {
    const { code, stderr } = await cli(['run', '--check', 'token-validation/http-api/unsigned-refused'])
    expect({ code, stack: stderr.includes('    at ') }).toEqual({ code: 2, stack: false })
    expect(stderr).toContain('`fuzz --url URL` asks it')
  })

  test('2: a target that claims no flow', async () => {
    const { code, record } = await run([
      '--target',
      targetFile('name: none\nkind: reference\nclaims: []\n'),
      '--quiet',
    ])
    expect(code).toBe(2)
    expect(countOf(record, 'not-applicable')).toBe(record.totals.planned)
    expect(record.outcome.says).toContain('claims no flow')
  })

  test('2: a target that claims another flow than the selected one', async () => {
    const file = targetFile('name: other\nkind: reference\nclaims: [managed-login]\n')
    const { code } = await run(['--target', file, ...quick])
    expect(code).toBe(2)
  })

  test('2: a target file that is wrong, or not there', async () => {
    const wrong = targetFile('name: wrong\nkind: endpoint\nclaims: [api-authentication]\n')
    const said = await cli(['run', '--target', wrong])
    expect(said.code).toBe(2)
    expect(said.stderr).toContain('endpoints')
    const missing = await cli(['run', '--target', 'no-such-file.yaml'])
    expect(missing.code).toBe(2)
  })

  test('2: a folder that cannot be written to', async () => {
    const place = folder()
    const file = join(place, 'a-file')
    writeFileSync(file, 'ours')
    const outs = [file, join(file, 'below')]
    // Nothing is read-only to the superuser.
    if (process.getuid?.() !== 0) {
      const locked = join(place, 'locked')
      mkdirSync(locked)
      chmodSync(locked, 0o500)
      outs.push(locked, join(locked, 'below'))
    }
    for (const out of outs) {
      const { code, stderr } = await cli(['run', '--out', out, ...quick])
      expect({ out, code }).toEqual({ out, code: 2 })
      expect(stderr).toContain('--out')
      expect(stderr).not.toContain('    at ')
    }
  })

  test('3: nothing listens there', async () => {
    const url = await tcpTarget((socket) => socket.destroy())
    const { code, record } = await run(['--target', endpoint(url), '--quiet'], PASSWORD)
    expect(code).toBe(3)
    const claimed = record.checks.filter(({ id }) => id.startsWith('api-authentication/'))
    expect(countOf(record, 'indeterminate')).toBe(claimed.length)
    expect(record.outcome.says).toContain('could not be reached')
  })

  test('4: our own code throws', async () => {
    // Workers reach the host with fetch; one that gives nonsense is our own fault.
    const broken = 'data:text/javascript,globalThis.fetch=async()=>(0)["broken_for_the_test"]()'
    const { code, record } = await run(quick, { NODE_OPTIONS: `--import=${broken}` })
    expect(code).toBe(4)
    expect(record.outcome.says).toContain('broken_for_the_test')
  })

  test('5: nothing failed, and nothing was answered', async () => {
    const url = await httpTarget((request, response) =>
      request.method === 'GET' ? response.writeHead(404).end() : request.socket.destroy(),
    )
    const out = join(folder(), 'out')
    const { code } = await cli(
      ['run', '--out', out, '--target', endpoint(url), '--variant', 'password-no-mfa', '--quiet'],
      PASSWORD,
    )
    const record = recordIn(out)
    expect(code).toBe(5)
    expect(countOf(record, 'failed') + countOf(record, 'blocked')).toBe(0)
    expect(countOf(record, 'indeterminate')).toBeGreaterThan(0)
  })
})
