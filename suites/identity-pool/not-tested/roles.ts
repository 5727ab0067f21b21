/** Roles, tags and the basic flow: what is documented or on record and judged by no check. */
import { publicRecord } from '../../../fixtures/flow/source.ts'
import type { NotTested } from '../../../reports/record.ts'
import { left } from '../../managed-login/not-tested/left.ts'
import {
  attributesForAccessControl,
  authenticationFlow,
  iamGuide,
  iamRolesPage,
  identityApi,
  quotasPage,
  roleBasedAccess,
  stsApi,
  userGroups,
} from '../sources.ts'

const SECOND_ACCOUNT = 'Needs a second AWS account.'
const FIXED = 'The settings of an identity pool are not changed once it is there.'

const byToken = (states: string) => roleBasedAccess('Using tokens to assign roles to users', states)
const claims = (states: string) => roleBasedAccess('Token claims to use in rule-based mapping', states)
const tokens = (states: string) =>
  authenticationFlow('Authentication flow API operations overview, GetOpenIdToken', states)

const ofRoleSelection: readonly NotTested[] = [
  left(
    identityApi(
      'GetCredentialsForIdentity',
      'Request Parameters, CustomRoleArn',
      'CustomRoleArn is optional for providers that do not support role customization.',
    ),
    'What becomes of it there, of guests and of pools without role mapping, is not documented.',
  ),
  left(
    byToken('With a CustomRoleArn that does not match a role in cognito:roles access is denied.'),
    'With which error is not documented, and on no public record; that it is denied is judged.',
  ),
  left(
    roleBasedAccess(
      'Using rule-based mapping to assign roles to users',
      'CustomRoleArn overrides the order of rules.',
    ),
    'Whether it may name the role of a rule that does not match is not said; that of a later one that does is judged.',
  ),
  left(
    byToken('If cognito:roles is set and cognito:preferred_role is not, AmbiguousRoleResolution decides.'),
    'What becomes of a token without either is not said.',
  ),
  left(
    byToken('If there is only one allowed role, cognito:preferred_role of the ID token is set to it.'),
    'A live token with one group and one role has no such claim (rollthecloudinc/hedge#238, 2025). Groups with precedences are judged.',
  ),
  left(
    userGroups(
      'Assigning precedence values to groups',
      'Groups with a precedence take precedence over those whose value is null.',
    ),
    'The other page on the claim says nothing of groups without one, and a live token contradicts it.',
  ),
  left(
    claims('cognito:groups and cognito:roles of an ID token can be used in rules.'),
    'How a rule compares with a list is not documented.',
  ),
  left(
    claims('Rules for Facebook and Login with Amazon can use iss, aud and sub.'),
    'Rules on an OpenID Connect provider and on user pools are judged; these providers have no other way to match.',
  ),
  left(
    claims('Rules can use all claims of a SAML assertion, of a Google and of an Apple token.'),
    'Rules on an OpenID Connect provider and on user pools are judged; these providers have no other way to match.',
  ),
  left(
    quotasPage(
      'Identity pools',
      'An identity pool has at most 25 rules for a provider, and ten providers with role mappings.',
    ),
    FIXED,
  ),
  left(
    identityApi('MappingRule', 'Contents', 'The claim of a rule has 1 to 64 characters, its value 1 to 128.'),
    FIXED,
  ),
  left(
    identityApi(
      'SetIdentityPoolRoles',
      'Errors, ConcurrentModificationException',
      'SetIdentityPoolRoles is refused with ConcurrentModificationException when there are parallel requests to modify a resource.',
    ),
    'Cannot be brought about at will.',
  ),
  left(
    identityApi(
      'RoleMapping',
      'Contents, AmbiguousRoleResolution',
      'AmbiguousRoleResolution is required in a role mapping whose Type is Token or Rules.',
    ),
    FIXED,
  ),
  left(
    publicRecord(
      'aws/aws-cdk#22951',
      'Title',
      'aws/aws-cdk/issues/22951',
      '2022-11',
      'A role mapping for what is no configured provider is refused with InvalidParameterException, “… is not a valid RoleMapping ProviderName or is not a configured provider.”',
    ),
    FIXED,
  ),
  left(
    roleBasedAccess(
      'Granting pass-role permission',
      'Whoever sets roles with more permissions than their own needs iam:PassRole for them.',
    ),
    'Needs a second administrator with fewer permissions.',
  ),
]

const ofTrust: readonly NotTested[] = [
  left(
    iamRolesPage(
      'Trust policies for IAM roles in Basic (Classic) authentication',
      'In the enhanced flow the role must be in the account of the identity pool; in the basic flow it may be in another, if its trust policy has the aud condition.',
    ),
    SECOND_ACCOUNT,
  ),
  left(
    iamRolesPage(
      'Additional trust policy conditions',
      'A trust policy with aws:SourceIp is never satisfied in the enhanced flow.',
    ),
    'From which address requests reach the target is not known; how the refusal looks is not said.',
  ),
  left(
    iamRolesPage(
      'Additional trust policy conditions, Limit access to specific identities',
      'cognito-identity.amazonaws.com:sub limits a role to listed identities.',
    ),
    'Roles are made before the identities; the variable of the same name is judged in permission policies.',
  ),
  left(
    iamRolesPage(
      'Set up a trust policy',
      'IAM returns an error for a trust policy that would let any identity pool take the role.',
    ),
    'Which error is not said; the harness makes no role that it does not use.',
  ),
]

const ofConditions: readonly NotTested[] = [
  left(
    identityApi(
      'GetCredentialsForIdentity',
      'Errors, InvalidIdentityPoolConfigurationException',
      'The trust policy of the role must grant AssumeRoleWithWebIdentity to cognito-identity.amazonaws.com.',
    ),
    'A trust policy can miss in many ways: another action, misspelt keys, another principal. Judged are another identity pool in aud, and amr.',
  ),
  left(
    iamRolesPage(
      'Access policies, Grant an identity access to Amazon DynamoDB',
      'cognito-identity.amazonaws.com:sub with dynamodb:LeadingKeys opens to identities the items whose key is their id.',
    ),
    'It takes a table at the target. The same variable is judged with objects.',
  ),
  left(
    iamGuide(
      'reference_policies_iam-condition-keys#condition-keys-wif',
      'IAM and AWS STS condition context keys',
      'Available keys for AWS OIDC federation, id',
      'The condition key id of social providers is there after the role has been taken, too.',
    ),
    'Of roles that trust a social provider itself, and not an identity pool.',
  ),
]

const ofTags: readonly NotTested[] = [
  left(
    identityApi(
      'GetOpenIdTokenForDeveloperIdentity',
      'Request Parameters, PrincipalTags',
      'PrincipalTags of GetOpenIdTokenForDeveloperIdentity configures attribute mappings for custom providers.',
    ),
    'Whether its values are the values of tags or names of attributes, and of which, is not said.',
  ),
  left(
    stsApi(
      'AssumeRoleWithWebIdentity',
      'Session Tags',
      'A session tag overrides a tag of the role with the same key.',
    ),
    'No variant has roles with tags of their own. What a mapped tag does is judged.',
  ),
  left(
    attributesForAccessControl(
      'Default provider mappings',
      'By default aud and sub of Google, Apple, Facebook and OpenID Connect providers are mapped to principal tags.',
    ),
    'The keys of these tags are on no public record. Those of user pools are, and are judged.',
  ),
  left(
    identityApi(
      'SetPrincipalTagAttributeMap',
      'Request Parameters, PrincipalTags',
      'A principal tag attribute map has at most 50 tags, with keys of up to 128 and claims of up to 256 characters.',
    ),
    FIXED,
  ),
  left(
    attributesForAccessControl(
      'Default provider mappings',
      'The default mappings of principal tags cannot be changed.',
    ),
    'Whether an attempt is refused or passed over is not said.',
  ),
  left(
    attributesForAccessControl(
      'Default provider mappings',
      'By default the name identifier and the name of SAML providers, and aud and user_id of Login with Amazon, are mapped to principal tags.',
    ),
    'The keys of these tags are on no public record.',
  ),
  left(
    iamGuide(
      'id_session-tags#id_session-tags_adding-assume-role-idp',
      'Passing session tags in AWS STS',
      'Passing session tags using AssumeRoleWithWebIdentity',
      'Session tags come in the claim https://aws.amazon.com/tags of the web identity token.',
    ),
    'Said of providers in general; no token of an identity pool with tags is on record. What the tags do is judged.',
  ),
]

const ofBasicFlow: readonly NotTested[] = [
  left(
    authenticationFlow(
      'The basic (classic) authentication flow',
      'An identity pool for the basic flow has neither default roles nor attribute-based access control.',
    ),
    'Only role mappings are said to be refused; that default roles disturb is not, and pools with both are in use.',
  ),
  left(
    publicRecord(
      'aws/aws-cli#7652',
      'Current Behavior',
      'aws/aws-cli/issues/7652',
      '2023-02',
      'A pool that was made without AllowClassicFlow lets GetOpenIdToken through.',
      'eu-west-1',
    ),
    'One record, reported as a fault of the service; pools are made with a value.',
  ),
  left(
    tokens('GetOpenIdToken gives no unauthenticated token for identities that were deactivated.'),
    'How an identity is deactivated, other than by a merge, is not said.',
  ),
  left(
    iamRolesPage(
      'Trust policies for IAM roles in Basic (Classic) authentication',
      'The identity pool’s token contains information about the AWS account of the identity pool.',
    ),
    'Where is not said, and decoded tokens show nothing of the kind.',
  ),
  left(
    tokens('Answers with the key set of identity pools have a max-age of 30 days.'),
    'Said of the present (“currently”), and meant to change.',
  ),
  left(
    tokens('GovCloud, China and regions that have to be opted in to have key documents of their own.'),
    'The key set that belongs to the target is the one that the target file names.',
  ),
  left(
    publicRecord(
      'panva/openid-client#95',
      'Description',
      'panva/openid-client/issues/95',
      '2018-05',
      'https://cognito-identity.amazonaws.com/.well-known/openid-configuration describes the issuer of identity pools.',
    ),
    'One record, of one issuer for all accounts; a target file names the key set itself, which is judged.',
  ),
  left(
    publicRecord(
      'aws/aws-sdk-net#420',
      'Header of the token',
      'aws/aws-sdk-net/issues/420',
      '2016-08',
      'typ in the header of the identity pool’s token is JWS.',
    ),
    'One token of 2016. Algorithm and key id are judged.',
  ),
]

export const ofRoles: readonly NotTested[] = [
  ...ofRoleSelection,
  ...ofTrust,
  ...ofConditions,
  ...ofTags,
  ...ofBasicFlow,
]
