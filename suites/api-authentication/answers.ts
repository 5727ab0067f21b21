/**
 * What an answer of the sign-in operations lets the flow go on with.
 *
 * Each function reads one documented outcome and gives it typed, or says that the step was not performed.
 */

import type { Cast, TokenStrings } from '../../fixtures/actors/actors.ts'
import { outcomeInWords, outcomeOf } from '../../fixtures/flow/expect.ts'
import { NotPerformed } from '../../fixtures/flow/not-performed.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { type Jwt, readJwt } from '../../fixtures/protocol/jwt.ts'
import {
  bodyJson,
  isValue,
  member,
  type Reading,
  readObject,
  readString,
} from '../../fixtures/protocol/reading.ts'
import type { Lease } from '../../fixtures/targets/lease.ts'

export const body = (answer: Answer, ...path: string[]): Reading<unknown> => member(bodyJson(answer), ...path)

const notPerformed = (answer: Answer, due: string): never => {
  throw new NotPerformed(`expected ${due}; the request was ${outcomeInWords(answer)}`, due, outcomeOf(answer))
}

/** 200 with a challenge or with tokens; anything else does not let the sign-in go on. */
export function wentOn(answer: Answer): Answer {
  const goesOn =
    isValue(readString(bodyJson(answer), 'ChallengeName')) ||
    isValue(readObject(bodyJson(answer), 'AuthenticationResult'))
  return answer.status === 200 && goesOn
    ? answer
    : notPerformed(answer, '200 with ChallengeName or AuthenticationResult')
}

/** A challenge and no tokens. */
export function askedForMore(answer: Answer): Answer {
  const challenged = isValue(readString(bodyJson(answer), 'ChallengeName'))
  return challenged && !isValue(body(answer, 'AuthenticationResult'))
    ? answer
    : notPerformed(answer, 'a challenge without tokens')
}

export interface Challenge {
  readonly name: string
  readonly session: string
}

/** A challenge with what its answer needs. */
export function challengeIn(answer: Answer): Challenge {
  const name = readString(bodyJson(answer), 'ChallengeName')
  const session = readString(bodyJson(answer), 'Session')
  return isValue(name) && isValue(session)
    ? { name, session }
    : notPerformed(answer, 'ChallengeName and Session')
}

/** AuthenticationResult and no further challenge. */
export function completed(answer: Answer): Answer {
  const done =
    isValue(readObject(bodyJson(answer), 'AuthenticationResult')) && !isValue(body(answer, 'ChallengeName'))
  return done ? answer : notPerformed(answer, 'AuthenticationResult without a further challenge')
}

/** 200: what follows stands on it having happened. */
export function succeeded(answer: Answer): Answer {
  return answer.status === 200
    ? answer
    : notPerformed(answer, `200 to ${answer.request.operation ?? 'the request'}`)
}

/** Tokens as issued, whichever way they came, with what judgements compare them to. */
export interface IssuedTokens {
  readonly tokens: TokenStrings
  readonly id: Reading<Jwt>
  readonly access: Reading<Jwt>
  readonly lease: Lease
  /** The target's time when they came, in seconds. */
  readonly at: number
}

/** The same with the answer that brought them. */
export interface Issued extends IssuedTokens {
  readonly answer: Answer
}

/** The tokens of a completed sign-in; `refresh` where a refresh token is due. */
export function issued(
  answer: Answer,
  { lease, clock }: Cast,
  refresh: 'with-refresh-token' | 'without-refresh-token',
): Issued {
  const json = bodyJson(answer)
  const [accessToken, idToken, refreshToken] = (['AccessToken', 'IdToken', 'RefreshToken'] as const).map(
    (name) => readString(json, 'AuthenticationResult', name),
  ) as [Reading<string>, Reading<string>, Reading<string>]
  const whole =
    isValue(accessToken) && isValue(idToken) && (refresh === 'without-refresh-token' || isValue(refreshToken))
  if (answer.status !== 200 || !whole) {
    const due =
      refresh === 'with-refresh-token' ? 'AccessToken, IdToken and RefreshToken' : 'AccessToken and IdToken'
    return notPerformed(answer, due)
  }
  return {
    answer,
    tokens: { accessToken, idToken, ...(isValue(refreshToken) ? { refreshToken } : {}) },
    id: readJwt(idToken),
    access: readJwt(accessToken),
    lease,
    at: Math.floor(clock.now() / 1000),
  }
}

/**
 * The name as the user pool may hold it: one that is not case-sensitive gives it back in lower case.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-case-sensitivity.html
 */
export const storedNames = (username: string): readonly string[] => [
  ...new Set([username, username.toLowerCase()]),
]

/** A claim of a token; absent and malformed tokens read as such. */
export const claim = (token: Reading<Jwt>, name: string): Reading<unknown> =>
  isValue(token) ? member(token.payload, name) : token

/** A member of a token's header. */
export const headerOf = (token: Reading<Jwt>): Reading<Record<string, unknown>> =>
  isValue(token) ? token.header : token
