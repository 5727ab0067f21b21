/** A refresh token is taken to be revoked at the revocation endpoint of the user pool’s domain. */

import type { MadeOpaque, OpaqueDraft, OpaqueScene } from '../../../fixtures/fuzzing/opaque.ts'
import { bodyJson, isValue, readString } from '../../../fixtures/protocol/reading.ts'
import { refreshAtEndpoint } from '../../shared/requests.ts'
import { revocationEndpoint } from '../../shared/sources.ts'
import type { AttackedSurface, Owing } from '../surfaces.ts'
import { domainSessions, NEEDS_AT_DOMAIN, unmodified } from './refresh-tokens.ts'
import { errorType } from './replies.ts'
import { revokingSurface } from './revocation.ts'
import {
  effectsOfRevoking,
  LOOKED_BEHIND,
  leavesOthersAlone,
  revokesOfItsClient,
  WITHOUT_EFFECT,
} from './revoke.ts'

const refreshTokenOnly = revocationEndpoint(
  'Request parameters in body',
  'token is the refresh token that the client wants to revoke, client_id the app client that it is of.',
)

/** In words, each with its status. */
const ERRORS: ReadonlyMap<number, ReadonlySet<string | undefined>> = new Map([
  [400, new Set(['invalid_request', 'unsupported_token_type'])],
  [401, new Set(['invalid_client'])],
])

const notValid: Owing = {
  basis: leavesOthersAlone,
  also: [
    revocationEndpoint(
      'Revocation error response',
      'Where the client submitted a token that is not valid the answer is 200 OK.',
    ),
  ],
}

export const revocationEndpointSurface: AttackedSurface<OpaqueDraft, OpaqueScene, MadeOpaque> = {
  step: 7,
  title: 'The revocation endpoint with an altered or foreign refresh token, or with none at all',
  options: {
    lacking: ['hosted-domain', 'refresh-grant', 'revoke-endpoint'],
    ...NEEDS_AT_DOMAIN,
  },
  surface: revokingSurface({
    sessions: domainSessions,
    revokes: ({ application }, token) => application.relyingParty.revoke({ token }),
    async goesOn(cast, token, client) {
      const answer = await refreshAtEndpoint(cast, token, { client })
      return answer.status === 200 && isValue(readString(bodyJson(answer), 'access_token'))
    },
    inForm: (answer) => ERRORS.get(answer.status)?.has(errorType(answer)) === true,
  }),
  owed: {
    genuine: refreshTokenOnly,
    'made-up': notValid,
    altered: unmodified,
    'token-kind': revocationEndpoint(
      'Revocation error response',
      'A token that is not a refresh token is answered with 400 and the error unsupported_token_type.',
    ),
    audience: revokesOfItsClient,
    'no-token': revocationEndpoint(
      'Revocation error response',
      'Where the token is not in the request the answer is 400 with the error invalid_request.',
    ),
  },
  admits: WITHOUT_EFFECT,
  effect: leavesOthersAlone,
  effectOf: effectsOfRevoking,
  looksBehind: LOOKED_BEHIND,
  form: {
    says: 'with a documented error, or answered with 200 and without effect',
    basis: revocationEndpoint(
      'Revocation error response',
      'Errors are 400 with invalid_request or unsupported_token_type and 401 with invalid_client; a token that is not valid is answered with 200.',
    ),
    // Of a token of another client the page says nothing, and its list need not be whole.
    except: ['audience'],
  },
}
