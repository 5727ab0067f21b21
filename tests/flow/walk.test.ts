/** Whose a missing value is, and what goes on all the same. */
import { expect, test } from 'vitest'
import { TooLong } from '../../fixtures/actors/actors.ts'
import { NotApplicable, NotPerformed } from '../../fixtures/flow/not-performed.ts'
import { NoAnswer } from '../../fixtures/protocol/answer.ts'
import { isTrue, told } from './small-flow.ts'

const fails = () => {
  throw new NotPerformed('the wrong thing came', 'the right thing', 'the wrong thing')
}
const silent = () => {
  throw new NoAnswer('timed-out', 'nothing came in time')
}

test('what holds is passed, what does not is failed with both values', async () => {
  const { verdicts, judgements } = await told(({ step, probe, check }) => {
    step(1, () => 'done')
    check(
      isTrue(2, 'yes'),
      probe(2, () => true),
    )
    check(
      isTrue(2, 'no'),
      probe(2, () => 'false'),
    )
  })
  expect(verdicts).toEqual({ '1/performed': 'passed', '2/yes': 'passed', '2/no': 'failed' })
  expect(judgements['2/no']).toMatchObject({ expected: true, actual: 'false' })
})

test('a step that was not performed fails, and blocks what stands on it', async () => {
  const { verdicts, judgements, steps, stages } = await told(({ step, probe, check }) => {
    const first = step(1, fails)
    check(isTrue(1), first)
    step(2, () => true)
    check(
      isTrue(2),
      probe(2, () => true),
    )
  })
  expect(verdicts).toEqual({
    '1/performed': 'failed',
    '1/is-true': 'blocked',
    '2/performed': 'blocked',
    '2/is-true': 'blocked',
  })
  expect(judgements['2/is-true']?.blockedBy).toMatchObject({ step: 1 })
  expect(judgements['1/performed']).toMatchObject({ expected: 'the right thing', actual: 'the wrong thing' })
  expect(steps.map(({ number, performed }) => [number, performed])).toEqual([
    [1, false],
    [2, false],
  ])
  expect(stages).toEqual({ opened: 1, closed: 1 })
})

test('attempts and probes block nothing but their own checks', async () => {
  const { verdicts } = await told(({ step, attempt, probe, check }) => {
    check(isTrue(1, 'attempted'), attempt(1, fails))
    check(isTrue(1, 'probed'), probe(1, fails))
    step(2, () => true)
  })
  expect(verdicts).toEqual({ '1/attempted': 'blocked', '1/probed': 'blocked', '2/performed': 'passed' })
})

test('no answer leaves things open', async () => {
  const { verdicts } = await told(({ step, check }) => {
    const first = step(1, silent)
    check(isTrue(1), first)
    step(2, () => true)
  })
  expect(verdicts).toEqual({
    '1/performed': 'indeterminate',
    '1/is-true': 'indeterminate',
    '2/performed': 'indeterminate',
  })
})

test('a target that stopped answering is asked no more', async () => {
  let asked = 0
  const count = () => {
    asked += 1
    return silent()
  }
  const { verdicts } = await told(({ attempt, check }) => {
    for (const name of ['a', 'b', 'c', 'd']) check(isTrue(1, name), attempt(1, count))
  })
  expect(new Set(Object.values(verdicts))).toEqual(new Set(['indeterminate']))
  expect(asked).toBe(2)
})

test.each([
  ['a value', () => true],
  ['another answer', fails],
])('%s between two silent acts shows that it is there', async (_, between) => {
  const { verdicts } = await told(({ attempt, check }) => {
    attempt(1, silent)
    attempt(1, between)
    attempt(1, silent)
    check(
      isTrue(2),
      attempt(2, () => true),
    )
  })
  expect(verdicts).toEqual({ '2/is-true': 'passed' })
})

test('what cannot be waited for, or was not lent, is not applicable', async () => {
  const { verdicts, judgements } = await told(({ attempt, check }) => {
    check(
      isTrue(1, 'too-long'),
      attempt(1, () => {
        throw new TooLong(900, '900 s would have to pass')
      }),
    )
    check(
      isTrue(1, 'not-here'),
      attempt(1, () => {
        throw new NotApplicable('not on this target')
      }),
    )
  })
  expect(verdicts).toEqual({ '1/too-long': 'not-applicable', '1/not-here': 'not-applicable' })
  expect(judgements['1/too-long']?.reason).toContain('900 s')
})

test('a lack makes not applicable what needs it, and nothing else; one that answers is an unexpected pass', async () => {
  const body: Parameters<typeof told>[0] = ({ attempt, probe, check }) => {
    check(
      isTrue(1, 'needs'),
      attempt(1, () => true, { needs: ['srp'] }),
    )
    check(
      isTrue(1, 'judges', { needs: ['srp'] }),
      probe(1, () => true),
    )
    check(
      isTrue(1, 'other'),
      probe(1, () => true),
    )
  }
  const lacks = { srp: 'not built' }
  expect((await told(body, { lacks })).verdicts).toEqual({
    '1/needs': 'not-applicable',
    '1/judges': 'not-applicable',
    '1/other': 'passed',
  })
  const answering = { srp: 'it answered' }
  expect((await told(body, { lacks, answering })).verdicts['1/judges']).toBe('unexpected-pass')
})

test('a variant that lacks as a whole, or whose setting is unknown, sends nothing', async () => {
  let asked = 0
  const body: Parameters<typeof told>[0] = ({ step }) => void step(1, () => ++asked)
  const { verdicts, stages } = await told(body, {
    options: { lacking: ['srp'] },
    lacks: { srp: 'not built' },
  })
  expect(verdicts).toEqual({ '1/performed': 'not-applicable' })
  expect(stages.opened).toBe(0)
  const unless = await told(({ check, probe }) =>
    check(
      isTrue(1, 'setting', { unless: () => 'nobody knows' }),
      probe(1, () => ++asked),
    ),
  )
  expect(unless.judgements['1/setting']).toMatchObject({ verdict: 'not-applicable', reason: 'nobody knows' })
})

test.each([
  ['not-offered', 'not-applicable'],
  ['refused', 'blocked'],
  ['no-answer', 'indeterminate'],
] as const)('a loan that is %s makes everything %s', async (none, verdict) => {
  const { verdicts, stages } = await told(
    ({ step, probe, check }) => {
      step(1, () => true)
      check(
        isTrue(2),
        probe(2, () => true),
      )
    },
    { lease: { none, reason: 'as it is' } },
  )
  expect(verdicts).toEqual({ '1/performed': verdict, '2/is-true': verdict })
  expect(stages.closed).toBe(0)
})

test('our own faults are errored, and those that stand on them', async () => {
  const { verdicts, judgements } = await told(({ step, probe, check }) => {
    check(
      isTrue(1, 'judge-throws', { judge: () => (undefined as unknown as { x: number }).x }),
      probe(1, () => true),
    )
    check(
      isTrue(1, 'judges-nothing', { judge: () => undefined }),
      probe(1, () => true),
    )
    step(2, () => {
      throw new TypeError('ours')
    })
    check(
      isTrue(2),
      probe(2, () => true),
    )
  })
  expect(new Set(Object.values(verdicts))).toEqual(new Set(['errored']))
  expect(judgements['1/judges-nothing']?.reason).toContain('without asserting')
})

test('what acts throw once the run is ending is nobody’s', async () => {
  const { verdicts } = await told(
    ({ step }) =>
      void step(1, () => {
        throw new TypeError('cut off')
      }),
    { interrupted: () => true },
  )
  expect(verdicts).toEqual({ '1/performed': 'indeterminate' })
})

test('walks are independent of each other and of the main one', async () => {
  const { verdicts } = await told(({ step, walk }) => {
    walk('broken', (inner) => {
      inner.step(1, fails)
      inner.step(2, () => true)
    })
    walk('whole', (inner) => {
      inner.step(1, () => true)
    })
    step(1, () => true)
  })
  expect(verdicts).toEqual({
    '1/performed broken': 'failed',
    '2/performed broken': 'blocked',
    '1/performed whole': 'passed',
    '1/performed': 'passed',
  })
})

test('acts run in the order written, each once, whoever asks', async () => {
  const order: string[] = []
  const { steps } = await told(({ step, probe, omitted, check }) => {
    const one = step(1, () => order.push('one'))
    check(isTrue(1, 'a'), () => one.value === 1)
    check(isTrue(1, 'b'), () => one.value === 1)
    probe(3, () => order.push('two'))
    omitted(2, { title: 'A page', section: 'S', url: 'https://example.com', month: '2026-11' })
  })
  expect(order).toEqual(['one', 'two'])
  expect(steps.map(({ number, omitted }) => [number, omitted !== undefined])).toEqual([
    [1, false],
    [2, true],
  ])
})

test('an attempt that is some checks’ alone is left out where none of them is asked for', async () => {
  const [first, second, third] = [isTrue(1, 'first'), isTrue(1, 'second'), isTrue(1, 'third')] as const
  const performed = async (...only: readonly string[]) => {
    const order: string[] = []
    const { verdicts } = await told(
      ({ attempt, probe, check }) => {
        const of = (name: string) => () => order.push(name) > 0
        const one = attempt(1, of('one'), { alone: [first, second] })
        const two = attempt(1, of('two'), { alone: [second] })
        const three = attempt(1, of('three'))
        const four = probe(1, of('four'))
        check(first, one)
        check(second, () => one.value && two.value)
        check(third, () => three.value && four.value)
      },
      only.length === 0 ? {} : { only },
    )
    return { order, verdicts }
  }
  expect((await performed()).order).toEqual(['one', 'two', 'three', 'four'])
  expect(await performed('1/first')).toEqual({
    order: ['one', 'three', 'four'],
    verdicts: { '1/first': 'passed' },
  })
  expect(await performed('1/third')).toEqual({
    order: ['three', 'four'],
    verdicts: { '1/third': 'passed' },
  })
  expect((await performed('1/second', '1/third')).order).toEqual(['one', 'two', 'three', 'four'])
})
