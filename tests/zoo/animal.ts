/** An animal of the zoo: a validator that is right but for one thing. */

import type { MadeJwt } from '../../fixtures/fuzzing/jwt/draft.ts'
import type { SurfaceKind } from '../../fixtures/fuzzing/model.ts'
import { type Decisions, type Expected, requestOf, sound, soundAt, validate } from './verifier.ts'

/** @returns whom the token is taken for, or nothing where it is refused */
export type Validator = (
  made: MadeJwt,
  base: string,
  keySet: string,
  expected: Expected,
) => string | undefined | Promise<string | undefined>

export interface Animal {
  readonly id: string
  /** What it does wrongly; of a package, its version and advisory. */
  readonly says: string
  readonly kind: Extract<SurfaceKind, 'application' | 'http-authorizer' | 'oidc-id-token'>
  readonly use: 'access' | 'id'
  /** It reads the scope. */
  readonly scoped: boolean
  /** A new one, with a memory of its own. */
  readonly open: () => Validator
}

interface Habitat {
  readonly kind?: Animal['kind']
  readonly use?: Animal['use']
  readonly scoped?: true
}

const throughGate =
  (decisions: Decisions): Validator =>
  (made, base, keySet, expected) =>
    validate(decisions, requestOf(made.value, made.carriage, base), made.keySet ?? keySet, expected)

/** @param bend the decisions that it takes otherwise; called once for each animal that is let in */
export const animal = (
  id: string,
  says: string,
  bend: () => Partial<Decisions>,
  { kind = 'application', use = 'id', scoped }: Habitat = {},
): Animal => ({
  id,
  says,
  kind,
  use: scoped ? 'access' : use,
  scoped: scoped === true,
  open: () => throughGate({ ...soundAt[kind], ...bend() }),
})

/**
 * A published package, which is handed the token out of the header.
 * @param verify gives the claims; what it throws refuses
 * @param checks what is left to the package alone
 */
export const published = (
  id: string,
  says: string,
  verify: (token: string, keySet: string, expected: Expected) => unknown | Promise<unknown>,
  { kind = 'application', use = 'id', checks = [] }: Habitat & { readonly checks?: readonly 'issuer'[] } = {},
): Animal => ({
  id,
  says,
  kind,
  use,
  scoped: false,
  open: () => async (made, base, keySet, expected) => {
    const request = requestOf(made.value, made.carriage, base)
    const token = sound.tokenOf(request)
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
})
