/**
 * Identity pool: the 21 documented steps, as data.
 */
import { defineFlow } from '../../fixtures/flow/flow.ts'
import { notTested } from './not-tested.ts'
import { authenticationFlow, flowPage, identityApi } from './sources.ts'

export const identityPool = defineFlow({
  id: 'identity-pool',
  title: 'Identity pool',
  source: {
    title: 'How authentication works with Amazon Cognito',
    section: 'Identity pool authentication',
    url: 'https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-how-to-authenticate.html#cognito-authentication-concepts-identitypools',
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
    { number: 5, title: 'The IdP validates the user’s credentials.', actor: 'idp', receiver: 'idp' },
    {
      number: 6,
      title: 'The IdP redirects the user to the application with a SAML response or an authorization code.',
      actor: 'idp',
      receiver: 'application',
    },
    {
      number: 7,
      title: 'If the user passed an authorization code, the application exchanges the code for IdP tokens.',
      actor: 'application',
      receiver: 'idp',
    },
    {
      number: 8,
      title: 'The application decodes, validates, and stores or caches the user’s JWTs or assertion.',
      actor: 'application',
      receiver: 'application',
    },
    {
      number: 9,
      title:
        'The application invokes the method that makes a GetId API request. It passes the user’s token or assertion and requests an identity ID.',
      actor: 'application',
      receiver: 'identity-pool',
      performed: {
        says: 'GetId with the user’s token, or without any where guests are let in, is answered with 200 and a JSON object that has IdentityId',
        sends: 'GetId with the id of the identity pool and, of somebody who has signed in, Logins; unsigned',
        basis: identityApi(
          'GetId',
          'Introduction',
          'The operation gives an identity id, and takes no credentials to call.',
        ),
        breaks: 'Nobody gets as far as an identity.',
      },
    },
    {
      number: 10,
      title: 'The identity pool validates the token or assertion against configured identity providers.',
      actor: 'identity-pool',
      receiver: 'identity-pool',
    },
    {
      number: 11,
      title: 'The identity pool returns an identity ID.',
      actor: 'identity-pool',
      receiver: 'application',
      performed: {
        says: 'IdentityId in the answer to GetId is not empty',
        sends: 'GetId with the id of the identity pool and, of somebody who has signed in, Logins; unsigned',
        basis: identityApi(
          'GetId',
          'Response Elements, IdentityId',
          'The answer has IdentityId, in the format REGION:GUID.',
        ),
        breaks: 'The application has nothing to ask for credentials with.',
      },
    },
    {
      number: 12,
      title:
        'The application invokes the method that makes a GetCredentialsForIdentity API request. It passes the user’s token or assertions and requests an IAM role.',
      actor: 'application',
      receiver: 'identity-pool',
      performed: {
        says: 'GetCredentialsForIdentity with the identity id, and with the same token where there is one, is answered with 200 and a JSON object',
        sends:
          'GetCredentialsForIdentity with the identity id and, of somebody who has signed in, the same Logins; unsigned',
        basis: identityApi(
          'GetCredentialsForIdentity',
          'Introduction',
          'The operation gives credentials for an identity id, and takes no credentials to call.',
        ),
        breaks: 'Users have signed in and get nowhere in AWS.',
      },
    },
    {
      number: 13,
      title:
        'The identity pool generates a new JWT. The new JWT contains claims that request an IAM role. The identity pool determines the role based on the user’s request and the role-selection criteria in the identity pool configuration for the IdP.',
      actor: 'identity-pool',
      receiver: 'sts',
    },
    {
      number: 14,
      title:
        'AWS Security Token Service (AWS STS) responds to the AssumeRoleWithWebIdentity request from the identity pool. The response contains API credentials for a temporary session with an IAM role.',
      actor: 'sts',
      receiver: 'identity-pool',
      performed: {
        says: 'The answer holds credentials of a temporary session: access key id, secret key, session token and expiration',
        sends:
          'GetCredentialsForIdentity with the identity id and, of somebody who has signed in, the same Logins; in the basic flow AssumeRoleWithWebIdentity with the identity pool’s token; unsigned',
        basis: identityApi(
          'GetCredentialsForIdentity',
          'Response Syntax',
          'Credentials has AccessKeyId, SecretKey, SessionToken and Expiration.',
        ),
        breaks: 'Requests cannot be signed.',
      },
    },
    {
      number: 15,
      title: 'The application stores the session credentials.',
      actor: 'application',
      receiver: 'application',
    },
    {
      number: 16,
      title: 'The user takes an action in the app that requires access-protected resources in AWS.',
      actor: 'user',
      receiver: 'application',
    },
    {
      number: 17,
      title:
        'The application applies the temporary credentials as signatures to API requests for the required AWS services.',
      actor: 'application',
      receiver: 'aws-service',
      performed: {
        says: 'A request that the role allows, signed with the temporary credentials, is answered with a status from 200 to 299',
        sends:
          'A request to a service behind the role, signed with Signature Version 4 and with X-Amz-Security-Token',
        basis: authenticationFlow(
          'The enhanced (simplified) authentication flow',
          'The application signs AWS API requests with the temporary credentials.',
        ),
        breaks: 'The credentials open nothing.',
      },
    },
    {
      number: 18,
      title:
        'IAM evaluates the policies attached to the role in the credentials. It compares them to the request.',
      actor: 'iam',
      receiver: 'iam',
    },
    {
      number: 19,
      title: 'The AWS service returns the requested data.',
      actor: 'aws-service',
      receiver: 'application',
      performed: {
        says: 'The answer to the signed request has data in it',
        sends:
          'A request to a service behind the role, signed with Signature Version 4 and with X-Amz-Security-Token',
        basis: flowPage('The AWS service returns the requested data.'),
        breaks: 'The application has nothing to show.',
      },
    },
    {
      number: 20,
      title: 'The application renders the data in the user’s interface.',
      actor: 'application',
      receiver: 'user',
    },
    { number: 21, title: 'The user views the data.', actor: 'user', receiver: 'application' },
  ],
  notTested,
})
