/** API Gateway in front of what must not be reached: how a token is brought there, and what came of it. */
import type { Cast } from '../../../fixtures/actors/actors.ts'
import type { VariantOptions } from '../../../fixtures/flow/flow.ts'
import { NotApplicable } from '../../../fixtures/flow/not-performed.ts'
import type { JwtScene, MadeJwt } from '../../../fixtures/fuzzing/jwt/draft.ts'
import type { Reply } from '../../../fixtures/fuzzing/model.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { isValue } from '../../../fixtures/protocol/reading.ts'
import { needsOfTokens, OTHER_CLIENT } from '../../identity-pool/gateway.ts'
import { body } from '../../shared/answers.ts'
import { carriedIn } from './carried.ts'
import { textIn } from './pool-tokens.ts'
import { replyOf, unlessOwnError } from './replies.ts'

export type Kind = 'rest' | 'http'

/** Bytes of request line and headers together (Quotas for configuring and running APIs in API Gateway). */
export const LONGEST_HEAD = 10_240

export const optionsOf = (kind: Kind) =>
  ({ ...needsOfTokens(kind), secondClient: OTHER_CLIENT, secondUser: {} }) satisfies VariantOptions

/** Where the function stands in what it was told, whom the authorizer has let through. */
const CLAIMS: Readonly<Record<Kind, readonly string[]>> = { rest: ['claims'], http: ['jwt', 'claims'] }

/** Whom the gateway takes the base for, where what stands behind it tells. */
export const selfAt = ({ lease }: Cast, kind: Kind, token: string): string | undefined =>
  lease.gateways?.[kind]?.echoes ? textIn(token, 'sub') : undefined

/** @throws {NotApplicable} nobody named such a place */
export function placeAt({ lease }: Cast, kind: Kind, place: 'open' | 'scoped'): string {
  const url = lease.gateways?.[kind]?.[place]
  if (url !== undefined) return url
  throw new NotApplicable(`the target names no gateway for this (existing.gateways.${kind}.${place})`)
}

/** Without the token of another app client where nobody says that the authorizer does not take it. */
export function withoutTrusted({ lease }: Cast, kind: Kind, scene: JwtScene): JwtScene {
  if (lease.gateways?.[kind]?.existing !== true) return scene
  const { 'other-client': _, ...others } = scene.others
  return { ...scene, others }
}

/** What is refused before, or beside, the authorizer: no such method or path, or more than is taken. */
const BESIDE: ReadonlySet<number> = new Set([400, 404, 405, 413, 414, 431])

const isTurnedAway = ({ status }: Answer): boolean => status === 401 || status === 403 || BESIDE.has(status)

export async function sendToGateway(
  cast: Cast,
  url: string,
  kind: Kind,
  made: MadeJwt,
  scene: JwtScene,
): Promise<Reply> {
  const answer = await cast.application.aws.carries(url, carriedIn(made, scene))
  const sub = body(answer, 'requestContext', 'authorizer', ...CLAIMS[kind], 'sub')
  return replyOf(answer, made.value, {
    accepted: answer.status >= 200 && answer.status < 300,
    ...(isValue(sub) && typeof sub === 'string' ? { taken: sub } : {}),
    inForm: unlessOwnError(answer, isTurnedAway(answer)),
  })
}
