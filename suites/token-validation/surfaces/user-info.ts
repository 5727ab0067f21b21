/** userInfo: the attributes of the user whose access token is brought in a header. */
import { type JwtDraft, type JwtScene, jwtFamily, type MadeJwt } from '../../../fixtures/fuzzing/jwt/draft.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { bodyJson, isValue, readString } from '../../../fixtures/protocol/reading.ts'
import { challengeError } from '../../managed-login/checks/token-judging.ts'
import { userInfoEndpoint, userInfoSample } from '../../shared/sources.ts'
import { jwtRows } from '../rows/jwt/all.ts'
import { bearerTokens, expiredIsAnError, joseSignature } from '../sources.ts'
import type { AttackedSurface } from '../surfaces.ts'
import { canCarry, carriedIn } from './carried.ts'
import { domainScene } from './domain-tokens.ts'
import { owedToForgeries } from './owed.ts'
import { replyOf } from './replies.ts'

const invalid = userInfoEndpoint(
  'Example negative responses, bad token',
  'An access token that is expired, revoked, malformed or invalid is answered with the error invalid_token.',
)
const accessTokens = userInfoEndpoint(
  'The user attributes endpoint',
  'It responds when access tokens are presented that the token endpoint issued; the scope openid must be one of their claims.',
)
const inHeader = userInfoEndpoint(
  'Request parameters in header',
  'The access token is passed in the Authorization header as Bearer; the header is required.',
)

const CODES: ReadonlySet<unknown> = new Set(['invalid_token', 'invalid_request'])

/** What came by another method, to another path or with too long a header may have been answered before userInfo saw it. */
function inForm(answer: Answer, { value, carriage }: MadeJwt): boolean {
  const elsewhere =
    carriage.method !== undefined || carriage.path !== undefined || carriage.form !== undefined
  const long = typeof value === 'string' && value.length > 4096
  if (elsewhere || long || answer.status >= 500) return true
  return [400, 401].includes(answer.status) && CODES.has(challengeError(answer))
}

export const userInfoSurface: AttackedSurface<JwtDraft, JwtScene, MadeJwt> = {
  step: 3,
  title: 'userInfo with a forged, foreign, expired or odd access token, or one that is brought oddly',
  options: {
    lacking: ['hosted-domain', 'user-info'],
    pool: { mfa: 'off', domain: 'managed-login' },
    client: {
      uses: ['ALLOW_USER_PASSWORD_AUTH'],
      accessTokenValidity: 300,
      idTokenValidity: 300,
      oauth: { flows: ['code'], scopes: ['openid', 'email', 'aws.cognito.signin.user.admin'] },
    },
    secondClient: { uses: [], oauth: { flows: ['code'], scopes: ['openid', 'email'] } },
    user: {},
    secondUser: {},
    does: ['signs-in', 'revokes'],
  },
  surface: {
    place: {
      kind: 'user-info',
      holdsKey: false,
      publishes: false,
      inHeader: true,
      use: 'access',
      scope: 'openid',
    },
    family: jwtFamily(jwtRows),
    scene: domainScene,
    canCarry,
    async send({ application }, made, scene) {
      const answer = await application.relyingParty.carriesToUserInfo(carriedIn(made, scene))
      const sub = readString(bodyJson(answer), 'sub')
      const accepted = answer.status >= 200 && answer.status < 300 && isValue(sub)
      return replyOf(answer, made.value, {
        accepted,
        ...(isValue(sub) ? { taken: sub } : {}),
        inForm: inForm(answer, made),
      })
    },
    cost: 1,
  },
  owed: {
    ...owedToForgeries(invalid),
    expiry: expiredIsAnError,
    revoked: invalid,
    'token-kind': accessTokens,
    scope: accessTokens,
    'no-token': inHeader,
    genuine: accessTokens,
    'extra-parts': joseSignature('3.1', 'A compact JWS is three parts, with two dots between them.'),
    carriage: bearerTokens(
      '2',
      'A client sends the token in one way only: in the header as Bearer, a blank and the token, or in a form.',
    ),
    spelling: joseSignature(
      '2',
      'Base64url has no line breaks, white space or other additional characters, and no padding.',
    ),
  },
  effect: userInfoEndpoint(
    'The user attributes endpoint',
    'The attributes are those of the user whose access token is presented, within the scopes of that token.',
  ),
  form: {
    says: 'with 400 or 401 and the error invalid_request or invalid_token in WWW-Authenticate',
    basis: userInfoSample(
      'Example negative responses',
      '400 with error="invalid_request", or 401 with error="invalid_token", in WWW-Authenticate.',
    ),
  },
}
