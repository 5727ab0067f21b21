/** A refresh token becomes new tokens in the API, by two operations. */

import type { Cast } from '../../../fixtures/actors/actors.ts'
import { apiReference } from '../../../fixtures/flow/source.ts'
import type { Reply } from '../../../fixtures/fuzzing/model.ts'
import {
  type MadeOpaque,
  type OpaqueDraft,
  type OpaqueScene,
  opaqueFamily,
} from '../../../fixtures/fuzzing/opaque.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { bodyJson, isValue, readString } from '../../../fixtures/protocol/reading.ts'
import { refreshesAtItsClient, refreshTokens, revocationEndpoint } from '../../shared/sources.ts'
import { opaqueRows } from '../rows/opaque.ts'
import type { AttackedSurface, Owing } from '../surfaces.ts'
import { formOfApi, inApiForm } from './api-errors.ts'
import { apiSessions, bound, ofUnforged, refreshScene, subjectOf, unmodified } from './refresh-tokens.ts'
import { replyOf } from './replies.ts'
import { namesClient } from './sessions.ts'

const valid: Owing = {
  basis: apiReference(
    'InitiateAuth',
    'AuthFlow, REFRESH_TOKEN_AUTH',
    'New ID and access tokens are received for a valid refresh token.',
  ),
  also: [
    refreshTokens(
      'Getting new access and identity tokens with a refresh token',
      'GetTokensFromRefreshToken and the token endpoint issue new ID and access tokens from a valid refresh token.',
    ),
  ],
}

const ofItsClient: Owing = {
  basis: refreshesAtItsClient,
  also: [
    apiReference(
      'GetTokensFromRefreshToken',
      'ClientId',
      'The app client that issued the refresh token to the user who wants new tokens.',
    ),
  ],
}

/** What it is to revoke a refresh token, wherever that is done. */
export const revokedItself = revocationEndpoint(
  'Introduction',
  'The refresh token itself is revoked, so that the session can no longer be persisted with it.',
)

const revokedRefreshes = refreshTokens(
  'Revoking refresh tokens',
  'To sign a user out of a single session, their refresh token is revoked; after a sign-out from all of them it cannot get new tokens.',
)

export const expiredRefreshes = refreshTokens(
  'Introduction',
  'It expires as long after the sign-in as the app client says, by default 30 days.',
)

/** One operation that takes a refresh token. */
interface Way {
  readonly name: 'InitiateAuth' | 'GetTokensFromRefreshToken'
  readonly needs: string
  use(cast: Cast, token: string): Promise<Answer>
}

const WAYS: readonly Way[] = [
  {
    name: 'InitiateAuth',
    needs: 'refresh',
    use: ({ application }, token) => application.initiateAuth('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: token }),
  },
  {
    name: 'GetTokensFromRefreshToken',
    needs: 'rotation',
    use: ({ application }, token) =>
      application.call('GetTokensFromRefreshToken', {
        ...namesClient(application.client),
        RefreshToken: token,
      }),
  },
]

function replyTo(operation: Way['name'], answer: Answer, token: string): Reply {
  const came = readString(bodyJson(answer), 'AuthenticationResult', 'AccessToken')
  const accepted = answer.status === 200 && isValue(came)
  const taken = accepted ? subjectOf(came) : undefined
  return replyOf(answer, token, {
    accepted,
    ...(taken === undefined ? {} : { taken }),
    inForm: inApiForm(operation, answer, token),
  })
}

export const refreshSurface: AttackedSurface<OpaqueDraft, OpaqueScene, MadeOpaque> = {
  step: 4,
  title:
    'Refresh with an altered, foreign, revoked or expired refresh token, or with no refresh token at all',
  options: {
    lacking: ['password', 'refresh'],
    pool: { mfa: 'off' },
    client: {
      uses: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      refreshTokenValidity: 3600,
    },
    secondClient: { uses: ['ALLOW_USER_PASSWORD_AUTH'] },
    user: {},
    secondUser: {},
    does: ['signs-in', 'revokes'],
  },
  surface: {
    place: { kind: 'refresh', holdsKey: false, publishes: false, inHeader: false, use: 'refresh' },
    family: opaqueFamily(opaqueRows),
    scene: refreshScene(apiSessions),
    async send(cast, { token }) {
      let first: Reply | undefined
      for (const way of WAYS.filter(({ needs }) => cast.lease.lacks[needs] === undefined)) {
        const reply = replyTo(way.name, await way.use(cast, token), token)
        if (reply.verdict === 'accepted') return { ...reply, shown: `${way.name}: ${reply.shown}` }
        // The one that is not in form tells more than the first.
        first = first === undefined || (first.inForm === true && reply.inForm === false) ? reply : first
      }
      return first as Reply
    },
    cost: 2,
  },
  owed: {
    genuine: valid,
    'made-up': valid,
    altered: unmodified,
    'token-kind': valid,
    audience: ofItsClient,
    'no-token': valid,
    revoked: { basis: revokedRefreshes, also: [revokedItself] },
    expiry: expiredRefreshes,
  },
  effect: unmodified,
  effectOf: ofUnforged(bound),
  form: formOfApi(
    'InitiateAuth',
    'NotAuthorizedException where a user is not authorized, InvalidParameterException and others, each with status 400. The same holds of GetTokensFromRefreshToken.',
  ),
}
