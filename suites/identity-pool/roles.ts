/** Which role somebody's credentials are of, seen from outside: by what GetCallerIdentity calls their bearer. */
import { type Cast, type Logins, NotLent, type SessionCredentials } from '../../fixtures/actors/actors.ts'
import type { Handle, VariantContext } from '../../fixtures/flow/flow.ts'
import type { Answer } from '../../fixtures/protocol/answer.ts'
import { isValue } from '../../fixtures/protocol/reading.ts'
import type { Lease, UserNeeds } from '../../fixtures/targets/lease.ts'
import type { PolicyStatement, RoleNeeds } from '../../fixtures/targets/lease-identity.ts'
import { refused, succeeded } from '../shared/answers.ts'
import { roleOf } from './caller.ts'
import { type Identified, identified, type More } from './steps-9-to-11.ts'
import { asksForCredentials, type Credentialed, credentialed } from './steps-12-to-15.ts'

/** May do nothing: what there is to see of it is its name. */
export const NO_RIGHTS: RoleNeeds = { statements: [] }

/** What makes sessions, which no role can allow to a session: with it, a refusal is not for want of the permission. */
export const FURTHER_SESSIONS: PolicyStatement = {
  Effect: 'Allow',
  Action: ['sts:GetFederationToken', 'sts:GetSessionToken'],
  Resource: '*',
}

/** The pool's default, and two that a mapping chooses from. */
export const THREE_ROLES = { authenticated: NO_RIGHTS, first: NO_RIGHTS, second: NO_RIGHTS }

/** Somebody in groups with the roles `first` and `second`, whose ID token prefers `first`. */
export const FIRST_PREFERRED: UserNeeds = {
  roleGroups: [
    { role: 'second', precedence: 1 },
    { role: 'first', precedence: 0 },
  ],
}

/** Somebody in groups with the same roles, of which the ID token prefers none. */
export const NEITHER_PREFERRED: UserNeeds = {
  roleGroups: [
    { role: 'first', precedence: 1 },
    { role: 'second', precedence: 1 },
  ],
}

/** The role of somebody's credentials. */
export interface Taken {
  /** Its name. */
  readonly role: string
  readonly lease: Lease
}

/** The name of a leased role. */
export const namedRole = ({ identityPool }: Lease, name: string): string | undefined =>
  identityPool?.roles[name]?.name

/** The ARN of a leased role. @throws {NotLent} the lease has none of that name */
export function arnOfRole({ identityPool }: Lease, name: string): string {
  const role = identityPool?.roles[name]
  if (role === undefined) throw new NotLent(`no role of the identity pool is lent under the name ${name}`)
  return role.arn
}

/** A reason why the names of these roles are not known, or nothing. */
export const rolesUnknown =
  (...names: readonly string[]) =>
  (lease: Lease): string | undefined => {
    const missing = names.filter((name) => namedRole(lease, name) === undefined)
    return missing.length > 0
      ? `which roles of the identity pool are meant by ${missing.join(', ')} is not known (existing.identityPool.roles)`
      : undefined
  }

/** GetId from aside. */
export const identifies = async ({ application, lease }: Cast, logins?: Logins): Promise<Identified> =>
  identified(await application.aws.identityPool.getId(logins), lease, logins)

/**
 * The role that an answer of GetCallerIdentity names. What form its ARN has to have is judged elsewhere, once.
 * @throws {NotPerformed} STS does not say of which role the session is
 */
export function takenIn(answer: Answer, lease: Lease): Taken {
  const role = roleOf(succeeded(answer))
  return isValue(role) ? { role, lease } : refused(answer, 'an Arn that names the role of the session')
}

/** Asks whose credentials these are. @throws {NotPerformed} STS does not say */
export const roleTaken = async (
  { application, lease }: Cast,
  credentials: SessionCredentials,
): Promise<Taken> => takenIn(await application.aws.sts.callerIdentity(credentials), lease)

/** Somebody's whole way to a role, from aside. */
export async function takesRole(cast: Cast, logins?: Logins, more?: More): Promise<Taken> {
  const who = await identifies(cast, logins)
  const { credentials } = credentialed(await asksForCredentials(cast, who, more), cast)
  return roleTaken(cast, credentials)
}

/** Somebody's request for credentials, from aside. @throws {NotPerformed} they were given no identity */
export const asksForRole = async (cast: Cast, logins?: Logins, more?: More): Promise<Answer> =>
  asksForCredentials(cast, await identifies(cast, logins), more)

/** The role of the credentials that the steps led to. */
export const roleReached = ({ probe }: VariantContext<number>, came: Handle<Credentialed>): Handle<Taken> =>
  probe(17, (cast) => roleTaken(cast, came.value.credentials))
