/** Step 15 at an app client that rotates refresh tokens: each refresh brings a new one and ends the old one. */
import type { Expect } from '../../../fixtures/flow/expect.ts'
import { apiReference, developerGuide } from '../../../fixtures/flow/source.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import type { Lease } from '../../../fixtures/targets/lease.ts'
import { body } from '../../shared/answers.ts'
import { apiAuthentication } from '../flow.ts'
import { type FromSignIn, returnsTokens } from './refresh.ts'

const page = (section: string, states: string) =>
  developerGuide(
    'amazon-cognito-user-pools-using-the-refresh-token#using-the-refresh-token-rotation',
    'Refresh tokens',
    section,
    states,
  )

const rotationUnknown = ({ client }: Lease): string | undefined =>
  client.rotation === true ? undefined : 'refresh token rotation is not known to be on for the app client'

const needs = ['rotation'] as const

export const rotates = apiAuthentication.check(15, 'rotation-new-refresh-token', {
  says: 'With rotation a refresh returns a new access token, a new ID token, and a refresh token that is not the old one',
  sends: 'GetTokensFromRefreshToken with the refresh token of the sign-in',
  basis: page(
    'Refresh token rotation',
    'With rotation enabled, each successful request of any form of token refresh returns a new ID, access and refresh token.',
  ),
  also: [
    apiReference(
      'GetTokensFromRefreshToken',
      'GetTokensFromRefreshToken',
      'It issues a new refresh token when refresh token rotation is enabled.',
    ),
  ],
  breaks: 'The application is left without a refresh token as soon as the old one has ended.',
  needs,
  unless: rotationUnknown,
  judge: (expect, { first, answer }: FromSignIn) => {
    returnsTokens(expect, answer, first)
    const fresh = body(answer, 'AuthenticationResult', 'RefreshToken')
    expect(fresh, 'RefreshToken').toBeA('non-empty string')
    expect(fresh === first.tokens.refreshToken, 'the refresh token is the old one again').toBe(false)
  },
})

export const rotatedRefreshes = apiAuthentication.check(15, 'rotation-goes-on', {
  says: 'The refresh token that a rotation returned is good for the next refresh',
  sends: 'GetTokensFromRefreshToken with the refresh token of the first refresh',
  basis: page(
    'Refresh token rotation',
    'The new refresh token is valid for the remaining duration of the original one.',
  ),
  breaks: 'Users are signed out at the second refresh.',
  needs,
  unless: rotationUnknown,
  judge: (expect: Expect, { first, answer }: FromSignIn) => returnsTokens(expect, answer, first),
})

export const rotatedOut = apiAuthentication.check(15, 'rotation-ends-old-token', {
  says: 'A refresh token that was rotated out is refused with RefreshTokenReuseException once the grace period is over',
  sends:
    'GetTokensFromRefreshToken with the refresh token of the sign-in again, more than a minute after its rotation',
  basis: apiReference(
    'GetTokensFromRefreshToken',
    'Errors, RefreshTokenReuseException',
    'Thrown when token refresh is requested with a refresh token that refresh token rotation has invalidated.',
  ),
  also: [
    page('Refresh token rotation', 'The grace period for the original refresh token is 60 seconds at most.'),
  ],
  breaks: 'A stolen refresh token works beside the one that replaced it, and the theft is never noticed.',
  needs,
  unless: rotationUnknown,
  refusal: true,
  judge: (expect, answer: Answer) =>
    expect(answer).toBeRefusal({ status: 'any', type: 'RefreshTokenReuseException' }),
})

export const flowShut = apiAuthentication.check(15, 'rotation-shuts-flow', {
  says: 'An app client that rotates refresh tokens refuses REFRESH_TOKEN_AUTH',
  sends:
    'InitiateAuth with REFRESH_TOKEN_AUTH and a refresh token that GetTokensFromRefreshToken has just returned',
  basis: page(
    'API and SDK token refresh',
    'REFRESH_TOKEN_AUTH is not available in app clients with refresh token rotation enabled.',
  ),
  breaks: 'Whoever stole a refresh token goes round the rotation.',
  needs,
  unless: rotationUnknown,
  refusal: true,
  judge: (expect, answer: Answer) => expect(answer).toBeRefusal({ status: 'any' }),
})
