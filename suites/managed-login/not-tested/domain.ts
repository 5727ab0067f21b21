/** The domain, its app clients, and the authorization endpoint: what is documented or on record and judged by no check. */
import {
  apiReference,
  developerGuide as guide,
  publicRecord,
  recordedSnapshot,
} from '../../../fixtures/flow/source.ts'
import type { NotTested } from '../../../reports/record.ts'
import {
  authorizationEndpoint,
  interactivePages,
  loginEndpoint,
  managedLoginPage,
} from '../../shared/sources.ts'
import { classicGuide } from '../checks/page-sources.ts'
import { left } from './left.ts'

const FEDERATION = 'Belongs to federation, whose flow has its own suite.'
const PROVISIONING =
  'A matter of provisioning: the harness makes what it needs, and no request of the flow depends on it.'

export const ofDomain: readonly NotTested[] = [
  left(
    classicGuide(
      'cognito-user-pools-assign-domain-prefix',
      'Using the Amazon Cognito domain for the hosted UI',
      'A prefix may not contain aws, amazon or cognito, and is unique in its Region.',
    ),
    'Making domains is the provisioner’s work, and refusing one would need a pool for each name.',
  ),
  left(
    guide(
      'cognito-user-pools-add-custom-domain',
      'Using your own domain for managed login',
      'Prerequisites',
      'A custom domain needs a certificate in us-east-1 and a parent domain with an A record; it stands beside a prefix domain.',
    ),
    'The harness has neither a DNS zone nor certificates.',
  ),
  left(
    apiReference(
      'DescribeUserPoolDomain',
      'DomainDescription',
      'CreateUserPoolDomain and DescribeUserPoolDomain name the domain, its version and its routing.',
    ),
    'Operations of the control plane, which no step of the flow calls.',
  ),
  left(
    managedLoginPage(
      'Effects of managed login version change',
      'Pages become reachable up to 60 seconds after a prefix domain was made, and up to five minutes after a custom one.',
    ),
    'An upper bound on waiting, which provisioning has as its deadline: no request of the flow depends on it.',
  ),
  left(
    managedLoginPage(
      'Effects of managed login version change',
      'A change of the branding version takes up to four minutes, and ends browser sessions.',
    ),
    'A pool is never reconfigured once it is lent.',
  ),
  left(
    managedLoginPage(
      'Default style',
      'Managed login is not available for an app client without a branding style.',
    ),
    'Provisioning always makes a style; what is shown instead is on record in words only, and differs while a change spreads.',
  ),
  left(
    apiReference(
      'CreateUserPoolDomain',
      'ManagedLoginVersion',
      'Managed login is available in any feature plan but Lite.',
    ),
    'Changing a pool’s plan costs money on the real service.',
  ),
  left(
    managedLoginPage(
      'TLS version',
      'Browsers need TLS 1.2 at least, save for custom domains of the classic hosted UI.',
    ),
    'Told by the TLS handshake and not by the protocol under test; emulators speak HTTP.',
  ),
  left(
    interactivePages('All user pool endpoints accept traffic from IPv4 and IPv6 addresses.'),
    'Depends on the network of the machine that runs the harness.',
  ),
  left(
    interactivePages(
      'The versions of the pages differ in looks and not in what they do; all paths but /passkeys/add are shared.',
    ),
    'Public clients of live pools show other field names and another path for the password; what both versions do is judged by variants of both.',
  ),
  left(
    apiReference(
      'CreateUserPoolClient',
      'AllowedOAuthFlows, AllowedOAuthScopes, CallbackURLs, LogoutURLs',
      'An app client has up to 100 callback and 100 log-out URLs and up to 50 scopes; client_credentials goes with neither code nor implicit.',
    ),
    PROVISIONING,
  ),
  left(
    recordedSnapshot(
      'cognito-idp, CreateUserPoolClient with OAuth settings that do not fit',
      '2023-04',
      'Combinations that do not fit are refused with InvalidOAuthFlowException.',
    ),
    PROVISIONING,
  ),
  left(
    apiReference(
      'CreateUserPoolClient',
      'CallbackURLs',
      'Redirect URIs are HTTPS without a fragment; http is admitted for loopback, and schemes of applications.',
    ),
    'Refused when a client is made, which is the control plane’s. Registered URIs of each kind are used where a target file names them.',
  ),
  left(
    apiReference(
      'CreateUserPoolClient',
      'DefaultRedirectURI',
      'A default redirect URI stands in where a request has none.',
    ),
    'No client with a default is lent; redirect_uri is documented as required at the same time, and the answer without either is not.',
  ),
  left(
    apiReference(
      'CreateUserPoolClient',
      'AccessTokenValidity, IdTokenValidity, RefreshTokenValidity',
      'Access and ID tokens last for five minutes to a day, refresh tokens for an hour to ten years.',
    ),
    'That the settings take effect is judged; their limits are refused when a client is made, which is the control plane’s.',
  ),
  left(
    apiReference(
      'CreateUserPoolClient',
      'AuthSessionValidity',
      'The session of a challenge lasts for 3 to 15 minutes, as the app client sets it.',
    ),
    'Judged at the API. Whether the pages follow it is not said: they are cancelled after five minutes.',
  ),
  left(
    apiReference(
      'CreateUserPoolClient',
      'PreventUserExistenceErrors',
      'The setting masks unknown users in answers of the API.',
    ),
    'Judged at the API. That the pages follow it is not said; that unknown users do not get in is judged.',
  ),
  left(
    apiReference(
      'CreateUserPoolClient',
      'EnablePropagateAdditionalUserContextData',
      'A confidential client may pass on the address of its user.',
    ),
    'Has no effect on the pages, to which the user’s browser comes by itself.',
  ),
  left(
    guide(
      'cognito-user-pools-saml-idp-things-to-know',
      'Things to know about SAML IdPs in Amazon Cognito user pools',
      'App clients with IdP-initiated SAML can only sign in with SAML',
      'A client of a provider with IdP-initiated SAML lists SAML providers only.',
    ),
    FEDERATION,
  ),
  left(
    authorizationEndpoint('GET /oauth2/authorize', 'The authorization endpoint supports GET alone.'),
    'It is not said how another method is answered, and OpenID Connect Core (section 3.1.2.1) demands POST.',
  ),
  left(
    loginEndpoint('GET /login', '/login supports GET alone for the initial request.'),
    'It is not said how another method is answered before a page was shown.',
  ),
  left(
    authorizationEndpoint(
      'scope',
      'A scope that is not the client’s is ignored; elsewhere on the page it is an error, invalid_scope.',
    ),
    'The page says both, and the page on resource servers a third thing. That such a scope never comes to stand in a token is judged.',
  ),
  left(
    authorizationEndpoint('state', 'A URL-encoded JSON string is not allowed as the value of state.'),
    'Values that are safe in URLs are judged. Others are on record as altered on their way (aws-amplify/amplify-js#5218), so an equal value cannot be demanded of them.',
  ),
  left(
    authorizationEndpoint(
      'code_challenge',
      'A code_challenge_method without a code_challenge is incomplete.',
    ),
    'The error is not documented.',
  ),
  left(
    authorizationEndpoint(
      'identity_provider, idp_identifier, prompt, login_hint',
      'A provider’s name redirects silently to it; prompt and login_hint are passed on.',
    ),
    FEDERATION,
  ),
  left(
    authorizationEndpoint('resource', 'A resource binds the audience of the access token to it.'),
    'Needs a managed login domain and a feature plan that existing pools do not tell; no variant asks for a resource yet.',
  ),
  left(
    guide(
      'cognito-user-pools-step-up-authentication',
      'Authentication levels with ACR and AMR claims',
      'Introduction',
      'acr_values asks for another authentication level.',
    ),
    'Needs the Essentials plan or higher. Unknown values and lower plans ignore the parameter, so that an absent effect proves nothing.',
  ),
  left(
    authorizationEndpoint(
      'Examples of negative responses',
      'An unexpected failure is answered with error=server_error.',
    ),
    'A failure of the server cannot be provoked from outside.',
  ),
  left(
    authorizationEndpoint(
      'Examples of negative responses',
      'Failures at an identity provider are answered with an error at the redirect URI.',
    ),
    FEDERATION,
  ),
  left(
    publicRecord(
      'aws-amplify/amplify-js#14897',
      'Fix note',
      'aws-amplify/amplify-js/issues/14897',
      '2026-11',
      'prompt=none with identity_provider=COGNITO gives login_required to users of an identity provider.',
    ),
    FEDERATION,
  ),
  left(
    publicRecord(
      'amazon-archives/amazon-cognito-auth-js#121',
      'Report',
      'amazon-archives/amazon-cognito-auth-js/issues/121',
      '2026-11',
      'An app client without OAuth configuration leads to /error?error=invalid_request.',
    ),
    'One report, whose cause its author alone tells; a client of this kind cannot be registered for the application’s address.',
  ),
  left(
    publicRecord(
      'aws/aws-aspnet-cognito-identity-provider#167',
      'Addresses and texts of the error page',
      'aws/aws-aspnet-cognito-identity-provider/issues/167',
      '2026-11',
      'The page at /error tells of the error.',
    ),
    'Address and text are judged; its status (400 by several accounts) stands in no record that can be cited.',
  ),
  left(
    guide(
      'cognito-user-pools-oidc-flow',
      'OIDC user pool IdP authentication flow',
      'Note',
      'A federated sign-in that takes longer than five minutes ends on a page that says Something went wrong.',
    ),
    FEDERATION,
  ),
]
