/** Sessions that are over, beside those that go on. */
import type { Cast, TokenStrings } from '../../../fixtures/actors/actors.ts'
import { bodyJson, isValue, readString } from '../../../fixtures/protocol/reading.ts'
import type { LeasedClient } from '../../../fixtures/targets/lease.ts'
import { TAKES_EFFECT } from '../../shared/requests.ts'
import { ifGiven, signsIn, takenWhileFresh } from './pool-tokens.ts'

/** Members of the API's operations that say which client asks. */
export const namesClient = ({ id, secret }: LeasedClient): Readonly<Record<string, string>> => ({
  ClientId: id,
  ...(secret === undefined ? {} : { ClientSecret: secret }),
})

/** Ends what a refresh token began, by the API. */
export const revokesByApi = (
  { application }: Cast,
  token: unknown,
  client: LeasedClient = application.client,
) => application.call('RevokeToken', { ...namesClient(client), Token: token })

/** Whether the app client's sessions can be ended one by one, as far as that is known. */
export const canRevoke = ({ lease }: Cast): boolean =>
  lease.lacks['token-revocation'] === undefined && lease.client.tokenRevocation === true

/** Tokens of a session that was ended with its refresh token; nothing where that is not offered, or has no time to take effect. */
export const revokedTokens = takenWhileFresh(async (cast): Promise<TokenStrings | undefined> => {
  if (!canRevoke(cast) || cast.clock.mode === 'none') return undefined
  const tokens = await ifGiven(() => signsIn(cast))
  if (tokens?.refreshToken === undefined) return undefined
  const { status } = await revokesByApi(cast, tokens.refreshToken)
  if (status !== 200) return undefined
  await cast.clock.pass(TAKES_EFFECT)
  return tokens
})

/** A refresh by the API; its tokens, where it gave any. */
export async function refreshesByApi({ application }: Cast, token: string): Promise<string | undefined> {
  const answer = await application.initiateAuth('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: token })
  const came = readString(bodyJson(answer), 'AuthenticationResult', 'AccessToken')
  return isValue(came) ? came : undefined
}
