/** What the checks of the token, userInfo and revocation endpoints judge with. */
import type { Expect } from '../../../fixtures/flow/expect.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { body, header } from '../tokens.ts'

export interface Refusal {
  /** Admissible values of `error`. Not given: any, and none. */
  readonly error?: readonly string[]
  /** Default: any from 400 to 499. */
  readonly status?: readonly number[]
}

/** An OAuth error answer without any token. `error_description` is never looked at: its wording is not stable. */
export function refuses(expect: Expect, answer: Answer, { error, status }: Refusal = {}): void {
  expect(answer).toBeRefusal({ status: 'any' })
  for (const name of ['access_token', 'id_token', 'refresh_token']) {
    const found = body(answer, name)
    // Compared by hand: a failure must not show the token.
    expect(typeof found === 'string' ? 'handed out' : 'not handed out', name).toBe('not handed out')
  }
  if (status !== undefined) expect(answer.status, 'status').toBeOneOf(status)
  const named = body(answer, 'error')
  if (error !== undefined) expect(named, 'error').toBeOneOf(error)
  else expect.note(`status ${answer.status}, error ${typeof named === 'string' ? named : 'not given'}`)
}

/** 400 is in the one sample that AWS gives for all errors; RFC 6749, section 5.2, has 401 for this one. */
export const CLIENT_ERROR = { error: ['invalid_client'], status: [400, 401] } as const

/** The error of a `WWW-Authenticate` header, with the scheme word or without: `error="invalid_token"`. */
export function challengeError(answer: Answer): unknown {
  const challenge = header(answer, 'www-authenticate')
  if (typeof challenge !== 'string') return challenge
  return /(?:^|[\s,])error\s*=\s*"?([\w.-]+)"?/.exec(challenge)?.[1] ?? '(no error in WWW-Authenticate)'
}

/** A browser's script of any origin may read the answer. */
export const readableAnywhere = (expect: Expect, answer: Answer): void =>
  expect(header(answer, 'access-control-allow-origin'), 'Access-Control-Allow-Origin').toBe('*')

/** The media type, whatever its parameters. */
export const mediaType = (answer: Answer): unknown => {
  const type = header(answer, 'content-type')
  return typeof type === 'string' ? (type.split(';')[0] ?? '').trim().toLowerCase() : type
}
