/** All 16 steps of managed login where nothing may be created, and where a browser is sent to somebody else's address. */
import { expect, test } from 'vitest'
import { run, targetFile } from '../run/program.ts'
import { CALLBACK, existingPool } from './existing-pool.ts'

const VARIANT = 'code-totp'
const isLoopback = (url: string) => /(^|\.)localhost$|^127\.0\.0\.1$/.test(new URL(url).hostname)

test('an existing pool whose only callback is elsewhere goes through every step of managed login', async () => {
  await using pool = await existingPool()
  // The access token lives longer than a run may wait: it runs out for the application alone.
  const choice = ['--flow', 'managed-login', '--variant', VARIANT, '--agent', 'http', '--max-wait', '60']
  const { record, stderr, hars } = await run(
    ['--target', targetFile(pool.file), ...choice, '--quiet'],
    pool.environment,
  )

  const steps = record.steps.filter(({ variant, walk }) => variant === VARIANT && walk === undefined)
  expect(steps.map(({ number, performed, reason }) => ({ number, performed, reason }))).toEqual(
    Array.from({ length: 16 }, (_, index) => ({ number: index + 1, performed: true, reason: undefined })),
  )
  const troubled = record.checks.filter(({ verdict }) => !['passed', 'not-applicable'].includes(verdict))
  expect(troubled.map(({ id, verdict, reason }) => `${id} ${verdict}: ${reason}`)).toEqual([])
  expect([stderr, record.outcome]).toMatchObject(['', { exitCode: 0, conforms: true }])

  const entries = hars(VARIANT)
  const elsewhere = entries.map(({ request }) => request.url).filter((url) => !isLoopback(url))
  expect([entries.length > 16, elsewhere]).toEqual([true, []])
  const led = entries.flatMap(({ response }) =>
    response.headers.filter(({ name }) => name.toLowerCase() === 'location').map(({ value }) => value),
  )
  // The code of the sign-in, and another that a script of another site redeems.
  expect(led.filter((location) => location.startsWith(`${CALLBACK}?code=`))).toHaveLength(2)
})

test('where codes cannot be read, sign-up is left out from there on, and nothing fails', async () => {
  await using pool = await existingPool()
  const file = pool.file.replace('    mfa: optional', '    mfa: optional\n    signUp: true')
  const choice = ['--flow', 'managed-login', '--variant', 'sign-up', '--agent', 'http']
  const { record, code } = await run(['--target', targetFile(file), ...choice, '--quiet'], pool.environment)

  const about = (id: string) => record.checks.find((check) => check.id === `managed-login/${id}`)
  expect(about('4/sign-up-asks-for-code')).toMatchObject({ verdict: 'passed' })
  expect(about('8/performed')).toMatchObject({
    verdict: 'not-applicable',
    reason: expect.stringContaining('does not say how codes are read (codes)'),
  })
  expect(record.totals).toMatchObject({ failed: 0, blocked: 0, indeterminate: 0, errored: 0 })
  expect(code).toBe(0)
})

test('what the classic hosted UI does not have is not asked of it, nor what nobody said of the client', async () => {
  await using pool = await existingPool()
  const variants = ['--flow', 'managed-login', '--variant', 'existing-session', 'sign-out']
  const checks = ['--check', 'managed-login/3/prompt-none-*', 'managed-login/*/logout-*']
  const { record, code } = await run(
    ['--target', targetFile(pool.file), ...variants, ...checks, '--agent', 'http', '--quiet'],
    pool.environment,
  )

  const about = (id: string) => record.checks.find((check) => check.id === `managed-login/${id}`)
  expect(about('3/prompt-none-login-required')).toMatchObject({
    verdict: 'not-applicable',
    reason: 'the domain is not known to have managed login branding',
  })
  expect(about('8/logout-goes-to-logout-uri')).toMatchObject({
    verdict: 'not-applicable',
    reason: expect.stringContaining('a sign-out URL of the app client is not known'),
  })
  // The other form of sign-out needs no such URL.
  expect(about('3/logout-leads-to-login')).toMatchObject({ verdict: 'passed' })
  expect(record.totals).toMatchObject({ failed: 0, blocked: 0, indeterminate: 0, errored: 0 })
  expect(code).toBe(0)
})
