/** Making and keeping identity providers: what is documented or on record of them and judged by no check. */
import { apiReference, developerGuide as guide, publicRecord } from '../../../fixtures/flow/source.ts'
import type { NotTested } from '../../../reports/record.ts'
import { left } from '../../managed-login/not-tested/left.ts'
import { mappingPage, oidcProviders, samlNaming, samlRequirements, socialProviders } from '../sources.ts'

const CONTROL_PLANE =
  'The flow is about signing in: providers are made and deleted by the harness, and none of the 17 steps asks the control plane.'
const FIXED = 'A user pool’s configuration never changes while it is judged.'

const create = (section: string, states: string) => apiReference('CreateIdentityProvider', section, states)

export const ofProviders: readonly NotTested[] = [
  left(
    create(
      'Request Parameters',
      'Required are UserPoolId, ProviderName, ProviderType and ProviderDetails, all values of which are strings.',
    ),
    `${CONTROL_PLANE} Every variant depends on it.`,
  ),
  left(
    create(
      'ProviderName',
      'A name has 1 to 32 characters of a pattern that excludes the underscore; examples of the guide have one.',
    ),
    'The pattern, the limits page and the examples say three things.',
  ),
  left(
    create(
      'Errors',
      'A name that is taken is answered DuplicateProviderException; further errors are listed.',
    ),
    CONTROL_PLANE,
  ),
  left(
    create(
      'IdpIdentifiers',
      'A provider has up to 50 identifiers of 1 to 40 characters, each unique in the user pool.',
    ),
    'What a refusal of a further one, or of one that is taken, looks like is not documented. That each of several leads to its provider is judged.',
  ),
  left(
    create(
      'AcrMapping',
      'Levels of the user pool are translated to acr values of OpenID Connect providers, and back.',
    ),
    'The parameter in which the value goes to the provider is not named, and the claim acr is rolled out gradually.',
  ),
  left(
    apiReference(
      'UpdateIdentityProvider',
      'Description',
      'Details, mapping and identifiers of a provider can be changed; the type cannot.',
    ),
    FIXED,
  ),
  left(
    guide(
      'cognito-user-pools-identity-federation',
      'User pool sign-in with third party identity providers',
      'Things to know about Amazon Cognito user pools third-party sign-in',
      'A change of a provider may take up to a minute to appear.',
    ),
    FIXED,
  ),
  left(
    apiReference(
      'DeleteIdentityProvider',
      'Description',
      'A provider can be deleted; nobody signs in through it then.',
    ),
    `${FIXED} What becomes of its group, profiles and links is not documented.`,
  ),
  left(
    apiReference(
      'DescribeIdentityProvider',
      'Response Elements',
      'Details come back with what the service filled in, attributes_url_add_attributes and the binding URIs among it.',
    ),
    `${CONTROL_PLANE} The values and their schema may change, says the page itself.`,
  ),
  left(
    apiReference(
      'ListIdentityProviders',
      'Response Elements',
      'Names, types and dates are listed, up to 60 a page.',
    ),
    CONTROL_PLANE,
  ),
  left(
    publicRecord(
      'hashicorp/terraform-provider-aws#4822',
      'Provider … cannot be of type …',
      'hashicorp/terraform-provider-aws/issues/4822',
      '2018-06',
      'A social provider of another name than its type is refused with InvalidParameterException.',
    ),
    CONTROL_PLANE,
  ),
  left(
    publicRecord(
      'hashicorp/terraform-provider-aws#4815',
      'At least one of the MetadataURL or MetadataFile should be provided.',
      'hashicorp/terraform-provider-aws/issues/4815',
      '2018-06',
      'A SAML provider without metadata is refused with InvalidParameterException.',
    ),
    CONTROL_PLANE,
  ),
  left(
    publicRecord(
      'lgallard/terraform-aws-cognito-user-pool#71',
      'The provider … does not exist for User Pool …',
      'lgallard/terraform-aws-cognito-user-pool/issues/71',
      '2021-09',
      'An app client cannot be given a provider that does not exist.',
    ),
    CONTROL_PLANE,
  ),
  left(
    samlRequirements(
      'Provide a valid IdP signing certificate',
      'The signing certificate must not be expired when the provider is configured, and have 4,096 characters at most.',
    ),
    'How a refusal looks is not documented, and metadata is given to providers before a variant begins.',
  ),
  left(
    samlRequirements(
      'Metadata endpoint must have valid transport-layer security',
      'Metadata URLs are fetched over port 80 or 443 with valid TLS, and failures are InvalidParameterException.',
    ),
    'Metadata is given as a file, which every target can be given; a URL would have to be public on those ports.',
  ),
  left(
    samlRequirements(
      'Metadata Signing Certificate Rotation',
      'Metadata from a URL is cached for up to six hours, and both certificates are good meanwhile.',
    ),
    'Needs metadata at a public URL. That any of several certificates is good is judged.',
  ),
  left(
    samlRequirements(
      'App clients with IdP-initiated SAML can only sign in with SAML',
      'An app client with such a provider can have no user directory and no providers of other types.',
    ),
    'Whether the client or the provider is refused, and how, is not documented.',
  ),
  left(
    samlNaming(
      'SAML identity provider names and identifiers',
      'A new provider makes new profiles for the same people; with one SAML provider and no identifier there is a button.',
    ),
    'The names in profiles, and the buttons for several providers, are judged.',
  ),
  left(
    samlNaming(
      'Note',
      'In managed login the prompt for an e-mail address has to be enabled in the branding editor, as Domain search input.',
    ),
    'The branding document that turns it on is not specified. The classic page, which asks by itself, is judged.',
  ),
  left(
    oidcProviders(
      'Prerequisites',
      'Endpoints are asked over HTTPS, on ports 80 and 443, with a valid root CA trust chain.',
    ),
    'The mock provider would have to be public; and where it is not, a target that reaches it proves nothing of this.',
  ),
  left(
    oidcProviders(
      'Prerequisites',
      'token_endpoint_auth_methods_supported of the provider’s metadata is not looked at.',
    ),
    'Nothing can be seen of it but the method, which is judged.',
  ),
  left(
    oidcProviders(
      'Add an OIDC IdP, step 11',
      'The issuer URL should start with https:// and have no slash at the end.',
    ),
    'Advice to administrators: what becomes of others is not said.',
  ),
  left(
    create(
      'ProviderDetails',
      'The four endpoints of OpenID Connect providers can be given where discovery does not tell them.',
    ),
    'Which of both ways is taken is a setting of the target file; each sign-in is judged by the one.',
  ),
  left(
    create('ProviderDetails', 'The endpoints of social providers are filled in by the service.'),
    'The harness cannot sign in at other people’s services: where the endpoints are fixed, their variants are not applicable.',
  ),
  left(
    socialProviders(
      'Introduction',
      'Google, Facebook, Login with Amazon and Sign in with Apple themselves authenticate the user.',
    ),
    'The harness judges the user pool. The providers are other people’s services, and no test may sign in there.',
  ),
  left(
    mappingPage(
      'Things to know about mappings',
      'Mapped custom attributes have to be mutable, else a value that comes makes the sign-in fail.',
    ),
    'Judged at a later sign-in. Whether it holds for the first, at which immutable attributes are set, is not said.',
  ),
  left(
    mappingPage(
      'Things to know about mappings',
      'A mapped attribute that the app client cannot write is left out; the API reference has the sign-in fail.',
    ),
    'Two pages say two things. All variants give the permission.',
  ),
]
