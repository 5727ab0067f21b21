/** Step 16 at an app client that rotates refresh tokens: each refresh brings a new one and ends the old one. */
import type { Expect } from '../../../fixtures/flow/expect.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import type { Lease } from '../../../fixtures/targets/lease.ts'
import { body } from '../../shared/answers.ts'
import type { Issued } from '../../shared/domain-tokens.ts'
import { refreshTokens, tokenEndpoint } from '../../shared/sources.ts'
import { managedLogin } from '../flow.ts'
import { refuses } from './token-judging.ts'

export interface Rotated {
  readonly first: Issued
  readonly answer: Answer
}

const rotationUnknown = ({ client }: Lease): string | undefined =>
  client.rotation === true ? undefined : 'refresh token rotation is not known to be on for the app client'
const needs = ['rotation', 'refresh-grant'] as const
const sends = 'POST to /oauth2/token with grant_type refresh_token and the refresh token of the sign-in'

/** New tokens came, none of them that of the sign-in. Compared by hand: a failure must not show a token. */
function returnsTokens(expect: Expect, answer: Answer, first: Issued): void {
  expect(answer).toBeAnsweredWith(200)
  for (const [name, old] of [
    ['access_token', first.accessToken],
    ['id_token', first.idToken],
    ['refresh_token', first.refreshToken],
  ] as const) {
    const fresh = body(answer, name)
    expect(fresh, name).toBeA('non-empty string')
    expect(fresh === old, `${name} is the first one again`).toBe(false)
  }
}

export const rotates = managedLogin.check(16, 'rotation-new-refresh-token', {
  says: 'With rotation a refresh returns a new access token, a new ID token, and a refresh token that is not the old one',
  sends,
  basis: refreshTokens(
    'OAuth token refresh',
    'When refresh token rotation is active, the token endpoint returns a new refresh token.',
  ),
  also: [
    tokenEndpoint(
      'Token refresh with refresh token rotation',
      'The response returns new ID, access and refresh tokens.',
    ),
  ],
  breaks: 'The application is left without a refresh token as soon as the old one has ended.',
  needs,
  unless: rotationUnknown,
  judge: (expect, { first, answer }: Rotated) => returnsTokens(expect, answer, first),
})

export const rotationGoesOn = managedLogin.check(16, 'rotation-goes-on', {
  says: 'The refresh token that a rotation returned is good for the next refresh',
  sends: 'POST to /oauth2/token with grant_type refresh_token and the refresh token of the first refresh',
  basis: refreshTokens(
    'Refresh token rotation',
    'The new refresh token is valid for the remaining duration of the original one.',
  ),
  breaks: 'Users are signed out at the second refresh.',
  needs,
  unless: rotationUnknown,
  judge: (expect, { first, answer }: Rotated) => returnsTokens(expect, answer, first),
})

export const rotationEndsOld = managedLogin.check(16, 'rotation-ends-old-token', {
  says: 'A refresh token that was rotated out gets no tokens once the grace period is over',
  sends: `${sends} again, more than a minute after its rotation`,
  basis: refreshTokens(
    'Refresh token rotation',
    'Rotation invalidates the original refresh token; its grace period is 60 seconds at most.',
  ),
  also: [
    refreshTokens(
      'Enable refresh token rotation (console)',
      'The grace period is the delay before the rotated-out refresh token is revoked.',
    ),
  ],
  admits: 'Any error: which one it is, is not documented.',
  breaks: 'A stolen refresh token works beside the one that replaced it.',
  needs,
  unless: rotationUnknown,
  refusal: true,
  judge: (expect, answer: Answer) => refuses(expect, answer),
})
