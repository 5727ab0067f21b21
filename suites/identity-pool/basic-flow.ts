/** The basic flow: the identity pool's own token, and with it a role from STS that the application has chosen. */

import type { Cast, SessionCredentials } from '../../fixtures/actors/actors.ts'
import { COMMON_OBJECTS } from '../../fixtures/flow/default-roles.ts'
import { verifySignature } from '../../fixtures/protocol/jws.ts'
import { whoAmI } from './caller.ts'
import {
  guestAmr,
  openIdTokenComes,
  tokenAudience,
  tokenHeader,
  tokenIsJwt,
  tokenIssuer,
  tokenKeyPublished,
  tokenLifetime,
  tokenNeedsLogin,
  tokenSubject,
  tokenVerifies,
  userAmr,
  userAmrMembers,
} from './checks/basic-flow.ts'
import { noFederationToken, noSessionToken } from './checks/caller.ts'
import { classicGuestIsNotCut } from './checks/guest-services.ts'
import { guestCut } from './checks/iam.ts'
import {
  type Introduced,
  roleAllows,
  sessionIsOwn,
  sessionPolicyLimits,
  sessionSigns,
  stsDefaultDuration,
  stsKey,
  stsLongDuration,
  stsNamespace,
  stsProvider,
  stsSessionArn,
  stsSessionId,
  stsShortDuration,
  stsSubject,
} from './checks/sts.ts'
import { identityPool } from './flow.ts'
import { guestsSkip } from './omissions.ts'
import { legible } from './own-token.ts'
import { CLIENT, POOL } from './pools.ts'
import { FURTHER_SESSIONS, identifies, takenIn } from './roles.ts'
import { signInByApi } from './steps-1-to-8.ts'
import { obtainIdentity } from './steps-9-to-11.ts'
import { asksForCredentials, credentialed } from './steps-12-to-15.ts'
import { obtainSession, type StsSession, takesSession, takesToken } from './sts-session.ts'

const GUESTS = { needs: ['guest-access'] } as const
const OBJECTS = { needs: ['object-service', 'iam-policies'] } as const
const KEYS = { needs: ['identity-token-keys'] } as const

const putsCommon = (
  { application }: Cast,
  { identityId, credentials }: Pick<StsSession, 'identityId' | 'credentials'>,
) => application.aws.object('PUT', `common/${identityId}.txt`, credentials, { body: 'a note' })

/** The session’s name beside its role’s. @throws {NotPerformed} STS names no session of a role */
const named = (introduced: Introduced): Introduced => {
  takenIn(introduced.answer, introduced.lease)
  return introduced
}

/** A policy that leaves nothing of what the role allows. */
const HARDLY_ANYTHING = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:GetCallerIdentity', Resource: '*' }],
})

identityPool.variant(
  'basic-flow',
  'GetOpenIdToken, then AssumeRoleWithWebIdentity',
  {
    lacking: ['basic-flow', 'sts'],
    pool: POOL,
    client: CLIENT,
    user: {},
    identityPool: {
      guests: true,
      classicFlow: true,
      roles: { member: { maxSession: 7200, statements: [COMMON_OBJECTS, FURTHER_SESSIONS] } },
    },
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const who = obtainIdentity(context, signInByApi(context))
    const { token, claims, session } = obtainSession(context, who, 'member')

    check(tokenIsJwt, token)
    for (const one of [
      tokenIssuer,
      tokenAudience,
      tokenSubject,
      tokenLifetime,
      userAmr,
      userAmrMembers,
      tokenHeader,
    ])
      check(one, claims)
    const published = probe(
      13,
      async ({ application }) => {
        const keys = await application.aws.identityPool.fetchKeys()
        return { ...claims.value, keys, signature: await verifySignature(claims.value.token, keys) }
      },
      KEYS,
    )
    for (const one of [tokenKeyPublished, tokenVerifies]) check(one, published)
    const bare = attempt(13, ({ application }) =>
      application.aws.identityPool.getOpenIdToken(who.value.identityId),
    )
    check(tokenNeedsLogin, bare, { check: openIdTokenComes })
    const guest = probe(
      13,
      async (cast) => legible(await takesToken(cast, (await identifies(cast)).identityId)),
      GUESTS,
    )
    check(guestAmr, guest)

    for (const one of [stsNamespace, stsKey, stsSubject, stsSessionArn, stsSessionId, stsDefaultDuration])
      check(one, session)
    check(stsProvider, () => ({ ...session.value, token: claims.value }))
    const lasting = (seconds: number) =>
      probe(14, (cast) => takesSession(cast, 'member', token.value, { DurationSeconds: String(seconds) }))
    check(stsShortDuration, lasting(900))
    check(stsLongDuration, lasting(7200))

    const introduced = probe(17, async (cast) => ({
      answer: await whoAmI(cast, session.value),
      lease: cast.lease,
    }))
    check(sessionSigns, introduced)
    check(
      sessionIsOwn,
      probe(17, () => named(introduced.value)),
    )
    const furtherBy = (action: string, parameters: Readonly<Record<string, string>> = {}) =>
      attempt(17, ({ application }) =>
        application.aws.sts.call(action, parameters, session.value.credentials),
      )
    check(noSessionToken, furtherBy('GetSessionToken'), { check: sessionSigns })
    check(noFederationToken, furtherBy('GetFederationToken', { Name: 'somebody' }), { check: sessionSigns })

    check(
      roleAllows,
      probe(18, (cast) => putsCommon(cast, session.value), OBJECTS),
    )
    const limited = attempt(
      18,
      async (cast) =>
        putsCommon(cast, await takesSession(cast, 'member', token.value, { Policy: HARDLY_ANYTHING })),
      { needs: ['object-service', 'session-policies', 'iam-policies'] },
    )
    check(sessionPolicyLimits, limited, { check: roleAllows })
  },
)

const parameter = ({ application }: Cast, credentials: SessionCredentials) =>
  application.aws.parameter('nobody-gave-anything-this-name', credentials)

identityPool.variant(
  'basic-flow-guests',
  'Guests in the basic flow and in the enhanced one, at a service that is not for guests',
  {
    lacking: ['basic-flow', 'sts', 'guest-access'],
    pool: POOL,
    client: CLIENT,
    user: {},
    identityPool: {
      guests: true,
      classicFlow: true,
      roles: {
        unauthenticated: { statements: [{ Effect: 'Allow', Action: 'ssm:GetParameter', Resource: '*' }] },
      },
    },
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check, omitted } = context
    for (const step of [1, 2, 3, 4, 5, 6, 7, 8] as const) omitted(step, guestsSkip)
    const who = obtainIdentity(context, undefined)
    const { session } = obtainSession(context, who, 'unauthenticated')
    check(
      classicGuestIsNotCut,
      probe(18, (cast) => parameter(cast, session.value.credentials)),
    )
    const enhanced = attempt(
      18,
      async (cast) => {
        const answer = await asksForCredentials(cast, who.value)
        return parameter(cast, credentialed(answer, cast).credentials)
      },
      { needs: ['enhanced-flow'] },
    )
    check(guestCut, enhanced, { check: classicGuestIsNotCut })
  },
)
