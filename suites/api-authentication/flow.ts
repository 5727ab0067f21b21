/**
 * User pool API authentication with an AWS SDK: the 15 documented steps, as data.
 */
import { defineFlow } from '../../fixtures/flow/flow.ts'
import { apiReference, developerGuide } from '../../fixtures/flow/source.ts'
import { notTested } from './not-tested.ts'

const page = (states: string) =>
  developerGuide(
    'cognito-how-to-authenticate#cognito-authentication-concepts-apiauth',
    'How authentication works with Amazon Cognito',
    'API authentication flow',
    states,
  )

export const apiAuthentication = defineFlow({
  id: 'api-authentication',
  title: 'User pool API authentication',
  source: page('').source,
  steps: [
    { number: 1, title: 'A user accesses your application.', actor: 'user', receiver: 'application' },
    { number: 2, title: 'They select a “Sign in” link.', actor: 'user', receiver: 'application' },
    { number: 3, title: 'They enter their username and password.', actor: 'user', receiver: 'application' },
    {
      number: 4,
      title:
        'The application invokes the method that makes an InitiateAuth API request. The request passes the user’s credentials to a user pool.',
      actor: 'application',
      receiver: 'user-pool',
      performed: {
        says: 'The sign-in request with the right credentials is answered with 200 and either a challenge or tokens',
        sends:
          'InitiateAuth (AdminInitiateAuth on the server side) with the user’s name and password, or with SRP values and their proof',
        basis: apiReference(
          'InitiateAuth',
          'Response Syntax',
          'A successful call answers 200 with ChallengeName, ChallengeParameters and Session, or with AuthenticationResult.',
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
        says: 'The right credentials of a user with an active MFA factor lead to a challenge, and to no tokens yet',
        sends: 'The sign-in request with the right credentials of a user who has activated TOTP MFA',
        basis: page(
          'The user pool validates the credentials and finds that the user has activated MFA; the tokens come five steps later.',
        ),
        breaks: 'A stolen password alone is enough: the second factor is never asked for.',
      },
    },
    {
      number: 6,
      title: 'The user pool responds with a challenge that requests an MFA code.',
      actor: 'user-pool',
      receiver: 'application',
      performed: {
        says: 'The challenge can be answered: it has a name and a session',
        sends: 'The sign-in request with the right credentials of a user who has activated TOTP MFA',
        basis: apiReference(
          'InitiateAuth',
          'Session',
          'If the caller must pass another challenge, a session is returned with it; it goes into the next RespondToAuthChallenge.',
        ),
        breaks: 'The application has nothing to answer the challenge with.',
      },
    },
    {
      number: 7,
      title: 'The application generates a prompt that collects the MFA code from the user.',
      actor: 'application',
      receiver: 'user',
    },
    {
      number: 8,
      title:
        'The application invokes the method that makes a RespondToAuthChallenge API request. The request passes the user’s MFA code.',
      actor: 'application',
      receiver: 'user-pool',
      performed: {
        says: 'The right code is answered with 200 and either tokens or another challenge',
        sends:
          'RespondToAuthChallenge (AdminRespondToAuthChallenge) with SOFTWARE_TOKEN_MFA, the session, USERNAME and the current code',
        basis: apiReference(
          'RespondToAuthChallenge',
          'Response Syntax',
          'A successful call answers 200 with AuthenticationResult, or with the next challenge.',
        ),
        breaks: 'Users with MFA cannot sign in.',
      },
    },
    {
      number: 9,
      title: 'The user pool validates the user’s MFA code.',
      actor: 'user-pool',
      receiver: 'user-pool',
      performed: {
        says: 'The right code completes the sign-in: no further challenge is asked for',
        sends: 'RespondToAuthChallenge with the current code of the user’s only factor',
        basis: page('The user pool validates the MFA code and responds with the tokens.'),
        breaks: 'The sign-in of a user with MFA never ends.',
      },
    },
    {
      number: 10,
      title: 'The user pool responds with the user’s JWTs.',
      actor: 'user-pool',
      receiver: 'application',
      performed: {
        says: 'The last answer of the sign-in holds an access token, an ID token and a refresh token',
        sends: 'The request that completes the sign-in',
        basis: apiReference(
          'AuthenticationResultType',
          'AccessToken, IdToken, RefreshToken',
          'The result of a completed sign-in: access token, ID token and refresh token.',
        ),
        breaks: 'The application is left without a session.',
      },
    },
    {
      number: 11,
      title: 'The application decodes, validates, and stores or caches the user’s JWTs.',
      actor: 'application',
      receiver: 'application',
    },
    {
      number: 12,
      title: 'The application displays the requested access-controlled component.',
      actor: 'application',
      receiver: 'user',
    },
    { number: 13, title: 'The user views their content.', actor: 'user', receiver: 'application' },
    {
      number: 14,
      title:
        'Later, the user’s access token has expired, and they request to view an access-controlled component.',
      actor: 'user',
      receiver: 'application',
    },
    {
      number: 15,
      title:
        'The application determines that the user’s session should persist. It invokes the InitiateAuth method again with the refresh token and retrieves new tokens.',
      actor: 'application',
      receiver: 'user-pool',
      needs: ['refresh'],
      performed: {
        says: 'The refresh token is answered with 200, a new access token and a new ID token',
        sends: 'InitiateAuth with REFRESH_TOKEN_AUTH and the refresh token of the sign-in',
        basis: developerGuide(
          'amazon-cognito-user-pools-using-the-refresh-token',
          'Refresh tokens',
          'API and SDK token refresh',
          'InitiateAuth with REFRESH_TOKEN_AUTH returns new ID and access tokens.',
        ),
        breaks: 'Users are signed out whenever an access token runs out, every hour by default.',
      },
    },
  ],
  notTested,
})
