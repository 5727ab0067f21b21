/** What is common to the surfaces that take a refresh token: the scene, and the ways in which one is used. */
import type { Cast, TokenStrings } from '../../../fixtures/actors/actors.ts'
import { NotPerformed } from '../../../fixtures/flow/not-performed.ts'
import type { OpaqueScene, OtherOpaque } from '../../../fixtures/fuzzing/opaque.ts'
import type { Answer } from '../../../fixtures/protocol/answer.ts'
import { withOtherClaims } from '../../../fixtures/protocol/forged-jwt.ts'
import { readJwt } from '../../../fixtures/protocol/jwt.ts'
import { bodyJson, isValue, readString } from '../../../fixtures/protocol/reading.ts'
import { WELL_AFTER } from '../../shared/expiry.ts'
import { claim } from '../../shared/tokens.ts'
import { ifGiven, signsIn, takenOnce } from './pool-tokens.ts'
import { namesClient, revokedTokens } from './sessions.ts'

export type Session = TokenStrings & { readonly refreshToken: string }

/** @throws {NotPerformed} it brought no refresh token */
export async function session(cast: Cast, who?: Parameters<typeof signsIn>[1]): Promise<Session> {
  const { refreshToken, ...tokens } = await signsIn(cast, who)
  if (refreshToken === undefined) throw new NotPerformed('no refresh token came', 'RefreshToken', 'none')
  return { ...tokens, refreshToken }
}

const expired = takenOnce(async (cast): Promise<string | undefined> => {
  const { refreshTokenValidity } = cast.lease.client
  if (cast.clock.mode !== 'virtual' || refreshTokenValidity === 'unknown') return undefined
  const { refreshToken } = await session(cast)
  await cast.clock.pass(refreshTokenValidity + WELL_AFTER)
  return refreshToken
})

export interface RefreshScene extends OpaqueScene {
  readonly session: Session
}

/** What else there is of this user, of another one and of another client. */
export async function refreshScene(cast: Cast): Promise<RefreshScene> {
  const over = { expired: await expired(cast), revoked: (await revokedTokens(cast))?.refreshToken }
  const [otherUser, otherClient, otherSession] = [
    await ifGiven(() => session(cast, { user: cast.secondUser })),
    await ifGiven(() => session(cast, { client: cast.secondClient })),
    await ifGiven(() => session(cast)),
  ]
  const base = await session(cast)
  const self = subjectOf(base.accessToken)
  const others: Readonly<Record<OtherOpaque, string | undefined>> = {
    ...over,
    access: base.accessToken,
    id: base.idToken,
    'forged-access': withOtherClaims(base.accessToken, {
      sub:
        otherUser === undefined ? '00000000-0000-4000-8000-000000000000' : subjectOf(otherUser.accessToken),
    }),
    'other-user': otherUser?.refreshToken,
    'other-client': otherClient?.refreshToken,
    'other-session': otherSession?.refreshToken,
  }
  return {
    token: base.refreshToken,
    session: base,
    now: Math.floor(cast.clock.now() / 1000),
    ...(self === undefined ? {} : { self }),
    others: Object.fromEntries(Object.entries(others).filter(([, token]) => token !== undefined)),
  }
}

/** Of an access token that says so. */
export function subjectOf(token: string): string | undefined {
  const sub = claim(readJwt(token), 'sub')
  return typeof sub === 'string' ? sub : undefined
}

/** One way in which a refresh token becomes tokens. */
export interface Way {
  readonly name: string
  readonly needs: string
  /** Types that the API documents, or OAuth's errors, of a token that is none. */
  readonly errors: readonly string[]
  use(cast: Cast, token: string): Promise<Answer>
  /** Where the new access token stands. */
  readonly at: readonly string[]
}

const API_ERRORS = [
  'NotAuthorizedException',
  'InvalidParameterException',
  'ResourceNotFoundException',
  'UserNotFoundException',
]

export const WAYS: readonly Way[] = [
  {
    name: 'InitiateAuth',
    needs: 'refresh',
    errors: API_ERRORS,
    use: ({ application }, token) => application.initiateAuth('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: token }),
    at: ['AuthenticationResult', 'AccessToken'],
  },
  {
    name: 'GetTokensFromRefreshToken',
    needs: 'rotation',
    errors: [...API_ERRORS, 'RefreshTokenReuseException'],
    use: ({ application }, token) =>
      application.call('GetTokensFromRefreshToken', {
        ...namesClient(application.client),
        RefreshToken: token,
      }),
    at: ['AuthenticationResult', 'AccessToken'],
  },
  {
    name: 'the token endpoint',
    needs: 'refresh-grant',
    errors: ['invalid_grant', 'invalid_request'],
    use: ({ application }, token) =>
      application.relyingParty.token({ grant_type: 'refresh_token', refresh_token: token }),
    at: ['access_token'],
  },
]

/** The ways that a target has; the token endpoint only where there is a domain. */
export const waysOf = ({ lease }: Cast): readonly Way[] =>
  WAYS.filter(
    ({ needs }) =>
      lease.lacks[needs] === undefined && (needs !== 'refresh-grant' || lease.domain !== undefined),
  )

/** The access token that came of a refresh, where one did. */
export function refreshed(answer: Answer, { at }: Way): string | undefined {
  const token = readString(bodyJson(answer), ...at)
  return answer.status === 200 && isValue(token) ? token : undefined
}
