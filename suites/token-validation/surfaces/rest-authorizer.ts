/** The user pool authorizer of a REST API takes an ID token, on a method without scopes. */
import { type JwtDraft, type JwtScene, jwtFamily, type MadeJwt } from '../../../fixtures/fuzzing/jwt/draft.ts'
import {
  expiredRecord,
  gatewayCognitoGuide,
  gatewayResponses,
  integrating,
  restSnapshot,
  unauthorizedArticle,
  usingUserPools,
} from '../../identity-pool/gateway-sources.ts'
import { suggested } from '../../identity-pool/sources.ts'
import { jwtRows } from '../rows/jwt/all.ts'
import type { AttackedSurface } from '../surfaces.ts'
import { canCarry } from './carried.ts'
import { LONGEST_HEAD, optionsOf, placeAt, selfAt, sendToGateway } from './gateway.ts'
import { owedToBadShape, owedToForgeries } from './owed.ts'
import { poolScene } from './pool-tokens.ts'

const onlyValid = usingUserPools(
  'The call succeeds only if the required token is supplied and is valid; otherwise the client is not authorized.',
)
const notExpired = {
  basis: onlyValid,
  also: [
    gatewayCognitoGuide(
      'Accessing resources with API Gateway after sign-in',
      'Among the ways in which access can be approved: the ID token is valid and not expired.',
    ),
    unauthorizedArticle('The security token is not to be expired.'),
    expiredRecord,
  ],
}
/** Of refresh tokens and the like; of access tokens the other pages speak. */
const identityToken = {
  basis: onlyValid,
  also: [
    integrating(
      'Where a method has no authorization scopes the token is treated as an identity token, and held against the user pool.',
    ),
    unauthorizedArticle('Without scopes on the method, a valid ID token is to be used.'),
    restSnapshot('401 {"message":"Unauthorized"} to an access token at a method without scopes.'),
  ],
}

export const restAuthorizer: AttackedSurface<JwtDraft, JwtScene, MadeJwt> = {
  step: 14,
  title: 'A REST API with a forged, foreign, expired or oddly carried ID token',
  options: optionsOf('rest'),
  surface: {
    place: {
      kind: 'rest-authorizer',
      holdsKey: false,
      publishes: false,
      inHeader: true,
      use: 'id',
      longest: LONGEST_HEAD,
    },
    family: jwtFamily(jwtRows),
    scene: (cast) => poolScene(cast, 'id', ({ idToken }) => selfAt(cast, 'rest', idToken)),
    canCarry,
    send: (cast, made, scene) => sendToGateway(cast, placeAt(cast, 'rest', 'open'), 'rest', made, scene),
    tells: true,
    cost: 1,
  },
  owed: {
    ...owedToForgeries(onlyValid),
    ...owedToBadShape,
    'no-token': onlyValid,
    genuine: onlyValid,
    expiry: notExpired,
    'token-kind': identityToken,
    carriage: onlyValid,
  },
  effect: onlyValid,
  form: {
    says: 'with status 401 or 403, or what HTTP has for requests that no method is for or that are too long',
    basis: suggested(
      gatewayResponses(
        'UNAUTHORIZED has the default status 401, ACCESS_DENIED 403; whoever owns an API may give them others.',
      ),
    ),
  },
}
