/**
 * What the variants at API Gateway share: the sign-in before it, the request with a token in place of a signature, and
 * the answer that the user gets to see.
 */
import type { Cast } from '../../fixtures/actors/actors.ts'
import type { Handle, VariantContext } from '../../fixtures/flow/flow.ts'
import { NotApplicable } from '../../fixtures/flow/not-performed.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { readJwt } from '../../fixtures/protocol/jwt.ts'
import { bodyJson, isValue } from '../../fixtures/protocol/reading.ts'
import type { ClientNeeds, Lease, PoolNeeds, UserNeeds } from '../../fixtures/targets/lease.ts'
import { refused } from '../shared/answers.ts'
import { WELL_AFTER } from '../shared/expiry.ts'
import type { Told } from './checks/gateway.ts'
import { tokensGoToTheGateway } from './omissions-of-gateways.ts'
import { type SignedIn, signInByApi } from './sign-in.ts'

export type Kind = 'rest' | 'http'
/** Methods or routes, by what they ask of a token. */
export type Place = 'open' | 'scoped' | 'closed'

export const GATEWAY_POOL: PoolNeeds = { mfa: 'off' }
/** Tokens of five minutes, the shortest that there are: they run out in the variant. */
export const GATEWAY_CLIENT: ClientNeeds = {
  uses: ['ALLOW_USER_PASSWORD_AUTH'],
  accessTokenValidity: 300,
  idTokenValidity: 300,
}
/** An address, so that the ID token has a claim beside those of every sign-in, and one that is no string. */
export const GATEWAY_USER: UserNeeds = { attributes: { email_verified: 'true' } }

/** @throws {NotApplicable} there is none of this kind, or none of its methods asks for that */
function placeOf({ gateways }: Lease, kind: Kind, place: Place): string {
  const url = gateways?.[kind]?.[place]
  if (url !== undefined) return url
  throw new NotApplicable(`the target names no gateway for this (existing.gateways.${kind}.${place})`)
}

/**
 * A request with an access token to what asks for a scope.
 * @throws {NotApplicable} for one that the sign-ins of these variants do not bring
 */
export function askWithScope(cast: Cast, kind: Kind, accessToken: string): Promise<Answer> {
  const scope = cast.lease.gateways?.[kind]?.scope
  if (scope === undefined || scope === 'aws.cognito.signin.user.admin')
    return ask(cast, kind, 'scoped', bearer(accessToken))
  throw new NotApplicable(`access tokens of a sign-in at the API do not have the scope ${scope}`)
}

/** A request to a gateway. @param token as it stands in `Authorization` */
export const ask = (
  { application, lease }: Cast,
  kind: Kind,
  place: Place,
  token?: string,
): Promise<Answer> => application.aws.gateway(placeOf(lease, kind, place), token)

export const bearer = (token: string): string => `Bearer ${token}`

/** Both kinds of tokens have run out, everywhere. @throws {TooLong} */
export async function letTokensExpire({ clock, lease: { client } }: Cast): Promise<void> {
  const [access, id] = [client.accessTokenValidity, client.idTokenValidity]
  if (access === 'unknown' || id === 'unknown')
    throw new NotApplicable('how long the app client’s tokens are valid is unknown')
  await clock.pass(Math.max(access, id) + WELL_AFTER)
}

/** Steps 1 to 8 at the API, and what no gateway needs of the identity pool. */
export function signInForGateway(context: VariantContext<number>): Handle<SignedIn> {
  const signedIn = signInByApi(context)
  for (const n of [9, 10, 11, 12, 13, 14, 15]) context.omitted(n, tokensGoToTheGateway)
  return signedIn
}

/** Steps 16 to 21 for the request of {@link send}: nothing is signed, and the authorizer decides in the place of IAM. */
export function useGateway(
  { step, attempt, omitted }: VariantContext<number>,
  send: (cast: Cast) => Promise<Answer>,
): Handle<Answer> {
  step(16, ({ user }) => user.opensDataPage())
  omitted(17, tokensGoToTheGateway)
  omitted(18, tokensGoToTheGateway)
  const answer = attempt(17, send)
  const data = attempt(19, () => somethingOf(answer.value))
  step(20, ({ application }) => application.aws.renders(data.value))
  step(21, ({ user }) => user.opensDataPage())
  return answer
}

/** Something to show. @throws {NotPerformed} the gateway let nothing through */
export function somethingOf(answer: Answer): string {
  if (answer.status < 200 || answer.status > 299)
    refused(answer, 'an answer of what stands behind the gateway')
  const json = bodyJson(answer)
  return (isValue(json) ? JSON.stringify(json) : 'answered').slice(0, 500)
}

export const told = (answer: Answer, token: string): Told => ({ answer, token: readJwt(token) })
