/** What a row takes for a parameter: all that it sends itself, read again from JSON, and nothing else. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json, Row } from '../../fixtures/fuzzing/model.ts'
import { takes, whyUseless } from '../../fixtures/fuzzing/parameters.ts'
import { jwtRows } from '../../suites/token-validation/rows/jwt/all.ts'
import { opaqueRows } from '../../suites/token-validation/rows/opaque.ts'
import { samlRows } from '../../suites/token-validation/rows/saml/all.ts'
import { userInfoFamily } from '../../suites/token-validation/rows/user-info.ts'

const rows = [...jwtRows, ...opaqueRows, ...samlRows, ...userInfoFamily.rows] as unknown as readonly Row<
  never,
  never
>[]

const read = (value: Json): Json => JSON.parse(JSON.stringify(value)) as Json

const rowOf = (id: string): Row<never, never> => {
  const found = rows.find((row) => row.id === id)
  if (found === undefined) throw new Error(`no row ${id}`)
  return found
}

describe('a row', () => {
  it('takes what its sweep and its own drawing give, however it was written down', () => {
    const refused = rows.flatMap((row) =>
      [...row.sweep, ...fc.sample(row.parameter, { numRuns: 12, seed: 7 })]
        .filter((one) => !takes(row, read(one)))
        .map((one) => `${row.id} ${JSON.stringify(one).slice(0, 80)}`),
    )
    expect(refused).toEqual([])
  })

  it.each<Json>([{ header: 'wrong' }, 'nothing like it', ['wrong'], { no: 'such', member: 1 }])(
    'takes %j no more than anybody else does',
    (wrong) => {
      expect(rows.filter((row) => takes(row, wrong)).map(({ id }) => id)).toEqual([])
    },
  )

  it.each([
    ['none-without-signature', { header: 'wrong', bearer: 'another' }],
    ['none-without-signature', { header: 'bare' }],
    ['none-without-signature', { header: 'bare', bearer: 'another', more: 1 }],
    ['none-without-signature', null],
    ['signature-of-attacker', { key: { bits: 2048, exponent: 5 }, bearer: 'own' }],
    ['signature-bit-flipped', -1],
    ['expired', '600'],
    ['genuine-and-expired', 1],
  ] as const)('%s does not take %j, and shows what it takes', (id, wrong) => {
    const row = rowOf(id)
    const why = whyUseless(row, wrong)
    expect(why).toContain(id)
    expect(why).toContain(JSON.stringify(wrong))
    expect(why).toContain(row.sweep[0] === null ? 'it takes null alone' : JSON.stringify(row.sweep[0]))
  })

  it('takes an object whatever the order of its members', () => {
    const row = rowOf('signature-of-attacker')
    expect(takes(row, { bearer: 'own', key: { exponent: 3, bits: 2048 } })).toBe(true)
  })
})
