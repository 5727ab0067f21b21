/** An OpenID Connect provider that misbehaves: ID tokens that the identity pool must not believe. */

import { tryEach } from './attacked.ts'
import { oidcAttacks } from './checks/oidc.ts'
import { identityPool } from './flow.ts'
import { CLIENT, POOL } from './pools.ts'
import { OIDC, poolFor } from './provider-needs.ts'
import { signInAtProvider } from './steps-1-to-8-at-provider.ts'
import { obtainIdentity } from './steps-9-to-11.ts'

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
