/** The identity pool takes the ID token of a user pool: an entry of `Logins` at GetId. */
import type { Cast } from '../../../fixtures/actors/actors.ts'
import { NotApplicable } from '../../../fixtures/flow/not-performed.ts'
import { type JwtDraft, type JwtScene, jwtFamily, type MadeJwt } from '../../../fixtures/fuzzing/jwt/draft.ts'
import { bodyJson, isValue, readString } from '../../../fixtures/protocol/reading.ts'
import { CLIENT, mustNotTrust, POOL } from '../../identity-pool/pools.ts'
import {
  accessTokenRecord,
  authenticationFlow,
  identityApi,
  publicProviders,
} from '../../identity-pool/sources.ts'
import { loginOf, loginsWith } from '../../identity-pool/steps-1-to-8.ts'
import { answered, refused } from '../../shared/answers.ts'
import { jwtRows } from '../rows/jwt/all.ts'
import type { AttackedSurface } from '../surfaces.ts'
import {
  formOfGetId,
  guestsAt,
  identityOf,
  knownIdentity,
  LONGEST_LOGIN,
  lengthOfLogins,
  sendLogin,
} from './identity-pool-logins.ts'
import { allOf, owedToBadShape, owedToForgeries } from './owed.ts'
import { ifGiven, type Others, poolScene, signsIn, takenWhileFresh } from './pool-tokens.ts'

/** Of tokens of public login providers, among which user pools are counted. */
const validates = authenticationFlow(
  'Authentication flow API operations overview, GetId, Authenticated access',
  'The identity pool makes sure that the token is valid and from the configured provider, not expired, for the application that the pool names, and of the user.',
)
const valid = { basis: validates, also: [publicProviders] }
const idTokens = {
  basis: authenticationFlow(
    'External provider authflow',
    'Of user pools, identity pools accept the ID token.',
  ),
  also: [
    identityApi(
      'GetOpenIdToken',
      'Request Parameters, Logins',
      'Of a user pool, always the id_token is included.',
    ),
    accessTokenRecord,
  ],
}

/** The token that the identity pool itself makes of a login. @throws {NotPerformed} it makes none */
export async function openIdTokenOf(cast: Cast, identityId: string, idToken: string): Promise<string> {
  const { application, lease } = cast
  const answer = answered(
    await application.aws.identityPool.getOpenIdToken(identityId, loginsWith(lease, idToken)),
  )
  const token = readString(bodyJson(answer), 'Token')
  return isValue(token) ? token : refused(answer, '200 with Token')
}

const another = takenWhileFresh((cast) => ifGiven(() => signsIn(cast)))

/** Whether the second app client is known to be none of those that the identity pool trusts. */
const trustsNotOther = ({ lease, secondClient }: Cast): boolean => {
  try {
    mustNotTrust(lease, secondClient)
    return true
  } catch (error) {
    if (error instanceof NotApplicable) return false
    throw error
  }
}

async function scene(cast: Cast): Promise<JwtScene> {
  const login = loginOf(cast.lease)
  let self: string | undefined
  const made = await poolScene(
    cast,
    'id',
    async ({ idToken }) => {
      self = await knownIdentity(cast, login, idToken)
      return self
    },
    async ({ idToken }): Promise<Others> => {
      const openId = await ifGiven(async () =>
        openIdTokenOf(cast, self ?? (await identityOf(cast, login, idToken)), idToken),
      )
      const earlier = await another(cast)
      return {
        ...(openId === undefined ? {} : { 'open-id': openId }),
        ...(earlier === undefined ? {} : { earlier: earlier.idToken }),
      }
    },
  )
  const { 'other-client': otherClient, ...others } = made.others
  return {
    ...made,
    ...guestsAt(cast),
    others: {
      ...others,
      ...(otherClient !== undefined && trustsNotOther(cast) ? { 'other-client': otherClient } : {}),
    },
  }
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
    parts: { basis: validates, also: [publicProviders, lengthOfLogins] },
    ...allOf(['expiry', 'audience'], valid),
    genuine: valid,
    'token-kind': idTokens,
  },
  effect: valid,
  form: formOfGetId,
}
