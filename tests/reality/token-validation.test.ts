/**
 * The attack suite against public emulators, a few surfaces of each: what they are known to let in, check by check. No
 * more is sent than the sweep, so that the same is found each time. Those from PyPI run where the version that the list is
 * of is installed.
 */
import { expect, test } from 'vitest'
import { loadCatalogue } from '../../scripts/catalogue.ts'
import { cognitoLocalAttacked, ministackAttacked, motoAttacked } from './attacks.defects.ts'
import { pythonProgramVersion, realRun, surprises } from './real-run.ts'

const emulators = [
  { target: 'cognito-local', known: cognitoLocalAttacked },
  { target: 'moto', command: 'moto_server', known: motoAttacked },
  { target: 'ministack', command: 'ministack', known: ministackAttacked },
]

const catalogue = await loadCatalogue()

test.for(emulators)('what $target is known to let in are checks that there are', ({ known }) => {
  const ids = new Set(catalogue.checks.map(({ check }) => check.id))
  expect(Object.keys(known.defects).filter((id) => !ids.has(id))).toEqual([])
})

for (const { target, command, known } of emulators) {
  const found = command === undefined ? known.version : pythonProgramVersion(command, target)
  const isOther = found !== known.version
  const why = isOther ? ` (left out: ${command} ${known.version} is not on PATH, ${found ?? 'none'} is)` : ''
  test.skipIf(isOther && process.env['LEAVE_NOTHING_OUT'] === undefined)(
    `attacked, ${target} ${known.version} lets in what it is known to, and nothing else${why}`,
    { timeout: 300_000, concurrent: true },
    async ({ expect }) => {
      expect(found, `${command} on PATH`).toBe(known.version)
      const { exitCode, record } = await realRun(target, ['token-validation'], known.variants)
      expect(surprises(record, known)).toEqual([])
      expect(record.totals).toMatchObject({ errored: 0, blocked: 0, indeterminate: 0 })
      expect(new Set(record.checks.map(({ variant }) => variant))).toEqual(new Set(known.variants))
      expect(exitCode).toBe(1)
    },
  )
}
