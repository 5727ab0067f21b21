/** What is common to the surfaces that take a refresh token: the scene, wherever its sessions were begun. */
import type { Cast, TokenStrings } from '../../../fixtures/actors/actors.ts'
import { NotPerformed } from '../../../fixtures/flow/not-performed.ts'
import { advisory, type Basis } from '../../../fixtures/flow/source.ts'
import type { OpaqueScene, OtherOpaque } from '../../../fixtures/fuzzing/opaque.ts'
import { withOtherClaims } from '../../../fixtures/protocol/forged-jwt.ts'
import { readJwt } from '../../../fixtures/protocol/jwt.ts'
import { anotherSignIn } from '../../managed-login/further-sign-ins.ts'
import { WELL_AFTER } from '../../shared/expiry.ts'
import { claim } from '../../shared/tokens.ts'
import type { RowClass } from '../classes.ts'
import type { AttackedSurface } from '../surfaces.ts'
import { otherUserSignsIn, revokedTokens as revokedAtDomain } from './domain-tokens.ts'
import { ifGiven, signsIn, takenOnce } from './pool-tokens.ts'
import { revokedTokens as revokedByApi } from './sessions.ts'

/** What is lent to a surface that takes the refresh tokens of a domain. */
export const NEEDS_AT_DOMAIN = {
  pool: { mfa: 'off', domain: 'managed-login' },
  client: {
    uses: [],
    refreshTokenValidity: 3600,
    oauth: { flows: ['code'], scopes: ['openid', 'email'] },
  },
  secondClient: { uses: [], oauth: { flows: ['code'], scopes: ['openid', 'email'] } },
  user: {},
  secondUser: {},
  does: ['signs-in', 'revokes'],
} as const satisfies Partial<AttackedSurface['options']>

/** AWS says what a refresh token is good for, and nothing of how it is sealed. */
export const unmodified = advisory(
  'RFC 6749, The OAuth 2.0 Authorization Framework',
  'Section 10.4',
  'https://www.rfc-editor.org/rfc/rfc6749#section-10.4',
  '2026-11',
  'Whoever has no right to must not be able to modify refresh tokens so that they are valid ones.',
)

/** Of what is no forgery, and yet not for this client, this time or this use. */
export const bound = advisory(
  'RFC 6749, The OAuth 2.0 Authorization Framework',
  'Section 10.4',
  'https://www.rfc-editor.org/rfc/rfc6749#section-10.4',
  '2026-11',
  'Each refresh token stays bound to the client to whom it was issued; and nobody without a right to can make, change or guess a valid one.',
)

/** One basis for what nobody forged, of tokens that cannot be read. */
export const ofUnforged = (basis: Basis): Readonly<Partial<Record<RowClass, Basis>>> => ({
  'token-kind': basis,
  audience: basis,
  revoked: basis,
  expiry: basis,
  'no-token': basis,
  spelling: basis,
})

export type Session = TokenStrings & { readonly refreshToken: string }

/** Where sessions begin, and whose. */
export interface Sessions {
  own(cast: Cast): Promise<Session>
  ofOtherUser(cast: Cast): Promise<Session>
  ofOtherClient(cast: Cast): Promise<Session>
  /** What has run out; nothing where the clock cannot be moved. */
  expired(cast: Cast): Promise<string | undefined>
  revoked(cast: Cast): Promise<TokenStrings | undefined>
}

/** @throws {NotPerformed} there is no refresh token */
function withRefreshToken({ refreshToken, ...tokens }: TokenStrings): Session {
  if (refreshToken === undefined) throw new NotPerformed('no refresh token came', 'a refresh token', 'none')
  return { ...tokens, refreshToken }
}

const runOut = (begin: Sessions['own']): Sessions['expired'] =>
  takenOnce(async (cast) => {
    const { refreshTokenValidity } = cast.lease.client
    if (cast.clock.mode !== 'virtual' || refreshTokenValidity === 'unknown') return undefined
    const { refreshToken } = await begin(cast)
    await cast.clock.pass(refreshTokenValidity + WELL_AFTER)
    return refreshToken
  })

const ownByApi: Sessions['own'] = async (cast) => withRefreshToken(await signsIn(cast))

export const apiSessions: Sessions = {
  own: ownByApi,
  ofOtherUser: async (cast) => withRefreshToken(await signsIn(cast, { user: cast.secondUser })),
  ofOtherClient: async (cast) => withRefreshToken(await signsIn(cast, { client: cast.secondClient })),
  expired: runOut(ownByApi),
  revoked: revokedByApi,
}

const ownAtDomain: Sessions['own'] = async (cast) => withRefreshToken((await anotherSignIn(cast)).tokens)

export const domainSessions: Sessions = {
  own: ownAtDomain,
  ofOtherUser: async (cast) => withRefreshToken(await otherUserSignsIn(cast)),
  async ofOtherClient(cast) {
    const client = cast.secondClient
    return withRefreshToken((await anotherSignIn(cast, { options: { client } }, { client })).tokens)
  },
  expired: runOut(ownAtDomain),
  revoked: revokedAtDomain,
}

/** What else there is of this user, of another one and of another client. */
export const refreshScene =
  (sessions: Sessions) =>
  async (cast: Cast): Promise<OpaqueScene> => {
    // Time passes for what is over: before the base is taken.
    const over = {
      expired: await sessions.expired(cast),
      revoked: (await sessions.revoked(cast))?.refreshToken,
    }
    const otherUser = await ifGiven(() => sessions.ofOtherUser(cast))
    const otherClient = await ifGiven(() => sessions.ofOtherClient(cast))
    const otherSession = await ifGiven(() => sessions.own(cast))
    const base = await sessions.own(cast)
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
