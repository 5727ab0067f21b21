/**
 * Third-party IdP federation: the 17 documented steps, as data.
 */
import { defineFlow } from '../../fixtures/flow/flow.ts'
import { authorizationEndpoint, tokenEndpoint } from '../shared/sources.ts'
import { notTested } from './not-tested.ts'
import { flowPage } from './sources.ts'

export const federation = defineFlow({
  id: 'federation',
  title: 'Third-party IdP federation',
  source: {
    title: 'How authentication works with Amazon Cognito',
    section: 'User pool authentication with a third-party identity provider',
    url: 'https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-how-to-authenticate.html#cognito-authentication-concepts-thirdparty',
    month: '2026-11',
  },
  steps: [
    { number: 1, title: 'A user accesses your application.', actor: 'user', receiver: 'application' },
    { number: 2, title: 'They select a “Sign in” link.', actor: 'user', receiver: 'application' },
    {
      number: 3,
      title: 'The application directs the user to a sign-in prompt with their IdP.',
      actor: 'application',
      receiver: 'idp',
      performed: {
        says: 'An authorization request that names an identity provider leads to that provider’s sign-in prompt, past the pages of the user pool',
        sends:
          'The browser’s GET of /oauth2/authorize with identity_provider, to which the application’s “Sign in” link redirects',
        basis: authorizationEndpoint(
          'identity_provider',
          'With this parameter or idp_identifier the endpoint redirects to the sign-in page of the provider that it names.',
        ),
        breaks: 'Nobody reaches the provider that the application chose for them.',
      },
    },
    { number: 4, title: 'They enter their username and password.', actor: 'user', receiver: 'idp' },
    {
      number: 5,
      title:
        'The IdP validates the user’s credentials and determines that the user has activated multi-factor authentication (MFA).',
      actor: 'idp',
      receiver: 'idp',
    },
    { number: 6, title: 'The IdP prompts the user to enter an MFA code.', actor: 'idp', receiver: 'user' },
    { number: 7, title: 'The user enters their MFA code.', actor: 'user', receiver: 'idp' },
    {
      number: 8,
      title: 'The IdP redirects the user to the user pool with a SAML response or an authorization code.',
      actor: 'idp',
      receiver: 'user-pool',
      performed: {
        says: 'The provider’s answer arrives at the user pool, which answers it with a redirect',
        sends:
          'The provider’s redirect with a code to /oauth2/idpresponse, or its form with a SAML response to /saml2/idpresponse',
        basis: flowPage(
          'The IdP redirects the user to the user pool, which validates the tokens and redirects the user to the application.',
        ),
        breaks: 'The user has signed in at the provider, and the user pool cannot be told.',
      },
    },
    {
      number: 9,
      title:
        'If the user passed an authorization code, the user pool silently exchanges the code for IdP tokens. The user pool validates the IdP tokens and redirects the user to the application with a new authorization code.',
      actor: 'user-pool',
      receiver: 'application',
      performed: {
        says: 'The user pool takes the provider’s honest answer and redirects to the application’s redirect URI',
        sends: 'The provider’s answer to the user pool’s own request, through the user’s browser',
        basis: flowPage(
          'The user pool validates the IdP tokens and redirects the user to the application with a new authorization code.',
        ),
        breaks: 'The user has signed in at the provider and never gets back to the application.',
      },
    },
    {
      number: 10,
      title:
        'The application collects the authorization code from the URL request parameter that the user pool appended to the callback URL.',
      actor: 'application',
      receiver: 'application',
    },
    {
      number: 11,
      title: 'The application requests tokens with the authorization code.',
      actor: 'application',
      receiver: 'user-pool',
      performed: {
        says: 'The authorization code of a federated sign-in is redeemed: the token endpoint answers 200 with a JSON object',
        sends: 'POST to /oauth2/token with grant_type authorization_code, the code and the redirect URI',
        basis: tokenEndpoint(
          'The token issuer endpoint',
          'Users who have completed a request for an authorization code grant get tokens for the code.',
        ),
        breaks: 'Nobody gets from the provider into the application.',
      },
    },
    {
      number: 12,
      title: 'The token endpoint returns JWTs to the application.',
      actor: 'user-pool',
      receiver: 'application',
      performed: {
        says: 'The answer holds an access token, an ID token and a refresh token',
        sends: 'POST to /oauth2/token with grant_type authorization_code, the code and the redirect URI',
        basis: tokenEndpoint(
          'The token issuer endpoint',
          'Successful redemption of a code returns ID, access and refresh tokens.',
        ),
        breaks: 'The application is left without a session.',
      },
    },
    {
      number: 13,
      title: 'The application decodes, validates, and stores or caches the user’s JWTs.',
      actor: 'application',
      receiver: 'application',
    },
    {
      number: 14,
      title: 'The application displays the requested access-controlled component.',
      actor: 'application',
      receiver: 'user',
    },
    { number: 15, title: 'The user views their content.', actor: 'user', receiver: 'application' },
    {
      number: 16,
      title:
        'Later, the user’s access token has expired, and they request to view an access-controlled component.',
      actor: 'user',
      receiver: 'application',
    },
    {
      number: 17,
      title:
        'The application determines that the user’s session should persist. It requests new tokens from the token endpoint with the refresh token.',
      actor: 'application',
      receiver: 'user-pool',
      performed: {
        says: 'The refresh token of a federated user is answered with 200, a new access token and a new ID token',
        sends: 'POST to /oauth2/token with grant_type refresh_token and the refresh token of the sign-in',
        basis: tokenEndpoint(
          'The token issuer endpoint',
          'Users who have signed in and received refresh tokens get new ID and access tokens for them.',
        ),
        breaks: 'Federated users are sent back to their provider whenever an access token runs out.',
      },
    },
  ],
  notTested,
})
