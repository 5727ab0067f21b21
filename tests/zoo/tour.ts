/** Leads the attack suite past the animals of the zoo: the same rows, schedule and oracle as in a run. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import { campaign, DEFAULT_RUNS } from '../../fixtures/fuzzing/campaign.ts'
import { type JwtDraft, type JwtScene, jwtFamily, type MadeJwt } from '../../fixtures/fuzzing/jwt/draft.ts'
import type { Finding } from '../../fixtures/fuzzing/ledger.ts'
import type { Surface } from '../../fixtures/fuzzing/model.ts'
import { OutOfBudget } from '../../fixtures/protocol/out-of-budget.ts'
import { CLASSES } from '../../suites/token-validation/classes.ts'
import { jwtRows } from '../../suites/token-validation/rows/jwt/all.ts'
import type { Animal } from './animal.ts'
import { CLIENT, ISSUER, openIssuer, SCOPE, sceneOf } from './scene.ts'

const [issuer, foreign] = [openIssuer(), openIssuer()]

/** A surface reads no more of its cast than the time. */
export const CAST = { clock: { now: () => Date.now() } } as unknown as Cast

const family = jwtFamily(jwtRows)

export function surfaceOf({ kind, use, scoped, open }: Animal): Surface<JwtDraft, JwtScene, MadeJwt> {
  const validator = open()
  return {
    place: {
      kind,
      use,
      holdsKey: true,
      publishes: true,
      inHeader: true,
      ...(scoped ? { scope: SCOPE } : {}),
    },
    family,
    async scene() {
      return sceneOf(issuer, foreign, use, Math.floor(Date.now() / 1000))
    },
    async send(_, made, { token, keySet, now }) {
      const expected = {
        issuer: ISSUER,
        client: CLIENT,
        use,
        now,
        privateKey: issuer.privateKey,
        ...(scoped ? { scope: SCOPE } : {}),
      }
      let taken: string | undefined
      try {
        taken = await validator(made, token, keySet, expected)
      } catch {
        // Whatever it trips over, it takes nobody for anybody.
      }
      return taken === undefined
        ? { verdict: 'refused', shown: 'refused' }
        : { verdict: 'accepted', shown: 'accepted', taken }
    },
    cost: 1,
  }
}

const isCatch = ({ question }: Finding) => ['refused', 'accepted', 'effect'].includes(question)

/** What the sweep finds in an animal. */
export async function swept(animal: Animal): Promise<readonly Finding[]> {
  const one = campaign(surfaceOf(animal), { cast: CAST })
  for (const of of Object.keys(CLASSES)) await one.sweep(of)
  const { findings, over } = one.ledger()
  if (over !== undefined) throw new Error(`${animal.id}: ${over}`)
  return findings.filter(isCatch)
}

/** @returns how many cases the seeded part alone took to find something; nothing where it did not */
export async function hunted(animal: Animal, seed: number, runs = DEFAULT_RUNS): Promise<number | undefined> {
  let caught = false
  const one = campaign(surfaceOf(animal), {
    cast: CAST,
    replayLine(recipe) {
      caught = true
      return recipe
    },
    spend() {
      if (caught) throw new OutOfBudget('it is caught')
    },
  })
  await one.seeded({ seed, runs })
  const { findings, over } = one.ledger()
  if (!caught && over !== undefined) throw new Error(`${animal.id}: ${over}`)
  const cases = findings.filter(isCatch).map(({ atCase }) => atCase)
  return cases.length === 0 ? undefined : Math.min(...cases)
}
