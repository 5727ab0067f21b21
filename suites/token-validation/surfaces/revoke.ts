/** A refresh token is taken to be revoked by the API: RevokeToken. */

import { apiReference } from '../../../fixtures/flow/source.ts'
import type { MadeOpaque, OpaqueDraft, OpaqueScene } from '../../../fixtures/fuzzing/opaque.ts'
import { bodyJson, isValue, readString } from '../../../fixtures/protocol/reading.ts'
import { tokenRevocation } from '../../shared/sources.ts'
import type { AttackedSurface, Owing } from '../surfaces.ts'
import { inApiForm } from './api-errors.ts'
import { commonOfUserPools } from './common-errors.ts'
import { apiSessions, unmodified } from './refresh-tokens.ts'
import { revokingSurface } from './revocation.ts'
import { revokesByApi } from './sessions.ts'

const refreshTokenOnly = apiReference('RevokeToken', 'Token', 'The refresh token that is to be revoked.')

export const leavesOthersAlone = tokenRevocation(
  'Introduction',
  'Requests to revoke a refresh token, by the operation or at the endpoint, do not affect any other refresh token of the user.',
)

/** What is no refresh token of anybody's ends no session. */
const noneOfThese: Owing = { basis: leavesOthersAlone, also: [refreshTokenOnly] }

/** Nobody forged these, and yet what they are refused for may end somebody's session. */
export const LOOKED_BEHIND = ['token-kind', 'audience', 'no-token'] as const

export const effectsOfRevoking = {
  'token-kind': leavesOthersAlone,
  audience: leavesOthersAlone,
  'no-token': leavesOthersAlone,
  altered: unmodified,
} as const

/** Under what is admitted. */
export const WITHOUT_EFFECT =
  'Status 200, where no session is over that was not to be: to revoke what is no valid token is no error.'

export const revokesOfItsClient: Owing = {
  basis: tokenRevocation(
    'Things to know about revoking tokens',
    'A request to revoke a refresh token must include the id of the client that it was obtained with.',
  ),
  also: [
    apiReference(
      'RevokeToken',
      'ClientId',
      'The app client at which the token was issued that is to be revoked.',
    ),
  ],
}

export const revokeSurface: AttackedSurface<OpaqueDraft, OpaqueScene, MadeOpaque> = {
  step: 5,
  title: 'Revocation with an altered or foreign refresh token, or with no refresh token at all',
  options: {
    lacking: ['password', 'refresh', 'token-revocation'],
    pool: { mfa: 'off' },
    client: {
      uses: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      refreshTokenValidity: 3600,
    },
    secondClient: { uses: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
    user: {},
    secondUser: {},
    does: ['signs-in', 'revokes'],
  },
  surface: revokingSurface({
    sessions: apiSessions,
    revokes: revokesByApi,
    async goesOn({ application }, token, client) {
      const answer = await application.initiateAuth(
        'REFRESH_TOKEN_AUTH',
        { REFRESH_TOKEN: token },
        { client },
      )
      return isValue(readString(bodyJson(answer), 'AuthenticationResult', 'AccessToken'))
    },
    inForm: (answer, token) => inApiForm('RevokeToken', answer, token),
  }),
  owed: {
    genuine: refreshTokenOnly,
    'made-up': noneOfThese,
    altered: unmodified,
    'token-kind': apiReference(
      'RevokeToken',
      'UnsupportedTokenTypeException',
      'It is thrown when an unsupported token is passed to the operation.',
    ),
    audience: revokesOfItsClient,
    'no-token': noneOfThese,
  },
  admits: WITHOUT_EFFECT,
  effect: leavesOthersAlone,
  effectOf: effectsOfRevoking,
  looksBehind: LOOKED_BEHIND,
  form: {
    says: 'with a documented error and its status, or answered with 200 and without effect',
    basis: apiReference(
      'RevokeToken',
      'Errors',
      'InvalidParameterException, UnauthorizedException, UnsupportedOperationException, UnsupportedTokenTypeException and others, each with status 400.',
    ),
    also: [commonOfUserPools],
  },
}
