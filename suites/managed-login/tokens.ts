/**
 * What the endpoints of the domain hand out: tokens, read for judging, and fresh authorization codes to get them with.
 */
import type {
  AuthorizationRequest,
  CallbackAnswer,
  Cast,
  EndpointOptions,
  TokenStrings,
} from '../../fixtures/actors/actors.ts'
import { outcomeInWords, outcomeOf } from '../../fixtures/flow/expect.ts'
import { NotPerformed } from '../../fixtures/flow/not-performed.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { type Jwt, readJwt } from '../../fixtures/protocol/jwt.ts'
import {
  Absent,
  bodyJson,
  isValue,
  member,
  type Reading,
  readString,
} from '../../fixtures/protocol/reading.ts'
import type { Lease, LeasedClient } from '../../fixtures/targets/lease.ts'
import type { IssuedTokens } from '../api-authentication/answers.ts'
import { type Asked, codeOf, visitAuthorization } from './answers.ts'
import { asksForPassword, shown } from './sign-in.ts'

export { claim, headerOf, storedNames } from '../api-authentication/answers.ts'

/** No token of any kind: not even three parts. */
export const MADE_UP_TOKEN = 'bm9ib2R5LXdhcy1ldmVyLWdpdmVuLXRoaXM'

/**
 * Revocation is documented without a delay, and without a promise that there is none: seconds for what is eventually
 * consistent.
 */
export const TAKES_EFFECT = 10

/** A member of a JSON answer. */
export const body = (answer: Answer, ...path: string[]): Reading<unknown> => member(bodyJson(answer), ...path)

/** Tokens as issued, with what judgements compare them to. */
export interface Granted {
  readonly answer: Answer
  readonly accessToken: string
  /** Where the scope openid was granted. */
  readonly idToken?: string
  readonly refreshToken?: string
  readonly id: Reading<Jwt>
  readonly access: Reading<Jwt>
  readonly lease: Lease
  /** The target's time when they came, in seconds. */
  readonly at: number
}

/** The tokens of a user's sign-in, ID token included. */
export interface Issued extends Granted, IssuedTokens {
  readonly idToken: string
  /** What was asked for at the authorization endpoint. */
  readonly request: AuthorizationRequest
}

export interface Due {
  readonly idToken: boolean
  readonly refreshToken: boolean
}

/** What was due did not come. @throws {NotPerformed} always */
export const refused = (answer: Answer, due: string): never => {
  throw new NotPerformed(`expected ${due}; the request was ${outcomeInWords(answer)}`, due, outcomeOf(answer))
}

/** 200 with a JSON object. */
export function answered(answer: Answer): Answer {
  const json = bodyJson(answer)
  const isObject = typeof json === 'object' && isValue(json) && !Array.isArray(json)
  return answer.status === 200 && isObject ? answer : refused(answer, '200 with a JSON object')
}

/** 200: what follows stands on it having happened. */
export function succeeded(answer: Answer): Answer {
  return answer.status === 200 ? answer : refused(answer, '200')
}

/** The tokens of an answer of the token endpoint. @throws {NotPerformed} one that is due is missing */
export function granted(answer: Answer, { lease, clock }: Cast, due: Due): Granted {
  const json = bodyJson(answer)
  const [access, id, refresh] = (['access_token', 'id_token', 'refresh_token'] as const).map((name) =>
    readString(json, name),
  ) as [Reading<string>, Reading<string>, Reading<string>]
  const whole = (!due.idToken || isValue(id)) && (!due.refreshToken || isValue(refresh))
  if (answer.status !== 200 || !isValue(access) || !whole) {
    const names = [
      'access_token',
      ...(due.idToken ? ['id_token'] : []),
      ...(due.refreshToken ? ['refresh_token'] : []),
    ]
    return refused(answer, `200 with ${names.join(', ')}`)
  }
  return {
    answer,
    accessToken: access,
    ...(isValue(id) ? { idToken: id } : {}),
    ...(isValue(refresh) ? { refreshToken: refresh } : {}),
    id: readJwt(id),
    access: readJwt(access),
    lease,
    at: Math.floor(clock.now() / 1000),
  }
}

/** The tokens of a sign-in with the scope openid. */
export function issued(
  answer: Answer,
  cast: Cast,
  request: AuthorizationRequest,
  { refreshToken }: Pick<Due, 'refreshToken'> = { refreshToken: true },
): Issued {
  const tokens = granted(answer, cast, { idToken: true, refreshToken })
  const { accessToken, idToken = '' } = tokens
  const strings: TokenStrings = {
    accessToken,
    idToken,
    ...(tokens.refreshToken === undefined ? {} : { refreshToken: tokens.refreshToken }),
  }
  return { ...tokens, idToken, request, tokens: strings }
}

/** The tokens that an implicit grant put into the fragment. @throws {NotPerformed} there is no access or no ID token */
export function issuedInFragment(
  callback: CallbackAnswer,
  { lease, clock }: Cast,
  request: AuthorizationRequest,
): Omit<Issued, 'answer'> {
  const { access_token: accessToken, id_token: idToken } = callback.parameters
  if (!accessToken || !idToken) {
    throw new NotPerformed(
      'the redirect brought no access token, or no ID token',
      { parameters: ['access_token', 'id_token'] },
      { parameters: Object.keys(callback.parameters), error: callback.parameters['error'] },
    )
  }
  return {
    accessToken,
    idToken,
    tokens: { accessToken, idToken },
    id: readJwt(idToken),
    access: readJwt(accessToken),
    lease,
    at: Math.floor(clock.now() / 1000),
    request,
  }
}

/** The scopes that an access token lists; absent and malformed ones read as such. */
export function scopesOf({ access }: Pick<Granted, 'access'>): Reading<readonly string[]> {
  if (!isValue(access)) return access
  const scope = readString(access.payload, 'scope')
  return isValue(scope) ? scope.split(' ').filter((one) => one !== '') : scope
}

/** The scopes of a request, as asked for. */
export const askedScopes = ({ parameters }: AuthorizationRequest): readonly string[] =>
  (parameters['scope'] ?? '').split(' ').filter((one) => one !== '')

/** An authorization code and the request that it answers. */
export interface Code {
  readonly code: string
  readonly request: AuthorizationRequest
}

/**
 * Another authorization code for the person's browser. One that is signed in gets it without a page; one that is shown
 * the sign-in page signs in again.
 * @throws {NotPerformed} no code came
 */
export async function freshCode(cast: Cast, asked: Asked = {}): Promise<Code> {
  const { user } = cast
  const visit = await visitAuthorization(cast, asked)
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

/** Redeems a code, as the application would. */
export const redeem = (
  { application }: Cast,
  { code, request }: Code,
  options: EndpointOptions & { readonly form?: Readonly<Record<string, string | undefined>> } = {},
): Promise<Answer> => application.relyingParty.redeem(code, request, options)

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

/** Refreshes at the token endpoint. */
export const refreshAtEndpoint = (
  { application }: Cast,
  refreshToken: string | undefined,
  options: EndpointOptions = {},
): Promise<Answer> =>
  application.relyingParty.token({ grant_type: 'refresh_token', refresh_token: refreshToken }, options)

/** The refresh token of an answer. @throws {NotPerformed} there is none */
export function refreshTokenOf(answer: Answer): string {
  const token = readString(bodyJson(answer), 'refresh_token')
  return isValue(token) ? token : refused(answer, '200 with refresh_token')
}

/** The tokens of a password sign-in by the API. @throws {NotPerformed} there are none */
export async function signInByApi({
  application,
  user,
}: Cast): Promise<{ readonly accessToken: string; readonly refreshToken: string }> {
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

export const getUser = ({ application }: Cast, accessToken: string): Promise<Answer> =>
  application.call('GetUser', { AccessToken: accessToken })

/** The token with another character in the middle of its signature, where no bit of it is padding. */
export function withOtherSignature(token: string): string {
  const dot = token.lastIndexOf('.')
  const at = dot + 1 + Math.floor((token.length - dot) / 2)
  return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`
}

/** The same with an ID that no app client has. */
export const unknownClient = (client: LeasedClient): LeasedClient => ({
  ...client,
  id: 'noclienthasthisid0000000000',
})

/** A header, by its lower-case name. */
export const header = (answer: Answer, name: string): Reading<string> =>
  Object.hasOwn(answer.headers, name) ? (answer.headers[name] ?? '') : new Absent(`header ${name}`)
