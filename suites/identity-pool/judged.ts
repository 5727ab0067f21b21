/** What several variants judge from aside, once identity and credentials are there. */
import type { Cast, Logins } from '../../fixtures/actors/actors.ts'
import type { Check, ControlRef, Handle, VariantContext } from '../../fixtures/flow/flow.ts'
import { MADE_UP_TOKEN } from '../shared/tokens.ts'
import { callerOf, whoAmI } from './caller.ts'
import {
  type Named as CallerNamed,
  callerAccount,
  callerAnswers,
  callerIsRoleSession,
  sessionName,
} from './checks/caller.ts'
import { notUsersId, sameLogin } from './checks/identity.ts'
import { type LoginChecks, notAToken } from './checks/logins.ts'
import { authenticatedRole } from './checks/roles.ts'
import { type Taken, takenIn } from './roles.ts'
import { loginsWith } from './steps-1-to-8.ts'
import type { Identified } from './steps-9-to-11.ts'
import type { Credentialed } from './steps-12-to-15.ts'

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

/** Who STS says the bearer of credentials is. */
export const callerOfSession = ({ probe }: Context, holder: Handle<Credentialed>): Handle<CallerNamed> =>
  probe(
    17,
    async (cast) => {
      const answer = await whoAmI(cast, holder.value)
      return { answer, ...callerOf(answer), lease: cast.lease }
    },
    AT_STS,
  )

/**
 * Whose session the credentials are of.
 * @param role the judgement of which role it is
 */
export function judgeCaller(
  context: Context,
  holder: Handle<Credentialed>,
  role: Check<Taken> = authenticatedRole,
): void {
  const { probe, check } = context
  const caller = callerOfSession(context, holder)
  for (const one of [callerAnswers, callerIsRoleSession, callerAccount]) check(one, caller)
  // Where it is no session of a role that is said, once, instead of what it is named.
  check(sessionName, caller, { check: callerIsRoleSession })
  check(
    role,
    probe(17, ({ lease }) => takenIn(caller.value.answer, lease), AT_STS),
  )
}

/** Bad logins that are refused even by those who do not look closely: where they are not, nothing is looked at. */
export function judgeMadeUp(context: Context, who: Handle<Identified>): void {
  judgeBad(context, who, notAToken, ({ lease }) => loginsWith(lease, MADE_UP_TOKEN), {})
}

/**
 * One login that is not to be taken, at both operations; the control is what the steps before were given. Stands on
 * {@link judgeMadeUp}: a target that takes any text is told so once.
 */
export function judgeLogin(
  context: Context,
  who: Handle<Identified>,
  checks: LoginChecks,
  logins: (cast: Cast) => Logins | Promise<Logins>,
): void {
  judgeBad(context, who, checks, logins, {
    atGetId: { after: { check: notAToken.atGetId } },
    atCredentials: { after: { check: notAToken.atCredentials } },
  })
}

function judgeBad(
  { attempt, check }: Context,
  who: Handle<Identified>,
  { atGetId, answer, atCredentials }: LoginChecks,
  logins: (cast: Cast) => Logins | Promise<Logins>,
  standingOn: { readonly [where in 'atGetId' | 'atCredentials']?: Pick<ControlRef, 'after'> },
): void {
  const asked = attempt(10, async (cast) => cast.application.aws.identityPool.getId(await logins(cast)))
  for (const one of answer === undefined ? [atGetId] : [atGetId, answer])
    check(one, asked, { performed: 11, ...standingOn.atGetId })
  const again = attempt(
    12,
    async (cast) =>
      cast.application.aws.identityPool.getCredentials(who.value.identityId, await logins(cast)),
    { needs: ['enhanced-flow'] },
  )
  check(atCredentials, again, { performed: 14, ...standingOn.atCredentials })
}
