/** The user pool authorizer of a REST API takes an ID token, on a method without scopes. */
import { developerGuide } from '../../../fixtures/flow/source.ts'
import { type JwtDraft, type JwtScene, jwtFamily, type MadeJwt } from '../../../fixtures/fuzzing/jwt/draft.ts'
import { gatewayResponses, integrating, usingUserPools } from '../../identity-pool/gateway-sources.ts'
import { jwtRows } from '../rows/jwt/all.ts'
import { bearerTokens } from '../sources.ts'
import type { AttackedSurface } from '../surfaces.ts'
import { canCarry } from './carried.ts'
import { LONGEST_HEAD, optionsOf, placeAt, selfAt, sendToGateway } from './gateway.ts'
import { owedToBadShape, owedToForgeries } from './owed.ts'
import { poolScene } from './pool-tokens.ts'

const onlyValid = usingUserPools(
  'The call succeeds only if the required token is supplied and is valid; otherwise the client is not authorized.',
)
const notExpired = developerGuide(
  'user-pool-accessing-resources-api-gateway-and-lambda',
  'Accessing resources with API Gateway after sign-in',
  'Accessing resources with API Gateway after sign-in',
  'API Gateway approves access where the ID or access token is valid and has not expired.',
)
const identityToken = integrating(
  'Where a method has no authorization scopes the token is treated as an identity token, and held against the user pool.',
)

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
    cost: 1,
  },
  owed: {
    ...owedToForgeries(onlyValid),
    ...owedToBadShape,
    'no-token': onlyValid,
    genuine: onlyValid,
    expiry: notExpired,
    'token-kind': identityToken,
    carriage: bearerTokens(
      '2',
      'A client must not use more than one method to bring a token in one request.',
    ),
  },
  effect: onlyValid,
  form: {
    says: 'with status 401 or 403, or what HTTP has for requests that no method is for or that are too long',
    basis: gatewayResponses('UNAUTHORIZED has the default status 401, ACCESS_DENIED 403.'),
  },
}
