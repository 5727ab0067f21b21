/** moto, with TOTP codes verified: each failing check, and what cognitoidp/models.py does. */
import type { KnownDefects } from './defects.ts'
import { identityPool } from './moto-identity.defects.ts'

const noAuthFlows = 'initiate_auth never reads ExplicitAuthFlows of the app client'
const noSecretHash = 'USER_PASSWORD_AUTH does not look at SECRET_HASH'
const notFoundForAll = 'what is missing or unknown raises ResourceNotFoundError'
const showsUsers = 'PreventUserExistenceErrors is not read: an unknown user is always named'
const oneHour = 'every token lasts 3600 s: the validity of the app client is not read'
const typ = 'jwt.encode of joserfc adds typ to the header'
const srpUser = 'USER_ID_FOR_SRP is the sub, USERNAME the name, and the proof is never checked'
const keptTokens = 'refresh tokens outlive AdminDisableUser'

export const known: KnownDefects = {
  version: '5.2.5',
  long: ['attacks-oidc-login', 'attacks-saml-login'],
  defects: {
    'api-authentication/4/admin-srp-challenge': 'admin_initiate_auth knows no USER_SRP_AUTH',
    'api-authentication/4/client-id-constraint': notFoundForAll,
    'api-authentication/4/error-message-header': 'refusals have no x-amzn-ErrorMessage',
    'api-authentication/4/exposed-headers': 'no Access-Control-Expose-Headers',
    'api-authentication/4/flow-not-allowed': noAuthFlows,
    'api-authentication/4/flow-not-allowed-type': noAuthFlows,
    'api-authentication/4/missing-password': 'an absent PASSWORD is compared like a wrong one',
    'api-authentication/4/missing-username': 'an absent USERNAME is looked up like an unknown one',
    'api-authentication/4/performed': 'SECRET_BLOCK is a UUID and no Base64',
    'api-authentication/4/secret-hash-missing': noSecretHash,
    'api-authentication/4/secret-hash-missing-message': noSecretHash,
    'api-authentication/4/secret-hash-wrong': noSecretHash,
    'api-authentication/4/secret-hash-wrong-type': noSecretHash,
    'api-authentication/4/serialization-exception': 'types of members are not checked: status 500',
    'api-authentication/4/srp-a-not-hexadecimal': 'SRP_A is not read',
    'api-authentication/4/srp-missing-a': notFoundForAll,
    'api-authentication/4/srp-parameters': 'SECRET_BLOCK is a UUID and no Base64',
    'api-authentication/4/srp-user-id': srpUser,
    'api-authentication/4/srp-username': srpUser,
    'api-authentication/5/lock-out': 'failed sign-ins are not counted',
    'api-authentication/5/srp-unknown-user-simulated': showsUsers,
    'api-authentication/5/unknown-user-hidden': showsUsers,
    'api-authentication/5/unknown-user-message': showsUsers,
    'api-authentication/8/made-up-session': notFoundForAll,
    'api-authentication/8/missing-session': notFoundForAll,
    'api-authentication/8/session-used-twice': notFoundForAll,
    'api-authentication/9/code-used-twice': 'codes that were used are not remembered',
    'api-authentication/10/expires-in': oneHour,
    'api-authentication/11/access-token-header': typ,
    'api-authentication/11/access-token-validity': oneHour,
    'api-authentication/11/id-token-attributes':
      'an app client without ReadAttributes reads none, not all standard ones',
    'api-authentication/11/id-token-header': typ,
    'api-authentication/11/id-token-validity': oneHour,
    'api-authentication/11/separate-keys': 'one key, dummy, signs every token of every pool',
    'api-authentication/12/made-up-access-token': 'the message is Invalid token',
    'api-authentication/14/gate-closes-at-expiry': oneHour,
    'api-authentication/15/disabled-user-refresh': keptTokens,
    'api-authentication/15/enabled-user-old-refresh-token': keptTokens,
    'api-authentication/15/expires-in': oneHour,
    'api-authentication/15/keeps-auth-time': 'a refresh sets auth_time anew',
    'api-authentication/15/made-up-refresh-token':
      'KeyError, status 500, in admin_initiate_auth; another message elsewhere',
    'api-authentication/15/missing-refresh-token': notFoundForAll,
    'api-authentication/15/other-client':
      'the client of a refresh token is taken from the token, not compared',
    'api-authentication/15/signed-out-access-token': 'the message is Invalid token',
    ...identityPool,
  },
}
