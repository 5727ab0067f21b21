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
import { EMULATORS, realRun, surprises, testAgainst } from './real-run.ts'

const LISTS = { 'cognito-local': cognitoLocal, moto, ministack }

/** The attacks on each surface have a list of their own: token-validation.test.ts. */
const DOCUMENTED = ['api-authentication', 'managed-login', 'federation', 'identity-pool']

const catalogue = await loadCatalogue()

test.for(Object.entries(LISTS))('what %s is known to fail are checks that there are', ([, known]) => {
  const ids = new Set(catalogue.checks.map(({ check }) => check.id))
  expect(Object.keys(known.defects).filter((id) => !ids.has(id))).toEqual([])
})

for (const emulator of EMULATORS) {
  const { target, command } = emulator
  const known = LISTS[target]
  testAgainst(emulator, known, 'fails what it is known to fail', async ({ expect }) => {
    const { exitCode, record } = await realRun(target, DOCUMENTED, variantsBut(known.long))
    // Of a program that is no package of npm the run knows no version.
    const version = command === undefined ? known.version : 'unknown'
    expect(record.target.version, 'another one: read its causes again, then renew the list').toBe(version)
    expect(surprises(record, known)).toEqual([])
    expect(record.totals).toMatchObject({ errored: 0, indeterminate: 0 })
    expect(exitCode).toBe(1)
  })
}

/** All is said by none, so that a target that claims less is not asked for more. */
function variantsBut(long: readonly string[] = []): readonly string[] {
  if (long.length === 0 || process.env['EVERY_ATTACK'] !== undefined) return []
  return catalogue.variants
    .filter(({ variant }) => DOCUMENTED.includes(variant.flow.id))
    .map(({ variant }) => variant.id)
    .filter((id) => !long.includes(id))
}
