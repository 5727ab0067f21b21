/**
 * Third-party IdP federation: the 17 documented steps, as data. No variant drives them yet.
 */
import { defineFlow } from '../../fixtures/flow/flow.ts'
import { notTested } from './not-tested.ts'

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
    },
    {
      number: 9,
      title:
        'If the user passed an authorization code, the user pool silently exchanges the code for IdP tokens. The user pool validates the IdP tokens and redirects the user to the application with a new authorization code.',
      actor: 'user-pool',
      receiver: 'application',
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
    },
    {
      number: 12,
      title: 'The token endpoint returns JWTs to the application.',
      actor: 'user-pool',
      receiver: 'application',
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
    },
  ],
  notTested,
})
