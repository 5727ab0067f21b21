/** Several rules in their order: the first that applies gives the role, and nobody gets one to whom none applies. */
import { customPrefix, firstRule, noRuleDenied, noRuleDeniedError, notEqualAbsent } from './checks/rules.ts'
import {
  CLIENT_OF_DEPARTMENTS,
  DEPARTMENT,
  POOL_OF_DEPARTMENTS,
  TWO_RULES_FOR_SALES,
  userOf,
} from './departments.ts'
import { identityPool } from './flow.ts'
import { asksForRole, NO_RIGHTS, roleReached, THREE_ROLES } from './roles.ts'
import { signInByApi, signsInAside } from './steps-1-to-8.ts'
import { obtainIdentity } from './steps-9-to-11.ts'
import { obtainCredentials } from './steps-12-to-15.ts'

identityPool.variant(
  'role-from-rules',
  'Rules in order; no match is denied',
  {
    lacking: ['enhanced-flow', 'role-mapping'],
    pool: POOL_OF_DEPARTMENTS,
    client: CLIENT_OF_DEPARTMENTS,
    user: userOf('sales'),
    secondUser: userOf('research'),
    identityPool: {
      roles: THREE_ROLES,
      roleMappings: { 'user-pool': TWO_RULES_FOR_SALES },
    },
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const who = obtainIdentity(context, signInByApi(context))
    check(firstRule, roleReached(context, obtainCredentials(context, who)))

    const other = probe(8, (cast) => signsInAside(cast, { user: cast.secondUser }))
    const denied = attempt(13, (cast) => asksForRole(cast, other.value.logins))
    check(noRuleDenied, denied, { check: firstRule })
    check(noRuleDeniedError, denied, { check: firstRule })
  },
)

identityPool.variant(
  'role-from-rules-passed-over',
  'Rules on claims that the token does not have',
  {
    lacking: ['enhanced-flow', 'role-mapping'],
    pool: POOL_OF_DEPARTMENTS,
    client: CLIENT_OF_DEPARTMENTS,
    user: userOf('sales'),
    identityPool: {
      roles: { authenticated: NO_RIGHTS, unprefixed: NO_RIGHTS, absent: NO_RIGHTS, matched: NO_RIGHTS },
      roleMappings: {
        'user-pool': {
          type: 'Rules',
          ambiguous: 'AuthenticatedRole',
          rules: [
            { claim: 'department', match: 'Equals', value: 'sales', role: 'unprefixed' },
            { claim: 'custom:team', match: 'NotEqual', value: 'blue', role: 'absent' },
            { claim: DEPARTMENT, match: 'Equals', value: 'sales', role: 'matched' },
          ],
        },
      },
    },
    does: ['signs-in'],
  },
  (context) => {
    const who = obtainIdentity(context, signInByApi(context))
    const taken = roleReached(context, obtainCredentials(context, who))
    for (const one of [notEqualAbsent, customPrefix]) context.check(one, taken)
  },
)
