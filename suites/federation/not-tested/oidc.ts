/** OpenID Connect and social providers: what is documented or on record and judged by no check. */
import type { NotTested } from '../../../reports/record.ts'
import { left } from '../../managed-login/not-tested/left.ts'
import { authorizationEndpoint, idTokenPage } from '../../shared/sources.ts'
import { errorResponses, federationEndpoints, federationPage, oidcFlow, socialProviders } from '../sources.ts'

const UNSTABLE =
  'Descriptions are not fixed strings, says the page on error responses. That the application is told is judged.'

export const ofOidc: readonly NotTested[] = [
  left(
    idTokenPage(
      'nonce',
      'Where the application sends no nonce, one is made and validated for third-party providers and added to the ID token.',
    ),
    'The page on the flow with OpenID Connect providers knows of no such check, and recorded requests to providers have no nonce.',
  ),
  left(
    oidcFlow(
      'OIDC user pool IdP authentication flow, steps 8 to 13',
      'The order at the provider is token, keys, userInfo.',
    ),
    'That keys come before userInfo is not promised; that the code is redeemed before userInfo is asked is judged.',
  ),
  left(
    oidcFlow(
      'How a user pool processes claims from an OIDC provider',
      'The provider’s access token is not validated; userInfo is expected to deny a bad one.',
    ),
    'Nothing can be seen of a check that is not made. What comes of a userInfo that refuses is judged among the provider’s misbehaviours.',
  ),
  left(
    oidcFlow(
      'How a user pool processes claims from an OIDC provider',
      'ID tokens signed with HMAC are accepted.',
    ),
    'With which secret is not said.',
  ),
  left(
    federationPage(
      'Things to know about Amazon Cognito user pools third-party sign-in',
      'Up to 20 HTTP redirects between user pool and provider are supported.',
    ),
    'Which redirects count is not said.',
  ),
  left(
    federationEndpoints(
      'User pool federation endpoints',
      'Providers redirect to /oauth2/idpresponse with a code.',
    ),
    'Returns by GET, and Apple’s by POST, are judged in each sign-in. What an address without parameters answers is not documented.',
  ),
  left(
    authorizationEndpoint(
      'Examples of negative responses',
      'Timeout occurred in calling IdP token endpoint; Timeout in calling jwks uri; Connection reset; Read timed out.',
    ),
    `${UNSTABLE} How long the service waits is not documented.`,
  ),
  left(
    errorResponses(
      'OIDC and social identity provider error messages',
      'error_description has the name of the provider, the HTTP status and the provider’s own error.',
    ),
    UNSTABLE,
  ),
  left(
    authorizationEndpoint(
      'Examples of negative responses',
      'The error at the application is invalid_request when a provider answers with an error; another page has the provider’s own.',
    ),
    'In the example of the other page both are invalid_request, so that either may be meant.',
  ),
  left(
    errorResponses(
      'OIDC and social identity provider error messages',
      'An error that the provider tells the browser is delivered to the user by the provider.',
    ),
    'Which parameters reach the application then is not documented. That nobody is signed in is judged.',
  ),
  left(
    authorizationEndpoint('prompt', 'prompt=none is not forwarded to providers.'),
    'Whether prompt=none with identity_provider resumes, asks or refuses is not said.',
  ),
  left(
    authorizationEndpoint('login_hint', 'Hints are not forwarded to Google, Facebook, Amazon and Apple.'),
    'For Google another text says the contrary; the others are judged at no provider that a real user pool could be pointed to.',
  ),
  left(
    authorizationEndpoint('identity_provider', 'One of identity_provider and idp_identifier is sent.'),
    'Which of both wins is not documented.',
  ),
  left(
    socialProviders('Configure your user pool with a social IdP', 'Example scopes; Facebook’s API version.'),
    'That the configured scopes are asked for is judged. Versions are part of addresses that the service fills in.',
  ),
  left(
    socialProviders(
      'Configure your user pool with a social IdP, step 7',
      'Cases in which Apple does not give name and e-mail address.',
    ),
    'What Apple does. The form in which its answer comes is that of its own documentation, and taken in the variant.',
  ),
]
