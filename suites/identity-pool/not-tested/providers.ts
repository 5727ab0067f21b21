/** Third-party logins, linked identities and developers' users: what is documented or on record and judged by no check. */
import { publicRecord } from '../../../fixtures/flow/source.ts'
import type { NotTested } from '../../../reports/record.ts'
import { left } from '../../managed-login/not-tested/left.ts'
import {
  authenticationFlow,
  developerIdentities,
  facebookProvider,
  googleProvider,
  identityApi,
  openIdProviders,
  samlProviders,
} from '../sources.ts'

const VALIDATING = 'Validating an OpenID Connect token'
const developers = (states: string) =>
  authenticationFlow(
    'Authentication flow API operations overview, GetOpenIdTokenForDeveloperIdentity',
    states,
  )

const ofTokens: readonly NotTested[] = [
  left(
    openIdProviders(
      VALIDATING,
      'An OpenID Connect token that does not hold may be answered with an InvalidToken exception.',
    ),
    'The API models no such type, and every public record shows another. That such tokens are refused is judged.',
  ),
  left(
    openIdProviders(
      VALIDATING,
      'The signing keys of an OpenID Connect provider are cached for a brief period; after a change NoKeyFound is possible for about ten minutes.',
    ),
    'How long is not promised, so that neither the old key nor the new one has to be taken at any moment; and the API models no such type.',
  ),
  left(
    openIdProviders(
      VALIDATING,
      'The fingerprint of an OpenID Connect provider’s certificate matches the one that was set in IAM for the provider.',
    ),
    'IAM trusts public authorities without it, and the certificate of a provider cannot be exchanged while it is judged.',
  ),
  left(
    openIdProviders(
      VALIDATING,
      'If azp is present in an OpenID Connect token, it is checked, and aud if it is not.',
    ),
    'That a foreign azp is refused is judged. Whether a foreign aud beside the right azp is taken is not said in so many words, and the standard forbids it.',
  ),
  left(
    authenticationFlow(
      'Identity pools accept the following artifacts from providers',
      'What identity pools take of social providers is an access token.',
    ),
    'The pages of Google and of Apple pass the ID token, and so does the API reference: that is judged.',
  ),
  left(
    facebookProvider(
      'Set up Facebook',
      'Federation with Facebook is not compatible with Facebook Limited Login.',
    ),
    'The mock identity provider has no such sign-in.',
  ),
  left(
    googleProvider(
      'Android, Note',
      'Applications on several platforms configure Google as an OpenID Connect provider, with all client ids.',
    ),
    'It is advice for whoever sets up Google; OpenID Connect providers are judged.',
  ),
  left(
    identityApi(
      'GetId',
      'Request Parameters, Logins',
      'api.twitter.com and www.digits.com are among the provider names for the keys of Logins.',
    ),
    'The one takes sign-ins in another way by now, and the other is no more.',
  ),
  left(
    identityApi(
      'GetOpenIdToken',
      'Errors, ExternalServiceException',
      'ExternalServiceException tells that a dependent service such as Facebook is not responding.',
    ),
    'What counts as not responding, and after how long, is not said.',
  ),
  left(
    samlProviders(
      'Authenticating users with a SAML IdP',
      'GetOpenIdToken and GetOpenIdTokenForDeveloperIdentity can accept an assertion in the Logins map, once each.',
    ),
    'A public record has the first refuse it, which is judged; of the second there is none.',
  ),
  left(
    samlProviders(
      'Customizing your user role with SAML',
      'If a SAML assertion has several roles, the request for credentials has one of them in CustomRoleArn.',
    ),
    'What becomes of a request without it is not said.',
  ),
  left(
    samlProviders(
      'Authenticating users with a SAML IdP',
      'AWS federation uses sign-in that the identity provider begins.',
    ),
    'The application’s own sign-in at the provider is not for the identity pool to see: it gets an assertion.',
  ),
]

const ofIdentities: readonly NotTested[] = [
  left(
    identityApi(
      'CognitoIdentityProvider',
      'ServerSideTokenCheck',
      'With ServerSideTokenCheck the user pool is asked before OpenID Connect tokens are given, too.',
    ),
    'Judged of credentials, which need the same answer of the user pool; pools that ask it are lent for the enhanced flow.',
  ),
  left(
    identityApi(
      'CognitoIdentityProvider',
      'ServerSideTokenCheck',
      'Without ServerSideTokenCheck the user pool is not asked whether a user has been signed out or deleted.',
    ),
    'That the ID token of a user who was signed out is good until it expires follows, and is not said.',
  ),
  left(
    authenticationFlow(
      'Authentication flow API operations overview, GetOpenIdToken, Merging identities',
      'Of two merged identities one becomes the owner, and the other is disabled.',
    ),
    'Which of the two is not said, nor how requests with the other’s id are answered. That one of them is, and that the other counts as disabled, is judged.',
  ),
  left(
    identityApi(
      'UnlinkIdentity',
      'Introduction',
      'With UnlinkIdentity, removing the last linked login makes the identity inaccessible.',
    ),
    'With which error requests for it are answered is not said; that its id alone opens nothing is judged.',
  ),
  left(
    identityApi('UnlinkIdentity', 'Response Elements', 'The response of UnlinkIdentity has an empty body.'),
    'Whether that is no body at all or an empty JSON object is on no public record.',
  ),
  left(
    identityApi(
      'DeleteIdentities',
      'Response Elements, UnprocessedIdentityIds',
      'Identities that DeleteIdentities could not delete are listed with AccessDenied or InternalServerError.',
    ),
    'Neither can be brought about from outside.',
  ),
]

const ofDevelopers: readonly NotTested[] = [
  left(
    publicRecord(
      'aws-amplify/aws-sdk-android#1431',
      'Description',
      'aws-amplify/aws-sdk-android/issues/1431',
      '2020-01',
      'A token is refused with NotAuthorizedException, status 400: “Invalid login token. Not a Cognito token.”',
    ),
    'What had been sent is not on record, and trying again helped. That a text which is no token is refused under this key is judged.',
  ),
  left(
    publicRecord(
      'aws/aws-sdk-net#1251',
      'Description',
      'aws/aws-sdk-net/issues/1251',
      '2019-04',
      'The token of a developer-authenticated identity is refused with NotAuthorizedException, “Invalid login token. Issuer doesn’t match providerName”.',
    ),
    'Under which key the token was sent is not on record, and the pages do not speak of the developer provider’s name at GetCredentialsForIdentity. That GetId and GetOpenIdToken do not take it is judged.',
  ),
  left(
    identityApi(
      'GetOpenIdTokenForDeveloperIdentity',
      'Introduction',
      'Only one developer provider can be specified in the Logins map of GetOpenIdTokenForDeveloperIdentity.',
    ),
    'An identity pool has only one, and a name that is not its own is refused for that: this is judged.',
  ),
  left(
    developers('Implicit merging is supported for developer authenticated identities.'),
    'What two logins have to be for that, where DeveloperUserAlreadyRegisteredException is due for others, is not said. Explicit merging is judged.',
  ),
  left(
    developers('Developer authentication replaces the validation of tokens: the identifier is trusted.'),
    'There is nothing to be refused. That the request must be signed is judged.',
  ),
  left(
    identityApi(
      'LookupDeveloperIdentity',
      'Introduction',
      'Requests for LookupDeveloperIdentity that serve high-volume operations are likely to be throttled.',
    ),
    'At which rate is not said, and nobody is flooded.',
  ),
  left(
    identityApi(
      'MergeDeveloperIdentities',
      'Introduction',
      'MergeDeveloperIdentities merges developer-authenticated users only.',
    ),
    'The members of the request name users of the developer, and nobody else can be named in them.',
  ),
  left(
    developerIdentities(
      'Define a developer provider name and associate it with an identity pool',
      'Once the name of a developer provider has been set, it cannot be changed.',
    ),
    'An identity pool’s configuration never changes while it is judged; and how an attempt is refused is not said.',
  ),
]

export const ofLogins: readonly NotTested[] = [...ofTokens, ...ofIdentities, ...ofDevelopers]
