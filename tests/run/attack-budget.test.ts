/** Attacks on the reference target, off the record and within a budget: what is written of them, and what is not. */
import { expect, test } from 'vitest'
import { HTTP_ONLY } from '../../fixtures/actors/agent-choice.ts'
import { performVariant } from '../../fixtures/flow/perform.ts'
import { type BoundCheck, collect, keyText } from '../../fixtures/flow/script.ts'
import { limitsOf, openTurns } from '../../fixtures/targets/index.ts'
import { readTarget } from '../../fixtures/targets/target-file.ts'
import type { JournalEvent } from '../../reports/record.ts'
import { isTrue, needs, variantOf } from '../flow/small-flow.ts'
import { lenderAtTarget, openReferenceTarget, performWhole, variants } from '../proofs/lending.ts'
import { windowsIn, windowsOf } from './canary.ts'

const getUser = variants.find(
  ({ variant }) => variant.flow.id === 'token-validation' && variant.id === 'get-user',
)!.variant

const checksIn = (events: readonly JournalEvent[]) =>
  events.flatMap((event) => (event.event === 'check' ? [event.check] : []))
const exchangesIn = (events: readonly JournalEvent[]) =>
  events.flatMap((event) => (event.event === 'exchange' ? [event.exchange] : []))

test('off the record nothing is written down, and nothing is learned', async () => {
  await using opened = await openReferenceTarget()
  const learned: string[] = []
  const indices: number[] = []
  const signIns = 12
  const variant = variantOf(({ probe, check }) => {
    const aside = probe(1, async (cast) => {
      const off = await cast.offTheRecord()
      expect(await cast.offTheRecord()).toBe(off)
      expect(off.lease).toBe(cast.lease)
      expect(off.clock).toBe(cast.clock)
      const signIn = (on: typeof cast) =>
        on.application.initiateAuth('USER_PASSWORD_AUTH', {
          USERNAME: on.user.username,
          PASSWORD: on.user.password,
        })
      for (let n = 0; n < signIns; n++) indices.push((await signIn(off)).exchange)
      return (await signIn(cast)).exchange
    })
    check(isTrue(1, 'recorded', { judge: (one, subject) => one(subject).toBe(0) }), aside)
  }, needs)
  const lender = {
    ...lenderAtTarget(opened.target),
    secrets: async (entries: readonly { value: string; name: string }[]) =>
      void learned.push(...entries.filter(({ name }) => name === 'AccessToken').map(({ value }) => value)),
  }
  const events = await performWhole(variant, lender)
  expect(checksIn(events).map(({ verdict, reason }) => [verdict, reason])).toEqual([['passed', undefined]])
  expect(indices).toEqual(Array.from({ length: signIns }, () => -1))
  expect(exchangesIn(events).map(({ n }) => n)).toEqual([0])
  expect(learned).toHaveLength(1)
})

test('a budget that ends in the middle leaves the rest without a verdict, and says why', async () => {
  await using opened = await openReferenceTarget()
  const aws = readTarget(
    'x',
    'name: x\nkind: aws\nregion: eu-west-1\nclaims: [token-validation]\nprovision: true\n' +
      'attacks: { permittedBy: somebody, budget: 60 }\n',
    '.',
    {},
  )
  const limits = { rates: {}, attackCalls: limitsOf(aws.file)!.attackCalls! }
  const turns = openTurns(limits, () => 0)
  let asked = 0
  const lender = {
    ...lenderAtTarget(opened.target),
    limits,
    turn: async (one: Parameters<typeof turns>[0]) => {
      if (one.category !== undefined) asked += 1
      return turns(one)
    },
  }
  const events = await performWhole(getUser, lender)
  const judged = checksIn(events)
  expect(judged.filter(({ verdict }) => verdict === 'failed' || verdict === 'errored')).toEqual([])
  const open = judged.filter(({ verdict }) => verdict === 'indeterminate')
  expect(open.length).toBeGreaterThan(5)
  expect(open.some(({ reason }) => reason?.includes('budget of 60 calls'))).toBe(true)
  expect(asked).toBeLessThan(80)
  // Every check has a verdict of its own: none is lost.
  expect(new Set(judged.map(({ key }) => key.check)).size).toBe(judged.length)
})

test('no run of a live token stands in what is journaled of attacks that succeed', async () => {
  await using opened = await openReferenceTarget()
  const live = new Set<string>()
  const events: JournalEvent[] = []
  const asked = ['genuine-accepted', 'content-refused', 'signature-refused', 'parts-refused']
  const isAsked = ({ check }: BoundCheck) => asked.includes(check.name)
  const bound = collect(getUser).checks.filter(isAsked)
  const performance = performVariant(getUser, {
    lender: {
      ...lenderAtTarget(opened.target),
      lease: (request) => opened.target.lease({ ...request, faults: ['api-verifies-no-signature'] }),
    },
    journal: (event) => void events.push(event),
    agent: HTTP_ONLY,
    only: new Set(bound.map(({ key }) => keyText(key))),
    tamper(answer) {
      for (const [token] of answer.text.matchAll(/[\w-]{20,}(?:\.[\w-]+){2,4}/g)) live.add(token)
      return answer
    },
  })
  for (const one of performance.script.checks.filter(isAsked)) await performance.judge(one)
  await performance.finish(false)
  const failed = checksIn(events).filter(({ verdict }) => verdict === 'failed')
  expect(failed.map(({ key }) => key.check)).toContain('token-validation/get-user/content-refused')
  expect(exchangesIn(events).length).toBeGreaterThan(failed.length)
  expect(live.size).toBeGreaterThan(2)
  for (const { counterexamples = [] } of failed)
    for (const { exchanges } of counterexamples) expect(exchanges.every((n) => n >= 0)).toBe(true)
  const windows = windowsOf([...live].flatMap((token) => token.split('.').slice(1)))
  expect(windowsIn(JSON.stringify(events), windows)).toEqual([])
})
