/** All 21 steps with an OpenID Connect provider that is registered in IAM, and no user pool. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import { withOtherSignature } from '../shared/tokens.ts'
import {
  bothAtToken,
  ellipticRefused,
  expiredAtCredentials,
  expiredAtGetId,
  graceHolds,
  issuerOfOtherKey,
  oidcTaken,
  oneOfTwoFails,
} from './checks/oidc.ts'
import { amrOfOtherProvider } from './checks/providers.ts'
import { identityPool } from './flow.ts'
import { judgeAmr, judgePeople, signsInAgain } from './person-at-provider.ts'
import { CLIENT, POOL } from './pools.ts'
import { ELLIPTIC, OIDC, OTHER_OIDC, poolFor } from './provider-needs.ts'
import { loginOf, signInAtProvider, signsInAt } from './steps-1-to-8-at-provider.ts'
import { obtainIdentity } from './steps-9-to-11.ts'
import { obtainCredentials } from './steps-12-to-15.ts'
import { useCredentials } from './steps-16-to-21.ts'

/** ID tokens of the mock IdP last an hour. */
const LIFE = 3600
const MINUTE = 60

identityPool.variant(
  'oidc-token',
  'An ID token of an OpenID Connect provider',
  {
    lacking: ['oidc-logins'],
    pool: POOL,
    client: CLIENT,
    user: {},
    identityPool: { ...poolFor(OIDC, OTHER_OIDC, ELLIPTIC), classicFlow: true },
    does: ['signs-in'],
  },
  (context) => {
    const { attempt, probe, check } = context
    const proof = signInAtProvider(context, OIDC)
    const again = signsInAgain(context, OIDC, proof)
    check(oidcTaken, () => again.value.answer)

    const identity = obtainIdentity(context, proof)
    const credentials = obtainCredentials(context, identity)
    useCredentials(context, credentials)

    judgePeople(context, OIDC, again, identity)

    const twin = { check: oidcTaken }
    const idToken = () => proof.value.logins[proof.value.provider.login] ?? ''
    const misnamed = attempt(10, ({ application, lease }) =>
      application.aws.identityPool.getId({ [loginOf(lease, OTHER_OIDC)]: idToken() }),
    )
    check(issuerOfOtherKey, misnamed, twin)
    const elliptic = attempt(10, async (cast) => {
      const { logins } = await signsInAt(cast, ELLIPTIC)
      return cast.application.aws.identityPool.getId(logins)
    })
    check(ellipticRefused, elliptic, twin)

    judgeAmr(context, identity, amrOfOtherProvider)
    const second = probe(13, (cast) => signsInAt(cast, OTHER_OIDC), { needs: ['basic-flow'] })
    /** With the login that the identity has, and a second one. */
    const asksWithBoth = ({ application }: Cast, added: (token: string) => string) => {
      const { login } = second.value.provider
      return application.aws.identityPool.getOpenIdToken(identity.value.identityId, {
        ...proof.value.logins,
        [login]: added(second.value.logins[login] ?? ''),
      })
    }
    const oneOfTwo = attempt(13, (cast) => asksWithBoth(cast, withOtherSignature), { needs: ['basic-flow'] })
    check(oneOfTwoFails, oneOfTwo, { check: bothAtToken })
    const two = probe(13, (cast) => asksWithBoth(cast, (token) => token), {
      needs: ['basic-flow', 'login-linking'],
    })
    check(bothAtToken, two)

    // Last, since time moves on for all of the variant.
    const late = probe(10, async ({ application, clock }) => {
      const { logins } = again.value
      const { identityId } = identity.value
      const { identityPool: api } = application.aws
      await clock.pass(LIFE + 2 * MINUTE)
      const within = await api.getId(logins)
      await clock.pass(13 * MINUTE)
      const after = await api.getId(logins)
      return { within, after, credentials: await api.getCredentials(identityId, logins) }
    })
    check(graceHolds, () => late.value.within)
    check(expiredAtGetId, () => late.value.after, twin)
    check(expiredAtCredentials, () => late.value.credentials, { performed: 12 })
  },
)
