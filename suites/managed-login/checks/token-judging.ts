/** What the checks of the token, userInfo and revocation endpoints judge with. */
import type { Expect } from '../../../fixtures/flow/expect.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import type { Lease } from '../../../fixtures/targets/lease.ts'
import { body, header } from '../../shared/answers.ts'
import { type Granted, scopesOf } from '../../shared/domain-tokens.ts'
import { tokenEndpoint } from '../../shared/sources.ts'

export interface Refusal {
  /** Admissible values of `error`. Not given: any, and none. */
  readonly error?: readonly string[]
  /** Default: any from 400 to 499. */
  readonly status?: readonly number[]
}

/** Compared by hand: a failure must not show the token. */
export function handsOutNo(expect: Expect, answer: Answer, name: string): void {
  const found = body(answer, name)
  expect(typeof found === 'string' ? 'handed out' : 'not handed out', name).toBe('not handed out')
}

/** 200 with an access token. */
export function bringsAccessToken(expect: Expect, answer: Answer): void {
  expect(answer).toBeAnsweredWith(200)
  expect(body(answer, 'access_token'), 'access_token').toBeA('non-empty string')
}

/** An OAuth error answer without any token. `error_description` is never looked at: its wording is not stable. */
export function refuses(expect: Expect, answer: Answer, { error, status }: Refusal = {}): void {
  expect(answer).toBeRefusal({ status: 'any' })
  for (const name of ['access_token', 'id_token', 'refresh_token']) handsOutNo(expect, answer, name)
  if (status !== undefined) expect(answer.status, 'status').toBeOneOf(status)
  const named = body(answer, 'error')
  if (error !== undefined) expect(named, 'error').toBeOneOf(error)
  else expect.note(`status ${answer.status}, error ${typeof named === 'string' ? named : 'not given'}`)
}

export const authenticationFailed = tokenEndpoint(
  'Examples of negative responses, invalid_client',
  'Client authentication failed; for example, there is no client with that ID and secret.',
)

/** 400 is in the one sample that AWS gives for all errors; RFC 6749, section 5.2, has 401 for this one. */
export const CLIENT_ERROR = { error: ['invalid_client'], status: [400, 401] } as const
export const CLIENT_ERROR_ADMITS =
  'Status 400, which AWS’s one sample of errors has, and 401, which RFC 6749 has.'

/** The error of a `WWW-Authenticate` header, with the scheme word or without: `error="invalid_token"`. */
export function challengeError(answer: Answer): unknown {
  const challenge = header(answer, 'www-authenticate')
  if (typeof challenge !== 'string') return challenge
  return /(?:^|[\s,])error\s*=\s*"?([\w.-]+)"?/.exec(challenge)?.[1] ?? '(no error in WWW-Authenticate)'
}

/** Where a script's request comes from, as its browser says. */
export const ELSEWHERE = 'https://other.example'

/**
 * A script of {@link ELSEWHERE} may read the answer. AWS says `*`; its endpoints have been seen to name the origin of the
 * request (DuendeArchive/identity-model-oidc-client-js#1107), which lets the script read as well.
 */
export function readableElsewhere(expect: Expect, answer: Answer): void {
  const allowed = header(answer, 'access-control-allow-origin')
  expect(allowed, 'Access-Control-Allow-Origin').toBeOneOf(['*', ELSEWHERE])
  if (allowed === ELSEWHERE) expect.note('the origin of the request in place of *')
}

/** The media type, whatever its parameters. */
export const mediaType = (answer: Answer): unknown => {
  const type = header(answer, 'content-type')
  return typeof type === 'string' ? (type.split(';')[0] ?? '').trim().toLowerCase() : type
}

/** A reason why it is not known that the app client's tokens can be revoked, or nothing. */
export const revocationUnknown = ({ client }: Lease): string | undefined =>
  client.tokenRevocation === true ? undefined : 'token revocation is not known to be on for the app client'

/** A reason why the app client is not known to allow a way of the API to sign in or to refresh, or nothing. */
export const authFlowUnknown =
  (flow: string) =>
  ({ client }: Lease): string | undefined =>
    client.authFlows !== 'unknown' && client.authFlows.includes(flow)
      ? undefined
      : `the app client is not known to allow ${flow} (existing.clients[].authFlows)`

/** A reason why the app client's scopes are not known, or nothing. */
export const scopesUnknown = (lease: Lease): string | undefined =>
  knownScopes(lease) === undefined ? 'the app client’s scopes are unknown' : undefined

/** The access token has every scope of the app client. */
export function hasAllScopes(expect: Expect, tokens: Pick<Granted, 'access' | 'lease'>): void {
  expect(scopesOf(tokens), 'scopes of the access token').toHoldExactly(knownScopes(tokens.lease) ?? [])
}

export function knownScopes({ client }: Lease): readonly string[] | undefined {
  const scopes = client.oauth?.scopes
  return scopes === 'unknown' ? undefined : scopes
}
