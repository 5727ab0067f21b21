/** An OpenID Connect provider that signs with an elliptic curve. */
import type { ProviderNeeds } from '../../fixtures/targets/lease.ts'
import { ellipticCurveTaken } from './checks/provider-answer.ts'
import { federation } from './flow.ts'
import { clientOf, MAPPING, OIDC, poolWith } from './pools.ts'
import { signInWith } from './sign-in.ts'
import { judgeProfile, signInThrough } from './steps-1-to-10.ts'

const CURVE: ProviderNeeds = { ...OIDC, name: 'CurveOIDC', tenant: { signing: 'ES256' } }

federation.variant(
  'oidc-es256',
  'An OpenID Connect provider whose ID tokens are signed ES256',
  {
    lacking: ['hosted-domain', 'federation-oidc'],
    pool: poolWith(OIDC, CURVE),
    client: clientOf(OIDC.name, CURVE.name),
    user: {},
    does: ['signs-in'],
  },
  (context) => {
    const { probe, check } = context
    signInThrough(context, { mfa: false, choice: { provider: OIDC.name } })
    const curve = probe(9, async (cast) => {
      const by = await cast.otherAgent('at-the-curve')
      return signInWith(cast, await cast.provider(CURVE.name).newPerson(), { provider: CURVE.name, by })
    })
    check(ellipticCurveTaken, curve)
    judgeProfile(context, curve, MAPPING)
  },
)
