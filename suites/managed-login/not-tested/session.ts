/** The browser’s session, cookies and sign-out: what is documented or on record and judged by no check. */
import { developerGuide as guide, publicRecord } from '../../../fixtures/flow/source.ts'
import type { NotTested } from '../../../reports/record.ts'
import { logoutEndpoint, managedLoginPage } from '../../shared/sources.ts'
import { left } from './left.ts'

const FEDERATION = 'Belongs to federation, whose flow has its own suite.'

const refreshTokens = (states: string) =>
  guide(
    'amazon-cognito-user-pools-using-the-refresh-token',
    'Refresh tokens',
    'API and SDK token refresh',
    states,
  )

export const ofSession: readonly NotTested[] = [
  left(
    managedLoginPage(
      'Managed login authentication prompt times out',
      'Requests that are not completed within five minutes are cancelled, with the text Something went wrong.',
    ),
    'It is not said from which moment the five minutes count, nor which of the pages they concern.',
  ),
  left(
    managedLoginPage(
      'Cookies',
      'csrf-state, csrf-state-legacy and page-data carry state over redirects and pages.',
    ),
    'It is not documented which answers set them. That a sign-in goes on from page to page is judged.',
  ),
  left(
    managedLoginPage(
      'Cookies',
      'csrf-state-legacy is for browsers without support for the attribute SameSite.',
    ),
    'The attribute’s value is documented for none of the cookies.',
  ),
  left(
    guide(
      'cognito-user-pools-add-custom-domain',
      'Using your own domain for managed login',
      'Prerequisites',
      'A cookie cognito-fl is among those that the pages need.',
    ),
    'Named here alone, without a word on what it is for; the list of cookies on the page about managed login does not have it.',
  ),
  left(
    managedLoginPage('Cookies', 'Blocking all cookies is not compatible with managed login.'),
    'A statement on browsers. That a form without the cookie’s token is refused is judged.',
  ),
  left(
    managedLoginPage(
      'The one-hour managed login and hosted UI session cookie',
      'Changes of attributes and of factors do not end the session.',
    ),
    'Would change the user of an existing pool; GlobalSignOut, a stronger event, is judged.',
  ),
  left(
    managedLoginPage(
      'The one-hour managed login and hosted UI session cookie',
      'The session signs in again by the same authentication method only.',
    ),
    'Needs a second method, such as an identity provider: belongs to federation.',
  ),
  left(
    guide(
      'multi-tenancy-security-recommendations',
      'Multi-tenancy security recommendations',
      'Mapping between IdPs and app clients',
      'A federated user’s session opens other clients of the pool that trust the same identity provider.',
    ),
    FEDERATION,
  ),
  left(
    refreshTokens('Refreshing tokens does not renew the session cookie.'),
    'Documented for the API, whose requests carry no cookies; at the token endpoint nothing could be seen but that no cookie comes.',
  ),
  left(
    managedLoginPage('CORS policies', 'Neither version of the pages supports CORS policies of one’s own.'),
    'They cannot be configured. That the authorization endpoint gives other origins no leave is judged.',
  ),
  left(
    logoutEndpoint(
      'logout_uri',
      'logout_uri may be the sign-in page of another app client, where that is a callback URL.',
    ),
    'A callback URL on the user pool’s own domain would have to be registered, for a client of its own.',
  ),
  left(
    logoutEndpoint('Example requests', '/logout does not support identity_provider and idp_identifier.'),
    'Said of the support for them, and not of the parameters of the redirect.',
  ),
  left(
    logoutEndpoint('logout_uri', 'A request to /logout has logout_uri, or redirect_uri with response_type.'),
    'What happens without both is not documented; one report has 400 (jenkinsci/oic-auth-plugin#620).',
  ),
  left(
    logoutEndpoint(
      'Introduction',
      '/logout does not sign out of OIDC and social providers, and SAML users first at theirs.',
    ),
    FEDERATION,
  ),
  left(
    publicRecord(
      'amazon-archives/amazon-cognito-auth-js#52',
      'Verbose log of curl, 16 March 2018',
      'amazon-archives/amazon-cognito-auth-js/issues/52',
      '2018-03',
      'Answers carry X-XSS-Protection, Pragma, Expires and Strict-Transport-Security.',
    ),
    'The one record is of 2018 and of the token endpoint. Of the set, what keeps pages out of caches and from being guessed is judged; X-XSS-Protection and Pragma have had their day, and HSTS has no meaning over HTTP.',
  ),
]
