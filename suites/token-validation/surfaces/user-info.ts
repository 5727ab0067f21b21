/** userInfo: the attributes of the user whose access token is brought in a header. */
import { type JwtDraft, type JwtScene, jwtFamily, type MadeJwt } from '../../../fixtures/fuzzing/jwt/draft.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import type { Carried } from '../../../fixtures/protocol/carried.ts'
import { bodyJson, isValue, readString } from '../../../fixtures/protocol/reading.ts'
import { challengeError } from '../../managed-login/checks/token-judging.ts'
import { header } from '../../shared/answers.ts'
import { userInfoEndpoint, userInfoSample } from '../../shared/sources.ts'
import { jwtRows } from '../rows/jwt/all.ts'
import { bearerTokens, expiredIsAnError } from '../sources.ts'
import type { AttackedSurface } from '../surfaces.ts'
import { canCarry, carriedIn } from './carried.ts'
import { domainScene } from './domain-tokens.ts'
import { owedToBadShape, owedToForgeries } from './owed.ts'
import { replyOf } from './replies.ts'

const invalid = userInfoEndpoint(
  'Example negative responses, bad token',
  'An access token that is expired, revoked, malformed or invalid is answered with the error invalid_token.',
)
const missing = userInfoEndpoint(
  'Example negative responses, bad request',
  'invalid_request: the request is missing a required parameter; and the header with the access token is required.',
)
const accessTokens = userInfoEndpoint(
  'The user attributes endpoint',
  'It responds when access tokens are presented that the token endpoint issued; the scope openid must be one of their claims.',
)

const CODES: ReadonlySet<unknown> = new Set(['invalid_token', 'invalid_request'])

/** Longer ones are turned away by servers before anybody has looked for a token. */
const LONG = 4096

const isToken = ([name, value]: readonly [string, string]): boolean =>
  name.toLowerCase() === 'authorization' && /^bearer +\S/i.test(value)

/** What came by another method, to another path or with too long a header may have been answered before userInfo saw it. */
function inForm(answer: Answer, { headers = [], query, form, method, path }: Carried): boolean {
  const elsewhere = method !== undefined || path !== undefined || form !== undefined
  const long = headers.some(([, value]) => value.length > LONG)
  if (elsewhere || long || answer.status >= 500) return true
  if (![400, 401].includes(answer.status)) return false
  // To whom brings no token nothing needs to be said but that one is asked for (RFC 6750, section 3.1).
  const asks = answer.status === 401 && typeof header(answer, 'www-authenticate') === 'string'
  if (asks && query?.['access_token'] === undefined && !headers.some(isToken)) return true
  return CODES.has(challengeError(answer))
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
      const carried = carriedIn(made, scene)
      const answer = await application.relyingParty.carriesToUserInfo(carried)
      const sub = readString(bodyJson(answer), 'sub')
      const accepted = answer.status >= 200 && answer.status < 300 && isValue(sub)
      return replyOf(answer, made.value, {
        accepted,
        ...(isValue(sub) ? { taken: sub } : {}),
        inForm: inForm(answer, carried),
      })
    },
    tells: true,
    cost: 1,
  },
  owed: {
    ...owedToForgeries(invalid),
    expiry: expiredIsAnError,
    revoked: invalid,
    'token-kind': accessTokens,
    scope: accessTokens,
    ...owedToBadShape,
    'no-token': missing,
    genuine: accessTokens,
    carriage: bearerTokens(
      '3',
      'A request without credentials, or without an access token that enables access, is answered with WWW-Authenticate and not with the resource; 2.1 has the token in the header behind Bearer and a blank, 2.2 in a form and 2.3 in the query as access_token, and 3.1 calls a request malformed that uses more than one of these.',
    ),
  },
  effect: userInfoEndpoint(
    'The user attributes endpoint',
    'The attributes are those of the user whose access token is presented, within the scopes of that token.',
  ),
  form: {
    says: 'with 400 or 401 and the error invalid_request or invalid_token in WWW-Authenticate, or without an error where no token was brought',
    basis: userInfoSample(
      'Example negative responses',
      '400 with error="invalid_request", or 401 with error="invalid_token", in WWW-Authenticate. To requests without credentials RFC 6750, section 3.1, has no error said.',
    ),
  },
}
