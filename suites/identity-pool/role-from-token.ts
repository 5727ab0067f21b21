/** Roles that the ID token names: those of the user’s groups, of which one is preferred, or none. */
import { mappingDescribed, rolesDescribed } from './checks/role-settings.ts'
import {
  ambiguousAuthenticated,
  ambiguousDenied,
  noPreferredRole,
  preferredRole,
  preferredRoleClaim,
  rolesClaim,
  sharedRoleClaim,
} from './checks/token-roles.ts'
import { identityPool } from './flow.ts'
import { CLIENT, POOL, poolOf } from './pools.ts'
import { asksForRole, FIRST_PREFERRED, NEITHER_PREFERRED, roleReached, THREE_ROLES } from './roles.ts'
import { signInByApi, signsInAside } from './steps-1-to-8.ts'
import { obtainIdentity } from './steps-9-to-11.ts'
import { obtainCredentials } from './steps-12-to-15.ts'

identityPool.variant(
  'role-from-token',
  'The preferred role of the ID token; ambiguity is denied',
  {
    lacking: ['enhanced-flow', 'role-mapping', 'groups'],
    pool: POOL,
    client: CLIENT,
    user: FIRST_PREFERRED,
    secondUser: NEITHER_PREFERRED,
    identityPool: { roles: THREE_ROLES, roleMappings: { 'user-pool': { type: 'Token', ambiguous: 'Deny' } } },
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const signedIn = signInByApi(context)
    check(rolesClaim, signedIn)
    check(preferredRoleClaim, signedIn)
    const who = obtainIdentity(context, signedIn)
    check(preferredRole, roleReached(context, obtainCredentials(context, who)))

    const settings = probe(13, async ({ application, lease }) => {
      const input = { IdentityPoolId: poolOf(lease).id }
      return { answer: await application.aws.identityPool.call('GetIdentityPoolRoles', input), lease }
    })
    for (const one of [rolesDescribed, mappingDescribed]) check(one, settings)

    const ofBoth = probe(8, (cast) => signsInAside(cast, { user: cast.secondUser }))
    check(noPreferredRole, ofBoth)
    const denied = attempt(13, (cast) => asksForRole(cast, ofBoth.value.logins))
    check(ambiguousDenied, denied, { check: preferredRole })
  },
)

identityPool.variant(
  'role-from-token-ambiguous',
  'No preferred role in the ID token: the authenticated role',
  {
    lacking: ['enhanced-flow', 'role-mapping', 'groups'],
    pool: POOL,
    client: CLIENT,
    user: NEITHER_PREFERRED,
    secondUser: {
      roleGroups: [
        { role: 'first', precedence: 1 },
        { role: 'first', precedence: 1 },
      ],
    },
    identityPool: {
      roles: THREE_ROLES,
      roleMappings: { 'user-pool': { type: 'Token', ambiguous: 'AuthenticatedRole' } },
    },
    does: ['signs-in'],
  },
  (context) => {
    const { probe, check } = context
    const who = obtainIdentity(context, signInByApi(context))
    check(ambiguousAuthenticated, roleReached(context, obtainCredentials(context, who)))
    check(
      sharedRoleClaim,
      probe(8, (cast) => signsInAside(cast, { user: cast.secondUser })),
    )
  },
)
