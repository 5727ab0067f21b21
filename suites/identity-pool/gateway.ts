/**
 * What the variants at API Gateway share: the sign-in before it, the request with a token in place of a signature, and
 * the answer that the user gets to see.
 */
import type { Cast } from '../../fixtures/actors/actors.ts'
import type { Check, Handle, VariantContext, VariantOptions } from '../../fixtures/flow/flow.ts'
import { NotApplicable } from '../../fixtures/flow/not-performed.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { readJwt } from '../../fixtures/protocol/jwt.ts'
import { bodyJson, isValue } from '../../fixtures/protocol/reading.ts'
import type { ClientNeeds, Lease, PoolNeeds, UserNeeds } from '../../fixtures/targets/lease.ts'
import { refused } from '../shared/answers.ts'
import { WELL_AFTER } from '../shared/expiry.ts'
import type { Told } from './checks/gateway.ts'
import { tokensGoToTheGateway } from './omissions.ts'
import { apiTokens, type SignedIn, signInByApi } from './steps-1-to-8.ts'

export type Kind = 'rest' | 'http'
/** Methods or routes, by what they ask of a token. */
export type Place = 'open' | 'scoped' | 'closed'

const GATEWAY_POOL: PoolNeeds = { mfa: 'off' }
/** Tokens of five minutes, the shortest that there are: they run out in the variant. */
const GATEWAY_CLIENT: ClientNeeds = {
  uses: ['ALLOW_USER_PASSWORD_AUTH'],
  accessTokenValidity: 300,
  idTokenValidity: 300,
}
/** An address, so that the ID token has a claim beside those of every sign-in, and one that is no string. */
const GATEWAY_USER: UserNeeds = { attributes: { email_verified: 'true' } }

/** What the variants with the tokens of the user pool need. */
export const needsOfTokens = (kind: Kind) =>
  ({
    lacking: ['password', `api-gateway-${kind}`],
    pool: GATEWAY_POOL,
    client: GATEWAY_CLIENT,
    user: GATEWAY_USER,
    gateways: { [kind]: true },
    does: ['signs-in'],
  }) as const satisfies VariantOptions

/** A second app client of the user pool, which no gateway is told of. */
export const OTHER_CLIENT: ClientNeeds = { uses: ['ALLOW_USER_PASSWORD_AUTH'] }

/** @throws {NotApplicable} there is none of this kind, or none of its methods asks for that */
function placeOf({ gateways }: Lease, kind: Kind, place: Place): string {
  const url = gateways?.[kind]?.[place]
  if (url !== undefined) return url
  throw new NotApplicable(`the target names no gateway for this (existing.gateways.${kind}.${place})`)
}

/** @throws {NotApplicable} the authorizer may take tokens of the other app client, too */
export function mustNotTakeOther({ gateways }: Lease, kind: Kind): void {
  if (gateways?.[kind]?.existing === true)
    throw new NotApplicable('which app clients the authorizer of an existing gateway takes is not known')
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
async function letTokensExpire({ clock, lease: { client } }: Cast): Promise<void> {
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

/** How a gateway is asked with each kind of token, and the check that it lets a good one through. */
export interface Opening {
  readonly send: (cast: Cast, token: string) => Promise<Answer>
  readonly opens: Check<Answer>
}

/**
 * Both tokens once they have run out, and new ones beside them, in the walk `later`.
 * @returns the answers to the old ones
 */
export function sendExpired(
  { attempt, walk }: VariantContext<number>,
  signedIn: Handle<SignedIn>,
  { byId, byAccess }: { readonly byId: Opening; readonly byAccess: Opening },
): { readonly id: Handle<Answer>; readonly access: Handle<Answer> } {
  const later = attempt(18, letTokensExpire, { needs: ['token-validity'] })
  const id = attempt(18, (cast) => {
    void later.value
    return byId.send(cast, signedIn.value.tokens.idToken)
  })
  const access = attempt(18, (cast) => {
    void later.value
    return byAccess.send(cast, signedIn.value.tokens.accessToken)
  })
  walk('later', (afterwards) => {
    const fresh = afterwards.attempt(18, (cast) => {
      void later.value
      return apiTokens(cast)
    })
    const newId = afterwards.attempt(18, (cast) => byId.send(cast, fresh.value.idToken))
    afterwards.check(byId.opens, newId)
    const newAccess = afterwards.attempt(18, (cast) => byAccess.send(cast, fresh.value.accessToken))
    afterwards.check(byAccess.opens, newAccess)
  })
  return { id, access }
}

/** A control before and after: the gateway lets a good token through still, once others have run out. */
export const stillOpens = (check: Check<Answer>) => ({ check, after: { check, walk: 'later' } })

export const told = (answer: Answer, token: string): Told => ({ answer, token: readJwt(token) })
