/**
 * Managed login: the 16 documented steps, as data.
 */
import { defineFlow } from '../../fixtures/flow/flow.ts'
import { authorizationEndpoint, flowPage, loginEndpoint, tokenEndpoint } from '../shared/sources.ts'
import { notTested } from './not-tested.ts'

export const managedLogin = defineFlow({
  id: 'managed-login',
  title: 'Managed login',
  source: {
    title: 'How authentication works with Amazon Cognito',
    section: 'User pool authentication with managed login',
    url: 'https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-how-to-authenticate.html#cognito-authentication-concepts-managed-login',
    month: '2026-11',
  },
  steps: [
    { number: 1, title: 'A user accesses your application.', actor: 'user', receiver: 'application' },
    { number: 2, title: 'They select a “Sign in” link.', actor: 'user', receiver: 'application' },
    {
      number: 3,
      title:
        'The application directs the user to a sign-in prompt in the managed login pages of your user pool domain.',
      actor: 'application',
      receiver: 'managed-login',
      performed: {
        says: 'The authorization request leads to a page, answered with 200, that asks for a password',
        sends: 'The browser’s GET of /oauth2/authorize, to which the application’s “Sign in” link redirects',
        basis: authorizationEndpoint(
          'Introduction',
          'Without a parameter that names an identity provider the endpoint redirects to the login endpoint, where the user signs in.',
        ),
        breaks: 'Nobody gets as far as a sign-in page.',
      },
    },
    {
      number: 4,
      title: 'They enter their username and password.',
      actor: 'user',
      receiver: 'managed-login',
      performed: {
        says: 'The form with the right user name and password is taken: a page or a redirect answers, and no error',
        sends: 'The sign-in form, filled in and submitted',
        basis: loginEndpoint(
          'User-initiated sign-in request',
          'Users enter user name and password and choose to sign in, which makes a POST with both in its body.',
        ),
        breaks: 'Nobody can sign in.',
      },
    },
    {
      number: 5,
      title:
        'The user pool validates the user’s credentials and determines that the user has activated multi-factor authentication (MFA).',
      actor: 'user-pool',
      receiver: 'user-pool',
      performed: {
        says: 'The right password of a user with an active MFA factor does not lead back to the application yet',
        sends: 'The sign-in form with the right credentials of a user who has activated TOTP MFA',
        basis: flowPage(
          'The user pool validates the credentials and finds that the user has activated MFA; the redirect to the application comes three steps later.',
        ),
        breaks: 'A stolen password alone is enough: the second factor is never asked for.',
      },
    },
    {
      number: 6,
      title: 'The managed login page prompts the user to enter an MFA code.',
      actor: 'managed-login',
      receiver: 'user',
      performed: {
        says: 'The page that follows the password has something to fill in',
        sends: 'The sign-in form with the right credentials of a user who has activated TOTP MFA',
        basis: flowPage('The managed login page prompts the user to enter an MFA code.'),
        breaks: 'The user has a code and nowhere to type it.',
      },
    },
    {
      number: 7,
      title: 'The user enters their MFA code.',
      actor: 'user',
      receiver: 'managed-login',
      performed: {
        says: 'The form with the right code is taken: a page or a redirect answers, and no error',
        sends: 'The form of the MFA page with the current code of the user’s authenticator',
        basis: flowPage('The user enters the MFA code, and the user pool redirects to the application.'),
        breaks: 'Users with MFA cannot sign in.',
      },
    },
    {
      number: 8,
      title: 'Your user pool redirects the user to the application URL.',
      actor: 'user-pool',
      receiver: 'application',
      performed: {
        says: 'The sign-in ends with a redirect to the application’s redirect URI',
        sends: 'The form that completes the sign-in',
        basis: authorizationEndpoint(
          'Example: authorization code grant',
          'The authentication server redirects back to the application with the authorization code and state.',
        ),
        breaks: 'The user has signed in and never gets back to the application.',
      },
    },
    {
      number: 9,
      title:
        'The application collects the authorization code from the URL request parameter that managed login appended to the callback URL.',
      actor: 'application',
      receiver: 'application',
    },
    {
      number: 10,
      title: 'The application requests tokens with the authorization code.',
      actor: 'application',
      receiver: 'user-pool',
      performed: {
        says: 'The authorization code is redeemed: the token endpoint answers 200 with a JSON object',
        sends: 'POST to /oauth2/token with grant_type authorization_code, the code and the redirect URI',
        basis: tokenEndpoint(
          'The token issuer endpoint',
          'Users who have completed a request for an authorization code grant get tokens for the code.',
        ),
        breaks: 'Nobody gets from the pages into the application.',
      },
    },
    {
      number: 11,
      title: 'The token endpoint returns JWTs to the application.',
      actor: 'user-pool',
      receiver: 'application',
      performed: {
        says: 'The answer holds the tokens that are due: an access token, with the scope openid an ID token, and a refresh token',
        sends: 'POST to /oauth2/token with grant_type authorization_code, the code and the redirect URI',
        basis: tokenEndpoint(
          'The token issuer endpoint',
          'Successful redemption of a code returns ID, access and refresh tokens.',
        ),
        breaks: 'The application is left without a session.',
      },
    },
    {
      number: 12,
      title: 'The application decodes, validates, and stores or caches the user’s JWTs.',
      actor: 'application',
      receiver: 'application',
    },
    {
      number: 13,
      title: 'The application displays the requested access-controlled component.',
      actor: 'application',
      receiver: 'user',
    },
    { number: 14, title: 'The user views their content.', actor: 'user', receiver: 'application' },
    {
      number: 15,
      title:
        'Later, the user’s access token has expired, and they request to view an access-controlled component.',
      actor: 'user',
      receiver: 'application',
    },
    {
      number: 16,
      title:
        'The application determines that the user’s session should persist. It requests new tokens from the token endpoint with the refresh token.',
      actor: 'application',
      receiver: 'user-pool',
      performed: {
        says: 'The refresh token is answered with 200, a new access token and a new ID token',
        sends: 'POST to /oauth2/token with grant_type refresh_token and the refresh token of the sign-in',
        basis: tokenEndpoint(
          'The token issuer endpoint',
          'Users who have signed in and received refresh tokens get new ID and access tokens for them.',
        ),
        breaks: 'Users are signed out whenever an access token runs out, every hour by default.',
      },
    },
  ],
  notTested,
})
