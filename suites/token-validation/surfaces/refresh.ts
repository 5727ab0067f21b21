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
import { refreshTokens } from '../../shared/sources.ts'
import { opaqueRows } from '../rows/opaque.ts'
import type { AttackedSurface } from '../surfaces.ts'
import { apiSessions, refreshScene, subjectOf, unmodified } from './refresh-tokens.ts'
import { errorType, replyOf } from './replies.ts'
import { namesClient } from './sessions.ts'

const valid = apiReference(
  'GetTokensFromRefreshToken',
  'RefreshToken',
  'A valid refresh token, issued by the app client that is named, can authorize the request for new tokens.',
)

export const revokedRefreshes = refreshTokens(
  'Revoking refresh tokens',
  'A refresh token that was revoked, or whose user was signed out, cannot get new tokens.',
)

export const expiredRefreshes = refreshTokens(
  'Refresh tokens',
  'It expires as long after the sign-in as the app client says, by default 30 days.',
)

/** One operation that takes a refresh token. */
interface Way {
  readonly name: string
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

/** What both document of a client’s faults. */
const ERRORS: ReadonlySet<string | undefined> = new Set([
  'NotAuthorizedException',
  'InvalidParameterException',
  'RefreshTokenReuseException',
  'ResourceNotFoundException',
  'UserNotFoundException',
])

function replyTo(answer: Answer, token: string): Reply {
  const came = readString(bodyJson(answer), 'AuthenticationResult', 'AccessToken')
  const accepted = answer.status === 200 && isValue(came)
  const taken = accepted ? subjectOf(came) : undefined
  return replyOf(answer, token, {
    accepted,
    ...(taken === undefined ? {} : { taken }),
    inForm: answer.status >= 500 || (answer.status === 400 && ERRORS.has(errorType(answer))),
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
        const reply = replyTo(await way.use(cast, token), token)
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
    audience: valid,
    'no-token': valid,
    revoked: revokedRefreshes,
    expiry: expiredRefreshes,
  },
  effect: valid,
  effectOf: { altered: unmodified },
  form: {
    says: 'with status 400 and the name of an error that is documented there',
    basis: apiReference(
      'GetTokensFromRefreshToken',
      'Errors',
      'NotAuthorizedException where a user is not authorized, InvalidParameterException and others, each with status 400.',
    ),
  },
}
