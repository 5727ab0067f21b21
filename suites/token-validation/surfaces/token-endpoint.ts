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
import { tokenEndpoint, tokenSample } from '../../shared/sources.ts'
import { opaqueRows } from '../rows/opaque.ts'
import type { AttackedSurface } from '../surfaces.ts'
import { expiredRefreshes, revokedItself } from './refresh.ts'
import {
  bound,
  domainSessions,
  NEEDS_AT_DOMAIN,
  ofUnforged,
  refreshScene,
  subjectOf,
  unmodified,
} from './refresh-tokens.ts'
import { errorType, replyOf } from './replies.ts'

const ofItsClient = tokenEndpoint(
  'Request parameters in body',
  'New tokens are generated when refresh_token is a valid refresh token that the requested app client issued.',
)

const revokedIsNoGrant = tokenEndpoint(
  'Examples of negative responses, invalid_grant',
  'The error where the refresh token has been revoked.',
)

const ERRORS: ReadonlySet<string | undefined> = new Set([
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
])

function inForm(answer: Answer, { from }: MadeOpaque): boolean {
  const { status } = answer
  if (status >= 500) return true
  const error = errorType(answer)
  // What AWS says in words of a revoked one is the error alone.
  if (from === 'revoked') return status >= 400 && error === 'invalid_grant'
  return ERRORS.has(error) && (status === 400 || (status === 401 && error === 'invalid_client'))
}

export const tokenEndpointSurface: AttackedSurface<OpaqueDraft, OpaqueScene, MadeOpaque> = {
  step: 6,
  title: 'The token endpoint with an altered, foreign, revoked or expired refresh token, or with none at all',
  options: {
    lacking: ['hosted-domain', 'refresh-grant'],
    ...NEEDS_AT_DOMAIN,
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
    'no-token': tokenEndpoint(
      'Examples of negative responses, invalid_request',
      'The request is missing a required parameter; for example, grant_type is refresh_token and refresh_token is not included.',
    ),
    revoked: { basis: revokedIsNoGrant, also: [revokedItself] },
    expiry: expiredRefreshes,
  },
  effect: unmodified,
  effectOf: ofUnforged(bound),
  form: {
    says: 'with status 400 and an error of the sample, or with 401 and invalid_client',
    basis: tokenSample(
      'Examples of negative responses',
      '400 with one of invalid_request, invalid_client, invalid_grant, unauthorized_client and unsupported_grant_type. For invalid_client RFC 6749, section 5.2, has 401 as well.',
    ),
  },
  formOf: { revoked: { says: 'with the error invalid_grant', basis: revokedIsNoGrant } },
}
