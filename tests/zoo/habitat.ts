/** Where animals that judge JSON Web Tokens stand: a surface of a kind, with a base that is good there, and no wire. */
import { type JwtDraft, type JwtScene, jwtFamily, type MadeJwt } from '../../fixtures/fuzzing/jwt/draft.ts'
import type { Surface } from '../../fixtures/fuzzing/model.ts'
import type { RowClass } from '../../suites/token-validation/classes.ts'
import { jwtRows } from '../../suites/token-validation/rows/jwt/all.ts'
import { type Animal, meeting } from './animal.ts'
import { remembering, shared } from './remembering.ts'
import { CLIENT, FOREIGN, ISSUER, NONCE, openIssuer, SCOPE, sceneOf, served } from './scene.ts'
import { type Decisions, type Expected, requestOf, sound, soundAt, validate } from './verifier.ts'

/** @returns whom the token is taken for, or nothing where it is refused */
export type Validator = (
  made: MadeJwt,
  base: string,
  keySet: string,
  expected: Expected,
) => string | undefined | Promise<string | undefined>

export interface Habitat {
  readonly kind: 'application' | 'http-authorizer' | 'oidc-id-token'
  readonly use: 'access' | 'id'
  /** It reads the scope. */
  readonly scoped: boolean
  readonly clock: 'told' | 'real'
}

const [issuer, foreign] = [openIssuer(), openIssuer()]
const family = remembering(jwtFamily(jwtRows))
const sharedScenes = (keptMs?: number) => {
  const of = (use: Habitat['use']) =>
    shared(() => sceneOf(issuer, foreign, use, Math.floor(Date.now() / 1000)), { keptMs })
  return { id: of('id'), access: of('access') }
}
/** Packages look at the clock on the wall; all others are told the time, and their scenes grow no older. */
const scenes = { real: sharedScenes(), told: sharedScenes(120_000) }

function surfaceOf(
  { kind, use, scoped, clock }: Habitat,
  validator: Validator,
): Surface<JwtDraft, JwtScene, MadeJwt> {
  const next = scenes[clock][use]()
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
    scene: async () => next(),
    async send(_, made, { token, keySet, now, attacker }) {
      let [taken, fetched]: [string | undefined, boolean] = [undefined, false]
      const expected: Expected = {
        issuer: ISSUER,
        client: CLIENT,
        use,
        now,
        privateKey: issuer.privateKey,
        ...(scoped ? { scope: SCOPE } : {}),
        ...(kind === 'oidc-id-token' ? { nonce: NONCE } : {}),
        fetch(address) {
          if (address.startsWith(`${FOREIGN}/`)) return foreign.keySet
          const answer = served(address, attacker)
          fetched ||= answer !== undefined
          return answer
        },
      }
      try {
        taken = await validator(made, token, keySet, expected)
      } catch {
        // Whatever it trips over, it takes nobody for anybody.
      }
      return taken === undefined
        ? { verdict: 'refused', shown: 'refused', fetched }
        : { verdict: 'accepted', shown: 'accepted', taken, fetched }
    },
    cost: 1,
  }
}

type Place = Partial<Pick<Habitat, 'kind' | 'use' | 'clock'>> & { readonly scoped?: true }

const habitatOf = ({ kind = 'application', use = 'id', scoped, clock = 'told' }: Place): Habitat => ({
  kind,
  use: scoped ? 'access' : use,
  scoped: scoped === true,
  clock,
})

/** @param open makes a validator with a memory of its own */
export function jwtAnimal(
  id: string,
  says: string,
  by: readonly RowClass[],
  open: () => Validator,
  place: Place = {},
): Animal {
  return { id, says, by, meet: meeting(() => surfaceOf(habitatOf(place), open())) }
}

/** @param bend the decisions that it takes otherwise; called once for each animal that is let in */
export const animal = (
  id: string,
  says: string,
  by: readonly RowClass[],
  bend: () => Partial<Decisions>,
  place: Place = {},
): Animal =>
  jwtAnimal(
    id,
    says,
    by,
    () => {
      const decisions = { ...soundAt[habitatOf(place).kind], ...bend() }
      return (made, base, keySet, expected) =>
        validate(decisions, requestOf(made.value, made.carriage, base), made.keySet ?? keySet, expected)
    },
    place,
  )

/**
 * A published package, which is handed the token out of the header.
 * @param verify gives the claims; what it throws refuses
 * @param checks what is left to the package alone
 */
export const published = (
  id: string,
  says: string,
  by: readonly RowClass[],
  verify: (token: string, keySet: string, expected: Expected) => unknown | Promise<unknown>,
  { checks = [] }: { readonly checks?: readonly 'issuer'[] } = {},
): Animal =>
  jwtAnimal(
    id,
    says,
    by,
    () => async (made, base, keySet, expected) => {
      const token = sound.tokenOf(requestOf(made.value, made.carriage, base))
      if (typeof token !== 'string') return undefined
      const claims = (await verify(token, made.keySet ?? keySet, expected)) as Record<string, unknown> | null
      // What the package leaves to its user is done as it should be.
      return claims !== null &&
        typeof claims === 'object' &&
        sound.hasNotExpired(claims, expected.now) &&
        sound.hasBegun(claims, expected.now) &&
        (checks.includes('issuer') || sound.issuerHolds(claims['iss'], expected.issuer)) &&
        sound.audienceHolds(claims, expected) &&
        sound.useHolds(claims['token_use'], expected)
        ? sound.subjectOf(claims)
        : undefined
    },
    { clock: 'real' },
  )
