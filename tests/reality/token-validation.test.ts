/**
 * The attack suite against public emulators, a few surfaces of each: what they are known to let in, check by check. No
 * more is sent than the sweep, so that the same is found each time. Those from PyPI run where the version that the list is
 * of is installed.
 */
import { expect, test } from 'vitest'
import { loadCatalogue } from '../../scripts/catalogue.ts'
import { cognitoLocalAttacked, ministackAttacked, motoAttacked } from './attacks.defects.ts'
import { EMULATORS, realRun, surprises, testAgainst } from './real-run.ts'

const LISTS = { 'cognito-local': cognitoLocalAttacked, moto: motoAttacked, ministack: ministackAttacked }

const catalogue = await loadCatalogue()

test.for(Object.entries(LISTS))('what %s is known to let in are checks that there are', ([, known]) => {
  const ids = new Set(catalogue.checks.map(({ check }) => check.id))
  expect(Object.keys(known.defects).filter((id) => !ids.has(id))).toEqual([])
})

for (const emulator of EMULATORS) {
  const known = LISTS[emulator.target]
  testAgainst(emulator, known, 'lets in what it is known to let in', async ({ expect }) => {
    const { exitCode, record } = await realRun(emulator.target, ['token-validation'], known.variants)
    expect(surprises(record, known)).toEqual([])
    expect(record.totals).toMatchObject({ errored: 0, blocked: 0, indeterminate: 0 })
    expect(new Set(record.checks.map(({ variant }) => variant))).toEqual(new Set(known.variants))
    expect(exitCode).toBe(1)
  })
}
