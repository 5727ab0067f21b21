/** An OpenID Connect provider that misbehaves: ID tokens that the identity pool must not believe. */
import { signInAtProvider } from './at-provider.ts'
import { tryEach } from './attacked.ts'
import { oidcAttacks } from './checks/oidc.ts'
import { identityPool } from './flow.ts'
import { obtainIdentity } from './identity.ts'
import { CLIENT, POOL } from './pools.ts'
import { OIDC, poolFor } from './provider-needs.ts'

identityPool.variant(
  'attacks-oidc-login',
  'OpenID Connect: ID tokens that must not be taken',
  {
    lacking: ['oidc-logins'],
    pool: POOL,
    client: CLIENT,
    user: {},
    identityPool: poolFor(OIDC),
    does: ['signs-in'],
    attacks: true,
  },
  (context) => {
    obtainIdentity(context, signInAtProvider(context, OIDC))
    tryEach(context, OIDC, oidcAttacks)
  },
)
