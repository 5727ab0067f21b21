/** What the fold makes of verdicts: exit codes and controls, as tables. */
import { describe, expect, test } from 'vitest'
import { fold } from '../../reports/fold.ts'
import type { JournalEvent, Judgement, Level, Plan, PlannedCheck, Verdict } from '../../reports/record.ts'
import { conformingEvents, examplePlan, judgement } from './example-record.ts'

const API = 'api-authentication'

interface Case {
  readonly verdict?: Verdict | undefined
  readonly level?: Level
  readonly step?: number
  readonly flow?: 'api-authentication' | 'managed-login'
}

/** A run of two steps, the second of which the target takes part in, with one check a case. */
function run(cases: readonly Case[], change: Partial<Plan> = {}, more: readonly JournalEvent[] = []) {
  const steps = [1, 2].map((number) => ({
    number,
    title: `step ${number}`,
    actor: 'user',
    receiver: number === 2 ? 'user-pool' : 'application',
    target: number === 2,
  }))
  const checks = cases.map(
    ({ level = 'required', step = 2, flow = API }, i): PlannedCheck => ({
      id: `${flow}/${step}/check-${i}`,
      flow,
      variant: 'documented',
      step,
      level,
      source: examplePlan.checks[0]!.source,
      says: 'It holds',
    }),
  )
  const plan: Plan = {
    ...examplePlan,
    target: { ...examplePlan.target, name: 'acme' },
    flows: [
      { id: API, title: 'API', documentedVariant: 'documented', claimed: true, steps, notTested: [] },
      { id: 'managed-login', title: 'Managed login', claimed: false, steps: [], notTested: [] },
    ],
    checks,
    ...change,
  }
  const events = cases.flatMap(({ verdict }, i): JournalEvent[] =>
    verdict ? [{ event: 'check', check: judgement(checks[i]!.id, verdict) }] : [],
  )
  return fold([{ event: 'plan', plan }, ...events, ...more]).record
}

const passes: Case = { verdict: 'passed' }
const trouble = (exitCode: 2 | 3 | 4): JournalEvent => ({
  event: 'trouble',
  exitCode,
  says: `trouble ${exitCode}`,
})

describe('the exit code', () => {
  const filtered = { selection: { flows: [], variants: [], checks: [`${API}/1/*`] } }
  const otherVariant = { selection: { flows: [], variants: ['srp'], checks: [] } }
  const claimsNothing = { target: { ...examplePlan.target, claims: [] } }
  type Row = [
    code: number,
    when: string,
    cases: readonly Case[],
    plan?: Partial<Plan>,
    more?: readonly JournalEvent[],
  ]
  const table: Row[] = [
    [0, 'all passed', [passes]],
    [0, 'a known failure', [passes, { verdict: 'expected-failure' }]],
    [0, 'a known failure that passes', [passes, { verdict: 'unexpected-pass' }]],
    [0, 'something not applicable beside what judges the step', [passes, { verdict: 'not-applicable' }]],
    [0, 'an observed failure, at level required', [passes, { verdict: 'failed', level: 'observed' }]],
    [0, 'an observed one indeterminate, at level required', [passes, { level: 'observed' }]],
    [
      0,
      'an advisory failure, at level observed',
      [passes, { verdict: 'failed', level: 'advisory' }],
      { level: 'observed' },
    ],
    [0, 'a failure in a flow that is not claimed', [passes, { verdict: 'failed', flow: 'managed-login' }]],
    [0, 'a filter that leaves the step out', [{ ...passes, step: 1 }], filtered],
    [1, 'one failed', [passes, { verdict: 'failed' }]],
    [1, 'one blocked', [passes, { verdict: 'blocked' }]],
    [
      1,
      'an observed failure, at level observed',
      [passes, { verdict: 'failed', level: 'observed' }],
      { level: 'observed' },
    ],
    [1, 'a required failure, at level advisory', [passes, { verdict: 'failed' }], { level: 'advisory' }],
    [
      1,
      'an advisory failure, at level advisory',
      [passes, { verdict: 'failed', level: 'advisory' }],
      { level: 'advisory' },
    ],
    [1, 'a step that the target takes part in and no check judged', [{ ...passes, step: 1 }]],
    [1, 'a step of which nothing is applicable', [{ ...passes, step: 1 }, { verdict: 'not-applicable' }]],
    [1, 'a filter of which nothing is applicable', [{ verdict: 'not-applicable' }], filtered],
    [1, 'another variant selected, and failed', [{ verdict: 'failed' }], otherVariant],
    [2, 'a target that claims no flow', [passes], claimsNothing],
    [2, 'a filter that matches nothing', []],
    [2, 'only what is not claimed was selected', [{ verdict: 'not-applicable', flow: 'managed-login' }]],
    [2, 'a wrong target file', [passes], {}, [trouble(2)]],
    [3, 'a target that cannot be reached', [{}], {}, [trouble(3)]],
    [4, 'one errored', [passes, { verdict: 'errored' }]],
    [4, 'one advisory errored', [passes, { verdict: 'errored', level: 'advisory' }]],
    [4, 'trouble of ours', [passes], {}, [trouble(4)]],
    [5, 'one indeterminate', [passes, { verdict: 'indeterminate' }]],
    [5, 'one not reached', [passes, {}]],
    [5, 'a step whose only checks are indeterminate', [{ ...passes, step: 1 }, { level: 'observed' }]],
    [4, '4 before 2', [{ verdict: 'errored' }], claimsNothing],
    [2, '2 before 3', [passes], {}, [trouble(3), trouble(2)]],
    [3, '3 before 1', [{ verdict: 'failed' }], {}, [trouble(3)]],
    [1, '1 before 5', [{ verdict: 'failed' }, {}]],
  ]
  test.each(table)('is %i: %s', (exitCode, _, cases, change = {}, more = []) => {
    const { outcome } = run(cases, change, more)
    expect(outcome).toMatchObject({ exitCode, conforms: exitCode === 0 })
    expect(outcome.says).toMatch(/^\S.*\.$/)
  })

  test('a variant that was left out is not held against a run', () => {
    const { events, plan } = oneOf('srp')
    expect(
      fold([{ event: 'plan', plan: { ...plan, ...otherVariant } }, ...events]).record.outcome.exitCode,
    ).toBe(0)
    expect(fold([{ event: 'plan', plan }, ...events]).record.outcome.exitCode).toBe(1)
  })

  test('a step that the documentation omits need not be judged', () => {
    const omitted: JournalEvent = {
      event: 'step',
      step: {
        flow: API,
        variant: 'documented',
        number: 2,
        performed: false,
        omitted: examplePlan.checks[0]!.source,
        durationMs: 0,
        exchanges: [],
      },
    }
    expect(run([{ ...passes, step: 1 }], {}, [omitted]).outcome.exitCode).toBe(0)
  })

  test('a check that was judged and never planned is a fault of ours', () => {
    const { plan } = oneOf('srp')
    const [event] = oneOf('another').events
    expect(fold([{ event: 'plan', plan }, event!]).record.outcome).toMatchObject({
      exitCode: 4,
      says: expect.stringContaining('api-authentication/1/alone [another]'),
    })
  })

  function oneOf(variant: string) {
    const check = { ...examplePlan.checks[0]!, id: `${API}/1/alone`, step: 1, variant }
    const plan: Plan = { ...examplePlan, checks: [check] }
    return {
      plan,
      events: [{ event: 'check', check: judgement(check.id, 'passed', variant) }] as JournalEvent[],
    }
  }

  test('the example, done right, conforms', () => {
    expect(fold(conformingEvents()).record).toMatchObject({
      complete: true,
      outcome: { exitCode: 0, conforms: true },
    })
  })
})

describe('controls', () => {
  const [ACCEPTED, AFTER, REFUSED] = [`${API}/2/accepted`, `${API}/2/accepted-after`, `${API}/2/refused`]
  const twin = (id: string, more: Partial<PlannedCheck> = {}): PlannedCheck => ({
    ...examplePlan.checks[0]!,
    id,
    variant: 'documented',
    step: 2,
    ...more,
  })
  const control = { check: ACCEPTED, variant: 'documented', after: { check: AFTER, variant: 'documented' } }
  const judge = (
    first: Verdict | undefined,
    after: Verdict | undefined,
    refusal: Verdict,
    plan = [ACCEPTED, AFTER],
  ) => {
    const events: JournalEvent[] = [
      {
        event: 'plan',
        plan: { ...examplePlan, checks: [...plan.map((id) => twin(id)), twin(REFUSED, { control })] },
      },
      { event: 'check', check: judgement(REFUSED, refusal) },
    ]
    if (first) events.push({ event: 'check', check: judgement(ACCEPTED, first) })
    if (after) events.push({ event: 'check', check: judgement(AFTER, after) })
    return fold(events).record.checks.find(({ id }) => id === REFUSED)!
  }

  test.each<[Verdict | undefined, Verdict | undefined, Verdict, Verdict, string?]>([
    ['passed', 'passed', 'passed', 'passed'],
    ['passed', 'passed', 'failed', 'failed'],
    ['unexpected-pass', 'passed', 'passed', 'passed'],
    ['failed', 'passed', 'passed', 'blocked', 'is failed'],
    ['passed', 'failed', 'passed', 'blocked', 'accepted-after [documented] is failed'],
    ['blocked', 'passed', 'failed', 'blocked', 'is blocked'],
    ['not-applicable', 'passed', 'passed', 'not-applicable'],
    [undefined, 'passed', 'passed', 'indeterminate'],
    ['failed', 'failed', 'expected-failure', 'expected-failure'],
    ['failed', 'failed', 'unexpected-pass', 'blocked'],
    ['failed', 'failed', 'not-applicable', 'not-applicable'],
    ['failed', 'failed', 'indeterminate', 'indeterminate'],
    ['failed', 'failed', 'errored', 'errored'],
  ])('%s, after %s: a refusal that is %s is %s', (first, after, refusal, verdict, reason) => {
    const result = judge(first, after, refusal)
    expect(result.verdict).toBe(verdict)
    if (reason) expect(result.blockedBy?.reason).toContain(reason)
    const lost = first === 'passed' ? AFTER : ACCEPTED
    expect(result.blockedBy?.control?.check).toBe(verdict === 'blocked' ? lost : undefined)
  })

  test('what was accepted after a plainer refusal was is a failure still, and of one cause with it', () => {
    const [PLAINER, FINER] = [`${API}/2/plainer-refused`, `${API}/2/finer-refused`]
    const twinOf = { check: ACCEPTED, variant: 'documented' }
    const accepted = { outcome: 'accepted', status: 200 }
    const refused = { outcome: 'refused', status: 400, type: 'OddException' }
    const judged = (plainer: Partial<Judgement>, finer: Partial<Judgement>, first: Verdict = 'passed') => {
      const checks = [
        twin(ACCEPTED),
        twin(PLAINER, { control: twinOf }),
        twin(FINER, { control: { ...twinOf, after: { check: PLAINER, variant: 'documented' } } }),
      ]
      const events: JournalEvent[] = [
        { event: 'plan', plan: { ...examplePlan, checks } },
        { event: 'check', check: judgement(ACCEPTED, first) },
        { event: 'check', check: { ...judgement(PLAINER, 'failed'), ...plainer } },
        { event: 'check', check: { ...judgement(FINER, 'failed'), ...finer } },
      ]
      const { checks: results } = fold(events).record
      return [PLAINER, FINER].map((id) => results.find((one) => one.id === id)!)
    }
    const [plainer, finer] = judged({ actual: accepted }, { actual: accepted })
    expect(finer).toMatchObject({ verdict: 'failed', cause: plainer?.cause })
    expect(judged({ actual: accepted }, { actual: refused })[1]?.verdict).toBe('blocked')
    expect(judged({ actual: accepted }, { verdict: 'passed' })[1]?.verdict).toBe('blocked')
    expect(judged({ actual: refused }, { actual: accepted })[1]?.verdict).toBe('blocked')
    expect(judged({ actual: accepted }, { actual: accepted }, 'failed')[1]?.verdict).toBe('blocked')
  })

  test('a control outside the plan blocks', () => {
    const result = judge('passed', 'passed', 'passed', [AFTER])
    expect(result).toMatchObject({ verdict: 'blocked', blockedBy: { control: { check: ACCEPTED } } })
    expect(result.reason).toContain('is not part of this run')
  })
})
