/** What the checks at both kinds of API read of an answer. */
import type { Expect } from '../../../fixtures/flow/expect.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import type { Jwt } from '../../../fixtures/protocol/jwt.ts'
import { isValue, type Reading, readObject } from '../../../fixtures/protocol/reading.ts'
import type { Lease } from '../../../fixtures/targets/lease.ts'
import { body } from '../../shared/answers.ts'
import { claim } from '../../shared/tokens.ts'

/** An answer of the function behind a gateway, with the token that was sent. */
export interface Told {
  readonly answer: Answer
  readonly token: Reading<Jwt>
}

/** What stands behind the gateway gives a fixed answer, or nobody knows which: a reason, or nothing. */
export const echoUnknown =
  (kind: 'rest' | 'http') =>
  ({ gateways }: Lease): string | undefined =>
    gateways?.[kind]?.echoes
      ? undefined
      : 'what stands behind the gateway does not tell what the authorizer told it'

/** A member of `requestContext.authorizer` in the event that the function was called with. */
export const context = (answer: Answer, ...path: string[]): Reading<unknown> =>
  body(answer, 'requestContext', 'authorizer', ...path)

/** Let through to what stands behind the gateway. */
export const passes = (expect: Expect, answer: Answer): void =>
  expect(answer.status, 'status of the answer').toBe(200)

/** The whole of a refusal as it was recorded: status and body. */
export const answers =
  (status: number, message: string) =>
  (expect: Expect, answer: Answer): void =>
    expect(answer).toBeRefusal({ status, message })

/** Turned away by the authorizer, in whichever of the two ways. */
export const isTurnedAway = (expect: Expect, answer: Answer): void =>
  expect(answer).toBeRefusal({ status: answer.status === 403 ? 403 : 401 })

export const turnedAway = 'Either of 401 and 403, whatever the body.'

/** Claims of every token that no service writes otherwise: text from the start. */
const TEXTS = ['sub', 'iss', 'token_use', 'jti'] as const

/** The claims that the function was told are those of the token. */
export function areOfToken(expect: Expect, { answer, token }: Told, path: readonly string[]): void {
  for (const name of TEXTS) {
    const due = claim(token, name)
    if (isValue(due)) expect(context(answer, ...path, name), name).toBe(due)
  }
}

/** All the claims that the function was told are strings. */
export function areStrings(expect: Expect, answer: Answer, path: readonly string[]): void {
  const claims = readObject(context(answer, ...path))
  expect(claims, 'claims').toBeA('object')
  if (!isValue(claims)) return
  for (const name of ['exp', 'iat', 'auth_time']) expect(claims[name], name).toBeA('non-empty string')
  for (const [name, value] of Object.entries(claims)) expect(value, name).toBeA('string')
}
