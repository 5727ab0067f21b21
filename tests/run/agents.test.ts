/** Which user agent a run takes, and what it says where there is no browser. */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findBrowser } from '../../fixtures/actors/browser.ts'
import { cli, countOf, folder, run } from './program.ts'

const found = findBrowser()
const why = 'none' in found ? ` (left out: ${found.none})` : ''
const isLeftOut = 'none' in found && process.env['LEAVE_NOTHING_OUT'] === undefined

const NOWHERE = { CHROMIUM: '/nowhere/chromium' }
const twoStep = ['--flow', 'managed-login', '--variant', 'two-step']
const isOfBrowser = (entries: readonly { readonly request: { readonly headers: readonly unknown[] } }[]) =>
  JSON.stringify(entries).includes('sec-ch-ua')

describe.concurrent('the user agent', () => {
  test('without a browser auto says once what was not judged for want of it', async () => {
    const { code, record, stderr } = await run(twoStep, NOWHERE)
    expect({ code, agent: record.agent }).toEqual({ code: 0, agent: 'auto' })
    expect(countOf(record, 'not-applicable')).toBeGreaterThan(0)
    expect(stderr.match(/^not judged for want of a browser.*$/gm)).toEqual([
      'not judged for want of a browser, in part or whole: two-step ' +
        '(CHROMIUM names /nowhere/chromium, and there is no such program)',
    ])
    const reasons = record.checks.flatMap(({ verdict, reason = '' }) =>
      verdict === 'not-applicable' ? [reason] : [],
    )
    for (const reason of reasons) expect(reason).toMatch(/makes its form by script.*there is no such program/)
  })

  test('a browser that was asked for and is not there is wrong usage', async () => {
    for (const args of [
      ['--agent', 'browser'],
      ['--browser', '/nowhere/chromium'],
    ]) {
      const out = join(folder(), 'out')
      const { code, stderr, stdout } = await cli(['run', '--out', out, ...twoStep, ...args], NOWHERE)
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toMatch(/names \/nowhere\/chromium, and there is no such program/)
    }
    const { code, stderr } = await cli(['run', ...twoStep, '--agent', 'safari'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/http, browser, auto/)
  })

  test('one that does not start ends a run that asked for it, and auto goes on', async () => {
    const asked = await run([...twoStep, '--agent', 'browser', '--browser', process.execPath, '--quiet'])
    expect(asked.code).toBe(2)
    expect(asked.record.troubles).toMatchObject([
      { exitCode: 2, says: expect.stringContaining('could not be started') },
    ])
    const auto = await run([...twoStep, '--browser', process.execPath, '--quiet'])
    expect(auto.code).toBe(0)
    expect(JSON.stringify(auto.record.checks)).toContain('could not be started')
  })

  test.skipIf(isLeftOut)(`auto takes the browser for pages that are made by script${why}`, async () => {
    const { code, record, hars } = await run([...twoStep, '--variant', 'code-no-mfa'])
    expect({ code, agent: record.agent }).toEqual({ code: 0, agent: 'auto' })
    expect(countOf(record, 'not-applicable')).toBe(0)
    expect(isOfBrowser(hars('two-step'))).toBe(true)
    expect(isOfBrowser(hars('code-no-mfa'))).toBe(false)
  })

  test.skipIf(isLeftOut)(`browser takes it for every page${why}`, async () => {
    const args = ['--flow', 'managed-login', '--variant', 'code-no-mfa', '--agent', 'browser', '--quiet']
    const { code, record, hars } = await run(args)
    expect({ code, agent: record.agent }).toEqual({ code: 0, agent: 'browser' })
    const pages = hars('code-no-mfa').filter(({ _actor }) => _actor === 'user-agent')
    expect(pages.length).toBeGreaterThan(5)
    expect(pages.every((entry) => isOfBrowser([entry]))).toBe(true)
  })
})
