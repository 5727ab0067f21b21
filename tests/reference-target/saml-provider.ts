/** A pool with a SAML provider behind it whose answers are written by hand, and browsers that sign in there. */

import { inflateRawSync } from 'node:zlib'
import {
  CreateIdentityProviderCommand,
  type CreateUserPoolCommandInput,
  DescribeIdentityProviderCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Instance } from '../../fixtures/reference-target/index.ts'
import { Browser, buildDomain, callback, type DomainHouse, type Shown, signedOut } from './browser.ts'
import type { Key } from './saml-documents.ts'

export const SSO = 'https://idp.example/sso'
export const SLO = 'https://idp.example/slo'

export interface SamlHouse extends DomainHouse {
  readonly audience: string
  readonly here: string
  /** Base64 of DER: the provider encrypts to it. */
  readonly encryptionCertificate: string
}

/** Metadata of a provider. */
export function metadataOf(entityId: string, ...keys: readonly Pick<Key, 'certificate'>[]): string {
  const keyed = keys
    .map(
      ({ certificate }) =>
        `<KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>${certificate}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>`,
    )
    .join('')
  const service = (name: string, location: string) =>
    `<${name} Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${location}"/>`
  return `<?xml version="1.0"?><EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${entityId}"><IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">${keyed}${service('SingleLogoutService', SLO)}${service('SingleSignOnService', SSO)}</IDPSSODescriptor></EntityDescriptor>`
}

/** A pool, its domain, its client, and SAML providers by name. */
export async function buildSaml(
  instance: Instance,
  providers: {
    readonly [name: string]: { readonly metadata: string; readonly details?: Record<string, string> }
  },
  pool: Partial<CreateUserPoolCommandInput> = {},
): Promise<SamlHouse> {
  const house = await buildDomain(instance, 1, { pool: { Schema: [], ...pool } })
  for (const [ProviderName, { metadata, details }] of Object.entries(providers)) {
    await house.aws.send(
      new CreateIdentityProviderCommand({
        UserPoolId: house.poolId,
        ProviderName,
        ProviderType: 'SAML',
        ProviderDetails: { MetadataFile: metadata, ...details },
        AttributeMapping: { email: 'email', given_name: 'given_name' },
      }),
    )
  }
  const names = Object.keys(providers)
  await house.aws.send(
    new UpdateUserPoolClientCommand({
      UserPoolId: house.poolId,
      ClientId: house.clientId,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email', 'profile'],
      CallbackURLs: [callback],
      LogoutURLs: [signedOut],
      SupportedIdentityProviders: names,
    }),
  )
  const { IdentityProvider } = await house.aws.send(
    new DescribeIdentityProviderCommand({ UserPoolId: house.poolId, ProviderName: names[0] }),
  )
  return {
    ...house,
    audience: `urn:amazon:cognito:sp:${house.poolId}`,
    here: `${house.origin}/saml2/idpresponse`,
    encryptionCertificate: IdentityProvider?.ProviderDetails?.['ActiveEncryptionCertificate'] ?? '',
  }
}

/** A request that has come to the provider, by redirect; without one, where the browser was sent instead. */
export interface Came {
  readonly browser: Browser
  /** Without query. */
  readonly at: string
  readonly query: URLSearchParams
  readonly xml: string
  readonly id: string
  readonly relayState: string
}

export function came(browser: Browser, shown: Shown): Came {
  const url = new URL(shown.location ?? 'about:blank')
  const query = url.searchParams
  const message = query.get('SAMLRequest')
  const xml = message === null ? '' : inflateRawSync(Buffer.from(message, 'base64')).toString()
  return {
    browser,
    at: url.origin + url.pathname,
    query,
    xml,
    id: / ID="([^"]*)"/.exec(xml)?.[1] ?? '',
    relayState: query.get('RelayState') ?? '',
  }
}

/** Begins a sign-in at a provider. */
export async function begin(house: SamlHouse, name: string, browser = new Browser(house)): Promise<Came> {
  return came(browser, await browser.authorize({ identity_provider: name }))
}

/** Posts an answer as the browser would. */
export function answer(
  { browser, relayState }: Came,
  xml: string | Buffer,
  state = relayState,
): Promise<Shown> {
  return browser.send(
    'POST',
    '/saml2/idpresponse',
    new URLSearchParams({ SAMLResponse: Buffer.from(xml).toString('base64'), RelayState: state }),
  )
}
