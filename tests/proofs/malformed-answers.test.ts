/**
 * A malformed answer is the target's. One answer of a sign-in that is otherwise honest is spoilt, at each place in turn:
 * whatever comes of it, no check ends in an error of our own, and the walk ends.
 */
import { describe, expect, test } from 'vitest'
import type { JournalEvent } from '../../reports/record.ts'
import type { CataloguedVariant } from '../../scripts/catalogue.ts'
import { lenderAtTarget, nameOf, openReferenceTarget, ordinary, performWhole, recordOf } from './lending.ts'
import { bodies, pathsIn, spoil } from './mutants.ts'

/** An answer that a variant gets when all is well: the `n`-th of the target's. */
interface Place {
  readonly variant: CataloguedVariant
  readonly n: number
  /** The operation, the kind of act it belongs to, and what came. */
  readonly what: string
  readonly text: string
}

interface Mutant {
  readonly place: Place
  readonly how: string
  readonly spoilt: (text: string) => string
}

const reference = await openReferenceTarget()
const lender = lenderAtTarget(reference.target)

/** Every answer of a variant, as the target gives them. */
async function placesOf(variant: CataloguedVariant): Promise<Place[]> {
  const places: Place[] = []
  let came: { status: number; text: string } | undefined
  const performance = await performWhole(variant.variant, lender, {
    tamper: (answer) => {
      came = answer
      return answer
    },
    onEvent: (event) => {
      if (event.event !== 'exchange' || came === undefined) return
      const { entry } = event.exchange
      const target = entry.request.headers.find(({ name }) => name === 'x-amz-target')?.value.split('.')[1]
      const operation = target ?? new URL(entry.request.url).pathname.split('/').at(-1)
      const member = /"(ChallengeName":"\w+|AuthenticationResult|__type)"/.exec(came.text)?.[1] ?? ''
      const act = String(entry._act).replace(/ \(.*/, '')
      places.push({
        variant,
        n: places.length,
        what: `${operation}, ${act}, ${came.status} ${member}`,
        text: came.text,
      })
      came = undefined
    },
  })
  expect(erroredIn(performance)).toEqual([])
  return places
}

const erroredIn = (events: readonly JournalEvent[]) =>
  events.flatMap((event) =>
    event.event === 'check' && event.check.verdict === 'errored'
      ? [`${event.check.key.check}: ${event.check.reason}`]
      : [],
  )

const once = <T>(items: readonly T[], key: (item: T) => string): T[] =>
  [...new Map(items.toReversed().map((item) => [key(item), item] as const)).values()].toReversed()

/** At most so many, evenly spread, always the same. */
const sample = <T>(items: readonly T[], most: number): readonly T[] =>
  items.length <= most
    ? items
    : Array.from({ length: most }, (_, n) => items[Math.floor((n * items.length) / most)] as T)

/** Performs the variants of these mutants, some at a time; gives what errored, by mutant. */
async function errorsOf(mutants: readonly Mutant[]): Promise<string[]> {
  const errors: string[] = []
  const left = mutants.slice()
  const work = async () => {
    for (let mutant = left.pop(); mutant !== undefined; mutant = left.pop()) {
      const { place, how, spoilt } = mutant
      let n = 0
      let touched = false
      const events = await performWhole(place.variant.variant, lender, {
        tamper: (answer) => {
          n += 1
          if (n !== place.n + 1) return answer
          touched = true
          return { ...answer, text: spoilt(answer.text) }
        },
      })
      const name = `${place.variant.variant.id}, answer ${place.n + 1} (${place.what}), ${how}`
      if (!touched) errors.push(`${name}: the answer never came`)
      errors.push(...erroredIn(events).map((error) => `${name}: ${error}`))
      const record = recordOf(events, [place.variant])
      const folded = record.checks.filter(({ verdict }) => verdict === 'errored').map(nameOf)
      if (folded.length > 0 && erroredIn(events).length === 0)
        errors.push(`${name}: folded, ${folded.join(', ')}`)
      const judged = events.filter(({ event }) => event === 'check').length
      if (judged < place.variant.script.checks.length) errors.push(`${name}: the walk did not end`)
    }
  }
  await Promise.all(Array.from({ length: 4 }, work))
  return errors
}

describe('no check is errored, and the walk ends', async () => {
  const places = (await Promise.all(ordinary.map(placesOf))).flat()
  // PROOFS=all takes every place of every variant, which takes minutes.
  const all = process.env['PROOFS'] === 'all'
  const distinct = all ? places : once(places, ({ what }) => what)

  const withBodies = distinct.flatMap((place) =>
    Object.entries(bodies).map(([how, text]): Mutant => ({ place, how, spoilt: () => text })),
  )
  const members = once(
    places.flatMap((place) => pathsIn(place.text).map((path) => ({ place, path }))),
    ({ place, path }) => `${all ? place.variant.variant.id : ''} ${place.what} ${path.join('.')}`,
  )
  const withMembers = members.flatMap(({ place, path }, turn) => [
    { place, how: `without ${path.join('.')}`, spoilt: (text: string) => spoil(text, path, 'removed') },
    { place, how: `${path.join('.')} of another type`, spoilt: (text: string) => spoil(text, path, turn) },
  ])

  test(`bodies that are none (${withBodies.length})`, { timeout: 600_000 }, async () => {
    expect(await errorsOf(sample(withBodies, all ? Number.POSITIVE_INFINITY : 250))).toEqual([])
  })

  test(`members that are gone, or of another type (${withMembers.length})`, {
    timeout: 600_000,
  }, async () => {
    expect(withMembers.length).toBeGreaterThan(200)
    expect(await errorsOf(sample(withMembers, all ? Number.POSITIVE_INFINITY : 500))).toEqual([])
  })

  test('what came is still right afterwards', async () => {
    const events = (await Promise.all(ordinary.map(({ variant }) => performWhole(variant, lender)))).flat()
    const { checks, outcome } = recordOf(events, ordinary)
    const troubled = checks.filter(({ verdict }) => !['passed', 'not-applicable'].includes(verdict))
    expect(troubled.map((one) => `${nameOf(one)}: ${one.verdict}, ${one.reason}`)).toEqual([])
    expect(outcome.conforms).toBe(true)
    await reference[Symbol.asyncDispose]()
  })
})
