/** Misbehaviours and oddities of Facebook and Login with Amazon: OAuth 2.0, where the profile alone names the person. */
import { put, without } from '../oidc/members.ts'
import { graphError } from '../social/facebook.ts'
import { instead, oauthError, ofVictim } from './oidc-make.ts'
import { AMAZON, error, FACEBOOK, GRAPH, profile, social } from './social-make.ts'
export const facebookMisbehaviours = [
  social(
    'facebook-profile-without-id',
    'The profile has no id',
    'refusal',
    FACEBOOK,
    profile((honest) => without(honest, 'id')),
  ),
  social(
    'facebook-profile-id-empty',
    'The id of the profile is empty',
    'refusal',
    FACEBOOK,
    profile((honest) => put(honest, { id: '' })),
  ),
  social(
    'facebook-profile-id-null',
    'The id of the profile is null',
    'refusal',
    FACEBOOK,
    profile((honest) => put(honest, { id: null })),
  ),
  social(
    'facebook-profile-id-number',
    'The id of the profile is a number',
    'unsettled',
    FACEBOOK,
    profile((honest) => put(honest, { id: 1234567890 })),
  ),
  social(
    'facebook-email-absent',
    'The account has no e-mail address',
    'unsettled',
    FACEBOOK,
    profile((honest) => without(honest, 'email')),
  ),
  social('facebook-profile-error-with-200', 'The profile is an error with status 200', 'refusal', GRAPH, {
    userInfoAnswer: () => ({
      ...graphError(400, 'Error validating access token', 'OAuthException', 190),
      status: 200,
    }),
  }),
  social('facebook-profile-error-400', 'The profile is refused with status 400', 'refusal', GRAPH, {
    userInfoAnswer: () => graphError(400, 'Error validating access token', 'OAuthException', 190),
  }),
  social('facebook-token-error-with-200', 'The token answer is an error with status 200', 'refusal', GRAPH, {
    tokenAnswer: () => ({
      ...graphError(400, 'This authorization code has been used.', 'OAuthException', 100),
      status: 200,
    }),
  }),
  social(
    'facebook-token-form-encoded',
    'The token answer is form-encoded, as it was before version 2.3',
    'refusal',
    FACEBOOK,
    {
      tokenAnswer: () => instead(200, 'access_token=EAAold&expires=5183944', 'text/plain'),
    },
  ),
  social('facebook-without-access-token', 'There is no access_token', 'refusal', 'RFC 6749 section 5.1', {
    tokenMembers: (honest) => without(honest, 'access_token'),
  }),
  social(
    'facebook-odd-fields',
    'The birthday has no year, the picture is an object, the name has 200 characters',
    'unsettled',
    FACEBOOK,
    profile((honest) =>
      put(honest, {
        birthday: '11/21',
        picture: { data: { url: 'https://facebook.example/p.jpg', is_silhouette: false } },
        name: 'n'.repeat(200),
      }),
    ),
  ),
  social(
    'facebook-cancelled',
    'The person cancelled: error, error_code and error_reason',
    'refusal',
    FACEBOOK,
    error(
      ['error', 'access_denied'],
      ['error_code', '200'],
      ['error_description', 'Permissions error'],
      ['error_reason', 'user_denied'],
    ),
  ),
  social(
    'facebook-answers-like-google',
    'An ID token of the victim, well signed, stands beside the access token',
    'refusal-or-genuine',
    FACEBOOK,
    {
      tokenMembers: (honest, facts) =>
        put(honest, { id_token: facts.signed(ofVictim([['iss', JSON.stringify(facts.issuer)]], facts)) }),
    },
  ),
]

export const amazonMisbehaviours = [
  social(
    'amazon-profile-without-user-id',
    'The profile has no user_id',
    'refusal',
    AMAZON,
    profile((honest) => without(honest, 'user_id')),
  ),
  social(
    'amazon-profile-user-id-empty',
    'The user_id of the profile is empty',
    'refusal',
    AMAZON,
    profile((honest) => put(honest, { user_id: '' })),
  ),
  social(
    'amazon-email-absent',
    'The profile has no e-mail address',
    'unsettled',
    AMAZON,
    profile((honest) => without(honest, 'email')),
  ),
  social('amazon-profile-error-400', 'The profile is refused with status 400', 'refusal', AMAZON, {
    userInfoAnswer: () => instead(400, oauthError('invalid_token'), 'application/json'),
  }),
  social('amazon-token-error-400', 'The code is refused with status 400', 'refusal', 'RFC 6749 section 5.2', {
    tokenAnswer: () => instead(400, oauthError('invalid_grant'), 'application/json'),
  }),
  social('amazon-without-access-token', 'There is no access_token', 'refusal', 'RFC 6749 section 5.1', {
    tokenMembers: (honest) => without(honest, 'access_token'),
  }),
  social(
    'amazon-profile-like-openid',
    'The profile has sub in the place of user_id',
    'refusal',
    AMAZON,
    profile((honest, facts) => put(without(honest, 'user_id'), { sub: facts.person?.subject })),
  ),
  social(
    'amazon-access-token-long',
    'The access token has 2048 bytes, with a bar and slashes',
    'acceptance',
    AMAZON,
    {
      tokenMembers: (honest, { accessTokenNamed }) =>
        put(honest, { access_token: accessTokenNamed(`Atza|${'a/b-c_d.'.repeat(256)}`.slice(0, 2048)) }),
    },
  ),
  social(
    'amazon-cancelled',
    'The answer is access_denied',
    'refusal',
    'RFC 6749 section 4.1.2.1',
    error(['error', 'access_denied'], ['error_description', 'Access not permitted.']),
  ),
]
