/** The pages and standards that the checks of federation stand on, each under a short name. */
import { advisory, type Basis, developerGuide, observed, publicRecord } from '../../fixtures/flow/source.ts'

/** What a page of AWS suggests and does not say in so many words: advice, and no promise that a target could break. */
export const suggested = (read: Basis): Basis => ({ ...read, level: 'advisory' })

/** @param section a heading of the page */
type Page = (section: string, states: string) => Basis

const page =
  (file: string, title: string): Page =>
  (section, states) =>
    developerGuide(file, title, section, states)

const FLOW = 'cognito-how-to-authenticate#cognito-authentication-concepts-thirdparty'

/** The flow as it is documented. */
export const flowPage = (states: string, section = 'Federated authentication flow') =>
  developerGuide(FLOW, 'How authentication works with Amazon Cognito', section, states)

export const federationPage = page(
  'cognito-user-pools-identity-federation',
  'User pool sign-in with third party identity providers',
)
export const federationEndpoints = page(
  'federation-endpoints',
  'Identity provider and relying party endpoints',
)
export const oidcFlow = page('cognito-user-pools-oidc-flow', 'OIDC user pool IdP authentication flow')
export const oidcProviders = page(
  'cognito-user-pools-oidc-idp',
  'Using OIDC identity providers with a user pool',
)
export const samlRequirements = page(
  'cognito-user-pools-saml-idp-things-to-know',
  'Things to know about SAML IdPs in Amazon Cognito user pools',
)
export const samlInitiation = page(
  'cognito-user-pools-SAML-session-initiation',
  'SAML session initiation in Amazon Cognito user pools',
)
export const samlSigning = page('cognito-user-pools-SAML-signing-encryption', 'SAML signing and encryption')
export const samlSignOut = page(
  'cognito-user-pools-saml-idp-sign-out',
  'Signing out SAML users with single sign-out',
)
export const samlNaming = page(
  'cognito-user-pools-managing-saml-idp-naming',
  'SAML user pool IdP names and identifiers',
)
export const assertionEndpoint = page('saml2-idpresponse-endpoint', 'The IdP SAML assertion endpoint')
export const mappingPage = page(
  'cognito-user-pools-specifying-attribute-mapping',
  'Mapping IdP attributes to profiles and tokens',
)
export const linkingPage = page(
  'cognito-user-pools-identity-federation-consolidate-users',
  'Linking federated users to an existing user profile',
)
/** A sample of the same page: seen there, and nowhere promised. */
export const linkingSample: Page = (section, states) =>
  observed(
    'Amazon Cognito Developer Guide, Linking federated users to an existing user profile',
    section,
    'https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-identity-federation-consolidate-users.html',
    '2026-11',
    states,
  )
/** What the pool's own attributes are, sub among them. */
export const attributesPage = page(
  'user-pool-settings-attributes#cognito-user-pools-standard-attributes',
  'Working with user attributes',
)
export const socialProviders = page(
  'cognito-user-pools-social-idp',
  'Using social identity providers with a user pool',
)
export const errorResponses = page(
  'federation-endpoint-idp-responses',
  'Managed login and federation error responses',
)

// Standards
const saml =
  (document: string, title: string): Page =>
  (section, states) =>
    advisory(
      `OASIS, ${title} for the OASIS Security Assertion Markup Language (SAML) V2.0`,
      section,
      `https://docs.oasis-open.org/security/saml/v2.0/saml-${document}-2.0-os.pdf`,
      '2026-11',
      states,
    )

export const samlCore = saml('core', 'Assertions and Protocols')
export const samlProfiles = saml('profiles', 'Profiles')
export const samlBindings = saml('bindings', 'Bindings')

// What more than one flow says of SAML responses
/** On whose word something is owed, and who else says it. */
export interface Words {
  readonly basis: Basis
  readonly also: readonly Basis[]
}

const troubleshooting = (section: string, states: string): Basis =>
  developerGuide('troubleshooting', 'Troubleshoot Amazon Cognito', section, states)
/** What state is for: an answer belongs to the request that it answers. */
export const samlBound = samlInitiation(
  'Introduction',
  'In SP-initiated sign-in the user pool sets state parameters that validate a SAML response against the original request.',
)
const addressed = samlRequirements(
  'Assertion format has specific requirements',
  'The Audience is the user pool’s SP entity ID, the Recipient its endpoint for responses, and InResponseTo the ID of the request.',
)
/** That the provider must say it stands in the guide, and that the user pool looks, in an e-mail. */
const enforced = publicRecord(
  'c6fc/npk, Amazon Cognito will enforce SAML verification checks',
  'AWS’s e-mail to customers, quoted in the issue',
  'c6fc/npk/issues/87',
  '2023-08',
  'Announces that from January 2024 responses are rejected unless they have an audience constraint for the user pool, a SubjectConfirmationData whose recipient it is, and there and in the Response the InResponseTo that was sent.',
)

export const samlSigned: Words = {
  basis: samlInitiation(
    'Implement SP-initiated SAML sign-in, step 6',
    'After it has verified the assertion and mapped attributes from the claims in the response, the user pool creates or updates the profile of the user; typically it returns an authorization code.',
  ),
  also: [
    samlRequirements(
      'User pools support multiple signing certificates',
      'Where the provider’s metadata has several signing certificates, an assertion is determined to be valid if it matches any of them.',
    ),
    troubleshooting(
      'Invalid SAML response received: SAML Response signature is invalid',
      'The error where the certificate of a response does not match the metadata that the user pool has.',
    ),
    publicRecord(
      'aws/aws-sdk-js-v3, Getting "SAML Assertion signature is invalid" after adding a new SAML identity provider',
      'Describe the bug',
      'aws/aws-sdk-js-v3/issues/6201',
      '2024-06',
      'The user pool sends the browser back with server_error: the signature of the assertion is invalid.',
    ),
  ],
}
export const samlAudience: Words = {
  basis: troubleshooting(
    'Audience restriction or Application with identifier not found',
    'The error where the entity ID that the provider has is incorrect, or an assertion has that of another user pool.',
  ),
  also: [addressed, enforced],
}
export const samlAddress: Words = {
  basis: enforced,
  also: [
    publicRecord(
      'ory/mocksaml, Add SubjectConfirmationData to response',
      'Description',
      'ory/mocksaml/pull/218',
      '2023-07',
      'A provider’s responses were taken by Amazon Cognito once SubjectConfirmationData had been added, which it requires.',
    ),
    addressed,
    samlBound,
  ],
}
export const samlRelayState: Words = {
  basis: troubleshooting(
    'Invalid relayState from identity provider',
    'The error where RelayState is missing or invalid: without that of the first visit nothing is a valid answer to a request.',
  ),
  also: [
    samlBound,
    observed(
      'AWS Knowledge Center, How do I troubleshoot invalid SAML response errors that users receive when they federate into Amazon Cognito?',
      'Invalid samlResponse or relayState from identity provider',
      'https://repost.aws/knowledge-center/cognito-invalid-saml-response-errors',
      '2026-11',
      'A RelayState that is missing or not valid ends the sign-in with this error.',
    ),
    samlBindings('3.5.3', 'The exact RelayState that came with the request comes back with the response.'),
  ],
}
/** That a response comes of the provider that was asked, AWS does not say. */
export const samlAnswer = samlProfiles(
  '4.1.4.3',
  'The relying party verifies signature, Recipient, InResponseTo, times and status, and discards what does not hold.',
)
/** The page says it to providers: that nobody is signed in without one is inferred. */
export const samlSubject: Basis = {
  ...samlRequirements(
    'Assertion format has specific requirements',
    'The provider must include a NameID, by which the user is found.',
  ),
  level: 'advisory',
}
export const samlEncryptedOnly = samlSigning(
  'Accepting encrypted SAML responses from your IdP',
  'Unencrypted responses of a provider that is configured to encrypt are not accepted.',
)
export const samlAddresses = advisory(
  'OWASP, XML Security Cheat Sheet',
  'Server Side Request Forgery',
  'https://cheatsheetseries.owasp.org/cheatsheets/XML_Security_Cheat_Sheet.html',
  '2026-11',
  'What an untrusted document names must not be requested by the server.',
)
