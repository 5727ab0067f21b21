/**
 * What the checks mean, as `list --json` prints it. A check never changes its meaning under its id: the difference of
 * this snapshot is what a reviewer reads. After a change that is meant: `npx vitest run tests/architecture -u`.
 */
import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { repository } from './sources.ts'

interface Listed {
  readonly id: string
  readonly level: string
  readonly says: string
  readonly variants: readonly string[]
}

it('the catalogue of checks means what it meant', async () => {
  const printed = execFileSync(process.execPath, ['scripts/bin.js', 'list', '--json'], {
    cwd: repository,
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  })
  const listed = JSON.parse(printed) as readonly Listed[]
  expect(new Set(listed.map(({ id }) => id)).size).toBe(listed.length)
  const meaning = listed
    .map(
      ({ id, level, says, variants }) =>
        `${id}  ${level}\n  ${says}\n  in ${[...variants].sort().join(', ')}\n`,
    )
    .sort()
  await expect(meaning.join('\n')).toMatchFileSnapshot('catalogue.snapshot.txt')
})
