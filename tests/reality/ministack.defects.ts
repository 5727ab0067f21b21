/** MiniStack with AUTH=true: each failing check, and what services/cognito.py does. */
import type { KnownDefects } from './defects.ts'

const noSessions = 'SOFTWARE_TOKEN_MFA is answered without a look at Session: missing, made up or used before'
const rootKey = 'pin_signed_request leaves out the root key: its signature is never verified'
const likeWrong = 'an absent USERNAME or PASSWORD is treated like a wrong one'

export const known: KnownDefects = {
  version: '1.5.33',
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
    'api-authentication/15/keeps-auth-time': 'a refresh sets auth_time anew',
    'api-authentication/15/missing-refresh-token': 'an absent REFRESH_TOKEN is NotAuthorizedException',
    'api-authentication/15/revoke-access-token': 'RevokeToken accepts an access token',
    'api-authentication/15/rotation-new-refresh-token':
      'rotation is not modeled, says _get_tokens_from_refresh_token itself',
  },
}
