/**
 * What an answer of the sign-in operations lets the flow go on with.
 *
 * Each function reads one documented outcome and gives it typed, or says that the step was not performed.
 */
import type { Cast } from '../../fixtures/actors/actors.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { readJwt } from '../../fixtures/protocol/jwt.ts'
import { bodyJson, isValue, type Reading, readObject, readString } from '../../fixtures/protocol/reading.ts'
import { body, refused } from '../shared/answers.ts'
import type { IssuedTokens } from '../shared/tokens.ts'

/** 200 with a challenge or with tokens; anything else does not let the sign-in go on. */
export function wentOn(answer: Answer): Answer {
  const goesOn =
    isValue(readString(bodyJson(answer), 'ChallengeName')) ||
    isValue(readObject(bodyJson(answer), 'AuthenticationResult'))
  return answer.status === 200 && goesOn
    ? answer
    : refused(answer, '200 with ChallengeName or AuthenticationResult')
}

/** A challenge and no tokens. */
export function askedForMore(answer: Answer): Answer {
  const challenged = isValue(readString(bodyJson(answer), 'ChallengeName'))
  return challenged && !isValue(body(answer, 'AuthenticationResult'))
    ? answer
    : refused(answer, 'a challenge without tokens')
}

export interface Challenge {
  readonly name: string
  readonly session: string
}

/** A challenge with what its answer needs. */
export function challengeIn(answer: Answer): Challenge {
  const name = readString(bodyJson(answer), 'ChallengeName')
  const session = readString(bodyJson(answer), 'Session')
  return isValue(name) && isValue(session) ? { name, session } : refused(answer, 'ChallengeName and Session')
}

/** AuthenticationResult and no further challenge. */
export function completed(answer: Answer): Answer {
  const done =
    isValue(readObject(bodyJson(answer), 'AuthenticationResult')) && !isValue(body(answer, 'ChallengeName'))
  return done ? answer : refused(answer, 'AuthenticationResult without a further challenge')
}

/** The tokens of a sign-in, with the answer that brought them. */
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
    return refused(answer, due)
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
