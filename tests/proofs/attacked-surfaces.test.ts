/**
 * The code around attacks, on targets that are none. What sweeps hundreds of tokens is judged by faults of the reference
 * target; here answers are no answers, or always the same one, and only some classes are swept.
 */
import { afterAll, describe, expect, test } from 'vitest'
import { HTTP_ONLY } from '../../fixtures/actors/agent-choice.ts'
import { type PerformOptions, performVariant } from '../../fixtures/flow/perform.ts'
import { type BoundCheck, keyText } from '../../fixtures/flow/script.ts'
import type { Judgement } from '../../reports/record.ts'
import { attacking, lenderAtTarget, openReferenceTarget } from './lending.ts'
import { bodies } from './mutants.ts'

type Tamper = NonNullable<PerformOptions['tamper']>

/** Surfaces of every kind of wire, each with a class of tokens that anybody can make. */
const SURFACES = [
  ['get-user', 'unsigned'],
  ['user-info', 'unsigned'],
  ['identity-pool-user-pool', 'unsigned'],
  ['sts', 'unsigned'],
  ['http-authorizer', 'unsigned'],
  ['token-endpoint', 'made-up'],
] as const

/** Some of the classes of which nobody who may sign has signed a word. */
const FORGING = ['unsigned', 'key-confusion', 'signature', 'made-up', 'altered']

const reference = await openReferenceTarget()
afterAll(() => reference[Symbol.asyncDispose]())
const lender = lenderAtTarget(reference.target)

/** Judges some checks of a surface, and sweeps no more than these need. */
async function judged(
  surface: string,
  wanted: (name: string) => boolean,
  tamper: Tamper,
): Promise<readonly Judgement[]> {
  const found = attacking.find(({ variant }) => variant.id === surface)
  if (found === undefined) throw new Error(`no surface is called ${surface}`)
  const isChosen = ({ key }: BoundCheck) => {
    const name = key.check.split('/').at(-1) ?? ''
    return name === 'genuine-accepted' || wanted(name)
  }
  const performance = performVariant(found.variant, {
    lender,
    agent: HTTP_ONLY,
    journal: () => undefined,
    only: new Set(found.script.checks.filter(isChosen).map(({ key }) => keyText(key))),
    tamper,
  })
  const judgements: Judgement[] = []
  try {
    for (const bound of performance.script.checks)
      if (isChosen(bound)) judgements.push(await performance.judge(bound))
  } finally {
    await performance.finish(false)
  }
  return judgements
}

const told = (judgements: readonly Judgement[], ...verdicts: readonly string[]) =>
  judgements
    .filter(({ verdict }) => verdicts.includes(verdict))
    .map(({ key, verdict, reason = '' }) => `${key.check}: ${verdict}, ${reason}`)

describe('from some answer on no answer is one: no check is errored, and the walk ends', () => {
  test.each(SURFACES)('%s', { timeout: 120_000 }, async (surface, of) => {
    const isOfClass = (name: string) => name.startsWith(`${of}-`)
    let answers = 0
    const due = await judged(surface, isOfClass, (answer) => {
      answers += 1
      return answer
    })
    expect(due.length).toBeGreaterThan(3)
    expect(due.filter(({ verdict }) => verdict !== 'passed')).toEqual([])

    // From the first on, while the scene is made, in the middle of the sweep, and behind most of it.
    const places = [0, 0.1, 0.4, 0.8].map((share) => Math.floor(share * answers))
    const spoilt = places.flatMap((place) =>
      Object.entries(bodies).map(([how, text]) => async () => {
        let n = 0
        const judgements = await judged(surface, isOfClass, (answer) => {
          n += 1
          return n <= place ? answer : { ...answer, text }
        })
        const name = `answers from ${place + 1} on ${how}`
        expect(told(judgements, 'errored'), name).toEqual([])
        expect(judgements.length, name).toBe(due.length)
        // Nothing that was never answered conforms.
        if (place === 0) expect(told(judgements, 'passed'), name).toEqual([])
      }),
    )
    const work = async () => {
      for (let one = spoilt.pop(); one !== undefined; one = spoilt.pop()) await one()
    }
    await Promise.all([work(), work()])
  })
})

/** What was answered last where all was well, in JSON and in XML: it comes in place of every refusal. */
function neverRefuses(): Tamper {
  const last = { json: '{}', xml: '<AssumeRoleWithWebIdentityResponse/>' }
  return (answer) => {
    const kind = answer.text.startsWith('<') ? 'xml' : 'json'
    if (answer.status >= 400) return { ...answer, status: 200, text: last[kind] }
    last[kind] = answer.text
    return answer
  }
}

describe('a target that answers whatever it would refuse with what it answered last passes no refusal', () => {
  test.each(SURFACES)('%s', { timeout: 120_000 }, async (surface) => {
    const judgements = await judged(
      surface,
      (name) => FORGING.some((of) => name === `${of}-refused`),
      neverRefuses(),
    )
    const [genuine, ...refusals] = judgements
    expect(genuine?.verdict).toBe('passed')
    expect(refusals.length).toBeGreaterThan(1)
    expect(refusals.filter(({ verdict }) => verdict !== 'failed')).toEqual([])
  })
})
