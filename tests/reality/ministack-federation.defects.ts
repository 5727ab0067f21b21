/**
 * Federation at MiniStack: each failing check, and what services/cognito.py does. It says itself that it verifies no
 * signature of a provider (_decode_id_token_unverified), so that all who forge one are let in.
 */

const anyApplication = 'SupportedIdentityProviders of the app client is never read'
const anyBrowser = '_auth_codes keeps who began by state or RelayState alone: no cookie ties it to a browser'
const noUserInfo = '_oauth2_idp_response never asks userInfo: attributes_url and its method are not read'
const noErrors =
  '_oauth2_idp_response answers browsers with status 400 and JSON: the application is told nothing'
const allAttributes = 'what AttributeMapping does not name becomes an attribute of its own name'
const noPool = 'neither Enabled of the user nor the pool’s schema is read at a federated sign-in'
const emptyPassword = 'a user without a password, as federated ones are, is signed in with any'
const firstValue = '_parse_saml_response takes the first AttributeValue as it stands, and none that is blank'
const anyLength = 'values of attributes are not checked'
const noSignature =
  '_decode_id_token_unverified decodes the payload alone: header and signature are not looked at'
const noClaims =
  '_oauth2_idp_response compares no claim of the ID token with the provider, its client or the time'
const noSub = 'without sub the user is named by email'
const idTokenOnly = 'of the token endpoint’s answer only id_token is read'
const firstCode = '_qp takes the first of several parameters of one name'
const errorUnread = 'where there is a code, error is not read'
const samlUnsigned = '_saml2_idp_response verifies no signature'
const firstNameId =
  '_parse_saml_response finds the first NameID anywhere in the document, and every attribute'
const noConditions = '_parse_saml_response reads NameID and attributes: nothing else of the message'
const anyRequest = 'the RelayState alone says which request is answered: InResponseTo is not read'
const anyName = 'a NameID of white space is a name'
const anyDocument = '_parse_saml_response sets no bounds to a document but those of safe_xml_parse'

type Ending = 'refused' | 'signs-nobody-in' | 'taken-whole'
const REFUSED: readonly Ending[] = ['refused']
const BOTH: readonly Ending[] = ['refused', 'signs-nobody-in']

/** @param ids of misbehaviours, between white space, without the prefix that they have in common */
function fail(
  says: string,
  endings: readonly Ending[],
  prefix: string,
  ids: string,
): Readonly<Record<string, string>> {
  const checks = ids
    .trim()
    .split(/\s+/)
    .flatMap((id) => endings.map((ending) => `federation/9/${prefix}${id}-${ending}`))
  return Object.fromEntries(checks.map((check) => [check, says]))
}

export const federation: Readonly<Record<string, string>> = {
  'federation/3/local-sign-in-asks':
    'identity_provider=COGNITO is looked for among the providers: status 400',
  'federation/3/provider-of-another-client': anyApplication,
  'federation/8/answer-in-another-browser': anyBrowser,
  'federation/8/relay-state-of-another-sign-in': anyRequest,
  'federation/9/blank-claim-removes': firstValue,
  'federation/9/claims-of-user-info': noUserInfo,
  'federation/9/disabled-user-refused': noPool,
  'federation/9/email-verified-by-claim': 'str(True) of Python is the value: True, not true',
  'federation/9/error-keeps-state': noErrors,
  'federation/9/federated-user-at-the-admin-api': emptyPassword,
  'federation/9/federated-user-at-the-api': emptyPassword,
  'federation/9/four-byte-characters': anyLength,
  'federation/9/immutable-attribute-refused': noPool,
  'federation/9/keys-fetched': noSignature,
  // Of somebody whose nickname userInfo alone knows.
  'federation/9/names-itself': 'requests go by urllib.request, which calls itself Python-urllib',
  'federation/9/only-mapped-attributes': allAttributes,
  'federation/9/required-attribute-missing': noPool,
  'federation/9/several-values': firstValue,
  'federation/9/provider-error-relayed': noErrors,
  'federation/9/token-mapped': 'only claims of the ID token are mapped: not the tokens themselves',
  'federation/9/user-info-asked-for-the-rest': noUserInfo,
  'federation/9/user-info-by-post': noUserInfo,
  'federation/9/value-too-long': anyLength,
  'federation/12/content-type': 'codes of federated users are redeemed with json_response: x-amz-json-1.0',
  // at_hash of the provider’s ID token among them.
  'federation/13/claims-as-a-local-users': allAttributes,

  ...fail(
    firstCode,
    ['taken-whole'],
    'oidc-answer-',
    `
      code-twice-victim-first
  `,
  ),
  ...fail(
    errorUnread,
    REFUSED,
    'oidc-answer-',
    `
      error-and-code
  `,
  ),
  ...fail(
    anyBrowser,
    REFUSED,
    'oidc-answer-',
    `
      state-of-another-browser
  `,
  ),
  ...fail(
    noSub,
    REFUSED,
    'oidc-id-token-',
    `
      sub-absent sub-empty sub-null
  `,
  ),
  ...fail(
    noClaims,
    REFUSED,
    'oidc-id-token-',
    `
      aud-absent aud-empty aud-empty-list aud-foreign aud-joined aud-list-without-ours aud-longer
      aud-nested-list aud-null aud-number aud-object aud-other-case aud-prefix azp-ours-aud-foreign
      client-id-for-aud exp-absent exp-date exp-escaped-name exp-negative exp-null exp-text
      exp-twice-past-last exp-zero expired expired-long-ago iss-absent iss-as-user-name iss-empty
      iss-foreign iss-list iss-longer iss-null iss-other-scheme iss-prefix iss-trailing-slash
      iss-twice-wrong-last iss-upper-case
  `,
  ),
  ...fail(
    noSignature,
    REFUSED,
    'oidc-id-token-',
    `
      alg-lower-case alg-other-hash alg-pss-signature alg-twice-none-last crit-text crit-unknown
      four-parts header-array header-comment header-trailing-bytes hs256-client-secret-truncated
      kid-absent kid-array kid-empty kid-line-break kid-null kid-number kid-other-case kid-spaced
      kid-unknown signature-hexadecimal
  `,
  ),
  ...fail(
    noSignature,
    BOTH,
    'oidc-id-token-',
    `
      alg-absent alg-empty alg-none alg-none-capitalised alg-none-mixed-case alg-none-signature-kept
      alg-none-spaced alg-none-upper-case alg-null alg-of-encryption content-changed digest-info-absent
      digest-info-longer digest-sha1 ed25519-signature-zero es256-signature-zero foreign-key
      foreign-key-own-kid foreign-key-without-kid hs256-client-id hs256-empty-secret hs256-kid
      hs256-public-key-der hs256-public-key-jwk hs256-public-key-modulus hs256-public-key-pem
      hs256-public-key-pem-trimmed issuer-of-its-own jku jwk-in-header jwk-in-header-own-kid kid-as-url
      kid-object-member kid-path-traversal kid-sql-injection oct-jwk-in-header of-another-provider
      of-another-provider-renamed padding-of-encryption padding-other-byte padding-short
      padding-without-separator signature-bit-flipped signature-extended signature-of-another-token
      signature-one signature-over-payload signature-reversed signature-truncated signature-zero
      two-parts unsigned x5c x5u
  `,
  ),
  ...fail(
    idTokenOnly,
    REFUSED,
    'oidc-token-',
    `
      access-token-line-break access-token-object type-mac without-access-token
  `,
  ),
  ...fail(
    anyLength,
    REFUSED,
    'oidc-',
    `
      user-info-name-too-long
  `,
  ),
  ...fail(
    anyBrowser,
    REFUSED,
    'saml-',
    `
      relay-state-of-another
  `,
  ),
  ...fail(
    anyRequest,
    REFUSED,
    'saml-',
    `
      confirmation-in-response-to-missing confirmation-in-response-to-unknown in-response-to-another
      in-response-to-missing in-response-to-unknown response-lies-about-in-response-to
  `,
  ),
  ...fail(
    allAttributes,
    ['signs-nobody-in'],
    'saml-',
    `
      friendly-name-of-other-attribute
  `,
  ),
  ...fail(
    anyName,
    REFUSED,
    'saml-',
    `
      name-blank
  `,
  ),
  ...fail(
    noConditions,
    REFUSED,
    'saml-',
    `
      assertion-expired assertion-expired-long-ago assertion-never-valid assertion-not-yet-valid
      assertion-version-1-1 assertion-version-2 assertion-version-2-1 assertion-version-missing
      audience-cut-short audience-empty audience-of-other-pool audience-of-other-product
      audience-one-of-two-restrictions audience-percent-encoded audience-restriction-empty
      audience-restriction-missing audience-upper-case audience-with-slash audience-with-suffix
      authentication-statement-missing conditions-missing confirmation-data-missing confirmation-expired
      confirmation-method-holder-of-key confirmation-method-sender-vouches confirmation-method-unknown
      confirmation-missing confirmation-without-end destination-other-domain destination-other-host
      destination-other-path expiry-of-many-digits expiry-past-nine-fraction-digits
      expiry-past-with-offset expiry-past-without-zone expiry-unreadable-empty expiry-unreadable-hour-24
      expiry-unreadable-number expiry-unreadable-thirtieth-of-february expiry-unreadable-word
      expiry-unreadable-year-0000 issuer-empty issuer-foreign issuer-missing issuer-with-slash
      recipient-foreign recipient-missing response-issuer-foreign response-version-1-1 response-version-2
      response-version-2-1 response-version-missing session-over status-missing status-nested-success
      status-requester status-responder status-unknown status-version-mismatch
  `,
  ),
  ...fail(
    noConditions,
    REFUSED,
    'saml-',
    `
      attribute-pollution-expiry attribute-pollution-status
  `,
  ),
  ...fail(
    firstNameId,
    REFUSED,
    'saml-',
    `
      namespace-foreign-assertion-first namespace-foreign-subject namespace-none-assertion-first
      namespace-version-1-assertion-first
  `,
  ),
  ...fail(
    samlUnsigned,
    REFUSED,
    'saml-',
    `
      instruction-in-subject
  `,
  ),
  ...fail(
    anyDocument,
    REFUSED,
    'saml-',
    `
      attributes-many doctype-hides-forged elements-deep encoding-says-latin-1 external-document-type
      size-300000
  `,
  ),
  ...fail(
    firstNameId,
    BOTH,
    'saml-',
    `
      attribute-pollution-id doctype-hides-genuine namespace-with-control-character
  `,
  ),
  ...fail(
    samlUnsigned,
    REFUSED,
    'saml-',
    `
      canonicalization-inclusive canonicalization-unknown canonicalization-with-comments
      content-audience-changed content-expiry-changed digest-bit-flipped digest-empty
      prefix-list-lengthened prefix-list-reordered prefix-list-shortened prefix-list-with-default
      prefix-rebound-listed reference-storm signature-algorithm-empty signature-algorithm-missing
      signature-algorithm-misspelt signature-by-encryption-key signature-detached-after-assertion
      signature-detached-in-extensions signature-labelled-pss-made-with-pkcs1
      signature-labelled-sha256-made-with-sha512 signature-md5-digest signature-rsa-md5
      signature-value-bit-flipped signature-value-zero-prefixed transform-none transform-storm
  `,
  ),
  ...fail(
    samlUnsigned,
    BOTH,
    'saml-',
    `
      content-attributes-changed content-subject-changed digest-in-comment digest-method-second
      digest-second-after digest-second-before digest-stray-before-signature digest-stray-in-extensions
      digest-stray-in-status-detail message-of-another-provider reference-canonicalizes-to-nothing
      reference-duplicate-id-forged-first reference-duplicate-id-forged-second reference-first-wrong
      reference-identifier-claimed-by-forgery reference-other-attribute-capital-id
      reference-other-attribute-small-id reference-other-attribute-wsu-id
      reference-other-attribute-xml-id reference-second-wrong reference-to-advice
      reference-to-attribute-statement reference-to-file-address reference-to-ftp-address
      reference-to-http-address reference-to-manifest reference-to-own-object reference-to-subject
      reference-twin-signature signature-bare-der-key signature-bare-rsa-key signature-by-retired-key
      signature-certificate-is-an-address signature-dangling-reference signature-empty
      signature-empty-signed-info signature-foreign-key-its-certificate
      signature-foreign-key-no-certificate signature-foreign-key-our-certificate
      signature-hmac-cut-to-0-bits signature-hmac-cut-to-1-bits signature-hmac-cut-to-8-bits
      signature-hmac-key-encrypted signature-hmac-key-named signature-hmac-sha1-of-certificate-base64
      signature-hmac-sha1-of-certificate-der signature-hmac-sha1-of-certificate-pem
      signature-hmac-sha1-of-certificate-pem-trimmed signature-hmac-sha1-of-public-key-pem
      signature-hmac-sha256-of-certificate-base64 signature-hmac-sha256-of-certificate-der
      signature-hmac-sha256-of-certificate-pem signature-hmac-sha256-of-certificate-pem-trimmed
      signature-hmac-sha256-of-public-key-pem signature-key-named-by-address signature-key-to-be-fetched
      signature-look-alike-certificate signature-never-made signature-of-another-provider
      signature-stripped signature-stripped-from-assertion signature-two-certificates-apart
      signature-two-certificates-foreign-first signature-two-certificates-ours-first
      signature-two-dangling-references signature-value-empty signature-value-halved
      signature-value-of-another-message signature-without-reference signed-info-canonicalizes-to-nothing
      signed-info-forged-after signed-info-forged-before signed-info-forged-in-object
      signed-info-genuine-in-object transform-base64 transform-xpath-filter-2-hides-attributes
      transform-xpath-hides-attributes transform-xslt-fetches transform-xslt-swaps-content
  `,
  ),
  ...fail(
    firstNameId,
    REFUSED,
    'saml-wrapping-',
    `
      forged-in-advice-of-second
  `,
  ),
  ...fail(
    noConditions,
    REFUSED,
    'saml-',
    `
      response-lies-about-destination response-lies-about-status
  `,
  ),
  ...fail(
    firstNameId,
    BOTH,
    'saml-wrapping-',
    `
      artifact-response attributes-in-second-assertion bare-assertion copy-in-object copy-in-signature
      copy-in-unnamed-object copy-last forged-in-extensions forged-in-unnamed-extensions
      forged-sibling-first forged-sibling-last forged-siblings-around host-error-response
      host-inside-forged host-logout-response response-before-its-signature response-in-its-signature
      signature-at-response signature-in-confirmation-data signed-in-advice signed-in-attribute-value
      signed-in-confirmation-data signed-in-forged signed-in-status-detail signed-in-status-message
      soap-envelope
  `,
  ),
}
