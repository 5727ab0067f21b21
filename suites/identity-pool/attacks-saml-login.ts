/** A SAML provider that misbehaves: assertions that the identity pool must not believe. */
import type { Cast } from '../../fixtures/actors/actors.ts'
import { tryEach } from './attacked.ts'
import { samlAttacks } from './checks/saml.ts'
import { identityPool } from './flow.ts'
import { CLIENT, POOL } from './pools.ts'
import { OTHER_SAML, poolFor, SAML } from './provider-needs.ts'
import { personWithRoles } from './saml-people.ts'
import { signInAtProvider } from './steps-1-to-8-at-provider.ts'
import { obtainIdentity } from './steps-9-to-11.ts'

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
    // What AWS wants of an assertion all of them have: only what is wrong with each is a reason to refuse it.
    const anybody = (cast: Cast) => personWithRoles(cast, 'authenticated')
    obtainIdentity(context, signInAtProvider(context, SAML, anybody))
    tryEach(context, SAML, samlAttacks, anybody)
  },
)
