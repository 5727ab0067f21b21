/**
 * What a run finds in public emulators is known, check by check: whatever else fails is looked into before it is
 * believed. Those from PyPI run where the version that the list is of is installed; CI leaves none of them out. What
 * takes long of them runs where EVERY_ATTACK is set.
 */
import { expect, test } from 'vitest'
import { loadCatalogue } from '../../scripts/catalogue.ts'
import { known as cognitoLocal } from './cognito-local.defects.ts'
import { known as ministack } from './ministack.defects.ts'
import { known as moto } from './moto.defects.ts'
import { pythonProgramVersion, realRun, surprises } from './real-run.ts'

const emulators = [
  { target: 'cognito-local', known: cognitoLocal },
  { target: 'moto', command: 'moto_server', known: moto },
  { target: 'ministack', command: 'ministack', known: ministack },
]

/** The attacks on each surface have a list of their own: token-validation.test.ts. */
const DOCUMENTED = ['api-authentication', 'managed-login', 'federation', 'identity-pool']

const catalogue = await loadCatalogue()

test.for(emulators)('what $target is known to fail are checks that there are', ({ known }) => {
  const ids = new Set(catalogue.checks.map(({ check }) => check.id))
  expect(Object.keys(known.defects).filter((id) => !ids.has(id))).toEqual([])
})

// Side by side: a run is mostly waiting for the next code of an authenticator.
for (const { target, command, known } of emulators) {
  const found = command === undefined ? known.version : pythonProgramVersion(command, target)
  const isOther = found !== known.version
  const why = isOther ? ` (left out: ${command} ${known.version} is not on PATH, ${found ?? 'none'} is)` : ''
  test.skipIf(isOther && process.env['LEAVE_NOTHING_OUT'] === undefined)(
    `${target} ${known.version} fails what it is known to fail, and nothing else${why}`,
    { timeout: 300_000, concurrent: true },
    async ({ expect }) => {
      expect(found, `${command} on PATH`).toBe(known.version)
      const { exitCode, record } = await realRun(target, DOCUMENTED, variantsBut(known.long))
      // Of a program that is no package of npm the run knows no version.
      const version = command === undefined ? known.version : 'unknown'
      expect(record.target.version, 'another one: read its causes again, then renew the list').toBe(version)
      expect(surprises(record, known)).toEqual([])
      expect(record.totals).toMatchObject({ errored: 0, indeterminate: 0 })
      expect(exitCode).toBe(1)
    },
  )
}

/** All is said by none, so that a target that claims less is not asked for more. */
function variantsBut(long: readonly string[] = []): readonly string[] {
  if (long.length === 0 || process.env['EVERY_ATTACK'] !== undefined) return []
  return catalogue.variants
    .filter(({ variant }) => DOCUMENTED.includes(variant.flow.id))
    .map(({ variant }) => variant.id)
    .filter((id) => !long.includes(id))
}
