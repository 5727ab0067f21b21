/** What is common to the surfaces of the API that take an access token: the scene, and what is owed. */
import type { Cast, TokenStrings } from '../../../fixtures/actors/actors.ts'
import { apiReference } from '../../../fixtures/flow/source.ts'
import type { JwtScene } from '../../../fixtures/fuzzing/jwt/draft.ts'
import type { Place } from '../../../fixtures/fuzzing/model.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { bodyJson, isValue, member, readArray, readString } from '../../../fixtures/protocol/reading.ts'
import { getUser } from '../../shared/requests.ts'
import { expiredIsAnError, issuedToUser, revokedIsUseless } from '../sources.ts'
import type { AttackedSurface } from '../surfaces.ts'
import { base64url, owedToBadShape, owedToForgeries } from './owed.ts'
import { expiredTokens, type Others, poolScene } from './pool-tokens.ts'
import { refreshesByApi, revokedTokens } from './sessions.ts'

export const API_PLACE: Place = {
  kind: 'access-token-operation',
  holdsKey: false,
  publishes: false,
  inHeader: false,
  use: 'access',
  scope: 'aws.cognito.signin.user.admin',
}

/** What is lent to a surface that takes the access token of somebody who signed in at the API. */
export const API_NEEDS = {
  lacking: ['password', 'get-user'],
  pool: { mfa: 'off' },
  client: {
    uses: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    accessTokenValidity: 300,
    idTokenValidity: 300,
  },
  secondClient: { uses: ['ALLOW_USER_PASSWORD_AUTH'] },
  user: {},
  secondUser: {},
} as const satisfies Partial<AttackedSurface['options']>

/** Whom GetUser tells of. */
export function subjectIn(answer: Answer): string | undefined {
  const attributes = readArray(bodyJson(answer), 'UserAttributes')
  if (!isValue(attributes)) return undefined
  const sub = readString(
    attributes.find((one) => member(one, 'Name') === 'sub'),
    'Value',
  )
  return isValue(sub) ? sub : undefined
}

/** Whether GetUser tells of anybody. */
export const tells = (answer: Answer): boolean =>
  answer.status >= 200 &&
  answer.status < 300 &&
  (isValue(readString(bodyJson(answer), 'Username')) || subjectIn(answer) !== undefined)

/** What tokens of an attacker's own are beside those of every scene. */
async function moreTokens(cast: Cast, { refreshToken }: TokenStrings): Promise<Others> {
  const revoked = await revokedTokens(cast)
  // Of two tokens of one session either is the other’s elder as far as a surface can tell.
  const earlier = refreshToken === undefined ? undefined : await refreshesByApi(cast, refreshToken)
  return {
    ...(revoked === undefined ? {} : { revoked: revoked.accessToken }),
    ...(earlier === undefined ? {} : { earlier }),
  }
}

export async function apiScene(cast: Cast): Promise<JwtScene> {
  // Time passes until tokens have run out, and then until a revocation has taken effect: before the base is taken.
  await expiredTokens(cast)
  await revokedTokens(cast)
  const self = async ({ accessToken }: TokenStrings) => subjectIn(await getUser(cast, accessToken))
  return poolScene(cast, 'access', self, (tokens) => moreTokens(cast, tokens))
}

/**
 * Tokens without the scope come of a domain, which these surfaces do without: they are asked for in the flow of managed
 * login.
 * @param operation whose page says what it takes
 */
export function owedByApi(operation: string): AttackedSurface['owed'] {
  const issued = issuedToUser(operation)
  return {
    ...owedToForgeries(issued),
    genuine: issued,
    'no-token': issued,
    ...owedToBadShape,
    spelling: {
      basis: base64url,
      also: [apiReference(operation, 'AccessToken', 'Its pattern: letters, digits, -, _, = and dots alone.')],
    },
    expiry: expiredIsAnError,
    'token-kind': issued,
    revoked: revokedIsUseless,
  }
}
