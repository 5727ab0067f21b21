/** Codes and tokens beside those that are judged: further sign-ins of the same person, for what consumes or compares. */
import type { Cast, EndpointOptions } from '../../fixtures/actors/actors.ts'
import { NotApplicable, NotPerformed } from '../../fixtures/flow/not-performed.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { bodyJson, isValue, readString } from '../../fixtures/protocol/reading.ts'
import type { LeasedClient } from '../../fixtures/targets/lease.ts'
import { refused } from '../shared/answers.ts'
import { type Granted, granted, type Issued, issued } from '../shared/domain-tokens.ts'
import { type Asked, asksForPassword, codeOf, shown, visitBySession } from '../shared/front-channel.ts'
import { type Code, redeem } from '../shared/requests.ts'
import { authFlowUnknown, ELSEWHERE } from './checks/token-judging.ts'

/**
 * Another authorization code for the person's browser. One that is signed in gets it without a page; one that is shown
 * the sign-in page signs in again.
 * @throws {NotPerformed} no code came
 */
export async function freshCode(cast: Cast, asked: Asked = {}): Promise<Code> {
  const { user } = cast
  const visit = await visitBySession(cast, asked)
  let { page } = visit
  if (page.callback === undefined && asksForPassword(page)) {
    page = await user.signsIn()
    if (page.callback === undefined && page.status < 400 && user.totpSecret !== undefined)
      page = await user.answersWithCode(await user.totpCode())
  }
  if (page.callback === undefined) {
    throw new NotPerformed(
      'no authorization code came to the callback',
      'a redirect to the application',
      shown(page),
    )
  }
  return { request: visit.request, code: codeOf(page.callback) }
}

/** A whole sign-in beside the one that is judged: another code, and the tokens for it. */
export async function anotherSignIn(
  cast: Cast,
  asked: Asked = {},
  options: EndpointOptions = {},
): Promise<Issued> {
  const code = await freshCode(cast, asked)
  return issued(await redeem(cast, code, options), cast, code.request)
}

/** The same for requests without the scope openid. */
export async function anotherGrant(cast: Cast, asked: Asked = {}): Promise<Granted> {
  const code = await freshCode(cast, asked)
  return granted(await redeem(cast, code), cast, { idToken: false, refreshToken: false })
}

/**
 * A request to an endpoint as a script of another site sends it, whose browser says where it comes from.
 * @param form the body of a POST; without one it is a GET
 */
export function fromElsewhere(
  { application }: Cast,
  path: string,
  {
    headers = {},
    form,
  }: {
    readonly headers?: Readonly<Record<string, string>>
    readonly form?: Readonly<Record<string, string>>
  },
): Promise<Answer> {
  const { id, secret } = application.client
  if (form === undefined)
    return application.relyingParty.request('GET', path, { headers: { origin: ELSEWHERE, ...headers } })
  const basic = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
  return application.relyingParty.request('POST', path, {
    headers: { origin: ELSEWHERE, ...(secret === undefined ? {} : { authorization: basic }), ...headers },
    body: new URLSearchParams({ ...form, ...(secret === undefined ? { client_id: id } : {}) }).toString(),
  })
}

/** Another code, redeemed by a script of another site. */
export async function redeemElsewhere(cast: Cast): Promise<Answer> {
  const { code, request } = await freshCode(cast)
  const redirectUri = request.parameters['redirect_uri'] ?? ''
  const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri }
  return fromElsewhere(cast, '/oauth2/token', { form })
}

/**
 * The tokens of a password sign-in by the API.
 * @throws {NotApplicable} the app client is not known to allow one
 * @throws {NotPerformed} there are none
 */
export async function signInByApi({
  application,
  user,
  lease,
}: Cast): Promise<{ readonly accessToken: string; readonly refreshToken: string }> {
  const unknown = authFlowUnknown('ALLOW_USER_PASSWORD_AUTH')(lease)
  if (unknown !== undefined) throw new NotApplicable(unknown)
  const answer = await application.initiateAuth('USER_PASSWORD_AUTH', {
    USERNAME: user.username,
    PASSWORD: user.password,
  })
  const accessToken = readString(bodyJson(answer), 'AuthenticationResult', 'AccessToken')
  const refreshToken = readString(bodyJson(answer), 'AuthenticationResult', 'RefreshToken')
  return isValue(accessToken) && isValue(refreshToken)
    ? { accessToken, refreshToken }
    : refused(answer, 'AuthenticationResult with AccessToken and RefreshToken')
}

/** The app client under an ID that none has. */
export const unknownClient = (client: LeasedClient): LeasedClient => ({
  ...client,
  id: 'noclienthasthisid0000000000',
})
