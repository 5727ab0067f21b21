/** MiniStack with AUTH=true: each failing check, and what services/cognito.py (or app.py, where that is said) does. */
import type { KnownDefects } from './defects.ts'
import { federation } from './ministack-federation.defects.ts'
import { identityPool } from './ministack-identity.defects.ts'

const noSessions = 'SOFTWARE_TOKEN_MFA is answered without a look at Session: missing, made up or used before'
const rootKey = 'pin_signed_request leaves out the root key: its signature is never verified'
const likeWrong = 'an absent USERNAME or PASSWORD is treated like a wrong one'
const authTimeAnew = 'a refresh sets auth_time anew'
const noRedirect = 'handle_oauth2_authorize answers with the page itself; app.py has no GET /login to lead to'
const noCookies = 'no answer of the pages sets a cookie'
const noCsrf = 'no form has a CSRF token, and handle_login_submit asks for none'
const bareHeaders = 'pages are sent with Content-Type, and with no header that guards them'
const jsonErrors =
  '_oauth2_error answers browsers with status 400 and JSON: no redirect to the application, no error page'
const noMfa =
  'handle_login_submit never looks at the user’s MFA: a password alone leads back to the application'
const noReadAttributes = 'ReadAttributes of the app client is stored, and never read'
const noVersion = 'access tokens have no version'
const scopeIgnored = 'whatever the scope, every attribute of the user is given'
const secretOptional = 'at a refresh only a wrong client_secret is refused, not an absent one'
const logoutUriOnly = 'handle_logout demands logout_uri: the form with redirect_uri is not there'
const noRotation = 'rotation is not modeled, says _get_tokens_from_refresh_token itself'

export const known: KnownDefects = {
  version: '1.5.33',
  long: [
    'attacks-oidc-id-token',
    'attacks-oidc-login',
    'attacks-oidc-user-info',
    'attacks-saml-binding',
    'attacks-saml-conditions',
    'attacks-saml-login',
    'attacks-saml-parsing',
    'attacks-saml-reference',
    'attacks-saml-signature',
    'attacks-saml-wrapping',
    'odd-but-honest-oidc',
    'odd-but-honest-saml',
  ],
  defects: {
    'api-authentication/4/admin-wrongly-signed': rootKey,
    'api-authentication/4/admin-wrongly-signed-type': rootKey,
    'api-authentication/4/client-id-constraint': 'constraints of the API model are not checked',
    'api-authentication/4/error-message-header': 'refusals have no x-amzn-ErrorMessage',
    'api-authentication/4/missing-password': likeWrong,
    'api-authentication/4/missing-username': likeWrong,
    'api-authentication/4/serialization-exception': 'types of members are not checked: status 500',
    'api-authentication/5/lock-out': 'failed sign-ins are not counted',
    'api-authentication/8/made-up-session': noSessions,
    'api-authentication/8/missing-session': noSessions,
    'api-authentication/8/session-used-twice': noSessions,
    'api-authentication/9/code-used-twice': 'codes that were used are not remembered',
    'api-authentication/15/keeps-auth-time': authTimeAnew,
    'api-authentication/15/missing-refresh-token': 'an absent REFRESH_TOKEN is NotAuthorizedException',
    'api-authentication/15/revoke-access-token': 'RevokeToken accepts an access token',
    'api-authentication/15/rotation-new-refresh-token': noRotation,
    'managed-login/3/closed-to-other-origins': 'app.py adds Access-Control-Allow-Origin: * to every answer',
    'managed-login/3/code-grant-not-allowed': jsonErrors,
    'managed-login/3/cookies-stay-on-domain': noCookies,
    'managed-login/3/csrf-field': noCsrf,
    'managed-login/3/error-keeps-state': jsonErrors,
    'managed-login/3/error-page-text': jsonErrors,
    'managed-login/3/form-has-the-cookies-token': noCsrf,
    'managed-login/3/implicit-grant-not-allowed': jsonErrors,
    'managed-login/3/leads-to-login': noRedirect,
    'managed-login/3/local-provider-leads-to-login': noRedirect,
    'managed-login/3/login-directly': noRedirect,
    'managed-login/3/login-keeps-parameters': noRedirect,
    'managed-login/3/logout-fills-in-scope': logoutUriOnly,
    'managed-login/3/logout-leads-to-login': logoutUriOnly,
    'managed-login/3/mismatch-leads-to-error-page': jsonErrors,
    'managed-login/3/page-not-sniffed': bareHeaders,
    'managed-login/3/page-not-stored': bareHeaders,
    'managed-login/3/pages-are-not-framed': bareHeaders,
    // Of the page that asks for the name alone: what it is shows in nothing but the way to it.
    'managed-login/3/performed': noRedirect,
    'managed-login/3/redirect-status': noRedirect,
    'managed-login/3/response-type-missing': jsonErrors,
    'managed-login/3/xsrf-token-attributes': noCookies,
    'managed-login/3/xsrf-token-cookie': noCookies,
    'managed-login/4/foreign-form-refused': noCsrf,
    'managed-login/5/performed': noMfa,
    'managed-login/6/prompt-asks-for-code': noMfa,
    'managed-login/6/prompt-is-a-page-of-the-domain': noMfa,
    'managed-login/8/unregistered-logout-uri-text': jsonErrors,
    'managed-login/10/code-missing': 'an absent code is looked up like an unknown one',
    'managed-login/10/json-body': 'the body is read as a form, whatever its type',
    'managed-login/10/scope-without-read-permission': noReadAttributes,
    'managed-login/10/unknown-client':
      'the client is compared with that of the code before it is looked up: invalid_grant',
    'managed-login/11/request-id': 'the token endpoint’s answers have no x-amz-cognito-request-id',
    'managed-login/12/access-token-version': noVersion,
    'managed-login/12/id-token-by-scope': scopeIgnored,
    'managed-login/12/machine-subject': noVersion,
    'managed-login/13/user-info-bad-token-error': 'the error in WWW-Authenticate is INVALID_TOKEN',
    'managed-login/13/user-info-openid-email': scopeIgnored,
    'managed-login/13/user-info-openid-phone': scopeIgnored,
    'managed-login/13/user-info-read-permissions': noReadAttributes,
    'managed-login/13/user-info-username': 'userInfo has cognito:username beside username',
    'managed-login/13/user-info-without-token-error': 'an absent token is 401 like a wrong one',
    'managed-login/16/keeps-auth-time': authTimeAnew,
    'managed-login/16/refresh-by-other-client': 'the client of a refresh token is not compared',
    'managed-login/16/refresh-secret-missing': secretOptional,
    'managed-login/16/refresh-secret-missing-error': secretOptional,
    'managed-login/16/refresh-token-missing': 'an absent refresh_token is invalid_grant like an unknown one',
    'managed-login/16/rotation-new-refresh-token': noRotation,
    ...federation,
    ...identityPool,
  },
}
