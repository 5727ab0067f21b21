/** The JWT authorizer of an HTTP API takes an access token, on a route with a scope. */
import type { Cast } from '../../../fixtures/actors/actors.ts'
import { NotApplicable } from '../../../fixtures/flow/not-performed.ts'
import { type JwtDraft, type JwtScene, jwtFamily, type MadeJwt } from '../../../fixtures/fuzzing/jwt/draft.ts'
import { httpSnapshot, jwtTrouble, jwtWorkflow } from '../../identity-pool/gateway-sources.ts'
import { suggested } from '../../identity-pool/sources.ts'
import { jwtRows } from '../rows/jwt/all.ts'
import type { AttackedSurface } from '../surfaces.ts'
import { canCarry } from './carried.ts'
import { LONGEST_HEAD, optionsOf, placeAt, selfAt, sendToGateway, withoutTrusted } from './gateway.ts'
import { allOf, owedToBadShape, owedToForgeries } from './owed.ts'
import { poolScene } from './pool-tokens.ts'

const DENIED = 'Where any step fails the request is denied.'
const signature = jwtWorkflow(
  `Algorithm and signature are checked with the key of the issuer that kid names; RSA alone is supported. ${DENIED}`,
)
const identitySource = jwtWorkflow(
  'The identity source can hold the token alone, or the token behind Bearer, only.',
)
const audience = jwtWorkflow(
  `aud, or where there is none client_id, must match one of the authorizer’s audiences. ${DENIED}`,
)
const expiry = jwtWorkflow(`exp must be after the current time. ${DENIED}`)
const decoded = jwtWorkflow(`The token is decoded, and its algorithm and signature are checked. ${DENIED}`)
const scope = jwtWorkflow(`The token must include at least one of the route’s scopes. ${DENIED}`)

/** What access tokens of a sign-in at the API have. */
const SCOPE = 'aws.cognito.signin.user.admin'

/** @throws {NotApplicable} there is none, or it asks for what access tokens of a sign-in at the API do not have */
function scopedRoute(cast: Cast): string {
  const asked = cast.lease.gateways?.http?.scope ?? SCOPE
  if (asked === SCOPE) return placeAt(cast, 'http', 'scoped')
  throw new NotApplicable(`access tokens of a sign-in at the API do not have the scope ${asked}`)
}

const TURNED_AWAY =
  'with status 401 or 403, or what HTTP has for requests that no route is for or that are too long'

export const httpAuthorizer: AttackedSurface<JwtDraft, JwtScene, MadeJwt> = {
  step: 15,
  title: 'An HTTP API with a forged, foreign, expired or oddly carried access token',
  options: optionsOf('http'),
  surface: {
    place: {
      kind: 'http-authorizer',
      holdsKey: false,
      publishes: false,
      inHeader: true,
      use: 'access',
      scope: SCOPE,
      longest: LONGEST_HEAD,
    },
    family: jwtFamily(jwtRows),
    scene: async (cast) =>
      withoutTrusted(
        cast,
        'http',
        await poolScene(
          cast,
          'access',
          ({ accessToken }) => selfAt(cast, 'http', accessToken),
          async ({ idToken }) => ({ 'without-scope': idToken }),
        ),
      ),
    canCarry,
    send: (cast, made, scene) => sendToGateway(cast, scopedRoute(cast), 'http', made, scene),
    tells: true,
    cost: 1,
  },
  owed: {
    ...owedToForgeries(signature),
    ...owedToBadShape,
    genuine: signature,
    ...allOf(['carriage', 'no-token', 'documented-dress'], identitySource),
    audience,
    expiry,
    scope,
    // A refresh token is no JWS. ID tokens cannot be told from access tokens here, and are asked for at scope.
    'token-kind': decoded,
  },
  effect: signature,
  form: {
    says: TURNED_AWAY,
    basis: suggested(jwtTrouble('The answer is 401 to a token that is not authorized.')),
  },
  formOf: {
    scope: {
      says: TURNED_AWAY,
      basis: httpSnapshot('403 {"message":"Forbidden"} to an ID token at a route with scopes.'),
    },
    'no-token': {
      says: TURNED_AWAY,
      basis: httpSnapshot('401 {"message":"Unauthorized"} without Authorization.'),
    },
  },
}
