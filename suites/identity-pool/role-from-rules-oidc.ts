/** Rules on claims of a provider that no user pool stands before: the guide's own example, by locale. */

import { noRuleAuthenticated, ruleOnProvider } from './checks/rules.ts'
import { identityPool } from './flow.ts'
import { CLIENT, POOL } from './pools.ts'
import { OIDC, poolFor } from './provider-needs.ts'
import { NO_RIGHTS, roleReached, takesRole } from './roles.ts'
import { signInAtProvider, signsInAt } from './steps-1-to-8-at-provider.ts'
import { obtainIdentity } from './steps-9-to-11.ts'
import { obtainCredentials } from './steps-12-to-15.ts'

identityPool.variant(
  'role-from-rules-oidc',
  'A rule on a claim of an OpenID Connect provider',
  {
    lacking: ['enhanced-flow', 'role-mapping', 'oidc-logins'],
    pool: POOL,
    client: CLIENT,
    user: {},
    identityPool: {
      ...poolFor(OIDC),
      roles: { authenticated: NO_RIGHTS, matched: NO_RIGHTS },
      roleMappings: {
        [OIDC.name]: {
          type: 'Rules',
          ambiguous: 'AuthenticatedRole',
          rules: [{ claim: 'locale', match: 'Equals', value: 'Sacramento', role: 'matched' }],
        },
      },
    },
    does: ['signs-in'],
  },
  (context) => {
    const { probe, check } = context
    const proof = signInAtProvider(context, OIDC, (_, provider) =>
      provider.newPerson({ claims: { locale: 'Sacramento' } }),
    )
    check(ruleOnProvider, roleReached(context, obtainCredentials(context, obtainIdentity(context, proof))))
    const other = probe(17, async (cast) => {
      const person = await cast.provider(OIDC.name).newPerson({ claims: { locale: 'Oakland' } })
      return takesRole(cast, (await signsInAt(cast, OIDC, person)).logins)
    })
    check(noRuleAuthenticated, other)
  },
)
