/** CustomRoleArn: the application chooses among the roles that the token, or the rules, give the user. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import { firstRule } from './checks/rules.ts'
import {
  customRole,
  customRoleForeign,
  customRoleOverRules,
  customRoleResolves,
  preferredRole,
} from './checks/token-roles.ts'
import { CLIENT_OF_DEPARTMENTS, POOL_OF_DEPARTMENTS, TWO_RULES_FOR_SALES, userOf } from './departments.ts'
import { identityPool } from './flow.ts'
import { CLIENT, POOL } from './pools.ts'
import {
  arnOfRole,
  NEITHER_PREFERRED,
  NO_RIGHTS,
  roleReached,
  roleTaken,
  THREE_ROLES,
  takesRole,
} from './roles.ts'
import { signInByApi, signsInAside } from './steps-1-to-8.ts'
import { type Identified, obtainIdentity } from './steps-9-to-11.ts'
import { asksForCredentials, credentialed, obtainCredentials } from './steps-12-to-15.ts'

const custom = ({ lease }: Cast, name: string) => ({ CustomRoleArn: arnOfRole(lease, name) })

const takesCustom = async (cast: Cast, who: Identified, name: string) => {
  const answer = await asksForCredentials(cast, who, custom(cast, name))
  return roleTaken(cast, credentialed(answer, cast).credentials)
}

identityPool.variant(
  'custom-role-arn',
  'A role of the token that the application chooses',
  {
    lacking: ['enhanced-flow', 'role-mapping', 'groups'],
    pool: POOL,
    client: CLIENT,
    user: {
      roleGroups: [
        { role: 'first', precedence: 0 },
        { role: 'second', precedence: 1 },
      ],
    },
    secondUser: NEITHER_PREFERRED,
    identityPool: {
      roles: { ...THREE_ROLES, foreign: NO_RIGHTS },
      roleMappings: { 'user-pool': { type: 'Token', ambiguous: 'Deny' } },
    },
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const who = obtainIdentity(context, signInByApi(context))
    check(preferredRole, roleReached(context, obtainCredentials(context, who)))
    check(
      customRole,
      probe(12, (cast) => takesCustom(cast, who.value, 'second')),
    )
    const foreign = attempt(12, (cast) => asksForCredentials(cast, who.value, custom(cast, 'foreign')))
    check(customRoleForeign, foreign, { check: customRole })
    check(
      customRoleResolves,
      probe(12, async (cast) => {
        const { logins } = await signsInAside(cast, { user: cast.secondUser })
        return takesRole(cast, logins, custom(cast, 'second'))
      }),
    )
  },
)

identityPool.variant(
  'custom-role-arn-rules',
  'A role of a later rule that the application chooses',
  {
    lacking: ['enhanced-flow', 'role-mapping'],
    pool: POOL_OF_DEPARTMENTS,
    client: CLIENT_OF_DEPARTMENTS,
    user: userOf('sales'),
    identityPool: {
      roles: THREE_ROLES,
      roleMappings: { 'user-pool': TWO_RULES_FOR_SALES },
    },
    does: ['signs-in'],
  },
  (context) => {
    const { probe, check } = context
    const who = obtainIdentity(context, signInByApi(context))
    check(firstRule, roleReached(context, obtainCredentials(context, who)))
    check(
      customRoleOverRules,
      probe(12, (cast) => takesCustom(cast, who.value, 'second')),
    )
  },
)
