/** The sweep: it finds without a seed, retires rows, and says nothing where nothing can be said. */
import { describe, expect, it } from 'vitest'
import type { Ledger } from '../../fixtures/fuzzing/ledger.ts'
import { NoAnswer } from '../../fixtures/protocol/answer.ts'
import { OutOfBudget } from '../../fixtures/protocol/out-of-budget.ts'
import {
  acceptedAs,
  allRows,
  castOf,
  gate,
  headerOf,
  NOW,
  payloadOf,
  REFUSED,
  rows,
  sceneOf,
  start,
} from './gate.ts'

const CLASSES = [...new Set(allRows.map((row) => row.class))]

async function swept(
  surface: ReturnType<typeof gate>,
  options: Parameters<typeof start>[1] = {},
  classes: readonly string[] = CLASSES,
): Promise<Ledger> {
  const running = start(surface, options)
  for (const one of classes) await running.sweep(one)
  return running.ledger()
}

const found = ({ findings }: Ledger) => findings.map(({ row, question }) => `${row} ${question}`)
const tally = ({ tallies }: Ledger, id: string) => tallies.find(({ row }) => row === id)

/** The row whose token nobody signed spoilt the base: it is without a verdict, and no other. */
function expectSpoiltByNone(ledger: Ledger): void {
  expect(ledger.undecided).toEqual([
    {
      row: 'algorithm-none',
      class: 'unsigned',
      reason: 'the untouched base was not accepted any more after it',
    },
  ])
  expect(tally(ledger, 'algorithm-none')?.judged).toBe(0)
  expect(tally(ledger, 'claim-changed')?.judged).toBe(1)
}

const none = (token: string) => {
  try {
    return String(headerOf(token)['alg']).toLowerCase() === 'none'
  } catch {
    return false
  }
}

describe('a sweep of a validator that is right', () => {
  it('finds nothing, and judges every row with each of its parameters', async () => {
    const ledger = await swept(gate())
    expect(ledger.findings).toEqual([])
    expect(ledger.undecided).toEqual([])
    expect(ledger.leftOut).toEqual([
      { row: 'never-applies', class: 'parts', reason: 'it changes nothing in what this surface is given' },
    ])
    expect(tally(ledger, 'algorithm-none')).toEqual({
      row: 'algorithm-none',
      class: 'unsigned',
      generated: 2,
      applied: 2,
      judged: 2,
    })
    for (const { row, applied, judged } of ledger.tallies)
      if (row !== 'never-applies') expect(judged, row).toBe(applied)
  })

  it('sends nothing that it does not need: one base before and one after each class', async () => {
    const ledger = await swept(gate(), {}, ['unsigned', 'content'])
    expect(ledger.cases).toBe(2 + 1 + 3)
    expect(ledger.controls).toEqual({
      sent: 3,
      accepted: 3,
      first: { accepted: true, shown: 'valid' },
      last: { accepted: true, shown: 'valid' },
    })
  })

  it('asks first whether the base is accepted where a row is about what is remembered of it', async () => {
    const remembered = { ...rows.stale, remembered: true, sweep: [1, 2] } as const
    const ledger = await swept(gate(undefined, {}, [rows.unsigned, remembered]), {}, ['unsigned', 'content'])
    expect(ledger.undecided).toEqual([])
    expect(tally(ledger, 'claim-changed')).toMatchObject({ applied: 2, judged: 2 })
    expect(ledger.controls.sent).toBe(1 + 1 + 2)
  })

  it('leaves out what exhausts where that is not allowed', async () => {
    const { leftOut, tallies } = await swept(gate(), { exhausting: false }, ['exhausting'])
    expect(leftOut.map(({ row }) => row)).toEqual(['very-long'])
    expect(tallies).toEqual([])
  })
})

describe('what a sweep finds', () => {
  it('is the gravest, told in words, three times sure, with a line that makes it again', async () => {
    const spoiled = gate((token, honest) => (none(token) ? acceptedAs('mallory') : honest()))
    const { findings } = await swept(spoiled, { replayLine: (recipe) => `again '${recipe}'` })
    const refused = findings.find(({ question }) => question === 'refused')
    expect(refused).toMatchObject({
      row: 'algorithm-none',
      class: 'unsigned',
      recipe: [{ row: 'algorithm-none', with: 'none' }],
      owed: 'a refusal',
      came: 'accepted: valid',
      replay: `again '[["algorithm-none","none"]]'`,
    })
    expect(refused?.changed[0]).toBe('the algorithm is none (none)')
    expect(refused?.changed.join('\n')).toContain('sub')
    expect(refused?.unsigned).toBe(true)
    expect(findings.map(({ question }) => question)).toEqual(['refused', 'effect'])
  })

  it('retires a row for that question alone, and hides nothing that comes after', async () => {
    const spoiled = gate((token, honest) => {
      if (token.endsWith('.')) return { ...REFUSED, status: 500, inForm: false }
      if (payloadOf(token)['level'] !== undefined) return acceptedAs('alice')
      return honest()
    })
    expect(found(await swept(spoiled))).toEqual([
      'algorithm-none form',
      'algorithm-none no-server-error',
      'claim-changed refused',
    ])
  })

  it('is not that a tolerated case is accepted as what it is, but that it is taken for another', async () => {
    const tolerant = gate((token, honest) => (token.endsWith('=') ? acceptedAs('alice') : honest()))
    expect(found(await swept(tolerant))).toEqual([])
    const confused = gate((token, honest) => (token.endsWith('=') ? acceptedAs('bob') : honest()))
    expect(found(await swept(confused))).toEqual(['padded effect'])
  })

  it('is an honest token that is refused', async () => {
    const strict = gate((token, honest) => (headerOf(token.trim())['x'] === undefined ? honest() : REFUSED))
    expect(found(await swept(strict))).toEqual(['extra-member accepted'])
  })

  it('is what a refusal changes, with its culprit among many', async () => {
    let changed = new Set<string>()
    const surface = gate(
      (token, honest, scene) => {
        if (payloadOf(token)['aud'] === 'other') changed.add(scene.token)
        return honest()
      },
      {
        changed: async (_, scene) =>
          changed.has(scene.token) ? 'the name of the user is another' : undefined,
      },
    )
    const ledger = await swept(surface)
    expect(found(ledger)).toEqual(['foreign-audience effect'])
    expect(ledger.findings[0]?.came).toContain('the name of the user is another')
    changed = new Set()
    expect(found(await swept(surface, { looksBehind: (of) => of !== 'audience' }))).toEqual([])
  })

  it('is what is echoed and what is fetched', async () => {
    const loud = gate(async (token, honest) => ({
      ...(await honest()),
      ...(none(token) ? { echoed: true, fetched: true } : {}),
    }))
    expect(found(await swept(loud))).toEqual(['algorithm-none no-echo', 'algorithm-none no-fetch'])
  })

  it('must repeat on fresh bases', async () => {
    let once = true
    const fickle = gate((token, honest) => {
      if (!none(token) || !once) return honest()
      once = false
      return acceptedAs('alice')
    })
    const ledger = await swept(fickle)
    expect(ledger.findings).toEqual([])
    expect(ledger.undecided).toMatchObject([{ row: 'algorithm-none', question: 'refused' }])
    expect(ledger.undecided[0]?.reason).toContain('did not repeat')
  })
})

describe('a sweep says nothing of', () => {
  it('anything where the base is refused from the start', async () => {
    const ledger = await swept(gate(() => REFUSED))
    expect(ledger.findings).toEqual([])
    expect(new Set(ledger.undecided.map(({ row }) => row))).toEqual(new Set(allRows.map(({ id }) => id)))
    expect(ledger.controls).toMatchObject({ sent: 3, last: { accepted: false, shown: '401 invalid' } })
    expect(ledger.over).toContain('the untouched base is not accepted any more')
  })

  it('the row after which the base is refused, and of no other', async () => {
    const burnt = new Set<string>()
    const surface = gate((token, honest, scene) => {
      if (none(token)) burnt.add(scene.token)
      return burnt.has(scene.token) ? REFUSED : honest()
    })
    const ledger = await swept(surface)
    expectSpoiltByNone(ledger)
  })

  it('a row that never gets an answer, and goes on with the rest', async () => {
    const mute = gate((token, honest) => {
      if (none(token)) throw new NoAnswer('timed-out', 'no answer')
      return honest()
    })
    const ledger = await swept(mute)
    expect(ledger.undecided).toEqual([{ row: 'algorithm-none', class: 'unsigned', reason: 'no answer came' }])
    expect(tally(ledger, 'foreign-audience')?.judged).toBe(1)
  })

  it('what was not reached when nobody answers any more: that ends it soon', async () => {
    let sent = 0
    const dying = gate((_, honest) => {
      sent += 1
      if (sent > 4) throw new NoAnswer('reset', 'gone')
      return honest()
    })
    const ledger = await swept(dying)
    expect(ledger.over).toContain('no answer: reset')
    expect(sent).toBeLessThan(10)
    expect(ledger.undecided.length).toBeGreaterThan(5)
    expect(ledger.findings).toEqual([])
  })

  it('what the budget did not reach, and keeps what it learned', async () => {
    let left = 6
    const spend = () => {
      left -= 1
      if (left < 0) throw new OutOfBudget('the budget of 6 calls is spent')
    }
    const ledger = await swept(gate(), { spend })
    expect(ledger.over).toBe('the budget of 6 calls is spent')
    expect(tally(ledger, 'algorithm-none')?.judged).toBe(2)
    expect(ledger.undecided.map(({ row }) => row)).not.toContain('algorithm-none')
    expect(ledger.undecided.map(({ row }) => row)).toContain('expired-by')
  })

  it('a base that is a minute old: the next case has another', async () => {
    const clock = { time: NOW * 1000 }
    let scenes = 0
    const surface = gate(
      (_, honest) => {
        clock.time += 21_000
        return honest()
      },
      { scene: async () => sceneOf(NOW + scenes++) },
    )
    await swept(surface, { cast: castOf(clock) }, ['unsigned', 'content', 'expiry'])
    expect(scenes).toBeGreaterThan(1)
  })
})

describe('whoever takes everything', () => {
  const many = (of: string, count: number) =>
    Array.from({ length: count }, (_, index) => ({ ...rows.stale, id: `${of}-${index}`, class: of }))
  const some = [...many('content', 9), ...many('parts', 20), ...many('spelling', 8), ...many('expiry', 3)]
  const all = async (more: Parameters<typeof gate>[1] = {}) => {
    let scenes = 0
    const scene = () => {
      scenes += 1
      return Promise.resolve(sceneOf())
    }
    const ledger = await swept(
      gate(() => acceptedAs('alice'), { scene, ...more }, some),
      {},
      ['content', 'parts', 'spelling', 'expiry'],
    )
    return { ledger, scenes }
  }
  const once = ({ came }: Ledger['findings'][number]) => came.includes('seen once')

  it('is not asked three times for every row: those that were seen once say so', async () => {
    const { ledger } = await all()
    expect(ledger.findings).toHaveLength(some.length)
    expect(ledger.findings.filter((one) => !once(one)).map(({ row }) => row)).toEqual([
      ...[0, 1, 2, 3, 4].map((index) => `content-${index}`),
      ...[0, 1, 2, 3, 4].map((index) => `parts-${index}`),
      ...[0, 1, 2, 3, 4].map((index) => `spelling-${index}`),
      'expiry-0',
    ])
    const told = ledger.findings.find(once)
    expect(told?.changed.join()).toContain('a claim is changed after signing')
    expect(told?.came).toMatch(/^accepted: valid; seen once, and not tried again/)
  })

  it('is given another base after each, but where it only tells something', async () => {
    const [spoiling, telling] = [await all(), await all({ tells: true })]
    expect(telling.ledger.findings).toHaveLength(some.length)
    expect(spoiling.scenes - telling.scenes).toBe(some.length)
  })
})

it('a base that is good once has a scene for every case, controls included', async () => {
  const used = new Set<string>()
  const surface = gate(
    (_, honest, scene) => {
      expect(used.has(scene.token)).toBe(false)
      used.add(scene.token)
      return honest()
    },
    { once: true },
  )
  const ledger = await swept(surface)
  expect(ledger.findings).toEqual([])
  expect(ledger.undecided).toEqual([])
  expect(used.size).toBe(ledger.cases)
})

describe('what a case spoils that the bases have in common', () => {
  /** Nobody whose name was ever in a token without an algorithm is let in again. */
  const spoils = (takesIt: boolean) => {
    let person = 1
    const spoilt = new Set<number>()
    const surface = gate(
      (token, honest) => {
        const isLost = spoilt.has(person)
        if (!none(token)) return isLost ? REFUSED : honest()
        spoilt.add(person)
        return takesIt && !isLost ? acceptedAs('mallory') : REFUSED
      },
      { once: true },
    )
    const nextPerson = () => {
      person += 1
    }
    return { surface, startingOver: { ...surface, startOver: nextPerson } }
  }

  it('ends the campaign where there is nothing else to start from', async () => {
    const ledger = await swept(spoils(false).surface)
    expect(ledger.over).toContain('the untouched base is not accepted any more')
    expect(tally(ledger, 'claim-changed')?.judged ?? 0).toBe(0)
  })

  it('is given up where it can be: that row alone is without a verdict', async () => {
    const ledger = await swept(spoils(false).startingOver)
    expect(ledger.over).toBeUndefined()
    expect(ledger.findings).toEqual([])
    expectSpoiltByNone(ledger)
    expect(ledger.controls.last?.accepted).toBe(true)
  })

  it('is given up before each case that is tried alone: what two of them do together is of neither', async () => {
    let burdens = 0
    const surface = gate(
      (token, honest) => {
        if (!none(token)) return burdens > 1 ? REFUSED : honest()
        burdens += 1
        return REFUSED
      },
      {
        once: true,
        startOver: () => {
          burdens = 0
        },
      },
    )
    const ledger = await swept(surface)
    expect(ledger.undecided).toEqual([])
    expect(tally(ledger, 'algorithm-none')).toMatchObject({ generated: 4, judged: 2 })
  })

  it('does not keep what the case did from being seen again', async () => {
    expect(found(await swept(spoils(true).startingOver))).toEqual([
      'algorithm-none refused',
      'algorithm-none effect',
    ])
  })
})

it('a row that only applies to some bases is tried with another base', async () => {
  let scene = 0
  const picky = {
    ...rows.stale,
    apply: (...args: Parameters<typeof rows.stale.apply>) =>
      scene > 1 ? rows.stale.apply(...args) : undefined,
  }
  const surface = gate(
    undefined,
    {
      scene: async () => {
        scene += 1
        return sceneOf()
      },
    },
    [picky],
  )
  const ledger = await swept(surface, {}, ['content'])
  expect(ledger.leftOut).toEqual([])
  expect(tally(ledger, 'claim-changed')).toMatchObject({ generated: 2, applied: 1, judged: 1 })
})
