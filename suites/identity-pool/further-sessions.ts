/** Sessions from sessions: what temporary credentials cannot be made into, whatever their role allows. */
import { callerAnswers, noFederationToken, noSessionToken } from './checks/caller.ts'
import { identityPool } from './flow.ts'
import { callerOfSession } from './judged.ts'
import { CLIENT, POOL } from './pools.ts'
import { FURTHER_SESSIONS } from './roles.ts'
import { signInByApi } from './steps-1-to-8.ts'
import { obtainIdentity } from './steps-9-to-11.ts'
import { obtainCredentials } from './steps-12-to-15.ts'

identityPool.variant(
  'further-sessions',
  'Temporary credentials, and the operations that make some',
  {
    lacking: ['password', 'enhanced-flow', 'sts'],
    pool: POOL,
    client: CLIENT,
    user: {},
    identityPool: { roles: { authenticated: { statements: [FURTHER_SESSIONS] } } },
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, check } = context
    const holder = obtainCredentials(context, obtainIdentity(context, signInByApi(context)))
    check(callerAnswers, callerOfSession(context, holder))
    const further = (action: string, parameters: Readonly<Record<string, string>> = {}) =>
      attempt(17, ({ application }) => application.aws.sts.call(action, parameters, holder.value.credentials))
    const twin = { check: callerAnswers }
    check(noSessionToken, further('GetSessionToken'), twin)
    check(noFederationToken, further('GetFederationToken', { Name: 'conformance' }), twin)
  },
)
