/** What the variants of federation need of a pool, an app client and a provider, as far as it is the same for many. */
import type { ClientNeeds, PoolNeeds, ProviderNeeds } from '../../fixtures/targets/lease.ts'

/** Attributes of the profile, by the name that the provider gives them. */
export const MAPPING = { email: 'email', name: 'name', nickname: 'nickname' } as const

export const OIDC: ProviderNeeds = { name: 'MockOIDC', type: 'OIDC', mapping: MAPPING }
export const SAML: ProviderNeeds = { name: 'MockSAML', type: 'SAML', mapping: MAPPING }

/** A SAML provider from which the user pool takes encrypted assertions alone. */
export const ENCRYPTING_SAML: ProviderNeeds = {
  ...SAML,
  details: { EncryptedResponses: 'true' },
  tenant: { saml: { encrypts: true } },
}

/** Beside the one that is signed in at: another that the user pool trusts. */
export const OTHER_OIDC: ProviderNeeds = { ...OIDC, name: 'OtherOIDC' }
export const OTHER_SAML: ProviderNeeds = { ...SAML, name: 'OtherSAML' }

/** A pool with these providers, whose pages are those of managed login. */
export const poolWith = (...providers: readonly ProviderNeeds[]): PoolNeeds => ({
  mfa: 'off',
  domain: 'managed-login',
  providers,
})

/** An app client for users of these providers. */
export const clientOf = (...providers: readonly string[]): ClientNeeds => ({
  uses: [],
  oauth: { flows: ['code'], scopes: ['openid', 'email', 'profile'], providers },
})
