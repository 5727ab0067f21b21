/** The token that an identity pool makes of a login, where it is handed out: taken apart, for judging. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { type Jwt, readJwt } from '../../fixtures/protocol/jwt.ts'
import { bodyJson, isValue, type Reading, readString } from '../../fixtures/protocol/reading.ts'
import type { Lease } from '../../fixtures/targets/lease.ts'
import { answered, refused } from '../shared/answers.ts'
import { claim } from '../shared/tokens.ts'
import { identityIdIn } from './steps-9-to-11.ts'

export interface OwnToken {
  readonly answer: Answer
  /** As the answer names it. */
  readonly identityId: string
  readonly token: Reading<string>
  readonly jwt: Reading<Jwt>
  readonly lease: Lease
  /** The target's time when it came, in seconds. */
  readonly at: number
}

/** The token of an answer. @throws {NotPerformed} the request was refused, or names no identity */
export function ownTokenIn(answer: Answer, { lease, clock }: Cast): OwnToken {
  const identityId = identityIdIn(answered(answer))
  const token = readString(bodyJson(answer), 'Token')
  return { answer, identityId, token, jwt: readJwt(token), lease, at: Math.floor(clock.now() / 1000) }
}

/** The token, where it can be taken apart; that it can is judged by itself. @throws {NotPerformed} it is no JWT */
export const legible = <T extends OwnToken>(own: T): T =>
  isValue(own.jwt) ? own : refused(own.answer, 'a Token that is a JWT, so that there are claims to judge')

export const claimOf = ({ jwt }: Pick<OwnToken, 'jwt'>, name: string): Reading<unknown> => claim(jwt, name)
