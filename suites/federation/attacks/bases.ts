/**
 * On whose word a misbehaviour must be refused, or what is odd accepted: AWS's where it says so, else the standard's that
 * the misbehaviour breaks or that allows it.
 */
import { advisory, type Basis } from '../../../fixtures/flow/source.ts'
import type { Misbehaviour } from '../../../mock-idp/misbehaviours/misbehaviour.ts'
import { type SamlClass, samlClassOf } from '../../shared/saml-classes.ts'
import {
  mappingPage,
  oidcFlow,
  samlAddress,
  samlAnswer,
  samlAudience,
  samlEncryptedOnly,
  samlInitiation,
  samlRelayState,
  samlRequirements,
  samlSigned,
  samlSubject,
  type Words,
} from '../sources.ts'

const checksOfIdToken = (states: string): Basis =>
  oidcFlow('How a user pool processes claims from an OIDC provider', states)

const signature = checksOfIdToken(
  'The ID token’s signature is compared to the one that is expected from the provider’s metadata.',
)
const algorithm = checksOfIdToken('The ID token is signed with an RSA, HMAC or elliptic curve algorithm.')
const keyId = checksOfIdToken(
  'For an asymmetric algorithm the key ID of the token is listed at the provider’s jwks_uri, which is read for each ID token.',
)
const issuer = checksOfIdToken('iss is compared to the issuer that is configured for the provider.')
const audience = checksOfIdToken(
  'aud matches the client ID that is configured, or contains it if there are several values.',
)
const expiry = checksOfIdToken('The timestamp in exp is not before the current time.')

const checked: Words = {
  basis: checksOfIdToken(
    'The user pool checks algorithm family, key ID, signature, issuer, audience and expiry of the provider’s ID token.',
  ),
  also: [],
}

const initiated = samlInitiation(
  'Implement IdP-initiated SAML sign-in',
  'The assertion must not contain InResponseTo, and must have been issued within the previous 6 minutes.',
)

/** What AWS says of these, one by one. */
const byId: ReadonlyMap<string, Basis> = new Map(
  (
    [
      [samlSubject, 'saml-subject-missing saml-name-missing'],
      [
        samlRequirements(
          'Assertion format has specific requirements',
          'A Format of the NameID is not required; where there is none it counts as unspecified.',
        ),
        'saml-name-format-missing saml-name-format-unspecified',
      ],
      [initiated, 'saml-initiated-issued-long-ago saml-initiated-with-in-response-to'],
      [samlAnswer, 'saml-message-of-another-provider'],
      [
        keyId,
        'oidc-id-token-kid-absent oidc-id-token-kid-unknown oidc-id-token-kid-empty oidc-id-token-kid-null',
        'oidc-id-token-kid-number oidc-id-token-kid-array oidc-id-token-kid-other-case oidc-id-token-kid-spaced',
        'oidc-id-token-kid-line-break oidc-keys-retired oidc-keys-without-kid',
        'oidc-keys-key-without-kid',
      ],
      [
        issuer,
        'oidc-id-token-iss-foreign oidc-id-token-of-another-provider oidc-id-token-of-another-provider-renamed',
      ],
      [
        audience,
        'oidc-id-token-aud-foreign oidc-id-token-aud-absent oidc-id-token-aud-empty oidc-id-token-aud-empty-list',
        'oidc-id-token-aud-list-without-ours oidc-id-token-client-id-for-aud oidc-id-token-azp-ours-aud-foreign',
        'oidc-aud-list-first oidc-aud-list-last',
      ],
      [expiry, 'oidc-id-token-expired oidc-id-token-expired-long-ago'],
      [signature, 'oidc-keys-replaced-under-one-kid'],
      [
        mappingPage(
          'Things to know about mappings',
          'Values of mapped attributes have at most 2,048 characters; otherwise an error is reported at sign-in.',
        ),
        'oidc-name-2048-characters oidc-user-info-name-too-long',
      ],
    ] satisfies [Basis, ...string[]][]
  ).flatMap(([basis, ...lines]) =>
    lines.flatMap((line) => line.split(' ').map((id): [string, Basis] => [id, basis])),
  ),
)

const alone = (basis: Basis): Words => ({ basis, also: [] })

/** What AWS says of all SAML responses that are wrong in one way. */
const byClass: Readonly<Partial<Record<SamlClass, Words>>> = {
  'saml-signature': samlSigned,
  'saml-encryption': samlSigned,
  'saml-unencrypted': alone(samlEncryptedOnly),
  'saml-audience': samlAudience,
  'saml-relay-state': samlRelayState,
  'saml-address': samlAddress,
  'saml-no-address': samlAddress,
}
/** Whom what is wrong in these ways may not be taken for: of others the provider’s key did sign something. */
const FORGED: readonly SamlClass[] = ['saml-signature', 'saml-encryption', 'saml-wrapping', 'saml-parsing']

/** What AWS says of it, as far as its content is under no good signature of the provider. */
function documentedFor(misbehaviour: Misbehaviour): Words | undefined {
  const { id, topic, owed, forges } = misbehaviour
  const found = byId.get(id)
  if (found !== undefined) return alone(found)
  if (owed !== 'refusal') return undefined
  if (topic.startsWith('saml-')) return byClass[samlClassOf(misbehaviour)]
  if (topic === 'oidc-id-token' && forges)
    return alone(/-(alg-|unsigned|two-parts)/.test(id) ? algorithm : signature)
  return undefined
}

/** Where the standards are, by the beginning of a clause. */
const standards: readonly (readonly [name: RegExp, title: string, url: string])[] = [
  [
    /SAML 2\.0 Core/,
    'OASIS SAML 2.0, Assertions and Protocols',
    'https://docs.oasis-open.org/security/saml/v2.0/saml-core-2.0-os.pdf',
  ],
  [
    /SAML 2\.0 Profiles/,
    'OASIS SAML 2.0, Profiles',
    'https://docs.oasis-open.org/security/saml/v2.0/saml-profiles-2.0-os.pdf',
  ],
  [
    /SAML 2\.0 Bindings/,
    'OASIS SAML 2.0, Bindings',
    'https://docs.oasis-open.org/security/saml/v2.0/saml-bindings-2.0-os.pdf',
  ],
  [
    /SAML 2\.0 Metadata/,
    'OASIS SAML 2.0, Metadata',
    'https://docs.oasis-open.org/security/saml/v2.0/saml-metadata-2.0-os.pdf',
  ],
  [/XML Signature/, 'W3C, XML Signature Syntax and Processing 1.1', 'https://www.w3.org/TR/xmldsig-core1/'],
  [/XML Encryption/, 'W3C, XML Encryption Syntax and Processing 1.1', 'https://www.w3.org/TR/xmlenc-core1/'],
  [/Exclusive/, 'W3C, Exclusive XML Canonicalization 1.0', 'https://www.w3.org/TR/xml-exc-c14n/'],
  [/Canonical XML/, 'W3C, Canonical XML 1.1', 'https://www.w3.org/TR/xml-c14n11/'],
  [/Namespaces/, 'W3C, Namespaces in XML 1.0', 'https://www.w3.org/TR/xml-names/'],
  [/XML Inclusions/, 'W3C, XML Inclusions 1.0', 'https://www.w3.org/TR/xinclude/'],
  [/XML Schema/, 'W3C, XML Schema 1.0, Structures', 'https://www.w3.org/TR/xmlschema-1/'],
  [
    /Associating Style Sheets/,
    'W3C, Associating Style Sheets with XML documents 1.0',
    'https://www.w3.org/TR/xml-stylesheet/',
  ],
  [
    /OWASP/,
    'OWASP, XML Security Cheat Sheet',
    'https://cheatsheetseries.owasp.org/cheatsheets/XML_Security_Cheat_Sheet.html',
  ],
  [/XML/, 'W3C, Extensible Markup Language (XML) 1.0', 'https://www.w3.org/TR/xml/'],
  [
    /OpenID Connect Discovery/,
    'OpenID Connect Discovery 1.0',
    'https://openid.net/specs/openid-connect-discovery-1_0.html',
  ],
  [/OpenID Connect Core/, 'OpenID Connect Core 1.0', 'https://openid.net/specs/openid-connect-core-1_0.html'],
  [
    /Multiple Response Type/,
    'OAuth 2.0 Multiple Response Type Encoding Practices',
    'https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html',
  ],
  [
    /Form Post/,
    'OAuth 2.0 Form Post Response Mode',
    'https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html',
  ],
  [
    /Amazon Cognito/,
    'Amazon Cognito Developer Guide',
    'https://docs.aws.amazon.com/cognito/latest/developerguide/',
  ],
]

/** The clause itself, as a source. */
function clauseOf({ id, clause }: Misbehaviour): Basis {
  const rfc = /RFC (\d+)/.exec(clause)?.[1]
  const address = /https:\/\/\S+/.exec(clause)?.[0]
  const standard = standards.find(([name]) => name.test(clause))
  if (rfc !== undefined && clause.startsWith('RFC'))
    return advisory(`RFC ${rfc}`, clause, `https://www.rfc-editor.org/rfc/rfc${rfc}`, '2026-11', `${clause}.`)
  if (standard !== undefined) return advisory(standard[1], clause, standard[2], '2026-11', `${clause}.`)
  if (address !== undefined)
    return advisory(
      'The provider’s own guide',
      clause,
      address,
      '2026-11',
      'What the provider sends, and how it is used.',
    )
  throw new Error(`${id}: no address is known for the clause ${clause}`)
}

/** At its own level. */
export const wordsOf = (misbehaviour: Misbehaviour): Words =>
  documentedFor(misbehaviour) ?? alone(clauseOf(misbehaviour))

/** Here the provider’s own key signs: what it is worth, the standards alone say. */
const WORTHLESS_KEY = 'oidc-keys-exponent-one'

/**
 * Where what is believed has to be vouched for; nothing where the provider itself is odd, or AWS says nothing of it: AWS
 * says which keys count, and the standards alone what a signature has to cover.
 */
export function wordsOfTrust(misbehaviour: Misbehaviour): Words | undefined {
  const { id, topic } = misbehaviour
  if (topic.startsWith('saml-')) return FORGED.includes(samlClassOf(misbehaviour)) ? samlSigned : undefined
  return topic.startsWith('oidc-') && id !== WORTHLESS_KEY ? checked : undefined
}
