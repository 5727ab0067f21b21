/**
 * Identity pools at MiniStack with AUTH=true: each failing check, and what services/cognito.py does, or the file that is
 * named. What it takes of a pool's settings and never reads gives credentials that nobody asked for, so it is judged.
 */

const opaque = '_identity_logins_error: a supported provider’s token “is opaque here”, unless of a user pool'
const byText =
  '_login_owner finds who signed in with a user pool by sub, everybody else by the very same token'
const noMappings = '_set_identity_pool_roles keeps RoleMappings, and no operation reads them'
const customRole = '_get_credentials_for_identity reads no CustomRoleArn'
const noRoleClaims = 'ID tokens have neither cognito:roles nor cognito:preferred_role'
const noTags =
  '_set_principal_tag_attribute_map keeps the map, and _get_credentials_for_identity does not read it'
const noTokenCheck = '_identity_logins_error reads no ServerSideTokenCheck: it asks the user pool nothing'
const lenient =
  '_get_credentials_for_identity calls itself lenient: without a role it vends credentials of CognitoIdentityPoolRole'
const noIdentity =
  '_get_credentials_for_identity of an identity that is not there vends credentials all the same'
const trustUnread = '_get_credentials_for_identity does not evaluate the trust policy of the role'
const guestsUnread = 'AllowUnauthenticatedIdentities is kept, and never read'
const classicUnread = '_get_open_id_token reads no AllowClassicFlow'
const unverified = 'services/sts.py: _web_identity_principal decodes the token, and verifies nothing of it'
const notAuthorized =
  'services/sts.py: a token that cannot be read, or of an issuer unknown, is AccessDenied like one that is not trusted'
const webIdentityUnchecked =
  'services/sts.py: AssumeRoleWithWebIdentity checks neither DurationSeconds nor RoleSessionName nor Policy'
const webIdentityConstants =
  'services/sts.py: SubjectFromWebIdentityToken and Provider are constants, whatever the token says'
const noSessionKeys =
  'core/iam_evaluator.py: _principal_keys gives sessions of identity pools none of their keys: no sub, aud, amr, provider'
const notCut = 'guests’ sessions have no session policy: a role says alone what they may'
const noConstraints = 'constraints of the API model are not checked'
const otherText = 'the message is another'
const rootKey =
  'core/iam_evaluator.py: pin_signed_request leaves out the root key, so that its signature is never verified'
const anyRegion = 'core/sigv4.py: the signing key is made of whichever region the scope names'
const noChallenge = 'services/apigateway.py: _jwt_unauthorized gives no www-authenticate'
const anyToken =
  'services/apigateway_v1.py: _validate_cognito_authorizer takes “both ID and access tokens”, with scopes and without'

/** @param ids between white space, without the flow */
function fail(says: string, ids: string): Readonly<Record<string, string>> {
  const checks = ids.trim().split(/\s+/)
  return Object.fromEntries(checks.map((id) => [`identity-pool/${id}`, says]))
}

export const identityPool: Readonly<Record<string, string>> = {
  'identity-pool/9/error-message-header': 'refusals have no x-amzn-ErrorMessage',
  'identity-pool/10/other-issuer-answer':
    '_identity_logins_error looks whether the provider is configured before it compares it with the issuer',
  'identity-pool/11/all-identities-deleted': '_dispatch_identity does not know DeleteIdentities',
  'identity-pool/11/unlinked-login-is-new': '_unlink_identity is a stub: it answers, and unlinks nothing',
  'identity-pool/13/open-id-token-header':
    'tokens are signed with RS256 by ministack-key-1, which user pools sign with',
  'identity-pool/13/second-login-type':
    'a second login of one provider is refused with NotAuthorizedException',
  'identity-pool/17/s3-skewed-members':
    'core/iam_actions.py: the refusals of S3 have Code, Message and RequestId alone',
  'identity-pool/18/rest-invoke-denied-text': 'app.py: the refusal does not name the resource',

  ...fail(
    noConstraints,
    '9/malformed-pool-id-answer 11/list-page-of-61-refused 11/list-page-required 12/empty-token-answer 12/malformed-identity-id-refused',
  ),
  ...fail(rootKey, '11/developers-secret'),
  ...fail(anyRegion, '17/wrong-region-answer 17/wrong-region-refused'),
  ...fail(guestsUnread, '9/guests-refused 9/guests-refused-answer'),
  ...fail(otherText, '9/unknown-pool-answer 10/tampered-signature-answer'),
  ...fail(
    opaque,
    `
      10/id-token-by-elliptic-curve 10/id-token-under-other-key 10/oidc-id-token-aud-foreign-refused
      10/oidc-id-token-azp-foreign-refused 10/oidc-id-token-content-changed-refused
      10/oidc-id-token-expired-refused 10/oidc-id-token-foreign-key-refused
      10/oidc-id-token-iss-foreign-refused 10/oidc-id-token-unsigned-refused 10/saml-assertion-expired-refused
      10/saml-assertion-twice 10/saml-audience-of-other-product-refused 10/saml-content-subject-changed-refused
      10/saml-message-of-another-provider-refused 10/saml-signature-foreign-key-its-certificate-refused
      10/saml-signature-never-made-refused 10/saml-signature-stripped-refused 12/saml-assertion-twice
      13/one-of-two-logins-fails
    `,
  ),
  ...fail(byText, '11/same-person-at-provider'),
  ...fail(noTokenCheck, '12/deleted-user 12/signed-out-user'),
  ...fail(noIdentity, '12/unknown-identity-answer 12/unknown-identity-refused'),
  ...fail(
    lenient,
    '12/misconfigured-message 12/no-authenticated-role-refused 12/no-unauthenticated-role-refused',
  ),
  ...fail(
    noMappings,
    `
      13/classic-flow-mapped-message 13/classic-flow-mapped-refused 13/preferred-role 13/role-of-assertion
      13/role-of-assertion-before-pool-role 13/rule-contains 13/rule-equals 13/rule-first-match
      13/rule-not-equal 13/rule-on-provider-claim 13/rule-starts-with
    `,
  ),
  ...fail(
    customRole,
    '12/custom-role 12/custom-role-over-rules 12/custom-role-resolves 13/custom-role-of-assertion',
  ),
  ...fail(noRoleClaims, '8/preferred-role-claim 8/preferred-role-shared 8/roles-claim'),
  ...fail(
    noTags,
    `
      18/default-tag-client 18/default-tag-username 18/principal-tag-of-each-user 18/principal-tag-opens
    `,
  ),
  ...fail(trustUnread, '13/role-of-another-pool-refused 13/role-of-guests-refused 13/role-of-users-refused'),
  ...fail(classicUnread, '13/basic-flow-with-saml 13/classic-flow-off-error 13/classic-flow-off-no-role'),
  ...fail(unverified, '14/sts-forged-token-refused'),
  ...fail(
    notAuthorized,
    '14/sts-no-jwt-code 14/sts-no-jwt-message 14/sts-no-jwt-refused 14/sts-unknown-issuer-error',
  ),
  ...fail(
    webIdentityUnchecked,
    `
      14/sts-duration-error 14/sts-duration-refused 14/sts-duration-too-short-refused
      14/sts-malformed-policy-refused 14/sts-policy-length-refused 14/sts-session-name-error
      14/sts-session-name-length-error 14/sts-session-name-length-refused 14/sts-session-name-refused
      18/session-policy-limits
    `,
  ),
  ...fail(webIdentityConstants, '14/sts-provider 14/sts-subject'),
  ...fail(
    noSessionKeys,
    '18/amr-in-condition 18/aud-is-pool-id 18/federated-provider-in-condition 18/own-object-written',
  ),
  ...fail(notCut, '18/guest-cut 18/guest-cut-answer'),
  ...fail(noChallenge, '18/http-other-client-header'),
  ...fail(anyToken, '18/rest-access-token-without-scopes 18/rest-access-token-without-scopes-answer'),
}
