/** Sessions that the application asks STS for itself, with the token of the identity pool. */
import type { Cast, Logins, SessionCredentials } from '../../fixtures/actors/actors.ts'
import type { Handle, VariantContext } from '../../fixtures/flow/flow.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { bodyXml } from '../../fixtures/protocol/aws-xml.ts'
import { isValue, member, type Reading, readString } from '../../fixtures/protocol/reading.ts'
import { readStsCredentials } from '../../fixtures/protocol/session-credentials.ts'
import type { Lease } from '../../fixtures/targets/lease.ts'
import { refused, succeeded } from '../shared/answers.ts'
import { openIdTokenComes } from './checks/basic-flow.ts'
import { ownRoleInstead } from './omissions.ts'
import { legible, type OwnToken, ownTokenIn } from './own-token.ts'
import { arnOfRole } from './roles.ts'
import type { Identified } from './steps-9-to-11.ts'

/** A session, as STS gave it. */
export interface StsSession {
  readonly answer: Answer
  readonly credentials: SessionCredentials
  readonly identityId: string
  readonly lease: Lease
  /** The target's time when it came, in seconds. */
  readonly at: number
}

/** A name of as many kinds of characters as there may be in one. */
export const SESSION_NAME = 'a.visitor+1=x,y@the_app-2'

const RESULT = ['AssumeRoleWithWebIdentityResponse', 'AssumeRoleWithWebIdentityResult'] as const

/** A member of the result of AssumeRoleWithWebIdentity. */
export const stsMember = (answer: Answer, ...path: readonly string[]): Reading<string> =>
  readString(bodyXml(answer), ...RESULT, ...path)

/** Whether there is a result at all. */
export const stsResult = (answer: Answer): Reading<unknown> => member(bodyXml(answer), ...RESULT)

/** GetOpenIdToken from aside. @throws {NotPerformed} no token came */
export const takesToken = async (cast: Cast, identityId: string, logins?: Logins): Promise<OwnToken> =>
  ownTokenIn(await cast.application.aws.identityPool.getOpenIdToken(identityId, logins), cast)

/** The token itself. @throws {NotPerformed} the answer has none */
export const tokenOf = ({ token, answer }: OwnToken): string =>
  isValue(token) ? token : refused(answer, '200 with Token')

type Parameters = Readonly<Record<string, string>>

/** AssumeRoleWithWebIdentity for a leased role. */
export const asksSts = (cast: Cast, role: string, token: OwnToken, more: Parameters = {}): Promise<Answer> =>
  cast.application.aws.sts.assumeRole(arnOfRole(cast.lease, role), tokenOf(token), {
    RoleSessionName: SESSION_NAME,
    ...more,
  })

/** @throws {NotPerformed} there are no whole credentials in the answer */
function sessionIn(answer: Answer, { lease, clock }: Cast, { identityId }: OwnToken): StsSession {
  const credentials = readStsCredentials(succeeded(answer))
  if (!isValue(credentials))
    return refused(
      answer,
      'XML with AccessKeyId, SecretAccessKey, SessionToken and, as a time in UTC, Expiration',
    )
  return { answer, credentials, identityId, lease, at: Math.floor(clock.now() / 1000) }
}

/** A session from aside. */
export const takesSession = async (
  cast: Cast,
  role: string,
  token: OwnToken,
  more?: Parameters,
): Promise<StsSession> => sessionIn(await asksSts(cast, role, token, more), cast, token)

/** Steps 12 to 15 as the basic flow has them: a token of the identity pool, and with it a role of one's own choice. */
export function obtainSession(
  { step, probe, omitted, check }: VariantContext<number>,
  who: Handle<Identified>,
  role: string,
): {
  readonly token: Handle<OwnToken>
  /** The same, where it can be taken apart: whether STS takes it or not. */
  readonly claims: Handle<OwnToken>
  readonly session: Handle<StsSession>
} {
  omitted(12, ownRoleInstead)
  const token = step(13, (cast) => takesToken(cast, who.value.identityId, who.value.logins))
  check(openIdTokenComes, () => ({ ...token.value, asked: who.value.identityId }))
  const claims = probe(13, () => legible(token.value))
  const session = step(14, (cast) => takesSession(cast, role, token.value))
  step(15, ({ application }) => {
    application.aws.storeCredentials(session.value.identityId, session.value.credentials)
  })
  return { token, claims, session }
}
