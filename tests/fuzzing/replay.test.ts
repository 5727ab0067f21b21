/** A recipe that somebody typed: what it gives to a row may be nothing that the row knows. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { jwtRow } from '../../fixtures/fuzzing/jwt/row.ts'
import { gate, rows, start } from './gate.ts'

const picky = jwtRow<{ name: string }>({
  ...rows.dress,
  id: 'picky',
  sweep: [{ name: 'x' }],
  parameter: fc.record({ name: fc.constant('x') }),
  apply: (draft, { name }) => ({ ...draft, header: draft.header.set(name.toLowerCase(), 1), seal: 'issuer' }),
})

it.each([null, 5, {}, ['x']])(
  '%j, which the row has no use for, is told as such, and sends no case',
  async (wrong) => {
    const running = start(gate(undefined, {}, [picky]))
    await running.replay([{ row: 'picky', with: wrong }])
    const { undecided, findings, cases, tallies } = running.ledger()
    expect(undecided).toEqual([
      {
        row: 'picky',
        class: 'honest-dress',
        reason: `row picky could not be applied with ${JSON.stringify(wrong)}`,
      },
    ])
    expect({ findings, cases, tallies }).toEqual({ findings: [], cases: 0, tallies: [] })
  },
)

it('what the row knows is sent', async () => {
  const running = start(gate(undefined, {}, [picky]))
  await running.replay([{ row: 'picky', with: { name: 'X' } }])
  expect(running.ledger()).toMatchObject({ findings: [], undecided: [], tallies: [{ judged: 3 }] })
})
