/** The pool's own roles: one for those who have signed in, one for guests. The basic flow is turned off. */
import { classicFlowOff, classicFlowOffError, openIdTokenComes } from './checks/basic-flow.ts'
import { authenticatedRole, guestRole } from './checks/roles.ts'
import { identityPool } from './flow.ts'
import { ownTokenIn } from './own-token.ts'
import { CLIENT, POOL } from './pools.ts'
import { roleReached, takesRole } from './roles.ts'
import { signInByApi } from './steps-1-to-8.ts'
import { obtainIdentity } from './steps-9-to-11.ts'
import { obtainCredentials } from './steps-12-to-15.ts'
import { asksSts } from './sts-session.ts'

identityPool.variant(
  'role-default',
  'Default roles, without role mapping',
  {
    lacking: ['enhanced-flow'],
    pool: POOL,
    client: CLIENT,
    user: {},
    identityPool: { guests: true },
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const who = obtainIdentity(context, signInByApi(context))
    check(authenticatedRole, roleReached(context, obtainCredentials(context, who)))
    check(
      guestRole,
      probe(17, (cast) => takesRole(cast), { needs: ['guest-access'] }),
    )

    const classic = attempt(
      13,
      ({ application }) =>
        application.aws.identityPool.getOpenIdToken(who.value.identityId, who.value.logins),
      { needs: ['basic-flow'] },
    )
    check(classicFlowOffError, classic, { check: openIdTokenComes, variant: 'basic-flow' })
    const role = attempt(
      14,
      async (cast) =>
        classic.value.status === 200
          ? asksSts(cast, 'authenticated', ownTokenIn(classic.value, cast))
          : classic.value,
      { needs: ['basic-flow', 'sts'] },
    )
    check(classicFlowOff, role, { performed: 14, variant: 'basic-flow' })
  },
)
