/** Requests that several flows make, each as the application would. */
import type { AuthorizationRequest, Cast, EndpointOptions } from '../../fixtures/actors/actors.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'

/**
 * Revocation is documented without a delay, and without a promise that there is none. Clients that are tested on the
 * real service wait a second; ten leave room for what is eventually consistent. In seconds.
 */
export const TAKES_EFFECT = 10

/** A name that no user of any pool has. */
export const NOBODY = 'nobody-of-this-name'

export const getUser = ({ application }: Cast, accessToken: string): Promise<Answer> =>
  application.call('GetUser', { AccessToken: accessToken })

/** An authorization code and the request that it answers. */
export interface Code {
  readonly code: string
  readonly request: AuthorizationRequest
}

/** Redeems a code, as the application would. */
export const redeem = (
  { application }: Cast,
  { code, request }: Code,
  options: EndpointOptions & { readonly form?: Readonly<Record<string, string | undefined>> } = {},
): Promise<Answer> => application.relyingParty.redeem(code, request, options)

/** Refreshes at the token endpoint. */
export const refreshAtEndpoint = (
  { application }: Cast,
  refreshToken: string | undefined,
  options: EndpointOptions = {},
): Promise<Answer> =>
  application.relyingParty.token({ grant_type: 'refresh_token', refresh_token: refreshToken }, options)
