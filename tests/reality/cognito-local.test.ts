/** What a run finds in cognito-local is known, check by check: whatever else fails is looked into before it is believed. */
import { expect, test } from 'vitest'
import { known } from './cognito-local.defects.ts'
import { realRun, surprises } from './real-run.ts'

test(`cognito-local ${known.version} fails what it is known to fail, and nothing else`, {
  timeout: 240_000,
}, async () => {
  const { exitCode, record } = await realRun('cognito-local')
  expect(record.target.version, 'version: read its causes again, then renew the list').toBe(known.version)
  expect(surprises(record, known)).toEqual([])
  expect(record.totals).toMatchObject({ errored: 0, indeterminate: 0 })
  expect(exitCode).toBe(1)
})
