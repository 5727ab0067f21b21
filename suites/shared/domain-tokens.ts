/** The tokens that the user pool's domain hands out, at the token endpoint or in the fragment of a redirect. */
import type {
  AuthorizationRequest,
  CallbackAnswer,
  Cast,
  TokenStrings,
} from '../../fixtures/actors/actors.ts'
import { NotPerformed } from '../../fixtures/flow/not-performed.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { type Jwt, readJwt } from '../../fixtures/protocol/jwt.ts'
import { bodyJson, isValue, type Reading, readString } from '../../fixtures/protocol/reading.ts'
import type { Lease } from '../../fixtures/targets/lease.ts'
import { refused } from './answers.ts'
import type { IssuedTokens } from './tokens.ts'

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

/** The refresh token of an answer. @throws {NotPerformed} there is none */
export function refreshTokenOf(answer: Answer): string {
  const token = readString(bodyJson(answer), 'refresh_token')
  return isValue(token) ? token : refused(answer, '200 with refresh_token')
}
