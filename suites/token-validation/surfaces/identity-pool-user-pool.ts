/** The identity pool takes the ID token of a user pool: an entry of `Logins` at GetId. */
import type { Cast } from '../../../fixtures/actors/actors.ts'
import { type JwtDraft, type JwtScene, jwtFamily, type MadeJwt } from '../../../fixtures/fuzzing/jwt/draft.ts'
import { bodyJson, isValue, readString } from '../../../fixtures/protocol/reading.ts'
import { CLIENT, POOL } from '../../identity-pool/pools.ts'
import { authenticationFlow, identityApi } from '../../identity-pool/sources.ts'
import { loginOf, loginsWith } from '../../identity-pool/steps-1-to-8.ts'
import { answered, refused } from '../../shared/answers.ts'
import { jwtRows } from '../rows/jwt/all.ts'
import type { AttackedSurface } from '../surfaces.ts'
import { identityOf, LONGEST_LOGIN, sendLogin } from './identity-pool-logins.ts'
import { allOf, owedToBadShape, owedToForgeries } from './owed.ts'
import { ifGiven, type Others, poolScene, signsIn } from './pool-tokens.ts'

const valid = authenticationFlow(
  'Authentication flow API operations overview, GetId, Authenticated access',
  'The identity pool makes sure that the token is valid and from the configured provider, not expired, for the application that the pool names, and of the user.',
)
const idTokens = authenticationFlow(
  'External provider authflow',
  'Of user pools, identity pools accept the ID token.',
)

/** The token that the identity pool itself makes of a login. @throws {NotPerformed} it makes none */
export async function openIdTokenOf(cast: Cast, identityId: string, idToken: string): Promise<string> {
  const { application, lease } = cast
  const answer = answered(
    await application.aws.identityPool.getOpenIdToken(identityId, loginsWith(lease, idToken)),
  )
  const token = readString(bodyJson(answer), 'Token')
  return isValue(token) ? token : refused(answer, '200 with Token')
}

async function scene(cast: Cast): Promise<JwtScene> {
  const login = loginOf(cast.lease)
  let identityId: string | undefined
  return poolScene(
    cast,
    'id',
    async ({ idToken }) => {
      identityId = await ifGiven(() => identityOf(cast, login, idToken))
      return identityId
    },
    async ({ idToken }): Promise<Others> => {
      const openId = await ifGiven(() => openIdTokenOf(cast, identityId ?? '', idToken))
      const earlier = await ifGiven(() => signsIn(cast))
      return {
        ...(openId === undefined ? {} : { 'open-id': openId }),
        ...(earlier === undefined ? {} : { earlier: earlier.idToken }),
      }
    },
  )
}

export const identityPoolOfUserPool: AttackedSurface<JwtDraft, JwtScene, MadeJwt> = {
  step: 11,
  title: 'GetId with a forged, foreign, expired or odd ID token of the user pool',
  options: {
    lacking: ['password', 'enhanced-flow'],
    pool: POOL,
    client: { ...CLIENT, idTokenValidity: 300, accessTokenValidity: 300 },
    secondClient: CLIENT,
    user: {},
    secondUser: {},
    identityPool: { classicFlow: true },
    does: ['signs-in'],
  },
  surface: {
    place: {
      kind: 'identity-pool-of-user-pool',
      holdsKey: false,
      publishes: false,
      inHeader: false,
      use: 'id',
      longest: LONGEST_LOGIN,
    },
    family: jwtFamily(jwtRows),
    scene,
    send: (cast, { value }) => sendLogin(cast, loginOf(cast.lease), value),
    cost: 1,
  },
  owed: {
    ...owedToForgeries(valid),
    ...owedToBadShape,
    ...allOf(['expiry', 'audience'], valid),
    genuine: valid,
    'token-kind': idTokens,
  },
  effect: valid,
  form: {
    says: 'with status 400 and the name of an error, or with 413 where it is too long',
    basis: identityApi(
      'GetId',
      'Errors',
      'Each client fault of the operation is listed with HTTP Status Code: 400.',
    ),
  },
}
