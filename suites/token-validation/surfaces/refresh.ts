/** A refresh token becomes new tokens: in the API by two operations, and at the token endpoint. */

import { apiReference } from '../../../fixtures/flow/source.ts'
import type { Reply } from '../../../fixtures/fuzzing/model.ts'
import { type MadeOpaque, type OpaqueDraft, opaqueFamily } from '../../../fixtures/fuzzing/opaque.ts'
import { refreshTokens, tokenEndpoint } from '../../shared/sources.ts'
import { opaqueRows } from '../rows/opaque.ts'
import type { AttackedSurface } from '../surfaces.ts'
import { type RefreshScene, refreshed, refreshScene, subjectOf, waysOf } from './refresh-tokens.ts'
import { errorType, replyOf } from './replies.ts'

const valid = apiReference(
  'GetTokensFromRefreshToken',
  'RefreshToken',
  'A valid refresh token, issued by the app client that is named, can authorize the request for new tokens.',
)

export const refreshSurface: AttackedSurface<OpaqueDraft, RefreshScene, MadeOpaque> = {
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
    scene: refreshScene,
    async send(cast, { token }) {
      let first: Reply | undefined
      for (const way of waysOf(cast)) {
        const answer = await way.use(cast, token)
        const came = refreshed(answer, way)
        const taken = came === undefined ? undefined : subjectOf(came)
        const reply = replyOf(answer, token, {
          accepted: came !== undefined,
          ...(taken === undefined ? {} : { taken }),
          inForm:
            answer.status >= 500 || (answer.status === 400 && way.errors.includes(errorType(answer) ?? '')),
        })
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
    opaque: valid,
    'token-kind': valid,
    audience: valid,
    'no-token': valid,
    revoked: refreshTokens(
      'Revoking refresh tokens',
      'A refresh token that was revoked, or whose user was signed out, cannot get new tokens.',
    ),
    expiry: refreshTokens(
      'Refresh tokens',
      'It expires as long after the sign-in as the app client says, by default 30 days.',
    ),
  },
  effect: valid,
  form: {
    says: 'with status 400 and the name of an error that is documented there',
    basis: tokenEndpoint(
      'Examples of negative responses',
      'invalid_grant where the refresh token is not valid, with status 400; the operations of the API have NotAuthorizedException, with 400.',
    ),
  },
}
