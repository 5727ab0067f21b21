/** A campaign that is cut short: it sends nothing more, keeps what it found, and passes over nothing that it only suspected. */
import { describe, expect, it } from 'vitest'
import type { CasesTried } from '../../fixtures/actors/attack.ts'
import type { Campaign } from '../../fixtures/fuzzing/campaign.ts'
import type { Ledger } from '../../fixtures/fuzzing/ledger.ts'
import { NoAnswer } from '../../fixtures/protocol/answer.ts'
import { acceptedAs, allRows, gate, payloadOf, rows, start } from './gate.ts'

const INTERRUPTED = 'the run was interrupted'

/** Whether this case is the one that is meant; what cannot be read is not. */
const has =
  (claim: string, meant: (value: unknown) => boolean = (value) => value !== undefined) =>
  (token: string): boolean => {
    try {
      return meant(payloadOf(token.trim())[claim])
    } catch {
      return false
    }
  }

const isStale = has('level')
const isForeign = has('aud', (aud) => aud === 'other')

const undecidedOf = ({ undecided }: Ledger) => undecided.map(({ row, question }) => [row, question])

describe('a campaign that is interrupted', () => {
  it('sends nothing more, and keeps what it found and counted', async () => {
    const ending = new AbortController()
    let late = 0
    const running = start(
      gate((token, honest) => {
        if (ending.signal.aborted) late += 1
        if (isForeign(token)) ending.abort()
        return isStale(token) ? acceptedAs('alice') : honest()
      }),
      { signal: ending.signal },
    )
    for (const one of ['content', 'expiry', 'audience', 'honest-dress', 'unsigned']) await running.sweep(one)
    await running.seeded({ seed: 1, runs: 100 })
    const ledger = running.ledger()
    expect(late).toBe(0)
    expect(ledger.over).toBe(INTERRUPTED)
    expect(ledger.findings.map(({ row, question }) => `${row} ${question}`)).toEqual([
      'claim-changed refused',
    ])
    const tally = (id: string) => ledger.tallies.find(({ row }) => row === id)
    expect(tally('expired-by')).toMatchObject({ generated: 1, applied: 1, judged: 1 })
    expect(tally('foreign-audience')).toMatchObject({ generated: 1, applied: 1, judged: 0 })
    // The row that was under way, and those of the classes that were not begun.
    expect(undecidedOf(ledger)).toEqual(
      ['foreign-audience', 'extra-member', 'past-not-before', 'algorithm-none'].map((row) => [
        row,
        undefined,
      ]),
    )
    expect(new Set(ledger.undecided.map(({ reason }) => reason))).toEqual(new Set([INTERRUPTED]))
  })

  it('blames nobody for an answer that did not come any more', async () => {
    const ending = new AbortController()
    const running = start(
      gate((token, honest) => {
        if (!isForeign(token)) return honest()
        ending.abort()
        throw new NoAnswer('aborted', 'the run is ending')
      }),
      { signal: ending.signal },
    )
    await running.sweep('audience')
    expect(running.ledger()).toMatchObject({
      over: INTERRUPTED,
      undecided: [{ row: 'foreign-audience', reason: INTERRUPTED }],
    })
  })

  it('does not pass over what it was about to try again', async () => {
    for (const accepted of [2, 3]) {
      const ending = new AbortController()
      let seen = 0
      const running = start(
        gate((token, honest) => {
          if (!isStale(token)) return honest()
          seen += 1
          if (seen === accepted) ending.abort()
          return acceptedAs('alice')
        }),
        { signal: ending.signal },
      )
      await running.sweep('content')
      const ledger = running.ledger()
      expect(ledger.findings).toEqual([])
      expect(undecidedOf(ledger)).toContainEqual(['claim-changed', 'refused'])
    }
  })

  it('does not pass over what was drawn and is being made small', async () => {
    const ending = new AbortController()
    // Not the one of the sweep: it is drawn, and could be plainer.
    const isLarge = has('level', (level) => Number(level) > 400)
    let seen = false
    const running = start(
      gate((token, honest) => {
        if (seen) ending.abort()
        if (!isLarge(token)) return honest()
        seen = true
        return acceptedAs('alice')
      }),
      { signal: ending.signal },
    )
    await running.sweep('content')
    expect(running.ledger().undecided).toEqual([])
    await running.seeded({ seed: 1, runs: 1000 })
    expect(running.ledger()).toMatchObject({ over: INTERRUPTED, findings: [] })
    expect(undecidedOf(running.ledger())).toEqual([['claim-changed', 'refused']])
  })

  const sweeps = (running: Campaign) => running.sweep('content')
  const draws = (running: Campaign) => running.seeded({ seed: 1, runs: 40 })
  it.each([
    ['before it is looked for effects', 'in the sweep', sweeps],
    ['before it is looked for effects', 'in what is drawn', draws],
    ['while it is looked whose an effect is', 'in the sweep', sweeps],
    ['while it is looked whose an effect is', 'in what is drawn', draws],
  ])('says nothing of effects, where that comes %s %s', async (when, _, part) => {
    const ending = new AbortController()
    let looks = 0
    let isChanged = false
    const running = start(
      gate(
        (token, honest) => {
          isChanged ||= isStale(token)
          return honest()
        },
        {
          changed: async () => {
            looks += 1
            if (when.startsWith('before') || looks > 1) {
              ending.abort()
              throw new NoAnswer('aborted', 'the run is ending')
            }
            return isChanged ? 'a name is another' : undefined
          },
        },
        [rows.stale],
      ),
      { signal: ending.signal },
    )
    await part(running)
    const ledger = running.ledger()
    expect(ledger.over).toBe(INTERRUPTED)
    expect(ledger.tallies.find(({ row }) => row === 'claim-changed')?.judged).toBeGreaterThan(0)
    expect(undecidedOf(ledger)).toEqual([['claim-changed', 'effect']])
  })

  it('says of the base what its last control said, and nothing where there was none behind the first', async () => {
    const after = async (attack: (running: Campaign, ending: AbortController) => Promise<void>) => {
      const ending = new AbortController()
      const running = start(gate(), { signal: ending.signal })
      expect(await running.base()).toMatchObject({ accepted: true })
      await attack(running, ending)
      return running.base()
    }
    const swept = after(async (running, ending) => {
      await running.sweep('content')
      ending.abort()
    })
    expect(await swept).toMatchObject({ accepted: true })
    const unswept = after(async (running, ending) => {
      ending.abort()
      await running.sweep('content')
    })
    expect(await unswept).toEqual({ accepted: false, silent: true, shown: INTERRUPTED })
  })

  it('is told to whoever asks for the scene first, as it is', async () => {
    const ending = new AbortController()
    const running = start(
      gate(undefined, {
        scene: async () => {
          ending.abort()
          throw new NoAnswer('aborted', 'the run is ending')
        },
      }),
      { signal: ending.signal },
    )
    await expect(running.base()).rejects.toThrow(NoAnswer)
  })
})

it('tells how far it is, in the sweep and in what is drawn', async () => {
  const told: CasesTried[] = []
  const many = Array.from({ length: 40 }, (_, index) => ({ ...rows.stale, id: `stale-${index}` }))
  const exhausting = allRows.filter(({ exhausts }) => exhausts === true)
  const slow = gate(
    async (_, honest) => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      return honest()
    },
    {},
    [...many, ...exhausting],
  )
  const running = start(slow, {
    exhausting: false,
    tells: (one) => void told.push(one),
  })
  await running.sweep('exhausting')
  await running.sweep('content')
  const [sweep] = told
  expect(sweep).toMatchObject({ part: 'sweep', of: 40 })
  expect(told.map(({ tried }) => tried)).toEqual(told.map(({ tried }) => tried).toSorted((a, b) => a - b))
  expect(told.every(({ tried, of }) => tried > 0 && tried <= of)).toBe(true)
  told.length = 0
  await running.seeded({ seed: 1, runs: 30 })
  expect(told.length).toBeGreaterThan(0)
  expect(told.every(({ part, tried, of }) => part === 'drawn' && tried <= of && of === 30)).toBe(true)
})
