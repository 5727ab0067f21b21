/**
 * Token validation: every place that accepts a token or an assertion, attacked.
 *
 * Surfaces stand where the documented flows have steps; their order is that of the flows, and has no meaning.
 */
import { defineFlow } from '../../fixtures/flow/flow.ts'
import { notTested } from './not-tested.ts'

export const tokenValidation = defineFlow({
  id: 'token-validation',
  title: 'Token validation under attack',
  source: {
    title: 'Verifying JSON web tokens',
    section: 'Introduction',
    url: 'https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html',
    month: '2026-11',
  },
  steps: [
    {
      number: 1,
      name: 'get-user',
      title: 'GetUser takes an access token.',
      actor: 'application',
      receiver: 'user-pool',
    },
    {
      number: 2,
      name: 'access-token-operations',
      title: 'Operations that change a user take the user’s access token.',
      actor: 'application',
      receiver: 'user-pool',
    },
    {
      number: 3,
      name: 'user-info',
      title: 'userInfo takes an access token as bearer token.',
      actor: 'application',
      receiver: 'user-pool',
    },
    {
      number: 4,
      name: 'refresh',
      title: 'The API takes a refresh token for new tokens.',
      actor: 'application',
      receiver: 'user-pool',
    },
    {
      number: 5,
      name: 'revoke',
      title: 'The API takes a refresh token to be revoked.',
      actor: 'application',
      receiver: 'user-pool',
    },
    {
      number: 6,
      name: 'token-endpoint',
      title: 'The token endpoint takes a refresh token for new tokens.',
      actor: 'application',
      receiver: 'user-pool',
    },
    {
      number: 7,
      name: 'revocation-endpoint',
      title: 'The revocation endpoint takes a refresh token to be revoked.',
      actor: 'application',
      receiver: 'user-pool',
    },
    {
      number: 8,
      name: 'oidc-id-token',
      title: 'The user pool takes the ID token of an OpenID Connect provider.',
      actor: 'idp',
      receiver: 'user-pool',
    },
    {
      number: 9,
      name: 'oidc-user-info',
      title: 'The user pool takes the userInfo answer of an OpenID Connect provider.',
      actor: 'idp',
      receiver: 'user-pool',
    },
    {
      number: 10,
      name: 'saml-response',
      title: 'The user pool takes the response of a SAML provider.',
      actor: 'idp',
      receiver: 'user-pool',
    },
    {
      number: 11,
      name: 'identity-pool-user-pool',
      title: 'The identity pool takes the ID token of a user pool.',
      actor: 'application',
      receiver: 'identity-pool',
    },
    {
      number: 12,
      name: 'identity-pool-oidc',
      title: 'The identity pool takes the ID token of an OpenID Connect provider.',
      actor: 'application',
      receiver: 'identity-pool',
    },
    {
      number: 13,
      name: 'sts',
      title: 'STS takes the identity pool’s token.',
      actor: 'application',
      receiver: 'sts',
    },
    {
      number: 14,
      name: 'rest-authorizer',
      title: 'The user pool authorizer of a REST API takes a token.',
      actor: 'application',
      receiver: 'aws-service',
    },
    {
      number: 15,
      name: 'http-authorizer',
      title: 'The JWT authorizer of an HTTP API takes a token.',
      actor: 'application',
      receiver: 'aws-service',
    },
    {
      number: 16,
      name: 'application',
      title: 'The application validates tokens with the keys that the user pool publishes.',
      actor: 'application',
      receiver: 'application',
    },
    {
      number: 17,
      name: 'saml-encrypted',
      title: 'The user pool takes the response of a SAML provider that is to encrypt its assertions.',
      actor: 'idp',
      receiver: 'user-pool',
    },
  ],
  notTested,
})
