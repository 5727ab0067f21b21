/** The third-party providers that variants of this flow ask for, and the identity pools that trust them. */
import type { ProviderType } from '../../fixtures/targets/lease.ts'
import type { IdentityPoolNeeds, LoginProviderNeeds } from '../../fixtures/targets/lease-identity.ts'

export const OIDC: LoginProviderNeeds = { name: 'oidc', type: 'OIDC' }
/** Beside it: another that the identity pool trusts as well. */
export const OTHER_OIDC: LoginProviderNeeds = { name: 'other-oidc', type: 'OIDC' }
/** One that signs with a key on an elliptic curve. */
export const ELLIPTIC: LoginProviderNeeds = {
  name: 'elliptic-oidc',
  type: 'OIDC',
  tenant: { signing: 'ES256' },
}
export const SAML: LoginProviderNeeds = { name: 'saml', type: 'SAML' }
/** Beside it: another that the identity pool trusts as well. */
export const OTHER_SAML: LoginProviderNeeds = { name: 'other-saml', type: 'SAML' }
export const social = (type: ProviderType): LoginProviderNeeds => ({ name: type, type })

/** An identity pool for people of these providers alone. */
export const poolFor = (...providers: readonly LoginProviderNeeds[]): IdentityPoolNeeds => ({
  userPool: 'none',
  providers,
})
