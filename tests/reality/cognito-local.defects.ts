/** cognito-local as installed: each failing check, and the line of its source that is at fault. */
import type { KnownDefects } from './defects.ts'

const unsupportedFlow = 'initiateAuth ends in UnsupportedError, status 500, for ADMIN_USER_PASSWORD_AUTH'
const noAuthFlows = 'initiateAuth never reads ExplicitAuthFlows of the app client'
const noSecretHash = 'no operation reads SECRET_HASH, whatever the app client’s secret'
const ownMessage = 'NotAuthorizedError has one message for everything: User not authorized'
const noSessions = 'respondToAuthChallenge takes any Session, once and again: sessions are not kept'
const noExpiresIn = 'AuthenticationResult has tokens only: no ExpiresIn'
const jsonwebtoken = 'jsonwebtoken adds typ to the header'
const noOrigin = 'tokens have no origin_jti'
const aDay = 'tokens without a validity of the app client last 24 hours, not one'
const noHeader = 'the server sets no header of AWS’s'
const noRevocation = 'revokeToken takes the refresh token off the user, and leaves access tokens alone'
const oneHour = 'lib/oauth2/routes.js answers expires_in: 3600, whatever the validity of the app client'
const noVersion = 'access tokens have no version'
const authTimeAnew = 'a refresh sets auth_time anew'
const oneKey = 'one key, CognitoLocal, signs every token of every pool'
const noRotation = 'GetTokensFromRefreshToken is not there: status 500, Unsupported'

export const known: KnownDefects = {
  version: '5.3.0',
  defects: {
    'api-authentication/4/admin-flow-in-public': unsupportedFlow,
    'api-authentication/4/admin-flow-in-public-type': unsupportedFlow,
    'api-authentication/4/client-id-constraint': 'constraints of the API model are not checked',
    'api-authentication/4/error-header': noHeader,
    'api-authentication/4/error-message-header': noHeader,
    'api-authentication/4/exposed-headers': 'cors() is used without exposedHeaders',
    'api-authentication/4/flow-not-allowed': noAuthFlows,
    'api-authentication/4/flow-not-allowed-type': noAuthFlows,
    'api-authentication/4/missing-password': 'an absent PASSWORD is compared like a wrong one',
    'api-authentication/4/missing-username': 'an absent USERNAME is looked up like an unknown one',
    'api-authentication/4/request-id': noHeader,
    'api-authentication/4/secret-hash-missing': noSecretHash,
    'api-authentication/4/secret-hash-missing-message': noSecretHash,
    'api-authentication/4/secret-hash-wrong': noSecretHash,
    'api-authentication/4/secret-hash-wrong-type': noSecretHash,
    'api-authentication/4/serialization-exception': 'types of members are not checked',
    'api-authentication/5/lock-out': 'failed sign-ins are not counted',
    'api-authentication/5/unknown-user-message': ownMessage,
    'api-authentication/5/unknown-user-named': 'PreventUserExistenceErrors is not read: always as if ENABLED',
    'api-authentication/5/wrong-password-type': 'a wrong password is an InvalidPasswordError',
    'api-authentication/8/made-up-session': noSessions,
    'api-authentication/8/secret-hash-missing': noSecretHash,
    'api-authentication/8/session-used-twice': noSessions,
    'api-authentication/9/code-used-twice': 'codes that were used are not remembered',
    'api-authentication/10/expires-in': noExpiresIn,
    'api-authentication/10/expires-in-agrees': noExpiresIn,
    'api-authentication/10/token-type': 'AuthenticationResult has tokens only: no TokenType',
    'api-authentication/11/access-token-header': jsonwebtoken,
    'api-authentication/11/access-token-revocation-ids': noOrigin,
    'api-authentication/11/access-token-validity': aDay,
    'api-authentication/11/discovery':
      'server.js has http://localhost:9229 in the document, whatever the port and IssuerDomain',
    'api-authentication/11/distinct-token-ids': noOrigin,
    'api-authentication/11/id-token-header': jsonwebtoken,
    'api-authentication/11/id-token-revocation-ids': noOrigin,
    'api-authentication/11/id-token-validity': aDay,
    'api-authentication/11/separate-keys': oneKey,
    'api-authentication/12/altered-access-token': 'getUser decodes the token and verifies no signature',
    'api-authentication/12/made-up-access-token': 'what is no JWT is an InvalidParameterError',
    'api-authentication/14/gate-closes-at-expiry': aDay,
    'api-authentication/15/expires-in': noExpiresIn,
    'api-authentication/15/keeps-auth-time': authTimeAnew,
    'api-authentication/15/keeps-origin': noOrigin,
    'api-authentication/15/made-up-refresh-token': ownMessage,
    'api-authentication/15/performed':
      'respondToAuthChallenge does not store the refresh token that it issues, so it is not found',
    'api-authentication/15/revoke-access-token': ownMessage,
    'api-authentication/15/revoked-access-token': noRevocation,
    'api-authentication/15/revoked-access-token-type': noRevocation,
    'api-authentication/15/revoked-refresh-token-type': ownMessage,
    'api-authentication/15/revoked-refreshed-access-token': noRevocation,
    'api-authentication/15/rotation-new-refresh-token': noRotation,
    // All variants but the one with PKCE end here: the MFA code, which is never asked for either, is not reached.
    'managed-login/3/performed': 'lib/oauth2/routes.js refuses every request without code_challenge',
    'managed-login/10/json-body': 'a body that is no form ends in TypeError, status 500',
    'managed-login/11/expires-in': oneHour,
    'managed-login/11/request-id': noHeader,
    'managed-login/12/access-token-header': jsonwebtoken,
    'managed-login/12/access-token-revocation-ids': noOrigin,
    'managed-login/12/access-token-version': noVersion,
    'managed-login/12/distinct-token-ids': noOrigin,
    'managed-login/12/id-token-header': jsonwebtoken,
    'managed-login/12/id-token-revocation-ids': noOrigin,
    'managed-login/12/separate-keys': oneKey,
    'managed-login/16/keeps-auth-time': authTimeAnew,
    'managed-login/16/keeps-origin': noOrigin,
    'managed-login/16/refresh-answer': oneHour,
  },
}
