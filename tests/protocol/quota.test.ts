/** Which quota a request counts towards. */
import { expect, test } from 'vitest'
import { categoryOf } from '../../fixtures/protocol/quota.ts'

const api = 'https://cognito-idp.eu-west-1.amazonaws.com/'
const domain = 'https://acme.auth.eu-west-1.amazoncognito.com'

test.each([
  ['InitiateAuth', 'UserAuthentication'],
  ['GetTokensFromRefreshToken', 'UserAuthentication'],
  ['GetUser', 'UserRead'],
  ['UpdateUserAttributes', 'UserUpdate'],
  ['RevokeToken', 'UserToken'],
  ['ChangePassword', 'UserAccountRecovery'],
  ['ListDevices', 'UserResourceRead'],
  ['AssociateSoftwareToken', 'UserResourceUpdate'],
  ['GetId', 'GetId'],
  ['GetCredentialsForIdentity', 'GetCredentialsForIdentity'],
  ['AssumeRoleWithWebIdentity', 'Other'],
])('%s counts towards %s', (operation, category) => {
  expect(categoryOf({ operation, url: api })).toBe(category)
})

test('a new password in place of a temporary one is account recovery', () => {
  const challenge = (ChallengeName: string) =>
    categoryOf({ operation: 'RespondToAuthChallenge', url: api, body: JSON.stringify({ ChallengeName }) })
  expect(challenge('NEW_PASSWORD_REQUIRED')).toBe('UserAccountRecovery')
  expect(challenge('SOFTWARE_TOKEN_MFA')).toBe('UserAuthentication')
})

test.each([
  ['/oauth2/token', 'grant_type=refresh_token&refresh_token=x', 'UserAuthentication'],
  ['/oauth2/token', 'grant_type=client_credentials', 'ClientAuthentication'],
  ['/oauth2/revoke', 'token=x', 'UserToken'],
  ['/oauth2/userInfo', undefined, 'UserRead'],
  ['/oauth2/authorize?client_id=x', undefined, 'Domain'],
  ['/oauth2/idpresponse?code=x', undefined, 'UserFederation'],
  ['/saml2/idpresponse', 'SAMLResponse=x', 'UserFederation'],
  ['/login?client_id=x', 'username=x', 'UserAuthentication'],
  ['/forgotPassword', 'username=x', 'UserAccountRecovery'],
  ['/anything', undefined, 'Other'],
])('%s of a domain with %s counts towards %s', (path, body, category) => {
  expect(categoryOf({ url: `${domain}${path}`, ...(body === undefined ? {} : { body }) })).toBe(category)
})

test('an address that is none counts as other', () => {
  expect(categoryOf({ url: 'no address' })).toBe('Other')
})
