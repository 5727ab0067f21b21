/** Genuine tokens of the user pool's domain: a base for userInfo, and what somebody who attacks may have beside it. */
import type { Cast, TokenStrings } from '../../../fixtures/actors/actors.ts'
import { NotPerformed } from '../../../fixtures/flow/not-performed.ts'
import type { JwtScene } from '../../../fixtures/fuzzing/jwt/draft.ts'
import { isValue } from '../../../fixtures/protocol/reading.ts'
import { anotherSignIn, freshCode } from '../../managed-login/further-sign-ins.ts'
import { granted, issued } from '../../shared/domain-tokens.ts'
import { WELL_AFTER } from '../../shared/expiry.ts'
import { codeOf, shown } from '../../shared/front-channel.ts'
import { redeem, refreshAtEndpoint, TAKES_EFFECT } from '../../shared/requests.ts'
import { claim } from '../../shared/tokens.ts'
import { ifGiven, poolKeySet, sceneAt, signsIn, takenOnce, takenWhileFresh } from './pool-tokens.ts'
import { canRevoke } from './sessions.ts'

/** Tokens that have run out everywhere; nothing where the clock cannot be moved. */
const expiredTokens = takenOnce(async (cast) => {
  const { accessTokenValidity } = cast.lease.client
  if (cast.clock.mode !== 'virtual' || accessTokenValidity === 'unknown') return undefined
  const { tokens } = await anotherSignIn(cast)
  await cast.clock.pass(accessTokenValidity + WELL_AFTER)
  return tokens
})

/** Tokens of a session that was ended with its refresh token; nothing where that is not offered, or has no time to take effect. */
export const revokedTokens = takenWhileFresh(async (cast): Promise<TokenStrings | undefined> => {
  if (!canRevoke(cast) || cast.clock.mode === 'none') return undefined
  if (cast.lease.lacks['revoke-endpoint'] !== undefined) return undefined
  const { tokens } = await anotherSignIn(cast)
  const { status } = await cast.application.relyingParty.revoke({ token: tokens.refreshToken })
  if (status !== 200) return undefined
  await cast.clock.pass(TAKES_EFFECT)
  return tokens
})

/** The other user signs in with a browser of their own. @throws {NotPerformed} no code came */
export async function otherUserSignsIn(cast: Cast): Promise<TokenStrings> {
  const { application, secondUser } = cast
  const request = application.relyingParty.authorization()
  application.relyingParty.sendsToSignIn(request)
  await secondUser.opensApplication()
  let page = await secondUser.choosesSignIn()
  if (page.callback === undefined) page = await secondUser.signsIn()
  if (page.callback === undefined)
    throw new NotPerformed('no authorization code came', 'a redirect to the application', shown(page))
  const code = { code: codeOf(page.callback), request }
  return issued(await redeem(cast, code), cast, request).tokens
}

/** A sign-in at the API, whose tokens have no scope of the domain's. */
const apiTokens = (cast: Cast) =>
  cast.lease.lacks['password'] === undefined ? ifGiven(() => signsIn(cast)) : Promise.resolve(undefined)

export async function domainScene(cast: Cast): Promise<JwtScene> {
  const expired = await expiredTokens(cast)
  const revoked = await revokedTokens(cast)
  const otherUser = await ifGiven(() => otherUserSignsIn(cast))
  const withoutScope = await apiTokens(cast)
  const base = await anotherSignIn(cast)
  // Of two tokens of one session either is the other’s elder as far as userInfo can tell.
  const earlier = await ifGiven(async () =>
    granted(await refreshAtEndpoint(cast, base.refreshToken), cast, { idToken: false, refreshToken: false }),
  )
  const otherClient = await ifGiven(() => {
    const client = cast.secondClient
    return anotherSignIn(cast, { options: { client } }, { client })
  })
  const code = await ifGiven(() => freshCode(cast))
  const self = claim(base.access, 'sub')
  const others = {
    'other-use': base.idToken,
    'other-user': otherUser?.accessToken,
    'other-client': otherClient?.accessToken,
    refresh: base.refreshToken,
    revoked: revoked?.accessToken,
    expired: expired?.accessToken,
    'without-scope': withoutScope?.accessToken,
    earlier: earlier?.accessToken,
    code: code?.code,
  }
  const { id, secret } = cast.lease.client
  return {
    ...sceneAt(cast),
    token: base.accessToken,
    issuer: cast.lease.issuer,
    client: id,
    ...(secret === undefined ? {} : { clientSecret: secret }),
    ...(isValue(self) && typeof self === 'string' ? { self } : {}),
    keySet: await poolKeySet(cast),
    others: Object.fromEntries(Object.entries(others).filter(([, token]) => token !== undefined)),
  }
}
