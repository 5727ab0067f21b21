/**
 * The rows about JSON Web Tokens keep the law: each can be sent and made again, changes something, and asks nothing of a
 * validator that is right.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { draftOf, type JwtRow, type JwtScene, jwtFamily } from '../../fixtures/fuzzing/jwt/draft.ts'
import type { Json } from '../../fixtures/fuzzing/model.ts'
import { CLASSES } from '../../suites/token-validation/classes.ts'
import { jwtRows } from '../../suites/token-validation/rows/jwt/all.ts'
import { ACCESS, application, awsTakes, BARE, ID, joseTakes, made } from './jwt-scenes.ts'

const SEED = 7
const RUNS = 50
/** Parameters of a row on every scene; the validators see more. */
const FEW = 12
const SCENES: readonly JwtScene[] = [ID, ACCESS, BARE]
const family = jwtFamily(jwtRows)

const sample = (row: JwtRow, numRuns = row.exhausts === true ? 2 : FEW): readonly Json[] =>
  fc.sample(row.parameter, { numRuns, seed: SEED })

/** On these a campaign would send the row. */
const scenesOf = (row: JwtRow) =>
  SCENES.filter(
    (scene) => row.unless?.(scene) === undefined && (row.signs !== true || scene.held !== undefined),
  )

const shown = (row: JwtRow, parameter: Json) => `${row.id} ${JSON.stringify(parameter).slice(0, 120)}`

const applies = (row: JwtRow, parameter: Json) =>
  scenesOf(row).some((scene) => {
    const one = made(row, parameter, scene)
    return one !== undefined && !family.isBase(one, scene)
  })

/** Of these a recipe holds nothing that JSON would lose. */
const isJson = (value: unknown): boolean =>
  typeof value === 'number'
    ? Number.isFinite(value) && !Object.is(value, -0)
    : Array.isArray(value)
      ? value.every(isJson)
      : typeof value === 'object' && value !== null
        ? Object.values(value).every(isJson)
        : value !== undefined

describe('the rows about tokens', () => {
  it('have ids of their own, in words, and a class that has a name', () => {
    const ids = jwtRows.map(({ id }) => id)
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
    expect(ids.filter((id) => !/^[a-z]+[a-z0-9]*(-[a-z0-9]+)*$/.test(id))).toEqual([])
    expect(jwtRows.filter(({ class: name }) => !(name in CLASSES)).map(({ id }) => id)).toEqual([])
    expect(jwtRows.filter(({ says }) => !/^\w.*[^.]$/s.test(says)).map(({ id }) => id)).toEqual([])
  })

  it('change something with each parameter of the sweep, on some base', () => {
    const idle = jwtRows.flatMap((row) =>
      row.sweep.filter((parameter) => !applies(row, parameter)).map((parameter) => shown(row, parameter)),
    )
    expect(idle).toEqual([])
  })

  it('sweep no parameter twice', () => {
    const twice = jwtRows.filter(
      ({ sweep }) => new Set(sweep.map((parameter) => JSON.stringify(parameter))).size < sweep.length,
    )
    expect(twice.map(({ id }) => id)).toEqual([])
  })

  it('draw parameters that change something, most of the time', () => {
    const idle = jwtRows
      .map((row) => ({ id: row.id, idle: sample(row).filter((one) => !applies(row, one)).length }))
      .filter(({ idle }) => idle > FEW / 2)
    expect(idle).toEqual([])
  })

  it('have parameters that are the same once they were printed and read', () => {
    const other = jwtRows.flatMap((row) =>
      [...row.sweep, ...sample(row)]
        .filter((parameter) => !isJson(parameter))
        .map((parameter) => shown(row, parameter)),
    )
    expect(other).toEqual([])
  })

  it('throw nowhere, whatever the scene lacks', () => {
    const thrown = jwtRows.flatMap((row) =>
      scenesOf(row).flatMap((scene) =>
        [...row.sweep, ...sample(row)].flatMap((parameter) => {
          try {
            made(row, parameter, scene)
            return []
          } catch (error) {
            return [`${shown(row, parameter)}: ${error}`]
          }
        }),
      ),
    )
    expect(thrown).toEqual([])
  })

  it('leave the base as it was', () => {
    for (const scene of [ID, ACCESS]) {
      const before = JSON.stringify(scene.others)
      const draft = draftOf(scene)
      expect(family.isBase(family.make(draft, scene), scene)).toBe(true)
      expect(JSON.stringify(scene.others)).toBe(before)
    }
  })
})

describe('no correct validator', () => {
  const cases = (['id', 'access'] as const).map((use) => ({ use, scene: use === 'id' ? ID : ACCESS }))

  it.each(cases)('takes the base of the $use scene for anything else', async ({ use, scene }) => {
    const base = { value: scene.token, carriage: {} }
    expect(await joseTakes(base, use)).toBe(true)
    expect(awsTakes(base, use)).toBe(true)
  })

  it.each(cases)('answers otherwise than the rows say ($use tokens)', async ({ use, scene }) => {
    const wrong: string[] = []
    for (const row of jwtRows) {
      const owed = row.verdict(application(use))
      if (owed !== 'refuse' && owed !== 'accept') continue
      if (row.unless?.(scene) !== undefined) continue
      for (const parameter of [...row.sweep, ...(row.exhausts === true ? [] : sample(row, RUNS))]) {
        const one = made(row, parameter, scene)
        if (one === undefined || family.isBase(one, scene)) continue
        const taken = { jose: await joseTakes(one, use), 'aws-jwt-verify': awsTakes(one, use) }
        for (const [name, accepted] of Object.entries(taken))
          if (accepted !== (owed === 'accept'))
            wrong.push(`${name} ${accepted ? 'accepts' : 'refuses'} ${shown(row, parameter)}`)
      }
    }
    expect(wrong).toEqual([])
  })
})
