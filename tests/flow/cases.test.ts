/** Judging what was generated: how many cases it stands on, what went wrong, and that nothing can be said. */
import { expect, test } from 'vitest'
import { NoAnswer } from '../../fixtures/protocol/answer.ts'
import { OutOfBudget } from '../../fixtures/protocol/out-of-budget.ts'
import type { Counterexample } from '../../reports/record.ts'
import { isTrue, sends, told } from './small-flow.ts'

const row = { row: 'a-row', generated: 3, applied: 2, judged: 1 }
const found: Counterexample = {
  row: 'a-row',
  question: 'refused',
  unsigned: true,
  recipe: [{ row: 'a-row', with: { n: 1 } }],
  changed: ['a-row: something is left out.', 'the header lacks alg'],
  owed: 'a refusal',
  came: 'accepted: 200',
  replay: '--replay \'[["a-row",{"n":1}]]\'',
  exchanges: [4, 5],
}

const judged = async (judge: Parameters<typeof isTrue>[2]) => {
  const { judgements } = await told(({ probe, check }) =>
    check(
      isTrue(1, 'cases', judge),
      probe(1, (cast) => [sends(cast), sends(cast)].length > 0),
    ),
  )
  return judgements['1/cases']!
}

test('cases are in the record, and assert nothing', async () => {
  const cases = { generated: 3, applied: 2, judged: 1, rows: [{ ...row, class: 'not told' }] }
  const passed = await judged({
    judge(expect) {
      expect.tally(cases)
      expect.noCounterexample([])
    },
  })
  expect(passed).toMatchObject({ verdict: 'passed', cases: { ...cases, rows: [row] } })
  expect(passed.cases?.rows[0]).not.toHaveProperty('class')
  expect(passed).not.toHaveProperty('counterexamples')
  // They are of what others found.
  expect(passed.exchanges).toEqual([])
  const empty = await judged({ judge: (expect) => expect.tally(cases) })
  expect(empty.verdict).toBe('errored')
})

test('a counterexample fails the check, which has looked at its exchanges', async () => {
  const failed = await judged({
    judge(expect) {
      expect.tally({ generated: 3, applied: 2, judged: 1, rows: [row] })
      expect.noCounterexample([found, { ...found, row: 'another', exchanges: [9] }])
    },
  })
  expect(failed).toMatchObject({
    verdict: 'failed',
    reason:
      'a-row: something is left out; the header lacks alg: expected a refusal, received accepted: 200 (and 1 more)',
    expected: 'a refusal',
    actual: 'accepted: 200',
    cases: { judged: 1 },
  })
  expect(failed.counterexamples).toHaveLength(2)
  expect(failed.counterexamples?.[0]).toEqual(found)
  expect(failed.exchanges).toEqual([4, 5, 9])
})

test('what cannot be decided is indeterminate, with its counts', async () => {
  const open = await judged({
    judge(expect) {
      expect.tally({ generated: 3, applied: 0, judged: 0, rows: [row] })
      expect.undecided('nothing was sent')
    },
  })
  expect(open).toMatchObject({ verdict: 'indeterminate', reason: 'nothing was sent', cases: { applied: 0 } })
  expect(open.exchanges).toEqual([0, 1])
})

test('a budget that is spent is nobody’s, and the target has not stopped answering', async () => {
  const spent = () => {
    throw new OutOfBudget('the budget is spent')
  }
  const silent = () => {
    throw new NoAnswer('timed-out', 'nothing came')
  }
  const { judgements } = await told(({ attempt, check }) => {
    check(isTrue(1, 'first'), attempt(1, spent))
    check(isTrue(1, 'second'), attempt(1, spent))
    check(isTrue(1, 'third'), attempt(1, silent))
    check(isTrue(1, 'fourth'), attempt(1, spent))
  })
  expect(Object.values(judgements).map(({ verdict, reason }) => [verdict, reason])).toEqual([
    ['indeterminate', 'step 1: the budget is spent'],
    ['indeterminate', 'step 1: the budget is spent'],
    ['indeterminate', 'step 1: nothing came'],
    ['indeterminate', 'step 1: the budget is spent'],
  ])
})
