/**
 * Validators that are right, each as a surface of its own without a wire: what is reported of one of them is a false
 * alarm. Surfaces that owe the same are one class; each row is tried so many times in a class.
 */
import { CognitoJwtVerifier } from 'aws-jwt-verify'
import type { Cast } from '../../../fixtures/actors/actors.ts'
import { tokenValidator } from '../../../fixtures/actors/validator.ts'
import { type JwtDraft, type JwtScene, jwtFamily, type MadeJwt } from '../../../fixtures/fuzzing/jwt/draft.ts'
import type { Place, Reply, Surface } from '../../../fixtures/fuzzing/model.ts'
import { readJsonBody } from '../../../fixtures/protocol/body.ts'
import { jwtRows } from '../../../suites/token-validation/rows/jwt/all.ts'
import { canCarry, carriedIn } from '../../../suites/token-validation/surfaces/carried.ts'
import type { AttackedSurface } from '../../../suites/token-validation/surfaces.ts'
import { type Ground, openGround, type Use } from './ground.ts'
import { judges } from './reference.ts'

export type JwtSurface = Surface<JwtDraft, JwtScene, MadeJwt>

/** Whom a token is taken for, or nothing where it is refused. */
export type Judge = (made: MadeJwt, scene: JwtScene) => string | undefined | Promise<string | undefined>

export interface Correct {
  readonly name: string
  readonly class: string
  readonly surface: JwtSurface
  /** What is asked of it, by class of rows; default: whatever the rows say. */
  readonly owed?: AttackedSurface['owed']
}

/** What a surface reads of its cast. */
export const CAST = { clock: { now: () => Date.now() } } as unknown as Cast

const family = jwtFamily(jwtRows)
const nobody: Reply = { verdict: 'refused', shown: 'refused' }
/** A scene is good for a minute, and making one costs a dozen signatures. */
const GOOD_FOR_MS = 45_000

export function surfaceOf(place: Place, scene: () => JwtScene | Promise<JwtScene>, judge: Judge): JwtSurface {
  let made: { at: number; scene: JwtScene } | undefined
  return {
    place,
    family,
    async scene() {
      if (made === undefined || Date.now() - made.at > GOOD_FOR_MS)
        made = { at: Date.now(), scene: await scene() }
      return made.scene
    },
    ...(place.inHeader ? { canCarry } : {}),
    async send(_, one, on) {
      const taken = isForTheRoute(one) ? await judge(one, on) : undefined
      return taken === undefined ? nobody : { verdict: 'accepted', shown: 'accepted', taken }
    },
    cost: 1,
  }
}

/** A server that has one GET has no answer to another method or path. */
const isForTheRoute = ({ carriage: { method, path } }: MadeJwt): boolean =>
  (method === undefined || method === 'GET') && path === undefined

/** `Authorization` as a server of Node's gives it: the first of several. */
export const headerOf = (made: MadeJwt, scene: JwtScene): string | undefined =>
  carriedIn(made, scene)
    .headers?.find(([name]) => name.toLowerCase() === 'authorization')?.[1]
    .trim()

/** A strict application reads one header, of one form. */
function bearerIn(made: MadeJwt, scene: JwtScene): string | undefined {
  const values = (carriedIn(made, scene).headers ?? []).filter(
    ([name]) => name.toLowerCase() === 'authorization',
  )
  return values.length === 1 ? /^Bearer (\S+)$/i.exec(values[0]?.[1] ?? '')?.[1] : undefined
}

const subjectIn = ({ sub }: { readonly sub?: unknown }): string =>
  typeof sub === 'string' ? sub : 'nobody in particular'

/** The application's own validator, which stands on jose. */
function byJose(use: Use): Judge {
  const open = (keySet: string, { issuer }: JwtScene) =>
    tokenValidator({
      issuer,
      clock: { now: () => Date.now() } as Parameters<typeof tokenValidator>[0]['clock'],
      fetchKeys: async () => ({
        exchange: -1,
        status: 200,
        headers: {},
        body: readJsonBody(keySet, true, () => ''),
        request: { method: 'GET', url: '' },
      }),
    })
  let kept: { readonly keySet: string; readonly validator: ReturnType<typeof open> } | undefined
  return async ({ value, keySet }, scene) => {
    if (kept?.keySet !== scene.keySet) kept = { keySet: scene.keySet, validator: open(scene.keySet, scene) }
    const validator = keySet === undefined ? kept.validator : open(keySet, scene)
    const judged = await validator.validate(value, use, scene.client)
    return judged.accepted ? subjectIn(judged.claims) : undefined
  }
}

/** AWS's library, with the rules for claims that it has for Cognito. */
function byAws(use: Use, poolId: string, scope?: string): Judge {
  const open = (keySet: string, { client }: JwtScene) => {
    const verifier = CognitoJwtVerifier.create({
      userPoolId: poolId,
      clientId: client,
      ...(use === 'id'
        ? { tokenUse: 'id' }
        : { tokenUse: 'access', ...(scope === undefined ? {} : { scope }) }),
    })
    verifier.cacheJwks(JSON.parse(keySet))
    return verifier
  }
  let kept: { readonly keySet: string; readonly verifier: ReturnType<typeof open> } | undefined
  return ({ value, keySet }, scene) => {
    if (kept?.keySet !== scene.keySet) kept = { keySet: scene.keySet, verifier: open(scene.keySet, scene) }
    try {
      const verifier = keySet === undefined ? kept.verifier : open(keySet, scene)
      return subjectIn(verifier.verifySync(value as string))
    } catch {
      return undefined
    }
  }
}

/** @param judge is told RS256, issuer and client; the scope is this one's */
const behindHeader =
  (judge: Judge): Judge =>
  (made, scene) => {
    const value = bearerIn(made, scene)
    return value === undefined ? undefined : judge({ ...made, value }, scene)
  }

const application = (use: Use): Place => ({
  kind: 'application',
  holdsKey: true,
  publishes: true,
  inHeader: false,
  use,
})
const httpApi = (use: Use): Place => ({
  kind: 'http-api',
  holdsKey: true,
  publishes: true,
  inHeader: true,
  use,
})

/** All of them, on a user pool of their own. */
export async function correctSurfaces(): Promise<readonly Correct[]> {
  const ground: Ground = await openGround()
  const on = (name: string, of: string, place: Place, judge: Judge): Correct => ({
    name,
    class: of,
    surface: surfaceOf(place, () => ground.scene(place.use === 'id' ? 'id' : 'access'), judge),
  })
  const uses: readonly Use[] = ['id', 'access']
  const { id } = ground.pool
  return [
    ...uses.map((use) => on(`application, jose, ${use}`, 'application', application(use), byJose(use))),
    ...uses.map((use) =>
      on(`application, aws-jwt-verify, ${use}`, 'application', application(use), byAws(use, id)),
    ),
    ...uses.map((use) => on(`HTTP API, jose, ${use}`, 'HTTP API', httpApi(use), behindHeader(byJose(use)))),
    ...uses.map((use) =>
      on(`HTTP API, aws-jwt-verify, ${use}`, 'HTTP API', httpApi(use), behindHeader(byAws(use, id))),
    ),
    ...judges(ground).map((one) => ({
      name: one.name,
      class: one.class,
      owed: one.owed,
      surface: surfaceOf(one.place, one.scene, one.judge),
    })),
  ]
}
