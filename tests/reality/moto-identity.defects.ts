/**
 * Identity pools at moto: each failing check, and what cognitoidentity/models.py does, or sts/, where that is said. Of
 * the requests of users it reads the ids alone: whoever asks is given another identity, and the same credentials.
 */

const poolIdOnly = 'get_id reads IdentityPoolId alone: no login is looked at, and none is refused'
const alwaysNew = 'get_id gives a new identity id with every answer, and keeps no login beside it'
const idOnly = 'get_credentials_for_identity takes IdentityId as it stands, and reads no Logins'
const constants = 'get_credentials_for_identity gives everybody one constant key, for 90 seconds'
const noSession = 'STS knows no session of the constant key: get_caller_identity names user/moto'
const noPool = 'get_id of a pool that is not there is a KeyError: status 500, in HTML'
const noTokenSettings =
  'get_open_id_token reads IdentityId alone, no Logins; AllowClassic “has not yet been implemented”, says update_identity_pool'
const tokenIsId = 'the token is a random identity id, and no JWT'
const developerIdOnly = 'get_open_id_token_for_developer_identity reads IdentityId alone'
const tokenUnread = 'sts: assume_role_with_web_identity never reads WebIdentityToken'
const unchecked =
  'sts: assume_role_with_web_identity checks no parameter, though assume_role looks at the session name'
const anybody = 'sts: whose credentials a request is signed with is not looked at'

/** @param ids between white space, without the flow */
function fail(says: string, ids: string): Readonly<Record<string, string>> {
  const checks = ids.trim().split(/\s+/)
  return Object.fromEntries(checks.map((id) => [`identity-pool/${id}`, says]))
}

export const identityPool: Readonly<Record<string, string>> = {
  'identity-pool/9/content-type': 'answers are text/html, which is the default of BaseResponse',
  'identity-pool/14/sts-session-id':
    'sts: AssumedRoleId is the constant ARO123EXAMPLE123 and the session name',
  'identity-pool/14/sts-subject': 'sts: SubjectFromWebIdentityToken is not given',

  ...fail(constants, '14/one-hour 14/temporary-key'),
  // The role of a session is judged where nothing else is, too.
  ...fail(noSession, '13/role-of-assertion 17/caller-is-role-session'),
  ...fail(
    noPool,
    '9/malformed-pool-id-answer 9/malformed-pool-id-refused 9/pool-id-required 9/unknown-pool-no-identity',
  ),
  ...fail(alwaysNew, '11/same-login-same-identity'),
  ...fail(
    poolIdOnly,
    `
      9/developer-provider-at-get-id 9/guests-refused 9/guests-refused-answer 9/identity-pool-token-at-get-id
      10/access-token-answer 10/changed-claims-refused 10/foreign-key-refused 10/one-bad-login-refused
      10/other-client-answer 10/other-client-refused 10/other-issuer-answer 10/other-issuer-refused
      10/tampered-signature-answer 10/tampered-signature-refused 10/unsigned-token-refused
      10/id-token-by-elliptic-curve 10/id-token-under-other-key 10/made-up-token-refused
      10/oidc-id-token-aud-foreign-refused 10/oidc-id-token-azp-foreign-refused
      10/oidc-id-token-content-changed-refused 10/oidc-id-token-expired-refused
      10/oidc-id-token-foreign-key-refused 10/oidc-id-token-iss-foreign-refused
      10/oidc-id-token-unsigned-refused 10/provider-not-configured-answer 10/provider-not-configured-refused
      10/saml-assertion-expired-refused 10/saml-assertion-twice 10/saml-audience-of-other-product-refused
      10/saml-content-subject-changed-refused 10/saml-message-of-another-provider-refused
      10/saml-signature-foreign-key-its-certificate-refused 10/saml-signature-never-made-refused
      10/saml-signature-stripped-refused
    `,
  ),
  ...fail(
    idOnly,
    `
      12/deleted-user 12/developer-token-of-other 12/empty-token-answer 12/former-guest-without-login
      12/access-token-refused 12/changed-claims-refused 12/foreign-key-refused 12/made-up-token-refused
      12/one-bad-login-refused 12/other-client-refused 12/other-issuer-refused 12/tampered-signature-refused
      12/unsigned-token-refused
      12/malformed-identity-id-refused 12/no-logins-answer 12/no-logins-refused 12/not-an-identity-pool-token
      12/saml-assertion-twice 12/signed-out-user 12/unknown-identity-answer 12/unknown-identity-refused
    `,
  ),
  ...fail(
    noTokenSettings,
    `
      13/basic-flow-with-saml 13/classic-flow-off-error 13/classic-flow-off-no-role
      13/developer-provider-at-get-open-id-token 13/open-id-token-without-login-refused
    `,
  ),
  ...fail(tokenIsId, '13/open-id-token-is-jwt 14/sts-forged-token-refused'),
  ...fail(
    developerIdOnly,
    '9/developer-token-of-two-days 9/unknown-developer-provider 11/same-developer-user',
  ),
  ...fail(
    tokenUnread,
    '14/sts-no-jwt-code 14/sts-no-jwt-message 14/sts-no-jwt-refused 14/sts-unknown-issuer-error',
  ),
  ...fail(
    unchecked,
    `
      14/sts-duration-error 14/sts-duration-refused 14/sts-duration-too-short-refused
      14/sts-malformed-policy-refused 14/sts-policy-length-refused 14/sts-session-name-error
      14/sts-session-name-length-error 14/sts-session-name-length-refused 14/sts-session-name-refused
    `,
  ),
  ...fail(anybody, '17/get-federation-token-refused 17/get-session-token-refused'),
}
