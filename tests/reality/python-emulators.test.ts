/** The same for moto and MiniStack, where the version that the list is of is installed; CI leaves nothing out. */
import { expect, test } from 'vitest'
import { known as ministack } from './ministack.defects.ts'
import { known as moto } from './moto.defects.ts'
import { pythonProgramVersion, realRun, surprises } from './real-run.ts'

const emulators = [
  { target: 'moto', command: 'moto_server', distribution: 'moto', known: moto },
  { target: 'ministack', command: 'ministack', distribution: 'ministack', known: ministack },
]

for (const { target, command, distribution, known } of emulators) {
  const found = pythonProgramVersion(command, distribution)
  const installed = found === known.version
  const why = installed
    ? ''
    : ` (left out: ${command} ${known.version} is not on PATH, ${found ?? 'none'} is)`
  test.skipIf(!installed && process.env['LEAVE_NOTHING_OUT'] === undefined)(
    `${target} ${known.version} fails what it is known to fail, and nothing else${why}`,
    { timeout: 240_000 },
    async () => {
      expect(found, `${command} on PATH`).toBe(known.version)
      const { exitCode, record } = await realRun(target)
      expect(surprises(record, known)).toEqual([])
      expect(record.totals).toMatchObject({ errored: 0, indeterminate: 0 })
      expect(exitCode).toBe(1)
    },
  )
}
