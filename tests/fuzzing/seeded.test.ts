/** The seeded part: what it draws, what it finds, and that it can be drawn again. */
import { describe, expect, it } from 'vitest'
import type { SeededOptions } from '../../fixtures/fuzzing/campaign.ts'
import type { JwtRow } from '../../fixtures/fuzzing/jwt/draft.ts'
import type { Ledger } from '../../fixtures/fuzzing/ledger.ts'
import { recipeText } from '../../fixtures/fuzzing/recipe.ts'
import { goWith, Schedule } from '../../fixtures/fuzzing/schedule.ts'
import { NoAnswer } from '../../fixtures/protocol/answer.ts'
import { acceptedAs, allRows, gate, headerOf, payloadOf, REFUSED, rows, sceneOf, start } from './gate.ts'

async function drawn(
  surface: ReturnType<typeof gate>,
  options: Partial<SeededOptions> = {},
  more: Parameters<typeof start>[1] = {},
): Promise<Ledger> {
  const running = start(surface, more)
  await running.seeded({ seed: 7, runs: 300, ...options })
  return running.ledger()
}

const place = gate().place
const found = ({ findings }: Ledger) => findings.map(({ row, question }) => `${row} ${question}`)

describe('what is drawn', () => {
  const candidates = allRows.map((row) => ({ row, verdict: row.verdict(place)! }))
  const schedule = new Schedule(candidates, 1)
  const draws = Array.from({ length: 5000 }, () => {
    const draw = schedule.draw()!
    schedule.tell(draw, 'applied')
    return draw
  })

  it('is seven times in ten one lethal row, twice harmless ones, once two lethal rows', () => {
    const share = (of: string) => draws.filter(({ kind }) => kind === of).length / draws.length
    expect(share('lethal')).toBeCloseTo(0.7, 1)
    expect(share('benign')).toBeCloseTo(0.2, 1)
    expect(share('stacked')).toBeGreaterThan(0.05)
  })

  const about = (row: JwtRow) =>
    draws.filter(({ kind, drawn: [first] }) => kind === 'lethal' && first?.row === row)

  it('comes to every row equally often, and twice as often to a grave one with two things to try', () => {
    const lethal = allRows.filter((row) => row.verdict(place) === 'refuse')
    const counts = lethal.map((row) => about(row).length / (row === rows.unsigned ? 2 : 1))
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
  })

  it('begins with the gravest of the sweep, alone, and soon has everything', () => {
    const [first, ...more] = about(rows.unsigned)
    expect(first?.drawn.map(({ value }) => value.value)).toEqual([rows.unsigned.sweep[0]])
    const next = more.slice(0, 9).map(({ drawn: [one] }) => one?.value.value)
    expect(next).toEqual(expect.arrayContaining(['None', 'NONE', 'nOnE']))
  })

  it('never has two rows on one layer, and no lethal row whose fault a companion could mend', () => {
    for (const { kind, drawn: some } of draws) {
      const all = some.map(({ row }) => row)
      expect(new Set(all.map(({ layer }) => layer)).size).toBe(all.length)
      const [main, ...others] = all
      if (kind === 'lethal' && main?.signs !== true) expect(others.filter(({ signs }) => signs)).toEqual([])
    }
  })

  it('never puts a signature over something else beside a form that may be what was signed', () => {
    const overOther = { ...rows.stale, id: 'over-other', layer: 'seal', signs: true } as const
    const lethal = [overOther, rows.unsigned, { ...rows.tail, verdict: rows.unsigned.verdict }] as const
    const some = new Schedule(
      lethal.map((row) => ({ row, verdict: 'refuse' })),
      1,
    )
    const pairs = Array.from({ length: 500 }, () => some.draw()!)
      .filter(({ kind }) => kind === 'stacked')
      .map(({ drawn: two }) => two.map(({ row: { layer } }) => layer).toSorted())
    expect(pairs.length).toBeGreaterThan(5)
    expect(pairs).not.toContainEqual(['form', 'seal'])
  })

  it('is the same for the same seed', () => {
    const again = new Schedule(candidates, 1)
    const texts = Array.from({ length: 200 }, () => {
      const draw = again.draw()!
      again.tell(draw, 'applied')
      return recipeText(draw.drawn.map(({ row, value }) => ({ row: row.id, with: value.value })))
    })
    expect(texts).toEqual(
      draws
        .slice(0, 200)
        .map((draw) => recipeText(draw.drawn.map(({ row, value }) => ({ row: row.id, with: value.value })))),
    )
  })

  it('puts with a broken form nothing that stands inside, and with what is tolerated by its looks nothing at all', () => {
    expect(goWith({ ...rows.tail }, rows.dress, 'accept')).toBe(false)
    expect(goWith(rows.audience, rows.tail, 'either')).toBe(false)
    expect(goWith(rows.stale, rows.dress, 'accept')).toBe(false)
    expect(goWith(rows.audience, rows.dress, 'accept')).toBe(true)
    expect(goWith(rows.audience, rows.expired, 'accept')).toBe(false)
  })
})

describe('the seeded part', () => {
  it('finds nothing in a validator that is right, and judges each row that it can', async () => {
    const ledger = await drawn(gate())
    expect(ledger.findings).toEqual([])
    expect(ledger.undecided).toEqual([])
    for (const { row, judged } of ledger.tallies)
      if (row !== 'never-applies') expect(judged, row).toBeGreaterThan(5)
  })

  it('never counts a case whose lethal row is lost behind another token', async () => {
    let lost = 0
    const surface = gate((token, honest, { token: base }) => {
      if (token === ` ${base}`) lost += 1
      return honest()
    })
    const { tallies } = await drawn(surface)
    expect(lost).toBe(tallies.find(({ row }) => row === 'base-again')?.applied)
  })

  it('sends right behind the base what is about the memory of it', async () => {
    const remembered = { ...rows.stale, remembered: true } as const
    let before: string | undefined
    const behindBase: boolean[] = []
    const surface = gate(
      (token, honest, { token: base }) => {
        const isAlone = headerOf(token)['alg'] === 'RS256'
        if (isAlone && payloadOf(token)['level'] !== undefined) behindBase.push(before === base)
        before = token
        return honest()
      },
      {},
      [rows.unsigned, remembered],
    )
    await drawn(surface)
    expect(behindBase.length).toBeGreaterThan(5)
    expect(new Set(behindBase)).toEqual(new Set([true]))
  })

  it('makes small what is about the memory of the base behind a base as well', async () => {
    const remembered = { ...rows.stale, remembered: true } as const
    let before: string | undefined
    const surface = gate(
      (token, honest, { token: base }) => {
        const isRightBehind = before === base
        before = token
        return Number(payloadOf(token)['level']) > 1 && isRightBehind ? acceptedAs('alice') : honest()
      },
      {},
      [rows.unsigned, remembered],
    )
    const { findings } = await drawn(surface)
    expect(findings.map(({ recipe }) => recipe)).toEqual([[{ row: 'claim-changed', with: 2 }]])
  })

  it('shrinks what it finds to the row alone, and its parameter to the plainest that shows it', async () => {
    const lenient = gate((token, honest) => {
      const { exp, aud } = payloadOf(token.trim())
      const late = sceneOf().now - Number(exp)
      return late > 7200 && aud === 'client' ? acceptedAs('alice') : honest()
    })
    const { findings } = await drawn(lenient)
    expect(found({ findings } as Ledger)).toEqual(['expired-by refused'])
    expect(findings[0]?.recipe).toEqual([{ row: 'expired-by', with: 7201 }])
    expect(findings[0]?.changed).toContain('claims: exp is 7,201 s ago')
    expect(findings[0]?.atCase).toBeGreaterThan(1)
  })

  it('keeps a companion that a finding needs', async () => {
    const odd = gate((token, honest) => {
      const header = headerOf(token.trim())
      const { aud } = payloadOf(token.trim())
      return aud !== 'client' && header['x'] !== undefined ? acceptedAs('alice') : honest()
    })
    const { findings } = await drawn(odd)
    expect(findings).toHaveLength(1)
    expect(findings[0]).toMatchObject({ row: 'foreign-audience', question: 'refused' })
    expect(findings[0]?.recipe.map(({ row }) => row).toSorted()).toEqual(['extra-member', 'foreign-audience'])
  })

  it('drops what an effect behind a refusal does not need', async () => {
    const changed = new Set<string>()
    // Not the parameter of the sweep, which comes alone.
    const surface = gate(
      (token, honest, scene) => {
        if (payloadOf(token.trim())['aud'] === 'others') changed.add(scene.token)
        return honest()
      },
      { changed: async (_, scene) => (changed.has(scene.token) ? 'something is another' : undefined) },
    )
    const recipes = await Promise.all(
      [1, 2, 3, 4, 5, 6].map(async (seed) => (await drawn(surface, { seed })).findings[0]?.recipe),
    )
    expect(recipes).toEqual(recipes.map(() => [{ row: 'foreign-audience', with: 'others' }]))
  })

  it('does not let a harmless finding hide a grave one', async () => {
    const bad = gate((token, honest) => {
      if (token.endsWith('.')) return acceptedAs('mallory')
      if (headerOf(token.trim())['x'] !== undefined) return REFUSED
      return honest()
    })
    expect(found(await drawn(bad)).toSorted()).toEqual([
      'algorithm-none effect',
      'algorithm-none refused',
      'extra-member accepted',
    ])
  })

  it('finds the same, case by case, for the same seed', async () => {
    const bad = () =>
      gate((token, honest) =>
        Number(payloadOf(token.trim())['level']) > 400 ? acceptedAs('alice') : honest(),
      )
    const [one, other] = [await drawn(bad()), await drawn(bad())]
    expect(one).toEqual(other)
    expect(one.findings[0]?.recipe).toEqual([{ row: 'claim-changed', with: 401 }])
    const third = await drawn(bad(), { seed: 8 })
    expect(third.findings[0]?.atCase).not.toBe(one.findings[0]?.atCase)
  })

  it('sends what it was told to, less where a case costs more, and nothing for 0', async () => {
    expect((await drawn(gate(), { runs: 0 })).cases).toBe(0)
    const cheap = await drawn(gate(), { runs: 100 })
    const dear = await drawn(gate(undefined, { cost: 10 }), { runs: 1000 })
    const dearest = await drawn(gate(undefined, { cost: 1000 }), { runs: 1000 })
    expect(cheap.cases - cheap.controls.sent).toBe(100)
    expect(dear.cases - dear.controls.sent).toBe(100)
    expect(dearest.cases - dearest.controls.sent).toBe(20)
  })

  it('ends when its time is over', async () => {
    const started = performance.now()
    await drawn(gate(), { runs: 1e9, timeMs: 150 })
    expect(performance.now() - started).toBeLessThan(3000)
  })

  it('ends soon where nobody answers, and blames nobody', async () => {
    const mute = gate((_, honest, scene) => {
      if (scene.token !== '') throw new NoAnswer('unreachable', 'nothing listens')
      return honest()
    })
    const ledger = await drawn(mute)
    expect(ledger.cases).toBeLessThan(5)
    expect(ledger.findings).toEqual([])
    expect(ledger.over).toContain('unreachable')
  })

  it('keeps counters, and no cases: its ledger is as large after a thousand as after a hundred', async () => {
    const size = async (runs: number) => JSON.stringify(await drawn(gate(), { runs })).length
    expect(await size(2000)).toBeLessThan((await size(200)) + 100)
  })
})

describe('a recipe', () => {
  it('is made again on a fresh base, and judged', async () => {
    const bad = gate((token, honest) => (token.endsWith('.') ? acceptedAs('alice') : honest()))
    const running = start(bad)
    await running.replay([{ row: 'algorithm-none', with: 'nOnE' }])
    const { findings, tallies } = running.ledger()
    expect(findings).toMatchObject([
      { row: 'algorithm-none', recipe: [{ row: 'algorithm-none', with: 'nOnE' }] },
    ])
    expect(tallies).toEqual([
      { row: 'algorithm-none', class: 'unsigned', generated: 1, applied: 1, judged: 1 },
    ])
    const well = start(gate())
    await well.replay([{ row: 'algorithm-none', with: 'nOnE' }])
    expect(well.ledger()).toMatchObject({ findings: [], undecided: [] })
  })

  it('that changes nothing, or names no row, is told as such', async () => {
    const running = start(gate())
    await running.replay([{ row: 'never-applies', with: null }])
    expect(running.ledger().undecided).toMatchObject([{ row: 'never-applies' }])
    await expect(running.replay([{ row: 'no-such-row', with: null }])).rejects.toThrow('no row no-such-row')
  })
})

it('no part of a token stands in what was learned', async () => {
  const scenes: string[] = []
  const bad = gate(
    (token, honest) =>
      token.split('.').length === 3 && headerOf(token.trim())['alg'] !== 'RS256' ? acceptedAs('x') : honest(),
    {
      scene: async () => {
        const scene = sceneOf()
        scenes.push(scene.token)
        return scene
      },
    },
  )
  const running = start(bad)
  for (const one of new Set(allRows.map((row) => row.class))) await running.sweep(one)
  await running.seeded({ seed: 3, runs: 200 })
  const text = JSON.stringify(running.ledger())
  expect(running.ledger().findings.length).toBeGreaterThan(0)
  for (const token of scenes)
    for (let at = 0; at + 16 <= token.length; at += 1)
      expect(text.includes(token.slice(at, at + 16))).toBe(false)
})
