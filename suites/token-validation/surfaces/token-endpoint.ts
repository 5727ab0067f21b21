/** A refresh token becomes new tokens at the token endpoint of the user pool’s domain. */

import {
  type MadeOpaque,
  type OpaqueDraft,
  type OpaqueScene,
  opaqueFamily,
} from '../../../fixtures/fuzzing/opaque.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { bodyJson, isValue, readString } from '../../../fixtures/protocol/reading.ts'
import { refreshAtEndpoint } from '../../shared/requests.ts'
import { tokenEndpoint } from '../../shared/sources.ts'
import { opaqueRows } from '../rows/opaque.ts'
import type { AttackedSurface } from '../surfaces.ts'
import { expiredRefreshes, revokedRefreshes } from './refresh.ts'
import { domainSessions, refreshScene, subjectOf, unmodified } from './refresh-tokens.ts'
import { errorType, replyOf } from './replies.ts'

const ofItsClient = tokenEndpoint(
  'Request parameters in body',
  'New tokens are generated when refresh_token is a valid refresh token that the requested app client issued.',
)

const ERRORS: ReadonlySet<string | undefined> = new Set([
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
])

function inForm(answer: Answer, { from }: MadeOpaque): boolean {
  if (answer.status >= 500) return true
  const error = errorType(answer)
  return answer.status === 400 && (from === 'revoked' ? error === 'invalid_grant' : ERRORS.has(error))
}

export const tokenEndpointSurface: AttackedSurface<OpaqueDraft, OpaqueScene, MadeOpaque> = {
  step: 6,
  title: 'The token endpoint with an altered, foreign, revoked or expired refresh token, or with none at all',
  options: {
    lacking: ['hosted-domain', 'refresh-grant'],
    pool: { mfa: 'off', domain: 'managed-login' },
    client: {
      uses: [],
      refreshTokenValidity: 3600,
      oauth: { flows: ['code'], scopes: ['openid', 'email'] },
    },
    secondClient: { uses: [], oauth: { flows: ['code'], scopes: ['openid', 'email'] } },
    user: {},
    secondUser: {},
    does: ['signs-in', 'revokes'],
  },
  surface: {
    place: { kind: 'refresh', holdsKey: false, publishes: false, inHeader: false, use: 'refresh' },
    family: opaqueFamily(opaqueRows),
    scene: refreshScene(domainSessions),
    async send(cast, made) {
      const answer = await refreshAtEndpoint(cast, made.token)
      const came = readString(bodyJson(answer), 'access_token')
      const accepted = answer.status === 200 && isValue(came)
      const taken = accepted ? subjectOf(came) : undefined
      return replyOf(answer, made.token, {
        accepted,
        ...(taken === undefined ? {} : { taken }),
        inForm: inForm(answer, made),
      })
    },
    cost: 2,
  },
  owed: {
    genuine: ofItsClient,
    'made-up': ofItsClient,
    altered: unmodified,
    'token-kind': ofItsClient,
    audience: ofItsClient,
    'no-token': ofItsClient,
    revoked: revokedRefreshes,
    expiry: expiredRefreshes,
  },
  effect: ofItsClient,
  effectOf: { altered: unmodified },
  form: {
    says: 'with status 400 and an error that is documented there, invalid_grant where it was revoked',
    basis: tokenEndpoint(
      'Examples of negative responses',
      'The answer is 400 with invalid_request, invalid_client, invalid_grant, unauthorized_client or unsupported_grant_type; invalid_grant where the refresh token has been revoked.',
    ),
  },
}
