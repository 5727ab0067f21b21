/** The sentence of an outcome: how it begins, whom it names, and how to get on where something was not judged. */
import { expect, test } from 'vitest'
import { type Learned, outcomeOf } from '../../reports/outcome.ts'
import type { CheckResult, FlowRecord, Outcome, Verdict } from '../../reports/record.ts'
import { examplePlan } from './example-record.ts'

const API = 'api-authentication'

interface Case {
  readonly step: number
  readonly verdict: Verdict
  readonly reason?: string
}

function outcome(
  cases: readonly Case[],
  change: Partial<Learned['plan']> = {},
  interrupted?: string,
): Outcome {
  const checks = cases.map(
    (one, index): CheckResult => ({
      ...examplePlan.checks[0]!,
      id: `${API}/${one.step}/check-${index}`,
      variant: 'documented',
      level: 'required',
      durationMs: 1,
      exchanges: [],
      ...one,
    }),
  )
  const steps = [1, 2, 3, 4].map((number) => ({
    number,
    title: `step ${number}`,
    actor: 'application',
    receiver: 'user-pool',
    target: true,
  }))
  const flow: FlowRecord = {
    id: API,
    title: 'API',
    documentedVariant: 'documented',
    claimed: true,
    judged: 0,
    planned: checks.length,
    steps,
    notTested: [],
  }
  const plan = { ...examplePlan, target: { ...examplePlan.target, name: 'staging' }, options: {}, ...change }
  const learned = { plan, flows: [flow], checks, steps: [], troubles: [], interrupted }
  return outcomeOf(learned)
}

const says = (...asked: Parameters<typeof outcome>): string => outcome(...asked).says

test('of an interrupted run never says that the target conforms', () => {
  const passed = [1, 2, 3, 4].map((step): Case => ({ step, verdict: 'passed' }))
  expect(outcome(passed)).toMatchObject({ exitCode: 0, conforms: true })
  expect(outcome(passed, {}, 'SIGINT')).toMatchObject({
    exitCode: 5,
    conforms: false,
    says: 'Nothing failed, but the run did not come to its end: worth repeating. The run was interrupted: SIGINT.',
  })
  const failed: readonly Case[] = [{ step: 1, verdict: 'failed' }, ...passed.slice(1)]
  expect(outcome(failed, {}, 'SIGINT')).toMatchObject({ exitCode: 1 })
})

const denied = 'the target names no request that is denied (existing.identityPools[].denied)'
const unjudged: readonly Case[] = [
  { step: 2, verdict: 'not-applicable', reason: denied },
  { step: 2, verdict: 'not-applicable', reason: `step 2: ${denied}` },
  { step: 3, verdict: 'not-applicable', reason: denied },
  { step: 4, verdict: 'not-applicable', reason: 'the target lacks sts: no STS there.' },
]

test('where nothing failed says what was not judged, and each reason once for all steps that share it', () => {
  expect(says([{ step: 1, verdict: 'passed' }, ...unjudged])).toBe(
    'staging was not fully judged: no required check failed, but nothing judged ' +
      `steps 2 and 3 of ${API} (documented): ${denied}; ` +
      `step 4 of ${API} (documented): the target lacks sts: no STS there.`,
  )
})

test('where something failed says this first', () => {
  expect(says([{ step: 1, verdict: 'failed' }, ...unjudged])).toMatch(
    /^staging does not conform: 1 required check failed; nothing judged steps 2 and 3 /,
  )
})

test('of a bent reference target names the fault', () => {
  const passed = [1, 2, 3, 4].map((step): Case => ({ step, verdict: 'passed' }))
  expect(says(passed, { options: { faults: ['takes-any-code'] } })).toMatch(
    /^staging, bent by takes-any-code, conforms: /,
  )
})

test('of one case that was made again does not speak of the whole target', () => {
  const passed = [1, 2, 3, 4].map((step): Case => ({ step, verdict: 'passed' }))
  const selection = { flows: [], variants: [], checks: [] }
  const target = { ...examplePlan.target, name: 'The API at 127.0.0.1:7001' }
  expect(says(passed, { selection, target })).toMatch(/^The API at 127\.0\.0\.1:7001 conforms: /)
  expect(says(passed, { selection, target, options: { replay: '[["a-row",null]]' } })).toMatch(
    /^What was selected of the API at 127\.0\.0\.1:7001 conforms: /,
  )
})

test('of flows that the target file would have to claim names each', () => {
  const planned = (['managed-login', 'identity-pool', 'token-validation'] as const).map((flow) => ({
    ...examplePlan.checks[0]!,
    flow,
  }))
  const checks = planned.map(
    (one): CheckResult => ({ ...one, verdict: 'passed', durationMs: 1, exchanges: [] }),
  )
  const plan = { ...examplePlan, target: { ...examplePlan.target, name: 'staging' }, options: {} }
  expect(outcomeOf({ plan, flows: [], checks, steps: [], troubles: [], interrupted: undefined })).toEqual({
    exitCode: 2,
    conforms: false,
    level: plan.level,
    says:
      'Wrong usage: staging claims no flow of those that were selected: managed-login, identity-pool and token-validation ' +
      'would have to stand under claims in its target file.',
  })
})
