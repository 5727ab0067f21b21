/**
 * Two correct validators agree on every token that the schedule draws: the application's own, which stands on jose, and
 * AWS's, each with Cognito's rules for claims. Where they do not, one mutation is at fault: it names the point on which
 * correct validators are known to differ, and without it they agree.
 */
import { CognitoJwtVerifier } from 'aws-jwt-verify'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tokenValidator } from '../../fixtures/actors/validator.ts'
import { isApplicable } from '../../fixtures/fuzzing/campaign.ts'
import { type JwtDraft, type JwtScene, jwtFamily, type MadeJwt } from '../../fixtures/fuzzing/jwt/draft.ts'
import type { Surface } from '../../fixtures/fuzzing/model.ts'
import { make, recipeOf, recipeText, type Step } from '../../fixtures/fuzzing/recipe.ts'
import { type Candidate, Schedule } from '../../fixtures/fuzzing/schedule.ts'
import { readJsonBody } from '../../fixtures/protocol/body.ts'
import type { Clock } from '../../fixtures/protocol/clock.ts'
import { jwtRows } from '../../suites/token-validation/rows/jwt/all.ts'
import { ACCESS, application, ID } from './jwt-scenes.ts'

const SEED = Number(process.env['DIFFERENTIAL_SEED'] ?? 7)
const SCHEDULES = 30
const CASES = 50

type Use = 'id' | 'access'
type JwtStep = Step<JwtDraft, JwtScene>

const family = jwtFamily(jwtRows)
const clock = { now: () => Date.now() } as Clock

async function ofTheApplication({ value, keySet }: MadeJwt, scene: JwtScene, use: Use): Promise<unknown> {
  const body = readJsonBody(keySet ?? scene.keySet, true, () => '')
  const fetchKeys = async () => ({
    exchange: -1,
    status: 200,
    headers: {},
    body,
    request: { method: 'GET', url: '' },
  })
  const validator = tokenValidator({ issuer: scene.issuer, clock, fetchKeys })
  const judged = await validator.validate(value, use, scene.client)
  return judged.accepted ? { sub: judged.claims['sub'] } : 'refused'
}

function ofAws({ value, keySet }: MadeJwt, { issuer, client, keySet: own }: JwtScene, use: Use): unknown {
  try {
    const userPoolId = issuer.slice(issuer.lastIndexOf('/') + 1)
    const verifier = CognitoJwtVerifier.create({ userPoolId, clientId: client, tokenUse: use })
    verifier.cacheJwks(JSON.parse(keySet ?? own))
    return { sub: verifier.verifySync(value as string).sub }
  } catch {
    return 'refused'
  }
}

const agree = async (one: MadeJwt, scene: JwtScene, use: Use): Promise<boolean> =>
  JSON.stringify(await ofTheApplication(one, scene, use)) === JSON.stringify(ofAws(one, scene, use))

/**
 * One mutation divides them, is known to, and without it they agree. Where a case has two of that kind, what is left
 * without the one is to be explained by the other.
 */
async function isKnown(
  surface: JwtSurface,
  scene: JwtScene,
  use: Use,
  steps: readonly JwtStep[],
): Promise<boolean> {
  for (const divider of steps.filter(({ row }) => row.divides !== undefined)) {
    const others = steps.filter((step) => step !== divider)
    const rest = make(surface, scene, others)
    if (rest === undefined || (await agree(rest.made, scene, use))) return true
    if (await isKnown(surface, scene, use, rest.steps)) return true
  }
  return false
}

type JwtSurface = Surface<JwtDraft, JwtScene, MadeJwt>

const surfaceOf = (use: Use, scene: JwtScene): JwtSurface => ({
  place: application(use),
  family,
  scene: async () => scene,
  send: () => ({ verdict: 'refused', shown: '' }),
  cost: 1,
})

/** What may be taken or not is drawn by the schedule as a companion only: here it has its turn as well. */
function candidatesOf(
  use: Use,
  scene: JwtScene,
  tolerated: boolean,
): readonly Candidate<JwtDraft, JwtScene>[] {
  const place = application(use)
  const rows = jwtRows.filter(
    (row) => isApplicable(row, place) && row.exhausts !== true && row.unless?.(scene) === undefined,
  )
  return rows.flatMap((row) => {
    const verdict = row.verdict(place)
    if (verdict === undefined || (tolerated && verdict === 'refuse')) return []
    return [{ row, verdict: tolerated && verdict === 'either' ? 'refuse' : verdict }]
  })
}

async function quarrels(use: Use, tolerated: boolean, seed: number): Promise<readonly string[]> {
  const scene = use === 'id' ? ID : ACCESS
  const surface = surfaceOf(use, scene)
  const schedule = new Schedule(candidatesOf(use, scene, tolerated), seed)
  const found: string[] = []
  for (let n = 0; n < CASES; n += 1) {
    const draw = schedule.draw()
    if (draw === undefined) break
    const steps = draw.drawn.map(({ row, value }) => ({ row, with: value.value }))
    const one = make(surface, scene, steps, [])
    schedule.tell(draw, one === undefined ? 'idle' : 'applied')
    if (one === undefined || (await agree(one.made, scene, use))) continue
    if (!(await isKnown(surface, scene, use, one.steps))) found.push(recipeText(recipeOf(one.steps)))
  }
  return found
}

describe.each(['id', 'access'] as const)(`correct validators of %s tokens (seed ${SEED})`, (use) => {
  it.each([
    ['of what must be refused or taken', false],
    ['of what may be either', true],
  ] as const)('agree on cases %s', async (_says, tolerated) => {
    const seeds = fc.sample(fc.integer({ min: 1, max: 2 ** 31 - 1 }), { seed: SEED, numRuns: SCHEDULES })
    const found = (await Promise.all(seeds.map((seed) => quarrels(use, tolerated, seed)))).flat()
    expect([...new Set(found)]).toEqual([])
  })
})
