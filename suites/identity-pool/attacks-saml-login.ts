/** A SAML provider that misbehaves: assertions that the identity pool must not believe. */
import { signInAtProvider } from './at-provider.ts'
import { tryEach } from './attacked.ts'
import { samlAttacks } from './checks/saml.ts'
import { identityPool } from './flow.ts'
import { obtainIdentity } from './identity.ts'
import { CLIENT, POOL } from './pools.ts'
import { OTHER_SAML, poolFor, SAML } from './provider-needs.ts'

identityPool.variant(
  'attacks-saml-login',
  'SAML: assertions that must not be taken',
  {
    lacking: ['saml-logins'],
    pool: POOL,
    client: CLIENT,
    user: {},
    identityPool: poolFor(SAML, OTHER_SAML),
    does: ['signs-in'],
    attacks: true,
  },
  (context) => {
    obtainIdentity(context, signInAtProvider(context, SAML))
    tryEach(context, SAML, samlAttacks)
  },
)
