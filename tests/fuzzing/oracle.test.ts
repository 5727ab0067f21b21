/** The oracle: what is owed to several rows at once, and which questions an answer answers wrongly. */
import { describe, expect, it } from 'vitest'
import type { Place, Reply, Verdict } from '../../fixtures/fuzzing/model.ts'
import { type Heard, owedTo, wrongsOf } from '../../fixtures/fuzzing/oracle.ts'
import { gate, REFUSED, rows, start } from './gate.ts'

const place = { kind: 'application' } as Place

const questions = (heard: Partial<Heard>): readonly string[] =>
  wrongsOf({ owed: 'refuse', reply: REFUSED, self: 'alice', tookMs: 1, usualMs: 1, ...heard }).map(
    ({ question }) => question,
  )

const ACCEPTED: Reply = { verdict: 'accepted', shown: '200', taken: 'alice', status: 200 }

describe('what is owed', () => {
  const owing = (...verdicts: readonly Verdict[]) =>
    owedTo(
      verdicts.map((verdict) => ({ ...rows.dress, verdict: () => verdict })),
      place,
    )

  it.each<[readonly Verdict[], Verdict]>([
    [['accept'], 'accept'],
    [['accept', 'either'], 'either'],
    [['either', 'refuse'], 'refuse'],
    [['refuse', 'accept'], 'refuse'],
  ])('to %s is %s', (verdicts, owed) => {
    expect(owing(...verdicts)).toBe(owed)
  })
})

describe('an answer', () => {
  it('that is right answers nothing wrongly', () => {
    expect(questions({})).toEqual([])
    expect(questions({ owed: 'accept', reply: ACCEPTED })).toEqual([])
    expect(questions({ owed: 'either', reply: ACCEPTED })).toEqual([])
    expect(questions({ owed: 'either' })).toEqual([])
  })

  it('may be wrong in several ways at once', () => {
    expect(questions({ reply: { ...ACCEPTED, taken: 'mallory', echoed: true } })).toEqual([
      'refused',
      'effect',
      'no-echo',
    ])
    expect(questions({ owed: 'accept', reply: { ...REFUSED, status: 503, inForm: false } })).toEqual([
      'accepted',
      'no-server-error',
    ])
    expect(questions({ reply: { ...REFUSED, inForm: false, fetched: true } })).toEqual(['form', 'no-fetch'])
  })

  it('is taken for whom the row says', () => {
    const heard = { owed: 'either', reply: { ...ACCEPTED, taken: 'bob' } } as const
    expect(questions(heard)).toEqual(['effect'])
    expect(questions({ ...heard, bearer: 'anybody' })).toEqual([])
    expect(questions({ ...heard, bearer: 'another' })).toEqual([])
    expect(questions({ ...heard, reply: ACCEPTED, bearer: 'another' })).toEqual(['effect'])
  })

  it.each<[string, number, number | undefined, readonly string[]]>([
    ['quick', 900, 1, []],
    ['within a second, however quick the base is', 1000, 1, []],
    ['slow, and so is the base', 2000, 300, []],
    ['ten times as slow as the base, and no more', 3000, 300, []],
    ['slower than that', 3001, 300, ['in-time']],
    ['slow, before it is known how long the base takes', 60_000, undefined, []],
  ])('is in time or not: %s', (_, tookMs, usualMs, wrong) => {
    expect(questions({ tookMs, usualMs })).toEqual(wrong)
    expect(questions({ owed: 'either', reply: ACCEPTED, tookMs, usualMs })).toEqual(wrong)
  })
})

it('what is slow once, and in time when it is tried again, is nobody’s', async () => {
  let slow = 1
  const surface = gate(async (token, honest) => {
    if (token.endsWith('.') && slow-- > 0) await new Promise((resolve) => setTimeout(resolve, 1100))
    return honest()
  })
  const running = start(surface)
  await running.replay([{ row: 'algorithm-none', with: 'none' }])
  expect(running.ledger()).toMatchObject({ findings: [], undecided: [], tallies: [{ judged: 3 }] })
}, 20_000)

it('what a request waited for rate limits is not the surface’s time', async () => {
  const slowly = (spent: (ms: number) => void) =>
    gate(async (token, honest) => {
      if (token.endsWith('.')) {
        await new Promise((resolve) => setTimeout(resolve, 1100))
        spent(1100)
      }
      return honest()
    })
  const foundWith = async (waits: boolean) => {
    let waited = 0
    const running = start(
      slowly((ms) => {
        waited += waits ? ms : 0
      }),
      { waitedMs: () => waited },
    )
    await running.replay([{ row: 'algorithm-none', with: 'none' }])
    return running.ledger().findings.map(({ question }) => question)
  }
  expect(await foundWith(true)).toEqual([])
  expect(await foundWith(false)).toEqual(['in-time'])
}, 20_000)
