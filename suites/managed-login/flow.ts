/**
 * Managed login: the 16 documented steps, as data. No variant drives them yet.
 */
import { defineFlow } from '../../fixtures/flow/flow.ts'
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
    },
    { number: 4, title: 'They enter their username and password.', actor: 'user', receiver: 'managed-login' },
    {
      number: 5,
      title:
        'The user pool validates the user’s credentials and determines that the user has activated multi-factor authentication (MFA).',
      actor: 'user-pool',
      receiver: 'user-pool',
    },
    {
      number: 6,
      title: 'The managed login page prompts the user to enter an MFA code.',
      actor: 'managed-login',
      receiver: 'user',
    },
    { number: 7, title: 'The user enters their MFA code.', actor: 'user', receiver: 'managed-login' },
    {
      number: 8,
      title: 'Your user pool redirects the user to the application URL.',
      actor: 'user-pool',
      receiver: 'application',
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
    },
    {
      number: 11,
      title: 'The token endpoint returns JWTs to the application.',
      actor: 'user-pool',
      receiver: 'application',
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
    },
  ],
  notTested,
})
