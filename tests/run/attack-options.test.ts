/** What a run is told about attacks: how much, or one case again; wrong recipes end it before anything is sent. */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadCatalogue } from '../../scripts/catalogue.ts'
import { select } from '../../scripts/run/plan.ts'
import { cli, folder, run } from './program.ts'

const attacks = ['--flow', 'token-validation', '--agent', 'http', '--quiet']

describe.concurrent('--replay', () => {
  test.each([
    ['no JSON', ['--variant', 'get-user', '--replay', 'nonsense'], 'in single quotes'],
    ['an empty recipe', ['--variant', 'get-user', '--replay', '[]'], 'in single quotes'],
    ['no surface', ['--replay', '[["none-without-signature",null]]'], '--variant'],
    [
      'two surfaces',
      ['--variant', 'get-user', 'user-info', '--replay', '[["none-without-signature",null]]'],
      '--variant',
    ],
    ['an unknown row', ['--variant', 'get-user', '--replay', '[["no-such-row",null]]'], 'no-such-row'],
    [
      'a parameter that means nothing',
      ['--variant', 'get-user', '--replay', '[["none-without-signature",{"header":"wrong"}]]'],
      '{"header":"bare","bearer":"another"}',
    ],
    ['a misspelt row', ['--variant', 'get-user', '--replay', '[["embeded-key",null]]'], 'embedded-key'],
  ])('with %s is wrong usage', async (_, options, says) => {
    const { code, stdout, stderr } = await cli([
      'run',
      '--out',
      join(folder(), 'out'),
      ...attacks,
      ...options,
    ])
    expect(code).toBe(2)
    expect(stderr).toContain(says)
    expect(stderr).not.toContain('    at ')
    expect(stdout).toBe('')
  })
})

test('one case alone: what it does not touch is not applicable, and the record says how it was run', async () => {
  const recipe = '[["algorithm-absent",{"signature":"empty","bearer":"another"}]]'
  const { record, hars } = await run([
    ...attacks,
    '--variant',
    'get-user',
    '--replay',
    recipe,
    '--fuzz-time',
    '3',
  ])
  expect(record.options).toMatchObject({ replay: recipe, fuzzTime: 3, fuzzRuns: expect.any(Number) })
  const sent = record.checks.filter(({ cases }) => (cases?.judged ?? 0) > 0)
  expect(sent.map(({ verdict }) => verdict)).toContain('passed')
  expect(sent.every(({ verdict }) => verdict === 'passed')).toBe(true)
  // Once would prove nothing, and what was mended is looked at in its exchanges.
  expect(sent.map(({ cases }) => cases?.judged)).toContain(3)
  const transcript = hars('get-user')
  for (const { id, exchanges } of sent) {
    expect([id, exchanges.length >= 3]).toEqual([id, true])
    expect(exchanges.filter((one) => transcript[one] === undefined)).toEqual([])
  }
  const refusals = (
    record.checks.find(({ id }) => id.endsWith('/algorithm-refused'))?.exchanges ?? []
  ).filter((one) => transcript[one]?.response.status === 400)
  expect(refusals).toHaveLength(3)
  const others = record.checks.filter(({ id }) => id.endsWith('/offered-key-refused'))
  expect(others.map(({ verdict, exchanges }) => ({ verdict, exchanges }))).toEqual([
    { verdict: 'not-applicable', exchanges: [] },
  ])
})

test('a surface is selected by its name in a glob', async () => {
  const catalogue = await loadCatalogue()
  const chosen = select(catalogue, { flows: [], variants: [], checks: ['token-validation/get-user/*'] })
  expect(chosen.map(({ variant }) => variant.id)).toEqual(['get-user'])
  expect(chosen[0]?.keys.size).toBe(chosen[0]?.script.checks.length)
})
