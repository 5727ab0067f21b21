/** The provider's metadata, and its relying party as samlify wants to know it. */
import samlify from 'samlify'
import type { RelyingParty, Tenant } from '../control.ts'
import { pem } from './certificate.ts'
import { formats } from './draft.ts'
import type { ProviderKeys } from './keys.ts'
import { bare } from './xml.ts'

const binding = (name: string): string => `urn:oasis:names:tc:SAML:2.0:bindings:HTTP-${name}`
const redirectAndPost = (location: string): { Binding: string; Location: string }[] => [
  { Binding: binding('Redirect'), Location: location },
  { Binding: binding('POST'), Location: location },
]

/** A provider in samlify's terms: two signing keys, one for encryption. */
export const samlifyProvider = (
  entityId: string,
  endpoints: Tenant['endpoints'],
  keys: ProviderKeys,
): ReturnType<typeof samlify.IdentityProvider> =>
  samlify.IdentityProvider({
    entityID: entityId,
    wantAuthnRequestsSigned: false,
    signingCert: [pem(keys.signing.certificate), pem(keys.second.certificate)],
    encryptCert: pem(keys.encryption.certificate),
    nameIDFormat: [formats.persistent],
    singleSignOnService: redirectAndPost(endpoints.singleSignOn ?? ''),
    singleLogoutService: redirectAndPost(endpoints.singleLogout ?? ''),
    ...{
      // The schema's order (SAML 2.0 Metadata, section 2.4.2), which samlify's own default is not.
      elementsOrder: ['KeyDescriptor', 'SingleLogoutService', 'NameIDFormat', 'SingleSignOnService'],
    },
  })

/** A relying party in samlify's terms, with whatever it has told. */
export const samlifyRelyingParty = (party: RelyingParty): ReturnType<typeof samlify.ServiceProvider> =>
  samlify.ServiceProvider({
    entityID: party.entityId ?? 'urn:unknown',
    assertionConsumerService: [
      { Binding: binding('POST'), Location: party.assertionConsumerService ?? 'urn:unknown' },
    ],
    ...(party.signingCertificate === undefined ? {} : { signingCert: bare(party.signingCertificate) }),
    ...(party.encryptionCertificate === undefined ? {} : { encryptCert: bare(party.encryptionCertificate) }),
  })
