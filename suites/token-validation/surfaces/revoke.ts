/**
 * A refresh token is taken to be revoked: by RevokeToken, and by the revocation endpoint.
 *
 * Either may answer 200 to what is no token of anybody's. A case is accepted when a session is over that it was made of:
 * the base's own, or that of the app client from whom it was taken.
 */
import type { Cast } from '../../../fixtures/actors/actors.ts'
import { apiReference } from '../../../fixtures/flow/source.ts'
import type { Reply } from '../../../fixtures/fuzzing/model.ts'
import { type MadeOpaque, type OpaqueDraft, opaqueFamily } from '../../../fixtures/fuzzing/opaque.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { bodyJson, isValue, readString } from '../../../fixtures/protocol/reading.ts'
import { revocationEndpoint, tokenRevocation } from '../../shared/sources.ts'
import { opaqueRows } from '../rows/opaque.ts'
import type { AttackedSurface } from '../surfaces.ts'
import { type RefreshScene, refreshScene, session } from './refresh-tokens.ts'
import { errorType, replyOf } from './replies.ts'
import { revokesByApi } from './sessions.ts'

const ofItsClient = tokenRevocation(
  'Things to know about revoking tokens',
  'A request to revoke a refresh token must include the id of the client that it was obtained with.',
)
const refreshTokenOnly = apiReference('RevokeToken', 'Token', 'The refresh token that is to be revoked.')

const asksEndpoint = ({ application }: Cast, token: string): Promise<Answer> =>
  application.relyingParty.revoke({ token })

const hasEndpoint = ({ lease }: Cast): boolean =>
  lease.domain !== undefined && lease.lacks['revoke-endpoint'] === undefined

/** Whether a session goes on, of either app client. */
async function goesOn({ application, lease }: Cast, token: string, of: 'own' | 'other'): Promise<boolean> {
  const client = of === 'own' ? lease.client : lease.secondClient
  const answer = await application.initiateAuth(
    'REFRESH_TOKEN_AUTH',
    { REFRESH_TOKEN: token },
    client === undefined ? {} : { client },
  )
  return isValue(readString(bodyJson(answer), 'AuthenticationResult', 'AccessToken'))
}

const API_ERRORS: ReadonlySet<string | undefined> = new Set([
  'InvalidParameterException',
  'UnauthorizedException',
  'UnsupportedOperationException',
  'UnsupportedTokenTypeException',
])

const ENDPOINT_ERRORS: ReadonlySet<string | undefined> = new Set([
  'invalid_request',
  'invalid_client',
  'unsupported_token_type',
])

const inForm = (answer: Answer, errors: typeof API_ERRORS): boolean =>
  answer.status === 200 ||
  answer.status >= 500 ||
  ([400, 401].includes(answer.status) && errors.has(errorType(answer)))

/** Sends it in each way there is, and looks what is over then. */
async function revokes(cast: Cast, token: string, isOver: () => Promise<boolean>): Promise<Reply> {
  const byApi = await revokesByApi(cast, token)
  const reply = (answer: Answer, errors: typeof API_ERRORS, accepted: boolean) =>
    replyOf(answer, token, { accepted, inForm: inForm(answer, errors) })
  if (await isOver()) return reply(byApi, API_ERRORS, true)
  const first = reply(byApi, API_ERRORS, false)
  if (!hasEndpoint(cast)) return first
  const byEndpoint = await asksEndpoint(cast, token)
  if (await isOver()) return reply(byEndpoint, ENDPOINT_ERRORS, true)
  return first.inForm === false ? first : reply(byEndpoint, ENDPOINT_ERRORS, false)
}

export const revokeSurface: AttackedSurface<OpaqueDraft, RefreshScene, MadeOpaque> = {
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
  surface: {
    place: { kind: 'revoke', holdsKey: false, publishes: false, inHeader: false, use: 'refresh' },
    family: opaqueFamily(opaqueRows),
    scene: refreshScene,
    async send(cast, { token, from }, scene) {
      // The base lives on: a session of its own is ended in its place.
      if (token === scene.token) {
        const { refreshToken } = await session(cast)
        return revokes(cast, refreshToken, async () => !(await goesOn(cast, refreshToken, 'own')))
      }
      const other = from === 'other-client' ? scene.others[from] : undefined
      return revokes(
        cast,
        token,
        async () =>
          !(await goesOn(cast, scene.token, 'own')) ||
          (other !== undefined && !(await goesOn(cast, other, 'other'))),
      )
    },
    async changed(cast, { others }) {
      for (const kind of ['other-user', 'other-session'] as const) {
        const token = others[kind]
        if (token !== undefined && !(await goesOn(cast, token, 'own')))
          return kind === 'other-user'
            ? 'a session of another user is over'
            : 'another session of the user is over'
      }
      return undefined
    },
    cost: 4,
  },
  owed: {
    genuine: refreshTokenOnly,
    opaque: refreshTokenOnly,
    'token-kind': revocationEndpoint(
      'Revocation error response',
      'A token that is not a refresh token is answered with 400 and the error unsupported_token_type.',
    ),
    audience: ofItsClient,
    'no-token': revocationEndpoint(
      'Revocation error response',
      'Where the token is not in the request the answer is 400 with the error invalid_request.',
    ),
  },
  effect: refreshTokenOnly,
  form: {
    says: 'with a documented error, or answered with 200 and without effect',
    basis: revocationEndpoint(
      'Revocation error response',
      'Errors are 400 with invalid_request or unsupported_token_type and 401 with invalid_client; a token that is not valid is answered with 200.',
    ),
  },
}
