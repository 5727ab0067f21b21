/** Each way in which a rule can match, beside one of the same type that nearly does. */
import type { Check } from '../../fixtures/flow/flow.ts'
import type { RoleMappingNeeds } from '../../fixtures/targets/lease-identity.ts'
import {
  noRuleAuthenticated,
  ruleContains,
  ruleEquals,
  ruleNotEqual,
  ruleStartsWith,
} from './checks/rules.ts'
import { CLIENT_OF_DEPARTMENTS, DEPARTMENT, POOL_OF_DEPARTMENTS, userOf } from './departments.ts'
import { identityPool } from './flow.ts'
import { NO_RIGHTS, roleReached, type Taken, takesRole } from './roles.ts'
import { signInByApi, signsInAside } from './steps-1-to-8.ts'
import { obtainIdentity } from './steps-9-to-11.ts'
import { obtainCredentials } from './steps-12-to-15.ts'

type Match = NonNullable<RoleMappingNeeds['rules']>[number]['match']

interface Way {
  readonly id: string
  readonly match: Match
  /** A value that a department of `sales` does not match in this way. */
  readonly near: string
  /** One that it does match, and that a department of `legal` does not unless it is {@link Way.open}. */
  readonly value: string
  readonly check: Check<Taken>
  /** Whoever is of another department matches one of the two as well. */
  readonly open?: true
}

const WAYS: readonly Way[] = [
  { id: 'equals', match: 'Equals', near: 'sale', value: 'sales', check: ruleEquals },
  { id: 'contains', match: 'Contains', near: 'alse', value: 'ale', check: ruleContains },
  { id: 'starts-with', match: 'StartsWith', near: 'ales', value: 'sal', check: ruleStartsWith },
  { id: 'not-equal', match: 'NotEqual', near: 'sales', value: 'research', check: ruleNotEqual, open: true },
]

for (const { id, match, near, value, check: judged, open } of WAYS) {
  identityPool.variant(
    `role-from-rules-${id}`,
    `A rule of type ${match}; without a match the authenticated role`,
    {
      lacking: ['enhanced-flow', 'role-mapping'],
      pool: POOL_OF_DEPARTMENTS,
      client: CLIENT_OF_DEPARTMENTS,
      user: userOf('sales'),
      ...(open ? {} : { secondUser: userOf('legal') }),
      identityPool: {
        roles: { authenticated: NO_RIGHTS, near: NO_RIGHTS, matched: NO_RIGHTS },
        roleMappings: {
          'user-pool': {
            type: 'Rules',
            ambiguous: 'AuthenticatedRole',
            rules: [
              { claim: DEPARTMENT, match, value: near, role: 'near' },
              { claim: DEPARTMENT, match, value, role: 'matched' },
            ],
          },
        },
      },
      does: ['signs-in'],
    },
    (context) => {
      const { probe, check } = context
      const who = obtainIdentity(context, signInByApi(context))
      check(judged, roleReached(context, obtainCredentials(context, who)))
      if (open) return
      const unmatched = probe(17, async (cast) => {
        const { logins } = await signsInAside(cast, { user: cast.secondUser })
        return takesRole(cast, logins)
      })
      check(noRuleAuthenticated, unmatched)
    },
  )
}
