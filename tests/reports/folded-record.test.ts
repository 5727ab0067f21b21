/** The record that the fold makes: what it keeps and what it says is missing, and its laws as properties. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fold, NOT_REACHED } from '../../reports/fold.ts'
import { MixedRuns, NoPlan } from '../../reports/plan.ts'
import type { JournalEvent } from '../../reports/record.ts'
import { unfold } from '../../reports/run-folder.ts'
import { VERDICTS_BY_GRAVITY } from '../../reports/verdicts.ts'
import { conformingEvents, exampleEvents, examplePlan, exampleRecord, judgement } from './example-record.ts'

const API = 'api-authentication'

describe('the record', () => {
  test('gives every planned check a verdict, and says which were not reached', () => {
    const { record } = exampleRecord()
    expect(record.checks).toHaveLength(examplePlan.checks.length)
    const open = record.checks.filter(({ reason }) => reason === NOT_REACHED)
    expect(open.map(({ id, variant, verdict }) => ({ id, variant, verdict }))).toEqual([
      { id: `${API}/15/refresh-keeps-subject`, variant: 'srp-totp', verdict: 'indeterminate' },
    ])
    expect(record.complete).toBe(false)
  })

  test('holds every verdict in the example', () => {
    const seen = new Set(exampleRecord().record.checks.map(({ verdict }) => verdict))
    expect([...VERDICTS_BY_GRAVITY].filter((verdict) => !seen.has(verdict))).toEqual([])
  })

  test('keeps what was created and not deleted, with the reason', () => {
    expect(exampleRecord().record.leftovers).toEqual([
      { kind: 'user-pool', id: 'eu-west-1_EXAMPLE2', reason: 'DeleteUserPool was throttled' },
    ])
  })

  test.each(VERDICTS_BY_GRAVITY.slice(1).map((verdict, i) => [verdict, VERDICTS_BY_GRAVITY[i]!] as const))(
    'of two judgements keeps the graver: %s before %s',
    (graver, lesser) => {
      const { id } = examplePlan.checks[0]!
      const events = [lesser, graver, lesser].map(
        (verdict): JournalEvent => ({
          event: 'check',
          check: judgement(id, verdict, 'password-totp'),
        }),
      )
      const { checks } = fold([{ event: 'plan', plan: examplePlan }, ...events]).record
      expect(checks.find((check) => check.id === id && check.variant === 'password-totp')?.verdict).toBe(
        graver,
      )
    },
  )

  test('of two tellings of one exchange keeps the one with an answer', () => {
    const events = exampleEvents()
    const silent = events.flatMap((e): JournalEvent[] => {
      if (e.event !== 'exchange') return []
      const { exchange } = e
      const response = { ...exchange.entry.response, status: 0 }
      return [{ event: 'exchange', exchange: { ...exchange, entry: { ...exchange.entry, response } } }]
    })
    expect(fold([...silent, ...events]).hars).toEqual(exampleRecord().hars)
    expect(fold([...events, ...silent]).hars).toEqual(exampleRecord().hars)
  })

  test('keeps a place for an exchange that never reached the journal', () => {
    const events = exampleEvents().filter((e) => e.event !== 'exchange' || e.exchange.n !== 1)
    const entries = fold(events).hars.get(`${API}.password-totp`)!.log.entries
    expect(entries[1]).toMatchObject({
      response: { status: 0 },
      _error: expect.stringContaining('not recorded'),
    })
    expect(entries[2]?.request.headers[1]?.value).toContain('InitiateAuth')
    const told = unfold(fold(events)).filter((e) => e.event === 'exchange')
    expect(told.some(({ exchange }) => exchange.entry.request.url === 'about:blank')).toBe(false)
  })

  test('drops an exchange whose index is out of all order, and says so', () => {
    const [sample] = exampleEvents().filter((e) => e.event === 'exchange')
    const lost = { ...sample!.exchange, n: 2 ** 50 }
    const { record } = fold([...exampleEvents(), { event: 'exchange', exchange: lost }])
    expect(record.troubles).toMatchObject([
      { exitCode: 4, says: expect.stringContaining('out of all order') },
    ])
  })

  test('of an interrupted run says by what, and ends with its last exchange when it was killed', () => {
    const [plan, ...rest] = exampleEvents().filter((e) => e.event !== 'check' && e.event !== 'end')
    const killed = fold([plan!, ...rest]).record
    expect(killed).toMatchObject({ complete: false, endedAt: '2026-11-21T09:30:01.212Z' })
    const stopped = fold([
      plan!,
      { event: 'end', endedAt: '2026-11-21T09:31:00Z', interrupted: 'SIGINT' },
    ]).record
    expect(stopped).toMatchObject({ interrupted: 'SIGINT', outcome: { exitCode: 5 } })
    expect(stopped.outcome.says).toContain('SIGINT')
  })

  test('needs a plan, and one run', () => {
    expect(() => fold([])).toThrow(NoPlan)
    const plans = [examplePlan, { ...examplePlan, seed: 1 }].map((plan) => ({ event: 'plan', plan }) as const)
    expect(() => fold(plans)).toThrow(MixedRuns)
    const other = { ...examplePlan, tool: { ...examplePlan.tool, version: '9.9.9' } }
    expect(() => fold([plans[0]!, { event: 'plan', plan: other }])).toThrow(/tool differs.*0\.1\.0.*9\.9\.9/)
  })

  test('of some of several shards is incomplete, and says which are missing', () => {
    const shards = [1, 3].map(
      (index) => ({ event: 'plan', plan: { ...examplePlan, shard: { index, total: 4 } } }) as const,
    )
    const { record } = fold([...shards, ...conformingEvents().slice(1)])
    expect(record).toMatchObject({ complete: false, outcome: { exitCode: 2 } })
    expect(record.outcome.says).toContain('2, 4')
  })
})

describe('laws', () => {
  const verdict = fc.constantFrom(...VERDICTS_BY_GRAVITY)
  const planned = examplePlan.checks
  const event: fc.Arbitrary<JournalEvent> = fc.oneof(
    fc
      .tuple(
        fc.nat(planned.length - 1),
        verdict,
        fc.nat(3),
        fc.option(fc.jsonValue({ maxDepth: 2 }), { nil: undefined }),
      )
      .map(([i, v, duration, actual]): JournalEvent => {
        const { id, variant, walk } = planned[i]!
        const key = { check: id, variant, ...(walk !== undefined && { walk }) }
        return { event: 'check', check: { key, verdict: v, actual, durationMs: duration, exchanges: [] } }
      }),
    fc.constantFrom(...exampleEvents().filter((e) => e.event !== 'plan' && e.event !== 'check')),
    fc.tuple(fc.constantFrom('a', 'b'), fc.nat(3), fc.boolean()).map(
      ([reason, n, performed]): JournalEvent => ({
        event: 'step',
        step: {
          flow: API,
          variant: 'password-totp',
          number: 4,
          performed,
          reason,
          durationMs: n,
          exchanges: [n],
        },
      }),
    ),
    fc
      .constantFrom(2, 3, 4)
      .map((exitCode): JournalEvent => ({ event: 'trouble', exitCode, says: 'it broke' })),
    fc.constantFrom('SIGINT', 'SIGTERM').map(
      (interrupted): JournalEvent => ({
        event: 'end',
        endedAt: `2026-11-21T09:3${interrupted.length % 9}:00.000Z`,
        interrupted,
      }),
    ),
  )
  const events = fc.array(event, { maxLength: 60 })
  const plan: JournalEvent = { event: 'plan', plan: examplePlan }

  test('neither order nor repetition matters, and the totals add up', () => {
    const shuffled = events.chain((list) =>
      fc.record({
        list: fc.constant(list),
        mixed: fc
          .tuple(
            fc.shuffledSubarray(list),
            fc.shuffledSubarray([plan, ...list], { minLength: list.length + 1 }),
          )
          .map(([again, once]) => [...again, ...once]),
      }),
    )
    fc.assert(
      fc.property(shuffled, ({ list, mixed }) => {
        const { record, hars } = fold([plan, ...list])
        expect(fold(mixed)).toEqual({ record, hars })
        const { planned: all, ...verdicts } = record.totals
        expect(Object.values(verdicts).reduce((a, b) => a + b)).toBe(all)
        expect(all).toBe(planned.length)
        expect(record.flows.reduce((sum, flow) => sum + flow.planned, 0)).toBe(all)
      }),
      { numRuns: 60 },
    )
  })

  test('shards fold to the record of the whole', () => {
    fc.assert(
      fc.property(
        events,
        fc.integer({ min: 2, max: 4 }),
        fc.infiniteStream(fc.nat()),
        (list, total, stream) => {
          const draw = (): number => stream.next().value
          const parts: JournalEvent[][] = Array.from({ length: total }, () => [])
          const shardOf = planned.map(() => draw() % total)
          for (const [i, part] of parts.entries()) {
            const checks = planned.filter((_, c) => shardOf[c] === i)
            part.push({ event: 'plan', plan: { ...examplePlan, shard: { index: i + 1, total }, checks } })
          }
          for (const one of list) parts[draw() % total]!.push(one)
          expect(fold(parts.reverse().flat())).toEqual(fold([plan, ...list]))
        },
      ),
      { numRuns: 40 },
    )
  })

  test('a record unfolds to events that fold to it again', () => {
    fc.assert(
      fc.property(events, (list) => {
        const folded = fold([plan, ...list])
        expect(fold(unfold(folded))).toEqual(folded)
      }),
      { numRuns: 40 },
    )
  })
})
