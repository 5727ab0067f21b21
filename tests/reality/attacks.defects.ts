/**
 * What forged, foreign and odd tokens get of public emulators: each failing check, and what their code does where that is
 * said. Few surfaces of each, where the run takes seconds.
 */
import { known as cognitoLocal } from './cognito-local.defects.ts'
import type { KnownDefects } from './defects.ts'
import { known as ministack } from './ministack.defects.ts'
import { known as moto } from './moto.defects.ts'

/** @param ids between white space, without the flow and the surface */
function fail(surface: string, says: string, ids: string): Readonly<Record<string, string>> {
  const checks = ids.trim().split(/\s+/)
  return Object.fromEntries(checks.map((id) => [`token-validation/${surface}/${id}`, says]))
}

/** A list, and the variants that it is of. */
export interface AttackedDefects extends KnownDefects {
  readonly variants: readonly string[]
}

const decoded =
  'getUser.js reads the token with jsonwebtoken.decode, which looks at no signature, and takes sub at its word'

export const cognitoLocalAttacked: AttackedDefects = {
  version: cognitoLocal.version,
  variants: ['get-user', 'refresh', 'revoke'],
  defects: {
    ...fail(
      'get-user',
      decoded,
      `
        algorithm-no-effect algorithm-refused cache-refused content-no-effect content-refused exhausting-refused
        key-confusion-no-effect key-confusion-refused key-id-no-effect key-id-refused offered-key-no-effect
        offered-key-refused padding-refused signature-no-effect signature-refused unsigned-no-effect unsigned-refused
      `,
    ),
    ...fail(
      'get-user',
      'getUser.js: decode throws where a part is no JSON, or names no client that there is: status 500',
      'content-no-server-error signature-no-server-error',
    ),
    ...fail('get-user', 'getUser.js asks nobody whether a token was revoked', 'revoked-refused'),
    ...fail(
      'refresh',
      'initiateAuth.js asks getUserByRefreshToken whose the token is, and compares no client',
      'audience-refused',
    ),
    ...fail(
      'revoke',
      'revokeToken.js looks for a user who has the token, and compares no client',
      'audience-refused',
    ),
    ...fail(
      'revoke',
      'revokeToken.js throws NotAuthorizedError where nobody has the token: RevokeToken has no such error',
      'altered-form made-up-form no-token-form token-kind-form',
    ),
  },
}

const notHashable = 'a token that is no string is looked up in a dict all the same: TypeError, status 500'

export const motoAttacked: AttackedDefects = {
  version: moto.version,
  variants: ['get-user', 'access-token-operations', 'refresh'],
  defects: {
    ...fail('get-user', notHashable, 'no-token-no-server-error spelling-no-server-error'),
    ...fail('access-token-operations', notHashable, 'no-token-no-server-error spelling-no-server-error'),
    ...fail(
      'access-token-operations',
      'update_user_attributes raises NotAuthorizedError(access_token): the message is the token',
      'no-echo',
    ),
    ...fail(
      'refresh',
      'initiate_auth takes the client of a refresh token from the token, and does not compare it',
      'audience-refused',
    ),
  },
}

export const ministackAttacked: AttackedDefects = {
  version: ministack.version,
  variants: ['get-user', 'refresh', 'revoke', 'token-endpoint', 'oidc-user-info'],
  defects: {
    ...fail(
      'get-user',
      'json.loads of a header of a thousand levels is a RecursionError: status 500',
      'exhausting-no-server-error',
    ),
    ...fail(
      'get-user',
      'urlsafe_b64decode takes the letters of standard base64 as well, here in a signature',
      'spelling-refused',
    ),
    ...fail('revoke', '_revoke_token compares no client', 'audience-refused'),
    ...fail(
      'revoke',
      '_revoke_token revokes origin_jti of whatever can be decoded, and looks at no signature',
      'altered-refused altered-no-effect',
    ),
    ...fail(
      'token-endpoint',
      '_oauth2_token takes whoever asks for the client of a refresh token that it knows',
      'audience-refused',
    ),
    ...fail(
      'oidc-user-info',
      '_oauth2_idp_response never asks userInfo: attributes_url is not read',
      'user-info-refused user-info-denied-refused',
    ),
  },
}
