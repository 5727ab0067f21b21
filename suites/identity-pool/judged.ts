/** What several variants judge from aside, once identity and credentials are there. */
import type { Cast, Logins } from '../../fixtures/actors/actors.ts'
import type { Check, Handle, VariantContext } from '../../fixtures/flow/flow.ts'
import { MADE_UP_TOKEN } from '../shared/tokens.ts'
import {
  callerAccount,
  callerAnswers,
  callerIsRoleSession,
  noFederationToken,
  noSessionToken,
  sessionName,
} from './checks/caller.ts'
import { notUsersId, sameLogin } from './checks/identity.ts'
import { type LoginChecks, notAToken } from './checks/logins.ts'
import { authenticatedRole } from './checks/roles.ts'
import type { Credentialed } from './credentials.ts'
import type { Identified } from './identity.ts'
import { type Taken, takenIn } from './roles.ts'
import { loginsWith } from './sign-in.ts'
import { callerOf, whoAmI } from './use.ts'

type Context = VariantContext<number>

const AT_STS = { needs: ['sts'] } as const

/** The identity of a user pool’s user, the same asked for again, and what is no proof of a sign-in. */
export function judgeIdentity({ probe, attempt, check }: Context, who: Handle<Identified>): void {
  check(notUsersId, who)
  const madeUp = attempt(10, ({ application, lease }) =>
    application.aws.identityPool.getId(loginsWith(lease, MADE_UP_TOKEN)),
  )
  check(notAToken.atGetId, madeUp, { performed: 11 })
  const again = probe(11, ({ application }) => application.aws.identityPool.getId(who.value.logins))
  check(sameLogin, () => ({ first: who.value.answer, second: again.value }))
}

/**
 * Whose session the credentials are of.
 * @param role the judgement of which role it is
 */
export function judgeCaller(
  { probe, attempt, check }: Context,
  holder: Handle<Credentialed>,
  role: Check<Taken> = authenticatedRole,
): void {
  const caller = probe(
    17,
    async (cast) => {
      const answer = await whoAmI(cast, holder.value)
      return { answer, ...callerOf(answer), lease: cast.lease }
    },
    AT_STS,
  )
  for (const one of [callerAnswers, callerIsRoleSession, callerAccount, sessionName]) check(one, caller)
  check(
    role,
    probe(17, ({ lease }) => takenIn(caller.value.answer, lease), AT_STS),
  )
  const session = attempt(
    17,
    ({ application }) => application.aws.sts.call('GetSessionToken', {}, holder.value.credentials),
    AT_STS,
  )
  check(noSessionToken, session, { check: callerAnswers })
  const federation = attempt(
    17,
    ({ application }) =>
      application.aws.sts.call('GetFederationToken', { Name: 'conformance' }, holder.value.credentials),
    AT_STS,
  )
  check(noFederationToken, federation, { check: callerAnswers })
}

/** One login that is not to be taken, at both operations; the control is what the steps before were given. */
export function judgeLogin(
  { attempt, check }: Context,
  who: Handle<Identified>,
  { atGetId, answer, atCredentials }: LoginChecks,
  logins: (cast: Cast) => Logins | Promise<Logins>,
): void {
  const asked = attempt(10, async (cast) => cast.application.aws.identityPool.getId(await logins(cast)))
  check(atGetId, asked, { performed: 11 })
  if (answer !== undefined) check(answer, asked, { performed: 11 })
  const again = attempt(
    12,
    async (cast) =>
      cast.application.aws.identityPool.getCredentials(who.value.identityId, await logins(cast)),
    { needs: ['enhanced-flow'] },
  )
  check(atCredentials, again, { performed: 14 })
}
