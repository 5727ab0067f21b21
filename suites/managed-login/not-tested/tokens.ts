/** The token, userInfo and revocation endpoints, tokens and discovery: what is documented or on record and judged by no check. */
import { developerGuide as guide, publicRecord, recordedSnapshot } from '../../../fixtures/flow/source.ts'
import type { NotTested } from '../../../reports/record.ts'
import {
  accessTokenPage,
  federationEndpoints,
  idTokenPage,
  refreshTokens,
  scopesPage,
  tokenEndpoint,
  tokenSample,
  userInfoEndpoint,
  userInfoSample,
} from '../../shared/sources.ts'
import { left } from './left.ts'

const FEDERATION = 'Belongs to federation, whose flow has its own suite.'
const TRIGGERS = 'Needs Lambda functions beside the user pool.'

export const ofTokens: readonly NotTested[] = [
  left(
    tokenEndpoint(
      'aws_client_metadata',
      'Metadata reaches the pre token generation trigger in client_credentials requests.',
    ),
    TRIGGERS,
  ),
  left(
    tokenEndpoint(
      'scope',
      'Scopes that are not the client’s are ignored; the page on resource servers has an error.',
    ),
    'Two pages say two things. That such a scope never comes to stand in a token is judged.',
  ),
  left(
    tokenEndpoint(
      'scope',
      'A client credentials request may ask for any allowed scope; the page on resource servers allows custom ones only.',
    ),
    'Two pages say two things, and a client of this grant could not even be given the scope email when that was recorded.',
  ),
  left(
    tokenEndpoint(
      'unauthorized_client',
      'A client that is not allowed for the code grant, or for refresh, gets unauthorized_client.',
    ),
    'A client without the code grant has no code to redeem, and no setting keeps a client from refreshing here.',
  ),
  left(
    tokenSample(
      'Example of a negative response',
      'Refusals have status 400 in the one sample answer, whatever the error.',
    ),
    'A sample of one status for all errors. 400 and 401 are taken where the client’s authentication failed.',
  ),
  left(
    publicRecord(
      'amazon-archives/amazon-cognito-auth-js#52',
      'Verbose log of curl, 16 March 2018',
      'amazon-archives/amazon-cognito-auth-js/issues/52',
      '2018-03',
      'A request by another method is answered with 405, an empty body and headers that keep it out of caches.',
    ),
    'One witness, of 2018. That a GET gets no tokens is judged.',
  ),
  left(
    recordedSnapshot(
      'cognito-idp, token endpoint',
      '2024-03',
      'Parameters in the query are taken as well as those in the body.',
    ),
    'One witness, and RFC 6749, section 2.3.1, forbids it for credentials: neither acceptance nor refusal can be demanded.',
  ),
  left(
    refreshTokens(
      'Refresh token rotation',
      'A rotated refresh token is valid for the remaining duration of the original one.',
    ),
    'The whole validity of a refresh token, an hour at least, would have to pass in steps; that it ends is judged without rotation.',
  ),
  left(
    refreshTokens(
      'Refresh token rotation',
      'Within a grace period of up to 60 seconds the refresh token that was rotated out is still good.',
    ),
    'A matter of seconds on the target’s clock. That it is worth nothing afterwards is judged.',
  ),
  left(
    guide(
      'cognito-user-pools-step-up-authentication',
      'Authentication levels with ACR and AMR claims',
      'ACR and AMR token claims',
      'Tokens hold acr and amr, and keep them in a refresh.',
    ),
    'Whether a pool’s plan has them is not told. No check fails on claims that it does not know.',
  ),
  left(
    scopesPage(
      'Resource binding',
      'The audience of an access token that is bound to a resource is that resource, also after a refresh.',
    ),
    'No variant asks for a resource yet; it needs a managed login domain and a plan that existing pools do not tell.',
  ),
  left(
    idTokenPage(
      'ID token default payload',
      'identities lists the accounts at identity providers; federated users have names of their own, and sub is never the provider’s.',
    ),
    FEDERATION,
  ),
  left(
    idTokenPage(
      'ID token default payload',
      'cognito:roles and cognito:preferred_role name the roles of the user’s groups.',
    ),
    'Needs IAM roles; no group here has one.',
  ),
  left(
    idTokenPage('ID token default payload', 'Custom attributes stand under custom: with strings for values.'),
    'The pools of this flow have no custom attributes; those of existing pools have values that nobody told the harness.',
  ),
  left(
    idTokenPage(
      'ID token default payload',
      'Where no nonce was sent, a sign-in at an identity provider may have one all the same.',
    ),
    FEDERATION,
  ),
  left(
    recordedSnapshot(
      'cognito-idp, access token of client_credentials',
      '2024-08',
      'The token has no event_id.',
    ),
    'One witness of an absence, and claims may be added at any time.',
  ),
  left(
    accessTokenPage(
      'Access token default payload',
      'A pre token generation trigger may add scopes and claims.',
    ),
    TRIGGERS,
  ),
  left(
    userInfoEndpoint(
      'Introduction',
      'The userInfo endpoint answers GET requests; OpenID Connect Core has POST as well.',
    ),
    'What another method is answered with is not documented.',
  ),
  left(
    userInfoEndpoint(
      'Scopes',
      'The scope profile covers a list of attributes, or by another page all that are readable.',
    ),
    'Two pages say two things. Attributes that both name are judged.',
  ),
  left(
    userInfoSample(
      'Example responses',
      'Answers carry nosniff, Cache-Control, Strict-Transport-Security and more.',
    ),
    'Seen in a sample of this endpoint alone; tokens are refused or answered the same without them.',
  ),
  left(
    federationEndpoints(
      '/.well-known/openid-configuration',
      'The discovery document and the keys may gain members at any time.',
    ),
    'A freedom of the service: no check fails on more.',
  ),
  left(
    federationEndpoints(
      'Issuer',
      'A user pool may have an issuer at issuer-cognito-idp in place of cognito-idp.',
    ),
    'The issuer is what the target file says, and what tokens are compared with.',
  ),
  left(
    publicRecord(
      'localstack/localstack#12914',
      'Discovery document as quoted',
      'localstack/localstack/issues/12914',
      '2026-11',
      'The document lists end_session_endpoint and revocation_endpoint.',
    ),
    'One witness. Where revocation_endpoint stands there its address is judged; end_session_endpoint does not do what its specification says.',
  ),
  left(
    publicRecord(
      'akuity/kargo#4003',
      'Report',
      'akuity/kargo/issues/4003',
      '2026-11',
      'The discovery document does not list code_challenge_methods_supported, although S256 works.',
    ),
    'An absence, which clients are better off without. That S256 works is judged.',
  ),
  left(
    guide(
      'amazon-cognito-user-pools-using-tokens-with-identity-providers',
      'Understanding user pool JSON web tokens (JWTs)',
      'Refresh tokens',
      'Refresh tokens are opaque to the application.',
    ),
    'A rule for applications: nothing is read out of one here.',
  ),
]
